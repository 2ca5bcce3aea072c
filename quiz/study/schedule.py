"""When a card comes back: FSRS over whole study days.

py-fsrs does the arithmetic of memory, with learning steps and its own random fuzz switched off: within a session the
queue repeats a failed card, and the day is chosen here. It is the least loaded day of FSRS's published fuzz range,
ties by a hash of the card and its repetitions. That choice depends on all the other cards, so it is written into the
answer's event; a replay (replay.py) takes it from there as long as it lies in the range, and otherwise goes by the hash
alone. A card's state therefore follows from the card's own events: undo, merge and rebuild never shift another card.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from quiz.history.days import noon
from quiz.history.event import Rating, dump
from quiz.history.settings import Settings
from quiz.question import Outcome

if TYPE_CHECKING:
    from fsrs import Scheduler

ALGORITHM = "fsrs-6"
RECALLED = 0.8
"""A partial answer of at least this score counts as recalled."""
FINAL_DAYS = 7
"""Every card in learning is seen once more within so many days before the interview."""


class Hint(Enum):
    """The strongest hint that was shown before the answer."""

    NONE = auto()
    NUDGE = auto()
    REVEALS = auto()  # the formula or a value


def rate(outcome: Outcome, score: float = 0.0, *, hint: Hint = Hint.NONE, gave_up: bool = False) -> Rating | None:
    """Return what an attempt tells the scheduler; None where it tells nothing.

    A failure is never Hard, which FSRS counts as recalled, and nothing becomes Easy but by the learner's own word.
    """
    if gave_up:
        return Rating.AGAIN
    if not outcome.graded:
        return None
    recalled = outcome is Outcome.RIGHT or (outcome is Outcome.PARTIAL and score >= RECALLED)
    if not recalled or hint is Hint.REVEALS:
        return Rating.AGAIN
    if hint is Hint.NUDGE:
        return Rating.HARD
    return Rating.GOOD


@dataclass(frozen=True, slots=True)
class Config:
    """The parameters under which an answer was scheduled; every attempt names its own."""

    weights: tuple[float, ...]
    desired_retention: float = 0.9
    maximum_interval: int = 36500
    algorithm: str = ALGORITHM

    @property
    def config_id(self) -> str:
        """Name by content: two machines that chose the same parameters agree without asking."""
        return hashlib.sha256(dump(self.to_json()).encode()).hexdigest()[:16]

    def to_json(self) -> dict[str, Any]:
        """Return JSON values."""
        return {
            "algorithm": self.algorithm, "weights": list(self.weights), "desired_retention": self.desired_retention,
            "maximum_interval": self.maximum_interval,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Config:
        """Read `to_json` back; ValueError where FSRS could not work with it."""
        try:
            config = cls(
                tuple(float(weight) for weight in data["weights"]), float(data["desired_retention"]),
                int(data["maximum_interval"]), data["algorithm"],
            )  # fmt: skip
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a set of FSRS parameters: {error}") from None
        if config.algorithm != ALGORITHM or not 0 < config.desired_retention < 1 or config.maximum_interval < 1:
            raise ValueError(f"not parameters of {ALGORITHM}: {dict(data)!r:.200}")
        _scheduler(config)  # py-fsrs knows the bounds of the weights
        return config


def current_config(settings: Settings) -> Config:
    """Return the parameters that the settings ask for."""
    weights = settings.weights or published_weights()
    return Config(weights, settings.desired_retention, settings.maximum_interval)


@dataclass(frozen=True, slots=True)
class CardState:
    """What the history says about one card. The names are the columns of the cache."""

    card: str
    stability: float | None = None  # days until recall falls to 90 %
    difficulty: float | None = None
    decay: float | None = None
    last_day: int | None = None
    due_day: int | None = None
    reps: int = 0
    lapses: int = 0
    first_day: int | None = None
    rev: int = 1  # of the card when it was last answered
    rev_day: int | None = None  # when an answer took up a new rev
    fingerprint: str = ""
    last_rating: int | None = None
    suspended: bool = False
    known: bool = False
    flagged: bool = False
    buried_until: int | None = None
    config_id: str | None = None
    last_event_id: str | None = None

    @property
    def is_new(self) -> bool:
        """Whether the card was never answered, or was reset."""
        return self.stability is None

    def asleep(self, day: int) -> bool:
        """Whether the learner set the card aside for this day."""
        return self.suspended or self.known or (self.buried_until is not None and day < self.buried_until)

    def recall(self, day: int) -> float | None:
        """Return the predicted probability of recall on a study day; None for a new card.

        FSRS-6's forgetting curve, written out because the first question must not wait for py-fsrs. A test holds it
        to `Scheduler.get_card_retrievability`.
        """
        if self.stability is None or self.decay is None or self.last_day is None:
            return None
        elapsed = max(0, day - self.last_day)
        factor = 0.9 ** (-1 / self.decay) - 1
        return float((1 + factor * elapsed / self.stability) ** -self.decay)


def answered(state: CardState, rating: int, day: int, config: Config) -> tuple[CardState, int, int]:
    """Return the state after a rating, still without a due day, and the first and last day it may be due.

    >>> after, low, high = answered(CardState("a"), 3, 20000, current_config(Settings()))
    >>> (low - 20000, high - 20000, after.reps)
    (2, 2, 1)
    """
    import fsrs

    day = max(day, state.last_day or day)  # a traveller's wall clock can step back over the rollover
    scheduler = _scheduler(config)
    memory = fsrs.Card(card_id=1, due=noon(day))
    if state.stability is not None and state.last_day is not None:
        memory = fsrs.Card(
            card_id=1, state=fsrs.State.Review, stability=state.stability, difficulty=state.difficulty,
            due=noon(day), last_review=noon(state.last_day),
        )  # fmt: skip
    memory, _ = scheduler.review_card(memory, fsrs.Rating(rating), noon(day))
    low, high = fuzz_range((memory.due - noon(day)).days, config.maximum_interval)
    state = replace(
        state, stability=memory.stability, difficulty=memory.difficulty, decay=config.weights[20], last_day=day,
        reps=state.reps + 1, lapses=state.lapses + (rating == Rating.AGAIN and not state.is_new),
        first_day=day if state.first_day is None else state.first_day, last_rating=int(rating),
        config_id=config.config_id,
    )  # fmt: skip
    return state, day + low, day + high


def fuzz_range(interval: int, maximum: int) -> tuple[int, int]:
    """Return the shortest and longest interval that FSRS regards as equal to this one."""
    from fsrs.scheduler import FUZZ_RANGES

    if interval < 2.5:
        return interval, interval
    delta = 1.0 + sum(
        band["factor"] * max(min(float(interval), band["end"]) - band["start"], 0.0) for band in FUZZ_RANGES
    )
    high = min(round(interval + delta), maximum)
    return min(max(2, round(interval - delta)), high), high


def choose_day(card: str, reps: int, low: int, high: int, loads: Mapping[int, int]) -> int:
    """Return the least loaded day from low to high; among equals the hash of card and repetitions decides."""
    if low == high:
        return low

    def rank(day: int) -> tuple[int, bytes]:
        return loads.get(day, 0), hashlib.sha256(f"{card}|{reps}|{day}".encode()).digest()

    return min(range(low, high + 1), key=rank)


def due_day(state: CardState, interview_day: int | None, today: int) -> int | None:
    """Return the day a card is due when an interview lies ahead.

    A due date past the interview is useless unless the card was seen in the last days before it: then predicted recall
    on the day itself still stands at the desired retention. Any other card comes once more within those days, spread
    over them by its hash. Nothing is stored, so moving the interview moves these dates at once.
    """
    due, last = state.due_day, state.last_day
    if due is None or last is None or interview_day is None or today >= interview_day or due < interview_day:
        return due
    if last >= interview_day - FINAL_DAYS:
        return due
    spread = int.from_bytes(hashlib.sha256(state.card.encode()).digest()[:4], "big") % FINAL_DAYS
    return interview_day - 1 - spread


@lru_cache(maxsize=16)
def _scheduler(config: Config) -> Scheduler:
    import fsrs

    return fsrs.Scheduler(
        config.weights, config.desired_retention, learning_steps=(), relearning_steps=(),
        maximum_interval=config.maximum_interval, enable_fuzzing=False,
    )  # fmt: skip


def published_weights() -> tuple[float, ...]:
    """Return the weights that FSRS ships with."""
    from fsrs.scheduler import DEFAULT_PARAMETERS

    return tuple(DEFAULT_PARAMETERS)
