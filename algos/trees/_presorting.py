"""What a scan reads: the samples in the order of every feature, sorted once."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._check import frozen
from .._jit import adapter_part, kernel
from .impurity import ENTROPY, GINI

CRITERIA = {"entropy": ENTROPY, "log_loss": ENTROPY, "gini": GINI}


class Presorted(NamedTuple):
    """The samples in the order of each feature, and what the scans need to know of them.

    An entry of `order` is ``row << shift | class``, so that a scan reads the classes in sequence.
    """

    columns: NDArray[np.float64]  # (d, n)
    order: NDArray[Any]  # (d, n), int32 where n << shift fits, else int64
    shift: int
    weight: NDArray[np.float64]  # (n,), or empty: every sample counts one
    criterion: int
    table: NDArray[np.float64]  # Gini: 1 / c for c = 0..n
    steps: NDArray[np.int64]  # entropy: g(c + 1) - g(c) for c = 0..n-1, in units of 1 / scale
    scale: float


class Scratch(NamedTuple):
    """Working arrays, allocated once a tree."""

    counts: NDArray[np.int64]  # (k,) samples of each class in the node
    left: NDArray[np.int64]  # (k,) and left of the cut
    masses: NDArray[np.float64]  # (k,) the same by weight
    side: NDArray[np.float64]  # (k,) on one side of the cut
    terms: NDArray[np.float64]  # (k,)
    right_purity: NDArray[np.float64]  # (n,) with weights, else empty
    right_weight: NDArray[np.float64]


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _transpose(X, columns):
    """Copy rows to columns, 32 rows at a time, so that neither side leaves the cache: a quarter of NumPy's time."""
    n, d = X.shape
    for first in range(0, n, 32):
        for j in range(d):
            for i in range(first, min(n, first + 32)):
                columns[j, i] = X[i, j]


@kernel
def _pack(rows, codes, shift, entries):
    for i in range(rows.shape[0]):
        entries[i] = rows[i] << shift | codes[rows[i]]


@kernel
def _fill_inverses(table):
    for c in range(1, table.shape[0]):
        table[c] = 1.0 / c


@kernel
def _fill_steps(steps):
    """Fill in the steps of c log2(c), in units so small that n log2(n) just fits 61 bits; return units per one."""
    n = steps.shape[0]
    scale = 1.0
    while scale * n * np.log2(n + 1.0) < 2.0**60:
        scale *= 2.0
    below = 0
    for c in range(1, n + 1):
        here = np.int64(np.rint(scale * (c * np.log2(c))))
        steps[c - 1] = here - below
        below = here
    return scale


# -- set-up, of which all but `presort` also runs inside compiled callers ----------------------------


@adapter_part
def class_bits(n_classes):
    """Return how many bits a class takes: the `shift` of Presorted."""
    shift = 0
    while 1 << shift < n_classes:
        shift += 1
    return shift


@adapter_part
def sort_features(X, codes, shift, order):
    """Fill `order`; return the columns of X, each in one piece."""
    n, d = X.shape
    columns = np.empty((d, n))
    _transpose(X, columns)
    for feature in range(d):
        _pack(np.argsort(columns[feature]), codes, shift, order[feature])
    return columns


@adapter_part
def count_tables(n, criterion, weighted):
    """Return (table, steps, scale): what the scan for this criterion looks up; without weights, else it is empty."""
    table = np.zeros(n + 1 if criterion == GINI and not weighted else 0)
    steps = np.zeros(n if criterion == ENTROPY and not weighted else 0, np.int64)
    _fill_inverses(table)
    scale = _fill_steps(steps) if steps.shape[0] > 0 else 1.0
    return table, steps, scale


@adapter_part
def scratch(n, n_classes, weighted):
    """Allocate the working arrays of the scans."""
    k, m = n_classes, n if weighted else 0
    return Scratch(
        np.zeros(k, np.int64),
        np.zeros(k, np.int64),
        np.zeros(k),
        np.zeros(k),
        np.zeros(k),
        np.empty(m),
        np.empty(m),
    )


def presort(
    X: NDArray[np.float64],
    codes: NDArray[np.int64],
    n_classes: int,
    weight: NDArray[np.float64],
    criterion: int,
    entry: type[np.signedinteger[Any]] | None = None,
) -> Presorted:
    """Sort every feature once; `entry` is the integer type of `order`, by default the smallest that fits."""
    n, d = X.shape
    shift = class_bits(n_classes)
    if entry is None:
        entry = np.int32 if n << shift <= 2**31 else np.int64
    order = np.empty((d, n), entry)
    columns = sort_features(X, codes, shift, order)
    table, steps, scale = count_tables(n, criterion, weight.size > 0)
    return Presorted(frozen(columns), order, shift, frozen(weight), criterion, table, steps, float(scale))
