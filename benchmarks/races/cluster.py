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


def sklearn_one_step(X, centers):
    from sklearn.cluster import KMeans

    model = KMeans(len(centers), init=centers, n_init=1, max_iter=1, algorithm="lloyd")
    return lambda: model.fit(X).cluster_centers_


def seeding_data(size):
    X, start = blobs(size)
    return X, len(start)


def sklearn_seeding(X, k):
    from sklearn.cluster import kmeans_plusplus

    return lambda: kmeans_plusplus(X, k, random_state=0)


def seeding_agrees(ours, theirs):
    assert ours.centers.shape == theirs[0].shape


MEDIUM, SMALL = (100_000, 10, 20, 1.0), (20, 2, 3, 1.0)
LLOYD, ELKAN = "sklearn.cluster.KMeans lloyd", "sklearn.cluster.KMeans elkan"

RACES = [
    Race(
        name="cluster.KMeans",
        data=blobs,
        ours=our_kmeans,
        peers={LLOYD: sklearn_kmeans("lloyd"), ELKAN: sklearn_kmeans("elkan")},
        sizes={
            "small": SMALL,
            "medium": MEDIUM,
            "overlapping": (100_000, 10, 20, 20.0),
            "wide": (50_000, 50, 50, 20.0),
            "many": (100_000, 3, 200, 20.0),
        },
        targets={(peer, "medium"): 1.5 for peer in (LLOYD, ELKAN)}
        | {(peer, size): 1.0 for peer in (LLOYD, ELKAN) for size in ("small", "overlapping", "wide", "many")},
        agree=close(1e-7),
        note="20 steps from the same start",
    ),
    Race(
        name="cluster.KMeans",
        variant="float32",
        data=blobs,
        ours=our_kmeans,
        peers={"faiss.Kmeans": faiss_kmeans},
        sizes={"small": SMALL, "medium": MEDIUM},
        agree=close(1e-3),
        note="faiss computes in float32 throughout, ours gives float64 results; 20 steps from the same start",
    ),
    Race(
        name="cluster.lloyd_step",
        data=blobs,
        ours=lambda X, centers: lambda: cluster.lloyd_step(X, centers).centers,
        peers={"sklearn.cluster.KMeans max_iter=1": sklearn_one_step},
        sizes={"small": SMALL, "medium": MEDIUM},
        agree=close(1e-9),
        note="ours measures distances by plain differences, the peer by a matrix product; it also labels once more",
    ),
    Race(
        name="cluster.kmeans_plusplus",
        data=seeding_data,
        ours=lambda X, k: lambda: cluster.kmeans_plusplus(X, k, rng=0),
        peers={"sklearn.cluster.kmeans_plusplus": sklearn_seeding},
        sizes={"small": SMALL, "medium": MEDIUM},
        agree=seeding_agrees,
        note="random on both sides; tests hold both to the same rows for the same uniform numbers",
    ),
]
