"""Ways in which one array counts as another: `compare:` on a card.

Every comparison gives one truth value for each entry; the answer is right if all are true.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from quiz.grade.precision import is_close, same_exactly
from quiz.question import Key

Halves = Sequence[float | None]
_MODES_WITHOUT_LENGTH = ("set", "multiset")
_UNMATCHED = -1
_FEW = 200


def needs_shape(key: Key) -> bool:
    """Whether an answer of another shape is unreadable rather than wrong."""
    return key.compare not in _MODES_WITHOUT_LENGTH and not key.flags.get("shape_graded")


def entries_right(answer: np.ndarray, expected: np.ndarray, key: Key, halves: Halves = ()) -> tuple[bool, ...]:
    """Return which entries of the answer are right; all of them false where the shapes differ."""
    mode = key.compare
    if mode in _MODES_WITHOUT_LENGTH:
        return _as_set(answer, expected, key, duplicates=mode == "multiset")
    if answer.shape != expected.shape:
        return (False,) * max(answer.size, 1)
    if mode == "ranking":
        return _ranking(answer, expected, key)
    if mode == "up_to_permutation":
        return _up_to_permutation(answer, expected, key, halves)
    if mode == "up_to_sign":
        return _up_to_sign(answer, expected, key, halves)
    return _entrywise(answer, expected, key, halves)


def _entrywise(answer: np.ndarray, expected: np.ndarray, key: Key, halves: Halves) -> tuple[bool, ...]:
    same = _same(key, expected)
    lows = highs = None
    if key.envelope is not None and np.shape(key.envelope[0]) == expected.shape:
        lows, highs = (np.asarray(end, float).ravel().tolist() for end in key.envelope)
    result = []
    for i, (s, t) in enumerate(zip(answer.ravel().tolist(), expected.ravel().tolist(), strict=True)):
        half = halves[i] if i < len(halves) else None
        envelope = (lows[i], highs[i]) if lows is not None and highs is not None else None
        result.append(same(s, t, half, envelope))
    return tuple(result)


def _same(key: Key, expected: np.ndarray) -> Callable[..., bool]:
    """Return how one entry is compared with another."""
    if expected.dtype.kind in "UO":
        return lambda s, t, half=None, envelope=None: str(s).casefold() == str(t).casefold()  # noqa: ARG005
    if expected.dtype.kind in "iub" or key.compare == "exact":
        return lambda s, t, half=None, envelope=None: not isinstance(s, str) and same_exactly(s, t)  # noqa: ARG005
    finite = expected[np.isfinite(expected)]
    scale = float(np.max(np.abs(finite))) if finite.size else 1.0

    def close(s: Any, t: float, half: float | None = None, envelope: tuple[float, float] | None = None) -> bool:
        return not isinstance(s, str) and is_close(s, t, key, half=half, envelope=envelope, scale=scale)

    return close


def _as_set(answer: np.ndarray, expected: np.ndarray, key: Key, *, duplicates: bool) -> tuple[bool, ...]:
    """Order does not count; as a set, neither do duplicates. A missing element makes one entry more, false."""
    same = _same(key, expected)
    given, wanted = answer.ravel().tolist(), expected.ravel().tolist()
    if duplicates and max(len(given), len(wanted)) > _FEW:  # in order, which is as good unless tolerances overlap
        pairs = zip(sorted(given, key=_order), sorted(wanted, key=_order), strict=False)
        found = tuple(same(s, t) for s, t in pairs) + (False,) * max(len(given) - len(wanted), 0)
        return found + (False,) * max(len(wanted) - len(given), 0)
    if duplicates:
        partner = _match([[same(s, t) for t in wanted] for s in given], len(wanted))
        found = tuple(j != _UNMATCHED for j in partner)
        return found + (False,) * (len(wanted) - sum(found))
    found = tuple(any(same(s, t) for t in wanted) for s in given)
    missing = sum(not any(same(s, t) for s in given) for t in wanted)
    return found + (False,) * missing


def _order(value: Any) -> tuple[bool, Any]:
    """Sort labels after numbers."""
    return (isinstance(value, str), value)


def _match(fits: list[list[bool]], n_wanted: int) -> list[int]:
    """Return for each row the column it is matched with, in a matching as large as possible (augmenting paths)."""
    owner = [_UNMATCHED] * n_wanted

    def place(row: int, seen: set[int]) -> bool:
        for column in range(n_wanted):
            if fits[row][column] and column not in seen:
                seen.add(column)
                if owner[column] == _UNMATCHED or place(owner[column], seen):
                    owner[column] = row
                    return True
        return False

    for row in range(len(fits)):
        place(row, set())
    partner = [_UNMATCHED] * len(fits)
    for column, row in enumerate(owner):
        if row != _UNMATCHED:
            partner[row] = column
    return partner


def _ranking(answer: np.ndarray, expected: np.ndarray, key: Key) -> tuple[bool, ...]:
    """Return which places are right; items that tie may stand in any order among themselves."""
    ties = {item: group for group in key.flags.get("ties", ()) for item in group}
    given, wanted = answer.ravel().tolist(), expected.ravel().tolist()
    if sorted(map(str, given)) != sorted(map(str, wanted)):
        return (False,) * len(wanted)
    return tuple(s == t or (t in ties and s in ties[t]) for s, t in zip(given, wanted, strict=True))


def _up_to_permutation(answer: np.ndarray, expected: np.ndarray, key: Key, halves: Halves) -> tuple[bool, ...]:
    """Cluster labels may be renamed; the rows of a matrix and the entries of a real vector may be reordered."""
    if expected.ndim == 1 and expected.dtype.kind != "f":
        return _renamed(answer.tolist(), expected.tolist())
    same = _same(key, expected)
    rows = answer.reshape(len(answer), -1).tolist()
    wanted = expected.reshape(len(expected), -1).tolist()
    width = len(wanted[0]) if wanted else 0
    typed = [list(halves[i * width : (i + 1) * width]) + [None] * width for i in range(len(rows))]
    fits = [
        [all(same(s, t, half) for s, t, half in zip(row, other, typed[i], strict=False)) for other in wanted]
        for i, row in enumerate(rows)
    ]
    found = [j != _UNMATCHED for j in _match(fits, len(wanted))]
    return tuple(right for right in found for _ in range(width))


def _renamed(given: list[Any], wanted: list[Any]) -> tuple[bool, ...]:
    """Rename the answer's clusters so that most entries agree, and return which then do."""
    names, others = (list(dict.fromkeys(labels)) for labels in (given, wanted))
    if len(names) > 50 or len(others) > 50:
        return tuple(s == t for s, t in zip(given, wanted, strict=True))
    counts = np.zeros((len(names), len(others)))
    for s, t in zip(given, wanted, strict=True):
        counts[names.index(s), others.index(t)] += 1
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(-counts)
    new = {names[i]: others[j] for i, j in zip(rows, columns, strict=True)}
    return tuple(s in new and new[s] == t for s, t in zip(given, wanted, strict=True))


def _up_to_sign(answer: np.ndarray, expected: np.ndarray, key: Key, halves: Halves) -> tuple[bool, ...]:
    """Return the better of both signs: of the whole, or of each row or column if the card says so."""
    axis = {"rows": 0, "columns": 1}.get(str(key.flags.get("sign", "")))
    plus = np.array(_entrywise(answer, expected, key, halves)).reshape(expected.shape)
    minus = np.array(_entrywise(-answer, expected, key, halves)).reshape(expected.shape)
    if axis is None or expected.ndim != 2:
        return tuple((plus if plus.sum() >= minus.sum() else minus).ravel().tolist())
    better = plus.sum(axis=1 - axis, keepdims=True) >= minus.sum(axis=1 - axis, keepdims=True)
    return tuple(np.where(better, plus, minus).ravel().tolist())
