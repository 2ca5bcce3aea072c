r"""Autoregression without a search: least squares, Yule and Walker, Burg.

.. math:: x_t = c + b t + \sum_{i=1}^p \phi_i x_{t-i} + e_t
"""

from __future__ import annotations

import math
from typing import Any, Self

import numpy as np

from .._base import Estimator
from .._check import FloatArray, frozen, integer, one_of
from .._jit import kernel
from ._arima_series import as_series, prepare, trend_at, variance_in_units
from ._lag_regression import DEPENDENT
from .forecast_intervals import Forecast, forecast_with
from .partial_correlogram import _pacf_burg
from .yule_walker_equations import _yule_walker

# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _burg(y, order):
    """Return (phi, v): the coefficients whose forward and backward prediction errors are smallest, lag after lag."""
    n = y.shape[0]
    pacf = _pacf_burg(y, order, n)
    phi, before = np.zeros(order), np.zeros(order)
    v = 0.0
    for t in range(n):
        v += y[t] * y[t] / n
    for k in range(order):
        last = pacf[k + 1]
        for j in range(k):
            before[j] = phi[j]
        for j in range(k):
            phi[j] = before[j] - last * before[k - 1 - j]
        phi[k] = last
        v *= (1.0 - last) * (1.0 + last)
    return phi, v


@kernel
def _continue(phi, end, added):
    """Return the values that follow the last p, `end`, and the sums of squared weights of the innovations to come.

    `added` (h,) is what the equation holds beside past values: constant and trend.
    """
    p, h = phi.shape[0], added.shape[0]
    x, weight, total = np.empty(p + h), np.zeros(h), np.empty(h)
    for t in range(p):
        x[t] = end[t]
    for step in range(h):
        x[p + step] = added[step]
        weight[step] = 1.0 if step == 0 else 0.0
        for i in range(p):
            x[p + step] += phi[i] * x[p + step - 1 - i]
            if step - 1 - i >= 0:
                weight[step] += phi[i] * weight[step - 1 - i]
        total[step] = weight[step] * weight[step] + (total[step - 1] if step > 0 else 0.0)
    return x[p:], total


# -- estimator -------------------------------------------------------------------------------------


class AR(Estimator):
    r"""Autoregression: each value from the last p, by least squares or from the autocorrelations.

    .. math:: x_t = c + b t + \sum_{i=1}^p \phi_i x_{t-i} + e_t, \qquad \operatorname{var} e_t = \sigma^2

    Parameters
    ----------
    order : int, default 1
        How many past values p are used, at least 1.
    trend : {"c", "n", "t", "ct"}, default "c"
        What else the equation holds: a constant c, nothing, a slope b by time (t = 1, 2, ...), or both.
    method : {"ols", "yule_walker", "burg"}, default "ols"
        Least squares given the first p values; the equations of Yule and Walker; or Burg's recursion, which minimises
        forward and backward errors. The last two take the mean out (trend "c") or not ("n"), know no slope, and are
        always stationary.

    Attributes
    ----------
    ar_ : ndarray of shape (p,)
        Coefficients :math:`\phi`.
    intercept_ : float
        The constant c, 0 without one. The mean of a stationary series without slope is :math:`c / (1 - \sum \phi_i)`.
    slope_ : float
        The slope b, 0 without one.
    sigma2_ : float
        Variance of the innovations: for "ols" the mean squared residual. A warning says where double precision does not
        hold it.
    params_ : ndarray of shape (k,)
        Constant and slope, where the model has them, and the coefficients.
    param_names_ : list of str
        ``const``, ``trend``, ``ar.L1``, ..., those of `params_`.
    bse_ : ndarray of shape (k,)
        Standard errors, the roots of the diagonal of :math:`\sigma^2 (X'X)^{-1}`.
    log_likelihood_ : float
        Gaussian, given the first p values.
    aic_, bic_ : float
        -2 log L + 2 (k + 1) and -2 log L + (k + 1) log(n - p).
    residuals_ : ndarray of shape (n - p,)
        Each value from the (p + 1)-th on, less its prediction.

    Raises
    ------
    ValueError
        In `fit`, if a parameter is out of range, the series is too short or does not vary, or past values determine
        each other exactly.

    See Also
    --------
    statsmodels.tsa.ar_model.AutoReg : the library it is tested against.
    statsmodels.regression.linear_model.burg : the library that "burg" is tested against.
    yule_walker : the coefficients alone.
    ARIMA : exact likelihood, moving averages and differences.

    Notes
    -----
    Time O(np²), memory O(np).
    Least squares goes through a QR decomposition, so that nearly dependent lags cost no digits twice.

    References
    ----------
    .. [1] P. J. Brockwell and R. A. Davis, "Time Series: Theory and Methods", 2nd ed., 1991, sections 8.1 and 8.10.
    .. [2] J. P. Burg, "Maximum entropy spectral analysis", PhD thesis, Stanford University, 1975, chapter II.

    Examples
    --------
    Each value is half of the one before, plus one:

    >>> model = AR(1).fit([10.0, 6.0, 4.0, 3.0, 2.5, 2.25])
    >>> model.ar_.round(6).tolist(), round(model.intercept_, 6)
    ([0.5], 1.0)
    >>> model.forecast(2).mean.round(6).tolist()
    [2.125, 2.0625]
    """

    def __init__(self, order: int = 1, *, trend: str = "c", method: str = "ols") -> None:
        self.order = order
        self.trend = trend
        self.method = method

    def fit(self, x: Any) -> Self:
        """Estimate the model from a series, oldest value first."""
        p = integer(self.order, "order", at_least=1)
        trend = one_of(self.trend, "trend", ("c", "n", "t", "ct"))
        method = one_of(self.method, "method", ("ols", "yule_walker", "burg"))
        if method != "ols" and "t" in trend:
            raise ValueError(f"trend={trend!r} needs method='ols'; {method!r} takes 'c' or 'n'")
        extra = len(trend.replace("n", ""))
        x = as_series(x)
        fewest = 2 * p + extra + 2
        if x.shape[0] < fewest:
            raise ValueError(
                f"x is too short: order {p} with trend {trend!r} needs at least {fewest} values, got {x.shape[0]}"
            )
        center, unit = prepare(x, 0, trend, 2 * p + extra)[3:5]
        y = (x - center) * unit
        n, k = x.shape[0] - p, extra + p
        time = np.arange(p + 1.0, x.shape[0] + 1.0)
        lags = np.lib.stride_tricks.sliding_window_view(y, p + 1)[:, ::-1]
        design = np.concatenate([trend_at(time, trend), lags[:, 1:], lags[:, :1]], axis=1)
        R: FloatArray = np.asarray(np.linalg.qr(design, mode="r"))
        size = np.linalg.norm(R[:, :k], axis=0)
        if not (np.abs(R.diagonal()[:k]) > DEPENDENT * size).all():
            raise ValueError(
                f"the last {p} values determine each other exactly, so their coefficients are not defined; use a "
                "smaller order"
            )
        inverse = np.linalg.solve(R[:k, :k], np.eye(k))
        mean = float(y.mean()) if trend == "c" else 0.0
        if method == "ols":
            coefficients = inverse @ R[:k, k]
        else:
            if method == "burg":
                phi, variance = _burg(frozen(y - mean), p)
            else:
                phi, deviation = _yule_walker(frozen(y - mean), p, False, False)
                variance = deviation**2
            coefficients = np.concatenate([[mean * (1.0 - phi.sum())] * extra, phi])
        errors = lags[:, 0] - design[:, :k] @ coefficients
        squares = float(errors @ errors)
        if method == "ols":
            variance = squares / n
        self._keep(p, n, trend, coefficients, float(variance), squares, center, unit)
        scale = np.concatenate([np.full(extra, 1.0 / unit), np.ones(p)])
        spread = inverse
        if center:  # c moves with the coefficients: c = c' + center (1 - sum of phi)
            spread = inverse.copy()
            spread[0] -= center * unit * inverse[extra:].sum(0)
        self.bse_ = np.sqrt(variance * (spread**2).sum(1)) * scale
        self.residuals_ = errors / unit
        self._end, self._length = x[-p:].copy(), x.shape[0]
        return self

    def _keep(
        self,
        p: int,
        n: int,
        trend: str,
        coefficients: FloatArray,
        variance: float,
        squares: float,
        center: float,
        unit: float,
    ) -> None:
        """Turn coefficients in the unit of the computation into the attributes."""
        extra = coefficients.shape[0] - p
        self.ar_ = coefficients[extra:].copy()
        self.intercept_ = (
            float(coefficients[0]) / unit + center * (1.0 - float(self.ar_.sum())) if "c" in trend else 0.0
        )
        self.slope_ = float(coefficients[extra - 1]) / unit if "t" in trend else 0.0
        self.sigma2_ = variance_in_units(variance, unit)
        self._deviation = math.sqrt(variance) / unit
        self.params_ = np.concatenate([[self.intercept_] * ("c" in trend) + [self.slope_] * ("t" in trend), self.ar_])
        self.param_names_ = [
            *(["const"] * ("c" in trend) + ["trend"] * ("t" in trend)),
            *(f"ar.L{i + 1}" for i in range(p)),
        ]
        log_variance = math.log(2.0 * math.pi) + (math.log(variance) if variance > 0.0 else -math.inf)
        shape = squares / variance if variance > 0.0 else float(n)
        self.log_likelihood_ = -0.5 * (n * (log_variance - 2.0 * math.log(unit)) + shape)
        k = self.params_.shape[0] + 1
        self.aic_ = -2.0 * self.log_likelihood_ + 2.0 * k
        self.bic_ = -2.0 * self.log_likelihood_ + math.log(n) * k

    def forecast(self, h: int = 1, alpha: float = 0.05) -> Forecast:
        """Return the next h values with their standard errors, and intervals of probability 1 - alpha each."""
        self._check_fitted()
        h = integer(h, "h", at_least=1)
        time = np.arange(self._length + 1.0, self._length + h + 1.0)
        mean, squares = _continue(self.ar_, self._end, self.intercept_ + self.slope_ * time)
        return forecast_with(mean, np.sqrt(squares) * self._deviation, alpha)

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "params_")
