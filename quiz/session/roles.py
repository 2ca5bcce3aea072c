"""What a session needs from outside: a teacher who asks and judges, and a ledger that keeps.

The session is pure; the modules that read decks, run algorithms and write the history fit these shapes.
"""

from __future__ import annotations

from typing import Any, Protocol

from quiz.history.event import Attempt, Event, Rating
from quiz.question import Key, Question, Verdict


class Unfit(Exception):  # noqa: N818 - what happened to the card, not to the program
    """A card, its generator or its reference failed; the message says how."""


class Teacher(Protocol):
    """Where questions and verdicts come from."""

    def draw(self, card: str) -> Question:
        """Return a new variant of a card; raises Unfit."""

    def answer(self, question: Question) -> Key:
        """Run the reference on a question; raises Unfit."""

    def grade(self, question: Question, key: Key, text: str) -> Verdict:
        """Judge an answer; raises Unfit."""

    def expected(self, question: Question, key: Key) -> str:
        """Return the right answer as one would type it."""

    def calculate(self, text: str) -> str:
        """Return an expression with its value, or what is wrong with it."""

    def source(self, question: Question) -> tuple[tuple[str, str], ...]:
        """Return names and code of the algorithms that a card runs."""


class Ledger(Protocol):
    """What is kept: the part of `quiz.history.store.Store` that a session uses."""

    def new_id(self) -> str: ...  # noqa: D102
    def record(self, attempt: Attempt, session: str | None = None) -> Any: ...  # noqa: D102
    def known(self, card: str) -> Any: ...  # noqa: D102
    def flag(self, card: str, reason: str = "", **details: Any) -> Any: ...  # noqa: D102
    def typo(self, event_id: str) -> Any: ...  # noqa: D102
    def override(self, event_id: str, rating: Rating = ...) -> Any: ...  # noqa: D102
    def undo(self) -> Event | None: ...  # noqa: D102
