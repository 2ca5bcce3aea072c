r"""Where expectation maximisation starts: given parameters, and the rest from responsibilities that a guess assigns."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from .._check import FloatArray, UndefinedWarning, frozen, matrix, probabilities
from ..cluster import KMeans, kmeans_plusplus
from ._mixture_pass import LARGEST, MixtureSums, check_covariances, kernel_shape, maximise, rows_in_range
from ._mixture_sums import _sum_given_diagonal, _sum_given_full

__all__: list[str] = []

STARTS = ("kmeans", "k-means++", "random", "random_from_data")


def guess(X: FloatArray, k: int, how: str, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Return responsibilities (k, n), and centres for components that get none of them."""
    n = X.shape[0]
    if how == "random":
        shares = rng.random((k, n))
        return shares / shares.sum(axis=0), X[rng.choice(n, k, replace=False)]
    shares = np.zeros((k, n))
    if how == "kmeans":
        model = KMeans(k, random_state=rng).fit(X)
        shares[model.labels_, np.arange(n)] = 1.0
        filled = int(shares.any(axis=1).sum())
        if filled < k:
            warnings.warn(
                f"X has {filled} distinct rows for {k} components: some share a row, with variance reg_covar",
                UndefinedWarning,
                stacklevel=5,
            )
        return shares, model.cluster_centers_
    rows = rng.choice(n, k, replace=False) if how == "random_from_data" else kmeans_plusplus(X, k, rng=rng).indices
    shares[np.arange(k), rows] = 1.0
    return shares, X[rows]


def parameters_of(
    X: FloatArray, shares: FloatArray, centres: FloatArray, kind: str, reg_covar: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the weights, means and covariances that given responsibilities make most likely."""
    (n, d), k = X.shape, shares.shape[0]
    mass = shares.sum(axis=1)
    filled = mass > 0.0
    means = centres.copy()
    means[filled] = (shares[filled] / mass[filled, None]) @ X
    whole = kind in ("full", "tied")
    added, sums, squares = np.zeros(k), np.zeros((k, d)), np.zeros((k, d, d) if whole else (k, d))
    run = _sum_given_full if whole else _sum_given_diagonal
    run(frozen(np.ascontiguousarray(X.T)), frozen(shares), frozen(means), added, sums, squares)
    floor = {"full": np.tile(reg_covar * np.eye(d), (k, 1, 1)), "tied": reg_covar * np.eye(d)}
    floor |= {"diag": np.full((k, d), reg_covar), "spherical": np.full(k, reg_covar)}
    sums_now = MixtureSums(n, 0.0, added, sums, squares)
    return maximise(sums_now, frozen(means), kernel_shape(floor[kind], kind), reg_covar)


def given_weights(weights: Any, k: int) -> FloatArray | None:
    """Check `weights_init`."""
    if weights is None:
        return None
    values = probabilities(weights, "weights_init")
    if values.shape != (k,):
        raise ValueError(f"weights_init must have shape {(k,)}, got {values.shape}")
    return values


def given_means(means: Any, k: int, d: int) -> FloatArray | None:
    """Check `means_init`."""
    if means is None:
        return None
    values = rows_in_range(matrix(means, "means_init"), "means_init")
    if values.shape != (k, d):
        raise ValueError(f"means_init must have shape {(k, d)}, got {values.shape}")
    return values


def given_covariances(precisions: Any, kind: str, k: int, d: int) -> FloatArray | None:
    """Check `precisions_init`; return the covariances that belong to it, as kernels take them."""
    if precisions is None:
        return None
    values = check_covariances(precisions, kind, k, d, "precisions_init")
    if kind in ("diag", "spherical"):
        if not values.min() > 1.0 / LARGEST:
            raise ValueError(f"precisions_init must be positive, got {values.min()}")
        return frozen(1.0 / values)
    try:
        halves = np.linalg.inv(np.linalg.cholesky(values))
    except np.linalg.LinAlgError:
        raise ValueError("precisions_init must be symmetric and positive definite") from None
    return frozen(np.swapaxes(halves, -1, -2) @ halves)
