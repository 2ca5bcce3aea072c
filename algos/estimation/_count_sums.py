"""Sums over fixed blocks of counts: what they make together, and how surprising they are at their own mean."""

from __future__ import annotations

import math
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from .._check import FloatArray, array, frozen, vector
from .._gamma import _excess, _stirling_rest
from .._jit import REASSOCIATE, kernel
from ._sums import Total

__all__: list[str] = []

_HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)


class Counts(NamedTuple):
    """Sums of some counts: how many, what they make together, and their log-likelihood at their own mean, negated.

    Merging adds what both lose at the common mean, so nothing cancels, however large the counts are.
    """

    n: int
    total: float
    surprise: float


# -- kernels ---------------------------------------------------------------------------------------


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


def poisson_merge(a: Counts, b: Counts) -> Counts:
    """Return the sums of two blocks together."""
    n, total = a.n + b.n, a.total + b.total
    surprise = a.surprise + b.surprise
    if 0.0 < total < math.inf:
        for part in (a, b):
            mean = part.total / part.n
            surprise += part.n * (float(_deviance(mean, total / n)) if mean > 0.0 else total / n)
    return Counts(n, total, surprise)
