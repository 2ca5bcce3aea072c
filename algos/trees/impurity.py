r"""How mixed the classes of a node are, from their counts.

With shares :math:`p_k = c_k / \sum_j c_j`: entropy :math:`-\sum_k p_k \log_2 p_k`, Gini impurity
:math:`1 - \sum_k p_k^2`, misclassification :math:`1 - \max_k p_k`. All are 0 for a pure node and largest when the
classes are equally frequent.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._check import array, vector
from .._jit import REASSOCIATE, compiled_as, kernel
from .._magnitudes import _largest
from .._vector import _log2

__all__ = ["entropy_impurity", "gini_impurity", "misclassification"]

ENTROPY, GINI, MISCLASSIFICATION = 0, 1, 2  # what kernels are told instead of a name

_EXACT_SHARES = REASSOCIATE - {"arcp"}  # a count over itself is 1, which count * (1 / count) is not at 49, 98, 103, ...

_CHUNK = 64  # so many classes are added up in vector registers, the rest, so most often all, in their order


# -- kernels ---------------------------------------------------------------------------------------


@kernel(fastmath=REASSOCIATE)
def _sum(counts, unit):
    total = 0.0
    for k in range(counts.shape[0]):
        total += unit * counts[k]
    return total


@kernel
def _scale(counts):
    """Return a power of two by which the counts' sum neither overflows nor is subnormal, and that sum then."""
    total = _sum(counts, 1.0)
    if 1e-290 <= total < np.inf:
        return 1.0, total
    unit = 2.0**600 if total < 1.0 else 2.0**-64
    return unit, _sum(counts, unit)


@kernel(fastmath=_EXACT_SHARES)
def _entropy_of_chunk(counts, unit, total):
    entropy = 0.0
    for k in range(counts.shape[0]):
        share = counts[k] * unit / total
        entropy -= share * _log2(share)  # 0 log 0 is 0, since this logarithm is finite at 0
    return entropy


@kernel
def _entropy_impurity(counts):
    unit, total = _scale(counts)
    entropy, whole = 0.0, counts.shape[0] // _CHUNK * _CHUNK
    for start in range(0, whole, _CHUNK):
        entropy += _entropy_of_chunk(counts[start : start + _CHUNK], unit, total)
    for count in counts[whole:]:
        share = count * unit / total
        if share > 0.0:
            entropy -= share * np.log2(share)
    return entropy


@kernel(fastmath=_EXACT_SHARES)
def _squares_of_chunk(counts, unit, total):
    same = 0.0
    for k in range(counts.shape[0]):
        share = counts[k] * unit / total
        same += share * share
    return same


@kernel
def _gini_impurity(counts):
    unit, total = _scale(counts)
    same, whole = 0.0, counts.shape[0] // _CHUNK * _CHUNK
    for start in range(0, whole, _CHUNK):
        same += _squares_of_chunk(counts[start : start + _CHUNK], unit, total)
    for count in counts[whole:]:
        share = count * unit / total
        same += share * share
    return 1.0 - same


@kernel
def _misclassification(counts):
    unit, total = _scale(counts)
    return 1.0 - _largest(counts) * unit / total


@kernel(fastmath=REASSOCIATE)
def _are_counts(counts):
    """Say whether counts are finite, none is negative and one is positive."""
    wrong, positive = 0.0, 0.0
    for k in range(counts.shape[0]):
        wrong += 0.0 if 0.0 <= counts[k] < np.inf else 1.0
        positive += 1.0 if counts[k] > 0.0 else 0.0
    return wrong == 0.0 and positive > 0.0


# -- public functions ------------------------------------------------------------------------------


def _counts(counts: Any, name: str = "counts") -> NDArray[np.float64]:
    """Return a vector of counts, at least one of them positive."""
    values: NDArray[np.float64] = array(counts, name, 1, finite=False)
    if not _are_counts(values):
        if vector(values, name).min() < 0.0:
            raise ValueError(f"{name} must not be negative, got {values.min():g}")
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
