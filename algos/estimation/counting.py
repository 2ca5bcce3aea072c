r"""Maximum likelihood for yes-or-no trials and for counts: Bernoulli and Poisson.

.. math:: \hat p = k / n, \qquad \hat\lambda = \bar x
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from .._blocks import decomposes
from .._jit import compiled_as, kernel
from ._count_sums import Counts, _counts, log_factorials, poisson_merge, poisson_part
from ._sums import Successes, _successes, bernoulli_merge, bernoulli_part, over_vector

__all__ = ["BernoulliMLE", "PoissonMLE", "bernoulli_mle", "poisson_mle"]

_LOG_FACTORIALS = log_factorials()  # a constant of compiled callers


class BernoulliMLE(NamedTuple):
    """Result of `bernoulli_mle`.

    Attributes
    ----------
    p : float
        The share of successes.
    loglik : float
        The log-likelihood there, in nats; at most 0.
    """

    p: float
    loglik: float


class PoissonMLE(NamedTuple):
    """Result of `poisson_mle`.

    Attributes
    ----------
    rate : float
        The mean count, λ.
    loglik : float
        The log-likelihood there, in nats; at most 0.
    """

    rate: float
    loglik: float


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _bernoulli_loglik(n, k, p):
    """Return k log p + (n - k) log(1 - p), with 0 log 0 = 0."""
    loglik = 0.0
    if k > 0:
        loglik += k * math.log(p)
    if k < n:
        loglik += (n - k) * math.log1p(-p)
    return loglik


# -- what the sums say ------------------------------------------------------------------------------


def _bernoulli_end(sums: Successes) -> BernoulliMLE:
    p = sums.successes / sums.n
    return BernoulliMLE(p, float(_bernoulli_loglik(sums.n, sums.successes, p)))


def _poisson_end(sums: Counts) -> PoissonMLE:
    if not sums.total < math.inf:
        raise ValueError("x has a sum that leaves the range of double precision")
    return PoissonMLE(sums.total / sums.n, 0.0 - sums.surprise)


# -- public functions ------------------------------------------------------------------------------


def _bernoulli_mle_compiled(x):
    n = x.shape[0]
    ones, good = _successes(x)
    if n == 0 or not good:
        raise ValueError("bernoulli_mle: x must hold at least one value, each 0 or 1")
    return BernoulliMLE(ones / n, _bernoulli_loglik(n, ones, ones / n))


@decomposes(bernoulli_part, bernoulli_merge, _bernoulli_end)
@compiled_as(_bernoulli_mle_compiled)
def bernoulli_mle(x: Any) -> BernoulliMLE:
    r"""Return the chance of success under which the trials `x` are most likely.

    .. math:: \hat p = \frac kn, \qquad \ell = k \log \hat p + (n - k) \log (1 - \hat p), \qquad k = \sum_i x_i

    Parameters
    ----------
    x : array_like of shape (n,)
        Independent trials, each 0 or 1 (or False or True), n >= 1.

    Returns
    -------
    BernoulliMLE
        ``p`` and the log-likelihood ``loglik``, which is 0 where all trials came out alike.

    Raises
    ------
    ValueError
        If `x` is empty, not one-dimensional, or holds anything but 0 and 1.

    See Also
    --------
    scipy.stats.bernoulli : the library it is tested against (``logpmf``).
    beta_bernoulli_map : with a prior.

    Notes
    -----
    Time O(n), memory O(1).
    The binary cross entropy of the same predictions is -loglik / n.

    References
    ----------
    .. [1] C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, equations 2.6 to 2.8.

    Examples
    --------
    >>> bernoulli_mle([1, 1, 0, 1]).p, round(bernoulli_mle([1, 1, 0, 1]).loglik, 4)
    (0.75, -2.2493)
    """
    return _bernoulli_end(over_vector(bernoulli_part, bernoulli_merge, x))


def _poisson_mle_compiled(x):
    n = x.shape[0]
    total, surprise, others = _counts(x, _LOG_FACTORIALS)
    if n == 0 or others > 0 or not total < np.inf:
        raise ValueError("poisson_mle: x must hold at least one value, each a whole number that is not negative")
    return PoissonMLE(total / n, 0.0 - surprise)


@decomposes(poisson_part, poisson_merge, _poisson_end)
@compiled_as(_poisson_mle_compiled)
def poisson_mle(x: Any) -> PoissonMLE:
    r"""Return the Poisson distribution under which the counts `x` are most likely.

    .. math:: \hat\lambda = \frac1n \sum_i x_i, \qquad
              \ell = \sum_i \left(x_i \log \hat\lambda - \hat\lambda - \log x_i!\right)

    Parameters
    ----------
    x : array_like of shape (n,)
        Independent counts, whole numbers >= 0, n >= 1.

    Returns
    -------
    PoissonMLE
        ``rate`` and the log-likelihood ``loglik``.

    Raises
    ------
    ValueError
        If `x` is empty, not one-dimensional, or holds anything but counts.

    See Also
    --------
    scipy.stats.poisson : the library it is tested against (``logpmf``); it loses digits where counts are large.
    gamma_poisson_map : with a prior.

    Notes
    -----
    Time O(n), memory O(1).
    For large counts the three terms of the log-likelihood nearly cancel; deviances [2]_, which do not, are added up.

    References
    ----------
    .. [1] L. Wasserman, "All of Statistics", 2004, chapter 9, exercise 5.
    .. [2] C. Loader, "Fast and Accurate Computation of Binomial Probabilities", 2000.

    Examples
    --------
    >>> poisson_mle([3, 5, 2, 4, 6]).rate, round(poisson_mle([3, 5, 2, 4, 6]).loglik, 4)
    (4.0, -9.3038)
    """
    return _poisson_end(over_vector(poisson_part, poisson_merge, x))
