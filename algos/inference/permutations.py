r"""The permutation test of a difference of means: how extreme it is among all ways to split the values.

.. math:: p = \frac{\#\{\text{splits at least as extreme}\}}{\#\{\text{splits}\}} \qquad \text{or} \qquad
    \frac{1 + \#\{\text{random splits at least as extreme}\}}{1 + \#\{\text{random splits}\}}
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._blocks import row_blocks, threads
from .._check import FloatArray, integer, seed
from .._jit import compiled_as, kernel
from .._options import is_none, option_reader
from ._alternatives import ALTERNATIVES, GREATER, LESS, alternative_code, require_test
from ._resamples import MOST, _room, _sum_of_some, resample_blocks
from ._samples import _offset_squares, sample

__all__ = ["PermutationTestResult", "permutation_test"]

_STEPS = 2**24  # values that a call adds up, so that Ctrl-C is heard between millions of splits
_TIE = 100.0 * 2.0**-52  # relative, as SciPy: values so close differ by rounding alone


class PermutationTestResult(NamedTuple):
    """Result of `permutation_test`.

    Attributes
    ----------
    statistic : float
        The difference of the samples' means.
    pvalue : float
        The share of splits whose difference is at least as extreme.
    null_distribution : ndarray of shape (n_resamples,)
        The differences; those of all splits, in lexicographic order of the places of `x`, if they are not more.
    """

    statistic: float
    pvalue: float
    null_distribution: FloatArray


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _count_splits(n, m, limit):
    """Return the number of ways to choose m of n, or something above `limit` if it is larger."""
    splits = 1.0
    for i in range(1, min(m, n - m) + 1):
        splits = splits * (n - min(m, n - m) + i) / i
        if splits > 2.0 * limit:
            break
    return np.int64(np.rint(splits))


@kernel
def _pooled(x, y):
    """Return both samples in one vector, less its mean: sums of such values lose least to rounding."""
    values = np.empty(x.shape[0] + y.shape[0])
    for i in range(x.shape[0]):
        values[i] = x[i]
    for j in range(y.shape[0]):
        values[x.shape[0] + j] = y[j]
    center = values[0] + _offset_squares(values)[0]
    for i in range(values.shape[0]):
        values[i] -= center
    return values


@kernel
def _difference(sum_of_x, total, m, n):
    """Return the difference of means of m and n values."""
    return sum_of_x / m - (total - sum_of_x) / n


@kernel
def _all_splits(values, m, chosen, null):
    """Fill in the differences of the splits from the one with the `chosen` places on, and leave the next one there."""
    n, total = values.shape[0], values.sum()
    for split in range(null.shape[0]):
        some = 0.0
        for k in range(m):
            some += values[chosen[k]]
        null[split] = _difference(some, total, m, n - m)
        k = m - 1
        while k >= 0 and chosen[k] == n - m + k:
            k -= 1
        if k >= 0:
            chosen[k] += 1
            for later in range(k + 1, m):
                chosen[later] = chosen[later - 1] + 1


@kernel
def _random_splits(values, m, seed, first, null):
    """Fill in the differences of the random splits number `first` and on; the smaller part is the one drawn."""
    n, total = values.shape[0], values.sum()
    few = min(m, n - m)
    words, pool = np.empty(_room(few), np.uint64), np.empty(n)
    for split in range(null.shape[0]):
        some = _sum_of_some(values, few, seed, first + split, words, pool)
        null[split] = _difference(some if few == m else total - some, total, m, n - m)


@kernel
def _share_as_extreme(values, m, null, exact, alternative):
    """Return the observed difference and the p-value."""
    some, size = 0.0, 0.0
    for i in range(values.shape[0]):
        some += values[i] if i < m else 0.0
        size += abs(values[i])
    n = values.shape[0]
    observed = _difference(some, values.sum(), m, n - m)
    gamma = _TIE * max(abs(observed), size / n)
    at_most, at_least = 0, 0
    for value in null:
        at_most += value <= observed + gamma
        at_least += value >= observed - gamma
    more = 0 if exact else 1
    low, high = (at_most + more) / (null.shape[0] + more), (at_least + more) / (null.shape[0] + more)
    if observed != observed:
        return observed, observed
    if alternative == LESS:
        return observed, low
    return observed, high if alternative == GREATER else min(1.0, 2.0 * min(low, high))


# -- public function -------------------------------------------------------------------------------


def _permutation_test_compiled(x, y, n_resamples=9999, alternative="two-sided", rng=None, n_jobs=None):  # noqa: ARG001
    read = option_reader(alternative, ALTERNATIVES)
    unseeded = is_none(rng)

    def body(x, y, n_resamples=9999, alternative="two-sided", rng=None, n_jobs=None):  # noqa: ARG001
        code = read(alternative)
        require_test(code, 0.5)
        m, n = x.shape[0], x.shape[0] + y.shape[0]
        if min(m, n - m) < 1 or n > MOST or n_resamples < 1:
            raise ValueError("permutation_test: x and y must have at least one value, n_resamples must be at least 1")
        values = _pooled(x.astype(np.float64), y.astype(np.float64))
        splits = _count_splits(n, m, n_resamples)
        null = np.empty(min(splits, n_resamples))
        if splits <= n_resamples:
            _all_splits(values, m, np.arange(m), null)
        elif unseeded:
            raise ValueError("permutation_test: compiled callers must pass rng as a numpy Generator")
        else:
            _random_splits(values, m, rng.integers(0, 2**63 - 1), 0, null)
        statistic, pvalue = _share_as_extreme(values, m, null, splits <= n_resamples, code)
        return PermutationTestResult(statistic, pvalue, null)

    return body


@compiled_as(_permutation_test_compiled, by_type=True)
def permutation_test(
    x: Any,
    y: Any,
    n_resamples: int = 9999,
    alternative: str = "two-sided",
    *,
    rng: Any = None,
    n_jobs: int | None = None,
) -> PermutationTestResult:
    r"""Test whether two independent samples come from one population, by the difference of their means.

    .. math:: p = \frac{a + \#\{\text{splits at least as extreme}\}}{a + \#\{\text{splits}\}}, \qquad
        a = \begin{cases} 0 & \text{all splits} \\ 1 & \text{random splits} \end{cases}

    If both come from one population, every split of all values into parts of these sizes was equally likely. All splits
    are tried if there are at most `n_resamples`, else that many at random. The two-sided p-value is twice the smaller
    one-sided one.

    Parameters
    ----------
    x, y : array_like of shape (m,) and (n,)
        The samples, m, n >= 1. A NaN or infinity in them makes the result NaN.
    n_resamples : int, default 9999
        How many splits are tried, >= 1.
    alternative : {"two-sided", "less", "greater"}
        How the mean of `x` compares with that of `y` if the hypothesis is false.
    rng : int, numpy.random.Generator or None
        Source of randomness. Compiled callers pass a Generator.
    n_jobs : int, optional
        Threads, -1 for all cores; the result does not depend on it. Compiled callers use one.

    Returns
    -------
    PermutationTestResult
        statistic, pvalue, null_distribution; all NaN, without a warning, where a sample holds a NaN or infinity.

    Raises
    ------
    ValueError
        If a sample is empty or not one-dimensional, or an option is unknown or out of range.

    See Also
    --------
    scipy.stats.permutation_test : the library it is tested against, for any statistic.
    ttest_ind : assumes normal populations.

    Notes
    -----
    Time O(B(m + n)), memory O(B + m + n) for B splits.
    Differences that are equal but for rounding count as equal: within 100 times the machine precision of the observed
    one, or of the mean absolute deviation of the values.

    References
    ----------
    .. [1] B. Phipson and G. K. Smyth, "Permutation P-values Should Never Be Zero", Statistical Applications in Genetics
       and Molecular Biology 9, 2010, section 4.

    Examples
    --------
    Of the ten ways to choose two of 1, ..., 5 one has a difference as small as that of 1, 2:

    >>> permutation_test([1, 2], [3, 4, 5], alternative="less").pvalue
    0.1
    """
    code = alternative_code(alternative)
    n_resamples = integer(n_resamples, "n_resamples", at_least=1)
    x, y = sample(x, "x", 1), sample(y, "y", 1)
    m, n = x.shape[0], x.shape[0] + y.shape[0]
    if n > MOST:
        raise ValueError(f"x and y must have at most {MOST} values together, got {n}")
    values = _pooled(x, y)
    splits = _count_splits(n, m, n_resamples)
    null = np.empty(min(splits, n_resamples))
    if splits <= n_resamples:
        chosen = np.arange(m)
        for start, stop in row_blocks(len(null), max(1, _STEPS // m)):
            _all_splits(values, m, chosen, null[start:stop])
    else:
        key = seed(rng, "rng")

        def fill(block: tuple[int, int]) -> None:
            _random_splits(values, m, key, block[0], null[block[0] : block[1]])

        with threads(n_jobs) as map_blocks:
            for _ in map_blocks(fill, resample_blocks(n_resamples, n)):
                pass
    statistic, pvalue = _share_as_extreme(values, m, null, bool(splits <= n_resamples), code)
    return PermutationTestResult(float(statistic), float(pvalue), null)
