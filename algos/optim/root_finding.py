r"""Newton's method for a root of a function of one variable: follow the tangent to where it is zero.

.. math:: x_{t+1} = x_t - \frac{f(x_t)}{f'(x_t)}

One loop, `_newton_root_loop`, serves both worlds: called from Python it runs as it stands and takes any function;
inside ``@njit`` it is compiled together with the functions that it is given.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .._check import integer, number
from .._jit import compiled_as

__all__ = ["RootResult", "newton_root"]

_INFINITY = float("inf")
_TOL = 1.48e-8
_RTOL = 4 * 2.0**-52


class RootResult(NamedTuple):
    """Where the iteration ended, and why.

    Attributes
    ----------
    root : float
        The last iterate.
    value : float
        The function's value there.
    n_iter : int
        Number of steps taken.
    converged : bool
        Whether the value is zero or the last step was within the tolerance.
    reason : str
        "converged", "zero derivative", "not finite" (a value, a slope or the step to take) or "max_iter".
    """

    root: float
    value: float
    n_iter: int
    converged: bool
    reason: str


def _newton_root_loop(f, df, x0, tol=_TOL, rtol=_RTOL, max_iter=50):
    if not (tol >= 0.0 and rtol >= 0.0):
        raise ValueError("tol and rtol must not be negative")
    if max_iter < 1:
        raise ValueError("max_iter must be at least 1")
    x = float(x0)
    value = float(f(x))
    for n_iter in range(max_iter):
        if value == 0.0:
            return RootResult(x, value, n_iter, True, "converged")
        slope = float(df(x))
        if slope == 0.0:
            return RootResult(x, value, n_iter, False, "zero derivative")
        step = value / slope
        if not (abs(step) < _INFINITY and abs(slope) < _INFINITY):
            return RootResult(x, value, n_iter, False, "not finite")
        x -= step
        value = float(f(x))
        if abs(step) <= tol + rtol * abs(x) and abs(value) < _INFINITY:
            return RootResult(x, value, n_iter + 1, True, "converged")
    if value == 0.0:
        return RootResult(x, value, max_iter, True, "converged")
    return RootResult(x, value, max_iter, False, "max_iter" if abs(value) < _INFINITY else "not finite")


def quiet(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return `function` with NaN in place of an overflow or a division by zero, which Python's floats raise."""

    def guarded(x: Any) -> Any:
        try:
            value = function(x)
            return float(value) if type(value) is int else value  # of 400 digits: no double holds it
        except ArithmeticError:
            return float("nan")

    return guarded


def check_functions(**functions: Any) -> None:
    """Refuse what cannot be called."""
    for name, function in functions.items():
        if not callable(function):
            raise TypeError(f"{name} must be a function of x, got {type(function).__name__}")


def check_numbers(x: Any, **functions: Callable[[Any], Any]) -> None:
    """Say which function does not return a number; called once something has gone wrong."""
    for name, function in functions.items():
        value = quiet(function)(x)
        try:
            float(value)
        except (TypeError, ValueError):
            raise TypeError(f"{name} must return a real number, got {value!r}") from None


@compiled_as(_newton_root_loop)
def newton_root(
    f: Callable[[float], float],
    df: Callable[[float], float],
    x0: float,
    tol: float = _TOL,
    rtol: float = _RTOL,
    max_iter: int = 50,
) -> RootResult:
    r"""Find a root of a function of one variable by Newton's method.

    .. math:: x_{t+1} = x_t - \frac{f(x_t)}{df(x_t)}

    Parameters
    ----------
    f, df : callable
        The function and its derivative, from float to float; plain or jitted. With a derivative and a second derivative
        the method finds an extremum.
    x0 : float
        Where to start. Newton's method converges from near enough, not from everywhere.
    tol, rtol : float
        Stop when a step is at most ``tol + rtol * abs(x)`` long; not negative. The defaults are SciPy's 1.48e-8, and
        four units in the last place so that large roots are found too.
    max_iter : int
        Largest number of steps, at least 1.

    Returns
    -------
    RootResult
        ``root``, the function's ``value`` there, ``n_iter`` steps taken, ``converged`` and the ``reason`` for the end.
        A failure is a result, not an error: ``converged`` is False and the last iterate is returned.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described. What `f` and `df` raise is passed on, except for ArithmeticError (overflow,
        division by zero), which counts as a value that is not finite. Inside ``@njit`` that is passed on too.

    See Also
    --------
    scipy.optimize.newton : the library it is tested against.
    newton_step : one step.
    newton : minimisation, in any number of dimensions.

    Notes
    -----
    Time O(1) per step, memory O(1).
    Near a simple root the number of right digits doubles with each step; at a multiple root the error only shrinks by a
    constant factor. A cycle ends at `max_iter`.

    References
    ----------
    .. [1] Press et al., "Numerical Recipes", 3rd ed., section 9.4.

    Examples
    --------
    The square root of 9 from 5: 5 - 16/10 = 3.4, then 3.4 - 2.56/6.8 = 3.0235...

    >>> newton_root(lambda x: x * x - 9, lambda x: 2 * x, 5.0, max_iter=1).root
    3.4
    >>> newton_root(lambda x: x * x - 9, lambda x: 2 * x, 5.0)
    RootResult(root=3.0, value=0.0, n_iter=5, converged=True, reason='converged')
    """
    if not (callable(f) and callable(df)):
        check_functions(f=f, df=df)
    # The cheap halves of these tests keep a whole call near two microseconds.
    if type(x0) is not float or not abs(x0) < _INFINITY:
        x0 = number(x0, "x0")
    if type(tol) is not float or not 0.0 <= tol < _INFINITY:
        tol = number(tol, "tol", at_least=0.0)
    if type(rtol) is not float or not 0.0 <= rtol < _INFINITY:
        rtol = number(rtol, "rtol", at_least=0.0)
    if type(max_iter) is not int or max_iter < 1:
        max_iter = integer(max_iter, "max_iter", at_least=1)
    try:
        return _newton_root_loop(f, df, x0, tol, rtol, max_iter)
    except ArithmeticError:
        return _newton_root_loop(quiet(f), quiet(df), x0, tol, rtol, max_iter)
    except (TypeError, ValueError):
        check_numbers(x0, f=f, df=df)
        raise
