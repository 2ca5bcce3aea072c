r"""Autocorrelation of a series, and the limits beyond which it is not noise.

.. math:: r_k = \frac{c_k}{c_0}, \qquad c_k = \frac1n \sum_{t=1}^{n-k} (x_t - \bar x)(x_{t+k} - \bar x)
"""

from __future__ import annotations

import math
import warnings
from typing import Any, NamedTuple

import numpy as np

from .._check import FloatArray, IntArray, UndefinedWarning, boolean, frozen, integer, number, vector
from .._distributions import _norm_ppf
from .._jit import compiled_as, kernel
from .._options import whole_within
from ._autocovariance import LAGS, _autocovariance, _center, require_finite


class Autocorrelation(NamedTuple):
    """Autocorrelations by lag, with their limits.

    Attributes
    ----------
    acf : ndarray of shape (nlags + 1,)
        r_0 = 1, r_1, ..., r_nlags.
    limit : ndarray of shape (nlags + 1,)
        The limit of every lag: r_k of noise stays within -limit and limit in 1 - alpha of all series. Empty without
        `alpha`, like all that follow.
    lower : ndarray of shape (nlags + 1,)
        Lower end of the confidence interval, acf - limit.
    upper : ndarray of shape (nlags + 1,)
        Upper end, acf + limit.
    significant : ndarray of int64
        The lags from 1 on beyond their limit.
    """

    acf: FloatArray
    limit: FloatArray
    lower: FloatArray
    upper: FloatArray
    significant: IntArray


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _acf(x, lags, adjusted):
    """Return r_0..r_lags, all NaN for a constant series."""
    y, _, constant = _center(x, True)
    if constant:
        return np.full(lags + 1, np.nan)
    c = _autocovariance(y, lags, adjusted)
    return c / c[0]


@kernel
def _band(r, n, alpha, bartlett):
    """Return (limit, lower, upper, significant) for n values; all empty where alpha is NaN.

    Bartlett's limit at lag k takes the series for a moving average of order k - 1: the variance is
    (1 + 2 (r_1² + ... + r_(k-1)²)) / n. Otherwise the series is taken for noise, and the variance is 1 / n.
    """
    lags = r.shape[0] if alpha == alpha else 0
    limit, lower, upper = np.empty(lags), np.empty(lags), np.empty(lags)
    beyond, count = np.empty(lags, np.int64), 0
    z = -_norm_ppf(0.5 * alpha)
    variance = 1.0
    for k in range(lags):
        if bartlett and k > 1:
            variance += 2.0 * r[k - 1] * r[k - 1]
        limit[k] = 0.0 if bartlett and k == 0 else z * math.sqrt(variance / n)
        lower[k], upper[k] = r[k] - limit[k], r[k] + limit[k]
        if k > 0 and abs(r[k]) > limit[k]:
            beyond[count] = k
            count += 1
    return limit, lower, upper, beyond[:count]


# -- public function -------------------------------------------------------------------------------

_NONE = frozen(np.empty(0))
NO_BAND = _NONE, _NONE, _NONE, frozen(np.empty(0, np.int64))


def _fft_is_cheaper(n: int, lags: int) -> bool:
    """Compare what was measured (Rocket Lake, one thread): 0.06 ns a product, or 0.95 ns n log2(n) and 15 µs."""
    return lags > 64 and 0.06 * lags * n > 0.95 * (n + lags) * math.log2(n + lags) + 15_000.0


def _acf_by_fft(x: FloatArray, lags: int, adjusted: bool) -> FloatArray:
    """Return what `_acf` does, from the power spectrum of the series followed by `lags` zeros."""
    from scipy.fft import irfft, next_fast_len, rfft

    y, _, constant = _center(x, True)
    if constant:
        return np.full(lags + 1, np.nan)
    n = x.shape[0]
    size = next_fast_len(n + lags, real=True)
    spectrum = rfft(y[: y.shape[0] - LAGS], size)
    c = irfft(spectrum.real**2 + spectrum.imag**2, size)[: lags + 1]
    if adjusted:
        c *= n / (n - np.arange(lags + 1.0))
    r: FloatArray = c / c[0]
    return r


def default_lags(n: int) -> int:
    """Return min(10 log10 n, n - 1), the number of lags that Box and Jenkins' readers plot."""
    return min(int(10.0 * math.log10(n)), n - 1)


def read_lags(nlags: Any, n: int, name: str = "nlags") -> int:
    """Return a number of lags below n; None gives the usual one."""
    if nlags is None:
        return default_lags(n)
    lags = integer(nlags, name, at_least=0)
    if lags >= n:
        raise ValueError(f"{name} must be less than the number of values: expected below {n}, got {lags}")
    return lags


def warn_constant(what: str) -> None:
    """Warn that a series without variance has no `what`."""
    warnings.warn(f"the series is constant, so its {what} is 0/0; NaN was returned", UndefinedWarning, stacklevel=3)


def _acf_compiled(x, nlags=None, adjusted=False, alpha=None, bartlett=True):
    n = x.shape[0]
    if nlags is None:
        lags = min(int(10.0 * math.log10(max(n, 1))), n - 1)
    else:
        lags = whole_within(nlags, 0, n - 1)
    if lags < 0:
        raise ValueError("acf: nlags must be less than the length of x, which must not be empty")
    if alpha is None:
        level = np.nan
    else:
        level = float(alpha)
        if not 0.0 < level < 1.0:
            raise ValueError("acf: alpha must be between 0 and 1")
    r = _acf(x, lags, adjusted)
    if r[0] != 1.0:
        require_finite(x)
    limit, lower, upper, significant = _band(r, n, level, bartlett)
    return Autocorrelation(r, limit, lower, upper, significant)


@compiled_as(_acf_compiled)
def acf(
    x: Any, nlags: int | None = None, adjusted: bool = False, alpha: float | None = None, bartlett: bool = True
) -> Autocorrelation:
    r"""Return the autocorrelation of a series at lags 0 to nlags, with confidence limits if asked.

    .. math:: r_k = \frac{c_k}{c_0}, \qquad c_k = \frac1n \sum_{t=1}^{n-k} (x_t - \bar x)(x_{t+k} - \bar x), \qquad
              |r_k| \le z_{1-\alpha/2} \sqrt{\frac{1 + 2 \sum_{j=1}^{k-1} r_j^2}{n}}

    Parameters
    ----------
    x : array_like of shape (n,)
        The series, oldest value first; finite.
    nlags : int, optional
        Largest lag, 0 <= nlags < n. By default min(10 log10 n, n - 1).
    adjusted : bool, default False
        Divide the k-th sum by n - k in place of n: less bias, more variance, and no longer the autocorrelation of any
        process.
    alpha : float, optional
        Two-sided error probability of the limits, in (0, 1); without it none are computed.
    bartlett : bool, default True
        Bartlett's limits, which take the autocorrelations below lag k as given: what a moving average of order k - 1
        would show. Otherwise those of white noise, the same for every lag.

    Returns
    -------
    Autocorrelation
        ``acf`` (nlags + 1,), ``limit``, ``lower``, ``upper`` of the same shape and the lags that are ``significant``;
        these four are empty without `alpha`. For a constant series all are NaN, with a warning.

    Raises
    ------
    ValueError
        If `nlags` is not below the length of the series, or a value is not finite.

    See Also
    --------
    statsmodels.tsa.stattools.acf : the library it is tested against.
    pacf : what a lag adds to those before it.

    Notes
    -----
    Time O(n · nlags) or O(n log n), whichever is less, memory O(n).
    The sums run over eight lags at a time; for many lags of a long series the Fourier transform of the series takes
    over, which rounds to about 1e-16 of r_0.

    References
    ----------
    .. [1] G. E. P. Box, G. M. Jenkins, G. C. Reinsel and G. M. Ljung, "Time Series Analysis", 5th ed., 2016,
       equations 2.1.12 and 2.1.15.

    Examples
    --------
    The deviations -2, -1, 0, 1, 2 have c_0 = 10 / 5 and c_1 = (2 + 0 + 0 + 2) / 5.

    >>> acf([1, 2, 3, 4, 5], nlags=3).acf.round(12).tolist()
    [1.0, 0.4, -0.1, -0.4]
    >>> import numpy as np
    >>> np.round(acf(np.arange(100) % 7, nlags=1, alpha=0.05, bartlett=False).limit, 7).tolist()
    [0.1959964, 0.1959964]
    """
    adjusted, bartlett = boolean(adjusted, "adjusted"), boolean(bartlett, "bartlett")
    if alpha is not None:
        alpha = number(alpha, "alpha", above=0.0, below=1.0)
    x = vector(x, "x", finite=False)  # what is not finite makes all of r NaN, and is refused then
    n = x.shape[0]
    lags = read_lags(nlags, n)
    r = _acf_by_fft(x, lags, adjusted) if _fft_is_cheaper(n, lags) else _acf(x, lags, adjusted)
    if r[0] != 1.0:
        vector(x, "x")
        warn_constant("autocorrelation")
    return Autocorrelation(r, *(NO_BAND if alpha is None else _band(r, n, alpha, bartlett)))
