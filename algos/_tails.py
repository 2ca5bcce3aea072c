"""A factor times an exponential, rounded once: what every tail of a distribution ends in.

The factors of it are kept with what their rounding lost: where two numbers stand for one, it is their sum (T. J.
Dekker, "A Floating-Point Technique for Extending the Available Precision", Numerische Mathematik 18, 1971).

The plain product rounds the exponential, then the product; and where the result is subnormal, twice so. Here the
factor meets exp(x) - 1 = e before the power of two does, as factor + factor e, and both arguments may bring what
their own rounding lost.
"""

from __future__ import annotations

import math

import numpy as np

from ._jit import kernel
from ._vector import (
    _BIAS,
    _EVEN_BIAS,
    _EXPONENT_SHIFT,
    _HALF_EVEN_BIAS,
    _LN2_HIGH,
    _LN2_LOW,
    _ONE,
    _ROUNDER_BITS,
    _exp_less_one,
    _reduce,
    _split,
)

__all__ = ["_divided", "_exp_times", "_log1p_sum", "_log_sum", "_product", "_square_root", "_times"]

_CONTRACT = frozenset({"contract"})
_SPLITTER = 134217729.0  # 2**27 + 1


@kernel
def _exp_times(x, x_low, factor, factor_low):
    """Return (factor + factor_low) exp(x + x_low), the exact value rounded once and a half; x at most 700."""
    inside = 700.0 if x > 700.0 else x  # a NaN stays a NaN
    inside = -1400.0 if inside < -1400.0 else inside
    bits, r = _reduce(inside)
    e = _exp_less_one(r)
    value = factor + (factor * (e + x_low * (1.0 + e)) + factor_low * (1.0 + e))
    # Scaled in two steps of half the exponent each: one alone would leave the range before the result does.
    even = (bits - _ROUNDER_BITS) + _EVEN_BIAS
    half = even >> _ONE
    first = np.uint64(((half - _HALF_EVEN_BIAS) + _BIAS) << _EXPONENT_SHIFT).view(np.float64)
    second = np.uint64(((even - half - _HALF_EVEN_BIAS) + _BIAS) << _EXPONENT_SHIFT).view(np.float64)
    return (value * first) * second


@kernel
def _product(a, b):
    """Return a b as the sum of two numbers, exactly, for factors between 1e-140 and 1e140."""
    wide = _SPLITTER * a
    a_high = wide - (wide - a)
    a_low = a - a_high
    wide = _SPLITTER * b
    b_high = wide - (wide - b)
    b_low = b - b_high
    value = a * b
    return value, ((a_high * b_high - value) + a_high * b_low + a_low * b_high) + a_low * b_low


@kernel
def _times(a, a_low, b, b_low):
    """Return the product of two sums as a sum."""
    value, low = _product(a, b)
    return value, low + (a * b_low + a_low * b)


@kernel
def _divided(a, a_low, b, b_low):
    """Return the quotient of two sums as a sum."""
    value = a / b
    back, lost = _product(value, b)
    return value, (((a - back) - lost) + a_low - value * b_low) / b


@kernel
def _square_root(a, a_low):
    """Return the root of a positive sum as a sum."""
    value = math.sqrt(a)
    back, lost = _product(value, value)
    return value, (((a - back) - lost) + a_low) / (2.0 * value)


# -- logarithms as sums ----------------------------------------------------------------------------


@kernel(fastmath=_CONTRACT)
def _atanh_rest(z):
    """Return 2 (atanh(s) / s - 1) for z = s**2 <= 0.03, with the coefficients of fdlibm's log."""
    w = z * z
    odd = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    even = z * (
        6.666666666666735130e-01
        + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01))
    )
    return odd + even


@kernel
def _log_near(k, f, f_low):
    """Return k log 2 + log(1 + f + f_low) as a sum that is right to 58 bits, for 1 + f in [sqrt(1/2), sqrt(2)]."""
    below = 2.0 + f
    s, s_low = _divided(f, f_low, below, (2.0 - below) + f + f_low)  # log((1 + s) / (1 - s)) is 2 s and a hundredth
    base = k * _LN2_HIGH
    high = base + 2.0 * s
    low = ((base - high) + 2.0 * s) + (2.0 * s_low + s * _atanh_rest(s * s) + k * _LN2_LOW)
    value = high + low
    return value, (high - value) + low


@kernel
def _log_sum(x):
    """Return log x as a sum, for a positive finite x."""
    k, m = _split(x)
    return _log_near(k, m - 1.0, 0.0)


@kernel
def _log1p_sum(u, u_low):
    """Return log(1 + u + u_low) as a sum, for u >= 0, with full relative accuracy where u is small."""
    if u < 0.41:
        return _log_near(0.0, u, u_low)
    y = 1.0 + u
    y_low = (1.0 - y) + u if u < 1.0 else (u - y) + 1.0
    k, m = _split(y)
    return _log_near(k, m - 1.0, (y_low + u_low) * (m / y))
