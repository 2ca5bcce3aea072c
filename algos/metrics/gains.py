r"""Discounted cumulative gain, and its share of what a perfect ranking would gain.

.. math:: \mathrm{DCG}_k = \sum_{r=1}^{k} \frac{g(y_{\pi(r)})}{\log_2(r + 1)}, \qquad
          \mathrm{NDCG}_k = \frac{\mathrm{DCG}_k}{\max_\pi \mathrm{DCG}_k}
"""

# ruff: noqa: ARG001  (an adapter has the public signature; its body takes the arguments)

from __future__ import annotations

from typing import Any

import numpy as np

from .._check import FloatArray, boolean, frozen, number, one_of
from .._check import sample_weight as check_weight
from .._jit import compiled_as
from .._options import option_reader
from ._adapters import weight_compiled
from ._discounted_gains import _dcg, _exponential, _ideal_dcg, _share
from ._queries import Queries, _sorted_rows, ascending_rows, queries, queries_compiled

_GAINS = ("linear", "exponential")
_HIGHEST_GRADE = 1000.0  # 2**1000 documents of it still add up


# -- from relevance to gain ------------------------------------------------------------------------


def _gains(data: Queries, gain: str, highest: float) -> FloatArray:
    one_of(gain, "gain", _GAINS)
    if gain == "linear":
        return data.relevance
    if highest > _HIGHEST_GRADE:
        raise ValueError(f"y_true must be at most {_HIGHEST_GRADE:g} for an exponential gain, got {highest:g}")
    return frozen(_exponential(data.relevance))


def _mean(values: FloatArray, sample_weight: Any) -> float:
    """Return the mean over queries, refusing gains that left the range of doubles."""
    if sample_weight is None:
        mean = float(np.add.reduce(values) / values.shape[0])
    else:
        weight = check_weight(sample_weight, values.shape[0])
        mean = float(np.add.reduce(values * weight) / np.add.reduce(weight))
    if not abs(mean) < np.inf:
        raise ValueError("y_true must be smaller: the discounted gains of a query overflow")
    return mean


# -- public functions ------------------------------------------------------------------------------


def _dcg_score_compiled(y_true, y_score, k=None, gain="linear", log_base=2.0, sample_weight=None, ignore_ties=False):
    read = option_reader(gain, _GAINS)

    def body(y_true, y_score, k=None, gain="linear", log_base=2.0, sample_weight=None, ignore_ties=False):
        how = read(gain)
        if how < 0:
            raise ValueError("gain must be 'linear' or 'exponential'")
        if not 0.0 < log_base < np.inf or log_base == 1.0:
            raise ValueError("log_base must be above 0, and not 1")
        relevance, score, ascending, threshold, ranked, n, limit = queries_compiled(y_true, y_score, k)
        gains = relevance if how == 0 else _exponential(relevance)
        values = _dcg(gains, score, ascending, threshold, ranked, n, limit, not ignore_ties)
        weight = weight_compiled(sample_weight, values.shape[0])
        return (values * weight).sum() / weight.sum() * np.log2(log_base)

    return body


@compiled_as(_dcg_score_compiled, by_type=True)
def dcg_score(
    y_true: Any,
    y_score: Any,
    k: int | None = None,
    gain: str = "linear",
    *,
    log_base: float = 2.0,
    sample_weight: Any = None,
    ignore_ties: bool = False,
) -> float:
    r"""Return the discounted cumulative gain of rankings: relevance counts less, the further down it comes.

    .. math:: \mathrm{DCG}_k = \sum_{r=1}^{k} \frac{g(y_{\pi(r)})}{\log_b(r + 1)}, \qquad
              g(y) = y \text{ or } 2^y - 1

    Parameters
    ----------
    y_true : array-like of shape (n_docs,) or (n_queries, n_docs)
        Finite relevances y of the documents, one row a query.
    y_score : array-like of shape (n_docs,) or (n_queries, n_docs)
        Finite scores; the highest ranks first.
    k : int, optional
        Ranks that count; by default, and where there are fewer documents, all.
    gain : {"linear", "exponential"}
        What a relevance is worth: itself, or 2**y - 1, which stresses the highest grades (at most 1000).
    log_base : float
        Base b of the discount, above 0.
    sample_weight : array-like of shape (n_queries,), optional
        Weights of the queries, not negative; by default 1.
    ignore_ties : bool
        Rank documents of equal score in some order, instead of taking the mean over all their orders.

    Returns
    -------
    float
        The mean over queries. A query without a relevant document gains 0, without a warning.

    Raises
    ------
    ValueError
        No documents, different shapes, NaN or infinity, ``k < 1``, an unknown `gain`, gains that overflow.
    TypeError
        `k` is not an integer.

    See Also
    --------
    sklearn.metrics.dcg_score : the library it is tested against; its gain is linear.
    ndcg_score : as a share of what is possible.

    Notes
    -----
    Time O(m n log n) for m queries of n documents, O(m n) for small k, memory O(m n).

    The first rank is divided by log2(2) = 1: the discount is of r + 1, not of r. Documents of equal score each count
    with the mean gain of all of them, so that the order of the columns does not matter.

    References
    ----------
    Järvelin and Kekäläinen (2002), "Cumulated gain-based evaluation of IR techniques", section 2.2; Burges et al.
    (2005), "Learning to rank using gradient descent", equation 1 (exponential gain); McSherry and Najork (2008),
    "Computing information retrieval performance measures efficiently in the presence of tied scores", section 2.6.

    Examples
    --------
    3 / log2(2) + 2 / log2(3) + 0 / log2(4):

    >>> round(dcg_score([2, 3, 0], [0.5, 0.9, 0.1]), 6)
    4.26186
    >>> round(dcg_score([2, 3, 0], [0.5, 0.9, 0.1], gain="exponential"), 6)
    8.892789
    """
    boolean(ignore_ties, "ignore_ties")
    data, _, highest = queries(y_true, y_score, k)
    base = number(log_base, "log_base", above=0.0)
    if base == 1.0:
        raise ValueError("log_base must not be 1, whose logarithms do not exist")
    values = _dcg(_gains(data, gain, highest), *data[1:], not ignore_ties)
    return _mean(values, sample_weight) * float(np.log2(base))


def _ndcg_score_compiled(y_true, y_score, k=None, gain="linear", sample_weight=None, ignore_ties=False):
    read = option_reader(gain, _GAINS)

    def body(y_true, y_score, k=None, gain="linear", sample_weight=None, ignore_ties=False):
        how = read(gain)
        if how < 0:
            raise ValueError("gain must be 'linear' or 'exponential'")
        relevance, score, ascending, threshold, ranked, n, limit = queries_compiled(y_true, y_score, k)
        if relevance.min() < 0.0:
            raise ValueError("y_true must not be negative")
        gains = relevance if how == 0 else _exponential(relevance)
        values = _dcg(gains, score, ascending, threshold, ranked, n, limit, not ignore_ties)
        ideal = _ideal_dcg(_sorted_rows(gains, n), n, limit)
        weight = weight_compiled(sample_weight, values.shape[0])
        return (_share(values, ideal) * weight).sum() / weight.sum()

    return body


@compiled_as(_ndcg_score_compiled, by_type=True)
def ndcg_score(
    y_true: Any,
    y_score: Any,
    k: int | None = None,
    gain: str = "linear",
    *,
    sample_weight: Any = None,
    ignore_ties: bool = False,
) -> float:
    r"""Return the discounted cumulative gain of rankings as a share of what the best ranking would gain.

    .. math:: \mathrm{NDCG}_k = \frac{\mathrm{DCG}_k(\pi)}{\max_\sigma \mathrm{DCG}_k(\sigma)}, \qquad
              \mathrm{DCG}_k(\pi) = \sum_{r=1}^{k} \frac{g(y_{\pi(r)})}{\log_2(r + 1)}

    Parameters
    ----------
    y_true : array-like of shape (n_docs,) or (n_queries, n_docs)
        Finite relevances y of the documents, not negative, one row a query.
    y_score : array-like of shape (n_docs,) or (n_queries, n_docs)
        Finite scores; the highest ranks first.
    k : int, optional
        Ranks that count; by default, and where there are fewer documents, all.
    gain : {"linear", "exponential"}
        What a relevance is worth: itself, or 2**y - 1, which stresses the highest grades (at most 1000).
    sample_weight : array-like of shape (n_queries,), optional
        Weights of the queries, not negative; by default 1.
    ignore_ties : bool
        Rank documents of equal score in some order, instead of taking the mean over all their orders.

    Returns
    -------
    float
        The mean over queries, in [0, 1]: 1 where no relevant document ranks below a less relevant one. A query without
        any relevant document counts 0, without a warning; a query of one document 1 if that is relevant.

    Raises
    ------
    ValueError
        No documents, different shapes, NaN or infinity, a negative relevance, ``k < 1``, an unknown `gain`, gains that
        overflow.
    TypeError
        `k` is not an integer.

    See Also
    --------
    sklearn.metrics.ndcg_score : the library it is tested against; its gain is linear, and it refuses single documents.
    dcg_score : not normalised.

    Notes
    -----
    Time O(m n log n) for m queries of n documents, memory O(m n).

    The best ranking is cut off after k as well. Documents of equal score each count with the mean gain of all of them,
    so that the order of the columns does not matter.

    References
    ----------
    Järvelin and Kekäläinen (2002), "Cumulated gain-based evaluation of IR techniques", section 2.3; McSherry and Najork
    (2008), "Computing information retrieval performance measures efficiently in the presence of tied scores",
    section 2.6.

    Examples
    --------
    Six documents in the order of their scores:

    >>> round(ndcg_score([3, 2, 3, 0, 1, 2], [6, 5, 4, 3, 2, 1]), 7)
    0.9608082
    >>> round(ndcg_score([3, 2, 3, 0, 1, 2], [6, 5, 4, 3, 2, 1], gain="exponential"), 7)
    0.9488107
    """
    boolean(ignore_ties, "ignore_ties")
    data, lowest, highest = queries(y_true, y_score, k)
    if lowest < 0.0:
        raise ValueError(f"y_true must not be negative, got {lowest:g}")
    gains = _gains(data, gain, highest)
    values = _dcg(gains, *data[1:], not ignore_ties)
    ideal = _ideal_dcg(ascending_rows(gains, data.n_docs), data.n_docs, data.limit)
    return _mean(_share(values, ideal), sample_weight)
