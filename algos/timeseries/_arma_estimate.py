r"""From a series to its ARMA estimate: where the climbs to the maximum start, and which end is kept.

The likelihood has several maxima wherever the model is larger than the series supports. Two climbs, from white noise
and from the conditional sum of squares' estimate, do where both end at the same place, inside the region, and far
above the model with one coefficient less on either side. Elsewhere four more start near the unit roots 1 and -1, where
a root of phi and one of theta nearly cancel, and then the maxima of all smaller models, with zeros added, so that no
smaller model is likelier than what is returned. All of these stop early; the best goes on. Of 246 models of short
series, 78 of them of walks, the two starts alone leave 14 below a smaller model and 12 below statsmodels' end; all of
them, none.

The loop over the climbs is Python, and a kernel does `_WORK` at most, so that Ctrl-C is heard.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._check import FloatArray
from .._jit import kernel
from ..optim._shifted_cholesky import _cholesky, _substitute
from ._arma_minimum import _climb, _evaluate, _set_coefficients
from ._partial_autocorrelations import _unconstrained

__all__ = ["Estimate", "estimate", "passes_per_call"]

_WORK = 2e7
"""Elementary updates of one kernel call, about a tenth of a second; a single pass may be more."""

_NEAR = 1.8
"""A conditional estimate with |u| beyond it (a partial autocorrelation of 0.95) is pulled inwards before it starts."""

_EDGE = 3.0
"""An end with |u| beyond it, a partial autocorrelation of 0.995, is not trusted to be the only maximum."""

_SAME = 1e-3
"""Climbs whose ends differ by less log-likelihood have ended at the same place."""

_SURELY = 5.0
"""Log-likelihood that roots which nearly cancel gain hardly ever."""

_ROUGHLY = 1e-4
"""The `tol` of a climb that goes on only if it ends best."""

_STEPS = 60
"""The most steps of such a climb."""

_TOWARDS = ((2.0, 1.5), (-2.0, -1.5), (1.5, 2.0), (-1.5, -2.0))
"""First u of phi and of theta of the starts near unit roots: (almost) the same root on either side."""


_Arrays = tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]


class Estimate(NamedTuple):
    """Coefficients, padded as the filter wants them, its results there, and how the search went."""

    phi: FloatArray
    theta: FloatArray
    beta: FloatArray
    v: FloatArray
    F: FloatArray
    a: FloatArray
    P: FloatArray
    n_iter: int
    converged: bool


class _End(NamedTuple):
    """Where a climb ended."""

    deviance: float
    x: FloatArray
    converged: bool


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


def passes_per_call(n: int, p: int, q: int, b: int) -> int:
    """Return how many passes over the series one kernel call may make."""
    r, m = max(p, q + 1), p + q + b
    return max(1, int(_WORK / (n * (0.5 * (p + q) * r * r + m * m + 1.0))))


class _Search:
    """Climbs over one series that share a number of steps."""

    def __init__(self, y: FloatArray, X: FloatArray, tol: float, max_iter: int) -> None:
        self.y, self.X, self.tol, self.left = y, X, tol, max_iter
        self.beta = np.zeros(X.shape[1])
        _regress(y, X, self.beta)
        self.v, self.F = np.empty(y.shape[0]), np.empty(y.shape[0])

    def arrays(self, p: int, q: int) -> _Arrays:
        """Return what the filter fills: phi, theta, v, F, a, P."""
        r = max(p, q + 1)
        return np.zeros(r), np.zeros(r + 1), self.v, self.F, np.zeros(r), np.zeros((r, r))

    def start(self, p: int, q: int, ar: float = 0.0, ma: float = 0.0) -> FloatArray:
        """Return white noise around the trend, or what has the first partial autocorrelations tanh ar and tanh ma."""
        x = np.zeros(p + q + self.beta.shape[0])
        x[p + q :] = self.beta
        if p and q:
            x[0], x[p] = ar, ma
        return x

    def climb(self, p: int, q: int, exact: bool, x: FloatArray, tol: float, most: int) -> _End:
        """Move x to a minimum."""
        m, most = x.shape[0], min(most, self.left)
        passes = passes_per_call(self.y.shape[0], p, q, self.beta.shape[0])
        gradient, B, status = np.empty(m), np.empty((m, m)), np.array([0.0, -1.0, 0.0, 0.0])
        arrays = self.arrays(p, q)
        while not _climb(self.y, self.X, p, q, exact, x, tol, most, passes, *arrays, gradient, B, status):
            pass
        self.left -= int(status[2])
        return _End(float(status[0]), x, bool(status[3]))

    def roughly(self, p: int, q: int, x: FloatArray) -> _End:
        return self.climb(p, q, True, x, max(self.tol, _ROUGHLY), _STEPS)

    def conditional(self, p: int, q: int, most: int) -> FloatArray:
        """Return the conditional sum of squares' estimate, every inverse root pulled from the edge by a twentieth."""
        x = self.climb(p, q, False, self.start(p, q), max(self.tol, _ROUGHLY), min(most, _STEPS)).x
        if np.abs(x[: p + q]).max(initial=0.0) > _NEAR:
            phi, theta = self.arrays(p, q)[:2]
            _set_coefficients(x, p, q, phi, theta, np.empty((x.shape[0], x.shape[0])))
            _unconstrained(phi[:p], 0.95, x[:p])
            _unconstrained(-theta[1 : q + 1], 0.95, x[p : p + q])
        return x

    def is_plain(self, p: int, q: int, ends: list[_End]) -> bool:
        """Return whether all ends agree, inside the region, on a model that needs all of its coefficients."""
        k, deviances = p + q, [end.deviance for end in ends]
        if not max(deviances) - min(deviances) < _SAME:
            return False
        if np.abs(ends[0].x[:k]).max(initial=0.0) > _EDGE:
            return False
        return not (p and q) or self.roughly(p - 1, q - 1, self.start(p - 1, q - 1)).deviance - deviances[0] > _SURELY

    def from_smaller_models(self, p: int, q: int, reserve: int) -> list[_End]:
        """Return the ends of climbs from the models with one coefficient less, which are found likewise."""
        best: dict[tuple[int, int], _End] = {}
        for i, j in np.ndindex(p + 1, q + 1):
            ends = [] if i or j else [self.roughly(0, 0, self.start(0, 0))]
            if i:
                ends.append(self.roughly(i, j, np.insert(best[i - 1, j].x, i - 1, 0.0)))
            if j:
                ends.append(self.roughly(i, j, np.insert(best[i, j - 1].x, i + j - 1, 0.0)))
            best[i, j] = min(ends, key=lambda end: end.deviance)
            if self.left <= reserve:
                break
        return ends if (i, j) == (p, q) else []


def estimate(
    y: FloatArray, X: FloatArray, p: int, q: int, conditional: bool, exact: bool, tol: float, max_iter: int
) -> Estimate:
    """Return the estimate of a regression with ARMA errors.

    `conditional` runs the conditional sum of squares, first or alone; `exact` the likelihood. All climbs share
    `max_iter` steps; the last quarter is kept for the best of them.
    """
    search = _Search(y, X, tol, max_iter)
    if exact:
        reserve = max_iter // 4
        ends = []
        if conditional:
            ends.append(search.roughly(p, q, search.conditional(p, q, max_iter - max_iter // 2)))
        ends.append(search.roughly(p, q, search.start(p, q)))
        if search.left > reserve and not search.is_plain(p, q, ends):
            for ar, ma in _TOWARDS if p and q else ():
                ends.append(search.roughly(p, q, search.start(p, q, ar, ma)))
            if search.left > reserve:
                ends += search.from_smaller_models(p, q, reserve)
        x = min(ends, key=lambda end: end.deviance).x
    else:
        x = search.start(p, q)
    end = search.climb(p, q, exact, x, tol, search.left)
    m, arrays = x.shape[0], search.arrays(p, q)
    _evaluate(y, X, p, q, exact, end.x, *arrays, np.empty(m), np.empty((m, m)))
    phi, theta, v, F, a, P = arrays
    return Estimate(phi, theta, end.x[p + q :].copy(), v, F, a, P, max_iter - search.left, end.converged)
