"""Rows of the acceptance matrix with a meaning of their own in `algos.cluster`."""

import numpy as np

from algos.cluster import KMeans, kmeans_plusplus, lloyd_step
from tests.algos.acceptance import Raises, Row, Same, Value

X = ((0.0, 0.0), (0.0, 1.0), (9.0, 0.0), (9.0, 1.0))
START = ((0.0, 0.0), (9.0, 0.0))


def fit(rows=X, **parameters):
    weight = parameters.pop("sample_weight", None)
    return KMeans(**({"n_clusters": 2, "random_state": 0} | parameters)).fit(rows, sample_weight=weight)


def far(unit):
    """Fit and predict at an extreme scale; the labels up to their names."""
    rows = np.array(X) * unit
    labels = fit(rows).predict(rows).tolist()
    return [label == labels[0] for label in labels]


ROWS = [
    Row(2, "cluster.KMeans: no columns", lambda: fit(np.zeros((4, 0))), Raises(ValueError, r"0 feature")),
    Row(1, "cluster.lloyd_step: no rows", lambda: lloyd_step(np.zeros((0, 2)), START), Raises(ValueError, "0 sample")),
    Row(
        7, "cluster.lloyd_step: columns differ", lambda: lloyd_step(X, [[1.0]]), Raises(ValueError, "expected 2, got 1")
    ),
    Row(
        43, "cluster.lloyd_step: NaN center", lambda: lloyd_step(X, [[np.nan, 0.0]]), Raises(ValueError, "centers.*NaN")
    ),
    Row(49, "cluster.KMeans: 1e200", lambda: far(1e200), Value([True, True, False, False])),
    Row(49, "cluster.KMeans: 1e-200", lambda: far(1e-200), Value([True, True, False, False])),
    Row(49, "cluster.lloyd_step: 1e200", lambda: lloyd_step([[1e200]], [[3e200], [1.5e200]]).labels, Value([1])),
    Row(49, "cluster.lloyd_step: 1e-200", lambda: lloyd_step([[1e-200]], [[3e-200], [1.5e-200]]).labels, Value([1])),
    Row(
        49,
        "cluster.kmeans_plusplus: 1e200",
        lambda: sorted(kmeans_plusplus([[1e200], [1e200], [3e200]], 2, rng=0).centers[:, 0]),
        Value([1e200, 3e200]),
    ),
    Row(52, "cluster.KMeans: constant rows", lambda: fit(np.ones((5, 2))).inertia_, Value(0.0)),
    Row(53, "cluster.KMeans: duplicates only", lambda: fit(np.ones((5, 1))).cluster_centers_, Value([[1.0], [1.0]])),
    Row(58, "cluster.lloyd_step: -0.0", lambda: lloyd_step([[-0.0]], [[0.0]]).labels, Value([0])),
    Row(
        68, "cluster.KMeans: negative weight", lambda: fit(sample_weight=[1, 1, -1, 1]), Raises(ValueError, "negative")
    ),
    Row(70, "cluster.KMeans: NaN weight", lambda: fit(sample_weight=[1, 1, np.nan, 1]), Raises(ValueError, "NaN")),
    Row(71, "cluster.KMeans: short weights", lambda: fit(sample_weight=[1.0]), Raises(ValueError, "expected 4, got 1")),
    Row(71, "cluster.KMeans: all weights zero", lambda: fit(sample_weight=[0] * 4), Raises(ValueError, "positive sum")),
    Row(73, "cluster.KMeans: k > n", lambda: fit(n_clusters=5), Raises(ValueError, "n_samples=4.*n_clusters=5")),
    Row(
        73, "cluster.kmeans_plusplus: k > n", lambda: kmeans_plusplus(X, 5), Raises(ValueError, r"k must be .*\[1, 4\]")
    ),
    Row(74, "cluster.KMeans: k = 0", lambda: fit(n_clusters=0), Raises(ValueError, "n_clusters")),
    Row(74, "cluster.KMeans: k = 2.5", lambda: fit(n_clusters=2.5), Raises(TypeError, "n_clusters must be an integer")),
    Row(
        74,
        "cluster.kmeans_plusplus: k NaN",
        lambda: kmeans_plusplus(X, np.nan),
        Raises(TypeError, "k must be an integer"),
    ),
    Row(76, "cluster.KMeans: tol < 0", lambda: fit(tol=-1e-3), Raises(ValueError, "tol must be .* at least 0")),
    Row(77, "cluster.KMeans: unknown init", lambda: fit(init="k++"), Raises(ValueError, "'k-means\\+\\+', 'random'")),
    Row(79, "cluster.KMeans: max_iter = 0", lambda: fit(max_iter=0), Raises(ValueError, "max_iter")),
    Row(80, "cluster.KMeans: random_state = -1", lambda: fit(random_state=-1), Raises(ValueError, "random_state")),
    Row(80, "cluster.kmeans_plusplus: rng = -1", lambda: kmeans_plusplus(X, 2, rng=-1), Raises(ValueError, "rng")),
    Row(82, "cluster.KMeans: same seed twice", lambda: fit().cluster_centers_, Same(lambda: fit().cluster_centers_)),
    Row(
        83,
        "cluster.KMeans: NumPy scalars",
        lambda: fit(n_clusters=np.int32(2), tol=np.float32(0.0)).labels_,
        Same(lambda: fit(tol=0.0).labels_),
    ),
]
