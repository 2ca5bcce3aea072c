"""ROC AUC: of two classes, and averaged over the classes of a multiclass problem.

``_binary_area.py`` holds the algorithm; here several binary areas become one number.
"""

from __future__ import annotations

import warnings
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._check import FloatArray, IntArray, UndefinedWarning, number, one_of, same_length
from .._check import sample_weight as check_weight
from .._jit import compiled_as
from .._label_codes import _encode_pair, _whole
from .._labels import encode, positions
from ._adapters import weight_compiled
from ._binary_area import _partial_area, _weighted_area, _wins_by_ranks, binary_area
from .curve import _curve
from .ranks import _ranks_of_any, orderable

_AVERAGES = ("micro", "macro", "weighted", None)


def _roc_auc_score_compiled(
    y_true,
    y_score,
    average="macro",  # noqa: ARG001  (this and the last two have no say over two classes)
    sample_weight=None,
    max_fpr=None,
    multi_class="raise",  # noqa: ARG001
    labels=None,  # noqa: ARG001
):
    if y_score.ndim != 1:
        raise ValueError("inside compiled code y_score is a vector; call once for each class")
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
        if not 0.0 < max_fpr <= 1.0:
            raise ValueError("max_fpr must be in (0, 1]")
        fps, tps, _ = _curve(positive, score, weight, np.argsort(score), False)
        return _partial_area(fps, tps, np.float64(max_fpr))
    if sample_weight is not None:
        return _weighted_area(positive, score, weight, np.argsort(score))
    n_positive = positive.sum()
    return _wins_by_ranks(score, positive) / (2.0 * n_positive * (n - n_positive))


@compiled_as(_roc_auc_score_compiled)
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
    y_true : array-like of shape (n,)
        Labels: whole numbers, bools or text. Of two classes the larger is the positive one.
    y_score : array-like of shape (n,) or (n, k)
        Finite scores, higher for what looks more positive. For k > 2 classes one column a class, ascending, whose
        rows are probabilities.
    average : {"micro", "macro", "weighted"} or None
        For more than two classes: the mean over classes, that mean weighted by class size, the area of all indicators
        together ("micro", with "ovr" only), or one area a class (None, with "ovr" only).
    sample_weight : array-like of shape (n,), optional
        Weights, not negative; by default 1. Not with "ovo".
    max_fpr : float, optional
        In (0, 1]: only the area left of this false positive rate, scaled so that chance is 0.5 and a perfect order 1
        (McClish). Two classes only.
    multi_class : {"raise", "ovr", "ovo"}
        For more than two classes: each against the rest, or each pair of classes alone (Hand and Till).
    labels : array-like of shape (k,), optional
        The classes of the columns, ascending, where not all of them occur in `y_true`.

    Returns
    -------
    float or ndarray of shape (k,)
        In [0, 1]: 1 where every positive outranks every negative, 0.5 by chance or when all scores tie, 0 where the
        order is inverted. NaN, with an `UndefinedWarning`, where only one class is present.

    Raises
    ------
    ValueError
        No samples, different lengths, scores that are not finite, labels that are not whole numbers or text, more than
        two classes without `multi_class`, columns that do not fit the classes.
    TypeError
        Text mixed with numbers.

    See Also
    --------
    sklearn.metrics.roc_auc_score : the library it is tested against.

    Notes
    -----
    Time O(n log n) a class, memory O(n).

    Unweighted, the wins are counted in integers and divided once. An area of 1 says nothing about accuracy at a
    threshold: only the order counts. Inside compiled code there are two classes, labels are numbers and nothing warns.

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
    """
    one_of(average, "average", _AVERAGES)
    one_of(multi_class, "multi_class", ("raise", "ovr", "ovo"))
    if max_fpr is not None:
        max_fpr = number(max_fpr, "max_fpr", above=0.0, at_most=1.0)
    classes, codes = encode(y_true, "y_true")
    score = orderable(y_score, "y_score", None, finite=True)
    if score.ndim not in (1, 2) or codes.shape[0] == 0:
        raise ValueError(
            "y_true must have at least one label and y_score be a vector or a matrix, got shapes "
            f"{codes.shape} and {score.shape}"
        )
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
    return _defined(binary_area(codes, score, weight, max_fpr) if classes.shape[0] == 2 else np.nan)


def _defined(area: float) -> float:
    """Return the area, with a warning where it is NaN."""
    if area != area:
        warnings.warn(
            "Only one class is present in y_true (or has weight). ROC AUC score is not defined in that case.",
            UndefinedWarning,
            stacklevel=3,
        )
    return area


# -- more than two classes -------------------------------------------------------------------------


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
    columns = np.ascontiguousarray(score.T)
    if multi_class == "ovo":
        return _defined(_one_against_one(codes, columns, average, weight))
    indicators = (codes == np.arange(k)[:, None]).astype(np.int64)
    if average == "micro":
        repeated = None if weight is None else np.tile(weight, k)
        return _defined(binary_area(indicators.ravel(), columns.ravel(), repeated))
    areas = np.array([binary_area(indicators[c], columns[c], weight) for c in range(k)])
    if average is None:
        _defined(float(areas.sum()))
        return areas
    if average == "macro":
        return _defined(float(areas.mean()))
    sizes = indicators.sum(axis=1) if weight is None else indicators @ weight
    areas[sizes == 0] = 0.0  # a class that does not occur has no area, and no say
    return _defined(float(areas @ sizes / sizes.sum()))


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
    return float(total / norm)
