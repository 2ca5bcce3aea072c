"""Student's t distribution of one number, for kernels: its quantiles, beside the tails of `_student_tails`."""

from __future__ import annotations

import math

import numpy as np

from ._jit import kernel
from ._normal import _norm_ppf
from ._student_tails import FAR, NORMAL, _t_cdf, _t_cdfs, _t_constant, _t_parts, _t_sf
from ._tails import _exp_times

__all__ = ["_t_cdf", "_t_cdfs", "_t_ppf", "_t_ppfs", "_t_sf"]

_SQRT_2PI = 2.5066282746310007
LARGE = 2.0**600
"""Times it every probability keeps its digits."""


@kernel
def _t_start(p, df, g):
    """Return about the t with P(T > t) = p < 1/2: 2 to 8 digits."""
    n = df - 0.5
    if df >= 50.0:  # a sixth of all time saved
        z = -_norm_ppf(p)
        v = z / math.sqrt(n)
        if v * v <= 0.5:
            z -= _SQRT_2PI / 48.0 * g * (df / n) * v * (v * v + 3.0 / n)  # the first terms of `_t_rest`
            return math.sqrt(df * math.expm1(z * z / n))
    if df < 1.0:
        log_peak = math.log(g * math.sqrt(df))
        middle = (0.5 - p) * math.exp(-log_peak)
        if p > 0.4:
            return middle
        far = (log_peak - 0.5 * math.log(df) - math.log(p)) / df  # P(T > t) is a power of t there
        return max(middle, math.exp(min(far, 709.0)) * math.sqrt(df))
    a = 1.0 / n
    n, both = df, 2.0 * p
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
def _t_quantile(q, df, g, g_low):
    """Return t with P(T <= t) = q; df = inf is the normal.

    Hill's approximation (G. W. Hill, "Algorithm 396: Student's t-Quantiles", CACM 13, 1970; Wallace's for many
    df), then Halley's steps for the logarithm of the tail, or near 0 of P(0 < T < t), in the variable log t, in which
    it is concave, so that they cannot run away.
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
        t = _t_start(p, df, g)
        for _ in range(60):
            if not 0.0 < t < np.inf:
                break
            e, e_low, f, f_low, slope = _t_parts(t, df, g, g_low)
            here, here_low, there = f, f_low, 0.5 - p
            if slope < 0.0:
                here, here_low, there = _exp_times(-e, -e_low, LARGE * f, LARGE * f_low), 0.0, LARGE * p
            if abs(there - here) < 0.1 * here:
                h = math.log1p(((there - here) - here_low) / here)
            else:
                h = math.log(there) - (math.log(f if slope > 0.0 else LARGE * f) - e)
            u = t * t / df
            fall = (df + 1.0) * (u / (1.0 + u) if u < FAR else 1.0)
            bent = slope + 0.5 * h * (1.0 - fall - slope)
            step = h / (bent if abs(bent) > 0.5 * abs(slope) else slope)
            t += t * math.expm1(min(max(step, -40.0), 40.0))
            if abs(step) < 4e-6:
                break
    return -t if q < 0.5 else t


@kernel
def _t_ppf(q, df):
    """Return t with P(T <= t) = q; df = inf is the normal."""
    if not df > 0.0:
        return np.nan
    g, g_low = _t_constant(min(df, NORMAL))
    return _t_quantile(q, df, g, g_low)


@kernel
def _t_ppfs(q, df, values):
    """Write t with P(T <= t) = q for many, and return whether a q or a df is out of its range."""
    n, wrong = values.shape[0], False
    step_q, step_df = np.int64(q.shape[0] == n), np.int64(df.shape[0] == n)
    before, g, g_low = np.nan, 0.0, 0.0
    for i in range(n):
        p, nu = q[i * step_q], df[i * step_df]
        if nu != before:
            before = nu
            wrong |= nu <= 0.0
            g, g_low = _t_constant(max(min(nu, NORMAL), 0.0))
        wrong |= p < 0.0 or p > 1.0
        values[i] = _t_quantile(p, nu, g, g_low)
    return wrong
