r"""Elementary functions written so that LLVM vectorises a loop over them.

LLVM cannot vectorise a call into the C library, and Numba from pip has no vector library. Each function here is
straight-line code: no branch (the conditional expressions become selects), no table, no integer that AVX2 cannot
convert. The way between doubles and integers is the bit pattern: ``x.view(np.uint64)``, which plain Python runs too.

log follows fdlibm (Sun Microsystems, e_log.c, 1993).
"""

from __future__ import annotations

import numpy as np

from ._jit import kernel

__all__ = ["_add", "_gap", "_log", "_log2", "_split"]

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
def _log2(x):
    """Return the logarithm to base 2 of a finite x > 0; exact for powers of two, and any finite number for x = 0."""
    k, m = _split(x)
    f = m - 1.0
    return k + (f - _gap(f)) * _PER_LN2


@kernel
def _add(total, rest, value):
    """Add `value` to a running sum of which `rest` was lost to rounding (Neumaier, 1974); the sum is total + rest."""
    after = total + value
    lost = (total - after) + value if abs(total) >= abs(value) else (value - after) + total
    return after, rest + (lost if abs(after) < np.inf else 0.0)
