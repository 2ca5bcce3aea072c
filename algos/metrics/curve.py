r"""The ROC curve, and the area under a curve.

Lower the threshold through the scores; each threshold t gives a point

.. math:: \mathrm{FPR}(t) = \frac{\#\{y = 0, s \ge t\}}{\#\{y = 0\}}, \qquad
          \mathrm{TPR}(t) = \frac{\#\{y = 1, s \ge t\}}{\#\{y = 1\}}
"""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np

from .._check import FloatArray, IntArray, UndefinedWarning, boolean, same_length, vector
from .._check import sample_weight as check_weight
from .._jit import adapter_part, compiled_as, kernel
from .._label_codes import _whole
from .._labels import encode
from ._adapters import weight_compiled


class RocCurve(NamedTuple):
    """The points of a ROC curve, from (0, 0) to (1, 1).

    Attributes
    ----------
    fpr : ndarray of shape (m,)
        False positive rate: share of the negatives with a score of at least the threshold. Also called fall-out.
    tpr : ndarray of shape (m,)
        True positive rate: share of the positives with a score of at least the threshold. Also called recall.
    thresholds : ndarray of shape (m,)
        Falling; the first is infinity, where nothing is called positive.
    """

    fpr: FloatArray
    tpr: FloatArray
    thresholds: FloatArray


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _curve(positive, score, weight, order, drop):
    """Return (false positives, true positives, thresholds) of falling scores, given an order that sorts them upwards.

    With `drop`, points in line with both neighbours are left out. Samples of weight zero are passed over.
    """
    n = score.shape[0]
    fps, tps, thresholds = np.zeros(n + 1), np.zeros(n + 1), np.empty(n + 1)
    thresholds[0] = np.inf
    m = 0
    for k in range(n - 1, -1, -1):
        s = order[k]
        if weight[s] == 0.0:
            continue
        if m == 0 or score[s] != thresholds[m]:
            m += 1
            fps[m], tps[m], thresholds[m] = fps[m - 1], tps[m - 1], score[s]
        if positive[s] == 1:
            tps[m] += weight[s]
        else:
            fps[m] += weight[s]
    if drop and m > 2:
        kept = 1
        last_fp, last_tp = fps[1], tps[1]
        for i in range(2, m):
            bent = fps[i + 1] - fps[i] != fps[i] - last_fp or tps[i + 1] - tps[i] != tps[i] - last_tp
            last_fp, last_tp = fps[i], tps[i]
            if bent:
                kept += 1
                fps[kept], tps[kept], thresholds[kept] = fps[i], tps[i], thresholds[i]
        kept += 1
        fps[kept], tps[kept], thresholds[kept] = fps[m], tps[m], thresholds[m]
        m = kept
    return fps[: m + 1], tps[: m + 1], thresholds[: m + 1]


@kernel
def _direction(x):
    """Return 1 where x never falls, -1 where it never rises, 0 where it does both."""
    rises = falls = False
    for i in range(1, x.shape[0]):
        rises |= x[i] > x[i - 1]
        falls |= x[i] < x[i - 1]
    return 0 if rises and falls else -1 if falls else 1


@kernel
def _trapezoids(x, y):
    """Return the signed area under straight lines from point to point."""
    area = 0.0
    for i in range(1, x.shape[0]):
        area += (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2.0
    return area


@kernel
def _rate(counts):
    """Divide running counts by the last; NaN where that is zero."""
    return counts / counts[-1] if counts[-1] > 0.0 else np.full(counts.shape[0], np.nan)


# -- public functions ------------------------------------------------------------------------------


def positives(y_true: Any, pos_label: Any) -> IntArray:
    """Return 1 for the samples of the positive class, 0 for the others."""
    classes, codes = encode(y_true, "y_true")
    present = classes.tolist()
    if pos_label is None:
        if len(present) > 2:
            raise ValueError(f"multiclass y_true is not supported without pos_label, got the classes {present}")
        if present not in ([0, 1], [-1, 1], [0], [-1], [1]):
            raise ValueError(
                f"y_true takes value in {present} and pos_label is not specified: either make y_true take value in "
                "{0, 1} or {-1, 1}, or pass pos_label explicitly"
            )
        pos_label = 1
    return np.array([label == pos_label for label in present] or [False]).astype(np.int64)[codes]


@adapter_part
def curve_compiled(y_true, y_score, pos_label, sample_weight, drop_intermediate):
    """Return (false positives, true positives, thresholds) of falling scores, or raise."""
    labels, whole = _whole(y_true)
    n = labels.shape[0]
    if n == 0 or n != y_score.shape[0] or not whole:
        raise ValueError("y_true must be whole numbers, at least one, as many as y_score")
    positive = np.zeros(n, np.int64)
    for i in range(n):
        if not np.isfinite(y_score[i]):
            raise ValueError("y_score must be finite")
        if pos_label is None:
            if labels[i] != 1 and labels[i] != 0 and labels[i] != -1:
                raise ValueError("y_true must be in {0, 1} or {-1, 1}, or pos_label be given")
            positive[i] = labels[i] == 1
        else:
            positive[i] = labels[i] == pos_label
    weight = weight_compiled(sample_weight, n)
    score = y_score.astype(np.float64)
    return _curve(positive, score, weight, np.argsort(score), drop_intermediate)


def _roc_curve_compiled(y_true, y_score, pos_label=None, sample_weight=None, drop_intermediate=True):
    fps, tps, thresholds = curve_compiled(y_true, y_score, pos_label, sample_weight, drop_intermediate)
    return RocCurve(_rate(fps), _rate(tps), thresholds)


@compiled_as(_roc_curve_compiled)
def roc_curve(
    y_true: Any, y_score: Any, *, pos_label: Any = None, sample_weight: Any = None, drop_intermediate: bool = True
) -> RocCurve:
    r"""Return false and true positive rate at every threshold.

    .. math:: \mathrm{FPR}(t) = \frac{\sum_i w_i [y_i = 0][s_i \ge t]}{\sum_i w_i [y_i = 0]}, \qquad
              \mathrm{TPR}(t) = \frac{\sum_i w_i [y_i = 1][s_i \ge t]}{\sum_i w_i [y_i = 1]}

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
        Leave out the points in line with both neighbours; the curve and its area stay the same.

    Returns
    -------
    RocCurve
        `fpr`, `tpr`, `thresholds`. A rate is NaN, with an `UndefinedWarning`, where its class has no sample.

    Raises
    ------
    ValueError
        No samples, different lengths, scores that are not finite, labels that leave the positive class open
        because `pos_label` is missing.

    See Also
    --------
    sklearn.metrics.roc_curve : the library it is tested against.

    Notes
    -----
    Time O(n log n), memory O(n).

    Lowering the threshold never lowers either rate. Inside compiled code labels are numbers and nothing warns.

    References
    ----------
    Fawcett (2006), "An introduction to ROC analysis", algorithm 1.

    Examples
    --------
    >>> curve = roc_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    >>> curve.fpr.tolist(), curve.tpr.tolist(), curve.thresholds.tolist()
    ([0.0, 0.0, 0.5, 0.5, 1.0], [0.0, 0.5, 0.5, 1.0, 1.0], [inf, 0.8, 0.4, 0.35, 0.1])
    """
    boolean(drop_intermediate, "drop_intermediate")
    score = vector(y_score, "y_score")
    positive = positives(y_true, pos_label)
    same_length(positive, score, "y_true", "y_score")
    weight = check_weight(sample_weight, score.shape[0])
    fps, tps, thresholds = _curve(positive, score, weight, score.argsort(), bool(drop_intermediate))
    absent = [name for name, count in (("negative", fps[-1]), ("positive", tps[-1])) if count == 0.0]
    if absent:
        rate = {"negative": "false positive rate", "positive": "true positive rate"}[absent[0]]
        warnings.warn(f"No {absent[0]} samples in y_true: the {rate} is not defined", UndefinedWarning, stacklevel=2)
    return RocCurve(_rate(fps), _rate(tps), thresholds)


def _auc_compiled(x, y):
    direction = _direction(x)
    if x.shape[0] != y.shape[0] or x.shape[0] < 2:
        raise ValueError("x and y must have the same length, at least 2")
    if direction == 0:
        raise ValueError("x is neither increasing nor decreasing")
    return direction * _trapezoids(x, y)


@compiled_as(_auc_compiled)
def auc(x: Any, y: Any) -> float:
    r"""Return the area under the straight lines through points, by the trapezoidal rule.

    .. math:: \sum_{i=2}^{n} (x_i - x_{i-1}) \frac{y_i + y_{i-1}}{2}

    Parameters
    ----------
    x : array-like of shape (n,)
        Finite, n >= 2, never falling or never rising; a falling x is read from its end.
    y : array-like of shape (n,)
        Finite.

    Returns
    -------
    float
        Negative where y is.

    Raises
    ------
    ValueError
        Fewer than 2 points, different lengths, NaN or infinity, an x that both rises and falls.

    See Also
    --------
    sklearn.metrics.auc : the library it is tested against.

    Notes
    -----
    Time O(n), memory O(1).

    References
    ----------
    Fawcett (2006), "An introduction to ROC analysis", algorithm 2.

    Examples
    --------
    A rectangle of 2 by 1 under a triangle of the same size:

    >>> auc([0, 2], [1, 2])
    3.0
    """
    x, y = vector(x, "x"), vector(y, "y")
    same_length(x, y, "x", "y")
    if x.shape[0] < 2:
        raise ValueError(f"At least 2 points are needed to compute area under curve, but x has shape {x.shape}")
    direction = _direction(x)
    if direction == 0:
        raise ValueError(f"x is neither increasing nor decreasing: {x}")
    return float(direction * _trapezoids(x, y))
