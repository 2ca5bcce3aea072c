r"""The information matrix of an ARMA estimate: its observed value at the maximum, whose inverse is their covariance.

.. math:: I = -\frac{\partial^2 \log L}{\partial (\beta, \phi, \theta, \sigma^2)^2}
"""

from __future__ import annotations

import numpy as np

from .._jit import kernel
from ._arma_filter import _filter
from ._partial_autocorrelations import _unconstrained

__all__: list[str] = []

_STEP = 1e-3
"""Step of the differences of the gradient, in standard errors: they are right to about its square."""


@kernel
def _slope(y, X, p, q, exact, z, sigma2, slope, squares):
    """Fill the slopes of the log-likelihood at z = (phi, theta, beta), and their sums of squares without L.

    Return whether the process is stationary there.
    """
    m, r, n = z.shape[0], max(p, q + 1), y.shape[0]
    phi, theta = np.zeros(r), np.zeros(r + 1)
    theta[0] = 1.0
    for i in range(p):
        phi[i] = z[i]
    for i in range(q):
        theta[i + 1] = z[p + i]
    if not _unconstrained(z[:p], 1.0, np.empty(p)):
        return False
    sums, slope_S, slope_L, JJ = np.empty(3), np.empty(m), np.empty(m), np.empty((m, m))
    v, F, a, P = np.empty(n), np.empty(n), np.empty(r), np.zeros((r, r))
    inside = _filter(y, X, z[p + q :], phi, theta, p, q, exact, v, F, a, P, sums, slope_S, slope_L, JJ)
    for c in range(m):
        slope[c] = -slope_S[c] / sigma2 - 0.5 * slope_L[c]
        squares[c] = JJ[c, c] / sigma2
    return inside


@kernel
def _information(y, X, p, q, exact, z, sigma2, n_values, start, stop, squares, information):
    """Fill rows start to stop of the observed information (m + 1, m + 1) at the maximum, row 0 with the last one.

    It is that of z = (phi, theta, beta) and sigma2, not yet symmetric. Central differences of the exact gradient;
    steps that would leave the stationary region are shortened. At its very edge entries are NaN; beyond it, False is
    returned. `squares` (m,) keeps from row 0 on what the steps are made of.
    """
    m = z.shape[0]
    up, down, ignored, moved = np.empty(m), np.empty(m), np.empty(m), z.copy()
    if start == 0:
        if not _slope(y, X, p, q, exact, z, np.inf, up, squares):
            return False
        information[m, m] = 0.5 * n_values / sigma2 / sigma2
        # the slope is zero here, so that of S comes from that of L, which is what an infinite sigma2 leaves
        for c in range(m):
            information[c, m] = information[m, c] = -up[c] / sigma2
        _slope(y, X, p, q, exact, z, sigma2, up, squares)
    for c in range(start, stop):
        h = _STEP / np.sqrt(squares[c])
        inside = False
        for _ in range(12):
            moved[c] = z[c] + h
            inside = _slope(y, X, p, q, exact, moved, sigma2, up, ignored)
            moved[c] = z[c] - h
            inside &= _slope(y, X, p, q, exact, moved, sigma2, down, ignored)
            moved[c] = z[c]
            if inside:
                break
            h *= 0.25
        for e in range(m):
            information[c, e] = (down[e] - up[e]) / (2.0 * h) if inside else np.nan
    return True
