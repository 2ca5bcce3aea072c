r"""Discounted cumulative gain of ranked rows, and the highest that each could reach.

.. math:: \mathrm{DCG}_k = \sum_{r=1}^{k} \frac{g(y_{\pi(r)})}{\log_2(r + 1)}

Averaged over all orders of a run of documents that share a score, each of its ranks gains the mean of their gains.
"""

from __future__ import annotations

import numpy as np

from .._jit import kernel
from ._queries import _best, _run


@kernel
def _exponential(relevance):
    """Return 2**y - 1."""
    gain = np.empty(relevance.shape[0])
    for i in range(relevance.shape[0]):
        gain[i] = 2.0 ** relevance[i] - 1.0
    return gain


@kernel
def _discounts(limit):
    """Return 1 / log2(r + 1) for the ranks r = 1, 2, ..., limit."""
    discount = np.empty(limit)
    for i in range(limit):
        discount[i] = 1.0 / np.log2(i + 2.0)
    return discount


@kernel
def _discounted(gain, score, base, order, m, discount):
    """Return the discounted gain of one row: each run of equal scores gets its mean gain at all of its ranks."""
    total, start = 0.0, 0
    while start < discount.shape[0]:
        stop = _run(score, base, order, start, m)
        if stop == start + 1:
            total += gain[base + order[start]] * discount[start]
        else:
            gains, discounts = 0.0, 0.0
            for i in range(start, stop):
                gains += gain[base + order[i]]
            for i in range(start, min(stop, discount.shape[0])):
                discounts += discount[i]
            total += gains / (stop - start) * discounts
        start = stop
    return total


@kernel
def _discounted_in_order(gain, base, order, discount):
    """Return the discounted gain of one row in exactly this order."""
    total = 0.0
    for i in range(discount.shape[0]):
        total += gain[base + order[i]] * discount[i]
    return total


@kernel
def _dcg(gain, score, ascending, threshold, ranked, n, limit, ties):
    """Return the discounted cumulative gain of every row; without `ties`, equal scores stay as they were sorted."""
    discount, order = _discounts(limit), np.empty(n + 1, np.int64)
    values = np.empty(score.shape[0] // n)
    for q in range(values.shape[0]):
        m = _best(score, ascending, threshold, ranked, q, n, limit, order)
        if ties:
            values[q] = _discounted(gain, score, q * n, order, m, discount)
        else:
            values[q] = _discounted_in_order(gain, q * n, order, discount)
    return values


@kernel
def _ideal_dcg(ascending_gain, n, limit):
    """Return the highest possible gain of every row, given each sorted."""
    discount = _discounts(limit)
    values = np.empty(ascending_gain.shape[0] // n)
    for q in range(values.shape[0]):
        last, total = (q + 1) * n - 1, 0.0
        for i in range(limit):
            total += ascending_gain[last - i] * discount[i]
        values[q] = total
    return values


@kernel
def _share(values, ideal):
    """Return values over ideal, 0 where the ideal is 0: nothing was relevant."""
    shares = np.zeros(values.shape[0])
    for q in range(values.shape[0]):
        if ideal[q] > 0.0:
            shares[q] = min(values[q] / ideal[q], 1.0)
    return shares
