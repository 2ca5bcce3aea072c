"""The checks of this topic. A NaN or an infinity reaches every result, so it is looked for only where one came out."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._check import FloatArray, array, matrix
from .._jit import adapter_part
from .._magnitudes import _is_finite


def vectors(a: Any, b: Any) -> tuple[FloatArray, FloatArray]:
    """Return two vectors of one length, whose values are not checked."""
    a, b = array(a, "a", 1, finite=False), array(b, "b", 1, finite=False)
    if a.shape[0] != b.shape[0]:
        raise ValueError(f"a and b must have the same length, got {a.shape[0]} and {b.shape[0]}")
    if a.shape[0] == 0:
        raise ValueError("a and b must have at least one value, got 0")
    return a, b


def unchecked_matrix(X: Any, name: str) -> FloatArray:
    """Return a matrix with at least one row and one column, whose values are not checked."""
    values = array(X, name, 2, finite=False)
    return values if values.size else matrix(values, name)


def require_finite(**arguments: FloatArray) -> None:
    """Refuse arrays that hold NaN or infinity."""
    for name, values in arguments.items():
        array(values, name, None)


@adapter_part
def floats_compiled(x):
    """Return a contiguous array of float64, or raise where a value is not finite."""
    values = np.ascontiguousarray(x).astype(np.float64)  # in this order: astype keeps Fortran's
    if not _is_finite(values.reshape(values.size)):
        raise ValueError("every value must be finite")
    return values


@adapter_part
def vectors_compiled(a, b):
    """Return two contiguous vectors of one length, or raise."""
    if a.shape[0] != b.shape[0] or a.shape[0] == 0:
        raise ValueError("a and b must have the same length, at least 1")
    return floats_compiled(a), floats_compiled(b)
