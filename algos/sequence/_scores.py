"""What goes into a chain: scores of the start, of steps and of observations, checked and laid out for the recursions.

A score is a logarithm: finite, or -infinity for what is forbidden.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._check import FloatArray, array
from .._jit import adapter_part, kernel
from .._vector import _exp

__all__ = [
    "_are_scores",
    "_potential_rows",
    "chain_arrays",
    "checked_chain",
    "checked_scores",
    "refuse_faults",
    "require_chain",
]


def checked_scores(values: Any, name: str, ndim: int) -> FloatArray:
    """Return an array of at least one score: neither NaN nor +infinity."""
    scores = _score_array(values, name, ndim)
    if not np.maximum.reduce(scores, axis=None) < np.inf:  # a maximum keeps NaN
        what = "NaN" if np.isnan(scores).any() else "infinity"
        raise ValueError(f"Input {name} contains {what}; every logarithm must be finite or -infinity")
    return scores


def _score_array(values: Any, name: str, ndim: int) -> FloatArray:
    scores = array(values, name, ndim, finite=False)
    if scores.size == 0:
        raise ValueError(f"{name} must not be empty, got shape {scores.shape}")
    return scores


def chain_arrays(log_start: Any, log_trans: Any, log_emit: Any) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Check all about the three arguments of the recursions but whether they hold scores: `_are_scores` tells that."""
    start = _score_array(log_start, "log_start", 1)
    trans = _score_array(log_trans, "log_trans", 2)
    emit = _score_array(log_emit, "log_emit", 2)
    k = start.shape[0]
    if trans.shape != (k, k):
        raise ValueError(f"log_trans must have shape ({k}, {k}), a row and a column for each state; got {trans.shape}")
    if emit.shape[1] != k:
        raise ValueError(f"log_emit must have a column for each of the {k} states, got shape {emit.shape}")
    return start, trans, emit


def checked_chain(log_start: Any, log_trans: Any, log_emit: Any) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Check the three arguments of the recursions. One look at all takes half the time of three, for 20 steps."""
    chain = chain_arrays(log_start, log_trans, log_emit)
    if not _are_scores(*chain):
        refuse_faults(*chain)
    return chain


def refuse_faults(start: FloatArray, trans: FloatArray, emit: FloatArray) -> None:
    """Raise for the first that holds NaN or +infinity."""
    checked_scores(start, "log_start", 1)
    checked_scores(trans, "log_trans", 2)
    checked_scores(emit, "log_emit", 2)


@kernel
def _unfit(values):
    """Return how many numbers of a vector are NaN or +infinity."""
    unfit = 0
    for i in range(values.shape[0]):
        unfit += not values[i] < np.inf
    return unfit


@kernel
def _are_scores(log_start, log_trans, log_emit):
    """Return whether there is neither NaN nor +infinity."""
    return _unfit(log_start) + _unfit(log_trans.reshape(-1)) + _unfit(log_emit.reshape(-1)) == 0


@adapter_part
def require_chain(log_start, log_trans, log_emit):
    """Do the same for compiled callers."""
    k = log_start.shape[0]
    if k == 0 or log_emit.shape[0] == 0:
        raise ValueError("log_start and log_emit must not be empty")
    if log_trans.shape[0] != k or log_trans.shape[1] != k or log_emit.shape[1] != k:
        raise ValueError("log_trans and log_emit must have a column, log_trans also a row, for each state of log_start")
    if not (np.all(log_start < np.inf) and np.all(log_trans < np.inf) and np.all(log_emit < np.inf)):
        raise ValueError("logarithms of probabilities must be finite or -infinity")


@kernel
def _potential_rows(score, n_states, highest):
    """Turn padded rows of scores into exp(score - highest of the row), in place; fill `highest`.

    Columns past `n_states` become 0, and so does a row of -infinity. The exponentials run in one loop over all rows,
    which vectorises where one over a few states would not.
    """
    for t in range(score.shape[0]):
        row = score[t]
        top = row[0]
        for k in range(1, n_states):
            top = max(top, row[k])
        highest[t] = top
        shift = top if top > -np.inf else 0.0
        for k in range(n_states):
            row[k] -= shift
        for k in range(n_states, score.shape[1]):
            row[k] = 0.0  # an exponential that underflows takes a hundred times as long
    flat = score.reshape(-1)
    for i in range(flat.shape[0]):
        flat[i] = _exp(flat[i])
    if score.shape[1] > n_states:
        for t in range(score.shape[0]):
            for k in range(n_states, score.shape[1]):
                score[t, k] = 0.0
