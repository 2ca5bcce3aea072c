"""Is the history sound? The schedule is rebuilt from the events and compared with the cache.

Rebuilding never touches an event: `repair` only makes the cache anew.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from math import isclose

from quiz.history.database import HistoryError, backups
from quiz.history.event import Event, Kind
from quiz.history.eventlog import EventLog
from quiz.history.replay import canonical, read_aliases, read_configs, replay
from quiz.study.schedule import CardState

_SHOWN = 20
_REPAIR = "quiz doctor --repair rebuilds the cache from the events"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something found, and what to do about it."""

    severity: str  # error: the schedule cannot be trusted; warning: part of the log has no effect; note
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Report:
    """The state of a history."""

    path: str
    events: int
    cards: int
    problems: tuple[Problem, ...]
    orphans: tuple[str, ...]  # cards with a history that no deck has
    backups: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return not any(problem.severity == "error" for problem in self.problems)


def examine(log: EventLog, cards: Collection[str] | None = None) -> Report:
    """Check file, log and cache; with the ids that decks have now, also look for cards that none of them has."""
    copies = tuple(str(path) for path in backups(log.path))
    try:
        faults, events, cached = log.integrity(), log.events(), log.states()
    except (HistoryError, ValueError) as error:  # ValueError: a payload that is no JSON any more
        damaged = Problem("error", str(error), "start from a backup or an export")
        return Report(str(log.path), 0, 0, (damaged,), (), copies)
    problems = [Problem("error", fault, _remedy_of_damage(copies)) for fault in faults]
    rebuilt = replay(events)
    problems += [Problem("error", what, _REPAIR) for what in _shorten(differences(cached, rebuilt))]
    problems += [Problem("warning", what, remedy) for what, remedy in _without_effect(events)]
    newest = max((event.study_day for event in events), default=0)
    if newest > log.today() + 1:
        problems.append(
            Problem("warning", f"events lie {newest - log.today()} days ahead of the clock", "check the clock")
        )
    orphans = tuple(sorted(set(rebuilt) - set(cards))) if cards is not None else ()
    if orphans:
        remedy = "load their deck with --deck, or give the renamed card an alias; their history is kept"
        problems.append(Problem("note", f"no deck has {', '.join(orphans)}", remedy))
    return Report(str(log.path), len(events), len(rebuilt), tuple(problems), orphans, copies)


def repair(log: EventLog, cards: Collection[str] | None = None) -> Report:
    """Rebuild the cache from the events and examine the result."""
    log.rebuild()
    return examine(log, cards)


def differences(cached: dict[str, CardState], rebuilt: dict[str, CardState]) -> list[str]:
    """Say where a cache and a replay disagree.

    Memory is compared to 1e-9: another machine's power function may differ in the last digit.
    """
    found = []
    for card in sorted(set(cached) | set(rebuilt)):
        if card not in cached or card not in rebuilt:
            found.append(f"{card}: {'missing in' if card not in cached else 'only in'} the cache")
            continue
        for item in fields(CardState):
            here, there = getattr(cached[card], item.name), getattr(rebuilt[card], item.name)
            same = here == there
            if isinstance(here, float) and isinstance(there, float):
                same = isclose(here, there, rel_tol=1e-9)
            if not same:
                found.append(f"{card}: {item.name} is {here} in the cache and {there} by the events")
    return found


def _without_effect(events: Sequence[Event]) -> list[tuple[str, str]]:
    found = []
    kinds = set(Kind)
    unknown = sorted({str(event.kind) for event in events if event.kind not in kinds})
    if unknown:
        upgrade = "upgrade kernelcards; the events are kept"
        found.append((f"events of a newer version have no effect: {', '.join(unknown)}", upgrade))
    aliases = read_aliases(events)
    owner = {event.event_id: event for event in events}
    incomplete = "merge the complete log that they come from"
    lost = 0
    for event in events:
        if event.kind in (Kind.VOID, Kind.TYPO, Kind.OVERRIDE):
            target = owner.get(event.target or "")
            lost += target is None or canonical(target.card or "", aliases) != canonical(event.card or "", aliases)
    if lost:
        found.append((f"{lost} undo, typo or override events name no event of their card", incomplete))
    configs = read_configs(events)
    answers = [event.payload for event in events if event.kind == Kind.ATTEMPT]
    named = {str(answer["config_id"]) for answer in answers if answer.get("config_id") is not None}
    if missing := sorted(named - configs.keys()):
        what = f"FSRS parameters {', '.join(missing)} are not in the log; the published ones stand in"
        found.append((what, incomplete))
    return found


def _remedy_of_damage(copies: Sequence[str]) -> str:
    export = "save what is readable with `quiz log export` and take it into a new history with `quiz log merge`"
    return f"{export}, or start from {copies[0]}" if copies else export


def _shorten(lines: list[str]) -> list[str]:
    more = len(lines) - _SHOWN
    return [*lines[:_SHOWN], f"and {more} more"] if more > 0 else lines
