"""Probability as a textbook has it, in exact fractions."""

from fractions import Fraction
from math import sqrt


def moments(x, ddof=0):
    """Mean, variance, skewness, excess kurtosis; the last two rounded at the end."""
    values = [Fraction(v) for v in x]
    n = len(values)
    mean = sum(values) / n
    m2, m3, m4 = (sum((v - mean) ** k for v in values) / n for k in (2, 3, 4))
    skewness = float(m3 / m2) / sqrt(m2)
    return float(mean), float(m2 * n / (n - ddof)), skewness, float(m4 / m2**2 - 3)


def covariance(X, ddof=1):
    columns = [[Fraction(v) for v in column] for column in zip(*X, strict=True)]
    n = len(columns[0])
    centred = [[v - sum(column) / n for v in column] for column in columns]
    return [[float(sum(a * b for a, b in zip(x, y, strict=True)) / (n - ddof)) for y in centred] for x in centred]


def expectation(values, p):
    return sum(Fraction(v) * Fraction(q) for v, q in zip(values, p, strict=True)) / sum(map(Fraction, p))


def variance(values, p):
    mean = expectation(values, p)
    return expectation([(Fraction(v) - mean) ** 2 for v in values], p)


def bayes_posterior(prior, likelihood):
    joint = []
    for weight, row in zip(prior, likelihood, strict=True):
        product = Fraction(weight)
        for value in row if hasattr(row, "__iter__") else [row]:
            product *= Fraction(value)
        joint.append(product)
    evidence = sum(joint)
    return [value / evidence for value in joint], evidence


def running_mean(x):
    total, means = Fraction(0), []
    for k, value in enumerate(x, 1):
        total += Fraction(value)
        means.append(float(total / k))
    return means
