"""Rows of the acceptance matrix with a meaning of their own in `algos.linalg`."""

import math

import numpy as np

from algos.linalg import cosine_similarity, dot, matmul, norm, pairwise_distances
from tests.algos.acceptance import Argument, Raises, Row, Same, Value

A = [[1.0, 2.0], [0.5, -1.0], [4.0, 0.0]]
B = [[1.0, 0.5], [2.0, -2.0]]
a = [1.0, -2.0, 0.5]
b = [0.5, 0.25, 4.0]


def _distances_to(X):
    if X is None:
        raise TypeError("B may be None, which means A")
    return pairwise_distances(A, X, "cosine")


ARGUMENTS = [
    Argument("linalg.norm", "x", "vector", norm, a),
    Argument("linalg.dot", "a", "vector", lambda x: dot(x, b), a),
    Argument("linalg.dot", "b", "vector", lambda x: dot(a, x, "kahan"), b),
    Argument("linalg.cosine_similarity", "a", "matrix", lambda X: cosine_similarity(X, B), A),
    Argument("linalg.cosine_similarity", "b", "matrix", lambda X: cosine_similarity(A, X), B),
    Argument("linalg.pairwise_distances", "A", "matrix", lambda X: pairwise_distances(X, B), A),
    Argument("linalg.pairwise_distances", "B", "matrix", _distances_to, B),
    Argument("linalg.matmul", "A", "matrix", lambda X: matmul(X, B), A),
    Argument("linalg.matmul", "B", "matrix", lambda X: matmul(A, X, "blas"), B),
]

LENGTHS = {
    "linalg.dot": lambda: dot([1, 2, 3], [1, 2]),
    "linalg.cosine_similarity": lambda: cosine_similarity([1, 2, 3], [1, 2]),
    "linalg.pairwise_distances": lambda: pairwise_distances([[1, 2, 3]], [[1, 2]]),
    "linalg.matmul": lambda: matmul([[1, 2, 3]], [[1], [2]]),
}

ROWS = [
    Row(1, "linalg.norm: empty", lambda: norm([]), Raises(ValueError, "x must have at least one")),
    Row(1, "linalg.dot: empty", lambda: dot([], []), Raises(ValueError, "at least one")),
    Row(1, "linalg.matmul: no rows", lambda: matmul(np.ones((0, 3)), A), Raises(ValueError, "0 sample.*A")),
    Row(
        2,
        "linalg.pairwise_distances: no columns",
        lambda: pairwise_distances(np.ones((5, 0))),
        Raises(ValueError, "0 feature"),
    ),
    Row(4, "linalg.norm: a matrix without 'fro'", lambda: norm(A), Raises(ValueError, "x has 2 dimensions.*ord='fro'")),
    Row(8, "linalg.pairwise_distances: one row", lambda: pairwise_distances([[3.0]]), Value([[0.0]])),
    Row(8, "linalg.matmul: one by one", lambda: matmul([[3.0]], [[2.0]]), Value([[6.0]])),
    Row(46, "linalg.norm: 1e-200", lambda: norm([3e-200, 4e-200]), Value(5e-200, 1e-15)),
    Row(46, "linalg.cosine_similarity: 1e-200", lambda: cosine_similarity([1e-200, 0.0], [1e-200, 0.0]), Value(1.0)),
    Row(
        47,
        "linalg.pairwise_distances: neighbours at an offset of 1e9",
        lambda: pairwise_distances([[1e9, 1e9], [1e9 + 3.0, 1e9 + 4.0]]),
        Value([[0.0, 5.0], [5.0, 0.0]]),
    ),
    Row(49, "linalg.norm: 1e200", lambda: norm([3e200, 4e200]), Value(5e200, 1e-15)),
    Row(
        49,
        "linalg.pairwise_distances: 1e200",
        lambda: pairwise_distances([[0.0, 0.0]], [[3e200, 4e200]]),
        Value([[5e200]], 1e-15),
    ),
    Row(49, "linalg.dot: overflow on the way", lambda: dot([1e308, 1e308, -1e308], [1.0, 1.0, 1.0]), Value(1e308)),
    Row(52, "linalg.cosine_similarity: a zero vector", lambda: cosine_similarity([0.0, 0.0], [1.0, 2.0]), Value(0.0)),
    Row(58, "linalg.norm: -0.0 is not counted", lambda: norm([0.0, -0.0, 1.0], 0), Value(1.0)),
    Row(74, "linalg.norm: negative order", lambda: norm(a, -1), Raises(ValueError, "ord.*at least 0")),
    Row(74, "linalg.norm: order of 400 digits", lambda: norm(a, 10**400), Raises(ValueError, "ord .*double precision")),
    Row(74, "linalg.norm: order NaN", lambda: norm(a, math.nan), Raises(ValueError, "ord")),
    Row(
        76,
        "linalg.pairwise_distances: p of 0",
        lambda: pairwise_distances(A, B, "minkowski", 0),
        Raises(ValueError, "p must be a finite number above 0"),
    ),
    Row(77, "linalg.dot: unknown method", lambda: dot(a, b, "fast"), Raises(ValueError, "'naive'.*'blas'.*'fast'")),
    Row(77, "linalg.matmul: unknown method", lambda: matmul(A, B, "fast"), Raises(ValueError, "'ijk'.*'blas'.*'fast'")),
    Row(
        77,
        "linalg.pairwise_distances: unknown metric",
        lambda: pairwise_distances(A, B, "hamming"),
        Raises(ValueError, "'euclidean'.*'cosine'.*'hamming'"),
    ),
    Row(83, "linalg.norm: order as NumPy scalar", lambda: norm(a, np.float32(1.0)), Same(lambda: norm(a, 1))),
    Row(100, "linalg.matmul: inner sizes differ", lambda: matmul(A, A), Raises(ValueError, "got 2 and 3")),
]
