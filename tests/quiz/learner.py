"""A made-up learner with a clock of her own, for the tests of the history."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from quiz.deck.index import Summary
from quiz.history.event import Attempt, Event, Kind, Rating
from quiz.history.store import Store
from quiz.question import Outcome

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    """Stands still until it is moved."""

    def __init__(self, moment: datetime = START) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **delta: float) -> None:
        self.moment += timedelta(**delta)


def attempt(card: str = "a", rating: int | None = 3, presentation: str | None = None, **rest: Any) -> Attempt:
    outcome = {None: Outcome.INVALID, 1: Outcome.WRONG}.get(rating, Outcome.RIGHT)
    return Attempt(
        card=card, presentation=presentation or f"shown-{random.random()}", topic=rest.pop("topic", "graphs"),
        level="easy", kind="number", outcome=rest.pop("outcome", outcome),
        rating=None if rating is None else Rating(rating), **rest,
    )  # fmt: skip


def event(number: int, kind: Kind | str, card: str | None = "a", *, day: int = 20_000, **rest: Any) -> Event:
    """Return a bare event; its number is its time and its id."""
    return Event(f"{number:032d}", "device", kind, card, None, number, "+00:00", day, rest.pop("target", None), rest)


def summary(card: str, topic: str = "graphs", level: str = "easy", **rest: Any) -> Summary:
    known: dict[str, Any] = {
        "id": card, "topic": topic, "kind": "number", "level": level, "title": card, "fingerprint": "f", "rev": 1,
        "aliases": (), "concept": (), "needs": (), "file": "deck.yaml", "line": 1,
    }  # fmt: skip
    return Summary(**(known | rest))


def study(path: Path, answers: int, *, cards: int = 40, seed: int = 1, start: datetime = START) -> None:
    """Fill a history with a learner who also undoes, overrides, suspends and resets."""
    rng = random.Random(seed)
    clock = Clock(start)
    with Store(path, clock=clock) as store:
        for _ in range(answers):
            clock.move(minutes=rng.choice([1, 2, 900, 2000]))
            card = f"card-{rng.randrange(cards)}"
            done = store.record(attempt(card, rng.choice([1, 2, 3, 3, 3, 4, None]), duration_ms=rng.randrange(90_000)))
            match rng.randrange(25):
                case 0:
                    store.undo()
                case 1:
                    store.undo()
                    store.redo()
                case 2:
                    store.override(done.event_id, Rating.GOOD)
                case 3:
                    store.suspend(card)
                case 4:
                    store.resume(card)
                case 5:
                    store.reset(card)
                case 6:
                    store.bury(card)
                case 7:
                    store.set_due(card, store.today() + 3)
                case 8:
                    store.set(desired_retention=rng.choice([0.85, 0.9, 0.95]))
                case 9:
                    store.adopt_aliases({card: f"{card}-renamed"})
