"""The background thread and the desk: failures surface where their result is asked for, and never as wrong."""

import threading
from contextlib import nullcontext

import pytest

from quiz.deck import prepared
from quiz.deck.index import catalogue
from quiz.question import Outcome
from quiz.session.desk import Desk
from quiz.session.roles import Unfit
from quiz.session.worker import IDLE, NOW, SOON, Worker
from tests.quiz.practice import write_deck


@pytest.fixture
def cards(tmp_path):
    return catalogue([write_deck(tmp_path)])


@pytest.fixture
def desk(cards, tmp_path):
    return Desk(cards, tmp_path, lambda card, ahead: 5 + ahead)


def test_jobs_run_by_urgency_and_then_in_order():
    worker, gate, order = Worker(), threading.Event(), []
    worker.submit(gate.wait)
    futures = [
        worker.submit(lambda name=name: order.append(name), urgency)
        for name, urgency in [("idle", IDLE), ("soon", SOON), ("now", NOW), ("now too", NOW)]
    ]
    gate.set()
    for future in futures:
        future.result(timeout=10)
    assert order == ["now", "now too", "soon", "idle"]


def test_a_job_that_fails_does_not_end_the_thread():
    worker = Worker()
    with pytest.raises(ZeroDivisionError):
        worker.submit(lambda: 1 / 0).result(timeout=10)
    assert worker.submit(lambda: 3).result(timeout=10) == 3


def test_a_waiting_job_can_be_cancelled():
    worker, gate = Worker(), threading.Event()
    worker.submit(gate.wait)
    later = worker.submit(lambda: 3)
    assert later.cancel()
    gate.set()
    assert worker.submit(lambda: 4).result(timeout=10) == 4


def test_a_question_is_drawn_solved_and_graded(desk):
    question = desk.draw("practice.entropy")
    key = desk.answer(question)
    assert (question.seed, key.expected) == (5, 1.5)
    assert desk.grade(question, key, "3/2").outcome is Outcome.RIGHT
    assert desk.grade(question, key, "1.04").mistake == "nats-for-bits"
    assert desk.expected(question, key) == "1.5"
    assert "_entropy" in dict(desk.source(question))["information.entropy"]


def test_a_prepared_question_is_shown_and_the_reference_still_runs(desk, tmp_path):
    made = desk.draw("practice.entropy")
    prepared.put(tmp_path, [made])
    fresh = Desk(desk._catalogue, tmp_path, lambda card, ahead: pytest.fail("it was prepared"))
    question = fresh.draw("practice.entropy")
    assert question == made
    assert fresh.answer(question).expected == 1.5


def test_what_was_seen_is_not_shown_again(desk, tmp_path):
    prepared.put(tmp_path, [desk.draw("practice.entropy")])
    fresh = Desk(desk._catalogue, tmp_path, lambda card, ahead: 8, seen=lambda card: {5})
    assert fresh.draw("practice.entropy").seed == 8


def test_a_question_drawn_ahead_is_the_one_that_is_shown(cards):
    numbers = iter(range(5, 100))
    desk = Desk(cards, None, lambda card, ahead: next(numbers))
    desk.ahead(None, ["practice.entropy"])
    assert desk.draw("practice.entropy").seed == 5
    assert desk.draw("practice.entropy").seed == 6


def test_what_was_drawn_and_not_answered_is_kept_for_the_next_session(desk, tmp_path):
    shown = desk.draw("practice.choice")
    desk.ahead(shown, ["practice.entropy", "practice.matrix"])
    desk.prepare(["practice.entropy"])
    for future in (*desk._drawn.values(), *desk._spare.values()):
        future.result(timeout=60)
    desk.close(shown)
    assert set(prepared.load(tmp_path)) >= {"practice.choice", "practice.entropy", "practice.matrix"}


def test_a_failing_reference_surfaces_when_the_answer_is_graded(desk, monkeypatch):
    question = desk.draw("practice.entropy")
    other = Desk(desk._catalogue, None, lambda card, ahead: 0)

    def fails(card, question):
        raise FloatingPointError("the kernel\nfell over")

    monkeypatch.setattr("quiz.generate.solve", fails)
    other.ahead(question, [])
    with pytest.raises(Unfit, match="FloatingPointError: the kernel fell over"):
        other.answer(question)


def test_a_failing_grader_is_no_verdict(desk, monkeypatch):
    question = desk.draw("practice.entropy")
    key = desk.answer(question)
    monkeypatch.setattr("quiz.grade.grade", lambda *a: 1 / 0)
    with pytest.raises(Unfit, match="ZeroDivisionError"):
        desk.grade(question, key, "1")


def test_a_long_wait_is_announced_and_a_short_one_is_not(desk, monkeypatch):
    said = []
    slow = Desk(desk._catalogue, None, lambda card, ahead: 0, waiting=lambda what: said.append(what) or nullcontext())
    question = slow.draw("practice.choice")
    slow.answer(question)
    said.clear()
    slow.answer(question)
    assert said == []
    gate = threading.Event()
    slow._worker.submit(gate.wait)
    monkeypatch.setattr("quiz.session.desk.PATIENCE_S", 0.01)
    threading.Timer(0.1, gate.set).start()
    slow.draw("practice.entropy")
    assert said == ["drawing a question"]


def test_the_source_shows_the_algorithm_and_no_adapter():
    from quiz.session.listing import listing

    code = listing("trees.entropy_impurity")
    assert "np.log2(share)" in code
    assert "def entropy_impurity(counts" in code
    assert "compiled" not in code
