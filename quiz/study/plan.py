"""What to ask today, and in which order. Pure: cards, states, settings and a study day in, a list of cards out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING

from quiz.history.event import Rating
from quiz.history.settings import Settings
from quiz.study.schedule import CardState, due_day

if TYPE_CHECKING:
    from quiz.deck.index import Summary

LEVELS = ("easy", "medium", "hard")
CHANGED_PER_DAY = 5
"""So many cards at most are asked early on one day because their author changed them."""


class Reason(StrEnum):
    """Why a card is asked."""

    DUE = "due"
    CHANGED = "changed"  # its author raised `rev`
    FINAL = "final"  # once more before the interview
    NEW = "new"
    PLACEMENT = "placement"
    DRILL = "drill"
    AGAIN = "again"  # failed earlier in this session


@dataclass(frozen=True, slots=True)
class Item:
    """One card to ask."""

    card: str
    reason: Reason
    recall: float | None = None  # predicted today; None for a new card


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the cards not met yet fit into the days that are left."""

    days_left: int  # today included, the interview's day not
    unseen: int
    reachable: int  # of these, at the allowed number of new cards a day
    per_day: int  # new cards a day that would reach all


@dataclass(frozen=True, slots=True)
class Plan:
    """Today's session."""

    items: tuple[Item, ...]
    due: int  # due, changed and final ones
    new: int
    changed: int
    edited: int  # met cards whose meaning changed without a new `rev`: they keep their schedule
    backlog: int  # due cards that will not fit into today's minutes
    show_backlog: bool  # once a day
    minutes: float  # what all items would take
    coverage: Coverage | None  # None without an interview ahead


def plan(
    summaries: Mapping[str, Summary],
    states: Mapping[str, CardState],
    settings: Settings,
    today: int,
    *,
    seconds_per_card: float = 60.0,
    sessions_today: int = 0,
) -> Plan:
    """Return today's cards: due ones by lowest predicted recall, then new ones. The session ends with its minutes."""
    chosen = {card: summaries[card] for card in summaries if _wanted(summaries[card], settings)}
    due: list[Item] = []
    changed: list[Item] = []
    unseen: dict[str, Summary] = {}
    for card, summary in chosen.items():
        state = states.get(card, CardState(card))
        if state.asleep(today):
            continue
        recall, on = state.recall(today), due_day(state, settings.interview_day, today)
        if on is not None and on <= today:
            early = state.due_day is None or state.due_day > today
            due.append(Item(card, Reason.FINAL if early else Reason.DUE, recall))
        elif state.is_new and on is None:
            unseen[card] = summary
        elif not state.is_new and summary.rev > state.rev:
            changed.append(Item(card, Reason.CHANGED, recall))
    taken_up = sum(state.rev_day == today for state in states.values())
    changed = sorted(changed, key=_weakest)[: max(0, CHANGED_PER_DAY - taken_up)]
    asked = sorted(due + changed, key=_weakest)

    allowed = max(0, settings.new_per_day - sum(state.first_day == today for state in states.values()))
    coverage = _coverage(len(unseen), settings, today, allowed)
    hurry = coverage is not None and coverage.reachable < coverage.unseen
    new = [Item(card, Reason.NEW) for card in new_cards(chosen, unseen, states, allowed, hurry=hurry)]
    fitting = int(settings.minutes * 60 / seconds_per_card)
    backlog = max(0, len(asked) - fitting)
    return Plan(
        items=tuple(apart(asked, summaries) + apart(new, summaries)),
        due=len(asked),
        new=len(new),
        changed=len(changed),
        edited=sum(_is_edited(summary, states.get(card)) for card, summary in chosen.items()),
        backlog=backlog,
        show_backlog=backlog > 0 and sessions_today == 0,
        minutes=(len(asked) + len(new)) * seconds_per_card / 60,
        coverage=coverage,
    )


def new_cards(
    cards: Mapping[str, Summary],
    unseen: Mapping[str, Summary],
    states: Mapping[str, CardState],
    count: int,
    *,
    hurry: bool = False,
) -> list[str]:
    """Return new cards in the order to learn them.

    Each time the topic of which the smallest share is in hand (met, and not failed last time); in it a concept not met
    before one that was; then easy before hard. In a hurry, when the interview comes before all can be met, the levels
    take turns, so that none of them is left out.
    """
    in_hand: Counter[str] = Counter()
    concepts: Counter[str] = Counter()
    levels: Counter[tuple[str, str]] = Counter()

    def meet(card: str, *, failed: bool) -> None:
        summary = cards[card]
        in_hand[summary.topic] += not failed
        concepts.update(summary.concept)
        levels[summary.topic, summary.level] += 1

    for card in cards:
        state = states.get(card)
        if state is not None and (state.known or not state.is_new):
            meet(card, failed=state.last_rating == Rating.AGAIN)
    size = Counter(summary.topic for summary in cards.values())
    of_level = Counter((summary.topic, summary.level) for summary in cards.values())
    place = {card: number for number, card in enumerate(cards)}

    def rank(card: str) -> tuple[float, ...]:
        summary = cards[card]
        band = (summary.topic, summary.level)
        return (
            in_hand[summary.topic] / size[summary.topic],
            min((concepts[concept] for concept in summary.concept), default=0),
            levels[band] / of_level[band] if hurry else 0.0,
            LEVELS.index(summary.level),
            place[card],
        )

    left = set(unseen)
    order: list[str] = []
    while left and len(order) < count:
        card = min(left, key=rank)
        left.remove(card)
        order.append(card)
        meet(card, failed=False)
    return order


def placement(
    summaries: Mapping[str, Summary],
    states: Mapping[str, CardState],
    settings: Settings,
    count: int = 10,
) -> tuple[Item, ...]:
    """Return the questions of a first run: topics in turn, a concept each, from the middle level outwards."""
    left = [s for s in summaries.values() if _wanted(s, settings) and states.get(s.id, CardState(s.id)).is_new]
    topics: Counter[str] = Counter()
    concepts: Counter[str] = Counter()
    middle = LEVELS.index("medium")
    chosen: list[Item] = []
    while left and len(chosen) < count:
        best = min(
            left,
            key=lambda s: (topics[s.topic], max((concepts[c] for c in s.concept), default=0),
                           abs(LEVELS.index(s.level) - middle)),
        )  # fmt: skip
        left.remove(best)
        topics[best.topic] += 1
        concepts.update(best.concept)
        chosen.append(Item(best.id, Reason.PLACEMENT))
    return tuple(apart(chosen, summaries))


def drill(
    summaries: Mapping[str, Summary],
    states: Mapping[str, CardState],
    today: int,
    *,
    topic: str | None = None,
    salt: str = "",
) -> tuple[Item, ...]:
    """Return the cards of a topic for practice, weakest first; a card never met counts as half known."""
    items = []
    for card, summary in summaries.items():
        state = states.get(card, CardState(card))
        if topic in (None, summary.topic) and not state.asleep(today):
            items.append(Item(card, Reason.DRILL, state.recall(today)))

    def rank(item: Item) -> tuple[float, bytes]:
        shuffle = hashlib.sha256(f"{salt}|{item.card}".encode()).digest()
        return 0.5 if item.recall is None else item.recall, shuffle

    return tuple(apart(sorted(items, key=rank), summaries))


def requeue(queue: Sequence[Item], item: Item, summaries: Mapping[str, Summary], gap: int = 4) -> list[Item]:
    """Return the queue with a failed card in it once more, after `gap` others or, where fewer are left, at the end."""
    again = replace(item, reason=Reason.AGAIN)
    marks = [_marks(other.card, summaries) for other in queue]
    own = _marks(again.card, summaries)
    first = min(gap, len(queue))
    places = range(first, len(queue) + 1)
    place = next((n for n in places if all(own.isdisjoint(near) for near in marks[max(0, n - 1) : n + 1])), first)
    return [*queue[:place], again, *queue[place:]]


def apart(items: Sequence[Item], summaries: Mapping[str, Summary]) -> list[Item]:
    """Return the items with siblings not adjacent where that is possible, and otherwise in the order given.

    Siblings share a concept or an algorithm: the answer to one may give the other's away.
    """
    left = [(item, _marks(item.card, summaries)) for item in items]
    order: list[Item] = []
    last: frozenset[str] = frozenset()
    while left:
        item, last = left.pop(next((n for n, (_, marks) in enumerate(left) if last.isdisjoint(marks)), 0))
        order.append(item)
    return order


def next_due(states: Mapping[str, CardState], interview_day: int | None, today: int) -> tuple[int, int] | None:
    """Return the next day after today on which something is due, and how many cards; None when nothing ever is."""
    ahead: Counter[int] = Counter()
    for state in states.values():
        on = due_day(state, interview_day, today)
        if on is not None and not (state.suspended or state.known):
            ahead[max(on, today + 1, state.buried_until or 0)] += 1
    return (min(ahead), ahead[min(ahead)]) if ahead else None


def _wanted(summary: Summary, settings: Settings) -> bool:
    return not settings.topics or summary.topic in settings.topics


def _weakest(item: Item) -> tuple[float, str]:
    return item.recall or 0.0, item.card


def _is_edited(summary: Summary, state: CardState | None) -> bool:
    if state is None or state.is_new or summary.rev > state.rev:
        return False
    return bool(state.fingerprint) and state.fingerprint != summary.fingerprint


def _marks(card: str, summaries: Mapping[str, Summary]) -> frozenset[str]:
    summary = summaries.get(card)
    return frozenset({card} if summary is None else {card, *summary.concept, *summary.needs})


def _coverage(unseen: int, settings: Settings, today: int, allowed_today: int) -> Coverage | None:
    if settings.interview_day is None or settings.interview_day <= today:
        return None
    days_left = settings.interview_day - today
    reachable = min(unseen, allowed_today + (days_left - 1) * settings.new_per_day)
    return Coverage(days_left, unseen, reachable, ceil(unseen / days_left))
