r"""Student's t distribution of one number, for kernels: its tails and their inverse.

.. math:: P(T > t) = \tfrac12 I_x(\nu / 2, \tfrac12), \quad x = \nu / (\nu + t^2)
"""

from __future__ import annotations

import math

import numpy as np

from ._beta import _beta_constant, _beta_pair
from ._gamma import _log_gamma_1p, _stirling_rest
from ._jit import kernel
from ._normal import _norm_ppf, _norm_sf
from ._tails import _exp_times
from ._vector import _gap

__all__ = ["_t_cdf", "_t_cdfs", "_t_ppf", "_t_ppfs", "_t_sf"]

_PER_PI = 0.3183098861837907
_LOG_PI = 1.1447298858494002
NORMAL = 1e17
"""From as many degrees of freedom the distribution is the normal one, in doubles."""


@kernel
def _log_peak(df):
    """Return the logarithm of the density at zero: Gamma(a + 1/2) / (Gamma(a) sqrt(pi df)) for a = df / 2."""
    a = 0.5 * df
    if a > 1.25:
        more = (_stirling_rest(a + 0.5) - _stirling_rest(a)) - a * _gap(0.5 / a)
        return more - 0.5 * (_LOG_PI + math.log(2.0))
    return _log_gamma_1p(a - 0.5) - _log_gamma_1p(a) + 0.5 * (math.log(0.5 * a) - _LOG_PI)


@kernel
def _power_tail(t, df, log_peak):
    """Return P(T > t) where t**2 is so far above `df` that the tail is a power of t."""
    return _exp_times(log_peak - df * (math.log(t) - 0.5 * math.log(df)), 0.0, 1.0 / math.sqrt(df), 0.0)


@kernel
def _t_tail(t, df, root, root_low, exponent):
    """Return P(T > t) for t >= 0; the last three are `_beta_constant` of df / 2 and 1 / 2."""
    if df >= NORMAL:
        return _norm_sf(t)
    square = t * t
    if df == 1.0:
        return math.atan2(1.0, t) * _PER_PI
    if square > 1e30 * df:
        return _power_tail(t, df, _log_peak(df)) if t < np.inf else 0.0
    total = df + square
    if df == 2.0:
        hypotenuse = math.sqrt(total)
        return 1.0 / (hypotenuse * (hypotenuse + t))
    x = df / total
    return 0.5 * _beta_pair(0.5 * df, 0.5, x, square / total, 0.5 * x * (1.0 - square), root, root_low, exponent)[0]


@kernel
def _t_sf(x, df):
    """Return P(T > x) with `df` degrees of freedom; df = inf is the normal."""
    if not (df > 0.0 and x == x):
        return np.nan
    root, root_low, exponent = _beta_constant(0.5 * min(df, NORMAL), 0.5)
    tail = _t_tail(abs(x), df, root, root_low, exponent)
    return tail if x >= 0.0 else 1.0 - tail


@kernel
def _t_cdf(x, df):
    """Return P(T <= x) with `df` degrees of freedom; df = inf is the normal."""
    return _t_sf(-x, df)


@kernel
def _t_cdfs(x, df, values):
    """Write P(T <= x) of many, and return whether a number of degrees of freedom is not positive."""
    n, wrong = values.shape[0], False
    step_x, step_df = np.int64(x.shape[0] == n), np.int64(df.shape[0] == n)
    before, root, root_low, exponent = np.nan, 0.0, 0.0, 0.0
    for i in range(n):
        t, nu = x[i * step_x], df[i * step_df]
        if nu != before:  # a constant that is not computed again saves a fifth
            before = nu
            wrong |= nu <= 0.0
            root, root_low, exponent = _beta_constant(0.5 * max(min(nu, NORMAL), 1e-300), 0.5)
        tail = _t_tail(abs(t), nu, root, root_low, exponent) if nu > 0.0 and t == t else np.nan
        values[i] = tail if t <= 0.0 else 1.0 - tail
    return wrong


# -- the inverse -----------------------------------------------------------------------------------


@kernel
def _t_start(p, df, log_peak):
    """Return about the t with P(T > t) = p < 1/2: 2 to 8 digits."""
    if df < 1.0:
        middle = (0.5 - p) * math.exp(-log_peak)
        if p > 0.4:
            return middle
        far = (log_peak - 0.5 * math.log(df) - math.log(p)) / df  # P(T > t) is a power of t there
        return max(middle, math.exp(min(far, 709.0)) * math.sqrt(df))
    n, both = df, 2.0 * p
    a = 1.0 / (n - 0.5)
    b = 48.0 / (a * a)
    c = ((20700.0 * a / b - 98.0) * a - 16.0) * a + 96.36
    d = ((94.5 / (b + c) - 3.0) / b + 1.0) * math.sqrt(0.5 * math.pi * a) * n
    log_y = 2.0 / n * math.log(d * both)
    if log_y < -60.0:
        return math.sqrt(n) * math.exp(min(-0.5 * log_y, 709.0))  # else 1 / y, beside which all is nothing, overflows
    y = math.exp(log_y)
    if y > 0.05 + a or (n < 2.1 and both > 0.5):
        x = _norm_ppf(p)
        y = x * x
        if n < 5.0:
            c += 0.3 * (n - 4.5) * (x + 0.6)
        c = (((0.05 * d * x - 5.0) * x - 7.0) * x - 2.0) * x + b + c
        y = (((((0.4 * y + 6.3) * y + 36.0) * y + 94.5) / c - y - 3.0) / b + 1.0) * x
        y = math.expm1(a * y * y)
    else:
        y = ((1.0 / (((n + 6.0) / (n * y) - 0.089 * d - 0.822) * (n + 2.0) * 3.0) + 0.5 / (n + 4.0)) * y - 1.0) * (
            n + 1.0
        ) / (n + 2.0) + 1.0 / y
    return math.sqrt(n * y)


@kernel
def _t_quantile(q, df, log_peak, root, root_low, exponent):
    """Return t with P(T <= t) = q; df = inf is the normal.

    Hill's approximation (G. W. Hill, "Algorithm 396: Student's t-Quantiles", CACM 13, 1970), then Halley's steps for
    the logarithm of the tail in the variable log t, in which it is concave, so that they cannot run away.
    """
    if not (0.0 <= q <= 1.0 and df > 0.0):
        return np.nan
    if df >= NORMAL:
        return _norm_ppf(q)
    p = min(q, 1.0 - q)
    if p == 0.5:
        return 0.0
    if p == 0.0:
        return -np.inf if q == 0.0 else np.inf
    if df == 1.0:
        t = 1.0 / math.tan(math.pi * p) if p < 0.25 else math.tan(math.pi * (0.5 - p))
    elif df == 2.0:
        t = 2.0 * (0.5 - p) / math.sqrt(2.0 * p * (1.0 - p)) if p > 1e-300 else math.sqrt(0.5) / math.sqrt(p)
    else:
        t = _t_start(p, df, log_peak)
        for _ in range(60):
            if not 0.0 < t < np.inf:
                break
            tail = max(_t_tail(t, df, root, root_low, exponent), 5e-324)
            square = t * t
            h = math.log1p((tail - p) / p) if abs(tail - p) < 0.1 * p else math.log(tail / p)
            if square > 1e30 * df:
                slope, fall = df, df + 1.0
            else:
                fall = (df + 1.0) * (square / (df + square))
                slope = t * math.exp(log_peak - 0.5 * (df + 1.0) * math.log1p(square / df)) / tail
            slope = max(slope, 1e-300)
            bent = slope + 0.5 * h * (1.0 - fall + slope)
            step = h / (bent if bent > 0.5 * slope else slope)
            t += t * math.expm1(min(max(step, -40.0), 40.0))
            if abs(step) < 4e-6:
                break
    return -t if q < 0.5 else t


@kernel
def _t_ppf(q, df):
    """Return t with P(T <= t) = q; df = inf is the normal."""
    if not df > 0.0:
        return np.nan
    root, root_low, exponent = _beta_constant(0.5 * min(df, NORMAL), 0.5)
    return _t_quantile(q, df, _log_peak(min(df, NORMAL)), root, root_low, exponent)


@kernel
def _t_ppfs(q, df, values):
    """Write t with P(T <= t) = q for many, and return whether a q or a df is out of its range."""
    n, wrong = values.shape[0], False
    step_q, step_df = np.int64(q.shape[0] == n), np.int64(df.shape[0] == n)
    before, log_peak, root, root_low, exponent = np.nan, 0.0, 0.0, 0.0, 0.0
    for i in range(n):
        p, nu = q[i * step_q], df[i * step_df]
        if nu != before:
            before = nu
            wrong |= nu <= 0.0
            inside = max(min(nu, NORMAL), 1e-300)
            log_peak = _log_peak(inside)
            root, root_low, exponent = _beta_constant(0.5 * inside, 0.5)
        wrong |= p < 0.0 or p > 1.0
        values[i] = _t_quantile(p, nu, log_peak, root, root_low, exponent)
    return wrong
