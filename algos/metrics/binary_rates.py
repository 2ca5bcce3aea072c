r"""The four cells of a two-class confusion matrix, divided by one another.

.. math:: \mathrm{TPR} = \frac{TP}{TP + FN}, \quad \mathrm{FPR} = \frac{FP}{FP + TN}, \quad
          \mathrm{PPV} = \frac{TP}{TP + FP}, \quad \mathrm{NPV} = \frac{TN}{TN + FN}, \quad
          \mathrm{MCC} = \frac{TP \cdot TN - FP \cdot FN}{\sqrt{(TP + FP)(TP + FN)(TN + FP)(TN + FN)}}
"""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._check import UndefinedWarning
from .._jit import compiled_as, kernel
from ._adapters import codes_compiled, weight_compiled
from ._label_counts import _weigh_pairs, count_pairs


class Rates(NamedTuple):
    """What two-class predictions get right and wrong, as shares.

    Attributes
    ----------
    tpr : float
        True positive rate: share of the positives that are found. Also sensitivity, recall, hit rate.
    fpr : float
        False positive rate: share of the negatives that are called positive. Also fall-out, false alarm rate.
    tnr : float
        True negative rate: share of the negatives that are left alone. Also specificity.
    fnr : float
        False negative rate: share of the positives that are missed. Also miss rate.
    ppv : float
        Positive predictive value: share of the positive predictions that are right. Also precision.
    npv : float
        Negative predictive value: share of the negative predictions that are right.
    accuracy : float
        Share of all predictions that are right.
    balanced_accuracy : float
        Mean of `tpr` and `tnr`; of one class alone, its rate.
    mcc : float
        Matthews correlation coefficient of truth and prediction, in [-1, 1]; 0 where either takes one value only.
    """

    tpr: float
    fpr: float
    tnr: float
    fnr: float
    ppv: float
    npv: float
    accuracy: float
    balanced_accuracy: float
    mcc: float


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _cells(counts, positive):
    """Return (TP, FP, FN, TN) of one class against all others, from a matrix with the true classes in its rows."""
    tp, fp, fn, tn = 0.0, 0.0, 0.0, 0.0
    for i in range(counts.shape[0]):
        for j in range(counts.shape[0]):
            if i == positive and j == positive:
                tp += counts[i, j]
            elif j == positive:
                fp += counts[i, j]
            elif i == positive:
                fn += counts[i, j]
            else:
                tn += counts[i, j]
    return tp, fp, fn, tn


@kernel
def _share(part, whole):
    return part / whole if whole > 0.0 else np.nan


@kernel
def _correlation(tp, fp, fn, tn):
    """Return the Matthews correlation; a power of two keeps the product of four tiny or huge weights in range."""
    scale = 2.0 ** -np.floor(np.log2(tp + fp + fn + tn))
    tp, fp, fn, tn = tp * scale, fp * scale, fn * scale, tn * scale
    below = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return max(-1.0, min(1.0, (tp * tn - fp * fn) / np.sqrt(below))) if below > 0.0 else 0.0


@kernel
def _rates(tp, fp, fn, tn):
    """Return the fields of `Rates`, NaN where a denominator is zero."""
    tpr, tnr = _share(tp, tp + fn), _share(tn, tn + fp)
    balanced = 0.5 * (tpr + tnr)
    if np.isnan(balanced):
        balanced = tnr if np.isnan(tpr) else tpr
    return (
        tpr,
        _share(fp, tn + fp),
        tnr,
        _share(fn, tp + fn),
        _share(tp, tp + fp),
        _share(tn, tn + fn),
        (tp + tn) / (tp + fp + fn + tn),
        balanced,
        _correlation(tp, fp, fn, tn),
    )


# -- public function -------------------------------------------------------------------------------


def _positive_class(classes: NDArray[Any], pos_label: Any) -> int:
    """Return the place of the positive class among those that occur, -1 where it does not occur."""
    present = classes.tolist()
    if pos_label is None:
        if not (set(present) <= {0, 1} or set(present) <= {-1, 1}):
            raise ValueError(
                f"y_true and y_pred take value in {present} and pos_label is not specified: either make them take "
                "value in {0, 1} or {-1, 1}, or pass pos_label explicitly"
            )
        pos_label = 1
    elif pos_label not in present and len(present) > 1:
        raise ValueError(f"pos_label={pos_label!r} is not a valid label: it should be one of {present}")
    return present.index(pos_label) if pos_label in present else -1


def _rates_compiled(y_true, y_pred, pos_label=None, sample_weight=None):
    classes, a, b = codes_compiled(y_true, y_pred)
    first, last, positive = classes[0], classes[-1], -1
    if pos_label is None:
        label = np.int64(1)
        if classes.shape[0] > 2 or first < -1 or last > 1 or (classes.shape[0] == 2 and last == 0):
            raise ValueError("labels must be in {0, 1} or {-1, 1}, or pos_label be given")
    else:
        label = np.int64(pos_label)
    for i in range(classes.shape[0]):
        if classes[i] == label:
            positive = i
    if positive < 0 and classes.shape[0] > 1:
        raise ValueError("pos_label is not a valid label")
    tp, fp, fn, tn = _cells(_weigh_pairs(a, b, weight_compiled(sample_weight, a.shape[0]), classes.shape[0]), positive)
    tpr, fpr, tnr, fnr, ppv, npv, accuracy, balanced_accuracy, mcc = _rates(tp, fp, fn, tn)
    return Rates(tpr, fpr, tnr, fnr, ppv, npv, accuracy, balanced_accuracy, mcc)


@compiled_as(_rates_compiled)
def rates(y_true: Any, y_pred: Any, *, pos_label: Any = None, sample_weight: Any = None) -> Rates:
    r"""Return all rates of two-class predictions at once.

    .. math:: \mathrm{TPR} = \frac{TP}{TP + FN}, \quad \mathrm{FPR} = \frac{FP}{FP + TN}, \quad
              \mathrm{TNR} = \frac{TN}{FP + TN}, \quad
              \mathrm{PPV} = \frac{TP}{TP + FP}, \quad \mathrm{NPV} = \frac{TN}{TN + FN}, \quad
              \mathrm{MCC} = \frac{TP \cdot TN - FP \cdot FN}{\sqrt{(TP + FP)(TP + FN)(TN + FP)(TN + FN)}}

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n,)
        True and predicted labels: whole numbers, bools or text, n >= 1; in {0, 1} or {-1, 1} unless `pos_label` is
        given.
    pos_label : label, optional
        The positive class, all others being negative; 1 by default.
    sample_weight : array-like of shape (n,), optional
        Weights, not negative; by default 1.

    Returns
    -------
    Rates
        `tpr`, `fpr`, `tnr`, `fnr`, `ppv`, `npv`, `accuracy`, `balanced_accuracy`, `mcc`. A rate of nothing, such as
        `ppv` without any positive prediction, is NaN, with one `UndefinedWarning` that names all of them.

    Raises
    ------
    ValueError
        No samples, different lengths, labels that are not whole numbers or text or that leave the positive class open,
        a `pos_label` that is not among two classes, unusable weights.
    TypeError
        Text mixed with numbers.

    See Also
    --------
    sklearn.metrics.recall_score : the library it is tested against, with its `precision_score`, `accuracy_score`,
        `balanced_accuracy_score` and `matthews_corrcoef`.
    precision_recall_fscore_support : for every class.

    Notes
    -----
    Time O(n), memory O(n).

    TPR and FPR are shares of what is true, PPV and NPV of what is predicted: only the latter depend on how common
    positives are. The Matthews coefficient is 0, without a warning, where its denominator is 0, as in scikit-learn.
    Inside compiled code labels are numbers and nothing warns.

    References
    ----------
    Fawcett (2006), "An introduction to ROC analysis", figure 1; Chicco and Jurman (2020), "The advantages of the
    Matthews correlation coefficient", equations 1 to 6.

    Examples
    --------
    One of four positives is missed, one of two negatives is called positive:

    >>> found = rates([1, 1, 1, 1, 0, 0], [1, 1, 1, 0, 1, 0])
    >>> found.tpr, found.fpr, found.ppv, found.npv, found.balanced_accuracy
    (0.75, 0.5, 0.75, 0.5, 0.625)
    >>> found.mcc
    0.25
    """
    classes, counts = count_pairs(y_true, y_pred, sample_weight)
    positive = _positive_class(classes, pos_label)
    found = Rates(*map(float, _rates(*_cells(counts.astype(np.float64), positive))))
    undefined = [name for name, value in zip(Rates._fields, found, strict=True) if value != value]
    if undefined:
        warnings.warn(
            f"{', '.join(undefined)} not defined: no sample in the denominator", UndefinedWarning, stacklevel=2
        )
    return found
