"""Wrong twins of algos.metrics: the precision-recall curve, and average precision."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class PrecisionRecall(NamedTuple):
    """The fields of algos.metrics.precision_recall_curve."""

    precision: Array
    recall: Array
    thresholds: Array


def _divided(part: Any, whole: Any) -> Any:
    """Return part / whole, and 1 where whole is 0."""
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    return np.divide(part, whole, out=np.ones(np.broadcast(part, whole).shape), where=whole != 0)


def _curve(y_true: Any, y_score: Any, above: Any = np.greater_equal) -> PrecisionRecall:
    """Return the curve with a point at every distinct score, the lowest first, and the end point."""
    score = np.asarray(y_score, float)
    y = np.asarray(y_true) == np.max(y_true)
    thresholds = np.unique(score)
    hits = np.array([np.sum(y & above(score, t)) for t in thresholds])
    called = np.array([np.sum(above(score, t)) for t in thresholds])
    precision = np.array([*_divided(hits, called), 1.0])
    return PrecisionRecall(precision, np.array([*_divided(hits, y.sum()), 0.0]), thresholds)


def _one_by_one(y_true: Any, y_score: Any) -> PrecisionRecall:
    """Return the curve with a point for every sample, those of equal score in the order of the rows."""
    score = np.asarray(y_score, float)
    order = np.argsort(-score, kind="stable")
    y = (np.asarray(y_true) == np.max(y_true))[order]
    precision = np.cumsum(y) / np.arange(1, len(y) + 1)
    recall = _divided(np.cumsum(y), y.sum())
    return PrecisionRecall(np.array([*precision[::-1], 1.0]), np.array([*recall[::-1], 0.0]), score[order][::-1])


def _steps(curve: PrecisionRecall) -> float:
    return float(-np.sum(np.diff(curve.recall) * curve.precision[:-1]))


def pr_axes_swapped(y_true: Any, y_score: Any) -> PrecisionRecall:
    """Twin of metrics.precision_recall_curve: precision and recall are exchanged.

    Repair: precision divides by what is called positive, recall by what is positive.
    """
    curve = _curve(y_true, y_score)
    return PrecisionRecall(curve.recall, curve.precision, curve.thresholds)


def pr_strictly_above(y_true: Any, y_score: Any) -> PrecisionRecall:
    """Twin of metrics.precision_recall_curve: a score equal to the threshold counts as negative.

    Repair: a sample is called positive when its score is at least the threshold.
    """
    return _curve(y_true, y_score, np.greater)


def pr_row_by_row(y_true: Any, y_score: Any) -> PrecisionRecall:
    """Twin of metrics.precision_recall_curve: every sample makes a step of its own, also where scores are equal.

    Repair: samples of equal score reach the threshold together; one step for each distinct score.
    """
    return _one_by_one(y_true, y_score)


def pr_false_positive_rate(y_true: Any, y_score: Any) -> PrecisionRecall:
    """Twin of metrics.precision_recall_curve: one minus the false positive rate is taken for the precision.

    Repair: precision divides by the samples that are called positive, not by the negatives.
    """
    score = np.asarray(y_score, float)
    y = np.asarray(y_true) == np.max(y_true)
    curve = _curve(y_true, y_score)
    quiet = [np.sum(~y & (score < t)) for t in curve.thresholds]
    return PrecisionRecall(np.array([*_divided(quiet, np.sum(~y)), 1.0]), curve.recall, curve.thresholds)


def ap_trapezoids(y_true: Any, y_score: Any) -> float:
    """Twin of metrics.average_precision_score: the points of the curve are joined by straight lines.

    Repair: sum rectangles, each gain of recall times the precision that it is reached with.
    """
    curve = _curve(y_true, y_score)
    return float(-np.sum(np.diff(curve.recall) * (curve.precision[1:] + curve.precision[:-1]) / 2))


def ap_as_roc_area(y_true: Any, y_score: Any) -> float:
    """Twin of metrics.average_precision_score: the area under the ROC curve is taken.

    Repair: average the precision at each positive; ROC looks at pairs of a positive and a negative.
    """
    score = np.asarray(y_score, float)
    y = np.asarray(y_true) == np.max(y_true)
    difference = score[y][:, None] - score[~y][None, :]
    return float(np.mean((difference > 0) + (difference == 0) / 2))


def ap_mean_over_thresholds(y_true: Any, y_score: Any) -> float:
    """Twin of metrics.average_precision_score: the precisions at all thresholds are averaged.

    Repair: only thresholds that gain recall count, each by what it gains.
    """
    return float(np.mean(_curve(y_true, y_score).precision[:-1]))


def ap_ties_in_row_order(y_true: Any, y_score: Any) -> float:
    """Twin of metrics.average_precision_score: samples of equal score are taken one by one, in the order of the rows.

    Repair: they reach the threshold together: one precision for all of them.
    """
    return _steps(_one_by_one(y_true, y_score))


def ap_precision_before_step(y_true: Any, y_score: Any) -> float:
    """Twin of metrics.average_precision_score: a gain of recall is multiplied by the precision before it.

    Repair: take the precision at the threshold that gains the recall, with its own samples included.
    """
    curve = _curve(y_true, y_score)
    return float(-np.sum(np.diff(curve.recall) * curve.precision[1:]))
