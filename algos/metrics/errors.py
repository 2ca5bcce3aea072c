r"""Mean absolute and mean squared error.

.. math:: \mathrm{MAE} = \frac{1}{n} \sum_i |y_i - \hat y_i|, \qquad
          \mathrm{MSE} = \frac{1}{n} \sum_i (y_i - \hat y_i)^2, \qquad \mathrm{RMSE} = \sqrt{\mathrm{MSE}}

Each is a weight and a sum over blocks of rows, added in order, and one division: see ``_error_sums.py``.
"""

# ruff: noqa: ARG001  (inside compiled code there is one output, and nothing to average over)

from __future__ import annotations

import math
from typing import Any

from .._blocks import decomposes
from .._jit import compiled_as
from ._error_sums import (
    ErrorSum,
    _absolute_errors,
    _squared_errors,
    absolute_errors,
    merge_errors,
    squared_errors,
)
from ._targets import average_outputs, over_blocks, require_weight, targets, targets_compiled

Sums = tuple[ErrorSum, ...]


# -- over blocks -----------------------------------------------------------------------------------


def absolute_error_sums(y_true: Any, y_pred: Any, sample_weight: Any = None) -> Sums:
    """Return for each output the weight of a block of rows and the sum of its absolute errors."""
    return over_blocks(absolute_errors, merge_errors, targets(y_true, y_pred, sample_weight, part=True))


def squared_error_sums(y_true: Any, y_pred: Any, sample_weight: Any = None) -> Sums:
    """Return for each output the weight of a block of rows and the sum of its squared errors."""
    return over_blocks(squared_errors, merge_errors, targets(y_true, y_pred, sample_weight, part=True))


def merge_error_sums(a: Sums, b: Sums) -> Sums:
    """Return the sums over two blocks, the first one first."""
    return tuple([merge_errors(*pair) for pair in zip(a, b, strict=True)])


def mean_errors(sums: Sums, multioutput: Any = "uniform_average") -> Any:
    """Return the mean error of each output, or the average over outputs."""
    require_weight(sums[0].weight)
    return average_outputs([part.total / part.weight / part.scale / part.scale for part in sums], multioutput)


def root_mean_errors(sums: Sums, multioutput: Any = "uniform_average") -> Any:
    """Return the root of the mean squared error of each output, or the average over outputs."""
    require_weight(sums[0].weight)
    return average_outputs([math.sqrt(part.total / part.weight) / part.scale for part in sums], multioutput)


# -- public functions ------------------------------------------------------------------------------


def _mean_squared_error_compiled(y_true, y_pred, sample_weight=None, multioutput="uniform_average"):
    y, pred, weight = targets_compiled(y_true, y_pred, sample_weight)
    norm, scale, total = _squared_errors(y, pred, weight)
    return total / norm / scale / scale


@decomposes(squared_error_sums, merge_error_sums, mean_errors)
@compiled_as(_mean_squared_error_compiled)
def mean_squared_error(
    y_true: Any, y_pred: Any, *, sample_weight: Any = None, multioutput: Any = "uniform_average"
) -> Any:
    r"""Return the mean of the squared errors.

    .. math:: \mathrm{MSE} = \frac{\sum_i w_i (y_i - \hat y_i)^2}{\sum_i w_i}

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n,) or (n, d)
        Finite targets and predictions, n >= 1; one column an output.
    sample_weight : array-like of shape (n,), optional
        Weights w, not negative; by default 1.
    multioutput : {"uniform_average", "raw_values"} or array-like of shape (d,)
        The mean over outputs, one value an output, or the mean with these weights.

    Returns
    -------
    float or ndarray of shape (d,)
        In the square of the unit of y; an array with "raw_values". 0 for a perfect prediction.

    Raises
    ------
    ValueError
        No samples, different shapes, NaN or infinity, unusable weights, an unknown `multioutput`.

    See Also
    --------
    sklearn.metrics.mean_squared_error : the library it is tested against.
    root_mean_squared_error : in the unit of y.

    Notes
    -----
    Time O(n d), memory O(1) for vectors, O(n d) for matrices.

    Decomposes over blocks of rows: ``mean_squared_error.over_blocks``. Inside compiled code targets are vectors.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), "The Elements of Statistical Learning", equation 2.25.

    Examples
    --------
    Errors of 1, 0 and -2: (1 + 0 + 4) / 3

    >>> round(mean_squared_error([3, 5, 2], [2, 5, 4]), 6)
    1.666667
    """
    return mean_errors(over_blocks(squared_errors, merge_errors, targets(y_true, y_pred, sample_weight)), multioutput)


def _root_mean_squared_error_compiled(y_true, y_pred, sample_weight=None, multioutput="uniform_average"):
    y, pred, weight = targets_compiled(y_true, y_pred, sample_weight)
    norm, scale, total = _squared_errors(y, pred, weight)
    return math.sqrt(total / norm) / scale


@decomposes(squared_error_sums, merge_error_sums, root_mean_errors)
@compiled_as(_root_mean_squared_error_compiled)
def root_mean_squared_error(
    y_true: Any, y_pred: Any, *, sample_weight: Any = None, multioutput: Any = "uniform_average"
) -> Any:
    r"""Return the root of the mean of the squared errors.

    .. math:: \mathrm{RMSE} = \sqrt{\frac{\sum_i w_i (y_i - \hat y_i)^2}{\sum_i w_i}}

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n,) or (n, d)
        Finite targets and predictions, n >= 1; one column an output.
    sample_weight : array-like of shape (n,), optional
        Weights w, not negative; by default 1.
    multioutput : {"uniform_average", "raw_values"} or array-like of shape (d,)
        The mean of the roots of all outputs, one root an output, or their mean with these weights.

    Returns
    -------
    float or ndarray of shape (d,)
        In the unit of y; an array with "raw_values". 0 for a perfect prediction.

    Raises
    ------
    ValueError
        No samples, different shapes, NaN or infinity, unusable weights, an unknown `multioutput`.

    See Also
    --------
    sklearn.metrics.root_mean_squared_error : the library it is tested against.
    mean_absolute_error : never larger, and less moved by a single large error.

    Notes
    -----
    Time O(n d), memory O(1) for vectors, O(n d) for matrices.

    Right also for errors of 1e200 or 1e-200, whose squares no double can hold. Decomposes over blocks of rows:
    ``root_mean_squared_error.over_blocks``. Inside compiled code targets are vectors.

    References
    ----------
    Hyndman and Koehler (2006), "Another look at measures of forecast accuracy", section 2.1.

    Examples
    --------
    Errors of 3 and 4: the root of 25 / 2

    >>> round(root_mean_squared_error([3, 4], [0, 0]), 6)
    3.535534
    """
    sums = over_blocks(squared_errors, merge_errors, targets(y_true, y_pred, sample_weight))
    return root_mean_errors(sums, multioutput)


def _mean_absolute_error_compiled(y_true, y_pred, sample_weight=None, multioutput="uniform_average"):
    y, pred, weight = targets_compiled(y_true, y_pred, sample_weight)
    norm, total = _absolute_errors(y, pred, weight)
    return total / norm


@decomposes(absolute_error_sums, merge_error_sums, mean_errors)
@compiled_as(_mean_absolute_error_compiled)
def mean_absolute_error(
    y_true: Any, y_pred: Any, *, sample_weight: Any = None, multioutput: Any = "uniform_average"
) -> Any:
    r"""Return the mean of the absolute errors.

    .. math:: \mathrm{MAE} = \frac{\sum_i w_i |y_i - \hat y_i|}{\sum_i w_i}

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n,) or (n, d)
        Finite targets and predictions, n >= 1; one column an output.
    sample_weight : array-like of shape (n,), optional
        Weights w, not negative; by default 1.
    multioutput : {"uniform_average", "raw_values"} or array-like of shape (d,)
        The mean over outputs, one value an output, or the mean with these weights.

    Returns
    -------
    float or ndarray of shape (d,)
        In the unit of y; an array with "raw_values". 0 for a perfect prediction.

    Raises
    ------
    ValueError
        No samples, different shapes, NaN or infinity, unusable weights, an unknown `multioutput`.

    See Also
    --------
    sklearn.metrics.mean_absolute_error : the library it is tested against.
    root_mean_squared_error : weighs large errors more.

    Notes
    -----
    Time O(n d), memory O(1) for vectors, O(n d) for matrices.

    The constant that minimises it is the median of y, where the mean minimises the squared error. Decomposes over
    blocks of rows: ``mean_absolute_error.over_blocks``. Inside compiled code targets are vectors.

    References
    ----------
    Hyndman and Koehler (2006), "Another look at measures of forecast accuracy", section 2.1.

    Examples
    --------
    Errors of 1, 0 and -2: (1 + 0 + 2) / 3

    >>> mean_absolute_error([3, 5, 2], [2, 5, 4])
    1.0
    """
    return mean_errors(over_blocks(absolute_errors, merge_errors, targets(y_true, y_pred, sample_weight)), multioutput)
