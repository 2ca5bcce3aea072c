"""Grade vectors, matrices, sequences and sets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from quiz.expression import ReadError
from quiz.grade.compare import entries_right, needs_shape
from quiz.grade.entry import Entry, labels_of, read_entry
from quiz.grade.mistaken import nearest_mistake
from quiz.grade.outcome import as_json, broken, invalid, scored
from quiz.grade.precision import half_unit
from quiz.grade.remarks import remark_on_array
from quiz.grade.structure import Piece, Structure, parse
from quiz.question import Key, Verdict

_SHOWN = 60  # entries that an echo prints


@dataclass(frozen=True, slots=True)
class Reading:
    """An array as read, entry by entry."""

    value: np.ndarray
    entries: tuple[Entry, ...]
    echo: str
    guessed: str | None

    def halves(self, digits: int) -> tuple[float | None, ...]:
        """Return for each entry half a unit of its last typed digit."""
        return tuple(entry.half(digits) for entry in self.entries)

    def precisely(self) -> np.ndarray:
        """Return the value with every expression evaluated with many digits."""
        values = [entry.value if isinstance(entry.value, str) else entry.precisely() for entry in self.entries]
        return _array(values, self.value.shape)


class _WrongShapeError(Exception):
    """The answer is readable but has another shape than is asked for."""


def grade_array(key: Key, text: str) -> Verdict:
    """Read an array and compare it."""
    expected = np.asarray(key.expected)
    try:
        reading = read_array(key, text, expected)
    except ReadError as error:
        return invalid(text, error)
    except _WrongShapeError as error:
        return invalid(text, str(error))
    if key.compare == "any_valid":
        return _checked(reading, key)
    parts = entries_right(reading.value, expected, key, reading.halves(key.digits))
    if not all(parts) and any(entry.expression is not None for entry in reading.entries):
        parts = entries_right(reading.precisely(), expected, key, reading.halves(key.digits))
    right = all(parts) and bool(parts or expected.size == reading.value.size)
    if key.flags.get("probability") and reading.value.dtype.kind in "if" and right:
        right = bool(np.all((reading.value >= 0) & (reading.value <= 1)))
    parsed = as_json(reading.value)
    if right:
        return scored(True, reading, parsed, parts=parts)
    mistake = nearest_mistake(key, lambda value: _matches(reading, value, key), lambda value: _distance(reading, value))
    remark = "" if mistake else _too_few_digits(reading, expected, key) or remark_on_array(reading.value, expected, key)
    score = sum(parts) / len(parts) if key.flags.get("partial") and parts else 0.0
    return scored(False, reading, parsed, mistake=mistake, remark=remark, parts=parts, score=min(score, 0.99))


def read_array(key: Key, text: str, expected: np.ndarray) -> Reading:
    """Return what was read in the shape that is asked for, where the form leaves that open."""
    structure = _split_letters(parse(text), key, expected)
    pieces = structure.flat()
    if len(pieces) > 4 * expected.size + 100:
        raise ReadError(f"{len(pieces)} entries are far more than are asked for", 0)
    entries = []
    for piece in pieces:
        try:
            entries.append(_read(piece, key, expected))
        except ReadError as error:
            raise ReadError(error.message, piece.column + error.column) from None
    shape = _shape(structure, expected, key)
    if key.compare == "ranking":
        _check_items(entries, expected, key)
    value = _array([entry.value for entry in entries], shape)
    guesses = ", ".join(dict.fromkeys(entry.guessed for entry in entries if entry.guessed))
    return Reading(value, tuple(entries), _echo([entry.echo for entry in entries], shape), guesses or None)


def _read(piece: Piece, key: Key, expected: np.ndarray) -> Entry:
    """Read one entry; clusters may be called whatever the learner likes."""
    renamed = key.compare == "up_to_permutation" and expected.dtype.kind in "iu"
    if renamed and re.fullmatch(r"'?\"?[A-Za-z]\w*'?\"?", piece.text):
        return Entry(piece.text, piece.text.strip("'\""), piece.text.strip("'\""))
    return read_entry(piece.text, key, mixed=False)


def _split_letters(structure: Structure, key: Key, expected: np.ndarray) -> Structure:
    """Read ABDC as A, B, D, C where every label is one letter."""
    labels = labels_of(key)
    pieces = structure.flat()
    if labels is None or len(pieces) != 1 or expected.size < 2:
        return structure
    word = pieces[0].text.strip("'\"")
    known = labels or tuple(str(item) for item in expected.ravel())
    letters = {label.casefold() for label in known}
    if word.casefold() in letters or len(word) < 2 or not all(c.casefold() in letters for c in word):
        return structure
    return Structure([Piece(c, pieces[0].column + i) for i, c in enumerate(word)])


def _shape(structure: Structure, expected: np.ndarray, key: Key) -> tuple[int, ...]:
    """Return the shape to give the entries; a vector may be written as a row, as a column or over several lines."""
    flat = len(structure.flat())
    wanted = expected.shape
    if not (structure.wrapped and (len(wanted) == 1 or not needs_shape(key))):
        structure.shape()  # rows that were marked as rows have one length, also where the length is graded
    if key.compare in ("set", "multiset"):
        return (flat,)
    if structure.soft and len(wanted) == 1:
        return _checked_shape((flat,), wanted, key)
    shape = structure.shape()
    lines = [n for n in shape if n != 1]
    vectors = len(lines) <= 1 and sum(n != 1 for n in wanted) <= 1 and (len(shape) == 1 or len(wanted) == 1)
    if vectors and flat == expected.size:
        return wanted
    return _checked_shape(shape, wanted, key)


def _checked_shape(shape: tuple[int, ...], wanted: tuple[int, ...], key: Key) -> tuple[int, ...]:
    if shape != wanted and needs_shape(key):
        raise _WrongShapeError(f"you gave {_told(shape)}; asked for is {_told(wanted)}")
    return shape


def _told(shape: tuple[int, ...]) -> str:
    if len(shape) == 1:
        return f"{shape[0]} {'entry' if shape[0] == 1 else 'entries'}"
    if len(shape) == 2:
        rows, columns = shape
        told = f"{rows} {'row' if rows == 1 else 'rows'} and {columns} {'column' if columns == 1 else 'columns'}"
        return f"a matrix {rows}×{columns} ({told})"
    return "an array " + "×".join(map(str, shape))


def _check_items(entries: list[Entry], expected: np.ndarray, key: Key) -> None:
    """Refuse a ranking that leaves an item out or names one twice, unless the card grades that."""
    if key.flags.get("shape_graded"):
        return
    given = [str(entry.value) for entry in entries]
    for value, entry in zip(given, entries, strict=True):
        if given.count(value) > 1:
            raise ReadError(f"{entry.text.strip()} stands there twice", 0)
    if unknown := set(given) - {str(item) for item in expected.ravel().tolist()}:
        raise ReadError(f"{min(unknown)} is none of the things to rank", 0)


def _array(values: list[Any], shape: tuple[int, ...]) -> np.ndarray:
    """Build an array that keeps integers and labels as they are."""
    if not values:
        return np.empty(shape)
    if any(isinstance(value, str) for value in values):
        return np.array([str(value) for value in values], dtype=object).reshape(shape)
    if all(isinstance(value, int) and abs(value) < 2**63 for value in values):
        return np.array(values, dtype=np.int64).reshape(shape)
    return np.array([float(value) for value in values]).reshape(shape)


def _echo(echoes: list[str], shape: tuple[int, ...]) -> str:
    """Print vectors and matrices as lists, cut when long."""
    if len(shape) == 2 and len(echoes) <= _SHOWN:
        width = shape[1]
        rows = [", ".join(echoes[i * width : (i + 1) * width]) for i in range(shape[0])]
        return "[" + ", ".join(f"[{row}]" for row in rows) + "]"
    shown = echoes if len(echoes) <= _SHOWN else [*echoes[: _SHOWN - 10], "…", *echoes[-5:]]
    return "[" + ", ".join(shown) + "]"


def _too_few_digits(reading: Reading, expected: np.ndarray, key: Key) -> str:
    """Return a remark if every digit typed is right but more are asked for."""
    if (
        key.flags.get("probability")
        or expected.dtype.kind != "f"
        or key.compare != "close"
        or reading.value.dtype.kind not in "if"
        or reading.value.shape != expected.shape
    ):
        return ""
    halves = [half_unit(entry.text, 1) or 0.0 for entry in reading.entries]
    near = np.abs(reading.value - expected).ravel() <= np.maximum(halves, max(key.atol, 1e-12))
    return f"Right as far as it goes, but {key.digits} significant digits are asked for." if near.all() else ""


def _matches(reading: Reading, value: Any, key: Key) -> bool:
    other = np.asarray(value)
    if other.dtype.kind == "O" and not all(isinstance(item, str) for item in other.ravel()):
        return False
    own = Key(expected=other, compare=key.compare, rtol=key.rtol, atol=key.atol, digits=key.digits, flags=key.flags)
    return all(entries_right(reading.value, other, own, reading.halves(key.digits)))


def _distance(reading: Reading, value: Any) -> float:
    other = np.asarray(value)
    if other.dtype.kind not in "iuf" or reading.value.dtype.kind not in "iuf" or other.shape != reading.value.shape:
        return 0.0
    return float(np.nansum(np.abs(np.where(np.isfinite(other), other, 0) - reading.value)))


def _checked(reading: Reading, key: Key) -> Verdict:
    try:
        right = bool(key.accept(reading.value))
    except Exception as error:  # noqa: BLE001  whatever a checker raises, the learner must not pay for it
        return broken(f"the card's checker failed: {type(error).__name__}: {error}", reading.echo)
    return scored(right, reading, as_json(reading.value))
