r"""Newton's method for a minimum: model f by a parabola, go to its lowest point, and shorten the step if f disagrees.

.. math:: x_{t+1} = x_t + s_t p_t, \quad (H_t + \tau_t I) p_t = -g_t

The shift makes the model's matrix positive definite, so that p leads downhill; s is the first of 1, 1/2, 1/4, ... that
lowers f by at least :math:`10^{-4} s |g \cdot p|` (Armijo). As in `root_finding`, one loop, `_newton_loop`,
serves Python and ``@njit``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from .._check import array, integer, number
from .._jit import compiled_as, kernel, types
from ._shifted_cholesky import _curves_down, _shifted_direction
from .root_finding import check_functions, check_numbers, quiet

__all__ = ["NewtonResult", "newton"]

_ARMIJO = 1e-4
_EPSILON = 2.0**-52
_SHORTEST = 2.0**-60


class NewtonResult(NamedTuple):
    """Where the minimisation ended, and why.

    Attributes
    ----------
    x : ndarray of shape (d,) or float
        The last iterate: an array of d values, or a float if the start was one.
    value : float
        f there.
    gradient_norm : float
        The Euclidean length of the gradient there.
    n_iter : int
        Number of steps taken.
    converged : bool
        Whether the gradient is small enough, or the step too short to change x, where f does not curve down.
    reason : str
        "converged", "saddle point" (or a maximum), "no descent", "not finite" or "max_iter".
    """

    x: Any
    value: float
    gradient_norm: float
    n_iter: int
    converged: bool
    reason: str


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _newton_direction(x, g, H, L, p):
    """Fill p; return the gradient's length, the slope g.p, the shift, and whether p is too short to change x."""
    d = x.shape[0]
    scale = 0.0
    for i in range(d):
        if not abs(g[i]) <= scale:
            scale = abs(g[i])
    if not scale < np.inf:
        return np.nan, 0.0, 0.0, False
    shift = _shifted_direction(g, H, L, p)
    squares, slope, longest, furthest = 0.0, 0.0, 0.0, 0.0
    for i in range(d):
        if scale > 0.0:
            squares += (g[i] / scale) ** 2
        slope += g[i] * p[i]
        longest = max(longest, abs(p[i]))
        furthest = max(furthest, abs(x[i]))
    return scale * np.sqrt(squares), slope, shift, longest <= 4.0 * _EPSILON * furthest


@kernel
def _move(x, step_size, p):
    """Return x + step_size p."""
    moved = np.empty_like(x)
    for i in range(x.shape[0]):
        moved[i] = x[i] + step_size * p[i]
    return moved


# -- what differs between Python and compiled callers ----------------------------------------------


def _start_compiled(x0):
    if isinstance(x0, types.Array):
        return lambda x0: x0.astype(np.float64)
    return lambda x0: np.full(1, np.float64(x0))


@compiled_as(_start_compiled, by_type=True)
def _start(x0: Any) -> Any:
    """Return a vector of our own to start from."""
    return x0.copy()


def _at_compiled(x, x0):  # noqa: ARG001
    return (lambda x, x0: x) if isinstance(x0, types.Array) else (lambda x, x0: x[0])  # noqa: ARG005


@compiled_as(_at_compiled, by_type=True)
def _at(x: Any, x0: Any) -> Any:  # noqa: ARG001
    """Return x as the user's functions want it, like x0; for callers from Python `newton` has wrapped the functions."""
    return x


def _fill_compiled(buffer, values, name):  # noqa: ARG001
    if isinstance(values, types.Array):

        def fill(buffer, values, name):  # noqa: ARG001
            if values.shape != buffer.shape:
                raise ValueError("grad must return d values and hess d rows of d values")
            for index in np.ndindex(buffer.shape):
                buffer[index] = values[index]

        return fill

    def fill_one(buffer, values, name):  # noqa: ARG001
        if buffer.size != 1:
            raise ValueError("grad must return d values and hess d rows of d values")
        buffer.flat[0] = values

    return fill_one


@compiled_as(_fill_compiled, by_type=True)
def _fill(buffer: Any, values: Any, name: str) -> None:
    """Copy what grad or hess returned, so that kernels meet one kind of array."""
    if type(values) is not np.ndarray or values.dtype is not buffer.dtype or values.shape != buffer.shape:
        values = array(values, f"what {name} returns", None, finite=False)
        if values.shape != buffer.shape and not values.size == buffer.size == 1:
            raise ValueError(f"{name} must return shape {buffer.shape}, got {values.shape}")
    buffer[...] = values


# -- the loop --------------------------------------------------------------------------------------


def _newton_loop(f, grad, hess, x0, gtol=1e-8, max_iter=100):
    if not gtol >= 0.0:
        raise ValueError("gtol must not be negative")
    if max_iter < 1:
        raise ValueError("max_iter must be at least 1")
    x = _start(x0)
    d = x.shape[0]
    g, p, H, L = np.empty(d), np.empty(d), np.empty((d, d)), np.empty((d, d))
    value = float(f(_at(x, x0)))
    n_iter = 0
    while True:
        _fill(g, grad(_at(x, x0)), "grad")
        _fill(H, hess(_at(x, x0)), "hess")
        norm, slope, shift, negligible = _newton_direction(x, g, H, L, p)
        if not abs(value) + norm + shift < np.inf:
            return NewtonResult(_at(x, x0), value, norm, n_iter, False, "not finite")
        if norm <= gtol or (negligible and shift == 0.0):
            downhill = shift > 0.0 and _curves_down(H, L)
            return NewtonResult(
                _at(x, x0), value, norm, n_iter, not downhill, "saddle point" if downhill else "converged"
            )
        if n_iter == max_iter:
            return NewtonResult(_at(x, x0), value, norm, n_iter, False, "max_iter")
        step_size, rounding = 1.0, 4.0 * _EPSILON * abs(value)  # a whole step may be too short for f to show its gain
        trial = _move(x, step_size, p)
        trial_value = float(f(_at(trial, x0)))
        while not (  # so that NaN is a reason to shorten, too
            trial_value <= value + _ARMIJO * step_size * slope + rounding and (trial_value < value or rounding > 0.0)
        ):
            step_size, rounding = 0.5 * step_size, 0.0
            if step_size < _SHORTEST:
                return NewtonResult(_at(x, x0), value, norm, n_iter, False, "no descent")
            trial = _move(x, step_size, p)
            trial_value = float(f(_at(trial, x0)))
        x, value = trial, trial_value
        n_iter += 1


# -- public function -------------------------------------------------------------------------------


@compiled_as(_newton_loop)
def newton(
    f: Callable[[Any], float],
    grad: Callable[[Any], Any],
    hess: Callable[[Any], Any],
    x0: Any,
    gtol: float = 1e-8,
    max_iter: int = 100,
) -> NewtonResult:
    r"""Minimise a function by Newton's method with a shifted Hessian and a line search.

    .. math:: x_{t+1} = x_t + s_t p_t, \quad (H_t + \tau_t I) p_t = -g_t

    Parameters
    ----------
    f : callable
        From a vector of d floats to a float; plain or jitted.
    grad, hess : callable
        Its gradient (d values) and its Hessian (d, d), of which the symmetric part is used.
    x0 : array_like of shape (d,) or float
        Where to start. With a float, the three functions take a float and return floats.
    gtol : float
        Stop when the gradient is at most this long (Euclidean norm); not negative. A step with an unshifted Hessian
        that is too short to change x is enough, too.
    max_iter : int
        Largest number of steps, at least 1.

    Returns
    -------
    NewtonResult
        ``x``, ``value``, ``gradient_norm``, ``n_iter`` steps taken, ``converged`` and the ``reason`` for the end.
        A failure is a result, not an error. Where the gradient vanishes but f curves down, it is "saddle point".

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described, or a function returns something of another shape. What the functions raise
        is passed on, except for ArithmeticError (overflow, division by zero), which counts as a value that is not
        finite. Inside ``@njit`` that is passed on too.

    See Also
    --------
    scipy.optimize.minimize : the library it is tested against, with method "trust-exact".
    newton_step : one step, before it is shortened.
    newton_root : roots of a function of one variable.

    Notes
    -----
    Time O(d^3) per step, memory O(d^2).
    The shift is 0 where H is positive definite, else the first of beta - min(h_ii, 0), twice that, ... that makes it
    so, with beta = 1e-3 max|h_ij|. The step is halved until f falls by 1e-4 of what the slope promises; a whole step is
    also taken when f stays the same up to rounding. A minimum that is reached is a local one.

    References
    ----------
    .. [1] Nocedal and Wright, "Numerical Optimization", 2nd ed., algorithms 3.1, 3.2 and 3.3.

    Examples
    --------
    f = (a - 1)^2 + (a - b)^2 is a parabola, so that one step arrives:

    >>> def f(x): return (x[0] - 1) ** 2 + (x[0] - x[1]) ** 2
    >>> def grad(x): return [2 * (x[0] - 1) + 2 * (x[0] - x[1]), -2 * (x[0] - x[1])]
    >>> def hess(x): return [[4, -2], [-2, 2]]
    >>> found = newton(f, grad, hess, [5.0, 0.0])
    >>> found.x.tolist(), found.value, found.n_iter, found.converged
    ([1.0, 1.0], 0.0, 1, True)
    """
    if not (callable(f) and callable(grad) and callable(hess)):
        check_functions(f=f, grad=grad, hess=hess)
    start = array(x0, "x0", None)
    if start.ndim > 1 or start.size == 0:
        raise ValueError(f"x0 must be a number or a vector of at least one, got shape {start.shape}")
    if type(gtol) is not float or not 0.0 <= gtol < np.inf:
        gtol = number(gtol, "gtol", at_least=0.0)
    if type(max_iter) is not int or max_iter < 1:
        max_iter = integer(max_iter, "max_iter", at_least=1)
    if start.ndim == 0:
        found = newton(_of_float(f), _of_float(grad), _of_float(hess), start.reshape(1), gtol, max_iter)
        return found._replace(x=float(found.x[0]))
    try:
        return _newton_loop(f, grad, hess, start, gtol, max_iter)
    except ArithmeticError:
        return _newton_loop(
            quiet(f), _quiet_like(grad, start.size, 1), _quiet_like(hess, start.size, 2), start, gtol, max_iter
        )
    except (TypeError, ValueError):
        check_numbers(start.copy(), f=f)
        raise


def _of_float(function: Callable[[float], float]) -> Callable[[Any], float]:
    return lambda x: function(x.item())


def _quiet_like(function: Callable[[Any], Any], d: int, ndim: int) -> Callable[[Any], Any]:
    """Return `function` with NaNs of the right shape in place of an overflow or a division by zero."""

    def guarded(x: Any) -> Any:
        try:
            return function(x)
        except ArithmeticError:
            return np.full((d,) * ndim, np.nan)

    return guarded
