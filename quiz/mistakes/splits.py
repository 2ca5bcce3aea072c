"""Wrong twins of algos.trees.best_split: one loop over all splits, and one line wrong in each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quiz.mistakes.trees import _IMPURITIES, Split

Array = NDArray[np.float64]


def _table(y: Any, classes: Any) -> Array:
    return np.array([np.sum(y == c) for c in classes], float)


def _splits(X: Any, y: Any, criterion: str, *, weighted: bool = True) -> Iterator[tuple[Split, float, float]]:
    """Yield every split with its gain, and the values left and right of the threshold."""
    X, y = np.asarray(X, float), np.asarray(y)
    X = X[:, None] if X.ndim == 1 else X
    impurity, classes = _IMPURITIES[criterion], np.unique(y)
    for feature in range(X.shape[1]):
        values = np.unique(X[:, feature])
        for low, high in pairwise(values):
            left = X[:, feature] <= low
            share = left.mean() if weighted else 0.5
            gain = impurity(_table(y, classes)) - share * impurity(_table(y[left], classes))
            gain -= (1 - share) * impurity(_table(y[~left], classes))
            yield Split(feature, (low + high) / 2, float(gain)), float(low), float(high)


def _best(X: Any, y: Any, criterion: str, *, weighted: bool = True) -> tuple[Split, float, float]:
    """Return the best split, the earliest one if several gain the same."""
    return max(_splits(X, y, criterion, weighted=weighted), key=lambda found: round(found[0].gain, 12))


def split_lowest_gain(X: Any, y: Any, criterion: str = "gini") -> Split:
    """Twin of trees.best_split: the split with the lowest gain is chosen, as if gain were an impurity.

    Repair: impurity is to be low, gain is to be high.
    """
    return min(_splits(X, y, criterion), key=lambda found: round(found[0].gain, 12))[0]


def split_at_left_value(X: Any, y: Any, criterion: str = "gini") -> Split:
    """Twin of trees.best_split: the threshold is the last value on the left.

    Repair: it lies halfway between the neighbouring values, so that new samples between them are shared fairly.
    """
    split, low, _ = _best(X, y, criterion)
    return split._replace(threshold=low)


def split_at_right_value(X: Any, y: Any, criterion: str = "gini") -> Split:
    """Twin of trees.best_split: the threshold is the first value on the right.

    Repair: it lies halfway between the neighbouring values; samples up to the threshold go left.
    """
    split, _, high = _best(X, y, criterion)
    return split._replace(threshold=high)


def split_unweighted(X: Any, y: Any, criterion: str = "gini") -> Split:
    """Twin of trees.best_split: the impurities of both sides are averaged with equal weights.

    Repair: weight each side by its share of the samples; otherwise cutting off single samples looks good.
    """
    return _best(X, y, criterion, weighted=False)[0]


def split_other_criterion(X: Any, y: Any, criterion: str = "gini") -> Split:
    """Twin of trees.best_split: entropy is used where Gini is asked for, or the other way round.

    Repair: use the criterion that is asked for.
    """
    return _best(X, y, "gini" if criterion == "entropy" else "entropy")[0]


def split_first_feature_only(X: Any, y: Any, criterion: str = "gini") -> Split:
    """Twin of trees.best_split: only the first feature is tried.

    Repair: try every threshold of every feature.
    """
    X = np.asarray(X, float)
    return _best(X[:, :1] if X.ndim == 2 else X, y, criterion)[0]


def split_at_mean(X: Any, y: Any, criterion: str = "gini") -> Split:
    """Twin of trees.best_split: each feature is cut at its mean only.

    Repair: try every threshold between neighbouring values.
    """
    X, y = np.asarray(X, float), np.asarray(y)
    X = X[:, None] if X.ndim == 1 else X
    classes = np.unique(y)
    found = []
    for feature in range(X.shape[1]):
        mean = float(X[:, feature].mean())
        left = X[:, feature] <= mean
        if left.all():
            continue
        impurity = _IMPURITIES[criterion]
        gain = impurity(_table(y, classes)) - left.mean() * impurity(_table(y[left], classes))
        gain -= (1 - left.mean()) * impurity(_table(y[~left], classes))
        found.append(Split(feature, mean, float(gain)))
    return max(found, key=lambda split: round(split.gain, 12))


def split_widest_gap(X: Any, y: Any, criterion: str = "gini") -> Split:
    """Twin of trees.best_split: the cut goes through the widest gap between values, without looking at the labels.

    Repair: the labels decide: choose the cut that lowers their impurity most.
    """
    return max(_splits(X, y, criterion), key=lambda found: round(found[2] - found[1], 12))[0]


def split_most_varied_column(X: Any, y: Any, criterion: str = "gini") -> Split:
    """Twin of trees.best_split: the column with the most distinct values is chosen, as if its own variety were a gain.

    Repair: a column of identifiers varies most and predicts nothing; compare the gains in the labels.
    """
    X = np.asarray(X, float)
    X = X[:, None] if X.ndim == 1 else X
    column = int(np.argmax([len(np.unique(X[:, feature])) for feature in range(X.shape[1])]))
    split = _best(X[:, column], y, criterion)[0]
    return split._replace(feature=column)
