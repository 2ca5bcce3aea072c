r"""Maximum likelihood for measurements: normal and exponential.

.. math:: \hat\mu = \bar x, \quad \hat\sigma^2 = \frac1n \sum_i (x_i - \bar x)^2, \qquad \hat\lambda = 1 / \bar x

Both need sums only (`_sums`), which are taken block by block.
"""

from __future__ import annotations

import math
import warnings
from typing import Any, NamedTuple

import numpy as np

from .._blocks import decomposes
from .._check import UndefinedWarning
from .._jit import compiled_as, kernel
from .._sums import _sum_from
from ._sums import (
    SQUARABLE,
    Squares,
    Total,
    _mean_and_squares,
    exponential_part,
    gaussian_merge,
    gaussian_part,
    over_vector,
    total_merge,
)

__all__ = ["ExponentialMLE", "GaussianMLE", "exponential_mle", "gaussian_mle"]

_LOG_2PI = math.log(2.0 * math.pi)
_SMALLEST_INVERSE = 2.0**-1022


class GaussianMLE(NamedTuple):
    """Result of `gaussian_mle`.

    Attributes
    ----------
    mean : float
        The sample mean.
    variance : float
        The mean squared deviation from it (divided by n, hence biased).
    loglik : float
        The log-likelihood there, in nats.
    """

    mean: float
    variance: float
    loglik: float


class ExponentialMLE(NamedTuple):
    """Result of `exponential_mle`.

    Attributes
    ----------
    rate : float
        One over the sample mean.
    loglik : float
        The log-likelihood there, in nats.
    """

    rate: float
    loglik: float


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _gaussian_loglik(n, variance):
    return -0.5 * n * (_LOG_2PI + math.log(variance) + 1.0)


@kernel
def _exponential_loglik(n, total):
    return -n * (math.log(total / n) + 1.0)


# -- what the sums say ------------------------------------------------------------------------------


def _gaussian_end(sums: Squares) -> GaussianMLE:
    spread = sums.high - sums.low
    if spread == 0.0:
        warnings.warn(
            f"all values of x are {sums.low}: the likelihood grows without bound as the variance goes to 0",
            UndefinedWarning,
            stacklevel=3,
        )
        return GaussianMLE(sums.low, 0.0, math.inf)
    if not 1.0 / SQUARABLE <= spread <= SQUARABLE:
        raise ValueError(f"x spreads by {spread}, whose square leaves the range of double precision; rescale it")
    variance = float(sums.squares) / sums.n
    return GaussianMLE(float(sums.mean), variance, float(_gaussian_loglik(sums.n, variance)))


def _exponential_end(sums: Total) -> ExponentialMLE:
    if sums.total == 0.0:
        warnings.warn(
            "all values of x are 0: the likelihood grows without bound with the rate", UndefinedWarning, stacklevel=3
        )
        return ExponentialMLE(math.inf, math.inf)
    if not _SMALLEST_INVERSE * sums.n < sums.total < math.inf:
        raise ValueError("x has a mean whose inverse leaves the range of double precision; rescale it")
    return ExponentialMLE(sums.n / sums.total, float(_exponential_loglik(sums.n, sums.total)))


# -- public functions ------------------------------------------------------------------------------


def _gaussian_mle_compiled(x):
    n = x.shape[0]
    if n == 0 or not np.isfinite(x).all():
        raise ValueError("gaussian_mle: x must hold at least one value, all finite")
    low, spread = x.min(), x.max() - x.min()
    if spread == 0.0:
        return GaussianMLE(low * 1.0, 0.0, np.inf)
    if not 1e-150 <= spread <= 1e150:
        raise ValueError("gaussian_mle: the squared spread of x leaves the range of double precision; rescale it")
    mean, squares = _mean_and_squares(x, low)
    return GaussianMLE(mean, squares / n, _gaussian_loglik(n, squares / n))


@decomposes(gaussian_part, gaussian_merge, _gaussian_end)
@compiled_as(_gaussian_mle_compiled)
def gaussian_mle(x: Any) -> GaussianMLE:
    r"""Return the normal distribution under which `x` is most likely.

    .. math:: \hat\mu = \frac1n \sum_i x_i, \qquad \hat\sigma^2 = \frac1n \sum_i (x_i - \hat\mu)^2, \qquad
              \ell = -\frac n2 \left(\log 2 \pi \hat\sigma^2 + 1\right)

    Parameters
    ----------
    x : array_like of shape (n,)
        Independent measurements, finite, n >= 1.

    Returns
    -------
    GaussianMLE
        ``mean``, ``variance`` and the log-likelihood ``loglik``. Where all values are equal, the variance is 0 and the
        log-likelihood infinite, with an UndefinedWarning.

    Raises
    ------
    ValueError
        If `x` is empty, not one-dimensional or not finite, or spreads by more than 1e150 or less than 1e-150.

    See Also
    --------
    scipy.stats.norm : the library it is tested against (``fit``, ``logpdf``).
    newton_mle : the same by iteration.

    Notes
    -----
    Time O(n), memory O(1).
    The variance is divided by n; the unbiased one, divided by n - 1, is not the most likely.

    References
    ----------
    .. [1] C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, equations 1.55 and 1.56.

    Examples
    --------
    >>> gaussian_mle([1.0, 2.0, 3.0]).mean, round(gaussian_mle([1.0, 2.0, 3.0]).variance, 6)
    (2.0, 0.666667)
    """
    return _gaussian_end(over_vector(gaussian_part, gaussian_merge, x))


def _exponential_mle_compiled(x):
    n = x.shape[0]
    if n == 0 or not np.isfinite(x).all() or x.min() < 0:
        raise ValueError("exponential_mle: x must hold at least one value, all finite and none negative")
    total = _sum_from(x, 0.0)
    if total == 0.0:
        return ExponentialMLE(np.inf, np.inf)
    return ExponentialMLE(n / total, _exponential_loglik(n, total))


@decomposes(exponential_part, total_merge, _exponential_end)
@compiled_as(_exponential_mle_compiled)
def exponential_mle(x: Any) -> ExponentialMLE:
    r"""Return the exponential distribution under which `x` is most likely.

    .. math:: \hat\lambda = \frac{n}{\sum_i x_i}, \qquad \ell = n \log \hat\lambda - n

    Parameters
    ----------
    x : array_like of shape (n,)
        Independent waiting times, finite, not negative, n >= 1.

    Returns
    -------
    ExponentialMLE
        ``rate`` and the log-likelihood ``loglik``. Where all values are 0, both are infinite, with an UndefinedWarning.

    Raises
    ------
    ValueError
        If `x` is empty, not one-dimensional, not finite or has a negative value.

    See Also
    --------
    scipy.stats.expon : the library it is tested against (``fit`` with ``floc=0``; its scale is 1 / rate).

    Notes
    -----
    Time O(n), memory O(1).

    References
    ----------
    .. [1] L. Wasserman, "All of Statistics", 2004, definition 9.7 and theorem 9.14.

    Examples
    --------
    >>> exponential_mle([1.0, 2.0, 3.0])
    ExponentialMLE(rate=0.5, loglik=-5.079441541679836)
    """
    return _exponential_end(over_vector(exponential_part, total_merge, x))
