"""What the history shows: retention, what is coming, weak topics, mistakes, and whether the predictions hold.

Pure; every result is a dataclass of JSON values, and dates are ISO text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from quiz.history.days import as_date
from quiz.history.event import Event, Kind, Rating, standing
from quiz.history.replay import canonical, read_aliases
from quiz.study.schedule import CardState, due_day

if TYPE_CHECKING:
    from quiz.deck.index import Summary

FORECAST_DAYS = 30
HEAT_DAYS = 365
_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Review:
    """One decided answer."""

    card: str
    topic: str
    day: int
    rating: int
    recall: float | None  # as it was predicted before the answer
    since: int | None  # days since the answer before; None: the card was new
    counted: bool  # False: practice
    duration_ms: int | None

    @property
    def recalled(self) -> bool:
        """Whether FSRS takes it as recalled."""
        return self.rating > Rating.AGAIN

    @property
    def tests_memory(self) -> bool:
        """Whether it says something about memory over days: counted, and the first of its day for a card met before."""
        return self.counted and self.since is not None and self.since > 0


@dataclass(frozen=True, slots=True)
class Retention:
    """Share of reviews recalled in a window; None days: since the beginning."""

    days: int | None
    reviews: int
    recalled: int
    rate: float | None


@dataclass(frozen=True, slots=True)
class DayCount:
    """Something counted on one day."""

    day: str
    count: int


@dataclass(frozen=True, slots=True)
class Topic:
    """How one topic stands."""

    topic: str
    cards: int
    met: int
    answers: int
    right: int
    strength: float  # (right + 1) / (answers + 2): a single answer proves little
    recall: float | None  # mean predicted recall today of the cards met


@dataclass(frozen=True, slots=True)
class Mistake:
    """A named mistake and how often it was made."""

    name: str
    count: int
    cards: tuple[str, ...]
    last: str


@dataclass(frozen=True, slots=True)
class Calibration:
    """Reviews of like predicted recall: what was predicted, and what happened."""

    low: float
    high: float
    reviews: int
    predicted: float
    observed: float


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row with an answer; the current one still stands if today's is to come."""

    current: int
    longest: int


@dataclass(frozen=True, slots=True)
class Stats:
    """Everything that `quiz stats` shows."""

    answers: int
    minutes: float
    cards_met: int
    known: int
    suspended: int
    flagged: tuple[str, ...]
    retention: tuple[Retention, ...]
    forecast: tuple[DayCount, ...]  # from today on; today's includes what is overdue
    heat: tuple[DayCount, ...]  # days with answers, oldest first
    topics: tuple[Topic, ...]  # weakest first
    mistakes: tuple[Mistake, ...]  # most frequent first
    calibration: tuple[Calibration, ...]
    log_loss: float | None  # of the predictions; lower is better
    streak: Streak


def stats(
    events: Sequence[Event],
    states: Mapping[str, CardState],
    today: int,
    *,
    interview_day: int | None = None,
    summaries: Mapping[str, Summary] | None = None,
) -> Stats:
    """Return what the history shows on a study day."""
    answers = reviews(events)
    memory = [review for review in answers if review.tests_memory]
    days = Counter(review.day for review in answers)
    predictions = [(review.recall, review.recalled) for review in memory if review.recall is not None]
    return Stats(
        answers=len(answers),
        minutes=sum(review.duration_ms or 0 for review in answers) / 60_000,
        cards_met=sum(not state.is_new for state in states.values()),
        known=sum(state.known for state in states.values()),
        suspended=sum(state.suspended for state in states.values()),
        flagged=tuple(sorted(state.card for state in states.values() if state.flagged)),
        retention=tuple(_retention(memory, window, today) for window in (7, 30, None)),
        forecast=_forecast(states, today, interview_day),
        heat=tuple(_day_count(day, days[day]) for day in sorted(days) if day > today - HEAT_DAYS),
        topics=_topics(answers, states, today, summaries or {}),
        mistakes=_mistakes(events),
        calibration=calibration(predictions),
        log_loss=log_loss(predictions),
        streak=_streak(set(days), today),
    )


def reviews(events: Iterable[Event]) -> list[Review]:
    """Return the decided answers of a log in order, practice included."""
    events = list(events)
    rows: list[tuple[tuple[int, str], Review]] = []
    for card, history in _by_card(events).items():
        last: int | None = None
        for event, rating, decides in standing(history):
            if event.kind == Kind.RESET:
                last = None
            if not decides or rating is None:
                continue
            counted = bool(event.payload.get("counted", True))
            recall, duration = event.payload.get("recall"), event.payload.get("duration_ms")
            review = Review(
                card, str(event.payload.get("topic", "")), event.study_day, rating,
                recall if isinstance(recall, float) else None,
                None if last is None else max(0, event.study_day - last), counted,
                duration if isinstance(duration, int) else None,
            )  # fmt: skip
            rows.append((event.order, review))
            if counted:
                last = event.study_day if last is None else max(last, event.study_day)
    return [review for _, review in sorted(rows, key=lambda row: row[0])]


def log_loss(pairs: Sequence[tuple[float, bool]]) -> float | None:
    """Return the mean of -log(probability given to what happened); None of nothing."""
    if not pairs:
        return None
    tiny = 1e-6  # a prediction of exactly 1 that failed must not make everything infinite
    return -sum(log(max(tiny, p if recalled else 1 - p)) for p, recalled in pairs) / len(pairs)


def calibration(pairs: Sequence[tuple[float, bool]]) -> tuple[Calibration, ...]:
    """Return predicted and observed recall side by side, in bins of the prediction."""
    rows = []
    for low, high in pairwise(_BINS):
        inside = [(predicted, recalled) for predicted, recalled in pairs if low < predicted <= high]
        if inside:
            mean = sum(predicted for predicted, _ in inside) / len(inside)
            observed = sum(recalled for _, recalled in inside) / len(inside)
            rows.append(Calibration(low, high, len(inside), mean, observed))
    return tuple(rows)


def _by_card(events: Sequence[Event]) -> dict[str, list[Event]]:
    aliases = read_aliases(events)
    by_card: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.card is not None:
            by_card[canonical(event.card, aliases)].append(event)
    return by_card


def _day_count(day: int, count: int) -> DayCount:
    return DayCount(as_date(day).isoformat(), count)


def _retention(memory: Sequence[Review], window: int | None, today: int) -> Retention:
    inside = [review for review in memory if window is None or review.day > today - window]
    recalled = sum(review.recalled for review in inside)
    return Retention(window, len(inside), recalled, recalled / len(inside) if inside else None)


def _forecast(states: Mapping[str, CardState], today: int, interview_day: int | None) -> tuple[DayCount, ...]:
    counts: Counter[int] = Counter()
    for state in states.values():
        due = due_day(state, interview_day, today)
        if due is not None and not (state.suspended or state.known):
            counts[max(due, today, state.buried_until or 0)] += 1
    return tuple(_day_count(day, counts[day]) for day in range(today, today + FORECAST_DAYS))


def _topics(
    answers: Sequence[Review], states: Mapping[str, CardState], today: int, summaries: Mapping[str, Summary]
) -> tuple[Topic, ...]:
    topic_of = {review.card: review.topic for review in answers if review.topic}
    topic_of |= {card: summary.topic for card, summary in summaries.items()}
    cards: dict[str, set[str]] = defaultdict(set)
    for card, topic in topic_of.items():
        cards[topic].add(card)
    rows = []
    for topic, members in cards.items():
        given = [review for review in answers if review.card in members]
        right = sum(review.recalled for review in given)
        recalls = [states[card].recall(today) for card in members if card in states]
        known = [recall for recall in recalls if recall is not None]
        rows.append(
            Topic(
                topic, len(members), len(known), len(given), right, (right + 1) / (len(given) + 2),
                sum(known) / len(known) if known else None,
            )
        )  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (row.answers == 0, row.strength, row.topic)))


def _mistakes(events: Sequence[Event]) -> tuple[Mistake, ...]:
    made: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for card, history in _by_card(events).items():
        for event, rating, _ in standing(history):
            name = event.payload.get("mistake")
            if event.kind == Kind.ATTEMPT and isinstance(name, str) and rating is not None and rating == Rating.AGAIN:
                made[name].append((event.study_day, card))
    rows = [
        Mistake(name, len(times), tuple(sorted({card for _, card in times})), as_date(max(times)[0]).isoformat())
        for name, times in made.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.name)))


def _streak(days: set[int], today: int) -> Streak:
    longest = run = 0
    previous: int | None = None
    for day in sorted(days):
        run = run + 1 if previous == day - 1 else 1
        longest, previous = max(longest, run), day
    current = run if previous is not None and previous >= today - 1 else 0
    return Streak(current, longest)
