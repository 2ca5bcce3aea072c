r"""The t-test of two independent samples, with one variance (Student) or two (Welch).

.. math:: t = \frac{\bar a - \bar b}{e}, \qquad
    e^2 = \begin{cases} s^2 \left(\frac 1 m + \frac 1 n\right), \; s^2 = \frac{M_a + M_b}{m + n - 2} & \text{equal
    variances} \\ e_a^2 + e_b^2, \; e_a^2 = \frac{s_a^2}{m}, \; e_b^2 = \frac{s_b^2}{n} & \text{otherwise} \end{cases}

M being the sum of squared deviations from a sample's mean.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._check import boolean
from .._jit import compiled_as, kernel
from .._options import option_reader
from ._alternatives import ALTERNATIVES, alternative_code, level_between, require_test, warn_undefined
from ._samples import _offset_root, sample
from .one_sample import TTestResult, _t_result

__all__ = ["ttest_ind"]


@kernel
def _ttest_ind(a, b, equal_var, alternative, level):
    m, n = a.shape[0], b.shape[0]
    a_offset, a_root = _offset_root(a)
    b_offset, b_root = _offset_root(b)
    difference = (a[0] - b[0]) + (a_offset - b_offset)
    if equal_var:
        df = m + n - 2.0
        error = np.hypot(a_root, b_root) * np.sqrt((1.0 / m + 1.0 / n) / df)
    else:
        a_error, b_error = a_root / np.sqrt(m * (m - 1.0)), b_root / np.sqrt(n * (n - 1.0))
        error = np.hypot(a_error, b_error)
        a_share, b_share = (a_error / error) ** 2, (b_error / error) ** 2
        df = 1.0 / (a_share * a_share / (m - 1.0) + b_share * b_share / (n - 1.0))  # Welch and Satterthwaite
        if error == 0.0:
            df = 1.0
    return _t_result(difference, error, df, difference, alternative, level)


def _ttest_ind_compiled(a, b, equal_var=True, alternative="two-sided", confidence_level=0.95):  # noqa: ARG001
    read = option_reader(alternative, ALTERNATIVES)

    def body(a, b, equal_var=True, alternative="two-sided", confidence_level=0.95):
        code = read(alternative)
        require_test(code, confidence_level)
        m, n = a.shape[0], b.shape[0]
        if min(m, n) < (1 if equal_var else 2) or max(m, n) < 2:
            raise ValueError("ttest_ind: a and b must have at least 2 values, or one of them 1 if equal_var")
        t, pvalue, df, low, high, _ = _ttest_ind(
            a.astype(np.float64), b.astype(np.float64), bool(equal_var), code, np.float64(confidence_level)
        )
        return TTestResult(t, pvalue, df, low, high)

    return body


@compiled_as(_ttest_ind_compiled, by_type=True)
def ttest_ind(
    a: Any, b: Any, *, equal_var: bool = True, alternative: str = "two-sided", confidence_level: float = 0.95
) -> TTestResult:
    r"""Test whether two independent samples come from populations with the same mean.

    .. math:: t = \frac{\bar a - \bar b}{e}, \qquad e^2 = \frac{M_a + M_b}{m + n - 2} \left(\frac 1 m + \frac 1 n\right)
        \quad \text{or} \quad \frac{s_a^2}{m} + \frac{s_b^2}{n} \text{ (Welch)}

    Parameters
    ----------
    a, b : array_like of shape (m,) and (n,)
        The samples. A NaN or infinity in them makes the result NaN.
    equal_var : bool, default True
        Whether the populations have the same variance (Student's test); False is Welch's test, whose degrees of freedom
        need not be whole.
    alternative : {"two-sided", "less", "greater"}
        What the mean of `a` is, compared with that of `b`, if the hypothesis is false.
    confidence_level : float, default 0.95
        Of the interval, between 0 and 1.

    Returns
    -------
    TTestResult
        statistic, pvalue, df, and the confidence interval of the difference of means: lower, upper. NaN, without a
        warning, where a sample holds a NaN or infinity (but df = m + n - 2 with `equal_var`).

    Raises
    ------
    ValueError
        If a sample has fewer than 2 values (with `equal_var` one of them may have 1) or is not one-dimensional, or an
        option is unknown.

    Warns
    -----
    UndefinedWarning
        If both samples are constant and equal: the statistic is 0/0 and the result NaN. Constant and different samples
        have an infinite statistic and, on the side of the alternative, p = 0.

    See Also
    --------
    scipy.stats.ttest_ind : the library it is tested against.
    ttest_rel : for two measurements of the same units.
    permutation_test : assumes no distribution.

    Notes
    -----
    Time O(m + n), memory O(1).

    References
    ----------
    .. [1] B. L. Welch, "The Generalization of 'Student's' Problem when Several Different Population Variances are
       Involved", Biometrika 34, 1947, equation 28.

    Examples
    --------
    Means 2 and 5, both with variance 1: the standard error is √(1/3 + 1/3).

    >>> result = ttest_ind([1, 2, 3], [4, 5, 6])
    >>> round(result.statistic, 4), result.df
    (-3.6742, 4.0)
    >>> round(ttest_ind([1, 2, 3], [0, 5, 10], equal_var=False).df, 4)
    2.1597
    """
    equal_var = boolean(equal_var, "equal_var")
    a, b = sample(a, "a", 1 if equal_var else 2), sample(b, "b", 1 if equal_var else 2)
    if a.shape[0] + b.shape[0] < 3:
        raise ValueError("a and b must have at least 3 values together, got 2")
    code = alternative_code(alternative)
    level = level_between(confidence_level, "confidence_level")
    t, pvalue, df, low, high, error = _ttest_ind(a, b, equal_var, code, level)
    if t != t and error == 0.0:
        warn_undefined("both samples are constant and equal, so the statistic is 0/0")
    return TTestResult(float(t), float(pvalue), float(df), float(low), float(high))
