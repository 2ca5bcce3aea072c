"""Kendall's tau by looking at every pair, and its exact p-value by looking at every permutation."""

from itertools import combinations, permutations
from math import sqrt


def sign(a, b):
    return (a > b) - (a < b)


def excess(x, y):
    """Concordant less discordant pairs."""
    return sum(sign(x[i], x[j]) * sign(y[i], y[j]) for i, j in combinations(range(len(x)), 2))


def tau_b(x, y):
    untied_x = sum(a != b for a, b in combinations(x, 2))
    untied_y = sum(a != b for a, b in combinations(y, 2))
    return excess(x, y) / sqrt(untied_x * untied_y)


def tau_c(x, y):
    m = min(len(set(x)), len(set(y)))
    return 2 * excess(x, y) / (len(x) ** 2 * (m - 1) / m)


def exact_pvalue(x, y, alternative):
    """Of values without ties."""
    found = excess(x, y)
    extreme = {
        "two-sided": lambda s: abs(s) >= abs(found),
        "greater": lambda s: s >= found,
        "less": lambda s: s <= found,
    }[alternative]
    values = [extreme(excess(x, order)) for order in permutations(y)]
    return sum(values) / len(values)
