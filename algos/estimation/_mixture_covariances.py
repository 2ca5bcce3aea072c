r"""Between covariances and what a pass over the rows needs of them, and from its sums back to parameters.

Kernels see two kinds: whole matrices, (k, d, d), or (1, d, d) where all components share one ("tied"); and diagonals,
(k, d), or (k, 1) where all features share one variance ("spherical").
"""

from __future__ import annotations

import math

import numpy as np

from .._jit import kernel

__all__: list[str] = []

_HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)


# -- before the pass -------------------------------------------------------------------------------


@kernel
def _factor(covariance, W):
    """Fill W with the inverse of the lower Cholesky factor; return whether the covariance is positive definite."""
    d = covariance.shape[0]
    L = np.zeros((d, d))
    for i in range(d):
        for j in range(i + 1):
            total = covariance[i, j]
            for f in range(j):
                total -= L[i, f] * L[j, f]
            if j < i:
                L[i, j] = total / L[j, j]
            elif total > 0.0 and total < np.inf:
                L[i, i] = np.sqrt(total)
            else:
                return False
    for j in range(d):
        W[j, j] = 1.0 / L[j, j]
        for i in range(j):
            W[i, j] = 0.0
        for i in range(j + 1, d):
            total = 0.0
            for f in range(j, i):
                total -= L[i, f] * W[f, j]
            W[i, j] = total / L[i, i]
    return True


@kernel
def _prepare_full(weights, covariances, W, constants):
    """Fill W and the logarithms of weight times norming constant; return the first that is not definite, or -1."""
    d = covariances.shape[1]
    for j in range(covariances.shape[0]):
        if not _factor(covariances[j], W[j]):
            return j
    for j in range(weights.shape[0]):
        factor = W[j % W.shape[0]]
        total = np.log(weights[j]) - d * _HALF_LOG_2PI
        for f in range(d):
            total += np.log(factor[f, f])
        constants[j] = total
    return -1


@kernel
def _prepare_diagonal(weights, covariances, W, constants):
    """Fill W (k, d) and the logarithms of weight times norming constant; return the first that has none, or -1."""
    k, d = W.shape
    for j in range(k):
        total = np.log(weights[j]) - d * _HALF_LOG_2PI
        for f in range(d):
            variance = covariances[j, f % covariances.shape[1]]
            if not (variance > 0.0 and variance < np.inf):
                return j
            W[j, f] = 1.0 / np.sqrt(variance)
            total += np.log(W[j, f])
        constants[j] = total
    return -1


# -- after the pass --------------------------------------------------------------------------------


@kernel
def _move_means(mass, sums, means):
    """Return the new means; a component without rows stays where it is."""
    moved = means.copy()
    for j in range(means.shape[0]):
        if mass[j] > 0.0:
            for f in range(means.shape[1]):
                moved[j, f] += sums[j, f] / mass[j]
    return moved


@kernel
def _update_full(mass, sums, squares, covariances, reg_covar):
    """Return the new covariances, S / N less the squared move of the mean; one for all where one came in.

    A component without rows keeps its own.
    """
    k, d = sums.shape
    updated = np.zeros(covariances.shape)
    tied, everything = covariances.shape[0] == 1, mass.sum()
    for j in range(k):
        target = updated[0 if tied else j]
        unit = everything if tied else mass[j]
        if mass[j] > 0.0:
            for i in range(d):
                for f in range(i + 1):
                    target[i, f] += (squares[j, i, f] - sums[j, i] * (sums[j, f] / mass[j])) / unit
        elif not tied:
            target[:, :] = covariances[j]
    for j in range(updated.shape[0]):
        for i in range(d):
            if tied or mass[j] > 0.0:
                updated[j, i, i] += reg_covar
            for f in range(i):
                updated[j, f, i] = updated[j, i, f]
    return updated


@kernel
def _update_diagonal(mass, sums, squares, covariances, reg_covar):
    """Return the new variances, their mean over the features where one came in.

    A component without rows keeps its own.
    """
    k, d = sums.shape
    updated = covariances.copy()
    columns = covariances.shape[1]
    for j in range(k):
        if mass[j] > 0.0:
            updated[j] = 0.0
            for f in range(d):
                variance = (squares[j, f] - sums[j, f] * (sums[j, f] / mass[j])) / mass[j]
                updated[j, f % columns] += (max(variance, 0.0) + reg_covar) * columns / d
    return updated
