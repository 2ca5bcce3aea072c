r"""The test of Kwiatkowski, Phillips, Schmidt and Shin, of a series being stationary about a level or a line.

.. math:: \eta = \frac{n^{-2} \sum_{t=1}^n S_t^2}{\hat\sigma^2}, \qquad S_t = \sum_{i=1}^t e_i, \qquad
          \hat\sigma^2 = \frac1n \sum_{|k| \le l} \Bigl(1 - \frac{|k|}{l+1}\Bigr) \sum_t e_t e_{t+|k|}
"""

from __future__ import annotations

import math
import warnings
from typing import Any, NamedTuple

import numpy as np

from .._check import FloatArray, UndefinedWarning, integer, one_of, vector
from .._jit import REASSOCIATE, compiled_as, kernel, types
from .._options import option_reader, whole_within
from .._sums import _dot
from ._autocovariance import _center, _lagged_products, require_finite
from ._lag_regression import DEPENDENT

REGRESSIONS = ("c", "ct")
RULES = ("auto", "legacy")
_AUTO, _LEGACY = -1, -2

# D. Kwiatkowski et al., "Testing the null hypothesis of stationarity against the alternative of a unit root", Journal
# of Econometrics 54, 1992, table 1: critical values by regression at these levels.
LEVELS = np.array([0.01, 0.025, 0.05, 0.1])
CRITICAL = np.array([[0.739, 0.574, 0.463, 0.347], [0.216, 0.176, 0.146, 0.119]])


class Kpss(NamedTuple):
    """The test.

    Attributes
    ----------
    statistic : float
        At least 0; large values speak against a stationary series.
    pvalue : float
        Probability of a larger one from a stationary series, interpolated in a table that ends at 0.1 and 0.01.
    lags : int
        Lags l in the long-run variance.
    critical_values : ndarray of shape (4,)
        Of the statistic at 1 %, 2.5 %, 5 % and 10 %.
    bounded : bool
        Whether the statistic lies beyond the table: then p is at least 0.1, or at most 0.01.
    """

    statistic: float
    pvalue: float
    lags: int
    critical_values: FloatArray
    bounded: bool


# -- kernels ---------------------------------------------------------------------------------------


@kernel(fastmath=REASSOCIATE)
def _take_line_out(y, n):
    """Subtract the least-squares line through n values of mean zero; return the squares before and after."""
    middle = 0.5 * (n - 1.0)
    along, time, before, after = 0.0, 0.0, 0.0, 0.0
    for t in range(n):
        u = t - middle
        along += u * y[t]
        time += u * u
        before += y[t] * y[t]
    slope = along / time
    for t in range(n):
        y[t] -= slope * (t - middle)
        after += y[t] * y[t]
    return before, after


@kernel
def _automatic_lags(e, n):
    """Return the number of lags by the rule of Hobijn, Franses and Ooms."""
    few = int(n ** (2.0 / 9.0))
    s = _lagged_products(e, e, min(few, n - 1))
    level, slope = s[0] / n, 0.0
    for k in range(1, s.shape[0]):
        part = s[k] / (n / 2.0)
        level += part
        slope += k * part
    ratio = slope / level
    if ratio != ratio:  # a NaN in a compiled caller's series
        return 0
    lags = 1.1447 * (ratio * ratio) ** (1.0 / 3.0) * n ** (1.0 / 3.0)
    return int(lags) if lags < n - 1 else n - 1  # infinitely many where the level is zero, as for 1, -1


@kernel(fastmath=REASSOCIATE)
def _squared_steps(later, sooner):
    total = 0.0
    for t in range(later.shape[0]):
        step = later[t] - sooner[t]
        total += step * step
    return total


@kernel
def _running_sums(e, n):
    """Return 0, e_0, e_0 + e_1, ... : four quarters side by side, since each addition has to await the one before."""
    sums = np.empty(n + 1)
    sums[0] = 0.0
    m = n // 4
    a = b = c = d = 0.0
    for t in range(m):
        a += e[t]
        b += e[m + t]
        c += e[2 * m + t]
        d += e[3 * m + t]
        sums[1 + t], sums[1 + m + t], sums[1 + 2 * m + t], sums[1 + 3 * m + t] = a, b, c, d
    before = a
    for quarter in range(1, 4):
        part = sums[1 + quarter * m : 1 + (quarter + 1) * m]
        for t in range(m):
            part[t] += before
        before = part[m - 1] if m > 0 else 0.0
    for t in range(4 * m, n):
        before += e[t]
        sums[t + 1] = before
    return sums


@kernel
def _long_run_variance(sums, lags):
    """Return the variance with Bartlett's weights, from the running sums S_0 = 0, S_1, ..., S_n of the series.

    With w = lags + 1, the weighted autocovariances up to `lags` are the mean square of all sums over w successive
    values, those that stick out at both ends included: n + lags squares, however many lags.
    """
    n, w = sums.shape[0] - 1, lags + 1
    end = sums[n]
    total = _dot(sums[1:w], sums[1:w]) + _squared_steps(sums[w:], sums[: n + 1 - w])
    for start in range(n + 1 - w, n):
        total += (end - sums[start]) ** 2
    return total / w / n


@kernel
def _kpss(x, line, lags):
    """Return (statistic, lags); `lags` may be `_AUTO` or `_LEGACY`. NaN where nothing is left of the series."""
    n = x.shape[0]
    e, _, constant = _center(x, True)
    if lags == _LEGACY:
        lags = min(math.ceil(12.0 * (n / 100.0) ** 0.25), n - 1)
    if not constant and line:
        before, after = _take_line_out(e[:n], n)
        constant = not after > before * DEPENDENT**2
    if constant:
        return np.nan, max(lags, 0)
    if lags == _AUTO:
        lags = _automatic_lags(e, n)
    sums = _running_sums(e, n)
    return _dot(sums, sums) / n / n / _long_run_variance(sums, lags), lags


@kernel
def _table_p(statistic, row):
    """Return (p, whether the statistic lies beyond the table)."""
    if not statistic > CRITICAL[row, 3]:
        return (LEVELS[3], True) if statistic == statistic else (np.nan, False)
    if statistic >= CRITICAL[row, 0]:
        return LEVELS[0], True
    i = 3
    while statistic >= CRITICAL[row, i - 1]:
        i -= 1
    share = (statistic - CRITICAL[row, i]) / (CRITICAL[row, i - 1] - CRITICAL[row, i])
    return LEVELS[i] + share * (LEVELS[i - 1] - LEVELS[i]), False


# -- public function -------------------------------------------------------------------------------


def _kpss_compiled(x, regression="c", nlags="auto"):  # noqa: ARG001  (the body takes them)
    read_regression = option_reader(regression, REGRESSIONS)
    by_rule = isinstance(nlags, (str, types.StringLiteral, types.UnicodeType))
    read_rule = option_reader(nlags if by_rule else "auto", RULES)

    def body(x, regression="c", nlags="auto"):
        n, row = x.shape[0], read_regression(regression)
        if by_rule:
            rule = read_rule(nlags)
            lags = _AUTO if rule == 0 else _LEGACY
        else:
            rule, lags = 0, whole_within(nlags, 0, n - 1)
        if row < 0 or rule < 0 or n < 2 or (lags < 0 and not by_rule):
            raise ValueError(
                "kpss: regression must be 'c' or 'ct', nlags 'auto', 'legacy' or less than the length of x"
            )
        statistic, used = _kpss(x, row == 1, lags)
        if statistic != statistic:
            require_finite(x)
        p, bounded = _table_p(statistic, row)
        return Kpss(statistic, p, used, CRITICAL[row].copy(), bounded)

    return body


@compiled_as(_kpss_compiled, by_type=True)
def kpss(x: Any, regression: str = "c", nlags: str | int = "auto") -> Kpss:
    r"""Test for stationarity: whether a series keeps to a level, or to a line.

    .. math:: \eta = \frac{n^{-2} \sum_{t=1}^n S_t^2}{\hat\sigma^2}, \qquad S_t = \sum_{i=1}^t e_i, \qquad
              \hat\sigma^2 = \frac1n \sum_{|k| \le l} \Bigl(1 - \frac{|k|}{l+1}\Bigr) \sum_t e_t e_{t+|k|}

    Parameters
    ----------
    x : array_like of shape (n,)
        The series, oldest value first; finite, n >= 2.
    regression : {"c", "ct"}, default "c"
        What e is measured from: the mean, or the least-squares line.
    nlags : {"auto", "legacy"} or int, default "auto"
        Lags l in the long-run variance, 0 <= l < n: by the data, after Hobijn, Franses and Ooms; 12 (n / 100)^(1/4)
        rounded up; or a number.

    Returns
    -------
    Kpss
        ``statistic``, ``pvalue``, ``lags``, ``critical_values`` at 1 %, 2.5 %, 5 % and 10 %, and ``bounded``: p is read
        from a table between 0.1 and 0.01, and ``bounded`` says that the true p lies beyond the end that was returned.
        Statistic and p are NaN, with a warning, for a constant series and, with "ct", for a line.

    Raises
    ------
    ValueError
        If there are fewer than two values, the lags do not fit, an option is unknown, or a value is not finite.

    See Also
    --------
    statsmodels.tsa.stattools.kpss : the library it is tested against; it warns where `bounded` is set here.
    adfuller : the test whose null hypothesis is the unit root.

    Notes
    -----
    Time O(n), memory O(n).
    The weighted autocovariances are the mean square of the sums over l + 1 successive values, so their number costs
    nothing.

    References
    ----------
    .. [1] D. Kwiatkowski, P. C. B. Phillips, P. Schmidt and Y. Shin, "Testing the null hypothesis of stationarity
       against the alternative of a unit root", Journal of Econometrics 54, 1992, equations 10 to 13, table 1.
    .. [2] B. Hobijn, P. H. Franses and M. Ooms, "Generalizations of the KPSS-test for stationarity", Statistica
       Neerlandica 58, 2004, section 3.

    Examples
    --------
    The deviations -2, -1, 0, 1, 2 add up to -2, -3, -3, -2, 0, so the statistic is (26 / 25) / (10 / 5).

    >>> test = kpss([1, 2, 3, 4, 5], nlags=0)
    >>> round(test.statistic, 12), round(test.pvalue, 6), test.bounded
    (0.52, 0.037162, False)
    """
    row = REGRESSIONS.index(one_of(regression, "regression", REGRESSIONS))
    x = vector(x, "x", at_least=2, finite=False)
    if isinstance(nlags, str):
        lags = _AUTO if one_of(nlags, "nlags", RULES) == "auto" else _LEGACY
    else:
        lags = integer(nlags, "nlags", at_least=0)
        if lags >= x.shape[0]:
            raise ValueError(f"nlags must be less than the number of values: expected below {x.shape[0]}, got {lags}")
    statistic, used = _kpss(x, row == 1, lags)
    if statistic != statistic:
        vector(x, "x")
        warnings.warn(
            "nothing is left of the series beside its mean or line; the statistic and p are NaN",
            UndefinedWarning,
            stacklevel=2,
        )
    p, bounded = _table_p(statistic, row)
    return Kpss(float(statistic), float(p), int(used), CRITICAL[row].copy(), bool(bounded))
