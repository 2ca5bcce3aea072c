r"""Autocovariances of an ARMA process, and the covariance of its state before the first value, with derivatives.

.. math::

    \gamma_h - \sum_{i=1}^p \phi_i \gamma_{|h-i|} = \sum_{k=h}^q \theta_k \psi_{k-h}, \qquad
    \psi_k = \theta_k + \sum_{i=1}^p \phi_i \psi_{k-i}

in units of the innovation variance, with :math:`\theta_0 = 1`. The state is Harvey's: :math:`a_{t,0} = y_t` and
:math:`a_{t,j} = \phi_{j+1} y_{t-1} + a_{t-1,j+1} + \theta_j e_t`, r = max(p, q + 1) components. Its covariance P solves
:math:`P = T P T' + R R'`; once the first row is known from the autocovariances, the rest follows backwards, entry by
entry, without solving a system of r² equations (Gardner, Harvey and Phillips, "Algorithm AS 154", Applied Statistics
29, 1980, solve it).

Derivatives are by :math:`\phi_1..\phi_p, \theta_1..\theta_q`, in that order; ``phi`` (r,) and ``theta`` (r + 1,) are
padded with zeros and theta[0] = 1.
"""

from __future__ import annotations

import numpy as np

from .._jit import kernel
from ..optim._shifted_cholesky import _eliminate

__all__: list[str] = []


@kernel
def _impulse_response(phi, theta, p, q, psi, dpsi):
    """Fill psi (q + 1,), the weights of past innovations, and dpsi (p + q, q + 1)."""
    for k in range(q + 1):
        psi[k] = theta[k]
        for c in range(p + q):
            dpsi[c, k] = 1.0 if c == p + k - 1 and k > 0 else 0.0
        for i in range(1, min(p, k) + 1):
            psi[k] += phi[i - 1] * psi[k - i]
            dpsi[i - 1, k] += psi[k - i]
            for c in range(p + q):
                dpsi[c, k] += phi[i - 1] * dpsi[c, k - i]


@kernel
def _autocovariances(phi, theta, p, q, psi, dpsi, gamma, dgamma):
    """Fill gamma (r + 1,) and dgamma (p + q, r + 1) for lags 0..r; return whether the equations could be solved."""
    m, n_lags = p + q, gamma.shape[0]
    right, dright = np.zeros(n_lags), np.zeros((m, n_lags))
    for h in range(min(q + 1, n_lags)):
        for k in range(h, q + 1):
            right[h] += theta[k] * psi[k - h]
            if k > 0:
                dright[p + k - 1, h] += psi[k - h]
            for c in range(m):
                dright[c, h] += theta[k] * dpsi[c, k - h]
    A = np.zeros((p + 1, p + 1))
    for h in range(p + 1):
        A[h, h] += 1.0
        for i in range(1, p + 1):
            A[h, abs(h - i)] -= phi[i - 1]
    solution = right[: p + 1].copy()
    if not _eliminate(A.copy(), solution):
        return False
    for h in range(p + 1):
        gamma[h] = solution[h]
    for h in range(p + 1, n_lags):
        gamma[h] = right[h]
        for i in range(1, p + 1):
            gamma[h] += phi[i - 1] * gamma[h - i]
    for c in range(m):
        if c < p:
            for h in range(n_lags):
                dright[c, h] += gamma[abs(h - c - 1)]
        solution = dright[c, : p + 1].copy()
        _eliminate(A.copy(), solution)
        for h in range(p + 1):
            dgamma[c, h] = solution[h]
        for h in range(p + 1, n_lags):
            dgamma[c, h] = dright[c, h]
            for i in range(1, p + 1):
                dgamma[c, h] += phi[i - 1] * dgamma[c, h - i]
    return True


@kernel
def _stationary_covariance(phi, theta, p, q, P, dP):
    """Fill the upper triangles of P (r, r) and dP (p + q, r, r); return whether the process has a covariance."""
    r, m = phi.shape[0], p + q
    psi, dpsi = np.empty(q + 1), np.empty((m, q + 1))
    gamma, dgamma = np.empty(r + 1), np.empty((m, r + 1))
    _impulse_response(phi, theta, p, q, psi, dpsi)
    if not _autocovariances(phi, theta, p, q, psi, dpsi, gamma, dgamma) or not gamma[0] > 0.0:
        return False
    for j in range(r):
        P[0, j] = 0.0
        for c in range(m):
            dP[c, 0, j] = 0.0
        for k in range(r - j):
            P[0, j] += phi[j + k] * gamma[k + 1]
            if j + k < p:
                dP[j + k, 0, j] += gamma[k + 1]
            for c in range(m):
                dP[c, 0, j] += phi[j + k] * dgamma[c, k + 1]
        for k in range(min(r - j, q + 1 - j)):
            P[0, j] += theta[j + k] * psi[k]
            if j + k > 0:
                dP[p + j + k - 1, 0, j] += psi[k]
            for c in range(m):
                dP[c, 0, j] += theta[j + k] * dpsi[c, k]
    for i in range(r - 1, 0, -1):
        for j in range(r - 1, i - 1, -1):
            _carry(phi, theta, p, q, P, dP, i, j, P, dP)
    return True


@kernel
def _carry(phi, theta, p, q, P, dP, i, j, new, dnew):
    """Set entry (i, j), i <= j, of T P T' + R R' and of its derivatives: a step in which nothing was observed.

    With P itself as `new` this solves for P: all that it reads lies in the first row or further down the diagonal.
    """
    r = phi.shape[0]
    more_i, more_j = i + 1 < r, j + 1 < r
    first_i = P[0, i + 1] if more_i else 0.0
    first_j = P[0, j + 1] if more_j else 0.0
    inner = P[i + 1, j + 1] if more_j else 0.0
    corner = P[0, 0]
    new[i, j] = inner + phi[i] * first_j + phi[j] * first_i + phi[i] * phi[j] * corner + theta[i] * theta[j]
    for c in range(p + q):
        slope_i = dP[c, 0, i + 1] if more_i else 0.0
        slope_j = dP[c, 0, j + 1] if more_j else 0.0
        slope = dP[c, i + 1, j + 1] if more_j else 0.0
        slope += phi[i] * slope_j + phi[j] * slope_i + phi[i] * phi[j] * dP[c, 0, 0]
        if c < p:
            slope += first_j + phi[j] * corner if c == i else 0.0
            slope += first_i + phi[i] * corner if c == j else 0.0
        else:
            slope += theta[j] if c == p + i - 1 else 0.0
            slope += theta[i] if c == p + j - 1 else 0.0
        dnew[c, i, j] = slope
