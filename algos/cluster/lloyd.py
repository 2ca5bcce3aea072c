r"""One iteration of Lloyd's algorithm: rows go to their nearest center, centers to the mean of their rows.

.. math:: l_i = \arg\min_j \lVert x_i - c_j \rVert^2, \qquad
          c_j = \frac{\sum_{l_i = j} w_i x_i}{\sum_{l_i = j} w_i}, \qquad
          J = \sum_i w_i \lVert x_i - c_{l_i} \rVert^2

Sums run over fixed blocks of rows and are merged in order, so any number of threads gives the same bits.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._check import FloatArray, IntArray, frozen, matrix
from .._check import sample_weight as checked_weight
from .._jit import compiled_as, kernel
from .._magnitudes import _safe_unit

__all__ = ["BLOCK", "LloydStep", "lloyd_step"]

BLOCK = 4096
"""Rows a block: 20 features of it fill half of a 1 MiB cache, and calling a kernel costs under 1 ns a row."""


class LloydStep(NamedTuple):
    """Result of `lloyd_step`.

    Attributes
    ----------
    labels : ndarray of shape (n,)
        The nearest incoming center of each row.
    centers : ndarray of shape (k, d)
        The means of the rows assigned to them.
    inertia : float
        Weighted sum of the squared distances to the incoming centers; infinite where squares overflow.
    """

    labels: IntArray
    centers: FloatArray
    inertia: float


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _squared_distance(X, i, centers, j):
    """Return the squared distance of row i to center j, summed in the order of the features."""
    total = 0.0
    for f in range(X.shape[1]):
        difference = X[i, f] - centers[j, f]
        total += difference * difference
    return total


@kernel
def _distances_to(columns, start, stop, point, squared):
    """Write the squared distances of rows start..stop to a point; `columns` is X transposed.

    Rows run in the inner loop, so that each has its lane of a vector register: 1.1 ns a row with ten features where
    `_squared_distance` takes 4. Each lane sums in the order of the features, so the bits are the same.
    """
    squared[:] = 0.0
    for f in range(point.shape[0]):
        column, coordinate = columns[f, start:stop], point[f]
        for r in range(squared.shape[0]):
            difference = column[r] - coordinate
            squared[r] += difference * difference


@kernel
def _assign(columns, start, stop, centers, labels, squared):
    """Write the nearest center of rows start..stop (the lowest of several), and its squared distance."""
    nearest, label = squared[start:stop], labels[start:stop]
    nearest[:] = np.inf
    label[:] = 0
    candidate = np.empty(stop - start)
    for j in range(centers.shape[0]):
        _distances_to(columns, start, stop, centers[j], candidate)
        for r in range(nearest.shape[0]):
            closer = candidate[r] < nearest[r]
            nearest[r] = candidate[r] if closer else nearest[r]
            label[r] = j if closer else label[r]


@kernel
def _accumulate(X, start, stop, weight, labels, sums, mass):
    """Add the rows of a block, in order, to the sum and the weight of their clusters."""
    for i in range(start, stop):
        j, w = labels[i], weight[i]
        mass[j] += w
        for f in range(X.shape[1]):
            sums[j, f] += w * X[i, f]


@kernel
def _means(X, weight, labels, squared, centers, sums, mass):
    """Turn sums into means, in place. An empty cluster first takes the row that is farthest from its own center."""
    k, d = sums.shape
    for j in range(k):
        if mass[j] == 0.0:
            far = -1
            for i in range(X.shape[0]):
                if weight[i] > 0.0 and squared[i] > 0.0 and (far < 0 or squared[i] > squared[far]):
                    far = i
            if far < 0:  # every row lies on its center: nothing to take
                sums[j] = centers[j]
                mass[j] = 1.0
                continue
            left, w = labels[far], weight[far]
            squared[far] = 0.0
            mass[left] -= w
            mass[j] = w
            for f in range(d):
                sums[left, f] -= w * X[far, f]
                sums[j, f] = w * X[far, f]
    for j in range(k):
        for f in range(d):
            sums[j, f] = sums[j, f] / mass[j] if mass[j] > 0.0 else centers[j, f]


@kernel
def _lloyd(X, weight, centers):
    """Run one step over all blocks."""
    n, (k, d) = X.shape[0], centers.shape
    columns = np.ascontiguousarray(X.T)
    labels, squared = np.empty(n, np.int64), np.empty(n)
    sums, mass = np.zeros((k, d)), np.zeros(k)
    inertia = 0.0
    for start in range(0, n, BLOCK):
        stop = min(start + BLOCK, n)
        part, part_mass, part_inertia = np.zeros((k, d)), np.zeros(k), 0.0
        _assign(columns, start, stop, centers, labels, squared)
        _accumulate(X, start, stop, weight, labels, part, part_mass)
        for i in range(start, stop):
            part_inertia += weight[i] * squared[i]
        sums += part
        mass += part_mass
        inertia += part_inertia
    _means(X, weight, labels, squared, centers, sums, mass)
    return labels, sums, inertia


# -- public function -------------------------------------------------------------------------------


def unit_of(*arrays: FloatArray) -> float:
    """Return the unit in which distances between rows of these arrays stay within range."""
    return float(_safe_unit(max(max(values.max(), -values.min()) for values in arrays)))


def _lloyd_step_compiled(X: Any, centers: Any, sample_weight: Any = None) -> Any:
    if X.shape[0] == 0 or centers.shape[0] == 0 or X.shape[1] != centers.shape[1]:
        raise ValueError("lloyd_step: X and centers must not be empty and must have equally many columns")
    if sample_weight is None:
        weight = np.ones(X.shape[0])
    else:
        weight = sample_weight
    if weight.shape[0] != X.shape[0]:
        raise ValueError("lloyd_step: sample_weight must have one weight a row of X")
    unit = _safe_unit(max(np.abs(X).max(), np.abs(centers).max()))
    if unit == 1.0:
        labels, moved, inertia = _lloyd(X, weight, centers)
    else:
        labels, moved, inertia = _lloyd(X * unit, weight, centers * unit)
    return LloydStep(labels, moved / unit, inertia / unit / unit)


@compiled_as(_lloyd_step_compiled)
def lloyd_step(X: Any, centers: Any, sample_weight: Any = None) -> LloydStep:
    r"""Assign each row to its nearest center and return the means of the clusters.

    .. math:: l_i = \arg\min_j \lVert x_i - c_j \rVert^2, \qquad
              c_j' = \frac{\sum_{l_i = j} w_i x_i}{\sum_{l_i = j} w_i}, \qquad
              J = \sum_i w_i \lVert x_i - c_{l_i} \rVert^2

    Parameters
    ----------
    X : array_like of shape (n, d)
        Rows to cluster, n >= 1, d >= 1, finite.
    centers : array_like of shape (k, d)
        Incoming centers :math:`c_j`, k >= 1.
    sample_weight : array_like of shape (n,), optional
        Weights :math:`w_i` >= 0; ones when omitted.

    Returns
    -------
    LloydStep
        ``labels`` (n,), ``centers`` (k, d) after the update, and ``inertia``, which is measured against the *incoming*
        centers and therefore never rises from one step to the next.

    Raises
    ------
    ValueError
        If a shape does not fit, or a value is not finite, or a weight is negative.

    See Also
    --------
    sklearn.cluster.KMeans : with ``max_iter=1`` and the same start, the library it is tested against.
    KMeans : the loop over this step.

    Notes
    -----
    Time O(nkd), memory O(n + kd).
    Ties go to the lowest label. A cluster that stays empty takes the row farthest from its own center, which leaves
    its old cluster; several empty clusters take the next farthest rows.

    References
    ----------
    .. [1] S. Lloyd, "Least squares quantization in PCM", IEEE Trans. Inf. Theory 28(2), 1982, section II.

    Examples
    --------
    >>> step = lloyd_step([[0.0], [2.0], [9.0]], [[1.0], [5.0]])
    >>> step.labels.tolist(), step.centers.tolist(), step.inertia
    ([0, 0, 1], [[1.0], [9.0]], 18.0)
    """
    X = matrix(X)
    centers = matrix(centers, "centers")
    if X.shape[1] != centers.shape[1]:
        raise ValueError(f"centers must have as many columns as X: expected {X.shape[1]}, got {centers.shape[1]}")
    weight, unit = checked_weight(sample_weight, X.shape[0]), unit_of(X, centers)
    if unit != 1.0:
        X, centers = frozen(X * unit), frozen(centers * unit)
    labels, moved, inertia = _lloyd(X, weight, centers)
    return LloydStep(labels, moved / unit, float(inertia) / unit / unit)
