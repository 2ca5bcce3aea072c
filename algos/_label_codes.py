"""Integer labels as codes 0, 1, 2, ..., inside compiled code.

A table over the range of the labels is marked in one pass, numbered, and read in a second; labels too far apart for a
table are sorted.
"""

from __future__ import annotations

import numpy as np

from ._jit import kernel


@kernel
def _bounds(y):
    """Return the smallest and the largest integer of a vector; (0, -1) when it is empty."""
    if y.shape[0] == 0:
        return 0, -1
    low = high = y[0]
    for i in range(y.shape[0]):  # `for value in y` does not vectorise: 40 µs against 13 for 100 000
        low = min(low, y[i])
        high = max(high, y[i])
    return low, high


@kernel
def _mark(y, low, table):
    """Set the table's entry of every integer that occurs."""
    for i in range(y.shape[0]):
        table[y[i] - low] = 1


@kernel
def _number(low, table):
    """Replace the marks by 0, 1, 2, ... in order and return the integers that they stand for."""
    count = 0
    for mark in table:
        count += mark
    classes = np.empty(count, np.int64)
    code = 0
    for i in range(table.shape[0]):
        if table[i] == 1:
            classes[code] = low + i
            table[i] = code
            code += 1
    return classes


@kernel
def _look_up(y, low, table):
    """Return the table's entry of every integer."""
    codes = np.empty(y.shape[0], np.int64)
    for i in range(y.shape[0]):
        codes[i] = table[y[i] - low]
    return codes


@kernel
def _encode_range(y, low, high):
    """Return (classes, codes) of integers within low..high, by a table over that range."""
    table = np.zeros(high - low + 1, np.int64)
    _mark(y, low, table)
    classes = _number(low, table)
    return classes, _look_up(y, low, table)


@kernel
def _encode_range_pair(a, b, low, high):
    """Return (classes, codes of a, codes of b) of integers within low..high."""
    table = np.zeros(high - low + 1, np.int64)
    _mark(a, low, table)
    _mark(b, low, table)
    classes = _number(low, table)
    return classes, _look_up(a, low, table), _look_up(b, low, table)


@kernel
def _is_narrow(low, high, n):
    """Tell whether a table over low..high is worth its memory; `high - low` may overflow, so halves are compared."""
    return high // 2 - low // 2 <= max(512, n)


@kernel
def _whole(y):
    """Copy labels of any numeric type to int64, for adapters; a value that is not a whole number clears the flag.

    Beyond 2**53 neighbouring floats are no longer one apart, and a label there is as likely a measurement: refused.
    """
    values = np.empty(y.shape[0], np.int64)
    whole = True
    for i in range(y.shape[0]):
        value = y[i]
        if not abs(np.float64(value)) <= 9007199254740992.0 or np.float64(value) != np.floor(np.float64(value)):
            whole = False
            values[i] = 0
        else:
            values[i] = np.int64(value)
    return values, whole


@kernel
def _position(classes, label):
    """Return the index of a label within ascending classes, -1 where it is not one of them."""
    low, high = 0, classes.shape[0] - 1
    while low < high:
        middle = (low + high) // 2
        if classes[middle] < label:
            low = middle + 1
        else:
            high = middle
    return low if low == high and classes[low] == label else -1


@kernel
def _encode_sorted_pair(a, b):
    """Return (classes, codes of a, codes of b) of any integers, by sorting them."""
    both = np.empty(a.shape[0] + b.shape[0], np.int64)
    for i in range(a.shape[0]):  # loops: NumPy's slices compile for longer than all the rest
        both[i] = a[i]
    for i in range(b.shape[0]):
        both[a.shape[0] + i] = b[i]
    both.sort()
    k = 1
    for i in range(1, both.shape[0]):
        if both[i] != both[k - 1]:
            both[k] = both[i]
            k += 1
    classes = both[:k].copy()
    codes_a, codes_b = np.empty_like(a), np.empty_like(b)
    for i in range(a.shape[0]):
        codes_a[i] = _position(classes, a[i])
    for i in range(b.shape[0]):
        codes_b[i] = _position(classes, b[i])
    return classes, codes_a, codes_b


@kernel
def _encode_pair(a, b):
    """Return (classes, codes of a, codes of b) of two int64 vectors; what adapters call in place of `encode_pair`."""
    n = a.shape[0]
    low, high = _bounds(a)
    low_b, high_b = _bounds(b)
    low, high = min(low, low_b), max(high, high_b)
    if _is_narrow(low, high, n):
        return _encode_range_pair(a, b, low, high)
    return _encode_sorted_pair(a, b)
