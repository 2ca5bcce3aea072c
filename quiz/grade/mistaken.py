"""Which named mistake an answer equals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quiz.question import Key, MistakeResult


def nearest_mistake(key: Key, matches: Callable[[Any], bool], distance: Callable[[Any], float]) -> MistakeResult | None:
    """Return the mistake that gives the answer; the nearest one, should several lie within tolerance."""

    def fits(mistake: MistakeResult) -> bool:
        try:
            return matches(mistake.value)
        except (TypeError, ValueError):
            return False  # what this mistake gives is of another kind than the answer

    matching = [mistake for mistake in key.mistakes if fits(mistake)]
    return min(matching, key=lambda mistake: distance(mistake.value), default=None)
