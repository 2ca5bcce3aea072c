r"""What a split gains: the impurity of the parent less that of its children, weighted by their size.

.. math:: \mathrm{gain} = I(\mathrm{parent}) - \sum_j \frac{n_j}{n} I(\mathrm{child}_j)

The gain ratio divides it by the entropy of the sizes, so that a column of identifiers no longer wins.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._check import UndefinedWarning, array, one_of
from .._jit import compiled_as, kernel
from .impurity import (
    ENTROPY,
    GINI,
    MISCLASSIFICATION,
    _are_counts,
    _counts,
    _entropy_impurity,
    _gini_impurity,
    _misclassification,
)

__all__ = ["gain_ratio", "information_gain"]

CRITERIA = {"entropy": ENTROPY, "gini": GINI, "misclassification": MISCLASSIFICATION}


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _impurity(counts, criterion):
    if criterion == ENTROPY:
        return _entropy_impurity(counts)
    if criterion == GINI:
        return _gini_impurity(counts)
    return _misclassification(counts)


@kernel
def _information_gain(parent, children, criterion):
    """Subtract from the parent's impurity each child's, weighted by its share of the samples."""
    largest = parent.max()  # shares of the largest count cannot overflow
    total = (parent / largest).sum()
    gain = _impurity(parent, criterion)
    for j in range(children.shape[0]):
        size = (children[j] / largest).sum()
        if size > 0.0:
            gain -= size / total * _impurity(children[j], criterion)
    return max(gain, 0.0)  # impurities are concave: a negative gain is rounding


@kernel
def _sizes(children):
    """Return the children's sizes, scaled by the largest count."""
    largest = children.max()
    sizes = np.empty(children.shape[0])
    for j in range(children.shape[0]):
        sizes[j] = (children[j] / largest).sum()
    return sizes


@kernel
def _split_adds_up(parent, children):
    """Say whether these are counts, and the children's add up to the parent's within 1e-9 of the total."""
    if children.shape[0] == 0 or children.shape[1] != parent.shape[0] or not _are_counts(parent):
        return False
    largest = parent.max()
    room = 1e-9 * (parent / largest).sum()
    for k in range(parent.shape[0]):
        total = 0.0
        for j in range(children.shape[0]):
            if not 0.0 <= children[j, k] < np.inf:
                return False
            total += children[j, k] / largest
        if abs(total - parent[k] / largest) > room:
            return False
    return True


# -- public functions ------------------------------------------------------------------------------


def _split(parent: Any, children: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return checked counts of a parent and of its children."""
    before, after = _counts(parent, "parent"), array(children, "children", 2)
    if after.shape[0] == 0 or after.shape[1] != before.shape[0]:
        raise ValueError(
            f"children must be rows of {before.shape[0]} counts, as many as parent has; got shape {after.shape}"
        )
    if after.min() < 0.0:
        raise ValueError(f"children must not be negative, got {after.min():g}")
    if not _split_adds_up(before, after):
        raise ValueError(
            f"children must add up to parent, class by class: parent is {before.tolist()}, "
            f"the children's sum is {after.sum(axis=0).tolist()}"
        )
    return before, after


def _information_gain_compiled(parent, children, criterion="entropy"):
    if criterion == "entropy":
        code = ENTROPY
    elif criterion == "gini":
        code = GINI
    elif criterion == "misclassification":
        code = MISCLASSIFICATION
    else:
        raise ValueError("criterion must be 'entropy', 'gini' or 'misclassification'")
    before = np.asarray(parent).astype(np.float64)
    after = np.ascontiguousarray(children).astype(np.float64)
    if not _split_adds_up(before, after):
        raise ValueError("children must be rows of counts that add up to parent, class by class")
    return _information_gain(before, after, code)


@compiled_as(_information_gain_compiled)
def information_gain(parent: Any, children: Any, criterion: str = "entropy") -> float:
    r"""Impurity that a split removes: the parent's, less the children's weighted by their size.

    .. math:: \mathrm{gain} = I(\mathrm{parent}) - \sum_j \frac{n_j}{n} I(\mathrm{child}_j)

    Parameters
    ----------
    parent : array_like of shape (k,)
        How many samples of each class there are before the split, or their summed weights.
    children : array_like of shape (m, k)
        The same for each of m children; class by class they add up to `parent`. A child may be empty.
    criterion : {"entropy", "gini", "misclassification"}
        The impurity I. Entropy is in bits.

    Returns
    -------
    float
        Between 0 and the impurity of `parent`, which is gained if every child is pure.

    Raises
    ------
    ValueError
        If a count is negative or not finite, `parent` is all zero, or the children do not add up to it.

    See Also
    --------
    sklearn.metrics.mutual_info_score : of child and class, in nats; the library it is tested against.
    gain_ratio : the gain, divided by what the sizes alone can tell.

    Notes
    -----
    Time O(mk), memory O(k).
    The children's average is weighted: a child of two samples counts little, however pure it is. The gain in entropy
    is the mutual information between "which child" and "which class".

    References
    ----------
    .. [1] Quinlan, "Induction of decision trees", Machine Learning 1, 1986, section 4.

    Examples
    --------
    >>> information_gain([2, 2], [[2, 0], [0, 2]])
    1.0
    >>> information_gain([2, 2], [[1, 1], [1, 1]])
    0.0
    >>> information_gain([4, 4], [[2, 2], [2, 2]], criterion="gini")
    0.0
    """
    code = CRITERIA[one_of(criterion, "criterion", CRITERIA)]
    before, after = _split(parent, children)
    return float(_information_gain(before, after, code))


def _gain_ratio_compiled(parent, children):
    before = np.asarray(parent).astype(np.float64)
    after = np.ascontiguousarray(children).astype(np.float64)
    if not _split_adds_up(before, after):
        raise ValueError("children must be rows of counts that add up to parent, class by class")
    split_information = _entropy_impurity(_sizes(after))
    return _information_gain(before, after, ENTROPY) / split_information if split_information > 0.0 else 0.0


@compiled_as(_gain_ratio_compiled)
def gain_ratio(parent: Any, children: Any) -> float:
    r"""Information gain of a split, divided by the entropy of the children's sizes.

    .. math:: \frac{H(\mathrm{parent}) - \sum_j \frac{n_j}{n} H(\mathrm{child}_j)}
                  {-\sum_j \frac{n_j}{n} \log_2 \frac{n_j}{n}}

    Parameters
    ----------
    parent : array_like of shape (k,)
        How many samples of each class there are before the split, or their summed weights.
    children : array_like of shape (m, k)
        The same for each of m children; class by class they add up to `parent`. A child may be empty.

    Returns
    -------
    float
        Between 0 and 1.

    Raises
    ------
    ValueError
        If a count is negative or not finite, `parent` is all zero, or the children do not add up to it.

    Warns
    -----
    UndefinedWarning
        If all samples are in one child: nothing is split, the ratio is 0/0, and 0.0 is returned.

    See Also
    --------
    sklearn.metrics.mutual_info_score : divided by scipy.stats.entropy of the sizes, what it is tested against.
    information_gain : the numerator.

    Notes
    -----
    Time O(mk), memory O(m + k).
    A column of identifiers puts every sample into a child of its own and gains all there is, yet predicts nothing
    for a new identifier. Its split information is log2(n), so its ratio is small.

    References
    ----------
    .. [1] Quinlan, "C4.5: Programs for Machine Learning", 1993, section 2.2.

    Examples
    --------
    An identifier gains the whole bit, as the perfect two-way split does, at twice the split information.

    >>> gain_ratio([2, 2], [[2, 0], [0, 2]])
    1.0
    >>> gain_ratio([2, 2], [[1, 0], [1, 0], [0, 1], [0, 1]])
    0.5
    """
    before, after = _split(parent, children)
    split_information = float(_entropy_impurity(_sizes(after)))
    if not split_information > 0.0:
        warnings.warn("gain_ratio is 0/0: all samples are in one child; returning 0.0", UndefinedWarning, stacklevel=2)
        return 0.0
    return float(_information_gain(before, after, ENTROPY)) / split_information
