"""Textbook errors of regression, in exact arithmetic."""

from fractions import Fraction
from math import sqrt


def weights(y, weight):
    return [Fraction(1)] * len(y) if weight is None else [Fraction(w) for w in weight]


def mean_squared(y, pred, weight=None):
    w = weights(y, weight)
    return float(sum(c * (Fraction(a) - Fraction(b)) ** 2 for a, b, c in zip(y, pred, w, strict=True)) / sum(w))


def root_mean_squared(y, pred, weight=None):
    return sqrt(mean_squared(y, pred, weight))


def mean_absolute(y, pred, weight=None):
    w = weights(y, weight)
    return float(sum(c * abs(Fraction(a) - Fraction(b)) for a, b, c in zip(y, pred, w, strict=True)) / sum(w))


def sums_of_squares(y, pred, weight=None):
    w = weights(y, weight)
    mean = sum(c * Fraction(a) for a, c in zip(y, w, strict=True)) / sum(w)
    errors = sum(c * (Fraction(a) - Fraction(b)) ** 2 for a, b, c in zip(y, pred, w, strict=True))
    return errors, sum(c * (Fraction(a) - mean) ** 2 for a, c in zip(y, w, strict=True))


def r2(y, pred, weight=None):
    sse, sst = sums_of_squares(y, pred, weight)
    return float(1 - sse / sst)
