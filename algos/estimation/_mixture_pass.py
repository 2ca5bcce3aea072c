r"""A pass over the rows, run from Python: parameters checked and factored, blocks summed, merged and maximised."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._blocks import row_blocks
from .._check import FloatArray, array, frozen, matrix, one_of, probabilities
from ._mixture_covariances import _move_means, _prepare_diagonal, _prepare_full, _update_diagonal, _update_full
from ._mixture_sums import _sum_diagonal, _sum_full

__all__: list[str] = []

BLOCK = 16_384
"""Rows of a block: milliseconds of work, against microseconds for handing it out and merging."""

LARGEST = 1e150  # beyond it squares overflow, and below its inverse they lose digits, or vanish
KINDS = ("full", "tied", "diag", "spherical")


class MixtureSums(NamedTuple):
    """What one pass adds up: rows, their log-likelihood, and mass, sums and squares of each component."""

    n: int
    log_likelihood: float
    mass: FloatArray
    sums: FloatArray
    squares: FloatArray


class Prepared(NamedTuple):
    """Parameters as the kernels take them."""

    constants: FloatArray
    means: FloatArray
    W: FloatArray


# -- checks and shapes -----------------------------------------------------------------------------


def rows_in_range(X: FloatArray, name: str = "X") -> FloatArray:
    """Refuse values whose squares would overflow."""
    largest = max(float(np.maximum.reduce(X, axis=None)), -float(np.minimum.reduce(X, axis=None)))
    if largest > LARGEST:
        raise ValueError(f"{name} has values up to {largest:g}, whose squares leave double precision; rescale it")
    return X


def spread_in_range(X: FloatArray, reg_covar: float) -> None:
    """Refuse features whose variance would lose digits to underflow, unless the floor of all variances hides it."""
    if reg_covar > 0.0:
        return
    spread = np.maximum.reduce(X) - np.minimum.reduce(X)
    narrow = (spread > 0.0) & (spread < 1.0 / LARGEST)  # a constant feature has another error
    if narrow.any():
        j = int(narrow.argmax())
        raise ValueError(
            f"column {j} of X spreads over {spread[j]:g} only, whose square leaves double precision; rescale it, or "
            "pass a reg_covar above 0"
        )


def kernel_shape(covariances: FloatArray, kind: str) -> FloatArray:
    """Return covariances in one of the two shapes that kernels take: (1 or k, d, d), (k, 1 or d)."""
    values = covariances[None] if kind == "tied" else covariances[:, None] if kind == "spherical" else covariances
    return frozen(np.ascontiguousarray(values))


def public_shape(covariances: FloatArray, kind: str) -> FloatArray:
    """Undo `kernel_shape`."""
    return covariances[0] if kind == "tied" else covariances[:, 0] if kind == "spherical" else covariances


def check_covariances(covariances: Any, kind: str, k: int, d: int, name: str) -> FloatArray:
    """Return matrices or variances of the right shape, symmetric, as kernels take them."""
    shape = {"full": (k, d, d), "tied": (d, d), "diag": (k, d), "spherical": (k,)}[kind]
    values = array(covariances, name, None)
    if values.shape != shape:
        raise ValueError(f"{name} of type {kind!r} must have shape {shape}, got {values.shape}")
    if kind in ("full", "tied") and not np.allclose(values, np.swapaxes(values, -1, -2), rtol=1e-8, atol=0.0):
        raise ValueError(f"{name} must be symmetric")
    return kernel_shape(values, kind)


def check_mixture(
    X: Any, weights: Any, means: Any, covariances: Any, kind: str
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    X, means = rows_in_range(matrix(X)), rows_in_range(matrix(means, "means"), "means")
    weights = probabilities(weights, "weights")
    k, d = means.shape
    if X.shape[1] != d:
        raise ValueError(f"means must have as many columns as X: expected {X.shape[1]}, got {d}")
    if weights.shape[0] != k:
        raise ValueError(f"weights must have one entry a row of means: expected {k}, got {weights.shape[0]}")
    one_of(kind, "covariance_type", KINDS)
    return X, weights, means, check_covariances(covariances, kind, k, d, "covariances")


# -- one pass --------------------------------------------------------------------------------------


def prepare(weights: FloatArray, means: FloatArray, covariances: FloatArray) -> Prepared:
    """Factor the covariances."""
    k, d = means.shape
    W = np.empty((covariances.shape[0], d, d) if covariances.ndim == 3 else (k, d))
    constants = np.empty(k)
    run = _prepare_full if covariances.ndim == 3 else _prepare_diagonal
    bad = int(run(frozen(weights), covariances, W, constants))
    if bad >= 0:
        raise ValueError(
            f"the covariance of component {bad} is not positive definite: it has collapsed onto too few distinct rows, "
            "or a feature is constant or a combination of others. Use fewer components, a larger reg_covar, or "
            "rescale the features."
        )
    return Prepared(frozen(constants), frozen(means), frozen(W))


def sum_columns(prepared: Prepared, columns: FloatArray) -> MixtureSums:
    """Add up one block, given transposed."""
    (d, n), k = columns.shape, prepared.means.shape[0]
    mass, sums = np.zeros(k), np.zeros((k, d))
    squares = np.zeros((k, d, d) if prepared.W.ndim == 3 else (k, d))
    run = _sum_full if prepared.W.ndim == 3 else _sum_diagonal
    loglik = run(columns, prepared.constants, prepared.means, prepared.W, mass, sums, squares)
    return MixtureSums(n, float(loglik), mass, sums, squares)


def merge(a: MixtureSums, b: MixtureSums) -> MixtureSums:
    """Return the sums of two blocks together."""
    return MixtureSums(
        a.n + b.n, a.log_likelihood + b.log_likelihood, a.mass + b.mass, a.sums + b.sums, a.squares + b.squares
    )


def maximise(
    sums: MixtureSums, means: FloatArray, covariances: FloatArray, reg_covar: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the weights, means and covariances that the sums make most likely."""
    run = _update_full if covariances.ndim == 3 else _update_diagonal
    updated = run(sums.mass, sums.sums, sums.squares, covariances, reg_covar)
    moved = _move_means(sums.mass, sums.sums, means)
    return sums.mass / np.add.reduce(sums.mass), moved, frozen(updated)


def column_blocks(X: FloatArray) -> list[FloatArray]:
    """Cut the rows into fixed blocks, each transposed."""
    return [frozen(np.ascontiguousarray(X[start:stop].T)) for start, stop in row_blocks(X.shape[0], BLOCK)]
