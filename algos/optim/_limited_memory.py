r"""L-BFGS: a quasi-Newton direction from the last m steps, and a step length that meets the strong Wolfe conditions.

.. math:: d = -H g, \qquad H = (I - \rho s y^\top) H' (I - \rho y s^\top) + \rho s s^\top, \qquad \rho = 1 / y^\top s

The two-loop recursion never forms H. For estimators with many weights, whose objective runs in a kernel; SciPy's
L-BFGS-B also handles bounds, and its bookkeeping took 17 ms an iteration of 46 000 weights where this takes 1.

Nocedal and Wright, "Numerical Optimization", 2nd ed., 2006, algorithms 7.4, 7.5 (direction), 3.5, 3.6 (step length).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .._check import FloatArray
from .._jit import REASSOCIATE, kernel
from .._sums import _dot

__all__ = ["Minimum", "minimise"]

Objective = Callable[[FloatArray], tuple[float, FloatArray]]

SUFFICIENT = 1e-4  # the decrease asked for, as a share of what the slope promises (c1)
FLATTER = 0.9  # how much of the slope may remain (c2)
LINE_STEPS = 20


class Minimum(NamedTuple):
    """Where the search ended; `values` holds the objective at the start and after every iteration."""

    x: FloatArray
    value: float
    gradient: FloatArray
    n_iter: int
    n_evaluations: int
    converged: bool
    values: list[float]


class _Point(NamedTuple):
    """A point on the line: how far along, the value there, its slope along the line, the point and its gradient."""

    length: float
    value: float
    slope: float
    x: FloatArray
    gradient: FloatArray


@kernel(fastmath=REASSOCIATE)
def _direction(gradient, steps, changes, curvature, newest, n_kept, direction):
    """Write -H g into `direction`; rows of `steps` and `changes` are a ring of which `newest` was filled last."""
    memory = steps.shape[0]
    weight = np.empty(n_kept)
    for i in range(gradient.shape[0]):
        direction[i] = -gradient[i]
    for age in range(n_kept):
        row = (newest - age) % memory
        step, change = steps[row], changes[row]
        weight[age] = _dot(step, direction) / curvature[row]
        for i in range(direction.shape[0]):
            direction[i] -= weight[age] * change[i]
    if n_kept > 0:
        scale = curvature[newest] / _dot(changes[newest], changes[newest])
        for i in range(direction.shape[0]):
            direction[i] *= scale
    for age in range(n_kept - 1, -1, -1):
        row = (newest - age) % memory
        step, change = steps[row], changes[row]
        more = weight[age] - _dot(change, direction) / curvature[row]
        for i in range(direction.shape[0]):
            direction[i] += more * step[i]


def _between(low: _Point, high: _Point) -> float:
    """Return where a cubic through two points has its minimum, kept away from both ends; the middle if it has none."""
    width = high.length - low.length
    d1 = low.slope + high.slope - 3.0 * (low.value - high.value) / (low.length - high.length)
    square = d1 * d1 - low.slope * high.slope
    if square >= 0.0 and np.isfinite(square):
        d2 = np.copysign(np.sqrt(square), width)
        below = high.slope - low.slope + 2.0 * d2
        if below != 0.0:
            share = 1.0 - (high.slope + d2 - d1) / below
            if 0.1 <= share <= 0.9:
                return low.length + share * width
    return low.length + 0.5 * width


def _line_search(
    objective: Objective, start: _Point, direction: FloatArray, length: float
) -> tuple[_Point | None, int]:
    """Return a point that meets the strong Wolfe conditions, or the best decrease found, and the evaluations used."""

    def at(length: float) -> _Point:
        x = start.x + length * direction
        value, gradient = objective(x)
        return _Point(length, value, float(_dot(gradient, direction)), x, gradient)

    low, high = start, None
    for count in range(1, LINE_STEPS + 1):
        here = at(length)
        enough = start.value + SUFFICIENT * here.length * start.slope
        if not here.value <= enough or (here.value >= low.value and low.length > 0.0):
            high = here
        elif abs(here.slope) <= -FLATTER * start.slope:
            return here, count
        else:
            beyond = 1.0 if high is None else high.length - low.length
            if here.slope * beyond >= 0.0:
                high = low
            low = here
        if high is None:
            length = 2.0 * here.length
        elif np.isfinite(high.value):
            length = _between(low, high)
        else:
            length = low.length + 0.1 * (high.length - low.length)
        if high is not None and abs(high.length - low.length) <= 1e-12 * abs(high.length):
            break
    return (low if low.length > 0.0 and low.value < start.value else None), count


def minimise(objective: Objective, x0: FloatArray, *, tol: float, max_iter: int, memory: int = 6) -> Minimum:
    """Minimise a smooth function from `x0`, until the gradient's norm is at most ``tol * max(1, norm of x)``.

    Parameters
    ----------
    objective : callable
        From x to the value and a *new* array with the gradient; an infinite value makes the search step back.
    x0 : ndarray of shape (n,)
        The start.
    tol : float
        Tolerance on the gradient, at least 0.
    max_iter : int
        Most iterations.
    memory : int
        How many past steps the direction uses.

    Returns
    -------
    Minimum
        `converged` is also true where rounding leaves no decrease to be found along the direction.
    """
    x, (value, gradient) = x0, objective(x0)
    n = x.shape[0]
    steps, changes, curvature = np.empty((memory, n)), np.empty((memory, n)), np.empty(memory)
    newest, n_kept, n_evaluations, values = -1, 0, 1, [value]
    direction = np.empty(n)
    for n_iter in range(max_iter + 1):
        size = float(np.sqrt(_dot(gradient, gradient)))
        converged = size <= tol * max(1.0, float(np.sqrt(_dot(x, x))))
        if converged or n_iter == max_iter:
            break
        _direction(gradient, steps, changes, curvature, newest % memory, n_kept, direction)
        start = _Point(0.0, value, float(_dot(gradient, direction)), x, gradient)
        found, used = _line_search(objective, start, direction, 1.0 if n_kept else 1.0 / size)
        n_evaluations += used
        if found is None:
            if n_kept == 0:
                converged = abs(start.slope) <= 1e-10 * max(1.0, abs(value))
                break
            n_kept = 0  # forget the curvature, and try the gradient itself
            continue
        row = (newest + 1) % memory
        np.subtract(found.x, x, out=steps[row])
        np.subtract(found.gradient, gradient, out=changes[row])
        curvature[row] = _dot(steps[row], changes[row])
        if curvature[row] > 1e-14 * _dot(changes[row], changes[row]):
            newest, n_kept = row, min(n_kept + 1, memory)
        x, value, gradient = found.x, found.value, found.gradient
        values.append(value)
    return Minimum(x, value, gradient, n_iter, n_evaluations, converged, values)
