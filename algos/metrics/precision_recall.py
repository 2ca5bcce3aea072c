r"""The precision-recall curve, and average precision.

Lower the threshold through the scores; each threshold t gives a point

.. math:: P(t) = \frac{\#\{y = 1, s \ge t\}}{\#\{s \ge t\}}, \qquad R(t) = \frac{\#\{y = 1, s \ge t\}}{\#\{y = 1\}}

and average precision is the area under the steps between them. The kernels are in ``_thresholds.py``.
"""

# ruff: noqa: ARG001  (an adapter has the public signature; its bodies take some of the arguments)

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np

from .._check import FloatArray, IntArray, UndefinedWarning, array, boolean, frozen, one_of, same_length, vector
from .._check import sample_weight as check_weight
from .._jit import adapter_part, compiled_as
from .._labels import encode
from ._compiled_areas import precision_compiled, precisions_compiled
from ._label_averages import (
    AVERAGES,
    EACH,
    _mean_score,
    average_reader,
    average_scores,
    body_by_type,
    indicators,
    one_column_a_class,
)
from ._thresholds import (
    _average_precision,
    _precision_recall,
    average_precisions,
    positives_by_threshold,
)
from .curve import curve_compiled, positives


class PrecisionRecallCurve(NamedTuple):
    """The points of a precision-recall curve, from everything called positive to nothing.

    Attributes
    ----------
    precision : ndarray of shape (m + 1,)
        Share of the samples with a score of at least the threshold that are positive; the last value is 1.
    recall : ndarray of shape (m + 1,)
        Share of the positives with a score of at least the threshold; falling, the last value is 0.
    thresholds : ndarray of shape (m,)
        Rising. The last point of the curve has none.
    """

    precision: FloatArray
    recall: FloatArray
    thresholds: FloatArray


@adapter_part
def _counts_compiled(y_true, y_score, pos_label, sample_weight):
    """Return (false positives, true positives, thresholds) without the point where nothing is called positive."""
    fps, tps, thresholds = curve_compiled(y_true, y_score, pos_label, sample_weight, False)
    return fps[1:], tps[1:], thresholds[1:]


def _warn_without_positives(what: str, stacklevel: int = 3) -> None:
    warnings.warn(f"No positive samples in y_true: {what}", UndefinedWarning, stacklevel=stacklevel)


# -- public functions ------------------------------------------------------------------------------


def _precision_recall_curve_compiled(y_true, y_score, pos_label=None, sample_weight=None, drop_intermediate=False):
    fps, tps, thresholds = _counts_compiled(y_true, y_score, pos_label, sample_weight)
    precision, recall, rising = _precision_recall(fps, tps, thresholds, drop_intermediate)
    return PrecisionRecallCurve(precision, recall, rising)


@compiled_as(_precision_recall_curve_compiled)
def precision_recall_curve(
    y_true: Any, y_score: Any, *, pos_label: Any = None, sample_weight: Any = None, drop_intermediate: bool = False
) -> PrecisionRecallCurve:
    r"""Return precision and recall at every threshold.

    .. math:: P(t) = \frac{\sum_i w_i [y_i = 1][s_i \ge t]}{\sum_i w_i [s_i \ge t]}, \qquad
              R(t) = \frac{\sum_i w_i [y_i = 1][s_i \ge t]}{\sum_i w_i [y_i = 1]}

    Parameters
    ----------
    y_true : array-like of shape (n,)
        Labels; in {0, 1} or {-1, 1} unless `pos_label` is given.
    y_score : array-like of shape (n,)
        Finite scores s, higher for what looks more positive: probabilities, distances, votes.
    pos_label : label, optional
        The positive class, all others being negative; 1 by default. One that does not occur is no error: there are then
        no positives.
    sample_weight : array-like of shape (n,), optional
        Weights w, not negative; by default 1. Samples of weight zero give no threshold.
    drop_intermediate : bool
        Keep only the first and the last point of each recall; a plot of the curve stays the same.

    Returns
    -------
    PrecisionRecallCurve
        `precision`, `recall`, `thresholds`. Without positives recall is 1 throughout, with an `UndefinedWarning`.

    Raises
    ------
    ValueError
        No samples, different lengths, scores that are not finite, labels that leave the positive class open
        because `pos_label` is missing.

    See Also
    --------
    sklearn.metrics.precision_recall_curve : the library it is tested against.
    roc_curve : against the false positive rate, which does not depend on how common positives are.

    Notes
    -----
    Time O(n log n), memory O(n).

    Raising the threshold never raises recall; precision may go either way. Inside compiled code labels are numbers and
    nothing warns.

    References
    ----------
    Davis and Goadrich (2006), "The relationship between precision-recall and ROC curves", section 2.

    Examples
    --------
    >>> curve = precision_recall_curve([0, 1, 0, 1], [0.1, 0.4, 0.35, 0.8])
    >>> curve.precision.round(3).tolist(), curve.recall.tolist(), curve.thresholds.tolist()
    ([0.5, 0.667, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 0.5, 0.0], [0.1, 0.35, 0.4, 0.8])
    """
    boolean(drop_intermediate, "drop_intermediate")
    score = vector(y_score, "y_score")
    positive = positives(y_true, pos_label)
    same_length(positive, score, "y_true", "y_score")
    weight = None if sample_weight is None else check_weight(sample_weight, score.shape[0])
    fps, tps, thresholds = positives_by_threshold(positive, score, weight)
    if tps[-1] == 0.0:
        _warn_without_positives("recall is set to one for all thresholds")
    return PrecisionRecallCurve(*_precision_recall(fps, tps, thresholds, bool(drop_intermediate)))


def _average_precision_score_compiled(y_true, y_score, average="macro", pos_label=1, sample_weight=None):
    read = average_reader(average)

    def one(y_true, y_score, average="macro", pos_label=1, sample_weight=None):
        return precision_compiled(y_true, y_score, pos_label, sample_weight)

    def each(y_true, y_score, average="macro", pos_label=1, sample_weight=None):
        return precisions_compiled(y_true, y_score, pos_label, sample_weight, EACH)[0]

    def mean(y_true, y_score, average="macro", pos_label=1, sample_weight=None):
        return _mean_score(*precisions_compiled(y_true, y_score, pos_label, sample_weight, read(average)))

    def neither(y_true, y_score, average="macro", pos_label=1, sample_weight=None):
        raise ValueError("inside compiled code y_true and y_score are both vectors, or both matrices")

    return body_by_type(y_true, y_score, average, (one, each, mean, neither))


@compiled_as(_average_precision_score_compiled, by_type=True)
def average_precision_score(
    y_true: Any, y_score: Any, *, average: str | None = "macro", pos_label: Any = 1, sample_weight: Any = None
) -> Any:
    r"""Return the area under the steps of the precision-recall curve.

    .. math:: AP = \sum_n (R_n - R_{n-1}) P_n

    Parameters
    ----------
    y_true : array-like of shape (n,) or (n, k)
        Labels: whole numbers, bools or text. Or, where a sample may have several labels or none, one column of 0 and 1
        for each of k >= 2 labels.
    y_score : array-like of shape (n,) or (n, k)
        Finite scores, higher for what looks more positive. For k > 2 classes one column a class, ascending; for k
        labels one column a label.
    average : {"micro", "macro", "weighted", "samples"} or None
        For more than two classes, each against the rest, or several labels: the mean over them ("macro"), that mean
        weighted by their sizes, the score of all indicators together ("micro"), one score each (None), or the mean over
        samples, each ranking its labels ("samples").
    pos_label : label
        The positive one of two classes.
    sample_weight : array-like of shape (n,), optional
        Weights, not negative; by default 1. With "samples" the weights of the mean.

    Returns
    -------
    float or ndarray of shape (k,)
        In [0, 1]: 1 where every positive outranks every negative, the share of positives where all scores tie. 0,
        with an `UndefinedWarning`, without any positive, also of one of several labels or samples
        (`average_precision_at_k`, a mean over queries, does not warn).

    Raises
    ------
    ValueError
        No samples, different lengths, scores that are not finite, a `pos_label` that is not among two classes, columns
        that do not fit the classes or labels.
    TypeError
        Text mixed with numbers.

    See Also
    --------
    sklearn.metrics.average_precision_score : the library it is tested against.
    average_precision_at_k : of rankings, several queries at once.

    Notes
    -----
    Time O(n log n) a class, memory O(n).

    Samples of equal score are one step, whatever their order. Straight lines between the points, as `auc` would draw
    them, promise precisions that no threshold reaches. Inside compiled code there are two classes, labels are numbers
    and nothing warns.

    References
    ----------
    Davis and Goadrich (2006), "The relationship between precision-recall and ROC curves", section 4; Manning, Raghavan
    and Schütze (2008), "Introduction to Information Retrieval", section 8.4.

    Examples
    --------
    Recall 1/2 at precision 1, then 1 at precision 2/3:

    >>> round(average_precision_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]), 6)
    0.833333

    Two labels, the second of which is in the wrong order:

    >>> average_precision_score([[0, 1], [1, 0]], [[0.2, 0.3], [0.6, 0.4]], average=None).tolist()
    [1.0, 0.5]
    """
    one_of(average, "average", AVERAGES)
    score = array(y_score, "y_score", None)
    if score.ndim == 2 and (truth := indicators(y_true, score)) is not None:
        return _several(truth, score, average, pos_label, sample_weight)
    if score.ndim not in (1, 2):
        raise ValueError(f"y_score must be a vector or a matrix, got shape {score.shape}")
    classes, codes = encode(y_true, "y_true")
    if codes.shape[0] == 0:
        raise ValueError("y_true must have at least one label, got none")
    same_length(codes, score, "y_true", "y_score")
    n, present = codes.shape[0], classes.tolist()
    if len(present) > 2:
        if score.shape != (n, len(present)):
            raise ValueError(
                f"y_score must have one column for each class: expected shape {(n, len(present))}, got {score.shape}"
            )
        return _several(one_column_a_class(codes, len(present)), score, average, pos_label, sample_weight)
    if score.ndim == 2:
        if score.shape[1] != 1:
            raise ValueError(f"y_score must be a vector for two classes, got shape {score.shape}")
        score = score.reshape(n)
    if (len(present) == 2 or pos_label is None) and pos_label not in present:
        raise ValueError(f"pos_label={pos_label!r} is not a valid label: it should be one of {present}")
    weight = None if sample_weight is None else check_weight(sample_weight, n)
    if present == [0, 1] and pos_label == 1:
        positive = codes
    else:
        positive = frozen(np.array([label == pos_label for label in present]).astype(np.int64)[codes])
    fps, tps, _ = positives_by_threshold(positive, score, weight)
    if tps[-1] == 0.0:
        _warn_without_positives("average precision is set to zero")
    return float(_average_precision(fps, tps))


def _several(truth: IntArray, score: FloatArray, average: str | None, pos_label: Any, sample_weight: Any) -> Any:
    """Return the average precision of several labels, or of classes each against the rest."""
    if pos_label != 1:
        raise ValueError(f"pos_label must be left out for more than two classes or several labels, got {pos_label!r}")
    weight = None if sample_weight is None else check_weight(sample_weight, truth.shape[0])
    result, scores = average_scores(average_precisions, truth, score, average, weight)
    if not scores.all():
        _warn_without_positives("average precision of a label or sample without any is set to zero", 4)
    return result
