"""ROC AUC: of two classes, and averaged over several classes or labels.

``_binary_area.py`` holds the algorithm, ``_label_averages.py`` makes one number of several areas.
"""

# ruff: noqa: ARG001  (an adapter has the public signature; its bodies take some of the arguments)

from __future__ import annotations

import warnings
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._check import FloatArray, IntArray, UndefinedWarning, number, one_of, same_length
from .._check import sample_weight as check_weight
from .._jit import compiled_as
from .._labels import encode, positions
from ._binary_area import binary_area, binary_areas
from ._compiled_areas import area_compiled, areas_compiled
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
from .ranks import orderable


def _roc_auc_score_compiled(
    y_true, y_score, average="macro", sample_weight=None, max_fpr=None, multi_class="raise", labels=None
):
    read = average_reader(average)

    def one(y_true, y_score, average="macro", sample_weight=None, max_fpr=None, multi_class="raise", labels=None):
        return area_compiled(y_true, y_score, sample_weight, max_fpr)

    def each(y_true, y_score, average="macro", sample_weight=None, max_fpr=None, multi_class="raise", labels=None):
        return areas_compiled(y_true, y_score, sample_weight, max_fpr, EACH)[0]

    def mean(y_true, y_score, average="macro", sample_weight=None, max_fpr=None, multi_class="raise", labels=None):
        return _mean_score(*areas_compiled(y_true, y_score, sample_weight, max_fpr, read(average)))

    def neither(y_true, y_score, average="macro", sample_weight=None, max_fpr=None, multi_class="raise", labels=None):
        raise ValueError("inside compiled code y_true and y_score are both vectors, or both matrices")

    return body_by_type(y_true, y_score, average, (one, each, mean, neither))


@compiled_as(_roc_auc_score_compiled, by_type=True)
def roc_auc_score(
    y_true: Any,
    y_score: Any,
    *,
    average: str | None = "macro",
    sample_weight: Any = None,
    max_fpr: float | None = None,
    multi_class: str = "raise",
    labels: Any = None,
) -> Any:
    r"""Return the area under the ROC curve: the probability that a positive outranks a negative.

    .. math:: \mathrm{AUC} = \Pr(s_+ > s_-) + \tfrac12 \Pr(s_+ = s_-)

    Parameters
    ----------
    y_true : array-like of shape (n,) or (n, k)
        Labels: whole numbers, bools or text. Of two classes the larger is the positive one. Or, where a sample may have
        several labels or none, one column of 0 and 1 for each of k >= 2 labels.
    y_score : array-like of shape (n,) or (n, k)
        Finite scores, higher for what looks more positive. For k > 2 classes one column a class, ascending, whose
        rows are probabilities; for k labels one column a label.
    average : {"micro", "macro", "weighted", "samples"} or None
        For more than two classes or several labels: the mean over them ("macro"), that mean weighted by their sizes,
        the area of all indicators together ("micro"), or one area each (None). "samples", of labels only, is the mean
        over samples, each ranking its labels. With "ovo", "macro" and "weighted" alone.
    sample_weight : array-like of shape (n,), optional
        Weights, not negative; by default 1. With "samples" the weights of the mean. Not with "ovo".
    max_fpr : float, optional
        In (0, 1]: only the area left of this false positive rate, scaled so that chance is 0.5 and a perfect order 1
        (McClish). Not of more than two classes.
    multi_class : {"raise", "ovr", "ovo"}
        For more than two classes: each against the rest, or each pair of classes alone (Hand and Till).
    labels : array-like of shape (k,), optional
        The classes of the columns, ascending, where not all of them occur in `y_true`.

    Returns
    -------
    float or ndarray of shape (k,)
        In [0, 1]: 1 where every positive outranks every negative, 0.5 by chance or when all scores tie, 0 where the
        order is inverted. NaN, with an `UndefinedWarning`, where only one class is present. Of several areas any NaN
        warns, and makes the mean NaN unless it weighs nothing; "weighted" is 0 where no label occurs.

    Raises
    ------
    ValueError
        No samples, different lengths, scores that are not finite, labels that are not whole numbers or text, more than
        two classes without `multi_class`, columns that do not fit the classes or labels.
    TypeError
        Text mixed with numbers.

    See Also
    --------
    sklearn.metrics.roc_auc_score : the library it is tested against.

    Notes
    -----
    Time O(n log n) a class, memory O(n).

    Unweighted, the wins are counted in integers and divided once. An area of 1 says nothing about accuracy at a
    threshold: only the order counts. Inside compiled code there are two classes or several labels, labels are numbers
    and nothing warns.

    References
    ----------
    Hanley and McNeil (1982), "The meaning and use of the area under a ROC curve"; McClish (1989), "Analyzing a portion
    of the ROC curve"; Hand and Till (2001), "A simple generalisation of the area under the ROC curve", equation 7.

    Examples
    --------
    Of the four pairs, 0.35 loses to 0.4 alone:

    >>> roc_auc_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    0.75
    >>> roc_auc_score(["no", "yes"], [0.5, 0.5])
    0.5

    Two labels, the second of which is in the wrong order:

    >>> roc_auc_score([[0, 1], [1, 0]], [[0.2, 0.3], [0.6, 0.4]], average=None).tolist()
    [1.0, 0.0]
    """
    one_of(average, "average", AVERAGES)
    one_of(multi_class, "multi_class", ("raise", "ovr", "ovo"))
    if max_fpr is not None:
        max_fpr = number(max_fpr, "max_fpr", above=0.0, at_most=1.0)
    score = orderable(y_score, "y_score", None, finite=True)
    if score.ndim == 2 and (truth := indicators(y_true, score)) is not None:
        weight = None if sample_weight is None else check_weight(sample_weight, truth.shape[0])
        return _several(truth, score, average, weight, max_fpr)
    if score.ndim not in (1, 2):
        raise ValueError(f"y_score must be a vector or a matrix, got shape {score.shape}")
    classes, codes = encode(y_true, "y_true")
    if codes.shape[0] == 0:
        raise ValueError("y_true must have at least one label, got none")
    same_length(codes, score, "y_true", "y_score")
    n = codes.shape[0]
    weight = None if sample_weight is None else check_weight(sample_weight, n)
    if classes.shape[0] > 2 or (score.ndim == 2 and score.shape[1] > 2):
        if max_fpr not in (None, 1.0):
            raise ValueError(f"max_fpr must be None for more than two classes, got {max_fpr}")
        return _multiclass(classes, codes, score, average, weight, multi_class, labels)
    if score.ndim == 2:
        if score.shape[1] != 1:
            raise ValueError(
                f"y_score must be a vector for two classes, got shape {score.shape}; pass y_score[:, 1] if its columns "
                "are the probabilities of both"
            )
        score = score.reshape(n)
    return _defined(binary_area(codes, score, weight, max_fpr))


def _defined(area: float, stacklevel: int = 3) -> float:
    """Return the area, with a warning where it is NaN."""
    if area != area:
        warnings.warn(
            "Only one class is present in y_true (or has weight). ROC AUC score is not defined in that case.",
            UndefinedWarning,
            stacklevel=stacklevel,
        )
    return area


# -- more than two classes, several labels ---------------------------------------------------------


def _several(
    truth: IntArray, score: FloatArray, average: str | None, weight: FloatArray | None, max_fpr: float | None
) -> float | FloatArray:
    result, areas = average_scores(
        lambda positive, rows, within: binary_areas(positive, rows, within, max_fpr), truth, score, average, weight
    )
    _defined(float(areas.sum()), 4)
    return result


def _multiclass(
    classes: NDArray[Any],
    codes: IntArray,
    score: FloatArray,
    average: str | None,
    weight: FloatArray | None,
    multi_class: str,
    labels: Any,
) -> Any:
    if multi_class == "raise":
        raise ValueError(
            f"multi_class must be in ('ovo', 'ovr') for more than two classes, got {multi_class!r} and "
            f"{classes.shape[0]} classes, y_score of shape {score.shape}"
        )
    if labels is not None:
        named = encode(labels, "labels").classes
        if named.tolist() != np.asarray(labels).tolist():
            raise ValueError(f"labels must be unique and ascending, got {labels!r}")
        codes = positions(classes, named, "y_true")[codes]
        if codes.min() < 0:
            raise ValueError("y_true contains labels that are not in labels")
        classes = named
    k = classes.shape[0]
    if score.ndim != 2 or score.shape[1] != k:
        raise ValueError(
            f"y_score must have one column for each class: expected shape ({codes.shape[0]}, {k}), got {score.shape}"
        )
    sums = score.sum(axis=1)
    if not np.allclose(1.0, sums):
        worst = sums[np.argmax(np.abs(sums - 1.0))]
        raise ValueError(f"y_score must hold probabilities whose rows sum to 1, got a row that sums to {worst}")
    if multi_class == "ovo":
        return _defined(_one_against_one(codes, np.ascontiguousarray(score.T), average, weight))
    if average == "samples":
        raise ValueError("average must be 'micro', 'macro', 'weighted' or None for multi_class='ovr', got 'samples'")
    return _several(one_column_a_class(codes, k), score, average, weight, None)


def _one_against_one(codes: IntArray, columns: FloatArray, average: str | None, weight: FloatArray | None) -> float:
    """Return the mean over pairs of classes of the area that either column gives on their samples alone."""
    if weight is not None:
        raise ValueError("sample_weight must be None for multi_class='ovo'")
    if average not in ("macro", "weighted"):
        raise ValueError(f"average must be 'macro' or 'weighted' for multi_class='ovo', got {average!r}")
    total, norm = 0.0, 0.0
    for first, second in combinations(np.unique(codes).tolist(), 2):
        both = (codes == first) | (codes == second)
        is_first = (codes[both] == first).astype(np.int64)
        area = binary_area(is_first, columns[first, both], None) + binary_area(
            1 - is_first, columns[second, both], None
        )
        share = np.count_nonzero(both) if average == "weighted" else 1
        total += share * area / 2.0
        norm += share
    return float(total / norm) if norm > 0.0 else np.nan  # no pair of classes
