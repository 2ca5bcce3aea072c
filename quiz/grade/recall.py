"""Grade recall: the learner compares with the listed points and says which were covered."""

from __future__ import annotations

import re

from quiz.expression import ReadError
from quiz.expression.tokens import plain
from quiz.grade.outcome import invalid, scored
from quiz.grade.selection import Selection, indices_of
from quiz.question import Key, Verdict

_ALL = {"all", "*", "everything", "yes", "y", "full"}
_NONE = {"none", "n", "no", "0", "-", "nothing"}
_RANGE = re.compile(r"\b([0-9]{1,3})\s*(?:-|\.\.)\s*([0-9]{1,3})\b")


def grade_recall(key: Key, text: str) -> Verdict:
    """Return the fraction of the points that the learner says were covered."""
    count = len(key.expected)
    try:
        covered = read_points(text, count)
    except ReadError as error:
        return invalid(text, error)
    parts = tuple(index in covered.indices for index in range(count))
    score = len(covered.indices) / count if count else 1.0
    return scored(score == 1.0, covered, [index + 1 for index in covered.indices], parts=parts, score=score)


def read_points(text: str, count: int) -> Selection:
    """Return the points named: `1 3`, `1-3`, `all` or `none`."""
    typed = plain(text).strip().lower()
    if not typed:
        raise ReadError(f"type the numbers of the points that you had, 1 to {count}, or all, or none", 0)
    if typed in _ALL:
        indices = list(range(count))
    elif typed in _NONE:
        indices = []
    else:
        indices = sorted(set(_numbers(typed, count)))
    echo = ", ".join(str(index + 1) for index in indices) or "none"
    return Selection(tuple(indices), f"{echo} of {count}")


def _numbers(typed: str, count: int) -> list[int]:
    """Return the points that numbers, letters and ranges name."""

    def spread(found: re.Match[str]) -> str:
        first, last = int(found[1]), int(found[2])
        if not 1 <= first <= last <= count:
            raise ReadError(f"{found[0]} is no range within 1 to {count}", found.start())
        return " ".join(map(str, range(first, last + 1)))

    return indices_of(_RANGE.sub(spread, typed[:2000]), count)
