r"""The exact Gaussian log-likelihood of an ARMA process.

.. math::

    \log L = -\frac12 \sum_t \left( \log 2 \pi \sigma^2 F_t + \frac{v_t^2}{\sigma^2 F_t} \right)

with the innovations v and their variances F from the Kalman filter.
"""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np

from .._check import UndefinedWarning, number, vector
from .._jit import compiled_as, kernel
from .._magnitudes import _safe_unit
from ._arma_filter import _filter
from ._partial_autocorrelations import _unconstrained

_LOG_TWO_PI = math.log(2.0 * math.pi)


@kernel
def _arma_log_likelihood(x, ar, ma, sigma2, mean):
    """Return the log-likelihood; sigma2 = 0 puts the maximising variance in. NaN where `ar` is not stationary."""
    n, p, q = x.shape[0], ar.shape[0], ma.shape[0]
    r = max(p, q + 1)
    largest = 0.0
    for t in range(n):
        largest = max(largest, abs(x[t] - mean)) if x[t] == x[t] else largest
    unit = _safe_unit(largest)
    y, phi, theta = np.empty(n), np.zeros(r), np.zeros(r + 1)
    for t in range(n):
        y[t] = (x[t] - mean) * unit
    for i in range(p):
        phi[i] = ar[i]
    theta[0] = 1.0
    for i in range(q):
        theta[i + 1] = ma[i]
    m = p + q
    exact = n > 0  # not a literal, for which Numba would compile the filter a second time
    sums, slope_S, slope_L, JJ = np.empty(3), np.empty(m), np.empty(m), np.empty((m, m))
    v, F, a, P = np.empty(n), np.empty(n), np.empty(r), np.zeros((r, r))
    if not _unconstrained(phi[:p], 1.0, np.empty(p)) or not _filter(
        y, np.empty((n, 0)), np.empty(0), phi, theta, p, q, exact, v, F, a, P, sums, slope_S, slope_L, JJ
    ):
        return np.nan
    S, L, N = sums[0], sums[1], sums[2]
    squares, log_variance = N, np.log(S / N) - 2.0 * np.log(unit)
    if sigma2 > 0.0:
        squares, log_variance = S / unit / sigma2 / unit, np.log(sigma2)
    return -0.5 * (N * (_LOG_TWO_PI + log_variance) + L + squares)


def _arma_log_likelihood_compiled(x, ar, ma, sigma2=None, mean=0.0):
    variance = 0.0 if sigma2 is None else float(sigma2)
    if x.shape[0] == 0 or (sigma2 is not None and not 0.0 < variance < np.inf):
        raise ValueError("arma_log_likelihood: x must not be empty, sigma2 must be above 0")
    if np.isinf(x).any() or not (np.isfinite(ma).all() and np.isfinite(mean)):
        raise ValueError("arma_log_likelihood: x must not hold infinity, ma and mean must be finite")
    result = _arma_log_likelihood(x, ar, ma, variance, float(mean))
    if np.isnan(result):
        raise ValueError("arma_log_likelihood: ar must be stationary, and x must hold a known, finite value")
    return result


@compiled_as(_arma_log_likelihood_compiled)
def arma_log_likelihood(x: Any, ar: Any, ma: Any, sigma2: float | None = None, mean: float = 0.0) -> float:
    r"""Return the exact Gaussian log-likelihood of a stationary ARMA process.

    .. math:: x_t - \mu = \sum_{i=1}^p \phi_i (x_{t-i} - \mu) + e_t + \sum_{j=1}^q \theta_j e_{t-j}, \qquad
              e_t \sim N(0, \sigma^2)

    Parameters
    ----------
    x : array_like of shape (n,)
        The series, oldest value first. NaN marks a value that was not observed; at least one was.
    ar : array_like of shape (p,)
        Coefficients :math:`\phi` of the past values, stationary; empty for none.
    ma : array_like of shape (q,)
        Coefficients :math:`\theta` of the past innovations, any; empty for none.
    sigma2 : float, optional
        Variance of the innovations, above 0. When omitted, the one that makes the likelihood largest.
    mean : float, default 0.0
        The mean :math:`\mu`.

    Returns
    -------
    float
        The logarithm of the joint density of the observed values; infinity, with a warning, where they all equal the
        mean and `sigma2` is omitted: the smaller the variance, the larger the density.

    Raises
    ------
    ValueError
        If `ar` is not stationary, `sigma2` is not above 0, no value is known, or one is infinite.

    See Also
    --------
    statsmodels.tsa.arima.model.ARIMA : the library it is tested against; ``loglike`` of a model without differencing.
    ARIMA : finds the coefficients that make it largest.

    Notes
    -----
    Time O(n (p + q)²), memory O(n + (p + q)²).
    Once the filter's variance has settled, which invertible coefficients bring about within some tens of values, the
    rest takes O(p + q) a value.

    References
    ----------
    .. [1] A. C. Harvey, "Time Series Models", 2nd ed., 1993, sections 4.3 and 4.4.
    .. [2] G. Gardner, A. C. Harvey and G. D. A. Phillips, "Algorithm AS 154: an algorithm for exact maximum likelihood
       estimation of autoregressive-moving average models by means of Kalman filtering", Applied Statistics 29, 1980.

    Examples
    --------
    White noise of variance 1: each value adds -(log 2π + x²) / 2.

    >>> round(arma_log_likelihood([1.0, -1.0], [], [], sigma2=1.0), 6)
    -2.837877

    With :math:`\phi = 0.6` the first value has variance 1 / (1 - 0.36) and the second innovation is 1 - 0.6:

    >>> round(arma_log_likelihood([1.0, 1.0], [0.6], [], sigma2=1.0), 6)
    -2.461021
    """
    x = vector(x, "x", finite=False)
    if not np.isfinite(x).any() or np.isinf(x).any():
        raise ValueError("x must hold at least one known value and no infinity; NaN marks what is missing")
    ar, ma = vector(ar, "ar", at_least=0), vector(ma, "ma", at_least=0)
    variance = 0.0 if sigma2 is None else number(sigma2, "sigma2", above=0.0)
    result = float(_arma_log_likelihood(x, ar, ma, variance, number(mean, "mean")))
    if math.isnan(result):
        raise ValueError(f"ar must be stationary: every root of 1 - ar[0] z - ... outside the unit circle, got {ar}")
    if result == math.inf:
        warnings.warn(
            "every known value equals the mean, so the likelihood has no largest value; infinity was returned",
            UndefinedWarning,
            stacklevel=2,
        )
    return result
