r"""Stationary coefficients from partial autocorrelations, and back.

.. math::

    \phi_{k,k} = r_k, \qquad \phi_{k,j} = \phi_{k-1,j} - r_k \phi_{k-1,k-j}, \qquad r_k = \tanh u_k

A polynomial :math:`1 - \phi_1 B - \dots - \phi_p B^p` has all its roots outside the unit circle if and only if every
:math:`|r_k| < 1`, so that any real u gives a stationary model (Monahan, "A note on enforcing stationarity in
autoregressive-moving average models", Biometrika 71, 1984). :math:`-\theta` in the place of :math:`\phi` gives an
invertible one. Near the edge u counts the digits of 1 - |r|; with :math:`r = u / \sqrt{1 + u^2}` the likelihood of a
series far from its mean has a long flat valley there, in which searches stall.
"""

from __future__ import annotations

import numpy as np

from .._jit import kernel

__all__: list[str] = []


@kernel
def _coefficients(u, phi, jacobian):
    """Fill phi (p,) with the coefficients that belong to u (p,), and jacobian (p, p) with their derivatives by u."""
    p = u.shape[0]
    before, slope_before = np.empty(p), np.empty((p, p))
    for k in range(p):
        last, slope = np.tanh(u[k]), 1.0 / np.cosh(u[k]) ** 2
        for j in range(k):
            before[j] = phi[j]
            for c in range(k):
                slope_before[j, c] = jacobian[j, c]
        for j in range(k):
            phi[j] = before[j] - last * before[k - 1 - j]
            for c in range(k):
                jacobian[j, c] = slope_before[j, c] - last * slope_before[k - 1 - j, c]
            jacobian[j, k] = -before[k - 1 - j] * slope
        phi[k] = last
        for c in range(k):
            jacobian[k, c] = 0.0
        jacobian[k, k] = slope


@kernel
def _unconstrained(phi, shrink, u):
    """Fill u (p,) from the coefficients phi_j shrink^j; return whether they are stationary (if not, u is unfinished).

    `shrink` multiplies every inverse root, so that one below 1 pulls them inwards, and one above 1 asks whether they
    all keep that distance from the unit circle.
    """
    p = phi.shape[0]
    now, before = np.empty(p), np.empty(p)
    power = 1.0
    for j in range(p):
        power *= shrink
        now[j] = phi[j] * power
    for k in range(p - 1, -1, -1):
        last = now[k]
        rest = (1.0 - last) * (1.0 + last)
        if not rest > 0.0:
            return False
        u[k] = np.arctanh(last)
        for j in range(k):
            before[j] = now[j]
        for j in range(k):
            now[j] = (before[j] + last * before[k - 1 - j]) / rest
    return True
