r"""The area under the ROC curve, counted in four ways that agree to the last tie.

It is the probability that a positive scores higher than a negative, a tie counting half:

.. math:: \mathrm{AUC} = \frac{1}{PN} \sum_{i \in +} \sum_{j \in -} [s_i > s_j] + \tfrac12 [s_i = s_j]

- `_wins_by_pairs` is that double sum, for few samples;
- `_wins_by_merging` walks through both classes, each sorted: the way taken for many samples;
- `_wins_by_ranks` is Mann and Whitney's formula from average ranks; compiled callers take it;
- `_weighted_area` adds up the trapezoids under the curve, for weighted samples.

The first three count in halves, so the result is the correctly rounded quotient of two integers.
"""

from __future__ import annotations

import numpy as np

from .._check import FloatArray, IntArray, frozen
from .._jit import kernel
from .curve import _curve, _trapezoids

_FEW = 64  # up to here comparing all pairs is cheaper than sorting


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _part(positive, score, parted):
    """Write the negatives' scores, then the positives', and return the number of negatives.

    Every score is written to both ends of what is still free, and one end moves: no branch to mispredict.
    """
    front, back = 0, score.shape[0] - 1
    for s in range(score.shape[0]):
        parted[front] = score[s]
        parted[back] = score[s]
        front += 1 - positive[s]
        back -= positive[s]
    return front


@kernel
def _split(positive, score):
    """Return the negatives' scores, then the positives', and the number of negatives."""
    parted = np.empty(score.shape[0])
    return parted, _part(positive, score, parted)


@kernel
def _wins_by_pairs(negatives, positives):
    """Return twice the number of pairs in which the positive is higher, a tie counting half."""
    doubled = 0
    for p in positives:
        for j in range(negatives.shape[0]):
            doubled += p > negatives[j]
            doubled += p >= negatives[j]
    return doubled


@kernel
def _wins_by_merging(negatives, positives):
    """Return the same from sorted scores: for each positive, the negatives below it and those not above it."""
    doubled, below, not_above = 0, 0, 0
    n = negatives.shape[0]
    for p in positives:
        while below < n and negatives[below] < p:
            below += 1
        not_above = max(not_above, below)
        while not_above < n and negatives[not_above] <= p:
            not_above += 1
        doubled += below + not_above
    return doubled


@kernel
def _wins_by_ranks(ranks, positive):
    """Return the same from average ranks: 2 (R - P (P + 1) / 2), R the rank sum of the P positives."""
    rank_sum, count = 0.0, 0
    for i in range(ranks.shape[0]):
        if positive[i] == 1:
            rank_sum += ranks[i]
            count += 1
    return 2.0 * rank_sum - count * (count + 1)


@kernel
def _weighted_area(positive, score, weight, order):
    """Return the area under the curve of weighted samples; NaN where one class has no weight."""
    fps, tps, _ = _curve(positive, score, weight, order, False)
    return _trapezoids(fps, tps) / (fps[-1] * tps[-1])


@kernel
def _partial_area(fps, tps, max_fpr):
    """Return the area left of `max_fpr`, scaled so that chance is 0.5 and a perfect order 1 (McClish)."""
    limit = max_fpr * fps[-1]
    area = 0.0
    for i in range(1, fps.shape[0]):
        left, right = fps[i - 1], min(fps[i], limit)
        if right > left:
            height = tps[i - 1] + (tps[i] - tps[i - 1]) * (right - left) / (fps[i] - left)
            area += (right - left) * (tps[i - 1] + height) / 2.0
    area /= fps[-1] * tps[-1]
    chance = 0.5 * max_fpr * max_fpr
    return 0.5 * (1.0 + (area - chance) / (max_fpr - chance))


# -- kernels for several binary problems, one a row ------------------------------------------------


@kernel
def _split_rows(positive, score):
    """Return what `_split` does, for every row."""
    parted, n_negative = np.empty(score.shape), np.empty(score.shape[0], np.int64)
    for c in range(score.shape[0]):
        n_negative[c] = _part(positive[c], score[c], parted[c])
    return parted, n_negative


@kernel
def _areas_by_merging(parted, n_negative):
    """Return the area of every row, whose negatives and then positives are sorted; NaN where a class is missing."""
    areas = np.full(parted.shape[0], np.nan)
    for c in range(parted.shape[0]):
        negatives, positives = parted[c, : n_negative[c]], parted[c, n_negative[c] :]
        pairs = negatives.shape[0] * positives.shape[0]
        if pairs > 0:
            areas[c] = _wins_by_merging(negatives, positives) / (2.0 * pairs)
    return areas


@kernel
def _areas_by_curve(positive, score, weight, order, max_fpr):
    """Return the area of every row left of `max_fpr`; NaN where a class has no weight."""
    areas = np.full(score.shape[0], np.nan)
    for c in range(score.shape[0]):
        fps, tps, _ = _curve(positive[c], score[c], weight, order[c], False)
        if fps[-1] > 0.0 and tps[-1] > 0.0:
            if max_fpr < 1.0:
                areas[c] = _partial_area(fps, tps, max_fpr)
            else:
                areas[c] = _trapezoids(fps, tps) / (fps[-1] * tps[-1])
    return areas


# -- one positive class against the rest -----------------------------------------------------------


def binary_area(
    positive: IntArray, score: FloatArray, weight: FloatArray | None, max_fpr: float | None = None
) -> float:
    """Return the area for codes 0 and 1, by the cheapest of the ways above; NaN where a class is missing."""
    if max_fpr is not None and max_fpr < 1.0:
        weight = frozen(np.ones(score.shape[0])) if weight is None else weight
        fps, tps, _ = _curve(positive, score, weight, score.argsort(), False)
        return float(_partial_area(fps, tps, max_fpr)) if fps[-1] > 0.0 and tps[-1] > 0.0 else np.nan
    if weight is not None:
        return float(_weighted_area(positive, score, weight, score.argsort()))
    parted, n_negative = _split(positive, score)
    n = parted.shape[0]
    pairs = int(n_negative) * int(n - n_negative)
    if pairs == 0:
        return np.nan
    negatives, positives = parted[:n_negative], parted[n_negative:]
    if n <= _FEW:
        doubled = _wins_by_pairs(negatives, positives)
    else:
        negatives.sort()
        positives.sort()
        doubled = _wins_by_merging(negatives, positives)
    return int(doubled) / (2 * pairs)


# -- several binary problems, one a row ------------------------------------------------------------


def sorted_rows(positive: IntArray, score: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return the negatives' scores of every row in rising order, then the positives', and the number of negatives."""
    parted, n_negative = _split_rows(positive, score)
    for row, count in zip(parted, n_negative.tolist(), strict=True):
        row[:count].sort()
        row[count:].sort()
    return parted, n_negative


def binary_areas(
    positive: IntArray, score: FloatArray, weight: FloatArray | None, max_fpr: float | None = None
) -> FloatArray:
    """Return the area of every row; NaN where a class is missing. Rows share their weights."""
    n = score.shape[1]
    limit = 1.0 if max_fpr is None else max_fpr
    if weight is None and limit == 1.0 and n > _FEW:  # half the time of the curve
        return _areas_by_merging(*sorted_rows(positive, score))
    weight = np.ones(n) if weight is None else weight
    return _areas_by_curve(positive, score, weight, score.argsort(axis=1), limit)
