"""True and false positives at every threshold, and what precision and recall make of them.

Scores without weights are parted by class and sorted, which is faster than ordering the samples, and then merged.
"""

from __future__ import annotations

import numpy as np

from .._check import FloatArray, IntArray
from .._jit import kernel
from ._binary_area import _FEW, _split, sorted_rows
from .curve import _curve


@kernel
def _merge(negatives, positives):
    """Return (false positives, true positives, thresholds) of falling scores, given both classes sorted upwards."""
    n, p = negatives.shape[0], positives.shape[0]
    fps, tps, thresholds = np.empty(n + p), np.empty(n + p), np.empty(n + p)
    i, j, m = n - 1, p - 1, 0
    while i >= 0 or j >= 0:
        threshold = max(negatives[i] if i >= 0 else -np.inf, positives[j] if j >= 0 else -np.inf)
        while i >= 0 and negatives[i] == threshold:
            i -= 1
        while j >= 0 and positives[j] == threshold:
            j -= 1
        fps[m], tps[m], thresholds[m] = n - 1 - i, p - 1 - j, threshold
        m += 1
    return fps[:m], tps[:m], thresholds[:m]


@kernel
def _average_precision(fps, tps):
    """Return the sum of precision times gain in recall; 0 without positives."""
    area, before = 0.0, 0.0
    for i in range(tps.shape[0]):
        if tps[i] > before:
            area += (tps[i] - before) * (tps[i] / (tps[i] + fps[i]))
            before = tps[i]
    return area / before if before > 0.0 else 0.0


@kernel
def _precisions_by_merging(parted, n_negative):
    """Return the average precision of every row, whose negatives and then positives are sorted upwards."""
    found = np.empty(parted.shape[0])
    for c in range(parted.shape[0]):
        fps, tps, _ = _merge(parted[c, : n_negative[c]], parted[c, n_negative[c] :])
        found[c] = _average_precision(fps, tps)
    return found


@kernel
def _precisions_by_curve(positive, score, weight, order):
    """Return the average precision of every row, given an order that sorts it upwards."""
    found = np.empty(score.shape[0])
    for c in range(score.shape[0]):
        fps, tps, _ = _curve(positive[c], score[c], weight, order[c], False)
        found[c] = _average_precision(fps, tps)
    return found


@kernel
def _precision_recall(fps, tps, thresholds, drop):
    """Return (precision, recall, thresholds) of rising thresholds, the point (1, 0) of no threshold at the end.

    With `drop`, only the first and the last point of each recall are kept. Without positives recall is 1.
    """
    m, total = fps.shape[0], tps[-1]
    precision, recall, rising = np.empty(m + 1), np.empty(m + 1), np.empty(m)
    kept = 0
    for i in range(m - 1, -1, -1):
        if drop and 0 < i < m - 1 and tps[i - 1] == tps[i] == tps[i + 1]:
            continue
        precision[kept] = tps[i] / (tps[i] + fps[i])
        recall[kept] = tps[i] / total if total > 0.0 else 1.0
        rising[kept] = thresholds[i]
        kept += 1
    precision[kept], recall[kept] = 1.0, 0.0
    return precision[: kept + 1], recall[: kept + 1], rising[:kept]


def positives_by_threshold(
    positive: IntArray, score: FloatArray, weight: FloatArray | None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return (false positives, true positives, thresholds) of falling scores, by the cheaper of two ways."""
    if weight is not None:
        fps, tps, thresholds = _curve(positive, score, weight, score.argsort(), False)
        return fps[1:], tps[1:], thresholds[1:]
    parted, n_negative = _split(positive, score)
    negatives, positives = parted[:n_negative], parted[n_negative:]
    negatives.sort()
    positives.sort()
    return _merge(negatives, positives)


def average_precisions(positive: IntArray, score: FloatArray, weight: FloatArray | None) -> FloatArray:
    """Return the average precision of every row, 0 of one without positives. Rows share their weights."""
    if weight is None and score.shape[1] > _FEW:
        return _precisions_by_merging(*sorted_rows(positive, score))
    weight = np.ones(score.shape[1]) if weight is None else weight
    return _precisions_by_curve(positive, score, weight, score.argsort(axis=1))
