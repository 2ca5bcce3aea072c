r"""The law of large numbers: running means, and the band in which the central limit theorem expects the mean.

.. math:: \bar x_k = \frac1k \sum_{i \le k} x_i, \quad \bar x_k \pm z \frac{s_k}{\sqrt{k}}
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._check import FloatArray, number, vector
from .._distributions import _norm_ppf
from .._jit import compiled_as, kernel
from .._magnitudes import _largest, _safe_unit
from .._vector import _add


class RunningMean(NamedTuple):
    """Means of ever more values.

    Attributes
    ----------
    mean : ndarray of shape (n,)
        Mean of the first k values, for k = 1 to n.
    lower : ndarray of shape (n,)
        Lower end of the band around it; minus infinity at k = 1, where one value says nothing of the spread.
    upper : ndarray of shape (n,)
        Upper end of the band.
    """

    mean: FloatArray
    lower: FloatArray
    upper: FloatArray


@kernel
def _running_mean(x, z, mean, lower, upper):
    """Fill means and band; deviations from the first value keep the digits of a common offset."""
    unit = _safe_unit(_largest(x))
    first = unit * x[0]
    total, rest, squares, before = 0.0, 0.0, 0.0, 0.0
    for i in range(x.shape[0]):
        deviation = unit * x[i] - first
        total, rest = _add(total, rest, deviation)
        k = i + 1.0
        shifted = (total + rest) / k
        squares += (deviation - before) * (deviation - shifted)  # Welford
        before = shifted
        center = first + shifted
        half = z * np.sqrt(squares / (k * (k - 1.0))) if i > 0 else np.inf
        mean[i] = center / unit
        lower[i] = (center - half) / unit
        upper[i] = (center + half) / unit


def _running_mean_compiled(x, confidence_level=0.95):
    n = x.shape[0]
    if n == 0 or not 0.0 < confidence_level < 1.0:
        raise ValueError("x must have at least one value, and confidence_level must lie in (0, 1)")
    x = x.astype(np.float64)
    for value in x:
        if not abs(value) < np.inf:
            raise ValueError("x must be finite")
    mean, lower, upper = np.empty(n), np.empty(n), np.empty(n)
    _running_mean(x, -_norm_ppf(0.5 * (1.0 - confidence_level)), mean, lower, upper)
    return RunningMean(mean, lower, upper)


@compiled_as(_running_mean_compiled)
def running_mean(x: Any, confidence_level: float = 0.95) -> RunningMean:
    r"""Return the mean of the first k values for every k, with the band that the central limit theorem gives.

    .. math:: \bar x_k = \frac1k \sum_{i \le k} x_i, \quad \bar x_k \pm z_{(1 + c) / 2} \frac{s_k}{\sqrt{k}}

    Parameters
    ----------
    x : array_like of shape (n,)
        Values in the order in which they came, at least one.
    confidence_level : float, default 0.95
        Share c of samples whose band holds the true mean, once k is large; in (0, 1).

    Returns
    -------
    RunningMean
        ``(mean, lower, upper)``, of n entries each.

    Raises
    ------
    ValueError
        If `x` is empty, not one-dimensional, or holds NaN or infinity, or `confidence_level` is not in (0, 1).

    See Also
    --------
    numpy.cumsum : the library it is tested against, divided by 1 to n.
    moments : of the whole sample.

    Notes
    -----
    Time O(n), memory O(n).
    The band has the sample's own deviation (ddof=1) and the normal quantile: for small k it is too narrow, there
    Student's t belongs. It holds for each k by itself, not for all of them at once. Sums are compensated, and taken
    from the first value on, so a million values at an offset of 1e9 lose nothing.

    References
    ----------
    .. [1] L. Wasserman, "All of Statistics", 2004, theorems 5.6 and 5.10.

    Examples
    --------
    >>> result = running_mean([2.0, 4.0, 9.0])
    >>> result.mean
    array([2., 3., 5.])
    >>> result.upper.round(4)  # 3 + 1.96 * sqrt(2) / sqrt(2), 5 + 1.96 * sqrt(13) / sqrt(3)
    array([ inf, 4.96, 9.08])
    """
    confidence_level = number(confidence_level, "confidence_level", above=0.0, below=1.0)
    x = vector(x, "x")
    mean, lower, upper = np.empty_like(x), np.empty_like(x), np.empty_like(x)
    _running_mean(x, -_norm_ppf(0.5 * (1.0 - confidence_level)), mean, lower, upper)
    return RunningMean(mean, lower, upper)
