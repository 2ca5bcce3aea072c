"""Several labels at once: each is a binary problem of its own, and their scores become one number.

With n samples and k labels the binary problems are

- the k columns, each a label over all samples ("macro", "weighted", None);
- the n rows, each a sample over all labels ("samples");
- all n k entries together ("micro").

More than two classes, each against the rest, are labels of which every sample has exactly one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .._check import INT64, FloatArray, IntArray, array, frozen
from .._convert import as_numpy
from .._jit import adapter_part, kernel
from .._options import is_none, option_reader
from .._vector import _add
from ._adapters import weight_compiled
from ._queries import _ordered_rows
from .ranks import _ranks_of_any

NAMES = ("micro", "macro", "weighted", "samples")
AVERAGES = (*NAMES, None)
MICRO, MACRO, WEIGHTED, SAMPLES, EACH = range(5)


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _problems(truth, score, weight, how):
    """Return (indicators, scores, weights within a problem, weights of the problems), one row a binary problem."""
    n, k = truth.shape
    if how == MICRO:
        return truth.copy().reshape(1, n * k), score.copy().reshape(1, n * k), np.repeat(weight, k), np.ones(1)
    if how == SAMPLES:
        return truth.copy(), score.copy(), np.ones(k), weight.copy()
    share = np.ones(k)
    if how == WEIGHTED:
        share[:] = 0.0
        for i in range(n):
            for c in range(k):
                share[c] += weight[i] * truth[i, c]
    return truth.T.copy(), score.T.copy(), weight.copy(), share


@kernel
def _mean_score(scores, share):
    """Return the weighted mean; what weighs nothing has no say, be it NaN, and 0 comes of nothing at all."""
    total, total_rest, norm, norm_rest = 0.0, 0.0, 0.0, 0.0
    for c in range(scores.shape[0]):
        if share[c] > 0.0:
            total, total_rest = _add(total, total_rest, share[c] * scores[c])
            norm, norm_rest = _add(norm, norm_rest, share[c])
    return (total + total_rest) / (norm + norm_rest) if norm > 0.0 else 0.0


# -- for the public functions ----------------------------------------------------------------------


def indicators(y_true: Any, score: FloatArray) -> IntArray | None:
    """Return `y_true` as a matrix of 0 and 1 shaped like the scores; None where it is not a matrix of several columns.

    Parameters
    ----------
    y_true : array-like
        Labels of any kind and shape.
    score : ndarray of shape (n, k)
        The scores that go with them.

    Raises
    ------
    ValueError
        A matrix with other values, of another shape than the scores, or without rows.
    """
    values = as_numpy(y_true, "y_true")
    if values.ndim != 2 or values.shape[1] < 2:
        return None
    truth = array(y_true if values.dtype.kind == "O" else values, "y_true", 2, dtype=INT64)
    if truth.shape != score.shape or truth.shape[0] == 0:
        raise ValueError(
            "y_true with one column a label must have the shape of y_score and at least one row, got shapes "
            f"{truth.shape} and {score.shape}"
        )
    for extreme in (truth.min(), truth.max()):
        if extreme not in (0, 1):
            raise ValueError(f"y_true with one column a label must hold only 0 and 1, got {extreme}")
    return truth


def average_scores(
    binary: Callable[[IntArray, FloatArray, FloatArray | None], FloatArray],
    truth: IntArray,
    score: FloatArray,
    average: str | None,
    weight: FloatArray | None,
) -> tuple[float | FloatArray, FloatArray]:
    """Return what `average` makes of the scores that `binary` gives to the rows of two matrices, and these scores.

    `binary` gets weights that all rows share, None where they are one.
    """
    weighed = frozen(np.ones(truth.shape[0])) if weight is None else weight
    positive, rows, within, share = _problems(truth, score, weighed, AVERAGES.index(average))
    scores = binary(positive, rows, None if weight is None or average == "samples" else within)
    return (scores if average is None else float(_mean_score(scores, share))), scores


def one_column_a_class(codes: IntArray, k: int) -> IntArray:
    """Return the indicators of k classes."""
    return frozen(np.eye(k, dtype=np.int64).take(codes, axis=0))  # comparing takes five times as long


# -- inside compiled code --------------------------------------------------------------------------


def body_by_type(y_true: Any, y_score: Any, average: Any, bodies: tuple[Any, Any, Any, Any]) -> Any:
    """Return one of four bodies: for vectors, for matrices with `average` None, with a text, and for all else."""
    shapes = getattr(y_true, "ndim", 0), getattr(y_score, "ndim", 0)
    vectors, each, mean, neither = bodies
    if shapes == (2, 2):
        return each if is_none(average) else mean
    return vectors if shapes == (1, 1) else neither


def average_reader(average: Any) -> Callable[[Any], int]:
    """Return a function from the name of an average to its place in `NAMES`, -1 for none of them."""
    return option_reader("" if is_none(average) else average, NAMES)


@adapter_part
def problems_compiled(y_true, y_score, sample_weight, how):
    """Return what `_problems` does, scores being ranks, and the order of every row; or raise."""
    n, k = y_true.shape
    if y_true.shape != y_score.shape or n == 0 or k < 2:
        raise ValueError("y_true and y_score must have one shape, with a row a sample and two columns or more")
    if how < 0:
        raise ValueError("average must be one of 'micro', 'macro', 'weighted', 'samples', None")
    truth = np.zeros((n, k), np.int64)
    for i in range(n):
        for c in range(k):
            if y_true[i, c] == 1:
                truth[i, c] = 1
            elif y_true[i, c] != 0:
                raise ValueError("y_true with one column a label must hold only 0 and 1")
            if not np.isfinite(y_score[i, c]):
                raise ValueError("y_score must be finite")
    weight = weight_compiled(sample_weight, n)
    score = _ranks_of_any(y_score.copy().reshape(-1), 0).reshape(n, k)  # every type of number keeps its order
    positive, rows, within, share = _problems(truth, score, weight, how)
    order = _ordered_rows(rows.reshape(-1), rows.shape[1]).reshape(rows.shape)
    return positive, rows, within, share, order
