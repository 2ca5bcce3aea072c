r"""Mixtures of normal distributions, fitted by expectation maximisation.

.. math:: p(x) = \sum_j \pi_j N(x; \mu_j, \Sigma_j)
"""

from __future__ import annotations

import math
from typing import Any, Self

import numpy as np

from .._blocks import threads
from .._check import FloatArray, IntArray, boolean, frozen, integer, number, one_of
from ._ascent import Ascent, ascend, checked_tol, random_numbers
from ._mixture import Mixture
from ._mixture_pass import KINDS, column_blocks, kernel_shape, prepare, public_shape, rows_in_range, spread_in_range
from ._mixture_start import STARTS, given_covariances, given_means, given_weights, guess, parameters_of
from ._mixture_sums import _rows_diagonal, _rows_full
from .expectation import advance

__all__ = ["GaussianMixture"]


class GaussianMixture(Mixture):
    r"""Describe rows as drawn from one of `n_components` normal distributions, without knowing which.

    .. math:: p(x) = \sum_j \pi_j N(x; \mu_j, \Sigma_j)

    Repeats `em_step` from `n_init` starts and keeps the most likely result. Any `n_jobs` gives the same bits.

    Parameters
    ----------
    n_components : int
        Number of components k, 1 <= k <= n.
    covariance_type : {"full", "tied", "diag", "spherical"}
        A matrix for each component, one for all, a variance for each feature, or one variance a component.
    tol : float or None
        Stop when the mean log-likelihood of a row changes by no more than this in a step; None takes all of them.
    reg_covar : float
        Added to the variances, >= 0, so that no component can collapse onto a point. It is in squared units of `X`,
        unlike the share ``GaussianHMM.min_covar``; at 0 the log-likelihood never falls.
    max_iter : int
        Steps a start may take, at least 1.
    n_init : int
        Number of starts.
    init_params : {"kmeans", "k-means++", "random", "random_from_data"}
        Start from the clusters of `algos.cluster.KMeans`, from spread-out or any rows, or random responsibilities.
    weights_init, means_init, precisions_init : array_like, optional
        Start from these instead; precisions are inverse covariances in the shape of `covariances_`.
    random_state : int, numpy Generator, RandomState or None
        Source of randomness. An int gives the same bits in every call.
    warm_start : bool
        Start from the last fit's result, once, if there is one.
    n_jobs : int or None
        Threads over blocks of rows: None is 1, -1 all cores.

    Attributes
    ----------
    weights_ : ndarray of shape (k,)
    means_ : ndarray of shape (k, d)
    covariances_ : ndarray
        (k, d, d), (d, d), (k, d) or (k,), by `covariance_type`.
    precisions_cholesky_ : ndarray
        The upper triangular U with U Uᵀ the inverse of the covariance; inverse deviations for "diag" and "spherical".
    precisions_ : ndarray
        The inverse covariances.
    converged_ : bool
        Whether `tol` stopped the best start, not `max_iter`; nothing warns.
    n_iter_ : int
        Steps of the best start.
    lower_bound_ : float
        Mean log-likelihood of a row in the last of them, before its update.
    lower_bounds_ : list of float
        The same for each step.
    n_features_in_ : int

    See Also
    --------
    sklearn.mixture.GaussianMixture : the library it is tested against.
    em_step : one iteration.
    algos.sequence.GaussianHMM : with a memory; its `score` and `tol` are totals, here they are means of a row.

    Notes
    -----
    Time O(nkd²) an iteration, O(nkd) for "diag" and "spherical", memory O(nd + kd²).
    Finds a local maximum, which depends on the start. With fewer distinct rows than components some components share a
    row, with variance `reg_covar`, and fit warns.

    References
    ----------
    .. [1] C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, section 9.2.2.
    .. [2] A. P. Dempster, N. M. Laird, D. B. Rubin, "Maximum likelihood from incomplete data via the EM algorithm",
       Journal of the Royal Statistical Society B 39(1), 1977, section 4.3.

    Examples
    --------
    >>> model = GaussianMixture(2, random_state=0).fit([[0.0], [2.0], [100.0], [104.0]])
    >>> sorted(model.means_.ravel().round(6).tolist()), model.weights_.round(6).tolist()
    ([1.0, 102.0], [0.5, 0.5])
    """

    weights_: FloatArray
    means_: FloatArray
    covariances_: FloatArray
    precisions_cholesky_: FloatArray
    converged_: bool
    n_iter_: int
    lower_bound_: float
    lower_bounds_: list[float]

    def __init__(
        self,
        n_components: int = 1,
        *,
        covariance_type: str = "full",
        tol: float | None = 1e-3,
        reg_covar: float = 1e-6,
        max_iter: int = 100,
        n_init: int = 1,
        init_params: str = "kmeans",
        weights_init: Any = None,
        means_init: Any = None,
        precisions_init: Any = None,
        random_state: Any = None,
        warm_start: bool = False,
        n_jobs: int | None = None,
    ) -> None:
        self.n_components = n_components
        self.covariance_type = covariance_type
        self.tol = tol
        self.reg_covar = reg_covar
        self.max_iter = max_iter
        self.n_init = n_init
        self.init_params = init_params
        self.weights_init = weights_init
        self.means_init = means_init
        self.precisions_init = precisions_init
        self.random_state = random_state
        self.warm_start = warm_start
        self.n_jobs = n_jobs

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002  (scikit-learn's signature)
        """Estimate the parameters from `X`."""
        X = rows_in_range(self._fit_matrix(X))
        kind, n = one_of(self.covariance_type, "covariance_type", KINDS), X.shape[0]
        k = integer(self.n_components, "n_components", at_least=1)
        if k > n:
            raise ValueError(
                f"n_components must be at most the number of rows: n_samples={n} should be >= n_components={k}"
            )
        tol, reg_covar = checked_tol(self.tol), number(self.reg_covar, "reg_covar", at_least=0.0)
        spread_in_range(X, reg_covar)
        max_iter = integer(self.max_iter, "max_iter", at_least=1)
        n_init = integer(self.n_init, "n_init", at_least=1)
        one_of(self.init_params, "init_params", STARTS)
        warm = boolean(self.warm_start, "warm_start") and hasattr(self, "converged_")
        rng, blocks = random_numbers(self.random_state), column_blocks(X)
        best: Ascent | None = None
        with threads(self.n_jobs) as run_map:

            def step(now: Any) -> tuple[Any, float]:
                weights, means, covariances = now
                after = advance(blocks, weights, means, covariances, reg_covar, run_map)
                return after[:3], after.log_likelihood / n

            for _ in range(1 if warm else n_init):
                start = self._last() if warm else self._start(X, k, kind, reg_covar, rng)
                before = self.lower_bound_ if warm else -math.inf
                run = ascend(step, start, max_iter, tol, before)
                if best is None or run.history[-1] > best.history[-1]:
                    best = run
        assert best is not None
        self._keep(best, kind)
        return self

    def _start(
        self, X: FloatArray, k: int, kind: str, reg_covar: float, rng: np.random.Generator
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return what was given as a start, and for the rest what a guess says."""
        d = X.shape[1]
        weights, means = given_weights(self.weights_init, k), given_means(self.means_init, k, d)
        covariances = given_covariances(self.precisions_init, kind, k, d)
        if weights is None or means is None or covariances is None:
            shares, centres = guess(X, k, self.init_params, rng)
            guessed = parameters_of(X, shares, centres, kind, reg_covar)
            weights = guessed[0] if weights is None else weights
            means = guessed[1] if means is None else means
            covariances = guessed[2] if covariances is None else covariances
        return weights, means, covariances

    def _last(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        return self.weights_, self.means_, kernel_shape(self.covariances_, self.covariance_type)

    def _keep(self, run: Ascent, kind: str) -> None:
        weights, means, covariances = run.parameters
        halves = prepare(weights, means, covariances).W
        if halves.ndim == 3:
            halves = np.ascontiguousarray(np.swapaxes(halves, 1, 2))
        self.weights_, self.means_ = weights, means
        self.covariances_ = public_shape(covariances, kind).copy()
        self.precisions_cholesky_ = public_shape(halves, kind).copy()
        self.converged_, self.n_iter_ = run.converged, len(run.history)
        self.lower_bounds_, self.lower_bound_ = run.history, run.history[-1]

    @property
    def precisions_(self) -> FloatArray:
        """The inverse covariances, in the shape of `covariances_`."""
        halves = self.precisions_cholesky_
        if self.covariance_type in ("full", "tied"):
            return halves @ np.swapaxes(halves, -1, -2)
        return halves**2

    # -- use ----------------------------------------------------------------------------------------

    def _rows(self, X: Any) -> tuple[FloatArray, FloatArray]:
        """Return the log density of each row (n,) and its responsibilities (k, n)."""
        values = rows_in_range(self._predict_matrix(X))
        prepared = prepare(*self._last())
        densities, shares = np.empty(values.shape[0]), np.empty((prepared.means.shape[0], values.shape[0]))
        run = _rows_full if prepared.W.ndim == 3 else _rows_diagonal
        columns = frozen(np.ascontiguousarray(values.T))
        run(columns, prepared.constants, prepared.means, prepared.W, densities, shares)
        return densities, shares

    def sample(self, n_samples: int = 1) -> tuple[FloatArray, IntArray]:
        """Draw rows, sorted by component; return them and their components."""
        self._check_fitted()
        rng = random_numbers(self.random_state)
        counts = rng.multinomial(integer(n_samples, "n_samples", at_least=1), self.weights_)
        components = np.repeat(np.arange(len(counts)), counts)
        noise = rng.standard_normal((len(components), self.means_.shape[1]))
        covariances = kernel_shape(self.covariances_, self.covariance_type)
        if covariances.ndim == 3:
            factors = np.broadcast_to(np.linalg.cholesky(covariances), (len(counts), *covariances.shape[1:]))
            noise = np.einsum("nij,nj->ni", factors[components], noise)
        else:
            noise *= np.sqrt(covariances)[components]
        return self.means_[components] + noise, components

    def _n_parameters(self) -> int:
        k, d = self.means_.shape
        free = {"full": k * d * (d + 1) // 2, "tied": d * (d + 1) // 2, "diag": k * d, "spherical": k}
        return k - 1 + k * d + free[self.covariance_type]
