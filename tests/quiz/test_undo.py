"""Undo and redo against the simplest model there is: a list of snapshots."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from quiz.history.event import Kind, Rating
from quiz.history.replay import replay
from quiz.history.store import Store
from quiz.study.schedule import CardState
from tests.quiz.learner import Clock, attempt

CARDS = st.sampled_from("abc")


class Undo(RuleBasedStateMachine):
    """After k undos the states are those of k steps ago, and redo walks forward again until something new is done."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock()
        self.store = Store(Path(self.folder.name) / "h.sqlite3", clock=self.clock)
        self.store._db.execute("PRAGMA synchronous=OFF")  # the disk is not what is tested here
        self.past = [{}]
        self.future = []

    def teardown(self):
        self.store.close()
        self.folder.cleanup()

    def did(self):
        self.past.append(self.known())
        self.future.clear()

    def known(self):
        """The states without the ids of events, which an undone and redone one may change."""
        return {card: state for card, state in self.store.states().items() if state != CardState(card)}

    @rule(card=CARDS, rating=st.integers(1, 4), days=st.integers(0, 9), slip=st.integers(-50, 50))
    def answer(self, card, rating, days, slip):
        self.clock.move(days=days, seconds=slip)
        self.store.record(attempt(card, rating))
        self.did()

    @rule(card=CARDS, act=st.sampled_from(["suspend", "resume", "bury", "known", "flag", "reset"]))
    def act(self, card, act):
        getattr(self.store, act)(card)
        self.did()

    @rule(card=CARDS)
    def practise(self, card):
        self.store.record(attempt(card, 1, counted=False))
        self.did()

    @rule(rating=st.sampled_from(list(Rating)))
    @precondition(lambda self: any(event.kind == Kind.ATTEMPT for event in self.standing_attempts()))
    def override(self, rating):
        self.store.override(self.standing_attempts()[-1].event_id, rating)
        self.did()

    @rule()
    def undo(self):
        undone = self.store.undo()
        assert (undone is not None) == (len(self.past) > 1)
        if undone is not None:
            self.future.append(self.past.pop())

    @rule()
    def redo(self):
        redone = self.store.redo()
        assert (redone is not None) == bool(self.future)
        if redone is not None:
            self.past.append(self.future.pop())

    @rule()
    def reopen(self):
        self.store.close()
        self.store = Store(self.store.path, clock=self.clock)
        self.store._db.execute("PRAGMA synchronous=OFF")

    @invariant()
    def states_are_those_of_the_present_step(self):
        assert self.known() == self.past[-1]
        assert replay(self.store.events()) == self.store.states()

    def standing_attempts(self):
        from quiz.history.event import voided

        events = self.store.events()
        gone = voided(events)
        return [event for event in events if event.kind == Kind.ATTEMPT and event.event_id not in gone]


TestUndo = Undo.TestCase
TestUndo.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
