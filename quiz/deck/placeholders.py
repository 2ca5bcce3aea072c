r"""`{{name}}`, `{{name.field}}` and `{{name:view}}` in the text of a card, by a scanner of our own.

Never `str.format`: its fields reach attributes and indices of any object. A literal pair of braces is written `\{{`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

VIEWS = ("matrix", "vector", "table", "adjacency", "tree", "plot", "labels")
BLOCK_VIEWS = frozenset(VIEWS) - {"labels"}

_OPEN = re.compile(r"\\?\{\{")
MAX_INSIDE = 200  # characters between the braces
_TERM = re.compile(r"([A-Za-z][A-Za-z0-9_]*)(?:\.([A-Za-z][A-Za-z0-9_]*))?\Z")
_VIEW = re.compile(r"(?:\.(?P<decimals>[0-9])f|sig(?P<sig>[1-9]))\Z")


class PlaceholderError(ValueError):
    """A placeholder that cannot be read; `offset` is its place in the text."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One `{{...}}`: what it shows and how."""

    terms: tuple[tuple[str, str | None], ...]  # (name, field); several only in a table or plot
    view: str | None
    start: int
    end: int

    @property
    def text(self) -> str:
        """The names as they were written."""
        return ", ".join(name if field is None else f"{name}.{field}" for name, field in self.terms)


def scan(text: str) -> list[Placeholder]:
    """Return the placeholders of a text in order; raises PlaceholderError."""
    found, position = [], 0
    while opening := _OPEN.search(text, position):
        position = opening.end()
        if opening[0].startswith("\\"):
            continue
        end = text.find("}}", position, position + MAX_INSIDE)
        if end < 0:
            raise PlaceholderError(
                "`{{` opens a placeholder that never closes; write \\{{ for two braces", opening.start()
            )
        names, colon, view = text[position:end].partition(":")
        found.append(_placeholder(names.strip(), view.strip() if colon else None, opening.start(), end + 2))
        position = end + 2
    return found


def _placeholder(names: str, view: str | None, start: int, end: int) -> Placeholder:
    terms = []
    for term in names.split(","):
        match = _TERM.match(term.strip())
        if not match:
            raise PlaceholderError(f"{{{{{names}}}}} is not a placeholder; write a name or name.field", start)
        terms.append((match[1], match[2]))
    if view is not None and view not in VIEWS and not _VIEW.match(view):
        raise PlaceholderError(f"there is no view {view!r}; the views are .3f, sig3, {', '.join(VIEWS)}", start)
    if len(terms) > 1 and view not in ("table", "plot"):
        raise PlaceholderError("several names at once are for the views table and plot", start)
    return Placeholder(tuple(terms), view, start, end)


def fill(text: str, show: Callable[[Placeholder], str]) -> str:
    """Replace each placeholder by what `show` gives; a block view gets lines of its own.

    Line ends behind a value are dropped: the text of the card says where lines end.
    """
    pieces, position = [], 0
    for placeholder in scan(text):
        pieces.append(text[position : placeholder.start])
        shown = show(placeholder).rstrip("\n")
        if placeholder.view in BLOCK_VIEWS:
            if text[: placeholder.start].rpartition("\n")[2].strip():
                pieces.append("\n\n")
            if text[placeholder.end :].partition("\n")[0].strip():
                shown += "\n\n"
        pieces.append(shown)
        position = placeholder.end
    pieces.append(text[position:])
    return "".join(pieces).replace("\\{{", "{{")


def precision(view: str | None) -> tuple[str, int] | None:
    """Return ("decimals", n) or ("sig", n) for the number views, None for the others."""
    match = _VIEW.match(view) if view else None
    if not match:
        return None
    return ("decimals", int(match["decimals"])) if match["decimals"] else ("sig", int(match["sig"]))
