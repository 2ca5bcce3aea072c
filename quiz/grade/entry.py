"""Read one entry of an answer: a number, an expression, or a label."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from quiz.expression import Expression, ReadError, read
from quiz.expression.echo import number_echo
from quiz.expression.tokens import plain
from quiz.grade.precision import half_unit
from quiz.question import Key

_PLAIN = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_UNITS = re.compile(r"(bits?|nats?|hartleys?|shannons?|percent|units?|seconds?|nodes?|edges?)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as read."""

    text: str
    value: Any  # int, float or str
    echo: str
    guessed: str | None = None
    expression: Expression | None = None  # None where plain digits or a label were typed

    def half(self, digits: int) -> float | None:
        """Return half a unit of the last typed digit; None for expressions, which are exact."""
        return half_unit(self.text, digits) if self.expression is None or "10" in self.text else None

    def precisely(self) -> Any:
        """Return the value, evaluated with many digits where it was an expression."""
        if self.expression is None or isinstance(self.value, int):
            return self.value
        try:
            return self.expression.evaluate_precisely()
        except ReadError:
            return float(self.value)


def read_entry(text: str, key: Key, *, mixed: bool = True) -> Entry:
    """Read a number or, where the key holds labels, a label; ReadError if it is neither."""
    labels = labels_of(key)
    if labels is not None:
        return _label(text, labels, key)
    stripped = plain(text).strip()
    if _PLAIN.fullmatch(stripped):
        value = float(stripped)
        if math.isinf(value):
            raise ReadError("this number is too large", 0)
        exact = int(stripped) if stripped.lstrip("+-").isdigit() and len(stripped) < 300 else value
        sign = "−" if stripped[0] == "-" else ""
        return Entry(text, exact, sign + number_echo(stripped.lstrip("+-")))
    try:
        expression = read(text, mixed=mixed, percent=bool(key.flags.get("percent")), infinite=_may_be_infinite(key))
        value = expression.evaluate()
    except ReadError as error:
        if unit := _UNITS.search(text):
            raise ReadError(f"leave the unit out: type the number without {unit[1]}", unit.start()) from None
        raise error from None
    result = brief(value)
    shown = expression.echo if expression.echo == result else f"{expression.echo} = {result}"
    return Entry(text, value, shown, expression.guessed, expression)


def labels_of(key: Key) -> tuple[str, ...] | None:
    """Return the labels an answer is written in: those the card lists, or none in particular, or None for numbers."""
    listed = key.flags.get("labels")
    if isinstance(listed, (list, tuple)) and listed:
        return tuple(map(str, listed))
    return () if _holds_strings(key.expected) else None


def _holds_strings(value: Any) -> bool:
    if isinstance(value, str):
        return True
    kind = getattr(getattr(value, "dtype", None), "kind", None)
    if kind is not None:
        return kind in "UO" and all(isinstance(item, str) for item in value.ravel())
    return isinstance(value, (list, tuple)) and bool(value) and all(isinstance(item, str) for item in value)


def _label(text: str, labels: tuple[str, ...], key: Key) -> Entry:
    """Read a label; where the key holds integers, a label stands for its place in the list."""
    name = text.strip().strip("'\"").strip()
    if not name:
        raise ReadError("a label is missing", 0)
    known = labels or tuple(sorted({str(item) for item in _flat(key.expected)}))
    fitting = [label for label in known if label == name] or [
        label for label in known if label.casefold() == name.casefold()
    ]
    if len(fitting) == 1:
        name = fitting[0]
    elif labels:
        told = ", ".join(labels[:12]) + (", ..." if len(labels) > 12 else "")
        raise ReadError(f"there is no {name[:30]!r} here: the names are {told}", 0)
    if labels and not _holds_strings(key.expected):
        return Entry(text, labels.index(name), name)
    return Entry(text, name, name)


def _flat(value: Any) -> list[Any]:
    if hasattr(value, "ravel"):
        return list(value.ravel().tolist())
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _may_be_infinite(key: Key) -> bool:
    """Whether inf or nan may be typed: the card says so, or one of them is the answer."""
    if key.flags.get("infinite") or key.flags.get("nan"):
        return True
    return any(isinstance(item, float) and not math.isfinite(item) for item in _flat(key.expected))


def brief(value: float) -> str:
    """Print a value with six significant digits, for echoes."""
    if isinstance(value, int):
        return str(value).replace("-", "−") if abs(value) < 10**15 else f"{float(value):.6g}"
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    digits = f"{value:.6g}"
    return ("−" if digits[0] == "-" else "") + number_echo(digits.lstrip("-"))
