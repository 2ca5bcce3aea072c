r"""Mean and sum of squared deviations of a sample, in one pass over memory.

Blocks that the cache holds are passed over twice, first for the mean, then for the deviations from it, and merged:

.. math:: M = M_a + M_b + \delta^2 \frac{n_a n_b}{n_a + n_b}, \qquad \delta = \bar x_b - \bar x_a

(Chan, Golub and LeVeque, "Algorithms for Computing the Sample Variance", The American Statistician 37, 1983, equation
2.1). The mean is kept as its distance from the first value, so that neither a constant sample nor one far from zero
loses anything to rounding: the squares of a constant sample are exactly zero.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._check import FloatArray, vector
from .._jit import kernel
from .._magnitudes import _largest, _unit
from .._sums import _deviations, _sum_from

_BLOCK = 1024
_LEAST, _MOST = 2.0**-900, 2.0**900  # sums of squares outside are computed again from scaled values


def sample(x: Any, name: str, at_least: int = 2) -> FloatArray:
    """Return a sample as a read-only vector; NaN and infinity pass, for a result that is NaN."""
    return vector(x, name, finite=False, at_least=at_least)


@kernel
def _squares_about(x, center):
    """Return the sum of squared deviations; the sum of the deviations takes out what rounding the center put in."""
    rest, squares = _deviations(x, center)
    return squares - rest * rest / x.shape[0]


@kernel
def _merge_block(n, offset, squares, origin, block):
    """Add a block to the statistic (n, mean - origin, squared deviations)."""
    m = block.shape[0]
    inside = _sum_from(block, block[0]) / m
    delta = (block[0] - origin) + inside - offset
    share = m / (n + m)
    squares += _squares_about(block, block[0] + inside) + delta * delta * (n * share)
    return n + m, offset + delta * share, squares


@kernel
def _offset_squares(x):
    """Return the mean's distance from x[0], and the sum of squared deviations."""
    n, offset, squares = 0, 0.0, 0.0
    for start in range(0, x.shape[0], _BLOCK):
        n, offset, squares = _merge_block(n, offset, squares, x[0], x[start : start + _BLOCK])
    return offset, squares


@kernel
def _offset_root(x):
    """Return the mean's distance from x[0], and the root of the sum of squared deviations, at any scale."""
    offset, squares = _offset_squares(x)
    if _LEAST < squares < _MOST:
        return offset, np.sqrt(squares)
    largest = _largest(x)
    if not 0.0 < largest < np.inf:
        return offset, np.sqrt(squares)
    unit = _unit(largest)
    offset, squares = _offset_squares(x * unit)
    return offset / unit, np.sqrt(squares) / unit


@kernel
def _paired_offset_root(a, b):
    """Return the same of the differences a - b, whose first is taken as the origin."""
    n, offset, squares, origin = 0, 0.0, 0.0, a[0] - b[0]
    differences = np.empty(min(_BLOCK, a.shape[0]))
    for start in range(0, a.shape[0], _BLOCK):
        left, right = a[start : start + _BLOCK], b[start : start + _BLOCK]
        for i in range(left.shape[0]):
            differences[i] = left[i] - right[i]
        n, offset, squares = _merge_block(n, offset, squares, origin, differences[: left.shape[0]])
    if _LEAST < squares < _MOST:
        return offset, np.sqrt(squares)
    return _offset_root(a - b)
