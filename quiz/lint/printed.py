"""Checks of what is printed: it fits narrow and wide terminals, with and without Unicode."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.cells import cell_len

from quiz.maths.symbols import transliterate
from quiz.question import Key, Question
from quiz.render.drawings import draw
from quiz.render.markup import blocks, render
from quiz.render.screen import MARGIN, Screen, Wishes

Finding = tuple[str, str]

WIDTHS = (60, 120)
UNFOLDED = 10_000  # a width at which no row of a block has to be folded


def findings(question: Question, key: Key) -> Iterator[Finding]:
    """Yield the name of a check and what it found."""
    texts = {"prompt": question.prompt, "form": question.form, "explanation": key.explain}
    texts |= {f"hint {number}": hint for number, hint in enumerate(question.hints, 1)}
    texts |= {f"option {number}": option for number, option in enumerate(question.options, 1)}
    texts |= {f"remark on {mistake.name}": mistake.say for mistake in key.mistakes}
    for where, text in texts.items():
        if "{{" in text.replace("\\{{", ""):
            yield "text", f"the {where} still has braces: {text[:60]!r}"
        lost = sorted({sign for sign in text if ord(sign) > 126 and transliterate(sign) in ("", "?")})
        if lost:
            yield "ascii", f"the {where} has signs without an ASCII form: {' '.join(lost)}"
        try:
            longest = max(_columns(text, width, ascii_only) - width for width in WIDTHS for ascii_only in (False, True))
            widest = _widest_block(text)
        except Exception as error:  # noqa: BLE001 - a card must not bring the terminal down
            yield "text", f"the {where} cannot be printed: {type(error).__name__}: {error}"
            continue
        if longest > 0:
            yield "width", f"the {where} is {longest} columns too wide"
        elif widest > WIDTHS[0]:
            yield "width", f"a block of the {where} is folded at width {WIDTHS[0]}: it needs {widest} columns"


def _columns(text: str, width: int, ascii_only: bool) -> int:
    """Return the columns that a text takes, margins included."""
    screen = Screen(io.StringIO(), Wishes(width=width, ascii=ascii_only))
    lines = [line.plain for line in render(screen, text)]
    return max(map(cell_len, lines), default=0) + 2 * MARGIN


def _widest_block(text: str) -> int:
    """Return the columns that the widest block of a text needs to stay in one piece."""
    screen = Screen(io.StringIO(), Wishes(width=WIDTHS[0], ascii=False))
    widest = 0
    for block in blocks(text):
        if block.kind in ("fence", "kept"):
            drawn = draw(screen, block.mark if block.kind == "fence" else "", block.text, UNFOLDED)
            widest = max([widest, *(cell_len(line.plain) + 2 * MARGIN for line in drawn)])
    return widest
