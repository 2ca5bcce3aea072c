r"""The noncentral t distribution: (Z + δ) / S, where Z is normal and ν S² chi-square with ν degrees of freedom.

.. math:: P(T > t) = \int_0^\infty f_\nu(s) \, \Phi(\delta - t s) \, ds, \qquad
    f_\nu(s) \propto s^{\nu - 1} e^{-\nu s^2 / 2}

With s = exp y the integrand is analytic and falls off on both sides like an exponential or faster, and for such
integrands the plain sum over equally spaced points converges exponentially (Trefethen and Weideman, "The Exponentially
Convergent Trapezoidal Rule", SIAM Review 56, 2014, theorem 5.1). All terms are positive, so no digits cancel, whatever
ν, δ and t; the density's constant cancels against the same sum without Φ.
"""

from __future__ import annotations

import numpy as np

from .._distributions import _chi2_cdf, _log_gamma, _norm_cdf
from .._jit import kernel
from .._vector import _gap

_NEGLIGIBLE = 100.0  # exp(-100) of the density's peak
_STEEP = 1e4  # a shift from which on Φ is a step beside the density of S, and the sum would grow long


@kernel
def _log_density(y, df):
    """Return the logarithm of the density of y = log S, less its value at the peak y = 0."""
    f = np.expm1(2.0 * y)
    if -0.29 < f < 0.41:
        return -0.5 * df * _gap(f)  # there f - log(1 + f) would cancel
    return df * (y - 0.5 * f)


@kernel
def _steep_sf(t, df, shift):
    """Return P(S < s) + f'(s) / (2 t**2) with s = shift / t, whose next term is smaller by shift**2."""
    s, half = shift / t, 0.5 * df
    density = np.exp(np.log(2.0) + half * np.log(half) - _log_gamma(half) + (df - 1.0) * np.log(s) - half * s * s)
    return _chi2_cdf(df * s * s, df) + density * ((df - 1.0) / s - df * s) / (2.0 * t * t)


@kernel
def _noncentral_t_sf(t, df, shift):
    """Return P(T > t) for t >= 0 and df >= 1."""
    if shift < -40.0:
        return 0.0
    far = 2.0 * _NEGLIGIBLE / df
    low = -(0.5 * far + np.sqrt(0.5 * far))
    high = 0.5 * np.log1p(far + np.sqrt(far * (far + 2.0)))
    if shift - t * np.exp(high) > 9.0:
        return 1.0
    if shift > _STEEP:
        return _steep_sf(t, df, shift)
    step = 0.5 / np.sqrt(2.0 * df + 20.0 + shift * shift)
    points = np.int64((high - low) / step)
    beyond, total = 0.0, 0.0
    for k in range(points + 1):
        y = low + k * step
        weight = np.exp(_log_density(y, df))
        total += weight
        beyond += weight * _norm_cdf(shift - t * np.exp(y))
    return beyond / total
