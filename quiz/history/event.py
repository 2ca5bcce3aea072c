"""The learner's history as a list of events, and which of them stand.

Events are only ever added. An undo is a `void` that names its event, a redo is a `void` that names the undo, "that was
a typo" and "I was right" are events that name an attempt. What an event means therefore depends on later ones;
`standing` settles it for the events of one card, and everything else in the trainer works on what it returns.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import Enum, IntEnum, StrEnum
from typing import Any, NamedTuple, Self

from quiz.history.days import is_day
from quiz.question import GENERATOR_VERSION, Outcome, Question, Verdict


class Rating(IntEnum):
    """What an attempt tells the scheduler; the numbers are FSRS's."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Kind(StrEnum):
    """The kinds of event. A log may hold kinds of a newer version; they are kept and have no effect."""

    ATTEMPT = "attempt"
    VOID = "void"  # undo; of another void: redo
    TYPO = "typo"  # the attempt named does not count; the next one of the same presentation decides
    OVERRIDE = "override"  # the learner's own rating of the attempt named
    SUSPEND = "suspend"
    RESUME = "resume"  # ends suspend, known and bury
    BURY = "bury"  # until a study day
    KNOWN = "known"  # set aside: the learner knows this
    FLAG = "flag"  # the card is bad
    NOTE = "note"
    RESET = "reset"  # forget what was learnt; the card is new again
    MANUAL_DUE = "manual_due"
    IMPORT = "import"  # a review made in another program
    SETTING = "setting"
    CONFIG = "config"  # FSRS weights and retention that attempts name by their config_id
    ALIAS = "alias"  # a card was renamed
    SESSION = "session"
    SESSION_END = "session_end"
    DEVICE = "device"


UNDOABLE = frozenset(
    {
        Kind.ATTEMPT, Kind.TYPO, Kind.OVERRIDE, Kind.SUSPEND, Kind.RESUME, Kind.BURY, Kind.KNOWN, Kind.FLAG,
        Kind.NOTE, Kind.RESET, Kind.MANUAL_DUE,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log."""

    event_id: str  # sorts by time; unique over devices
    device_id: str
    kind: str
    card: str | None
    session: str | None
    at_ms: int  # UTC
    tz: str  # offset of the wall clock, "+01:00"
    study_day: int
    target: str | None  # the event that a void, typo or override is about
    payload: dict[str, Any] = field(default_factory=dict)

    @property
    def order(self) -> tuple[int, str]:
        """The one order in which a log is read, on any machine and after any merge."""
        return self.at_ms, self.event_id

    def to_json(self) -> str:
        """Return one line of JSON, always the same for the same event."""
        return dump(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> Self:
        """Read `to_json` back; ValueError says what is wrong with a line of another make."""
        data = json.loads(line)
        if not isinstance(data, dict):
            raise ValueError("expected a JSON object")
        if set(data) != set(_FIELDS):
            raise ValueError(f"expected the fields {', '.join(_FIELDS)}; got {', '.join(map(str, data)) or 'none'}")
        event = cls(**data)
        checked(event)
        return event


_FIELDS: dict[str, tuple[type, ...]] = {
    "event_id": (str,), "device_id": (str,), "kind": (str,), "card": (str, type(None)), "session": (str, type(None)),
    "at_ms": (int,), "tz": (str,), "study_day": (int,), "target": (str, type(None)), "payload": (dict,),
}  # fmt: skip
_ATTEMPT: dict[str, tuple[type, ...]] = {  # what readers compute with; a field that is missing is no fault
    "presentation": (str,), "topic": (str,), "config_id": (str,), "seed": (int,), "rev": (int,),
    "duration_ms": (int, type(None)), "recall": (float, int, type(None)), "mistake": (str, type(None)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer to one showing of a card: what the log keeps of it."""

    card: str
    presentation: str  # one showing of one variant; its first graded attempt decides
    topic: str
    level: str
    kind: str
    outcome: Outcome
    score: float = 0.0
    rating: Rating | None = None  # None: not graded
    answer: str = ""  # as typed
    parsed: Any = None
    expected: Any = None
    seed: int = 0
    generator: int = GENERATOR_VERSION
    fingerprint: str = ""
    rev: int = 1
    params: Mapping[str, Any] = field(default_factory=dict)  # the draws: the seed alone may not bring them back
    variant_key: str = ""
    mistake: str | None = None
    hints: int = 0
    duration_ms: int | None = None
    mode: str = "review"
    counted: bool = True  # False: practice that moves no due date
    gave_up: bool = False

    @classmethod
    def of(cls, question: Question, verdict: Verdict, presentation: str, **rest: Any) -> Self:
        """Build an attempt from what was shown and what the grader said."""
        known = {
            "card": question.card, "topic": question.topic, "level": question.level, "kind": question.kind,
            "seed": question.seed, "generator": question.generator, "fingerprint": question.fingerprint,
            "params": question.params, "outcome": verdict.outcome, "score": verdict.score, "parsed": verdict.parsed,
            "mistake": verdict.mistake, "variant_key": variant_key(question.params, rest.get("expected")),
        }  # fmt: skip
        return cls(presentation=presentation, **(known | rest))

    def payload(self) -> dict[str, Any]:
        """Return what goes into the event, as JSON values; the card's id stands beside it."""
        data: dict[str, Any] = plain({name: getattr(self, name) for name in self.__slots__})
        del data["card"]
        return data


def checked(event: Event) -> Event:
    """Return an event of another make as it came; ValueError where a reader of the log could not work with it."""
    for name, types in _FIELDS.items():
        _check_type(name, getattr(event, name), types)
    if not is_day(event.study_day) or abs(event.at_ms) >= 2**62:
        raise ValueError(f"time out of range: study_day {event.study_day}, at_ms {event.at_ms}")
    if event.kind == Kind.ATTEMPT:
        for name in _ATTEMPT.keys() & event.payload.keys():
            _check_type(name, event.payload[name], _ATTEMPT[name])
    return event


def _check_type(name: str, value: Any, types: tuple[type, ...]) -> None:
    if not isinstance(value, types) or isinstance(value, bool):
        raise ValueError(f"{name} has the wrong type: {value!r:.80}")


class Standing(NamedTuple):
    """An event that no later one took back."""

    event: Event
    rating: int | None  # of an attempt or import, after the learner's override
    decides: bool  # the first graded attempt of its presentation


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: arrays become lists, and numbers that JSON lacks become their names."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()  # a terminal may hand over half a character
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(float(value))
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=str)
    if hasattr(value, "tolist"):  # NumPy's arrays and scalars, without importing NumPy
        return plain(value.tolist())
    return str(value)


def dump(value: Any) -> str:
    """Return JSON text that is equal for equal values."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def variant_key(params: Mapping[str, Any], expected: Any = None) -> str:
    """Return a short key, equal for two variants that ask and answer the same."""
    return hashlib.sha256(dump(plain([params, expected])).encode()).hexdigest()[:16]


def voided(events: Iterable[Event]) -> frozenset[str]:
    """Return the ids of the events that a standing void takes back.

    A merge can bring a void before its event and a forged log can bring a ring of voids: the search goes from each
    event to the voids that name it, and a void that it meets again on the way has no effect.
    """
    takers: dict[str, list[str]] = {}
    for event in sorted(events, key=lambda event: event.order):
        if event.kind == Kind.VOID and event.target is not None:
            takers.setdefault(event.target, []).append(event.event_id)
    taken: dict[str, bool] = {}
    for start in takers:
        path = [start]
        while path:
            here = path[-1]
            ahead = [void for void in takers.get(here, ()) if void not in taken and void not in path]
            if ahead:
                path.append(ahead[0])
                continue
            taken[here] = any(not taken.get(void, True) for void in takers.get(here, ()))
            path.pop()
    return frozenset(event_id for event_id, is_taken in taken.items() if is_taken)


def standing(events: Iterable[Event]) -> list[Standing]:
    """Return what stands of one card's events, in order.

    The first graded attempt of a presentation decides. Undoing it takes the whole presentation back, so that a second
    try, made for learning, never steps into its place; saying "typo" does let the next attempt decide.
    """
    ordered = sorted(events, key=lambda event: event.order)
    gone = voided(ordered)
    typos: set[str | None] = set()
    overrides: dict[str | None, int] = {}
    for event in ordered:
        if event.event_id in gone:
            continue
        if event.kind == Kind.TYPO:
            typos.add(event.target)
        elif event.kind == Kind.OVERRIDE and _is_rating(event.payload.get("rating")):
            overrides[event.target] = event.payload["rating"]
    first: dict[str, str] = {}
    rows: list[Standing] = []
    for event in ordered:
        if event.kind in (Kind.VOID, Kind.TYPO, Kind.OVERRIDE) or event.event_id in typos:
            continue
        rating = overrides.get(event.event_id, event.payload.get("rating"))
        if event.kind == Kind.ATTEMPT:
            if _is_rating(rating):
                first.setdefault(_shown(event), event.event_id)
            else:
                rating = None
        elif event.kind != Kind.IMPORT or not _is_rating(rating):
            rating = None
        rows.append(Standing(event, rating, event.kind == Kind.IMPORT and rating is not None))
    kept = []
    for row in rows:
        decider = first.get(_shown(row.event)) if row.event.kind == Kind.ATTEMPT else None
        if row.event.event_id in gone or decider in gone:
            continue
        kept.append(row._replace(decides=True) if decider == row.event.event_id else row)
    return kept


def _shown(event: Event) -> str:
    return str(event.payload.get("presentation") or event.event_id)


def _is_rating(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 4
