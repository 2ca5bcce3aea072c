"""Grade one number, or one label."""

from __future__ import annotations

import math
import re
from typing import Any

from quiz.expression import ReadError
from quiz.grade.entry import Entry, labels_of, read_entry
from quiz.grade.mistaken import nearest_mistake
from quiz.grade.outcome import as_json, broken, invalid, scored
from quiz.grade.precision import half_unit, is_close, is_exact
from quiz.grade.remarks import remark_on_number
from quiz.question import Key, Verdict

_LEADING = re.compile(r"\s*(?:[A-Za-z_]\w*(?:\([^()]*\))?\s*[=≈]|[≈~=])\s*(?=\S)")
_LIST = re.compile(r"\s*[\[{].*|.*[;\n].*", re.DOTALL)


def grade_number(key: Key, text: str) -> Verdict:
    """Read one number and compare it."""
    leading = _LEADING.match(text)
    shift = leading.end() if leading else 0
    try:
        if _LIST.fullmatch(text.strip()):
            raise ReadError("one value is asked for, not a list", 0)
        entry = read_entry(text[shift:].rstrip(), key)
    except ReadError as error:
        return invalid(text, error, shift)
    expected = _native(key.expected)
    if key.compare == "any_valid":
        return _checked(entry, key)
    if is_right(entry, expected, key):
        return scored(True, entry, as_json(entry.value))
    mistake = nearest_mistake(key, lambda value: _matches(entry, value, key), lambda value: _distance(entry, value))
    if mistake is not None:
        return scored(False, entry, as_json(entry.value), mistake=mistake)
    remark = ""
    if labels_of(key) is None:
        remark = _too_few_digits(entry, expected, key) or remark_on_number(entry.value, expected, key)
    return scored(False, entry, as_json(entry.value), remark=remark)


def is_right(entry: Entry, expected: Any, key: Key, *, own: bool = True) -> bool:
    """Whether an entry counts as a value. The envelope belongs to the reference only (`own`)."""
    if isinstance(expected, str) or isinstance(entry.value, str):
        return str(entry.value).casefold() == str(expected).casefold()
    outside = key.flags.get("probability") and not 0 <= entry.value <= 1
    if outside and own:
        return False
    envelope = key.envelope if own else None
    half = entry.half(key.digits)
    if _close(entry.value, expected, key, half, envelope):
        return True
    return (
        isinstance(entry.value, float)
        and entry.expression is not None
        and _close(entry.precisely(), expected, key, half, envelope)
    )


def _close(answer: float, expected: float, key: Key, half: float | None, envelope: Any) -> bool:
    if is_close(answer, expected, key, half=half, envelope=envelope):
        return True
    return key.compare == "up_to_sign" and is_close(-answer, expected, key, half=half, envelope=envelope)


def _too_few_digits(entry: Entry, expected: Any, key: Key) -> str:
    """Return a remark if every digit typed is right but more are asked for."""
    half = half_unit(entry.text, 1)
    if is_exact(expected, key) or half is None or abs(entry.value - expected) > half:
        return ""
    return f"Right as far as it goes, but {key.digits} significant digits are asked for."


def _matches(entry: Entry, value: Any, key: Key) -> bool:
    value = _native(value)
    if not isinstance(value, (int, float, str)) or isinstance(value, str) != isinstance(entry.value, str):
        return False
    return is_right(entry, value, key, own=False)


def _distance(entry: Entry, value: Any) -> float:
    value = _native(value)
    if isinstance(value, str) or not math.isfinite(value):
        return 0.0
    return float(abs(entry.value - value))


def _native(value: Any) -> Any:
    """Return a Python scalar; a truth value counts as 0 or 1."""
    value = value.item() if hasattr(value, "item") and getattr(value, "size", 1) == 1 else value
    return int(value) if isinstance(value, bool) else value


def _checked(entry: Entry, key: Key) -> Verdict:
    try:
        right = bool(key.accept(entry.value))
    except Exception as error:  # noqa: BLE001  whatever a checker raises, the learner must not pay for it
        return broken(f"the card's checker failed: {type(error).__name__}: {error}", entry.echo)
    return scored(right, entry, as_json(entry.value))
