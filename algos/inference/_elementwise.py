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

Rule = Callable[[Any], Any]
"""From values to whether each is out of range; a NaN is not."""

# -- for callers from Python -----------------------------------------------------------------------


def apply_to(run: Callable[..., Any], arguments: tuple[tuple[str, Any], ...], refuse: Callable[..., None]) -> Any:
    """Run a kernel over arguments of any shapes; numbers alone give a float. `refuse` is called if it finds a fault."""
    arrays = [_check.array(value, name, None, finite=False) for name, value in arguments]
    shape = arrays[0].shape
    if any(values.shape != shape for values in arrays):
        shape = _common_shape(arrays, arguments)
    size = 1
    for length in shape:
        size *= length
    flat = [_flattened(values, shape, size) for values in arrays]
    values, wrong = run(*flat, size)
    if wrong:
        refuse(*arrays)
    return values.reshape(shape) if shape else float(values[0])


def _common_shape(arrays: list[Any], arguments: tuple[tuple[str, Any], ...]) -> tuple[int, ...]:
    try:
        return np.broadcast(*arrays).shape
    except ValueError:
        names = " and ".join(name for name, _ in arguments)
        shapes = " and ".join(str(values.shape) for values in arrays)
        raise ValueError(f"{names} must have shapes that broadcast together, got {shapes}") from None


def _flattened(values: Any, shape: tuple[int, ...], size: int) -> Any:
    if values.ndim == 1 and (values.shape == shape or values.shape[0] == 1):
        return values
    if values.shape == shape or (values.size == 1 and size):
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
