"""Which named mistake an answer equals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quiz.question import Key, MistakeResult


def nearest_mistake(key: Key, matches: Callable[[Any], bool], distance: Callable[[Any], float]) -> MistakeResult | None:
    """Return the mistake that gives the answer; the nearest one, should several lie within tolerance."""
    matching = [mistake for mistake in key.mistakes if matches(mistake.value)]
    return min(matching, key=lambda mistake: distance(mistake.value), default=None)
