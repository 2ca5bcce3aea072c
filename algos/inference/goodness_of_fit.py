r"""Pearson's chi-square: counts against the expected ones.

.. math:: \chi^2 = \sum_i \frac{(o_i - e_i)^2}{e_i}
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._check import array, integer, vector
from .._distributions import _chi2_sf
from .._jit import REASSOCIATE, compiled_as, kernel
from .._options import is_none
from ._counts import _total_and_sign, total_of_counts

__all__ = ["ChiSquareResult", "chisquare"]

_SUM_RTOL = 2.0**-26  # as SciPy: the root of the machine precision


class ChiSquareResult(NamedTuple):
    """Result of `chisquare`.

    Attributes
    ----------
    statistic : float
        The sum of squared differences, each relative to the expected count.
    pvalue : float
        How likely a statistic at least as large is if the expected counts are right.
    df : int
        Degrees of freedom.
    """

    statistic: float
    pvalue: float
    df: int


# -- kernels ---------------------------------------------------------------------------------------


@kernel(fastmath=REASSOCIATE)
def _against(observed, expected):
    """Return the statistic."""
    statistic = 0.0
    for i in range(observed.shape[0]):
        difference = observed[i] - expected[i]
        statistic += difference * difference / expected[i]
    return statistic


@kernel(fastmath=REASSOCIATE)
def _against_uniform(observed, expected):
    """Return the statistic where every count is expected to be the same."""
    squares = 0.0
    for i in range(observed.shape[0]):
        difference = observed[i] - expected
        squares += difference * difference
    return squares / expected


# -- public function -------------------------------------------------------------------------------


def _chisquare_compiled(f_obs, f_exp=None, ddof=0):  # noqa: ARG001
    uniform = is_none(f_exp)

    def body(f_obs, f_exp=None, ddof=0):
        observed = f_obs.astype(np.float64)
        total, any_negative = _total_and_sign(observed)
        df = observed.shape[0] - 1 - ddof
        if any_negative or not 0.0 < total < np.inf or df < 1:
            raise ValueError("chisquare: f_obs must hold finite counts, none negative, more than ddof + 1")
        if uniform:
            statistic = _against_uniform(observed, total / observed.shape[0])
        else:
            expected = f_exp.astype(np.float64)
            whole, any_minus = _total_and_sign(expected)
            if any_minus or expected.shape[0] != observed.shape[0] or expected.min() == 0.0:
                raise ValueError("chisquare: f_exp must hold one count above 0 for each of f_obs")
            if not abs(total - whole) <= _SUM_RTOL * min(total, whole):
                raise ValueError("chisquare: f_obs and f_exp must have the same sum")
            statistic = _against(observed, expected)
        return ChiSquareResult(statistic, _chi2_sf(statistic, np.float64(df)), df)

    return body


@compiled_as(_chisquare_compiled, by_type=True)
def chisquare(f_obs: Any, f_exp: Any = None, ddof: int = 0) -> ChiSquareResult:
    r"""Test whether counts follow the expected ones (Pearson's goodness of fit).

    .. math:: \chi^2 = \sum_{i=1}^k \frac{(o_i - e_i)^2}{e_i}, \qquad df = k - 1 - \text{ddof}

    Parameters
    ----------
    f_obs : array_like of shape (k,)
        Observed counts :math:`o_i` >= 0, k >= 2; they need not be whole.
    f_exp : array_like of shape (k,), optional
        Expected counts :math:`e_i` > 0 with the same sum (within 1.5e-8 of it); equal counts when omitted.
    ddof : int, default 0
        How many parameters of the expected counts were estimated from the observed ones.

    Returns
    -------
    ChiSquareResult
        statistic, pvalue, df.

    Raises
    ------
    ValueError
        If a count is negative, NaN or infinite, an expected one zero, the sums or lengths differ, or no degree of
        freedom is left.

    See Also
    --------
    scipy.stats.chisquare : the library it is tested against.
    chi2_contingency : for a table of counts.

    Notes
    -----
    Time O(k), memory O(1).
    The p-value is asymptotic: every expected count should be at least about 5.

    References
    ----------
    .. [1] K. Pearson, "On the criterion that a given system of deviations from the probable in the case of a correlated
       system of variables is such that it can be reasonably supposed to have arisen from random sampling",
       Philosophical Magazine 50, 1900, equation xv.

    Examples
    --------
    A coin shows 60 heads and 40 tails: (10² + 10²) / 50.

    >>> result = chisquare([60, 40])
    >>> result.statistic, result.df
    (4.0, 1)
    >>> round(result.pvalue, 4)
    0.0455
    """
    observed = array(f_obs, "f_obs", 1, finite=False)
    if observed.shape[0] < 2:
        vector(observed, "f_obs", finite=False, at_least=2)
    total = total_of_counts(observed, "f_obs")
    df = observed.shape[0] - 1 - integer(ddof, "ddof", at_least=0)
    if df < 1:
        raise ValueError(f"ddof must leave a degree of freedom: {observed.shape[0]} counts less 1 less {ddof} is {df}")
    if f_exp is None:
        statistic = _against_uniform(observed, total / observed.shape[0])
    else:
        expected = array(f_exp, "f_exp", 1, finite=False)
        if expected.shape != observed.shape:
            raise ValueError(
                f"f_obs and f_exp must have the same length, got {observed.shape[0]} and {expected.shape[0]}"
            )
        whole = total_of_counts(expected, "f_exp")
        if expected.min() == 0.0:
            raise ValueError("f_exp must be above 0, got 0.0; merge what is never expected with another category")
        if not abs(total - whole) <= _SUM_RTOL * min(total, whole):
            raise ValueError(f"f_obs and f_exp must have the same sum, got {total:.12g} and {whole:.12g}")
        statistic = _against(observed, expected)
    return ChiSquareResult(float(statistic), float(_chi2_sf(statistic, float(df))), df)
