"""Study days: whole days that turn at the rollover hour of the learner's own clock.

A study day is an integer, the number of days since 1970-01-01. A session at 01:30 belongs to the evening before, so
the day turns at the rollover hour (04:00 unless set). It is read off the wall clock, UTC offset included, which is
why neither midnight nor daylight saving can split an evening or skip a day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

LAST_DAY = (date(9000, 1, 1) - date(1970, 1, 1)).days  # leaves room for an interval before datetime ends
_EPOCH = date(1970, 1, 1)
_EPOCH_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)


def as_day(value: date) -> int:
    """Return the number of a calendar date.

    >>> as_day(date(2026, 11, 22))
    20779
    """
    return (value - _EPOCH).days


def as_date(day: int) -> date:
    """Return the calendar date of a study day.

    >>> as_date(20779)
    datetime.date(2026, 11, 22)
    """
    return _EPOCH + timedelta(days=day)


def is_day(value: Any) -> bool:
    """Whether a value read from a log can be a study day."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LAST_DAY


def study_day(local: datetime, rollover_hour: int = 4) -> int:
    """Return the study day of a moment given on the learner's wall clock.

    >>> study_day(datetime(2026, 11, 23, 3, 59)) == study_day(datetime(2026, 11, 22, 4, 0))
    True
    """
    wall = local.replace(tzinfo=None)
    return as_day((wall - timedelta(hours=rollover_hour)).date())


def noon(day: int) -> datetime:
    """Return noon UTC of a study day: the clock that FSRS is fed, on which whole days are differences of study days."""
    return _EPOCH_INSTANT + timedelta(days=day, hours=12)


def local_now() -> datetime:
    """Return the present with the UTC offset of the machine."""
    return datetime.now(UTC).astimezone()


def milliseconds(moment: datetime) -> int:
    """Return milliseconds since 1970 UTC; exact, where `timestamp` goes through a float."""
    return (moment - _EPOCH_INSTANT) // timedelta(milliseconds=1)


def offset_text(moment: datetime) -> str:
    """Return the UTC offset as written in the log.

    >>> offset_text(datetime(2026, 7, 1, tzinfo=UTC))
    '+00:00'
    """
    offset = moment.utcoffset() or timedelta()
    sign = "-" if offset < timedelta() else "+"
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"
