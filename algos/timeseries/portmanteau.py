r"""Tests of the first autocorrelations taken together.

.. math:: Q = n (n + 2) \sum_{k=1}^{m} \frac{r_k^2}{n - k} \sim \chi^2_{m - p}
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._check import INT64, FloatArray, IntArray, boolean, frozen, integer, vector
from .._distributions import _chi2_sf
from .._jit import compiled_as, kernel
from .._options import whole_within
from ._autocovariance import require_finite
from .correlogram import _acf, warn_constant

_MOST = 2**62
"""Degrees of freedom that a model may take: subtracting them from the lags does not overflow."""


class LjungBox(NamedTuple):
    """The test for each number of lags.

    Attributes
    ----------
    lags : ndarray of shape (m,), int64
        How many autocorrelations each statistic adds up.
    statistic : ndarray of shape (m,)
        Q, at least 0.
    pvalue : ndarray of shape (m,)
        Probability of a larger Q from noise; NaN where the model leaves no degree of freedom.
    """

    lags: IntArray
    statistic: FloatArray
    pvalue: FloatArray


@kernel
def _portmanteau(x, lags, model_df, boxpierce):
    """Return (Q, p) of the tests over the first k autocorrelations, for every k in `lags`."""
    n, most = x.shape[0], 0
    for k in lags:
        most = max(most, k)
    r = _acf(x, most, False)
    sums = np.zeros(most + 1)
    for k in range(1, most + 1):
        sums[k] = sums[k - 1] + (r[k] * r[k] * n if boxpierce else n * (n + 2.0) * (r[k] * r[k] / (n - k)))
    q, p = np.empty(lags.shape[0]), np.empty(lags.shape[0])
    for i in range(lags.shape[0]):
        q[i] = sums[lags[i]]
        p[i] = _chi2_sf(q[i], float(lags[i] - model_df))  # NaN for less than one degree of freedom
    return q, p


def _ljung_box_compiled(x, lags=None, model_df=0, boxpierce=False):  # noqa: ARG001  (the body takes them)
    whole = lags is None or getattr(lags, "ndim", 0) == 0

    def one(x, lags=None, model_df=0, boxpierce=False):
        n, lost = x.shape[0], whole_within(model_df, 0, _MOST)
        if lags is None:
            most = whole_within(max(min(10, n // 5), 1), 1, n - 1)
        else:
            most = whole_within(lags, 1, n - 1)
        if most < 1 or lost < 0:
            raise ValueError("ljung_box: lags must be from 1 to less than the length of x, model_df not negative")
        every = np.arange(1, most + 1)
        q, p = _portmanteau(x, every, lost, boxpierce)
        if q[0] != q[0]:
            require_finite(x)
        return LjungBox(every, q, p)

    def several(x, lags=None, model_df=0, boxpierce=False):
        wanted, lost, least = np.empty(lags.shape[0], np.int64), whole_within(model_df, 0, _MOST), x.shape[0]
        for i in range(lags.shape[0]):
            wanted[i] = whole_within(lags[i], 1, x.shape[0] - 1)
            least = min(least, wanted[i])
        if wanted.shape[0] == 0 or least < 1 or lost < 0:
            raise ValueError("ljung_box: lags must be from 1 to less than the length of x, model_df not negative")
        q, p = _portmanteau(x, wanted, lost, boxpierce)
        if q[0] != q[0]:
            require_finite(x)
        return LjungBox(wanted, q, p)

    return one if whole else several


@compiled_as(_ljung_box_compiled, by_type=True)
def ljung_box(x: Any, lags: Any = None, model_df: int = 0, boxpierce: bool = False) -> LjungBox:
    r"""Test whether the first autocorrelations of a series, taken together, are those of noise.

    .. math:: Q = n (n + 2) \sum_{k=1}^{m} \frac{r_k^2}{n - k}, \qquad
              p = P(\chi^2_{m - p} > Q), \qquad Q_{\text{Box-Pierce}} = n \sum_{k=1}^m r_k^2

    Parameters
    ----------
    x : array_like of shape (n,)
        The series, often residuals of a model, oldest value first; finite. Its mean is subtracted.
    lags : int or array_like of int, optional
        An integer m tests the first 1, 2, ..., m lags; an array the numbers in it. All from 1 to n - 1; by default
        min(10, n / 5).
    model_df : int, default 0
        Parameters p + q of the ARMA model whose residuals these are; the test loses as many degrees of freedom.
    boxpierce : bool, default False
        Leave the correction for short series out: the test of Box and Pierce.

    Returns
    -------
    LjungBox
        ``lags``, ``statistic`` and ``pvalue``. For a constant series the latter are NaN, with a warning.

    Raises
    ------
    ValueError
        If a number of lags is below 1 or not below the length of the series, or a value is not finite.

    See Also
    --------
    statsmodels.stats.diagnostic.acorr_ljungbox : the library it is tested against.
    acf : the autocorrelations one by one.

    Notes
    -----
    Time O(nm), memory O(n + m).

    References
    ----------
    .. [1] G. M. Ljung and G. E. P. Box, "On a Measure of a Lack of Fit in Time Series Models", Biometrika 65, 1978,
       equation 1.3.

    Examples
    --------
    Of 1, ..., 5 the first autocorrelation is 0.4, so Q = 5 · 7 · 0.16 / 4.

    >>> test = ljung_box([1, 2, 3, 4, 5], lags=1)
    >>> test.statistic.round(12).tolist(), test.pvalue.round(6).tolist()
    ([1.4], [0.236724])
    """
    model_df, boxpierce = integer(model_df, "model_df", at_least=0, at_most=_MOST), boolean(boxpierce, "boxpierce")
    x = vector(x, "x", at_least=2, finite=False)
    n = x.shape[0]
    if lags is None:
        wanted = np.arange(1, max(min(10, n // 5), 1) + 1)
    elif np.ndim(lags) == 0:
        wanted = np.arange(1, min(integer(lags, "lags", at_least=1), n) + 1)
    else:
        wanted = vector(lags, "lags", dtype=INT64)
    least, most = int(wanted.min()), int(wanted.max())
    if least < 1 or most >= n:
        got = lags if np.ndim(lags) == 0 else most if most >= n else least
        raise ValueError(f"lags must be from 1 to {n - 1}, below the number of values, got {got}")
    wanted = frozen(wanted)
    q, p = _portmanteau(x, wanted, model_df, boxpierce)
    if q[0] != q[0]:
        vector(x, "x")
        warn_constant("autocorrelation")
    return LjungBox(wanted, q, p)
