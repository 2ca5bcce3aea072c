"""Textbook decision trees in plain Python: exact fractions where the formula allows, full recounts, recursion."""

from fractions import Fraction
from itertools import pairwise
from math import log2


def shares(counts):
    total = sum(Fraction(count) for count in counts)
    return [Fraction(count) / total for count in counts]


def entropy(counts):
    return -sum(float(p) * log2(p) for p in shares(counts) if p > 0)


def gini(counts):
    return 1 - sum(p * p for p in shares(counts))


def misclassification(counts):
    return 1 - max(shares(counts))


IMPURITIES = {"entropy": entropy, "gini": gini, "misclassification": misclassification}


def gain(parent, children, criterion="entropy"):
    impurity, total = IMPURITIES[criterion], sum(Fraction(count) for count in parent)
    after = 0
    for child in children:
        size = sum(Fraction(count) for count in child)
        if size:
            after += (size / total if criterion != "entropy" else float(size / total)) * impurity(child)
    return impurity(parent) - after


def gain_ratio(parent, children):
    return gain(parent, children) / entropy([sum(child) for child in children])


def class_counts(y, classes, weight):
    return [sum((w for label, w in zip(y, weight, strict=True) if label == k), Fraction(0)) for k in classes]


def best_split(X, y, criterion, weight=None, min_samples_leaf=1):
    """Try every feature and every midpoint; the first of the best (within 1e-12) wins. None if nothing can be split."""
    weight = [Fraction(1)] * len(y) if weight is None else [Fraction(w) for w in weight]
    classes = sorted(set(y))
    best = None
    for feature in range(len(X[0])):
        values = sorted({row[feature] for row in X})
        for low, high in pairwise(values):
            left = [i for i, row in enumerate(X) if row[feature] <= low]
            right = [i for i, row in enumerate(X) if row[feature] > low]
            if min(len(left), len(right)) < min_samples_leaf:
                continue
            sides = [class_counts([y[i] for i in side], classes, [weight[i] for i in side]) for side in (left, right)]
            found = gain([a + b for a, b in zip(*sides, strict=True)], sides, criterion)
            if best is None or found > best[2] + 1e-12:
                best = (feature, float((Fraction(low) + Fraction(high)) / 2), found)
    return best


def grow(X, y, criterion, weight=None, max_depth=None, min_samples_split=2, min_samples_leaf=1, depth=0):
    """Return nested dicts: impurity, n, counts, and below a split feature, threshold, left, right."""
    weight = [Fraction(1)] * len(y) if weight is None else [Fraction(w) for w in weight]
    return _grow(X, y, sorted(set(y)), criterion, weight, max_depth, min_samples_split, min_samples_leaf, depth)


def _grow(X, y, classes, criterion, weight, max_depth, min_samples_split, min_samples_leaf, depth):
    counts = class_counts(y, classes, weight)
    node = {"n": len(y), "counts": [float(c) for c in counts], "impurity": float(IMPURITIES[criterion](counts))}
    if len(set(y)) == 1 or depth == max_depth or len(y) < min_samples_split:
        return node
    best = best_split(X, y, criterion, weight, min_samples_leaf)
    if best is None:
        return node
    node["feature"], node["threshold"] = best[0], best[1]
    for side, inside in (("left", lambda v: v <= best[1]), ("right", lambda v: v > best[1])):
        keep = [i for i, row in enumerate(X) if inside(row[best[0]])]
        pick = [[values[i] for i in keep] for values in (X, y, weight)]
        node[side] = _grow(
            pick[0], pick[1], classes, criterion, pick[2], max_depth, min_samples_split, min_samples_leaf, depth + 1
        )
    return node
