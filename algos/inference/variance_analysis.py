r"""One-way analysis of variance: whether groups have the same mean.

.. math:: F = \frac{\sum_k n_k (\bar x_k - \bar x)^2 / (K - 1)}{\sum_k M_k / (N - K)}

M being the sum of squared deviations from a group's own mean, K the number of groups and N that of values. Where the
variances may differ, Welch weights each mean by the inverse of its own variance instead.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._check import boolean
from .._distributions import _f_sf
from .._jit import compiled_as, kernel, literal_unroll
from ._alternatives import warn_undefined
from ._samples import _offset_root, sample

__all__ = ["AnovaResult", "f_oneway"]


class AnovaResult(NamedTuple):
    """Result of `f_oneway`.

    Attributes
    ----------
    statistic : float
        The variance between the groups' means over the variance inside groups; Welch's F for unequal variances.
    pvalue : float
        How likely a statistic at least as large is if all means are equal.
    dfn : int
        Degrees of freedom of the numerator: groups less one.
    dfd : int or float
        Degrees of freedom of the denominator: values less groups; a fraction for unequal variances.
    """

    statistic: float
    pvalue: float
    dfn: int
    dfd: float


@kernel
def _describe(group, row):
    """Write down size, first value, mean less that, and root of the sum of squared deviations."""
    offset, root = _offset_root(group)
    row[0], row[1], row[2], row[3] = group.shape[0], group[0], offset, root


@kernel
def _apart(rows, k, j):
    """Return how far the mean of group k lies above that of group j."""
    return (rows[k, 1] - rows[j, 1]) + (rows[k, 2] - rows[j, 2])


@kernel
def _f_oneway(rows):
    """Return F, its p-value and both degrees of freedom, given what `_describe` wrote; and the root inside groups."""
    groups = rows.shape[0]
    total, mean, inside = 0.0, 0.0, 0.0
    for k in range(groups):
        total += rows[k, 0]
        mean += rows[k, 0] * _apart(rows, k, 0)  # from the first, so that equal means stay equal
        inside = np.hypot(inside, rows[k, 3])
    mean /= total
    between = 0.0
    for k in range(groups):
        between = np.hypot(between, np.sqrt(rows[k, 0]) * (_apart(rows, k, 0) - mean))
    dfn, dfd = groups - 1, int(total) - groups
    ratio = between / inside
    statistic = ratio * ratio * dfd / dfn
    pvalue = _f_sf(statistic, np.float64(dfn), np.float64(dfd)) if statistic == statistic else np.nan
    return statistic, pvalue, dfn, dfd, inside


@kernel
def _welch(rows):
    """Return Welch's F, its p-value and both degrees of freedom; NaN where that is 0/0.

    A single group that does not vary has all the weight, which is the limit of a small variance. With several, the
    weights have no limit, but F has where their means differ: infinity.
    """
    groups, best, constant, known, differ = rows.shape[0], 0, 0, True, False
    error, weight = np.empty(groups), np.empty(groups)
    for k in range(groups):
        error[k] = rows[k, 3] / np.sqrt(rows[k, 0] * (rows[k, 0] - 1.0))
        best = k if error[k] < error[best] else best
        constant += error[k] == 0.0
        known = known and np.isfinite(rows[k, 1]) and np.isfinite(rows[k, 2]) and np.isfinite(error[k])
    weights, mean = 0.0, 0.0
    for k in range(groups):
        weight[k] = (error[best] / error[k]) ** 2 if error[k] > 0.0 else 1.0
        weights += weight[k]
        apart = _apart(rows, k, best)  # from the surest, so that a wide group costs the others no digits
        mean += weight[k] * apart
        differ = differ or (error[k] == 0.0 and apart != 0.0)
    dfn = groups - 1
    if constant > 1 or not known:
        return (np.inf, 0.0, dfn, np.nan) if known and differ else (np.nan, np.nan, dfn, np.nan)
    mean /= weights
    between, spread = 0.0, 0.0
    for k in range(groups):
        spread += (1.0 - weight[k] / weights) ** 2 / (rows[k, 0] - 1.0)
        if error[k] > 0.0:
            between = np.hypot(between, (_apart(rows, k, best) - mean) / error[k])
    more = groups * groups - 1.0
    statistic = between * between / dfn / (1.0 + 2.0 * (groups - 2.0) * spread / more)
    dfd = more / (3.0 * spread)
    return statistic, _f_sf(statistic, np.float64(dfn), dfd), dfn, dfd


def _f_oneway_compiled(*groups):
    rows = np.empty((len(groups), 4))
    k, total, least = 0, 0, 1
    for group in literal_unroll(groups):
        least = min(least, group.shape[0])
        if group.shape[0] > 0:
            _describe(group.astype(np.float64), rows[k])
            total += group.shape[0]
        k += 1
    if k < 2 or least < 1 or total <= k:
        raise ValueError("f_oneway takes at least two groups, none empty, with more values than groups")
    statistic, pvalue, dfn, dfd, _ = _f_oneway(rows)
    return AnovaResult(statistic, pvalue, dfn, dfd)


@compiled_as(_f_oneway_compiled)
def f_oneway(*groups: Any, equal_var: bool = True) -> AnovaResult:
    r"""Test whether two or more groups come from populations with the same mean, of one variance or of several.

    .. math:: F = \frac{\sum_k n_k (\bar x_k - \bar x)^2 / (K - 1)}{\sum_k M_k / (N - K)}

    Without `equal_var` it is Welch's, in which each mean has the weight :math:`w_k = n_k / s_k^2`, W their sum:

    .. math:: F = \frac{\sum_k w_k (\bar x_k - \tilde x)^2 / (K - 1)}{1 + 2 (K - 2) A / (K^2 - 1)}, \quad
        \tilde x = \sum_k \frac{w_k}{W} \bar x_k, \quad A = \sum_k \frac{(1 - w_k / W)^2}{n_k - 1}, \quad
        \mathrm{dfd} = \frac{K^2 - 1}{3 A}

    Parameters
    ----------
    *groups : array_like of shape (n_k,)
        The samples, each with at least one value, together more values than groups; without `equal_var`, each with two.
        A NaN or infinity in them makes the result NaN.
    equal_var : bool, default True
        Whether the populations have the same variance. Compiled callers cannot pass it, and have equal variances.

    Returns
    -------
    AnovaResult
        statistic, pvalue, dfn, dfd. The first two (without `equal_var` dfd, too) are NaN, without a warning, where a
        group holds a NaN or infinity.

    Raises
    ------
    ValueError
        If there are fewer than two groups, one is empty or not one-dimensional, or every group has one value; without
        `equal_var`, if a group has one value.

    Warns
    -----
    UndefinedWarning
        If all values of all groups are equal (without `equal_var`, those of two or more groups): F is 0/0 and the
        result NaN. Groups that are constant but differ have F = inf and p = 0.

    See Also
    --------
    scipy.stats.f_oneway : the library it is tested against.
    ttest_ind : two groups; F is the square of its t.

    Notes
    -----
    Time O(N), memory O(K).

    References
    ----------
    .. [1] R. A. Fisher, "Statistical Methods for Research Workers", 1925, section 40.
    .. [2] B. L. Welch, "On the comparison of several mean values: an alternative approach", Biometrika 38, 1951,
       equations 28 and 29.

    Examples
    --------
    Means 2, 3 and 4, each group with deviations -1, 0, 1: (3 · 2 / 2) / (6 / 6).

    >>> result = f_oneway([1, 2, 3], [2, 3, 4], [3, 4, 5])
    >>> round(result.statistic, 4), result.dfn, result.dfd
    (3.0, 2, 6)
    >>> round(result.pvalue, 4)
    0.125
    """
    equal_var = boolean(equal_var, "equal_var")
    if len(groups) < 2:
        raise ValueError(f"f_oneway takes at least two groups, got {len(groups)}")
    samples = [sample(group, f"groups[{k}]", 1 if equal_var else 2) for k, group in enumerate(groups)]
    if sum(map(len, samples)) <= len(samples):
        raise ValueError("groups must have more values than there are groups; each has one")
    rows = np.empty((len(samples), 4))
    for group, row in zip(samples, rows, strict=True):
        _describe(group, row)
    if not equal_var:
        statistic, pvalue, dfn, dfd = _welch(rows)
        if statistic != statistic and np.isfinite(rows).all():
            warn_undefined("several groups are constant and equal, so F is 0/0")
        return AnovaResult(float(statistic), float(pvalue), int(dfn), float(dfd))
    statistic, pvalue, dfn, dfd, inside = _f_oneway(rows)
    if statistic != statistic and inside == 0.0:
        warn_undefined("all values of all groups are equal, so F is 0/0")
    return AnovaResult(float(statistic), float(pvalue), int(dfn), int(dfd))
