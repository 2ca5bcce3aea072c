r"""Differences of a series, and back.

.. math:: z = (1 - B)^d (1 - B^m) x, \qquad B x_t = x_{t-1}
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._check import FloatArray, array, integer, vector
from .._jit import compiled_as, kernel
from .._magnitudes import _is_finite
from .._options import whole_within
from .._vector import _add

# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _difference_once(x, lag):
    """Return x_(t+lag) - x_t, for 0 < lag < n."""
    z = np.empty(x.shape[0] - lag)
    for t in range(z.shape[0]):
        z[t] = x[t + lag] - x[t]
    return z


@kernel
def _difference(x, d, season):
    """Return the seasonal difference (season 0: none), differenced d times; d + season < n."""
    if season == 0 and d == 0:
        return x.copy()
    z = _difference_once(x, season if season > 0 else 1)
    n = z.shape[0]
    for _ in range(d if season > 0 else d - 1):
        n -= 1
        for t in range(n):
            z[t] = z[t + 1] - z[t]
    return z[:n]


@kernel
def _integrate(z, start):
    """Return x with x_t = start_t for the first `lag` values and x_(t+lag) = x_t + z_t, in compensated sums."""
    lag = start.shape[0]
    x = np.empty(z.shape[0] + lag)
    for first in range(lag):  # one sum after the other, each in registers: a million values in a fifth of the time
        x[first] = total = start[first]
        rest = 0.0
        for t in range(first, z.shape[0], lag):
            total, rest = _add(total, rest, z[t])
            x[t + lag] = total + rest
    return x


@kernel
def _undifference(z, initial, d, season):
    """Return the series that starts with the d + season values of `initial` and whose difference is z."""
    level = _difference(initial, 0, season) if season > 0 else initial.copy()  # its first d values
    for order in range(1, d):  # from values to the first of their differences of order 0, 1, ...
        for t in range(d - 1, order - 1, -1):
            level[t] -= level[t - 1]
    x = z.copy()
    for order in range(d):
        x = _integrate(x, level[d - 1 - order : d - order])
    if season > 0:
        x = _integrate(x, initial[:season])
    for t in range(initial.shape[0]):
        x[t] = initial[t]
    return x


# -- public functions ------------------------------------------------------------------------------


def _series(x: Any, name: str, at_least: int) -> FloatArray:
    """Return a finite vector; what is wrong with it is only looked for where something is."""
    values: FloatArray = array(x, name, 1, finite=False)
    if values.shape[0] < at_least or not _is_finite(values):
        vector(values, name, at_least=at_least)
    return values


def _difference_compiled(x, d=1, season=None):
    n = x.shape[0]
    times = whole_within(d, 0, n - 1)
    period = 0 if season is None else whole_within(season, 1, n - 1)
    if times < 0 or (season is not None and period < 1) or times >= n - period:
        raise ValueError("difference: d must not be negative, season at least 1, and x longer than d + season")
    values = x.astype(np.float64)
    if not _is_finite(values):
        raise ValueError("difference: x must hold finite values only")
    return _difference(values, times, period)


@compiled_as(_difference_compiled)
def difference(x: Any, d: int = 1, season: int | None = None) -> FloatArray:
    r"""Return the differences of a series, which take a trend or a season out of it.

    .. math:: z = (1 - B)^d (1 - B^m) x, \qquad B x_t = x_{t-1}

    Parameters
    ----------
    x : array_like of shape (n,)
        The series, oldest value first; finite, n > d + m.
    d : int, default 1
        How many times to take x_t - x_(t-1), at least 0.
    season : int, optional
        The period m >= 1 of one seasonal difference x_t - x_(t-m), taken before the others; none when omitted.

    Returns
    -------
    ndarray of shape (n - d - m,)
        The differenced series; m counts as 0 without a season.

    Raises
    ------
    ValueError
        If the series is not longer than d + m, or holds a value that is not finite.

    See Also
    --------
    numpy.diff : the library it is tested against; it knows no season.
    undifference : the way back.

    Notes
    -----
    Time O(nd), memory O(n).

    References
    ----------
    .. [1] G. E. P. Box, G. M. Jenkins, G. C. Reinsel and G. M. Ljung, "Time Series Analysis", 5th ed., 2016,
       sections 4.1.1 and 9.1.2.

    Examples
    --------
    The squares have a constant second difference:

    >>> difference([0, 1, 4, 9, 16]).tolist()
    [1.0, 3.0, 5.0, 7.0]
    >>> difference([0, 1, 4, 9, 16], d=2).tolist()
    [2.0, 2.0, 2.0]
    >>> difference([5, 1, 6, 2, 7, 3], d=0, season=2).tolist()
    [1.0, 1.0, 1.0, 1.0]
    """
    d = integer(d, "d", at_least=0)
    period = 0 if season is None else integer(season, "season", at_least=1)
    return _difference(_series(x, "x", d + period + 1), d, period)


def _undifference_compiled(z, initial, d=1, season=None):
    m = initial.shape[0]
    times = whole_within(d, 0, m)
    period = 0 if season is None else whole_within(season, 1, m)
    if times < 0 or (season is not None and period < 1) or m != times + period:
        raise ValueError("undifference: d must not be negative, season at least 1, initial of d + season values")
    steps, start = z.astype(np.float64), initial.astype(np.float64)
    if not (_is_finite(steps) and _is_finite(start)):
        raise ValueError("undifference: z and initial must hold finite values only")
    return _undifference(steps, start, times, period)


@compiled_as(_undifference_compiled)
def undifference(z: Any, initial: Any, d: int = 1, season: int | None = None) -> FloatArray:
    r"""Return the series whose differences are z and whose first values are given: the inverse of `difference`.

    .. math:: x_t = x_{t-1} + z_t \quad (d = 1), \qquad x_t = x_{t-m} + z_t \quad (d = 0, \text{season } m)

    Parameters
    ----------
    z : array_like of shape (h,)
        Differences, oldest first; finite.
    initial : array_like of shape (d + m,)
        The values before the first one that z leads to: the start of the series to get it back, or the end of a series
        to continue it with forecasts of its differences.
    d : int, default 1
        How many times the series was differenced, at least 0.
    season : int, optional
        The period m >= 1 of its seasonal difference; none when omitted.

    Returns
    -------
    ndarray of shape (d + m + h,)
        `initial`, then the h values that follow from z.

    Raises
    ------
    ValueError
        If `initial` does not hold d + m values, or a value is not finite.

    See Also
    --------
    numpy.cumsum : the library it is tested against, for d = 1.
    difference : the way there.

    Notes
    -----
    Time O(hd), memory O(h).
    The sums are compensated, so nothing is lost on the way back: whole numbers return bit by bit, others as closely as
    the rounded differences allow.

    References
    ----------
    .. [1] G. E. P. Box, G. M. Jenkins, G. C. Reinsel and G. M. Ljung, "Time Series Analysis", 5th ed., 2016,
       section 4.1.1, equation 4.1.4.

    Examples
    --------
    >>> undifference([1, 3, 5, 7], [0]).tolist()
    [0.0, 1.0, 4.0, 9.0, 16.0]

    Two forecasts of the second difference continue 9, 16:

    >>> undifference([2, 2], [9, 16], d=2)[2:].tolist()
    [25.0, 36.0]
    """
    d = integer(d, "d", at_least=0)
    period = 0 if season is None else integer(season, "season", at_least=1)
    initial = _series(initial, "initial", 0)
    if initial.shape[0] != d + period:
        raise ValueError(f"initial must hold d + season = {d + period} values, got {initial.shape[0]}")
    return _undifference(_series(z, "z", 0), initial, d, period)
