r"""The incomplete beta function of one number, for kernels.

.. math:: I_x(a, b) = \frac{1}{B(a, b)} \int_0^x t^{a-1} (1 - t)^{b-1} dt, \quad y = 1 - x

As in `_gamma`, everything begins with the density in Loader's form, in which nothing large cancels:

.. math:: \frac{x^a y^b}{B(a, b)} = \sqrt{\frac{a b}{2 \pi (a + b)}} \exp(\delta(a + b) - \delta(a) - \delta(b)
    - a (u - \log(1 + u)) - b (v - \log(1 + v))), \quad u = (b x - a y) / a, \quad v = (a y - b x) / b

The tail on the nearer side of the mean comes first, and its complement from it; where that would cancel (a < 1, and
nearly everything is left of x) both come from the power series of the integral. The tail over the density is a series
of positive terms where few are enough. Elsewhere it is the sum of 32 points of Gauss and Legendre in the variable
log(x / y), in which the tail is log-concave; or, where a is small, in the variable log(-log x), in which it is short.
Its length follows from the parameters, so the work does not.
"""

from __future__ import annotations

import math

import numpy as np

from ._gamma import EXP_EULER, _excess, _log_gamma_1p, _log_gamma_1p_bent, _stirling_rest
from ._jit import REASSOCIATE, kernel
from ._normal_limit import HUGE, _normal_limit
from ._quadrature import GAUSS_POINTS, GAUSS_WEIGHTS, NOTHING
from ._tails import _divided, _exp_times, _log1p_sum, _log_sum, _product, _square_root, _times
from ._vector import _exp, _expm1, _log, _log1p

__all__ = ["_beta_constant", "_beta_is_left", "_beta_pair", "_beta_series", "_beta_tail", "_beta_triple"]

FEW = 0.05
"""Below it what differs between log Gamma(a + b) and log Gamma(b) takes its own way, or would lose its digits."""
EULER = 0.5772156649015329
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
def _beta_series(a, b, x):
    """Return, as a sum, I_x(a, b) over the density by Gauss's series, of which the terms are positive."""
    slope, n = x * (b - 1.0), a + 1.0
    total, low, term = 1.0, 0.0, x + slope / n
    while term > 1e-17 * total:
        after = total + term
        low += term - (after - total)  # what the terms lose by being added would be most of the error
        total = after
        n += 1.0
        term *= x + slope / n
    return _divided(total, low + term, a, 0.0)


@kernel
def _beta_finite_sum(a, b, x, y):
    """Return, as a sum, I_x(a, b) over the density for a whole b: the upper tail of a binomial distribution."""
    odds, k = x / y, 1.0
    total, low, term = 1.0, 0.0, odds * ((b - 1.0) / (a + 1.0))
    while term > 1e-17 * total:
        after = total + term
        low += term - (after - total)
        total = after
        k += 1.0
        term *= odds * ((b - k) / (a + k))
    divisor, divisor_low = _product(a, y)
    return _divided(total, low + term, divisor, divisor_low)


@kernel
def _beta_limit(a, b, d):
    """Return, as a sum, I_x(a, b) over the density for huge a and b, d = b x - a y <= 0."""
    root, root_low, exponent = _beta_constant(a, b)
    share_a, share_b = a / (a + b), b / (a + b)
    deviation = math.sqrt(a * share_b)
    value, low = _normal_limit(-d / deviation, deviation / a, share_b, deviation / b, share_a)
    return _divided(value, low - exponent * value, root, root_low)


@kernel
def _beta_tail(a, b, x, y, d):
    """Return, as a sum, I_x(a, b) over the density, for x left of the mean, d = b x - a y, and a of at least 1."""
    if min(a, b) >= HUGE:
        return _beta_limit(a, b, d)
    if x <= 0.5 and (a <= 60.0 or x * (a + b) <= 0.7 * a):  # a third of the time of the others, and of their error
        return _beta_series(a, b, x)
    if b <= 100.0 and b == math.floor(b):
        return _beta_finite_sum(a, b, x, y)
    if a >= 12.0 or (a >= 5.0 and x <= 0.5):
        return _logit_tail(a, b, x, y)
    return _log_log_tail(a, b, x, y)


@kernel
def _beta_exponent_of_few(a, b, x):
    """Return, as a sum, log(x**a / (a B(a, b))) for a < FEW, wrong by a unit of a or two, and no more.

    For b < 1/2 less log(b / (a + b)), which may be large. The recurrence leads to where Stirling's series ends.
    """
    total, low = 0.0, 0.0
    if b < 0.5:
        b += 1.0
    while b < 14.0:
        step, step_low = _divided(a, 0.0, b, 0.0)
        step, step_low = _log1p_sum(step, step_low)
        after = total - step
        low += ((total - after) - step) - step_low
        total = after
        b += 1.0
    odds, c = a / b, a + b
    more, more_low = _product(x, b)
    log, log_low = _log_sum(more)
    log, log_low = _times(log, log_low + more_low / more + EULER, a, 0.0)
    value = log + total
    low += (log - value) + total if abs(log) > abs(total) else (total - value) + log
    middle = 1.0 / (b + 0.5 * a)
    square = middle * middle
    rest = (a - 0.5) * math.log1p(odds) - b * _excess(odds, 1.0 + odds) - odds / (12.0 * c)
    bent = a * a * square / 144.0  # the derivative in the middle times a is the difference, less this
    series = 1.0 / 240.0 - square * (1.0 / 132.0 - square * (691.0 / 32760.0))
    rest += a * (square * square) * (1.0 / 120.0 + bent - square * (1.0 / 252.0 + bent - square * series))
    low += log_low + (rest - _log_gamma_1p_bent(a))
    total = value + low
    return total, (value - total) + low


@kernel
def _beta_near_zero(a, b, x):
    """Return I_x(a, b) and its complement for a < 1, from x**a / (a B(a, b)) and a series in powers of x <= 1/2."""
    share, missing, u_low = 1.0, 0.0, 0.0
    if a < FEW:
        u, u_low = _beta_exponent_of_few(a, b, x)
    elif b >= 0.5:
        u = (
            a * math.log(EXP_EULER * (x * (a + b)))
            - (b * _excess(a / b, 1.0 + a / b) + 0.5 * math.log1p(a / b))
            + (_stirling_rest(a + b) - _stirling_rest(b))
        )
        u -= _log_gamma_1p_bent(a)
    else:
        u = a * math.log(EXP_EULER * x) + (_log_gamma_1p(a + b) - _log_gamma_1p(b))
        u -= _log_gamma_1p_bent(a)
    if b < 0.5:
        share, missing = b / (a + b), a / (a + b)
    less = math.expm1(u)
    leading = 1.0 + less if u > -0.5 else math.exp(u)
    less += leading * u_low
    term, total, n = 1.0, 0.0, 0.0
    while abs(term) > 1e-17:
        n += 1.0
        term *= x * ((n - b) / n)
        total += term / (a + n)
    series = a * total
    return share * (leading * (1.0 + series)), missing - share * (less + leading * series)


@kernel
def _beta_is_left(a, b, x, y, d):
    """Return whether the tail on the left of x is the nearer one, the one to compute."""
    if min(a, b) >= 1.0:
        return d <= 0.0
    if max(a, b) < 1.0:
        return x <= 0.5
    return b * x <= 0.5 if a < b else a * y > 0.5


@kernel
def _beta_density(a, b, x, y, d, constant, value, value_low):
    """Return the density times a sum; `constant` is `_beta_constant`, which many x share."""
    root, root_low, exponent = constant
    exponent -= a * _excess(d / a, x * ((a + b) / a)) + b * _excess(-d / b, y * ((a + b) / b))
    value, value_low = _times(root, root_low, value, value_low)
    return _exp_times(exponent, 0.0, value, value_low)


@kernel
def _beta_triple(a, b, x, y, d, root, root_low, exponent):
    """Return I_x(a, b), its complement and the density, NaN where the tails were found without it."""
    if not (x > 0.0 and y > 0.0):
        if x <= 0.0:
            return 0.0, 1.0, 0.0
        return (1.0, 0.0, 0.0) if y <= 0.0 else (np.nan, np.nan, np.nan)
    left = _beta_is_left(a, b, x, y, d)
    if not left:
        a, b, x, y, d = b, a, y, x, -d
    if a < 1.0:
        tail, rest = _beta_near_zero(a, b, x)
        density = np.nan
    else:
        value, value_low = _beta_tail(a, b, x, y, d)
        tail = _beta_density(a, b, x, y, d, (root, root_low, exponent), value, value_low)
        rest, density = 1.0 - tail, tail / value
    return (tail, rest, density) if left else (rest, tail, density)


@kernel
def _beta_pair(a, b, x, y, d, root, root_low, exponent):
    """Return I_x(a, b) and its complement, both with full relative accuracy, for a > 0 and b > 0.

    y = 1 - x and d = b x - a y are the caller's, who may know them without the rounding of x; the other three are
    `_beta_constant`, which many x share.
    """
    tail, rest, _ = _beta_triple(a, b, x, y, d, root, root_low, exponent)
    return tail, rest
