"""What the estimators of hidden Markov models share: settings, starts, and everything that a fitted model answers."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from .._base import Estimator
from .._check import FloatArray, IntArray, UndefinedWarning, frozen, integer, seed
from .._jit import kernel
from ..estimation._ascent import Ascent, ascend, checked_tol
from ._expectations import _expectations, _gather, _likelihoods, workspace
from ._parameters import check_ignored, checked_lengths, distributions, logarithm
from .decoding import ViterbiPath, _viterbi

__all__ = ["HiddenMarkov"]


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _decode(log_start, log_trans, log_emit, rows, lengths, path, found):
    """Fill the likeliest path of each sequence and its log-probability."""
    score, zeros, first = np.empty((lengths.max(), log_start.shape[0])), np.zeros(log_start.shape[0]), 0
    for s in range(lengths.shape[0]):
        n = lengths[s]
        _gather(log_start, log_emit, rows[first : first + n], score)
        found[s] = _viterbi(zeros, log_trans, score[:n], path[first : first + n])
        first += n


@kernel
def _drawn(cumulative, uniform):
    """Return the index into which a uniform number falls; the last that has any probability if rounding leaves none."""
    for j in range(cumulative.shape[0]):
        if uniform < cumulative[j]:
            return j
    j = cumulative.shape[0] - 1
    while j > 0 and cumulative[j] == cumulative[j - 1]:
        j -= 1
    return j


@kernel
def _walk(start, steps, uniforms, states):
    """Fill the states of a random walk; a first state of 0 or more is already given, uniforms[0] not used then."""
    if states[0] < 0:
        states[0] = _drawn(start, uniforms[0])
    for t in range(1, states.shape[0]):
        states[t] = _drawn(steps[states[t - 1]], uniforms[t])


# -- base class ------------------------------------------------------------------------------------


class HiddenMarkov(Estimator):
    """A chain of hidden states. A subclass says how states emit: `_table`, `_emit`, and how `fit` starts and steps."""

    _kind = "density_estimator"
    n_components: int
    max_iter: int
    tol: float | None
    n_init: int
    random_state: Any
    startprob_init: Any
    transmat_init: Any
    params: str
    startprob_: FloatArray
    transmat_: FloatArray
    n_iter_: int
    converged_: bool
    log_likelihoods_: FloatArray

    # -- fitting ------------------------------------------------------------------------------------

    def _settings(self, letters: str) -> tuple[int, int, float | None, int]:
        """Check the arguments that every model has: states, iterations, tolerance, starts."""
        if not isinstance(self.params, str) or not set(self.params) <= set(letters):
            raise ValueError(f"params must be a text of letters among {letters!r}, got {self.params!r}")
        return (
            integer(self.n_components, "n_components", at_least=1),
            integer(self.max_iter, "max_iter", at_least=1),
            checked_tol(self.tol),
            integer(self.n_init, "n_init", at_least=1),
        )

    def _first_chain(self, k: int) -> tuple[FloatArray, FloatArray]:
        """Return the start and step probabilities that were given, or equal ones."""
        start, steps = self.startprob_init, self.transmat_init
        return (
            frozen(np.full(k, 1.0 / k)) if start is None else distributions(start, "startprob_init", None, k),
            frozen(np.full((k, k), 1.0 / k)) if steps is None else distributions(steps, "transmat_init", k, k),
        )

    def _best_ascent(
        self, step: Callable[[Any], tuple[Any, float]], start: Callable[[np.random.Generator], Any], fixed: bool
    ) -> Any:
        """Ascend from each start and keep the highest; all random numbers come from `random_state`. Return its end."""
        _, max_iter, tol, n_init = self._settings(self.params)
        random_seed = 0 if fixed else seed(self.random_state)
        best: Ascent | None = None
        if fixed and n_init > 1:
            warnings.warn(f"the start is given: n_init={n_init} runs would be the same, one is made", stacklevel=3)
            n_init = 1
        for number_of_start in range(n_init):
            run = ascend(step, start(np.random.default_rng([random_seed, number_of_start])), max_iter, tol)
            if best is None or run.history[-1] > best.history[-1]:
                best = run
        assert best is not None
        self.log_likelihoods_ = np.array(best.history)
        self.n_iter_ = len(best.history)
        self.converged_ = best.converged
        return best.parameters

    # -- what a subclass says -----------------------------------------------------------------------

    if TYPE_CHECKING:

        def _table(self, X: Any) -> tuple[FloatArray, IntArray]:
            """Check `X` after `fit`; return a table of log-probabilities by state, and each step's row in it."""

        def _emit(self, states: IntArray, rng: np.random.Generator) -> Any:
            """Draw an observation for each state."""

        def _n_parameters(self) -> int:
            """Return how many numbers the model is free to choose."""

    # -- questions ----------------------------------------------------------------------------------

    def _chain(self, X: Any, lengths: Any) -> tuple[FloatArray, FloatArray, FloatArray, IntArray, IntArray]:
        self._check_fitted()
        table, rows = self._table(X)
        return logarithm(self.startprob_), logarithm(self.transmat_), table, rows, checked_lengths(lengths, len(rows))

    def score(self, X: Any, y: Any = None, lengths: Any = None) -> float:
        """Return the log-likelihood of all sequences together; -infinity if one of them is impossible.

        A total, as in hmmlearn, where mixtures return the mean of a row. `y` is ignored.
        """
        chain = self._chain(X, lengths)
        check_ignored(y, len(chain[3]))
        found = np.empty(len(chain[4]))
        _likelihoods(*chain, workspace(int(chain[4].max()), len(chain[0])), found)
        return float(found.sum())

    def score_samples(self, X: Any, lengths: Any = None) -> tuple[float, FloatArray]:
        """Return the log-likelihood and, as `predict_proba` does, the probabilities of the states."""
        chain = self._chain(X, lengths)
        k = len(chain[0])
        gamma, found = np.empty((len(chain[3]), k)), np.empty(len(chain[4]))
        _expectations(*chain, workspace(int(chain[4].max()), k), np.zeros(k), np.zeros((k, k)), gamma, found)
        self._warn_of(found, "rows of NaN were returned for it")
        return float(found.sum()), gamma

    def predict_proba(self, X: Any, lengths: Any = None) -> FloatArray:
        """Return the probability of each state at each step given its whole sequence, shape (n, k)."""
        return self.score_samples(X, lengths)[1]

    def decode(self, X: Any, lengths: Any = None) -> ViterbiPath:
        """Return the likeliest path through each sequence, one after another, and their joint log-probability."""
        chain = self._chain(X, lengths)
        path, found = np.empty(len(chain[3]), np.int64), np.empty(len(chain[4]))
        _decode(*chain, path, found)
        self._warn_of(found, "-1 was returned as its states")
        return ViterbiPath(path, float(found.sum()))

    def predict(self, X: Any, lengths: Any = None) -> IntArray:
        """Return the likeliest path of hidden states through each sequence (Viterbi)."""
        return self.decode(X, lengths).path

    def _warn_of(self, found: FloatArray, consequence: str) -> None:
        if found.min() == -np.inf:
            warnings.warn(f"X holds a sequence that is impossible under the model; {consequence}", UndefinedWarning, 4)

    def aic(self, X: Any, lengths: Any = None) -> float:
        """Return Akaike's information criterion on `X`: lower is better."""
        return 2.0 * self._n_parameters() - 2.0 * self.score(X, lengths=lengths)

    def bic(self, X: Any, lengths: Any = None) -> float:
        """Return the Bayesian information criterion on `X`: lower is better."""
        chain = self._chain(X, lengths)
        return float(np.log(len(chain[3])) * self._n_parameters() - 2.0 * self.score(X, lengths=lengths))

    def sample(
        self, n_samples: int = 1, random_state: Any = None, currstate: int | None = None
    ) -> tuple[Any, IntArray]:
        """Draw a sequence and its hidden states; `random_state` and first state are the model's unless given."""
        self._check_fitted()
        n = integer(n_samples, "n_samples", at_least=1)
        rng = np.random.default_rng(seed(self.random_state if random_state is None else random_state))
        states, k = np.full(n, -1), len(self.startprob_)
        if currstate is not None:
            states[0] = integer(currstate, "currstate", at_least=0, at_most=k - 1)
        _walk(frozen(self.startprob_.cumsum()), frozen(self.transmat_.cumsum(axis=1)), frozen(rng.random(n)), states)
        return self._emit(states, rng), states
