r"""A forecast by regression on time alone: a line that bends at given times, and a season of sines and cosines.

.. math::

    \hat x(t) = m + k \tau + \sum_{j=1}^{c} \delta_j (\tau - s_j)_+
    + \sum_{h=1}^{H} \Bigl(a_h \cos \frac{2 \pi h t}{P} + b_h \sin \frac{2 \pi h t}{P}\Bigr), \qquad
    \tau = \frac{t - t_1}{t_n - t_1}
"""

from __future__ import annotations

import math
import warnings
from typing import Any, NamedTuple, Self

import numpy as np

from .._base import Estimator
from .._check import FloatArray, UndefinedWarning, frozen, integer, number, same_length, vector
from .._jit import kernel
from .._magnitudes import _safe_unit
from ._arima_series import as_series, variance_in_units
from ._lag_regression import ROWS, _absorb
from .forecast_intervals import Forecast, forecast_with


class TrendSeasonalityComponents(NamedTuple):
    """What a prediction is the sum of.

    Attributes
    ----------
    trend : ndarray of shape (n,)
        The bent line, in the unit of the series.
    seasonal : ndarray of shape (n,)
        The season, of period P and mean zero over it.
    """

    trend: FloatArray
    seasonal: FloatArray


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _fill_design(block, t, start, rows, origin, span, bends, period, order):
    """Write the rows of times t[start:] : 1, tau, the hinges, the harmonics; block[j] is column j."""
    for i in range(rows):
        tau = (t[start + i] - origin) / span
        block[0, i] = 1.0
        block[1, i] = tau
        for j in range(bends.shape[0]):
            past = tau - bends[j]
            block[2 + j, i] = past if past > 0.0 else 0.0
        angle = 2.0 * math.pi * (t[start + i] % period) / period
        cosine, sine = math.cos(angle), math.sin(angle)
        c, s = 1.0, 0.0
        for h in range(order):  # the sums of angles: (c + is) times (cosine + i sine)
            c, s = c * cosine - s * sine, c * sine + s * cosine
            at = 2 + bends.shape[0] + 2 * h
            block[at, i], block[at + 1, i] = c, s


@kernel
def _fit(x, t, origin, span, bends, period, order, penalty):
    """Return the coefficients that make squared errors plus `penalty` times squared coefficients smallest, and R.

    A penalty is one more row of the regression, with its root in one column and nothing to explain. These rows
    make a triangle, from which the decomposition of the data's rows starts. The last entry of the triangle R squares
    to the minimum.
    """
    n, d = x.shape[0], penalty.shape[0]
    R, block = np.zeros((d + 1, d + 1)), np.empty((d + 1, ROWS))
    for j in range(d):
        R[j, j] = math.sqrt(penalty[j])
    for start in range(0, n, ROWS):
        rows = min(ROWS, n - start)
        _fill_design(block, t, start, rows, origin, span, bends, period, order)
        for i in range(rows):
            block[d, i] = x[start + i]
        _absorb(R, block, rows)
    beta = np.empty(d)
    for back in range(d):
        j = d - 1 - back
        rest = R[j, d]
        for k in range(j + 1, d):
            rest -= R[j, k] * beta[k]
        beta[j] = rest / R[j, j]
    return beta, R


@kernel
def _components(t, origin, span, bends, period, order, beta):
    """Return trend and season at times t."""
    n, d = t.shape[0], beta.shape[0]
    trend, season = np.zeros(n), np.zeros(n)
    block = np.empty((d, ROWS))
    for start in range(0, n, ROWS):
        rows = min(ROWS, n - start)
        _fill_design(block, t, start, rows, origin, span, bends, period, order)
        for j in range(d):
            part = trend if j < 2 + bends.shape[0] else season
            for i in range(rows):
                part[start + i] += beta[j] * block[j, i]
    return trend, season


@kernel
def _uncertainty(t, origin, span, bends, period, order, R):
    """Return x'(X'X + penalties)^-1 x for the row x of every time: the square of the w that solves R'w = x."""
    n, d = t.shape[0], R.shape[0] - 1
    out, block = np.zeros(n), np.empty((d, ROWS))
    for start in range(0, n, ROWS):
        rows = min(ROWS, n - start)
        _fill_design(block, t, start, rows, origin, span, bends, period, order)
        for j in range(d):
            w = block[j]
            for k in range(j):
                before, share = block[k], R[k, j]
                for i in range(rows):
                    w[i] -= share * before[i]
            for i in range(rows):
                w[i] /= R[j, j]
                out[start + i] += w[i] * w[i]
    return out


# -- estimator -------------------------------------------------------------------------------------


class TrendSeasonality(Estimator):
    r"""Forecast by a piecewise linear trend and a Fourier series, fitted with Gaussian priors.

    .. math:: \hat x(t) = m + k \tau + \sum_{j=1}^{c} \delta_j (\tau - s_j)_+
              + \sum_{h=1}^{H} \Bigl(a_h \cos \frac{2 \pi h t}{P} + b_h \sin \frac{2 \pi h t}{P}\Bigr), \qquad
              \min \sum_t (x_t - \hat x(t))^2 + \lambda \sum_j \delta_j^2 + \mu \sum_h (a_h^2 + b_h^2)

    Parameters
    ----------
    period : float, default 12.0
        Length P of the season in units of time, above 0; any real number, such as 365.25 days.
    order : int, default 3
        Harmonics H, at least 0; 0 leaves the season out.
    n_changepoints : int, default 25
        Times c at which the slope may change, at least 0, spread evenly over the first observations; a series with
        fewer of those gets one at each but the first.
    changepoint_range : float, default 0.8
        Share of the observations, from the first on, among which the slope may change; in (0, 1].
    changepoint_penalty : float, default 1.0
        :math:`\lambda` > 0. The bends are a priori normal with mean 0 and variance :math:`\sigma^2 / \lambda`, where
        :math:`\sigma^2` is that of the errors: large values give a straight line.
    seasonal_penalty : float, default 0.001
        :math:`\mu` > 0, the same for the coefficients of the season.

    Attributes
    ----------
    offset_ : float
        m, the trend at the first time.
    slope_ : float
        k, the first slope, by which the trend would rise from the first to the last time.
    deltas_ : ndarray of shape (c,)
        Changes of the slope.
    changepoints_ : ndarray of shape (c,)
        Times of these changes.
    fourier_ : ndarray of shape (order, 2)
        Rows (a_h, b_h).
    sigma2_ : float
        Variance :math:`\sigma^2` of the errors, the minimum above divided by n - 2; NaN, with a warning, for two
        values.

    See Also
    --------
    sklearn.linear_model.Ridge : on the same columns, the library it is tested against.
    ARIMA : forecasts from the last values in place of the time.

    Notes
    -----
    Time O(nd²), memory O(n + d²), with d = 2 + n_changepoints + 2 order.
    The fit is the maximum of the posterior. Offset and slope have flat priors. All is one QR decomposition, over blocks
    of rows, of the columns and the roots of the penalties; it answers as exactly as the columns allow.
    A forecast with the row x of these columns has the posterior predictive variance
    :math:`\sigma^2 (1 + x' (X'X + \Lambda)^{-1} x)`, :math:`\Lambda` being the penalties, and follows Student's t with
    n - 2 degrees of freedom. It takes the last slope to stay: bends to come are not in it.

    References
    ----------
    .. [1] S. J. Taylor and B. Letham, "Forecasting at Scale", The American Statistician 72, 2018, sections 3.1 and
       3.2 (with a Laplace prior on the bends).
    .. [2] A. Gelman et al., "Bayesian Data Analysis", 3rd ed., 2013, sections 14.2 and 14.8 (priors as observations).

    Examples
    --------
    A line with a season of period 4 is found again and continued:

    >>> model = TrendSeasonality(period=4, order=1, n_changepoints=0, seasonal_penalty=1e-9)
    >>> model.fit([1, 3, 3, 3, 5, 7, 7, 7]).forecast(4).mean.round(6).tolist()
    [9.0, 11.0, 11.0, 11.0]
    """

    def __init__(
        self,
        period: float = 12.0,
        order: int = 3,
        n_changepoints: int = 25,
        changepoint_range: float = 0.8,
        changepoint_penalty: float = 1.0,
        seasonal_penalty: float = 0.001,
    ) -> None:
        self.period = period
        self.order = order
        self.n_changepoints = n_changepoints
        self.changepoint_range = changepoint_range
        self.changepoint_penalty = changepoint_penalty
        self.seasonal_penalty = seasonal_penalty

    def fit(self, x: Any, t: Any = None) -> Self:
        """Fit to values `x` (n,), n >= 2, at rising times `t` (n,); 0, 1, ..., n - 1 when omitted."""
        period = number(self.period, "period", above=0.0)
        order = integer(self.order, "order", at_least=0)
        wanted = integer(self.n_changepoints, "n_changepoints", at_least=0)
        share = number(self.changepoint_range, "changepoint_range", above=0.0, at_most=1.0)
        stiffness = number(self.changepoint_penalty, "changepoint_penalty", above=0.0)
        damping = number(self.seasonal_penalty, "seasonal_penalty", above=0.0)
        x = as_series(x, at_least=2)
        times = frozen(np.arange(float(x.shape[0]))) if t is None else vector(t, "t")
        same_length(x, times, "x", "t")
        if t is not None and not (times[1:] > times[:-1]).all():
            raise ValueError("t must rise from each value to the next")

        n = x.shape[0]
        origin, span = float(times[0]), float(times[-1]) - float(times[0])
        if math.isinf(span):
            raise ValueError(f"t must span a finite range, got {times[0]} to {times[-1]}")
        among = max(int(share * n), 1)
        count = min(wanted, among - 1)
        places = np.linspace(0, among - 1, count + 1)[1:].round().astype(int)
        self.changepoints_ = times[places]
        bends = frozen((self.changepoints_ - origin) / span)
        penalty = np.zeros(2 + count + 2 * order)
        penalty[2 : 2 + count] = stiffness
        penalty[2 + count :] = damping
        unit = float(_safe_unit(np.abs(x).max()))
        level = float((x * unit).mean())  # the offset is free, so a level taken out beforehand changes nothing else
        centered = frozen(x * unit - level)
        beta, R = _fit(centered, times, origin, span, bends, period, order, frozen(penalty))
        beta[0] += level
        beta /= unit
        self._design, self._beta, self._triangle, self._df = (
            (origin, span, bends, period, order),
            frozen(beta),
            R,
            n - 2,
        )
        self._next = float(times[-1]), float(times[-1] - times[-2])
        self.offset_, self.slope_ = float(beta[0]), float(beta[1])
        self.deltas_ = beta[2 : 2 + count]
        self.fourier_ = beta[2 + count :].reshape(order, 2)
        self._keep_errors(abs(float(R[-1, -1])), unit)
        return self

    def _keep_errors(self, root: float, unit: float) -> None:
        """Turn the root of the minimum into the deviation and the variance of the errors, in units of the series."""
        if self._df == 0:
            self._deviation = self.sigma2_ = math.nan
            warnings.warn(
                "two values leave nothing to tell the variance of errors from; sigma2_ and all intervals are NaN",
                UndefinedWarning,
                stacklevel=3,
            )
            return
        deviation = root / math.sqrt(self._df)
        self._deviation = deviation / unit
        self.sigma2_ = variance_in_units(deviation * deviation, unit)

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "fourier_")

    def components(self, t: Any) -> TrendSeasonalityComponents:
        """Return trend and season at times `t` (m,), past or future."""
        self._check_fitted()
        return TrendSeasonalityComponents(*_components(vector(t, "t"), *self._design, self._beta))

    def predict(self, t: Any) -> FloatArray:
        """Return the sum of trend and season at times `t` (m,), past or future."""
        trend, seasonal = self.components(t)
        return trend + seasonal

    def forecast(self, h: int = 1, alpha: float = 0.05) -> Forecast:
        """Return the next h values, at steps as long as the last, and intervals of probability 1 - alpha each."""
        self._check_fitted()
        last, step = self._next
        t = frozen(last + step * np.arange(1.0, integer(h, "h", at_least=1) + 1.0))
        spread = _uncertainty(t, *self._design, self._triangle)
        return forecast_with(self.predict(t), self._deviation * np.sqrt(1.0 + spread), alpha, self._df)
