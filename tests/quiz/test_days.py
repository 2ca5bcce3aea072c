from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from quiz.history.days import LAST_DAY, as_date, as_day, is_day, milliseconds, noon, offset_text, study_day


def test_the_day_turns_at_the_rollover_hour():
    late, early = datetime(2026, 5, 2, 3, 59, 59), datetime(2026, 5, 2, 4, 0)
    assert as_date(study_day(late)) == date(2026, 5, 1)
    assert as_date(study_day(early)) == date(2026, 5, 2)
    assert as_date(study_day(late, rollover_hour=0)) == date(2026, 5, 2)
    assert as_date(study_day(datetime(2026, 5, 2, 22), rollover_hour=23)) == date(2026, 5, 1)


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_daylight_saving_neither_skips_nor_repeats_a_day(change):
    berlin = ZoneInfo("Europe/Berlin")
    instant = datetime(change.year, change.month, change.day, tzinfo=UTC) - timedelta(days=1)
    days = [study_day((instant + timedelta(minutes=10 * step)).astimezone(berlin)) for step in range(6 * 24 * 3)]
    assert days == sorted(days)
    assert set(days) == set(range(days[0], days[-1] + 1))
    turns = [instant + timedelta(minutes=10 * n) for n in range(1, len(days)) if days[n] != days[n - 1]]
    assert {turn.astimezone(berlin).hour for turn in turns} == {4}


def test_noons_are_whole_days_apart():
    assert noon(20_001) - noon(20_000) == timedelta(days=1)
    assert noon(as_day(date(2026, 3, 29))) == datetime(2026, 3, 29, 12, tzinfo=UTC)
    assert noon(LAST_DAY) + timedelta(days=36_500)


def test_offsets_and_milliseconds():
    assert offset_text(datetime(2026, 1, 1, tzinfo=timezone(-timedelta(hours=3, minutes=30)))) == "-03:30"
    assert offset_text(datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Kathmandu"))) == "+05:45"
    assert milliseconds(datetime(1970, 1, 1, 1, 0, 0, 7000, tzinfo=timezone(timedelta(hours=1)))) == 7


@pytest.mark.parametrize("value", [-1, LAST_DAY + 1, True, 1.0, "3", None])
def test_what_cannot_be_a_day(value):
    assert not is_day(value)
