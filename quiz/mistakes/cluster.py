"""Wrong twins of algos.cluster."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_MOST_ITERATIONS = 100


class LloydStep(NamedTuple):
    """The fields of algos.cluster.lloyd_step."""

    labels: NDArray[np.int64]
    centers: Array
    inertia: float


class Seeding(NamedTuple):
    """The fields of algos.cluster.kmeans_plusplus."""

    centers: Array
    indices: NDArray[np.int64]


class Clusters(NamedTuple):
    """The fitted attributes of algos.cluster.KMeans that cards ask for."""

    labels_: NDArray[np.int64]
    cluster_centers_: Array
    inertia_: float
    n_iter_: int


def _points(X: Any) -> Any:
    X = np.asarray(X, float)
    return X[:, None] if X.ndim == 1 else X


def _squared(X: Array, centers: Array) -> Array:
    """Return the squared distance of every point to every center."""
    return np.asarray(((X[:, None] - centers[None]) ** 2).sum(axis=2))


def _means(X: Array, labels: Any, centers: Array, weight: Any = None) -> Array:
    """Return the mean of every cluster; an empty one keeps its center."""
    w = np.ones(len(X)) if weight is None else np.asarray(weight, float)
    sums = np.zeros_like(centers)
    np.add.at(sums, labels, X * w[:, None])
    sizes = np.bincount(labels, weights=w, minlength=len(centers))
    return np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1e-300)[:, None], centers)


def _step(X: Any, centers: Any, weight: Any = None) -> LloydStep:
    """Make the right step: the start of the twins that spoil only the result."""
    X, centers = _points(X), _points(centers)
    squared = _squared(X, centers)
    labels = squared.argmin(axis=1)
    w = np.ones(len(X)) if weight is None else np.asarray(weight, float)
    return LloydStep(labels, _means(X, labels, centers, weight), float(w @ squared.min(axis=1)))


# ---- one step


def lloyd_inertia_of_new_centers(X: Any, centers: Any, sample_weight: Any = None) -> LloydStep:
    """Twin of cluster.lloyd_step: the inertia is measured against the updated centers.

    Repair: here the inertia belongs to the assignment, so it is measured against the centers that came in.
    """
    right, points = _step(X, centers, sample_weight), _points(X)
    w = np.ones(len(points)) if sample_weight is None else np.asarray(sample_weight, float)
    return right._replace(inertia=float(w @ ((points - right.centers[right.labels]) ** 2).sum(axis=1)))


def lloyd_labels_after_update(X: Any, centers: Any, sample_weight: Any = None) -> LloydStep:
    """Twin of cluster.lloyd_step: the points are labelled by the updated centers.

    Repair: assign first, to the centers that came in, then move the centers.
    """
    right = _step(X, centers, sample_weight)
    return right._replace(labels=_squared(_points(X), right.centers).argmin(axis=1))


def lloyd_two_steps(X: Any, centers: Any, sample_weight: Any = None) -> LloydStep:
    """Twin of cluster.lloyd_step: the centers are updated before the assignment, so two steps are made in one.

    Repair: assign the points to the given centers, and update once.
    """
    return _step(X, _step(X, centers, sample_weight).centers, sample_weight)


def lloyd_median_update(X: Any, centers: Any, sample_weight: Any = None) -> LloydStep:
    """Twin of cluster.lloyd_step: a center moves to the median of its points.

    Repair: the mean minimises the sum of squares; the median belongs to k-medians.
    """
    right, points = _step(X, centers, sample_weight), _points(X)
    moved = [
        np.median(points[right.labels == j], axis=0) if np.any(right.labels == j) else center
        for j, center in enumerate(_points(centers))
    ]
    return right._replace(centers=np.array(moved))


def lloyd_not_squared(X: Any, centers: Any, sample_weight: Any = None) -> LloydStep:
    """Twin of cluster.lloyd_step: the inertia sums distances that are not squared.

    Repair: inertia is the sum of squared distances.
    """
    distance = np.sqrt(_squared(_points(X), _points(centers)).min(axis=1))
    return _step(X, centers, sample_weight)._replace(inertia=float(distance.sum()))


def lloyd_mean_inertia(X: Any, centers: Any, sample_weight: Any = None) -> LloydStep:
    """Twin of cluster.lloyd_step: the inertia is divided by the number of points.

    Repair: inertia is the sum of squared distances, not their mean.
    """
    right = _step(X, centers, sample_weight)
    return right._replace(inertia=right.inertia / len(right.labels))


def lloyd_one_center(X: Any, centers: Any, sample_weight: Any = None) -> LloydStep:
    """Twin of cluster.lloyd_step: every center moves to the mean of all points.

    Repair: a center moves to the mean of the points that are assigned to it.
    """
    right, points = _step(X, centers, sample_weight), _points(X)
    return right._replace(centers=np.tile(points.mean(axis=0), (len(right.centers), 1)))


def lloyd_divides_by_all(X: Any, centers: Any, sample_weight: Any = None) -> LloydStep:
    """Twin of cluster.lloyd_step: the sum of a cluster is divided by the number of all points.

    Repair: divide by the number of points in the cluster.
    """
    right = _step(X, centers, sample_weight)
    share = np.bincount(right.labels, minlength=len(right.centers)) / len(right.labels)
    return right._replace(centers=right.centers * share[:, None])


def lloyd_midpoint_with_old(X: Any, centers: Any, sample_weight: Any = None) -> LloydStep:
    """Twin of cluster.lloyd_step: the old center is averaged in as if it were one of its points.

    Repair: the new center is the mean of the assigned points alone; the old place no longer counts.
    """
    right = _step(X, centers, sample_weight)
    sizes = np.bincount(right.labels, minlength=len(right.centers))[:, None]
    return right._replace(centers=(right.centers * sizes + _points(centers)) / (sizes + 1))


def lloyd_farthest(X: Any, centers: Any, sample_weight: Any = None) -> LloydStep:
    """Twin of cluster.lloyd_step: every point goes to the farthest center.

    Repair: a point goes to its nearest center.
    """
    X, centers = _points(X), _points(centers)
    squared = _squared(X, centers)
    labels = squared.argmax(axis=1)
    return LloydStep(labels, _means(X, labels, centers, sample_weight), float(squared.max(axis=1).sum()))


def lloyd_point_by_point(X: Any, centers: Any, sample_weight: Any = None) -> LloydStep:  # noqa: ARG001
    """Twin of cluster.lloyd_step: a center moves as soon as a point joins it, so later points see moved centers.

    Repair: assign all points to the centers that came in before any center moves.
    """
    X, moved = _points(X), _points(centers).copy()
    sizes, labels, inertia = np.zeros(len(moved)), [], 0.0
    for point in X:
        squared = ((moved - point) ** 2).sum(axis=1)
        j = int(squared.argmin())
        sizes[j] += 1
        inertia += float(squared[j])
        moved[j] = point if sizes[j] == 1 else moved[j] + (point - moved[j]) / sizes[j]
        labels.append(j)
    return LloydStep(np.array(labels), moved, inertia)


# ---- to the end


def _run(X: Any, init: Any, step: Any, most: int) -> Clusters:
    """Repeat a step until the labels stay as they are."""
    points, centers = _points(X), _points(init)
    labels = np.full(len(points), -1)
    iteration, most = 0, min(most, _MOST_ITERATIONS)
    while iteration < most:
        iteration += 1
        new = step(points, centers)
        if np.array_equal(new.labels, labels):
            break
        labels, centers = new.labels, new.centers
    return Clusters(labels, centers, float(((points - centers[labels]) ** 2).sum()), iteration)


def _right_run(X: Any, init: Any, most: int) -> Clusters:
    return _run(X, init, _step, most)


def kmeans_one_iteration(X: Any, n_clusters: int, init: Any, max_iter: int = 300, **_settings: Any) -> Clusters:  # noqa: ARG001
    """Twin of cluster.KMeans: the algorithm stops after one assignment and one update.

    Repair: repeat both until no label changes.
    """
    return _right_run(X, init, 1)


def kmeans_distances(X: Any, n_clusters: int, init: Any, max_iter: int = 300, **_settings: Any) -> Clusters:  # noqa: ARG001
    """Twin of cluster.KMeans: the inertia sums distances that are not squared.

    Repair: inertia is the sum of squared distances.
    """
    right, points = _right_run(X, init, max_iter), _points(X)
    distance = np.sqrt(((points - right.cluster_centers_[right.labels_]) ** 2).sum(axis=1))
    return right._replace(inertia_=float(distance.sum()))


def kmeans_mean_inertia(X: Any, n_clusters: int, init: Any, max_iter: int = 300, **_settings: Any) -> Clusters:  # noqa: ARG001
    """Twin of cluster.KMeans: the inertia is divided by the number of points.

    Repair: inertia is the sum of squared distances, not their mean.
    """
    right = _right_run(X, init, max_iter)
    return right._replace(inertia_=right.inertia_ / len(right.labels_))


def kmeans_medians(X: Any, n_clusters: int, init: Any, max_iter: int = 300, **_settings: Any) -> Clusters:  # noqa: ARG001
    """Twin of cluster.KMeans: centers move to medians.

    Repair: the mean minimises the sum of squares; the median belongs to k-medians.
    """
    return _run(X, init, lloyd_median_update, max_iter)


def kmeans_first_inertia(X: Any, n_clusters: int, init: Any, max_iter: int = 300, **_settings: Any) -> Clusters:  # noqa: ARG001
    """Twin of cluster.KMeans: the inertia of the first assignment is kept.

    Repair: measure the squared distances to the final centers.
    """
    return _right_run(X, init, max_iter)._replace(inertia_=_step(X, init).inertia)


# ---- seeding


def _seed(X: Any, k: int, rng: Any, weights: Any) -> Seeding:
    """Choose rows one after the other with probabilities that depend on the squared distance to the nearest chosen."""
    points, draw = _points(X), np.random.default_rng(rng)
    chosen = [int(draw.integers(len(points)))]
    while len(chosen) < k:
        share = weights(_squared(points, points[chosen]).min(axis=1))
        share = share if share.sum() > 0 else np.ones(len(points))
        chosen.append(int(draw.choice(len(points), p=share / share.sum())))
    return Seeding(points[chosen], np.array(chosen))


def seeding_by_distance(X: Any, k: int, *, rng: Any = None, sample_weight: Any = None) -> Seeding:  # noqa: ARG001
    """Twin of cluster.kmeans_plusplus: rows are drawn in proportion to the distance, not to its square.

    Repair: k-means++ draws in proportion to the squared distance to the nearest center chosen so far.
    """
    return _seed(X, k, rng, np.sqrt)


def seeding_uniform(X: Any, k: int, *, rng: Any = None, sample_weight: Any = None) -> Seeding:  # noqa: ARG001
    """Twin of cluster.kmeans_plusplus: all rows have the same chance, as in random initialisation.

    Repair: after the first center, draw in proportion to the squared distance to the nearest center.
    """
    return _seed(X, k, rng, np.ones_like)


def seeding_farthest(X: Any, k: int, *, rng: Any = None, sample_weight: Any = None) -> Seeding:  # noqa: ARG001
    """Twin of cluster.kmeans_plusplus: the farthest row is always taken, so outliers become centers.

    Repair: draw at random; far rows are only likelier.
    """
    return _seed(X, k, rng, lambda squared: (squared == squared.max()).astype(float))
