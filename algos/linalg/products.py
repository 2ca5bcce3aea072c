r"""Can a matrix product be faster than n³? Five ways to compute the same sums.

.. math:: C_{ij} = \sum_k A_{ik} B_{kj}
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .._check import FloatArray, frozen, is_finite, one_of
from .._jit import adapter_part, compiled_as, kernel
from .._magnitudes import _largest, _unit
from .._options import option_reader
from ._blocked_product import _blocked_product
from ._operands import floats_compiled, require_finite, unchecked_matrix
from ._strassen import CROSSOVER, _strassen_product


@kernel
def _ijk_product(A, B):
    """Return A B, one entry after another: B is read down its columns, a cache line for each number."""
    n, depth, m = A.shape[0], A.shape[1], B.shape[1]
    C = np.empty((n, m))
    for i in range(n):
        for j in range(m):
            total = 0.0
            for k in range(depth):
                total += A[i, k] * B[k, j]
            C[i, j] = total
    return C


@kernel
def _ikj_product(A, B):
    """Return A B, with the inner loop along rows of B and C: the same sums in the order of memory."""
    n, depth, m = A.shape[0], A.shape[1], B.shape[1]
    C = np.zeros((n, m))
    for i in range(n):
        c = C[i]
        for k in range(depth):
            a, b = A[i, k], B[k]
            for j in range(m):
                c[j] += a * b[j]
    return C


def _strassen(A: FloatArray, B: FloatArray) -> FloatArray:
    product: FloatArray = _strassen_product(A, B, CROSSOVER)
    return product


def _blas_product(A: FloatArray, B: FloatArray) -> FloatArray:
    with np.errstate(all="ignore"):
        return np.matmul(A, B)


METHODS = ("ijk", "ikj", "blocked", "strassen", "blas")
_PRODUCTS: dict[str, Callable[[FloatArray, FloatArray], FloatArray]] = {
    "ijk": _ijk_product,
    "ikj": _ikj_product,
    "blocked": _blocked_product,
    "strassen": _strassen,
    "blas": _blas_product,
}


def _scaled_product(A: FloatArray, B: FloatArray, method: str) -> FloatArray:
    """Multiply what overflowed on the way, with both sides brought to about one."""
    a, b = _unit(_largest(A.reshape(-1))), _unit(_largest(B.reshape(-1)))
    with np.errstate(all="ignore"):
        return _PRODUCTS[method](frozen(A * a), frozen(B * b)) / a / b


@adapter_part
def _operands_compiled(A, B):
    if A.size == 0 or B.size == 0 or A.shape[1] != B.shape[0]:
        raise ValueError("A must have as many columns as B has rows, and both at least one entry")
    return floats_compiled(A), floats_compiled(B)


def _matmul_compiled(A, B, method="blocked"):  # noqa: ARG001
    read = option_reader(method, METHODS)
    written = getattr(method, "literal_value", method)

    def by_kernel(A, B, method="blocked"):
        which = read(method)
        A, B = _operands_compiled(A, B)
        if which == 0:
            return _ijk_product(A, B)
        if which == 1:
            return _ikj_product(A, B)
        if which == 2:
            return _blocked_product(A, B)
        if which == 3:
            return _strassen_product(A, B, CROSSOVER)
        raise ValueError("method must be 'ijk', 'ikj', 'blocked', 'strassen', or 'blas' as a constant")

    def by_library(A, B, method="blocked"):  # noqa: ARG001
        A, B = _operands_compiled(A, B)
        return np.dot(A, B)

    return by_library if written == "blas" else by_kernel


@compiled_as(_matmul_compiled, by_type=True)
def matmul(A: Any, B: Any, method: str = "blocked") -> FloatArray:
    r"""Return the product of two matrices, by a method of your choice.

    .. math:: C_{ij} = \sum_k A_{ik} B_{kj}

    Parameters
    ----------
    A : array_like of shape (n, k)
        Left factor.
    B : array_like of shape (k, m)
        Right factor.
    method : {'ijk', 'ikj', 'blocked', 'strassen', 'blas'}, default 'blocked'
        ``ijk``: one entry of C after another. ``ikj``: the same sums, rows of B added to rows of C. ``blocked``: by
        blocks that stay in the caches, sixteen entries at a time. ``strassen``: seven products of halves for eight,
        down to sides of 4096, there by blocks. ``blas``: NumPy's library.

    Returns
    -------
    ndarray of shape (n, m)
        The product.

    Raises
    ------
    ValueError
        If the inner sizes differ, a matrix is empty or not two-dimensional, a value is not finite, or `method` is
        none of the five.

    See Also
    --------
    numpy.matmul : the library it is tested against.

    Notes
    -----
    Time O(n k m), for ``strassen`` O(n^2.807), memory O(n m), for ``strassen`` O(n² + k²) more.

    *Can it be faster than n³?* In operations, yes; in time, the order of memory matters first. Speed on one thread of a
    Sapphire Rapids, as a share of BLAS (85 Gflop/s, in assembler with vectors twice as wide as compiled code gets):

    =====  =====  ====  =======
    n      ijk    ikj   blocked
    =====  =====  ====  =======
    64     0.08   0.24  0.43
    512    0.012  0.16  0.64
    2048          0.06  0.52
    =====  =====  ====  =======

    ``strassen`` halves sides above 4096 only: one level, which saves an eighth of the products and adds 18 passes over
    quarters, takes 1.4 times as long as none at 1024, 1.15 times at 2048, 1.03 times at 4096, 0.95 times at 6144.

    *Accuracy*, with u = 2**-53 and :math:`\gamma_k = k u / (1 - k u)`: every method but ``strassen`` is right
    entry by entry, :math:`|C - \hat C| \le \gamma_k |A| |B|`. Strassen's is right only by the largest entries,
    :math:`\lVert C - \hat C \rVert \le c\, u \lVert A \rVert \lVert B \rVert` with
    :math:`c = (n / n_0)^{\log_2 12} (n_0^2 + 5 n_0) - 5 n` and :math:`n_0` the side below which it stops halving: small
    entries of C beside large ones lose digits. Products that overflow on the way are computed again with both
    factors scaled by powers of two.

    In compiled callers 'blas' must be written as a constant.

    References
    ----------
    .. [1] N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., 2002, equation 3.13 and theorem
       23.2.
    .. [2] V. Strassen, "Gaussian elimination is not optimal", Numerische Mathematik 13, 1969.
    .. [3] K. Goto and R. A. van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34, 2008.

    Examples
    --------
    >>> matmul([[1, 2], [3, 4]], [[0, 1], [1, 0]])
    array([[2., 1.],
           [4., 3.]])
    """
    one_of(method, "method", METHODS)
    A, B = unchecked_matrix(A, "A"), unchecked_matrix(B, "B")
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"A must have as many columns as B has rows, got {A.shape[1]} and {B.shape[0]}")
    C = _PRODUCTS[method](A, B)
    if not is_finite(C):
        require_finite(A=A, B=B)
        C = _scaled_product(A, B, method)
    return C
