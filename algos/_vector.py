r"""Elementary functions written so that LLVM vectorises a loop over them.

LLVM cannot vectorise a call into the C library, and Numba from pip has no vector library. Each function here is
straight-line code: no branch (the conditional expressions become selects), no table, no integer that AVX2 cannot
convert. The way between doubles and integers is the bit pattern: ``x.view(np.uint64)``, which plain Python runs too.
Indices of the loop around them must be provably non-negative (``range(n)``, not ``range(start, stop)``): where Python's
negative indices could occur, LLVM gathers element by element and half of the speed is gone.

Largest error in units in the last place, against 200-bit arithmetic (tests/algos/test_vector.py holds it), and the time
of a compiled loop over 100 000 doubles, one thread, Rocket Lake: nanoseconds an element, and how many times as long
NumPy (SciPy for the sigmoid; NumPy's exp and log use AVX-512 there, LLVM 256-bit vectors) and a loop over `math` take.

    =========  =====  ====  =====  ====
    function   error  time  NumPy  math
    =========  =====  ====  =====  ====
    _exp         1.0  0.91    0.7   4.7
    _expm1       2.0  0.77    1.3  12.9
    _log         1.0  1.09    0.8   3.3
    _log1p       1.0  1.34    0.7   6.7
    _log2        3.0  0.58    1.4   5.2
    _sigmoid     2.5  1.03    4.1   4.1
    _tanh        2.5  1.00    1.2  12.5
    =========  =====  ====  =====  ====

log follows fdlibm (Sun Microsystems, e_log.c and s_log1p.c, 1993); exp reduces as Cody and Waite, "Software Manual for
the Elementary Functions", 1980, chapter 6.
"""

from __future__ import annotations

import numpy as np

from ._jit import kernel

__all__ = ["_add", "_exp", "_expm1", "_gap", "_log", "_log1p", "_log2", "_sigmoid", "_split", "_tanh"]

_CONTRACT = frozenset({"contract"})  # fused multiply-add: faster, and one rounding less

_LN2_HIGH = 6.93147180369123816490e-01  # the upper 32 bits of log 2: times an exponent it is exact
_LN2_LOW = 1.90821492927058770002e-10
_PER_LN2 = 1.44269504088896338700e00

_SMALLEST_NORMAL = 2.0**-1022
_EXPONENT_SHIFT = np.uint64(52)
_FRACTION = np.uint64(0x000FFFFFFFFFFFFF)
_SQRT_HALF = np.uint64(0x3FE6A09E00000000)  # the bits of sqrt(1/2), cut to the upper word
_ONE_LESS_SQRT_HALF = np.uint64(0x3FF0000000000000 - 0x3FE6A09E00000000)
_TWO_52_BITS = np.uint64(0x4330000000000000)
_TWO_52_AND_BIAS = 2.0**52 + 1023.0

_ROUNDER = 1.5 * 2.0**52  # adding and subtracting it rounds to a whole number, which stands in the sum's low bits
_ROUNDER_BITS = np.uint64(0x4338000000000000)
_ONE = np.uint64(1)
_BIAS = np.uint64(1023)
_BIAS_LESS_ONE = np.uint64(1022)
_EVEN_BIAS = np.uint64(2048)  # makes every exponent of a result positive before it is halved
_HALF_EVEN_BIAS = np.uint64(1024)


# -- logarithms ------------------------------------------------------------------------------------


@kernel(fastmath=_CONTRACT)
def _split(x):
    """Write a positive x as 2**k * m with m in [sqrt(1/2), sqrt(2)); k is returned as a double."""
    subnormal = x < _SMALLEST_NORMAL
    bits = np.float64(x * 2.0**54 if subnormal else x).view(np.uint64) + _ONE_LESS_SQRT_HALF
    biased = np.uint64((bits >> _EXPONENT_SHIFT) | _TWO_52_BITS).view(np.float64)  # 2**52 + k + 1023
    k = biased - (_TWO_52_AND_BIAS + 54.0 if subnormal else _TWO_52_AND_BIAS)
    return k, np.uint64((bits & _FRACTION) + _SQRT_HALF).view(np.float64)


@kernel(fastmath=_CONTRACT)
def _gap(f):
    """Return f - log(1 + f), to full relative accuracy, for 1 + f in [sqrt(1/2), sqrt(2)]."""
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    odd = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    even = z * (
        6.666666666666735130e-01
        + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01))
    )
    half_square = 0.5 * f * f
    return half_square - s * (half_square + (odd + even))


@kernel(fastmath=_CONTRACT)
def _log(x):
    """Return the natural logarithm: -inf at 0, NaN below."""
    k, m = _split(x)
    f = m - 1.0
    value = k * _LN2_HIGH - ((_gap(f) - k * _LN2_LOW) - f)
    value = value if x < np.inf else x  # infinity and NaN are their own logarithms
    value = value if x != 0.0 else -np.inf
    return value if not x < 0.0 else np.nan


@kernel(fastmath=_CONTRACT)
def _log1p(x):
    """Return log(1 + x), also where 1 + x rounds x away: -inf at -1, NaN below."""
    u = np.float64(1.0 + x)
    k, m = _split(u)
    near = k == 0.0
    f = x if near else m - 1.0
    lost = 0.0 if near else (x - (u - 1.0) if x < 1.0 else 1.0 - (u - x)) / u  # what rounding 1 + x took
    value = k * _LN2_HIGH - ((_gap(f) - (k * _LN2_LOW + lost)) - f)
    value = value if u < np.inf else x
    value = value if x != 0.0 else x  # keeps the sign of zero
    value = value if x != -1.0 else -np.inf
    return value if not x < -1.0 else np.nan


@kernel(fastmath=_CONTRACT)
def _log2(x):
    """Return the logarithm to base 2 of 0 < x < 2**900, exact for powers of two; some finite number for x = 0.

    With the coefficients of `_gap` over log 2 and without its correction terms: 3 ulp instead of 1, for
    half of the time.
    """
    bits = np.float64(x * 2.0**54).view(np.uint64) + _ONE_LESS_SQRT_HALF  # no subnormal number is left
    k = np.uint64((bits >> _EXPONENT_SHIFT) | _TWO_52_BITS).view(np.float64) - (_TWO_52_AND_BIAS + 54.0)
    f = np.uint64((bits & _FRACTION) + _SQRT_HALF).view(np.float64) - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    odd = _PER_LN2 * 3.999999999940941908e-01 + w * (
        _PER_LN2 * 2.222219843214978396e-01 + w * (_PER_LN2 * 1.531383769920937332e-01)
    )
    even = _PER_LN2 * 6.666666666666735130e-01 + w * (
        _PER_LN2 * 2.857142874366239149e-01
        + w * (_PER_LN2 * 1.818357216161805012e-01 + w * (_PER_LN2 * 1.479819860511658591e-01))
    )
    return k + s * (2.0 * _PER_LN2 + z * (even + z * odd))


# -- exponentials ----------------------------------------------------------------------------------


@kernel(fastmath=_CONTRACT)
def _exp_less_one(r):
    """Return exp(r) - 1 for abs(r) <= 0.35, by a minimax polynomial that is right to 0.005 ulp before rounding."""
    q = 2.7557268459997064e-06 + r * (2.755728296954995e-07 + r * (2.510038549551032e-08 + r * 2.0911236630261545e-09))
    q = 1.3888888888886552e-03 + r * (1.9841269863053618e-04 + r * (2.4801587317144498e-05 + r * q))
    q = 1.6666666666666669e-01 + r * (4.1666666666666664e-02 + r * (8.333333333330062e-03 + r * q))
    return r + r * r * (0.5 + r * q)


@kernel(fastmath=_CONTRACT)
def _reduce(x):
    """Write x as n log 2 + r with abs(r) <= 0.35; n is returned as bits to which `_ROUNDER_BITS` was added."""
    rounded = x * _PER_LN2 + _ROUNDER
    n = rounded - _ROUNDER
    return np.float64(rounded).view(np.uint64), (x - n * _LN2_HIGH) - n * _LN2_LOW


@kernel(fastmath=_CONTRACT)
def _exp(x):
    """Return the exponential; it rounds into the subnormal numbers, to 0 below -745.14 and to infinity above 709.79."""
    inside = 710.0 if x > 710.0 else x  # a NaN stays a NaN
    inside = -746.0 if inside < -746.0 else inside
    bits, r = _reduce(inside)
    # Scaled in two steps of half the exponent each: one alone would leave the range before the result does.
    even = (bits - _ROUNDER_BITS) + _EVEN_BIAS
    half = even >> _ONE
    first = np.uint64(((half - _HALF_EVEN_BIAS) + _BIAS) << _EXPONENT_SHIFT).view(np.float64)
    second = np.uint64(((even - half - _HALF_EVEN_BIAS) + _BIAS) << _EXPONENT_SHIFT).view(np.float64)
    return ((1.0 + _exp_less_one(r)) * first) * second


@kernel(fastmath=_CONTRACT)
def _expm1(x):
    """Return exp(x) - 1, also where exp(x) rounds x away."""
    inside = 710.0 if x > 710.0 else x
    inside = -40.0 if inside < -40.0 else inside
    bits, r = _reduce(inside)
    half = np.uint64(((bits - _ROUNDER_BITS) + _BIAS_LESS_ONE) << _EXPONENT_SHIFT).view(np.float64)  # 2**(n - 1)
    value = 2.0 * (half * _exp_less_one(r) + (half - 0.5))
    return x if abs(x) < 2.0**-60 else value  # keeps the sign of zero, and subnormal numbers


# -- squashing functions ---------------------------------------------------------------------------


@kernel(fastmath=_CONTRACT)
def _sigmoid(x):
    """Return 1 / (1 + exp(-x)), with full relative accuracy on both sides."""
    e = _exp(-abs(x))
    return (1.0 if x >= 0.0 else e) / (1.0 + e)


@kernel(fastmath=_CONTRACT)
def _tanh(x):
    """Return the hyperbolic tangent."""
    e = _expm1(-2.0 * abs(x))
    return np.copysign(e / (e + 2.0), x)


# -- sums ------------------------------------------------------------------------------------------


@kernel
def _add(total, rest, value):
    """Add `value` to a running sum of which `rest` was lost to rounding (Neumaier, 1974); the sum is total + rest."""
    after = total + value
    lost = (total - after) + value if abs(total) >= abs(value) else (value - after) + total
    return after, rest + (lost if abs(after) < np.inf else 0.0)
