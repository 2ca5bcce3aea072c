"""What the learner sees of each reply; and that every line fits and can be shown on the poorest terminal."""

import io

import pytest

from quiz.history.event import Rating
from quiz.question import Key, Outcome, Question, Verdict
from quiz.render.screen import Screen, Wishes
from quiz.render.talk import show
from quiz.session.replies import (
    Asked,
    Closed,
    Guessed,
    Helped,
    Hinted,
    Judged,
    Note,
    Noted,
    Overruled,
    Points,
    Result,
    Sourced,
    Unreadable,
)
from quiz.study.plan import Item, Reason

KEYS = (
    ("?", "hint"),
    ("!", "give up"),
    ("s", "source"),
    ("k", "known"),
    ("f", "bad card"),
    ("u", "undo"),
    ("q", "stop"),
)
TODAY = 20_000
QUESTION = Question(
    "graphs.bfs.order",
    "graphs",
    "medium",
    "array",
    7,
    "f",
    {},
    "In which order? Here $p_i \\ge 0$.",
    "Seven whole numbers.",
)


def shown(reply, width=60, **wishes):
    stream = io.StringIO()
    show(Screen(stream, Wishes(width=width, **({"ascii": False} | wishes))), reply, TODAY)
    return stream.getvalue()


def words(reply):
    return " ".join(shown(reply).split())


def result(outcome=Outcome.WRONG, question=QUESTION, rating=Rating.AGAIN, due=TODAY + 1, answer="0 1", **verdict):
    fields = {"echo": "[0, 1]", "message": ""} | verdict
    score = float(outcome is Outcome.RIGHT) or 0.5 * (outcome is Outcome.PARTIAL)
    key = Key((0, 1), explain="Take from the **front**.")
    return Result(
        Item(question.card, Reason.NEW), question, key, "[0, 1, 2]", Verdict(outcome, score, **fields), answer, rating,
        "e", 1000, due_day=due,
    )  # fmt: skip


ASKED = Asked(QUESTION, 3, 12, 14, "new", KEYS)
WRONG = Judged(result(message="Depth first takes from the same end.", mistake="wrong_end"), True, KEYS)
CLOSED = Closed(
    "review", True, (result(), result(Outcome.RIGHT, rating=Rating.GOOD, due=TODAY + 12)), 2, 95_000, "time"
)
CHOICE = Question("c", "t", "easy", "choice", 1, "f", {}, "Which?", "A letter.", ("one " * 30, "two"))
REPLIES = [
    ASKED, WRONG, CLOSED,
    Asked(CHOICE, 1, 1, None, "again", KEYS),
    Judged(result(Outcome.RIGHT, rating=Rating.GOOD), False, KEYS),
    Judged(result(Outcome.PARTIAL), True, KEYS),
    Judged(result(Outcome.UNDETERMINED, rating=None), False, KEYS),
    Unreadable("1..5", Verdict(Outcome.INVALID, 0.0, echo="1..5\n ▲", message="Cannot read this.")),
    Guessed(Verdict(Outcome.WRONG, 0.0, echo="1 + 1/8 = 1.125", guessed="a mixed number")),
    Hinted("Which end of the queue? $\\sum_i p_i$", 1, 2),
    Overruled(result(), True),
    Points(Question("c", "t", "easy", "recall", 1, "f", {}, "What?", ""), Key(("one point " * 12, "two"))),
    Sourced((("graphs.bfs", "def bfs(graph, source):\n    return 1  # " + "long " * 30),)),
    Note("Something with `code` in it."), Noted(3), Helped("nonsense"), Helped(),
    Closed("review", True, (), 3, 500, "quit"),
]  # fmt: skip


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: type(reply).__name__)
@pytest.mark.parametrize("width", [40, 60, 120])
def test_every_reply_fits_and_can_be_shown_in_ascii(reply, width):
    for wishes in ({"ascii": True}, {"plain": True}):
        text = shown(reply, width, **wishes)
        assert text.strip()
        assert "\x1b" not in text
        assert max(map(len, text.splitlines())) <= width
        if "ascii" in wishes:
            assert text.isascii()


def test_a_question():
    text = shown(ASKED)
    assert "graphs · medium · new card" in text
    assert "3 of 12 · 14 min left" in text
    assert "In which order? Here pᵢ ≥ 0." in text
    assert "? hint  ! give up" in text


def test_options_are_lettered_and_steps_numbered():
    assert "  a) one" in shown(REPLIES[3], 200)
    order = Question("c", "t", "easy", "order", 1, "f", {}, "Sort.", "", ("first", "second"))
    assert "  1. first" in shown(Asked(order, 1, 1, None, "new", KEYS))


def test_a_wrong_answer_with_a_named_mistake():
    lines = [line.strip() for line in shown(WRONG).splitlines() if line.strip()]
    assert lines[:5] == [
        "✗ Not right   read as [0, 1]", "▌ A known mistake", "▌ Depth first takes from the same end.",
        "Answer  [0, 1, 2]", "Take from the front.",
    ]  # fmt: skip
    assert "Due again tomorrow. A new variant comes back in this session." in words(WRONG)


def test_a_right_answer_repeats_nothing():
    right = result(Outcome.RIGHT, rating=Rating.GOOD, echo="[0, 1, 2]", due=TODAY + 12)
    text = shown(Judged(right, False, KEYS))
    assert "✓ Right" in text
    assert "Answer" not in text
    assert "Due again in 12 days." in text


def test_the_pointer_stands_under_the_fault():
    lines = shown(REPLIES[7]).splitlines()
    place = lines.index("      1..5")
    assert lines[place + 1] == "       ▲"
    assert "not counted" in lines[0]
    assert shown(REPLIES[7], ascii=True).splitlines()[place + 1] == "       ^"


def test_the_order_of_steps_is_shown_with_their_numbers():
    order = Question("c", "t", "easy", "order", 1, "f", {}, "Sort.", "", ("later", "first"))
    wrong = result(question=order)
    wrong.key = Key((1, 0))
    text = shown(Judged(wrong, False, KEYS))
    assert text.index("2. first") < text.index("1. later")


def test_the_summary():
    text = shown(CLOSED)
    assert "Time is up" in text
    assert "2 min" in text
    assert "1 of 2 right" in text
    assert "□ ■" in text
    assert "graphs.bfs.order" in text
    assert "2 questions not reached." in words(CLOSED)


def test_practice_says_that_no_date_moved():
    assert "no due date has moved" in words(Closed("drill", False, (result(due=None),), 0, 1000, "done"))


def test_what_was_read_of_a_choice_are_its_letters():
    choice = Question("c", "t", "easy", "choice", 1, "f", {}, "Which?", "", ("$x^2$", "$y$"))
    text = words(Judged(result(question=choice, echo="a) $x^2$\nb) $y$"), False, KEYS))
    assert "read as a, b" in text
    assert "$" not in text


def test_an_option_that_is_a_formula_stays_in_its_line():
    choice = Question("c", "t", "easy", "choice", 1, "f", {}, "Which?", "", (r"$\frac{a}{b}$", "two"))
    lines = [line.strip() for line in shown(Asked(choice, 1, 1, None, "new", KEYS)).splitlines()]
    assert lines[lines.index("a) a/b") + 1] == "b) two"


def test_easy_shows_the_new_day():
    easy = result(Outcome.RIGHT, rating=Rating.GOOD, due=TODAY + 3)
    easy.overrule(Rating.EASY, TODAY + 9)
    assert words(Overruled(easy, False)) == "Counted as easy, on your word. Due again in 9 days."
    easy.restore()
    assert words(Overruled(easy, False)) == "Counted as right. Due again in 3 days."


def test_a_mistake_is_called_by_what_was_done_wrong():
    missed = (result(mistake="lloyd_midpoint_with_old"), result(question=CHOICE, mistake="beta-not-squared"))
    text = words(Closed("review", True, missed, 0, 1000, "done"))
    assert "The old center is averaged in as if it were one of its points" in text
    assert "Beta not squared" in text
    assert "lloyd" not in text
