r"""Distribution functions and quantiles of one number, for kernels: normal, Student's t, chi-square, F, beta.

Each kernel takes and returns float64. A NaN goes through; what lies outside the parameters' range gives NaN.
"""

from __future__ import annotations

import math

import numpy as np

from ._jit import kernel

__all__ = [
    "_beta_cdf",
    "_beta_ppf",
    "_chi2_cdf",
    "_chi2_sf",
    "_f_sf",
    "_log_gamma",
    "_norm_cdf",
    "_norm_ppf",
    "_norm_sf",
    "_t_cdf",
    "_t_ppf",
    "_t_sf",
]

_SQRT_HALF = math.sqrt(0.5)
_LOG_SQRT_2PI = 0.9189385332046728


@kernel
def _log_gamma(x):
    """Return log|Gamma(x)|."""
    return math.lgamma(x)


# -- normal ----------------------------------------------------------------------------------------


@kernel
def _norm_cdf(x):
    """Return P(Z <= x)."""
    return 0.5 * math.erfc(-x * _SQRT_HALF)


@kernel
def _norm_sf(x):
    """Return P(Z > x)."""
    return 0.5 * math.erfc(x * _SQRT_HALF)


@kernel
def _norm_ppf(q):
    """Return x with P(Z <= x) = q (Acklam's approximation and two steps of Halley)."""
    if not (0.0 < q < 1.0):
        if q == 0.0:
            return -np.inf
        return np.inf if q == 1.0 else np.nan
    p = min(q, 1.0 - q)
    t = math.sqrt(-2.0 * math.log(p))
    x = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308))))
    for _ in range(4):
        step = (_norm_cdf(x) - p) * math.exp(0.5 * x * x + _LOG_SQRT_2PI) if x > -37.0 else 0.0
        x -= step / (1.0 + 0.5 * x * step)
    return x if q <= 0.5 else -x


# -- gamma -----------------------------------------------------------------------------------------


@kernel
def _gamma_pair(a, x):
    """Return P(a, x) and Q(a, x)."""
    if x <= 0.0:
        return 0.0, 1.0
    if x == np.inf:
        return 1.0, 0.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1.0:
        term = 1.0 / a
        total = term
        k = a
        while abs(term) > 1e-17 * abs(total):
            k += 1.0
            term *= x / k
            total += term
        return total * front, 1.0 - total * front
    b = x + 1.0 - a
    c = 1e300
    d = 1.0 / b
    h = d
    for i in range(1, 100_000):
        an = -i * (i - a)
        b += 2.0
        d = an * d + b
        d = d if abs(d) > 1e-300 else 1e-300
        c = b + an / c
        c = c if abs(c) > 1e-300 else 1e-300
        d = 1.0 / d
        h *= d * c
        if abs(d * c - 1.0) < 1e-16:
            break
    return 1.0 - h * front, h * front


@kernel
def _chi2_cdf(x, df):
    """Return P(X <= x) for chi-square with `df` degrees of freedom."""
    if not (df > 0.0 and x == x):
        return np.nan
    return _gamma_pair(0.5 * df, 0.5 * x)[0]


@kernel
def _chi2_sf(x, df):
    """Return P(X > x) for chi-square with `df` degrees of freedom."""
    if not (df > 0.0 and x == x):
        return np.nan
    return _gamma_pair(0.5 * df, 0.5 * x)[1]


# -- beta ------------------------------------------------------------------------------------------


@kernel
def _beta_fraction(a, b, x):
    c = 1.0
    d = 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > 1e-300 else 1e-300)
    h = d
    for m in range(1, 100_000):
        step = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        d = 1.0 + step * d
        d = 1.0 / (d if abs(d) > 1e-300 else 1e-300)
        c = 1.0 + step / c
        c = c if abs(c) > 1e-300 else 1e-300
        h *= d * c
        step = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        d = 1.0 + step * d
        d = 1.0 / (d if abs(d) > 1e-300 else 1e-300)
        c = 1.0 + step / c
        c = c if abs(c) > 1e-300 else 1e-300
        h *= d * c
        if abs(d * c - 1.0) < 1e-16:
            break
    return h


@kernel
def _beta_pair(a, b, x, y):
    """Return I_x(a, b) and its complement, where y = 1 - x."""
    if x <= 0.0:
        return 0.0, 1.0
    if y <= 0.0:
        return 1.0, 0.0
    front = math.exp(
        math.lgamma(a + b)
        - math.lgamma(a)
        - math.lgamma(b)
        + a * (math.log(x) if x < 0.5 else math.log1p(-y))
        + b * (math.log(y) if y < 0.5 else math.log1p(-x))
    )
    if x < (a + 1.0) / (a + b + 2.0):
        value = front * _beta_fraction(a, b, x) / a
        return value, 1.0 - value
    value = front * _beta_fraction(b, a, y) / b
    return 1.0 - value, value


@kernel
def _beta_cdf(x, a, b):
    """Return I_x(a, b), the chance that a beta variable is at most `x`."""
    if not (a > 0.0 and b > 0.0 and x == x):
        return np.nan
    return _beta_pair(a, b, x, 1.0 - x)[0]


@kernel
def _beta_ppf(q, a, b):
    """Return x with I_x(a, b) = q (bisection)."""
    if not (0.0 <= q <= 1.0 and a > 0.0 and b > 0.0):
        return np.nan
    low, high = 0.0, 1.0
    for _ in range(1100):
        x = 0.5 * (low + high)
        if x <= low or x >= high:
            break
        if _beta_cdf(x, a, b) < q:
            low = x
        else:
            high = x
    return high if q > 0.0 else 0.0


@kernel
def _f_sf(x, dfn, dfd):
    """Return P(X > x) for F with `dfn` and `dfd` degrees of freedom."""
    if not (dfn > 0.0 and dfd > 0.0 and x == x):
        return np.nan
    if x <= 0.0:
        return 1.0
    if x == np.inf:
        return 0.0
    top, bottom = dfn * x, dfd
    return _beta_pair(0.5 * dfd, 0.5 * dfn, bottom / (top + bottom), top / (top + bottom))[0]


# -- Student's t -----------------------------------------------------------------------------------


@kernel
def _t_sf(x, df):
    """Return P(T > x) with `df` degrees of freedom; df = inf is the normal."""
    if not (df > 0.0 and x == x):
        return np.nan
    if df > 1e10:
        return _norm_sf(x)
    square = x * x
    tail = 0.0
    if square < np.inf:
        tail = 0.5 * _beta_pair(0.5 * df, 0.5, df / (df + square), square / (df + square))[0]
    return tail if x > 0.0 else 1.0 - tail


@kernel
def _t_cdf(x, df):
    """Return P(T <= x) with `df` degrees of freedom; df = inf is the normal."""
    return _t_sf(-x, df)


@kernel
def _t_ppf(q, df):
    """Return t with P(T <= t) = q (bisection)."""
    if not (0.0 < q < 1.0 and df > 0.0):
        if q == 0.0 and df > 0.0:
            return -np.inf
        return np.inf if q == 1.0 and df > 0.0 else np.nan
    p = min(q, 1.0 - q)
    low, high = 0.0, 1.0
    while _t_sf(high, df) > p and high < 1e300:
        low, high = high, high * 2.0
    for _ in range(1100):
        x = 0.5 * (low + high)
        if x <= low or x >= high:
            break
        if _t_sf(x, df) > p:
            low = x
        else:
            high = x
    return -high if q < 0.5 else (high if q > 0.5 else 0.0)
