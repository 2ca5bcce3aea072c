r"""The incomplete beta function of one number and its inverse, for kernels.

.. math:: I_x(a, b) = \frac{1}{B(a, b)} \int_0^x t^{a-1} (1 - t)^{b-1} dt, \quad y = 1 - x

As in `_gamma`, everything begins with the density in Loader's form, in which nothing large cancels:

.. math:: \frac{x^a y^b}{B(a, b)} = \sqrt{\frac{a b}{2 \pi (a + b)}} \exp(\delta(a + b) - \delta(a) - \delta(b)
    - a (u - \log(1 + u)) - b (v - \log(1 + v))), \quad u = (b x - a y) / a, \quad v = (a y - b x) / b

The tail on the nearer side of the mean comes first, and its complement from it; where that would cancel (a < 1, and
nearly everything is left of x) both come from the power series of the integral. The tail over the density is the sum of
32 points of Gauss and Legendre in the variable log(x / y), in which the tail is log-concave; or, where a is small, in
the variable log(-log x), in which it is short. Its length follows from the parameters, so the work does not.
"""

from __future__ import annotations

import math

import numpy as np

from ._gamma import EXP_EULER, _excess, _log_gamma, _log_gamma_1p, _log_gamma_1p_bent, _stirling_rest
from ._jit import REASSOCIATE, kernel
from ._normal import _norm_ppf
from ._quadrature import GAUSS_POINTS, GAUSS_WEIGHTS, NOTHING
from ._tails import _divided, _exp_times, _product, _square_root, _times
from ._vector import _exp, _expm1, _log, _log1p

__all__ = ["_beta_constant", "_beta_pair", "_beta_ppf"]

_PER_2PI = 0.15915494309189535
_PER_2PI_LOW = -9.839338337591243e-18


@kernel
def _beta_constant(a, b):
    """Return the sum r and e of the density r exp(e - ...): what depends on the parameters alone, one of at least 1."""
    if max(a, b) < 1.0:
        return 0.0, 0.0, 0.0  # then nothing asks for them
    n = a + b
    n_low = b - (n - a) if a >= b else a - (n - b)
    root, root_low = _product(a, b)
    root, root_low = _divided(root, root_low, n, n_low)
    less, more = min(a, b), max(a, b)
    exponent = _stirling_rest(n) - _stirling_rest(more)
    if less >= 0.5:
        root, root_low = _times(root, root_low, _PER_2PI, _PER_2PI_LOW)
        exponent -= _stirling_rest(less)
    else:
        root, root_low = _times(root, root_low, less, 0.0)
        exponent += less * (math.log(less) - 1.0) - _log_gamma_1p(less)
    root, root_low = _square_root(root, root_low)
    return root, root_low, exponent


# -- the tail I_x(a, b) over the density -----------------------------------------------------------


@kernel(fastmath=REASSOCIATE)
def _logit_sum(c, n, z, sign, length):
    """Return the mean of exp(-(c s + n log(1 + z (exp(sign s) - 1)))) over s in (0, `length`)."""
    logs = np.empty(GAUSS_POINTS.shape[0])
    for i in range(logs.shape[0]):  # three loops: one alone runs out of registers, and takes half as long again
        logs[i] = z * _expm1(sign * length * GAUSS_POINTS[i])
    for i in range(logs.shape[0]):
        logs[i] = _log1p(logs[i])
    total = 0.0
    for i in range(logs.shape[0]):
        total += GAUSS_WEIGHTS[i] * _exp(-(c * length * GAUSS_POINTS[i] + n * logs[i]))
    return total


@kernel
def _logit_tail(a, b, x, y):
    """Return, as a sum, the tail over the density, in the variable log(x / y), for x left of the mean and a >= 5.

    It ends where the exponent has fallen by 38, never before: the last step is Newton's, and the exponent convex.
    """
    n = a + b
    if x <= 0.5:
        c, z, sign = a, x, -1.0
    else:
        c, z, sign = -b, y, 1.0
    slope = a * y - b * x
    s = 2.0 * NOTHING / (slope + math.sqrt(slope * slope + 2.0 * NOTHING * n * x * y))
    if x > 0.5:
        s = _log1p(_expm1((NOTHING + b * s) / n) / y)
        s = _log1p(_expm1((NOTHING + b * s) / n) / y)
    e = _expm1(sign * s)
    s += (NOTHING - (c * s + n * _log1p(z * e))) / (c + n * sign * z * (1.0 + e) / (1.0 + z * e))
    return _product(s, _logit_sum(c, n, z, sign, s))


@kernel(fastmath=REASSOCIATE)
def _log_log_sum(a, b, rate, odds, length):
    """Return the mean of exp(s - a f) (1 + odds (1 - exp(-f)))**(b - 1), f = rate (exp(s) - 1), s in (0, `length`)."""
    points = GAUSS_POINTS.shape[0]
    work = np.empty(2 * points)  # the falls f, then the logarithms: one array, since to get it costs as much as a loop
    for i in range(points):
        work[i] = rate * _expm1(length * GAUSS_POINTS[i])
    for i in range(points):
        work[points + i] = -odds * _expm1(-work[i])
    for i in range(points):
        work[points + i] = _log1p(work[points + i])
    total = 0.0
    for i in range(points):
        total += GAUSS_WEIGHTS[i] * _exp(length * GAUSS_POINTS[i] - a * work[i] + (b - 1.0) * work[points + i])
    return total


@kernel
def _log_log_tail(a, b, x, y):
    """Return, as a sum, the tail over the density, in the variable log(-log x), for x left of the mean."""
    rate = -math.log(x) if x < 0.5 else -math.log1p(-y)
    more, most = max(b - 1.0, 0.0), -_log(y)  # by how much the second factor can grow, which stretches the tail
    s = _log1p(4.0 * NOTHING / (a * rate))
    s = _log1p((NOTHING + s + more * min(s, most)) / (a * rate))
    s = _log1p((NOTHING + s + more * min(s, most)) / (a * rate))
    value, value_low = _divided(rate, 0.0, y, 0.0)
    more, more_low = _product(s, _log_log_sum(a, b, rate, x / y, s))
    return _times(value, value_low, more, more_low)


@kernel
def _beta_tail(a, b, x, y):
    """Return, as a sum, I_x(a, b) over the density, for x left of the mean and a of at least 1."""
    if a >= 12.0 or (a >= 5.0 and x <= 0.5):
        return _logit_tail(a, b, x, y)
    return _log_log_tail(a, b, x, y)


@kernel
def _beta_near_zero(a, b, x):
    """Return I_x(a, b) and its complement for a < 1, from x**a / (a B(a, b)) and a series in powers of x <= 1/2."""
    if b >= 0.5:
        u = (
            a * math.log(EXP_EULER * (x * (a + b)))
            - (b * _excess(a / b, 1.0 + a / b) + 0.5 * math.log1p(a / b))
            + (_stirling_rest(a + b) - _stirling_rest(b))
        )
    else:
        u = a * math.log(EXP_EULER * x) - math.log1p(a / b) + (_log_gamma_1p(a + b) - _log_gamma_1p(b))
    u -= _log_gamma_1p_bent(a)
    less = math.expm1(u)
    leading = 1.0 + less if u > -0.5 else math.exp(u)
    term, total, n = 1.0, 0.0, 0.0
    while abs(term) > 1e-17:
        n += 1.0
        term *= x * ((n - b) / n)
        total += term / (a + n)
    series = a * total
    return leading * (1.0 + series), -less - leading * series


@kernel
def _beta_pair(a, b, x, y, d, root, root_low, exponent):
    """Return I_x(a, b) and its complement, both with full relative accuracy, for a > 0 and b > 0.

    y = 1 - x and d = b x - a y are the caller's, who may know them without the rounding of x; the other three are
    `_beta_constant`, which many x share.
    """
    if not (x > 0.0 and y > 0.0):
        if x <= 0.0:
            return 0.0, 1.0
        return (1.0, 0.0) if y <= 0.0 else (np.nan, np.nan)
    if min(a, b) >= 1.0:
        left = d <= 0.0
    elif max(a, b) < 1.0:
        left = x <= 0.5
    else:
        left = b * x <= 0.5 if a < b else a * y > 0.5
    if not left:
        a, b, x, y, d = b, a, y, x, -d
    if a < 1.0:
        tail, rest = _beta_near_zero(a, b, x)
    else:
        exponent -= a * _excess(d / a, x * (a + b) / a) + b * _excess(-d / b, y * (a + b) / b)
        value, value_low = _beta_tail(a, b, x, y)
        value, value_low = _times(root, root_low, value, value_low)
        tail = _exp_times(exponent, 0.0, value, value_low)
        rest = 1.0 - tail
    return (tail, rest) if left else (rest, tail)


@kernel
def _beta_ppf(q, a, b):
    """Return x with I_x(a, b) = q, by Halley's steps for log I (or its complement) in the variable log(x / y).

    In it log I is concave, so that Newton's steps cannot run away, and Halley's fall back on them.
    """
    if not (0.0 <= q <= 1.0 and a > 0.0 and b > 0.0):
        return np.nan
    if q == 0.0 or q == 1.0:
        return q
    upper = q > 0.5  # then both sides are exchanged: the tail 1 - q is exact
    if upper:
        q, a, b = 1.0 - q, b, a
    log_beta = _log_gamma(a) + _log_gamma(b) - _log_gamma(a + b)
    leading = (math.log(q) + math.log(a) + log_beta) / a  # of x = (q a B)**(1/a), right where x is small
    middle = math.log(a / b) + _norm_ppf(q) * math.sqrt(1.0 / a + 1.0 / b)
    start = middle
    if leading < 0.0:
        start = leading - math.log(-math.expm1(leading))
        start = start if b < 1.0 else max(start, middle) if a >= 1.0 else start
    start = min(max(start, -700.0), 700.0)
    x, y = 1.0 / (1.0 + math.exp(-start)), 1.0 / (1.0 + math.exp(start))
    root, root_low, exponent = _beta_constant(a, b)
    for _ in range(200):
        d = b * x - a * y
        tail = _beta_pair(a, b, x, y, d, root, root_low, exponent)[0]
        step = 2.0  # out of a tail that has underflowed
        if tail > 0.0:
            h = math.log(tail / q) if abs(tail - q) > 0.1 * q else math.log1p((tail - q) / q)
            slope = max(math.exp(a * math.log(x) + b * math.log(y) - log_beta) / tail, 1e-300)
            bent = slope + 0.5 * h * (d + slope)
            step = -h / (bent if bent > 0.5 * slope else slope)
        e = math.expm1(min(max(step, -700.0), 700.0))
        growth = 1.0 + x * e
        x, y = x + x * (y * e / growth), y / growth
        if abs(step) < 1e-5 or not (x > 0.0 and y > 0.0):
            break
    return y if upper else x
