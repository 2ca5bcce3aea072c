"""Textbook measures of rankings: one ranking at a time, and where scores tie the mean over every order of them."""

from itertools import groupby, permutations, product
from math import log2


def orders(relevance, score):
    """Every list of relevances from the top downwards that the scores allow."""
    pairs = sorted(zip(score, relevance, strict=True), key=lambda pair: -pair[0])
    runs = [[grade for _, grade in run] for _, run in groupby(pairs, key=lambda pair: pair[0])]
    for choice in product(*map(permutations, runs)):
        yield [grade for run in choice for grade in run]


def over_orders(measure, relevance, score, *arguments):
    values = [measure(ranked, *arguments) for ranked in orders(relevance, score)]
    return sum(values) / len(values)


def dcg(ranked, k, exponential=False):
    gains = [2**grade - 1 if exponential else grade for grade in ranked[:k]]
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, 1))


def ndcg(ranked, k, exponential=False):
    ideal = dcg(sorted(ranked, reverse=True), k, exponential)
    return dcg(ranked, k, exponential) / ideal if ideal else 0.0


def precision(ranked, k, level=1):
    return sum(grade >= level for grade in ranked[:k]) / k


def recall(ranked, k, level=1):
    relevant = sum(grade >= level for grade in ranked)
    return sum(grade >= level for grade in ranked[:k]) / relevant if relevant else 0.0


def average_precision(ranked, k, level=1):
    relevant = sum(grade >= level for grade in ranked)
    found = [precision(ranked, rank, level) for rank, grade in enumerate(ranked[:k], 1) if grade >= level]
    return sum(found) / relevant if relevant else 0.0


def reciprocal_rank(ranked, k, level=1):
    return next((1 / rank for rank, grade in enumerate(ranked[:k], 1) if grade >= level), 0.0)


def expected_reciprocal_rank(ranked, k, max_grade):
    total, reading = 0.0, 1.0
    for rank, grade in enumerate(ranked[:k], 1):
        satisfied = (2**grade - 1) / 2**max_grade
        total += reading * satisfied / rank
        reading *= 1 - satisfied
    return total
