import io
from dataclasses import replace
from datetime import date, timedelta

import pytest

from quiz.history.days import as_day
from quiz.render.figures import bar, figures, forecast, heat_map
from quiz.render.screen import Screen, Wishes
from quiz.study.stats import DayCount, Mistake, Retention, Stats, Streak, Topic, stats

TODAY = date(2026, 11, 22)  # a Sunday
FULL = Stats(
    answers=40, minutes=31.5, cards_met=12, known=1, suspended=0, flagged=("a",),
    retention=(Retention(7, 10, 9, 0.9), Retention(30, 20, 15, 0.75), Retention(None, 0, 0, None)),
    forecast=tuple(DayCount((TODAY + timedelta(days=n)).isoformat(), n % 3) for n in range(30)),
    heat=(DayCount("2026-11-20", 4), DayCount("2026-11-22", 1)),
    topics=(Topic("information", 8, 5, 10, 4, 0.42, 0.8), Topic("graphs", 9, 9, 30, 29, 0.94, None)),
    mistakes=(Mistake("nats_for_bits", 3, ("information.entropy.bits",), "2026-11-20"),),
    calibration=(), log_loss=0.31, streak=Streak(1, 4),
)  # fmt: skip


def screen(**wishes):
    return Screen(io.StringIO(), Wishes(**({"width": 60, "ascii": False} | wishes)))


@pytest.mark.parametrize(("share", "drawn"), [(0, "░░░░"), (1, "████"), (0.5, "██░░"), (0.625, "██▌░"), (2, "████")])
def test_bars(share, drawn):
    assert bar(screen(), share, 4).plain == drawn


def test_a_bar_in_ascii():
    assert bar(screen(ascii=True), 0.5, 4).plain == "##.."


def test_the_heat_map_is_a_calendar():
    rows = [row.plain for row in heat_map(screen(), {"2026-11-20": 4, "2026-11-22": 1, "2026-11-16": 2}, TODAY)]
    assert [row[:3] for row in rows[1:]] == ["Mon", "   ", "Wed", "   ", "Fri", "   ", "Sun"]
    assert (rows[5].rstrip()[-1], rows[7].rstrip()[-1], rows[1].rstrip()[-1]) == ("█", "░", "▒")
    assert rows[0].rstrip().endswith("Nov")


def test_days_to_come_are_left_out():
    monday = TODAY - timedelta(days=6)
    rows = [row.plain.rstrip() for row in heat_map(screen(), {}, monday)]
    assert len(rows[1]) - len(rows[2]) == 2


def test_names_of_months_never_touch():
    for offset in range(60):
        months = heat_map(screen(), {}, TODAY + timedelta(days=offset))[0].plain.split()
        assert all(len(name) == 3 for name in months)


def test_the_forecast_scales_to_the_longest_bar():
    rows = [row.plain for row in forecast(screen(), [("2026-11-22", 10), ("2026-11-23", 5), ("2026-11-24", 0)])]
    assert rows[0].startswith("today ")
    assert rows[0].count("█") == 2 * rows[1].count("█") > 0
    assert "█" not in rows[2]


@pytest.mark.parametrize("wishes", [{}, {"ascii": True}, {"width": 44}, {"plain": True}])
def test_all_figures_fit(wishes):
    on = screen(**wishes)
    figures(on, FULL, as_day(TODAY))
    text = on.file.getvalue()
    assert max(map(len, text.splitlines())) <= on.width
    assert "40 answers" in text
    assert "1 day in a row" in " ".join(text.split())
    assert "Nats for bits" in text
    assert text.index("information") < text.index("graphs")
    if on.unicode is False:
        assert text.isascii()


def test_an_empty_history_says_how_to_begin():
    on = screen()
    figures(on, stats([], {}, as_day(TODAY)), as_day(TODAY))
    assert "Nothing was answered yet" in on.file.getvalue()


def test_a_topic_without_answers_has_no_bar_and_one_answer_is_one():
    few = replace(FULL, answers=1, minutes=0.2, cards_met=1, topics=(Topic("trees", 25, 0, 0, 0, 0.5, None),))
    on = screen()
    figures(on, few, as_day(TODAY))
    text = on.file.getvalue()
    assert "1 answer in less than a minute; 1 card met" in " ".join(text.split())
    assert " ".join(next(row for row in text.splitlines() if "trees" in row).split()) == "trees not asked yet, 25 cards"
