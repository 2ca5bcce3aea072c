r"""The Yule-Walker equations: the coefficients of an autoregression from the autocovariances of a series."""

from __future__ import annotations

import math
import warnings
from typing import Any, NamedTuple

import numpy as np

from .._check import FloatArray, UndefinedWarning, boolean, integer, vector
from .._jit import compiled_as, kernel
from .._options import whole_within
from ._autocovariance import _autocovariance, _center, require_finite
from ._levinson_durbin import _levinson_durbin


class YuleWalker(NamedTuple):
    """An autoregression that fits the autocovariances.

    Attributes
    ----------
    coefficients : ndarray of shape (p,)
        The weights of x_(t-1), ..., x_(t-p), each less the mean.
    sigma : float
        Standard deviation of the innovations, in the unit of the series.
    """

    coefficients: FloatArray
    sigma: float


@kernel
def _yule_walker(x, order, adjusted, demean):
    """Return (coefficients, sigma); both are NaN for a constant series, sigma where the variance is negative."""
    y, unit, constant = _center(x, demean)
    if constant:
        return np.full(order, np.nan), np.nan
    phi, _, v = _levinson_durbin(_autocovariance(y, order, adjusted), order)
    return phi, math.sqrt(v[order]) / unit if v[order] >= 0.0 else np.nan


def _yule_walker_compiled(x, order=1, adjusted=True, demean=True):
    p = whole_within(order, 1, x.shape[0] - 1)
    if p < 1:
        raise ValueError("yule_walker: order must be at least 1 and less than the length of x")
    coefficients, sigma = _yule_walker(x, p, adjusted, demean)
    if sigma != sigma:
        require_finite(x)
    return YuleWalker(coefficients, sigma)


@compiled_as(_yule_walker_compiled)
def yule_walker(x: Any, order: int = 1, adjusted: bool = True, demean: bool = True) -> YuleWalker:
    r"""Return the coefficients of an autoregression by the method of moments.

    .. math:: \sum_{j=1}^p c_{|i-j|} \phi_j = c_i \quad (i = 1..p), \qquad
              \sigma^2 = c_0 - \sum_{j=1}^p \phi_j c_j

    Parameters
    ----------
    x : array_like of shape (n,)
        The series, oldest value first; finite.
    order : int, default 1
        Order p of the autoregression, 1 <= p < n.
    adjusted : bool, default True
        Divide the k-th sum of products by n - k; otherwise by n, which always gives a stationary model.
    demean : bool, default True
        Subtract the mean first.

    Returns
    -------
    YuleWalker
        ``coefficients`` (p,) and ``sigma``, the standard deviation of the innovations. Both are NaN, with a warning,
        for a constant series, and sigma is where adjusted autocovariances belong to no process.

    Raises
    ------
    ValueError
        If the order is not below the length of the series, or a value is not finite.

    See Also
    --------
    statsmodels.regression.linear_model.yule_walker : the library it is tested against.
    scipy.linalg.solve_toeplitz : the equations alone.
    pacf : the last coefficient of every order.

    Notes
    -----
    Time O(np + p²), memory O(n + p).
    The equations are solved by the recursion of Levinson and Durbin.

    References
    ----------
    .. [1] P. J. Brockwell and R. A. Davis, "Time Series: Theory and Methods", 2nd ed., 1991, sections 8.1 and 8.2.

    Examples
    --------
    Of 1, 2, 3, 4, 5 the autocovariances are 2 and 0.8, so the coefficient is 0.4 and the variance 2 - 0.4 · 0.8.

    >>> fit = yule_walker([1, 2, 3, 4, 5], order=1, adjusted=False)
    >>> fit.coefficients.tolist(), round(fit.sigma**2, 12)
    ([0.4], 1.68)
    """
    order = integer(order, "order", at_least=1)
    adjusted, demean = boolean(adjusted, "adjusted"), boolean(demean, "demean")
    x = vector(x, "x", finite=False)
    if order >= x.shape[0]:
        raise ValueError(f"order must be less than the number of values: expected below {x.shape[0]}, got {order}")
    coefficients, sigma = _yule_walker(x, order, adjusted, demean)
    if sigma != sigma:
        vector(x, "x")
        warnings.warn(
            "the Yule-Walker equations of this series have no solution that is a process; NaN was returned",
            UndefinedWarning,
            stacklevel=2,
        )
    return YuleWalker(coefficients, float(sigma))
