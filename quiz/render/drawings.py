"""Blocks that keep their shape: matrices, tables, graphs, trees, small plots, code.

The text of a block is plain ASCII; here it gets brackets, rules and branches, as far as the terminal can show them. An
unknown kind is printed as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from quiz.maths.box import beside, fence, grid, line, pad, width_of

if TYPE_CHECKING:
    from rich.text import Text

    from quiz.render.screen import Screen

INDENT = "    "


def draw(screen: Screen, kind: str, text: str, width: int) -> list[Text]:
    """Return the lines of one block. A line that is too long is folded, never cut: what cannot be seen is no use."""
    from rich.text import Text

    room = max(width - len(INDENT), 12)
    if kind in ("python", "py"):
        lines = _code(screen, text)
    else:
        lines = [Text(screen.show(row)) for row in DRAWINGS.get(kind, _verbatim)(screen, text)]
    out: list[Text] = []
    for row in lines:
        out.extend(Text(INDENT).append_text(piece) for piece in _folded(row, room))
    return out


def _folded(row: Text, room: int) -> list[Text]:
    """Fold a line at its blanks; what follows hangs four columns deeper."""
    from rich.text import Text

    plain = row.plain
    hang = min(len(plain) - len(plain.lstrip()) + 4, room // 2)
    pieces = []
    while width_of(row.plain) > room:
        blank = row.plain.rfind(" ", hang + 1, room + 1)
        head, row = row.divide([blank if blank > 0 else room])
        pieces.append(head)
        skipped = len(row.plain) - len(row.plain.lstrip(" "))
        row = Text(" " * hang).append_text(row.divide([skipped])[-1])
    return [*pieces, row]


def _verbatim(screen: Screen, text: str) -> list[str]:
    branches = str.maketrans("├└│─", "|`|-") if not screen.unicode else {}
    return [row.translate(branches) for row in text.split("\n")]


def _cells(row: str) -> list[str]:
    return [
        cell.strip()
        for cell in (row.strip("| ").split("|") if "|" in row else re.split(r"\s{2,}|,\s*|\s+", row.strip()))
    ]


def _matrix(screen: Screen, text: str) -> list[str]:
    rows = [[line(screen.show(cell.replace("-", "−", 1) if screen.unicode and cell[:1] == "-" else cell))
             for cell in re.split(r"[\s,]+", row.strip(" []"))] for row in text.split("\n") if row.strip()]  # fmt: skip
    inside = grid(rows, ["right"] * max(map(len, rows)))
    left, right = (fence(sign, inside, unicode=screen.unicode) for sign in "[]")
    return list(beside([left, line(" "), inside, line(" "), right]).lines)


def _table(screen: Screen, text: str) -> list[str]:
    rows = [_cells(row) for row in text.split("\n") if row.strip() and not re.fullmatch(r"[\s|:-]+", row)]
    columns = max(map(len, rows))
    rows = [row + [""] * (columns - len(row)) for row in rows]
    numeric = [all(re.fullmatch(r"[-+−]?[\d.]+(e[-+]?\d+)?%?|", row[i]) for row in rows[1:]) for i in range(columns)]
    widths = [max(width_of(screen.show(row[i])) for row in rows) for i in range(columns)]
    out = [
        "  ".join(pad(screen.show(cell), widths[i], "right" if numeric[i] else "left") for i, cell in enumerate(row))
        for row in rows
    ]
    out.insert(1, screen.sign("─", "-") * (sum(widths) + 2 * (columns - 1)))
    return [row.rstrip() for row in out]


def _adjacency(screen: Screen, text: str) -> list[str]:
    pairs = [row.split(":", 1) if ":" in row else (row, "") for row in text.split("\n") if row.strip()]
    width = max(len(node.strip()) for node, _ in pairs)
    bar = screen.sign("│", "|")
    return [
        f"{node.strip():>{width}} {bar} {' '.join(after.replace(',', ' ').split())}".rstrip() for node, after in pairs
    ]


def _tree(screen: Screen, text: str) -> list[str]:
    rows = [(len(row) - len(row.lstrip()), row.strip()) for row in text.split("\n") if row.strip()]
    last, middle, bar = screen.sign("└─ ", "`- "), screen.sign("├─ ", "|- "), screen.sign("│  ", "|  ")
    out = []
    for i, (depth, label) in enumerate(rows):
        levels = sorted({d for d, _ in rows[: i + 1] if d < depth})
        head = ""
        for level in [*levels[1:], depth] if levels else []:
            following = next((d for d, _ in rows[i + 1 :] if d <= level), -1)
            more = following == level
            head += (middle if more else last) if level == depth else (bar if more else "   ")
        out.append(head + label)
    return out


def _plot(screen: Screen, text: str) -> list[str]:
    rows = [row for row in text.split("\n") if row.strip()]
    names = [name.strip() for name in rows.pop(0).lstrip("# ").split(",")] if rows and rows[0].startswith("#") else []
    points = [tuple(map(float, re.split(r"[\s,]+", row.strip())[:2])) for row in rows]
    if screen.plain:  # a picture means nothing to a screen reader
        return ["  ".join(names)] * bool(names) + [f"{x:g}  {y:g}" for x, y in points]
    return plot([(x, y) for x, y in points], names, screen.unicode)


def plot(
    points: list[tuple[float, float]], names: list[str], unicode: bool, size: tuple[int, int] = (40, 9)
) -> list[str]:
    """Draw points with their axes; with Unicode each character holds two by four dots."""
    columns, height = size
    xs, ys = [x for x, _ in points], [y for _, y in points]
    low_x, low_y = min(xs), min(ys)
    span_x, span_y = (max(xs) - low_x) or 1.0, (max(ys) - low_y) or 1.0
    across, down = (2, 4) if unicode else (1, 1)
    cells = [[0] * columns for _ in range(height)]
    bits = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
    for x, y in points:
        dot_x = round((x - low_x) / span_x * (columns * across - 1))
        dot_y = round((1 - (y - low_y) / span_y) * (height * down - 1))
        cells[dot_y // down][dot_x // across] |= bits[dot_x % across][dot_y % down] if unicode else 1
    labels = [f"{low_y + span_y:.3g}", *[""] * (height - 2), f"{low_y:.3g}"]
    edge = max(map(len, labels))
    bar, corner, floor = ("│", "└", "─") if unicode else ("|", "+", "-")
    out = [f"{' ' * edge}  {names[1]}"] if len(names) > 1 else []
    for label, row in zip(labels, cells, strict=True):
        dots = "".join((chr(0x2800 + cell) if cell else " ") if unicode else "*" if cell else " " for cell in row)
        out.append(f"{label:>{edge}} {bar}{dots}".rstrip())
    out.append(f"{' ' * edge} {corner}{floor * columns}")
    left, right = f"{low_x:.3g}", f"{low_x + span_x:.3g}"
    middle = names[0] if names else ""
    out.append(f"{' ' * edge}  {left}{middle:^{columns - len(left) - len(right)}}{right}")
    return out


def _code(screen: Screen, text: str) -> list[Text]:
    from rich.syntax import Syntax
    from rich.text import Text

    shown = screen.show(text)
    if screen.colour:
        code = Syntax(shown, "python", theme="ansi_dark", background_color="default").highlight(shown)
        code.rstrip()
        return list(code.split("\n", allow_blank=True))
    return [Text(row) for row in shown.split("\n")]


DRAWINGS: dict[str, Callable[[Screen, str], list[str]]] = {
    "matrix": _matrix, "vector": _matrix, "table": _table, "adjacency": _adjacency, "tree": _tree, "plot": _plot,
}  # fmt: skip
