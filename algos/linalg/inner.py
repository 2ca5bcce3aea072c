r"""Inner products: five ways to add up the same n products, and the cosine of the angle between vectors.

.. math:: a \cdot b = \sum_i a_i b_i, \quad \cos(a, b) = \frac{a \cdot b}{\lVert a \rVert_2 \lVert b \rVert_2}
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .._check import FloatArray, array, frozen, one_of
from .._jit import REASSOCIATE, adapter_part, compiled_as, kernel
from .._options import option_reader
from .._vector import _add
from ._blocked_product import _blocked_product
from ._magnitudes import _largest, _unit
from ._operands import floats_compiled, require_finite, unchecked_matrix, vectors

_LEAF = 256


@kernel
def _naive_dot(a, b):
    total = 0.0
    for i in range(a.shape[0]):
        total += a[i] * b[i]
    return total


@kernel(fastmath=REASSOCIATE)
def _unrolled_dot(a, b):
    """Return the sum of products; the compiler may keep several partial sums side by side."""
    total = 0.0
    for i in range(a.shape[0]):
        total += a[i] * b[i]
    return total


@kernel
def _pairwise_dot(a, b):
    """Return the sum over a binary tree whose leaves are short unrolled sums.

    `partial[h]` waits for its sibling of height h; a leaf climbs as far as it finds one, as a carry does.
    """
    n = a.shape[0]
    if n <= _LEAF:
        return _unrolled_dot(a, b)
    partial = np.zeros(64)
    for leaves in range(-(-n // _LEAF)):
        start = leaves * _LEAF
        total = _unrolled_dot(a[start : start + _LEAF], b[start : start + _LEAF])
        height, carry = 0, leaves
        while carry & 1:
            total += partial[height]
            partial[height] = 0.0
            carry >>= 1
            height += 1
        partial[height] = total
    total = 0.0
    for height in range(64):
        total += partial[height]
    return total


@kernel
def _kahan_dot(a, b):
    total, rest = 0.0, 0.0
    for i in range(a.shape[0]):
        total, rest = _add(total, rest, a[i] * b[i])
    return total + rest


METHODS = ("naive", "unrolled", "pairwise", "kahan", "blas")
_KERNELS: dict[str, Callable[[FloatArray, FloatArray], float]] = {
    "naive": _naive_dot,
    "unrolled": _unrolled_dot,
    "pairwise": _pairwise_dot,
    "kahan": _kahan_dot,
    "blas": np.dot,
}


@kernel
def _cosine(a, b):
    """Return the cosine of two vectors, 0 where one is zero."""
    ab, aa, bb = _unrolled_dot(a, b), _unrolled_dot(a, a), _unrolled_dot(b, b)
    if not (2.0**-400 < aa < 2.0**400 and 2.0**-400 < bb < 2.0**400):
        largest_a, largest_b = _largest(a), _largest(b)
        if largest_a == 0.0 or largest_b == 0.0:
            return 0.0 if largest_a + largest_b < np.inf else np.nan
        a, b = _times(a, _unit(largest_a)), _times(b, _unit(largest_b))
        ab, aa, bb = _unrolled_dot(a, b), _unrolled_dot(a, a), _unrolled_dot(b, b)
    return max(-1.0, min(1.0, ab / np.sqrt(aa * bb)))


@kernel
def _times(a, unit):
    """Return a vector times a number."""
    out = np.empty(a.shape[0])
    for i in range(a.shape[0]):
        out[i] = unit * a[i]
    return out


@kernel
def _fill_unit_rows(X, out):
    """Fill `out` with the rows of X divided by their lengths, zero rows left; return whether all is finite."""
    finite = True
    for i in range(X.shape[0]):
        values, row = X[i], out[i]
        squares, unit = _unrolled_dot(values, values), 1.0
        if not 2.0**-900 < squares < np.inf:
            largest = _largest(values)
            finite &= largest < np.inf
            unit = _unit(largest) if largest < np.inf else 1.0
            values = _times(values, unit)
            squares = _unrolled_dot(values, values)
        length = np.sqrt(squares) if squares > 0.0 else 1.0
        for j in range(row.shape[0]):
            row[j] = values[j] / length
    return finite


@kernel
def _clip(C):
    for i in range(C.shape[0]):
        row = C[i]
        for j in range(row.shape[0]):
            row[j] = max(-1.0, min(1.0, row[j]))


# -- public functions ------------------------------------------------------------------------------


def _scaled_dot(a: FloatArray, b: FloatArray, method: str) -> float:
    """Add up what overflowed on the way, with both sides brought to about one."""
    unit_a, unit_b = _unit(_largest(a)), _unit(_largest(b))
    with np.errstate(all="ignore"):
        total = np.float64(_KERNELS[method](frozen(a * unit_a), frozen(b * unit_b)))
        return float(total / unit_a / unit_b)


@adapter_part
def _vectors_compiled(a, b):
    if a.shape[0] != b.shape[0] or a.shape[0] == 0:
        raise ValueError("a and b must have the same length, at least 1")
    return floats_compiled(a), floats_compiled(b)


def _dot_compiled(a, b, method="pairwise"):  # noqa: ARG001
    read = option_reader(method, METHODS)
    written = getattr(method, "literal_value", method)

    def by_kernel(a, b, method="pairwise"):
        which = read(method)
        a, b = _vectors_compiled(a, b)
        if which == 0:
            return _naive_dot(a, b)
        if which == 1:
            return _unrolled_dot(a, b)
        if which == 2:
            return _pairwise_dot(a, b)
        if which == 3:
            return _kahan_dot(a, b)
        raise ValueError("method must be 'naive', 'unrolled', 'pairwise', 'kahan', or 'blas' as a constant")

    def by_library(a, b, method="pairwise"):  # noqa: ARG001
        a, b = _vectors_compiled(a, b)
        return np.dot(a, b)

    return by_library if written == "blas" else by_kernel


@compiled_as(_dot_compiled, by_type=True)
def dot(a: Any, b: Any, method: str = "pairwise") -> float:
    r"""Return the inner product of two vectors, its sum taken by a method of your choice.

    .. math:: a \cdot b = \sum_i a_i b_i

    Parameters
    ----------
    a, b : array_like of shape (n,)
        At least one value each.
    method : {'naive', 'unrolled', 'pairwise', 'kahan', 'blas'}, default 'pairwise'
        ``naive``: one after another. ``unrolled``: 16 partial sums side by side, as vector registers hold them.
        ``pairwise``: a binary tree over unrolled sums of 256 products. ``kahan``: what each addition loses is carried
        along (in Neumaier's form). ``blas``: NumPy's library.

    Returns
    -------
    float
        The product.

    Raises
    ------
    ValueError
        If the lengths differ or are 0, a value is not finite, or `method` is none of the five.

    See Also
    --------
    math.fsum : the correctly rounded sum of the products that it is tested against.
    numpy.dot : the library.

    Notes
    -----
    Time O(n), memory O(1).
    With u = 2**-53 and :math:`S = \sum_i |a_i b_i|`, and to first order in u, the error is at most

    =========  ==============================  =====================
    method     bound                           for n = 1 000 000
    =========  ==============================  =====================
    naive      n u S                           1e6 u S
    unrolled   (n / 16 + 5) u S                62 505 u S
    pairwise   (log2(n / 256) + 21) u S        33 u S
    kahan      u S + 2 u abs(result)           u S + 2 u abs(result)
    blas       that of its unrolling           about as unrolled
    =========  ==============================  =====================

    of which the rounding of the products themselves is u S. Typical errors are about the square root of the factor.
    A sum that overflows on the way is taken again with both vectors scaled by powers of two.

    In compiled callers 'blas' must be written as a constant.

    References
    ----------
    .. [1] N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., 2002, sections 3.1, 4.2 and 4.3.

    Examples
    --------
    >>> dot([1, 2, 3], [4, 5, 6])
    32.0
    >>> dot([1.0, 1e100, 1.0, -1e100], [1, 1, 1, 1], "naive")
    0.0
    >>> dot([1.0, 1e100, 1.0, -1e100], [1, 1, 1, 1], "kahan")
    2.0
    """
    one_of(method, "method", METHODS)
    a, b = vectors(a, b)
    if method == "blas":
        with np.errstate(all="ignore"):
            result = float(np.dot(a, b))
    else:
        result = float(_KERNELS[method](a, b))
    if not abs(result) < np.inf:
        require_finite(a=a, b=b)
        result = _scaled_dot(a, b, method)
    return result


def _cosine_similarity_compiled(a, b):  # noqa: ARG001
    def of_vectors(a, b):
        a, b = _vectors_compiled(a, b)
        return _cosine(a, b)

    def of_matrices(a, b):
        if a.size == 0 or b.size == 0 or a.shape[1] != b.shape[1]:
            raise ValueError("a and b must have as many columns, and at least one row and column")
        A, B = floats_compiled(a), floats_compiled(b)
        A_unit, B_unit = np.empty(A.shape), np.empty(B.shape)
        _fill_unit_rows(A, A_unit)
        _fill_unit_rows(B, B_unit)
        C = _blocked_product(A_unit, np.ascontiguousarray(B_unit.T))
        _clip(C)
        return C

    return of_vectors if a.ndim == 1 else of_matrices


@compiled_as(_cosine_similarity_compiled, by_type=True)
def cosine_similarity(a: Any, b: Any) -> float | FloatArray:
    r"""Return the cosine of the angle between two vectors, or between all rows of two matrices.

    .. math:: \cos(a, b) = \frac{a \cdot b}{\lVert a \rVert_2 \lVert b \rVert_2}

    Parameters
    ----------
    a : array_like of shape (d,) or (n, d)
        A vector, or a matrix of vectors in its rows.
    b : array_like of shape (d,) or (m, d)
        Likewise; of as many dimensions as `a`.

    Returns
    -------
    float or ndarray of shape (n, m)
        In [-1, 1]; 0 where a vector is zero.

    Raises
    ------
    ValueError
        If one is a vector and the other a matrix, if d differs or is 0, or a value is not finite.

    See Also
    --------
    sklearn.metrics.pairwise.cosine_similarity : the library it is tested against.
    pairwise_distances : with ``metric="cosine"`` 1 - cosine, without cancellation for nearly parallel rows.

    Notes
    -----
    Time O(d) or O(n m d), memory O(1) or O(n m + (n + m) d).
    Independent of the lengths of the vectors, 1e200 or 1e-200: they are scaled where squares would not fit. The
    matrix of rows divided by their lengths is multiplied by BLAS.

    References
    ----------
    .. [1] C. D. Manning, P. Raghavan and H. Schütze, "Introduction to Information Retrieval", 2008, equation 6.10.

    Examples
    --------
    >>> cosine_similarity([1, 0], [3, 0])
    1.0
    >>> round(cosine_similarity([1, 0], [1, 1]), 6)
    0.707107
    >>> cosine_similarity([[1, 0], [0, 0]], [[0, 2], [-1, 0]])
    array([[ 0., -1.],
           [ 0.,  0.]])
    """
    a = array(a, "a", None, finite=False)
    if a.ndim == 1:
        a, b = vectors(a, b)
        result = float(_cosine(a, b))
        if not abs(result) <= 1.0:
            require_finite(a=a, b=b)
        return result
    A, B = unchecked_matrix(a, "a"), unchecked_matrix(b, "b")
    if A.shape[1] != B.shape[1]:
        raise ValueError(f"a and b must have as many columns, got {A.shape[1]} and {B.shape[1]}")
    A_unit, B_unit = np.empty(A.shape), np.empty(B.shape)
    if not _fill_unit_rows(A, A_unit) & _fill_unit_rows(B, B_unit):
        require_finite(a=A, b=B)
    similarities: FloatArray = A_unit @ B_unit.T
    _clip(similarities)
    return similarities
