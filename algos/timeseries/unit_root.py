r"""The augmented Dickey-Fuller test, of a series that wanders without a level to return to.

.. math:: \Delta x_t = \text{trend}_t + \gamma x_{t-1} + \sum_{j=1}^k \delta_j \Delta x_{t-j} + e_t, \qquad
          H_0: \gamma = 0, \qquad \tau = \hat\gamma / \widehat{\mathrm{se}}(\hat\gamma)
"""

from __future__ import annotations

import math
import warnings
from typing import Any, NamedTuple

import numpy as np

from .._check import FloatArray, UndefinedWarning, integer, one_of, vector
from .._jit import compiled_as, kernel
from .._options import is_none, option_reader, whole_within
from ._autocovariance import _center, require_finite
from ._lag_regression import DEPENDENT, ROWS, _absorb, _first_columns, _independent, _residual_squares, _t_statistic
from ._mackinnon import _dickey_fuller_cdf, _dickey_fuller_critical

REGRESSIONS = ("n", "c", "ct", "ctt")  # the place of each is its number of trend columns
AUTOLAGS = ("AIC", "BIC", "t-stat")
_AIC, _BIC, _T_STAT, _FIXED = 0, 1, 2, 3
_SIGNIFICANT = 1.6448536269514722  # the 95 % quantile of the normal distribution


class DickeyFuller(NamedTuple):
    """The test.

    Attributes
    ----------
    statistic : float
        The t-statistic of the level; far below zero speaks against a unit root.
    pvalue : float
        Probability of a smaller one under a unit root.
    usedlag : int
        Lagged differences in the regression.
    nobs : int
        Rows of the regression.
    critical_values : ndarray of shape (3,)
        Of the statistic at 1 %, 5 % and 10 %, for so many rows.
    criterion : float
        The information criterion, or with "t-stat" the last lag's absolute t-statistic, that chose the lag; NaN if it
        was given.
    """

    statistic: float
    pvalue: float
    usedlag: int
    nobs: int
    critical_values: FloatArray
    criterion: float


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _fill_rows(block, y, n, start, rows, trend, lags):
    """Write rows t = start.. : 1, u, u² (as many as `trend`), x_(t-1), Δx_(t-1), ..., Δx_(t-lags), and Δx_t.

    Row t is about the step from y[t] to y[t + 1]; time u runs from -1 to 1.
    """
    for power in range(trend):
        for i in range(rows):
            block[power, i] = (2.0 * (start + i) / (n - 1.0) - 1.0) ** power
    for i in range(rows):
        block[trend, i] = y[start + i]
    for j in range(lags + 1):  # the response is lag 0 and stands last
        column = block[trend + j if j > 0 else trend + lags + 1]
        later, sooner = y[start - j + 1 : start - j + 1 + rows], y[start - j : start - j + rows]
        for i in range(rows):
            column[i] = later[i] - sooner[i]


@kernel
def _choose_lag(R, rows, trend, most, autolag):
    """Return (lag, criterion): the best of the regressions on 0..most lags, all on the same rows."""
    left = _residual_squares(R)
    p = R.shape[0]
    if autolag == _T_STAT:
        for back in range(most + 1):
            lag = most - back
            k = trend + 1 + lag
            t = abs(R[k - 1, p - 1]) / np.sqrt(left[k] / (rows - k))
            if t >= _SIGNIFICANT or lag == 0:
                return lag, t
    best, chosen = np.inf, 0
    for lag in range(most + 1):
        k = trend + 1 + lag
        cost = k * (2.0 if autolag == _AIC else math.log(rows))
        criterion = rows * (np.log(2.0 * math.pi * left[k] / rows) + 1.0) + cost
        if criterion < best:
            best, chosen = criterion, lag
    return chosen, best


@kernel
def _adfuller(x, maxlag, trend, autolag):
    """Return (statistic, lag, rows, criterion); the statistic is NaN where the regression is exact or undetermined."""
    n = x.shape[0]
    y, _, constant = _center(x, trend > 0)
    columns = trend + 1 + maxlag
    R, block = np.zeros((columns + 1, columns + 1)), np.empty((columns + 1, ROWS))
    rows = n - 1 - maxlag
    if constant:
        return np.nan, maxlag, rows, np.nan
    for start in range(maxlag, n - 1, ROWS):
        m = min(ROWS, n - 1 - start)
        _fill_rows(block, y, n, start, m, trend, maxlag)
        _absorb(R, block, m)
    lag, criterion = maxlag, np.nan
    if autolag != _FIXED:
        most = min(_independent(R) - trend - 1, maxlag)  # further lags say nothing new
        lag, criterion = _choose_lag(R, rows, trend, max(most, 0), autolag)
        R = _first_columns(R, trend + 1 + lag)
        for start in range(lag, maxlag, ROWS):  # fewer lags leave more rows
            m = min(ROWS, maxlag - start)
            _fill_rows(block, y, n, start, m, trend, lag)
            _absorb(R, block, m)
        rows = n - 1 - lag
    k = trend + 1 + lag
    if _independent(R) < k or rows <= k or not R[k, k] * R[k, k] > DEPENDENT**2 * _residual_squares(R)[0]:
        return np.nan, lag, rows, criterion
    return _t_statistic(R, trend, rows), lag, rows, criterion


# -- public function -------------------------------------------------------------------------------


def _adfuller_compiled(x, maxlag=None, regression="c", autolag="AIC"):  # noqa: ARG001  (the body takes them)
    read_regression = option_reader(regression, REGRESSIONS)
    fixed = is_none(autolag)
    read_autolag = option_reader("AIC" if fixed else autolag, AUTOLAGS)

    def body(x, maxlag=None, regression="c", autolag="AIC"):
        n, trend = x.shape[0], read_regression(regression)
        how = _FIXED if fixed else read_autolag(autolag)
        if trend < 0 or how < 0:
            raise ValueError("adfuller: regression must be 'n', 'c', 'ct' or 'ctt', autolag 'AIC', 'BIC' or 't-stat'")
        longest = n // 2 - trend - 1
        if maxlag is None:
            lags = min(longest, math.ceil(12.0 * (n / 100.0) ** 0.25))
        else:
            lags = whole_within(maxlag, 0, longest)
        if lags < 0:
            raise ValueError("adfuller: x is too short for this regression and maxlag")
        require_finite(x)
        statistic, lag, rows, criterion = _adfuller(x, lags, trend, how)
        critical = _dickey_fuller_critical(rows, trend)
        return DickeyFuller(statistic, _dickey_fuller_cdf(statistic, trend), lag, rows, critical, criterion)

    return body


@compiled_as(_adfuller_compiled, by_type=True)
def adfuller(x: Any, maxlag: int | None = None, regression: str = "c", autolag: str | None = "AIC") -> DickeyFuller:
    r"""Test for a unit root: whether a series has no level that it returns to.

    .. math:: \Delta x_t = \text{trend}_t + \gamma x_{t-1} + \sum_{j=1}^k \delta_j \Delta x_{t-j} + e_t, \qquad
              H_0: \gamma = 0, \qquad \tau = \hat\gamma / \widehat{\mathrm{se}}(\hat\gamma)

    Parameters
    ----------
    x : array_like of shape (n,)
        The series, oldest value first; finite.
    maxlag : int, optional
        Largest number k of lagged differences, at most n / 2 - 1 less the trend's columns. By default the least of
        that and 12 (n / 100)^(1/4), rounded up.
    regression : {"c", "ct", "ctt", "n"}, default "c"
        Trend: a constant; with a line; with a parabola; nothing.
    autolag : {"AIC", "BIC", "t-stat"} or None, default "AIC"
        Choose k from 0..maxlag by an information criterion, or as the longest whose last lag is significant at 5 %,
        one-sided; None takes `maxlag`.

    Returns
    -------
    DickeyFuller
        ``statistic``, ``pvalue``, ``usedlag``, ``nobs``, ``critical_values`` at 1 %, 5 % and 10 %, and the
        ``criterion`` of the chosen lag. The statistic and its p are NaN, with a warning, for a constant series and
        for one that the regression fits without error.

    Raises
    ------
    ValueError
        If the series is too short for the regression, an option is unknown, or a value is not finite.

    See Also
    --------
    statsmodels.tsa.stattools.adfuller : the library it is tested against.
    kpss : the test whose null hypothesis is the stationary one.

    Notes
    -----
    Time O(n · maxlag²), memory O(n + maxlag²).
    One QR decomposition of the longest regression holds all shorter ones; the chosen one then takes in the few rows
    that the longest had to leave out.

    References
    ----------
    .. [1] D. A. Dickey and W. A. Fuller, "Distribution of the Estimators for Autoregressive Time Series with a Unit
       Root", Journal of the American Statistical Association 74, 1979, section 2.
    .. [2] J. G. MacKinnon, "Approximate Asymptotic Distribution Functions for Unit-Root and Cointegration Tests",
       Journal of Business & Economic Statistics 12, 1994, tables 3 and 4; critical values: Queen's University working
       paper 1227, 2010, table 2.

    Examples
    --------
    The steps -1, 0, 0 follow 2, 1, 1: γ = -2 / 6, its standard error 1 / 6.

    >>> test = adfuller([2, 1, 1, 1], maxlag=0, regression="n", autolag=None)
    >>> round(test.statistic, 12), test.nobs
    (-2.0, 3)
    """
    trend = REGRESSIONS.index(one_of(regression, "regression", REGRESSIONS))
    how = _FIXED if one_of(autolag, "autolag", (*AUTOLAGS, None)) is None else AUTOLAGS.index(autolag)
    x = vector(x, "x")
    n = x.shape[0]
    longest = n // 2 - trend - 1
    if longest < 0:
        raise ValueError(f"x must have at least {2 * trend + 2} values for the regression {regression!r}, got {n}")
    if maxlag is None:
        lags = min(longest, math.ceil(12.0 * (n / 100.0) ** 0.25))
    else:
        lags = integer(maxlag, "maxlag", at_least=0)
        if lags > longest:
            raise ValueError(f"maxlag must be at most {longest} for {n} values, got {lags}")
    statistic, lag, rows, criterion = _adfuller(x, lags, trend, how)
    if statistic != statistic:
        warnings.warn(
            "the series is constant, or the regression fits it without error; the statistic and p are NaN",
            UndefinedWarning,
            stacklevel=2,
        )
    pvalue = float(_dickey_fuller_cdf(statistic, trend))
    critical = _dickey_fuller_critical(rows, trend)
    return DickeyFuller(float(statistic), pvalue, int(lag), int(rows), critical, float(criterion))
