r"""From a bootstrap distribution to an interval: the jackknife's acceleration, the levels of BCa, and quantiles.

.. math:: a = \frac{\sum_i U_i^3}{6 \left(\sum_i U_i^2\right)^{3/2}}, \quad U_i = \bar\theta_{(\cdot)} - \theta_{(i)},
    \qquad \alpha_k = \Phi\!\left(z_0 + \frac{z_0 + z_k}{1 - a (z_0 + z_k)}\right)

where θ_(i) leaves value i out, and z_0 is the normal quantile of the share of replicates below the observed value.
"""

from __future__ import annotations

import numpy as np

from .._distributions import _norm_cdf, _norm_ppf
from .._jit import kernel

STATISTICS = ("mean", "median", "std", "var")
MEAN, MEDIAN, STD, VAR = range(4)


@kernel
def _leave_one_out(values, center, code, left_out):
    """Fill in the statistic of the values, less their mean `center`, without each of them; sorted for the median."""
    n = values.shape[0]
    half = n // 2
    squares = 0.0
    for i in range(n):
        squares += (values[i] - center) ** 2
    for i in range(n):
        deviation = values[i] - center
        if code == MEDIAN:
            if n % 2 == 0:
                left_out[i] = values[half] if i < half else values[half - 1]
            else:
                low, high = values[half if i < half else half - 1], values[half if i > half else half + 1]
                left_out[i] = 0.5 * low + 0.5 * high
        elif code == MEAN:
            left_out[i] = -deviation / (n - 1.0)
        else:
            variance = (squares - deviation * deviation * n / (n - 1.0)) / (n - 1.0)
            variance = 0.0 if variance < 0.0 else variance  # a NaN stays one
            left_out[i] = np.sqrt(variance) if code == STD else variance


@kernel
def _acceleration(left_out):
    """Return the skewness of the jackknife's values over 6 root n; NaN if they are all the same."""
    n = left_out.shape[0]
    middle, largest = 0.0, 0.0
    for value in left_out:
        middle += (value - left_out[0]) / n
    middle += left_out[0]
    for value in left_out:
        largest = max(largest, abs(middle - value))
    squares, cubes = 0.0, 0.0
    for value in left_out:
        gap = (middle - value) / largest
        squares += gap * gap
        cubes += gap * gap * gap
    return cubes / (6.0 * squares * np.sqrt(squares))


@kernel
def _bca_levels(replicates, observed, acceleration, alpha):
    """Return the levels at which to read the bootstrap distribution; NaN where they are not defined."""
    below = 0
    for value in replicates:
        below += value < observed
        below += value <= observed
    bias = _norm_ppf(below / (2.0 * replicates.shape[0]))
    low, high = bias + _norm_ppf(alpha), bias - _norm_ppf(alpha)
    if not abs(bias) < np.inf or acceleration != acceleration:
        return np.nan, np.nan
    return _norm_cdf(bias + low / (1.0 - acceleration * low)), _norm_cdf(bias + high / (1.0 - acceleration * high))


@kernel
def _quantile(ordered, level):
    """Interpolate linearly between sorted values; NaN if the level or a value is."""
    last = ordered.shape[0] - 1
    if level != level or ordered[last] != ordered[last]:
        return np.nan
    place = level * last
    below = min(np.int64(place), last)
    above = min(below + 1, last)
    share = place - below
    if ordered[below] == ordered[above]:
        return ordered[below]
    return (1.0 - share) * ordered[below] + share * ordered[above]
