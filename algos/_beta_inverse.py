r"""The inverse of the incomplete beta function of one number, for kernels.

Steps for log I (or that of its complement) in the variable log(x / y), y = 1 - x, in which it is concave. Its further
derivatives follow from the first, which is one over the tail over the density: one or two values of I are enough.
"""

from __future__ import annotations

import math

import numpy as np

from ._beta import _beta_constant, _beta_is_left, _beta_series, _beta_triple
from ._gamma import _log_gamma
from ._jit import kernel
from ._normal import _norm_ppf
from ._vector import _exp, _expm1, _log, _log1p

__all__ = ["_beta_ppf"]


@kernel
def _beta_start(q, a, b):
    """Return about the odds x / y of which I_x(a, b) = q <= 1/2."""
    z = _norm_ppf(q)
    if min(a, b) > 1.0:  # Abramowitz and Stegun, 26.5.22
        p, r = 1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0)
        h, more = 2.0 / (p + r), (z * z - 3.0) / 6.0
        w = z * math.sqrt(h + more) / h + (r - p) * (more + 5.0 / 6.0 - 2.0 / (3.0 * h))
        middle = math.log(a / b) + 2.0 * w
    else:
        middle = math.log(a / b) + z * math.sqrt(1.0 / a + 1.0 / b)
    if a > 4.0 and b > 1.0 and z > -6.0:
        return _exp(min(max(middle, -700.0), 700.0))
    log_beta = _log_gamma(a) + _log_gamma(b) - _log_gamma(a + b)
    leading = (math.log(q) + math.log(a) + log_beta) / a  # of x = (q a B)**(1/a), right where x is small
    start = middle
    if leading < 0.0:
        start = leading - math.log(-math.expm1(leading))
        start = start if b < 1.0 else max(start, middle) if a >= 1.0 else start
    return _exp(min(max(start, -700.0), 700.0))


@kernel
def _beta_step(h, slope, d, spread, turn):
    """Return by how much log(x / y) goes from where log I is h too large, and whether nothing is missing then.

    `slope` is its first derivative g1 and `spread` n x y; with p = d + g1 the others are

    g2 = -g1 p, g3 = g1 (p**2 + g1 p - spread),
    g4 = g1 (spread (3 p + g1 - turn) - p (p**2 + 4 g1 p + g1**2)), where turn = y - x.

    The series of the inverse function is taken to the fourth power; further away Halley's step or Newton's: log I is
    concave, so that they cannot run away.
    """
    p, e = d + slope, -h / slope
    c2 = -0.5 * p
    reach = e * e * (1.0 + p * p + slope * slope + spread)
    if reach > 0.05:
        bent = 1.0 + c2 * e
        return (e / bent if bent > 0.5 else e), False
    c3 = (p * p + slope * p - spread) / 6.0
    c4 = (spread * (3.0 * p + slope - turn) - p * (p * p + 4.0 * slope * p + slope * slope)) / 24.0
    return e * (1.0 - e * (c2 - e * ((2.0 * c2 * c2 - c3) - e * (5.0 * c2 * (c2 * c2 - c3) + c4)))), reach < 5e-7


@kernel
def _beta_ppf(q, a, b):
    """Return x with I_x(a, b) = q, by steps for log I (or its complement) in the variable log(x / y)."""
    if not (0.0 <= q <= 1.0 and a > 0.0 and b > 0.0):
        return np.nan
    if q == 0.0 or q == 1.0:
        return q
    if b == 1.0:
        return math.exp(math.log(q) / a)
    if a == 1.0:
        return -math.expm1(math.log1p(-q) / b)
    upper = q > 0.5  # then both sides are exchanged: the tail 1 - q is exact
    if upper:
        q, a, b = 1.0 - q, b, a
    odds = _beta_start(q, a, b)
    x, y = odds / (1.0 + odds), 1.0 / (1.0 + odds)
    root, root_low, exponent = _beta_constant(a, b)
    for _ in range(200):
        d = b * x - a * y
        tail, rest, density = _beta_triple(a, b, x, y, d, root, root_low, exponent)
        step, done = 2.0, False  # out of a tail that has underflowed
        if tail > 0.0:
            if density != density:  # both parameters below 1, or the one of the side that is near
                left = _beta_is_left(a, b, x, y, d)
                density = tail / _beta_series(a, b, x)[0] if left else rest / _beta_series(b, a, y)[0]
            h = _log(tail / q) if abs(tail - q) > 0.1 * q else _log1p((tail - q) / q)
            step, done = _beta_step(h, max(density / tail, 1e-300), d, (a + b) * x * y, y - x)
        e = _expm1(min(max(step, -700.0), 700.0))
        growth = 1.0 + x * e
        x, y = x + x * (y * e / growth), y / growth
        if done or not (x > 0.0 and y > 0.0):
            break
    return y if upper else x
