r"""k-means clustering: centers that minimise the sum of squared distances of the rows to their nearest center.

.. math:: J(C) = \sum_i w_i \min_j \lVert x_i - c_j \rVert^2
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, Self

import numpy as np

from .._base import Clusterer, Transformer
from .._blocks import threads
from .._check import (
    FloatArray,
    IntArray,
    frozen,
    integer,
    matrix,
    number,
    one_of,
    seed,
)
from .._check import (
    sample_weight as checked_weight,
)
from .._jit import kernel
from .._random import _fill_uniform
from ._hamerly import Iterations
from .lloyd import _assign, _squared_distance, unit_of
from .seeding import _n_trials, _seed_rows

__all__ = ["KMeans"]


_DIRECT = 100_000
"""Below this many rows times values of a center, bounds and products cost more than they save."""


class _Run(NamedTuple):
    """One descent from one start."""

    labels: IntArray
    centers: FloatArray
    inertia: float
    n_iter: int
    converged: bool


@kernel
def _distances(X, centers, out):
    """Write the distance of every row to every center."""
    for i in range(X.shape[0]):
        for j in range(centers.shape[0]):
            out[i, j] = np.sqrt(_squared_distance(X, i, centers, j))


def _descend(iterations: Iterations, centers: FloatArray, max_iter: int, tol: float) -> _Run:
    """Repeat the step until no label changes, or the centers move by no more than `tol` in all."""
    n_iter, settled, converged = 0, False, False
    while n_iter < max_iter and not converged:
        moved, changed = iterations.step(centers)
        shift = float(((moved - centers) ** 2).sum())
        centers, n_iter = moved, n_iter + 1
        settled = changed == 0
        converged = settled or shift <= tol
    labels = iterations.labels if settled else iterations.assign(centers)
    return _Run(labels, centers, iterations.distances(centers)[0], n_iter, converged)


class KMeans(Clusterer, Transformer):
    r"""Partition rows into `n_clusters` groups around their means (Lloyd's algorithm).

    .. math:: J(C) = \sum_i w_i \min_j \lVert x_i - c_j \rVert^2

    Repeats `lloyd_step` from `n_init` starts and keeps the best. Bounds on the distances (``_hamerly.py``) leave out
    work that cannot change a label; the result is that of the plain algorithm, bit for bit, for any `n_jobs`.

    Parameters
    ----------
    n_clusters : int
        Number of clusters k, 1 <= k <= n.
    init : {"k-means++", "random"} or array_like of shape (n_clusters, d)
        Start: spread-out rows (`kmeans_plusplus`), random rows, or given centers.
    n_init : int or "auto"
        Number of starts; "auto" is 1, and 10 for random rows.
    max_iter : int
        Steps a start may take, at least 1.
    tol : float
        Stop when the squared movement of all centers together is at most `tol` times the mean variance of the columns.
    random_state : int, numpy Generator, RandomState or None
        Source of the seed. An int gives the same bits in every call.
    n_jobs : int or None
        Threads over blocks of rows: None is 1, -1 all cores.

    Attributes
    ----------
    cluster_centers_ : ndarray of shape (k, d)
    labels_ : ndarray of shape (n,)
        Nearest center of each row; ties go to the lowest.
    inertia_ : float
        The objective J at these centers.
    n_iter_ : int
        Steps of the best start.
    converged_ : bool
        Whether it stopped before `max_iter` cut it off.
    n_features_in_ : int

    See Also
    --------
    sklearn.cluster.KMeans : the library it is tested against.
    lloyd_step : one iteration.

    Notes
    -----
    Time O(nkd) an iteration and less once centers settle, memory O(nd) beside the data.
    A cluster that loses all rows takes the row farthest from its center. The number of iterations is finite, since the
    objective never rises; the result is a local optimum that depends on the start.

    References
    ----------
    .. [1] S. Lloyd, "Least squares quantization in PCM", IEEE Trans. Inf. Theory 28(2), 1982, section II.
    .. [2] G. Hamerly, "Making k-means even faster", SDM 2010, algorithm 1.

    Examples
    --------
    >>> model = KMeans(2, random_state=0).fit([[0.0], [2.0], [9.0], [11.0]])
    >>> sorted(model.cluster_centers_.ravel().tolist()), model.inertia_
    ([1.0, 10.0], 4.0)
    """

    _uses_weights = ("fit", "score")
    cluster_centers_: FloatArray
    inertia_: float
    n_iter_: int
    converged_: bool

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        init: Any = "k-means++",
        n_init: Any = "auto",
        max_iter: int = 300,
        tol: float = 1e-4,
        random_state: Any = None,
        n_jobs: int | None = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(self, X: Any, y: Any = None, sample_weight: Any = None) -> Self:  # noqa: ARG002  (scikit-learn's signature)
        """Find the centers of `X`."""
        X = self._fit_matrix(X)
        n = X.shape[0]
        k = integer(self.n_clusters, "n_clusters", at_least=1)
        if k > n:
            raise ValueError(
                f"n_clusters must be at most the number of rows: n_samples={n} should be >= n_clusters={k}"
            )
        weight = checked_weight(sample_weight, n)
        max_iter = integer(self.max_iter, "max_iter", at_least=1)
        tol = number(self.tol, "tol", at_least=0.0)
        start, n_init = self._starts(X, k)
        unit = unit_of(X, X if start is None else start)
        if unit != 1.0:
            X, start = frozen(X * unit), start if start is None else frozen(start * unit)
        mean = weight @ X / weight.sum()
        tol *= float((weight @ (X - mean) ** 2 / weight.sum()).mean())
        random_seed = seed(self.random_state) if start is None else 0
        best: _Run | None = None
        with threads(self.n_jobs) as run_map:
            for stream in range(n_init):
                centers = self._draw_centers(X, weight, random_seed, stream, run_map) if start is None else start
                run = _descend(Iterations(X, weight, centers, run_map), centers, max_iter, tol)
                if best is None or run.inertia < best.inertia:
                    best = run
        assert best is not None
        self.cluster_centers_ = best.centers / unit
        self.labels_ = best.labels
        self.inertia_ = float(best.inertia) / unit / unit
        self.n_iter_ = best.n_iter
        self.converged_ = best.converged
        return self

    def _starts(self, X: FloatArray, k: int) -> tuple[FloatArray | None, int]:
        """Return the given centers, or None, and the number of starts."""
        n_init = self.n_init
        if isinstance(n_init, str):
            one_of(n_init, "n_init", ["auto"])
            n_init = 10 if isinstance(self.init, str) and self.init == "random" else 1
        n_init = integer(n_init, "n_init", at_least=1)
        if isinstance(self.init, str):
            one_of(self.init, "init", ["k-means++", "random"])
            return None, n_init
        start = matrix(self.init, "init")
        if start.shape != (k, X.shape[1]):
            raise ValueError(f"init must have shape {(k, X.shape[1])}, one row a cluster; got {start.shape}")
        if n_init > 1:
            warnings.warn(f"init gives the centers: n_init={n_init} starts would be the same, one is run", stacklevel=3)
        return start, 1

    def _draw_centers(
        self, X: FloatArray, weight: FloatArray, random_seed: int, stream: int, run_map: Callable[..., Iterable[Any]]
    ) -> FloatArray:
        """Choose the start of one run from its own stream of random numbers.

        Rows are first put into an order that depends on their values alone, so that neither shuffling them nor writing
        a row twice instead of giving it weight two changes which are drawn.
        """
        k = int(self.n_clusters)
        order = (X @ np.sin(np.arange(1.0, X.shape[1] + 1.0))).argsort(kind="stable")
        X, weight = frozen(X[order]), frozen(weight[order])
        if self.init == "random":
            keys = np.empty(X.shape[0])
            _fill_uniform(random_seed, stream, keys)
            with np.errstate(divide="ignore"):  # rows of weight zero come last
                keys = -np.log1p(-keys) / weight  # the k smallest: drawn by weight, without replacement
            return frozen(X[np.argpartition(keys, k - 1)[:k]])
        uniforms = np.empty(k * _n_trials(k))
        _fill_uniform(random_seed, stream, uniforms)
        return frozen(X[_seed_rows(X, weight, frozen(uniforms.reshape(k, -1)), run_map)])

    def predict(self, X: Any) -> IntArray:
        """Return the nearest center of each row."""
        return self._nearest(self._predict_matrix(X))[0]

    def transform(self, X: Any) -> Any:
        """Return the distance of each row to every center, shape (n, k)."""
        values = self._predict_matrix(X)
        unit = unit_of(values, self.cluster_centers_)
        out = np.empty((values.shape[0], self.cluster_centers_.shape[0]))
        _distances(frozen(values * unit), frozen(self.cluster_centers_ * unit), out)
        return self._output(out / unit, X)

    def score(self, X: Any, y: Any = None, sample_weight: Any = None) -> float:  # noqa: ARG002
        """Return the negative of the objective J on `X`."""
        values = self._predict_matrix(X)
        _, squared = self._nearest(values)
        return -float(checked_weight(sample_weight, values.shape[0]) @ squared)

    @property
    def _n_features_out(self) -> int:
        return int(self.cluster_centers_.shape[0])

    def _nearest(self, X: FloatArray) -> tuple[IntArray, FloatArray]:
        """Return the nearest center of each checked row, and its squared distance."""
        centers, unit = frozen(self.cluster_centers_), unit_of(X, self.cluster_centers_)
        if unit != 1.0:
            X, centers = frozen(X * unit), frozen(centers * unit)
        if X.shape[0] * centers.size < _DIRECT:
            labels, squared = np.empty(X.shape[0], np.int64), np.empty(X.shape[0])
            _assign(np.ascontiguousarray(X.T), 0, X.shape[0], centers, labels, squared)
        else:
            with threads(self.n_jobs) as run_map:
                iterations = Iterations(X, checked_weight(None, X.shape[0]), centers, run_map)
                labels = iterations.assign(centers)
                _, squared = iterations.distances(centers)
        with np.errstate(over="ignore"):  # the square of a huge distance is infinite
            return labels, squared / unit / unit
