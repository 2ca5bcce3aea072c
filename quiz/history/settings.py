"""The learner's settings: the last word of each `setting` event in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from quiz.history.days import as_date, is_day
from quiz.history.event import Event, Kind


@dataclass(frozen=True, slots=True)
class Settings:
    """What the first run asks, and what may be changed later."""

    interview_day: int | None = None  # a study day
    topics: tuple[str, ...] = ()  # empty: all
    minutes: int = 20  # a day
    desired_retention: float = 0.9
    rollover_hour: int = 4
    new_per_day: int = 8
    maximum_interval: int = 36500  # days
    weights: tuple[float, ...] | None = None  # FSRS weights fitted to this learner; None: the published ones

    @property
    def interview_date(self) -> date | None:
        """The interview as a calendar date."""
        return None if self.interview_day is None else as_date(self.interview_day)

    def changed(self, name: str, value: Any) -> Settings:
        """Return the settings with one changed; ValueError says what was expected."""
        if name not in _RULES:
            raise ValueError(f"unknown setting {name!r}; there are {', '.join(_RULES)}")
        expected, accepts = _RULES[name]
        value = tuple(value) if isinstance(value, list) else value
        if not accepts(value):
            raise ValueError(f"{name}: expected {expected}, got {value!r}")
        return replace(self, **{name: value})


def read_settings(events: Iterable[Event]) -> tuple[Settings, bool]:
    """Return the settings that a log leaves, and whether it holds any.

    A value that this version does not accept (written by another version, or by hand) is passed over: a history must
    open even then.
    """
    settings, found = Settings(), False
    for event in sorted(events, key=lambda event: event.order):
        if event.kind == Kind.SETTING:
            try:
                settings = settings.changed(str(event.payload.get("name")), event.payload.get("value"))
            except ValueError:
                continue
            found = True
    return settings, found


def _whole(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_weights(value: Any) -> bool:
    if value is None:
        return True
    if not isinstance(value, tuple) or not all(type(weight) in (int, float) for weight in value):
        return False
    from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS as LOW  # only once tuned
    from fsrs.scheduler import UPPER_BOUNDS_PARAMETERS as HIGH

    return len(value) == len(LOW) and all(low <= x <= high for low, x, high in zip(LOW, value, HIGH, strict=True))


_RULES: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "interview_day": (
        "a study day or none",
        lambda value: value is None or is_day(value),
    ),
    "topics": (
        "a list of topic names",
        lambda value: isinstance(value, tuple) and all(isinstance(topic, str) for topic in value),
    ),
    "minutes": ("minutes a day from 1 to 1440", _whole(1, 1440)),
    "desired_retention": (
        "a share from 0.7 to 0.99",
        lambda value: isinstance(value, float) and 0.7 <= value <= 0.99,
    ),
    "rollover_hour": ("an hour from 0 to 23", _whole(0, 23)),
    "new_per_day": ("cards a day from 0 to 1000", _whole(0, 1000)),
    "maximum_interval": ("days from 1 to 36500", _whole(1, 36500)),
    "weights": ("the 21 weights of FSRS-6, each within its bounds, or none", _is_weights),
}
assert set(_RULES) == {item.name for item in fields(Settings)}
