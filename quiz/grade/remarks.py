"""What a wrong answer looks like when no named mistake explains it: sign, factor, order, shape. No credit changes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from quiz.grade.compare import entries_right
from quiz.grade.precision import ROUNDING, is_close, is_exact
from quiz.question import Key

_LN2, _LN10, _LOG2_10 = math.log(2), math.log(10), math.log2(10)
_FACTORS = (
    (_LN2, "That is the value in nats: a natural logarithm where base 2 is asked for (factor ln 2)."),
    (1 / _LN2, "Off by the factor 1/ln 2: base 2 where the natural logarithm is asked for."),
    (1 / _LOG2_10, "That looks like a logarithm to base 10 where base 2 is asked for."),
    (1 / _LN10, "That looks like a logarithm to base 10 where the natural logarithm is asked for."),
    (100.0, "A hundred times too large: is that a percentage?"),
    (0.01, "A hundred times too small: a percentage was turned into a fraction once too often."),
    (2.0, "Twice the right value."),
    (0.5, "Half the right value."),
)


def remark_on_number(answer: float, expected: float, key: Key) -> str:
    """Return a remark on a wrong number, or nothing."""
    if not (math.isfinite(answer) and math.isfinite(expected)):
        return ""
    probability = key.flags.get("probability")
    outside = bool(probability) and not 0 <= answer <= 1
    if isinstance(expected, int) and abs(answer - expected) == 1:
        return "Off by one."
    if found := _of_ratio(answer, expected, key):
        return found
    if outside:
        return "A probability lies between 0 and 1."
    if probability and is_close(answer, 1 - expected, key):
        return "That is the probability of the complement, 1 − p."
    if abs(expected) > ROUNDING and is_close(answer, 1 / expected, key):
        return "That is the reciprocal."
    return ""


def _of_ratio(answer: float, expected: float, key: Key) -> str:
    """Return a remark on a constant factor."""
    if not answer or abs(expected) <= ROUNDING:
        return ""
    if is_close(answer, -expected, key):
        return "The sign is wrong."
    for factor, told in _FACTORS:
        if _is(answer, expected, factor, key):
            return told
    power = round(math.log10(abs(answer)) - math.log10(abs(expected)))
    if power and abs(power) <= 30 and _is(answer, expected, 10.0**power, key):
        return f"Off by the factor 10^{power}: is the decimal point in the right place?"
    return ""


def _is(answer: float, expected: float, factor: float, key: Key) -> bool:
    """Whether the answer is this multiple of the reference; a card's absolute tolerance does not apply here."""
    product = expected * factor
    width = 1e-9 if is_exact(expected, key) else max(key.rtol, 1e-9)
    return math.isfinite(product) and abs(answer - product) <= width * abs(product)


def remark_on_array(answer: np.ndarray, expected: np.ndarray, key: Key) -> str:
    """Return a remark on a wrong array, or nothing."""
    if key.compare in ("set", "multiset"):
        return _on_set(answer, expected, key)
    if answer.shape != expected.shape or not expected.size:
        return ""

    def matches(other: np.ndarray) -> bool:
        return other.shape == answer.shape and all(entries_right(answer, other, key))

    if key.flags.get("probability") and answer.dtype.kind in "if" and (answer.min() < 0 or answer.max() > 1):
        return "A probability lies between 0 and 1."
    if answer.ndim == 2 and matches(expected.T):
        return "That is the transpose: rows and columns are exchanged."
    if answer.ndim == 2 and (matches(expected[::-1]) or matches(expected[:, ::-1])):
        return "The right values, with the rows or the columns in reverse order."
    if answer.ndim == 1 and matches(expected[::-1]):
        return "The right entries in reverse order."
    if expected.dtype.kind in "UO" or answer.dtype.kind in "UO":
        return _on_order(answer, expected, key)
    if expected.dtype.kind in "iu":
        if matches(expected + 1):
            return "Every entry is one too large: does counting start at 0 here?"
        if matches(expected - 1):
            return "Every entry is one too small: does counting start at 1 here?"
    elif (
        expected.dtype.kind == "f"
        and key.compare in ("close", "up_to_sign")
        and (told := _on_factor(answer, expected, key))
    ):
        return told
    return _on_order(answer, expected, key)


def _on_factor(answer: np.ndarray, expected: np.ndarray, key: Key) -> str:
    """Return a remark if one factor explains every entry."""
    largest = int(np.argmax(np.abs(np.where(np.isfinite(expected), expected, 0.0))))
    s, t = float(answer.flat[largest]), float(expected.flat[largest])
    if not math.isfinite(s) or not s or not t:
        return ""
    told = _of_ratio(s, t, key)
    return told if told and all(entries_right(answer * (t / s), expected, key)) else ""


def _on_order(answer: np.ndarray, expected: np.ndarray, key: Key) -> str:
    """Return a remark if the entries are right but in another order."""
    if answer.ndim != 1 or key.compare == "up_to_permutation":
        return ""
    given, wanted = answer.tolist(), expected.tolist()
    if sorted(map(str, given)) != sorted(map(str, wanted)):
        return ""
    if given == sorted(given, key=_comparable) and wanted != given:
        return "The right entries, but sorted; their order is what is asked for."
    return "The right entries, in another order."


def _comparable(value: Any) -> tuple[bool, Any]:
    return (isinstance(value, str), value)


def _on_set(answer: np.ndarray, expected: np.ndarray, key: Key) -> str:
    """Return a remark on how many elements are missing or too many, without naming them."""
    right = entries_right(answer, expected, key)
    hits = sum(right[: answer.size])
    extra, missing = answer.size - hits, len(right) - answer.size
    parts = [f"{n} {word}" for n, word in ((missing, "missing"), (extra, "too many")) if n]
    return f"{hits} right, {', '.join(parts)}." if parts else ""
