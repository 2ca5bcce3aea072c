r"""Student's t distribution of one number, for kernels: its tails.

With v = sqrt(log(1 + t**2 / df)) in the place of t the density is a normal one times a function of v alone:

.. math:: P(T > t) = g \nu \int_v^\infty e^{-\nu s^2 / 2} \frac{s}{\sqrt{1 - e^{-s^2}}} ds,
    \quad g = \frac{\Gamma((\nu + 1) / 2)}{2 \sqrt\pi \, \Gamma(\nu / 2 + 1)}

Any df: the second factor is s + h(s), and the integral of the first term is exact. What is left of h, which falls as
exp(-s**2) and is analytic, ends early for every df, and 32 points of Gauss and Legendre give it to the last digit. All
terms are positive; where h has no part in the tail (few degrees of freedom, far tails), nothing but a power of t
remains.

Many df: the second factor is exp(s**2 / 4) sqrt(q / sinh q), q = s**2 / 2. The exponential makes the normal
distribution with df - 1/2 for df of it (the transformation of D. L. Wallace, "Bounds on Normal Approximations to
Student's and the Chi-Square Distributions", Annals of Mathematical Statistics 30, 1959); the root is 1 and a polynomial
in s**4, which is integrated by parts, and adds less than a hundredth.

Near 0 the same integrals from 0 to v come first, and the tail is 1/2 less them.
"""

from __future__ import annotations

import math

import numpy as np

from ._jit import REASSOCIATE, kernel
from ._normal import MIDDLE, _half_less, _mills, _norm_cdf, _norm_middle
from ._quadrature import GAUSS_POINTS, GAUSS_WEIGHTS, NOTHING
from ._tails import _divided, _exp_times, _log1p_sum, _log_sum, _product, _square_root, _times
from ._vector import _exp, _expm1

__all__ = ["FAR", "NORMAL", "_t_cdf", "_t_cdfs", "_t_constant", "_t_parts", "_t_sf"]

_CONTRACT = frozenset({"contract"})
_PER_PI = 0.3183098861837907
_PI_LOW = 1.2246467991473532e-16  # pi less math.pi
NORMAL = 1e17
"""From as many degrees of freedom the distribution is the normal one, in doubles."""
MANY = 10.0
"""From as many degrees of freedom T is near enough to a normal variable, within v**2 <= 1/2."""
FAR = 1e17
"""Where t**2 is beyond so many times df the tail is a power of t."""
NEAR = 1e-50
"""So near 0, for one degree of freedom, the tail is a half."""

_ROOT_TERMS = np.array(  # sqrt(q / sinh q) by s**52, s**48, ..., s**4, to 1e-17 where exp(-9.5 (q - 1/4)) weighs
    [
        -1.3835387715615596e-23,
        3.129880703085223e-21,
        -3.2250026261503825e-19,
        2.1183937000504328e-17,
        -1.069744943892032e-15,
        4.7635142155440337e-14,
        -2.040720123511208e-12,
        8.747083552590832e-11,
        -3.805037848155095e-09,
        1.6967662776105089e-07,
        -7.879670947921127e-06,
        0.0003906249999954358,
        -0.020833333333332957,
    ]
)


@kernel(fastmath=_CONTRACT)
def _ratio_rest(a):
    """Return Gamma(a + 1/2) / Gamma(a + 1) (a + 1/2) / (a + 1) sqrt(a + 5/4) - 1 for a >= 0: between -0.0085 and 0."""
    s = (a - 2.0) / (a + 2.0)
    square = s * s
    even = -1.5337154247899105e-12
    even = even * square - 2.1025688940827557e-11
    even = even * square - 4.475544471967095e-10
    even = even * square - 1.3487252734774309e-08
    even = even * square - 3.6331930165140127e-07
    even = even * square - 9.52601615144204e-06
    even = even * square - 0.00024801548818659247
    even = even * square - 0.0028688632109677937
    even = even * square - 0.001457305807274558
    odd = 2.840217578752479e-12
    odd = odd * square + 1.1281456387326801e-10
    odd = odd * square + 2.6650073145486934e-09
    odd = odd * square + 6.612063594124609e-08
    odd = odd * square + 1.8856665911624972e-06
    odd = odd * square + 5.0227799933544364e-05
    odd = odd * square + 0.000996560790426978
    odd = odd * square + 0.003535344640998897
    return even + s * odd


@kernel
def _t_constant(df):
    """Return g, as a sum."""
    a = 0.5 * df
    above, below, under = a + 1.0, a + 0.5, a + 1.25
    g, g_low = _divided(above, 1.0 - (above - a), below, 0.5 - (below - a))
    root, root_low = _times(under, 1.25 - (under - a), math.pi, _PI_LOW)
    root, root_low = _square_root(root, root_low)
    g, g_low = _divided(0.5 * g, 0.5 * g_low, root, root_low)
    g_low += g * _ratio_rest(a)
    value = g + g_low
    return value, (g - value) + g_low


@kernel(fastmath=REASSOCIATE)
def _t_mean(df, v, length):
    """Return the mean of exp(df (v**2 - s**2) / 2) h(s) over s in (v, v + `length`)."""
    total = 0.0
    for i in range(GAUSS_POINTS.shape[0]):
        r = length * GAUSS_POINTS[i]
        fall = r * (r + 2.0 * v)
        e = _expm1(-(v * v + fall))
        root = math.sqrt(-e)
        total += GAUSS_WEIGHTS[i] * (_exp(-0.5 * df * fall) * ((v + r) * (1.0 + e) / (root * (1.0 + root))))
    return total


@kernel
def _t_rest(v, df):
    """Return v times the polynomial in v**2 that integration by parts leaves of the terms of sqrt(q / sinh q).

    The integral of s**m exp(-n (s**2 - v**2) / 2) is v**(m - 1) / n and (m - 1) / n times that of s**(m - 2).
    """
    per_n, square = 1.0 / (df - 0.5), v * v
    factor, total, odd = 0.0, 0.0, 4.0 * _ROOT_TERMS.shape[0] - 1.0
    for i in range(_ROOT_TERMS.shape[0]):
        factor += _ROOT_TERMS[i]
        total = total * square + factor
        factor *= odd * per_n
        total = total * square + factor
        factor *= (odd - 2.0) * per_n
        odd -= 4.0
    return v * total


@kernel
def _t_parts_of_many(df, square, square_low, slope, g):
    """Return what `_t_parts` does, for v**2 = `square` <= 1/2 and many degrees of freedom."""
    n = df - 0.5
    e, e_low = _times(square, square_low, 0.5 * n, 0.5 * ((df - n) - 0.5))
    more = g * (df / n) * _t_rest(math.sqrt(square), df)
    slope *= math.exp(-0.25 * square)
    if e > 0.5 * MIDDLE * MIDDLE:
        f, f_low = _mills(math.sqrt(2.0 * e))
        total = f + more
        return e, e_low, total, ((f - total) + more) + f_low, -slope / total
    fall = math.exp(-e)
    more *= fall
    z, z_low = _square_root(2.0 * e, 2.0 * e_low)
    f, f_low = _norm_middle(z, z_low)
    total = f - more
    return 0.0, 0.0, total, ((f - total) - more) + f_low, slope * fall / total


@kernel
def _t_parts_of_any(df, square, square_low, slope, g, g_low):
    """Return what `_t_parts` does, for v**2 = `square`."""
    v = math.sqrt(square)
    e, e_low = _times(square, square_low, 0.5 * df, 0.0)
    near = e <= 0.25 and v <= 1.0
    start, length, first = 0.0, v, -math.expm1(-e)
    if not near:
        reach = 2.0 * NOTHING / (df + 2.0)  # of s**2 - v**2
        start, length, first = v, reach / (v + math.sqrt(square + reach)), 1.0
    more, more_low = _product(length, _t_mean(df, start, length))
    more, more_low = _times(more, more_low, df, 0.0)
    total = first + more
    more_low += (first - total) + more if more < first else (more - total) + first
    f, f_low = _times(total, more_low, g, g_low)
    if near:
        return 0.0, 0.0, f, f_low, slope * math.exp(-e) / f
    return e, e_low, f, f_low, -slope / f


@kernel
def _t_parts(t, df, g, g_low):
    """Return E and F, sums, with P(T > t) = F exp(-E), and the slope of its logarithm over log t.

    Near 0 it is P(0 < T < t) instead, and E is 0: then, and then alone, the slope is positive.
    """
    u, u_low = _product(t, t)
    if u > FAR * df:
        e, e_low = _log_sum(t)
        less, less_low = _log_sum(df)
        high = 2.0 * e - less
        e, e_low = _times(high, ((2.0 * e - high) - less) + (2.0 * e_low - less_low), 0.5 * df, 0.0)
        return e, e_low, g, g_low, -df
    u, u_low = _divided(u, u_low, df, 0.0)
    square, square_low = _log1p_sum(u, u_low)
    slope = g * df * math.sqrt(u / (1.0 + u))  # t times the density, but for exp(-df v**2 / 2)
    if df >= MANY and square <= 0.5:
        return _t_parts_of_many(df, square, square_low, slope, g)
    return _t_parts_of_any(df, square, square_low, slope, g, g_low)


@kernel
def _t_below(x, df, g, g_low):
    """Return P(T <= x) for df > 0 and an x that is a number; the last two are `_t_constant`."""
    if df >= NORMAL:
        return _norm_cdf(x)
    t = abs(x)
    if not NEAR * math.sqrt(max(df, 1e-40)) < t < np.inf:
        return 0.5 if t < np.inf else np.float64(x > 0.0)
    if df == 1.0:
        tail = math.atan2(1.0, t) * _PER_PI
    else:
        e, e_low, f, f_low, slope = _t_parts(t, df, g, g_low)
        if slope > 0.0:
            return _half_less(f, f_low) if x < 0.0 else _half_less(-f, -f_low)
        tail = _exp_times(-e, -e_low, f, f_low)
    return tail if x < 0.0 else 1.0 - tail


@kernel
def _t_cdf(x, df):
    """Return P(T <= x) with `df` degrees of freedom; df = inf is the normal."""
    if not (df > 0.0 and x == x):
        return np.nan
    g, g_low = _t_constant(min(df, NORMAL))
    return _t_below(x, df, g, g_low)


@kernel
def _t_sf(x, df):
    """Return P(T > x) with `df` degrees of freedom; df = inf is the normal."""
    return _t_cdf(-x, df)


@kernel
def _t_cdfs(x, df, values):
    """Write P(T <= x) of many, and return whether a number of degrees of freedom is not positive."""
    n, wrong = values.shape[0], False
    step_x, step_df = np.int64(x.shape[0] == n), np.int64(df.shape[0] == n)
    before, g, g_low = np.nan, 0.0, 0.0
    for i in range(n):
        t, nu = x[i * step_x], df[i * step_df]
        if nu != before:
            before = nu
            wrong |= nu <= 0.0
            g, g_low = _t_constant(max(min(nu, NORMAL), 0.0))
        values[i] = _t_below(t, nu, g, g_low) if nu > 0.0 and t == t else np.nan
    return wrong
