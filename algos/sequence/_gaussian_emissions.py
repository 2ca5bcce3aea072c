r"""Gaussian emissions: log-densities by state, and covariances that are kept away from zero.

The passes over the rows are those of a Gaussian mixture (``estimation/_mixture_sums.py``); what differs is that the
responsibilities come from the recursions over the chain.
"""

from __future__ import annotations

import warnings

import numpy as np

from .._check import FloatArray, UndefinedWarning, frozen
from .._jit import kernel
from ..cluster import KMeans
from ..estimation._mixture_pass import MixtureSums, kernel_shape, prepare
from ..estimation._mixture_sums import (
    CHUNK,
    _centre,
    _log_density_diagonal,
    _log_density_full,
    _sum_given_diagonal,
    _sum_given_full,
)

__all__ = ["centres", "floors", "log_densities", "overall_covariances", "raised", "weighted_sums"]


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _densities_full(columns, constants, means, W, out):
    """Write the log-density of each row in each state, out (n, k)."""
    (d, n), k = columns.shape, means.shape[0]
    differences, logs, spare = np.empty((d, CHUNK)), np.empty(CHUNK), np.empty(CHUNK)
    for left in range(0, n, CHUNK):
        m = min(CHUNK, n - left)
        stretch = out[left : left + m]
        for j in range(k):
            _centre(columns, left, left + m, means[j], differences)
            _log_density_full(differences, m, W[j % W.shape[0]], constants[j], spare, logs)
            for r in range(m):
                stretch[r, j] = logs[r]


@kernel
def _densities_diagonal(columns, constants, means, W, out):
    """Write the log-density of each row in each state, out (n, k)."""
    (d, n), k = columns.shape, means.shape[0]
    differences, logs = np.empty((d, CHUNK)), np.empty(CHUNK)
    for left in range(0, n, CHUNK):
        m = min(CHUNK, n - left)
        stretch = out[left : left + m]
        for j in range(k):
            _centre(columns, left, left + m, means[j], differences)
            _log_density_diagonal(differences, m, W[j], constants[j], logs)
            for r in range(m):
                stretch[r, j] = logs[r]


# -- run from Python -------------------------------------------------------------------------------


def log_densities(columns: FloatArray, means: FloatArray, covars: FloatArray, out: FloatArray) -> FloatArray:
    """Fill `out` (n, k) with log-densities; `columns` is X transposed, `covars` as kernels take them."""
    prepared = prepare(frozen(np.ones(means.shape[0])), means, covars)
    run = _densities_full if covars.ndim == 3 else _densities_diagonal
    run(columns, prepared.constants, prepared.means, prepared.W, out)
    return frozen(out)


def weighted_sums(columns: FloatArray, shares: FloatArray, means: FloatArray, covars: FloatArray) -> MixtureSums:
    """Return mass, sums and squares about the means, for the probabilities `shares` (k, n) of the states."""
    (d, n), k = columns.shape, means.shape[0]
    mass, sums = np.zeros(k), np.zeros((k, d))
    squares = np.zeros((k, d, d) if covars.ndim == 3 else (k, d))
    run = _sum_given_full if covars.ndim == 3 else _sum_given_diagonal
    run(columns, frozen(shares), means, mass, sums, squares)
    return MixtureSums(n, 0.0, mass, sums, squares)


def centres(X: FloatArray, k: int, rng: np.random.Generator) -> FloatArray:
    """Return where means start: the centres of k clusters."""
    found: FloatArray = KMeans(k, random_state=rng).fit(X).cluster_centers_
    distinct = len(np.unique(found, axis=0))
    if distinct < k:
        warnings.warn(f"X has {distinct} distinct rows for {k} states: some stay alike", UndefinedWarning, stacklevel=5)
    return found


def floors(X: FloatArray, share: float) -> FloatArray:
    """Return the least variance of each feature: a share of what it has over all rows, of 1 where it is constant."""
    variances, constant = X.var(axis=0), X.max(axis=0) == X.min(axis=0)
    floor = np.where(constant, 1.0, variances) * share
    if floor.min() < np.finfo(np.float64).tiny:
        raise ValueError(
            f"X has a feature of variance {variances[floor.argmin()]:g}, of which min_covar={share:g} is below double "
            "precision; rescale it"
        )
    return frozen(floor)


def raised(covars: FloatArray, floor: FloatArray) -> FloatArray:
    """Raise variances, or eigenvalues of covariances in units of `floor` (d,), to the floor.

    Of all covariances above the floor these are the likeliest, so that EM climbs with the floor, too, and no state can
    shrink onto a single point, where the likelihood is infinite.
    """
    if covars.ndim == 2:
        return frozen(np.maximum(covars, floor if covars.shape[1] == len(floor) else floor.mean()))
    unit = np.sqrt(floor)
    values, vectors = np.linalg.eigh(covars / unit[:, None] / unit)
    low = values.min(axis=1) < 1.0
    if not low.any():
        return frozen(covars)
    higher = (vectors * np.maximum(values, 1.0)[:, None, :]) @ vectors.swapaxes(1, 2)
    higher = 0.5 * (higher + higher.swapaxes(1, 2)) * unit[:, None] * unit
    return frozen(np.where(low[:, None, None], higher, covars))


def overall_covariances(columns: FloatArray, kind: str, k: int) -> FloatArray:
    """Return the covariance of all rows for each state, as kernels take it: where EM starts."""
    d = columns.shape[0]
    if kind == "diag":
        return np.tile(columns.var(axis=1), (k, 1))
    if kind == "spherical":
        return np.full((k, 1), columns.var(axis=1).mean())
    covariance = np.cov(columns, bias=True).reshape(d, d)
    return kernel_shape(covariance if kind == "tied" else np.tile(covariance, (k, 1, 1)), kind)
