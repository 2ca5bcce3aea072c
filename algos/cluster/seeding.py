r"""k-means++ seeding: spread the first centers by drawing rows with probability proportional to their squared distance.

.. math:: P(x_i) = \frac{w_i D_i^2}{\sum_m w_m D_m^2}, \qquad D_i = \min_{c \text{ chosen}} \lVert x_i - c \rVert

Greedy form: each draw is made several times, and the candidate that lowers the potential most is kept.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from .._blocks import row_blocks
from .._check import FloatArray, IntArray, frozen, generator, integer, matrix
from .._check import sample_weight as checked_weight
from .._jit import compiled_as, kernel
from .._magnitudes import _safe_unit
from .lloyd import BLOCK, _distances_to, unit_of

__all__ = ["Seeding", "kmeans_plusplus"]


class Seeding(NamedTuple):
    """Result of `kmeans_plusplus`.

    Attributes
    ----------
    centers : ndarray of shape (k, d)
        The chosen rows.
    indices : ndarray of shape (k,)
        Where they stand in X.
    """

    centers: FloatArray
    indices: IntArray


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _draw(weight, closest, block_potential, target):
    """Return the row at which the running sum of weight times squared distance passes `target`."""
    block, reached = 0, 0.0
    while block < block_potential.shape[0] - 1 and reached + block_potential[block] <= target:
        reached += block_potential[block]
        block += 1
    last = 0
    for i in range(block * BLOCK, closest.shape[0]):
        share = weight[i] * closest[i]
        if share > 0.0:
            last = i
            reached += share
            if reached > target:
                break
    return last


@kernel
def _propose(c, weight, closest, block_potential, uniforms, candidates):
    """Draw the candidates for the c-th center. The first one follows the weights alone, and has no rival."""
    total = block_potential.sum()
    for t in range(candidates.shape[0]):
        candidates[t] = _draw(weight, closest, block_potential, uniforms[0 if c == 0 else t] * total)
    if c == 0:
        closest[:] = np.inf


@kernel
def _try(X, columns, start, stop, weight, closest, candidates, squared, potential):
    """Write the squared distances of a block to each candidate, and what the block's potential would be with it."""
    mass, near = weight[start:stop], closest[start:stop]
    for t in range(candidates.shape[0]):
        distances = squared[t, start:stop]
        _distances_to(columns, start, stop, X[candidates[t]], distances)
        even, odd = 0.0, 0.0  # two sums: each waits for its own last addition only
        for r in range(distances.shape[0] // 2):
            a, b = distances[2 * r], distances[2 * r + 1]
            even += mass[2 * r] * (a if a < near[2 * r] else near[2 * r])
            odd += mass[2 * r + 1] * (b if b < near[2 * r + 1] else near[2 * r + 1])
        for r in range(distances.shape[0] - distances.shape[0] % 2, distances.shape[0]):
            even += mass[r] * min(distances[r], near[r])
        potential[t] = even + odd


@kernel
def _keep(candidates, squared, tried, closest, block_potential):
    """Make the candidate that leaves the smallest potential a center; return its row."""
    best = tried.sum(axis=0).argmin()
    for i in range(closest.shape[0]):
        closest[i] = min(closest[i], squared[best, i])
    for b in range(block_potential.shape[0]):
        block_potential[b] = tried[b, best]
    return candidates[best]


# -- public function -------------------------------------------------------------------------------


def _n_trials(k: int) -> int:
    return 2 + int(math.log(k))


def _seed_rows(X: FloatArray, weight: FloatArray, uniforms: FloatArray, map: Any = map) -> IntArray:  # noqa: A002
    """Choose one row for each row of `uniforms`; blocks go through `map`, a thread pool's or the built-in."""
    n, (k, trials) = X.shape[0], uniforms.shape
    blocks, columns = row_blocks(n, BLOCK), np.ascontiguousarray(X.T)
    indices, candidates = np.empty(k, np.int64), np.empty(trials, np.int64)
    closest, squared, tried = np.ones(n), np.empty((trials, n)), np.empty((len(blocks), trials))
    block_potential = np.array([weight[start:stop].sum() for start, stop in blocks])

    def attempt(b: int) -> None:
        _try(X, columns, *blocks[b], weight, closest, candidates, squared, tried[b])

    for c in range(k):
        _propose(c, weight, closest, block_potential, uniforms[c], candidates)
        list(map(attempt, range(len(blocks))))
        indices[c] = _keep(candidates, squared, tried, closest, block_potential)
    return indices


def _kmeans_plusplus_compiled(X: Any, k: Any, rng: Any = None, sample_weight: Any = None) -> Any:
    n = X.shape[0]
    if rng is None:
        raise ValueError("kmeans_plusplus: compiled callers pass rng as a numpy Generator")
    if n == 0 or X.shape[1] == 0 or k < 1 or k > n:
        raise ValueError("kmeans_plusplus: X must not be empty, and k must be between 1 and its number of rows")
    if sample_weight is None:
        weight = np.ones(n)
    else:
        weight = sample_weight
    if weight.shape[0] != n:
        raise ValueError("kmeans_plusplus: sample_weight must have one weight a row of X")
    trials, n_blocks = 2 + int(math.log(k)), (n + BLOCK - 1) // BLOCK
    uniforms, rows = rng.random((k, trials)), X * _safe_unit(np.abs(X).max())
    columns = np.ascontiguousarray(rows.T)
    indices, candidates = np.empty(k, np.int64), np.empty(trials, np.int64)
    closest, squared, tried = np.ones(n), np.empty((trials, n)), np.empty((n_blocks, trials))
    block_potential = np.empty(n_blocks)
    for b in range(n_blocks):
        block_potential[b] = weight[b * BLOCK : (b + 1) * BLOCK].sum()
    for c in range(k):
        _propose(c, weight, closest, block_potential, uniforms[c], candidates)
        for b in range(n_blocks):
            start, stop = b * BLOCK, min((b + 1) * BLOCK, n)
            _try(rows, columns, start, stop, weight, closest, candidates, squared, tried[b])
        indices[c] = _keep(candidates, squared, tried, closest, block_potential)
    return Seeding(X[indices], indices)


@compiled_as(_kmeans_plusplus_compiled)
def kmeans_plusplus(X: Any, k: int, *, rng: Any = None, sample_weight: Any = None) -> Seeding:
    r"""Choose `k` rows as starting centers, far from each other.

    .. math:: P(x_i) = \frac{w_i D_i^2}{\sum_m w_m D_m^2}, \qquad D_i = \min_{c \text{ chosen}} \lVert x_i - c \rVert

    The first row is drawn by weight alone. Every later one is drawn 2 + ⌊ln k⌋ times from P, and of these candidates
    the one that leaves the smallest potential :math:`\sum_i w_i D_i^2` is kept.

    Parameters
    ----------
    X : array_like of shape (n, d)
        Rows, finite, n >= 1.
    k : int
        How many to choose, 1 <= k <= n.
    rng : int, numpy.random.Generator or None
        Source of randomness. Compiled callers pass a Generator.
    sample_weight : array_like of shape (n,), optional
        Weights :math:`w_i` >= 0; ones when omitted.

    Returns
    -------
    Seeding
        ``centers`` (k, d) and ``indices`` (k,), the rows that they are.

    Raises
    ------
    ValueError
        If k exceeds the number of rows, or a value is not finite.

    See Also
    --------
    sklearn.cluster.kmeans_plusplus : the library it is tested against.

    Notes
    -----
    Time O(nkd log k), memory O(nd + n log k).
    A row is drawn twice only when all distances are zero, that is when fewer than k rows are distinct.
    The expected inertia is at most 8(ln k + 2) times the best one.

    References
    ----------
    .. [1] Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007, section 2.2 and, for the
       greedy form, section 5.

    Examples
    --------
    Two rows, two centers: the second draw can only take the row that is not chosen yet.

    >>> sorted(kmeans_plusplus([[0.0], [7.0]], 2, rng=0).indices.tolist())
    [0, 1]
    """
    X = matrix(X)
    k = integer(k, "k", at_least=1, at_most=X.shape[0])
    weight = checked_weight(sample_weight, X.shape[0])
    uniforms = frozen(generator(rng).random((k, _n_trials(k))))
    unit = unit_of(X)
    indices = _seed_rows(X if unit == 1.0 else frozen(X * unit), weight, uniforms)
    return Seeding(X[indices], indices)
