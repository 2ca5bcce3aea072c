"""k-means and its parts."""

import numpy as np

from algos import cluster
from benchmarks.race import Race, close


def blobs(size):
    n, d, k, spread = size
    rng = np.random.default_rng(0)
    X = rng.normal(size=(k, d))[rng.integers(0, k, size=n)] * 10.0 + spread * rng.normal(size=(n, d))
    return X, X[rng.choice(n, k, replace=False)].copy()


def sklearn_kmeans(algorithm):
    def peer(X, start):
        from sklearn.cluster import KMeans

        model = KMeans(len(start), init=start, n_init=1, max_iter=STEPS, tol=0.0, algorithm=algorithm)
        return lambda: model.fit(X).inertia_

    return peer


def faiss_kmeans(X, start):
    import faiss

    X, start = np.float32(X), np.float32(start)
    faiss.omp_set_num_threads(1)

    def run():
        model = faiss.Kmeans(
            X.shape[1], len(start), niter=STEPS, max_points_per_centroid=10**9, min_points_per_centroid=1
        )
        model.train(X, init_centroids=start)
        return float(((X - model.centroids[model.index.search(X, 1)[1].ravel()]) ** 2).sum())

    return run


STEPS = 20


def our_kmeans(X, start):
    model = cluster.KMeans(len(start), init=start, max_iter=STEPS, tol=0.0)
    return lambda: model.fit(X).inertia_


RACES = [
    Race(
        name="cluster.KMeans",
        data=blobs,
        ours=our_kmeans,
        peers={
            "sklearn.cluster.KMeans lloyd": sklearn_kmeans("lloyd"),
            "sklearn.cluster.KMeans elkan": sklearn_kmeans("elkan"),
        },
        sizes={"small": (20, 2, 3, 1.0), "medium": (100_000, 10, 20, 1.0), "overlapping": (100_000, 10, 20, 20.0)},
        targets={
            ("sklearn.cluster.KMeans lloyd", "medium"): 1.5,
            ("sklearn.cluster.KMeans elkan", "medium"): 1.5,
            ("sklearn.cluster.KMeans lloyd", "overlapping"): 1.0,
            ("sklearn.cluster.KMeans elkan", "overlapping"): 1.0,
        },
        agree=close(1e-7),
        note="20 steps from the same start",
    ),
]
