r"""Distances from differences, for all pairs of rows: no digit is lost where points lie close together.

The inner loop runs along columns of Bᵀ, so that it vectorises for every metric; two rows of A and four coordinates
advance together, so that each number of Bᵀ that is loaded serves two distances. A and Bᵀ are filled up with zero
coordinates to a multiple of four, which no metric notices. A sum that overflows or underflows is taken again for that
pair, scaled by its largest difference.
"""

from __future__ import annotations

import numpy as np

from .._jit import REASSOCIATE, kernel
from .._vector import _exp, _log

__all__: list[str] = []

EUCLIDEAN, SQUARED, MANHATTAN, CHEBYSHEV, MINKOWSKI = range(5)
COORDINATES = 4
_WIDTH = 512  # columns at a time: two rows of results and four of Bᵀ stay in the first cache
_ROWS = 64
_SAFE = 2.0**-900
_CONTRACT = frozenset({"contract"})


# -- four coordinates of two rows against many -----------------------------------------------------


@kernel(fastmath=_CONTRACT)
def _add_squares(o, p, A, i, h, k, b0, b1, b2, b3):
    a0, a1, a2, a3 = A[i, k], A[i, k + 1], A[i, k + 2], A[i, k + 3]
    c0, c1, c2, c3 = A[h, k], A[h, k + 1], A[h, k + 2], A[h, k + 3]
    for j in range(o.shape[0]):
        x0, x1, x2, x3 = b0[j], b1[j], b2[j], b3[j]
        d0, d1, d2, d3 = a0 - x0, a1 - x1, a2 - x2, a3 - x3
        o[j] += d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3
        e0, e1, e2, e3 = c0 - x0, c1 - x1, c2 - x2, c3 - x3
        p[j] += e0 * e0 + e1 * e1 + e2 * e2 + e3 * e3


@kernel(fastmath=_CONTRACT)
def _add_magnitudes(o, p, A, i, h, k, b0, b1, b2, b3):
    a0, a1, a2, a3 = A[i, k], A[i, k + 1], A[i, k + 2], A[i, k + 3]
    c0, c1, c2, c3 = A[h, k], A[h, k + 1], A[h, k + 2], A[h, k + 3]
    for j in range(o.shape[0]):
        x0, x1, x2, x3 = b0[j], b1[j], b2[j], b3[j]
        o[j] += abs(a0 - x0) + abs(a1 - x1) + abs(a2 - x2) + abs(a3 - x3)
        p[j] += abs(c0 - x0) + abs(c1 - x1) + abs(c2 - x2) + abs(c3 - x3)


@kernel
def _larger(a, b):
    return a if a > b else b


@kernel
def _keep_largest(o, p, A, i, h, k, b0, b1, b2, b3):
    a0, a1, a2, a3 = A[i, k], A[i, k + 1], A[i, k + 2], A[i, k + 3]
    c0, c1, c2, c3 = A[h, k], A[h, k + 1], A[h, k + 2], A[h, k + 3]
    for j in range(o.shape[0]):
        x0, x1, x2, x3 = b0[j], b1[j], b2[j], b3[j]
        first = _larger(_larger(abs(a0 - x0), abs(a1 - x1)), _larger(abs(a2 - x2), abs(a3 - x3)))
        second = _larger(_larger(abs(c0 - x0), abs(c1 - x1)), _larger(abs(c2 - x2), abs(c3 - x3)))
        o[j] = _larger(o[j], first)
        p[j] = _larger(p[j], second)


@kernel(fastmath=_CONTRACT)
def _add_powers(o, p, A, i, h, k, b, power):
    """Add one coordinate's powers; the logarithm costs so much that loads do not matter."""
    a, c = A[i, k], A[h, k]
    for j in range(o.shape[0]):
        o[j] += _exp(power * _log(abs(a - b[j])))
        p[j] += _exp(power * _log(abs(c - b[j])))


# -- from sums to distances ------------------------------------------------------------------------


@kernel
def _scaled_distance(a, b, power):
    """Return the distance of order `power` of two rows, from differences divided by the largest."""
    largest = 0.0
    for k in range(a.shape[0]):
        largest = max(largest, abs(a[k] - b[k]))
    if not 0.0 < largest < np.inf:
        return largest
    total = 0.0
    for k in range(a.shape[0]):
        total += (abs(a[k] - b[k]) / largest) ** power
    return largest * total ** (1.0 / power)


@kernel
def _roots(o, power):
    """Turn sums into distances in place; return whether any sum may have overflowed or lost digits to underflow."""
    doubtful = False
    if power == 2.0:
        for j in range(o.shape[0]):
            doubtful |= not _SAFE < o[j] < np.inf
            o[j] = np.sqrt(o[j])
    else:
        for j in range(o.shape[0]):
            doubtful |= not _SAFE < o[j] < np.inf
            o[j] = _exp(_log(o[j]) / power)
    return doubtful


@kernel
def _finish_row(o, a, B, first, power):
    """Turn a row of sums into distances; `first` is the row of B that its first entry belongs to."""
    if _roots(o, power):
        low = _SAFE ** (1.0 / power)
        for j in range(o.shape[0]):
            if not low < o[j] < np.inf:
                o[j] = _scaled_distance(a, B[first + j], power)


@kernel
def _mirror(out, start, stop):
    """Copy what rows start to stop have right of the diagonal to its other side, a square at a time."""
    n = out.shape[0]
    for left in range(start, n, _ROWS):
        right = min(left + _ROWS, n)
        for j in range(left, right):
            row = out[j]
            for i in range(start, min(stop, j)):
                row[i] = out[i, j]


@kernel
def _transposed(B):
    """Return Bᵀ, filled up with rows of zeros to a multiple of four."""
    out = np.zeros((-(-B.shape[1] // COORDINATES) * COORDINATES, B.shape[0]))
    for j in range(B.shape[0]):
        row = B[j]
        for k in range(B.shape[1]):
            out[k, j] = row[k]
    return out


# -- all pairs -------------------------------------------------------------------------------------


@kernel
def _fill_rows(A, Bt, B, metric, power, i, h, left, right, o, p):
    """Fill `o` and `p` with the distances of rows i and h of A from rows left to right of B."""
    for j in range(o.shape[0]):
        o[j] = 0.0
        p[j] = 0.0
    if metric == MINKOWSKI:
        for k in range(B.shape[1]):
            _add_powers(o, p, A, i, h, k, Bt[k, left:right], power)
    else:
        for k in range(0, Bt.shape[0], COORDINATES):
            b0, b1 = Bt[k, left:right], Bt[k + 1, left:right]
            b2, b3 = Bt[k + 2, left:right], Bt[k + 3, left:right]
            if metric == MANHATTAN:
                _add_magnitudes(o, p, A, i, h, k, b0, b1, b2, b3)
            elif metric == CHEBYSHEV:
                _keep_largest(o, p, A, i, h, k, b0, b1, b2, b3)
            else:
                _add_squares(o, p, A, i, h, k, b0, b1, b2, b3)
    if metric in (EUCLIDEAN, MINKOWSKI):
        a, c = A[i, : B.shape[1]], A[h, : B.shape[1]]
        _finish_row(o, a, B, left, power)
        if h != i:
            _finish_row(p, c, B, left, power)


@kernel
def _fill_distances(A, Bt, B, metric, power, symmetric, start, out):
    """Fill `out` from row `start` on; A and Bt are padded, B is not. With `symmetric`, B is A."""
    n, m = out.shape
    spare = np.empty(min(m, _WIDTH))
    for top in range(start, n, _ROWS):
        bottom = min(top + _ROWS, n)
        for left in range(top if symmetric else 0, m, _WIDTH):
            right = min(left + _WIDTH, m)
            for i in range(top, bottom, 2):
                h = min(i + 1, bottom - 1)
                p = out[h, left:right] if h != i else spare[: right - left]
                _fill_rows(A, Bt, B, metric, power, i, h, left, right, out[i, left:right], p)
        if symmetric:
            _mirror(out, top, bottom)


# -- from a matrix product -------------------------------------------------------------------------


@kernel(fastmath=REASSOCIATE)
def _squared_distance(a, b):
    total = 0.0
    for k in range(a.shape[0]):
        total += (a[k] - b[k]) * (a[k] - b[k])
    return total


@kernel(fastmath=_CONTRACT)
def _from_products(o, aa, bb, cancelled):
    """Turn products into squared distances; return whether any lost more than `cancelled` of its size."""
    doubtful = False
    for j in range(o.shape[0]):
        total = aa + bb[j]
        squared = total - 2.0 * o[j]
        doubtful |= not (squared > cancelled * total and squared > _SAFE)
        o[j] = squared
    return doubtful


@kernel
def _finish_products(out, top, A, B, aa, bb, cancelled, metric):
    """Turn rows of products into distances, those that cancelled anew from differences; return how many there were."""
    redone = 0
    m = out.shape[1]
    first = B.shape[0] - m
    squares = bb[first:]
    for i in range(out.shape[0]):
        o, a, squared = out[i], A[top + i], aa[top + i]
        if _from_products(o, squared, squares, cancelled):
            for j in range(m):
                if not (o[j] > cancelled * (squared + squares[j]) and _SAFE < o[j] < np.inf):
                    o[j] = _squared_distance(a, B[first + j])
                    redone += 1
        if metric == EUCLIDEAN:
            _finish_row(o, a, B, first, 2.0)
    return redone
