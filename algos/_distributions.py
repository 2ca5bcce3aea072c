r"""Distribution functions and quantiles of one number, for kernels: normal, Student's t, chi-square, F, beta.

Each kernel takes and returns float64, and those ending in s take flat arrays of the result's length or of one value.
A NaN goes through; what lies outside the parameters' range gives NaN.
"""

from __future__ import annotations

import math

import numpy as np

from ._beta import _beta_constant, _beta_pair, _beta_ppf
from ._gamma import _gamma_pair, _log_gamma, _poisson_sum
from ._jit import kernel
from ._normal import _norm_cdf, _norm_cdfs, _norm_pdf, _norm_ppf, _norm_ppfs, _norm_sf
from ._student import _t_cdf, _t_cdfs, _t_ppf, _t_ppfs, _t_sf
from ._tails import _exp_times

__all__ = [
    "_beta_cdf",
    "_beta_ppf",
    "_chi2_cdf",
    "_chi2_sf",
    "_chi2_sfs",
    "_f_sf",
    "_f_sfs",
    "_log_gamma",
    "_norm_cdf",
    "_norm_cdfs",
    "_norm_pdf",
    "_norm_ppf",
    "_norm_ppfs",
    "_norm_sf",
    "_t_cdf",
    "_t_cdfs",
    "_t_ppf",
    "_t_ppfs",
    "_t_sf",
]

_2_PER_SQRT_PI = 1.1283791670955126
ENDLESS = 1e60
"""As many degrees of freedom leave less doubt about a mean square than a double can say."""


# -- chi-square ------------------------------------------------------------------------------------


@kernel
def _chi2_cdf(x, df):
    """Return P(X <= x) for chi-square with `df` degrees of freedom."""
    if not (df > 0.0 and x == x):
        return np.nan
    return _gamma_pair(0.5 * df, 0.5 * x)[0] if df < np.inf else 0.0


@kernel
def _chi2_sf(x, df):
    """Return P(X > x) for chi-square with `df` degrees of freedom."""
    if not (df > 0.0 and x == x):
        return np.nan
    if x <= 0.0:
        return 1.0
    if df > 40.0 or df != math.floor(df) or (df > 16.0 and x < df):
        return _gamma_pair(0.5 * df, 0.5 * x)[1] if df < np.inf else 1.0
    if x > 2000.0:
        return 0.0
    a, half = 0.5 * df, 0.5 * x  # a whole number of degrees of freedom, and few: a sum of positive terms
    if a == math.floor(a):
        return _exp_times(-half, 0.0, _poisson_sum(a, half), 0.0)
    rest = _exp_times(-half, 0.0, _2_PER_SQRT_PI * math.sqrt(half) * _poisson_sum(a, half), 0.0) if a > 1.0 else 0.0
    return 2.0 * _norm_sf(math.sqrt(x)) + rest


@kernel
def _chi2_sfs(x, df, values):
    """Write P(X > x) of many, and return whether a number of degrees of freedom is not positive."""
    n, wrong = values.shape[0], False
    step_x, step_df = np.int64(x.shape[0] == n), np.int64(df.shape[0] == n)
    for i in range(n):
        nu = df[i * step_df]
        wrong |= nu <= 0.0
        values[i] = _chi2_sf(x[i * step_x], nu)
    return wrong


# -- beta and F ------------------------------------------------------------------------------------


@kernel
def _beta_cdf(x, a, b):
    """Return I_x(a, b), the chance that a beta variable is at most `x`."""
    if not (a > 0.0 and b > 0.0 and x == x):
        return np.nan
    root, root_low, exponent = _beta_constant(a, b)
    return _beta_pair(a, b, x, 1.0 - x, b * x - a * (1.0 - x), root, root_low, exponent)[0]


@kernel
def _f_tail(x, dfn, dfd, root, root_low, exponent):
    """Return P(X > x); the last three are `_beta_constant` of dfd / 2 and dfn / 2."""
    if not x > 0.0:
        return 1.0 if x <= 0.0 else np.nan
    if x == np.inf:
        return 0.0
    if min(dfn, dfd) > 1e33:
        return 0.5 if x == 1.0 else np.float64(x < 1.0)
    if dfd > ENDLESS:
        return _chi2_sf(dfn * x, dfn)
    if dfn > ENDLESS:
        return _chi2_cdf(dfd / x, dfd)
    dfn, dfd = max(dfn, 1e-200), max(dfd, 1e-200)  # fewer make no difference, and would underflow
    a, b = 0.5 * dfd, 0.5 * dfn
    scale = 2.0**-100 if x > 1.0 else 1.0  # dfn x shall not overflow
    top, bottom = (scale * x) * dfn, scale * dfd
    total = top + bottom
    y = top / total
    few = b <= 4.0 or (b <= 16.0 and a >= 2.0 and x >= 4.0)  # more terms would cost digits, except in the tail
    if few and b == math.floor(b):  # the sum of x**a (1 + a y + a (a + 1) / 2 y**2 + ...)
        series, k = 1.0, b - 1.0
        while k >= 1.0:
            series = 1.0 + series * (y * ((a + k - 1.0) / k))
            k -= 1.0
        ratio = top / bottom
        return _exp_times(-a * (math.log1p(ratio) if ratio < 1e300 else -math.log(bottom / total)), 0.0, series, 0.0)
    return _beta_pair(a, b, bottom / total, y, b * (bottom / total) * (1.0 - x), root, root_low, exponent)[0]


@kernel
def _f_constant(dfn, dfd):
    """Return `_beta_constant` of dfd / 2 and dfn / 2 where both are in range."""
    inside = 1e-200 < dfn <= ENDLESS and 1e-200 < dfd <= ENDLESS
    return _beta_constant(0.5 * dfd, 0.5 * dfn) if inside else (0.0, 0.0, 0.0)


@kernel
def _f_sf(x, dfn, dfd):
    """Return P(X > x) for F with `dfn` and `dfd` degrees of freedom."""
    if not (dfn > 0.0 and dfd > 0.0):
        return np.nan
    root, root_low, exponent = _f_constant(dfn, dfd)
    return _f_tail(x, dfn, dfd, root, root_low, exponent)


@kernel
def _f_sfs(x, dfn, dfd, values):
    """Write P(X > x) of many, and return whether a number of degrees of freedom is not positive."""
    n, wrong = values.shape[0], False
    step_x, step_n, step_d = np.int64(x.shape[0] == n), np.int64(dfn.shape[0] == n), np.int64(dfd.shape[0] == n)
    before_n, before_d, root, root_low, exponent = np.nan, np.nan, 0.0, 0.0, 0.0
    for i in range(n):
        top, bottom = dfn[i * step_n], dfd[i * step_d]
        if top != before_n or bottom != before_d:  # a constant that is not computed again saves a fifth
            before_n, before_d = top, bottom
            wrong |= top <= 0.0 or bottom <= 0.0
            root, root_low, exponent = _f_constant(top, bottom)
        inside = top > 0.0 and bottom > 0.0
        values[i] = _f_tail(x[i * step_x], top, bottom, root, root_low, exponent) if inside else np.nan
    return wrong
