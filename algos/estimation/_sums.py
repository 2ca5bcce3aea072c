r"""Sums over fixed blocks that the likelihoods need: of measurements, waiting times, coin flips and counts.

A block's squares are taken about its own mean and merged as Chan, Golub and LeVeque do ("Updating formulae and a
pairwise algorithm for computing sample variances", 1979, equation 2.1). Each statistic has a ``part`` that checks and
sums one block and a ``merge``; the public functions finalise.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from .._blocks import BLOCK_ROWS, row_blocks
from .._check import FloatArray, array, frozen, vector
from .._gamma import _excess, _stirling_rest
from .._jit import REASSOCIATE, kernel
from .._sums import _deviations, _sum_from

__all__: list[str] = []

_HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)
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


class Counts(NamedTuple):
    """Sums of some counts: how many, what they make together, and their log-likelihood at their own mean, negated.

    Merging adds what both lose at the common mean, so nothing cancels, however large the counts are.
    """

    n: int
    total: float
    surprise: float


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
def _count_total(x):
    """Return the sum of counts, and whether each is a whole number that is not negative: a tenth of `_counts`' time."""
    total, others = 0.0, 0.0
    for i in range(x.shape[0]):
        count = np.float64(x[i])
        total += count
        others += abs(count - np.floor(abs(count)))
    return total, others == 0.0


@kernel
def _deviance(count, mean):
    """Return count log(count / mean) + mean - count for a count above 0, without cancelling (Loader)."""
    return count * _excess((mean - count) / count, mean / count)


@kernel
def _counts(x, table):
    """Return the sum, the log-likelihood at the mean, negated, and how many values are no count.

    `table` holds log 0!, log 1!, ...: where it ends, deviances and what Stirling's formula leaves of log x!.
    """
    total, few, sum_of_few, logarithms, others, small = 0.0, 0, 0.0, 0.0, 0, table.shape[0]
    for i in range(x.shape[0]):
        count = np.float64(x[i])
        if not (count >= 0.0 and count == np.floor(count)):
            others += 1
        elif count < small:
            few += 1
            sum_of_few += count
            logarithms += table[np.int64(count)]
        else:
            total += count
    total += sum_of_few
    if others > 0 or not 0.0 < total < np.inf:
        return total, total, others
    mean = total / x.shape[0]
    surprise = logarithms - sum_of_few * math.log(mean) + few * mean
    if few < x.shape[0]:
        for i in range(x.shape[0]):
            count = np.float64(x[i])
            if count >= small:
                surprise += _HALF_LOG_2PI + 0.5 * math.log(count) + _stirling_rest(count) + _deviance(count, mean)
    return total, surprise, others


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
    low, total = float(np.minimum.reduce(values)), float(_sum_from(values, 0.0))
    if not (low >= 0.0 and total < math.inf):
        vector(values, "x")  # says whether a NaN or an infinity is in it
    if low < 0.0:
        raise ValueError(f"x must hold no negative value, got {low}")
    return Total(values.shape[0], total)


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


@cache
def log_factorials() -> FloatArray:
    """Return log 0!, log 1!, ..., log 127!."""
    return frozen(np.array([math.lgamma(count + 1.0) for count in range(128)]))


def poisson_part(x: Any) -> Counts:
    """Return the sums of one block."""
    values = array(x, "x", 1, finite=False)
    total, surprise, others = _counts(values, log_factorials())
    if others or values.shape[0] == 0 or not total < math.inf:
        wrong = vector(values, "x")
        if others:
            wrong = wrong[(wrong < 0.0) | (wrong != np.floor(wrong))]
            raise ValueError(f"x must hold counts, whole numbers that are not negative, got {wrong[0]}")
    return Counts(values.shape[0], float(total), float(surprise))


def count_part(x: Any) -> Total:
    """Return the sum of one block of counts."""
    values = array(x, "x", 1, finite=False)
    total, good = _count_total(values)
    if not good or values.shape[0] == 0:
        poisson_part(values)  # says what is wrong
    return Total(values.shape[0], float(total))


def mean_part(x: Any) -> Total:
    """Return the sum of one block of values of any sign."""
    values = array(x, "x", 1, finite=False)
    total = float(_sum_from(values, 0.0))
    if not abs(total) < math.inf or values.shape[0] == 0:
        vector(values, "x")
        raise ValueError("x has a sum that leaves the range of double precision; rescale it")
    return Total(values.shape[0], total)


def poisson_merge(a: Counts, b: Counts) -> Counts:
    """Return the sums of two blocks together."""
    n, total = a.n + b.n, a.total + b.total
    surprise = a.surprise + b.surprise
    if 0.0 < total < math.inf:
        for part in (a, b):
            mean = part.total / part.n
            surprise += part.n * (float(_deviance(mean, total / n)) if mean > 0.0 else total / n)
    return Counts(n, total, surprise)
