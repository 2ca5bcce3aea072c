r"""Maximum a posteriori estimate of a mean whose prior is normal.

.. math:: \hat\mu = \mu_0 + \frac{n}{n + \sigma^2 / \sigma_0^2} (\bar x - \mu_0)
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from .._check import number
from .._jit import compiled_as, kernel
from .._sums import _sum_from
from ._sums import mean_part, over_vector, total_merge

__all__ = ["NormalNormalMAP", "normal_normal_map"]


class NormalNormalMAP(NamedTuple):
    """Result of `normal_normal_map`.

    Attributes
    ----------
    mode : float
        The most probable mean; the posterior is normal, so this is also its own mean.
    sd : float
        The posterior's standard deviation.
    """

    mode: float
    sd: float


# -- kernel ----------------------------------------------------------------------------------------


@kernel
def _weigh(n, mean, sd, prior_mean, prior_sd):
    """Return mean and deviation of a normal posterior; only ratios of the deviations are squared."""
    ratio = sd / prior_sd
    share = n / (n + ratio * ratio)
    narrowed = (
        sd / math.hypot(math.sqrt(n), ratio) if ratio <= 1.0 else prior_sd / math.hypot(1.0, math.sqrt(n) / ratio)
    )
    return prior_mean + share * (mean - prior_mean), narrowed


# -- public function -------------------------------------------------------------------------------


def _normal_normal_map_compiled(x, sd, prior_mean, prior_sd):
    n = x.shape[0]
    total = _sum_from(x, 0.0)
    if n == 0 or not abs(total) < np.inf:
        raise ValueError("normal_normal_map: x must hold at least one value, all finite")
    if not (0.0 < sd < np.inf and abs(prior_mean) < np.inf and prior_sd > 0.0):
        raise ValueError("normal_normal_map: sd and prior_sd must be above 0, sd and prior_mean finite")
    mode, narrowed = _weigh(1.0 * n, total / n, 1.0 * sd, 1.0 * prior_mean, 1.0 * prior_sd)
    return NormalNormalMAP(mode, narrowed)


@compiled_as(_normal_normal_map_compiled)
def normal_normal_map(x: Any, sd: float, prior_mean: float, prior_sd: float) -> NormalNormalMAP:
    r"""Return the most probable mean of the measurements `x`, under a normal prior for it.

    .. math:: \hat\mu = \frac{n \bar x / \sigma^2 + \mu_0 / \sigma_0^2}{n / \sigma^2 + 1 / \sigma_0^2}, \qquad
              \mu \mid x \sim N\left(\hat\mu, \left(n / \sigma^2 + 1 / \sigma_0^2\right)^{-1}\right)

    Parameters
    ----------
    x : array_like of shape (n,)
        Independent measurements, finite, n >= 1.
    sd : float
        Known standard deviation :math:`\sigma` of one measurement, above 0.
    prior_mean : float
        What the mean was believed to be, :math:`\mu_0`.
    prior_sd : float
        How sure of it, :math:`\sigma_0` above 0; ``math.inf`` is the flat prior.

    Returns
    -------
    NormalNormalMAP
        ``mode`` and the posterior's ``sd``.

    Raises
    ------
    ValueError
        If `x` is empty, not one-dimensional or not finite, if `sd` or `prior_sd` is not above 0, or `prior_mean` not
        finite.

    See Also
    --------
    scipy.optimize.minimize_scalar : on the negative log posterior, the oracle.
    gaussian_mle : its mean is what a flat prior gives.

    Notes
    -----
    Time O(n), memory O(1).

    References
    ----------
    .. [1] C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, equations 2.141 and 2.142.

    Examples
    --------
    The data's mean 6 and the prior's 0 are equally sure: four measurements of deviation 2, one belief of deviation 1.

    >>> normal_normal_map([5.0, 6.0, 6.0, 7.0], 2.0, 0.0, 1.0).mode
    3.0
    """
    sd, prior_mean = number(sd, "sd", above=0.0), number(prior_mean, "prior_mean")
    if not (isinstance(prior_sd, float) and prior_sd == math.inf):
        prior_sd = number(prior_sd, "prior_sd", above=0.0)
    sums = over_vector(mean_part, total_merge, x)
    if not abs(sums.total) < math.inf:
        raise ValueError("x has a sum that leaves the range of double precision; rescale it")
    mode, narrowed = _weigh(float(sums.n), sums.total / sums.n, sd, prior_mean, prior_sd)
    return NormalNormalMAP(float(mode), float(narrowed))
