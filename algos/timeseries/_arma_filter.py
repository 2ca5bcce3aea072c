r"""The Kalman filter of an ARMA process: innovations, their variances, and the derivatives of both, in one pass.

.. math::

    v_t = w_t - a_{t,0}, \quad F_t = P_{t,00}, \quad g_j = P_{t,0,j+1} / F_t, \qquad
    a_{t+1,j} = \phi_{j+1} w_t + a_{t,j+1} + g_j v_t, \qquad
    P_{t+1,ij} = P_{t,i+1,j+1} - g_i g_j F_t + \theta_i \theta_j

for the regression errors :math:`w_t = y_t - x_t' \beta`. That is Kalman's recursion with the companion structure of
`_stationary_state` worked out: no matrix is multiplied, and :math:`\phi` has left the covariance. P tends to
:math:`\theta\theta'`, F to 1 and g to :math:`\theta`; once they have, up to rounding, the rest of the series costs
O(p + q) a value, as in the conditional sum of squares. A missing value (NaN) takes the prediction as it is and starts
the covariance anew.
"""

from __future__ import annotations

import numpy as np

from .._jit import kernel
from ._stationary_state import _carry, _stationary_covariance

__all__: list[str] = []

_SETTLED = 4.0 * 2.0**-52


@kernel
def _settle(theta, p, q, P, dP):
    """Set P and dP to what they tend to: everything is known but the innovation to come."""
    r = P.shape[0]
    for i in range(r):
        for j in range(i, r):
            P[i, j] = theta[i] * theta[j]
            for c in range(p + q):
                dP[c, i, j] = 0.0
            if 0 < i <= q:
                dP[p + i - 1, i, j] += theta[j]
            if 0 < j <= q:
                dP[p + j - 1, i, j] += theta[i]


@kernel
def _gain(theta, p, q, P, dP, g, dg, dF):
    """Fill the gain and the slopes of gain and variance; return whether all of them have reached their limits."""
    r = P.shape[0]
    F = P[0, 0]
    off = abs(F - 1.0)
    for c in range(p + q):
        dF[c] = dP[c, 0, 0]
        off = max(off, abs(dF[c]))
    for j in range(r - 1):
        g[j] = P[0, j + 1] / F
        off = max(off, abs(g[j] - theta[j + 1]))
        for c in range(p + q):
            dg[c, j] = (dP[c, 0, j + 1] - g[j] * dF[c]) / F
            off = max(off, abs(dg[c, j] - (1.0 if c == p + j else 0.0)))
    return off <= _SETTLED


@kernel
def _observe(theta, p, q, P, dP, g, dg, dF):
    """Take P and its slopes past one observed value."""
    r = P.shape[0]
    F = P[0, 0]
    for i in range(r):
        for j in range(i, r):
            more = j + 1 < r
            value = P[i + 1, j + 1] - g[i] * g[j] * F if more else 0.0
            P[i, j] = value + theta[i] * theta[j]
            for c in range(p + q):
                slope = 0.0
                if more:
                    slope = dP[c, i + 1, j + 1] - g[i] * g[j] * dF[c] - (dg[c, i] * g[j] + g[i] * dg[c, j]) * F
                if c >= p:
                    slope += theta[j] if c == p + i - 1 else 0.0
                    slope += theta[i] if c == p + j - 1 else 0.0
                dP[c, i, j] = slope


@kernel
def _miss(phi, theta, p, q, P, dP):
    """Take P and its slopes past one value that is missing."""
    before, slopes_before = P.copy(), dP.copy()
    for i in range(P.shape[0]):
        for j in range(i, P.shape[0]):
            _carry(phi, theta, p, q, before, slopes_before, i, j, P, dP)


@kernel
def _filter(y, X, beta, phi, theta, p, q, exact, v, F, a, P, sums, slope_S, slope_L, JJ):
    """Fill v (n,), F (n,), the state a (r,) and its covariance P (r, r) after the last value, and the sums.

    sums is (S, L, N): of v²/F, of log F, and the number of values. slope_S (m,) is half the derivative of S, slope_L
    that of L, JJ (m, m) the sum of outer products of the derivative of v/sqrt(F), all by phi, theta, beta. Without
    `exact`, the first p innovations count as zero and the filter starts settled: the conditional sum of squares.
    Return whether the process is stationary.
    """
    n, r, k, b = y.shape[0], phi.shape[0], p + q, beta.shape[0]
    m = k + b
    dP, da, dv, dF = np.zeros((k, r, r)), np.zeros((m, r + 1)), np.empty(m), np.zeros(k)
    g, dg, state = np.zeros(r), np.zeros((k, r)), np.zeros(r + 1)
    sums[:] = 0.0
    for c in range(m):
        slope_S[c] = slope_L[c] = 0.0
        for e in range(m):
            JJ[c, e] = 0.0
    settled = False
    if exact:
        if not _stationary_covariance(phi, theta, p, q, P, dP):
            return False
    else:
        _settle(theta, p, q, P, dP)
    for t in range(n):
        w = y[t]
        for i in range(b):
            w -= X[t, i] * beta[i]
        missing = np.isnan(w)
        if missing and settled:
            _settle(theta, p, q, P, dP)
            settled = False
        if not settled and not missing:
            settled = _gain(theta, p, q, P, dP, g, dg, dF)
            if settled:
                _settle(theta, p, q, P, dP)
        variance = 1.0 if settled else P[0, 0]
        if missing:
            innovation = 0.0
            w = state[0]
            for c in range(m):
                dv[c] = 0.0
        elif t < p and not exact:
            innovation = 0.0
            for c in range(m):
                dv[c] = 0.0
        else:
            innovation = w - state[0]
            for c in range(m):
                dv[c] = -da[c, 0]
            for i in range(b):
                dv[k + i] -= X[t, i]
            sums[0] += innovation * innovation / variance
            sums[2] += 1.0
            if not settled:
                sums[1] += np.log(variance)
        v[t] = np.nan if missing else innovation
        F[t] = variance
        # the state, and its slopes, before they are scaled below
        for c in range(m):
            moved = da[c, 0] if missing else 0.0
            if c >= k and not missing:
                moved = -X[t, c - k]
            for j in range(r):
                da[c, j] = phi[j] * moved + da[c, j + 1] + g[j] * dv[c]
            if c < k and not settled and not missing:
                for j in range(r):
                    da[c, j] += dg[c, j] * innovation
            elif p <= c < k and not missing:
                da[c, c - p] += innovation
            if c < p:
                da[c, c] += w
        for j in range(r):
            state[j] = phi[j] * w + state[j + 1] + g[j] * innovation
        if not settled:
            if missing:
                _miss(phi, theta, p, q, P, dP)
                continue
            root = np.sqrt(variance)
            for c in range(k):
                slope_L[c] += dF[c] / variance
                dv[c] -= 0.5 * innovation * dF[c] / variance
            for c in range(m):
                dv[c] /= root
            innovation /= root
            _observe(theta, p, q, P, dP, g, dg, dF)
        for c in range(m):
            slope_S[c] += innovation * dv[c]
            for e in range(c + 1):
                JJ[c, e] += dv[c] * dv[e]
    if settled:
        _settle(theta, p, q, P, dP)
    for j in range(r):
        a[j] = state[j]
    for c in range(m):
        for e in range(c):
            JJ[e, c] = JJ[c, e]
    return True
