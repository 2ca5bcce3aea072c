r"""One step of Newton's method, for a root or an extremum, in one dimension or many.

.. math:: x + s p, \quad (H + \tau I) p = -g
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._check import array, boolean, number
from .._jit import compiled_as, kernel, types
from ._shifted_cholesky import _eliminate, _largest, _shifted_direction

__all__ = ["NewtonStep", "newton_step"]


class NewtonStep(NamedTuple):
    """Where the step leads, and how.

    Attributes
    ----------
    x : ndarray of shape (d,) or float
        The next iterate: a float or d values, as x was.
    direction : ndarray of shape (d,) or float
        p, the whole step.
    shift : float
        What was added to the diagonal of the Hessian: 0 unless `modify` is set and it was not positive definite.
    """

    x: Any
    direction: Any
    shift: float


@kernel
def _vector_step(x, p, H, modify, step_size):
    """Overwrite x with the next iterate, p, the gradient, with the direction, and H; return the shift and success."""
    shift, regular = 0.0, True
    if modify:
        shift = _shifted_direction(p, H, np.empty_like(H), p)
    elif _largest(H) < np.inf:
        for i in range(p.shape[0]):
            p[i] = -p[i]
        regular = _eliminate(H, p)
    else:
        regular = False
    for i in range(x.shape[0]):
        x[i] += step_size * p[i]
    return shift, regular and not np.isnan(shift) and _largest(p) < np.inf


def _value_compiled(of, x):  # noqa: ARG001
    if isinstance(of, (types.Number, types.Array)):
        return lambda of, x: of  # noqa: ARG005
    return lambda of, x: of(x)


@compiled_as(_value_compiled, by_type=True)
def _value(of: Any, x: Any) -> Any:
    """Return a function's value at x, or what was given in its place."""
    return of(x) if callable(of) else of


def _newton_step_compiled(x, grad, hess, modify=False, step_size=1.0):  # noqa: ARG001
    if isinstance(x, types.Array):

        def vector_step(x, grad, hess, modify=False, step_size=1.0):
            g, H = _value(grad, x).astype(np.float64), _value(hess, x).astype(np.float64)
            if g.shape != x.shape or H.shape != (x.shape[0], x.shape[0]):
                raise ValueError("grad must have d values and hess d rows of d values")
            new = x.astype(np.float64)
            shift, regular = _vector_step(new, g, H, bool(modify), float(step_size))
            if not regular:
                raise ValueError("there is no Newton step: grad and hess must be finite, and hess regular")
            return NewtonStep(new, g, shift)

        return vector_step

    def scalar_step(x, grad, hess, modify=False, step_size=1.0):
        g, H = np.full(1, np.float64(_value(grad, x))), np.full((1, 1), np.float64(_value(hess, x)))
        new = np.full(1, np.float64(x))
        shift, regular = _vector_step(new, g, H, bool(modify), float(step_size))
        if not regular:
            raise ValueError("there is no Newton step: grad and hess must be finite, and hess not zero")
        return NewtonStep(new[0], g[0], shift)

    return scalar_step


@compiled_as(_newton_step_compiled, by_type=True)
def newton_step(x: Any, grad: Any, hess: Any, modify: bool = False, step_size: float = 1.0) -> NewtonStep:
    r"""One step of Newton's method.

    .. math:: x + s p, \quad (H + \tau I) p = -g

    Parameters
    ----------
    x : float or array_like of shape (d,)
        The current iterate.
    grad : float, array_like of shape (d,), or callable
        The gradient g at x; for a root, the function's value. A callable is called with x.
    hess : float, array_like of shape (d, d), or callable
        The Hessian H at x; for a root, the derivative (for a system of equations, the Jacobian). A callable is called
        with x.
    modify : bool
        Whether to add a multiple of the identity if H is not positive definite, so that the step leads downhill, as
        `newton` does. Otherwise the step goes to wherever the model is stationary, also to a maximum or a saddle
        point.
    step_size : float
        s, the part of the step that is taken: 1 is the whole step, less is a damped one.

    Returns
    -------
    NewtonStep
        The new ``x``, the ``direction`` p and the ``shift``.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described or not finite.
    numpy.linalg.LinAlgError
        If H is singular and `modify` is not set; this too is a ValueError.

    See Also
    --------
    newton_root : takes this step in one dimension; scipy.optimize.newton is what that is tested against.
    newton : takes this step with ``modify=True``, damped where f asks for it.

    Notes
    -----
    Time O(d^3), memory O(d^2).

    References
    ----------
    .. [1] Nocedal and Wright, "Numerical Optimization", 2nd ed., equation 3.30 and algorithm 3.3.

    Examples
    --------
    The minimum of x^4/4 - 2x from 2, where the slope x^3 - 2 is 6 and the curvature 3x^2 is 12:

    >>> newton_step(2.0, 6.0, 12.0)
    NewtonStep(x=1.5, direction=-0.5, shift=0.0)
    >>> newton_step(2.0, lambda x: x**3 - 2, lambda x: 3 * x**2).x
    1.5
    """
    modify = boolean(modify, "modify")
    step_size = number(step_size, "step_size")
    point = array(x, "x", None)
    if point.ndim > 1 or point.size == 0:
        raise ValueError(f"x must be a number or a vector of at least one, got shape {point.shape}")
    at = point.copy() if point.ndim else float(point)
    g = array(_value(grad, at), "grad", None, finite=False)
    H = array(_value(hess, at), "hess", None, finite=False)
    if g.shape != point.shape or H.shape != 2 * point.shape:
        raise ValueError(
            f"grad and hess must have the shapes {point.shape} and {2 * point.shape}, got {g.shape} and {H.shape}"
        )
    new, p, A = point.copy(), g.copy(), H.copy()
    if not point.ndim:
        new, p, A = new.reshape(1), p.reshape(1), A.reshape(1, 1)
    shift, regular = _vector_step(new, p, A, modify, step_size)
    if not regular:
        array(g, "grad", None)
        array(H, "hess", None)
        raise np.linalg.LinAlgError(
            f"hess is singular, so there is no Newton step; modify=True gives one; got {H.tolist()}"
        )
    return NewtonStep(new, p, shift) if point.ndim else NewtonStep(new.item(), p.item(), float(shift))
