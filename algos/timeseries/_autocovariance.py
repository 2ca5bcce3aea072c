r"""Sums of lagged products of a series, which everything about autocorrelation stands on.

.. math:: s_k = \sum_{t=0}^{n-k-1} y_t y_{t+k}, \qquad y_t = x_t - \bar x

`_center` writes y with zeros behind it, so that a pass over the series may run several lags past its end.
"""

from __future__ import annotations

import numpy as np

from .._jit import REASSOCIATE, adapter_part, kernel
from .._magnitudes import _safe_unit
from .._vector import _add

LAGS = 8
"""Lags in one pass: nine loads feed eight multiplications, where one lag at a time needs sixteen."""

BLOCK = 2048
"""Products summed before their total joins a compensated sum: 16 kB of doubles, half of a core's first cache."""


@kernel(fastmath=REASSOCIATE)
def _scan(x):
    """Return the sum, the largest magnitude, and whether all values are equal."""
    total, high, differs = 0.0, np.int64(0), False
    first = x[0]
    for t in range(x.shape[0]):
        total += x[t]
        bits = np.float64(abs(x[t])).view(np.int64)  # ordered as the magnitudes are, and LLVM vectorises their maximum
        high = bits if bits > high else high
        differs |= x[t] != first
    return total, np.int64(high).view(np.float64), not differs


@adapter_part
def require_finite(x):
    """Raise if a compiled caller's series holds NaN or infinity."""
    if not _scan(x)[1] < np.inf:
        raise ValueError("x must hold finite values only")


@kernel(fastmath=REASSOCIATE)
def _subtract(x, unit, mean, y):
    """Write y = x * unit - mean and return its sum."""
    total = 0.0
    for t in range(x.shape[0]):
        deviation = x[t] * unit - mean
        y[t] = deviation
        total += deviation
    return total


@kernel
def _center(x, demean):
    """Return y = (x - mean) * unit followed by `LAGS` zeros, the unit, and whether the series is constant.

    The mean is taken twice: what its rounding left in y is taken out as well. Without `demean` y = x * unit, and
    only a series of zeros counts as constant.
    """
    n = x.shape[0]
    y = np.empty(n + LAGS)
    y[n:] = 0.0
    values = y[:n]
    total, largest, constant = _scan(x)
    unit = _safe_unit(largest)
    if not demean:
        _subtract(x, unit, 0.0, values)
        return y, unit, largest == 0.0
    if constant:
        values[:] = 0.0
    else:
        mean = total / n if unit == 1.0 else _subtract(x, unit, 0.0, values) / n
        left = _subtract(x, unit, mean, values) / n
        _subtract(values, 1.0, left, values)
    return y, unit, constant


@kernel(fastmath=REASSOCIATE)
def _eight_products(a, b0, b1, b2, b3, b4, b5, b6, b7):
    """Return the dot products of one block with itself at eight lags."""
    s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = 0.0
    for t in range(a.shape[0]):
        v = a[t]
        s0 += v * b0[t]
        s1 += v * b1[t]
        s2 += v * b2[t]
        s3 += v * b3[t]
        s4 += v * b4[t]
        s5 += v * b5[t]
        s6 += v * b6[t]
        s7 += v * b7[t]
    return s0, s1, s2, s3, s4, s5, s6, s7


@kernel
def _lagged_products(y, z, lags):
    """Return s_k = sum of y_t z_(t+k) for k = 0..lags; both are followed by `LAGS` zeros and lags < n."""
    n = y.shape[0] - LAGS
    groups = lags // LAGS + 1
    total, rest = np.zeros(groups * LAGS), np.zeros(groups * LAGS)
    for group in range(groups):
        k = group * LAGS
        for start in range(0, n - k, BLOCK):
            m = min(BLOCK, n - k - start)
            at = start + k
            parts = _eight_products(
                y[start : start + m],
                z[at : at + m],
                z[at + 1 : at + 1 + m],
                z[at + 2 : at + 2 + m],
                z[at + 3 : at + 3 + m],
                z[at + 4 : at + 4 + m],
                z[at + 5 : at + 5 + m],
                z[at + 6 : at + 6 + m],
                z[at + 7 : at + 7 + m],
            )
            for j in range(LAGS):
                total[k + j], rest[k + j] = _add(total[k + j], rest[k + j], parts[j])
    return total[: lags + 1] + rest[: lags + 1]


@kernel
def _autocovariance(y, lags, adjusted):
    """Return c_k = s_k / n, or s_k / (n - k) if adjusted, for k = 0..lags < n; y comes from `_center`."""
    n = y.shape[0] - LAGS
    c = _lagged_products(y, y, lags)
    for k in range(lags + 1):
        c[k] /= n - k if adjusted else n
    return c
