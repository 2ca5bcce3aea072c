"""F1, precision and recall alone, each a single number or one a class.

`precision_recall_fscore_support` in ``fscore.py`` holds the algorithm; these pick one of its scores.
"""

# ruff: noqa: ARG001  (an adapter has the public signature, also where one of its bodies needs less)

from __future__ import annotations

from typing import Any

from .._jit import compiled_as
from .._options import is_none, option_reader
from ._class_scores import AVERAGES, EACH, mean_compiled, scores_compiled
from .fscore import evaluate


def _adapter_of(which):
    """Return the adapter that gives one row of the three scores: precision, recall, F-score."""

    def adapter(y_true, y_pred, labels=None, pos_label=1, average="binary", sample_weight=None, zero_division="warn"):
        read = option_reader(average, AVERAGES)

        def each(y_true, y_pred, labels=None, pos_label=1, average="binary", sample_weight=None, zero_division="warn"):
            return scores_compiled(y_true, y_pred, 1.0, labels, pos_label, EACH, sample_weight, zero_division)[0][which]

        def averaged(
            y_true, y_pred, labels=None, pos_label=1, average="binary", sample_weight=None, zero_division="warn"
        ):
            how = read(average)
            scores, true = scores_compiled(y_true, y_pred, 1.0, labels, pos_label, how, sample_weight, zero_division)
            return mean_compiled(scores[which], true, how)

        return each if is_none(average) else averaged

    return adapter


_precision_score_compiled, _recall_score_compiled, _f1_score_compiled = map(_adapter_of, range(3))


@compiled_as(_f1_score_compiled, by_type=True)
def f1_score(
    y_true: Any,
    y_pred: Any,
    *,
    labels: Any = None,
    pos_label: Any = 1,
    average: str | None = "binary",
    sample_weight: Any = None,
    zero_division: Any = "warn",
) -> Any:
    r"""Return the harmonic mean of precision and recall.

    .. math:: F_1 = \frac{2 P R}{P + R} = \frac{2\,\mathrm{TP}}{2\,\mathrm{TP} + \mathrm{FP} + \mathrm{FN}}

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n,)
        True and predicted labels: whole numbers, bools or text, n >= 1.
    labels : array-like of shape (k,), optional
        The classes that are scored; by default every label that occurs. Unused by ``average="binary"``.
    pos_label : label
        The class that ``average="binary"`` scores.
    average : {"binary", "micro", "macro", "weighted"} or None
        "binary" scores `pos_label` alone; "micro" adds the counts of all classes first; "macro" takes the mean over
        classes; "weighted" weights that mean by the size of each class. None returns one value a class.
    sample_weight : array-like of shape (n,), optional
        Weights, not negative; by default 1.
    zero_division : {"warn", 0.0, 1.0, nan}
        The value of 0/0; "warn" is 0.0 with an `UndefinedWarning`. NaN is left out of averages.

    Returns
    -------
    float or ndarray of shape (k,)
        In [0, 1]; an array where `average` is None.

    Raises
    ------
    ValueError, TypeError
        As `precision_recall_fscore_support`.

    See Also
    --------
    sklearn.metrics.f1_score : the library it is tested against.

    Notes
    -----
    Time O(n + k), memory O(n + k).

    True negatives do not enter, so the score is about the positive class. Where every sample has one label, micro-
    averaged F1 is accuracy. Inside compiled code labels are numbers, and
    ``zero_division="warn"`` does not warn.

    References
    ----------
    Sokolova and Lapalme (2009), "A systematic analysis of performance measures", tables 2 and 3.

    Examples
    --------
    Two right of three predicted and four present, 2·2 / (3 + 4):

    >>> round(f1_score([1, 1, 1, 1, 0, 0], [1, 1, 0, 0, 1, 0]), 6)
    0.571429

    Eight cats, one of them missed, and two ants, one of them missed:

    >>> y_true, y_pred = ["cat"] * 8 + ["ant"] * 2, ["cat"] * 7 + ["ant"] + ["ant", "cat"]
    >>> f1_score(y_true, y_pred, average=None)
    array([0.5  , 0.875])
    >>> f1_score(y_true, y_pred, average="macro")
    0.6875
    """
    return evaluate(y_true, y_pred, 1.0, labels, pos_label, average, sample_weight, zero_division, ("F-score",))[0][0]


@compiled_as(_precision_score_compiled, by_type=True)
def precision_score(
    y_true: Any,
    y_pred: Any,
    *,
    labels: Any = None,
    pos_label: Any = 1,
    average: str | None = "binary",
    sample_weight: Any = None,
    zero_division: Any = "warn",
) -> Any:
    r"""Return the share of the positive predictions that are right.

    .. math:: P = \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FP}}

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n,)
        True and predicted labels: whole numbers, bools or text, n >= 1.
    labels : array-like of shape (k,), optional
        The classes that are scored; by default every label that occurs. Unused by ``average="binary"``.
    pos_label : label
        The class that ``average="binary"`` scores.
    average : {"binary", "micro", "macro", "weighted"} or None
        "binary" scores `pos_label` alone; "micro" adds the counts of all classes first; "macro" takes the mean over
        classes; "weighted" weights that mean by the size of each class. None returns one value a class.
    sample_weight : array-like of shape (n,), optional
        Weights, not negative; by default 1.
    zero_division : {"warn", 0.0, 1.0, nan}
        The value of 0/0; "warn" is 0.0 with an `UndefinedWarning`. NaN is left out of averages.

    Returns
    -------
    float or ndarray of shape (k,)
        In [0, 1]; an array where `average` is None.

    Raises
    ------
    ValueError, TypeError
        As `precision_recall_fscore_support`.

    See Also
    --------
    sklearn.metrics.precision_score : the library it is tested against.

    Notes
    -----
    Time O(n + k), memory O(n + k).

    Also called positive predictive value. Inside compiled code labels are numbers, and
    ``zero_division="warn"`` does not warn.

    References
    ----------
    Sokolova and Lapalme (2009), "A systematic analysis of performance measures", tables 2 and 3.

    Examples
    --------
    Two right of three predicted:

    >>> round(precision_score([1, 1, 1, 1, 0, 0], [1, 1, 0, 0, 1, 0]), 6)
    0.666667
    """
    return evaluate(y_true, y_pred, 1.0, labels, pos_label, average, sample_weight, zero_division, ("precision",))[0][0]


@compiled_as(_recall_score_compiled, by_type=True)
def recall_score(
    y_true: Any,
    y_pred: Any,
    *,
    labels: Any = None,
    pos_label: Any = 1,
    average: str | None = "binary",
    sample_weight: Any = None,
    zero_division: Any = "warn",
) -> Any:
    r"""Return the share of the positive samples that are found.

    .. math:: R = \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FN}}

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n,)
        True and predicted labels: whole numbers, bools or text, n >= 1.
    labels : array-like of shape (k,), optional
        The classes that are scored; by default every label that occurs. Unused by ``average="binary"``.
    pos_label : label
        The class that ``average="binary"`` scores.
    average : {"binary", "micro", "macro", "weighted"} or None
        "binary" scores `pos_label` alone; "micro" adds the counts of all classes first; "macro" takes the mean over
        classes; "weighted" weights that mean by the size of each class. None returns one value a class.
    sample_weight : array-like of shape (n,), optional
        Weights, not negative; by default 1.
    zero_division : {"warn", 0.0, 1.0, nan}
        The value of 0/0; "warn" is 0.0 with an `UndefinedWarning`. NaN is left out of averages.

    Returns
    -------
    float or ndarray of shape (k,)
        In [0, 1]; an array where `average` is None.

    Raises
    ------
    ValueError, TypeError
        As `precision_recall_fscore_support`.

    See Also
    --------
    sklearn.metrics.recall_score : the library it is tested against.

    Notes
    -----
    Time O(n + k), memory O(n + k).

    Also called sensitivity, hit rate or true positive rate. Inside compiled code labels are numbers, and
    ``zero_division="warn"`` does not warn.

    References
    ----------
    Sokolova and Lapalme (2009), "A systematic analysis of performance measures", tables 2 and 3.

    Examples
    --------
    Two found of four:

    >>> recall_score([1, 1, 1, 1, 0, 0], [1, 1, 0, 0, 1, 0])
    0.5
    """
    return evaluate(y_true, y_pred, 1.0, labels, pos_label, average, sample_weight, zero_division, ("recall",))[0][0]
