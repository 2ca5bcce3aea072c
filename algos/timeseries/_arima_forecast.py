r"""Forecasts of a differenced ARMA process and their variances.

.. math::

    \hat y_{n+h} = z T^{h-1} a, \qquad
    \frac{\operatorname{var}}{\sigma^2} = z T^{h-1} P (z T^{h-1})' + \sum_{j=0}^{h-2} \psi_j^2, \quad \psi_j = z T^j R

The state a holds the r components of `_stationary_state`, then the last value of each of the series' differences of
order 0 to d - 1, which are known. With P settled the variance is the sum of the squared weights
:math:`\psi_0..\psi_{h-1}`.
"""

from __future__ import annotations

import numpy as np

from .._jit import kernel

__all__: list[str] = []


@kernel
def _forecast(phi, theta, a, P, levels, n_steps):
    """Return n_steps means and variances in units of sigma2; P (r, r) by its upper triangle, levels (d,)."""
    r, d = phi.shape[0], levels.shape[0]
    size = r + d
    mean, variance = np.empty(n_steps), np.empty(n_steps)
    z, before = np.zeros(size), np.zeros(size)
    z[0] = 1.0
    for i in range(d):
        z[r + i] = 1.0
    weights = 0.0
    for h in range(n_steps):
        mean[h], variance[h] = 0.0, weights
        response = 0.0
        for i in range(r):
            mean[h] += z[i] * a[i]
            response += z[i] * theta[i]
            for j in range(i, r):
                variance[h] += (1.0 if i == j else 2.0) * z[i] * z[j] * P[i, j]
        for i in range(d):
            mean[h] += z[r + i] * levels[i]
        weights += response * response
        for i in range(size):
            before[i] = z[i]
        # z T: w feeds the state by phi and every level by one; a level also takes all higher differences in
        z[0] = 0.0
        for i in range(r):
            z[0] += before[i] * phi[i]
        for i in range(d):
            z[0] += before[r + i]
        for j in range(1, r):
            z[j] = before[j - 1]
        for j in range(d):
            z[r + j] = 0.0
            for i in range(j + 1):
                z[r + j] += before[r + i]
    return mean, variance
