"""Wrong twins of algos.trees."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np


class Split(NamedTuple):
    """The fields of algos.trees.best_split."""

    feature: int
    threshold: float
    gain: float


def _shares(counts: Any) -> Any:
    counts = np.asarray(counts, float)
    return counts / counts.sum()


def _entropy(counts: Any) -> float:
    p = _shares(counts)
    p = p[p > 0]
    return float(-np.sum(p * np.log2(p)))


def _gini(counts: Any) -> float:
    return float(1 - np.sum(_shares(counts) ** 2))


def _error(counts: Any) -> float:
    return float(1 - _shares(counts).max())


_IMPURITIES: dict[str, Callable[[Any], float]] = {"entropy": _entropy, "gini": _gini, "misclassification": _error}


# ---- impurity


def entropy_impurity_natural_log(counts: Any) -> float:
    """Twin of trees.entropy_impurity: the natural logarithm is taken instead of base 2.

    Repair: divide by ln 2; two equally frequent classes have an entropy of 1 bit.
    """
    return _entropy(counts) * math.log(2)


def entropy_impurity_as_gini(counts: Any) -> float:
    """Twin of trees.entropy_impurity: the Gini impurity is taken.

    Repair: entropy sums -p log p; one minus the sum of squares is Gini.
    """
    return _gini(counts)


def entropy_impurity_unweighted(counts: Any) -> float:
    """Twin of trees.entropy_impurity: the logarithms are summed without weighting them by p.

    Repair: multiply every -log p by p before summing.
    """
    p = _shares(counts)
    return float(-np.sum(np.log2(p[p > 0])))


def gini_as_entropy(counts: Any) -> float:
    """Twin of trees.gini_impurity: the entropy is taken.

    Repair: Gini is one minus the sum of the squared shares; there is no logarithm in it.
    """
    return _entropy(counts)


def gini_sum_of_squares(counts: Any) -> float:
    """Twin of trees.gini_impurity: the sum of the squared shares is taken, which measures purity.

    Repair: subtract it from one.
    """
    return 1 - _gini(counts)


def gini_one_product(counts: Any) -> float:
    """Twin of trees.gini_impurity: p(1 - p) of the first class alone is taken.

    Repair: sum p(1 - p) over all classes; for two classes that is 2p(1 - p).
    """
    p = float(_shares(counts)[0])
    return p * (1 - p)


def gini_counts_not_normalised(counts: Any) -> float:
    """Twin of trees.gini_impurity: counts are squared as if they were shares.

    Repair: divide the counts by their sum first.
    """
    return float(1 - np.sum(np.asarray(counts, float) ** 2))


def misclassification_largest_share(counts: Any) -> float:
    """Twin of trees.misclassification: the share of the largest class is taken, that is the accuracy.

    Repair: subtract it from one: what does not belong to the largest class is misclassified.
    """
    return 1 - _error(counts)


def misclassification_smallest_share(counts: Any) -> float:
    """Twin of trees.misclassification: the share of the smallest class is taken.

    Repair: with more than two classes all but the largest are misclassified: one minus the largest share.
    """
    return float(_shares(counts).min())


def misclassification_counts(counts: Any) -> float:
    """Twin of trees.misclassification: the number of misclassified samples is taken, not their share.

    Repair: divide by the number of samples.
    """
    counts = np.asarray(counts, float)
    return float(counts.sum() - counts.max())


# ---- gain


def _weights(children: Any) -> Any:
    sizes = np.asarray(children, float).sum(axis=1)
    return sizes / sizes.sum()


def _after(children: Any, criterion: str = "entropy", weights: Any = None) -> float:
    """Return the children's impurity, weighted by size unless told otherwise."""
    weights = _weights(children) if weights is None else weights
    pairs = zip(weights, np.asarray(children, float), strict=True)
    return float(sum(w * _IMPURITIES[criterion](child) for w, child in pairs if child.sum() > 0))


def gain_unweighted_average(parent: Any, children: Any, criterion: str = "entropy") -> float:
    """Twin of trees.information_gain: the impurities of the children are averaged with equal weights.

    Repair: weight each child by its share of the samples: a pure child of two samples explains little.
    """
    k = len(children)
    return _IMPURITIES[criterion](parent) - _after(children, criterion, np.full(k, 1 / k))


def gain_without_parent(parent: Any, children: Any, criterion: str = "entropy") -> float:  # noqa: ARG001
    """Twin of trees.information_gain: the impurity that is left in the children is taken.

    Repair: the gain is what is removed: subtract it from the parent's impurity.
    """
    return _after(children, criterion)


def gain_sum_of_children(parent: Any, children: Any, criterion: str = "entropy") -> float:
    """Twin of trees.information_gain: the impurities of the children are summed, not averaged.

    Repair: weight each child by its share of the samples.
    """
    return _IMPURITIES[criterion](parent) - _after(children, criterion, np.ones(len(children)))


def gain_is_parent_impurity(parent: Any, children: Any, criterion: str = "entropy") -> float:  # noqa: ARG001
    """Twin of trees.information_gain: the impurity of the labels is taken for the gain of the split.

    Repair: that is only the most that any split could gain; subtract what is left in the children.
    """
    return _IMPURITIES[criterion](parent)


def gain_natural_log(parent: Any, children: Any, criterion: str = "entropy") -> float:  # noqa: ARG001
    """Twin of trees.information_gain: the natural logarithm is taken instead of base 2.

    Repair: divide by ln 2; a gain is counted in bits.
    """
    return (_entropy(parent) - _after(children)) * math.log(2)


def gain_other_criterion(parent: Any, children: Any, criterion: str = "entropy") -> float:
    """Twin of trees.information_gain: Gini is used where entropy is asked for, or the other way round.

    Repair: use the criterion that is asked for, in the parent and in the children.
    """
    other = "entropy" if criterion == "gini" else "gini"
    return _IMPURITIES[other](parent) - _after(children, other)


def gain_weights_of_first_class(parent: Any, children: Any, criterion: str = "entropy") -> float:
    """Twin of trees.information_gain: the children are weighted by their share of one class instead of all samples.

    Repair: weight a child by all of its samples.
    """
    first = np.asarray(children, float)[:, 0]
    return _IMPURITIES[criterion](parent) - _after(children, criterion, first / max(first.sum(), 1e-300))


def gain_ratio_not_divided(parent: Any, children: Any) -> float:
    """Twin of trees.gain_ratio: the information gain is taken and not divided.

    Repair: divide by the entropy of the children's sizes, which punishes splits into many parts.
    """
    return _entropy(parent) - _after(children)


def gain_ratio_by_parent(parent: Any, children: Any) -> float:
    """Twin of trees.gain_ratio: the gain is divided by the entropy of the labels.

    Repair: divide by the entropy of the children's sizes.
    """
    return (_entropy(parent) - _after(children)) / _entropy(parent)


def gain_ratio_by_number(parent: Any, children: Any) -> float:
    """Twin of trees.gain_ratio: the gain is divided by the number of children.

    Repair: divide by the entropy of the children's sizes.
    """
    return (_entropy(parent) - _after(children)) / len(children)


def gain_ratio_unweighted(parent: Any, children: Any) -> float:
    """Twin of trees.gain_ratio: the children's entropies are averaged with equal weights before dividing.

    Repair: weight each child by its share of the samples, then divide by the entropy of the sizes.
    """
    return gain_unweighted_average(parent, children) / _entropy(np.asarray(children).sum(axis=1))
