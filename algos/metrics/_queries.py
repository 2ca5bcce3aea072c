"""Rankings of documents, one row a query: reading them, and the order of the best documents of one of them.

Scores decide the order, the highest first. Where several documents share a score, no order among them is right; the
metrics return the mean over all orders of them (McSherry and Najork, 2008), so that a row may be permuted freely. A
ranking cut off after k documents may cut through such a group: the order then goes on to the end of the group.

Where only the best few count, NumPy sorts the scores alone, which is three times as fast as ordering the documents;
those at or above the k-th highest score are picked out and put into order by insertion.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._check import FloatArray, IntArray, array, frozen, integer
from .._jit import adapter_part, kernel
from .ranks import orderable

_FEW = 64  # documents in all for which a call of NumPy's sort costs more than it saves
_BEST = 32  # documents of a row up to which picking them out is faster than ordering the row
UNORDERED = frozen(np.zeros(0, np.int64))
NO_THRESHOLD = frozen(np.zeros(0))


class Queries(NamedTuple):
    """Relevances and scores of the documents of some queries, row after row.

    Attributes
    ----------
    relevance : ndarray of shape (n_queries * n_docs,)
        Grades.
    score : ndarray of shape (n_queries * n_docs,)
        What the documents are ranked by.
    ascending : ndarray of shape (n_queries * n_docs,)
        The order of each row by rising score, or empty where the kernels order it by insertion.
    threshold : ndarray of shape (n_queries,)
        The score of the last document that counts in each row, or empty where all are ordered.
    ranked : bool
        Whether every row came in order, the highest score first, so that nothing was sorted.
    n_docs : int
        Length of a row.
    limit : int
        How many of the best documents count, at most `n_docs`.
    """

    relevance: FloatArray
    score: FloatArray
    ascending: IntArray
    threshold: FloatArray
    ranked: bool
    n_docs: int
    limit: int


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _survey(relevance, score):
    """Return whether all values are finite, and the lowest and the highest relevance."""
    infinite, lowest, highest = 0, relevance[0], relevance[0]
    for i in range(score.shape[0]):
        infinite |= not abs(relevance[i]) < np.inf
        infinite |= not abs(score[i]) < np.inf
        lowest = min(lowest, relevance[i])
        highest = max(highest, relevance[i])
    return infinite == 0, lowest, highest


@kernel
def _is_ranked(score, n):
    """Return whether scores never rise within a row."""
    for base in range(0, score.shape[0], n):
        rises = 0
        for i in range(n - 1):
            rises |= score[base + i + 1] > score[base + i]
        if rises != 0:
            return False
    return True


@kernel
def _best(score, ascending, threshold, ranked, q, n, limit, order):
    """Write the best `limit` documents of row q to `order`, the highest first, and return how many were written.

    Those that tie with the last one are all written, so that there may be more of them than `limit`. `order` has one
    place more than a row has documents.
    """
    base, m = q * n, limit
    if ranked:
        while m < n and score[base + m] == score[base + limit - 1]:
            m += 1
        for i in range(m):
            order[i] = i
        return m
    if ascending.shape[0] > 0:
        for i in range(limit):
            order[i] = ascending[base + n - 1 - i]
        while m < n and score[base + ascending[base + n - 1 - m]] == score[base + order[limit - 1]]:
            order[m] = ascending[base + n - 1 - m]
            m += 1
        return m
    lowest = threshold[q] if threshold.shape[0] > 0 else -np.inf
    m = 0
    for i in range(n):  # every document is written, and the place moves on only past those that stay: no branch
        order[m] = i
        m += score[base + i] >= lowest
    for i in range(1, m):
        document, j = order[i], i
        value = score[base + document]
        while j > 0 and score[base + order[j - 1]] < value:
            order[j] = order[j - 1]
            j -= 1
        order[j] = document
    return m


@kernel
def _run(score, base, order, start, m):
    """Return where the run of equal scores ends that begins at place `start` of the order."""
    stop = start + 1
    while stop < m and score[base + order[stop]] == score[base + order[start]]:
        stop += 1
    return stop


@kernel
def _ordered_rows(score, n):
    """Return the order of each row by rising score, sorted by Numba; for adapters."""
    ascending = np.empty(score.shape[0], np.int64)
    for base in range(0, score.shape[0], n):
        order = np.argsort(score[base : base + n])
        for i in range(n):
            ascending[base + i] = order[i]
    return ascending


@kernel
def _sorted_rows(x, n):
    """Return each row in rising order, sorted by Numba; for few documents and for adapters."""
    ascending = x.copy()
    for base in range(0, x.shape[0], n):
        ascending[base : base + n].sort()
    return ascending


# -- input -----------------------------------------------------------------------------------------


def queries(y_true: Any, y_score: Any, k: Any, *, ordered: bool = True) -> tuple[Queries, float, float]:
    """Return what orders documents given as (n_docs,) or (n_queries, n_docs), and the extreme relevances."""
    relevance = array(y_true, "y_true", None, finite=False)
    score = orderable(y_score, "y_score", None)
    for values, name in ((relevance, "y_true"), (score, "y_score")):
        if values.ndim not in (1, 2):
            raise ValueError(
                f"{name} must have shape (n_docs,) for one query or (n_queries, n_docs), got shape {values.shape}"
            )
    if relevance.shape != score.shape:
        raise ValueError(f"y_true and y_score must have one shape, got {relevance.shape} and {score.shape}")
    if relevance.size == 0:
        raise ValueError(f"y_true must have at least one query and one document, got shape {relevance.shape}")
    n = relevance.shape[-1]
    limit = n if k is None else min(integer(k, "k", at_least=1), n)
    grades, flat = relevance.reshape(-1), score.reshape(-1)
    finite, lowest, highest = _survey(grades, flat)
    if not finite:
        array(relevance, "y_true", None)
        array(score, "y_score", None)
    ascending, threshold = UNORDERED, NO_THRESHOLD
    ranked = _is_ranked(flat, n)
    if ordered and not ranked and flat.shape[0] > _FEW:
        if limit <= _BEST and limit < n:
            threshold = frozen(np.sort(score, axis=-1)[..., n - limit].reshape(-1))
        else:
            ascending = frozen(score.argsort(axis=-1).reshape(-1))
    return Queries(grades, flat, ascending, threshold, ranked, n, limit), lowest, highest


def ascending_rows(x: FloatArray, n: int) -> FloatArray:
    """Return each row in rising order."""
    return frozen(_sorted_rows(x, n) if x.shape[0] <= _FEW else np.sort(x.reshape(-1, n), axis=-1).reshape(-1))


@adapter_part
def queries_compiled(y_true, y_score, k):
    """Return what `Queries` holds, every row sorted, or raise."""
    n = y_true.shape[y_true.ndim - 1]
    if y_true.shape != y_score.shape or y_true.size == 0:
        raise ValueError("y_true and y_score must have one shape, with at least one document")
    limit = n
    if k is not None:
        if k < 1:
            raise ValueError("k must be at least 1")
        limit = min(n, k)
    relevance = y_true.copy().reshape(-1).astype(np.float64)
    score = y_score.copy().reshape(-1).astype(np.float64)
    for i in range(score.shape[0]):
        if not (np.isfinite(relevance[i]) and np.isfinite(score[i])):
            raise ValueError("y_true and y_score must be finite")
    return relevance, score, _ordered_rows(score, n), np.zeros(0), False, n, limit
