"""Replicates of the named statistics: each resample is drawn and summed in one pass, and never stored."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._jit import kernel
from ._bca import MEAN, MEDIAN, STD
from ._resamples import _count_drawn, _room, _sums_drawn

_CANCELLED = 1e-6  # of the raw sum of squares: below it the squares are summed again about the resample's own mean


def real_number(value: Any) -> float:
    """Return what a function given as `statistic` has returned, or say what it was if it is no number."""
    if isinstance(value, float):
        return value
    if not isinstance(value, (str, bytes)) and not getattr(value, "ndim", 0):
        try:
            return float(value)
        except (TypeError, ValueError, OverflowError):
            pass
    found = type(value).__name__ + (f" of shape {value.shape}" if isinstance(value, np.ndarray) else "")
    raise TypeError(f"statistic must be a function from a sample to a number, and returned {found}")


@kernel
def _nearest(values, center):
    """Return the value closest to `center`."""
    nearest = values[0]
    for value in values:
        if abs(value - center) < abs(nearest - center):
            nearest = value
    return nearest


@kernel
def _statistic(total, squares, n, origin, code):
    """Return mean, deviation or variance from sums about `origin`."""
    if code == MEAN:
        return origin + total / n
    variance = (squares - total * total / n) / n
    variance = 0.0 if variance < 0.0 else variance  # a NaN stays one
    return np.sqrt(variance) if code == STD else variance


@kernel
def _median_of_counts(ordered, counts):
    """Return the median of a resample, given how often it holds each of the sorted values."""
    n = ordered.shape[0]
    reached, i = counts[0], 0
    while 2 * reached < n:
        i += 1
        reached += counts[i]
    if 2 * reached > n:
        return ordered[i]
    above = i + 1
    while counts[above] == 0:
        above += 1
    return 0.5 * ordered[i] + 0.5 * ordered[above]


@kernel
def _replicate(values, origin, code, seed, first, replicates):
    """Fill in the statistic of the resamples number `first` and on; `values` are sorted for the median.

    The sums are about one of the values: those of whole numbers stay exact, so that replicates which equal the observed
    statistic do so to the last bit.
    """
    n = values.shape[0]
    words, counts = np.empty(_room(n), np.uint64), np.empty(n if code == MEDIAN else 0, np.int64)
    for r in range(replicates.shape[0]):
        if code == MEDIAN:
            _count_drawn(seed, first + r, words, counts)
            replicates[r] = _median_of_counts(values, counts)
        else:
            total, squares = _sums_drawn(values, origin, seed, first + r, words)
            if code != MEAN and squares - total * total / n < _CANCELLED * squares:
                total, squares = _sums_drawn(values, origin + total / n, seed, first + r, words)
            replicates[r] = _statistic(total, squares, n, origin, code)


@kernel
def _observe(values, origin, code):
    """Return the statistic of the sample itself, by the same steps."""
    n = values.shape[0]
    if code == MEDIAN:
        return 0.5 * values[(n - 1) // 2] + 0.5 * values[n // 2]
    total, squares = 0.0, 0.0
    for value in values:
        total += value - origin
        squares += (value - origin) ** 2
    return _statistic(total, squares, n, origin, code)
