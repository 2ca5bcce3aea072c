"""Taking the history elsewhere and bringing it together: one event a line as JSON, and the union of two logs.

A merge is idempotent and commutative, so that a shared folder, git or a copied file will do to keep two machines in
step, and there is never a side to choose.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TextIO

from quiz.history.database import explained, read_copy
from quiz.history.days import study_day
from quiz.history.event import Event, Kind, Rating, checked
from quiz.history.eventlog import SELECT_EVENT, EventLog, read_event
from quiz.study.schedule import Config

_LONGEST_LINE = 10_000_000


class MergeError(Exception):
    """A log that cannot be taken over; the message gives file and line, and nothing was changed."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did."""

    added: int
    already: int


def export_log(log: EventLog, stream: TextIO) -> int:
    """Write the log as JSON Lines, the same bytes for the same events, and return their number."""
    events = log.events()
    for event in events:
        stream.write(event.to_json() + "\n")
    return len(events)


def merge(log: EventLog, path: Path) -> Merged:
    """Take the union with an exported log or with another history file."""
    try:
        with path.open("rb") as file:
            is_database = file.read(16) == b"SQLite format 3\x00"
    except OSError as error:
        raise MergeError(f"{path} cannot be read: {error.strerror}") from None
    try:
        return Merged(*log.absorb(_database_events(path) if is_database else _file_events(path)))
    except ValueError as error:
        raise MergeError(f"{path}: {error}") from error


def import_reviews(log: EventLog, rows: Iterable[tuple[str, int, int]], source: str) -> Merged:
    """Take over reviews of another program as (card, milliseconds since 1970 UTC, rating 1 to 4).

    An event's id comes from its content, so that the same rows twice, or on two machines, are the same events.
    """
    return Merged(*log.absorb(_imported(card, at_ms, rating, source) for card, at_ms, rating in rows))


def _imported(card: str, at_ms: int, rating: int, source: str) -> Event:
    rating = Rating(rating)  # ValueError says which ratings there are
    digest = hashlib.sha256(f"{source}|{card}|{at_ms}|{rating}".encode()).hexdigest()
    day = study_day(datetime.fromtimestamp(at_ms / 1000, UTC))
    payload = {"rating": int(rating), "source": source}
    return Event(f"{at_ms:012x}{digest[:20]}", "import", Kind.IMPORT, card, None, at_ms, "+00:00", day, None, payload)


def _file_events(path: Path) -> Iterator[Event]:
    with path.open(encoding="utf-8", errors="surrogateescape") as file:
        for number in count(1):
            line = file.readline(_LONGEST_LINE)
            if not line:
                return
            if line.isspace():
                continue
            try:
                line.encode()  # a byte that is no UTF-8 cannot be kept
                event = Event.from_json(line)
                event.to_json().encode()
                _check_config(event)
            except RecursionError:
                raise MergeError(f"{path}:{number}: nested too deeply; nothing was merged") from None
            except ValueError as error:
                raise MergeError(f"{path}:{number}: {error}; nothing was merged") from None
            yield event


def _database_events(path: Path) -> Iterator[Event]:
    with explained(path), closing(read_copy(path)) as copy:
        for row in copy.execute(SELECT_EVENT):
            event = checked(read_event(row))
            _check_config(event)
            yield event


def _check_config(event: Event) -> None:
    if event.kind == Kind.CONFIG:
        Config.from_json(event.payload)


__all__ = ["MergeError", "Merged", "export_log", "import_reviews", "merge"]
