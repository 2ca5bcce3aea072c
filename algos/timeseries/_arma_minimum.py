r"""Maximum likelihood of a regression with ARMA errors, as a nonlinear least-squares problem.

.. math::

    -2 \log L = N \log S + \sum_t \log F_t + \text{const}, \qquad S = \sum_t v_t^2 / F_t

once the innovation variance is set to S / N. Minimising that is minimising the sum of squares of :math:`v_t
F_t^{-1/2} \prod_s F_s^{1/2N}` (Ljung and Box, "The likelihood function of stationary autoregressive-moving average
models", Biometrika 66, 1979), so that Gauss-Newton steps apply: ten of them do what takes a quasi-Newton method forty,
since the matrix of the least-squares problem tends to the information matrix. Levenberg and Marquardt's damping makes
every step a descent. The coefficients are functions of unconstrained u (`_partial_autocorrelations`), so that every
step stays stationary and invertible, and a box around u keeps it from running to the edge at once. With :math:`F_t = 1`
the same loop minimises the conditional sum of squares.
"""

from __future__ import annotations

import numpy as np

from .._jit import kernel
from ..optim._shifted_cholesky import _cholesky, _substitute
from ._arma_filter import _filter
from ._partial_autocorrelations import _coefficients

__all__: list[str] = []

_BOUND = 9.9
"""Largest |u|: a partial autocorrelation of 1 - 5e-9."""

_LONGEST = 2.0
"""Largest change of a u in one step."""

_HOPELESS = 1e8
"""Damping at which steps are too short for the likelihood's digits."""

_AGREE = 0.1
"""Gauss-Newton is trusted where its curvature along the last step was right within this share."""


@kernel
def _set_coefficients(u, p, q, phi, theta, D):
    """Fill phi and theta, padded, and D (m, m), the derivatives of (phi, theta, beta) by (u, beta)."""
    D[:, :] = 0.0
    for c in range(D.shape[0]):
        D[c, c] = 1.0
    ar, slopes = np.empty(p), np.empty((p, p))
    _coefficients(u[:p], ar, slopes)
    for i in range(p):
        phi[i] = ar[i]
        for c in range(p):
            D[i, c] = slopes[i, c]
    ma, slopes = np.empty(q), np.empty((q, q))
    _coefficients(u[p : p + q], ma, slopes)
    theta[0] = 1.0
    for i in range(q):
        theta[i + 1] = -ma[i]
        for c in range(q):
            D[p + i, p + c] = -slopes[i, c]


@kernel
def _deviance(sums, slope_S, slope_L, JJ, gradient, H):
    """Return (N log S + L) / 2; fill its gradient and the matrix of the least-squares problem."""
    S, L, N = sums[0], sums[1], sums[2]
    for c in range(gradient.shape[0]):
        gradient[c] = N * slope_S[c] / S + 0.5 * slope_L[c]
        for e in range(gradient.shape[0]):
            cross = slope_S[c] * slope_L[e] + slope_L[c] * slope_S[e]
            H[c, e] = N * JJ[c, e] / S + 0.5 * cross / S + 0.25 * slope_L[c] * slope_L[e] / N
    return 0.5 * (N * np.log(S) + L)


@kernel
def _to_unconstrained(D, gradient, H):
    """Turn a gradient by (phi, theta, beta) and the matrix into those by (u, beta), in place."""
    m = gradient.shape[0]
    g, HD = np.zeros(m), np.zeros((m, m))
    for c in range(m):
        for i in range(m):
            g[c] += D[i, c] * gradient[i]
            for e in range(m):
                HD[i, c] += H[i, e] * D[e, c]
    for c in range(m):
        gradient[c] = g[c]
        for e in range(m):
            H[c, e] = 0.0
            for i in range(m):
                H[c, e] += D[i, c] * HD[i, e]


@kernel
def _evaluate(y, X, p, q, exact, x, phi, theta, v, F, a, P, gradient, H):
    """Return the deviance at x = (u, beta), infinite where there is none, with gradient and matrix."""
    m = x.shape[0]
    D, sums = np.empty((m, m)), np.empty(3)
    slope_S, slope_L, JJ = np.empty(m), np.empty(m), np.empty((m, m))
    _set_coefficients(x, p, q, phi, theta, D)
    if not _filter(y, X, x[p + q :], phi, theta, p, q, exact, v, F, a, P, sums, slope_S, slope_L, JJ):
        return np.inf
    deviance = _deviance(sums, slope_S, slope_L, JJ, gradient, H)
    _to_unconstrained(D, gradient, H)
    return deviance if abs(deviance) < np.inf else np.inf


@kernel
def _damped_step(x, k, gradient, B, damping, L, step):
    """Fill `step` with the solution of (B + damping diag B) step = -gradient within the box; return what it promises.

    That is negative where the matrix is not definite. A u whose step leaves the box moves to its border and the others
    are solved for again: where r is near 1, its u has no weight, and would hold the others back.
    """
    m = gradient.shape[0]
    A, right, solution, scale = np.empty((m, m)), np.empty(m), np.empty(m), np.empty(m)
    for c in range(m):
        step[c] = 0.0
        free = c >= k or abs(x[c]) < _BOUND or x[c] * gradient[c] > 0.0
        scale[c] = 1.0 / np.sqrt(B[c, c]) if free and B[c, c] > 0.0 else 0.0
    clipped = True
    while clipped:
        clipped = False
        for c in range(m):
            right[c] = gradient[c] * scale[c]
            for e in range(m):
                A[c, e] = B[c, e] * scale[c] * scale[e]
                right[c] += scale[c] * B[c, e] * step[e]
            if scale[c] == 0.0:
                A[c, c] = 1.0
        if not _cholesky(A, damping, 1e-14, L):
            return -1.0
        _substitute(L, right, solution)
        for c in range(k):
            low, high = max(-_LONGEST, -_BOUND - x[c]), min(_LONGEST, _BOUND - x[c])
            moved = solution[c] * scale[c]
            if scale[c] > 0.0 and not low <= moved <= high:
                border = low if moved < low else high
                step[c] = border if border * gradient[c] < 0.0 else 0.0
                scale[c] = 0.0
                clipped = True
    promised = 0.0
    for c in range(m):
        if scale[c] > 0.0:
            step[c] = solution[c] * scale[c]
    for c in range(m):
        slope = gradient[c]
        for e in range(m):
            slope += 0.5 * B[c, e] * step[e]
        promised -= slope * step[c]
    return promised


@kernel
def _learn_curvature(H, step, change, B):
    """Set B to H, corrected by BFGS along the last step where H says something else than the gradient's change.

    Gauss-Newton leaves the second derivatives of the residuals out. On the ridge that nearly common factors of phi and
    theta make, that costs hundreds of steps, almost all in one direction: the last.
    """
    m = step.shape[0]
    curved, expected = 0.0, 0.0
    Hs = np.zeros(m)
    for c in range(m):
        for e in range(m):
            Hs[c] += H[c, e] * step[e]
        curved += step[c] * change[c]
        expected += step[c] * Hs[c]
    correct = curved > 1e-8 * expected and abs(curved - expected) > _AGREE * curved
    for c in range(m):
        for e in range(m):
            B[c, e] = H[c, e]
            if correct:
                B[c, e] += change[c] * change[e] / curved - Hs[c] * Hs[e] / expected


@kernel
def _climb(y, X, p, q, exact, x, tol, most, passes, phi, theta, v, F, a, P, gradient, B, status):
    """Move x = (u, beta) towards a minimum, `passes` evaluations at most; return whether the search is over.

    `status` holds the deviance, the damping (negative: nothing evaluated yet), the steps taken, and whether it
    converged: whether the next step would gain less than `tol` of log-likelihood.
    """
    m = x.shape[0]
    L, step, change = np.zeros((m, m)), np.empty(m), np.empty(m)
    trial, trial_gradient, H = np.empty(m), np.empty(m), np.empty((m, m))
    done = 0
    if status[1] < 0.0:
        status[0] = _evaluate(y, X, p, q, exact, x, phi, theta, v, F, a, P, gradient, B)
        status[1] = 1e-2
        status[3] = 1.0 if m == 0 else 0.0
        done = 1
    deviance, damping, n_iter, converged = status[0], status[1], int(status[2]), status[3] > 0.0
    while n_iter < most and not converged and damping < _HOPELESS and deviance < np.inf and done < passes:
        promised = _damped_step(x, p + q, gradient, B, damping, L, step)
        if promised < 0.0:
            damping = max(10.0 * damping, 1e-8)
            continue
        n_iter += 1
        done += 1
        for c in range(m):
            trial[c] = x[c] + step[c]
        converged = promised < tol and damping < 1.0
        reached = _evaluate(y, X, p, q, exact, trial, phi, theta, v, F, a, P, trial_gradient, H)
        if reached <= deviance:
            for c in range(m):
                change[c] = trial_gradient[c] - gradient[c]
                x[c], gradient[c] = trial[c], trial_gradient[c]
            _learn_curvature(H, step, change, B)
            damping = 0.1 * damping if damping > 1e-8 else 0.0
            deviance = reached
        else:
            damping = max(10.0 * damping, 1e-6)
    status[0], status[1], status[2], status[3] = deviance, damping, n_iter, 1.0 if converged else 0.0
    return not (n_iter < most and not converged and damping < _HOPELESS and deviance < np.inf)
