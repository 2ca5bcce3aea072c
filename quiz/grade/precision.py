"""When one number counts as another: tolerance, "as precise as you wrote", and the range of the displayed inputs.

Let t be the reference and s the answer. s is right if any of these holds:

1. |s − t| ≤ max(atol, rtol·|t|)                                     (the maximum, not the sum)
2. s was typed with at least the required digits, and |s − t| is at most half a unit of its last typed digit
3. s lies in the range of results over inputs inside what was displayed, widened by rule 1

Integers, counts and labels are exact. Very small and very large references are compared in log10, where rule 1 becomes
|log10 s − log10 t| ≤ rtol·|log10 t|.
"""

from __future__ import annotations

import math
import re
from typing import Any

from quiz.expression.tokens import lowered, plain
from quiz.question import Key

ROUNDING = 1e-14  # a reference this small beside its scale is zero plus rounding error
ZERO = 1e-12  # what then counts as zero in an answer
TINY, HUGE = 1e-8, 1e12  # beyond these a number is compared in log10
_SLACK = 1 + 1e-9  # so that a value on the border counts, whatever the last bit

_DECIMAL = re.compile(
    r"""\s*[+-]?\s*
    (?P<whole>[0-9][0-9_]*)?(?P<point>\.(?P<part>[0-9_]*))?
    (?:[eE](?P<exponent>[+-]?[0-9]+)|\s*[*x]\s*10\s*(?:\^|\*\*)?\s*\(?(?P<raised>[+-]?[0-9]+)\)?)?
    \s*(?P<percent>%)?\s*""",
    re.VERBOSE,
)


def half_unit(text: str, digits: int) -> float | None:
    """Return half a unit of the last typed digit, or None if fewer digits were typed than are asked for.

    Trailing zeros count. Zeros that may or may not be meant, as in 1200, get the benefit of the doubt.

    >>> half_unit("0.918", 3), half_unit("1.2e-3", 2), half_unit("1200", 2), half_unit("0.9", 3)
    (0.0005, 5e-05, 50.0, None)
    """
    if "^" not in (sign := plain(text)) and "**" not in sign:
        sign = re.sub(r"10([⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+)", lambda m: f"10^{lowered(m[1])}", sign)
    found = _DECIMAL.fullmatch(sign)
    if found is None or len(text) > 100:
        return None
    whole, part = (re.sub("_", "", found[name] or "") for name in ("whole", "part"))
    typed = (whole + part).lstrip("0")
    if not typed or len(typed) < digits:
        return None
    place = -len(part)
    if found["point"] is None:
        place = len(typed) - max(digits, len(typed.rstrip("0")))
    place += int((found["exponent"] or found["raised"] or "0")[:5]) - (2 if found["percent"] else 0)
    return 0.5 * 10.0**place if abs(place) < 300 else None


def is_exact(expected: Any, key: Key) -> bool:
    """Whether a reference is compared exactly: an integer, or a card that says so."""
    return isinstance(expected, int) or key.compare == "exact"


def in_log10(expected: float, key: Key) -> bool:
    """Whether a reference is so small or large that it is compared in log10."""
    size = abs(expected)
    chosen = key.flags.get("log10")
    if chosen is not None:
        return bool(chosen) and size > 0
    return ROUNDING < size < TINY or size > HUGE


def tolerance(expected: float, key: Key, scale: float = 1.0) -> float:
    """Return the half width that rule 1 gives around a reference; in log10 that of the upper side, the wider one."""
    usual = _linear(expected, key, scale)
    if usual and in_log10(expected, key):
        decades = min(key.rtol * abs(math.log10(abs(expected))), 300.0)
        return max(usual, abs(expected) * (10**decades - 1))
    return usual


def _linear(expected: float, key: Key, scale: float) -> float:
    """Return the half width of rule 1 without logarithms."""
    if is_exact(expected, key) or not math.isfinite(expected):
        return 0.0
    if abs(expected) <= ROUNDING * max(1.0, scale) and not key.flags.get("log10"):
        return max(key.atol, ZERO * max(1.0, scale))
    return max(key.atol, key.rtol * abs(expected))


def is_close(
    answer: float,
    expected: float,
    key: Key,
    *,
    half: float | None = None,
    envelope: tuple[float, float] | None = None,
    scale: float = 1.0,
) -> bool:
    """Whether an answer counts as the reference, by the three rules."""
    if math.isnan(expected) or math.isnan(answer):
        return math.isnan(expected) and math.isnan(answer)
    if math.isinf(expected) or math.isinf(answer):
        return answer == expected
    if is_exact(expected, key):
        return same_exactly(answer, expected)
    distance, width = abs(answer - expected), _linear(expected, key, scale)
    if distance <= width * _SLACK:
        return True
    if in_log10(expected, key) and answer and (answer > 0) == (expected > 0):
        logs = abs(math.log10(abs(answer)) - math.log10(abs(expected)))
        if logs <= key.rtol * abs(math.log10(abs(expected))) * _SLACK:
            return True
    if half is not None and distance <= half * _SLACK:
        return True
    return envelope is not None and envelope[0] - width <= answer <= envelope[1] + width


def same_exactly(answer: float, expected: float) -> bool:
    """Whether two numbers are equal but for float64's rounding: 2.0 is 2 and 0.1·30 is 3."""
    if answer == expected:
        return True
    if isinstance(answer, int) and isinstance(expected, int):
        return False
    return abs(answer - expected) <= 1e-12 * max(abs(expected), 1e-3)
