r"""Expectation and variance of a discrete variable.

.. math:: E[V] = \sum_i v_i p_i, \quad Var[V] = \sum_i p_i (v_i - E[V])^2
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .._check import array, probabilities, vector
from .._jit import REASSOCIATE, adapter_part, compiled_as, kernel
from .._vector import _add

_LANES = 32  # compensated sums side by side, which vectorises: four times as fast as one after the other
_HALF_RANGE = 2.0**-1
_HUGE = 2.0**1020


# -- compensated sums in lanes ---------------------------------------------------------------------


@kernel
def _total(sums, rests):
    """Return the sum of all lanes."""
    total, rest = 0.0, 0.0
    for k in range(sums.shape[0]):
        total, rest = _add(total, rest, sums[k])
        rest += rests[k]
    return total + rest


@kernel
def _add_each(sums, rests, p):
    for k in range(p.shape[0]):
        sums[k], rests[k] = _add(sums[k], rests[k], p[k])


@kernel
def _add_products(sums, rests, unit, values, p):
    for k in range(p.shape[0]):
        sums[k], rests[k] = _add(sums[k], rests[k], unit * values[k] * p[k])


@kernel
def _add_deviations(sums, rests, center, values, p):
    for k in range(p.shape[0]):  # an impossible value may lie infinitely far off
        sums[k], rests[k] = _add(sums[k], rests[k], p[k] * (values[k] - center) if p[k] > 0.0 else 0.0)


@kernel
def _add_squares(sums, rests, center, values, p):
    for k in range(p.shape[0]):
        deviation = values[k] - center
        sums[k], rests[k] = _add(sums[k], rests[k], p[k] * deviation * deviation if p[k] > 0.0 else 0.0)


# -- kernels ---------------------------------------------------------------------------------------


@kernel(fastmath=REASSOCIATE)
def _unit(values, p):
    """Return a unit for values in which their weighted sum cannot overflow, or 0 where they describe no variable."""
    total, wrong, huge = 0.0, 0.0, 0.0
    for i in range(p.shape[0]):
        total += p[i]
        wrong += (0.0 if p[i] >= 0.0 else 1.0) + (0.0 if abs(values[i]) < np.inf else 1.0)
        huge += 1.0 if abs(values[i]) > _HUGE else 0.0
    if wrong > 0.0 or not abs(total - 1.0) <= 1e-8:
        return 0.0
    return _HALF_RANGE if huge > 0.0 else 1.0


@kernel
def _mean_and_mass(values, p, unit):
    """Return the mean of `values` under weights `p`, and their sum, which rounding may have left off one."""
    n = min(p.shape[0], _LANES)
    sums, rests, masses, mass_rests = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n)
    for start in range(0, p.shape[0], _LANES):
        part = p[start : start + _LANES]
        _add_products(sums, rests, unit, values[start : start + _LANES], part)
        _add_each(masses, mass_rests, part)
    mass = _total(masses, mass_rests)
    return _total(sums, rests) / mass / unit, mass


@kernel
def _expectation(values, p):
    """Return the mean of a variable, NaN where it is none."""
    unit = _unit(values, p)
    return _mean_and_mass(values, p, unit)[0] if unit > 0.0 else np.nan


@kernel
def _variance(values, p):
    """Return the variance about the mean, which is corrected for its own rounding; NaN where it is no variable."""
    unit = _unit(values, p)
    if unit == 0.0:
        return np.nan
    center, mass = _mean_and_mass(values, p, unit)
    n = min(p.shape[0], _LANES)
    sums, rests, squares, square_rests = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n)
    for start in range(0, p.shape[0], _LANES):
        part_values, part = values[start : start + _LANES], p[start : start + _LANES]
        _add_deviations(sums, rests, center, part_values, part)
        _add_squares(squares, square_rests, center, part_values, part)
    slip = _total(sums, rests) / mass
    return max(_total(squares, square_rests) / mass - slip * slip, 0.0) if abs(slip) < 1e150 else np.inf


# -- public functions ------------------------------------------------------------------------------


def _run(of: Any, values: Any, p: Any) -> float:
    """Return what a kernel makes of a variable; what is wrong with it is only looked for where something is."""
    values_read, p_read = array(values, "values", 1, finite=False), array(p, "p", 1, finite=False)
    same = values_read.shape[0] == p_read.shape[0] > 0
    result = float(of(values_read, p_read)) if same else math.nan
    if math.isnan(result):
        vector(values, "values")
        probabilities(p, "p")
        if same:  # two orders of adding up disagree about the last digit of a sum on the border
            raise ValueError(f"p must sum to 1 within 1e-8, got {math.fsum(p_read):.10g}; divide counts by their sum")
        raise ValueError(f"values and p must have the same length, got {values_read.shape[0]} and {p_read.shape[0]}")
    return result


@adapter_part
def _require_variable(values, p):
    if values.shape[0] != p.shape[0] or not _unit(values, p) > 0.0:
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
    return _run(_expectation, values, p)


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
    return _run(_variance, values, p)
