"""The learner's history: what a learner does to it, and what a session asks of it.

Every change is an event, appended and committed before the method returns. Nothing is ever edited: undo, "that was a
typo" and "I was right" are events too. doctor.py and exchange.py take the log as a whole, as eventlog.py gives it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import Any

from quiz.history import days
from quiz.history.database import HistoryError
from quiz.history.event import Attempt, Event, Kind, Rating, dump, voided
from quiz.history.eventlog import EventLog, Moment
from quiz.history.replay import canonical, renames
from quiz.history.settings import Settings, read_settings
from quiz.history.undo import last_done, last_undone
from quiz.study.schedule import CardState, Config, answered, choose_day, current_config

__all__ = ["HistoryError", "Recorded", "Settings", "Store", "history_path"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an answer did."""

    event_id: str
    before: CardState | None  # None: the card was never met
    after: CardState


def history_path(home: Path) -> Path:
    """Return where the history of a home folder lies."""
    return home / "history.sqlite3"


class Store(EventLog):
    """An open history, and what a learner does to it."""

    @property
    def first_run(self) -> bool:
        """Whether nothing was ever set, so that the learner should be asked."""
        return not read_settings(self.events(kinds=[Kind.SETTING]))[1]

    # Answers

    def record(self, attempt: Attempt, session: str | None = None) -> Recorded:
        """Keep an answer and move its card; it is on the disk when this returns."""
        config = current_config(self.settings())  # loads py-fsrs, before the lock is taken
        with self.writing() as now:
            card = canonical(attempt.card, self.aliases())
            before = self.state(card)
            payload = attempt.payload() | {
                "config_id": config.config_id,
                "tool_version": _tool_version(),
                "recall": before.recall(now.day) if before else None,
            }
            if attempt.rating is not None and attempt.counted:
                payload["due_day"] = self._due(before or CardState(card), attempt.rating, now.day, config)
            self.keep_config(config, now)
            event = self.append(now, Kind.ATTEMPT, card, payload, session=session)
            return Recorded(event.event_id, before, self.refresh(card))

    def typo(self, event_id: str) -> CardState:
        """Say that an answer was a slip of the fingers: the next one of the same presentation decides. Once only."""
        with self.writing() as now:
            slip = self._attempt(event_id)
            history = self.events(card=slip.card)
            gone = voided(history)
            same = {e.event_id for e in history if e.payload.get("presentation") == slip.payload.get("presentation")}
            if any(e.kind == Kind.TYPO and e.target in same and e.event_id not in gone for e in history):
                raise ValueError("this question was already entered anew once")
            return self._act(now, Kind.TYPO, str(slip.card), target=event_id)

    def override(self, event_id: str, rating: Rating = Rating.GOOD) -> CardState:
        """Put the learner's own rating on an answer: the grader erred, or could not tell."""
        with self.writing() as now:
            attempt = self._attempt(event_id)
            return self._act(now, Kind.OVERRIDE, str(attempt.card), {"rating": Rating(rating)}, target=event_id)

    # Cards

    def suspend(self, card: str) -> CardState:
        """Ask a card no more until `resume`."""
        return self._about(card, Kind.SUSPEND)

    def resume(self, card: str) -> CardState:
        """End suspend, known and bury."""
        return self._about(card, Kind.RESUME)

    def bury(self, card: str, for_days: int = 1) -> CardState:
        """Leave a card alone for today, or for so many days."""
        return self._about(card, Kind.BURY, {"until_day": self.today() + for_days})

    def known(self, card: str) -> CardState:
        """Set a card aside because the learner knows it."""
        return self._about(card, Kind.KNOWN)

    def flag(self, card: str, reason: str = "", **details: Any) -> CardState:
        """Say that a card is bad."""
        return self._about(card, Kind.FLAG, {"reason": reason} | details)

    def note(self, card: str, text: str) -> CardState:
        """Keep a remark with a card."""
        return self._about(card, Kind.NOTE, {"text": text})

    def reset(self, card: str) -> CardState:
        """Make a card new again; the log keeps what came before."""
        return self._about(card, Kind.RESET)

    def set_due(self, card: str, day: int) -> CardState:
        """Ask a card on a day of the learner's choice."""
        if not days.is_day(day):
            raise ValueError(f"day: expected a study day (days since 1970), got {day!r}")
        return self._about(card, Kind.MANUAL_DUE, {"due_day": day})

    def adopt_aliases(self, aliases: Mapping[str, str], live: Collection[str] = ()) -> list[str]:
        """Carry the history of renamed cards over to their new ids; return the former ids that had one.

        `live` are the ids that decks have now: one that was renamed and is back takes its history back.
        """
        known = self.aliases()
        moved = {canonical(old, known): old for old in known if old in live and canonical(old, known) not in live}
        moved |= {old: new for old, new in aliases.items() if canonical(old, known) != canonical(new, known)}
        if not moved:
            return []
        sql = "SELECT DISTINCT card FROM event WHERE kind <> 'alias' AND card IN (SELECT value FROM json_each(?))"
        met = {step for (card,) in self._rows(sql, [dump([*moved, *known])]) for step in renames(card, known)}
        carried = sorted(met & set(moved))
        if carried:
            with self.writing() as now:
                for old in carried:
                    self.append(now, Kind.ALIAS, old, {"to": moved[old]})
                self.rebuild_cache()  # a rename may take history from one card and give it to another
        return carried

    # Undo

    def void(self, event_id: str) -> CardState:
        """Take back any one event about a card; of an undo, redo it. ValueError if that cannot be done."""
        with self.writing() as now:
            return self._void(now, self.event(event_id))

    def undo(self) -> Event | None:
        """Take back the last thing done, in this session or any before, and return it; None if nothing is left."""
        with self.writing() as now:
            event = last_done(self._newest_first(), self.events)
            if event is not None:
                self._void(now, event)
            return event

    def redo(self) -> Event | None:
        """Bring back what was last undone and return it; None if there is nothing, or something was done since."""
        with self.writing() as now:
            undone = last_undone(self._newest_first(), self.events)
            if undone is None:
                return None
            self._void(now, undone)
            return self.event(str(undone.target))

    # Sessions and settings

    def begin_session(self, mode: str, **details: Any) -> str:
        """Start a session and return its id."""
        with self.writing() as now:
            return self.append(now, Kind.SESSION, None, {"mode": mode} | details).event_id

    def end_session(self, session: str, **details: Any) -> None:
        """End a session. One that was killed has no end, which is all that it lacks."""
        with self.writing() as now:
            self.append(now, Kind.SESSION_END, None, details, session=session)

    def set(self, **changes: Any) -> Settings:
        """Change settings; ValueError names the one that does not fit, and then none is changed."""
        settings = self.settings()
        for name, value in changes.items():
            settings = settings.changed(name, value)
        with self.writing() as now:
            for name, value in changes.items():
                self.append(now, Kind.SETTING, None, {"name": name, "value": value})
        return settings

    # What a session needs to know

    def recent_seeds(self, card: str, count: int = 20) -> frozenset[int]:
        """Return the seeds of the variants last answered, to be avoided for now."""
        sql = (
            "SELECT seed FROM attempt WHERE card IN (SELECT value FROM json_each(?))"
            " ORDER BY at_ms DESC, event_id DESC LIMIT ?"
        )
        return frozenset(seed for (seed,) in self._rows(sql, [dump(self.ids(card)), count]) if isinstance(seed, int))

    def variant_number(self, card: str, ahead: int = 0) -> int:
        """Return the number N of the variant to draw next, or so many later; another install draws others."""
        sql = "SELECT count(DISTINCT presentation) FROM attempt WHERE card IN (SELECT value FROM json_each(?))"
        shown = int(next(self._rows(sql, [dump(self.ids(card))]))[0])
        digest = hashlib.sha256(f"{self.device_id}|{card}|{shown + ahead}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % 1_000_000  # short enough to type after --seed

    def seconds_per_card(self, default: float = 60.0) -> float:
        """Return the median time of the last hundred answers."""
        sql = (
            "SELECT duration_ms FROM attempt WHERE typeof(duration_ms) = 'integer' AND duration_ms > 0"
            " ORDER BY at_ms DESC LIMIT 100"
        )
        times = [row[0] for row in self._rows(sql)]
        return median(times) / 1000 if times else default

    def sessions_on(self, day: int) -> int:
        """Return how many sessions were started on a study day."""
        sql = "SELECT count(*) FROM event WHERE kind = ? AND study_day = ?"
        return int(next(self._rows(sql, [str(Kind.SESSION), day]))[0])

    def _about(self, card: str, kind: Kind, payload: Mapping[str, Any] | None = None) -> CardState:
        with self.writing() as now:
            return self._act(now, kind, canonical(card, self.aliases()), payload)

    def _act(
        self, now: Moment, kind: Kind, card: str, payload: Mapping[str, Any] | None = None, target: str | None = None
    ) -> CardState:
        self.append(now, kind, card, payload, target=target)
        return self.refresh(card)

    def _void(self, now: Moment, event: Event) -> CardState:
        if event.card is None or event.kind == Kind.ALIAS:
            raise ValueError(f"{event.event_id} is of kind {event.kind}, which is not undone but changed again")
        if event.event_id in voided(self.events(card=event.card)):
            raise ValueError(f"{event.event_id} was already undone")
        return self._act(now, Kind.VOID, event.card, target=event.event_id)

    def _attempt(self, event_id: str) -> Event:
        event = self.event(event_id)
        if event.kind != Kind.ATTEMPT:
            raise ValueError(f"{event_id} is not an attempt but of kind {event.kind}")
        return event

    def _due(self, before: CardState, rating: int, day: int, config: Config) -> int:
        after, low, high = answered(before, rating, day, config)
        sql = (
            "SELECT due_day, count(*) FROM card_state WHERE due_day BETWEEN ? AND ?"
            " AND card <> ? AND NOT suspended AND NOT known GROUP BY due_day"
        )
        loads = {row[0]: row[1] for row in self._rows(sql, [low, high, before.card])}
        return choose_day(before.card, after.reps, low, high, loads)

    def _newest_first(self) -> Iterator[Event]:
        sql = "SELECT event_id FROM event WHERE card IS NOT NULL ORDER BY at_ms DESC, event_id DESC"
        for (event_id,) in self._rows(sql):
            event = self.event(event_id)
            if event.kind != Kind.ALIAS:
                yield event


@lru_cache(maxsize=1)
def _tool_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("kernelcards")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "unknown"
