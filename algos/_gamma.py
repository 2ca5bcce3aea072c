r"""The gamma function's logarithm and the incomplete gamma function of one number, for kernels.

.. math:: P(a, x) = \frac{1}{\Gamma(a)} \int_0^x t^{a-1} e^{-t} dt, \quad Q(a, x) = 1 - P(a, x)

Everything begins with the density in the form of C. Loader ("Fast and Accurate Computation of Binomial
Probabilities", 2000), which has no large terms that cancel:

.. math:: \frac{x^a e^{-x}}{\Gamma(a)} = \sqrt{\frac{a}{2 \pi}} \exp(-\delta(a) - a (u - \log(1 + u))),
    \quad u = (x - a) / a

where delta is what Stirling's formula leaves of log Gamma. The tail over the density is the sum of 32 points of Gauss
and Legendre in the variable log t, in which it is log-concave and entire; below the mean, unless a is large, it is a
series of positive terms, which takes less time and loses less. The work is bounded, whatever the parameters.
"""

from __future__ import annotations

import math

import numpy as np

from ._jit import REASSOCIATE, kernel
from ._normal_limit import HUGE, _normal_limit
from ._quadrature import GAUSS_POINTS, GAUSS_WEIGHTS, NOTHING
from ._tails import _divided, _exp_times, _product, _square_root, _times
from ._vector import _LN2_HIGH, _LN2_LOW, _exp, _expm1, _gap, _log1p, _split

__all__ = [
    "EXP_EULER",
    "_excess",
    "_gamma_constant",
    "_gamma_over_density",
    "_gamma_pair",
    "_log_gamma",
    "_log_gamma_1p",
    "_log_gamma_1p_bent",
    "_poisson_sum",
    "_stirling_rest",
]

_CONTRACT = frozenset({"contract"})
EULER = 0.5772156649015329
EXP_EULER = 1.781072417990198
_HALF_LOG_2PI = 0.9189385332046728
_PER_2PI = 0.15915494309189535
_PER_2PI_LOW = -9.839338337591243e-18


# -- the logarithm of the gamma function -----------------------------------------------------------


@kernel(fastmath=_CONTRACT)
def _stirling_rest(a):
    """Return delta = log Gamma(a) - (a - 1/2) log a + a - log(2 pi) / 2, for a >= 1/2; a delta nears 1/12."""
    s = (a - 0.7) / (a + 0.7) if a < 1e300 else 1.0
    square = s * s
    even = -1.844165564175449e-06
    even = even * square - 6.750840165796209e-05
    even = even * square - 0.0003547746970861387
    even = even * square - 0.0007411405217041137
    even = even * square - 0.0010699624960894705
    even = even * square - 0.0015006818426496712
    even = even * square - 0.002248608830019431
    even = even * square - 0.0037379029751078187
    even = even * square - 0.007188922875659889
    even = even * square - 0.01551800823890688
    even = even * square + 0.07928459148031816
    odd = 1.616845127247726e-05
    odd = odd * square + 0.00018093921195292938
    odd = odd * square + 0.0005540974269479916
    odd = odd * square + 0.0009064816651460187
    odd = odd * square + 0.001260320587330929
    odd = odd * square + 0.001820469403542807
    odd = odd * square + 0.002844929665228902
    odd = odd * square + 0.0050043161033394195
    odd = odd * square + 0.01140282898608078
    odd = odd * square + 0.012487545396618453
    return (even + s * odd) / a


@kernel(fastmath=_CONTRACT)
def _bend(u):
    """Return (log Gamma(1 + u) + EULER u) / u**2 for abs(u) <= 1/2."""
    square = u * u
    even = -0.22572465091022628
    even = even * square + 0.15451312846864573
    even = even * square - 0.14615630186062883
    even = even * square - 0.014018465256740777
    even = even * square - 0.05998208640697898
    even = even * square - 0.05771329482430375
    even = even * square - 0.0667857419916784
    even = even * square - 0.07692398168109266
    even = even * square - 0.09095443749385229
    even = even * square - 0.11133425250711947
    even = even * square - 0.1440498970225762
    even = even * square - 0.20738555102616543
    even = even * square - 0.4006856343865412
    odd = 0.23325420200258892
    odd = odd * square - 0.17487580734478056
    odd = odd * square + 0.1597915748331983
    odd = odd * square + 0.00471934060040921
    odd = odd * square + 0.05945369312534371
    odd = odd * square + 0.05402684381687545
    odd = odd * square + 0.06267540247447202
    odd = odd * square + 0.07141895655769624
    odd = odd * square + 0.08335461458595932
    odd = odd * square + 0.10009942900736879
    odd = odd * square + 0.12550967018227932
    odd = odd * square + 0.1695571769888392
    odd = odd * square + 0.2705808084278366
    odd = odd * square + 0.8224670334241131
    return odd + u * even


@kernel
def _log_gamma_1p(u):
    """Return log Gamma(1 + u) for -1/2 <= u <= 3/2."""
    if u <= 0.5:
        return u * (u * _bend(u) - EULER)
    return (u - 1.0) * ((u - 1.0) * _bend(u - 1.0) - EULER) + math.log1p(u - 1.0)


@kernel
def _log_gamma_1p_bent(u):
    """Return log Gamma(1 + u) + EULER u for -1/2 <= u <= 3/2: the smaller rest where a log x - EULER a is one term."""
    return u * u * _bend(u) if u <= 0.5 else _log_gamma_1p(u) + EULER * u


@kernel
def _log_gamma(x):
    """Return log Gamma(x) for x > 0, with full relative accuracy also beside its zeros at 1 and 2."""
    if not x > 0.0:
        return np.nan if x != 0.0 else np.inf
    if x < 0.5:
        return _log_gamma_1p(x) - math.log(x)
    if x <= 2.5:
        return _log_gamma_1p(x - 1.0)
    return (x - 0.5) * (math.log(x) - 1.0) + ((_HALF_LOG_2PI - 0.5) + _stirling_rest(x)) if x < np.inf else x


@kernel
def _excess(u, ratio):
    """Return u - log(1 + u); `ratio` is 1 + u, of which rounding leaves nothing where u is near -1."""
    k, m = _split(ratio)
    f = u if k == 0.0 else m - 1.0
    return (((u - f) - k * _LN2_HIGH) - k * _LN2_LOW) + _gap(f)


# -- the incomplete gamma function -----------------------------------------------------------------


@kernel
def _gamma_series(a, x):
    """Return, as a sum, P(a, x) over the density, for x of about a or less."""
    n = a + 1.0
    total, low, term = 1.0, 0.0, x / n
    while term > 1e-17 * total:
        after = total + term
        low += term - (after - total)  # what the terms lose by being added would be most of the error
        total = after
        n += 1.0
        term *= x / n
    return _divided(total, low + term, a, 0.0)


@kernel(fastmath=REASSOCIATE)
def _gamma_sum(x, slope, sign, length):
    """Return the mean of exp(-(x (exp(t) - 1 - t) + slope s)) over s in (0, `length`), where t = sign s."""
    total = 0.0
    for i in range(GAUSS_POINTS.shape[0]):
        s = length * GAUSS_POINTS[i]
        t = sign * s
        total += GAUSS_WEIGHTS[i] * _exp(-(x * (_expm1(t) - t) + slope * s))
    return total


@kernel
def _gamma_tail(a, x, sign):
    """Return, as a sum, a tail over the density: Q for `sign` = 1, P for -1; `x` beside the mean or outside.

    It ends where the exponent has fallen by 38, never before: from the quadratic that the exponent exceeds (falls
    short of) at the start, by two steps of a decreasing iteration (by Newton's, since the exponent is convex).
    """
    slope = sign * (x - a)
    s = 2.0 * NOTHING / (slope + math.sqrt(slope * slope + 2.0 * NOTHING * x))
    if sign > 0.0:
        s = _log1p((NOTHING + a * s) / x)
        s = _log1p((NOTHING + a * s) / x)
    else:
        e = _expm1(-s)
        s += (NOTHING - (x * (e + s) + slope * s)) / (slope - x * e)
    return _product(s, _gamma_sum(x, slope, sign, s))


@kernel
def _gamma_complement(a, x):
    """Return Q(a, x) for a < 1 and x below 1/2, where P is near 1: 1 - x**a / Gamma(1 + a) and the series of P."""
    less = math.expm1(a * math.log(EXP_EULER * x) - _log_gamma_1p_bent(a))
    term, total, n = 1.0, 0.0, 0.0
    while abs(term) > 1e-17:
        n += 1.0
        term *= -x / n
        total += term / (a + n)
    return -less - (1.0 + less) * a * total


@kernel
def _poisson_sum(a, x):
    """Return 1 + x/j + x**2 / (j (j+1)) + ... + x**m / (j (j+1) ... (a-1)), where j is 1 or 3/2: Q, if a is whole."""
    total, j = 1.0, a - 1.0
    while j >= 1.0:
        total = 1.0 + total * (x / j)
        j -= 1.0
    return total


@kernel
def _gamma_constant(a):
    """Return the sum r and e of the density r exp(e - ...), for a of at least 1/2: what depends on a alone."""
    value, value_low = _times(a, 0.0, _PER_2PI, _PER_2PI_LOW)
    value, value_low = _square_root(value, value_low)
    return value, value_low, -_stirling_rest(a)


@kernel
def _gamma_limit(a, x, sign):
    """Return, as a sum, a tail over the density for a huge a."""
    root, root_low, exponent = _gamma_constant(a)
    per = 1.0 / math.sqrt(a)
    z = sign * (x - a) * per
    value, low = _normal_limit(z, per, 1.0, 0.0, 0.0) if sign < 0.0 else _normal_limit(z, 0.0, 0.0, per, 1.0)
    return _divided(value, low - exponent * value, root, root_low)


@kernel
def _gamma_over_density(a, x, sign):
    """Return, as a sum, a tail over the density: Q for `sign` = 1, P for -1; `x` beside the mean or outside."""
    if a >= HUGE:
        return _gamma_limit(a, x, sign)
    if sign > 0.0 or a >= 60.0:
        return _gamma_tail(a, x, sign)
    return _gamma_series(a, x)


@kernel
def _gamma_density(a, x, constant, value, value_low):
    """Return the density times a sum; `constant` is `_gamma_constant`, which many x share."""
    root, root_low, exponent = constant
    value, value_low = _times(root, root_low, value, value_low)
    return _exp_times(exponent - a * _excess((x - a) / a, x / a), 0.0, value, value_low)


@kernel
def _gamma_pair(a, x):
    """Return P(a, x) and Q(a, x) for a > 0, both with full relative accuracy."""
    if not x > 0.0:
        return (0.0, 1.0) if x <= 0.0 else (np.nan, np.nan)
    if x == np.inf:
        return 1.0, 0.0
    above = x >= a if a >= 1.0 else x >= 0.5
    value, value_low = _gamma_over_density(a, x, 1.0 if above else -1.0)
    if a < 0.5:
        value, value_low = _times(a, 0.0, value, value_low)
        tail = _exp_times(a * math.log(x) - x - _log_gamma_1p(a), 0.0, value, value_low)
    else:
        tail = _gamma_density(a, x, _gamma_constant(a), value, value_low)
    if a < 1.0 and not above and tail > 0.5:
        return tail, _gamma_complement(a, x)
    return (1.0 - tail, tail) if above else (tail, 1.0 - tail)
