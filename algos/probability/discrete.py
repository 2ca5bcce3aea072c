r"""Expectation and variance of a discrete variable.

.. math:: E[V] = \sum_i v_i p_i, \quad Var[V] = \sum_i p_i (v_i - E[V])^2
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._check import FloatArray, probabilities, vector
from .._jit import adapter_part, compiled_as, kernel
from .._vector import _add

_HALF_RANGE = 2.0**-1
_HUGE = 2.0**1020


@kernel
def _expectation(values, p):
    """Return the mean of `values` under weights `p`, whose sum rounding may have left off one."""
    total, rest, mass, mass_rest = 0.0, 0.0, 0.0, 0.0
    unit = 1.0
    for i in range(values.shape[0]):
        if abs(values[i]) > _HUGE:
            unit = _HALF_RANGE  # so that the sum cannot overflow where the mean does not
    for i in range(values.shape[0]):
        total, rest = _add(total, rest, unit * values[i] * p[i])
        mass, mass_rest = _add(mass, mass_rest, p[i])
    return (total + rest) / (mass + mass_rest) / unit


@kernel
def _variance(values, p):
    """Return the variance about the mean, which is corrected for its own rounding."""
    center = _expectation(values, p)
    first, first_rest, second, second_rest, mass, mass_rest = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(values.shape[0]):
        deviation = values[i] - center
        share = p[i] * deviation if p[i] > 0.0 else 0.0  # an impossible value may lie infinitely far off
        first, first_rest = _add(first, first_rest, share)
        second, second_rest = _add(second, second_rest, share * deviation if p[i] > 0.0 else 0.0)
        mass, mass_rest = _add(mass, mass_rest, p[i])
    total = mass + mass_rest
    slip = (first + first_rest) / total
    return max((second + second_rest) / total - slip * slip, 0.0) if abs(slip) < 1e150 else np.inf


@kernel
def _is_variable(values, p):
    """Return whether finite values and their probabilities describe a variable."""
    if values.shape[0] != p.shape[0] or p.shape[0] == 0:
        return False
    total, low, finite = 0.0, 0.0, True
    for i in range(p.shape[0]):
        total += p[i]
        low = min(low, p[i])
        finite &= abs(values[i]) < np.inf
    return finite and low >= 0.0 and abs(total - 1.0) <= 1e-8


def _variable(values: Any, p: Any) -> tuple[FloatArray, FloatArray]:
    values, p = vector(values, "values"), probabilities(p, "p")
    if values.shape[0] != p.shape[0]:
        raise ValueError(f"values and p must have the same length, got {values.shape[0]} and {p.shape[0]}")
    return values, p


@adapter_part
def _require_variable(values, p):
    if not _is_variable(values, p):
        raise ValueError("values must be finite and p their probabilities, as many, summing to 1 within 1e-8")


def _expectation_compiled(values, p):
    _require_variable(values, p)
    return _expectation(values, p)


@compiled_as(_expectation_compiled)
def expectation(values: Any, p: Any) -> float:
    r"""Return the expectation of a distribution: the values of a discrete variable weighted by their probabilities.

    The mean of a sample is ``moments(x).mean``.

    .. math:: E[V] = \sum_i v_i p_i

    Parameters
    ----------
    values : array_like of shape (k,)
        The values, in any order; one may occur twice.
    p : array_like of shape (k,)
        Their probabilities, summing to one within 1e-8. What rounding left of the sum is divided out.

    Returns
    -------
    float
        Between the smallest and the largest value.

    Raises
    ------
    ValueError
        If the lengths differ or are 0, a value is NaN or infinite, or `p` is negative, NaN or does not sum to one.

    See Also
    --------
    scipy.stats.rv_discrete : the library it is tested against.
    numpy.average : the same weighted mean.
    variance : how far values lie from it.

    Notes
    -----
    Time O(k), memory O(1).
    The sums are compensated.

    References
    ----------
    .. [1] C. M. Grinstead and J. L. Snell, "Introduction to Probability", 2nd ed., 1997, definition 6.1.

    Examples
    --------
    A die:

    >>> expectation([1, 2, 3, 4, 5, 6], [1 / 6] * 6)
    3.5
    """
    return float(_expectation(*_variable(values, p)))


def _variance_compiled(values, p):
    _require_variable(values, p)
    return _variance(values, p)


@compiled_as(_variance_compiled)
def variance(values: Any, p: Any) -> float:
    r"""Return the variance of a distribution: a discrete variable's expected squared distance from its expectation.

    The variance of a sample is ``moments(x, ddof).variance``.

    .. math:: Var[V] = \sum_i p_i (v_i - E[V])^2

    Parameters
    ----------
    values : array_like of shape (k,)
        The values, in any order; one may occur twice.
    p : array_like of shape (k,)
        Their probabilities, summing to one within 1e-8. What rounding left of the sum is divided out.

    Returns
    -------
    float
        Not negative; infinity where it exceeds the largest double.

    Raises
    ------
    ValueError
        If the lengths differ or are 0, a value is NaN or infinite, or `p` is negative, NaN or does not sum to one.

    See Also
    --------
    scipy.stats.rv_discrete : the library it is tested against.
    moments : of a sample; its variance needs ddof=1 to be unbiased, that of a distribution never does.

    Notes
    -----
    Time O(k), memory O(1).
    From deviations, not as E[V²] - E[V]², which loses all digits where the values are large and close together.

    References
    ----------
    .. [1] C. M. Grinstead and J. L. Snell, "Introduction to Probability", 2nd ed., 1997, definition 6.3.

    Examples
    --------
    A die, 35/12:

    >>> round(variance([1, 2, 3, 4, 5, 6], [1 / 6] * 6), 6)
    2.916667
    """
    return float(_variance(*_variable(values, p)))
