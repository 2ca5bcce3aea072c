r"""ARIMA models by maximum likelihood, after Box and Jenkins.

.. math:: \phi(B) (1 - B)^d (x_t - \mu_t) = \theta(B) e_t
"""

from __future__ import annotations

import math
import warnings
from typing import Any, Self

import numpy as np

from .._base import Estimator
from .._check import FloatArray, UndefinedWarning, integer, number, one_of
from ._arima_forecast import _forecast
from ._arima_series import Series, as_series, prepare, trend_at, variance_in_units
from ._arma_estimate import Estimate, estimate, passes_per_call
from ._arma_information import _information
from ._partial_autocorrelations import _unconstrained
from .differencing import difference
from .forecast_intervals import Forecast, forecast_with

_NEAR_UNIT_ROOT = 5.0
"""A random walk's estimated root lies within this over N of 1 more often than not (Dickey and Fuller, 1979)."""


class ARIMA(Estimator):
    r"""Autoregression and moving average of a differenced series, with an optional trend.

    .. math:: w_t = (1 - B)^d (x_t - \beta_0 - \beta_1 t), \qquad
              w_t = \sum_{i=1}^p \phi_i w_{t-i} + e_t + \sum_{j=1}^q \theta_j e_{t-j}, \qquad e_t \sim N(0, \sigma^2)

    Parameters
    ----------
    p : int, default 1
        Number of autoregressive coefficients, at least 0.
    d : int, default 0
        How many times the series is differenced, at least 0.
    q : int, default 0
        Number of moving-average coefficients, at least 0.
    trend : {"n", "c", "t", "ct"} or None, default None
        No trend, a constant, a slope by time (t = 1, 2, ...), or both, around which the errors are an ARIMA process.
        None is "c" for d = 0 and "n" otherwise. Differencing removes constants, so d = 1 takes "n" or "t" (a drift),
        and d > 1 only "n".
    method : {"css-ml", "ml", "css"}, default "css-ml"
        Exact maximum likelihood from several starts, the conditional sum of squares' estimate among them; without that
        start; or the conditional sum of squares alone, given the first p values.
    tol : float, default 1e-10
        Stop when the next step promises less than this of log-likelihood, above 0.
    max_iter : int, default 500
        Steps at most, of all starts together.

    Attributes
    ----------
    ar_ : ndarray of shape (p,)
        Coefficients :math:`\phi`, stationary.
    ma_ : ndarray of shape (q,)
        Coefficients :math:`\theta`, invertible.
    intercept_ : float
        The constant :math:`\beta_0` of the trend, 0 without one: the mean of the series, where there is no slope.
    drift_ : float
        The slope :math:`\beta_1` of the trend, 0 without one.
    sigma2_ : float
        Variance :math:`\sigma^2` of the innovations; infinite or too small for its digits, with a warning, where double
        precision does not hold the square of the series' unit. Forecasts do not pass through it.
    params_ : ndarray of shape (k,)
        All estimates, in the order of `param_names_`.
    param_names_ : list of str
        ``const``, ``drift``, ``ar.L1``, ..., ``ma.L1``, ..., ``sigma2``, those that the model has.
    bse_ : ndarray of shape (k,)
        Standard errors from the observed information; NaN, with a warning, where that is singular.
    log_likelihood_ : float
        Of the differenced series, at its maximum; for "css", given the first p values and innovations of zero before.
    aic_, bic_ : float
        -2 log L + 2k and -2 log L + k log N.
    residuals_ : ndarray of shape (n - d,)
        Innovations: each value less its forecast from those before; NaN where the value is missing.
    n_iter_ : int
        Steps taken, of all starts.
    converged_ : bool
        Whether `tol` was reached.

    Raises
    ------
    ValueError
        In `fit`, if a parameter is out of range, the series is too short, does not vary after differencing, or has gaps
        where it is to be differenced.

    See Also
    --------
    statsmodels.tsa.arima.model.ARIMA : the library it is tested against.
    arma_log_likelihood : what is made as large as possible.
    AR : autoregression by least squares, without a search.
    difference : the d.

    Notes
    -----
    Time O(n (p + q)²) a step, memory O(n).
    Ten to thirty steps are usual. Every one is a Gauss-Newton step on the likelihood, with exact derivatives.
    Where a model has more coefficients than the series supports, or a root near the unit circle, the likelihood has
    several maxima. There the search takes hundreds of steps: it also starts near unit roots and at the maxima of all
    smaller models, so that none of these is likelier in the end. `converged_` is False where `max_iter` or the digits
    of the likelihood ended it.
    The likelihood is that of the differences alone. statsmodels by default keeps the levels, with a variance of 1e6
    before the first, which approximates this; ``SARIMAX(..., simple_differencing=True)`` is the same.
    A warning says so when the autoregression cannot be told from a unit root (the inverse of a root within 5 / N
    of 1): raise d by one.
    Gaps (NaN) are allowed for d = 0, and do without the conditional sum of squares.

    References
    ----------
    .. [1] G. E. P. Box, G. M. Jenkins, G. C. Reinsel and G. M. Ljung, "Time Series Analysis", 5th ed., 2016,
       chapters 4, 5 and 7.
    .. [2] A. C. Harvey, "Time Series Models", 2nd ed., 1993, section 4.4.
    .. [3] J. F. Monahan, "A note on enforcing stationarity in autoregressive-moving average models", Biometrika 71,
       1984.

    Examples
    --------
    A random walk goes on where it is; its variance is the mean square of the steps 2, -1, 2, 1:

    >>> model = ARIMA(0, 1, 0).fit([1.0, 3.0, 2.0, 4.0, 5.0])
    >>> model.sigma2_
    2.5
    >>> forecast = model.forecast(2)
    >>> forecast.mean.tolist(), (forecast.standard_error**2).round(6).tolist()
    ([5.0, 5.0], [2.5, 5.0])
    """

    def __init__(
        self,
        p: int = 1,
        d: int = 0,
        q: int = 0,
        *,
        trend: str | None = None,
        method: str = "css-ml",
        tol: float = 1e-10,
        max_iter: int = 500,
    ) -> None:
        self.p = p
        self.d = d
        self.q = q
        self.trend = trend
        self.method = method
        self.tol = tol
        self.max_iter = max_iter

    def fit(self, x: Any) -> Self:
        """Estimate the model from a series, oldest value first."""
        p, d, q = (integer(getattr(self, name), name, at_least=0) for name in "pdq")
        method = one_of(self.method, "method", ("css-ml", "ml", "css"))
        tol, max_iter = number(self.tol, "tol", above=0.0), integer(self.max_iter, "max_iter", at_least=1)
        trend = self._trend(d)
        series = prepare(as_series(x, finite=False), d, trend, p + q + len(trend.replace("n", "")) + 1)
        gaps = series.n_values < series.y.shape[0]
        if gaps and method == "css":
            raise ValueError("Input x contains NaN; the conditional sum of squares needs every value: use method='ml'")
        exact = method != "css"
        conditional = method != "ml" and not gaps
        found = estimate(series.y, series.X, p, q, conditional, exact, tol, max_iter)
        self.n_iter_, self.converged_ = found.n_iter, found.converged
        self._trend_used, self._state = trend, (found.phi, found.theta, found.a, found.P)
        self._keep(series, p, d, q, found)
        return self

    def _trend(self, d: int) -> str:
        trend = one_of(self.trend, "trend", (None, "n", "c", "t", "ct"))
        if trend is None:
            return "c" if d == 0 else "n"
        if (d > 0 and "c" in trend) or (d > 1 and "t" in trend):
            allowed = "'t' or 'n'" if d == 1 else "'n'"
            raise ValueError(f"trend={trend!r} would be removed by d = {d} differences; use {allowed}")
        return str(trend)

    def _keep(self, series: Series, p: int, d: int, q: int, found: Estimate) -> None:
        """Turn what the kernels found into the attributes, in the units of the series."""
        exact, unit, trend = self.method != "css", series.unit, self._trend_used
        phi, theta, beta, v, F = found[:5]
        used = ~np.isnan(v)
        if not exact:
            used[:p] = False
        N = int(used.sum())
        sigma2 = float((v[used] ** 2 / F[used]).sum()) / N
        self._variance = sigma2
        self.ar_, self.ma_ = phi[:p].copy(), theta[1 : q + 1].copy()
        coefficients = beta / unit
        coefficients[: 1 if series.center else 0] += series.center
        self.intercept_ = float(coefficients[0]) if "c" in trend else 0.0
        self.drift_ = float(coefficients[-1]) if "t" in trend else 0.0
        self.sigma2_ = variance_in_units(sigma2, unit)
        self.params_ = np.concatenate([coefficients, self.ar_, self.ma_, [self.sigma2_]])
        self.param_names_ = [
            *(["const"] * ("c" in trend) + ["drift"] * ("t" in trend)),
            *(f"ar.L{i + 1}" for i in range(p)),
            *(f"ma.L{j + 1}" for j in range(q)),
            "sigma2",
        ]
        log_variance = math.log(2.0 * math.pi) + math.log(sigma2) - 2.0 * math.log(unit)
        self.log_likelihood_ = -0.5 * (N * (log_variance + 1.0) + float(np.log(F[used]).sum()))
        self.aic_ = -2.0 * self.log_likelihood_ + 2.0 * self.params_.shape[0]
        self.bic_ = -2.0 * self.log_likelihood_ + math.log(N) * self.params_.shape[0]
        self.residuals_ = v / unit
        self.bse_ = self._standard_errors(series, p, q, beta, exact, N)
        t = np.arange(1.0, series.x.shape[0] + 1.0)
        rest = (series.x - trend_at(t, trend) @ coefficients)[-d:] * unit if d else np.empty(0)
        self._levels = np.array([difference(rest, order)[-1] if order else rest[-1] for order in range(d)])
        self._length, self._unit = series.x.shape[0], unit
        near = min(0.5, _NEAR_UNIT_ROOT / N)
        edge = not _unconstrained(self.ar_, 1.0 / (1.0 - near), np.empty(p))
        if edge and np.abs(np.roots(np.concatenate([[1.0], -self.ar_])) - 1.0).min() < near:
            warnings.warn(
                "the autoregressive part cannot be told from a unit root: the series looks non-stationary, and its "
                f"mean and long forecasts mean little; try d = {d + 1}",
                stacklevel=3,
            )

    def _standard_errors(self, series: Series, p: int, q: int, beta: FloatArray, exact: bool, N: int) -> FloatArray:
        m, b = p + q + beta.shape[0], beta.shape[0]
        z, information = np.concatenate([self.ar_, self.ma_, beta]), np.full((m + 1, m + 1), np.nan)
        variance, squares, inside = np.full(m + 1, np.nan), np.empty(m), True
        rows = 1 + passes_per_call(series.y.shape[0], p, q, b) // 2
        for start in range(0, m or 1, rows):
            more = start, min(start + rows, m), squares, information
            inside &= _information(series.y, series.X, p, q, exact, z, self._variance, float(N), *more)
        information = 0.5 * (information + information.T)
        with np.errstate(all="ignore"):  # at the edge an entry of the diagonal can be 0
            scale = 1.0 / np.sqrt(np.abs(information.diagonal()))
            scaled = information * scale * scale[:, None]
        if inside and np.isfinite(scaled).all():
            values, vectors = np.linalg.eigh(scaled)
            if values[0] > 1e-10 * values[-1]:
                variance = (vectors**2 / values).sum(1) * scale**2
        if np.isnan(variance).any():
            warnings.warn(
                "the information matrix is singular: at the edge of the stationary or invertible region, or p and q "
                "are larger than the series supports; the standard errors are NaN",
                UndefinedWarning,
                stacklevel=4,
            )
        errors = np.sqrt(variance)
        errors[p + q : m] /= series.unit
        with np.errstate(over="ignore", under="ignore"):  # as sigma2_ itself, of which a warning has told
            errors[m] = errors[m] / series.unit / series.unit
        return np.concatenate([errors[p + q : p + q + b], errors[: p + q], errors[m:]])

    def forecast(self, h: int = 1, alpha: float = 0.05) -> Forecast:
        """Return the next h values with their standard errors, and intervals of probability 1 - alpha each."""
        self._check_fitted()
        h = integer(h, "h", at_least=1)
        phi, theta, a, P = self._state
        mean, variance = _forecast(phi, theta, a, P, self._levels, h)
        t = np.arange(self._length + 1.0, self._length + h + 1.0)
        trend = trend_at(t, self._trend_used) @ self.params_[: len(self._trend_used.replace("n", ""))]
        return forecast_with(mean / self._unit + trend, np.sqrt(variance * self._variance) / self._unit, alpha)

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "params_")
