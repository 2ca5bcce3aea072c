r"""Newton's direction from a Hessian that need not be positive definite, and the plain solution of a linear system.

.. math:: (H + \tau I) p = -g

The shift is 0 if that will do, else :math:`\max(\beta, \beta - \min_i h_{ii})`, doubled until Cholesky's factorisation
succeeds; :math:`\beta = 10^{-3} \max |h_{ij}|`. Nocedal and Wright, "Numerical Optimization", 2nd ed., algorithm 3.3;
their constant is taken relative to H, so that the unit of f does not matter.

Problems here are small, so these are plain loops: at d = 2, calling LAPACK costs thirty times the arithmetic.
"""

from __future__ import annotations

import numpy as np

from .._jit import REASSOCIATE, kernel

__all__: list[str] = []

_BETA = 1e-3
_EPSILON = 2.0**-52


@kernel(fastmath=REASSOCIATE)
def _row_product(A, i, B, j, n):
    """Return the sum of ``A[i, k] * B[j, k]`` for k below n; reassociated sums make d = 100 twice as fast."""
    total = 0.0
    for k in range(n):
        total += A[i, k] * B[j, k]
    return total


@kernel
def _largest(A):
    """Return the largest magnitude, infinity or NaN if there is one."""
    largest = 0.0
    for value in A.flat:
        if not abs(value) <= largest:
            largest = abs(value)
            if not largest < np.inf:
                break
    return largest


@kernel
def _cholesky(H, shift, least, L):
    """Fill L with the lower factor of (H + H')/2 + shift I; return whether every pivot exceeds `least`."""
    for i in range(H.shape[0]):
        for j in range(i):
            L[i, j] = (0.5 * H[i, j] + 0.5 * H[j, i] - _row_product(L, i, L, j, j)) / L[j, j]
        pivot = H[i, i] + shift - _row_product(L, i, L, i, i)
        if not pivot > least:
            return False
        L[i, i] = np.sqrt(pivot)
    return True


@kernel
def _substitute(L, g, p):
    """Fill p with the solution of L L' p = -g, forward and then backward."""
    d = g.shape[0]
    for i in range(d):
        total = -g[i]
        for k in range(i):
            total -= L[i, k] * p[k]
        p[i] = total / L[i, i]
    for i in range(d - 1, -1, -1):
        p[i] /= L[i, i]
        for k in range(i):
            p[k] -= L[i, k] * p[i]


@kernel
def _shifted_direction(g, H, L, p):
    """Fill p with Newton's direction and L with the factor; return the shift, NaN if H is not finite."""
    d = g.shape[0]
    largest = _largest(H)
    if not largest < np.inf:
        return np.nan
    least = d * _EPSILON * largest
    beta = _BETA * largest
    if beta == 0.0:  # H is zero, or too small for its thousandth to be a number
        beta = 1.0
    shift = 0.0
    if not _cholesky(H, shift, least, L):
        lowest = H[0, 0]
        for i in range(1, d):
            lowest = min(lowest, H[i, i])
        shift = max(beta - lowest, beta)
        while not _cholesky(H, shift, least, L):
            shift *= 2.0
    _substitute(L, g, p)
    return shift


@kernel
def _curves_down(H, L):
    """Return whether H has an eigenvalue below zero by more than 1e-8 of its largest entry."""
    tolerance = 1e-8 * _largest(H)
    return tolerance > 0.0 and not _cholesky(H, tolerance, 0.0, L)


@kernel
def _eliminate(A, p):
    """Overwrite p with the solution of A x = p by Gaussian elimination with row exchanges, and A.

    Return whether A is regular.
    """
    d = p.shape[0]
    for column in range(d):
        best = column
        for row in range(column + 1, d):
            if abs(A[row, column]) > abs(A[best, column]):
                best = row
        if not abs(A[best, column]) > 0.0:
            return False
        if best != column:
            for k in range(column, d):
                A[column, k], A[best, k] = A[best, k], A[column, k]
            p[column], p[best] = p[best], p[column]
        for row in range(column + 1, d):
            factor = A[row, column] / A[column, column]
            for k in range(column + 1, d):
                A[row, k] -= factor * A[column, k]
            p[row] -= factor * p[column]
    for row in range(d - 1, -1, -1):
        for k in range(row + 1, d):
            p[row] -= A[row, k] * p[k]
        p[row] /= A[row, row]
    return True
