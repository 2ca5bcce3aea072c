r"""Lloyd's iterations with the work that cannot change a label left out.

Every row keeps an upper bound u on the distance to its own center and a lower bound l on the distance to any other
(Hamerly). When centers move by at most s, the bounds move by at most s; a row with u < l keeps its label unseen. The
rows that remain are gathered and multiplied with all centers at once in single precision (BLAS), since

.. math:: \lVert x - c \rVert^2 = \lVert x \rVert^2 - 2 x^\top c + \lVert c \rVert^2 .

That loses digits, so it only screens: with u the unit roundoff of float32, the score of a center is lowered by
:math:`\gamma = 2(d + 8)u` times its squared length, which makes it a lower bound. Centers whose bound lies above what
the best one can be at worst are out; when more than one is left, the plain differences of `lloyd_step` decide. Labels,
centers and inertia are therefore those of `lloyd_step`, bit for bit, whatever BLAS does.

Hamerly, "Making k-means even faster", SDM 2010, algorithm 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from .._blocks import row_blocks
from .._check import FloatArray, IntArray, frozen
from .._jit import kernel
from .lloyd import BLOCK, _accumulate, _means, _squared_distance

__all__ = ["Iterations"]


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _half_gaps(centers, gaps):
    """Write half the distance of each center to its nearest other one: a row closer than that to its own keeps it."""
    gaps[:] = np.inf
    for j in range(centers.shape[0]):
        for m in range(j):
            half = 0.5 * np.sqrt(_squared_distance(centers, j, centers, m))
            gaps[j] = min(gaps[j], half)
            gaps[m] = min(gaps[m], half)


@kernel
def _lengths(X, offset, scale, own):
    """Write the squared length of each row, as `_gather` will shift and scale it."""
    for i in range(X.shape[0]):
        length = 0.0
        for f in range(offset.shape[0]):
            value = (X[i, f] - offset[f]) * scale
            length += value * value
        own[i] = length


@kernel
def _move_bounds(start, stop, labels, upper, lower, moved, gaps, slack, todo):
    """Move the bounds of a block; list the rows whose label they cannot vouch for any more."""
    first, second, farthest = 0.0, 0.0, -1
    for j in range(moved.shape[0]):
        if moved[j] > first:
            first, second, farthest = moved[j], first, j
        elif moved[j] > second:
            second = moved[j]
    count = 0
    for i in range(start, stop):
        j = labels[i]
        u = (upper[i] + moved[j]) * slack
        low = (lower[i] - (second if j == farthest else first)) / slack
        upper[i], lower[i] = u, low
        todo[count] = i
        count += u >= max(low, gaps[j])  # no branch to predict wrongly
    return count


@kernel
def _tighten(X, centers, labels, upper, lower, gaps, slack, todo, count):
    """Measure the distance of the listed rows to their own center; keep those that this does not save."""
    kept = 0
    for r in range(count):
        i = todo[r]
        j = labels[i]
        upper[i] = np.sqrt(_squared_distance(X, i, centers, j)) * slack
        todo[kept] = i
        kept += upper[i] >= max(lower[i], gaps[j])
    return kept


@kernel
def _gather(X, offset, scale, todo, rows):
    """Copy the listed rows in single precision, shifted to the origin and scaled to unit size."""
    for r in range(rows.shape[0]):
        source, target = X[todo[r]], rows[r]
        for f in range(offset.shape[0]):
            target[f] = (source[f] - offset[f]) * scale


@kernel
def _two_best(low_norms, products, best, second, label):
    """Write the two lowest scores, norm - 2 product, of each row, and which center gave the lowest.

    Rows run in the inner loop, over slices that start at zero, so that LLVM gives each its lane of a vector register:
    0.4 ns a pair where the loop over centers took 2.8. 512 rows at a time stay in the first-level cache.
    """
    k, m = products.shape
    two, infinity = np.float32(2.0), np.float32(np.inf)
    for left in range(0, m, 512):
        right = min(left + 512, m)
        lowest, runner_up, winner = best[left:right], second[left:right], label[left:right]
        lowest[:] = infinity
        runner_up[:] = infinity
        winner[:] = np.int32(0)
        for j in range(k):
            norm, product, this = low_norms[j], products[j, left:right], np.int32(j)
            for r in range(product.shape[0]):
                score, champion, next_best = norm - two * product[r], lowest[r], runner_up[r]
                better = score < champion
                loser = champion if better else score
                runner_up[r] = loser if loser < next_best else next_best
                winner[r] = this if better else winner[r]
                lowest[r] = score if better else champion


@kernel
def _settle(
    X, centers, labels, upper, lower, slack, gamma, scale, todo, own, low_norms, products, best, second, winner
):
    """Take the labels that the scores decide, measure the others, reset the bounds; count the labels that change."""
    changed = 0
    for r in range(best.shape[0]):
        i, j = todo[r], np.int64(winner[r])
        length = own[i]
        # 1e-30 covers what single precision loses to underflow at unit scale.
        worst = best[r] + 2.0 * gamma * (length + low_norms[j]) + 1e-30
        if second[r] > worst:
            upper[i] = np.sqrt(max(worst + length, 0.0)) * slack / scale
            lower[i] = np.sqrt(max(second[r] + length * (1.0 - gamma) - 1e-30, 0.0)) / (slack * scale)
        else:
            nearest = np.inf
            for m in range(centers.shape[0]):
                if not low_norms[m] - 2.0 * products[m, r] > worst:
                    squared = _squared_distance(X, i, centers, m)
                    if squared < nearest:
                        nearest, j = squared, m
            upper[i] = np.sqrt(nearest) * slack
            lower[i] = np.sqrt(max(best[r] + length * (1.0 - gamma) - 1e-30, 0.0)) / (slack * scale)
        changed += j != labels[i]
        labels[i] = j
    return changed


@kernel
def _own_distances(X, start, stop, weight, centers, labels, squared):
    """Write the squared distance of each row to its own center; return their weighted sum."""
    inertia = 0.0
    for i in range(start, stop):
        squared[i] = _squared_distance(X, i, centers, labels[i])
        inertia += weight[i] * squared[i]
    return inertia


# -- the loop's state ------------------------------------------------------------------------------


class Iterations:
    """Bounds of one run; `step` gives what `lloyd_step` would.

    Parameters
    ----------
    X, weight : arrays of shape (n, d) and (n,)
        Checked rows and weights; magnitudes below 1e150, so that squares are finite.
    centers : array of shape (k, d)
        Where the run starts; only its extent is used here.
    map : callable
        The built-in, or a thread pool's.
    """

    def __init__(
        self,
        X: FloatArray,
        weight: FloatArray,
        centers: FloatArray,
        map: Callable[..., Iterable[Any]] = map,  # noqa: A002  (an executor's `map` goes here)
    ) -> None:
        n, d = X.shape
        self.X, self.weight, self.map = X, weight, map
        self.blocks = row_blocks(n, BLOCK)
        self.scanned = np.ones(len(self.blocks))  # share of each block that the last pass had to scan
        self.slack = 1.0 + 8.0 * (d + 8) * 2.0**-53  # more than the rounding of a distance
        self.gamma = 2.0 * (d + 8) * 2.0**-24
        self.offset = X.mean(axis=0)
        extent = max(np.abs(X - self.offset).max(), np.abs(centers - self.offset).max())
        self.scale = 2.0 ** -int(np.frexp(extent)[1])  # a power of two, so that scaling rounds nothing
        self.own = np.empty(n)
        _lengths(X, self.offset, self.scale, self.own)
        self.labels: IntArray = np.full(n, -1)
        self.upper, self.lower = np.full(n, np.inf), np.zeros(n)
        self.centers: FloatArray | None = None

    def step(self, centers: FloatArray) -> tuple[FloatArray, int]:
        """Label every row by `centers`; return the means of the clusters and how many labels changed."""
        X, weight, labels = self.X, self.weight, self.labels
        label = self._labeler(centers)

        def block(b: int) -> tuple[FloatArray, FloatArray, int]:
            changed = label(b)
            sums, mass = np.zeros(centers.shape), np.zeros(centers.shape[0])
            _accumulate(X, *self.blocks[b], weight, labels, sums, mass)
            return sums, mass, changed

        sums, mass, changed = np.zeros(centers.shape), np.zeros(centers.shape[0]), 0
        for part, part_mass, part_changed in self.map(block, range(len(self.blocks))):
            sums += part
            mass += part_mass
            changed += part_changed
        squared = self.distances(centers)[1] if not mass.all() else np.zeros(1)
        _means(X, weight, labels, squared, centers, sums, mass)
        return frozen(sums), changed

    def assign(self, centers: FloatArray) -> IntArray:
        """Label every row by `centers`."""
        list(self.map(self._labeler(centers), range(len(self.blocks))))
        return self.labels

    def distances(self, centers: FloatArray) -> tuple[float, FloatArray]:
        """Return the inertia of the present labels and the squared distance of each row to its own center."""
        squared = np.empty(self.X.shape[0])

        def block(bounds: tuple[int, int]) -> float:
            return _own_distances(self.X, *bounds, self.weight, centers, self.labels, squared)

        inertia = 0.0
        for part in self.map(block, self.blocks):
            inertia += part
        return inertia, squared

    def _labeler(self, centers: FloatArray) -> Callable[[int], int]:
        """Return the function that brings the labels and bounds of one block up to date with `centers`."""
        X, labels, upper, lower, slack = self.X, self.labels, self.upper, self.lower, self.slack
        k = centers.shape[0]
        gaps = np.empty(k)
        _half_gaps(centers, gaps)
        gaps /= slack
        moved = np.zeros(k)
        if self.centers is not None:
            moved = np.sqrt(((centers - self.centers) ** 2).sum(axis=1)) * slack
        first_time, self.centers = self.centers is None, centers
        shifted = (centers - self.offset) * self.scale
        low_norms = ((shifted**2).sum(axis=1) * (1.0 - self.gamma)).astype(np.float32)
        shifted = shifted.astype(np.float32)

        def block(b: int) -> int:
            start, stop = self.blocks[b]
            todo = np.arange(start, stop)
            count = stop - start
            if not first_time:
                count = _move_bounds(start, stop, labels, upper, lower, moved, gaps, slack, todo)
                if self.scanned[b] < 0.5:  # else it would save too few rows to pay
                    count = _tighten(X, centers, labels, upper, lower, gaps, slack, todo, count)
            self.scanned[b] = count / (stop - start)
            if count == 0:
                return 0
            rows = np.empty((count, X.shape[1]), np.float32)
            _gather(X, self.offset, self.scale, todo, rows)
            products = shifted @ rows.T
            best, second = np.empty(count, np.float32), np.empty(count, np.float32)
            winner = np.empty(count, np.int32)
            _two_best(low_norms, products, best, second, winner)
            return _settle(
                X, centers, labels, upper, lower, slack, self.gamma, self.scale, todo, self.own,
                low_norms, products, best, second, winner,
            )  # fmt: skip

        return block
