"""What the functions of single numbers share: arguments that broadcast as those of NumPy's ufuncs do.

A kernel gets flat arrays of which each has one value or as many as the result, so that a parameter that is the same
for all is not written out; it returns the values and whether a parameter was out of its range, which then is looked
for, to say what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .. import _check
from .._jit import adapter_part

Run = Callable[..., Any]
"""A kernel that fills its last argument, and says whether a parameter is out of range."""
Refuse = Callable[..., None]
"""Raises if one of the arguments, arrays, is out of range."""

# -- for callers from Python -----------------------------------------------------------------------


def apply_to(run: Run, name: str, x: Any, refuse: Refuse) -> Any:
    """Run a kernel over one argument of any shape; a number gives a float. `refuse` is called if it finds a fault."""
    values = _check.array(x, name, None, finite=False)
    result = np.empty(values.shape)
    if run(values, result) if values.ndim == 1 else run(values.reshape(-1), result.reshape(-1)):
        refuse(values)
    return result if values.ndim else float(result)


def apply_to_all(run: Run, names: tuple[str, ...], arguments: tuple[Any, ...], refuse: Refuse) -> Any:
    """Run a kernel over arguments that broadcast; numbers alone give a float."""
    x, *parameters = arguments
    if type(x) is np.ndarray and x.ndim == 1 and {*map(type, parameters)} == {float}:
        values = _check.array(x, names[0], None, finite=False)  # the usual call: a sixth of the time of 20 values
        result = np.empty(values.shape)
        single = [_check.frozen(np.array((value,))) for value in parameters]
        if run(values, *single, result):
            refuse(values, *single)
        return result
    arrays = [_operand(value, name) for name, value in zip(names, arguments, strict=True)]
    shape = _common_shape(arrays, names)
    result = np.empty(shape)
    flat = [values if values.ndim == 1 == len(shape) else _flattened(values, shape) for values in arrays]
    if run(*flat, result if len(shape) == 1 else result.reshape(-1)):
        refuse(*arrays)
    return result if shape else float(result)


def _operand(value: Any, name: str) -> Any:
    if type(value) is float:
        values = np.array(value)
        values.setflags(write=False)
        return values
    return _check.array(value, name, None, finite=False)


def _common_shape(arrays: list[Any], names: tuple[str, ...]) -> tuple[int, ...]:
    shapes = {values.shape for values in arrays if values.ndim}
    if len(shapes) < 2:
        return shapes.pop() if shapes else ()
    try:
        return np.broadcast(*arrays).shape
    except ValueError:
        found = " and ".join(str(values.shape) for values in arrays)
        raise ValueError(f"{' and '.join(names)} must have shapes that broadcast together, got {found}") from None


def _flattened(values: Any, shape: tuple[int, ...]) -> Any:
    """Return a vector of one value, or of as many as the result has."""
    if not values.ndim or values.shape == shape:
        return values.reshape(-1)
    return _check.frozen(np.broadcast_to(values, shape).reshape(-1))


def refuse_degrees(name: str, values: Any) -> None:
    """Raise if degrees of freedom are not positive."""
    wrong = values[values <= 0.0]
    if wrong.size:
        raise ValueError(f"{name} must hold positive degrees of freedom, got {wrong.flat[0]}")


def refuse_probabilities(name: str, values: Any) -> None:
    """Raise if a value is not between 0 and 1."""
    wrong = values[(values < 0.0) | (values > 1.0)]
    if wrong.size:
        raise ValueError(f"{name} must hold probabilities between 0 and 1, got {wrong.flat[0]}")


# -- for callers from compiled code ----------------------------------------------------------------


@adapter_part
def common_length(a, b):
    """Return the length that two lengths broadcast to, or raise."""
    if a != b and a != 1 and b != 1:
        raise ValueError("the arrays must have one length, or the length 1")
    return b if a == 1 else a


@adapter_part
def degrees_compiled(df):
    """Return degrees of freedom as a double, or raise."""
    if df <= 0.0:
        raise ValueError("degrees of freedom must be positive")
    return np.float64(df)
