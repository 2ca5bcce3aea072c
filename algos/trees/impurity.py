r"""How mixed the classes of a node are, from their counts.

With shares :math:`p_k = c_k / \sum_j c_j`: entropy :math:`-\sum_k p_k \log_2 p_k`, Gini impurity
:math:`1 - \sum_k p_k^2`, misclassification :math:`1 - \max_k p_k`. All are 0 for a pure node and largest when the
classes are equally frequent.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._check import vector
from .._jit import compiled_as, kernel

__all__ = ["entropy_impurity", "gini_impurity", "misclassification"]

ENTROPY, GINI, MISCLASSIFICATION = 0, 1, 2  # what kernels are told instead of a name


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _unit(counts):
    """Return a power of two that brings the sum of the counts into range, where it would overflow or be subnormal."""
    total = counts.sum()
    return 2.0**-64 if total == np.inf else 2.0**600 if total < 1e-290 else 1.0


@kernel
def _entropy_impurity(counts):
    unit = _unit(counts)
    total, entropy = 0.0, 0.0
    for count in counts:
        total += count * unit
    for count in counts:
        share = count * unit / total
        if share > 0.0:
            entropy -= share * np.log2(share)
    return entropy


@kernel
def _gini_impurity(counts):
    unit = _unit(counts)
    total, same = 0.0, 0.0
    for count in counts:
        total += count * unit
    for count in counts:
        share = count * unit / total
        same += share * share
    return 1.0 - same


@kernel
def _misclassification(counts):
    unit = _unit(counts)
    total, largest = 0.0, 0.0
    for count in counts:
        total += count * unit
        largest = max(largest, count * unit)
    return 1.0 - largest / total


@kernel
def _are_counts(counts):
    """Say whether counts are finite, none is negative and one is positive."""
    positive = False
    for count in counts:
        if not 0.0 <= count < np.inf:
            return False
        positive |= count > 0.0
    return positive


# -- public functions ------------------------------------------------------------------------------


def _counts(counts: Any, name: str = "counts") -> NDArray[np.float64]:
    """Return a vector of counts, at least one of them positive."""
    values: NDArray[np.float64] = vector(counts, name)
    if values.min() < 0.0:
        raise ValueError(f"{name} must not be negative, got {values.min():g}")
    if not values.any():
        raise ValueError(f"{name} must have a positive sum, got only zeros")
    return values


def _entropy_impurity_compiled(counts):
    values = np.asarray(counts).astype(np.float64)
    if not _are_counts(values):
        raise ValueError("counts must be finite and not negative, with a positive sum")
    return _entropy_impurity(values)


@compiled_as(_entropy_impurity_compiled)
def entropy_impurity(counts: Any) -> float:
    r"""Entropy of a node's classes, in bits.

    .. math:: H = -\sum_k p_k \log_2 p_k, \qquad p_k = c_k / \textstyle\sum_j c_j

    Parameters
    ----------
    counts : array_like of shape (k,)
        How many samples of each class the node holds, or their summed weights; not negative, not all zero.

    Returns
    -------
    float
        Between 0 (one class) and log2(k) (all classes equally frequent).

    Raises
    ------
    ValueError
        If a count is negative or not finite, or all are zero.

    See Also
    --------
    scipy.stats.entropy : the library it is tested against, ``entropy(counts, base=2)``.

    Notes
    -----
    Time O(k), memory O(1).
    A class without samples contributes nothing, the limit of p log p. The entropy of the labels is only the most that
    a split could gain; what it does gain is `information_gain`.

    References
    ----------
    .. [1] Quinlan, "Induction of decision trees", Machine Learning 1, 1986, section 4.

    Examples
    --------
    >>> entropy_impurity([2, 1, 1])
    1.5
    """
    return float(_entropy_impurity(_counts(counts)))


def _gini_impurity_compiled(counts):
    values = np.asarray(counts).astype(np.float64)
    if not _are_counts(values):
        raise ValueError("counts must be finite and not negative, with a positive sum")
    return _gini_impurity(values)


@compiled_as(_gini_impurity_compiled)
def gini_impurity(counts: Any) -> float:
    r"""Gini impurity of a node: how often two samples drawn with replacement differ in class.

    .. math:: G = 1 - \sum_k p_k^2, \qquad p_k = c_k / \textstyle\sum_j c_j

    Parameters
    ----------
    counts : array_like of shape (k,)
        How many samples of each class the node holds, or their summed weights; not negative, not all zero.

    Returns
    -------
    float
        Between 0 (one class) and 1 - 1/k (all classes equally frequent).

    Raises
    ------
    ValueError
        If a count is negative or not finite, or all are zero.

    See Also
    --------
    sklearn.tree.DecisionTreeClassifier : ``tree_.impurity[0]``, the library it is tested against.

    Notes
    -----
    Time O(k), memory O(1).

    References
    ----------
    .. [1] Breiman, Friedman, Olshen, Stone, "Classification and Regression Trees", 1984, section 4.3.1.

    Examples
    --------
    >>> gini_impurity([2, 1, 1])
    0.625
    """
    return float(_gini_impurity(_counts(counts)))


def _misclassification_compiled(counts):
    values = np.asarray(counts).astype(np.float64)
    if not _are_counts(values):
        raise ValueError("counts must be finite and not negative, with a positive sum")
    return _misclassification(values)


@compiled_as(_misclassification_compiled)
def misclassification(counts: Any) -> float:
    r"""Share of a node's samples that its majority class gets wrong.

    .. math:: E = 1 - \max_k p_k, \qquad p_k = c_k / \textstyle\sum_j c_j

    Parameters
    ----------
    counts : array_like of shape (k,)
        How many samples of each class the node holds, or their summed weights; not negative, not all zero.

    Returns
    -------
    float
        Between 0 (one class) and 1 - 1/k (all classes equally frequent).

    Raises
    ------
    ValueError
        If a count is negative or not finite, or all are zero.

    See Also
    --------
    sklearn.metrics.zero_one_loss : of the majority class, the library it is tested against.

    Notes
    -----
    Time O(k), memory O(1).
    It is not strictly concave: a split that makes both children purer can still gain nothing, which is why trees
    grow by entropy or Gini and use this one, at most, to prune.

    References
    ----------
    .. [1] Hastie, Tibshirani, Friedman, "The Elements of Statistical Learning", 2009, section 9.2.3.

    Examples
    --------
    >>> misclassification([2, 1, 1])
    0.5
    """
    return float(_misclassification(_counts(counts)))
