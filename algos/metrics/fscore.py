r"""Precision, recall and F-score, for each class or averaged.

.. math::

    P = \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FP}}, \quad R = \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FN}}, \quad
    F_\beta = \frac{(1 + \beta^2)\, P R}{\beta^2 P + R}
            = \frac{(1 + \beta^2)\,\mathrm{TP}}{\beta^2 (\mathrm{TP} + \mathrm{FN}) + (\mathrm{TP} + \mathrm{FP})}
"""

# ruff: noqa: ARG001  (an adapter has the public signature, also where one of its bodies needs less)

from __future__ import annotations

import warnings
from numbers import Real
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._check import UndefinedWarning, number, one_of
from .._jit import compiled_as
from .._labels import positions
from .._options import is_none, option_reader
from ._class_scores import AVERAGES, EACH, _mean, _scores, _take, mean_compiled, scores_compiled
from ._label_counts import count_classes

_AVERAGES = ("binary", "micro", "macro", "weighted", None)
_WHERE = {
    "precision": "labels that are never predicted",
    "recall": "labels that never occur",
    "F-score": "labels that neither occur nor are predicted",
}


class PrecisionRecallFscoreSupport(NamedTuple):
    """Three scores and the number of samples behind them.

    Attributes
    ----------
    precision : float or ndarray of shape (k,)
        Share of the predictions of a class that are right.
    recall : float or ndarray of shape (k,)
        Share of the samples of a class that are found.
    fscore : float or ndarray of shape (k,)
        Weighted harmonic mean of the two.
    support : ndarray of shape (k,) or None
        Samples (or weight) of each class; None where averaged.
    """

    precision: Any
    recall: Any
    fscore: Any
    support: Any


def _precision_recall_fscore_support_compiled(
    y_true, y_pred, beta=1.0, labels=None, pos_label=1, average=None, sample_weight=None, zero_division="warn"
):
    read = option_reader(average, AVERAGES)

    def each(
        y_true, y_pred, beta=1.0, labels=None, pos_label=1, average=None, sample_weight=None, zero_division="warn"
    ):
        scores, true = scores_compiled(y_true, y_pred, beta, labels, pos_label, EACH, sample_weight, zero_division)
        return PrecisionRecallFscoreSupport(scores[0], scores[1], scores[2], true)

    def averaged(
        y_true, y_pred, beta=1.0, labels=None, pos_label=1, average=None, sample_weight=None, zero_division="warn"
    ):
        how = read(average)
        scores, true = scores_compiled(y_true, y_pred, beta, labels, pos_label, how, sample_weight, zero_division)
        precision, recall = mean_compiled(scores[0], true, how), mean_compiled(scores[1], true, how)
        return PrecisionRecallFscoreSupport(precision, recall, mean_compiled(scores[2], true, how), None)

    return each if is_none(average) else averaged


# -- public function -------------------------------------------------------------------------------


def evaluate(
    y_true: Any,
    y_pred: Any,
    beta: float,
    labels: Any,
    pos_label: Any,
    average: str | None,
    sample_weight: Any,
    zero_division: Any,
    wanted: tuple[str, ...],
) -> tuple[list[Any], NDArray[Any]]:
    """Return the wanted scores, averaged or by class, and the support by class; one warning for all that are 0/0."""
    one_of(average, "average", _AVERAGES)
    undefined = _zero_division(zero_division)
    if not isinstance(beta, Real) or not beta >= 0.0:
        raise ValueError(f"beta must be a number of at least 0, got {beta!r}")
    if type(beta) is not float and beta != np.inf:
        beta = number(beta, "beta")
    classes, hits, predicted, true = count_classes(y_true, y_pred, sample_weight)
    rows = _rows(classes, labels, pos_label, average)
    if rows is not None:
        hits, predicted, true = _take(hits, rows), _take(predicted, rows), _take(true, rows)
    if average == "micro":
        hits, predicted, true = (np.add.reduce(x, keepdims=True) for x in (hits, predicted, true))
    scores, zeros = _scores(hits, predicted, true, float(beta), undefined)
    chosen = [list(_WHERE).index(name) for name in wanted]
    if isinstance(zero_division, str) and any(zeros[which] for which in chosen):
        parts = [f"{name} for {_WHERE[name]}" for name, which in zip(wanted, chosen, strict=True) if zeros[which]]
        warnings.warn(
            f"Undefined (0/0) and set to 0.0: {'; '.join(parts)}. Choose the value with zero_division.",
            UndefinedWarning,
            stacklevel=3,
        )
    if average is None:
        return [scores[which] for which in chosen], true
    weight = true if average == "weighted" else np.ones(true.shape[0])
    return [float(_mean(scores[which], weight)) for which in chosen], true


def _zero_division(value: Any) -> float:
    if isinstance(value, str) and value == "warn":
        return 0.0
    if isinstance(value, Real) and (value in (0, 1) or value != value):
        return float(value)
    raise ValueError(f"zero_division must be one of 'warn', 0.0, 1.0, nan; got {value!r}")


def _rows(classes: NDArray[Any], labels: Any, pos_label: Any, average: str | None) -> NDArray[np.int64] | None:
    """Return the positions of the classes that were asked for, -1 where one does not occur; None means all."""
    if average == "binary":
        present = classes.tolist()
        if len(present) > 2:
            raise ValueError(
                "Target is multiclass but average='binary'. Please choose another average setting, one of "
                f"{[option for option in _AVERAGES if option != 'binary']}."
            )
        if pos_label in present:
            return np.array([present.index(pos_label)])
        if len(present) == 2:
            raise ValueError(f"pos_label={pos_label!r} is not a valid label. It should be one of {present}")
        return np.array([-1])
    if pos_label not in (None, 1):
        warnings.warn(
            f"pos_label={pos_label!r} is ignored when average is {average!r}; pass labels=[pos_label] for one class",
            UserWarning,
            stacklevel=4,
        )
    if labels is None:
        return None
    rows = positions(labels, classes)
    if rows.shape[0] == 0:
        raise ValueError("labels must contain at least one label, got none")
    return rows


@compiled_as(_precision_recall_fscore_support_compiled, by_type=True)
def precision_recall_fscore_support(
    y_true: Any,
    y_pred: Any,
    *,
    beta: float = 1.0,
    labels: Any = None,
    pos_label: Any = 1,
    average: str | None = None,
    sample_weight: Any = None,
    zero_division: Any = "warn",
) -> PrecisionRecallFscoreSupport:
    r"""Return precision, recall, F-beta score and support, for each class or averaged.

    .. math:: P = \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FP}}, \quad
        R = \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FN}}, \quad F_\beta = \frac{(1 + \beta^2)\, P R}{\beta^2 P + R}

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n,)
        True and predicted labels: whole numbers, bools or text, n >= 1.
    beta : float
        Weight of recall against precision, at least 0; infinity gives recall, 0 gives precision.
    labels : array-like of shape (k,), optional
        The classes that are scored, in this order; by default every label that occurs, ascending.
    pos_label : label
        The class that ``average="binary"`` scores; ignored by the other averages, with a warning unless 1.
    average : {"binary", "micro", "macro", "weighted"}, optional
        "binary" scores `pos_label` alone; "micro" adds the counts of all classes first; "macro" takes the mean over
        classes; "weighted" weights that mean by support. None returns one value a class.
    sample_weight : array-like of shape (n,), optional
        Weights, not negative; by default 1.
    zero_division : {"warn", 0.0, 1.0, nan}
        The value of 0/0; "warn" is 0.0 with an `UndefinedWarning`. NaN is left out of averages.

    Returns
    -------
    PrecisionRecallFscoreSupport
        `precision`, `recall`, `fscore`, `support`; support is None where averaged.

    Raises
    ------
    ValueError
        No samples, different lengths, labels that are not whole numbers or text, more than two classes with
        ``average="binary"``, a `pos_label` that does not occur, a negative `beta`, unusable weights.
    TypeError
        Text mixed with numbers.

    See Also
    --------
    sklearn.metrics.precision_recall_fscore_support : the library it is tested against.

    Notes
    -----
    Time O(n + k), memory O(n + k).

    Inside compiled code labels are numbers, ``zero_division="warn"`` does not warn, and support is float.

    References
    ----------
    Sokolova and Lapalme (2009), "A systematic analysis of performance measures", table 3.

    Examples
    --------
    Class 1 is predicted three times, twice rightly, and occurs four times:

    >>> result = precision_recall_fscore_support([1, 1, 1, 1, 0, 0], [1, 1, 0, 0, 1, 0], average="binary")
    >>> [round(score, 4) for score in result[:3]]
    [0.6667, 0.5, 0.5714]
    """
    (precision, recall, fscore), support = evaluate(
        y_true, y_pred, beta, labels, pos_label, average, sample_weight, zero_division, tuple(_WHERE)
    )
    if average is not None:
        return PrecisionRecallFscoreSupport(precision, recall, fscore, None)
    if sample_weight is None:
        support = support.astype(np.int64)
    return PrecisionRecallFscoreSupport(precision, recall, fscore, support)
