r"""Mixtures of coins: rows of trials, each row tossed with one of k coins (or sets of coins), nobody saw which.

.. math:: p(x) = \sum_j \pi_j \prod_f \theta_{jf}^{x_f} (1 - \theta_{jf})^{1 - x_f}
"""

from __future__ import annotations

from functools import partial as bind
from typing import Any, NamedTuple, Self

import numpy as np

from .._blocks import map_reduce, threads
from .._check import FloatArray, array, boolean, frozen, integer, number, probabilities
from .._jit import kernel
from ._ascent import Ascent, ascend, checked_tol, random_numbers
from ._mixture import Mixture
from ._mixture_pass import MixtureSums, column_blocks, merge
from ._mixture_sums import CHUNK, _normalise

__all__ = ["BernoulliMixture"]


class _State(NamedTuple):
    """Weights (k,) and chances (k, d)."""

    weights: FloatArray
    chances: FloatArray


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _log_chances(columns, left, m, base, yes, no, out):
    """Write base plus the logarithm of the chance of each row's trials."""
    out = out[:m]
    for r in range(m):
        out[r] = base
    for f in range(yes.shape[0]):
        column, log_yes, log_no = columns[f, left : left + m], yes[f], no[f]
        for r in range(m):
            out[r] += log_yes if column[r] != 0.0 else log_no


@kernel
def _rows(columns, bases, yes, no, densities, shares):
    """Write each row's log density and its responsibilities (k, n); return the sum of the former."""
    n, k = columns.shape[1], bases.shape[0]
    logs, spare, other, loglik = np.empty((k, CHUNK)), np.empty(CHUNK), np.empty(CHUNK), 0.0
    for left in range(0, n, CHUNK):
        m = min(CHUNK, n - left)
        for j in range(k):
            _log_chances(columns, left, m, bases[j], yes[j], no[j], logs[j])
        loglik += _normalise(logs, m, spare, other)
        for r in range(m):
            densities[left + r] = spare[r]
            for j in range(k):
                shares[j, left + r] = logs[j, r]
    return loglik


def _logarithms(state: _State) -> tuple[FloatArray, FloatArray, FloatArray]:
    with np.errstate(divide="ignore"):
        return np.log(state.weights), np.log(state.chances), np.log1p(-state.chances)


def _sum_trials(state: _State, columns: FloatArray) -> MixtureSums:
    """Add up one block, given transposed: mass and successes of each component."""
    n, k = columns.shape[1], state.weights.shape[0]
    shares = np.empty((k, n))
    loglik = _rows(columns, *_logarithms(state), np.empty(n), shares)
    return MixtureSums(n, float(loglik), shares.sum(axis=1), shares @ columns.T, np.zeros(0))


class BernoulliMixture(Mixture):
    r"""Explain rows of yes-or-no trials by `n_components` hidden kinds of rows, each with its own chances.

    .. math:: p(x) = \sum_j \pi_j \prod_f \theta_{jf}^{x_f} (1 - \theta_{jf})^{1 - x_f}

    With `tied`, a component is one coin that is tossed for every column: the two coins of Do and Batzoglou. Repeats
    expectation and maximisation from `n_init` starts and keeps the most likely result.

    Parameters
    ----------
    n_components : int
        Number of components k, 1 <= k <= n.
    tied : bool
        One chance for all columns of a component, in place of one for each column.
    binarize : float or None
        Values above it count as 1, the others as 0. None refuses anything but 0 and 1.
    tol : float or None
        Stop when the mean log-likelihood of a row changes by no more than this in a step; None takes all of them.
    max_iter : int
        Steps a start may take, at least 1.
    n_init : int
        Number of starts, with random chances between 1/4 and 3/4.
    weights_init : array_like of shape (k,), optional
        Start from these weights instead of equal ones.
    probabilities_init : array_like of shape (k, d), or (k,) if tied, optional
        Start from these chances, once.
    random_state : int, numpy Generator, RandomState or None
        Source of randomness. An int gives the same bits in every call.
    n_jobs : int or None
        Threads over blocks of rows: None is 1, -1 all cores.

    Attributes
    ----------
    weights_ : ndarray of shape (k,)
    probabilities_ : ndarray of shape (k, d)
        Chance of a 1 in each column; all columns of a row are equal if tied.
    converged_ : bool
        Whether `tol` stopped the best start, not `max_iter`; nothing warns.
    n_iter_ : int
        Steps of the best start.
    lower_bound_ : float
        Mean log-likelihood of a row in the last of them, before its update.
    lower_bounds_ : list of float
        The same for each step; it never falls.
    n_features_in_ : int

    See Also
    --------
    scipy.stats.bernoulli : ``logpmf`` gives the likelihood whose maximum on a grid it is tested against.
    GaussianMixture : the same for measurements.

    Notes
    -----
    Time O(nkd) an iteration, memory O(n(d + k)).
    Finds a local maximum, which depends on the start. The components may come out in any order. A row that is
    impossible under every component has log density -inf and belongs to all of them alike.

    References
    ----------
    .. [1] C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, section 9.3.3.
    .. [2] C. B. Do, S. Batzoglou, "What is the expectation maximization algorithm?", Nature Biotechnology 26, 2008.

    Examples
    --------
    Two coins, four rows of tosses: one shows heads in 3 of 4, the other in 1 of 4.

    >>> X = [[1, 1, 1, 0, 1, 1, 0, 1], [0, 1, 0, 0, 0, 0, 1, 0], [1, 0, 1, 1, 1, 1, 1, 0], [0, 0, 0, 1, 0, 1, 0, 0]]
    >>> model = BernoulliMixture(2, tied=True, random_state=0).fit(X)
    >>> sorted(model.probabilities_[:, 0].round(2).tolist()), model.weights_.round(2).tolist()
    ([0.26, 0.74], [0.5, 0.5])
    """

    weights_: FloatArray
    probabilities_: FloatArray
    converged_: bool
    n_iter_: int
    lower_bound_: float
    lower_bounds_: list[float]

    def __init__(
        self,
        n_components: int = 1,
        *,
        tied: bool = False,
        binarize: float | None = None,
        tol: float | None = 1e-6,
        max_iter: int = 1000,
        n_init: int = 10,
        weights_init: Any = None,
        probabilities_init: Any = None,
        random_state: Any = None,
        n_jobs: int | None = None,
    ) -> None:
        self.n_components = n_components
        self.tied = tied
        self.binarize = binarize
        self.tol = tol
        self.max_iter = max_iter
        self.n_init = n_init
        self.weights_init = weights_init
        self.probabilities_init = probabilities_init
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002  (scikit-learn's signature)
        """Estimate weights and chances from `X`."""
        X = self._trials(self._fit_matrix(X))
        n, d = X.shape
        k = integer(self.n_components, "n_components", at_least=1)
        if k > n:
            raise ValueError(
                f"n_components must be at most the number of rows: n_samples={n} should be >= n_components={k}"
            )
        tied, n_init = boolean(self.tied, "tied"), integer(self.n_init, "n_init", at_least=1)
        tol, max_iter = checked_tol(self.tol), integer(self.max_iter, "max_iter", at_least=1)
        weights = np.full(k, 1.0 / k)
        if self.weights_init is not None:
            weights = probabilities(self.weights_init, "weights_init")
            if weights.shape != (k,):
                raise ValueError(f"weights_init must have shape {(k,)}, got {weights.shape}")
        chances, rng = self._given_chances(k, d, tied), random_numbers(self.random_state)
        blocks = column_blocks(X)
        best: Ascent | None = None
        with threads(self.n_jobs) as run_map:

            def step(now: _State) -> tuple[_State, float]:
                sums = map_reduce(bind(_sum_trials, now), merge, blocks, run_map)
                return _maximise(sums, now.chances, tied), sums.log_likelihood / n

            for _ in range(n_init if chances is None else 1):
                drawn = rng.uniform(0.25, 0.75, (k, 1 if tied else d)) if chances is None else chances
                run = ascend(step, _State(weights, np.broadcast_to(drawn, (k, d))), max_iter, tol)
                if best is None or run.history[-1] > best.history[-1]:
                    best = run
        assert best is not None
        self.weights_, self.probabilities_ = best.parameters
        self.converged_, self.n_iter_ = best.converged, len(best.history)
        self.lower_bounds_, self.lower_bound_ = best.history, best.history[-1]
        return self

    def _given_chances(self, k: int, d: int, tied: bool) -> FloatArray | None:
        """Check `probabilities_init`."""
        if self.probabilities_init is None:
            return None
        values = array(self.probabilities_init, "probabilities_init", None)
        if values.shape != ((k,) if tied else (k, d)):
            raise ValueError(f"probabilities_init must have shape {(k,) if tied else (k, d)}, got {values.shape}")
        if not (values.min() >= 0.0 and values.max() <= 1.0):
            raise ValueError("probabilities_init must lie between 0 and 1")
        return values[:, None] if tied else values

    def _trials(self, X: FloatArray) -> FloatArray:
        """Return zeros and ones, or refuse."""
        if self.binarize is not None:
            return (number(self.binarize, "binarize") < X).astype(np.float64)
        wrong = (X != 0.0) & (X != 1.0)
        if wrong.any():
            raise ValueError(f"X must hold only 0 and 1, got {X[wrong][0]}; or set binarize to a threshold")
        return X

    def _rows(self, X: Any) -> tuple[FloatArray, FloatArray]:
        """Return the log density of each row (n,) and its responsibilities (k, n)."""
        columns = frozen(np.ascontiguousarray(self._trials(self._predict_matrix(X)).T))
        densities, shares = np.empty(columns.shape[1]), np.empty((self.weights_.shape[0], columns.shape[1]))
        _rows(columns, *_logarithms(_State(self.weights_, self.probabilities_)), densities, shares)
        return np.where(densities > -1e299, densities, -np.inf), shares

    def _n_parameters(self) -> int:
        k, d = self.probabilities_.shape
        return k - 1 + (k if self.tied else k * d)


def _maximise(sums: MixtureSums, chances: FloatArray, tied: bool) -> _State:
    """Return the weights and chances that the sums make most likely; a component without rows keeps its own."""
    filled = sums.mass > 0.0
    moved = np.array(chances)
    moved[filled] = sums.sums[filled] / sums.mass[filled, None]
    if tied:
        moved[:] = moved.mean(axis=1, keepdims=True)
    return _State(sums.mass / sums.mass.sum(), np.clip(moved, 0.0, 1.0))
