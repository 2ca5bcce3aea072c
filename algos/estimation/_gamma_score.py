r"""What the score of a gamma distribution's shape is made of, without the cancellation of its textbook form.

.. math:: \log k - \psi(k) = \frac{1}{2k} + \frac{1}{12k^2} - \dots, \qquad
          \psi'(k) - \frac1k = \frac{1}{2k^2} + \frac{1}{6k^3} - \dots

Small arguments are first raised above 16 by :math:`\psi(k) = \psi(k + 1) - 1/k`, where the series reach full precision.
Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964, 6.1.41, 6.3.18 and 6.4.12.
"""

from __future__ import annotations

import math

from .._jit import REASSOCIATE, kernel
from .._vector import _gap, _log

__all__: list[str] = []

_HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)


@kernel
def _log_less_digamma(k):
    """Return log k - digamma(k), for k > 0."""
    raised, added = k, 0.0
    while raised < 16.0:
        added += 1.0 / raised
        raised += 1.0
    if raised > k:
        added += math.log(k / raised)
    z = 1.0 / (raised * raised)
    series = 1.0 / 12.0 - z * (1.0 / 120.0 - z * (1.0 / 252.0 - z * (1.0 / 240.0 - z * (1.0 / 132.0))))
    return added + 0.5 / raised + z * series


@kernel
def _trigamma_less_inverse(k):
    """Return trigamma(k) - 1 / k, for k > 0."""
    raised, added = k, 0.0
    while raised < 16.0:
        added += 1.0 / (raised * raised)
        raised += 1.0
    if raised > k:
        added += (k - raised) / (k * raised)
    z = 1.0 / (raised * raised)
    series = 1.0 / 6.0 - z * (1.0 / 30.0 - z * (1.0 / 42.0 - z * (1.0 / 30.0 - z * (5.0 / 66.0))))
    return added + z * (0.5 + series / raised)


@kernel
def _log_power_less_gamma(k):
    """Return k log k - k - log Gamma(k), for k > 0."""
    if k < 16.0:
        return k * math.log(k) - k - math.lgamma(k)
    z = 1.0 / (k * k)
    tail = 1.0 / 12.0 - z * (1.0 / 360.0 - z * (1.0 / 1260.0 - z * (1.0 / 1680.0 - z * (1.0 / 1188.0))))
    return 0.5 * math.log(k) - _HALF_LOG_2PI - tail / k


@kernel(fastmath=REASSOCIATE)
def _far_gap(x, mean):
    """Return -mean(log(x / mean))."""
    total = 0.0
    for i in range(x.shape[0]):
        total -= _log(x[i] / mean)
    return total / x.shape[0]


@kernel(fastmath=REASSOCIATE)
def _near_gap(x, mean):
    """Return the same as the mean of f - log(1 + f), f = x / mean - 1: no term is negative, so none cancel."""
    total = 0.0
    for i in range(x.shape[0]):
        ratio = x[i] / mean
        f = (x[i] - mean) / mean
        near = (ratio > 0.75) & (ratio < 1.375)
        total += _gap(f if near else 0.0) if near else f - _log(ratio)
    return total / x.shape[0]


@kernel
def _log_gap(x, mean):
    """Return log(mean) - mean(log x); only where it is small, its terms need the slower form (a third of the speed)."""
    gap = _far_gap(x, mean)
    return gap if gap > 0.01 else _near_gap(x, mean)
