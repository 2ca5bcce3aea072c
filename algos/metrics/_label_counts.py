"""Counting label pairs: how often class j was predicted where class i was true.

All of confusion matrix, precision, recall, F-score and accuracy are read off these counts, so one pass over the samples
serves them all. Integer labels in a narrow range are counted as they are, by their distance to the smallest.
"""

from __future__ import annotations

from functools import reduce
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._blocks import BLOCK_ROWS, row_blocks
from .._check import sample_weight as check_weight
from .._jit import kernel
from .._labels import as_codes, encode_pair, read_pair

_FEW = 32  # classes whose pair counts stay in the nearest cache, four tables over


class PairCounts(NamedTuple):
    """How often each pair of a true and a predicted class occurs in some samples.

    Attributes
    ----------
    classes : ndarray of shape (k,)
        The labels, ascending.
    counts : ndarray of shape (k, k)
        Samples, or their weight; the true classes in the rows.
    whole : bool
        Whether weights were integers, so that counts are.
    """

    classes: NDArray[Any]
    counts: NDArray[Any]
    whole: bool


class ClassCounts(NamedTuple):
    """What precision, recall and F-score need, for every class that occurs in either vector.

    Attributes
    ----------
    classes : ndarray of shape (k,)
        The labels, ascending.
    hits : ndarray of shape (k,)
        Samples of the class that were predicted as such (true positives).
    predicted : ndarray of shape (k,)
        Samples predicted as the class.
    true : ndarray of shape (k,)
        Samples of the class.
    """

    classes: NDArray[Any]
    hits: NDArray[Any]
    predicted: NDArray[Any]
    true: NDArray[Any]


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _count_pairs(a, b, low, k):
    """Return a k by k matrix: samples with a = low + i and b = low + j."""
    n = a.shape[0]
    if k > _FEW:
        counts = np.zeros((k, k), np.int64)
        for s in range(n):
            counts[a[s] - low, b[s] - low] += 1
        return counts
    if k == 2:  # sums that vectorise: 20 µs for 100 000 samples
        second_a, second_b, second_both = 0, 0, 0
        for s in range(n):
            second_a += a[s] - low
            second_b += b[s] - low
            second_both += (a[s] - low) & (b[s] - low)
        missed, wrong = second_a - second_both, second_b - second_both
        return np.array([[n - second_both - missed - wrong, wrong], [missed, second_both]])
    # Four tables in turn, so that an increment need not wait for the last one of the same cell; unsigned indices, which
    # need no test for counting from the end: 75 µs where one table with signed ones takes 200.
    cells = np.uint64(k * k)
    tables = np.zeros(4 * k * k, np.int64)
    width, shift_1, shift_2, shift_3 = np.uint64(k), cells, cells + cells, cells + cells + cells
    for s in range(0, n - 3, 4):
        tables[np.uint64(a[s] - low) * width + np.uint64(b[s] - low)] += 1
        tables[shift_1 + np.uint64(a[s + 1] - low) * width + np.uint64(b[s + 1] - low)] += 1
        tables[shift_2 + np.uint64(a[s + 2] - low) * width + np.uint64(b[s + 2] - low)] += 1
        tables[shift_3 + np.uint64(a[s + 3] - low) * width + np.uint64(b[s + 3] - low)] += 1
    for s in range(n - n % 4, n):
        tables[np.uint64(a[s] - low) * width + np.uint64(b[s] - low)] += 1
    counts = np.zeros((k, k), np.int64)
    for i in range(k):
        for j in range(k):
            for table in range(4):
                counts[i, j] += tables[(table * k + i) * k + j]
    return counts


@kernel
def _count_classes(a, b, low, k):
    """Return (values, hits, predicted, true) of the integers low..low+k-1 that occur in `a` (true) or `b`."""
    hits, predicted, true = np.zeros(k), np.zeros(k), np.zeros(k)  # float64: as exact, and as weights are
    if k <= _FEW:
        counts = _count_pairs(a, b, low, k)
        for i in range(k):
            hits[i] = counts[i, i]
            for j in range(k):
                true[i] += counts[i, j]
                predicted[j] += counts[i, j]
    else:
        for s in range(a.shape[0]):
            true[a[s] - low] += 1
            predicted[b[s] - low] += 1
            hits[a[s] - low] += a[s] == b[s]
    values = np.empty(k, np.int64)
    m = 0
    for i in range(k):
        if true[i] + predicted[i] > 0.0:
            values[m], hits[m], predicted[m], true[m] = low + i, hits[i], predicted[i], true[i]
            m += 1
    return values[:m], hits[:m], predicted[:m], true[:m]


@kernel
def _weigh_pairs(a, b, weight, k):
    """Return a k by k matrix: the weight of samples with code a = i and b = j."""
    total = np.zeros((k, k))
    for s in range(a.shape[0]):
        total[a[s], b[s]] += weight[s]
    return total


@kernel
def _weigh_classes(a, b, weight, k):
    """Return the weights (hits, predicted, true) of every code 0..k-1."""
    hits, predicted, true = np.zeros(k), np.zeros(k), np.zeros(k)
    for s in range(a.shape[0]):
        true[a[s]] += weight[s]
        predicted[b[s]] += weight[s]
        if a[s] == b[s]:
            hits[a[s]] += weight[s]
    return hits, predicted, true


# -- for public functions --------------------------------------------------------------------------


def count_classes(y_true: Any, y_pred: Any, weight: Any) -> ClassCounts:
    """Count hits, predictions and occurrences of every class; weights add up in place of ones."""
    if weight is None:
        classes, a, b, low, high, dtype = read_pair(y_true, y_pred)
        _refuse_empty(a)
        values, hits, predicted, true = _count_classes(a, b, low, high - low + 1)
        if classes is None:
            classes = values if dtype is values.dtype else values.astype(dtype)
        return ClassCounts(classes, hits, predicted, true)
    classes, a, b = encode_pair(y_true, y_pred)
    _refuse_empty(a)
    return ClassCounts(classes, *_weigh_classes(a, b, check_weight(weight, a.shape[0]), classes.shape[0]))


def count_pairs(y_true: Any, y_pred: Any, weight: Any, *, part: bool = False) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the classes and the square matrix of counts, true classes in the rows.

    Weights add up block by block, so that blocks counted elsewhere give the same bits; a part of a sample may weigh
    nothing.
    """
    if weight is not None:
        classes, a, b = encode_pair(y_true, y_pred)
        _refuse_empty(a)
        values, k = check_weight(weight, a.shape[0], part=part), classes.shape[0]
        cuts = row_blocks(a.shape[0], BLOCK_ROWS)
        return classes, reduce(np.add, [_weigh_pairs(a[i:j], b[i:j], values[i:j], k) for i, j in cuts])
    pair = read_pair(y_true, y_pred)
    _refuse_empty(pair.a)
    k = pair.high - pair.low + 1
    if pair.classes is None and k > _FEW:  # a matrix over the range might be far larger than one over the classes
        pair = as_codes(pair)
        k = pair.high + 1
    counts = _count_pairs(pair.a, pair.b, pair.low, k)
    if pair.classes is not None:
        return pair.classes, counts
    present = np.add.reduce(counts, 0) + np.add.reduce(counts, 1) > 0
    classes = np.flatnonzero(present) + pair.low
    if classes.shape[0] < k:
        counts = counts[present][:, present]
    return classes if pair.dtype is classes.dtype else classes.astype(pair.dtype), counts


def pair_counts(y_true: Any, y_pred: Any, sample_weight: Any = None) -> PairCounts:
    """Return the counts of a block of samples."""
    return _pair_counts(y_true, y_pred, sample_weight, True)


def _pair_counts(y_true: Any, y_pred: Any, sample_weight: Any, part: bool) -> PairCounts:
    classes, counts = count_pairs(y_true, y_pred, sample_weight, part=part)
    return PairCounts(classes, counts, sample_weight is None or np.asarray(sample_weight).dtype.kind in "iub")


def merge_pair_counts(a: PairCounts, b: PairCounts) -> PairCounts:
    """Return the counts of both, for every class that occurs in either."""
    if (a.classes.dtype.kind in "OUS") != (b.classes.dtype.kind in "OUS"):
        raise TypeError("blocks must hold labels of one kind, all text or all numbers")
    classes = np.union1d(a.classes, b.classes)
    total = np.zeros((classes.shape[0], classes.shape[0]), np.result_type(a.counts, b.counts))
    for part in (a, b):
        rows = np.searchsorted(classes, part.classes)
        total[np.ix_(rows, rows)] += part.counts
    return PairCounts(classes, total, a.whole and b.whole)


def _refuse_empty(a: NDArray[Any]) -> None:
    if a.shape[0] == 0:
        raise ValueError("y_true and y_pred must have at least one sample, got 0 samples")
