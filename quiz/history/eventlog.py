"""The append-only log in its SQLite file, and the cache of card states that is derived from it.

Several processes may hold one history: a write transaction takes the lock first and reads what it builds on after
that, and it leaves the cache equal to a replay of the cards it touched.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from quiz.history import days
from quiz.history.database import backup, connect, explained, transaction
from quiz.history.event import Event, Kind, dump, plain
from quiz.history.replay import canonical, read_aliases, read_configs, replay, replay_card
from quiz.history.settings import Settings, read_settings
from quiz.study.schedule import CardState, Config

_EVENT = tuple(item.name for item in fields(Event))
_STATE = tuple(item.name for item in fields(CardState))
_FLAGS = tuple(_STATE.index(name) for name in ("suspended", "known", "flagged"))
_CLOCK_SLIP_MS = 60_000


@dataclass(slots=True)
class Moment:
    """When the events of one transaction happen."""

    at_ms: int
    tz: str
    day: int


class EventLog:
    """An open log. Use it as a context manager; `Store` adds what a learner does."""

    def __init__(self, path: Path | str, *, clock: Callable[[], datetime] = days.local_now) -> None:
        self.path = Path(path)
        self._clock = clock
        self._db = connect(self.path)
        try:
            self.device_id = self._own_device()
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was recorded was safe before."""
        self._db.close()

    # Reading

    def events(
        self, card: str | None = None, kinds: Collection[str] | None = None, since_day: int | None = None
    ) -> list[Event]:
        """Return events in order: of one card under all its ids, of some kinds, from a study day on."""
        where: list[str] = ["1"]
        values: list[Any] = []
        if card is not None:
            where.append(f"card IN {_AMONG}")
            values.append(dump(self.ids(card)))
        if kinds is not None:
            where.append(f"kind IN {_AMONG}")
            values.append(dump(sorted(kinds)))
        if since_day is not None:
            where.append("study_day >= ?")
            values.append(since_day)
        condition = " AND ".join(where)
        return [read_event(row) for row in self._rows(f"{SELECT_EVENT} WHERE {condition} {_IN_ORDER}", values)]

    def event(self, event_id: str) -> Event:
        """Return one event; KeyError if there is none."""
        for row in self._rows(f"{SELECT_EVENT} WHERE event_id = ?", [event_id]):
            return read_event(row)
        raise KeyError(f"no event {event_id!r} in {self.path}")

    def aliases(self) -> dict[str, str]:
        """Return former id -> the id that took over."""
        return read_aliases(self.events(kinds=[Kind.ALIAS]))

    def ids(self, card: str) -> list[str]:
        """Return every id that a card has had, the present one first."""
        aliases = self.aliases()
        present = canonical(card, aliases)
        return [present, *(old for old in aliases if canonical(old, aliases) == present)]

    def settings(self) -> Settings:
        """Return the settings in force."""
        return read_settings(self.events(kinds=[Kind.SETTING]))[0]

    def today(self) -> int:
        """Return the present study day."""
        return days.study_day(self._clock(), self.settings().rollover_hour)

    def state(self, card: str) -> CardState | None:
        """Return the state of a card by its present or a former id; None if it was never met."""
        for row in self._rows(f"{_SELECT_STATE} WHERE card = ?", [canonical(card, self.aliases())]):
            return _read_state(row)
        return None

    def states(self) -> dict[str, CardState]:
        """Return the state of every card that was ever met, by its present id."""
        return {row[0]: _read_state(row) for row in self._rows(_SELECT_STATE)}

    def new_id(self) -> str:
        """Return an id that no event, session or presentation has yet; ids sort by time."""
        return _new_id(days.milliseconds(self._clock()))

    def integrity(self) -> list[str]:
        """Return what SQLite finds wrong with the file."""
        faults = [str(row[0]) for row in self._rows("PRAGMA integrity_check") if row[0] != "ok"]
        return faults + [f"{row[0]} row {row[1]} names no {row[2]}" for row in self._rows("PRAGMA foreign_key_check")]

    def backup(self, target: Path) -> None:
        """Write a consistent copy into a new file."""
        backup(self._db, target, self.path)

    # Writing

    def rebuild(self) -> None:
        """Throw the cache away and make it anew from the events."""
        with self.writing():
            self.rebuild_cache()

    def absorb(self, events: Iterable[Event]) -> tuple[int, int]:
        """Take the union with other events; return how many were new and how many were here already.

        Nothing is taken when one of them contradicts an event that is here, or could not be replayed: ValueError.
        """
        added: list[Event] = []
        already = 0
        with self.writing():
            for event in events:
                here = next(iter(self._rows(f"{SELECT_EVENT} WHERE event_id = ?", [event.event_id])), None)
                if here is None:
                    self._insert(event)
                    added.append(event)
                elif read_event(here).to_json() == event.to_json():
                    already += 1
                else:
                    raise ValueError(f"event {event.event_id} is here with another content; nothing was merged")
            try:
                if any(event.kind in (Kind.ALIAS, Kind.CONFIG) for event in added):
                    self.rebuild_cache()
                else:
                    for card in {event.card for event in added if event.card is not None}:
                        self.refresh(card)
            except (ValueError, OverflowError, TypeError) as error:
                raise ValueError(f"the events cannot be replayed ({error}); nothing was merged") from error
        return len(added), already

    @contextmanager
    def writing(self) -> Iterator[Moment]:
        """One transaction. Its time follows the last event's, also where the clock was set back a little."""
        with transaction(self._db, self.path):
            local = self._clock()
            at_ms = days.milliseconds(local)
            (last,) = self._db.execute("SELECT max(at_ms) FROM event").fetchone()
            if last is not None and at_ms <= last <= at_ms + _CLOCK_SLIP_MS:
                at_ms = last + 1
            yield Moment(at_ms, days.offset_text(local), days.study_day(local, self.settings().rollover_hour))

    def append(
        self,
        now: Moment,
        kind: Kind,
        card: str | None = None,
        payload: Mapping[str, Any] | None = None,
        *,
        target: str | None = None,
        session: str | None = None,
    ) -> Event:
        """Add an event inside `writing`."""
        event = Event(
            _new_id(now.at_ms), self.device_id, kind, card, session, now.at_ms, now.tz, now.day, target,
            plain(payload or {}),
        )  # fmt: skip
        self._insert(event)
        now.at_ms += 1  # the events of one transaction keep their order
        return event

    def rebuild_cache(self) -> None:
        """Make the cache anew inside `writing`."""
        self._db.execute("DELETE FROM card_state")
        for state in replay(self.events()).values():
            self._cache(state)

    def refresh(self, card: str) -> CardState:
        """Bring the cache of one card up to date inside `writing`, and return it."""
        ids = self.ids(card)
        state = replay_card(ids[0], self.events(card=card), self.configs())
        self._db.execute("DELETE FROM card_state WHERE card IN (SELECT value FROM json_each(?))", [dump(ids)])
        self._cache(state)
        return state

    def keep_config(self, config: Config, now: Moment) -> None:
        """Log the parameters that an answer names, once, inside `writing`."""
        if config.config_id not in self.configs():
            self.append(now, Kind.CONFIG, None, config.to_json())

    def configs(self) -> dict[str, Config]:
        """Return the parameter sets of the log by their ids."""
        return read_configs(self.events(kinds=[Kind.CONFIG]))

    def _own_device(self) -> str:
        query = "SELECT value FROM meta WHERE key = 'device_id'"
        if row := next(iter(self._rows(query)), None):
            return str(row[0])
        import platform

        with self.writing() as now:
            if row := next(iter(self._rows(query)), None):  # another process was first
                return str(row[0])
            self.device_id = secrets.token_hex(8)
            self._db.execute("INSERT INTO meta VALUES ('device_id', ?)", [self.device_id])
            self.append(now, Kind.DEVICE, None, {"name": platform.node()})
        return self.device_id

    def _cache(self, state: CardState) -> None:
        self._db.execute(_INSERT_STATE, [getattr(state, name) for name in _STATE])

    def _insert(self, event: Event) -> None:
        values = [
            event.event_id, event.device_id, str(event.kind), event.card, event.session, event.at_ms, event.tz,
            event.study_day, event.target, dump(event.payload),
        ]  # fmt: skip
        self._db.execute(_INSERT_EVENT, values)

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        with explained(self.path):
            yield from self._db.execute(sql, values)


# S608: put together from names in this package, never from values.
SELECT_EVENT = f"SELECT {', '.join(_EVENT)} FROM event"  # noqa: S608
_SELECT_STATE = f"SELECT {', '.join(_STATE)} FROM card_state"  # noqa: S608
_INSERT_EVENT = f"INSERT INTO event ({', '.join(_EVENT)}) VALUES ({', '.join('?' * len(_EVENT))})"  # noqa: S608
_INSERT_STATE = f"INSERT INTO card_state ({', '.join(_STATE)}) VALUES ({', '.join('?' * len(_STATE))})"  # noqa: S608
_IN_ORDER = "ORDER BY at_ms, event_id"
_AMONG = "(SELECT value FROM json_each(?))"


def _new_id(at_ms: int) -> str:
    return f"{at_ms:012x}{secrets.token_hex(10)}"


def read_event(row: tuple[Any, ...]) -> Event:
    """Return the event in a row of `SELECT_EVENT`."""
    return Event(**dict(zip(_EVENT, row[:-1], strict=False)), payload=json.loads(row[-1]))


def _read_state(row: tuple[Any, ...]) -> CardState:
    values = list(row)
    for column in _FLAGS:
        values[column] = bool(values[column])
    return CardState(*values)
