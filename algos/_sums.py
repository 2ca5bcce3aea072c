"""Plain sums over vectors, which the compiler may take in any order, and so in vector registers."""

from __future__ import annotations

from ._jit import REASSOCIATE, kernel

__all__ = ["_deviations", "_dot", "_sum_from"]


@kernel(fastmath=REASSOCIATE)
def _dot(a, b):
    """Return the sum of products."""
    total = 0.0
    for i in range(a.shape[0]):
        total += a[i] * b[i]
    return total


@kernel(fastmath=REASSOCIATE)
def _sum_from(x, origin):
    """Return the sum of x - origin."""
    total = 0.0
    for i in range(x.shape[0]):  # by index: over the values themselves LLVM does not vectorise, six times slower
        total += x[i] - origin
    return total


@kernel(fastmath=REASSOCIATE)
def _deviations(x, center):
    """Return the sum and the sum of squares of x - center."""
    total, squares = 0.0, 0.0
    for i in range(x.shape[0]):
        deviation = x[i] - center
        total += deviation
        squares += deviation * deviation
    return total, squares
