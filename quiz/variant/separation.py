"""How far apart two answers are, in units of the tolerance that the learner gets.

A mistake helps only where its answer cannot be taken for the right one, nor for another mistake's.
"""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np

from quiz.grade import tolerance
from quiz.question import Key

FROM_RIGHT = 20.0
FROM_EACH_OTHER = 5.0


def distance(a: Any, b: Any, key: Key) -> float:
    """Return the largest difference between two answers in units of the tolerance around `a`; inf when incomparable."""
    left, right = np.asarray(a), np.asarray(b)
    if left.dtype.kind == "O" or right.dtype.kind == "O" or left.dtype.kind in "US" or right.dtype.kind in "US":
        return 0.0 if left.shape == right.shape and left.tolist() == right.tolist() else inf
    if key.compare == "set":
        left, right = np.unique(left), np.unique(right)
    if left.shape != right.shape:
        return inf
    if key.compare == "up_to_permutation":
        return 0.0 if canonical(left).tolist() == canonical(right).tolist() else inf
    if key.compare == "up_to_sign":
        return min(_apart(left, right, key), _apart(left, -right, key))
    return _apart(left, right, key)


def _apart(left: Any, right: Any, key: Key) -> float:
    left, right = left.astype(np.float64), right.astype(np.float64)
    same = (left == right) | (np.isnan(left) & np.isnan(right))
    if np.all(same):
        return 0.0
    if key.compare in ("exact", "set", "ranking", "any_valid"):
        return inf
    finite = np.abs(left[np.isfinite(left)])
    scale = float(finite.max(initial=0.0)) or 1.0
    width = np.reshape([tolerance(entry, key, scale) for entry in left.ravel().tolist()], left.shape)
    with np.errstate(all="ignore"):
        units = np.abs(left - right) / width
    units = np.where(same, 0.0, np.where(np.isfinite(units), units, inf))
    return float(units.max(initial=0.0))


def canonical(labels: Any) -> Any:
    """Renumber labels in the order of their first appearance."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(first.size, dtype=np.int64)
    rank[np.argsort(first)] = np.arange(first.size)
    return rank[inverse.reshape(-1)]


def separated(value: Any, key: Key, kept: list[Any]) -> bool:
    """Return whether a mistake's answer is far enough from the right one and from those of the mistakes kept so far."""
    if distance(key.expected, value, key) < FROM_RIGHT or _inside(value, key):
        return False
    return all(distance(other, value, key) >= FROM_EACH_OTHER for other in kept)


def _inside(value: Any, key: Key) -> bool:
    """Return whether an answer lies in the range that the rounding of what was displayed allows."""
    if key.envelope is None:
        return False
    low, high = (np.asarray(end, dtype=np.float64) for end in key.envelope)
    found = np.asarray(value, dtype=np.float64)
    if found.shape != low.shape:
        return False
    room = np.maximum(key.atol, key.rtol * np.abs(found)) * FROM_EACH_OTHER
    return bool(np.all((found >= low - room) & (found <= high + room)))
