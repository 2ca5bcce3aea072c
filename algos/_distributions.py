r"""Distribution functions and quantiles of one number, for kernels: normal, Student's t, chi-square, F, beta.

Each kernel takes and returns float64, and those ending in s take flat arrays of the result's length or of one value.
A NaN goes through; what lies outside the parameters' range gives NaN.
"""

from __future__ import annotations

import math

import numpy as np

from ._beta import _beta_constant, _beta_pair
from ._beta_inverse import _beta_ppf
from ._expansions import _beta_expanded, _gamma_expanded
from ._gamma import _gamma_pair, _log_gamma, _poisson_sum
from ._jit import kernel
from ._normal import _norm_cdf, _norm_cdfs, _norm_pdf, _norm_ppf, _norm_ppfs, _norm_sf
from ._normal_limit import HUGE
from ._student import _t_cdf, _t_cdfs, _t_ppf, _t_ppfs, _t_sf
from ._tails import _exp_times
from ._vector import _log1p

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

_2_PER_PI = 0.6366197723675814
_2_PER_SQRT_PI = 1.1283791670955126
_LOG_BELOW = -460.51701859880916
BLOCK = 256
ENDLESS = 1e60
"""As many degrees of freedom leave less doubt about a mean square than a double can say."""
CERTAIN = 1e36
"""From as many degrees of freedom, of both, no double but 1 is within 38 standard deviations of 1."""
FEW = 1e-40
"""Below it a tail is proportional to its degrees of freedom, if it is not to those of a denominator as few."""
FEWER = 1e-20
"""So few in the denominator, and the square root of it cannot be told from 1, whatever is below the root."""
BELOW, ABOVE = 1e-200, 1e200
"""Left of the one the lower tail of F and of chi-square is a power of x, right of the other the upper tail of F."""


# -- chi-square ------------------------------------------------------------------------------------


@kernel
def _tail_of_few(tail, df, log_x):
    """Return P(X > x) for `df` < FEW or x < BELOW from that for FEW and BELOW in their place."""
    tail -= (1.0 - tail) * math.expm1(0.5 * max(df, FEW) * min(log_x - _LOG_BELOW, 0.0))
    return tail * min(df / FEW, 1.0)


@kernel
def _chi2_cdf(x, df):
    """Return P(X <= x) for chi-square with `df` degrees of freedom."""
    if not (df > 0.0 and x == x):
        return np.nan
    return _gamma_pair(0.5 * df, 0.5 * x)[0] if df < np.inf else 0.0


@kernel
def _chi2_is_sum(x, df):
    """Return whether P(X > x) is a sum of few positive terms."""
    return df <= 40.0 and df == math.floor(df) and (df <= 16.0 or x >= df)


@kernel
def _chi2_sf(x, df):
    """Return P(X > x) for chi-square with `df` degrees of freedom."""
    if not (df > 0.0 and x == x):
        return np.nan
    if x <= 0.0:
        return 1.0
    if not _chi2_is_sum(x, df):
        if df == np.inf:
            return 1.0
        tail = _gamma_pair(0.5 * max(df, FEW), 0.5 * max(x, BELOW))[1]
        return tail if x >= BELOW and df >= FEW else _tail_of_few(tail, df, math.log(x))
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
    expanded = step_df == 0 and 1.0 <= df[0] < 2.0 * HUGE and not _chi2_is_sum(0.0, df[0])
    if expanded:
        _gamma_expanded(0.5 * df[0], 0.5, x, values)
    for i in range(n):
        nu = df[i * step_df]
        wrong |= nu <= 0.0
        if not (expanded and values[i] >= 0.0):
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
def _f_parts(x, dfn, dfd):
    """Return in proportion dfn x, dfd and their sum: of it they are the arguments y and 1 - y of the beta function."""
    scale = 2.0**-100 if x > 1.0 else 1.0  # dfn x shall not overflow
    top, bottom = (scale * x) * dfn, scale * dfd
    return top, bottom, top + bottom


@kernel
def _f_is_sum(x, dfn, dfd):
    """Return whether P(X > x) is a sum of few positive terms; more would cost digits, except in the tail."""
    few = dfn <= 8.0 or (dfn <= 32.0 and dfd >= 4.0 and x >= 4.0)
    return few and dfn == 2.0 * math.floor(0.5 * dfn)


@kernel
def _f_sum(x, dfn, dfd):
    """Return P(X > x), for an even `dfn`: u**a (1 + a y + a (a + 1) / 2 y**2 + ...), where u = 1 - y."""
    top, bottom, total = _f_parts(x, dfn, dfd)
    a, y = 0.5 * dfd, top / total
    series, k = 1.0, 0.5 * dfn - 1.0
    while k >= 1.0:
        series = 1.0 + series * (y * ((a + k - 1.0) / k))
        k -= 1.0
    ratio = top / bottom
    return _exp_times(-a * (_log1p(ratio) if ratio < 1e300 else -math.log(bottom / total)), 0.0, series, 0.0)


@kernel
def _f_sums(x, dfn, dfd, values):
    """Write `_f_sum` of many x in loops that vectorise, -1 where x is not positive or beyond all bounds."""
    a, n = 0.5 * dfd, x.shape[0]
    work = np.empty((2, min(n, BLOCK)))
    for start in range(0, n, BLOCK):
        block, answers = x[start : start + BLOCK], values[start : start + BLOCK]
        m = block.shape[0]
        series, y = work[0, :m], work[1, :m]
        for i in range(m):
            top, bottom, total = _f_parts(block[i], dfn, dfd)
            series[i], y[i], answers[i] = 1.0, top / total, top / bottom
        k = 0.5 * dfn - 1.0
        while k >= 1.0:
            factor = (a + k - 1.0) / k
            for i in range(m):
                series[i] = 1.0 + series[i] * (y[i] * factor)
            k -= 1.0
        for i in range(m):
            inside = (answers[i] > 0.0) & (answers[i] < 1e300)
            tail = _exp_times(-a * _log1p(answers[i]), 0.0, series[i], 0.0)
            answers[i] = tail if inside else -1.0


@kernel
def _f_tail(x, dfn, dfd, root, root_low, exponent):
    """Return P(X > x); the last three are `_beta_constant` of dfd / 2 and dfn / 2."""
    if not x > 0.0:
        return 1.0 if x <= 0.0 else np.nan
    if x == np.inf:
        return 0.0
    if dfn == 1.0 and dfd == 1.0:
        return _2_PER_PI * math.atan2(1.0, math.sqrt(x))
    if dfd < FEWER:
        return 1.0 / (1.0 + dfd / dfn)
    if min(dfn, dfd) > CERTAIN:
        return 0.5 if x == 1.0 else np.float64(x < 1.0)
    if dfd > ENDLESS and 1.0 <= dfn < HUGE:
        return _chi2_sf(dfn * x, dfn)
    if dfn > ENDLESS and 1.0 <= dfd < HUGE:
        return _chi2_cdf(dfd / x, dfd)
    if _f_is_sum(x, dfn, dfd):
        return _f_sum(x, dfn, dfd)
    scale, inside, more, most = 1.0, x, dfn, dfd
    beyond = not (BELOW <= x <= ABOVE and FEW <= dfn <= ENDLESS and dfd <= ENDLESS)
    if beyond:
        scale = min(dfn / FEW, 1.0)
        inside, more, most = min(max(x * scale, BELOW), ABOVE), min(max(dfn, FEW), ENDLESS), min(dfd, ENDLESS)
    top, bottom, total = _f_parts(inside, more, most)
    b, u = 0.5 * more, bottom / total
    tail = _beta_pair(0.5 * most, b, u, top / total, b * u * (1.0 - inside), root, root_low, exponent)[0]
    if not beyond:
        return tail
    if x * scale > ABOVE:
        tail *= (ABOVE / (x * scale)) ** (0.5 * dfd)
    return _tail_of_few(tail, dfn, math.log(x) + math.log(scale))


@kernel
def _f_constant(dfn, dfd):
    """Return `_beta_constant` of dfd / 2 and dfn / 2, or of the nearest that `_f_tail` asks for."""
    return _beta_constant(0.5 * min(max(dfd, FEWER), ENDLESS), 0.5 * min(max(dfn, FEW), ENDLESS))


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
    shared = step_n == 0 and step_d == 0 and min(dfn[0], dfd[0]) > 1e-3 and 2.0 <= max(dfn[0], dfd[0]) < 1e16
    shared = shared and min(dfn[0], dfd[0]) < 2.0 * HUGE
    if shared and _f_is_sum(0.0, dfn[0], dfd[0]):
        _f_sums(x, dfn[0], dfd[0], values)
    elif shared:
        _beta_expanded(0.5 * dfd[0], 0.5 * dfn[0], x, values)
    before_n, before_d, constant = np.nan, np.nan, (0.0, 0.0, 0.0)
    for i in range(n):
        if shared and values[i] >= 0.0:
            continue
        top, bottom = dfn[i * step_n], dfd[i * step_d]
        if top != before_n or bottom != before_d:  # a constant that is not computed again saves a fifth
            before_n, before_d = top, bottom
            wrong |= top <= 0.0 or bottom <= 0.0
            constant = _f_constant(top, bottom)
        inside = top > 0.0 and bottom > 0.0
        values[i] = _f_tail(x[i * step_x], top, bottom, *constant) if inside else np.nan
    return wrong
