r"""The rank-sum statistic of two sorted samples, and its distribution when both come from one population.

With m and n values and no ties, the number of arrangements with statistic u is the coefficient of q**u in

.. math:: \binom{m + n}{m}_q = \prod_{i=1}^{m} \frac{1 - q^{n + i}}{1 - q^i}

(Mann and Whitney, 1947, count them by a recursion in m and n that takes n times as long).
"""

from __future__ import annotations

import numpy as np

from .._jit import kernel
from ._rank_sum_inversion import LEAST, _chance_by_inversion

_MANY = 100
_MANY_PAIRS = 2**17


@kernel
def _insertion_sort(x):
    """Return a short vector in ascending order, a NaN last."""
    order = x.copy()
    for i in range(1, order.shape[0]):
        value, j = order[i], i
        while j > 0 and (order[j - 1] > value or order[j - 1] != order[j - 1]):
            order[j] = order[j - 1]
            j -= 1
        order[j] = value
    return order


@kernel
def _rank_sums(x, y):
    """Return U of x, twice over, and the sum of t**3 - t over the groups of t tied values; both are sorted.

    U counts the pairs in which x is larger, and half of those that are tied: whole numbers, doubled.
    """
    m, n = x.shape[0], y.shape[0]
    i, j, doubled, ties = 0, 0, 0, 0.0
    while i < m and j < n:
        a, b = x[i], y[j]
        value = a if a < b else b
        first_i, first_j = i, j
        while i < m and x[i] == value:
            i += 1
        while j < n and y[j] == value:
            j += 1
        of_x, of_y = i - first_i, j - first_j
        doubled += of_x * (2 * first_j + of_y)
        tied = np.float64(of_x + of_y)
        ties += tied * (tied * tied - 1.0)
    doubled += 2 * n * (m - i)
    return doubled, ties + _ties_of(x, i) + _ties_of(y, j)


@kernel
def _ties_of(x, start):
    """Return the sum of t**3 - t over the groups of equal values from `start` on."""
    ties, first = 0.0, start
    for i in range(start, x.shape[0]):
        if i + 1 == x.shape[0] or x[i + 1] != x[i]:
            tied = np.float64(i + 1 - first)
            ties += tied * (tied * tied - 1.0)
            first = i + 1
    return ties


@kernel
def _chance_at_most(u, m, n):
    """Return P(U <= u) for samples of m and n values without ties, for u <= m n / 2 and m <= n.

    Factor by factor; each stage is symmetric, so only its lower half is computed and mirrored. Every stage is divided
    by the number of its arrangements: they would overflow. Rounding errors grow with every factor, so that 120 and 150
    values cost two digits, 300 and 300 all of them; then, and where many pairs take long, the other way is taken.
    """
    if m >= _MANY or (m >= LEAST and m * n > _MANY_PAIRS):
        return _chance_by_inversion(u, m, n)
    chance = np.zeros(u + 1)
    chance[0] = 1.0
    for i in range(1, m + 1):
        half = min(i * n // 2, u)
        for v in range(i, half + 1):  # over 1 - q**i
            chance[v] += chance[v - i]
        shift = n + i
        for v in range(half, shift - 1, -1):  # times 1 - q**(n + i)
            chance[v] -= chance[v - shift]
        scale = i / (n + i)
        for v in range(half + 1):
            chance[v] *= scale
        for v in range(half + 1, min(i * n, u) + 1):
            chance[v] = chance[i * n - v]
    total = 0.0
    for v in range(u + 1):
        total += chance[v]
    return total
