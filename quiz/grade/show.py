"""Print a value the way a learner would type it, so that it reads back and grades right."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any

from quiz.question import Key, Question

_EXACTLY = 14  # digits that compare as equal (precision.same_exactly), without the rounding error of 0.1 + 0.2
_SMALLEST, _LARGEST = 1e-4, 1e7  # outside these an exponent is shorter


def show(value: Any, digits: int = 3) -> str:
    """Return a number, label, vector or matrix as one would type it, numbers with so many significant digits.

    >>> show(0.9182958), show(12345.678), show(0.5), show(3.2e-9), show([[1, 0.25], [2 / 3, 4]])
    ('0.918', '12346', '0.5', '3.2e-9', '[[1, 0.25], [0.667, 4]]')
    """
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(show(item, digits) for item in value) + "]"
    if isinstance(value, str):
        return value if re.fullmatch(r"[^\s,;\[\](){}'\"→>]+", value) else "'" + value.replace("'", "’") + "'"
    if isinstance(value, (bool, int)):
        return str(int(value))
    return _number(float(value), digits)


def _number(value: float, digits: int) -> str:
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    if value == 0:
        return "0"
    size = math.floor(math.log10(abs(value))) + 1  # digits before the point
    rounded = f"{value:.{max(digits, min(size, 8), 1) - 1}e}"
    if abs(float(rounded) - value) <= 1e-13 * abs(value):
        rounded = f"{Decimal(rounded).normalize():e}"  # all further digits are zeros
    if _SMALLEST <= abs(value) < _LARGEST:
        return f"{Decimal(rounded):f}"
    mantissa, exponent = rounded.split("e")
    return f"{mantissa}e{int(exponent)}"


def write(question: Question, key: Key, value: Any) -> str:
    """Return an answer to this question as the learner would type it."""
    if question.kind == "choice":
        return ", ".join(chr(ord("a") + index) for index in _indices(value)) or "none"
    if question.kind == "order":
        return " ".join(str(index + 1) for index in _indices(value))
    if question.kind == "recall":
        return "all" if len(value) == len(key.expected) else " ".join(map(str, range(1, len(value) + 1))) or "none"
    listed = key.flags.get("labels")
    if isinstance(listed, (list, tuple)) and listed:
        return show(_named(value, [str(label) for label in listed]))
    return show(value, _EXACTLY if key.compare == "exact" else _enough(key))


def expected(question: Question, key: Key) -> str:
    """Return the right answer for a reader: as `write`, with the options' text where there are options."""
    if question.kind in ("choice", "order"):
        mark = "abcdefghijklmnopqrstuvwxyz" if question.kind == "choice" else [f"{i + 1}" for i in range(99)]
        end = ")" if question.kind == "choice" else "."
        lines = [f"{mark[index]}{end} {question.options[index]}" for index in _indices(key.expected)]
        return "\n".join(lines) or "none of them"
    if question.kind == "recall":
        return "\n".join(f"{number}. {point}" for number, point in enumerate(key.expected, 1))
    return write(question, key, key.expected)


def _enough(key: Key) -> int:
    """Return how many digits a printed answer needs so that it grades right."""
    by_tolerance = math.ceil(-math.log10(key.rtol)) + 1 if 0 < key.rtol < 1 else 3
    return min(max(key.digits, by_tolerance), 17)


def _indices(value: Any) -> list[int]:
    return [int(index) for index in ([value] if isinstance(value, int) else value)]


def _named(value: Any, labels: list[str]) -> Any:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [_named(item, labels) for item in value]
    return labels[value] if isinstance(value, int) and 0 <= value < len(labels) else value
