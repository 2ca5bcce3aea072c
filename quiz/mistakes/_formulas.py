"""The formulas of information theory, written rightly: what the twins spoil."""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def shares(p: Any, normalize: bool = False) -> Any:
    """Return probabilities, from counts if told so."""
    p = np.asarray(p, float).ravel()
    return p / p.sum() if normalize else p


def plogp(p: Any) -> float:
    """Return the sum of p ln p, where 0 ln 0 is 0."""
    p = np.asarray(p, float)
    p = p[p > 0]
    return float(np.sum(p * np.log(p)))


def kl(p: Any, q: Any) -> float:
    """Return the divergence in nats, infinite where q is 0 and p is not."""
    p, q = np.asarray(p, float), np.asarray(q, float)
    if np.any((q <= 0) & (p > 0)):
        return math.inf
    used = p > 0
    return float(np.sum(p[used] * np.log(p[used] / q[used])))


def unit(base: float) -> float:
    """Return by what nats are divided."""
    return math.log(base)
