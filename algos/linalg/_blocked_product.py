r"""C + A B in blocks: what `matmul` and its Strassen form stand on.

The innermost loop is sixteen inner products at once, of four rows of A and four columns of B: eight numbers are loaded
for sixteen products, and their sums stay in registers, so that the multiplications are the limit and not the memory.
For this the columns of B must lie in memory as rows do: B is transposed a block at a time, 512 rows by 256 columns
(1 MB), which stays in the second cache while all rows of A pass by; four rows of A of 512 columns (16 kB) stay in the
first. At n = 1024: 52 Gflop/s, where `ikj` has 8 and OpenBLAS, in assembler with vectors twice as wide, 90
(Sapphire Rapids, one thread).

K. Goto and R. A. van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34, 2008, section 4.
"""

from __future__ import annotations

import numpy as np

from .._jit import kernel
from .._sums import _add_sixteen

__all__: list[str] = []

STEP = 4
_DEPTH = 512
_WIDTH = 256


@kernel
def _transposed_block(B, top, bottom, left, right):
    """Return a block of B, transposed: four rows at a time, so that what is written lies together."""
    out = np.empty((right - left, bottom - top))
    for k in range(0, bottom - top, STEP):
        b0, b1 = B[top + k, left:right], B[top + k + 1, left:right]
        b2, b3 = B[top + k + 2, left:right], B[top + k + 3, left:right]
        for j in range(right - left):
            row = out[j]
            row[k], row[k + 1], row[k + 2], row[k + 3] = b0[j], b1[j], b2[j], b3[j]
    return out


@kernel
def _add_product(A, B, C):
    """Add A B to C; all sides are multiples of four."""
    n, depth, m = A.shape[0], A.shape[1], B.shape[1]
    for k in range(0, depth, _DEPTH):
        stop = min(k + _DEPTH, depth)
        for left in range(0, m, _WIDTH):
            columns = _transposed_block(B, k, stop, left, min(left + _WIDTH, m))
            for i in range(0, n, STEP):
                a0, a1, a2, a3 = A[i, k:stop], A[i + 1, k:stop], A[i + 2, k:stop], A[i + 3, k:stop]
                for j in range(0, columns.shape[0], STEP):
                    b0, b1, b2, b3 = columns[j], columns[j + 1], columns[j + 2], columns[j + 3]
                    _add_sixteen(C, i, left + j, a0, a1, a2, a3, b0, b1, b2, b3)


@kernel
def _padded(A, row_step, column_step):
    """Return a copy of A with rows and columns of zeros, up to multiples of the steps."""
    rows, columns = A.shape
    padded = np.zeros((-(-rows // row_step) * row_step, -(-columns // column_step) * column_step))
    for i in range(rows):
        row, values = padded[i], A[i]
        for j in range(columns):
            row[j] = values[j]
    return padded


@kernel
def _corner(A, rows, columns):
    """Return a copy of the first rows and columns of A."""
    out = np.empty((rows, columns))
    for i in range(rows):
        row, values = out[i], A[i]
        for j in range(columns):
            row[j] = values[j]
    return out


@kernel
def _blocked_product(A, B):
    """Return A B."""
    n, m = A.shape[0], B.shape[1]
    whole = n % STEP == 0 and m % STEP == 0 and A.shape[1] % STEP == 0
    if not whole:
        A, B = _padded(A, STEP, STEP), _padded(B, STEP, STEP)
    C = np.zeros((A.shape[0], B.shape[1]))
    _add_product(A, B, C)
    return C if whole else _corner(C, n, m)
