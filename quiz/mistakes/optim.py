"""Wrong twins of algos.optim: Newton's method."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_MOST = 100
_FAR = 1e150

Function = Callable[[Any], Any]


class RootResult(NamedTuple):
    """The fields of algos.optim.newton_root that cards ask for."""

    root: float
    value: float
    n_iter: int
    converged: bool


class NewtonResult(NamedTuple):
    """The fields of algos.optim.newton that cards ask for."""

    x: Any
    value: float
    n_iter: int
    converged: bool


class NewtonStep(NamedTuple):
    """The fields of algos.optim.newton_step that cards ask for."""

    x: Any
    direction: Any


# ---- one step, x - g/H


def _at(x: Any, grad: Any, hess: Any) -> tuple[Array, Array, Array]:
    """Return x, the gradient and the Hessian there, as arrays of one and two dimensions."""
    gradient = grad(x) if callable(grad) else grad
    matrix = hess(x) if callable(hess) else hess
    here, slope = (np.atleast_1d(np.asarray(value, float)) for value in (x, gradient))
    return here, slope, np.atleast_2d(np.asarray(matrix, float))


def _moved(x: Any, direction: Array) -> NewtonStep:
    """Return the step in the form of x: a number stays a number."""
    if np.ndim(x) == 0:
        return NewtonStep(float(x) + float(direction[0]), float(direction[0]))
    return NewtonStep(np.asarray(x, float) + direction, direction)


def _solve(matrix: Array, right: Array) -> Array:
    return np.asarray(np.linalg.lstsq(matrix, right, rcond=None)[0])


def newton_step_wrong_sign(x: Any, grad: Any, hess: Any) -> NewtonStep:
    """Twin of optim.newton_step: the quotient is added instead of subtracted.

    Repair: the tangent of f meets zero at x - f(x)/f'(x); a minimum is looked for against the gradient.
    """
    _, g, H = _at(x, grad, hess)
    return _moved(x, _solve(H, g))


def newton_step_not_divided(x: Any, grad: Any, hess: Any) -> NewtonStep:
    """Twin of optim.newton_step: the gradient is subtracted as it is, a gradient step of length one.

    Repair: divide by the slope, or solve with the Hessian: it tells how far the step must reach.
    """
    return _moved(x, -_at(x, grad, hess)[1])


def newton_step_upside_down(x: Any, grad: Any, hess: Any) -> NewtonStep:
    """Twin of optim.newton_step: the quotient is upside down, the slope is divided by the value.

    Repair: divide the value by the slope: x - f(x)/f'(x).
    """
    _, g, H = _at(x, grad, hess)
    return _moved(x, -np.diag(H) / g)


def newton_step_multiplied(x: Any, grad: Any, hess: Any) -> NewtonStep:
    """Twin of optim.newton_step: the gradient is multiplied by the Hessian.

    Repair: multiply by its inverse, that is divide: the more curved, the shorter the step.
    """
    _, g, H = _at(x, grad, hess)
    return _moved(x, -H @ g)


def newton_step_forgets_x(x: Any, grad: Any, hess: Any) -> NewtonStep:
    """Twin of optim.newton_step: only the quotient is taken and not subtracted from x.

    Repair: the quotient is the step; subtract it from where you stand.
    """
    _, g, H = _at(x, grad, hess)
    direction = _solve(H, g)
    return NewtonStep(float(direction[0]) if np.ndim(x) == 0 else direction, _moved(x, direction).direction)


def newton_step_halved(x: Any, grad: Any, hess: Any) -> NewtonStep:
    """Twin of optim.newton_step: only half of the step is made.

    Repair: Newton's step is the whole quotient; halving belongs to a damped method.
    """
    _, g, H = _at(x, grad, hess)
    return _moved(x, -0.5 * _solve(H, g))


def newton_step_diagonal(x: Any, grad: Any, hess: Any) -> NewtonStep:
    """Twin of optim.newton_step: the gradient is divided by the Hessian's diagonal, its other entries are ignored.

    Repair: solve the linear system with the whole Hessian.
    """
    _, g, H = _at(x, grad, hess)
    return _moved(x, -g / np.diag(H))


def _value(f: Function, x: Any) -> float:
    """Return the value, or NaN where it overflows."""
    try:
        return float(f(x))
    except ArithmeticError:
        return math.nan


# ---- to the root


def _iterate(next_x: Callable[[float], float], f: Function, x0: float, tol: float, max_iter: int) -> RootResult:
    """Repeat a wrong step until it stands still, runs away, or the iterations are spent."""
    x, k, converged = float(x0), 0, False
    while k < min(int(max_iter), _MOST) and not converged:
        k += 1
        try:
            new = float(next_x(x))
        except (ZeroDivisionError, OverflowError):
            new = math.nan
        if not math.isfinite(new) or abs(new) > _FAR:
            return RootResult(math.nan, math.nan, k, False)
        converged, x = abs(new - x) <= tol, new
    return RootResult(x, _value(f, x), k, converged)


def newton_root_one_step(f: Function, df: Function, x0: float) -> RootResult:
    """Twin of optim.newton_root: one step is made and taken for the root.

    Repair: repeat until the step no longer changes x.
    """
    return _iterate(lambda x: x - f(x) / df(x), f, x0, 0.0, 1)


def newton_root_fixed_slope(f: Function, df: Function, x0: float, tol: float = 1e-12, max_iter: int = 50) -> RootResult:
    """Twin of optim.newton_root: the slope at the start is kept and not evaluated again.

    Repair: evaluate f'(x) anew at every iterate; that is what makes convergence quadratic.
    """
    slope = df(x0)
    return _iterate(lambda x: x - f(x) / slope, f, x0, tol, max_iter)


def newton_root_of_derivative(
    f: Function, df: Function, x0: float, tol: float = 1e-9, max_iter: int = 50
) -> RootResult:
    """Twin of optim.newton_root: a root of f' is looked for, which is a stationary point of f.

    Repair: to solve f(x) = 0 step by f/f'; only to find an extremum step by f'/f''.
    """

    def next_x(x: float) -> float:
        h = 1e-5 * max(1.0, abs(x))
        return float(x - df(x) * 2 * h / (df(x + h) - df(x - h)))

    return _iterate(next_x, f, x0, tol, max_iter)


def newton_root_wrong_sign(f: Function, df: Function, x0: float, tol: float = 1e-12, max_iter: int = 50) -> RootResult:
    """Twin of optim.newton_root: every step goes the wrong way, so the iterates run away from the root.

    Repair: subtract the quotient: x - f(x)/f'(x).
    """
    return _iterate(lambda x: x + f(x) / df(x), f, x0, tol, max_iter)


def newton_root_not_divided(f: Function, df: Function, x0: float, tol: float = 1e-12, max_iter: int = 50) -> RootResult:  # noqa: ARG001
    """Twin of optim.newton_root: the value is subtracted in every step without dividing by the slope.

    Repair: divide by the slope f'(x): the step is as long as the tangent needs to reach zero.
    """
    return _iterate(lambda x: x - f(x), f, x0, tol, max_iter)


def newton_root_secant(f: Function, df: Function, x0: float, tol: float = 1e-12, max_iter: int = 50) -> RootResult:
    """Twin of optim.newton_root: the slope is taken through the last two points, which is the secant method.

    Repair: Newton's method uses the derivative at the current point.
    """
    before = float(x0)

    def next_x(x: float) -> float:
        nonlocal before
        slope = df(x) if x == before else (f(x) - f(before)) / (x - before)
        before = x
        return float(x - f(x) / slope)

    return _iterate(next_x, f, x0, tol, max_iter)


# ---- to a minimum


def _minimise(step: Callable[[Any], NewtonStep], f: Function, x0: Any, max_iter: int) -> NewtonResult:
    """Repeat a wrong step until it stands still, runs away, or the iterations are spent."""
    x, k, converged = (float(x0) if np.ndim(x0) == 0 else np.asarray(x0, float)), 0, False
    while k < min(int(max_iter), _MOST) and not converged:
        k += 1
        try:
            moved = step(x)
        except (ArithmeticError, np.linalg.LinAlgError):
            break
        if not np.all(np.isfinite(moved.x)) or np.max(np.abs(moved.x)) > _FAR:
            break
        converged, x = bool(np.max(np.abs(moved.direction)) <= 1e-10), moved.x
    return NewtonResult(x, _value(f, x), k, converged)


def newton_finds_root(f: Function, grad: Function, hess: Function, x0: Any, max_iter: int = 100) -> NewtonResult:  # noqa: ARG001
    """Twin of optim.newton: Newton's method is applied to f and not to its gradient, so it looks for a root of f.

    Repair: at a minimum the gradient is zero: step by f'/f'', not by f/f'.
    """

    def step(x: Any) -> NewtonStep:
        g = np.atleast_1d(np.asarray(grad(x), float))
        return _moved(x, -float(f(x)) * g / float(g @ g))

    return _minimise(step, f, x0, max_iter)


def newton_as_gradient_descent(
    f: Function, grad: Function, hess: Function, x0: Any, max_iter: int = 100
) -> NewtonResult:
    """Twin of optim.newton: every step subtracts the gradient as it is.

    Repair: solve with the Hessian: the step is its inverse times the gradient.
    """
    return _minimise(lambda x: newton_step_not_divided(x, grad, hess), f, x0, max_iter)


def newton_uphill(f: Function, grad: Function, hess: Function, x0: Any, max_iter: int = 100) -> NewtonResult:
    """Twin of optim.newton: every step is added instead of subtracted.

    Repair: subtract the inverse Hessian times the gradient.
    """
    return _minimise(lambda x: newton_step_wrong_sign(x, grad, hess), f, x0, max_iter)


def newton_one_step(f: Function, grad: Function, hess: Function, x0: Any) -> NewtonResult:
    """Twin of optim.newton: one step is made and taken for the minimum.

    Repair: one step is enough only for a quadratic function; repeat until the gradient is zero.
    """

    def step(x: Any) -> NewtonStep:
        _, g, H = _at(x, grad, hess)
        return _moved(x, -_solve(H, g))

    return _minimise(step, f, x0, 1)
