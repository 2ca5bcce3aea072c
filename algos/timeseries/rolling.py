r"""Moments of every window of a series, each in constant time and without drift.

.. math:: \bar x_i = \frac1w \sum_{t=i}^{i+w-1} x_t, \qquad M_{p,i} = \sum_{t=i}^{i+w-1} (x_t - \bar x_i)^p

Sums that take a value in and another out carry the rounding of values long gone. Here the series is cut into blocks
as long as the window, and a window is the end of one block and the start of the next: moments of all ends and all
starts are built value by value, and each window merges one pair. Nothing is ever subtracted.
"""

from __future__ import annotations

import math
import warnings
from typing import Any, NamedTuple

import numpy as np

from .._check import FloatArray, UndefinedWarning, integer, vector
from .._jit import compiled_as, kernel
from .._options import whole_within
from ._autocovariance import _scan, require_finite


class RollingMoments(NamedTuple):
    """Moments of the windows that start at 0, 1, ..., n - w.

    Attributes
    ----------
    mean : ndarray of shape (n - w + 1,)
        Mean of each window.
    variance : ndarray of shape (n - w + 1,)
        Squared deviations from it, divided by w - ddof.
    skewness : ndarray of shape (n - w + 1,)
        Third standardised moment; NaN where all values of a window are equal.
    kurtosis : ndarray of shape (n - w + 1,)
        Fourth standardised moment less 3, which is 0 for the normal distribution; NaN likewise.
    """

    mean: FloatArray
    variance: FloatArray
    skewness: FloatArray
    kurtosis: FloatArray


@kernel
def _include(value, n, part, mean, m2, m3, m4):
    """Return the moments of n values, given those of n - 1 of them and the last one; `part` is 1 / n."""
    delta = value - mean
    step = delta * part
    grown = delta * step * (n - 1.0)
    up4 = m4 + grown * step * step * (n * n - 3.0 * n + 3.0) + 6.0 * step * step * m2 - 4.0 * step * m3
    up3 = m3 + grown * step * (n - 2.0) - 3.0 * step * m2
    return mean + step, m2 + grown, up3, up4


@kernel
def _merge(a, mean_a, a2, a3, a4, b, mean_b, b2, b3, b4, part):
    """Return the moments of a and b values together; `part` is 1 / (a + b)."""
    delta = mean_b - mean_a
    step = delta * part
    both = delta * step * a * b
    m2 = a2 + b2 + both
    m3 = a3 + b3 + both * step * (a - b) + 3.0 * step * (a * b2 - b * a2)
    m4 = a4 + b4 + both * step * step * (a * a - a * b + b * b)
    m4 += 6.0 * step * step * (a * a * b2 + b * b * a2) + 4.0 * step * (a * b3 - b * a3)
    return mean_a + step * b, m2, m3, m4


@kernel
def _rolling_moments(x, window, ddof):
    """Return (mean, variance, skewness, kurtosis) by window, and whether some window holds equal values only."""
    n = x.shape[0]
    out = np.empty((4, n - window + 1))
    mean, variance, skewness, kurtosis = out[0], out[1], out[2], out[3]
    exponent = math.frexp(_scan(x)[1])[1]
    unit = 2.0 ** -min(max(exponent, -1020), 1020) if abs(exponent) > 100 else 1.0  # fourth powers stay within range
    parts = 1.0 / np.arange(1.0, window + 1.0)
    whole, degrees = parts[window - 1], float(window - ddof)
    ends = np.empty((window, 4))
    flat = False
    for block in range(0, n - window + 1, window):
        near = x[block + window - 1] * unit  # the moments are those about a value nearby: a far origin costs digits
        m, m2, m3, m4 = 0.0, 0.0, 0.0, 0.0
        for back in range(window):
            m, m2, m3, m4 = _include(x[block + window - 1 - back] * unit - near, back + 1.0, parts[back], m, m2, m3, m4)
            ends[back, 0], ends[back, 1], ends[back, 2], ends[back, 3] = m, m2, m3, m4
        m, m2, m3, m4 = 0.0, 0.0, 0.0, 0.0
        for i in range(min(window, n - window + 1 - block)):
            if i > 0:
                m, m2, m3, m4 = _include(x[block + window + i - 1] * unit - near, float(i), parts[i - 1], m, m2, m3, m4)
            back = window - 1 - i
            middle, s2, s3, s4 = _merge(
                back + 1.0, ends[back, 0], ends[back, 1], ends[back, 2], ends[back, 3], float(i), m, m2, m3, m4, whole
            )
            at = block + i
            flat |= s2 == 0.0
            mean[at] = (near + middle) / unit
            variance[at] = s2 / degrees / unit / unit
            skewness[at] = math.sqrt(window) * s3 / (s2 * math.sqrt(s2))
            kurtosis[at] = window * s4 / (s2 * s2) - 3.0
    return mean, variance, skewness, kurtosis, flat


def _rolling_moments_compiled(x, window, ddof=0):
    width = whole_within(window, 1, x.shape[0])
    lost = whole_within(ddof, 0, width - 1)
    if lost < 0:
        raise ValueError("rolling_moments: window must be above ddof and at most the length of x, ddof not negative")
    require_finite(x)
    mean, variance, skewness, kurtosis, _ = _rolling_moments(x, width, lost)
    return RollingMoments(mean, variance, skewness, kurtosis)


@compiled_as(_rolling_moments_compiled)
def rolling_moments(x: Any, window: int, ddof: int = 0) -> RollingMoments:
    r"""Return mean, variance, skewness and kurtosis of every window of a series.

    .. math:: \bar x_i = \frac1w \sum_{t=i}^{i+w-1} x_t, \qquad M_{p,i} = \sum_{t=i}^{i+w-1} (x_t - \bar x_i)^p, \qquad
              s_i^2 = \frac{M_{2,i}}{w - \text{ddof}}, \qquad
              g_i = \frac{\sqrt w\, M_{3,i}}{M_{2,i}^{3/2}}, \qquad k_i = \frac{w M_{4,i}}{M_{2,i}^2} - 3

    Parameters
    ----------
    x : array_like of shape (n,)
        The series, oldest value first; finite.
    window : int
        Length w of the window, ddof < w <= n.
    ddof : int, default 0
        What the divisor of the variance is less than w: 0 describes the window, 1 estimates without bias.

    Returns
    -------
    RollingMoments
        ``mean``, ``variance``, ``skewness`` and ``kurtosis``, each (n - w + 1,); the last two are NaN, with a warning,
        for windows of equal values.

    Raises
    ------
    ValueError
        If the window is longer than the series or not above ddof, or a value is not finite.

    See Also
    --------
    numpy.lib.stride_tricks.sliding_window_view : with mean and var, the library it is tested against.
    pandas.DataFrame.rolling : the same with ddof 1, and drift.
    adfuller : a test of what a moving mean only suggests.

    Notes
    -----
    Time O(n), memory O(n).
    A stationary series has the same mean and variance in every window, up to chance.

    References
    ----------
    .. [1] P. Pébay, "Formulas for Robust, One-Pass Parallel Computation of Covariances and Arbitrary-Order
       Statistical Moments", Sandia report SAND2008-6212, 2008, equations 1.1 to 1.6 and 2.1 to 2.3.
    .. [2] M. van Herk, "A fast algorithm for local minimum and maximum filters on rectangular and octagonal kernels",
       Pattern Recognition Letters 13, 1992, section 2 (the cut into blocks).

    Examples
    --------
    >>> moments = rolling_moments([1, 3, 5, 10], window=2)
    >>> moments.mean.tolist(), moments.variance.tolist()
    ([2.0, 4.0, 7.5], [1.0, 1.0, 6.25])
    """
    ddof = integer(ddof, "ddof", at_least=0)
    window = integer(window, "window", at_least=ddof + 1)
    x = vector(x, "x")
    if window > x.shape[0]:
        raise ValueError(f"window must be at most the number of values: expected up to {x.shape[0]}, got {window}")
    mean, variance, skewness, kurtosis, flat = _rolling_moments(x, window, ddof)
    if flat:
        warnings.warn(
            "a window of equal values has no skewness and no kurtosis; NaN was returned",
            UndefinedWarning,
            stacklevel=2,
        )
    return RollingMoments(mean, variance, skewness, kurtosis)
