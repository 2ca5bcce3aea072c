r"""Confusion matrix and accuracy.

.. math:: C_{ij} = \#\{s : y_s = i, \hat y_s = j\}, \qquad \mathrm{accuracy} = \frac{\sum_i C_{ii}}{\sum_{ij} C_{ij}}
"""

# ruff: noqa: ARG001  (an adapter has the public signature, also where one of its bodies needs less)

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._blocks import decomposes
from .._check import boolean, one_of
from .._check import sample_weight as check_weight
from .._jit import adapter_part, compiled_as, kernel
from .._label_codes import _position
from .._labels import positions, read_pair
from .._options import is_none, option_reader
from ._adapters import codes_compiled, weight_compiled
from ._label_counts import (
    PairCounts,
    _count_pairs,
    _pair_counts,
    _refuse_empty,
    _weigh_pairs,
    merge_pair_counts,
    pair_counts,
)
from ._targets import require_weight

_DIVIDE_BY = {"true": 1, "pred": 2, "all": 3}


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _shares(counts, divide_by):
    """Divide by the sums of the rows (1), of the columns (2) or of everything (3); a sum of zero leaves zeros."""
    k = counts.shape[0]
    rows, columns, total = np.zeros(k), np.zeros(k), 0.0
    for i in range(k):
        for j in range(k):
            rows[i] += counts[i, j]
            columns[j] += counts[i, j]
            total += counts[i, j]
    shares = np.zeros((k, k))
    for i in range(k):
        for j in range(k):
            whole = rows[i] if divide_by == 1 else columns[j] if divide_by == 2 else total
            if whole > 0.0:
                shares[i, j] = counts[i, j] / whole
    return shares


@kernel
def _select(counts, rows):
    """Return the rows and columns at the given positions, zeros at position -1."""
    k = counts.shape[0]
    padded = np.zeros((k + 1, k + 1), counts.dtype)
    padded[:k, :k] = counts
    selected = np.zeros((rows.shape[0], rows.shape[0]), counts.dtype)
    for i in range(rows.shape[0]):
        for j in range(rows.shape[0]):
            selected[i, j] = padded[rows[i], rows[j]]
    return selected


# -- public functions ------------------------------------------------------------------------------


def shown_counts(sums: PairCounts, labels: Any = None, normalize: str | None = None) -> NDArray[Any]:
    """Return the rows and columns of `labels`, as counts or shares."""
    one_of(normalize, "normalize", (*_DIVIDE_BY, None))
    classes, counts, whole = sums
    require_weight(float(counts.any()))
    if whole:
        counts = counts.astype(np.int64, copy=False)
    if labels is not None:
        rows = positions(labels, classes)
        if rows.shape[0] == 0:
            raise ValueError("labels must contain at least one label, got none")
        if not any(row >= 0 and counts[row].any() for row in rows.tolist()):
            raise ValueError(
                f"At least one label specified must be in y_true; got labels {np.asarray(labels).tolist()}"
            )
        counts = _select(counts, rows)
    if normalize is not None:
        counts = _shares(counts.astype(np.float64), _DIVIDE_BY[normalize])
    return counts


@adapter_part
def _count_compiled(y_true, y_pred, sample_weight):
    classes, a, b = codes_compiled(y_true, y_pred)
    return classes, _count_pairs(a, b, 0, classes.shape[0])


@adapter_part
def _weigh_compiled(y_true, y_pred, sample_weight):
    classes, a, b = codes_compiled(y_true, y_pred)
    return classes, _weigh_pairs(a, b, weight_compiled(sample_weight, a.shape[0]), classes.shape[0])


@adapter_part
def _select_compiled(classes, counts, labels):
    if labels is None:
        return counts
    rows = np.empty(labels.shape[0], np.int64)
    for i in range(labels.shape[0]):
        rows[i] = _position(classes, labels[i])
    return _select(counts, rows)


def _confusion_matrix_compiled(y_true, y_pred, labels=None, sample_weight=None, normalize=None):
    count = _count_compiled if is_none(sample_weight) else _weigh_compiled
    read = option_reader(normalize, tuple(_DIVIDE_BY))

    def counts(y_true, y_pred, labels=None, sample_weight=None, normalize=None):
        classes, counts = count(y_true, y_pred, sample_weight)
        return _select_compiled(classes, counts, labels)

    def shares(y_true, y_pred, labels=None, sample_weight=None, normalize=None):
        divide_by = 1 + read(normalize)
        if divide_by == 0:
            raise ValueError("normalize must be 'true', 'pred', 'all' or None")
        classes, counts = count(y_true, y_pred, sample_weight)
        return _shares(_select_compiled(classes, counts, labels).astype(np.float64), divide_by)

    return counts if is_none(normalize) else shares


@decomposes(pair_counts, merge_pair_counts, shown_counts)
@compiled_as(_confusion_matrix_compiled, by_type=True)
def confusion_matrix(
    y_true: Any, y_pred: Any, *, labels: Any = None, sample_weight: Any = None, normalize: str | None = None
) -> NDArray[Any]:
    r"""Count how often class j was predicted for a sample of class i.

    .. math:: C_{ij} = \sum_s w_s \, [y_s = i][\hat y_s = j]

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n,)
        True and predicted labels: whole numbers, bools or text, n >= 1.
    labels : array-like of shape (k,), optional
        The classes of the rows and columns, in this order; samples with any other label are left out. By default
        every label that occurs, ascending.
    sample_weight : array-like of shape (n,), optional
        Weights w, not negative; by default 1.
    normalize : {"true", "pred", "all"}, optional
        Divide by the sum of each row, of each column, or of everything. Where that sum is zero, zeros stay.

    Returns
    -------
    ndarray of shape (k, k)
        int64 counts; float64 with float weights or `normalize`.

    Raises
    ------
    ValueError
        No samples, different lengths, labels that are not whole numbers or text, `labels` empty or without a single
        class of `y_true`, unusable weights.
    TypeError
        Text mixed with numbers.

    See Also
    --------
    sklearn.metrics.confusion_matrix : the library it is tested against.

    Notes
    -----
    Time O(n + k²), memory O(n + k²).

    Decomposes over blocks of rows: ``confusion_matrix.over_blocks``; blocks need not hold the same classes. Inside
    compiled code labels are numbers.

    References
    ----------
    Fawcett (2006), "An introduction to ROC analysis", figure 1; there the true classes are in the columns.

    Examples
    --------
    >>> confusion_matrix([0, 0, 1, 1, 1], [0, 1, 1, 1, 0])
    array([[1, 1],
           [1, 2]])
    >>> confusion_matrix(["cat", "ant"], ["cat", "cat"], labels=["cat", "ant"], normalize="true")
    array([[1., 0.],
           [1., 0.]])
    """
    return shown_counts(_pair_counts(y_true, y_pred, sample_weight, False), labels, normalize)


def _accuracy_score_compiled(y_true, y_pred, normalize=True, sample_weight=None):
    _, a, b = codes_compiled(y_true, y_pred)
    weight = weight_compiled(sample_weight, a.shape[0])
    right, total = 0.0, 0.0
    for i in range(a.shape[0]):
        total += weight[i]
        if a[i] == b[i]:
            right += weight[i]
    return right / total if normalize else right


@compiled_as(_accuracy_score_compiled)
def accuracy_score(y_true: Any, y_pred: Any, *, normalize: bool = True, sample_weight: Any = None) -> float:
    r"""Return the share of samples whose label was predicted right.

    .. math:: \frac{\sum_s w_s [y_s = \hat y_s]}{\sum_s w_s}

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n,)
        True and predicted labels: whole numbers, bools or text, n >= 1.
    normalize : bool
        False returns the numerator alone, the (weighted) number of right samples.
    sample_weight : array-like of shape (n,), optional
        Weights w, not negative; by default 1.

    Returns
    -------
    float
        In [0, 1] where normalised.

    Raises
    ------
    ValueError, TypeError
        As `confusion_matrix`.

    See Also
    --------
    sklearn.metrics.accuracy_score : the library it is tested against.

    Notes
    -----
    Time O(n), memory O(n).

    Equal to micro-averaged precision, recall and F1 when every sample has one label. Inside compiled code labels are
    numbers.

    References
    ----------
    Sokolova and Lapalme (2009), "A systematic analysis of performance measures", table 2.

    Examples
    --------
    >>> accuracy_score([0, 1, 1, 1], [0, 1, 0, 1])
    0.75
    """
    boolean(normalize, "normalize")
    pair = read_pair(y_true, y_pred)
    _refuse_empty(pair.a)
    right = pair.a == pair.b
    n = right.shape[0]
    if sample_weight is None:
        count = int(np.count_nonzero(right))
        return count / n if normalize else float(count)
    weight = check_weight(sample_weight, n)
    hits = np.add.reduce(weight[right])
    return float(hits / np.add.reduce(weight)) if normalize else float(hits)
