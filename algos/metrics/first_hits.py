r"""How far down a ranking one has to read: reciprocal ranks.

.. math:: RR = \frac{1}{\min \{r : y_{\pi(r)} \ge \ell\}}, \qquad
          ERR = \sum_{r=1}^{k} \frac{R_r}{r} \prod_{s < r} (1 - R_s), \qquad
          R_r = \frac{2^{y_{\pi(r)}} - 1}{2^{g}}

The kernels are in ``_expected_hits.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._check import number
from .._jit import compiled_as
from ._expected_hits import _expected_reciprocal_ranks, _first_hits
from ._queries import queries, queries_compiled
from .rankings import _mean


def _reciprocal_rank_compiled(y_true, y_score, k=None, relevance_level=1.0):
    relevance, score, _, _, ranked, n, limit = queries_compiled(y_true, y_score, k)
    return _first_hits(relevance, score, ranked, n, limit, np.float64(relevance_level)).mean()


@compiled_as(_reciprocal_rank_compiled)
def reciprocal_rank(y_true: Any, y_score: Any, k: int | None = None, *, relevance_level: float = 1.0) -> float:
    r"""Return one over the rank of the first relevant document; over several queries, the mean reciprocal rank.

    .. math:: RR = \frac{1}{\min \{r : y_{\pi(r)} \ge \ell\}}

    Parameters
    ----------
    y_true : array-like of shape (n_docs,) or (n_queries, n_docs)
        Finite grades y of the documents, one row a query; 0 and 1 where relevance is binary.
    y_score : array-like of shape (n_docs,) or (n_queries, n_docs)
        Finite scores; the highest ranks first.
    k : int, optional
        Ranks that count; a first relevant document beyond them counts 0. By default all.
    relevance_level : float
        The lowest grade l that counts as relevant.

    Returns
    -------
    float
        The mean over queries (MRR), in [0, 1]. A query without a relevant document counts 0, without a warning.

    Raises
    ------
    ValueError
        No documents, different shapes, NaN or infinity, ``k < 1``.
    TypeError
        `k` is not an integer.

    See Also
    --------
    ranx.evaluate : the library it is raced against, "mrr@k".
    expected_reciprocal_rank : for grades.

    Notes
    -----
    Time O(m n) for m queries of n documents, memory O(m n).

    Nothing is sorted: the rank is one more than the number of documents with a higher score than the best relevant one.
    Where others share that score, it is the mean over all orders of them.

    References
    ----------
    Craswell (2009), "Mean Reciprocal Rank", Encyclopedia of Database Systems; McSherry and Najork (2008), "Computing
    information retrieval performance measures efficiently in the presence of tied scores", section 2.4.

    Examples
    --------
    The first relevant document comes third and first:

    >>> reciprocal_rank([0, 0, 1, 1], [0.9, 0.8, 0.7, 0.6]) == 1 / 3
    True
    >>> round(reciprocal_rank([[0, 0, 1, 1], [1, 0, 0, 0]], [[0.9, 0.8, 0.7, 0.6]] * 2), 6)
    0.666667
    """
    level = number(relevance_level, "relevance_level")
    data, _, _ = queries(y_true, y_score, k, ordered=False)
    return _mean(_first_hits(data.relevance, data.score, data.ranked, data.n_docs, data.limit, level))


def _expected_reciprocal_rank_compiled(y_true, y_score, k=None, max_grade=None):
    relevance, score, ascending, threshold, ranked, n, limit = queries_compiled(y_true, y_score, k)
    highest = relevance.max() if max_grade is None else np.float64(max_grade)
    if not (relevance.min() >= 0.0 and highest >= relevance.max() and highest < np.inf):
        raise ValueError("y_true must be in [0, max_grade]")
    return _expected_reciprocal_ranks(relevance, score, ascending, threshold, ranked, n, limit, highest).mean()


@compiled_as(_expected_reciprocal_rank_compiled)
def expected_reciprocal_rank(
    y_true: Any, y_score: Any, k: int | None = None, *, max_grade: float | None = None
) -> float:
    r"""Return the mean of one over the rank at which a reader from the top downwards is satisfied.

    .. math:: ERR = \sum_{r=1}^{k} \frac{R_r}{r} \prod_{s < r} (1 - R_s), \qquad
              R_r = \frac{2^{y_{\pi(r)}} - 1}{2^{g}}

    Parameters
    ----------
    y_true : array-like of shape (n_docs,) or (n_queries, n_docs)
        Grades y of the documents, one row a query; 0 <= y <= `max_grade`.
    y_score : array-like of shape (n_docs,) or (n_queries, n_docs)
        Finite scores; the highest ranks first.
    k : int, optional
        Ranks that are read; by default, and where there are fewer documents, all.
    max_grade : float, optional
        The highest grade g of the scale, whose documents satisfy with probability 1 - 2**-g. By default the highest in
        `y_true`: give it where results of different data are compared.

    Returns
    -------
    float
        The mean over queries, in [0, 1). A query without a relevant document counts 0, without a warning.

    Raises
    ------
    ValueError
        No documents, different shapes, NaN or infinity, grades below 0 or above `max_grade`, ``k < 1``.
    TypeError
        `k` is not an integer.

    See Also
    --------
    ranx.evaluate : its "mrr" is the same for a reader whom the first relevant document satisfies for sure.
    reciprocal_rank : for relevant or not.

    Notes
    -----
    Time O(m n log n) for m queries of n documents, O(m n) for small k, O(m n k) where all scores tie, memory O(m n).

    Unlike in the discounted gain, a good document counts less the better the documents above it are. Documents of
    equal score give the mean over all their orders.

    References
    ----------
    Chapelle, Metzler, Zhang and Grinspan (2009), "Expected reciprocal rank for graded relevance", algorithm 2 and
    equation 4.

    Examples
    --------
    R is 3/4 and 1/4: 3/4 + 1/2 · 1/4 · 1/4

    >>> expected_reciprocal_rank([2, 1], [0.9, 0.1])
    0.78125
    """
    data, lowest, highest = queries(y_true, y_score, k)
    top = highest if max_grade is None else number(max_grade, "max_grade", at_least=0.0)
    if lowest < 0.0 or highest > top:
        raise ValueError(
            f"y_true must hold grades of at least 0 and at most max_grade = {top:g}, got "
            f"{lowest if lowest < 0.0 else highest:g}"
        )
    return _mean(_expected_reciprocal_ranks(*data, top))
