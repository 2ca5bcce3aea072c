r"""Mutual information: what one variable tells about another.

The divergence of the joint distribution from independence:

.. math:: I(X; Y) = \sum_{x,y} p(x, y) \log \frac{p(x, y)}{p(x) p(y)}
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import _check
from .._jit import REASSOCIATE, compiled_as, kernel
from .._label_codes import _bounds, _encode_pair, _is_narrow, _whole
from .._label_values import read
from .._labels import encode
from .._vector import _add
from ._distributions import _sum, logarithm_unit, require_table, unit_compiled
from .divergences import _divergence_term

_CELLS = 1 << 20  # tables of counts up to this size, or four cells a sample, are kept whole: at most 8 MB


# -- kernels ---------------------------------------------------------------------------------------


@kernel(fastmath=REASSOCIATE)
def _row_information(row, p_x, p_y):
    """Return the part of I(X; Y), in nats, that one row of a joint table adds."""
    nats = 0.0
    for y in range(row.shape[0]):
        nats += _divergence_term(np.float64(row[y]), p_x * p_y[y])
    return nats


@kernel
def _mutual_information(table):
    """Return I(X; Y) in nats, X in the rows."""
    p_x, p_y = np.empty(table.shape[0]), np.zeros(table.shape[1])
    for x in range(table.shape[0]):
        p_x[x] = _sum(table[x])
        for y in range(table.shape[1]):
            p_y[y] += table[x, y]
    nats, rest = 0.0, 0.0
    for x in range(table.shape[0]):
        nats, rest = _add(nats, rest, _row_information(table[x], p_x[x], p_y))
    return nats + rest


@kernel
def _joint_counts(a, b, low_a, low_b, n_a, n_b):
    """Count the pairs of labels."""
    counts = np.zeros((n_a, n_b))
    for i in range(a.shape[0]):
        counts[a[i] - low_a, b[i] - low_b] += 1.0
    return counts


@kernel
def _count_information(a, b, low_a, low_b, n_a, n_b):
    """Return the mutual information in nats of two label vectors, whose pairs fit a table.

    Count times n against the product of the margins: whole numbers, so independent labels give exactly 0.
    """
    counts = _joint_counts(a, b, low_a, low_b, n_a, n_b)
    n = np.float64(a.shape[0])
    count_a, count_b = np.empty(n_a), np.zeros(n_b)
    for i in range(n_a):
        count_a[i] = _sum(counts[i])
        for j in range(n_b):
            count_b[j] += counts[i, j]
            counts[i, j] *= n
    nats, rest = 0.0, 0.0
    for i in range(n_a):
        if count_a[i] > 0.0:
            nats, rest = _add(nats, rest, _row_information(counts[i], count_a[i], count_b))
    return (nats + rest) / (n * n)


@kernel
def _sparse_count_information(pairs, count_a, count_b):
    """Return the mutual information in nats from sorted pairs a * len(count_b) + b, for tables that are mostly empty.

    Pairs that never occur add the product of their margins: all products but those of the pairs that occur.
    """
    size, n_b = pairs.shape[0], count_b.shape[0]
    n = np.float64(size)
    nats, rest, occurring, start = 0.0, 0.0, 0.0, 0
    for i in range(1, size + 1):
        if i == size or pairs[i] != pairs[start]:
            product = np.float64(count_a[pairs[start] // n_b]) * count_b[pairs[start] % n_b]
            occurring += product
            nats, rest = _add(nats, rest, _divergence_term(n * (i - start), product))
            start = i
    return (nats + (n * n - occurring) + rest) / (n * n)


# -- from a joint distribution ---------------------------------------------------------------------


def _mutual_information_compiled(table, base=2.0):
    require_table(table)
    return _mutual_information(table) / unit_compiled(base)


@compiled_as(_mutual_information_compiled)
def mutual_information(table: Any, base: float = 2.0) -> float:
    r"""Return the mutual information of two variables, from their joint distribution.

    .. math:: I(X; Y) = \sum_{x,y} p(x, y) \log \frac{p(x, y)}{p(x) p(y)} = H(X) + H(Y) - H(X, Y)

    Parameters
    ----------
    table : array_like of shape (k_x, k_y)
        Joint probabilities that sum to one within 1e-8, X in the rows.
    base : float, default 2.0
        Base of the logarithm, above 1: 2 gives bits, ``math.e`` nats.

    Returns
    -------
    float
        0 where the variables are independent, at most the smaller of their entropies.

    Raises
    ------
    ValueError
        If `table` is empty, not two-dimensional, negative, not finite or does not sum to one; if `base` is not above 1.

    See Also
    --------
    sklearn.metrics.mutual_info_score : the library it is tested against, on counts.
    mutual_info_score : the same from two vectors of labels.
    conditional_entropy : what is left unknown.

    Notes
    -----
    Time O(k_x k_y), memory O(k_x + k_y).
    Its terms are never negative (see `kl_divergence`), so neither is the sum.

    References
    ----------
    .. [1] T. M. Cover and J. A. Thomas, "Elements of Information Theory", 2nd ed., 2006, equation 2.28.

    Examples
    --------
    The second bit repeats the first, then does not care about it:

    >>> mutual_information([[0.5, 0.0], [0.0, 0.5]])
    1.0
    >>> mutual_information([[0.25, 0.25], [0.25, 0.25]])
    0.0
    """
    unit = logarithm_unit(base)
    values = _check.table(table)
    return float(_mutual_information(values) / unit)


# -- from labels -----------------------------------------------------------------------------------


def _coded(labels: Any, name: str) -> tuple[NDArray[np.int64], int, int]:
    """Return labels as integers from `low` on and how many of these there are; narrow integers stay as they are."""
    values, _ = read(labels, name)
    if values.shape[0] == 0:
        raise ValueError(f"{name} must have at least one label")
    if values.dtype == np.int64:
        low, high = _bounds(_check.frozen(values))
        if _is_narrow(low, high, values.shape[0]):
            return _check.frozen(values), low, high - low + 1
    classes, codes = encode(values, name)
    return codes, 0, classes.shape[0]


def _mutual_info_score_compiled(labels_a, labels_b, base=math.e):
    if labels_a.shape[0] != labels_b.shape[0] or labels_a.shape[0] == 0:
        raise ValueError("labels_a and labels_b must hold as many labels as each other, at least one")
    unit = unit_compiled(base)
    a, a_whole = _whole(labels_a)
    b, b_whole = _whole(labels_b)
    if not (a_whole and b_whole):
        raise ValueError("labels_a and labels_b must hold whole numbers")
    _, a, b = _encode_pair(a, b)
    n_a, n_b = a.max() + 1, b.max() + 1
    if n_a * n_b <= max(_CELLS, 4 * a.shape[0]):
        nats = _count_information(a, b, 0, 0, n_a, n_b)
    else:
        nats = _sparse_count_information(np.sort(a * n_b + b), np.bincount(a), np.bincount(b))
    return nats / unit


@compiled_as(_mutual_info_score_compiled)
def mutual_info_score(labels_a: Any, labels_b: Any, base: float = math.e) -> float:
    r"""Return the mutual information of two labellings of the same samples.

    .. math:: I(A; B) = \sum_{a,b} \frac{n_{ab}}{n} \log \frac{n \, n_{ab}}{n_a n_b}

    Of n samples, n_a carry the first label, n_b the second, n_ab both.

    Parameters
    ----------
    labels_a, labels_b : array_like of shape (n,)
        Integers, bools or text; the two may be of different kinds. Only which samples share a label matters.
    base : float, default math.e
        Base of the logarithm, above 1: ``math.e`` gives nats, 2 bits.

    Returns
    -------
    float
        0 where the labellings are independent, at most the smaller of their entropies.

    Raises
    ------
    ValueError
        If a vector is empty, not one-dimensional or holds measurements; if their lengths differ; if `base` is not
        above 1.

    See Also
    --------
    sklearn.metrics.mutual_info_score : the library it is tested against.
    mutual_information : the same from joint probabilities.

    Notes
    -----
    Time O(n + k_a k_b), memory O(k_a k_b); where that table would be large and mostly empty, O(n log n) and O(n).
    Grows with the number of labels even for random labellings: compare it only between labellings of as many.

    References
    ----------
    .. [1] C. D. Manning, P. Raghavan and H. Schütze, "Introduction to Information Retrieval", 2008, equation 16.3.

    Examples
    --------
    >>> mutual_info_score([0, 0, 1, 1], ["a", "a", "b", "b"], base=2.0)
    1.0
    >>> mutual_info_score([0, 0, 1, 1], [0, 1, 0, 1])
    0.0
    """
    unit = logarithm_unit(base)
    a, low_a, n_a = _coded(labels_a, "labels_a")
    b, low_b, n_b = _coded(labels_b, "labels_b")
    _check.same_length(a, b, "labels_a", "labels_b")
    if n_a * n_b <= max(_CELLS, 4 * a.shape[0]):
        nats = _count_information(a, b, low_a, low_b, n_a, n_b)
    else:
        a, b = a - low_a, b - low_b
        nats = _sparse_count_information(np.sort(a * n_b + b), np.bincount(a), np.bincount(b))
    return float(nats / unit)
