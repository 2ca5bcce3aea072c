"""What the regression metrics share: targets as columns, sums over blocks of rows, averages over outputs."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any, NamedTuple, TypeVar

import numpy as np

from .._blocks import BLOCK_ROWS, row_blocks
from .._check import FloatArray, array, frozen, same_length, vector
from .._check import sample_weight as check_weight
from .._jit import adapter_part
from ._adapters import weight_compiled

Sums = TypeVar("Sums", bound=tuple[Any, ...])

NO_WEIGHT = frozen(np.ones(0))
"""What kernels get in place of weights that are all one: nothing to read, nothing to multiply."""

_AVERAGES = ("uniform_average", "raw_values")


class Targets(NamedTuple):
    """One contiguous vector for each output, and the weights of the samples.

    Attributes
    ----------
    truth, predicted : list of ndarray of shape (n,)
        Not yet known to be finite: a sum over them that is not, says so at no cost.
    weight : ndarray of shape (n,)
        Empty where all weights are one.
    """

    truth: list[FloatArray]
    predicted: list[FloatArray]
    weight: FloatArray


# -- input -----------------------------------------------------------------------------------------


def targets(y_true: Any, y_pred: Any, sample_weight: Any, *, part: bool = False) -> Targets:
    """Return two arrays of one shape, (n,) or (n, d), as d columns each; they may be a part of larger ones."""
    truth, predicted = _columns(y_true, "y_true"), _columns(y_pred, "y_pred")
    same_length(truth[0], predicted[0], "y_true", "y_pred")
    if len(truth) != len(predicted):
        raise ValueError(f"y_true and y_pred must have as many outputs, got {len(truth)} and {len(predicted)}")
    weight = NO_WEIGHT if sample_weight is None else check_weight(sample_weight, truth[0].shape[0], part=part)
    return Targets(truth, predicted, weight)


def _columns(y: Any, name: str) -> list[FloatArray]:
    values = array(y, name, None, finite=False)
    if values.ndim not in (1, 2):
        raise ValueError(f"{name} must be a vector, or a matrix with one column an output; got shape {values.shape}")
    if values.size == 0:
        raise ValueError(f"{name} must have at least 1 value, got shape {values.shape}")
    if values.ndim == 1:
        return [values]
    return [*frozen(np.ascontiguousarray(values.T))]


def refuse_infinite(truth: FloatArray, predicted: FloatArray) -> None:
    """Name the argument behind a sum that is not finite; say nothing where the sum has overflowed by itself."""
    vector(truth, "y_true")
    vector(predicted, "y_pred")


def require_weight(total: float) -> None:
    """Refuse samples that weigh nothing together."""
    if not total > 0.0:
        raise ValueError("sample_weight must have a positive sum, got only zeros")


@adapter_part
def targets_compiled(y_true, y_pred, sample_weight):
    """Return two vectors and weights as float64, or raise."""
    if y_true.ndim != 1 or y_pred.ndim != 1:
        raise ValueError("inside compiled code targets are vectors; call once for each output")
    n = y_true.shape[0]
    if n == 0 or y_pred.shape[0] != n:
        raise ValueError("targets and predictions must have the same length, at least 1")
    for i in range(n):
        if not (np.isfinite(y_true[i]) and np.isfinite(y_pred[i])):
            raise ValueError("targets and predictions must be finite")
    return y_true.astype(np.float64), y_pred.astype(np.float64), weight_compiled(sample_weight, n)


# -- sums over blocks ------------------------------------------------------------------------------


def over_blocks(
    statistic: Callable[[FloatArray, FloatArray, FloatArray], Sums], merge: Callable[[Sums, Sums], Sums], data: Targets
) -> tuple[Sums, ...]:
    """Return for every output the statistics of its blocks of rows, merged in order."""
    truth, predicted, weight = data
    n = truth[0].shape[0]
    if n <= BLOCK_ROWS:
        return tuple([statistic(y, p, weight) for y, p in zip(truth, predicted, strict=True)])
    cuts = row_blocks(n, BLOCK_ROWS)
    return tuple(
        [
            reduce(merge, [statistic(y[a:b], p[a:b], weight[a:b]) for a, b in cuts])
            for y, p in zip(truth, predicted, strict=True)
        ]
    )


# -- averages over outputs -------------------------------------------------------------------------


def average_outputs(scores: list[float], multioutput: Any, spread: list[float] | None = None) -> Any:
    """Return one number for all outputs, or each with "raw_values".

    `spread`, where given, is what "variance_weighted" weights by.
    """
    if isinstance(multioutput, str):
        options = _AVERAGES if spread is None else (*_AVERAGES, "variance_weighted")
        if multioutput not in options:
            raise ValueError(
                f"multioutput must be one of {', '.join(map(repr, options))} or an array of weights; "
                f"got {multioutput!r}"
            )
        if multioutput == "raw_values":
            return np.array(scores)
        if len(scores) == 1:
            return float(scores[0])
        if multioutput == "uniform_average" or spread is None or not any(spread):
            return float(np.add.reduce(scores) / len(scores))
        weight = np.array(spread)
    else:
        weight = vector(multioutput, "multioutput")
        if len(scores) == 1 or weight.shape[0] != len(scores):
            raise ValueError(
                f"multioutput must have one weight for each of several outputs: got {weight.shape[0]} for {len(scores)}"
            )
        if not weight.sum() != 0.0:
            raise ValueError(f"multioutput must have weights whose sum is not zero, got {weight.tolist()}")
    return float(np.add.reduce(weight * scores) / np.add.reduce(weight))
