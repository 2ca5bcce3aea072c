"""YAML to plain data in which every value remembers its line and column.

Decks come from strangers, so this reads less than YAML: no tags, no anchors or aliases (a few lines of aliases can
stand for billions of values, and merging hides where a value was written), no directives, one document, text keys.
Size, depth and number of values are capped while the events stream in, so nothing larger is ever built.
Scalars follow the core schema of YAML 1.2: `no` and `on` are words, and a bare `e` is the string "e".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import isinf
from typing import Any

from quiz.deck.index import DeckError

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_VALUES = 40_000
MAX_INTEGER_DIGITS = 15  # exact in float64

_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_BASED = re.compile(r"0(o[0-7]+|x[0-9a-fA-F]+)\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_WORDS: dict[str, Any] = (
    dict.fromkeys(("", "~", "null", "Null", "NULL"))
    | dict.fromkeys(("true", "True", "TRUE"), True)
    | dict.fromkeys(("false", "False", "FALSE"), False)
    | dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan"))
    | dict.fromkeys((sign + dot for sign in ("", "+") for dot in (".inf", ".Inf", ".INF")), float("inf"))
    | dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf"))
)


@dataclass(slots=True)
class Mark:
    """Where a value stands (from 1), and the marks of what is inside it."""

    line: int
    column: int
    parts: dict[str | int, Mark] = field(default_factory=dict)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)

    def find(self, path: Sequence[str | int], *, at_key: bool = False) -> tuple[int, int]:
        """Return the line and column of `path`; steps that lead nowhere (the labels of a union) are skipped.

        With `at_key`, a last step that names a key gives the place of the key and not of its value.
        """
        here = self
        for depth, step in enumerate(path):
            if at_key and depth == len(path) - 1 and step in here.keys:
                return here.keys[str(step)]
            here = here.parts.get(step, here)
        return here.line, here.column


def read(text: bytes, file: str) -> tuple[Any, Mark]:
    """Return the plain data of one deck and its marks, or raise the first `DeckError`."""
    if len(text) > MAX_BYTES:
        raise DeckError(file, 1, 1, f"the file has {len(text):,} bytes; a deck may have {MAX_BYTES:,}")
    try:
        decoded = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        column = error.start - text.rfind(b"\n", 0, error.start)
        raise DeckError(file, line, column, "the file is not UTF-8 text") from None
    return _build(_events(decoded, file), file)


def _events(text: str, file: str) -> Iterator[Any]:
    """Yield ruamel's events; its errors become `DeckError`."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError, YAMLStreamError

    # The parser reports a forbidden character by its position only.
    bad = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    if bad:
        line, column = text.count("\n", 0, bad.start()) + 1, bad.start() - text.rfind("\n", 0, bad.start())
        raise DeckError(file, line, column, f"the character {bad[0]!a} may not stand in a deck")
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = ", ".join(str(part) for part in (error.context, error.problem) if part)
        raise DeckError(file, line, column, f"this is not YAML: {said}") from None
    except (YAMLError, YAMLStreamError, ValueError) as error:  # ValueError: an escape such as "\UFFFFFFFF"
        raise DeckError(file, 1, 1, f"this is not YAML: {str(error).splitlines()[0]}") from None


def _build(events: Iterator[Any], file: str) -> tuple[Any, Mark]:
    """Put the events together with a stack of our own, so that depth costs no recursion."""
    holders: list[tuple[Any, Mark]] = []  # open sequences and mappings, outermost first
    pending: list[tuple[str, int, int] | None] = []  # for each open mapping the key that awaits its value
    root: tuple[Any, Mark] | None = None
    documents = values = 0

    def fail(event: Any, message: str) -> DeckError:
        return DeckError(file, event.start_mark.line + 1, event.start_mark.column + 1, message)

    def place(event: Any, value: Any, mark: Mark) -> None:
        nonlocal root
        if not holders:
            root = (value, mark)
            return
        holder, inside = holders[-1]
        if isinstance(holder, list):
            inside.parts[len(holder)] = mark
            holder.append(value)
            return
        key = pending[-1]
        if key is None:
            if not isinstance(value, str):
                raise fail(event, "a key is a word; put quotes around it if it looks like a number")
            if value in inside.keys:
                first_line, first_column = inside.keys[value]
                raise fail(event, f"the key {value!r} is here twice, first at {first_line}:{first_column}")
            inside.keys[value] = (mark.line, mark.column)
            pending[-1] = (value, mark.line, mark.column)
            return
        holder[key[0]] = value
        inside.parts[key[0]] = mark
        pending[-1] = None

    for event in events:
        kind = type(event).__name__
        if kind == "DocumentStartEvent":
            documents += 1
            if documents > 1:
                raise fail(event, "a deck file holds one document; remove what follows `---`")
            if event.version or event.tags:
                raise fail(event, "directives (%YAML, %TAG) are not part of the deck format")
            continue
        if kind == "AliasEvent" or getattr(event, "anchor", None) is not None:
            raise fail(event, "anchors (&) and aliases (*) are not part of the deck format; write the value out")
        if kind in ("SequenceEndEvent", "MappingEndEvent"):
            holders.pop()
            pending.pop()
            continue
        if kind not in ("ScalarEvent", "SequenceStartEvent", "MappingStartEvent"):
            continue
        if event.tag is not None:
            raise fail(event, f"tags are not part of the deck format: {_short(str(event.tag))}")
        values += 1
        if values > MAX_VALUES:
            raise fail(event, f"the deck has more than {MAX_VALUES:,} values")
        mark = Mark(event.start_mark.line + 1, event.start_mark.column + 1)
        if kind == "ScalarEvent":
            plain = event.implicit[0]
            place(event, _scalar(event, file) if plain else event.value, mark)
            continue
        if len(holders) >= MAX_DEPTH:
            raise fail(event, f"values are nested more than {MAX_DEPTH} deep")
        fresh: Any = [] if kind == "SequenceStartEvent" else {}
        if holders and isinstance(holders[-1][0], dict) and pending[-1] is None:
            raise fail(event, "a key is a word, not a list or a mapping")
        place(event, fresh, mark)
        holders.append((fresh, mark))
        pending.append(None)
    if root is None:
        raise DeckError(file, 1, 1, "the file is empty")
    return root


def _scalar(event: Any, file: str) -> Any:
    """Resolve an unquoted scalar by the core schema of YAML 1.2."""
    text: str = event.value
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text) or _BASED.match(text):
        if len(text.lstrip("+-0xo")) > MAX_INTEGER_DIGITS:
            line, column = event.start_mark.line + 1, event.start_mark.column + 1
            raise DeckError(file, line, column, f"integers have at most {MAX_INTEGER_DIGITS} digits: {_short(text)}")
        return int(text, 0) if _BASED.match(text) else int(text)
    if _FLOAT.match(text):
        if isinf(value := float(text)):
            line, column = event.start_mark.line + 1, event.start_mark.column + 1
            raise DeckError(file, line, column, f"this number is too large: {_short(text)}")
        return value
    return text


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
