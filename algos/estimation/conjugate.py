r"""Maximum a posteriori estimates of a chance and of a mean count: the mode of a posterior of the prior's own form.

.. math:: p(\theta \mid x) \propto p(x \mid \theta) \, p(\theta)

A flat prior leaves the likelihood alone, so its mode is the maximum likelihood estimate.
"""

from __future__ import annotations

import math
import warnings
from typing import Any, NamedTuple

import numpy as np

from .._check import UndefinedWarning, number
from .._jit import compiled_as, kernel
from ._count_sums import _count_total, count_part
from ._sums import _successes, bernoulli_merge, bernoulli_part, over_vector, total_merge

__all__ = ["BetaBernoulliMAP", "GammaPoissonMAP", "beta_bernoulli_map", "gamma_poisson_map"]


class BetaBernoulliMAP(NamedTuple):
    """Result of `beta_bernoulli_map`.

    Attributes
    ----------
    mode : float
        The most probable chance of success.
    a : float
        The posterior is Beta(a, b): prior and successes together.
    b : float
        Prior and failures together.
    """

    mode: float
    a: float
    b: float


class GammaPoissonMAP(NamedTuple):
    """Result of `gamma_poisson_map`.

    Attributes
    ----------
    mode : float
        The most probable mean count.
    shape : float
        The posterior is Gamma(shape, rate).
    rate : float
        Its other parameter, an inverse scale.
    """

    mode: float
    shape: float
    rate: float


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _beta_mode(a, b):
    """Return the mode of Beta(a, b); NaN where there is no single one."""
    if a > 1.0 and b > 1.0:
        return (a - 1.0) / (a + b - 2.0)
    if (a == 1.0 and b == 1.0) or (a < 1.0 and b < 1.0):
        return np.nan
    return 0.0 if a < b else 1.0


@kernel
def _gamma_mode(shape, rate):
    """Return the mode of Gamma(shape, rate), 0 where the density falls from the start."""
    return (shape - 1.0) / rate if shape > 1.0 else 0.0


# -- public functions ------------------------------------------------------------------------------


def _beta_bernoulli_map_compiled(x, a, b):
    n = x.shape[0]
    ones, good = _successes(x)
    if n == 0 or not good:
        raise ValueError("beta_bernoulli_map: x must hold at least one value, each 0 or 1")
    if not (0.0 < a < np.inf and 0.0 < b < np.inf):
        raise ValueError("beta_bernoulli_map: a and b must be finite numbers above 0")
    return BetaBernoulliMAP(_beta_mode(a + ones, b + (n - ones)), a + ones, b + (n - ones))


@compiled_as(_beta_bernoulli_map_compiled)
def beta_bernoulli_map(x: Any, a: float, b: float) -> BetaBernoulliMAP:
    r"""Return the most probable chance of success after the trials `x`, under a Beta(a, b) prior.

    .. math:: \hat p = \frac{a + k - 1}{a + b + n - 2}, \qquad k = \sum_i x_i, \qquad p \mid x \sim
              \mathrm{Beta}(a + k, b + n - k)

    Parameters
    ----------
    x : array_like of shape (n,)
        Independent trials, each 0 or 1 (or False or True), n >= 1.
    a, b : float
        The prior, both above 0; a - 1 and b - 1 act like successes and failures seen before. Beta(1, 1) is flat.

    Returns
    -------
    BetaBernoulliMAP
        ``mode`` and the posterior's ``a`` and ``b``. Where the posterior rises towards 0 (its a is at most 1) the mode
        is 0, where it rises towards 1 (its b is at most 1) it is 1; where it rises towards both, the mode is NaN, with
        an UndefinedWarning.

    Raises
    ------
    ValueError
        If `x` is empty, not one-dimensional, or holds anything but 0 and 1; if `a` or `b` is not above 0.

    See Also
    --------
    scipy.stats.beta : the library it is tested against; the mode is where ``logpdf`` is greatest.
    bernoulli_mle : what a flat prior gives.

    Notes
    -----
    Time O(n), memory O(1).

    References
    ----------
    .. [1] C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, equation 2.18 and exercise 2.6.

    Examples
    --------
    Seven free throws of ten, and a prior worth one hit and one miss: 8/12.

    >>> beta_bernoulli_map([1, 1, 1, 1, 1, 1, 1, 0, 0, 0], 2, 2)
    BetaBernoulliMAP(mode=0.6666666666666666, a=9.0, b=5.0)
    """
    a, b = number(a, "a", above=0.0), number(b, "b", above=0.0)
    sums = over_vector(bernoulli_part, bernoulli_merge, x)
    a, b = a + sums.successes, b + (sums.n - sums.successes)
    mode = float(_beta_mode(a, b))
    if math.isnan(mode):
        warnings.warn(
            f"the posterior Beta({a:g}, {b:g}) has no single mode; a prior with a >= 1 and b >= 1 gives one",
            UndefinedWarning,
            stacklevel=2,
        )
    return BetaBernoulliMAP(mode, a, b)


def _gamma_poisson_map_compiled(x, shape, rate):
    n = x.shape[0]
    total, good = _count_total(x)
    if n == 0 or not good or not total < np.inf:
        raise ValueError("gamma_poisson_map: x must hold at least one value, each a whole number that is not negative")
    if not (0.0 < shape < np.inf and 0.0 <= rate < np.inf):
        raise ValueError("gamma_poisson_map: shape must be above 0, rate at least 0, both finite")
    return GammaPoissonMAP(_gamma_mode(shape + total, rate + 1.0 * n), shape + total, rate + 1.0 * n)


@compiled_as(_gamma_poisson_map_compiled)
def gamma_poisson_map(x: Any, shape: float, rate: float) -> GammaPoissonMAP:
    r"""Return the most probable mean of the counts `x`, under a Gamma(shape, rate) prior for it.

    .. math:: \hat\lambda = \frac{\alpha + \sum_i x_i - 1}{\beta + n}, \qquad
              \lambda \mid x \sim \mathrm{Gamma}\left(\alpha + \sum_i x_i, \beta + n\right)

    Parameters
    ----------
    x : array_like of shape (n,)
        Independent counts, whole numbers >= 0, n >= 1.
    shape : float
        :math:`\alpha` of the prior, above 0.
    rate : float
        :math:`\beta` of the prior, an inverse scale, at least 0. Shape 1 and rate 0 is the flat prior.

    Returns
    -------
    GammaPoissonMAP
        ``mode`` and the posterior's ``shape`` and ``rate``. Where its shape is at most 1, the density falls from the
        start and the mode is 0.

    Raises
    ------
    ValueError
        If `x` is empty, not one-dimensional, or holds anything but counts; if `shape` is not above 0
        or `rate` is below 0.

    See Also
    --------
    scipy.stats.gamma : the library it is tested against; the mode is where ``logpdf`` is greatest.
    poisson_mle : what the flat prior gives.

    Notes
    -----
    Time O(n), memory O(1).

    References
    ----------
    .. [1] A. Gelman et al., "Bayesian Data Analysis", 3rd ed., 2013, section 2.6.

    Examples
    --------
    >>> gamma_poisson_map([3, 5, 2, 4, 6], 3, 1)
    GammaPoissonMAP(mode=3.6666666666666665, shape=23.0, rate=6.0)
    """
    shape, rate = number(shape, "shape", above=0.0), number(rate, "rate", at_least=0.0)
    sums = over_vector(count_part, total_merge, x)
    shape, rate = shape + sums.total, rate + sums.n
    if not shape < math.inf:
        raise ValueError("x has a sum that leaves the range of double precision")
    return GammaPoissonMAP(float(_gamma_mode(shape, rate)), shape, rate)
