"""How large numbers are, and powers of two that bring them where squares and products neither overflow nor vanish."""

from __future__ import annotations

import math

import numpy as np

from ._jit import kernel

__all__ = ["_is_finite", "_largest", "_safe_unit", "_unit"]


@kernel
def _largest(x):
    """Return the largest magnitude in a vector; infinity or NaN where there is one.

    Compares bit patterns, which vectorises and puts NaN above infinity.
    """
    largest = np.int64(0)
    for i in range(x.shape[0]):
        bits = np.float64(abs(x[i])).view(np.int64)
        largest = bits if bits > largest else largest
    return np.int64(largest).view(np.float64)


@kernel
def _unit(largest):
    """Return a power of two that takes a magnitude to about one, 1 for zero; subnormal numbers stay below one."""
    return np.ldexp(1.0, min(-math.frexp(largest)[1], 1020))


@kernel
def _is_finite(x):
    """Return whether a vector holds neither infinity nor NaN."""
    return _largest(x) < np.inf


@kernel
def _safe_unit(largest):
    """Return a power of two that keeps squares finite and away from underflow; 1.0 for everyday magnitudes.

    Multiplying by it rounds nothing, so an algorithm runs in that unit and its result is divided by it.
    """
    exponent = math.frexp(largest)[1]
    return 1.0 if abs(exponent) < 400 else np.ldexp(1.0, min(-exponent, 1000))
