"""What may be a class label: whole numbers, bools and text, of one kind.

`read` converts and checks, as `_check` does for numbers; it never sorts and compiles nothing.
"""

from __future__ import annotations

import sys
import warnings
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._convert import INT64, as_numpy, written

__all__ = ["read"]

_TOP = np.iinfo(np.int64).max


def _refuse_missing(label: Any, name: str) -> None:
    if label is None or type(label).__name__ == "NAType" or label != label:
        what = "NaN" if isinstance(label, Real) else str(label)
        raise ValueError(f"Input {name} contains {what}; every label must be known")


def _refuse_mixture(types: set[type], name: str) -> None:
    """Refuse text beside numbers, and bytes beside text, which NumPy would turn into text without a word."""
    texts = {kind for kind in types if issubclass(kind, (str, bytes))}
    if texts and (texts != types or len({issubclass(kind, bytes) for kind in texts}) == 2):
        found = ", ".join(sorted(kind.__name__ for kind in types))
        raise TypeError(f"{name} must hold labels of one kind, all text or all numbers; got a mixture of {found}")


def _flat(y: Any, name: str) -> NDArray[Any]:
    """Return labels as a vector of their own dtype; a column is flattened with scikit-learn's warning."""
    if type(y) is np.ndarray:
        values: NDArray[Any] = y
    else:
        types: set[type] = set()
        if isinstance(y, (list, tuple)):
            types = set(map(type, y))
            if len(types) > 1:
                for label in y:
                    if not isinstance(label, (str, bytes)):
                        _refuse_missing(label, name) if np.ndim(label) == 0 else None
                _refuse_mixture(types, name)
        values = as_numpy(y, name)
        if values.dtype.kind == "f" and types == {int}:
            values = np.array(y, object)  # NumPy read integers beyond 2**63 as floats, and would merge neighbours
    if values.ndim == 2 and values.shape[1] == 1:
        exceptions = sys.modules.get("sklearn.exceptions")
        category = UserWarning if exceptions is None else exceptions.DataConversionWarning
        warnings.warn(
            f"A column-vector y was passed when a 1d array was expected; {name} has shape {values.shape}. Please "
            f"change it to (n_samples,), for example with {name}.ravel().",
            category,
            stacklevel=4,
        )
        values = values.ravel()
    if values.ndim != 1:
        raise ValueError(f"{name} should be a 1d array of labels, got an array of shape {values.shape} instead")
    return values


def read(y: Any, name: str) -> tuple[NDArray[Any], np.dtype[Any]]:
    """Return labels as int64 where they fit, else as whole uint64 or float64, or as text; and the dtype of classes."""
    values = _flat(y, name)
    dtype = values.dtype
    if dtype is INT64:
        return np.ascontiguousarray(values), dtype
    if dtype.kind == "O":
        values = _from_objects(values, name)
        if values.dtype.kind == "O":
            return values, values.dtype
        dtype = values.dtype
    if dtype.kind in "bi":
        return np.ascontiguousarray(values, INT64), dtype.newbyteorder("=")
    if dtype.kind == "u":
        fits = values.size == 0 or values.max() <= _TOP
        return np.ascontiguousarray(values, INT64 if fits else np.uint64), dtype.newbyteorder("=")
    if dtype.kind == "f":
        return _from_floats(values.astype(np.float64), name), np.dtype(np.float64 if dtype.itemsize > 8 else dtype.type)
    if dtype.kind in "UST":
        return _from_objects(values.astype(object), name), dtype if dtype.kind == "T" else dtype.newbyteorder("=")
    if dtype.kind == "c":
        raise ValueError(f"Complex data not supported: {name} has dtype {dtype}")
    raise TypeError(f"{name} must hold labels that are whole numbers or text, got dtype {dtype}")


def _from_floats(values: NDArray[np.float64], name: str) -> NDArray[Any]:
    """Return whole floats as int64, or as they are beyond it; 0.0 and -0.0 are one label."""
    if not np.isfinite(values).all():
        what = "NaN" if np.isnan(values).any() else "infinity"
        raise ValueError(f"Input {name} contains {what}; every label must be known")
    if (values != np.floor(values)).any():
        example = values[values != np.floor(values)][0]
        raise ValueError(
            f"Unknown label type: continuous. {name} holds {example}; class labels are whole numbers or text. Was a "
            "regression target passed to a classifier?"
        )
    if values.size and np.abs(values).max() >= 2.0**63:
        return values + 0.0
    return values.astype(INT64)


def _from_objects(values: NDArray[Any], name: str) -> NDArray[Any]:
    """Check Python objects by their distinct values; numbers become a numeric array."""
    try:
        distinct = set(values.tolist())
    except TypeError:
        raise TypeError(
            f"{name} must hold labels that are numbers or text; argument must be a string or a number, got "
            f"{', '.join(sorted({type(item).__name__ for item in values}))}"
        ) from None
    for label in distinct:
        _refuse_missing(label, name)
    types = set(map(type, distinct))
    for kind in types:
        if not issubclass(kind, (str, bytes, Real, np.bool_)):
            raise TypeError(f"{name}: argument must be a string or a number, got a label of type {kind.__name__}")
    _refuse_mixture(set(map(type, values.tolist())) if len(types) > 1 else types, name)
    if distinct and not any(issubclass(kind, (str, bytes)) for kind in types):
        return _from_integers(values, name) if types == {int} else np.asarray(values.tolist())
    return values


def _from_integers(values: NDArray[Any], name: str) -> NDArray[Any]:
    for dtype in (np.int64, np.uint64):
        try:
            return values.astype(dtype)
        except OverflowError:
            continue
    raise ValueError(f"{name} must hold labels that fit 64-bit integers, got {written(max(values, key=abs))}")
