"""Areas under ROC and precision-recall curves inside a user's ``@njit``, where Numba sorts and labels are numbers."""

from __future__ import annotations

import numpy as np

from .._jit import adapter_part
from .._label_codes import _encode_pair, _whole
from ._adapters import weight_compiled
from ._binary_area import _areas_by_curve, _partial_area, _weighted_area, _wins_by_ranks
from ._label_averages import problems_compiled
from ._thresholds import _average_precision, _precisions_by_curve
from .curve import _curve, curve_compiled
from .ranks import _ranks_of_any


@adapter_part
def _limit_compiled(max_fpr):
    """Return the false positive rate at which an area ends, or raise."""
    limit = 1.0 if max_fpr is None else np.float64(max_fpr)
    if not 0.0 < limit <= 1.0:
        raise ValueError("max_fpr must be in (0, 1]")
    return limit


@adapter_part
def area_compiled(y_true, y_score, sample_weight, max_fpr):
    """Return the area of two classes, or raise."""
    whole, is_whole = _whole(y_true)
    n = whole.shape[0]
    if n == 0 or n != y_score.shape[0] or not is_whole:
        raise ValueError("y_true must be whole numbers, at least one, as many as y_score")
    classes, positive, _ = _encode_pair(whole, whole)
    if classes.shape[0] > 2:
        raise ValueError("inside compiled code y_true has two classes; call once for each class")
    if not np.isfinite(y_score).all():
        raise ValueError("y_score must be finite")
    score = _ranks_of_any(y_score.copy(), 0)  # only the order counts, and ranks keep it for every type of number
    weight = weight_compiled(sample_weight, n)
    if classes.shape[0] < 2:
        return np.nan
    if max_fpr is not None:
        fps, tps, _ = _curve(positive, score, weight, np.argsort(score), False)
        return _partial_area(fps, tps, _limit_compiled(max_fpr))
    if sample_weight is not None:
        return _weighted_area(positive, score, weight, np.argsort(score))
    n_positive = positive.sum()
    return _wins_by_ranks(score, positive) / (2.0 * n_positive * (n - n_positive))


@adapter_part
def areas_compiled(y_true, y_score, sample_weight, max_fpr, how):
    """Return the areas of several labels, and the weight of each; or raise."""
    limit = _limit_compiled(max_fpr)
    positive, score, weight, share, order = problems_compiled(y_true, y_score, sample_weight, how)
    return _areas_by_curve(positive, score, weight, order, limit), share


@adapter_part
def precision_compiled(y_true, y_score, pos_label, sample_weight):
    """Return the average precision of a vector of at most two classes, or raise."""
    if pos_label is None:
        raise ValueError("pos_label must be one of the labels of y_true")
    fps, tps, _ = curve_compiled(y_true, y_score, pos_label, sample_weight, False)
    first = second = y_true[0]
    for label in y_true:
        if label != first:
            if second != first and label != second:
                raise ValueError("inside compiled code y_true has two classes; call once for each class")
            second = label
    if first != second and pos_label != first and pos_label != second:
        raise ValueError("pos_label is not a valid label: it should be one of the two of y_true")
    return _average_precision(fps, tps)


@adapter_part
def precisions_compiled(y_true, y_score, pos_label, sample_weight, how):
    """Return the average precisions of several labels, and the weight of each; or raise."""
    if pos_label != 1:
        raise ValueError("pos_label must be left out where y_true has one column a label")
    positive, score, weight, share, order = problems_compiled(y_true, y_score, sample_weight, how)
    return _precisions_by_curve(positive, score, weight, order), share
