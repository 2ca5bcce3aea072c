r"""Tests where the standard deviation is known, and where a test rejects.

.. math:: z = \frac{\bar x - \mu_0}{\sigma / \sqrt n}
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._check import number
from .._jit import compiled_as, kernel
from .._options import is_none, option_reader
from ._alternatives import (
    ALTERNATIVES,
    GREATER,
    LESS,
    _interval,
    _norm_critical,
    _norm_pvalue,
    _t_critical,
    alternative_code,
    level_between,
    require_test,
)
from ._samples import _offset_squares, sample

__all__ = ["RejectionRegion", "ZTestResult", "rejection_region", "z_test"]


class ZTestResult(NamedTuple):
    """Result of `z_test`.

    Attributes
    ----------
    statistic : float
        How many standard errors the sample's mean is above the hypothetical one.
    pvalue : float
        How likely a statistic at least as extreme is if the hypothesis is true.
    lower : float
        Lower end of the confidence interval of the mean; -inf if the alternative is "less".
    upper : float
        Upper end; inf if the alternative is "greater".
    """

    statistic: float
    pvalue: float
    lower: float
    upper: float


class RejectionRegion(NamedTuple):
    """Critical values: a statistic at or below `lower`, or at or above `upper`, is rejected.

    Attributes
    ----------
    lower : float
        -inf if only large statistics are rejected.
    upper : float
        inf if only small ones are.
    """

    lower: float
    upper: float


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _z_test(x, sd, popmean, alternative, level):
    error = sd / np.sqrt(x.shape[0])
    offset = _offset_squares(x)[0]
    z = ((x[0] - popmean) + offset) / error
    low, high = _interval(x[0] + offset, _norm_critical(1.0 - level, alternative) * error, alternative)
    return z, _norm_pvalue(z, alternative), low, high


@kernel
def _rejection_region(alpha, df, alternative):
    critical = _norm_critical(alpha, alternative) if df == np.inf else _t_critical(alpha, df, alternative)
    return (-np.inf if alternative == GREATER else 0.0 - critical), (np.inf if alternative == LESS else critical)


# -- public functions ------------------------------------------------------------------------------


def _z_test_compiled(x, sd, popmean=0.0, alternative="two-sided", confidence_level=0.95):  # noqa: ARG001
    read = option_reader(alternative, ALTERNATIVES)

    def body(x, sd, popmean=0.0, alternative="two-sided", confidence_level=0.95):
        code = read(alternative)
        require_test(code, confidence_level)
        if x.shape[0] < 1 or not 0.0 < sd < np.inf:
            raise ValueError("z_test: x must have at least one value, and sd must be a finite number above 0")
        z, pvalue, low, high = _z_test(
            x.astype(np.float64), np.float64(sd), np.float64(popmean), code, np.float64(confidence_level)
        )
        return ZTestResult(z, pvalue, low, high)

    return body


@compiled_as(_z_test_compiled, by_type=True)
def z_test(
    x: Any, sd: float, popmean: float = 0.0, *, alternative: str = "two-sided", confidence_level: float = 0.95
) -> ZTestResult:
    r"""Test whether a sample's mean is `popmean`, its standard deviation being known.

    .. math:: z = \frac{\bar x - \mu_0}{\sigma / \sqrt n}

    Parameters
    ----------
    x : array_like of shape (n,)
        The sample, n >= 1. A NaN in it makes the result NaN.
    sd : float
        Standard deviation :math:`\sigma` > 0 of a single value, known beforehand.
    popmean : float, default 0.0
        The hypothetical mean :math:`\mu_0`.
    alternative : {"two-sided", "less", "greater"}
        What the mean is if the hypothesis is false: different from, less than or greater than `popmean`.
    confidence_level : float, default 0.95
        Of the interval, between 0 and 1.

    Returns
    -------
    ZTestResult
        statistic, pvalue, and the confidence interval of the mean: lower, upper; all NaN, without a warning, where
        `x` holds a NaN.

    Raises
    ------
    ValueError
        If `x` is empty or not one-dimensional, `sd` is not above 0, `popmean` is not finite, or an option is
        unknown.

    See Also
    --------
    statsmodels.stats.weightstats.ztest : estimates `sd` from the sample; the library it is tested against.
    ttest_1samp : for a standard deviation that is not known.

    Notes
    -----
    Time O(n), memory O(1).

    References
    ----------
    .. [1] L. Wasserman, "All of Statistics", 2004, section 10.1.

    Examples
    --------
    Nine values with mean 12 and deviation 3, against 10: 2 / (3 / 3) standard errors.

    >>> result = z_test([9, 11, 12, 13, 15, 12, 12, 10, 14], sd=3.0, popmean=10.0)
    >>> result.statistic
    2.0
    >>> round(result.pvalue, 4)
    0.0455
    """
    x = sample(x, "x", 1)
    sd = number(sd, "sd", above=0.0)
    popmean = number(popmean, "popmean")
    code = alternative_code(alternative)
    z, pvalue, low, high = _z_test(x, sd, popmean, code, level_between(confidence_level, "confidence_level"))
    return ZTestResult(float(z), float(pvalue), float(low), float(high))


def _rejection_region_compiled(alpha, df=None, alternative="two-sided"):  # noqa: ARG001
    read = option_reader(alternative, ALTERNATIVES)
    normal = is_none(df)

    def body(alpha, df=None, alternative="two-sided"):
        code = read(alternative)
        require_test(code, alpha)
        freedom = np.inf if normal else np.float64(df)
        if not freedom > 0.0:
            raise ValueError("df must be above 0")
        lower, upper = _rejection_region(np.float64(alpha), freedom, code)
        return RejectionRegion(lower, upper)

    return body


@compiled_as(_rejection_region_compiled, by_type=True)
def rejection_region(alpha: float, df: float | None = None, alternative: str = "two-sided") -> RejectionRegion:
    r"""Return the critical values of a test of a statistic that is normal, or t with `df` degrees of freedom.

    .. math:: P(T \le \text{lower}) + P(T \ge \text{upper}) = \alpha

    Parameters
    ----------
    alpha : float
        Significance level: the chance to reject a true hypothesis, between 0 and 1.
    df : float, optional
        Degrees of freedom > 0; None is the normal distribution.
    alternative : {"two-sided", "less", "greater"}
        Reject on both sides (`alpha` is halved), only small statistics, or only large ones.

    Returns
    -------
    RejectionRegion
        lower and upper critical value; the side on which nothing is rejected is infinite.

    Raises
    ------
    ValueError
        If `alpha` is not between 0 and 1, `df` not above 0, either of them NaN, or the alternative unknown.

    See Also
    --------
    scipy.stats.t.ppf : the library it is tested against.
    ttest_1samp : the test that uses it.

    Notes
    -----
    Time O(1), memory O(1).

    References
    ----------
    .. [1] G. Casella and R. L. Berger, "Statistical Inference", 2nd ed., 2002, section 8.2.

    Examples
    --------
    >>> lower, upper = rejection_region(0.05)
    >>> round(lower, 4), round(upper, 4)
    (-1.96, 1.96)
    >>> round(rejection_region(0.05, df=29).upper, 4)
    2.0452
    >>> rejection_region(0.05, alternative="greater").lower
    -inf
    """
    alpha = level_between(alpha, "alpha")
    freedom = np.inf if df is None else number(df, "df", above=0.0)
    lower, upper = _rejection_region(alpha, freedom, alternative_code(alternative))
    return RejectionRegion(float(lower), float(upper))
