r"""The tails of the gamma and beta functions with huge parameters, for kernels: nearly normal ones.

The density is that of a normal variable T times a function that is nearly constant. With z the distance from the mean
in standard deviations, and the exponent H of `_gamma` and `_beta`, of which the cubic and further terms are small:

.. math:: H = \tfrac12 T^2 = \tfrac12 z^2 (1 + z w(z)), \quad
    \int_T^\infty e^{-s^2/2} \frac{s}{z(s)} ds \approx e^{-H} \Big(\sqrt{2 \pi} M(T) + \frac{T / z - 1}{T}\Big)

(N. M. Temme, "The Asymptotic Expansion of the Incomplete Gamma Functions", SIAM Journal on Mathematical Analysis 10,
1979, and "Incomplete Laplace Integrals", 18, 1987: his first term, and of the second what it is at the mean). Nothing
large is subtracted, so that the error does not grow with the parameters, as that of every other way does.
"""

from __future__ import annotations

import math

from ._jit import kernel
from ._normal import _mills

__all__ = ["HUGE", "_normal_limit"]

HUGE = 1e8
"""From as large parameters so many terms are enough."""
_PER_SQRT_2PI = 0.3989422804014327
_BEYOND = 80.0  # standard deviations, where no tail is left


@kernel
def _normal_limit(z, p, p_share, q, q_share):
    """Return, as a sum, what the tail is but for exp(-H), z >= 0 standard deviations from the mean.

    H is the sum of p_share / p**2 (-p z - log(1 - p z)) and q_share / q**2 (q z - log(1 + q z)); the shares' sum is 1.
    """
    z = min(z, _BEYOND)
    third, fourth = 2.0 / 3.0 * (p_share * p - q_share * q), 0.5 * (p_share * p * p + q_share * q * q)
    fifth, sixth = 0.4 * (p_share * p**3 - q_share * q**3), (p_share * p**4 + q_share * q**4) / 3.0
    w = third + z * (fourth + z * (fifth + z * sixth))
    ratio = math.sqrt(1.0 + z * w)  # T / z
    value, low = _mills(z * ratio)
    second = third * (1.1875 * third * third - 2.25 * fourth) + fifth
    more = _PER_SQRT_2PI * (w / (ratio * (1.0 + ratio)) + second)
    total = value + more
    return total, ((value - total) + more) + low
