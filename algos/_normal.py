r"""The normal distribution of one number, for kernels: its tails down to the last subnormal, and their inverse.

With Mills' ratio M a tail is one exponential times a smooth function, so that nothing is subtracted in it:

.. math:: P(Z > t) = e^{-t^2/2} M(t), \quad M(t) = \tfrac12 e^{t^2/2} \operatorname{erfc}(t / \sqrt 2)

(1 + t) M(t) is a polynomial in s = (t - 5) / (t + 5), which carries all t >= 0 to [-1, 1) (the map is that of M. M.
Shepherd and J. G. Laframboise, "Chebyshev Approximation of (1 + 2x) exp(x^2) erfc x in 0 <= x < inf", Mathematics of
Computation 36, 1981; the coefficients are new). Straight-line code, so that LLVM vectorises a loop over it.

The inverse is M. J. Wichura's PPND16 ("Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied
Statistics 37, 1988), with each of its three rational functions written as a leading term that is exact, or one
rounding off, and a small correction: x = 5/2 c + c r(c) for c = q - 1/2, and x = t - r(t) for t = sqrt(-2 log p).
That takes the error from 4 to 2 units in the last place.
"""

from __future__ import annotations

import math

import numpy as np

from ._jit import kernel
from ._tails import _exp_times, _log_sum, _product, _square_root

__all__ = [
    "LAST",
    "MIDDLE",
    "_mills",
    "_norm_cdf",
    "_norm_cdfs",
    "_norm_middle",
    "_norm_pdf",
    "_norm_ppf",
    "_norm_ppfs",
    "_norm_sf",
]

_CONTRACT = frozenset({"contract"})
_UPPER_BITS = np.uint64(0xFFFFFFFFF8000000)  # 26 bits of the fraction, so that the square is exact
LAST = 39.0
"""Beyond it a tail is below the smallest double."""
MIDDLE = 1.0
"""Between it and 0 lies less than a quarter, so that 1/2 less that, rounded once, is the tail."""
_PER_SQRT_2PI = 0.3989422804014327
_PER_SQRT_2PI_LOW = -2.49232720227773e-17
_LEADING = 0.46151582985003775  # of (1 + t) M(t) at t = 5
_LEADING_LOW = 2.3784363349553982e-17


@kernel
def _square_halved(t):
    """Return t**2 / 2 as a double, and what its rounding lost."""
    upper = np.uint64(np.float64(t).view(np.uint64) & _UPPER_BITS).view(np.float64)
    lower = t - upper
    half = 0.5 * t * t
    return half, (0.5 * upper * upper - half) + (upper * lower + 0.5 * lower * lower)


@kernel(fastmath=_CONTRACT)
def _mills(t):
    """Return M(t) for t >= 0, and what its rounding lost."""
    s = (t - 5.0) / (t + 5.0)
    square = s * s
    even = 6.012504280422094e-12
    even = even * square + 2.6884389881172506e-09
    even = even * square - 2.498576730684726e-08
    even = even * square + 1.268859024254632e-07
    even = even * square - 6.989625690593724e-08
    even = even * square - 9.896218700323982e-06
    even = even * square + 0.0001823341624664795
    even = even * square - 0.0016760723452947457
    even = even * square - 0.01517041540262745
    even = even * square - 0.026401042966294374
    even = even * square + 0.031030368425963288
    odd = -2.8010695190831476e-10
    odd = odd * square + 4.302887001629262e-09
    odd = odd * square - 3.129791469580789e-08
    odd = odd * square + 1.9713110567751913e-07
    odd = odd * square - 1.3083061213355804e-06
    odd = odd * square + 9.06031347517072e-06
    odd = odd * square - 5.360775214270422e-05
    odd = odd * square + 7.791634496543258e-06
    odd = odd * square + 0.0065220006629710305
    odd = odd * square + 0.024536963244021336
    odd = odd * square + 0.01000235238521821
    odd = odd * square - 0.09155228183400893
    rest = even * square + s * odd
    top = _LEADING + rest
    top_lost = (_LEADING - top) + rest + _LEADING_LOW
    bottom = 1.0 + t
    ratio = top / bottom
    return ratio, (top_lost - ratio * (t - (bottom - 1.0))) / bottom


@kernel(fastmath=_CONTRACT)
def _middle_rest(x):
    """Return P(0 < Z < x) less x / sqrt(2 pi), for abs(x) <= MIDDLE."""
    square = x * x
    series = 4.151850250213915e-12
    series = series * square - 1.1102634352643097e-10
    series = series * square + 2.2712149899043615e-09
    series = series * square - 4.122503075516744e-08
    series = series * square + 6.659686268046848e-07
    series = series * square - 9.444656064465286e-06
    series = series * square + 0.00011543468758597127
    series = series * square - 0.0011873282154780801
    series = series * square + 0.009973557010035744
    series = series * square - 0.06649038006690544
    return x * (square * series)


@kernel
def _norm_middle(x, x_low):
    """Return P(0 < Z < x + x_low) as a sum, for abs(x) <= MIDDLE."""
    value, low = _product(x, _PER_SQRT_2PI)
    low += _PER_SQRT_2PI * x_low + _PER_SQRT_2PI_LOW * x + _middle_rest(x)
    total = value + low
    return total, (value - total) + low


@kernel
def _half_less(value, low):
    """Return 1/2 - (value + low), rounded once, for abs(value) < 1/2."""
    total = 0.5 - value
    return total + (((0.5 - total) - value) - low)


@kernel
def _upper_tail(t):
    """Return P(Z > t) for t >= 0."""
    inside = LAST if t > LAST else t  # a NaN stays
    half, lost = _square_halved(inside)
    ratio, ratio_lost = _mills(inside)
    return _exp_times(-half, -lost, ratio, ratio_lost)


@kernel
def _norm_cdfs(x, values):
    """Write P(Z <= x) of many, and return that nothing was wrong.

    Both ways are written out: called, they are too long for LLVM to inline, and the loop not vectorised (4 times).
    """
    for i in range(values.shape[0]):
        size = abs(x[i])
        inside = LAST if size > LAST else size
        half, lost = _square_halved(inside)
        ratio, ratio_lost = _mills(inside)
        tail = _exp_times(-half, -lost, ratio, ratio_lost)
        below, below_low = _norm_middle(-x[i], 0.0)
        value = 1.0 - tail if x[i] > 0.0 else tail
        values[i] = _half_less(below, below_low) if size < MIDDLE else value
    return False


@kernel
def _norm_cdf(x):
    """Return P(Z <= x)."""
    if abs(x) < MIDDLE:
        below, below_low = _norm_middle(-x, 0.0)
        return _half_less(below, below_low)
    tail = _upper_tail(abs(x))
    return 1.0 - tail if x > 0.0 else tail


@kernel
def _norm_sf(x):
    """Return P(Z > x)."""
    return _norm_cdf(-x)


@kernel
def _norm_pdf(x):
    """Return the density at `x`."""
    size = abs(x)
    half, lost = _square_halved(LAST if size > LAST else size)
    return _exp_times(-half, -lost, _PER_SQRT_2PI, _PER_SQRT_2PI_LOW)


# -- the inverse -----------------------------------------------------------------------------------


@kernel(fastmath=_CONTRACT)
def _norm_ppf_middle(c):
    """Return x with P(Z <= x) = 1/2 + c, for abs(c) <= 0.425."""
    r = 0.180625 - c * c
    top = -10557.157268402014
    top = top * r - 38392.138755716725
    top = top * r - 31003.968573223076
    top = top * r - 7112.5318224166185
    top = top * r + 246.20371194758337
    top = top * r + 253.62343157640666
    top = top * r + 27.358341137782098
    top = top * r + 0.8871328727963667
    bottom = 5226.495278852854
    bottom = bottom * r + 28729.085735721943
    bottom = bottom * r + 39307.89580009271
    bottom = bottom * r + 21213.794301586597
    bottom = bottom * r + 5394.196021424751
    bottom = bottom * r + 687.1870074920579
    bottom = bottom * r + 42.31333070160091
    bottom = bottom * r + 1.0
    leading = 2.5 * c
    return leading + (((2.0 * c - leading) + 0.5 * c) + c * (top / bottom))


@kernel(fastmath=_CONTRACT)
def _norm_ppf_tail(p):
    """Return t > 0 with P(Z > t) = p, for 0 < p <= 0.075."""
    high, low = _log_sum(p)
    r = math.sqrt(-high)
    leading, leading_low = _square_root(-2.0 * high, -2.0 * low)
    if r <= 5.0:
        r -= 1.6
        top = 1.4859850019840355e-09
        top = top * r - 1.2804605076114153e-07
        top = top * r + 9.378740026215541e-06
        top = top * r + 0.0020605835424814824
        top = top * r + 0.040141110933709874
        top = top * r + 0.2836831498678475
        top = top * r + 0.9273800832452284
        top = top * r + 1.429718027483741
        top = top * r + 0.8393045890472685
        bottom = 1.0507500716444169e-09
        bottom = bottom * r + 0.0005475938084995345
        bottom = bottom * r + 0.015198666563616457
        bottom = bottom * r + 0.14810397642748008
        bottom = bottom * r + 0.6897673349851
        bottom = bottom * r + 1.6763848301838038
        bottom = bottom * r + 2.053191626637759
        bottom = bottom * r + 1.0
        return leading + (leading_low - top / bottom)
    r -= 5.0
    top = 2.8910246058729655e-15
    top = top * r - 1.3047057114776722e-12
    top = top * r + 4.889672130320011e-10
    top = top * r + 6.944699448110874e-07
    top = top * r + 6.875314153886582e-05
    top = top * r + 0.0022722112801644677
    top = top * r + 0.03170477521755467
    top = top * r + 0.19188285950656297
    top = top * r + 0.41316316836437145
    bottom = 2.0442631033899397e-15
    bottom = bottom * r + 1.421511758316446e-07
    bottom = bottom * r + 1.8463183175100548e-05
    bottom = bottom * r + 0.0007868691311456133
    bottom = bottom * r + 0.014875361290850615
    bottom = bottom * r + 0.1369298809227358
    bottom = bottom * r + 0.599832206555888
    bottom = bottom * r + 1.0
    return leading + (leading_low - top / bottom)


@kernel
def _norm_ppf(q):
    """Return x with P(Z <= x) = q."""
    if abs(q - 0.5) <= 0.425:
        return _norm_ppf_middle(q - 0.5)
    p = min(q, 1.0 - q)
    if not p > 0.0:
        if q == 0.0:
            return -np.inf
        return np.inf if q == 1.0 else np.nan
    t = _norm_ppf_tail(p)
    return -t if q < 0.5 else t


@kernel
def _norm_ppfs(q, values):
    """Write x with P(Z <= x) = q for many, and return whether a q is not between 0 and 1."""
    n = values.shape[0]
    for i in range(n):  # vectorised; for most of them that is all
        c = q[i] - 0.5
        values[i] = _norm_ppf_middle(0.425 if c > 0.425 else c)
    wrong = False
    for i in range(n):
        if not abs(q[i] - 0.5) <= 0.425:
            values[i] = _norm_ppf(q[i])
            wrong |= q[i] < 0.0 or q[i] > 1.0
    return wrong
