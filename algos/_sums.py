"""Plain sums over vectors, which the compiler may take in any order, and so in vector registers."""

from __future__ import annotations

from ._jit import REASSOCIATE, kernel

__all__ = ["_add_sixteen", "_deviations", "_dot", "_sum_from"]


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


@kernel(fastmath=REASSOCIATE)
def _add_sixteen(C, i, j, a0, a1, a2, a3, b0, b1, b2, b3):
    """Add the inner products of four vectors with four others to a square of C: two products a load."""
    c00 = c01 = c02 = c03 = c10 = c11 = c12 = c13 = 0.0
    c20 = c21 = c22 = c23 = c30 = c31 = c32 = c33 = 0.0
    for k in range(a0.shape[0]):
        x0, x1, x2, x3 = a0[k], a1[k], a2[k], a3[k]
        y0, y1, y2, y3 = b0[k], b1[k], b2[k], b3[k]
        c00, c01, c02, c03 = c00 + x0 * y0, c01 + x0 * y1, c02 + x0 * y2, c03 + x0 * y3
        c10, c11, c12, c13 = c10 + x1 * y0, c11 + x1 * y1, c12 + x1 * y2, c13 + x1 * y3
        c20, c21, c22, c23 = c20 + x2 * y0, c21 + x2 * y1, c22 + x2 * y2, c23 + x2 * y3
        c30, c31, c32, c33 = c30 + x3 * y0, c31 + x3 * y1, c32 + x3 * y2, c33 + x3 * y3
    rows = (c00, c01, c02, c03), (c10, c11, c12, c13), (c20, c21, c22, c23), (c30, c31, c32, c33)
    for t in range(4):
        c, sums = C[i + t], rows[t]
        c[j] += sums[0]
        c[j + 1] += sums[1]
        c[j + 2] += sums[2]
        c[j + 3] += sums[3]
