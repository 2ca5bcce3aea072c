"""Products that can neither overflow nor underflow: a number in [1/2, 1) and an exponent of two."""

from __future__ import annotations

import math

import numpy as np

from .._jit import REASSOCIATE, kernel

__all__: list[str] = []

_CHUNK = 256  # mantissas multiplied without looking at the exponent
_SMALLEST_NORMAL = 2.0**-1022
_EXPONENT_SHIFT = np.int64(52)
_BIAS = np.int64(1023)
_FRACTION = np.int64(0x000FFFFFFFFFFFFF)
_ONE = np.int64(0x3FF0000000000000)  # the bits of 1.0


@kernel(fastmath=REASSOCIATE)
def _mantissas(row):
    """Return the product of the mantissas of some numbers, the sum of their exponents, and whether all are normal.

    Both are read from the bit patterns, which vectorises where a loop over `math.frexp` takes ten times as long. Some
    hundred mantissas in [1, 2) at most, so that the product cannot overflow.
    """
    product, exponent, others = 1.0, np.int64(0), 0.0
    for j in range(row.shape[0]):
        bits = np.float64(row[j]).view(np.int64)
        product *= np.int64((bits & _FRACTION) | _ONE).view(np.float64)
        exponent += (bits >> _EXPONENT_SHIFT) - _BIAS
        others += 0.0 if _SMALLEST_NORMAL <= row[j] < np.inf else 1.0
    return product, exponent, others == 0.0


@kernel
def _product(first, row):
    """Return the product of a number and a row as a number in [1/2, 1), or 0, an exponent of two, and how many are bad.

    Bad in the row is what is negative, infinite or NaN.
    """
    product, exponent = math.frexp(first)
    exponent, bad = np.int64(exponent), 0
    for start in range(0, row.shape[0], _CHUNK):
        chunk = row[start : start + _CHUNK]
        factor, shift, normal = _mantissas(chunk)
        if normal:
            product, carry = math.frexp(product * factor)
            exponent += shift + carry
        else:
            for j in range(chunk.shape[0]):
                bad += 0 if 0.0 <= chunk[j] < np.inf else 1
                fraction, shift_of_one = math.frexp(chunk[j])
                product, carry = math.frexp(product * fraction)
                exponent += shift_of_one + carry
    return product, exponent, bad
