r"""The cosine of the angle between vectors.

.. math:: \cos(a, b) = \frac{a \cdot b}{\lVert a \rVert_2 \lVert b \rVert_2}
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._check import FloatArray, array
from .._jit import compiled_as, kernel
from .._magnitudes import _largest, _unit
from .._sums import _dot
from ._blocked_product import _blocked_product
from ._operands import floats_compiled, require_finite, unchecked_matrix, vectors, vectors_compiled


@kernel
def _clipped(cosine):
    """Return a cosine that rounding may have pushed past one; a NaN stays a NaN."""
    return -1.0 if cosine < -1.0 else 1.0 if cosine > 1.0 else cosine


@kernel
def _cosine(a, b):
    """Return the cosine of two vectors, 0 where one is zero."""
    ab, aa, bb = _dot(a, b), _dot(a, a), _dot(b, b)
    if not (2.0**-400 < aa < 2.0**400 and 2.0**-400 < bb < 2.0**400):
        largest_a, largest_b = _largest(a), _largest(b)
        if largest_a == 0.0 or largest_b == 0.0:
            return 0.0 if largest_a + largest_b < np.inf else np.nan
        a, b = _times(a, _unit(largest_a)), _times(b, _unit(largest_b))
        ab, aa, bb = _dot(a, b), _dot(a, a), _dot(b, b)
    return _clipped(ab / np.sqrt(aa * bb))


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
        squares, unit = _dot(values, values), 1.0
        if not 2.0**-900 < squares < np.inf:
            largest = _largest(values)
            finite &= largest < np.inf
            unit = _unit(largest) if largest < np.inf else 1.0
            values = _times(values, unit)
            squares = _dot(values, values)
        length = np.sqrt(squares) if squares > 0.0 else 1.0
        for j in range(row.shape[0]):
            row[j] = values[j] / length
    return finite


@kernel
def _clip(C):
    for i in range(C.shape[0]):
        row = C[i]
        for j in range(row.shape[0]):
            row[j] = _clipped(row[j])


def _cosine_similarity_compiled(a, b):  # noqa: ARG001
    def of_vectors(a, b):
        a, b = vectors_compiled(a, b)
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
