r"""Precision, recall and average precision of the first k documents of a ranking.

.. math:: P_k = \frac{1}{k} \sum_{r=1}^{k} [y_{\pi(r)} \ge \ell], \qquad
          R_k = \frac{1}{R} \sum_{r=1}^{k} [y_{\pi(r)} \ge \ell], \qquad
          AP_k = \frac{1}{R} \sum_{r=1}^{k} [y_{\pi(r)} \ge \ell] \, P_r

with R the number of relevant documents of the query. The kernels are in ``_expected_hits.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._check import FloatArray, number
from .._jit import compiled_as
from ._expected_hits import _average_precisions, _hits
from ._queries import queries, queries_compiled


def _mean(values: FloatArray) -> float:
    return float(np.add.reduce(values) / values.shape[0])


def _precision_at_k_compiled(y_true, y_score, k=None, relevance_level=1.0):
    relevance, score, ascending, threshold, ranked, n, limit = queries_compiled(y_true, y_score, k)
    hits, _ = _hits(relevance, score, ascending, threshold, ranked, n, limit, np.float64(relevance_level))
    return hits.mean() / (n if k is None else k)


@compiled_as(_precision_at_k_compiled)
def precision_at_k(y_true: Any, y_score: Any, k: int | None = None, *, relevance_level: float = 1.0) -> float:
    r"""Return the share of relevant documents among the first k.

    .. math:: P_k = \frac{1}{k} \sum_{r=1}^{k} [y_{\pi(r)} \ge \ell]

    Parameters
    ----------
    y_true : array-like of shape (n_docs,) or (n_queries, n_docs)
        Finite grades y of the documents, one row a query; 0 and 1 where relevance is binary.
    y_score : array-like of shape (n_docs,) or (n_queries, n_docs)
        Finite scores; the highest ranks first.
    k : int, optional
        Ranks that count; by default all documents.
    relevance_level : float
        The lowest grade l that counts as relevant.

    Returns
    -------
    float
        The mean over queries, in [0, 1]. A query without a relevant document counts 0, without a warning.

    Raises
    ------
    ValueError
        No documents, different shapes, NaN or infinity, ``k < 1``.
    TypeError
        `k` is not an integer.

    See Also
    --------
    ranx.evaluate : the library it is raced against, "precision@k".
    recall_at_k : the share of what is relevant that was found.

    Notes
    -----
    Time O(m n log n) for m queries of n documents, O(m n) for small k, memory O(m n).

    Where there are fewer than k documents the missing ranks count as not relevant, as in trec_eval and ranx. A run of
    documents of equal score that k cuts through counts with its share, the mean over all orders of it.

    References
    ----------
    Manning, Raghavan and Schütze (2008), "Introduction to Information Retrieval", section 8.4; McSherry and Najork
    (2008), "Computing information retrieval performance measures efficiently in the presence of tied scores",
    section 2.2.

    Examples
    --------
    Two of the first three are relevant:

    >>> round(precision_at_k([1, 0, 1, 1], [0.9, 0.8, 0.7, 0.6], k=3), 6)
    0.666667
    """
    level = number(relevance_level, "relevance_level")
    data, _, _ = queries(y_true, y_score, k)
    hits, _ = _hits(*data, level)
    return _mean(hits) / (data.n_docs if k is None else int(k))


def _recall_at_k_compiled(y_true, y_score, k=None, relevance_level=1.0):
    relevance, score, ascending, threshold, ranked, n, limit = queries_compiled(y_true, y_score, k)
    hits, relevant = _hits(relevance, score, ascending, threshold, ranked, n, limit, np.float64(relevance_level))
    return (hits / np.maximum(relevant, 1.0)).mean()


@compiled_as(_recall_at_k_compiled)
def recall_at_k(y_true: Any, y_score: Any, k: int | None = None, *, relevance_level: float = 1.0) -> float:
    r"""Return the share of the relevant documents that are among the first k.

    .. math:: R_k = \frac{\sum_{r=1}^{k} [y_{\pi(r)} \ge \ell]}{\sum_d [y_d \ge \ell]}

    Parameters
    ----------
    y_true : array-like of shape (n_docs,) or (n_queries, n_docs)
        Finite grades y of the documents, one row a query; 0 and 1 where relevance is binary.
    y_score : array-like of shape (n_docs,) or (n_queries, n_docs)
        Finite scores; the highest ranks first.
    k : int, optional
        Ranks that count; by default, and where there are fewer documents, all.
    relevance_level : float
        The lowest grade l that counts as relevant.

    Returns
    -------
    float
        The mean over queries, in [0, 1]. A query without a relevant document counts 0, without a warning.

    Raises
    ------
    ValueError
        No documents, different shapes, NaN or infinity, ``k < 1``.
    TypeError
        `k` is not an integer.

    See Also
    --------
    ranx.evaluate : the library it is raced against, "recall@k".
    precision_at_k : the share of what was shown that is relevant.

    Notes
    -----
    Time O(m n log n) for m queries of n documents, O(m n) for small k, memory O(m n).

    It cannot reach 1 where more than k documents are relevant. A run of documents of equal score that k cuts through
    counts with its share, the mean over all orders of it.

    References
    ----------
    Manning, Raghavan and Schütze (2008), "Introduction to Information Retrieval", section 8.4; McSherry and Najork
    (2008), "Computing information retrieval performance measures efficiently in the presence of tied scores",
    section 2.3.

    Examples
    --------
    Two of three relevant documents are among the first three:

    >>> round(recall_at_k([1, 0, 1, 1], [0.9, 0.8, 0.7, 0.6], k=3), 6)
    0.666667
    """
    level = number(relevance_level, "relevance_level")
    hits, relevant = _hits(*queries(y_true, y_score, k)[0], level)
    return _mean(hits / np.maximum(relevant, 1.0))


def _average_precision_at_k_compiled(y_true, y_score, k=None, relevance_level=1.0):
    relevance, score, ascending, threshold, ranked, n, limit = queries_compiled(y_true, y_score, k)
    level = np.float64(relevance_level)
    return _average_precisions(relevance, score, ascending, threshold, ranked, n, limit, level).mean()


@compiled_as(_average_precision_at_k_compiled)
def average_precision_at_k(y_true: Any, y_score: Any, k: int | None = None, *, relevance_level: float = 1.0) -> float:
    r"""Return the precision at each relevant document among the first k, summed, over the number of relevant documents.

    .. math:: AP_k = \frac{\sum_{r=1}^{k} [y_{\pi(r)} \ge \ell] \, P_r}{\sum_d [y_d \ge \ell]}, \qquad
              P_r = \frac{1}{r} \sum_{s=1}^{r} [y_{\pi(s)} \ge \ell]

    Parameters
    ----------
    y_true : array-like of shape (n_docs,) or (n_queries, n_docs)
        Finite grades y of the documents, one row a query; 0 and 1 where relevance is binary.
    y_score : array-like of shape (n_docs,) or (n_queries, n_docs)
        Finite scores; the highest ranks first.
    k : int, optional
        Ranks that count; by default, and where there are fewer documents, all.
    relevance_level : float
        The lowest grade l that counts as relevant.

    Returns
    -------
    float
        The mean over queries (MAP), in [0, 1]. A query without a relevant document counts 0, without a warning.

    Raises
    ------
    ValueError
        No documents, different shapes, NaN or infinity, ``k < 1``.
    TypeError
        `k` is not an integer.

    See Also
    --------
    ranx.evaluate : the library it is raced against, "map@k".
    sklearn.metrics.average_precision_score : the library it is tested against, for all documents without ties.

    Notes
    -----
    Time O(m n log n) for m queries of n documents, O(m n) for small k, memory O(m n).

    The divisor is the number of all relevant documents, also of those beyond k, as in trec_eval and ranx (others divide
    by at most k). Documents of equal score give the mean over all their orders; `average_precision_score` instead
    takes a run of them at once.

    References
    ----------
    Manning, Raghavan and Schütze (2008), "Introduction to Information Retrieval", equation 8.8; McSherry and Najork
    (2008), "Computing information retrieval performance measures efficiently in the presence of tied scores",
    section 2.5.

    Examples
    --------
    Relevant documents at the ranks 1 and 3: (1/1 + 2/3) / 2

    >>> round(average_precision_at_k([1, 0, 1, 0], [0.9, 0.8, 0.7, 0.6]), 6)
    0.833333
    """
    level = number(relevance_level, "relevance_level")
    return _mean(_average_precisions(*queries(y_true, y_score, k)[0], level))
