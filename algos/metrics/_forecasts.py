r"""Losses of predicted probabilities, of one block of samples.

.. math:: -\sum_i w_i \log p_{i, y_i}, \qquad \sum_i w_i \sum_c (p_{ic} - [y_i = c])^2

Of two classes one probability is enough: that of the second one, the other being what it lacks to one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any, NamedTuple

import numpy as np

from .._blocks import BLOCK_ROWS, row_blocks
from .._check import FloatArray, IntArray, array, frozen, same_length
from .._check import sample_weight as check_weight
from .._jit import REASSOCIATE, adapter_part, kernel
from .._label_codes import _encode_pair, _position, _whole
from .._labels import encode, positions
from .._vector import _log
from ._adapters import weight_compiled
from ._targets import NO_WEIGHT

_TOLERANCE = float(np.sqrt(np.finfo(np.float64).eps))  # of the sum of a row, as in scikit-learn


class Forecasts(NamedTuple):
    """Codes of the true classes, and the probabilities that were predicted.

    Attributes
    ----------
    classes : tuple
        The classes of the columns; of one column, the class whose probability it is.
    codes : ndarray of shape (n,)
        Columns of the true classes; of one column, 1 where it is the true class and 0 elsewhere.
    p : ndarray of shape (n * k,)
        Probabilities, row after row.
    k : int
        Number of columns.
    weight : ndarray of shape (n,)
        Empty where all weights are one.
    """

    classes: tuple[Any, ...]
    codes: IntArray
    p: FloatArray
    k: int
    weight: FloatArray


class LossSum(NamedTuple):
    """The loss of some samples.

    Attributes
    ----------
    classes : tuple
        What the columns stood for.
    k : int
        Number of columns.
    weight : float
        Sum of the weights.
    total : float
        Sum of the weighted losses.
    """

    classes: tuple[Any, ...]
    k: int
    weight: float
    total: float


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _chosen_of_two(codes, p):
    """Return the probability of each true class, how far a row is from summing to one, and whether p leaves [0, 1]."""
    q, wrong = np.empty(p.shape[0]), 0
    for i in range(p.shape[0]):
        q[i] = p[i] if codes[i] == 1 else 1.0 - p[i]
        wrong |= not 0.0 <= p[i] <= 1.0
    return q, 0.0, wrong != 0


@kernel
def _chosen_of_rows(codes, p, k):
    """Return the same of rows with one probability for each class."""
    q, farthest, wrong = np.empty(codes.shape[0]), 0.0, False
    for i in range(codes.shape[0]):
        row, base = 0.0, i * k
        for c in range(k):
            row += p[base + c]
            wrong |= not 0.0 <= p[base + c] <= 1.0
        farthest = max(farthest, abs(row - 1.0))
        q[i] = p[base + codes[i]]
    return q, farthest, wrong


@kernel(fastmath=REASSOCIATE)
def _add_logs(q, weight, low, high):
    """Return the sum of the weights and of minus the weighted logarithms of clipped probabilities."""
    norm, total = 0.0, 0.0
    if weight.shape[0] == 0:
        for i in range(q.shape[0]):
            total -= _log(min(max(q[i], low), high))
        return np.float64(q.shape[0]), total
    for i in range(q.shape[0]):
        norm += weight[i]
        loss = weight[i] * _log(min(max(q[i], low), high))
        total -= loss if weight[i] > 0.0 else 0.0  # not zero times infinity
    return norm, total


@kernel
def _log_loss(codes, p, k, weight, low, high):
    """Return the weight and the sum of the logarithmic losses, and as above; probabilities are clipped to low..high."""
    q, farthest, wrong = _chosen_of_two(codes, p) if k == 1 else _chosen_of_rows(codes, p, k)
    norm, total = _add_logs(q, weight, low, high)
    return norm, total, farthest, wrong


@kernel(fastmath=REASSOCIATE)
def _squared_loss_of_two(codes, p, weight):
    """Return the weight, the sum of the losses of both columns, and whether a probability leaves [0, 1]."""
    n, norm, total, wrong = p.shape[0], 0.0, 0.0, 0
    if weight.shape[0] == 0:
        for i in range(n):
            error = codes[i] - p[i]
            wrong |= not 0.0 <= p[i] <= 1.0
            total += error * error
        return np.float64(n), 2.0 * total, 0.0, wrong != 0
    for i in range(n):
        error = codes[i] - p[i]
        wrong |= not 0.0 <= p[i] <= 1.0
        norm += weight[i]
        total += weight[i] * (error * error)
    return norm, 2.0 * total, 0.0, wrong != 0


@kernel
def _squared_loss_of_rows(codes, p, k, weight):
    """Return the weight, the sum of the losses, how far a row is from summing to one, and as above."""
    norm, total, farthest, wrong = 0.0, 0.0, 0.0, False
    for i in range(codes.shape[0]):
        row, squares, base = 0.0, 0.0, i * k
        for c in range(k):
            error = p[base + c] - (1.0 if c == codes[i] else 0.0)
            squares += error * error
            row += p[base + c]
            wrong |= not 0.0 <= p[base + c] <= 1.0
        farthest = max(farthest, abs(row - 1.0))
        w = 1.0 if weight.shape[0] == 0 else weight[i]
        norm += w
        total += w * squares
    return norm, total, farthest, wrong


@kernel
def _squared_loss(codes, p, k, weight):
    """Return the sum of the squared losses over samples and columns."""
    if k == 1:
        return _squared_loss_of_two(codes, p, weight)
    return _squared_loss_of_rows(codes, p, k, weight)


# -- input -----------------------------------------------------------------------------------------


def forecasts(
    y_true: Any,
    y_proba: Any,
    sample_weight: Any,
    labels: Any,
    part: bool,
    positive: Callable[[list[Any]], Any] | None = None,
) -> Forecasts:
    """Return codes and probabilities; `positive` picks the class of a single column from those that occur."""
    p = array(y_proba, "y_proba", None, finite=False)
    if p.ndim not in (1, 2):
        raise ValueError(f"y_proba must have shape (n,) or (n, k), got shape {p.shape}")
    classes, codes = encode(y_true, "y_true")
    same_length(codes, p, "y_true", "y_proba")
    n, k = p.shape[0], 1 if p.ndim == 1 else p.shape[1]
    if n == 0 or k == 0:
        raise ValueError(f"y_true and y_proba must have at least one sample and column, got shape {p.shape}")
    weight = NO_WEIGHT if sample_weight is None else check_weight(sample_weight, n, part=part)
    names = tuple(classes.tolist())
    if k == 1 and positive is not None:
        chosen = positive([*names])
        if names != (0, 1) or chosen != 1:
            codes = frozen(np.array([name == chosen for name in names]).astype(np.int64)[codes])
        return Forecasts((chosen,), codes, p.reshape(-1), k, weight)
    if labels is not None:
        named = encode(labels, "labels").classes
        if named.tolist() != np.asarray(labels).tolist():
            raise ValueError(f"labels must be unique and ascending, as the columns are; got {labels!r}")
        rows = positions(classes, named, "y_true")
        if rows.min() < 0:
            raise ValueError(f"y_true contains labels that are not in labels: {classes[rows < 0].tolist()}")
        codes, names = frozen(rows[codes]), tuple(named.tolist())
    if len(names) == 1:
        raise ValueError(f"y_true contains only one label ({names[0]!r}); pass all of them with labels=")
    if len(names) != max(k, 2):
        raise ValueError(
            f"y_true and y_proba must have one number of classes, got {[*names]} and {max(k, 2)} columns; where not "
            "every class occurs, pass all of them with labels="
        )
    return Forecasts(names, codes, p.reshape(-1), k, weight)


def sum_losses(loss: Callable[..., tuple[float, float, float, bool]], data: Forecasts, y_proba: Any) -> LossSum:
    """Return the losses of blocks of samples added up in order, or refuse what is no probability."""
    classes, codes, p, k, weight = data
    n = codes.shape[0]
    if n <= BLOCK_ROWS:
        norm, total, farthest, wrong = loss(codes, p, k, weight)
    else:
        parts = [loss(codes[a:b], p[a * k : b * k], k, weight[a:b]) for a, b in row_blocks(n, BLOCK_ROWS)]
        norm, total, farthest, wrong = reduce(
            lambda a, b: (a[0] + b[0], a[1] + b[1], max(a[2], b[2]), a[3] or b[3]), parts
        )
    if wrong:
        array(p, "y_proba", 1)
        raise ValueError(f"y_proba must hold probabilities in [0, 1], got values in [{p.min():g}, {p.max():g}]")
    if farthest > _TOLERANCE:
        dtype = np.asarray(y_proba).dtype
        if farthest > (np.sqrt(np.finfo(dtype).eps) if dtype.kind == "f" else _TOLERANCE):
            raise ValueError(f"y_proba must have rows that sum to 1, got a row that is {farthest:.3g} away from it")
    return LossSum(classes, k, norm, total)


def merge_losses(a: LossSum, b: LossSum) -> LossSum:
    """Return the losses of both, the first ones first."""
    if a.classes != b.classes or a.k != b.k:
        raise ValueError(
            f"blocks must be about the same classes, got {[*a.classes]} and {[*b.classes]}; pass labels= or pos_label="
        )
    return LossSum(a.classes, a.k, a.weight + b.weight, a.total + b.total)


@adapter_part
def forecasts_compiled(y_true, y_proba, sample_weight):
    """Return (labels, probabilities row after row, number of columns, weights), or raise."""
    whole, is_whole = _whole(y_true)
    n = whole.shape[0]
    if n == 0 or y_proba.shape[0] != n or y_proba.size == 0 or not is_whole:
        raise ValueError("y_true must be whole numbers, at least one, as many as y_proba has rows")
    weight = weight_compiled(sample_weight, n)
    return whole, y_proba.copy().reshape(-1).astype(np.float64), y_proba.size // n, weight


@adapter_part
def codes_of_labels_compiled(whole, labels, k):
    """Return the columns of the labels, or raise."""
    if labels is None:
        classes, codes, _ = _encode_pair(whole, whole)
    else:
        classes = labels.astype(np.int64)
        codes = np.empty_like(whole)
        for i in range(1, classes.shape[0]):
            if classes[i] <= classes[i - 1]:
                raise ValueError("labels must be unique and ascending")
        for i in range(whole.shape[0]):
            codes[i] = _position(classes, whole[i])
            if codes[i] < 0:
                raise ValueError("y_true contains labels that are not in labels")
    if classes.shape[0] != max(k, 2):
        raise ValueError("y_proba must have one column for each class, or one for the second of two")
    return codes


@adapter_part
def mean_loss_compiled(sums, normalize):
    """Return the mean or the sum of the losses, or raise."""
    norm, total, farthest, wrong = sums
    if wrong or farthest > _TOLERANCE:
        raise ValueError("y_proba must hold probabilities whose rows sum to 1")
    return (total + 0.0) / norm if normalize else total + 0.0
