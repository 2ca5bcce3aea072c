r"""Sums over fixed blocks that the likelihoods need: of measurements, waiting times and coin flips.

Those of counts are in `_count_sums`.

A block's squares are taken about its own mean and merged as Chan, Golub and LeVeque do ("Updating formulae and a
pairwise algorithm for computing sample variances", 1979, equation 2.1). Each statistic has a ``part`` that checks and
sums one block and a ``merge``; the public functions finalise.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from .._blocks import BLOCK_ROWS, map_reduce, row_blocks
from .._check import FloatArray, array, vector
from .._jit import REASSOCIATE, kernel
from .._sums import _deviations, _sum_from

__all__: list[str] = []

SQUARABLE = 1e150  # spreads between its inverse and it have squares that are normal numbers


class Squares(NamedTuple):
    """Sums of some values: how many, their mean, squares about it, the least and the greatest."""

    n: int
    mean: float
    squares: float
    low: float
    high: float


class Total(NamedTuple):
    """Sums of some values that are not negative: how many, and what they make together."""

    n: int
    total: float


class Successes(NamedTuple):
    """Sums of some trials: how many, and how many succeeded."""

    n: int
    successes: int


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _mean_and_squares(x, low):
    """Return the mean and the squares about it, in two passes; the second puts back what rounding took in the first.

    Deviations from `low` are added up, so that values near the top of the range do not overflow.
    """
    n = x.shape[0]
    near = low + _sum_from(x, low) / n
    total, squares = _deviations(x, near)
    return near + total / n, squares - total * total / n


@kernel
def _merge_squares(n, mean, squares, n_after, mean_after, squares_after):
    """Return (mean, squares) of two samples together."""
    gap, share = mean_after - mean, n_after / (n + n_after)
    return mean + gap * share, squares + squares_after + gap * gap * (n * share)


@kernel(fastmath=REASSOCIATE)
def _successes(x):
    """Return the sum of trials, and whether each is 0 or 1: then v (v - 1) vanishes, and only then."""
    ones, others = 0.0, 0.0
    for i in range(x.shape[0]):
        value = np.float64(x[i])
        ones += value
        others += abs(value * (value - 1.0))
    return ones, others == 0.0


@kernel(fastmath=REASSOCIATE)
def _wait_total(x):
    """Return the sum of waiting times, and whether any carries a minus sign."""
    total, signs = 0.0, np.int64(0)
    for i in range(x.shape[0]):
        total += x[i]
        signs |= np.float64(x[i]).view(np.int64)
    return total, signs < 0


# -- block by block --------------------------------------------------------------------------------


def vector_blocks(x: Any) -> list[FloatArray]:
    """Convert once and cut into fixed blocks, which are checked as they are summed; no values make one empty block."""
    values = array(x, "x", 1, finite=False)
    if values.shape[0] <= BLOCK_ROWS:
        return [values]
    return [values[start:stop] for start, stop in row_blocks(values.shape[0], BLOCK_ROWS)]


def limits(x: Any) -> tuple[FloatArray, float, float]:
    """Check a vector; return it with its least and its greatest value."""
    values = array(x, "x", 1, finite=False)
    if values.shape[0] == 0:
        vector(values, "x")
    low, high = float(np.minimum.reduce(values)), float(np.maximum.reduce(values))
    if not (low > -np.inf and high < np.inf):
        vector(values, "x")  # says whether a NaN or an infinity is in it
    return values, low, high


def over_vector(part: Callable[[Any], Any], merge: Callable[[Any, Any], Any], x: Any) -> Any:
    """Return a statistic of a whole vector, block by block; an array of a block at most goes straight to its part."""
    if type(x) is np.ndarray and x.size <= BLOCK_ROWS:
        return part(x)
    return map_reduce(part, merge, vector_blocks(x))


def gaussian_part(x: Any) -> Squares:
    """Return the sums of one block."""
    values, low, high = limits(x)
    if high - low > SQUARABLE:
        raise ValueError(f"x spreads from {low} to {high}, too far for squares in double precision; rescale it")
    mean, squares = _mean_and_squares(values, low)
    return Squares(values.shape[0], float(mean), float(squares), low, high)


def gaussian_merge(a: Squares, b: Squares) -> Squares:
    """Return the sums of two blocks together."""
    merged = _merge_squares(a.n, a.mean, a.squares, b.n, b.mean, b.squares)
    return Squares(a.n + b.n, float(merged[0]), float(merged[1]), min(a.low, b.low), max(a.high, b.high))


def exponential_part(x: Any) -> Total:
    """Return the sum of one block."""
    values = array(x, "x", 1, finite=False)
    if values.shape[0] == 0:
        vector(values, "x")
    total, signed = _wait_total(values)
    if signed or not total < math.inf:
        low = vector(values, "x").min()  # says whether a NaN or an infinity is in it
        if low < 0.0:
            raise ValueError(f"x must hold no negative value, got {low}")
    return Total(values.shape[0], float(total))


def total_merge(a: Total, b: Total) -> Total:
    """Return the sum of two blocks together."""
    return Total(a.n + b.n, a.total + b.total)


def bernoulli_part(x: Any) -> Successes:
    """Return the sum of one block."""
    values = array(x, "x", 1, finite=False)
    ones, good = _successes(values)
    if not good or values.shape[0] == 0:
        wrong = vector(values, "x")
        raise ValueError(f"x must hold only 0 and 1, got {wrong[(wrong != 0.0) & (wrong != 1.0)][0]}")
    return Successes(values.shape[0], int(ones))


def bernoulli_merge(a: Successes, b: Successes) -> Successes:
    """Return the sum of two blocks together."""
    return Successes(a.n + b.n, a.successes + b.successes)


def mean_part(x: Any) -> Total:
    """Return the sum of one block of values of any sign."""
    values = array(x, "x", 1, finite=False)
    total = float(_sum_from(values, 0.0))
    if not abs(total) < math.inf or values.shape[0] == 0:
        vector(values, "x")
        raise ValueError("x has a sum that leaves the range of double precision; rescale it")
    return Total(values.shape[0], total)
