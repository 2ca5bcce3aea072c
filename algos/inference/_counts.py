"""Counts: their check, and their sum."""

from __future__ import annotations

import numpy as np

from .._check import FloatArray, array
from .._jit import REASSOCIATE, kernel


@kernel(fastmath=REASSOCIATE)
def _total_and_sign(counts):
    """Return the sum, which NaN and infinity spoil, and whether any is negative."""
    total, negative = 0.0, np.int64(0)
    for i in range(counts.shape[0]):
        total += counts[i]
        negative |= np.int64(counts[i] < 0.0)
    return total, negative != 0


def total_of_counts(values: FloatArray, name: str) -> float:
    """Return the sum of counts, none of them negative or not finite, not all of them zero."""
    total, any_negative = _total_and_sign(values)
    if any_negative or not total < np.inf:
        array(values, name, None)  # says what is not finite
        if any_negative:
            raise ValueError(f"{name} must not be negative, got {values.min()}")
        raise ValueError(f"{name} must have a finite sum, got {total}")
    if total == 0.0:
        raise ValueError(f"{name} must have a positive sum, got only zeros")
    return float(total)
