"""What a session does where no verdict is certain: broken cards and graders, doubtful answers and readings."""

import pytest

from quiz.history.event import Kind, Rating
from quiz.session.machine import Session
from quiz.session.replies import (
    Guessed,
    Judged,
    Note,
    Overruled,
)
from quiz.study.plan import Item, Reason
from tests.quiz.rehearsal import FakeLedger, FakeTeacher, make, only


def test_a_broken_reference_is_never_wrong():
    session = make(2, unsolvable={"c1"})
    note, asked = session.enter("5", 1)
    assert "c1 is broken" in note.text
    assert "quiz ask c1 --seed 1" in note.text
    assert asked.question.card == "c2"
    assert session.ledger.attempts == []
    assert session.ledger.kinds == [Kind.FLAG]


def test_a_grader_that_fails_is_never_wrong():
    session = make(2)
    note, _ = session.enter("boom", 1)
    assert "the grader failed" in note.text
    assert session.ledger.attempts == []


@pytest.mark.parametrize("line", ["5", "1", "!"])
def test_an_expected_answer_that_cannot_be_shown_is_never_counted(line):
    session = make(2, unprintable={"c1"})
    note, asked = session.enter(line, 1)
    assert "Nothing was counted" in note.text
    assert asked.question.card == "c2"
    assert session.ledger.attempts == []
    assert session.ledger.kinds == [Kind.FLAG]


def test_a_card_that_breaks_while_an_answer_is_typed_anew_leaves_the_first_answer():
    unprintable = set()
    session = make(2, unprintable=unprintable)
    session.enter("5", 1)
    session.enter("t", 2)
    unprintable.add("c1")
    note, asked = session.enter("1", 3)
    assert "Nothing was counted" not in note.text
    assert "first answer stands" in note.text
    assert asked.question.card == "c2"
    assert session.ledger.kinds == [Kind.ATTEMPT, Kind.FLAG]
    assert [result.right for result in session.results] == [False]


def test_a_card_that_cannot_be_drawn_is_passed_over():
    session = Session(
        [Item("c1", Reason.NEW), Item("c2", Reason.NEW)], FakeTeacher(undrawable={"c1"}), FakeLedger(),
        summaries={}, session_id="s",
    )  # fmt: skip
    note, asked = session.start(0)
    assert "no variant fits" in note.text
    assert asked.question.card == "c2"


def test_an_undecided_answer_is_left_to_the_learner():
    session = make()
    only(session.enter("maybe", 1), Judged)
    assert session.ledger.attempts[0].rating is None
    only(session.enter("perhaps", 2), Note)
    only(session.enter("y", 3), Overruled)
    assert session.ledger.rating == Rating.GOOD
    assert session.results[0].right


def test_a_guessed_reading_is_confirmed_by_enter():
    session = make()
    only(session.enter("99", 1), Guessed)
    assert session.awaits_enter
    assert session.ledger.attempts == []
    assert only(session.enter("", 2), Judged).result.answer == "99"


def test_a_guessed_reading_may_be_written_another_way():
    session = make()
    session.enter("99", 1)
    assert only(session.enter("1", 2), Judged).result.right
