r"""Strassen's product: seven half-sized products for eight, so n^log2(7) = n^2.807 multiplications.

.. math:: M_1 = (A_{11} + A_{22})(B_{11} + B_{22}), \dots, M_7 = (A_{12} - A_{22})(B_{21} + B_{22})

Each level saves an eighth of the multiplications and adds 18 passes over quarters of the matrices, which memory pays
for; below the crossover the blocked product is faster. Any shape: rows and columns of zeros fill up to a multiple of
the quarters' size.

V. Strassen, "Gaussian elimination is not optimal", Numerische Mathematik 13, 1969.
"""

from __future__ import annotations

import numpy as np

from .._jit import kernel
from ._blocked_product import STEP, _add_product, _blocked_product, _corner, _padded

__all__: list[str] = []

CROSSOVER = 4096
"""Largest side that is multiplied by blocks: one level takes 1.03 times as long as none at 4096, 0.95 at 6144."""

# A row for each product: two quarters of A, two of B (0 to 3: 11, 12, 21, 22) and two of C, each with its sign.
_PRODUCTS = (
    (0, 1, 3, 1, 0, 1, 3, 1, 0, 1, 3, 1),  # (A11 + A22)(B11 + B22) to C11 and C22
    (2, 1, 3, 1, 0, 1, 0, 0, 2, 1, 3, -1),  # (A21 + A22) B11 to C21 and, less, C22
    (0, 1, 0, 0, 1, 1, 3, -1, 1, 1, 3, 1),  # A11 (B12 - B22) to C12 and C22
    (3, 1, 0, 0, 2, 1, 0, -1, 0, 1, 2, 1),  # A22 (B21 - B11) to C11 and C21
    (0, 1, 1, 1, 3, 1, 0, 0, 1, 1, 0, -1),  # (A11 + A12) B22 to C12 and, less, C11
    (2, 1, 0, -1, 0, 1, 1, 1, 3, 1, 0, 0),  # (A21 - A11)(B11 + B12) to C22
    (1, 1, 3, -1, 2, 1, 3, 1, 0, 1, 0, 0),  # (A12 - A22)(B21 + B22) to C11
)


@kernel
def _fill_quarter(A, which, other, sign, out):
    """Fill `out` with a quarter of A plus `sign` times another."""
    rows, columns = out.shape
    top, left = which // 2 * rows, which % 2 * columns
    other_top, other_left = other // 2 * rows, other % 2 * columns
    for i in range(rows):
        row, one, two = out[i], A[top + i, left : left + columns], A[other_top + i, other_left : other_left + columns]
        if sign == 0:
            for j in range(columns):
                row[j] = one[j]
        elif sign > 0:
            for j in range(columns):
                row[j] = one[j] + two[j]
        else:
            for j in range(columns):
                row[j] = one[j] - two[j]


@kernel
def _add_to_quarter(C, which, sign, M):
    rows, columns = M.shape
    top, left = which // 2 * rows, which % 2 * columns
    for i in range(rows):
        row, values = C[top + i, left : left + columns], M[i]
        if sign > 0:
            for j in range(columns):
                row[j] += values[j]
        else:
            for j in range(columns):
                row[j] -= values[j]


@kernel
def _strassen(A, B, C, levels):
    """Fill C with A B, halving `levels` times; the sides are multiples of ``STEP * 2**levels``."""
    for i in range(C.shape[0]):
        row = C[i]
        for j in range(C.shape[1]):
            row[j] = 0.0
    if levels == 0:
        _add_product(A, B, C)
        return
    left = np.empty((A.shape[0] // 2, A.shape[1] // 2))
    right = np.empty((B.shape[0] // 2, B.shape[1] // 2))
    M = np.empty((C.shape[0] // 2, C.shape[1] // 2))
    for t in range(7):
        a, _, a_other, a_sign, b, _, b_other, b_sign, c, c_sign, c_other, c_other_sign = _PRODUCTS[t]
        _fill_quarter(A, a, a_other, a_sign, left)
        _fill_quarter(B, b, b_other, b_sign, right)
        _strassen(left, right, M, levels - 1)
        _add_to_quarter(C, c, c_sign, M)
        if c_other_sign != 0:
            _add_to_quarter(C, c_other, c_other_sign, M)


@kernel
def _strassen_product(A, B, crossover):
    """Return A B by Strassen's products down to sides of at most `crossover`."""
    shortest, levels = min(A.shape[0], A.shape[1], B.shape[1]), 0
    while shortest > crossover:
        shortest = (shortest + 1) // 2
        levels += 1
    if levels == 0:
        return _blocked_product(A, B)
    step = STEP * 2**levels
    A_padded, B_padded = _padded(A, step, step), _padded(B, step, step)
    C = np.empty((A_padded.shape[0], B_padded.shape[1]))
    _strassen(A_padded, B_padded, C, levels)
    return C if C.shape == (A.shape[0], B.shape[1]) else _corner(C, A.shape[0], B.shape[1])
