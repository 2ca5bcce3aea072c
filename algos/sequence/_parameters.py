"""The parameters of a hidden Markov model and the cutting of data into sequences: checks that its files share."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._check import INT64, FloatArray, IntArray, array, frozen, probabilities, vector
from .._jit import kernel

__all__ = [
    "BLOCK_STEPS",
    "check_ignored",
    "checked_lengths",
    "checked_symbols",
    "distributions",
    "logarithm",
    "sequence_blocks",
]

BLOCK_STEPS = 16_384
"""A block is closed when its sequences have this many steps together: half a millisecond of work, or more."""


def checked_lengths(lengths: Any, n_steps: int) -> IntArray:
    """Return the lengths of the sequences that make up `n_steps` steps; None is a single one."""
    if lengths is None:
        return frozen(np.array([n_steps], dtype=INT64))
    values = vector(lengths, "lengths", dtype=INT64)
    if values.min() < 1:
        raise ValueError(f"lengths must be at least 1, got {values.min()}")
    total = sum(values.tolist())
    if total != n_steps:
        raise ValueError(f"lengths must sum to the number of samples: expected {n_steps}, got {total}")
    return values


def check_ignored(y: Any, n_steps: int) -> None:
    """Refuse a `y` that cannot be labels of the steps: it is ignored, and lengths in its place would be, too."""
    if y is not None and np.shape(y)[:1] != (n_steps,):
        raise ValueError(
            f"y is ignored, but must have an entry for each of the {n_steps} steps, got shape {np.shape(y)}; "
            "lengths of sequences go by name: lengths="
        )


def checked_symbols(X: Any, name: str = "X") -> IntArray:
    """Return integers from 0 up, from a vector or a single column."""
    values = array(X, name, None, dtype=INT64)
    if values.ndim == 2 and values.shape[1] == 1:
        values = frozen(values.reshape(-1))
    if values.ndim != 1:
        raise ValueError(
            f"{name} must be a vector of symbols or have the shape (n_samples, 1), got {values.ndim} dimensions, "
            f"shape {values.shape}"
        )
    if values.shape[0] == 0:
        raise ValueError(
            f"Found array with 0 sample(s) (shape={values.shape}) while a minimum of 1 is required in {name}"
        )
    if values.min() < 0:
        raise ValueError(f"{name} must hold symbols from 0 up, got {values.min()}")
    return values


@kernel
def _faulty_row(rows):
    """Return the first row with a negative entry or a sum that is not 1 within 1e-8, as that of NaN is not; or -1."""
    for i in range(rows.shape[0]):
        total, lowest = 0.0, 0.0
        for j in range(rows.shape[1]):
            total += rows[i, j]
            lowest = min(lowest, rows[i, j])
        if not (abs(total - 1.0) <= 1e-8 and lowest >= 0.0):
            return i
    return -1


def distributions(values: Any, name: str, n_rows: int | None, n_columns: int | None) -> FloatArray:
    """Return a distribution (`n_rows` None) or a matrix of which each row is one: sums of 1 within 1e-8."""
    found: FloatArray
    if n_rows is None:
        found = array(values, name, 1, finite=False)
        if found.size == 0 or _faulty_row(found[None, :]) >= 0:
            found = probabilities(found, name)
    else:
        found = array(values, name, 2, finite=False)
        if found.size == 0:
            raise ValueError(f"{name} must not be empty, got shape {found.shape}")
        faulty = _faulty_row(found)
        if faulty >= 0:
            array(found, name, 2)  # says what is not finite
            if found.min() < 0.0:
                raise ValueError(f"{name} must not be negative, got {found.min()}")
            total = found[faulty].sum()
            raise ValueError(f"{name} must have rows that sum to 1 within 1e-8, got {total:.10g} in row {faulty}")
        if found.shape[0] != n_rows:
            raise ValueError(f"{name} must have a row for each of the {n_rows} states, got shape {found.shape}")
    if n_columns is not None and found.shape[-1] != n_columns:
        what = "entries" if n_rows is None else "columns"
        raise ValueError(f"{name} must have {n_columns} {what}, got shape {found.shape}")
    return found


def logarithm(p: FloatArray) -> FloatArray:
    """Return the logarithm of probabilities, -infinity for what is impossible."""
    with np.errstate(divide="ignore"):
        return frozen(np.log(p))


def sequence_blocks(lengths: IntArray) -> list[tuple[slice, IntArray]]:
    """Cut whole sequences into blocks: a slice of the steps, and the lengths in it. Depends on `lengths` alone."""
    ends = lengths.cumsum()
    if ends[-1] <= BLOCK_STEPS:  # as the lines below, which take as long as 300 steps
        return [(slice(0, int(ends[-1])), frozen(lengths))]
    numbers = (ends - lengths) // BLOCK_STEPS  # of the block in which a sequence begins
    firsts = np.flatnonzero(np.diff(numbers, prepend=-1))
    stops = [*firsts[1:].tolist(), len(lengths)]
    return [
        (slice(int(ends[a] - lengths[a]), int(ends[b - 1])), frozen(lengths[a:b]))
        for a, b in zip(firsts.tolist(), stops, strict=True)
    ]
