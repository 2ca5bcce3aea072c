"""What the learner says about a card or takes back in a session: easy, known, flagged, overridden, undone."""

import pytest

from quiz.history.event import Kind, Rating
from quiz.session.replies import (
    Note,
    Overruled,
    Unreadable,
)
from quiz.session.showing import Phase
from quiz.study.plan import Reason
from tests.quiz.rehearsal import make, only


def test_an_override_is_logged_and_turns_the_verdict():
    session = make(2)
    session.enter("0", 1)
    assert [item.reason for item in session.queue] == [Reason.NEW, Reason.AGAIN]
    assert only(session.enter("o", 2), Overruled).result.due_day == 9
    assert (session.ledger.kinds[-1], session.ledger.rating) == (Kind.OVERRIDE, Rating.GOOD)
    assert session.results[0].right
    assert [item.reason for item in session.queue] == [Reason.NEW]
    session.enter("o", 3)
    assert session.ledger.rating == Rating.AGAIN
    assert not session.results[0].right


def test_undo_takes_the_answer_back_and_the_card_returns():
    session = make(2)
    session.enter("0", 1)
    note, asked = session.enter("u", 2)
    assert "c1" in note.text
    assert asked.question.card == "c2"
    assert session.results == []
    assert [(item.card, item.reason) for item in session.queue] == [("c1", Reason.NEW)]
    only(session.enter("u", 3), Note)
    assert session.phase is Phase.ASKING


def test_undo_of_an_override_restores_the_verdict():
    session = make()
    session.enter("0", 1)
    session.enter("o", 2)
    session.enter("u", 3)
    assert not session.results[0].right
    assert session.results[0].rating == Rating.AGAIN
    assert [item.reason for item in session.queue] == [Reason.AGAIN]
    assert session.results[0].due_day == 7


def test_undo_of_an_override_remembers_the_hint():
    session = make()
    for line in ("?", "1", "o", "u"):
        session.enter(line, 1)
    assert (session.results[0].rating, session.results[0].overridden) == (Rating.HARD, False)


def test_easy_is_said_by_the_learner_after_a_right_answer():
    session = make(2)
    assert "e" not in dict(session.keys())
    session.enter("1", 1)
    assert "e" in dict(session.keys())
    assert only(session.enter("e", 2), Overruled).result.due_day == 20
    assert (session.ledger.kinds[-1], session.ledger.rating) == (Kind.OVERRIDE, Rating.EASY)
    assert session.results[0].right
    assert "e" not in dict(session.keys())
    only(session.enter("e", 3), Note)
    session.enter("u", 4)
    assert (session.results[0].rating, session.results[0].due_day) == (Rating.GOOD, 7)
    assert "e" in dict(session.keys())


@pytest.mark.parametrize(("lines", "changes"), [(("0",), {}), (("?", "1"), {}), (("1",), {"counted": False})])
def test_easy_is_not_offered_after_a_wrong_answer_a_hint_or_in_practice(lines, changes):
    session = make(**changes)
    for line in lines:
        session.enter(line, 1)
    assert "e" not in dict(session.keys())
    only(session.enter("e", 2), Note)
    assert Kind.OVERRIDE not in session.ledger.kinds


def test_before_the_verdict_e_is_an_answer():
    session = make()
    only(session.enter("e", 1), Unreadable)  # graded, though this teacher cannot read it


def test_a_known_card_is_set_aside_and_the_next_is_asked():
    session = make(2)
    note, asked = session.enter("k", 1)
    assert "quiz resume c1" in note.text
    assert asked.question.card == "c2"
    assert session.ledger.kinds == [Kind.KNOWN]
    session.enter("u", 2)
    assert list(session.known) == []


def test_undoing_known_brings_the_card_back_in_the_session():
    session = make(3)
    session.enter("k", 1)
    assert [item.card for item in session.queue] == ["c3"]
    note = only(session.enter("u", 2), Note)
    assert "comes back" in note.text
    assert [(item.card, item.reason) for item in session.queue] == [("c3", Reason.NEW), ("c1", Reason.NEW)]


def test_undoing_known_after_a_verdict_brings_back_only_what_was_to_come():
    session = make(2)
    session.enter("1", 1)
    session.enter("k", 2)
    assert "comes back" not in only(session.enter("u", 3), Note).text
    assert [item.card for item in session.queue] == ["c2"]
    session = make(2)
    session.enter("0", 1)
    session.enter("k", 2)
    session.enter("u", 3)
    assert [(item.card, item.reason) for item in session.queue] == [("c2", Reason.NEW), ("c1", Reason.AGAIN)]


def test_an_undo_takes_back_one_thing_of_a_card_that_is_both_flagged_and_known():
    session = make(2)
    session.enter("1", 1)
    for line in ("k", "f"):
        session.enter(line, 2)
    session.enter("u", 3)
    assert (list(session.known), session.flagged) == (["c1"], [])
    session = make(2)
    session.enter("1", 1)
    for line in ("f", "k"):
        session.enter(line, 2)
    session.enter("u", 3)
    assert (list(session.known), session.flagged) == ([], ["c1"])


def test_undoing_the_flag_of_a_card_that_broke_keeps_the_learner_s_own():
    session = make(2, unsolvable={"c1"})
    session.enter("f", 1)
    session.enter("5", 2)
    session.enter("u", 3)
    assert session.flagged == ["c1"]
    session.enter("u", 4)
    assert session.flagged == []


def test_a_card_can_be_flagged_with_a_reason():
    session = make()
    only(session.enter(":f the tolerance is too tight", 1), Note)
    assert session.ledger.reason == "the tolerance is too tight"
    assert session.phase is Phase.ASKING
