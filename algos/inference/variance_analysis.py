r"""One-way analysis of variance: whether groups have the same mean.

.. math:: F = \frac{\sum_k n_k (\bar x_k - \bar x)^2 / (K - 1)}{\sum_k M_k / (N - K)}

M being the sum of squared deviations from a group's own mean, K the number of groups and N that of values.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

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
        The variance between the groups' means over the variance inside groups.
    pvalue : float
        How likely a statistic at least as large is if all means are equal.
    dfn : int
        Degrees of freedom of the numerator: groups less one.
    dfd : int
        Degrees of freedom of the denominator: values less groups.
    """

    statistic: float
    pvalue: float
    dfn: int
    dfd: int


@kernel
def _describe(group, origin, row):
    """Write down size, mean less `origin`, and root of the sum of squared deviations."""
    offset, root = _offset_root(group)
    row[0], row[1], row[2] = group.shape[0], (group[0] - origin) + offset, root


@kernel
def _f_oneway(rows):
    """Return F, its p-value and both degrees of freedom, given what `_describe` wrote; and the root inside groups."""
    groups = rows.shape[0]
    total, mean, inside = 0.0, 0.0, 0.0
    for k in range(groups):
        total += rows[k, 0]
        mean += rows[k, 0] * (rows[k, 1] - rows[0, 1])
        inside = np.hypot(inside, rows[k, 2])
    mean = rows[0, 1] + mean / total  # from the first, so that equal means stay equal
    between = 0.0
    for k in range(groups):
        between = np.hypot(between, np.sqrt(rows[k, 0]) * (rows[k, 1] - mean))
    dfn, dfd = groups - 1, int(total) - groups
    ratio = between / inside
    statistic = ratio * ratio * dfd / dfn
    pvalue = _f_sf(statistic, np.float64(dfn), np.float64(dfd)) if statistic == statistic else np.nan
    return statistic, pvalue, dfn, dfd, inside


def _f_oneway_compiled(*groups):
    rows = np.empty((len(groups), 3))
    k, origin, total, least = 0, 0.0, 0, 1
    for group in literal_unroll(groups):
        least = min(least, group.shape[0])
        if group.shape[0] > 0:
            origin = group[0] if k == 0 else origin
            _describe(group.astype(np.float64), np.float64(origin), rows[k])
            total += group.shape[0]
        k += 1
    if k < 2 or least < 1 or total <= k:
        raise ValueError("f_oneway takes at least two groups, none empty, with more values than groups")
    statistic, pvalue, dfn, dfd, _ = _f_oneway(rows)
    return AnovaResult(statistic, pvalue, dfn, dfd)


@compiled_as(_f_oneway_compiled)
def f_oneway(*groups: Any) -> AnovaResult:
    r"""Test whether two or more groups come from populations with the same mean, their variance being the same.

    .. math:: F = \frac{\sum_k n_k (\bar x_k - \bar x)^2 / (K - 1)}{\sum_k M_k / (N - K)}

    Parameters
    ----------
    *groups : array_like of shape (n_k,)
        The samples, each with at least one value, together more values than groups. A NaN or infinity in them makes the
        result NaN.

    Returns
    -------
    AnovaResult
        statistic, pvalue, dfn, dfd. The first two are NaN, without a warning, where a group holds a NaN or infinity.

    Raises
    ------
    ValueError
        If there are fewer than two groups, one is empty or not one-dimensional, or every group has one value.

    Warns
    -----
    UndefinedWarning
        If all values of all groups are equal: F is 0/0 and the result NaN. Groups that are constant but differ have
        F = inf and p = 0.

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

    Examples
    --------
    Means 2, 3 and 4, each group with deviations -1, 0, 1: (3 · 2 / 2) / (6 / 6).

    >>> result = f_oneway([1, 2, 3], [2, 3, 4], [3, 4, 5])
    >>> round(result.statistic, 4), result.dfn, result.dfd
    (3.0, 2, 6)
    >>> round(result.pvalue, 4)
    0.125
    """
    if len(groups) < 2:
        raise ValueError(f"f_oneway takes at least two groups, got {len(groups)}")
    samples = [sample(group, f"groups[{k}]", 1) for k, group in enumerate(groups)]
    if sum(map(len, samples)) <= len(samples):
        raise ValueError("groups must have more values than there are groups; each has one")
    rows = np.empty((len(samples), 3))
    origin = float(samples[0][0])
    for group, row in zip(samples, rows, strict=True):
        _describe(group, origin, row)
    statistic, pvalue, dfn, dfd, inside = _f_oneway(rows)
    if statistic != statistic and inside == 0.0:
        warn_undefined("all values of all groups are equal, so F is 0/0")
    return AnovaResult(float(statistic), float(pvalue), int(dfn), int(dfd))
