"""Wrong twins of algos.metrics: scores of predicted classes."""

# ruff: noqa: ARG001 - a twin takes what its algorithm takes, also what the mistake overlooks

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Scores(NamedTuple):
    """The fields of algos.metrics.precision_recall_fscore_support."""

    precision: Any
    recall: Any
    fscore: Any
    support: Any


def _divide(a: Any, b: Any) -> Any:
    """Return a / b, and 0 where b is 0."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    return np.divide(a, b, out=np.zeros(np.broadcast(a, b).shape), where=b != 0)


class _Counts:
    """True positives, predictions and samples of each class; a sample of weight w counts as w samples."""

    def __init__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        t, p = np.asarray(y_true).ravel(), np.asarray(y_pred).ravel()
        w = np.ones(len(t)) if sample_weight is None else np.asarray(sample_weight, float)
        self.labels = np.union1d(t, p)
        self.hits = np.array([w[(t == c) & (p == c)].sum() for c in self.labels])
        self.predicted = np.array([w[p == c].sum() for c in self.labels])
        self.actual = np.array([w[t == c].sum() for c in self.labels])
        self.n = w.sum()

    @property
    def precision(self) -> Any:
        return _divide(self.hits, self.predicted)

    @property
    def recall(self) -> Any:
        return _divide(self.hits, self.actual)

    @property
    def f1(self) -> Any:
        return _divide(2 * self.hits, self.predicted + self.actual)

    def pick(self, values: Array, average: str | None, pos_label: Any) -> Any:
        """Return the score of the positive class, of each class, or their mean."""
        match average:
            case None:
                return values
            case "macro":
                return float(values.mean())
            case "weighted":
                return float(values @ self.actual / self.n)
            case "micro":
                return float(self.hits.sum() / self.n)
        return float(values[np.flatnonzero(self.labels == pos_label)[0]])


def f1_arithmetic_mean(
    y_true: Any, y_pred: Any, pos_label: Any = 1, average: str | None = "binary", sample_weight: Any = None
) -> Any:
    """Twin of metrics.f1_score: the arithmetic mean of precision and recall is taken.

    Repair: F1 is their harmonic mean, 2PR/(P + R), which the smaller one dominates.
    """
    counts = _Counts(y_true, y_pred, sample_weight)
    return counts.pick((counts.precision + counts.recall) / 2, average, pos_label)


def f1_as_accuracy(
    y_true: Any, y_pred: Any, pos_label: Any = 1, average: str | None = "binary", sample_weight: Any = None
) -> float:
    """Twin of metrics.f1_score: the accuracy is taken, so true negatives count.

    Repair: F1 = 2TP/(2TP + FP + FN); true negatives do not enter.
    """
    return float(np.average(np.asarray(y_true) == np.asarray(y_pred), weights=sample_weight))


def f1_of_other_class(
    y_true: Any, y_pred: Any, pos_label: Any = 1, average: str | None = "binary", sample_weight: Any = None
) -> Any:
    """Twin of metrics.f1_score: the score of the negative class is taken.

    Repair: F1 belongs to the positive class, which the question names.
    """
    counts = _Counts(y_true, y_pred, sample_weight)
    others = counts.labels[counts.labels != pos_label]
    return counts.pick(counts.f1, average, others[0] if len(others) else pos_label)


def f1_not_doubled(
    y_true: Any, y_pred: Any, pos_label: Any = 1, average: str | None = "binary", sample_weight: Any = None
) -> Any:
    """Twin of metrics.f1_score: PR/(P + R) is taken, the factor 2 is forgotten.

    Repair: the harmonic mean of two numbers is 2PR/(P + R).
    """
    counts = _Counts(y_true, y_pred, sample_weight)
    return counts.pick(counts.f1 / 2, average, pos_label)


def f1_micro(
    y_true: Any, y_pred: Any, pos_label: Any = 1, average: str | None = "macro", sample_weight: Any = None
) -> Any:
    """Twin of metrics.f1_score: counts are pooled over the classes (micro), which for single labels is the accuracy.

    Repair: take the F1 of every class first, then average as the question says.
    """
    counts = _Counts(y_true, y_pred, sample_weight)
    return counts.pick(counts.f1, "micro", pos_label)


def f1_macro(
    y_true: Any, y_pred: Any, pos_label: Any = 1, average: str | None = "weighted", sample_weight: Any = None
) -> Any:
    """Twin of metrics.f1_score: the classes are averaged with equal weights (macro).

    Repair: weight the classes as the question says: by their support, or by pooling the counts.
    """
    counts = _Counts(y_true, y_pred, sample_weight)
    return counts.pick(counts.f1, "macro", pos_label)


def f1_weighted(
    y_true: Any, y_pred: Any, pos_label: Any = 1, average: str | None = "macro", sample_weight: Any = None
) -> Any:
    """Twin of metrics.f1_score: the classes are weighted by their support.

    Repair: the macro average gives every class the same weight, however rare it is.
    """
    counts = _Counts(y_true, y_pred, sample_weight)
    return counts.pick(counts.f1, "weighted", pos_label)


def f1_of_averages(
    y_true: Any, y_pred: Any, pos_label: Any = 1, average: str | None = "macro", sample_weight: Any = None
) -> float:
    """Twin of metrics.f1_score: precision and recall are averaged first, and F1 is taken of the two averages.

    Repair: take the F1 of every class first, then their mean.
    """
    counts = _Counts(y_true, y_pred, sample_weight)
    p, r = counts.precision.mean(), counts.recall.mean()
    return float(_divide(2 * p * r, p + r))


def precision_as_recall(
    y_true: Any, y_pred: Any, pos_label: Any = 1, average: str | None = "binary", sample_weight: Any = None
) -> Any:
    """Twin of metrics.precision_score: the recall is taken, TP/(TP + FN).

    Repair: precision looks at the predictions: TP/(TP + FP).
    """
    counts = _Counts(y_true, y_pred, sample_weight)
    return counts.pick(counts.recall, average, pos_label)


def precision_as_accuracy(
    y_true: Any, y_pred: Any, pos_label: Any = 1, average: str | None = "binary", sample_weight: Any = None
) -> float:
    """Twin of metrics.precision_score: the share of all right predictions is taken.

    Repair: look only at the samples that are called positive: TP/(TP + FP).
    """
    return float(np.average(np.asarray(y_true) == np.asarray(y_pred), weights=sample_weight))


def recall_as_precision(
    y_true: Any, y_pred: Any, pos_label: Any = 1, average: str | None = "binary", sample_weight: Any = None
) -> Any:
    """Twin of metrics.recall_score: the precision is taken, TP/(TP + FP).

    Repair: recall looks at the samples that are positive: TP/(TP + FN).
    """
    counts = _Counts(y_true, y_pred, sample_weight)
    return counts.pick(counts.precision, average, pos_label)


def recall_as_false_positive_rate(
    y_true: Any, y_pred: Any, pos_label: Any = 1, average: str | None = "binary", sample_weight: Any = None
) -> Any:
    """Twin of metrics.recall_score: the false positive rate is taken, FP/(FP + TN).

    Repair: recall, also called sensitivity or true positive rate, is TP/(TP + FN); FPR is the rate of false alarms.
    """
    counts = _Counts(y_true, y_pred, sample_weight)
    return counts.pick(_divide(counts.predicted - counts.hits, counts.n - counts.actual), average, pos_label)


def recall_as_specificity(
    y_true: Any, y_pred: Any, pos_label: Any = 1, average: str | None = "binary", sample_weight: Any = None
) -> Any:
    """Twin of metrics.recall_score: the specificity is taken, TN/(TN + FP).

    Repair: recall, also called sensitivity, looks at the positives: TP/(TP + FN).
    """
    counts = _Counts(y_true, y_pred, sample_weight)
    rate = _divide(counts.predicted - counts.hits, counts.n - counts.actual)
    return counts.pick(1 - rate, average, pos_label)


def scores_swapped(
    y_true: Any, y_pred: Any, average: str | None = None, pos_label: Any = 1, sample_weight: Any = None
) -> Scores:
    """Twin of metrics.precision_recall_fscore_support: precision and recall are exchanged.

    Repair: precision divides by what was predicted, recall by what is there.
    """
    counts = _Counts(y_true, y_pred, sample_weight)
    values = [counts.pick(part, average, pos_label) for part in (counts.recall, counts.precision, counts.f1)]
    return Scores(values[0], values[1], values[2], counts.actual if average is None else None)


def scores_support_of_predictions(
    y_true: Any, y_pred: Any, average: str | None = None, pos_label: Any = 1, sample_weight: Any = None
) -> Scores:
    """Twin of metrics.precision_recall_fscore_support: the support counts predictions instead of samples.

    Repair: the support of a class is how many samples truly belong to it.
    """
    counts = _Counts(y_true, y_pred, sample_weight)
    values = [counts.pick(part, average, pos_label) for part in (counts.precision, counts.recall, counts.f1)]
    return Scores(values[0], values[1], values[2], counts.predicted if average is None else None)


def confusion_transposed(y_true: Any, y_pred: Any, *, labels: Any = None, sample_weight: Any = None) -> Any:
    """Twin of metrics.confusion_matrix: predictions are in the rows and truth in the columns.

    Repair: rows are the true classes, columns the predicted ones.
    """
    known = (np.union1d(y_true, y_pred) if labels is None else np.asarray(labels)).tolist()
    weights = np.ones(len(y_true), np.int64) if sample_weight is None else np.asarray(sample_weight)
    table = np.zeros((len(known), len(known)), dtype=weights.dtype)
    for t, p, w in zip(np.asarray(y_true).tolist(), np.asarray(y_pred).tolist(), weights, strict=True):
        table[known.index(p), known.index(t)] += w
    return table


def confusion_positive_first(y_true: Any, y_pred: Any, *, labels: Any = None, sample_weight: Any = None) -> Any:
    """Twin of metrics.confusion_matrix: the classes are listed from the largest label to the smallest.

    Repair: labels are sorted ascending, so class 0 is the first row and the first column.
    """
    return confusion_transposed(y_true, y_pred, labels=labels, sample_weight=sample_weight).T[::-1, ::-1]


def accuracy_of_positives(y_true: Any, y_pred: Any, sample_weight: Any = None) -> float:
    """Twin of metrics.accuracy_score: only the positive samples are looked at, which is recall.

    Repair: accuracy counts every sample, positive or negative.
    """
    t, p = np.asarray(y_true), np.asarray(y_pred)
    w = None if sample_weight is None else np.asarray(sample_weight, float)[t == t.max()]
    return float(np.average(p[t == t.max()] == t.max(), weights=w))


def accuracy_as_error(y_true: Any, y_pred: Any, sample_weight: Any = None) -> float:
    """Twin of metrics.accuracy_score: the share of wrong predictions is taken.

    Repair: accuracy is the share of right predictions, one minus the error rate.
    """
    return float(np.average(np.asarray(y_true) != np.asarray(y_pred), weights=sample_weight))


def accuracy_balanced(y_true: Any, y_pred: Any, sample_weight: Any = None) -> float:
    """Twin of metrics.accuracy_score: the recalls of the classes are averaged, which is the balanced accuracy.

    Repair: count right predictions over all samples; then a large class weighs more.
    """
    counts = _Counts(y_true, y_pred, sample_weight)
    return float(counts.recall[counts.actual > 0].mean())
