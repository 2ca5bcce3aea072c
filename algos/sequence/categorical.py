r"""A hidden Markov model whose states emit symbols.

.. math:: p(x) = \sum_{z} \pi_{z_1} b_{z_1}(x_1) \prod_{t>1} a_{z_{t-1} z_t}\, b_{z_t}(x_t)
"""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import numpy as np

from .._blocks import map_reduce, threads
from .._check import FloatArray, IntArray, frozen, integer
from .._convert import feature_names
from .._jit import kernel
from ._expectations import workspace
from ._hidden_markov import HiddenMarkov, _drawn
from ._parameters import check_ignored, checked_lengths, checked_symbols, distributions, logarithm, sequence_blocks
from .reestimation import SymbolCounts, _row_shares, count_symbols, logarithms, merge_counts

__all__ = ["CategoricalHMM"]


class _Parameters(NamedTuple):
    startprob: FloatArray
    transmat: FloatArray
    emissionprob: FloatArray


@kernel
def _draw_symbols(states, cumulative, uniforms, symbols):
    """Fill a symbol for each state; `cumulative` holds the sums of each state's probabilities."""
    for t in range(states.shape[0]):
        symbols[t] = _drawn(cumulative[states[t]], uniforms[t])


class CategoricalHMM(HiddenMarkov):
    r"""Hidden Markov model of symbols, fitted by Baum-Welch.

    .. math:: p(x) = \sum_{z} \pi_{z_1} b_{z_1}(x_1) \prod_{t>1} a_{z_{t-1} z_t}\, b_{z_t}(x_t)

    A hidden chain starts in state i with probability :math:`\pi_i` and goes from i to j with probability
    :math:`a_{ij}`; in state j it shows symbol v with probability :math:`b_j(v)`. `fit` repeats `baum_welch_step`.

    Parameters
    ----------
    n_components : int
        Number k of hidden states.
    n_features : int, optional
        Number m of symbols; by default the largest in `fit` and one. Give it for symbols that training may not show.
    startprob_init, transmat_init, emissionprob_init : array_like, optional
        Start of the iteration, shapes (k,), (k, k), (k, m). By default the first two are uniform, and rows of the third
        are drawn uniformly from all distributions. What is 0 stays 0.
    params : str
        What `fit` changes: "s" the start, "t" the transitions, "e" the emissions; the rest stays as it starts.
    n_init : int
        Number of starts, of which the likeliest result is kept.
    max_iter : int
        Iterations a start may take, at least 1.
    tol : float or None
        Stop when the log-likelihood of all data, a total as in hmmlearn, changes by no more than this in an iteration;
        None takes all of them.
    random_state : int, numpy Generator, RandomState or None
        Source of the seed. An int gives the same bits in every call.
    n_jobs : int or None
        Threads over blocks of sequences: None is 1, -1 all cores. The result does not depend on it.

    Attributes
    ----------
    startprob_ : ndarray of shape (k,)
    transmat_ : ndarray of shape (k, k)
    emissionprob_ : ndarray of shape (k, m)
    log_likelihoods_ : ndarray of shape (n_iter_,)
        Log-likelihood under the parameters with which each iteration began; it never falls.
    n_iter_ : int
    converged_ : bool
        Whether `tol` stopped it, not `max_iter`; nothing warns.
    n_features_in_ : int
        1: each observation is one symbol.

    See Also
    --------
    hmmlearn.hmm.CategoricalHMM : the library it is tested against.
    baum_welch_step : one iteration.
    GaussianHMM : the same for vectors of real numbers.

    Notes
    -----
    Time O(n k²) an iteration, memory O(n k + k m).
    Methods take several sequences one after another with `lengths`, which sum to n. States have no order of their own:
    another start may return the same model with its states renamed. The maximum found is a local one.

    References
    ----------
    .. [1] L. R. Rabiner, "A tutorial on hidden Markov models and selected applications in speech recognition",
       Proceedings of the IEEE 77(2), 1989, section III.C.

    Examples
    --------
    Symbols in runs: the model finds one state for each, and when to change.

    >>> model = CategoricalHMM(2, random_state=0).fit([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0])
    >>> z = model.predict([0, 0, 1, 1, 1])
    >>> bool(z[0] == z[1] != z[2] == z[3] == z[4])
    True
    """

    emissionprob_: FloatArray

    def __init__(
        self,
        n_components: int = 1,
        *,
        n_features: int | None = None,
        startprob_init: Any = None,
        transmat_init: Any = None,
        emissionprob_init: Any = None,
        params: str = "ste",
        n_init: int = 1,
        max_iter: int = 100,
        tol: float | None = 1e-2,
        random_state: Any = None,
        n_jobs: int | None = None,
    ) -> None:
        self.n_components = n_components
        self.n_features = n_features
        self.startprob_init = startprob_init
        self.transmat_init = transmat_init
        self.emissionprob_init = emissionprob_init
        self.params = params
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(self, X: Any, y: Any = None, lengths: Any = None) -> Self:
        """Find parameters that make `X` likely: symbols of shape (n,) or (n, 1), sequences one after another.

        `lengths` are those of the sequences; `y` is ignored.
        """
        names, X = feature_names(X), checked_symbols(X)
        check_ignored(y, len(X))
        lengths = checked_lengths(lengths, len(X))
        k = self._settings("ste")[0]
        given = self.emissionprob_init
        if given is not None:
            given = distributions(given, "emissionprob_init", k, None)
        m = self._n_symbols(X, given)
        pi, a = self._first_chain(k)

        def start(rng: np.random.Generator) -> _Parameters:
            drawn = rng.dirichlet(np.ones(m), size=k) if given is None else given
            return _Parameters(pi, a, frozen(drawn))

        parts = [
            (X[steps], mine, workspace(int(mine.max()), k), np.empty((steps.stop - steps.start, k)))
            for steps, mine in sequence_blocks(lengths)
        ]
        with threads(self.n_jobs) as run_map:

            def step(now: _Parameters) -> tuple[_Parameters, float]:
                logs = logarithms(*now)
                counts = map_reduce(
                    lambda part: count_symbols(part[0], part[1], logs, part[2], part[3]), merge_counts, parts, run_map
                )
                return self._maximized(now, counts), counts.log_likelihood

            found = self._best_ascent(step, start, given is not None)
        self.startprob_, self.transmat_, self.emissionprob_ = map(np.array, found)
        self.n_features_in_ = 1
        if names is not None:
            self.feature_names_in_ = names
        elif hasattr(self, "feature_names_in_"):
            del self.feature_names_in_
        return self

    def _n_symbols(self, X: IntArray, given: FloatArray | None) -> int:
        """Return how many symbols there are, from `n_features`, the emissions given, or the data."""
        m = int(X.max()) + 1 if given is None else given.shape[1]
        if self.n_features is not None:
            wanted = integer(self.n_features, "n_features", at_least=1)
            if given is not None and wanted != m:
                raise ValueError(f"emissionprob_init must have n_features={wanted} columns, got shape {given.shape}")
            m = wanted
        if X.max() >= m:
            raise ValueError(f"X must hold symbols from 0 to {m - 1}, got {X.max()}")
        return m

    def _maximized(self, now: _Parameters, counts: SymbolCounts) -> _Parameters:
        """Return the shares of the counts as new parameters, of those that `params` lets change."""
        return _Parameters(
            frozen(_row_shares(frozen(counts.start[None]), now.startprob[None])[0])
            if "s" in self.params
            else now.startprob,
            frozen(_row_shares(frozen(counts.transitions), now.transmat)) if "t" in self.params else now.transmat,
            frozen(_row_shares(frozen(np.ascontiguousarray(counts.symbols.T)), now.emissionprob))
            if "e" in self.params
            else now.emissionprob,
        )

    def _table(self, X: Any) -> tuple[FloatArray, IntArray]:
        self._compare_names(feature_names(X))
        symbols = checked_symbols(X)
        m = self.emissionprob_.shape[1]
        if symbols.max() >= m:
            raise ValueError(f"X must hold symbols from 0 to {m - 1} as in fit, got {symbols.max()}; see n_features")
        return frozen(np.ascontiguousarray(logarithm(self.emissionprob_).T)), symbols

    def _emit(self, states: IntArray, rng: np.random.Generator) -> IntArray:
        symbols = np.empty(len(states), np.int64)
        _draw_symbols(
            frozen(states), frozen(self.emissionprob_.cumsum(axis=1)), frozen(rng.random(len(states))), symbols
        )
        return symbols[:, None]

    def _n_parameters(self) -> int:
        k, m = self.emissionprob_.shape
        return k - 1 + k * (k - 1) + k * (m - 1)
