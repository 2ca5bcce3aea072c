"""Hidden Markov models by enumeration of all paths, in plain Python."""

import math
from itertools import pairwise, product


def path_probability(start, trans, emit, path):
    """Joint probability of a path and the observations; emit[t][j] is what state j gives to the t-th."""
    p = start[path[0]] * emit[0][path[0]]
    for t in range(1, len(path)):
        p *= trans[path[t - 1]][path[t]] * emit[t][path[t]]
    return p


def all_paths(start, trans, emit):
    paths = list(product(range(len(start)), repeat=len(emit)))
    return {path: path_probability(start, trans, emit, path) for path in paths}


def likelihood(start, trans, emit):
    return math.fsum(all_paths(start, trans, emit).values())


def posterior(start, trans, emit):
    weights = all_paths(start, trans, emit)
    total = math.fsum(weights.values())
    return [
        [math.fsum(p for path, p in weights.items() if path[t] == j) / total for j in range(len(start))]
        for t in range(len(emit))
    ]


def transitions(start, trans, emit):
    weights = all_paths(start, trans, emit)
    total = math.fsum(weights.values())
    k = range(len(start))
    return [
        [math.fsum(p * list(pairwise(path)).count((i, j)) for path, p in weights.items()) / total for j in k] for i in k
    ]


def best_path(start, trans, emit):
    weights = all_paths(start, trans, emit)
    best = max(weights, key=lambda path: weights[path])
    return list(best), weights[best]


def baum_welch(start, trans, emission, sequences):
    """One iteration for symbols: emission[j][m]. A state without expected visits keeps its rows."""
    k, m = len(start), len(emission[0])
    first, steps, seen = [0.0] * k, [[0.0] * k for _ in range(k)], [[0.0] * m for _ in range(k)]
    log_likelihood = 0.0
    for symbols in sequences:
        emit = [[emission[j][x] for j in range(k)] for x in symbols]
        gamma, xi = posterior(start, trans, emit), transitions(start, trans, emit)
        log_likelihood += math.log(likelihood(start, trans, emit))
        for j in range(k):
            first[j] += gamma[0][j]
            for t, x in enumerate(symbols):
                seen[j][x] += gamma[t][j]
            for i in range(k):
                steps[i][j] += xi[i][j]

    def rows(counts, old):
        return [
            [c / sum(row) for c in row] if sum(row) > 0 else list(before)
            for row, before in zip(counts, old, strict=True)
        ]

    return rows([first], [start])[0], rows(steps, trans), rows(seen, emission), log_likelihood
