r"""The distribution of the rank sum of many values, read off its generating function.

.. math:: P(U \le k) = \frac{1}{2 \pi i} \oint \frac{G(q)}{(1 - q)\, q^{k+1}} dq, \qquad
    G(q) = \prod_{j=1}^{m} \frac{j}{n + j} \, \frac{1 - q^{n + j}}{1 - q^j}

on a circle of radius r = exp(-s) through the saddle point, where nothing cancels. The mean over N points of the circle
is P(U <= k) and terms like r**N P(U <= k + N), which a large N makes small; and of the points only some dozens beside
the real axis matter: for 64 values or more the others are together below 1e-18 of it.
"""

from __future__ import annotations

import math

import numpy as np

from .._jit import kernel
from .._vector import _add

LEAST = 64
"""Values of the smaller sample from which on it is right."""
_DIGITS = 45.0  # what is left out is below exp(-45)
_FADED = 1e-19
_STEEP = 700.0  # the exponential of more overflows


@kernel
def _slope(s, k, m, n):
    """Return the derivative of the logarithm of what is integrated: it rises with s, and is 0 at the saddle point."""
    slope = k - 1.0 / np.expm1(s)
    for j in range(1, m + 1):
        slope += (n + j) / np.expm1(min(s * (n + j), _STEEP)) - j / np.expm1(min(s * j, _STEEP))
    return slope


@kernel
def _saddle_point(k, m, n, sigma):
    """Return s within some percent, starting from the normal approximation."""
    z = (0.5 * m * n - k) / sigma
    s = 0.5 * (z + np.sqrt(z * z + 4.0)) / sigma
    step = 2.0
    while step > 1.05:
        if _slope(s, k, m, n) < 0.0:
            while s < 40.0 and _slope(s, k, m, n) < 0.0:
                s *= step
        else:
            while _slope(s, k, m, n) > 0.0:
                s /= step
        step = np.sqrt(step)
    return s


@kernel
def _log_at(s, k, m, n):
    """Return the logarithm of what is integrated at exp(-s), and what was rounded off."""
    total, rest = _add(s * k, 0.0, -np.log(-np.expm1(-s)))
    for j in range(1, m + 1):
        total, rest = _add(total, rest, np.log(np.expm1(-s * (n + j)) / np.expm1(-s * j) * j / (n + j)))
    return total, rest


@kernel
def _less_one(s, t, a):
    """Return 1 - exp(-a (s - i t)) over the same without t."""
    x, half = np.expm1(-s * a), np.sin(0.5 * a * t)
    real, imaginary = 2.0 * (x + 1.0) * half * half - x, -(x + 1.0) * np.sin(a * t)
    return complex(real / -x, imaginary / -x)


@kernel
def _turned(s, t, k, m, n):
    """Return what is integrated at exp(-s + i t), over what it is at exp(-s)."""
    value = complex(math.cos(k * t), -math.sin(k * t)) / _less_one(s, t, 1.0)
    for j in range(1, m + 1):
        value *= _less_one(s, t, np.float64(n + j)) / _less_one(s, t, np.float64(j))
    return value


@kernel
def _chance_by_inversion(k, m, n):
    """Return P(U <= k) for samples of m and n values without ties, for 0 <= k <= m n / 2 and 64 <= m <= n."""
    sigma = math.sqrt(np.float64(m) * n * (m + n + 1.0) / 12.0)
    s = _saddle_point(np.float64(k), m, n, sigma)
    height, rest = _log_at(s, np.float64(k), m, n)
    if height < -800.0:
        return 0.0
    points = 2.0 * np.ceil(0.5 * (_DIGITS + max(0.0, -height) + math.log(4.0 * sigma)) / s) + 1.0
    total, step = 0.5, 2.0 * math.pi / points
    for point in range(1, np.int64(points) // 2 + 1):
        value = _turned(s, point * step, np.float64(k), m, n)
        total += value.real
        if abs(value) < _FADED:
            break
    return np.exp(height) * (1.0 + rest) * (2.0 * total / points)
