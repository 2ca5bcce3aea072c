r"""The mergeable statistic behind `moments`: count, mean and sums of powers of the deviations from it.

.. math:: M_k = \sum_i (x_i - \bar x)^k

Within a block, two passes over cached data: the mean, then the powers, corrected for what rounding took from the mean.
Two blocks merge by the formulas of Chan, Golub and LeVeque (1979, M2) and Pébay (SAND2008-6212, equations 2.1, M3, M4).
The mean carries what does not fit into one double (`rest`): at an offset of 1e9 the means of two blocks are otherwise
too coarse for the difference that a merge squares. The sums are in units of ``2**exponent``, so that fourth powers of
1e200 and of 1e-200 fit.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from .._jit import REASSOCIATE, kernel
from .._vector import _add

__all__: list[str] = []

CHUNK = 1024  # values summed without compensation
NOTHING = -8000  # the exponent of sums that are zero: below that of any number
_INFINITE = np.float64(np.inf).view(np.int64)
_HUGE, _TINY = 2.0**900, 2.0**-400
_LARGEST_FOURTH, _SMALLEST_FOURTH = 2.0**900, 2.0**-800


class MomentSums(NamedTuple):
    """What a block contributes to the moments."""

    n: int
    mean: float
    rest: float  # the mean is mean + rest
    exponent: int  # the sums below are in units of 2**exponent, to the second, third and fourth power
    m2: float
    m3: float
    m4: float


@kernel(fastmath=REASSOCIATE)
def _total_of_chunk(x, unit):
    """Return the sum of ``unit * x``, and the bits of the largest magnitude, above infinity's where there is a NaN."""
    total, largest = 0.0, np.int64(0)
    for i in range(x.shape[0]):
        total += unit * x[i]
        bits = np.float64(abs(x[i])).view(np.int64)
        largest = bits if bits > largest else largest
    return total, largest


@kernel
def _total(x, unit):
    total, rest, largest = 0.0, 0.0, np.int64(0)
    for start in range(0, x.shape[0], CHUNK):
        chunk, bits = _total_of_chunk(x[start : start + CHUNK], unit)
        total, rest = _add(total, rest, chunk)
        largest = bits if bits > largest else largest
    return total + rest, largest


@kernel(fastmath=REASSOCIATE)
def _powers_of_chunk(x, unit, center, per):
    s1, s2, s3, s4 = 0.0, 0.0, 0.0, 0.0
    for i in range(x.shape[0]):
        t = (unit * x[i] - center) * per
        square = t * t
        s1 += t
        s2 += square
        s3 += square * t
        s4 += square * square
    return s1, s2, s3, s4


@kernel
def _powers(x, unit, center, per):
    """Return the sums of the first four powers of ``(unit * x - center) * per``."""
    s1, s2, s3, s4 = 0.0, 0.0, 0.0, 0.0
    r1, r2, r3, r4 = 0.0, 0.0, 0.0, 0.0
    for start in range(0, x.shape[0], CHUNK):
        c1, c2, c3, c4 = _powers_of_chunk(x[start : start + CHUNK], unit, center, per)
        s1, r1 = _add(s1, r1, c1)
        s2, r2 = _add(s2, r2, c2)
        s3, r3 = _add(s3, r3, c3)
        s4, r4 = _add(s4, r4, c4)
    return s1 + r1, s2 + r2, s3 + r3, s4 + r4


@kernel
def _largest_deviation(x, unit, center):
    largest = 0.0
    for i in range(x.shape[0]):
        largest = max(largest, abs(unit * x[i] - center))
    return largest


@kernel
def _block_sums(x):
    """Return the fields of `MomentSums`; the mean is infinite or NaN where a value is, the sums are then NaN."""
    n = x.shape[0]
    total, largest = _total(x, 1.0)
    if largest >= _INFINITE:
        bad = np.inf if largest == _INFINITE else np.nan
        return n, bad, 0.0, np.int64(0), np.nan, np.nan, np.nan
    magnitude = np.int64(largest).view(np.float64)
    unit_exponent = np.int64(0)
    if magnitude > _HUGE:
        unit_exponent = np.int64(-100)
    elif magnitude < _TINY:
        unit_exponent = np.int64(600)
    unit = np.ldexp(1.0, unit_exponent)
    if unit_exponent != 0:
        total = _total(x, unit)[0]

    center, exponent = total / n, np.int64(0)
    s1, s2, s3, s4 = _powers(x, unit, center, 1.0)
    if n * (s1 / n) * (s1 / n) > 0.5 * s2:  # constant, or nearly: there the rounding of the mean is all that is left
        center += s1 / n
        s1, s2, s3, s4 = _powers(x, unit, center, 1.0)
    if not _SMALLEST_FOURTH < s4 < _LARGEST_FOURTH:
        largest_deviation = _largest_deviation(x, unit, center)
        if largest_deviation == 0.0:
            return n, np.ldexp(center, -unit_exponent), 0.0, np.int64(NOTHING), 0.0, 0.0, 0.0
        exponent = np.int64(math.frexp(largest_deviation)[1])
        s1, s2, s3, s4 = _powers(x, unit, center, np.ldexp(1.0, -exponent))

    h = s1 / n  # what rounding took from the mean
    m2 = s2 - h * s1
    m3 = s3 - 3.0 * h * s2 + 2.0 * n * h * h * h
    m4 = s4 - 4.0 * h * s3 + 6.0 * h * h * s2 - 3.0 * n * h * h * h * h
    exponent -= unit_exponent
    center = np.ldexp(center, -unit_exponent)
    correction = np.ldexp(h, exponent)
    mean = center + correction
    return n, mean, (center - mean) + correction, exponent, m2, m3, m4


@kernel
def _merge_sums(a, b):
    """Return the sums of two blocks from those of each."""
    a_n, a_mean, a_rest, a_exponent, a2, a3, a4 = a
    b_n, b_mean, b_rest, b_exponent, b2, b3, b4 = b
    n = a_n + b_n
    p, q = a_n / n, b_n / n
    delta, doubled = (b_mean - a_mean) + (b_rest - a_rest), np.int64(0)
    if not abs(delta) < np.inf:
        delta, doubled = 0.5 * b_mean - 0.5 * a_mean, np.int64(1)
        mean, rest = p * a_mean + q * b_mean, 0.0
    else:
        step = q * delta + a_rest
        mean = a_mean + step
        rest = (a_mean - mean) + step if abs(a_mean) >= abs(step) else (step - mean) + a_mean
    if not abs(delta) < np.inf:  # a NaN on either side
        return n, mean + delta, 0.0, np.int64(0), np.nan, np.nan, np.nan

    exponent = max(a_exponent, b_exponent)
    if delta != 0.0:
        exponent = max(exponent, np.int64(math.frexp(delta)[1]) + doubled)
    d = np.ldexp(delta, doubled - exponent)
    a_unit, b_unit = np.ldexp(1.0, a_exponent - exponent), np.ldexp(1.0, b_exponent - exponent)
    a2, b2 = a2 * a_unit * a_unit, b2 * b_unit * b_unit
    a3, b3 = a3 * a_unit * a_unit * a_unit, b3 * b_unit * b_unit * b_unit
    a4, b4 = a4 * a_unit * a_unit * a_unit * a_unit, b4 * b_unit * b_unit * b_unit * b_unit
    between = d * d * p * b_n
    m2 = a2 + b2 + between
    m3 = a3 + b3 + between * d * (p - q) + 3.0 * d * (p * b2 - q * a2)
    m4 = a4 + b4 + between * d * d * (p * p - p * q + q * q)
    m4 += 6.0 * d * d * (p * p * b2 + q * q * a2) + 4.0 * d * (p * b3 - q * a3)
    return n, mean, rest, exponent, m2, m3, m4


@kernel
def _moments_of_sums(sums, ddof):
    """Return mean, variance, skewness and excess kurtosis; what is 0/0 is NaN."""
    n, mean, rest, exponent, m2, m3, m4 = sums
    variance = np.ldexp(m2 / (n - ddof), 2 * exponent) if n > ddof else np.nan
    if m2 > 0.0:
        return mean + rest, variance, math.sqrt(n / m2) * (m3 / m2), n * m4 / (m2 * m2) - 3.0
    return mean + rest, variance, np.nan, np.nan


@kernel
def _sums_of_moments(n, mean, variance, skewness, kurtosis, ddof):
    """Return the sums behind finished moments, the inverse of `_moments_of_sums`."""
    if not abs(mean) < np.inf:
        return n, mean, 0.0, np.int64(0), np.nan, np.nan, np.nan
    if n == 1 or variance == 0.0:
        return n, mean, 0.0, np.int64(NOTHING), 0.0, 0.0, 0.0
    exponent = np.int64(math.frexp(variance)[1] // 2)
    m2 = np.ldexp(variance, -2 * exponent) * (n - ddof)
    m3 = skewness * m2 * math.sqrt(m2 / n)
    m4 = (kurtosis + 3.0) * m2 * (m2 / n)
    return n, mean, 0.0, exponent, m2, m3, m4


@kernel
def _all_sums(x, block_rows):
    """Return the sums of a whole sample, block by block."""
    sums = _block_sums(x[:block_rows])
    for start in range(block_rows, x.shape[0], block_rows):
        sums = _merge_sums(sums, _block_sums(x[start : start + block_rows]))
    return sums
