"""Blocks of text that know their baseline, and the ways to put two of them together.

A `Box` is what every two-dimensional formula is made of: equally wide lines, and the number of the line that aligns
with the text beside it. Fractions stack boxes, sums put limits over and under them, matrices set them in a grid.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


def width_of(text: str) -> int:
    """Return the number of terminal columns; accents that sit on a letter take none."""
    return sum(not unicodedata.combining(character) for character in text)


def pad(text: str, width: int, align: str = "left") -> str:
    """Fill `text` with blanks up to `width` columns."""
    room = max(width - width_of(text), 0)
    before = {"left": 0, "right": room, "centre": room // 2}[align]
    return " " * before + text + " " * (room - before)


@dataclass(frozen=True, slots=True)
class Box:
    """Lines of equal width and the index of the baseline."""

    lines: tuple[str, ...]
    base: int = 0

    @property
    def width(self) -> int:
        """Columns taken."""
        return width_of(self.lines[0])

    @property
    def height(self) -> int:
        """Lines taken."""
        return len(self.lines)


def line(text: str) -> Box:
    """Return a box of one line."""
    return Box((text,))


def beside(boxes: Sequence[Box]) -> Box:
    """Put boxes next to each other with their baselines level."""
    boxes = [box for box in boxes if box.width] or [line("")]
    above = max(box.base for box in boxes)
    below = max(box.height - box.base for box in boxes)
    rows = []
    for row in range(above + below):
        parts = []
        for box in boxes:
            own = row - above + box.base
            parts.append(box.lines[own] if 0 <= own < box.height else " " * box.width)
        rows.append("".join(parts))
    return Box(tuple(rows), above)


def stack(boxes: Sequence[Box], base: int, align: str = "centre") -> Box:
    """Put boxes under each other; `base` is the baseline, counted in lines from the top."""
    width = max(box.width for box in boxes)
    return Box(tuple(pad(text, width, align) for box in boxes for text in box.lines), base)


def fraction(above: Box, below: Box, *, unicode: bool) -> Box:
    """Return `above` over `below`; the bar is wider than both, except over single characters."""
    width = max(above.width, below.width)
    if width > 1 or not unicode:  # a lone hyphen would read as a minus sign
        width += 2
    return stack([above, line(("─" if unicode else "-") * width), below], above.height)


def raised(base: Box, above: Box | None, below: Box | None) -> Box:
    """Set a superscript and a subscript beside `base`."""
    width = max(box.width for box in (above, below) if box is not None)
    top = [pad(text, width) for text in above.lines] if above else []
    bottom = [pad(text, width) for text in below.lines] if below else []
    middle = [" " * width] * max(base.height, 1)
    scripts = Box(tuple(top + middle + bottom), len(top) + base.base)
    return beside([base, scripts])


def grid(rows: Sequence[Sequence[Box]], align: Sequence[str] = (), gap: int = 2) -> Box:
    """Set boxes in rows and columns; the baseline is that of the middle row."""
    columns = max(len(row) for row in rows)
    full = [list(row) + [line("")] * (columns - len(row)) for row in rows]
    widths = [max(row[i].width for row in full) for i in range(columns)]
    how = [align[i] if i < len(align) else "centre" for i in range(columns)]
    stacked: list[Box] = []
    for row in full:
        cells: list[Box] = []
        for i, box in enumerate(row):
            cells.append(Box(tuple(pad(text, widths[i], how[i]) for text in box.lines), box.base))
            if i + 1 < columns:
                cells.append(line(" " * gap))
        stacked.append(beside(cells))
    height = sum(box.height for box in stacked)
    middle = stacked[len(stacked) // 2]
    before = sum(box.height for box in stacked[: len(stacked) // 2])
    base = before + middle.base if len(stacked) % 2 else (height - 1) // 2
    return stack(stacked, base, "left")


_TALL = {
    "(": "⎛⎜⎝", ")": "⎞⎟⎠", "[": "⎡⎢⎣", "]": "⎤⎥⎦", "|": "│││", "‖": "║║║",
    "⌊": "⎢⎢⎣", "⌋": "⎥⎥⎦", "⌈": "⎡⎢⎢", "⌉": "⎤⎥⎥",
}  # fmt: skip
_TALL_ASCII = {"(": "/|\\", ")": "\\|/", "[": "[[[", "]": "]]]", "{": "{{{", "}": "}}}"}


def fence(sign: str, box: Box, *, unicode: bool) -> Box:
    """Return a bracket as tall as `box`."""
    height = box.height
    if not sign or sign == ".":
        return line("")
    if height == 1:
        return line(sign)
    if unicode and sign in "{}" and height > 2:
        return _brace(sign, height, box.base)
    top, middle, bottom = tuple((_TALL if unicode else _TALL_ASCII).get(sign, "|||" if sign in "|‖" else sign * 3))
    return Box((top, *([middle] * (height - 2)), bottom), box.base)


def _brace(sign: str, height: int, base: int) -> Box:
    top, side, waist, bottom = tuple("⎧⎪⎨⎩" if sign == "{" else "⎫⎪⎬⎭")
    lines = [top, *([side] * (height - 2)), bottom]
    lines[height // 2] = waist
    return Box(tuple(lines), base)


def root(box: Box, *, unicode: bool) -> Box:
    """Return the square-root sign around `box` (more than one line high)."""
    rise, hook = ("╱", "╲") if unicode else ("/", "\\")
    height = box.height
    lines = [" " * (height + 1) + "_" * box.width]
    for row, text in enumerate(box.lines):
        left = " " * (height - row) + rise + " " * row
        lines.append((hook + left[1:] if row == height - 1 else left) + text)
    return Box(tuple(lines), box.base + 1)
