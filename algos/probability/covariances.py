r"""Covariance matrix of a sample, in mergeable blocks of rows.

.. math:: C = \frac{1}{n - ddof} \sum_i (x_i - \bar x)(x_i - \bar x)^T
"""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np

from .._blocks import decomposes, row_blocks
from .._check import FloatArray, UndefinedWarning, integer, matrix
from .._jit import REASSOCIATE, compiled_as, kernel
from .._sums import _add_sixteen

_CHUNK = 504  # rows transposed at a time; 512 would put all rows of T into the same few lines of the cache
BLOCK_ROWS = 4096


class CovarianceSums(NamedTuple):
    """What a block of rows contributes to the covariance."""

    n: int
    mean: FloatArray
    rest: FloatArray  # the mean is mean + rest
    products: FloatArray  # sum of the outer products of the deviations


@kernel
def _column_means(X):
    mean = np.zeros(X.shape[1])
    for i in range(X.shape[0]):
        for j in range(mean.shape[0]):
            mean[j] += X[i, j]
    for j in range(mean.shape[0]):
        mean[j] /= X.shape[0]
    return mean


@kernel
def _fill_deviations(X, start, stop, mean, T):
    """Fill the rows of T with the deviations of the columns of X, 64 rows of X at a time, which the cache holds."""
    for top in range(start, stop, 64):
        rows = X[top : min(top + 64, stop)]
        for j in range(mean.shape[0]):
            center, out = mean[j], T[j, top - start : top - start + rows.shape[0]]
            for i in range(rows.shape[0]):
                out[i] = rows[i, j] - center


@kernel
def _add_four_by_four(T, i, j, n, P):
    """Add the inner products of four rows of T with four others."""
    a0, a1, a2, a3 = T[i, :n], T[i + 1, :n], T[i + 2, :n], T[i + 3, :n]
    b0, b1, b2, b3 = T[j, :n], T[j + 1, :n], T[j + 2, :n], T[j + 3, :n]
    _add_sixteen(P, i, j, a0, a1, a2, a3, b0, b1, b2, b3)


@kernel(fastmath=REASSOCIATE)
def _add_row_sums(T, n, totals):
    for j in range(totals.shape[0]):
        row, total = T[j, :n], 0.0
        for i in range(n):
            total += row[i]
        totals[j] += total


@kernel
def _covariance_sums(X):
    """Return mean, rest of the mean and the sum of products of deviations of a block."""
    n, d = X.shape
    mean, rest = _column_means(X), np.zeros(d)
    padded_d = -(-d // 4) * 4
    T, P = np.zeros((padded_d, min(n, _CHUNK))), np.zeros((padded_d, padded_d))
    for start in range(0, n, _CHUNK):
        stop = min(start + _CHUNK, n)
        _fill_deviations(X, start, stop, mean, T)
        _add_row_sums(T, stop - start, rest)
        for i in range(0, padded_d, 4):
            for j in range(i, padded_d, 4):
                _add_four_by_four(T, i, j, stop - start, P)
    for j in range(d):
        rest[j] /= n  # what rounding took from the mean
    products = np.empty((d, d))
    for i in range(d):
        for j in range(i, d):
            products[i, j] = P[i, j] - n * rest[i] * rest[j]
            products[j, i] = products[i, j]
    return mean, rest, products


@kernel
def _merge_covariance_sums(a_n, a_mean, a_rest, a_products, b_n, b_mean, b_rest, b_products):
    """Return mean, rest and products of two blocks together."""
    share = b_n / (a_n + b_n)
    d = a_mean.shape[0]
    delta = (b_mean - a_mean) + (b_rest - a_rest)
    mean, rest, products = np.empty(d), np.empty(d), np.empty((d, d))
    for i in range(d):
        step = share * delta[i] + a_rest[i]
        mean[i] = a_mean[i] + step
        larger = abs(a_mean[i]) >= abs(step)
        rest[i] = (a_mean[i] - mean[i]) + step if larger else (step - mean[i]) + a_mean[i]
        for j in range(d):
            products[i, j] = a_products[i, j] + b_products[i, j] + (share * a_n) * (delta[i] * delta[j])
    return mean, rest, products


# -- block by block --------------------------------------------------------------------------------


def partial_covariance(X: Any) -> CovarianceSums:
    """Return what one block of rows contributes."""
    X = matrix(X)
    return CovarianceSums(X.shape[0], *_covariance_sums(X))


def merge_covariance_sums(a: CovarianceSums, b: CovarianceSums) -> CovarianceSums:
    """Return the sums of two blocks from those of each."""
    if a.mean.shape != b.mean.shape:
        raise ValueError(f"blocks must have as many columns, got {a.mean.shape[0]} and {b.mean.shape[0]}")
    return CovarianceSums(a.n + b.n, *_merge_covariance_sums(*a, *b))


def finish_covariance(sums: CovarianceSums, ddof: int = 1) -> FloatArray:
    """Return the covariance that the sums of all blocks stand for."""
    ddof = integer(ddof, "ddof", at_least=0)
    if sums.n <= ddof:
        warnings.warn(
            f"the covariance of {sums.n} row(s) with ddof={ddof} is 0/0; returning NaN", UndefinedWarning, stacklevel=3
        )
        return np.full_like(sums.products, np.nan)
    covariances: FloatArray = sums.products / (sums.n - ddof)
    return covariances


# -- public function -------------------------------------------------------------------------------


def _covariance_compiled(X, ddof=1):
    if X.size == 0 or ddof < 0:
        raise ValueError("X must have at least one row and column, and ddof must not be negative")
    X = X.astype(np.float64)
    for value in X.flat:
        if not abs(value) < np.inf:
            raise ValueError("X must be finite")
    n = min(X.shape[0], BLOCK_ROWS)
    mean, rest, products = _covariance_sums(X[:n])
    for start in range(BLOCK_ROWS, X.shape[0], BLOCK_ROWS):
        block = X[start : start + BLOCK_ROWS]
        b_mean, b_rest, b_products = _covariance_sums(block)
        mean, rest, products = _merge_covariance_sums(
            n, mean, rest, products, block.shape[0], b_mean, b_rest, b_products
        )
        n += block.shape[0]
    return products / (n - ddof) if n > ddof else np.full(products.shape, np.nan)


@decomposes(partial_covariance, merge_covariance_sums, finish_covariance, BLOCK_ROWS)
@compiled_as(_covariance_compiled)
def covariance(X: Any, ddof: int = 1) -> FloatArray:
    r"""Return the covariance matrix of the columns of a sample.

    .. math:: C = \frac{1}{n - ddof} \sum_i (x_i - \bar x)(x_i - \bar x)^T

    Parameters
    ----------
    X : array_like of shape (n, d)
        Observations in the rows, variables in the columns.
    ddof : int, default 1
        Degrees of freedom taken from n: 1 gives the unbiased estimate, 0 the maximum-likelihood one.

    Returns
    -------
    ndarray of shape (d, d)
        Symmetric to the last bit; NaN with an UndefinedWarning for n <= ddof.

    Raises
    ------
    ValueError
        If `X` is empty, not two-dimensional, or holds NaN or infinity; if `ddof` is negative.

    See Also
    --------
    numpy.cov : the library it is tested against, with ``rowvar=False``.
    moments : of one variable; its variance has ddof=0 by default.

    Notes
    -----
    Time O(n d²), memory O(d²).
    Products of deviations, block by block of 4096 rows; blocks merge as in `moments`, with a mean of more than double
    precision, so an offset of 1e9 costs no digits. ``covariance.over_blocks(blocks, map=executor.map)`` gives the
    same bits on any executor, which products in BLAS would not: their bits depend on its threads.

    References
    ----------
    .. [1] P. Pébay, "Formulas for Robust, One-Pass Parallel Computation of Covariances and Arbitrary-Order Statistical
       Moments", SAND2008-6212, section 2.

    Examples
    --------
    >>> covariance([[1, 2], [2, 4], [3, 6]])
    array([[1., 2.],
           [2., 4.]])
    """
    ddof = integer(ddof, "ddof", at_least=0)
    X = matrix(X)
    (_, stop), *rest = row_blocks(X.shape[0], BLOCK_ROWS)
    sums: tuple[Any, ...] = (stop, *_covariance_sums(X[:stop]))
    for start, stop in rest:
        block = (stop - start, *_covariance_sums(X[start:stop]))
        sums = (stop, *_merge_covariance_sums(*sums, *block))
    return finish_covariance(CovarianceSums(*sums), ddof)
