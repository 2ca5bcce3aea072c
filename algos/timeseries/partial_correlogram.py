r"""Partial autocorrelation: what a lag tells beyond the lags before it.

.. math:: x_t = \phi_{k,1} x_{t-1} + \dots + \phi_{k,k} x_{t-k} + e_t, \qquad \alpha_k = \phi_{k,k}
"""

from __future__ import annotations

import math
import warnings
from typing import Any, NamedTuple

import numpy as np

from .._check import FloatArray, IntArray, UndefinedWarning, integer, number, one_of, vector
from .._jit import REASSOCIATE, adapter_part, compiled_as, kernel
from .._options import option_reader, whole_within
from ._autocovariance import _autocovariance, _center, require_finite
from ._lag_regression import ROWS, _absorb, _first_columns, _independent
from ._levinson_durbin import _levinson_durbin
from .correlogram import NO_BAND, _band

METHODS = ("ldb", "ld", "ols", "burg", "ldbiased", "ldadjusted", "yw", "ywadjusted", "ywm", "ywmle")
_BIASED, _ADJUSTED, _OLS, _BURG = 0, 1, 2, 3
_HOW = (_BIASED, _ADJUSTED, _OLS, _BURG, _BIASED, _ADJUSTED, _ADJUSTED, _ADJUSTED, _BIASED, _BIASED)


class PartialAutocorrelation(NamedTuple):
    """Partial autocorrelations by lag, with their limits.

    Attributes
    ----------
    pacf : ndarray of shape (nlags + 1,)
        1, then the partial autocorrelation of lags 1 to nlags.
    limit : ndarray of shape (nlags + 1,)
        The limit of every lag, 0 at lag 0. Empty without `alpha`, like all that follow.
    lower : ndarray of shape (nlags + 1,)
        Lower end of the confidence interval, pacf - limit.
    upper : ndarray of shape (nlags + 1,)
        Upper end, pacf + limit.
    significant : ndarray of int64
        The lags from 1 on beyond their limit.
    """

    pacf: FloatArray
    limit: FloatArray
    lower: FloatArray
    upper: FloatArray
    significant: IntArray


# -- kernels ---------------------------------------------------------------------------------------


@kernel(fastmath=REASSOCIATE)
def _burg_errors(forward, ahead, u, v, k):
    """Write the forward errors u_t = f_t - k b_t and the backward errors v_t = b_t - k f_t of one lag more."""
    for t in range(u.shape[0]):
        f, b = forward[t], ahead[t]
        u[t] = f - k * b
        v[t] = b - k * f


@kernel(fastmath=REASSOCIATE)
def _burg_coefficient(forward, ahead):
    """Return the coefficient that makes the squares of both errors smallest."""
    products, squares = 0.0, 0.0
    for t in range(forward.shape[0]):
        f, b = forward[t], ahead[t]
        products += f * b
        squares += f * f + b * b
    return 2.0 * products / squares


@kernel
def _pacf_burg(y, lags, n):
    """Minimise the forward and backward errors together, lag after lag."""
    out = np.empty(lags + 1)
    out[0] = 1.0
    u, v, next_u, next_v = y[:n].copy(), y[:n].copy(), np.empty(n), np.empty(n)
    for lag in range(1, lags + 1):
        m = n - lag
        out[lag] = _burg_coefficient(u[1 : m + 1], v[:m])
        _burg_errors(u[1 : m + 1], v[:m], next_u[:m], next_v[:m], out[lag])
        u, v, next_u, next_v = next_u, next_v, u, v
    return out


@kernel
def _fill_lags(block, y, start, rows, lags):
    """Write the rows t = start.. of the regression of y_t on 1, y_(t-1), ..., y_(t-lags)."""
    for i in range(rows):
        block[0, i] = 1.0
    for j in range(1, lags + 1):
        column, source = block[j], y[start - j : start - j + rows]
        for i in range(rows):
            column[i] = source[i]
    column, source = block[lags + 1], y[start : start + rows]
    for i in range(rows):
        column[i] = source[i]


@kernel
def _pacf_ols(y, lags, n):
    """Regress on k lags and a constant, over the n - k rows that have k lags before them, for every k.

    From the most lags to the fewest: with a lag less there is a row more. NaN where lags depend on each other.
    """
    out = np.empty(lags + 1)
    out[0] = 1.0
    R, block = np.zeros((lags + 2, lags + 2)), np.empty((lags + 2, ROWS))
    for start in range(lags, n, ROWS):
        rows = min(ROWS, n - start)
        _fill_lags(block, y, start, rows, lags)
        _absorb(R, block, rows)
    for back in range(lags):
        k = lags - back
        out[k] = R[k, k + 1] / R[k, k] if _independent(R) == k + 1 else np.nan
        R = _first_columns(R, k)
        _fill_lags(block, y, k - 1, 1, k - 1)
        _absorb(R, block, 1)
    return out


@kernel
def _pacf(x, lags, method):
    """Return the partial autocorrelations by one of the four methods; NaN for a constant series."""
    n = x.shape[0]
    y, _, constant = _center(x, True)
    if constant:
        return np.full(lags + 1, np.nan)
    if method == _OLS:
        return _pacf_ols(y, lags, n)
    if method == _BURG:
        return _pacf_burg(y, lags, n)
    return _levinson_durbin(_autocovariance(y, lags, method == _ADJUSTED), lags)[1]


# -- public function -------------------------------------------------------------------------------


@kernel
def _pacf_band(r, n, alpha):
    """Return (limit, lower, upper, significant): white noise from lag 1 on."""
    limit, lower, upper, significant = _band(r, n, alpha, False)
    if limit.shape[0]:
        limit[0], lower[0], upper[0] = 0.0, 1.0, 1.0
    return limit, lower, upper, significant


@adapter_part
def _most(n, how):
    """Return the largest number of lags that a method can estimate: for regression each needs two values."""
    return n // 2 - 1 if how == _OLS else n - 1


def _pacf_compiled(x, nlags=None, method="ldb", alpha=None):  # noqa: ARG001  (the body takes them)
    read = option_reader(method, METHODS)

    def body(x, nlags=None, method="ldb", alpha=None):
        place, n = read(method), x.shape[0]
        if place < 0:
            raise ValueError("pacf: method must be one of 'ldb', 'ld', 'ols', 'burg' or their other names")
        how = _HOW[place]
        if nlags is None:
            lags = max(min(int(10.0 * math.log10(max(n, 1))), n // 2 - 1), 1)
        else:
            lags = whole_within(nlags, 1, _most(n, how))
        if lags < 1 or lags > _most(n, how):
            raise ValueError("pacf: nlags must be at least 1 and less than the length of x, for 'ols' than half of it")
        if alpha is None:
            level = np.nan
        else:
            level = float(alpha)
            if not 0.0 < level < 1.0:
                raise ValueError("pacf: alpha must be between 0 and 1")
        r = _pacf(x, lags, how)
        if not math.isfinite(r[lags]):
            require_finite(x)
        limit, lower, upper, significant = _pacf_band(r, n, level)
        return PartialAutocorrelation(r, limit, lower, upper, significant)

    return body


@compiled_as(_pacf_compiled, by_type=True)
def pacf(x: Any, nlags: int | None = None, method: str = "ldb", alpha: float | None = None) -> PartialAutocorrelation:
    r"""Return the partial autocorrelation of a series at lags 0 to nlags, with confidence limits if asked.

    .. math:: x_t = \phi_{k,1} x_{t-1} + \dots + \phi_{k,k} x_{t-k} + e_t, \qquad \alpha_k = \phi_{k,k}, \qquad
              |\alpha_k| \le z_{1-\alpha/2} / \sqrt n

    Parameters
    ----------
    x : array_like of shape (n,)
        The series, oldest value first; finite.
    nlags : int, optional
        Largest lag, 1 <= nlags < n, for "ols" below n / 2. By default min(10 log10 n, n / 2 - 1).
    method : {"ldb", "ld", "ols", "burg"}, default "ldb"
        "ldb" : Yule-Walker equations with autocovariances divided by n (also "ldbiased", "ywm", "ywmle");
        "ld" : divided by n - k (also "ldadjusted", "yw", "ywadjusted");
        "ols" : least squares with a constant, over the n - k rows that lag k leaves;
        "burg" : least forward and backward errors, lag after lag.
    alpha : float, optional
        Two-sided error probability of the limits, in (0, 1); without it none are computed.

    Returns
    -------
    PartialAutocorrelation
        ``pacf`` (nlags + 1,), ``limit``, ``lower``, ``upper`` of the same shape and the lags that are ``significant``;
        these four are empty without `alpha`. NaN, with a warning, for a constant series and from the lag on at which
        the earlier ones already foretell the series without error.

    Raises
    ------
    ValueError
        If `nlags` is too large for the series, the method is unknown, or a value is not finite.

    See Also
    --------
    statsmodels.tsa.stattools.pacf : the library it is tested against.
    acf : the autocorrelation; it cuts off for a moving average as this one does for an autoregression.
    yule_walker : all coefficients of one order.

    Notes
    -----
    Time O(n · nlags + nlags²), for "ols" O(n · nlags²), memory O(n + nlags²).
    Levinson and Durbin's recursion solves the equations of all orders in one go; "ols" takes all regressions from one
    QR decomposition, starting at the longest.

    References
    ----------
    .. [1] G. E. P. Box, G. M. Jenkins, G. C. Reinsel and G. M. Ljung, "Time Series Analysis", 5th ed., 2016,
       section 3.2.5 and appendix A3.2.
    .. [2] P. J. Brockwell and R. A. Davis, "Introduction to Time Series and Forecasting", 3rd ed., 2016, section 5.1.2.

    Examples
    --------
    With r_1 = 0.4 and r_2 = -0.1 the second is (r_2 - r_1²) / (1 - r_1²) = -0.26 / 0.84.

    >>> pacf([1, 2, 3, 4, 5], nlags=2).pacf.round(4).tolist()
    [1.0, 0.4, -0.3095]
    """
    how = _HOW[METHODS.index(one_of(method, "method", METHODS))]
    if alpha is not None:
        alpha = number(alpha, "alpha", above=0.0, below=1.0)
    x = vector(x, "x", at_least=4 if how == _OLS else 2, finite=False)
    n = x.shape[0]
    lags = max(min(int(10.0 * math.log10(n)), n // 2 - 1), 1) if nlags is None else integer(nlags, "nlags", at_least=1)
    if lags > _most(n, how):
        raise ValueError(f"nlags must be at most {_most(n, how)} for {n} values and method {method!r}, got {lags}")
    r = _pacf(x, lags, how)
    if not math.isfinite(r[lags]):
        vector(x, "x")
        warnings.warn(
            "the series is constant, or foretold without error by fewer lags; where that leaves 0/0, NaN was returned",
            UndefinedWarning,
            stacklevel=2,
        )
    return PartialAutocorrelation(r, *(NO_BAND if alpha is None else _pacf_band(r, n, alpha)))
