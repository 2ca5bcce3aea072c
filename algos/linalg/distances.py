r"""Distances between all pairs of rows of two matrices.

.. math:: D_{ij} = \Big( \sum_k |A_{ik} - B_{jk}|^p \Big)^{1/p}
"""

from __future__ import annotations

from math import isnan
from typing import Any

import numpy as np

from .._check import FloatArray, frozen, number, one_of
from .._jit import adapter_part, compiled_as, kernel
from .._magnitudes import _is_finite
from .._options import is_none, option_reader
from .._sums import _dot
from ._blocked_product import _padded
from ._direct_distances import (
    CHEBYSHEV,
    COORDINATES,
    EUCLIDEAN,
    MANHATTAN,
    MINKOWSKI,
    SQUARED,
    _fill_distances,
    _finish_products,
    _mirror,
    _transposed,
)
from ._operands import floats_compiled, require_finite, unchecked_matrix
from .similarities import _fill_unit_rows

METRICS = ("euclidean", "sqeuclidean", "manhattan", "chebyshev", "minkowski", "cosine")
_COSINE = METRICS.index("cosine")
_PRODUCT_FROM = 16  # coordinates from which on a matrix product is faster than differences
_PRODUCT_SIZE = 2**20  # products of coordinates below which it does not matter
_CANCELLED = 0.05  # a squared distance below this share of the squared lengths is computed from differences
_SLAB = 256


@kernel
def _finish_cosine(D, A, B, symmetric):
    """Halve squared distances of rows of length one; a zero row is at distance 1 from all others."""
    lone = np.empty(B.shape[0], np.bool_)
    for j in range(B.shape[0]):
        lone[j] = _dot(B[j], B[j]) == 0.0
    for i in range(D.shape[0]):
        row, alone = D[i], _dot(A[i], A[i]) == 0.0
        for j in range(row.shape[0]):
            row[j] = 1.0 if alone or lone[j] else min(0.5 * row[j], 2.0)
        if symmetric:
            row[i] = 0.0


@kernel
def _squared_lengths(X):
    out = np.empty(X.shape[0])
    for i in range(X.shape[0]):
        out[i] = _dot(X[i], X[i])
    return out


@kernel
def _all_pairs(A, B, metric, power, symmetric):
    """Return distances from differences; the first one is NaN where a number is not finite."""
    D = np.empty((A.shape[0], B.shape[0]))
    _fill_distances(_padded(A, 1, COORDINATES), _transposed(B), B, metric, power, symmetric, 0, D)
    if not (_is_finite(A.reshape(A.size)) and (symmetric or _is_finite(B.reshape(B.size)))):
        D[0, 0] = np.nan
    return D


def _by_products(A: FloatArray, B: FloatArray, metric: int, symmetric: bool) -> FloatArray:
    """Return distances from the squared lengths less twice the products, about the mean, where that keeps their digits.

    Once a quarter of a slab cancels, as among tight clusters, the rest is computed from differences.
    """
    n, m = A.shape[0], B.shape[0]
    D = np.empty((n, m))
    with np.errstate(all="ignore"):
        center = B.mean(axis=0)
        A_centered = A - center
        B_centered = A_centered if symmetric else B - center
        aa, bb = _squared_lengths(A_centered), _squared_lengths(B_centered)
        for top in range(0, n, _SLAB):
            bottom, left = min(top + _SLAB, n), top if symmetric else 0
            slab = D[top:bottom, left:]
            slab[...] = A_centered[top:bottom] @ B_centered[left:].T
            redone = _finish_products(slab, top, A, B, aa, bb, _CANCELLED, metric)
            if symmetric:
                _mirror(D, top, bottom)
            if redone > slab.size // 4 and bottom < n:
                Bt = _transposed(B)
                _fill_distances(_padded(A, 1, COORDINATES), Bt, B, metric, 2.0, symmetric, bottom, D)
                break
    return D


def _cosine_distances(A: FloatArray, B: FloatArray, symmetric: bool) -> FloatArray:
    A_unit = B_unit = np.empty(A.shape)
    finite = _fill_unit_rows(A, A_unit)
    if not symmetric:
        B_unit = np.empty(B.shape)
        finite &= _fill_unit_rows(B, B_unit)
    if not finite:
        require_finite(A=A, B=B)
    A_unit, B_unit = frozen(A_unit), frozen(B_unit)
    D = _distances(A_unit, B_unit, SQUARED, 2.0, symmetric)
    _finish_cosine(D, A_unit, B_unit, symmetric)
    return D


def _distances(A: FloatArray, B: FloatArray, metric: int, power: float, symmetric: bool) -> FloatArray:
    if metric == _COSINE:
        return _cosine_distances(A, B, symmetric)
    width = A.shape[1]
    if width >= _PRODUCT_FROM and metric in (EUCLIDEAN, SQUARED) and A.size * B.shape[0] >= _PRODUCT_SIZE:
        require_finite(A=A, B=B)
        return _by_products(A, B, metric, symmetric)
    pairs: FloatArray = _all_pairs(A, B, metric, power, symmetric)
    if isnan(pairs[0, 0]):
        require_finite(A=A, B=B)
    return pairs


def _read_metric(metric: int, p: float) -> tuple[int, float]:
    """Return the metric's number and power; Minkowski's of order 1, 2 and infinity have names of their own."""
    if metric != MINKOWSKI:
        return metric, 2.0
    named = {1.0: MANHATTAN, 2.0: EUCLIDEAN, np.inf: CHEBYSHEV}
    return named.get(p, MINKOWSKI), p


@adapter_part
def _pairs_compiled(A, B, metric, p, symmetric):
    if A.size == 0 or B.size == 0 or A.shape[1] != B.shape[1]:
        raise ValueError("A and B must have as many columns, and at least one row and column")
    if metric < 0 or not p > 0.0:
        raise ValueError("metric must be one of those that pairwise_distances documents, and p positive")
    A, B = floats_compiled(A), floats_compiled(B)
    if metric == _COSINE:
        A_unit, B_unit = np.empty(A.shape), np.empty(B.shape)
        _fill_unit_rows(A, A_unit)
        _fill_unit_rows(B, B_unit)
        D = _all_pairs(A_unit, B_unit, SQUARED, 2.0, symmetric)
        _finish_cosine(D, A_unit, B_unit, symmetric)
        return D
    if metric == MINKOWSKI and p == 1.0:
        metric = MANHATTAN
    elif metric == MINKOWSKI and p == 2.0:
        metric = EUCLIDEAN
    elif metric == MINKOWSKI and p == np.inf:
        metric = CHEBYSHEV
    return _all_pairs(A, B, metric, p if metric == MINKOWSKI else 2.0, symmetric)


def _pairwise_distances_compiled(A, B=None, metric="euclidean", p=2):  # noqa: ARG001
    read = option_reader(metric, METRICS)

    def among(A, B=None, metric="euclidean", p=2):  # noqa: ARG001
        return _pairs_compiled(A, A, read(metric), np.float64(p), True)

    def between(A, B=None, metric="euclidean", p=2):
        return _pairs_compiled(A, B, read(metric), np.float64(p), False)

    return among if is_none(B) else between


@compiled_as(_pairwise_distances_compiled, by_type=True)
def pairwise_distances(A: Any, B: Any = None, metric: str = "euclidean", p: float = 2) -> FloatArray:
    r"""Return the distances between all rows of one matrix and all rows of another, or among the rows of one.

    .. math:: D_{ij} = \Big( \sum_k |A_{ik} - B_{jk}|^p \Big)^{1/p}

    Parameters
    ----------
    A : array_like of shape (n, d)
        Points in the rows.
    B : array_like of shape (m, d), optional
        Points in the rows; None takes those of `A`.
    metric : {'euclidean', 'sqeuclidean', 'manhattan', 'chebyshev', 'minkowski', 'cosine'}, default 'euclidean'
        ``euclidean``: p = 2. ``sqeuclidean``: its square. ``manhattan``: p = 1. ``chebyshev``: the largest difference.
        ``minkowski``: of order `p`. ``cosine``: 1 less the cosine of the angle; 1 for a zero row and any other.
    p : float, default 2
        Order of ``minkowski``, positive or infinity; other metrics do not use it. Below 1 it is no metric.

    Returns
    -------
    ndarray of shape (n, m)
        The distances; without `B` symmetric to the last bit, with zeros on the diagonal.

    Raises
    ------
    ValueError
        If the numbers of columns differ, a matrix is empty, not two-dimensional or not finite, `metric` is none of the
        six, or `p` is not positive.

    See Also
    --------
    scipy.spatial.distance.cdist : the library it is tested against; NaN for the cosine of a zero row.
    sklearn.metrics.pairwise.pairwise_distances : by the matrix product throughout.
    cosine_similarity : the cosines themselves.

    Notes
    -----
    Time O(n m d), memory O(n m + (n + m) d).
    From differences, two rows at a time along the columns of Bᵀ. Squares of 16 and more coordinates go through BLAS,
    a·a + b·b - 2 a·b about the mean; where that leaves less than a twentieth of a·a + b·b, digits have cancelled,
    and the pair is computed from differences. So all distances are right to 1e-13, those of equal rows are
    0.0, and neighbours at an offset of 1e9 are told apart. Squares that would overflow or vanish are scaled. The cosine
    distance is half the squared distance of the rows divided by their lengths, which keeps the digits of small angles.

    References
    ----------
    .. [1] N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., 2002, section 1.7, cancellation.

    Examples
    --------
    >>> pairwise_distances([[0, 0], [3, 4]])
    array([[0., 5.],
           [5., 0.]])
    >>> pairwise_distances([[0, 0]], [[3, 4], [1, 1]], "manhattan")
    array([[7., 2.]])
    >>> pairwise_distances([[1, 0]], [[2, 0], [0, 1], [-1, 0]], "cosine")
    array([[0., 1., 2.]])
    """
    which = METRICS.index(one_of(metric, "metric", METRICS))
    power = np.inf if p == np.inf else number(p, "p", above=0.0)
    A = unchecked_matrix(A, "A")
    symmetric = B is None
    B = A if symmetric else unchecked_matrix(B, "B")
    if A.shape[1] != B.shape[1]:
        raise ValueError(f"A and B must have as many columns, got {A.shape[1]} and {B.shape[1]}")
    return _distances(A, B, *_read_metric(which, power), symmetric)
