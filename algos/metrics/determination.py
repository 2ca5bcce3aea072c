r"""How much of the spread of the targets a prediction explains.

.. math:: SSE = \sum_i (y_i - \hat y_i)^2, \qquad SST = \sum_i (y_i - \bar y)^2, \qquad R^2 = 1 - \frac{SSE}{SST}
"""

# ruff: noqa: ARG001  (inside compiled code there is one output, and nothing to average over)

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np

from .._blocks import decomposes
from .._check import UndefinedWarning, boolean, integer, same_length, vector
from .._jit import adapter_part, compiled_as
from ._error_sums import (
    OutputSums,
    _determination,
    _squared_deviations,
    _squared_errors,
    merge_outputs,
    output_sums,
)
from ._targets import NO_WEIGHT, Targets, average_outputs, over_blocks, require_weight, targets, targets_compiled


class SumOfSquares(NamedTuple):
    """The two sums of squares behind R².

    Attributes
    ----------
    sse : float
        Sum of squared errors, also called residual sum of squares.
    sst : float
        Total sum of squares: of the deviations of y from its mean.
    """

    sse: float
    sst: float


# -- over blocks -----------------------------------------------------------------------------------


def square_sums(y_true: Any, y_pred: Any, sample_weight: Any = None) -> tuple[OutputSums, ...]:
    """Return for each output the sums of squares of a block of rows."""
    return over_blocks(output_sums, merge_outputs, targets(y_true, y_pred, sample_weight, part=True))


def merge_square_sums(a: tuple[OutputSums, ...], b: tuple[OutputSums, ...]) -> tuple[OutputSums, ...]:
    """Return the sums over two blocks, the first one first."""
    return tuple([merge_outputs(*pair) for pair in zip(a, b, strict=True)])


def plain_square_sums(y: Any, pred: Any) -> tuple[OutputSums, ...]:
    """Return the sums of squares of a block of one output."""
    y, pred = vector(y, "y"), vector(pred, "pred")
    same_length(y, pred, "y", "pred")
    return over_blocks(output_sums, merge_outputs, Targets([y], [pred], NO_WEIGHT))


def unscaled(sums: tuple[OutputSums, ...]) -> SumOfSquares:
    """Return the sums themselves."""
    errors, deviations = sums[0].errors, sums[0].deviations
    return SumOfSquares(
        float(errors.total / errors.scale / errors.scale),
        float(deviations.total / deviations.scale / deviations.scale),
    )


def determination(sums: tuple[OutputSums, ...], multioutput: Any = "uniform_average", force_finite: bool = True) -> Any:
    """Return R² of each output, or the average over outputs."""
    boolean(force_finite, "force_finite")
    require_weight(sums[0].errors.weight)
    scores = [
        float(_determination(sse, sse_scale, sst, sst_scale, bool(force_finite)))
        for _, (_, sse_scale, sse), (_, _, sst_scale, sst) in sums
    ]
    smallest = min(part.deviations.scale for part in sums)
    spread = [part.deviations.total * (smallest / part.deviations.scale) ** 2 for part in sums]
    if sums[0].n_samples < 2:
        warnings.warn("R^2 is not defined with less than two samples", UndefinedWarning, stacklevel=3)
        scores = [np.nan] * len(scores)
    elif not force_finite and not any(spread):
        warnings.warn("R^2 is not defined where y_true is constant", UndefinedWarning, stacklevel=3)
    return average_outputs(scores, multioutput, spread)


# -- public functions ------------------------------------------------------------------------------


def _sum_of_squares_compiled(y, pred):
    values, predicted, weight = targets_compiled(y, pred, None)
    _, sse_scale, sse = _squared_errors(values, predicted, weight)
    _, _, sst_scale, sst = _squared_deviations(values, weight)
    return SumOfSquares(sse / sse_scale / sse_scale, sst / sst_scale / sst_scale)


@decomposes(plain_square_sums, merge_square_sums, unscaled)
@compiled_as(_sum_of_squares_compiled)
def sum_of_squares(y: Any, pred: Any) -> SumOfSquares:
    r"""Return the sum of squared errors and the total sum of squares.

    .. math:: SSE = \sum_i (y_i - \hat y_i)^2, \qquad SST = \sum_i (y_i - \bar y)^2

    Parameters
    ----------
    y, pred : array-like of shape (n,)
        Finite targets and predictions, n >= 1.

    Returns
    -------
    SumOfSquares
        `sse` and `sst`, in the square of the unit of y.

    Raises
    ------
    ValueError
        No samples, different lengths, NaN or infinity.

    See Also
    --------
    sklearn.metrics.r2_score : the library it is tested against, 1 - sse / sst.
    r2_score : their ratio.

    Notes
    -----
    Time O(n), memory O(1).

    For a least-squares fit with intercept the difference sst - sse is the sum of squares that the fit explains; for
    other predictions it may be negative. The mean is taken first and the deviations from it, so that a mean of 1e9
    costs no digits. Decomposes over blocks of rows: ``sum_of_squares.over_blocks``.

    References
    ----------
    Chan, Golub and LeVeque (1983), "Algorithms for computing the sample variance", equations 1.7 and 2.1.

    Examples
    --------
    >>> sum_of_squares([1, 2, 3], [3, 2, 1])
    SumOfSquares(sse=8.0, sst=2.0)
    """
    return unscaled(plain_square_sums(y, pred))


@adapter_part
def _r2_compiled(y_true, y_pred, sample_weight, force_finite):
    y, pred, weight = targets_compiled(y_true, y_pred, sample_weight)
    _, sse_scale, sse = _squared_errors(y, pred, weight)
    _, _, sst_scale, sst = _squared_deviations(y, weight)
    return _determination(sse, sse_scale, sst, sst_scale, force_finite) if y.shape[0] > 1 else np.nan


def _r2_score_compiled(y_true, y_pred, sample_weight=None, multioutput="uniform_average", force_finite=True):
    return _r2_compiled(y_true, y_pred, sample_weight, force_finite)


@decomposes(square_sums, merge_square_sums, determination)
@compiled_as(_r2_score_compiled)
def r2_score(
    y_true: Any,
    y_pred: Any,
    *,
    sample_weight: Any = None,
    multioutput: Any = "uniform_average",
    force_finite: bool = True,
) -> Any:
    r"""Return the coefficient of determination.

    .. math:: R^2 = 1 - \frac{\sum_i w_i (y_i - \hat y_i)^2}{\sum_i w_i (y_i - \bar y)^2}

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n,) or (n, d)
        Finite targets and predictions; one column an output.
    sample_weight : array-like of shape (n,), optional
        Weights w, not negative; by default 1.
    multioutput : {"uniform_average", "raw_values", "variance_weighted"} or array-like of shape (d,)
        The mean over outputs, one value an output, or the mean weighted by the variance of each or by these weights.
    force_finite : bool
        Where the targets are constant, 1 for a perfect prediction and 0 for any other; False gives NaN and -infinity.

    Returns
    -------
    float or ndarray of shape (d,)
        At most 1. 0 for predicting the mean throughout, negative for anything worse than that. NaN, with an
        `UndefinedWarning`, for a single sample; that warning also where all targets are constant and `force_finite`
        is False.

    Raises
    ------
    ValueError
        No samples, different shapes, NaN or infinity, unusable weights, an unknown `multioutput`.

    See Also
    --------
    sklearn.metrics.r2_score : the library it is tested against.
    adjusted_r2 : with the number of features taken into account.

    Notes
    -----
    Time O(n d), memory O(1) for vectors, O(n d) for matrices.

    The square of a correlation only for a least-squares fit with intercept on its own training data. Decomposes over
    blocks of rows: ``r2_score.over_blocks``. Inside compiled code targets are vectors and nothing warns.

    References
    ----------
    Draper and Smith (1998), "Applied Regression Analysis", equation 1.3.5.

    Examples
    --------
    Errors of -2, 0 and 2 against deviations of -1, 0 and 1: 1 - 8 / 2

    >>> r2_score([1, 2, 3], [3, 2, 1])
    -3.0
    >>> r2_score([1, 2, 3], [2, 2, 2])
    0.0
    """
    sums = over_blocks(output_sums, merge_outputs, targets(y_true, y_pred, sample_weight))
    return determination(sums, multioutput, force_finite)


def _adjusted_r2_compiled(y_true, y_pred, n_features):
    n = y_true.shape[0]
    if n_features < 0:
        raise ValueError("n_features must not be negative")
    r2 = _r2_compiled(y_true, y_pred, None, True)
    spare = n - 1 - n_features  # n_features + 1 could overflow
    return 1.0 - (1.0 - r2) * (n - 1) / spare if spare > 0 else np.nan


@compiled_as(_adjusted_r2_compiled)
def adjusted_r2(y_true: Any, y_pred: Any, n_features: int) -> float:
    r"""Return the coefficient of determination, lowered for each feature that the model could use.

    .. math:: \bar R^2 = 1 - (1 - R^2) \frac{n - 1}{n - d - 1}

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n,)
        Finite targets and predictions.
    n_features : int
        The number d of features behind the predictions, the intercept not counted; d >= 0.

    Returns
    -------
    float
        At most R², which it equals for no features. NaN, with an `UndefinedWarning`, where n <= d + 1: then a linear
        model can fit any targets.

    Raises
    ------
    ValueError
        No samples, different lengths, NaN or infinity, a negative `n_features`.
    TypeError
        `n_features` is not an integer.

    See Also
    --------
    sklearn.metrics.r2_score : the library it is tested against, with the formula above.
    r2_score : without the adjustment.

    Notes
    -----
    Time O(n), memory O(1).

    A feature raises it only if its t-statistic is beyond 1 in size. Constant targets count as in `r2_score`. Inside
    compiled code nothing warns.

    References
    ----------
    Draper and Smith (1998), "Applied Regression Analysis", equation 5.4.3.

    Examples
    --------
    R² is 1 - 1 / 5; with one feature 1 - 1/5 · 3/2:

    >>> round(adjusted_r2([1, 2, 3, 4], [1, 2, 3, 5], n_features=1), 6)
    0.7
    """
    d = integer(n_features, "n_features", at_least=0)
    y, pred = vector(y_true, "y_true"), vector(y_pred, "y_pred")
    same_length(y, pred, "y_true", "y_pred")
    n = y.shape[0]
    if n <= d + 1:
        warnings.warn(
            f"adjusted R^2 is not defined for {n} samples and {d} features: it needs more than {d + 1} samples",
            UndefinedWarning,
            stacklevel=2,
        )
        return float(np.nan)
    r2 = determination(over_blocks(output_sums, merge_outputs, Targets([y], [pred], NO_WEIGHT)))
    return float(1.0 - (1.0 - r2) * (n - 1) / (n - d - 1))
