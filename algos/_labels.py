"""Class labels as codes: the k-th smallest label becomes k.

Whole numbers in a narrow range, the usual case, are never sorted (``_label_codes.py``). Wide ranges go through
``np.unique``, text through a dictionary.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ._check import INT64, IntArray, frozen, same_length
from ._label_codes import _bounds, _encode_range, _encode_range_pair, _is_narrow
from ._label_values import read

__all__ = ["EncodedLabels", "EncodedPair", "LabelPair", "as_codes", "encode", "encode_pair", "positions", "read_pair"]


class EncodedLabels(NamedTuple):
    """Sorted distinct labels, and for each label its index among them."""

    classes: NDArray[Any]
    codes: IntArray


class EncodedPair(NamedTuple):
    """Sorted distinct labels of two vectors together, and their indices among them."""

    classes: NDArray[Any]
    codes_a: IntArray
    codes_b: IntArray


class LabelPair(NamedTuple):
    """Two label vectors as integers within low..high, and their sorted classes where these are not those integers."""

    classes: NDArray[Any] | None
    a: IntArray
    b: IntArray
    low: int
    high: int
    dtype: np.dtype[Any]


# -- encoding --------------------------------------------------------------------------------------


def _encode_values(values: NDArray[Any]) -> tuple[NDArray[Any], IntArray]:
    """Return (classes, codes) of what `read` gave."""
    if values.dtype is INT64:
        low, high = _bounds(frozen(values))
        if _is_narrow(low, high, values.shape[0]):
            return _encode_range(frozen(values), low, high)
    elif values.dtype.kind == "O":
        labels = values.tolist()
        ordered = sorted(set(labels))
        index = {label: code for code, label in enumerate(ordered)}
        classes = np.empty(len(ordered), object)
        classes[:] = ordered
        return classes, np.fromiter(map(index.__getitem__, labels), INT64, len(labels))
    classes, codes = np.unique(values, return_inverse=True)
    return classes, codes.astype(INT64, copy=False)


def encode(y: Any, name: str = "y") -> EncodedLabels:
    """Return the sorted classes of `y`, in its own dtype, and the codes as a read-only int64 vector.

    Parameters
    ----------
    y : array-like of shape (n,)
        Integers, bools, floats with whole values, or text; one kind only. May be empty.
    name : str
        What errors call it.

    Returns
    -------
    EncodedLabels
        `classes` and `codes`; ``classes[codes]`` equals `y`.

    Raises
    ------
    TypeError
        Text mixed with numbers; objects that are neither.
    ValueError
        Floats that are not whole ("Unknown label type: continuous"), NaN, None, or more than one column.

    Examples
    --------
    >>> classes, codes = encode(["cat", "ant", "cat"])
    >>> classes.tolist(), codes.tolist()
    (['ant', 'cat'], [1, 0, 1])
    """
    values, dtype = read(y, name)
    classes, codes = _encode_values(values)
    return EncodedLabels(classes if classes.dtype is dtype else classes.astype(dtype), frozen(codes))


def read_pair(a: Any, b: Any, name_a: str = "y_true", name_b: str = "y_pred") -> LabelPair:
    """Return two label vectors as integers within low..high; integers in a narrow range stay as they are.

    One step short of `encode_pair`: what only counts labels needs no codes, and saves two passes.
    """
    (values_a, dtype_a), (values_b, dtype_b) = read(a, name_a), read(b, name_b)
    same_length(values_a, values_b, name_a, name_b)
    kind_a, kind_b = values_a.dtype.kind, values_b.dtype.kind
    n = values_a.shape[0]
    if (kind_a == "O") != (kind_b == "O") and n:
        raise TypeError(
            f"{name_a} and {name_b} must hold labels of one kind; got {'text' if kind_a == 'O' else 'numbers'} and "
            f"{'text' if kind_b == 'O' else 'numbers'}"
        )
    dtype = dtype_a if dtype_a is dtype_b else np.result_type(dtype_a, dtype_b)
    if kind_a == "i" and kind_b == "i":
        values_a, values_b = frozen(values_a), frozen(values_b)
        (low_a, high_a), (low_b, high_b) = _bounds(values_a), _bounds(values_b)
        low, high = min(low_a, low_b), max(high_a, high_b)
        if _is_narrow(low, high, n):
            return LabelPair(None, values_a, values_b, low, high, dtype)
    elif kind_a != kind_b:  # int64, uint64 and float64 share no type that keeps every whole number: use Python's
        values_a, values_b = (np.array([*map(int, values.tolist())], object) for values in (values_a, values_b))
    classes, codes = _encode_values(np.concatenate([values_a, values_b]))
    codes = frozen(codes)
    return LabelPair(classes, codes[:n], codes[n:], 0, len(classes) - 1, classes.dtype)


def encode_pair(a: Any, b: Any, name_a: str = "y_true", name_b: str = "y_pred") -> EncodedPair:
    """Return the sorted classes of two label vectors of one length together, and the codes of each.

    Parameters
    ----------
    a, b : array-like of shape (n,)
        Labels, as for `encode`; both text or both numbers. May be empty.
    name_a, name_b : str
        What errors call them.

    Returns
    -------
    EncodedPair
        `classes`, `codes_a` and `codes_b`; the codes are read-only int64 vectors.

    Raises
    ------
    TypeError, ValueError
        As `encode`; also where the lengths differ, or text meets numbers.

    Examples
    --------
    >>> classes, truth, guess = encode_pair([3, 5], [5, 9])
    >>> classes.tolist(), truth.tolist(), guess.tolist()
    ([3, 5, 9], [0, 1], [1, 2])
    """
    pair = as_codes(read_pair(a, b, name_a, name_b))
    assert pair.classes is not None
    return EncodedPair(pair.classes, pair.a, pair.b)


def as_codes(pair: LabelPair) -> LabelPair:
    """Return the pair with its classes, and codes in place of labels."""
    if pair.classes is not None:
        return pair
    classes, a, b = _encode_range_pair(pair.a, pair.b, pair.low, pair.high)
    if pair.dtype is not INT64:
        classes = classes.astype(pair.dtype)
    return LabelPair(classes, frozen(a), frozen(b), 0, len(classes) - 1, pair.dtype)


def positions(labels: Any, classes: NDArray[Any], name: str = "labels") -> IntArray:
    """Return the index of each label within sorted `classes`, -1 where it does not occur there.

    >>> positions([9, 3], np.array([3, 5])).tolist()
    [-1, 0]
    """
    values, _ = read(labels, name)
    index = {label: code for code, label in enumerate(classes.tolist())}
    wanted = values.tolist()
    if len(set(wanted)) != len(wanted):
        raise ValueError(f"{name} must not repeat a label, got {wanted}")
    if wanted and index and isinstance(wanted[0], (str, bytes)) != (classes.dtype.kind in "OUST"):
        raise TypeError(f"{name} must hold labels of the same kind as the data, got {wanted[0]!r}")
    return np.array([index.get(label, -1) for label in wanted], INT64)
