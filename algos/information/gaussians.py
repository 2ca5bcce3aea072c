r"""How far one normal distribution is from another.

.. math:: D(P \Vert Q) = \tfrac12 \Big( \operatorname{tr}(\Sigma_q^{-1} \Sigma_p) - d +
    (\mu_q - \mu_p)^T \Sigma_q^{-1} (\mu_q - \mu_p) + \log \frac{\det \Sigma_q}{\det \Sigma_p} \Big)

With Cholesky factors and :math:`M = L_q^{-1} L_p` the trace is the sum of M's squares and the logarithm that of its
diagonal's, so that only terms that are never negative are added: nothing cancels where P and Q are nearly equal.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .._check import FloatArray, array, matrix, vector
from .._jit import compiled_as, kernel
from .._vector import _gap

_SYMMETRY = 1e-8
_SMALL = 32  # dimensions in which plain loops take less time than the way to LAPACK


@kernel
def _lower_factor(A, L):
    """Fill the lower triangle of L with A = L Lᵀ; return 0, or the order of the first minor that is not positive."""
    d = A.shape[0]
    for j in range(d):
        pivot = A[j, j]
        for k in range(j):
            pivot -= L[j, k] * L[j, k]
        if not 0.0 < pivot < np.inf:
            return j + 1
        root = np.sqrt(pivot)
        L[j, j] = root
        for i in range(j + 1, d):
            total = A[i, j]
            for k in range(j):
                total -= L[i, k] * L[j, k]
            L[i, j] = total / root
    return 0


@kernel
def _solve_lower(L, B):
    """Overwrite B with the solution X of L X = B."""
    for i in range(L.shape[0]):
        for j in range(B.shape[1]):
            total = B[i, j]
            for k in range(i):
                total -= L[i, k] * B[k, j]
            B[i, j] = total / L[i, i]


@kernel
def _excess(m):
    """Return m² - 1 - log(m²) >= 0 for positive m, also where m is nearly 1."""
    f = (m - 1.0) * (m + 1.0)
    return _gap(f) if -0.25 < f < 0.4 else f - 2.0 * np.log(m)


@kernel
def _gaussian_nats(M, z):
    """Return the divergence from M = inv(Lq) Lp, of which the lower triangle is read, and z = inv(Lq)(mq - mp)."""
    total = 0.0
    for i in range(M.shape[0]):
        for j in range(i):
            total += M[i, j] * M[i, j]
        total += _excess(M[i, i]) + z[i, 0] * z[i, 0]
    return 0.5 * total


@kernel
def _is_covariance(A):
    """Return whether a square matrix is finite and symmetric."""
    largest = 0.0
    for value in A.flat:
        if not abs(value) < np.inf:
            return False
        largest = max(largest, abs(value))
    for i in range(A.shape[0]):
        for j in range(i):
            if not abs(A[i, j] - A[j, i]) <= _SYMMETRY * largest:
                return False
    return True


@kernel
def _divergence(mean_p, cov_p, mean_q, cov_q):
    """Return the divergence in nats, NaN where something is wrong with the parameters."""
    d = mean_p.shape[0]
    M, L, z = np.zeros((d, d)), np.zeros((d, d)), np.empty((d, 1))
    for i in range(d):
        if not (abs(mean_p[i]) < np.inf and abs(mean_q[i]) < np.inf):
            return np.nan
        z[i, 0] = mean_q[i] - mean_p[i]
    if not (_is_covariance(cov_p) and _is_covariance(cov_q)):
        return np.nan
    if _lower_factor(cov_p, M) != 0 or _lower_factor(cov_q, L) != 0:
        return np.nan
    _solve_lower(L, M)
    _solve_lower(L, z)
    return _gaussian_nats(M, z)


def _parameters(mean: Any, cov: Any, which: str) -> tuple[FloatArray, FloatArray]:
    mean, cov = vector(mean, f"mean_{which}"), matrix(cov, f"cov_{which}")
    if cov.shape[0] != cov.shape[1]:
        raise ValueError(f"cov_{which} must be square, got shape {cov.shape}")
    if cov.shape[0] != mean.shape[0]:
        raise ValueError(
            f"mean_{which} and cov_{which} must be of one dimension, got {mean.shape[0]} and {cov.shape[0]}"
        )
    if not (np.abs(cov - cov.T) <= _SYMMETRY * np.abs(cov).max()).all():
        raise ValueError(f"cov_{which} must be symmetric")
    return mean, cov


def _factor(cov: FloatArray, name: str) -> FloatArray:
    from scipy.linalg.lapack import dpotrf

    factor, minor = dpotrf(cov.T, lower=1, clean=1)
    if minor:
        raise np.linalg.LinAlgError(
            f"{name} must be positive definite: its leading minor of order {minor} is not positive"
        )
    return factor


def _gaussian_kl_compiled(mean_p, cov_p, mean_q, cov_q):
    d = mean_p.shape[0]
    if d == 0 or mean_q.shape[0] != d or cov_p.shape != (d, d) or cov_q.shape != (d, d):
        raise ValueError("P and Q must be of one dimension, and each mean needs a square covariance matrix of its size")
    p, q = cov_p.astype(np.float64), cov_q.astype(np.float64)
    nats = _divergence(mean_p.astype(np.float64), p, mean_q.astype(np.float64), q)
    if np.isnan(nats):
        raise ValueError("means must be finite, covariance matrices symmetric and positive definite")
    return nats


@compiled_as(_gaussian_kl_compiled)
def gaussian_kl(mean_p: Any, cov_p: Any, mean_q: Any, cov_q: Any) -> float:
    r"""Return the Kullback-Leibler divergence of one normal distribution from another, in nats.

    .. math:: D(P \Vert Q) = \tfrac12 \Big( \operatorname{tr}(\Sigma_q^{-1} \Sigma_p) - d +
        (\mu_q - \mu_p)^T \Sigma_q^{-1} (\mu_q - \mu_p) + \log \frac{\det \Sigma_q}{\det \Sigma_p} \Big)

    Parameters
    ----------
    mean_p, mean_q : array_like of shape (d,)
        Means.
    cov_p, cov_q : array_like of shape (d, d)
        Covariance matrices: symmetric within 1e-8 of the largest entry (the lower triangle counts) and positive
        definite.

    Returns
    -------
    float
        Never negative; 0 where the distributions are equal, but for rounding of some 1e-32. Divide by ``math.log(2)``
        for bits.

    Raises
    ------
    ValueError
        If the dimensions do not fit, a matrix is not square or not symmetric, a value is not finite.
    numpy.linalg.LinAlgError
        (a ValueError) If a matrix is not positive definite; it names the leading minor at which that shows.

    See Also
    --------
    scipy.integrate.quad : the integral of p log(p / q) that it is tested against.
    kl_divergence : of discrete distributions.

    Notes
    -----
    Time O(d³), memory O(d²).
    Two Cholesky factors and a triangular solution; no determinant, which would underflow at d = 400, and no inverse.
    Adds terms that are never negative, so the divergence of nearly equal distributions keeps its digits.

    References
    ----------
    .. [1] J. Duchi, "Derivations for Linear Algebra and Optimization", 2007, section 9.

    Examples
    --------
    Unit variances, means 2 apart: half the squared distance.

    >>> gaussian_kl([0.0], [[1.0]], [2.0], [[1.0]])
    2.0
    >>> round(gaussian_kl([0.0], [[1.0]], [0.0], [[4.0]]), 6)  # (1/4 - 1 + log 4) / 2
    0.318147
    """
    mean_p, cov_p = array(mean_p, "mean_p", 1, finite=False), array(cov_p, "cov_p", 2, finite=False)
    mean_q, cov_q = array(mean_q, "mean_q", 1, finite=False), array(cov_q, "cov_q", 2, finite=False)
    d = mean_p.shape[0]
    if 0 < d <= _SMALL and mean_q.shape[0] == d and cov_p.shape == cov_q.shape == (d, d):
        nats = float(_divergence(mean_p, cov_p, mean_q, cov_q))
        if not math.isnan(nats):
            return nats
    return _long_way(mean_p, cov_p, mean_q, cov_q)


def _long_way(mean_p: FloatArray, cov_p: FloatArray, mean_q: FloatArray, cov_q: FloatArray) -> float:
    """Return the divergence by LAPACK; say what is wrong with the parameters."""
    from scipy.linalg.lapack import dtrtrs

    mean_p, cov_p = _parameters(mean_p, cov_p, "p")
    mean_q, cov_q = _parameters(mean_q, cov_q, "q")
    if mean_p.shape[0] != mean_q.shape[0]:
        raise ValueError(f"P and Q must be of one dimension, got {mean_p.shape[0]} and {mean_q.shape[0]}")
    factor = _factor(cov_q, "cov_q")
    M = dtrtrs(factor, _factor(cov_p, "cov_p"), lower=1)[0]
    with np.errstate(over="ignore"):
        difference = mean_q - mean_p
    z = dtrtrs(factor, difference[:, None], lower=1)[0]
    return float(_gaussian_nats(np.ascontiguousarray(M), z))
