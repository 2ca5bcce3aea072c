r"""Sums of errors and of deviations from a mean, of one block of rows, and how two of them become one.

.. math:: \sum_i w_i |y_i - \hat y_i|, \qquad \sum_i w_i (y_i - \hat y_i)^2, \qquad \sum_i w_i (y_i - \bar y)^2

Squares leave the range of doubles beyond 1e154 and below 1e-154. Only where that happened, the block is added up again
with everything multiplied by a power of two, which rounds nothing and is kept beside the sum.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from .._check import FloatArray
from .._jit import REASSOCIATE, kernel
from ._targets import refuse_infinite

_LOWEST = 2.0**-960  # a sum of squares below this may have lost digits to underflow
_SMALLEST_GAP = 2.0**-480


class ErrorSum(NamedTuple):
    """The weight of some samples, and the weighted sum of their absolute errors, or of their squares times scale².

    Attributes
    ----------
    weight : float
        Sum of the weights.
    scale : float
        A power of two.
    total : float
        The sum.
    """

    weight: float
    scale: float
    total: float


class DeviationSum(NamedTuple):
    """The mean of some targets, and the weighted sum of their squared deviations from it.

    Attributes
    ----------
    weight : float
        Sum of the weights.
    mean : float
        Weighted mean.
    scale : float
        A power of two.
    total : float
        Sum of the squares, times scale².
    """

    weight: float
    mean: float
    scale: float
    total: float


class OutputSums(NamedTuple):
    """What R² needs to know about one output of some samples.

    Attributes
    ----------
    n_samples : int
        Number of samples.
    errors : ErrorSum
        Of the squared errors.
    deviations : DeviationSum
        Of the squared deviations of the targets from their mean.
    """

    n_samples: int
    errors: ErrorSum
    deviations: DeviationSum


# -- kernels ---------------------------------------------------------------------------------------


@kernel(fastmath=REASSOCIATE)
def _absolute_errors(y, pred, weight):
    """Return the sum of the weights (all one where there are none) and of the weighted absolute errors."""
    n, total, norm = y.shape[0], 0.0, 0.0
    if weight.shape[0] == 0:
        for i in range(n):
            total += abs(y[i] - pred[i])
        return np.float64(n), total
    for i in range(n):
        norm += weight[i]
        total += weight[i] * abs(y[i] - pred[i])
    return norm, total


@kernel(fastmath=REASSOCIATE)
def _add_squared_errors(y, pred, weight, scale):
    """Return the sum of the weights and of the weighted squares of scaled errors."""
    n, total, norm = y.shape[0], 0.0, 0.0
    if weight.shape[0] == 0:
        for i in range(n):
            error = y[i] * scale - pred[i] * scale
            total += error * error
        return np.float64(n), total
    for i in range(n):
        error = y[i] * scale - pred[i] * scale
        norm += weight[i]
        total += weight[i] * (error * error)
    return norm, total


@kernel(fastmath=REASSOCIATE)
def _add_squared_deviations(y, weight, scale):
    """Return the sum of the weights, the mean, and the weighted squares of scaled deviations from it.

    Everything is seen from the first value, so that equal values deviate by exactly zero; the second pass takes off
    what rounding of the mean left (corrected two-pass algorithm).
    """
    n, origin = y.shape[0], y[0] * scale
    norm, first, rest, squares = 0.0, 0.0, 0.0, 0.0
    if weight.shape[0] == 0:
        norm = np.float64(n)
        for i in range(n):
            first += y[i] * scale - origin
        mean = first / norm
        for i in range(n):
            deviation = (y[i] * scale - origin) - mean
            rest += deviation
            squares += deviation * deviation
    else:
        for i in range(n):
            norm += weight[i]
            first += weight[i] * (y[i] * scale - origin)
        mean = first / norm if norm > 0.0 else 0.0
        for i in range(n):
            deviation = (y[i] * scale - origin) - mean
            rest += weight[i] * deviation
            squares += weight[i] * (deviation * deviation)
    correction = rest * rest / norm if norm > 0.0 else 0.0
    return norm, y[0] + mean / scale, squares - correction if squares > correction else 0.0


@kernel
def _scale_for(largest):
    """Return the power of two that brings a positive number near 1."""
    return math.ldexp(1.0, min(max(-math.frexp(largest)[1], -1000), 1000)) if 0.0 < largest < np.inf else 1.0


@kernel
def _squared_errors(y, pred, weight):
    """Return the sum of the weights, a scale, and the weighted squares of the errors times that scale."""
    norm, total = _add_squared_errors(y, pred, weight, 1.0)
    if _LOWEST < total < np.inf:
        return norm, 1.0, total
    largest = 0.0
    for i in range(y.shape[0]):
        largest = max(largest, abs(0.5 * y[i] - 0.5 * pred[i]))  # halves, whose difference cannot overflow
    scale = _scale_for(largest)
    norm, total = _add_squared_errors(y, pred, weight, scale)
    return norm, scale, total


@kernel
def _squared_deviations(y, weight):
    """Return the sum of the weights, the mean, a scale, and the weighted squares of the deviations times that scale."""
    norm, mean, total = _add_squared_deviations(y, weight, 1.0)
    if _LOWEST < total < np.inf:
        return norm, mean, 1.0, total
    largest = 0.0
    for i in range(y.shape[0]):
        largest = max(largest, abs(0.5 * y[i] - 0.5 * y[0]))
    scale = _scale_for(largest)
    norm, mean, total = _add_squared_deviations(y, weight, scale)
    return norm, mean, scale, total


@kernel
def _determination(sse, sse_scale, sst, sst_scale, force_finite):
    """Return 1 - SSE / SST of scaled sums; where SST is zero NaN or -inf, or 1 or 0 if that must be finite."""
    if sst > 0.0:
        ratio = sst_scale / sse_scale
        return 1.0 - sse / sst * ratio * ratio
    if force_finite:
        return 0.0 if sse > 0.0 else 1.0
    return -np.inf if sse > 0.0 else np.nan


# -- one block -------------------------------------------------------------------------------------


def absolute_errors(y: FloatArray, pred: FloatArray, weight: FloatArray) -> ErrorSum:
    """Return the sum of the absolute errors of one block."""
    norm, total = _absolute_errors(y, pred, weight)
    if not total < np.inf:
        refuse_infinite(y, pred)
    return ErrorSum(norm, 1.0, total)


def squared_errors(y: FloatArray, pred: FloatArray, weight: FloatArray) -> ErrorSum:
    """Return the sum of the squared errors of one block."""
    norm, scale, total = _squared_errors(y, pred, weight)
    if not total < np.inf:
        refuse_infinite(y, pred)
    return ErrorSum(norm, scale, total)


def squared_deviations(y: FloatArray, weight: FloatArray) -> DeviationSum:
    """Return the mean and the sum of the squared deviations of one block, known to be finite."""
    return DeviationSum(*_squared_deviations(y, weight))


def output_sums(y: FloatArray, pred: FloatArray, weight: FloatArray) -> OutputSums:
    """Return both sums of squares of one block."""
    return OutputSums(y.shape[0], squared_errors(y, pred, weight), squared_deviations(y, weight))


# -- two blocks ------------------------------------------------------------------------------------


def _rescaled(part: ErrorSum | DeviationSum, scale: float) -> float:
    ratio = scale / part.scale
    return part.total * ratio * ratio if part.total > 0.0 else part.total


def merge_errors(a: ErrorSum, b: ErrorSum) -> ErrorSum:
    """Return the sum over the samples of both."""
    scale = min([part.scale for part in (a, b) if part.total > 0.0], default=1.0)
    total = _rescaled(a, scale) + _rescaled(b, scale)
    return ErrorSum(a.weight + b.weight, scale, total)


def merge_deviations(a: DeviationSum, b: DeviationSum) -> DeviationSum:
    """Return mean and squares of the samples of both (Chan, Golub and LeVeque, 1983, equation 2.1)."""
    if a.weight == 0.0 or b.weight == 0.0:
        return b if a.weight == 0.0 else a
    weight, gap = a.weight + b.weight, b.mean - a.mean
    scales = [part.scale for part in (a, b) if part.total > 0.0]
    if gap != 0.0:
        scales.append(1.0 if _SMALLEST_GAP < abs(gap) < 1.0 / _SMALLEST_GAP else _scale_for(abs(gap)))
    scale = min(scales, default=1.0)
    total = _rescaled(a, scale) + _rescaled(b, scale)
    between = (gap * scale) ** 2 * (a.weight * (b.weight / weight))
    return DeviationSum(weight, a.mean + gap * (b.weight / weight), scale, total + between)


def merge_outputs(a: OutputSums, b: OutputSums) -> OutputSums:
    """Return both sums of squares over the samples of both."""
    return OutputSums(
        a.n_samples + b.n_samples, merge_errors(a.errors, b.errors), merge_deviations(a.deviations, b.deviations)
    )
