r"""Read vectors and matrices in any usual form: which pieces of text are the entries, and in which shape.

`[1, 2]`, `(1, 2)`, `1 2`, `1, 2`, `1; 2`, `[[1,2],[3,4]]`, `[1 2; 3 4]`, one row per line, `array([[1., 2.], ...])` as
NumPy prints it, CSV, and sequences such as `A -> B -> C`. Entries may be expressions: `1/3, ln(2)`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from quiz.expression import ReadError
from quiz.expression.tokens import plain

MAX_LENGTH = 20_000
MAX_ENTRIES = 10_000
_MAX_DEPTH = 6
_PAIRS = {"[": "]", "(": ")", "{": "}"}
_WRAPPER = re.compile(
    r"\s*(?:[A-Za-z_][\w.]*\s*=\s*)?(?:(?:np|numpy|torch|jnp|tf|pd)\.)?"
    r"(?:array|asarray|matrix|tensor|list|tuple|set|frozenset)\s*(?=\()"
)
_ASSIGNED = re.compile(r"\s*[A-Za-z_]\w*\s*=(?!=)")
_SETTING = re.compile(r",\s*(?:dtype|device|shape|requires_grad|grad_fn)\s*=[^\])]*(?=\)\s*$)")
_EMPTY = {"none", "empty", "∅", "[]", "()", "{}", "[[]]"}
_ARROWS = (("→", ","), ("->", " ,"), ("=>", " ,"), ("⟶", ","), (">", ","))
_DECIMAL_COMMAS = re.compile(r"\s*-?[0-9]+,[0-9]+(?:[ \t]+-?[0-9]+,[0-9]+)+\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one entry and where it starts."""

    text: str
    column: int


@dataclass(frozen=True, slots=True)
class Structure:
    """Nested lists of pieces. Soft rows came from line ends or semicolons, so a vector may be broken over them.

    Line ends alone may also leave rows of any length: that is how a long vector is pasted.
    """

    items: list[Any]
    soft: bool = False
    wrapped: bool = False  # soft, and without a semicolon

    def flat(self) -> list[Piece]:
        """Return the pieces in reading order."""
        return _flatten(self.items)

    def shape(self) -> tuple[int, ...]:
        """Return the shape; ReadError where rows differ in length."""
        return _shape(self.items)


def parse(text: str) -> Structure:
    """Split an answer into its entries; ReadError where brackets, separators or lengths do not fit."""
    if len(text) > MAX_LENGTH:
        raise ReadError(f"too long: at most {MAX_LENGTH:,} characters", MAX_LENGTH)
    source = plain(text)
    if not source.strip():
        raise ReadError("nothing was typed", 0)
    if "..." in source or "…" in source:
        column = source.index("..." if "..." in source else "…")
        raise ReadError("the middle has been left out: print all of it and paste again", column)
    if _DECIMAL_COMMAS.fullmatch(source):
        raise ReadError("use a point for decimals: 0.5, not 0,5", source.index(","))
    source = _unwrapped(source)
    if source.strip().lower() in _EMPTY:
        return Structure([])
    for arrow, comma in _ARROWS:
        source = source.replace(arrow, comma)
    _check_brackets(source)
    structure = _level(source, 0, 0)
    if len(structure.flat()) > MAX_ENTRIES:
        raise ReadError(f"too long: at most {MAX_ENTRIES:,} entries", 0)
    return structure


def _blank(text: str, start: int, end: int) -> str:
    """Overwrite with blanks, so that columns stay."""
    return text[:start] + " " * (end - start) + text[end:]


def _unwrapped(source: str) -> str:
    """Blank out `x =`, `array(` and `, dtype=...)`."""
    wrapper = _WRAPPER.match(source)
    if wrapper is None:
        assigned = _ASSIGNED.match(source)
        return _blank(source, 0, assigned.end()) if assigned else source
    if setting := _SETTING.search(source):
        source = _blank(source, setting.start(), setting.end())
    opening = wrapper.end()
    source = _blank(source, 0, opening)
    if source.rstrip().endswith(")"):
        closing = source.rstrip().rindex(")")
        source = _blank(_blank(source, opening, opening + 1), closing, closing + 1)
    return source or " "


def _check_brackets(source: str) -> None:
    """Refuse brackets that do not pair, with the column of the culprit."""
    waiting: list[int] = []
    for column, c in enumerate(source):
        if c in _PAIRS:
            waiting.append(column)
            if len(waiting) > 40:
                raise ReadError("too many brackets inside one another", column)
        elif c in ")]}":
            if not waiting:
                raise ReadError(f"this {c} closes nothing", column)
            opening = waiting.pop()
            if _PAIRS[source[opening]] != c:
                raise ReadError(f"expected {_PAIRS[source[opening]]} for the {source[opening]} before it", column)
    if waiting:
        raise ReadError(f"this {source[waiting[-1]]} is never closed", waiting[-1])


def _level(source: str, offset: int, depth: int) -> Structure:
    """Read one level: the inside of a bracket, or the whole text."""
    if depth > _MAX_DEPTH:
        raise ReadError("too many brackets inside one another", offset)
    start = len(source) - len(source.lstrip())
    inner = source.strip()
    if inner and inner[0] in _PAIRS and _closing(inner, 0) == len(inner) - 1 and _is_list(inner):
        return _level(inner[1:-1], offset + start + 1, depth + 1)
    groups = _groups(source)
    if groups is not None:
        # a line end inside a row's own brackets is only where the line was full
        inside = [(source[a + 1 : b].replace("\n", " "), offset + a + 1) for a, b in groups]
        items = [_level(body, column, depth + 1).items for body, column in inside]
        return Structure(items)
    rows = [row for row in _split(source, 0, ";\n") if source[row[0] : row[1]].strip()]
    lines = [[_item(source, a, b, offset, depth) for a, b in _entries(source, *row)] for row in rows]
    if len(lines) == 1:
        return Structure(lines[0])
    return Structure(lines, soft=True, wrapped=len(_split(source, 0, ";")) == 1)


def _is_list(inner: str) -> bool:
    """Whether a bracket around everything is a list: round ones may belong to an expression."""
    if inner[0] != "(":
        return True
    body = inner[1:-1]
    return _groups(body) is not None or len(_split(body, 0, ",;\n")) > 1 or len(_entries(body, 0, len(body))) > 1


def _closing(source: str, opening: int) -> int:
    """Return where the bracket that opens here closes."""
    depth = 0
    for column in range(opening, len(source)):
        depth += (source[column] in _PAIRS) - (source[column] in ")]}")
        if depth == 0:
            return column
    return len(source)


def _groups(source: str) -> list[tuple[int, int]] | None:
    """Return the spans of bracketed rows if the level holds nothing but rows and separators."""
    groups, column = [], 0
    while column < len(source):
        c = source[column]
        if c in _PAIRS:
            closing = _closing(source, column)
            if not _is_list(source[column : closing + 1]):
                return None
            groups.append((column, closing))
            column = closing
        elif c not in " \t\r\n,;":
            return None
        column += 1
    return groups or None


def _split(source: str, start: int, separators: str, end: int | None = None) -> list[tuple[int, int]]:
    """Return the spans between separators that stand outside brackets and quotes."""
    spans, depth, quote, last = [], 0, "", start
    for column in range(start, len(source) if end is None else end):
        c = source[column]
        if quote:
            quote = "" if c == quote else quote
        elif c in "'\"":
            quote = c
        elif c in _PAIRS:
            depth += 1
        elif c in ")]}":
            depth -= 1
        elif depth == 0 and c in separators:
            spans.append((last, column))
            last = column + 1
    spans.append((last, len(source) if end is None else end))
    return spans


def _entries(source: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of a row's entries: separated by commas or tabs if there are any, else by blanks."""
    for separator in ",\t":
        spans = _split(source, start, separator, end)
        if len(spans) > 1:
            if not source[spans[-1][0] : spans[-1][1]].strip():
                spans.pop()  # a comma may end a row
            for a, b in spans:
                if not source[a:b].strip():
                    raise ReadError("an entry is missing here", a)
            if len(spans) > 1:
                return spans
            start, end = spans[0]
    return _joined(source, [(a, b) for a, b in _split(source, start, " \r\u3000", end) if source[a:b].strip()])


def _joined(source: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join blank-separated parts that belong to one expression: `1 - 2` is one entry, `1 -2` are two."""
    entries: list[tuple[int, int]] = []
    open_end = False  # the last part ends in a sign that wants more
    for a, b in spans:
        part = source[a:b]
        binary = part[0] in "*/^×·÷" or part in ("+", "-")
        if entries and (open_end or binary):
            entries[-1] = (entries[-1][0], b)
        else:
            entries.append((a, b))
        open_end = part[-1] in "+-*/^×·÷√"
    return entries


def _item(source: str, a: int, b: int, offset: int, depth: int) -> Any:
    """Return one entry of a row: a piece, or a list where it is bracketed."""
    text = source[a:b]
    column = a + len(text) - len(text.lstrip())
    text = text.strip()
    if text and text[0] in _PAIRS and _closing(text, 0) == len(text) - 1 and _is_list(text):
        return _level(text[1:-1], offset + column + 1, depth + 1).items
    return Piece(text, offset + column)


def _flatten(items: list[Any]) -> list[Piece]:
    flat: list[Piece] = []
    for item in items:
        if isinstance(item, list):
            flat += _flatten(item)
        else:
            flat.append(item)
    return flat


def _shape(items: list[Any]) -> tuple[int, ...]:
    shapes = {_shape(item) if isinstance(item, list) else () for item in items}
    if len(shapes) > 1:
        lengths = ", ".join(str(len(item)) if isinstance(item, list) else "1" for item in items[:8])
        raise ReadError(f"the rows have different lengths: {lengths}", 0)
    return (len(items), *(shapes.pop() if shapes else ()))
