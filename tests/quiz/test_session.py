"""The state machine of a session, on invented cards: no deck, no clock, no terminal."""

import pytest

from quiz.history.event import Kind, Rating
from quiz.question import Outcome
from quiz.session.replies import (
    Asked,
    Closed,
    Helped,
    Hinted,
    Judged,
    Note,
    Noted,
    Points,
    Sourced,
    Unreadable,
)
from quiz.session.showing import IDLE_MS, Phase
from tests.quiz.rehearsal import make, only


def test_a_right_answer_is_recorded_before_its_verdict_and_enter_goes_on():
    session = make(2)
    judged = only(session.enter(" 1 ", 4000), Judged)
    (attempt,) = session.ledger.attempts
    assert (attempt.card, attempt.outcome, attempt.rating, attempt.answer) == ("c1", Outcome.RIGHT, Rating.GOOD, "1")
    assert (attempt.duration_ms, attempt.mode, attempt.counted, attempt.expected) == (4000, "review", True, 1)
    assert judged.result.due_day == 7
    assert not judged.comes_back
    asked = only(session.enter("", 5000), Asked)
    assert (asked.question.card, asked.number, asked.total) == ("c2", 2, 2)


def test_unreadable_text_counts_nothing_and_may_be_typed_again():
    session = make()
    only(session.enter("what", 1), Unreadable)
    only(session.enter("who", 2), Unreadable)
    assert session.ledger.attempts == []
    assert only(session.enter("1", 3), Judged).result.right
    assert len(session.ledger.attempts) == 1


def test_an_empty_line_is_no_answer():
    session = make()
    only(session.enter("   ", 1), Note)
    assert session.phase is Phase.ASKING
    assert session.ledger.done == []


def test_a_failed_card_comes_back_once_with_a_new_variant_after_four_others():
    session = make(7)
    assert only(session.enter("0", 1), Judged).comes_back
    order = []
    replies = session.enter("", 2)
    while not isinstance(replies[-1], Closed):
        asked = replies[-1]
        order.append((asked.question.card, asked.question.seed))
        wanted = "0" if asked.question.card == "c1" else asked.question.card[1:]
        judged = only(session.enter(wanted, 3), Judged)
        assert not judged.comes_back
        replies = session.enter("", 4)
    assert order == [("c2", 1), ("c3", 1), ("c4", 1), ("c5", 1), ("c1", 2), ("c6", 1), ("c7", 1)]


@pytest.mark.parametrize(("mode", "back"), [("review", True), ("drill", True), ("ask", False)])
def test_where_a_failed_card_comes_back(mode, back):
    assert only(make(2, mode=mode).enter("0", 1), Judged).comes_back is back


def test_a_hint_makes_hard_of_right():
    session = make()
    hint = only(session.enter("?", 1), Hinted)
    assert (hint.text, hint.number, hint.total) == ("think", 1, 2)
    session.enter("1", 2)
    assert session.ledger.attempts[0].rating == Rating.HARD
    assert session.ledger.attempts[0].hints == 1


def test_a_hint_that_shows_the_formula_says_its_price_first():
    session = make()
    session.enter("?", 1)
    only(session.enter("?", 2), Note)
    assert only(session.enter("?", 3), Hinted).text == "x = 3"
    assert only(session.enter("?", 4), Note).text.startswith("No more hints")
    session.enter("1", 5)
    assert session.ledger.attempts[0].rating == Rating.AGAIN


def test_the_price_of_a_hint_is_said_again_after_another_line():
    session = make()
    session.enter("?", 1)
    only(session.enter("?", 2), Note)
    session.enter("= 2*3", 3)
    only(session.enter("?", 4), Note)
    session.enter("1", 5)
    assert session.ledger.attempts[0].rating == Rating.HARD


def test_the_source_costs_before_the_answer_and_is_free_after_it():
    session = make(2)
    only(session.enter("s", 1), Note)
    only(session.enter("s", 2), Sourced)
    session.enter("1", 3)
    assert session.ledger.attempts[0].rating == Rating.AGAIN
    session.enter("", 4)
    session.enter("2", 5)
    only(session.enter("s", 6), Sourced)
    assert session.ledger.attempts[1].rating == Rating.GOOD


def test_giving_up_counts_as_forgotten_and_shows_the_answer():
    session = make()
    result = only(session.enter("!", 1), Judged).result
    assert (result.gave_up, result.expected, result.rating) == (True, "1", Rating.AGAIN)
    assert session.ledger.attempts[0].gave_up
    assert "t" not in dict(session.keys())


def test_a_typo_is_entered_anew_once():
    session = make(2)
    session.enter("0", 1)
    assert "t" in dict(session.keys())
    only(session.enter("t", 2), Note)
    only(session.enter("what", 3), Unreadable)
    judged = only(session.enter("1", 4), Judged)
    assert judged.result.right
    assert not judged.comes_back
    assert [item.card for item in session.queue] == ["c2"]
    assert session.ledger.kinds == [Kind.ATTEMPT, Kind.TYPO, Kind.ATTEMPT]
    assert session.ledger.done[1].target == session.ledger.done[0].event_id
    assert {a.presentation for a in session.ledger.attempts} == {session.ledger.attempts[0].presentation}
    assert "t" not in dict(session.keys())
    assert len(session.results) == 1


def test_there_is_no_typo_after_a_right_answer():
    session = make()
    session.enter("1", 1)
    only(session.enter("t", 2), Note)
    assert session.phase is Phase.JUDGED


def test_calculating_answers_nothing():
    session = make()
    assert only(session.enter("= 2*3", 1), Note).text == "2*3 = 6"
    assert session.phase is Phase.ASKING


def test_help_names_a_key_that_is_none():
    assert only(make().enter(":nonsense", 1), Helped).unknown == "nonsense"


def test_letters_that_are_options_need_a_colon():
    question = {"kind": "choice", "options": tuple("abcdefgh")}
    session = make(question=question)
    assert ":f" in dict(session.keys())
    only(session.enter("f", 1), Unreadable)  # an answer, though this teacher cannot read it
    only(session.enter(":f", 2), Note)
    assert session.flagged == ["c1"]


def test_recall_shows_its_points_and_is_graded_by_them():
    session = make(question={"kind": "recall"})
    assert only(session.enter("I remember this", 1), Points).key.expected == ("one", "two")
    only(session.enter("", 2), Note)
    judged = only(session.enter("1", 3), Judged)
    assert judged.result.answer == "I remember this"
    assert judged.result.verdict.outcome is Outcome.PARTIAL
    assert judged.result.rating == Rating.AGAIN


def test_recall_may_be_answered_in_the_head():
    session = make(question={"kind": "recall"})
    only(session.enter("", 1), Points)
    assert only(session.enter("all", 2), Judged).result.right


def test_a_session_ends_when_its_minutes_are_spent():
    session = make(3, limit_ms=60_000)
    session.enter("1", 50_000)
    closed = only(session.enter("", 61_000), Closed)
    assert (closed.why, closed.left, closed.spent_ms) == ("time", 2, 61_000)


def test_an_absence_is_not_counted_as_time():
    session = make(2)
    session.enter("1", 5 * 3_600_000)
    assert session.ledger.attempts[0].duration_ms == IDLE_MS


def test_stopping_counts_what_was_not_reached():
    session = make(3)
    session.enter("1", 1)
    session.enter("", 2)
    closed = only(session.enter("q", 3), Closed)
    assert (closed.why, closed.left, len(closed.results)) == ("quit", 2, 1)
    assert session.stop(4) == []
    assert session.enter("1", 5) == []


def test_the_end_of_the_queue_closes_the_session():
    session = make()
    session.enter("1", 1)
    closed = only(session.enter("", 2), Closed)
    assert (closed.why, closed.left) == ("done", 0)


def test_an_interview_holds_its_verdicts_back():
    session = make(2, mode="interview", counted=False)
    noted, asked = session.enter("0", 1)
    assert isinstance(noted, Noted)
    assert asked.question.card == "c2"
    only(session.enter("?", 2), Note)
    only(session.enter("s", 3), Note)
    noted, closed = session.enter("!", 4)
    assert isinstance(noted, Noted)
    assert [result.right for result in closed.results] == [False, False]
    assert [attempt.counted for attempt in session.ledger.attempts] == [False, False]
    assert all(result.due_day is None for result in closed.results)
