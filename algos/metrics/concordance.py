r"""Kendall's tau: whether pairs of samples are in the same order by x as by y.

.. math:: \tau_b = \frac{C - D}{\sqrt{(N - T_x)(N - T_y)}}, \qquad
          \tau_c = \frac{2 (C - D)}{n^2 (m - 1) / m}, \qquad N = \frac{n (n - 1)}{2}

with C concordant and D discordant pairs, T pairs that tie in x or in y, and m the smaller number of distinct values.
Sorted by x, then by y, a discordant pair is an inversion of y; merge sort counts them while it removes them.
"""

# ruff: noqa: ARG001  (an adapter has the public signature; its body takes the arguments)

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np

from .._alternatives import ALTERNATIVES, GREATER, LESS, TWO_SIDED, alternative_code
from .._check import UndefinedWarning, frozen, one_of, same_length
from .._distributions import _norm_sf
from .._jit import compiled_as, kernel
from .._options import option_reader
from ._inversions import _sort_counting
from .ranks import orderable

_VARIANTS = ("b", "c")
_METHODS = ("auto", "exact", "asymptotic")
_TIED, _TOO_MANY = 1, 2  # why an exact p-value is refused
_MOST_STEPS = 2**30  # a few seconds


class KendallTau(NamedTuple):
    """Kendall's tau and its p-value.

    Attributes
    ----------
    statistic : float
        In [-1, 1]: 1 where y rises with x throughout, -1 where it falls, 0 without association.
    pvalue : float
        Probability of a statistic at least as extreme where x and y are independent.
    """

    statistic: float
    pvalue: float


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _tie_sums(y):
    """Return of the runs of t equal values: number, sums of t(t-1)/2, t(t-1)(t-2), t(t-1)(2t+5); y is sorted."""
    runs, pairs, triples, spread, start = 0, 0, 0.0, 0.0, 0
    for i in range(1, y.shape[0] + 1):
        if i == y.shape[0] or y[i] != y[start]:
            t = i - start
            runs += 1
            pairs += t * (t - 1) // 2
            triples += np.float64(t) * (t - 1) * (t - 2)
            spread += np.float64(t) * (t - 1) * (2 * t + 5)
            start = i
    return runs, pairs, triples, spread


@kernel
def _compare(x, y, order):
    """Return discordant pairs, joint ties, and the sums of `_tie_sums` of x and of y, given an order that sorts x."""
    n = x.shape[0]
    sorted_x, followed_y, spare = np.empty(n), np.empty(n), np.empty(n)
    for i in range(n):
        sorted_x[i] = x[order[i]]
        followed_y[i] = y[order[i]]
    joint, start = 0, 0
    for i in range(1, n + 1):
        if i == n or sorted_x[i] != sorted_x[start]:
            if i - start > 1:
                _sort_counting(followed_y, spare, start, i)
                _, pairs, _, _ = _tie_sums(followed_y[start:i])
                joint += pairs
            start = i
    ties_x = _tie_sums(sorted_x)
    discordant = _sort_counting(followed_y, spare, 0, n)
    return discordant, joint, ties_x, _tie_sums(followed_y)


@kernel
def _exact_tail(n, c):
    """Return P(D <= c) and P(D = c) of the inversions D of a random permutation of n; 2 c <= n (n - 1) / 2.

    The number of inversions is a sum of independent uniform draws from 0..j-1, j = 1..n: each step is a running mean
    over j neighbours. (Kendall, 1970, section 5.5.)
    """
    chance, sums = np.zeros(c + 1), np.zeros(c + 2)
    chance[0] = 1.0
    for j in range(2, n + 1):
        top = min(c, j * (j - 1) // 2)
        for i in range(top + 1):
            sums[i + 1] = sums[i] + chance[i]
        for i in range(top + 1):
            chance[i] = (sums[i + 1] - sums[max(0, i + 1 - j)]) / j
    total = 0.0
    for i in range(c + 1):
        total += chance[i]
    return total, chance[c]


@kernel
def _exact_pvalue(n, discordant, alternative):
    """Return the exact p-value without ties."""
    pairs = n * (n - 1) // 2
    fewer = min(discordant, pairs - discordant)
    below, there = _exact_tail(n, fewer)
    if alternative == TWO_SIDED:
        return 1.0 if 2 * fewer == pairs else min(1.0, 2.0 * below)
    beyond = (2 * discordant <= pairs) if alternative == GREATER else (2 * discordant >= pairs)
    return below if beyond else 1.0 - below + there


@kernel
def _normal_pvalue(n, excess, ties_x, ties_y, alternative):
    """Return the p-value of the normal approximation; `excess` is concordant less discordant pairs."""
    _, pairs_x, triples_x, spread_x = ties_x
    _, pairs_y, triples_y, spread_y = ties_y
    m = np.float64(n) * (n - 1)
    variance = (m * (2 * n + 5) - spread_x - spread_y) / 18.0 + 2.0 * pairs_x * pairs_y / m
    if n > 2:
        variance += triples_x * triples_y / (9.0 * m * (n - 2))
    z = excess / np.sqrt(variance)
    if alternative == TWO_SIDED:
        return min(1.0, 2.0 * _norm_sf(abs(z)))
    return _norm_sf(-z if alternative == LESS else z)


@kernel
def _kendall(x, y, order, variant, method, alternative):
    """Return tau, its p-value and why an exact one is refused (0: it is not); NaN for a constant."""
    n = x.shape[0]
    discordant, joint, ties_x, ties_y = _compare(x, y, order)
    pairs, pairs_x, pairs_y = n * (n - 1) // 2, ties_x[1], ties_y[1]
    if pairs_x == pairs or pairs_y == pairs:
        return np.nan, np.nan, 0
    excess = pairs - pairs_x - pairs_y + joint - 2 * discordant
    if variant == 0:
        tau = excess / np.sqrt(np.float64(pairs - pairs_x)) / np.sqrt(np.float64(pairs - pairs_y))
    else:
        m = min(ties_x[0], ties_y[0])
        tau = 2.0 * excess / (np.float64(n) * n * (m - 1) / m)
    tau = max(-1.0, min(1.0, tau))
    tied = pairs_x > 0 or pairs_y > 0
    fewer = min(discordant, pairs - discordant)
    if method == 1 and (tied or np.float64(n) * fewer > _MOST_STEPS):
        return np.nan, np.nan, _TIED if tied else _TOO_MANY
    if method == 1 or (method == 0 and (n <= 33 or fewer <= 1) and not tied):
        return tau, _exact_pvalue(n, discordant, alternative), 0
    return tau, _normal_pvalue(n, excess, ties_x, ties_y, alternative), 0


# -- public function -------------------------------------------------------------------------------


def _kendalltau_compiled(x, y, variant="b", method="auto", alternative="two-sided"):
    read_variant = option_reader(variant, _VARIANTS)
    read_method = option_reader(method, _METHODS)
    read_alternative = option_reader(alternative, ALTERNATIVES)

    def body(x, y, variant="b", method="auto", alternative="two-sided"):
        a, b, c = read_variant(variant), read_method(method), read_alternative(alternative)
        if a < 0 or b < 0 or c < 0:
            raise ValueError("variant, method or alternative is unknown")
        if x.shape[0] != y.shape[0] or x.shape[0] == 0:
            raise ValueError("x and y must have the same length, at least 1")
        first, second = x.astype(np.float64), y.astype(np.float64)
        if np.isnan(first).any() or np.isnan(second).any():
            return KendallTau(np.nan, np.nan)
        tau, pvalue, refused = _kendall(first, second, np.argsort(first), a, b, c)
        if refused == _TIED:
            raise ValueError("method='exact' needs values without ties")
        if refused == _TOO_MANY:
            raise ValueError("method='exact' takes at most 2**30 steps; use 'asymptotic' or 'auto'")
        return KendallTau(tau, pvalue)

    return body


@compiled_as(_kendalltau_compiled, by_type=True)
def kendalltau(
    x: Any, y: Any, *, variant: str = "b", method: str = "auto", alternative: str = "two-sided"
) -> KendallTau:
    r"""Return Kendall's rank correlation of two variables, and the p-value of their independence.

    .. math:: \tau_b = \frac{C - D}{\sqrt{(N - T_x)(N - T_y)}}, \qquad
              \tau_c = \frac{2 (C - D)}{n^2 (m - 1) / m}, \qquad N = \frac{n (n - 1)}{2}

    Parameters
    ----------
    x, y : array-like of shape (n,)
        Numbers; only their order counts. Integers beyond 2**53 stay exact.
    variant : {"b", "c"}
        How ties lower the largest value that can be reached: by their number, or by the smaller number m of distinct
        values, for tables that are not square.
    method : {"auto", "exact", "asymptotic"}
        The p-value over all permutations, which needs values without ties and at most 2**30 steps, n times the pairs
        out of order (or in order, if fewer are); or by the normal approximation. "auto" is exact without ties for
        n <= 33, and where at most one pair is out of order.
    alternative : {"two-sided", "less", "greater"}
        Which statistics are extreme: those far from zero, the small ones, or the large ones.

    Returns
    -------
    KendallTau
        `statistic` and `pvalue`. NaN, with an `UndefinedWarning`, where x or y is constant; NaN, without one, where
        they hold a NaN.

    Raises
    ------
    ValueError
        No samples, different lengths, an unknown option, ``method="exact"`` with ties or too many steps.

    See Also
    --------
    scipy.stats.kendalltau : the library it is tested against.
    rankdata : the ranks themselves.
    algos.inference.mannwhitneyu : compares two samples by the order of their values.

    Notes
    -----
    Time O(n log n), memory O(n).
    An exact p-value takes time O(n D) and memory O(D) more, D being the pairs out of order, or in order if fewer are.

    Unlike a correlation of ranks it has a meaning of its own: without ties, the probability that a pair is in the same
    order less the probability that it is not. Inside compiled code nothing warns.

    References
    ----------
    Knight (1966), "A computer method for calculating Kendall's tau with ungrouped data", section 3; Kendall (1945),
    "The treatment of ties in ranking problems"; Kendall (1970), "Rank Correlation Methods", chapters 3 to 5.

    Examples
    --------
    Of six pairs, one is out of order: (5 - 1) / 6

    >>> found = kendalltau([1, 2, 3, 4], [1, 2, 4, 3])
    >>> round(found.statistic, 6), round(found.pvalue, 6)
    (0.666667, 0.333333)
    """
    for value, name, options in (
        (variant, "variant", _VARIANTS),
        (method, "method", _METHODS),
    ):
        one_of(value, name, options)
    alternative_of = alternative_code(alternative)
    x, y = orderable(x, "x"), orderable(y, "y")
    same_length(x, y, "x", "y")
    if x.shape[0] == 0:
        raise ValueError("x and y must have at least 1 value, got 0")
    order = x.argsort()
    last = x[order[-1]]  # NaN sorts last
    if last != last or np.isnan(y).any():
        return KendallTau(np.nan, np.nan)
    how = _VARIANTS.index(variant), _METHODS.index(method), alternative_of
    tau, pvalue, refused = _kendall(x, y, frozen(order), *how)
    if refused == _TIED:
        raise ValueError("method='exact' needs values without ties; use 'asymptotic' or 'auto'")
    if refused == _TOO_MANY:
        raise ValueError(
            f"method='exact' takes at most {_MOST_STEPS} steps, n times the pairs out of order, and n={x.shape[0]} "
            "values take more here; use 'asymptotic' or 'auto'"
        )
    if tau != tau:
        warnings.warn("Kendall's tau is not defined where x or y is constant", UndefinedWarning, stacklevel=2)
    return KendallTau(float(tau), float(pvalue))
