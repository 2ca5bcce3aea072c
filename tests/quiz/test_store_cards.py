"""Renamed cards, the choice of variants, and the time that an answer takes."""

import pytest

from quiz.history.doctor import examine
from quiz.history.event import Kind
from quiz.history.replay import replay
from quiz.history.store import Store, history_path
from tests.quiz.learner import Clock, attempt


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    with Store(history_path(tmp_path / "home"), clock=clock) as store:
        yield store
        assert replay(store.events()) == store.states()


def test_renamed_cards_keep_their_history(store):
    store.record(attempt("old", 1))
    store.record(attempt("older", 3))
    assert store.adopt_aliases({"old": "new", "older": "new", "never-met": "new"}, live={"new"}) == ["old", "older"]
    assert store.adopt_aliases({"old": "new", "older": "new"}, live={"new"}) == []
    assert set(store.states()) == {"new"}
    assert store.state("old") == store.state("new")
    assert store.state("new").reps == 2
    assert store.record(attempt("old", 3)).after.card == "new"
    assert len([event for event in store.events(card="new") if event.kind == Kind.ATTEMPT]) == 3
    while store.undo():
        pass
    assert store.state("new").is_new


def test_a_rename_taken_back_brings_the_history_back(store):
    store.record(attempt("a", 3))
    store.adopt_aliases({"a": "b"}, live={"b"})
    assert store.adopt_aliases({}, live={"a"}) == ["b"]
    assert set(store.states()) == {"a"}
    assert store.record(attempt("a", 3)).after.reps == 2


def test_variants(store):
    for number in range(25):
        store.record(attempt("a", 3, seed=number))
    assert store.recent_seeds("a") == set(range(5, 25))
    ahead = [store.variant_number("a", ahead) for ahead in range(50)]
    assert len(set(ahead)) > 45
    store.record(attempt("a", None))
    assert store.variant_number("a") == ahead[1]
    assert store.variant_number("b") != ahead[0]


def test_time_per_card(store):
    assert store.seconds_per_card(42.0) == 42.0
    for seconds in (10, 20, 90):
        store.record(attempt(duration_ms=seconds * 1000))
    assert store.seconds_per_card() == 20.0


def test_an_old_history_with_odd_answers_still_opens(store):
    """Such lines were once taken over by a merge; they are in the log for good."""
    with store.writing() as now:
        for payload in (
            {"seed": "abc", "duration_ms": "x", "config_id": ["x"]},
            {"seed": None, "duration_ms": [1]},
            {"seed": 7},
        ):
            store.append(now, Kind.ATTEMPT, "a", payload)
        store.refresh("a")
    assert store.seconds_per_card(42.0) == 42.0
    assert store.recent_seeds("a") == {7}
    assert examine(store).ok
