import io
from datetime import date

import pytest

from quiz.render.screen import Screen, Wishes
from quiz.session.welcome import read_date, read_minutes, read_topics, welcome
from tests.quiz.learner import summary

TODAY = date(2026, 11, 22)
TOPICS = ["graphs", "information", "trees"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", None), ("none", None), ("2027-01-15", date(2027, 1, 15)), ("3 weeks", date(2026, 12, 13)),
     ("in 10 days", date(2026, 12, 2)), (" 2 Months ", date(2027, 1, 21))],
)  # fmt: skip
def test_dates(text, expected):
    assert read_date(text, TODAY) == expected


@pytest.mark.parametrize("text", ["soon", "2026-11-22", "2020-01-01", "31.12.2026", "2027-02-30", "3 years"])
def test_no_dates(text):
    with pytest.raises(ValueError, match=r"date|future"):
        read_date(text, TODAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ()), ("all", ()), ("1 3", ("graphs", "trees")), ("trees, graphs", ("graphs", "trees")),
     ("inf", ("information",)), ("1,2,3", ())],
)  # fmt: skip
def test_topics(text, expected):
    assert read_topics(text, TOPICS) == expected


@pytest.mark.parametrize("text", ["4", "0", "maths"])
def test_no_topics(text):
    with pytest.raises(ValueError, match=f"no topic {text}"):
        read_topics(text, TOPICS)


def test_a_beginning_that_fits_two_topics_is_asked_again():
    with pytest.raises(ValueError, match="could be"):
        read_topics("t", ["trees", "text"])


def test_minutes():
    assert read_minutes("", 20) == 20
    assert read_minutes("15 min", 20) == 15
    for text in ("0", "-3", "ten", "99999"):
        with pytest.raises(ValueError, match="minutes"):
            read_minutes(text, 20)


class Silent:
    """A learner who takes every default."""

    piped = False

    def read(self, label="", words=()):
        return ""


def test_a_topic_is_never_broken_between_its_number_and_its_count():
    topics = ("cluster", "graphs", "information", "metrics", "optim", "trees")
    shown = io.StringIO()
    cards = {str(n): summary(str(n), topics[n % 6]) for n in range(60)}
    welcome(Screen(shown, Wishes(width=60)), Silent(), cards, date(2026, 11, 22), 20)
    for number, topic in enumerate(topics, 1):
        assert f"{number} {topic} (10)" in shown.getvalue()
