"""Norms, inner products, similarities, distances and matrix products."""

import math

import numpy as np

from algos import linalg
from benchmarks.race import Race, close

VECTORS = {"small": 20, "medium": 100_000}


def one(n):
    return (np.random.default_rng(0).normal(size=n),)


def two(n):
    return tuple(np.random.default_rng(0).normal(size=(2, n)))


def rows(size):
    n, d = size
    rng = np.random.default_rng(0)
    return rng.normal(size=(n, d)), rng.normal(size=(n, d))


def square(n):
    return tuple(np.random.default_rng(0).normal(size=(2, n, n)))


def numpy_norm(order):
    return lambda x: lambda: np.linalg.norm(x, order)


def nrm2(x):
    from scipy.linalg.blas import dnrm2

    return lambda: dnrm2(x)


def sklearn_cosine(a, b):
    from sklearn.metrics.pairwise import cosine_similarity

    a, b = np.atleast_2d(a), np.atleast_2d(b)
    return lambda: cosine_similarity(a, b)


SCIPY = {"manhattan": "cityblock"}


def scipy_distances(metric):
    def peer(A, B):
        from scipy.spatial.distance import cdist

        if metric == "minkowski":
            return lambda: cdist(A, B, metric, p=3)
        return lambda: cdist(A, B, SCIPY.get(metric, metric))

    return peer


def sklearn_distances(metric):
    def peer(A, B):
        from sklearn.metrics import pairwise_distances

        return lambda: pairwise_distances(A, B, metric)

    return peer


def blas_trick(A, B):
    def call():
        D = A @ B.T
        D *= -2.0
        D += np.einsum("ij,ij->i", A, A)[:, None]
        D += np.einsum("ij,ij->i", B, B)
        np.maximum(D, 0.0, out=D)
        return np.sqrt(D, out=D)

    return call


def norm_race(name, order, peers):
    return Race(
        name="linalg.norm",
        variant=name,
        data=one,
        ours=lambda x: lambda: linalg.norm(x, order),
        peers={"numpy.linalg.norm": numpy_norm(order)} | peers,
        sizes=VECTORS,
        agree=close(1e-12),
        note="the peer checks nothing",
    )


def distance_race(metric, peers, targets):
    return Race(
        name="linalg.pairwise_distances",
        variant=metric,
        data=rows,
        ours=lambda A, B: lambda: linalg.pairwise_distances(A, B, metric, 3),
        peers=peers,
        sizes={"small": (20, 3), "medium": (1000, 20)} | ({"large": (2000, 100)} if metric != "minkowski" else {}),
        agree=close(1e-9),
        targets=targets,
        note="small: checking both matrices costs more than their distances",
    )


CDIST, SKLEARN, TRICK = "scipy.spatial.distance.cdist", "sklearn.metrics.pairwise_distances", "numpy BLAS trick"
LEVEL = ("medium", "large")

RACES = [
    norm_race("2", 2, {"scipy.linalg.blas.dnrm2": nrm2}),
    norm_race("1", 1, {}),
    norm_race("inf", math.inf, {}),
    norm_race("3", 3, {}),
    *(
        Race(
            name="linalg.dot",
            variant=method,
            data=two,
            ours=lambda a, b, method=method: lambda: linalg.dot(a, b, method),
            peers={"numpy.dot": lambda a, b: lambda: np.dot(a, b)},
            sizes=VECTORS,
            agree=close(1e-9, 1e-9),
            note="the peer checks nothing; kahan and naive add one number at a time",
        )
        for method in ("naive", "unrolled", "pairwise", "kahan", "blas")
    ),
    Race(
        name="linalg.cosine_similarity",
        data=two,
        ours=lambda a, b: lambda: [[linalg.cosine_similarity(a, b)]],
        peers={"sklearn.metrics.pairwise.cosine_similarity": sklearn_cosine},
        sizes=VECTORS,
        agree=close(1e-10, 1e-13),
        note="two vectors",
    ),
    Race(
        name="linalg.cosine_similarity",
        variant="matrices",
        data=rows,
        ours=lambda A, B: lambda: linalg.cosine_similarity(A, B),
        peers={"sklearn.metrics.pairwise.cosine_similarity": sklearn_cosine},
        sizes={"small": (20, 3), "medium": (1000, 50)},
        agree=close(1e-10, 1e-13),
    ),
    distance_race(
        "euclidean",
        {CDIST: scipy_distances("euclidean"), SKLEARN: sklearn_distances("euclidean"), TRICK: blas_trick},
        {(peer, size): 1.0 for peer in (CDIST, SKLEARN, TRICK) for size in LEVEL},
    ),
    *(
        distance_race(
            metric,
            {CDIST: scipy_distances(metric), SKLEARN: sklearn_distances(metric)},
            {(CDIST, size): 1.0 for size in LEVEL},
        )
        for metric in ("sqeuclidean", "manhattan", "chebyshev", "cosine")
    ),
    distance_race("minkowski", {CDIST: scipy_distances("minkowski")}, {(CDIST, "medium"): 1.0}),
    *(
        Race(
            name="linalg.matmul",
            variant=method,
            data=square,
            ours=lambda A, B, method=method: lambda: linalg.matmul(A, B, method),
            peers={"numpy.matmul": lambda A, B: lambda: A @ B},
            sizes={"small": 8, "medium": 512} | ({"large": 2048} if method not in ("ijk", "ikj") else {}),
            agree=close(1e-8, 1e-9),
            targets={("numpy.matmul", "medium"): 0.9} if method == "blas" else {},
            note="the peer is assembler with 512-bit vectors; the study is how near each method comes",
        )
        for method in ("ijk", "ikj", "blocked", "strassen", "blas")
    ),
]
