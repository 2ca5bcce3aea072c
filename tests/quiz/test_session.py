"""The state machine of a session, on invented cards: no deck, no clock, no terminal."""

import pytest

from quiz.history.event import Event, Kind, Rating
from quiz.question import Key, MistakeResult, Outcome, Question, Verdict
from quiz.session.machine import Session
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
    Sourced,
    Unreadable,
)
from quiz.session.roles import Unfit
from quiz.session.showing import IDLE_MS, Phase
from quiz.study.plan import Item, Reason


class State:
    due_day = 7


class FakeTeacher:
    """Every card asks for its own number: card `c3` wants 3. Answers with a letter cannot be read."""

    def __init__(self, **changes):
        self.changes, self.drawn = changes, []

    def draw(self, card):
        if card in self.changes.get("undrawable", ()):
            raise Unfit("no variant fits.")
        self.drawn.append(card)
        number = self.drawn.count(card)
        fields = {
            "card": card, "topic": "t", "level": "easy", "kind": "number", "seed": number, "fingerprint": "f",
            "params": {}, "prompt": f"{card}?", "form": "", "hints": ("think", "x = 3"), "reveals": (False, True),
        }  # fmt: skip
        return Question(**(fields | self.changes.get("question", {})))

    def answer(self, question):
        if question.card in self.changes.get("unsolvable", ()):
            raise Unfit("ZeroDivisionError: division by zero.")
        if question.kind == "recall":
            return Key(("one", "two"))
        return Key(int(question.card[1:]), mistakes=(MistakeResult("m", 0, "said"),))

    def grade(self, question, key, text):
        if question.kind == "recall":
            return Verdict(Outcome.RIGHT if text == "all" else Outcome.PARTIAL, 1.0 if text == "all" else 0.5)
        if text == "boom":
            return Verdict(Outcome.BROKEN, 0.0, message="the grader failed.")
        if text == "maybe":
            return Verdict(Outcome.UNDETERMINED, 0.0)
        if any(letter.isalpha() for letter in text):
            return Verdict(Outcome.INVALID, 0.0, message="cannot read")
        right = float(text) == key.expected
        guessed = "a mixed number" if text == "99" else None
        return Verdict(Outcome.RIGHT if right else Outcome.WRONG, float(right), echo=text, parsed=text, guessed=guessed)

    def expected(self, question, key):
        if question.card in self.changes.get("unprintable", ()):
            raise Unfit("ValueError: no such expected answer.")
        return str(key.expected)

    def calculate(self, text):
        return "2*3 = 6"

    def source(self, question):
        return (("t.f", "def f(): ..."),)


class FakeLedger:
    """A list of what was done, newest last."""

    def __init__(self):
        self.done, self.attempts, self.ids = [], [], 0

    def new_id(self):
        self.ids += 1
        return f"id{self.ids}"

    def _note(self, kind, card, target=None, payload=None):
        event = Event(self.new_id(), "d", kind, card, None, 0, "", 0, target, payload or {})
        self.done.append(event)
        return event

    def record(self, attempt, session=None):
        self.attempts.append(attempt)
        event = self._note(Kind.ATTEMPT, attempt.card)
        return type("Recorded", (), {"event_id": event.event_id, "after": State})

    def known(self, card):
        self._note(Kind.KNOWN, card)

    def flag(self, card, reason="", **details):
        self._note(Kind.FLAG, card, payload=details)
        self.reason = reason

    def typo(self, event_id):
        self._note(Kind.TYPO, "?", event_id)

    def override(self, event_id, rating=Rating.GOOD):
        self._note(Kind.OVERRIDE, "?", event_id)
        self.rating = rating
        return type("State", (), {"due_day": 20 if rating is Rating.EASY else 9})

    def undo(self):
        return self.done.pop() if self.done else None

    @property
    def kinds(self):
        return [event.kind for event in self.done]


def make(count=1, mode="review", counted=True, limit_ms=None, **changes):
    items = [Item(f"c{n}", Reason.NEW) for n in range(1, count + 1)]
    session = Session(
        items, FakeTeacher(**changes), FakeLedger(), summaries={}, session_id="s", mode=mode, counted=counted,
        limit_ms=limit_ms,
    )  # fmt: skip
    session.start(0)
    return session


def only(replies, kind):
    assert [type(reply) for reply in replies] == [kind]
    return replies[0]


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
