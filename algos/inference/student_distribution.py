r"""Student's t distribution: its distribution function and its quantiles.

.. math:: F(x) = \frac{\Gamma((\nu + 1) / 2)}{\sqrt{\nu \pi} \, \Gamma(\nu / 2)}
    \int_{-\infty}^x \Bigl(1 + \frac{t^2}{\nu}\Bigr)^{-(\nu + 1) / 2} dt
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._distributions import _t_cdf, _t_cdfs, _t_ppf, _t_ppfs
from .._jit import adapter_part, compiled_as
from ._elementwise import apply_to_all, common_length, degrees_compiled, refuse_degrees, refuse_probabilities


@adapter_part
def _probability(q):
    if q < 0.0 or q > 1.0:
        raise ValueError("q must be a probability between 0 and 1")
    return np.float64(q)


def _t_cdf_compiled(x, df):
    def of_numbers(x, df):
        return _t_cdf(np.float64(x), degrees_compiled(df))

    def of_arrays(x, df):
        n = common_length(np.asarray(x).size, np.asarray(df).size)
        xs, dfs, values = np.broadcast_to(x, n), np.broadcast_to(df, n), np.empty(n)
        for i in range(n):
            values[i] = _t_cdf(np.float64(xs[i]), degrees_compiled(dfs[i]))
        return values

    return of_arrays if hasattr(x, "ndim") or hasattr(df, "ndim") else of_numbers


@compiled_as(_t_cdf_compiled, by_type=True)
def t_cdf(x: Any, df: Any) -> Any:
    r"""Return how likely a variable of Student's t distribution is at most x.

    .. math:: F(x) = 1 - \tfrac12 I_{\nu / (\nu + x^2)}(\nu / 2, \tfrac12), \quad x \ge 0, \quad \nu = df

    Parameters
    ----------
    x : float or array_like
        Quantiles; infinities are welcome, a NaN gives NaN.
    df : float or array_like
        Degrees of freedom, positive; infinity is the normal distribution. Broadcasts with `x`.

    Returns
    -------
    float or ndarray of the shape that the arguments broadcast to
        Probabilities; the upper tail is ``t_cdf(-x, df)``, which keeps the digits that ``1 - t_cdf(x, df)`` loses.

    Raises
    ------
    ValueError
        If a value of `df` is not positive; if the shapes do not broadcast together.

    See Also
    --------
    scipy.special.stdtr : the library it is tested against; it takes `df` first.
    t_ppf : its inverse.

    Notes
    -----
    Time O(n), memory O(n): the work of a value does not grow with `df`.
    With v = sqrt(log(1 + x**2 / df)) the density is nearly normal; where it is not near enough, it is integrated with
    32 points. Against 300-bit arithmetic the error is at most 1.6 units in the last place times the condition number
    (that of all arguments, at least 1) for `df` from 0.01 to 1e6; SciPy's 8.5, and 1e15 below 2 degrees of freedom,
    where it takes large quantiles for infinite ones.

    References
    ----------
    .. [1] D. L. Wallace, "Bounds on Normal Approximations to Student's and the Chi-Square Distributions", Annals of
       Mathematical Statistics 30, 1959 (the transformation).

    Examples
    --------
    With one degree of freedom it is 1/2 + arctan(x) / pi:

    >>> round(t_cdf(1.0, 1), 12)
    0.75
    >>> round(t_cdf(2.228, 10), 4)
    0.975
    """
    if type(x) is float and type(df) is float and df > 0.0:
        return float(_t_cdf(x, df))
    return apply_to_all(_t_cdfs, ("x", "df"), (x, df), _refuse_df)


def _refuse_df(_: Any, df: Any) -> None:
    refuse_degrees("df", df)


def _t_ppf_compiled(q, df):
    def of_numbers(q, df):
        return _t_ppf(_probability(q), degrees_compiled(df))

    def of_arrays(q, df):
        n = common_length(np.asarray(q).size, np.asarray(df).size)
        qs, dfs, values = np.broadcast_to(q, n), np.broadcast_to(df, n), np.empty(n)
        for i in range(n):
            values[i] = _t_ppf(_probability(qs[i]), degrees_compiled(dfs[i]))
        return values

    return of_arrays if hasattr(q, "ndim") or hasattr(df, "ndim") else of_numbers


@compiled_as(_t_ppf_compiled, by_type=True)
def t_ppf(q: Any, df: Any) -> Any:
    r"""Return the value that a variable of Student's t distribution does not exceed with probability q.

    .. math:: F(x) = q

    Parameters
    ----------
    q : float or array_like
        Probabilities between 0 and 1; a NaN gives NaN.
    df : float or array_like
        Degrees of freedom, positive; infinity is the normal distribution. Broadcasts with `q`.

    Returns
    -------
    float or ndarray of the shape that the arguments broadcast to
        Quantiles; -inf at 0 and inf at 1, and where a quantile is beyond the doubles (few degrees of freedom).

    Raises
    ------
    ValueError
        If a value of `q` is not between 0 and 1 or one of `df` is not positive; if the shapes do not broadcast.

    See Also
    --------
    scipy.special.stdtrit : the library it is tested against; it takes `df` first.
    t_cdf : its inverse.
    rejection_region : critical values of a test.

    Notes
    -----
    Time O(n), memory O(n).
    Hill's approximation and one or two of Halley's steps on the logarithm of the tail. Against 300-bit arithmetic the
    error is at most 1.2 units in the last place times the condition number (that of both arguments, at least 1);
    SciPy's 7.5, and it has no answer for some tails below 1e-150.

    References
    ----------
    .. [1] G. W. Hill, "Algorithm 396: Student's t-Quantiles", Communications of the ACM 13, 1970.

    Examples
    --------
    >>> round(t_ppf(0.75, 1), 12)
    1.0
    >>> round(t_ppf(0.975, 10), 4)
    2.2281
    """
    if type(q) is float and type(df) is float and df > 0.0 and 0.0 <= q <= 1.0:
        return float(_t_ppf(q, df))
    return apply_to_all(_t_ppfs, ("q", "df"), (q, df), _refuse_q_or_df)


def _refuse_q_or_df(q: Any, df: Any) -> None:
    refuse_probabilities("q", q)
    refuse_degrees("df", df)
