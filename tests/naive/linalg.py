"""Linear algebra as a textbook has it: exact fractions where only sums and products are needed."""

from fractions import Fraction
from math import inf, sqrt


def norm(x, p=2):
    if p == 0:
        return float(sum(v != 0 for v in x))
    if p == inf:
        return max(abs(v) for v in x)
    return sum(abs(v) ** p for v in x) ** (1 / p)


def exact_dot(a, b):
    return sum(Fraction(x) * Fraction(y) for x, y in zip(a, b, strict=True))


def dot(a, b):
    return float(exact_dot(a, b))


def cosine(a, b):
    if not any(a) or not any(b):
        return 0.0
    return dot(a, b) / sqrt(dot(a, a)) / sqrt(dot(b, b))


def matmul(A, B):
    columns = list(zip(*B, strict=True))
    return [[dot(row, column) for column in columns] for row in A]


def distance(a, b, metric, p=2):
    differences = [Fraction(x) - Fraction(y) for x, y in zip(a, b, strict=True)]
    if metric == "cosine":
        return 1.0 - cosine(a, b)
    if metric == "chebyshev":
        return float(max(map(abs, differences)))
    if metric == "manhattan":
        return float(sum(map(abs, differences)))
    squares = sum(d * d for d in differences)
    if metric == "sqeuclidean":
        return float(squares)
    if metric == "euclidean":
        return sqrt(squares)
    return sum(float(abs(d)) ** p for d in differences) ** (1 / p)


def pairwise_distances(A, B, metric, p=2):
    return [[distance(a, b, metric, p) for b in B] for a in A]
