r"""The incomplete gamma and beta functions of many x with the same parameters, for kernels.

A tail over the density, R = I / D, is a smooth function that solves a linear equation of first order, so that its
Taylor coefficients at any point follow from its value there. For the gamma function, of which the tail is Q (the sign
is -) or P (+), and for the beta function, with y = 1 - x, n = a + b and d = n x - a:

.. math:: x R' = \pm 1 + (x - a) R, \qquad x y R' = 1 + d R

R is computed (`_gamma`, `_beta`) at the centre of a cell alone, when the first x falls into the cell, and all x of the
cell have the series: 13 to 20 ns a value instead of 80 to 250. A cell is an eighth of a standard deviation wide. Where
it lies depends on the parameters alone, so that a value's bits do not depend on its neighbours. Near a singular point,
where the series would be long, there are no cells. Everything but the filling runs in loops of one kind of work each,
over blocks, which vectorise: in one loop it took three times as long.
"""

from __future__ import annotations

import math

import numpy as np

from ._beta import _beta_constant, _beta_is_left, _beta_tail
from ._gamma import _excess, _gamma_constant, _gamma_over_density
from ._jit import kernel
from ._tails import _exp_times, _times

__all__ = ["_beta_expanded", "_gamma_expanded"]

FINE = 16.0
"""Cells in a unit of sqrt(x) of the gamma function, of sqrt(n x) - sqrt(n y) of the beta: two standard deviations."""
NEAR, FAR = 96, 448
"""How many cells lie on the side where the answer is near 1, and on that where it falls to the smallest double."""
TERMS = 14
WIDTH = TERMS + 2  # the first term is a sum of two numbers
BLOCK = 256
_CONTRACT = frozenset({"contract"})


@kernel(fastmath=_CONTRACT)
def _sum_series(places, offsets, centres, series, sums, lows):
    """Write, as sums, the series of each cell at the offsets from its centre; a place below 0 has no cell."""
    for i in range(places.shape[0]):
        cell = int(max(places[i], 0.0))
        start = cell * WIDTH
        h = offsets[i] - centres[cell]
        square = h * h
        even, odd = series[start + TERMS + 1], series[start + TERMS]
        for k in range(1, TERMS // 2):
            even = even * square + series[start + TERMS + 1 - 2 * k]
            odd = odd * square + series[start + TERMS - 2 * k]
        sums[i], lows[i] = series[start], series[start + 1] + h * (odd + h * even)


@kernel
def _finish(places, exponents, root, root_low, sums, lows, values):
    """Write the upper tails from the tails over the density; -1 where there is no cell."""
    for i in range(places.shape[0]):
        value, value_low = _times(root, root_low, sums[i], lows[i])
        tail = _exp_times(exponents[i], 0.0, value, value_low)
        tail = tail if places[i] >= NEAR else 1.0 - tail
        values[i] = tail if places[i] >= 0.0 else -1.0


@kernel
def _room(n):
    """Return work for a block of n, the cells' centres, 0 where nothing has fallen into one, and their series."""
    series = np.empty((NEAR + FAR) * WIDTH)
    series[:WIDTH] = 0.0  # read, and not used, where there is no cell: what stands in memory may be slow to multiply
    return np.empty((5, min(n, BLOCK))), np.zeros(NEAR + FAR), series


# -- the gamma function ----------------------------------------------------------------------------


@kernel
def _place_gamma(a, scale, x, places, offsets, exponents):
    """Write for each value its cell, its place in the axis of the series and the exponent of its density."""
    root, rest = math.sqrt(a), _gamma_constant(a)[2]
    for i in range(x.shape[0]):
        value = scale * x[i]
        distance = FINE * (np.sqrt(value) - root)
        place = distance + NEAR if value >= a else -distance
        inside = (value >= 0.5) & (distance < FAR) & (distance > -NEAR) & ((value >= a) | (a >= 1.0))
        places[i] = place if inside else -1.0
        offsets[i] = value
        exponents[i] = rest - a * _excess((value - a) / a, value / a)


@kernel
def _expand_gamma(a, cell, centres, series):
    """Write the series of the tail over the density in x.

    (k + 1) x R_k+1 = (x - a - k) R_k + R_k-1.
    """
    sign = 1.0 if cell >= NEAR else -1.0
    x = math.sqrt(a) + sign * ((cell - NEAR if cell >= NEAR else cell) + 0.5) / FINE
    x *= x
    before, low = _gamma_over_density(a, x, sign)
    value, start = ((x - a) * before - sign) / x, cell * WIDTH
    centres[cell], series[start], series[start + 1], series[start + 2] = x, before, low, value
    for k in range(1, TERMS):
        before, value = value, (((x - a) - k) * value + before) / (x * (k + 1))
        series[start + 2 + k] = value


@kernel
def _gamma_expanded(a, scale, x, values):
    """Write Q(a, scale x) of many x, and -1 where there are no cells; a is from 1/2 to `HUGE`."""
    work, centres, series = _room(x.shape[0])
    root, root_low, _rest = _gamma_constant(a)
    for start in range(0, x.shape[0], BLOCK):
        block, answers = x[start : start + BLOCK], values[start : start + BLOCK]
        m = block.shape[0]
        places, offsets, exponents, sums, lows = work[0, :m], work[1, :m], work[2, :m], work[3, :m], work[4, :m]
        _place_gamma(a, scale, block, places, offsets, exponents)
        for i in range(m):
            if places[i] >= 0.0 and centres[int(places[i])] == 0.0:
                _expand_gamma(a, int(places[i]), centres, series)
        _sum_series(places, offsets, centres, series, sums, lows)
        _finish(places, exponents, root, root_low, sums, lows, answers)


# -- the beta function -----------------------------------------------------------------------------


@kernel
def _place_beta(a, b, x, places, offsets, exponents):
    """Write for each value its cell, its place in the axis of the series and the exponent of its density."""
    n, rest = a + b, _beta_constant(a, b)[2]
    fine = FINE * math.sqrt(n)
    mean = (math.sqrt(a) - math.sqrt(b)) / math.sqrt(n)
    far_a, far_b = n / a, n / b
    for i in range(x.shape[0]):
        scale = 2.0**-100 if x[i] > 1.0 else 1.0  # b x shall not overflow
        top, bottom = (scale * x[i]) * b, scale * a
        u, y = bottom / (top + bottom), top / (top + bottom)
        d = b * u * (1.0 - x[i])
        left = _beta_is_left(a, b, u, y, d)
        distance = fine * (mean - (np.sqrt(u) - np.sqrt(y)))
        distance = distance if left else -distance
        inside = (distance >= 0.0) & (distance < (FAR if left else NEAR)) & (n * min(u, y) >= 0.5)
        inside &= ((a if left else b) >= 1.0) & (x[i] < np.inf)
        place = distance + NEAR if left else distance
        places[i] = place if inside else -1.0
        offsets[i] = d if left else -d
        exponents[i] = rest - (a * _excess(d / a, u * far_a) + b * _excess(-d / b, y * far_b))


@kernel
def _expand_beta(a, b, cell, centres, series):
    """Write the series of the tail over the density in d.

    (k + 1) n x y R_k+1 = (d - k (y - x)) R_k + (1 + (k - 1) / n) R_k-1.
    """
    steps = cell - NEAR if cell >= NEAR else cell
    if cell < NEAR:
        a, b = b, a
    n = a + b
    place = (math.sqrt(a) - math.sqrt(b) - (steps + 0.5) / FINE) / math.sqrt(n)
    more = 0.5 * place * math.sqrt(2.0 - place * place)  # x = 1/2 + more, y = 1/2 - more
    d = b * (0.5 + more) - a * (0.5 - more)
    x, y = (a + d) / n, (b - d) / n
    before, low = _beta_tail(a, b, x, y, d)
    per, start = 1.0 / (n * x * y), cell * WIDTH
    value = (1.0 + d * before) * per
    centres[cell], series[start], series[start + 1], series[start + 2] = d, before, low, value
    for k in range(1, TERMS):
        after = (d - k * (y - x)) * value + (1.0 + (k - 1) / n) * before
        before, value = value, after * (per / (k + 1))
        series[start + 2 + k] = value


@kernel
def _beta_expanded(a, b, x, values):
    """Write I_u(a, b), u = a / (a + b x), of many x, and -1 where there are no cells; n <= 1e16, a or b <= `HUGE`."""
    work, centres, series = _room(x.shape[0])
    root, root_low, _rest = _beta_constant(a, b)
    for start in range(0, x.shape[0], BLOCK):
        block, answers = x[start : start + BLOCK], values[start : start + BLOCK]
        m = block.shape[0]
        places, offsets, exponents, sums, lows = work[0, :m], work[1, :m], work[2, :m], work[3, :m], work[4, :m]
        _place_beta(a, b, block, places, offsets, exponents)
        for i in range(m):
            if places[i] >= 0.0 and centres[int(places[i])] == 0.0:
                _expand_beta(a, b, int(places[i]), centres, series)
        _sum_series(places, offsets, centres, series, sums, lows)
        _finish(places, exponents, root, root_low, sums, lows, answers)
