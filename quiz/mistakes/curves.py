"""Wrong twins of algos.metrics: ROC curve, the area under it, ranks."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class RocCurve(NamedTuple):
    """The fields of algos.metrics.roc_curve."""

    fpr: Array
    tpr: Array
    thresholds: Array


def _split(y_true: Any, y_score: Any) -> tuple[Array, Array]:
    """Return the scores of the positives and of the negatives."""
    y, s = np.asarray(y_true), np.asarray(y_score, float)
    return s[y == y.max()], s[y != y.max()]


def _curve(y_true: Any, y_score: Any, above: Any = np.greater_equal) -> RocCurve:
    """Return the curve with a point at every distinct score."""
    positive, negative = _split(y_true, y_score)
    thresholds = np.array([np.inf, *np.unique(np.asarray(y_score, float))[::-1]])
    tpr = np.array([np.mean(above(positive, t)) for t in thresholds])
    return RocCurve(np.array([np.mean(above(negative, t)) for t in thresholds]), tpr, thresholds)


def _from_ranks(y_true: Any, ranks: Array) -> float:
    y = np.asarray(y_true)
    is_positive = y == y.max()
    m = int(is_positive.sum())
    n = len(y) - m
    return float((ranks[is_positive].sum() - m * (m + 1) / 2) / (m * n)) if m and n else float("nan")


def auc_ties_not_averaged(y_true: Any, y_score: Any) -> float:
    """Twin of metrics.roc_auc_score: ranks are averaged where a score occurs once (v == 1) instead of more than once.

    Repair: average the ranks of equal scores, v > 1; otherwise the result depends on the order of the samples.
    """
    score = np.asarray(y_score, float)
    ranks = np.empty(len(score))
    ranks[np.argsort(score, kind="stable")] = np.arange(1, len(score) + 1)
    values, counts = np.unique(score, return_counts=True)
    for value, v in zip(values, counts, strict=True):
        if v == 1:
            ranks[score == value] = ranks[score == value].mean()
    return _from_ranks(y_true, ranks)


def auc_ties_lost(y_true: Any, y_score: Any) -> float:
    """Twin of metrics.roc_auc_score: a positive and a negative with equal scores count nothing.

    Repair: such a pair counts one half.
    """
    positive, negative = _split(y_true, y_score)
    return float(np.mean(positive[:, None] > negative[None]))


def auc_ties_won(y_true: Any, y_score: Any) -> float:
    """Twin of metrics.roc_auc_score: a positive and a negative with equal scores count fully.

    Repair: such a pair counts one half.
    """
    positive, negative = _split(y_true, y_score)
    return float(np.mean(positive[:, None] >= negative[None]))


def auc_from_labels(y_true: Any, y_score: Any) -> float:
    """Twin of metrics.roc_auc_score: the scores are cut at one half into labels before the area is taken.

    Repair: the area needs the scores themselves; labels keep a single point of the curve.
    """
    return _area(y_true, (np.asarray(y_score, float) >= 0.5).astype(float))


def auc_negatives_first(y_true: Any, y_score: Any) -> float:
    """Twin of metrics.roc_auc_score: the pairs in which the negative has the higher score are counted.

    Repair: count the pairs in which the positive has the higher score.
    """
    return 1 - _area(y_true, y_score)


def auc_as_accuracy(y_true: Any, y_score: Any) -> float:
    """Twin of metrics.roc_auc_score: the accuracy at the threshold one half is taken.

    Repair: the area does not depend on a threshold: it is the share of rightly ordered pairs.
    """
    y = np.asarray(y_true)
    return float(np.mean((np.asarray(y_score, float) >= 0.5) == (y == y.max())))


def auc_sum_of_ranks(y_true: Any, y_score: Any) -> float:
    """Twin of metrics.roc_auc_score: m(m + 1)/2, the least possible sum of ranks, is not subtracted.

    Repair: AUC = (R - m(m + 1)/2) / (m n), where R sums the ranks of the m positives.
    """
    y, s = np.asarray(y_true), np.asarray(y_score, float)
    m = int(np.sum(y == y.max()))
    return float(_ranks(s)[y == y.max()].sum() / (m * (len(y) - m)))


def _area(y_true: Any, y_score: Any) -> float:
    positive, negative = _split(y_true, y_score)
    difference = positive[:, None] - negative[None]
    return float(np.mean((difference > 0) + 0.5 * (difference == 0)))


def roc_axes_swapped(y_true: Any, y_score: Any) -> RocCurve:
    """Twin of metrics.roc_curve: TPR and FPR are exchanged.

    Repair: TPR is the share of the positives that are found (recall); FPR is the share of negatives called positive.
    """
    right = _curve(y_true, y_score)
    return RocCurve(right.tpr, right.fpr, right.thresholds)


def roc_strictly_above(y_true: Any, y_score: Any) -> RocCurve:
    """Twin of metrics.roc_curve: a score equal to the threshold counts as negative.

    Repair: what reaches the threshold is called positive: score >= threshold.
    """
    return _curve(y_true, y_score, np.greater)


def roc_ascending(y_true: Any, y_score: Any) -> RocCurve:
    """Twin of metrics.roc_curve: thresholds rise, so the curve runs from (1, 1) to (0, 0).

    Repair: start above all scores and lower the threshold: neither rate ever falls.
    """
    return RocCurve(*(column[::-1] for column in _curve(y_true, y_score)))


def roc_precision_for_fpr(y_true: Any, y_score: Any) -> RocCurve:
    """Twin of metrics.roc_curve: the share of negatives among the samples called positive is taken for the FPR.

    Repair: divide the false positives by all negatives, FP/(FP + TN), not by all that were called positive.
    """
    right = _curve(y_true, y_score)
    positive, negative = _split(y_true, y_score)
    false, true = right.fpr * len(negative), right.tpr * len(positive)
    return right._replace(fpr=np.divide(false, false + true, out=np.zeros(len(false)), where=false + true > 0))


def roc_counts(y_true: Any, y_score: Any) -> RocCurve:
    """Twin of metrics.roc_curve: numbers of true and false positives are given instead of rates.

    Repair: divide by the number of positives and of negatives.
    """
    right = _curve(y_true, y_score)
    positive, negative = _split(y_true, y_score)
    return right._replace(fpr=right.fpr * len(negative), tpr=right.tpr * len(positive))


def roc_row_by_row(y_true: Any, y_score: Any) -> RocCurve:
    """Twin of metrics.roc_curve: every sample makes a step of its own, also where scores are equal.

    Repair: samples with equal scores reach the threshold together and make one step; their order must not matter.
    """
    y, s = np.asarray(y_true), np.asarray(y_score, float)
    order = np.argsort(-s, kind="stable")
    found = np.concatenate([[0], np.cumsum(y[order] == y.max())])
    steps = np.arange(len(found))
    fpr, tpr = (_divided(column) for column in (steps - found, found))
    return RocCurve(fpr, tpr, np.concatenate([[np.inf], s[order]]))


def _divided(counts: Any) -> Array:
    """Return counts as shares of the last, which is all."""
    shares: Array = np.asarray(counts, float) / max(counts[-1], 1)
    return shares


def roc_without_origin(y_true: Any, y_score: Any) -> RocCurve:
    """Twin of metrics.roc_curve: the curve begins at the highest score instead of above it.

    Repair: the first threshold lies above every score, where nothing is called positive: the point (0, 0).
    """
    return RocCurve(*(column[1:] for column in _curve(y_true, y_score)))


def area_left_heights(x: Any, y: Any) -> float:
    """Twin of metrics.auc: rectangles with the height at their left end are summed.

    Repair: the trapezoidal rule takes the mean of both heights.
    """
    x, y = np.asarray(x, float), np.asarray(y, float)
    return float(np.sum(np.diff(x) * y[:-1]))


def area_right_heights(x: Any, y: Any) -> float:
    """Twin of metrics.auc: rectangles with the height at their right end are summed.

    Repair: the trapezoidal rule takes the mean of both heights.
    """
    x, y = np.asarray(x, float), np.asarray(y, float)
    return float(np.sum(np.diff(x) * y[1:]))


def area_without_width(x: Any, y: Any) -> float:  # noqa: ARG001
    """Twin of metrics.auc: the mean heights are summed without their widths.

    Repair: multiply every mean height by the width of its strip.
    """
    y = np.asarray(y, float)
    return float(np.sum((y[1:] + y[:-1]) / 2))


def area_not_halved(x: Any, y: Any) -> float:
    """Twin of metrics.auc: the two heights of a strip are added and not halved.

    Repair: the area of a trapezium is its width times the mean of both heights.
    """
    x, y = np.asarray(x, float), np.asarray(y, float)
    return float(np.sum(np.diff(x) * (y[1:] + y[:-1])))


def _ranks(x: Any, method: str = "average") -> Array:
    """Rank by definition."""
    x = np.asarray(x, float)
    below = (x[None] < x[:, None]).sum(axis=1)
    equal = (x[None] == x[:, None]).sum(axis=1)
    match method:
        case "min":
            return np.asarray(below + 1, float)
        case "max":
            return np.asarray(below + equal, float)
        case "dense":
            return np.asarray(np.unique(x, return_inverse=True)[1].ravel() + 1, float)
        case "ordinal":
            ranks = np.empty(len(x))
            ranks[np.argsort(x, kind="stable")] = np.arange(1, len(x) + 1)
            return ranks
    return np.asarray(below + (equal + 1) / 2, float)


def ranks_min(x: Any, method: str = "average") -> Array:  # noqa: ARG001
    """Twin of metrics.rankdata: equal values get the smallest of their ranks, as in a sports table.

    Repair: give them the mean of the ranks that they occupy.
    """
    return _ranks(x, "min")


def ranks_max(x: Any, method: str = "average") -> Array:  # noqa: ARG001
    """Twin of metrics.rankdata: equal values get the largest of their ranks.

    Repair: give them the mean of the ranks that they occupy.
    """
    return _ranks(x, "max")


def ranks_dense(x: Any, method: str = "average") -> Array:  # noqa: ARG001
    """Twin of metrics.rankdata: equal values share one rank and the next value gets the next number.

    Repair: ties use up as many ranks as there are values; give each the mean of them.
    """
    return _ranks(x, "dense")


def ranks_ordinal(x: Any, method: str = "average") -> Array:  # noqa: ARG001
    """Twin of metrics.rankdata: equal values get different ranks, in the order of the input.

    Repair: give them the mean of the ranks that they occupy.
    """
    return _ranks(x, "ordinal")


def ranks_descending(x: Any, method: str = "average") -> Array:
    """Twin of metrics.rankdata: the largest value gets rank 1.

    Repair: rank 1 belongs to the smallest value.
    """
    return _ranks(-np.asarray(x, float), method)


def ranks_from_zero(x: Any, method: str = "average") -> Array:
    """Twin of metrics.rankdata: ranks start at 0.

    Repair: the smallest value has rank 1, unlike an index in Python.
    """
    return _ranks(x, method) - 1


def ranks_argsort(x: Any, method: str = "average") -> Array:  # noqa: ARG001
    """Twin of metrics.rankdata: the sorting permutation is taken for the ranks.

    Repair: argsort tells which value is in first place, a rank tells in which place a value is: invert it.
    """
    return np.asarray(np.argsort(np.asarray(x, float), kind="stable") + 1, float)
