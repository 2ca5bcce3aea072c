"""From anything array-like to an ndarray of float64 or int64, or a refusal of what would lose its meaning.

The first half of `_check`: nothing here knows what the numbers are for.
"""

from __future__ import annotations

from math import log10
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["FLOAT64", "INT64", "FloatArray", "IntArray", "as_numpy", "convert", "feature_names", "frozen", "written"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

FLOAT64 = np.dtype(np.float64)
INT64 = np.dtype(np.int64)


def as_numpy(x: Any, name: str) -> NDArray[Any]:
    """Turn anything array-like into an ndarray of its own dtype, or refuse what would lose its meaning."""
    if isinstance(x, np.ma.MaskedArray):
        raise TypeError(
            f"{name} is a masked array, whose mask would be lost; pass {name}.compressed() or .filled(value)"
        )
    if isinstance(x, np.matrix):
        raise TypeError(f"{name} is a np.matrix; pass np.asarray({name})")
    if hasattr(x, "toarray") and hasattr(x, "nnz"):
        raise TypeError(f"{name} is a sparse {type(x).__name__}, dense data is required; use {name}.toarray()")
    if not isinstance(x, np.ndarray) and hasattr(x, "__dlpack_device__") and not hasattr(x, "__array__"):
        raise TypeError(f"{name} is a {type(x).__name__} on another device; copy it to the CPU and pass a NumPy array")
    _refuse_text_columns(x, name)
    if isinstance(x, (str, bytes, dict, set, frozenset)) or x is None:
        raise TypeError(f"{name} must be an array of numbers, got {type(x).__name__}")
    try:
        return np.asarray(x)
    except (ValueError, TypeError, OverflowError) as error:
        raise ValueError(f"{name} must be a regular array of numbers: {error}") from None


def _refuse_text_columns(x: Any, name: str) -> None:
    """Name the first column of a DataFrame that holds no numbers, since NumPy would only show one of its values."""
    if not hasattr(x, "columns") or not hasattr(x, "dtypes"):
        return
    for column, dtype in zip(x.columns, x.dtypes, strict=True):
        kind = str(dtype).lower()
        if kind.startswith(("category", "string", "str", "enum", "utf8")):
            raise ValueError(f"{name} has a non-numeric column {column!r} of dtype {dtype}; encode it as numbers first")


def convert(x: Any, name: str, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Convert to float64 or int64 without losing anything silently."""
    values = as_numpy(x, name)
    kind = values.dtype.kind
    if kind == "c":
        raise ValueError(f"Complex data not supported: {name} has dtype {values.dtype}")
    if kind in "mM":
        raise TypeError(
            f"{name} holds dates or durations ({values.dtype}); convert them to numbers with a unit you choose"
        )
    if kind in "SUT":
        raise ValueError(f"{name} must hold numbers, got text such as {str(values.flat[0]) if values.size else ''!r}")
    if kind == "V":
        raise TypeError(f"{name} must be a plain array of numbers, got structured dtype {values.dtype}")
    if kind == "O":
        values = _from_objects(values, name)
    if dtype is INT64:
        return _to_integers(values, name)
    return np.ascontiguousarray(values, dtype=FLOAT64) if values.ndim else values.astype(FLOAT64)


def _from_objects(values: NDArray[Any], name: str) -> NDArray[Any]:
    for index, item in np.ndenumerate(values):
        if isinstance(item, (str, bytes)):
            raise ValueError(f"{name} must hold numbers, got text {item!r} at position {index}")
        if isinstance(item, complex) and not isinstance(item, Real):
            raise ValueError(f"Complex data not supported: {name} holds {item!r} at position {index}")
        if not isinstance(item, (Real, np.bool_)) and not hasattr(item, "__float__"):
            raise TypeError(
                f"{name}: argument must be a string or a number, got {type(item).__name__} at position {index}"
            )
    try:
        return values.astype(FLOAT64)
    except OverflowError:
        item = next(item for item in values.flat if _overflows(item))
        raise ValueError(f"{name} must hold finite numbers of double precision, got {written(item)}") from None


def _overflows(item: Any) -> bool:
    try:
        float(item)
    except OverflowError:
        return True
    return False


def written(value: Any) -> str:
    """Write an integer into an error, or say how large it is: Python itself refuses to write more than 4300 digits."""
    if isinstance(value, int):
        return str(value) if abs(value) < 1e30 else f"an int near {'-' * (value < 0)}10**{log10(abs(value)):.0f}"
    return f"a {type(value).__name__} beyond it"


def _to_integers(values: NDArray[Any], name: str) -> IntArray:
    if values.dtype.kind in "bi":
        return np.asarray(values, dtype=INT64, order="C")
    if values.dtype.kind == "u":
        if values.size and values.max() > np.iinfo(np.int64).max:
            raise ValueError(f"{name} must fit 64-bit signed integers, got {values.max()}")
        return np.asarray(values, dtype=INT64, order="C")
    wrong = ~np.isfinite(values) | (values != np.floor(values)) | (np.abs(values) >= 2.0**63)
    if wrong.any():
        raise ValueError(f"{name} must hold integers, got {values[wrong].flat[0]}")
    return np.asarray(values, dtype=INT64, order="C")


def frozen(values: NDArray[Any]) -> NDArray[Any]:
    """Return a read-only view: one specialisation for every caller, and a kernel that writes to it will not compile."""
    if values.flags.writeable:
        values = values.view()
        values.setflags(False)  # type: ignore[call-arg]  # write=False, 0.1 µs slower by its name than by its place
    return values


def feature_names(X: Any) -> NDArray[Any] | None:
    """Return the column names of a data frame when all are strings, None when there are none."""
    columns = getattr(X, "columns", None)
    if columns is None or (not hasattr(X, "__array__") and not hasattr(X, "to_numpy")):
        return None
    names = [*columns]
    texts = [isinstance(name, str) for name in names]
    if not any(texts):
        return None
    if not all(texts):
        kinds = sorted({type(name).__name__ for name in names})
        raise TypeError(
            "Feature names are only supported if all input features have string names, but your input has "
            f"{kinds} as feature name / column name types. Convert them with X.columns = X.columns.astype(str)."
        )
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"X has more than one column named {twice!r}; column names must be unique")
    return np.asarray(names, dtype=object)
