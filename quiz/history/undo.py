"""What `undo` and `redo` are about: the last thing done, and the last thing undone. Pure; any depth."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from quiz.history.event import UNDOABLE, Event, Kind, standing, voided


def last_done(newest_first: Iterable[Event], history: Callable[[str], list[Event]]) -> Event | None:
    """Return the newest event that stands and changed something.

    A second try at the same question changes nothing, so undoing an answer means the attempt that decided.
    """
    changed: dict[str, frozenset[str]] = {}
    for event in newest_first:
        if event.kind not in UNDOABLE or event.card is None:
            continue
        if event.card not in changed:
            changed[event.card] = _changes(history(event.card))
        if event.event_id in changed[event.card]:
            return event
    return None


def last_undone(newest_first: Iterable[Event], history: Callable[[str], list[Event]]) -> Event | None:
    """Return the void to take back, or None when something new was done since."""
    gone: dict[str, frozenset[str]] = {}
    for event in newest_first:
        if event.card is None:
            continue
        if event.card not in gone:
            gone[event.card] = voided(history(event.card))
        if event.event_id in gone[event.card]:
            continue
        if event.kind != Kind.VOID:
            return None
        target = event.target
        if target is not None and not _is_void(target, history(event.card)):
            return event
    return None


def _is_void(event_id: str, events: list[Event]) -> bool:
    return any(event.event_id == event_id and event.kind == Kind.VOID for event in events)


def _changes(events: list[Event]) -> frozenset[str]:
    gone = voided(events)
    amendments = {e.event_id for e in events if e.kind in (Kind.TYPO, Kind.OVERRIDE) and e.event_id not in gone}
    acts = {row.event.event_id for row in standing(events) if row.decides or row.event.kind != Kind.ATTEMPT}
    return frozenset(amendments | acts)
