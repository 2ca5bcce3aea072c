r"""The rank-sum test of Mann, Whitney and Wilcoxon, of whether one sample is larger than the other.

.. math:: U = \sum_{ij} [x_i > y_j] + \tfrac12 [x_i = y_j]
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from .._check import FloatArray, boolean, one_of
from .._convert import as_numpy
from .._distributions import _norm_sf
from .._jit import compiled_as, kernel
from .._options import option_reader
from ._alternatives import ALTERNATIVES, GREATER, TWO_SIDED, alternative_code, require_test
from ._rank_sums import _chance_at_most, _insertion_sort, _rank_sums
from ._samples import sample

__all__ = ["MannWhitneyResult", "mannwhitneyu"]

_METHODS = ("auto", "asymptotic", "exact")
_AUTO, _ASYMPTOTIC, _EXACT = range(3)
_FEW = 8  # values in the smaller sample up to which "auto" is exact
_SHORT = 40  # values up to which insertion sort inside a kernel beats a call of NumPy's sort
_MOST_PAIRS = 2**24  # beyond it the exact distribution takes too much memory


class MannWhitneyResult(NamedTuple):
    """Result of `mannwhitneyu`.

    Attributes
    ----------
    statistic : float
        U of the first sample: the pairs in which its value is the larger one, and half of the tied ones.
    pvalue : float
        How likely a statistic at least as extreme is if both samples come from one population.
    """

    statistic: float
    pvalue: float


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _mannwhitneyu(x, y, use_continuity, alternative, method):
    """Return U of x and the p-value, given sorted samples."""
    m, n = x.shape[0], y.shape[0]
    doubled, ties = _rank_sums(x, y)
    of_x, pairs = 0.5 * doubled, np.float64(m) * n
    u = of_x if alternative == GREATER else pairs - of_x
    if alternative == TWO_SIDED:
        u = max(of_x, pairs - of_x)
    exact = method == _EXACT or (method == _AUTO and ties == 0.0 and min(m, n) <= _FEW and pairs <= _MOST_PAIRS)
    if exact:
        at_least, whole = np.int64(np.floor(u)), m * n
        if 2 * at_least >= whole:
            pvalue = _chance_at_most(whole - at_least, min(m, n), max(m, n))
        elif at_least == 0:
            pvalue = 1.0
        else:
            pvalue = 1.0 - _chance_at_most(at_least - 1, min(m, n), max(m, n))
    else:
        total = np.float64(m + n)
        variance = pairs / 12.0 * ((total + 1.0) - ties / (total * (total - 1.0)))
        distance = u - 0.5 * pairs - (0.5 if use_continuity else 0.0)
        pvalue = _norm_sf(distance / np.sqrt(variance)) if variance > 0.0 else 1.0  # 0: all values are tied
    return of_x, min(1.0, 2.0 * pvalue if alternative == TWO_SIDED else pvalue)


@kernel
def _mannwhitneyu_of_few(x, y, use_continuity, alternative, method):
    """Return the same given samples in any order; NaN if they hold one."""
    x, y = _insertion_sort(x), _insertion_sort(y)
    if x[-1] != x[-1] or y[-1] != y[-1]:
        return np.nan, np.nan
    return _mannwhitneyu(x, y, use_continuity, alternative, method)


# -- public function -------------------------------------------------------------------------------


def _mannwhitneyu_compiled(x, y, use_continuity=True, alternative="two-sided", method="auto"):  # noqa: ARG001
    read_alternative, read_method = option_reader(alternative, ALTERNATIVES), option_reader(method, _METHODS)

    def body(x, y, use_continuity=True, alternative="two-sided", method="auto"):
        code, how = read_alternative(alternative), read_method(method)
        require_test(code, 0.5)
        m, n = x.shape[0], y.shape[0]
        if m == 0 or n == 0:
            raise ValueError("mannwhitneyu: x and y must have at least one value")
        if how < 0 or (how == _EXACT and m * n > _MOST_PAIRS):
            raise ValueError("mannwhitneyu: method must be 'auto', 'asymptotic', or 'exact' up to 2**24 pairs")
        a, b = np.sort(x.astype(np.float64)), np.sort(y.astype(np.float64))
        if a[-1] != a[-1] or b[-1] != b[-1]:
            return MannWhitneyResult(np.nan, np.nan)
        statistic, pvalue = _mannwhitneyu(a, b, bool(use_continuity), code, how)
        return MannWhitneyResult(statistic, pvalue)

    return body


@compiled_as(_mannwhitneyu_compiled, by_type=True)
def mannwhitneyu(
    x: Any, y: Any, use_continuity: bool = True, alternative: str = "two-sided", *, method: str = "auto"
) -> MannWhitneyResult:
    r"""Test whether values of one population tend to be larger than those of another (Mann and Whitney, Wilcoxon).

    .. math:: U = \sum_{ij} [x_i > y_j] + \tfrac12 [x_i = y_j]

    Parameters
    ----------
    x, y : array_like of shape (m,) and (n,)
        Independent samples, m, n >= 1. Infinities are ordered like other values; a NaN makes the result NaN.
    use_continuity : bool, default True
        Whether the normal approximation moves U by ½ towards its mean.
    alternative : {"two-sided", "less", "greater"}
        How `x` compares with `y` if the hypothesis is false.
    method : {"auto", "asymptotic", "exact"}
        The normal approximation, corrected for ties; or the exact distribution, which assumes that there are none, up
        to 2**24 pairs. "auto" is exact without ties if the smaller sample has at most 8 values.

    Returns
    -------
    MannWhitneyResult
        statistic (U of `x`; that of `y` is m n - U) and pvalue, which is 1 if all values are tied. NaN, without a
        warning, where a sample holds a NaN.

    Raises
    ------
    ValueError
        If a sample is empty or not one-dimensional, an option is unknown, or there are too many pairs for "exact".

    See Also
    --------
    scipy.stats.mannwhitneyu : the library it is tested against.
    ttest_ind : compares means.
    algos.metrics.kendalltau : whether two measurements of the same units rise together.

    Notes
    -----
    Time O((m + n) log(m + n)), memory O(m + n).
    The exact p-value takes O(min(m, n) m n) and O(m n) if one sample has fewer than 100 values.
    The samples are sorted apart and merged, which spares ranking them together. Exact p-values of small samples are
    counted, those of larger ones read off the generating function, which is right to 13 digits.

    References
    ----------
    .. [1] H. B. Mann and D. R. Whitney, "On a Test of Whether one of Two Random Variables is Stochastically Larger than
       the Other", Annals of Mathematical Statistics 18, 1947, equation 1.

    Examples
    --------
    All of 1, 2 are below all of 3, 4, 5: one of ten ways to choose two of five ranks, and as many at the other end.

    >>> mannwhitneyu([1, 2], [3, 4, 5])
    MannWhitneyResult(statistic=0.0, pvalue=0.2)
    """
    how = _METHODS.index(one_of(method, "method", _METHODS))
    code = alternative_code(alternative)
    use_continuity = boolean(use_continuity, "use_continuity")
    a, b = _comparable(x, y)
    if how == _EXACT and a.shape[0] * b.shape[0] > _MOST_PAIRS:
        raise ValueError(f"method 'exact' takes up to {_MOST_PAIRS} pairs, got {a.shape[0] * b.shape[0]}")
    if a.shape[0] <= _SHORT and b.shape[0] <= _SHORT:
        statistic, pvalue = _mannwhitneyu_of_few(a, b, use_continuity, code, how)
        return MannWhitneyResult(float(statistic), float(pvalue))
    a, b = np.sort(a), np.sort(b)
    if a[-1] != a[-1] or b[-1] != b[-1]:  # NaN sorts last
        return MannWhitneyResult(math.nan, math.nan)
    a.flags.writeable = b.flags.writeable = False
    statistic, pvalue = _mannwhitneyu(a, b, use_continuity, code, how)
    return MannWhitneyResult(float(statistic), float(pvalue))


def _comparable(x: Any, y: Any) -> tuple[FloatArray, FloatArray]:
    """Return both samples as float64, in the same order and with the same ties also where integers are too large."""
    if type(x) is not np.ndarray:
        x = as_numpy(x, "x")
    if type(y) is not np.ndarray:
        y = as_numpy(y, "y")
    if x.ndim == y.ndim == 1 and x.dtype.kind in "iu" and x.dtype == y.dtype and x.dtype.itemsize == 8:
        both = np.concatenate([x, y])
        if both.size and (both.max() > 2**53 or (both.dtype.kind == "i" and both.min() < -(2**53))):
            codes = np.unique(both, return_inverse=True)[1].astype(np.float64)
            x, y = codes[: x.shape[0]], codes[x.shape[0] :]
    return sample(x, "x", 1), sample(y, "y", 1)
