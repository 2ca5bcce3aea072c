r"""From a series to its ARMA estimate: starts, minimum, and the information matrix at the maximum.

.. math:: I = -\frac{\partial^2 \log L}{\partial (\beta, \phi, \theta, \sigma^2)^2}

The likelihood can have several maxima, so the climb starts twice: at the conditional sum of squares' estimate and at
white noise; the higher end is kept.
"""

from __future__ import annotations

import numpy as np

from .._jit import kernel
from ..optim._shifted_cholesky import _cholesky, _substitute
from ._arma_filter import _filter
from ._arma_minimum import _minimise
from ._partial_autocorrelations import _unconstrained

__all__: list[str] = []

_NEAR = 3.0
"""A conditional estimate with |u| beyond it (a partial autocorrelation of 0.95) is pulled inwards before it starts."""

_STEP = 1e-3
"""Step of the differences of the gradient, in standard errors: they are right to about its square."""


@kernel
def _regress(y, X, beta):
    """Fill beta with the least-squares coefficients of y on X, a polynomial in time, where y is known."""
    b = X.shape[1]
    A, right, L = np.zeros((b, b)), np.zeros(b), np.zeros((b, b))
    for t in range(y.shape[0]):
        if not np.isnan(y[t]):
            for i in range(b):
                right[i] -= X[t, i] * y[t]
                for j in range(b):
                    A[i, j] += X[t, i] * X[t, j]
    _cholesky(A, 0.0, 0.0, L)
    _substitute(L, right, beta)


@kernel
def _pull_inwards(x, p, q, phi, theta):
    """Move u away from the edge, every inverse root by one twentieth."""
    far = False
    for c in range(p + q):
        far |= abs(x[c]) > _NEAR
    if far:
        _unconstrained(phi[:p], 0.95, x[:p])
        _unconstrained(-theta[1 : q + 1], 0.95, x[p : p + q])


@kernel
def _estimate(y, X, p, q, conditional, exact, tol, max_iter, phi, theta, beta, v, F, a, P):
    """Fill phi, theta, beta and the filter's results at the estimate; return deviance, steps taken, convergence.

    `conditional` runs the conditional sum of squares, first or alone; `exact` the likelihood. All climbs share
    `max_iter` steps; the conditional one, which then is only a start, takes half of them at most.
    """
    k, m = p + q, p + q + beta.shape[0]
    x, best = np.zeros(m), np.zeros(m)
    for i in range(beta.shape[0]):
        x[k + i] = beta[i]
    deviance, n_iter, converged = np.inf, 0, False
    if conditional:  # `not conditional` is False: a literal would compile everything a second time
        share = max_iter - max_iter // 2 if exact else max_iter
        deviance, n_iter, converged = _minimise(y, X, p, q, not conditional, x, tol, share, phi, theta, v, F, a, P)
    if exact and conditional:
        _pull_inwards(x, p, q, phi, theta)
        left = max_iter - n_iter
        deviance, steps, converged = _minimise(y, X, p, q, exact, x, tol, left, phi, theta, v, F, a, P)
        n_iter += steps
        for c in range(m):
            best[c] = x[c]
    if exact:
        for c in range(m):
            x[c] = beta[c - k] if c >= k else 0.0
        first, left = converged, max_iter - n_iter
        other, steps, converged = _minimise(y, X, p, q, exact, x, tol, left, phi, theta, v, F, a, P)
        n_iter += steps
        if conditional and not other < deviance:
            for c in range(m):
                x[c] = best[c]
            left = max_iter - n_iter
            other, steps, converged = _minimise(y, X, p, q, exact, x, tol, left, phi, theta, v, F, a, P)
            n_iter += steps
            converged |= first  # there may be no step left to find that again
        deviance = other
    for i in range(beta.shape[0]):
        beta[i] = x[k + i]
    return deviance, n_iter, converged


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
def _information(y, X, p, q, exact, z, sigma2, n_values, information):
    """Fill the observed information (m + 1, m + 1) of z = (phi, theta, beta) and sigma2, at the maximum.

    Central differences of the exact gradient; steps that would leave the stationary region are shortened. At its
    very edge entries are NaN; beyond it, False is returned.
    """
    m = z.shape[0]
    up, down, squares, ignored, moved = np.empty(m), np.empty(m), np.empty(m), np.empty(m), z.copy()
    if not _slope(y, X, p, q, exact, z, np.inf, up, squares):
        return False
    information[m, m] = 0.5 * n_values / sigma2 / sigma2
    for c in range(
        m
    ):  # the slope is zero here, so that of S comes from that of L, which is what an infinite sigma2 leaves
        information[c, m] = information[m, c] = -up[c] / sigma2
    _slope(y, X, p, q, exact, z, sigma2, up, squares)
    for c in range(m):
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
    for c in range(m):
        for e in range(c):
            information[c, e] = information[e, c] = 0.5 * (information[c, e] + information[e, c])
    return True
