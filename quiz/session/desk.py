"""The teacher's desk: it draws questions, runs the reference behind the learner's reading, and judges.

The first question comes from the prepared variants, without NumPy. As soon as it is on the screen, `ahead` lets the
background thread load what grading needs, run the reference on this very question and draw the next ones.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

from quiz.deck import prepared
from quiz.deck.index import Catalogue
from quiz.question import Key, Question, Verdict
from quiz.session.roles import Unfit
from quiz.session.worker import IDLE, NOW, SOON, Worker

Value = TypeVar("Value")

PATIENCE_S = 0.25
"""After so long the learner is told that something is being worked out."""
AHEAD = 2
"""So many of the next questions are drawn while this one is read."""


class Desk:
    """The `Teacher` of a session on real cards."""

    def __init__(
        self,
        catalogue: Catalogue,
        home: Path | None,
        number: Callable[[str, int], int],
        *,
        seed: int | None = None,
        seen: Callable[[str], Collection[int]] = lambda card: (),  # noqa: ARG005
        waiting: Callable[[str], AbstractContextManager[Any]] = lambda what: nullcontext(),  # noqa: ARG005
    ) -> None:
        self._catalogue, self._home, self._number = catalogue, home, number
        self._seed, self._seen, self._waiting = seed, seen, waiting
        self._worker = Worker()
        self._drawn: dict[str, Future[tuple[Question, Key]]] = {}
        self._keys: dict[tuple[str, int], Future[Key]] = {}
        self._spare: dict[str, Future[tuple[Question, Key]]] = {}

    # ---- the Teacher

    def draw(self, card: str) -> Question:
        """Return a prepared variant, or one drawn ahead, or a new one."""
        card = self._catalogue.resolve(card)
        drawn = self._drawn.pop(card, None)
        if drawn is None and self._seed is None and self._home is not None:
            fingerprint = self._catalogue[card].fingerprint
            question = prepared.take(self._home, card, fingerprint, avoid=self._seen(card))
            if question is not None:
                return question
        question, key = self._await(drawn or self._generate(card, NOW), "drawing a question")
        known: Future[Key] = Future()
        known.set_result(key)
        self._keys[card, question.seed] = known
        return question

    def answer(self, question: Question) -> Key:
        """Run the reference on the question's own values, or wait until it has run."""
        return self._await(self._solve(question), "running the reference")

    def grade(self, question: Question, key: Key, text: str) -> Verdict:
        """Judge an answer."""
        from quiz.grade import grade

        try:
            return grade(question, key, text)
        except Exception as error:  # the learner must never pay for a fault of the grader
            raise Unfit(_reason(error)) from error

    def expected(self, question: Question, key: Key) -> str:
        """Return the right answer as one would type it."""
        from quiz.grade import expected

        try:
            return str(expected(question, key))
        except Exception as error:
            raise Unfit(_reason(error)) from error

    def calculate(self, text: str) -> str:
        """Return an expression with its value, or what is wrong with it."""
        from quiz.grade import calculate

        return calculate(text)

    def source(self, question: Question) -> tuple[tuple[str, str], ...]:
        """Return the code of the algorithms that a card runs."""
        from quiz.session.listing import listing

        return tuple((name, listing(name)) for name in self._catalogue[question.card].needs)

    # ---- behind the reading

    def ahead(self, question: Question | None, upcoming: Iterable[str]) -> None:
        """Start what will be needed: the key of this question, then the next questions."""
        if question is not None:
            self._solve(question)
        for card in list(upcoming)[:AHEAD]:
            if card not in self._drawn and card in self._catalogue:
                self._drawn[card] = self._generate(self._catalogue.resolve(card), SOON)

    def prepare(self, cards: Iterable[str]) -> None:
        """Draw variants for another day, as long as nothing else is to do."""
        for card in cards:
            if card not in self._spare:
                self._spare[card] = self._generate(card, IDLE)

    def close(self, unanswered: Question | None = None) -> None:
        """Keep for the next session what was drawn and not answered."""
        if self._home is None or self._seed is not None:
            return
        futures = [*self._drawn.values(), *self._spare.values()]
        questions = [unanswered] if unanswered is not None else []
        questions += [f.result()[0] for f in futures if f.done() and not f.cancelled() and f.exception() is None]
        for future in futures:
            future.cancel()
        if questions:
            prepared.put(self._home, questions)

    def _generate(self, card: str, urgency: int, ahead: int = 0) -> Future[tuple[Question, Key]]:
        seed = self._seed if self._seed is not None else self._number(card, ahead)

        def job() -> tuple[Question, Key]:
            from quiz.generate import generate

            return generate(self._catalogue.card(card), seed)

        return self._worker.submit(job, urgency)

    def _solve(self, question: Question) -> Future[Key]:
        name = question.card, question.seed
        if name not in self._keys:

            def job() -> Key:
                from quiz.generate import solve

                return solve(self._catalogue.card(question.card), question)

            self._keys[name] = self._worker.submit(job, NOW)
        return self._keys[name]

    def _await(self, future: Future[Value], what: str) -> Value:
        try:
            try:
                return future.result(timeout=PATIENCE_S)
            except TimeoutError:
                if future.done():
                    raise  # the job's own
            with self._waiting(what):
                return future.result()
        except Exception as error:
            raise Unfit(_reason(error)) from error


def _reason(error: BaseException) -> str:
    from quiz.deck.index import DeckError, DeckErrors

    if isinstance(error, DeckError | DeckErrors) or type(error).__name__ == "BrokenCard":
        return f"{error}."
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:200]}."
