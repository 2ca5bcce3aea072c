"""Read which of the shown lines an answer names: by letter, by number, or run together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quiz.expression import ReadError
from quiz.expression.tokens import plain

MAX_LENGTH = 2000
_SEPARATORS = re.compile(r"[\s,;&+>→|]+")
_DECORATION = "()[]{}.:'\"#-="


@dataclass(frozen=True, slots=True)
class Selection:
    """The lines named, counted from 0 in the order typed."""

    indices: tuple[int, ...]
    echo: str
    guessed: str | None = None


def letter(index: int) -> str:
    """Return the letter that stands before the option with this index."""
    return chr(ord("a") + index) if index < 26 else str(index + 1)


def words(text: str) -> list[str]:
    """Split an answer at blanks, commas, semicolons, arrows and the word `and`."""
    if len(text) > MAX_LENGTH:
        raise ReadError(f"too long: at most {MAX_LENGTH} characters", MAX_LENGTH)
    parts = _SEPARATORS.split(plain(text).replace("->", " ").strip())
    bare = [part.strip(_DECORATION) for part in parts]
    return [part for part in bare if part and part.lower() not in ("and", "option", "then")]


def index_of(word: str, count: int) -> int | None:
    """Return which line a letter or a number from 1 names, if there is one."""
    if word.isdecimal() and word.isascii() and len(word) <= 4:
        number = int(word)
        return number - 1 if 1 <= number <= count else None
    if len(word) == 1 and "a" <= word.lower() <= "z":
        index = ord(word.lower()) - ord("a")
        return index if index < count else None
    return None


def indices_of(text: str, count: int, *, lettered: bool = False) -> list[int]:
    """Return the lines that an answer names; ReadError tells the first word that names none."""
    parts = words(text)
    if not parts:
        raise ReadError("nothing was typed", 0)
    if len(parts) == 1 and index_of(parts[0], count) is None:
        run = _run_together(parts[0], count)
        if run is not None:
            return run
    found = []
    for part in parts:
        index = index_of(part, count)
        if index is None:
            known = f"a to {letter(count - 1)}" if lettered else f"1 to {count}"
            raise ReadError(f"there is no {part[:30]!r} here: type {known}", max(text.find(part), 0))
        found.append(index)
    return found


def _run_together(word: str, count: int) -> list[int] | None:
    """Read `bac` or `213`: each line at most once, so that no ordinary word is taken for it."""
    if not (word.isascii() and (word.isalpha() or (word.isdecimal() and count <= 9))):
        return None
    found = [index_of(c, count) for c in word]
    if None in found or len(set(found)) != len(found):
        return None
    return [index for index in found if index is not None]
