r"""The t-test of one mean, and of the mean difference of pairs.

.. math:: t = \frac{\bar x - \mu_0}{s / \sqrt n}, \qquad s^2 = \frac{1}{n - 1} \sum_i (x_i - \bar x)^2

with n - 1 degrees of freedom. Two-sided confidence interval: :math:`\bar x \pm t^* s / \sqrt n`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._check import number, same_length
from .._jit import compiled_as, kernel
from .._options import option_reader
from ._alternatives import (
    ALTERNATIVES,
    _interval,
    _t_critical,
    _t_pvalue,
    alternative_code,
    level_between,
    require_test,
    warn_undefined,
)
from ._samples import _offset_root, _paired_offset_root, sample

__all__ = ["TTestResult", "ttest_1samp", "ttest_rel"]


class TTestResult(NamedTuple):
    """Result of the t-tests.

    Attributes
    ----------
    statistic : float
        How many estimated standard errors the mean, or the difference of means, is above the hypothetical one.
    pvalue : float
        How likely a statistic at least as extreme is if the hypothesis is true.
    df : float
        Degrees of freedom.
    lower : float
        Lower end of the confidence interval of the mean or difference; -inf if the alternative is "less".
    upper : float
        Upper end; inf if the alternative is "greater".
    """

    statistic: float
    pvalue: float
    df: float
    lower: float
    upper: float


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _t_result(difference, error, df, estimate, alternative, level):
    """Return statistic, p-value, degrees of freedom, interval and standard error."""
    t = difference / error
    low, high = _interval(estimate, _t_critical(1.0 - level, df, alternative) * error, alternative)
    return t, _t_pvalue(t, df, alternative), df, low, high, error


@kernel
def _ttest_1samp(a, popmean, alternative, level):
    n = a.shape[0]
    offset, root = _offset_root(a)
    error = root / np.sqrt(n * (n - 1.0))
    return _t_result((a[0] - popmean) + offset, error, n - 1.0, a[0] + offset, alternative, level)


@kernel
def _ttest_rel(a, b, alternative, level):
    n = a.shape[0]
    offset, root = _paired_offset_root(a, b)
    mean = (a[0] - b[0]) + offset
    return _t_result(mean, root / np.sqrt(n * (n - 1.0)), n - 1.0, mean, alternative, level)


# -- public functions ------------------------------------------------------------------------------


def _ttest_1samp_compiled(a, popmean, alternative="two-sided", confidence_level=0.95):  # noqa: ARG001
    read = option_reader(alternative, ALTERNATIVES)

    def body(a, popmean, alternative="two-sided", confidence_level=0.95):
        code = read(alternative)
        require_test(code, confidence_level)
        if a.shape[0] < 2:
            raise ValueError("ttest_1samp: a must have at least 2 values")
        t, pvalue, df, low, high, _ = _ttest_1samp(
            a.astype(np.float64), np.float64(popmean), code, np.float64(confidence_level)
        )
        return TTestResult(t, pvalue, df, low, high)

    return body


@compiled_as(_ttest_1samp_compiled, by_type=True)
def ttest_1samp(
    a: Any, popmean: float, *, alternative: str = "two-sided", confidence_level: float = 0.95
) -> TTestResult:
    r"""Test whether a sample's mean is `popmean`.

    .. math:: t = \frac{\bar x - \mu_0}{s / \sqrt n}

    Parameters
    ----------
    a : array_like of shape (n,)
        The sample, n >= 2. A NaN or infinity in it makes the result NaN.
    popmean : float
        The hypothetical mean :math:`\mu_0`.
    alternative : {"two-sided", "less", "greater"}
        What the mean is if the hypothesis is false: different from, less than or greater than `popmean`.
    confidence_level : float, default 0.95
        Of the interval, between 0 and 1.

    Returns
    -------
    TTestResult
        statistic, pvalue, df = n - 1, and the confidence interval of the mean: lower, upper. All but df are NaN,
        without a warning, where `a` holds a NaN or infinity.

    Raises
    ------
    ValueError
        If `a` has fewer than 2 values or is not one-dimensional, `popmean` is NaN or infinite, or an option is unknown.

    Warns
    -----
    UndefinedWarning
        If all values equal `popmean`: the statistic is 0/0 and the result NaN. A constant sample elsewhere has an
        infinite statistic and, on the side of the alternative, p = 0.

    See Also
    --------
    scipy.stats.ttest_1samp : the library it is tested against.
    z_test : for a known standard deviation.

    Notes
    -----
    Time O(n), memory O(1).

    References
    ----------
    .. [1] Student, "The Probable Error of a Mean", Biometrika 6, 1908, section III.

    Examples
    --------
    The mean of 1, 2, 3 is 2, its standard error 1/√3:

    >>> result = ttest_1samp([1, 2, 3], popmean=1.0)
    >>> round(result.statistic, 4), result.df
    (1.7321, 2.0)
    >>> round(result.pvalue, 4)
    0.2254
    """
    a = sample(a, "a")
    popmean = number(popmean, "popmean")
    code = alternative_code(alternative)
    t, pvalue, df, low, high, error = _ttest_1samp(
        a, popmean, code, level_between(confidence_level, "confidence_level")
    )
    if t != t and error == 0.0:
        warn_undefined("all values are equal to popmean, so the statistic is 0/0")
    return TTestResult(float(t), float(pvalue), float(df), float(low), float(high))


def _ttest_rel_compiled(a, b, alternative="two-sided", confidence_level=0.95):  # noqa: ARG001
    read = option_reader(alternative, ALTERNATIVES)

    def body(a, b, alternative="two-sided", confidence_level=0.95):
        code = read(alternative)
        require_test(code, confidence_level)
        if a.shape[0] < 2 or a.shape[0] != b.shape[0]:
            raise ValueError("ttest_rel: a and b must have the same number of values, at least 2")
        t, pvalue, df, low, high, _ = _ttest_rel(
            a.astype(np.float64), b.astype(np.float64), code, np.float64(confidence_level)
        )
        return TTestResult(t, pvalue, df, low, high)

    return body


@compiled_as(_ttest_rel_compiled, by_type=True)
def ttest_rel(a: Any, b: Any, *, alternative: str = "two-sided", confidence_level: float = 0.95) -> TTestResult:
    r"""Test whether two measurements of the same units have the same mean: the t-test of their differences.

    .. math:: t = \frac{\bar d}{s_d / \sqrt n}, \qquad d_i = a_i - b_i

    Parameters
    ----------
    a, b : array_like of shape (n,)
        Pairs, n >= 2. A NaN or infinity in them makes the result NaN.
    alternative : {"two-sided", "less", "greater"}
        What the mean of `a` is, compared with that of `b`, if the hypothesis is false.
    confidence_level : float, default 0.95
        Of the interval, between 0 and 1.

    Returns
    -------
    TTestResult
        statistic, pvalue, df = n - 1, and the confidence interval of the mean difference: lower, upper. All but df
        are NaN, without a warning, where a pair holds a NaN or infinity.

    Raises
    ------
    ValueError
        If there are fewer than 2 pairs, the lengths differ, an array is not one-dimensional, or an option is unknown.

    Warns
    -----
    UndefinedWarning
        If all differences are zero: the statistic is 0/0 and the result NaN.

    See Also
    --------
    scipy.stats.ttest_rel : the library it is tested against.
    ttest_ind : for samples of different units.

    Notes
    -----
    Time O(n), memory O(1).

    References
    ----------
    .. [1] G. W. Snedecor and W. G. Cochran, "Statistical Methods", 8th ed., 1989, section 6.3.

    Examples
    --------
    Differences 1, 2, 3, as in the example of `ttest_1samp` against 0:

    >>> result = ttest_rel([11, 22, 33], [10, 20, 30])
    >>> round(result.statistic, 4), result.df
    (3.4641, 2.0)
    """
    a, b = sample(a, "a"), sample(b, "b")
    same_length(a, b, "a", "b")
    code = alternative_code(alternative)
    t, pvalue, df, low, high, error = _ttest_rel(a, b, code, level_between(confidence_level, "confidence_level"))
    if t != t and error == 0.0:
        warn_undefined("all differences are zero, so the statistic is 0/0")
    return TTestResult(float(t), float(pvalue), float(df), float(low), float(high))
