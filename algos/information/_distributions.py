"""What the functions of this topic share: the unit of the logarithm, and the check of a distribution.

The kernels that pass over a distribution also return its sum and whether any sign bit is set, so a good distribution
is checked for free; only a bad one (or a negative zero) is looked at again, to say what is wrong with it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .._check import FloatArray, array, number, probabilities, table
from .._jit import REASSOCIATE, adapter_part, kernel

LN2 = math.log(2.0)
PER_LN2 = 1.0 / LN2
BLOCK = 1024
"""Terms summed without compensation; few enough for full accuracy, enough to keep the lanes busy."""

# -- for callers from Python -----------------------------------------------------------------------


def logarithm_unit(base: Any) -> float:
    """Return how many nats one unit of the logarithm to this base is; 2 means bits, e nats, 10 hartleys."""
    if base == 2.0:
        return LN2
    return math.log(number(base, "base", above=1.0))


def unchecked_vector(p: Any, name: str) -> FloatArray:
    """Return `p` as a read-only vector with at least one value, whose values the kernel is going to check."""
    values = array(p, name, 1, finite=False)
    return values if values.shape[0] else probabilities(values, name)


def confirm(values: FloatArray, name: str, total: float, any_sign: bool, normalize: bool | None = None) -> None:
    """Refuse values that do not sum to one within 1e-8 or are negative; NaN and infinity spoil the sum."""
    if any_sign or not abs(total - 1.0) <= 1e-8:
        if values.ndim == 1:
            probabilities(values, name, normalize=normalize)
        else:
            table(values, name)


def unchecked_pair(p: Any, q: Any) -> tuple[FloatArray, FloatArray]:
    """Return two vectors of one length, whose values the kernel is going to check."""
    values_p, values_q = unchecked_vector(p, "p"), unchecked_vector(q, "q")
    if values_p.shape[0] != values_q.shape[0]:
        raise ValueError(
            f"p and q must be distributions over the same outcomes, got {values_p.shape[0]} and "
            f"{values_q.shape[0]} values"
        )
    return values_p, values_q


def confirm_pair(p: FloatArray, q: FloatArray, p_total: float, q_total: float, any_sign: bool) -> None:
    """Refuse two vectors of which one is not a distribution."""
    if any_sign or not (abs(p_total - 1.0) <= 1e-8 and abs(q_total - 1.0) <= 1e-8):
        probabilities(p, "p")
        probabilities(q, "q")


# -- kernels ---------------------------------------------------------------------------------------


@kernel(fastmath=REASSOCIATE)
def _sum(values):
    total = 0.0
    for i in range(values.shape[0]):
        total += values[i]
    return total


@kernel
def _is_pair(p, q):
    """Return whether both vectors are distributions over the same outcomes."""
    if p.shape[0] != q.shape[0] or p.shape[0] == 0:
        return False
    p_total, q_total, low = 0.0, 0.0, 0.0
    for i in range(p.shape[0]):
        low = min(low, min(p[i], q[i]))
        p_total += p[i]
        q_total += q[i]
    return low >= 0.0 and abs(p_total - 1.0) <= 1e-8 and abs(q_total - 1.0) <= 1e-8


@kernel
def _is_table(table):
    """Return whether a table is a distribution."""
    total, low = 0.0, 0.0
    for x in range(table.shape[0]):
        for y in range(table.shape[1]):
            low = min(low, table[x, y])
            total += table[x, y]
    return low >= 0.0 and abs(total - 1.0) <= 1e-8


# -- for callers from compiled code ----------------------------------------------------------------


@adapter_part
def unit_compiled(base):
    """Return how many nats one unit of the logarithm to this base is, or raise."""
    if not 1.0 < base < np.inf:
        raise ValueError("base must be a finite number above 1")
    return math.log(base)


@adapter_part
def require_pair(p, q):
    """Raise unless both are distributions over the same outcomes."""
    if not _is_pair(p, q):
        raise ValueError("p and q must be probabilities over the same outcomes, each summing to 1 within 1e-8")


@adapter_part
def require_table(table):
    """Raise unless a table is a distribution; an empty one is not."""
    if not _is_table(table):
        raise ValueError("table must hold probabilities, at least one, that sum to 1 within 1e-8")
