r"""A hidden Markov model whose states emit vectors from a normal distribution each.

.. math:: p(x) = \sum_{z} \pi_{z_1} N(x_1; \mu_{z_1}, \Sigma_{z_1})
                 \prod_{t>1} a_{z_{t-1} z_t}\, N(x_t; \mu_{z_t}, \Sigma_{z_t})
"""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import numpy as np

from .._blocks import map_reduce, threads
from .._check import FloatArray, IntArray, frozen, matrix, number, one_of
from ..estimation._mixture_pass import (
    KINDS,
    MixtureSums,
    check_covariances,
    kernel_shape,
    maximise,
    public_shape,
    rows_in_range,
)
from ._expectations import _expectations, workspace
from ._gaussian_emissions import centres, floors, log_densities, overall_covariances, raised, weighted_sums
from ._hidden_markov import HiddenMarkov
from ._parameters import check_ignored, checked_lengths, logarithm, sequence_blocks
from .reestimation import _row_shares, merge_counts

__all__ = ["GaussianHMM"]


class _Parameters(NamedTuple):
    startprob: FloatArray
    transmat: FloatArray
    means: FloatArray
    covars: FloatArray  # as kernels take them


class _Counts(NamedTuple):
    """What a block of sequences adds to the expectations."""

    start: FloatArray
    transitions: FloatArray
    log_likelihood: float
    mass: FloatArray
    sums: FloatArray
    squares: FloatArray


class _Block(NamedTuple):
    """Some sequences, and room for their expectations: fresh memory in every iteration would be slow."""

    columns: FloatArray
    lengths: IntArray
    rows: IntArray
    work: FloatArray
    densities: FloatArray
    gamma: FloatArray
    shares: FloatArray


def _block(X: FloatArray, lengths: IntArray, k: int) -> _Block:
    n = X.shape[0]
    rows, room = frozen(np.arange(n)), workspace(int(lengths.max()), k)
    columns = frozen(np.ascontiguousarray(X.T))
    return _Block(columns, lengths, rows, room, np.empty((n, k)), np.empty((n, k)), np.empty((k, n)))


def _count(block: _Block, now: _Parameters) -> _Counts:
    """Return the expectations of a block under the parameters."""
    k = len(now.startprob)
    table = log_densities(block.columns, now.means, now.covars, block.densities)
    start, transitions, found = np.zeros(k), np.zeros((k, k)), np.empty(len(block.lengths))
    logs = logarithm(now.startprob), logarithm(now.transmat)
    _expectations(*logs, table, block.rows, block.lengths, block.work, start, transitions, block.gamma, found)
    if found.min() == -np.inf:
        raise ValueError(
            f"X holds a sequence of length {block.lengths[found.argmin()]} that is impossible under the start values"
        )
    np.copyto(block.shares, block.gamma.T)
    sums = weighted_sums(block.columns, block.shares, now.means, now.covars)
    return _Counts(start, transitions, float(found.sum()), sums.mass, sums.sums, sums.squares)


class GaussianHMM(HiddenMarkov):
    r"""Hidden Markov model of vectors that are normal within each state, fitted by Baum-Welch.

    .. math:: p(x) = \sum_{z} \pi_{z_1} N(x_1; \mu_{z_1}, \Sigma_{z_1})
                     \prod_{t>1} a_{z_{t-1} z_t}\, N(x_t; \mu_{z_t}, \Sigma_{z_t})

    Parameters
    ----------
    n_components : int
        Number k of hidden states.
    covariance_type : {"diag", "full", "spherical", "tied"}
        A variance for each feature, a whole matrix, or one variance for each state; or one matrix for all states.
    min_covar : float
        Floor of the variances (of the eigenvalues, for matrices) as a share of each feature's variance over all rows:
        no absolute number, as hmmlearn's is and the `reg_covar` of mixtures, and nothing is added above it.
    startprob_init, transmat_init, means_init, covars_init : array_like, optional
        Start of the iteration; shapes as of the attributes. By default uniform, uniform, the centers of `KMeans`, and
        the covariance of all rows. A probability of 0 stays 0.
    params : str
        What `fit` changes: "s" start, "t" transitions, "m" means, "c" covariances; the rest stays as it starts.
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
    means_ : ndarray of shape (k, d)
    covars_ : ndarray of shape (k, d), (k, d, d), (k,) or (d, d)
        In the order of `covariance_type` above.
    log_likelihoods_ : ndarray of shape (n_iter_,)
        Log-likelihood under the parameters with which each iteration began; it never falls.
    n_iter_ : int
    converged_ : bool
        Whether `tol` stopped it, not `max_iter`; nothing warns.
    n_features_in_ : int

    See Also
    --------
    hmmlearn.hmm.GaussianHMM : the library it is tested against, its priors switched off.
    CategoricalHMM : the same for symbols.
    algos.estimation.GaussianMixture : the same without a memory; its `score` and `tol` are means of a row, here totals.

    Notes
    -----
    Time O(n k (k + d²)) an iteration (k + d without matrices), memory O(n (k + d)).
    Methods take several sequences one after another with `lengths`, which sum to n. Nothing but the floor is added to
    maximum likelihood: hmmlearn's defaults hold an inverse gamma prior on variances.

    References
    ----------
    .. [1] L. R. Rabiner, "A tutorial on hidden Markov models and selected applications in speech recognition",
       Proceedings of the IEEE 77(2), 1989, equations 52 to 54.

    Examples
    --------
    A level that jumps from about 0 to about 5 and back:

    >>> X = np.array([[0.1], [-0.2], [0.0], [0.2], [5.1], [4.9], [5.2], [4.8], [0.1], [-0.1]])
    >>> model = GaussianHMM(2, random_state=0).fit(X)
    >>> sorted(model.means_.ravel().round(2).tolist())
    [0.02, 5.0]
    """

    means_: FloatArray
    covars_: FloatArray

    def __init__(
        self,
        n_components: int = 1,
        covariance_type: str = "diag",
        *,
        min_covar: float = 1e-6,
        startprob_init: Any = None,
        transmat_init: Any = None,
        means_init: Any = None,
        covars_init: Any = None,
        params: str = "stmc",
        n_init: int = 1,
        max_iter: int = 100,
        tol: float | None = 1e-2,
        random_state: Any = None,
        n_jobs: int | None = None,
    ) -> None:
        self.n_components = n_components
        self.covariance_type = covariance_type
        self.min_covar = min_covar
        self.startprob_init = startprob_init
        self.transmat_init = transmat_init
        self.means_init = means_init
        self.covars_init = covars_init
        self.params = params
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(self, X: Any, y: Any = None, lengths: Any = None) -> Self:
        """Find parameters that make `X` of shape (n, d) likely, sequences one after another.

        `lengths` are those of the sequences; `y` is ignored.
        """
        X = rows_in_range(self._fit_matrix(X))
        check_ignored(y, len(X))
        lengths = checked_lengths(lengths, len(X))
        k = self._settings("stmc")[0]
        kind = one_of(self.covariance_type, "covariance_type", KINDS)
        floor = floors(X, number(self.min_covar, "min_covar", above=0.0))
        pi, a = self._first_chain(k)
        means, covars = self._given(k, kind, X.shape[1])
        if means is None and len(X) < k:
            raise ValueError(f"n_components must be at most the number of rows: n_samples={len(X)}, n_components={k}")
        if covars is None:
            covars = raised(overall_covariances(X.T, kind, k), floor)

        def start(rng: np.random.Generator) -> _Parameters:
            return _Parameters(pi, a, frozen(centres(X, k, rng) if means is None else means), covars)

        parts = [_block(X[steps], mine, k) for steps, mine in sequence_blocks(lengths)]
        with threads(self.n_jobs) as run_map:

            def step(now: _Parameters) -> tuple[_Parameters, float]:
                counts = map_reduce(lambda part: _count(part, now), merge_counts, parts, run_map)
                return self._maximized(now, counts, floor), counts.log_likelihood

            found = self._best_ascent(step, start, means is not None)
        self.startprob_, self.transmat_, self.means_ = map(np.array, found[:3])
        self.covars_ = np.array(public_shape(found.covars, kind))
        return self

    def _given(self, k: int, kind: str, d: int) -> tuple[FloatArray | None, FloatArray | None]:
        """Check the means and covariances that were given."""
        means, covars = self.means_init, self.covars_init
        if means is not None:
            means = rows_in_range(matrix(means, "means_init"), "means_init")
            if means.shape != (k, d):
                raise ValueError(f"means_init must have shape {(k, d)}, got {means.shape}")
        if covars is not None:
            covars = check_covariances(covars, kind, k, d, "covars_init")
            if (covars.min() if covars.ndim == 2 else np.linalg.eigvalsh(covars).min()) <= 0.0:
                raise ValueError("covars_init must hold positive variances or positive definite matrices")
        return means, covars

    def _maximized(self, now: _Parameters, counts: _Counts, floor: FloatArray) -> _Parameters:
        """Return the likeliest parameters for the expectations, of those that `params` lets change."""
        sums, squares, letters = counts.sums, counts.squares, self.params
        if "m" in letters:
            sums_about, means = sums, None
        else:  # about the mean that stays, the squares alone make the covariance
            sums_about, means = np.zeros_like(sums), now.means
        _, moved, covars = maximise(MixtureSums(0, 0.0, counts.mass, sums_about, squares), now.means, now.covars, 0.0)
        return _Parameters(
            frozen(_row_shares(frozen(counts.start[None]), now.startprob[None])[0])
            if "s" in letters
            else now.startprob,
            frozen(_row_shares(frozen(counts.transitions), now.transmat)) if "t" in letters else now.transmat,
            frozen(moved) if means is None else means,
            raised(covars, floor) if "c" in letters else now.covars,
        )

    def _table(self, X: Any) -> tuple[FloatArray, IntArray]:
        X = rows_in_range(self._predict_matrix(X))
        means, covars = frozen(self.means_), kernel_shape(self.covars_, self.covariance_type)
        table = log_densities(frozen(np.ascontiguousarray(X.T)), means, covars, np.empty((len(X), len(means))))
        return table, frozen(np.arange(len(X)))

    def _emit(self, states: IntArray, rng: np.random.Generator) -> FloatArray:
        (k, d), kind = self.means_.shape, self.covariance_type
        noise = rng.standard_normal((len(states), d))
        if kind in ("diag", "spherical"):
            deviations = np.sqrt(np.broadcast_to(kernel_shape(self.covars_, kind), (k, d)))
            return self.means_[states] + noise * deviations[states]
        factors = np.linalg.cholesky(np.broadcast_to(self.covars_, (k, d, d)))
        return self.means_[states] + np.einsum("nfg,ng->nf", factors[states], noise)

    def _n_parameters(self) -> int:
        k, d = self.means_.shape
        covars = {"spherical": k, "diag": k * d, "tied": d * (d + 1) // 2, "full": k * d * (d + 1) // 2}
        return k - 1 + k * (k - 1) + k * d + covars[self.covariance_type]
