"""Information theory as a textbook has it: sums of p log p."""

from collections import Counter
from math import inf, log


def surprisal(p, base=2.0):
    return inf if p == 0.0 else -log(p) / log(base)


def entropy(p, base=2.0):
    return sum(x * surprisal(x, base) for x in p if x > 0.0)


def cross_entropy(p, q, base=2.0):
    return sum(x * surprisal(y, base) for x, y in zip(p, q, strict=True) if x > 0.0)


def kl_divergence(p, q, base=2.0):
    terms = [inf if y == 0.0 else x * log(x / y) for x, y in zip(p, q, strict=True) if x > 0.0]
    return sum(terms) / log(base)


def js_divergence(p, q, base=2.0):
    middle = [(x + y) / 2.0 for x, y in zip(p, q, strict=True)]
    return (kl_divergence(p, middle, base) + kl_divergence(q, middle, base)) / 2.0


def flat(table):
    return [p for row in table for p in row]


def margins(table):
    return [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]


def conditional_entropy(table, base=2.0):
    return entropy(flat(table), base) - entropy(margins(table)[0], base)


def mutual_information(table, base=2.0):
    p_x, p_y = margins(table)
    return entropy(p_x, base) + entropy(p_y, base) - entropy(flat(table), base)


def joint_table(labels_a, labels_b):
    counts = Counter(zip(labels_a, labels_b, strict=True))
    names_a, names_b = sorted(set(labels_a)), sorted(set(labels_b))
    return [[counts[a, b] / len(labels_a) for b in names_b] for a in names_a]
