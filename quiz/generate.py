"""A card and a number N make a question; running the reference on the question's parameters makes its key.

`generate` draws until the card's conditions hold, at most 200 times. `solve` works from the realised parameters alone,
so that a question prepared last week, or replayed on another machine, is graded on exactly what was shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quiz.deck.reading import Card
from quiz.question import Key, Question
from quiz.sampling import CannotDrawError, Stream
from quiz.variant.answer_key import key_of
from quiz.variant.evaluate import BrokenCard, evaluate, holds, limited, read_expression
from quiz.variant.expected import Unsuitable, expected_of, key_settings
from quiz.variant.form import form_of
from quiz.variant.lines import shown_lines
from quiz.variant.wording import worded

__all__ = ["MAX_REDRAWS", "BrokenCard", "draws", "generate", "solve", "values"]

MAX_REDRAWS = 200


def generate(card: Card, seed: int) -> tuple[Question, Key]:
    """Return variant number `seed` of a card and its key; BrokenCard when none of 200 draws will do."""
    question, key, _ = draws(card, seed)
    return question, key


def draws(card: Card, seed: int) -> tuple[Question, Key, int]:
    """Return what `generate` returns, and how many draws were thrown away."""
    with limited():
        return _draws(card, seed)


def _draws(card: Card, seed: int) -> tuple[Question, Key, int]:
    reason = ""
    for redraw in range(MAX_REDRAWS):
        try:
            params = _draw(card, seed, redraw)
            known = _values(card, params, check=True)
            question = _question(card, seed, params, known)
            return question, key_of(card, question, known), redraw
        except (Unsuitable, CannotDrawError) as error:
            reason = str(error)
            if not card.given:
                break
    raise BrokenCard(f"no draw of {MAX_REDRAWS} makes a question of {card.id}: {reason}")


def solve(card: Card, question: Question) -> Key:
    """Run the reference and the mistakes on the parameters of a question."""
    try:
        with limited():
            return key_of(card, question, values(card, question.params))
    except Unsuitable as error:
        raise BrokenCard(f"the question no longer fits the card {card.id}: {error}") from None


def values(card: Card, params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the draws as arrays and graphs, and every `let`."""
    return _values(card, params, check=False)


def _draw(card: Card, seed: int, redraw: int) -> dict[str, Any]:
    """Draw each parameter from its own stream."""
    params: dict[str, Any] = {}
    for name, given in card.given.items():
        try:
            params[name] = given.sampler.draw(Stream(card.id, seed, name, redraw), params)
        except CannotDrawError as error:
            raise CannotDrawError(f"{name}: {error}") from None
    return params


def _values(card: Card, params: Mapping[str, Any], *, check: bool) -> dict[str, Any]:
    """Build the draws and compute the lets; each condition is checked as soon as its names have values."""
    try:
        known = {name: given.sampler.build(params[name]) for name, given in card.given.items()}
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenCard(f"the parameters do not fit the card {card.id}: {error}") from None
    waiting = []
    if check:
        names = [*card.given, *card.let]
        waiting = [(text, read_expression(text, names).names) for text in card.where]
    waiting = _conditions(waiting, known)
    for name, computed in card.let.items():
        known[name] = evaluate(computed, known)
        waiting = _conditions(waiting, known)
    return known


def _conditions(
    waiting: list[tuple[str, frozenset[str]]], known: Mapping[str, Any]
) -> list[tuple[str, frozenset[str]]]:
    """Check the conditions whose names are all known and return the others."""
    for text, used in waiting:
        if used <= known.keys() and not holds(text, known):
            raise Unsuitable(f"the condition {text!r} is false")
    return [(text, used) for text, used in waiting if not used <= known.keys()]


def _question(card: Card, seed: int, params: dict[str, Any], known: dict[str, Any]) -> Question:
    """Write the question out."""
    expected = expected_of(card, known)
    told = known if expected is None else {**known, "answer": expected}
    settings = key_settings(card, expected)
    derived = form_of(card, expected, settings)
    return Question(
        card=card.id,
        topic=card.topic,
        level=card.level,
        kind=card.kind,
        seed=seed,
        fingerprint=card.fingerprint,
        params=params,
        prompt=worded(card, card.ask, known),
        form=worded(card, card.form, known) if card.form else derived,
        options=tuple(shown_lines(card, seed, known, expected)),
        hints=tuple(worded(card, hint.text, told) for hint in card.hints),
        reveals=tuple(hint.reveals for hint in card.hints),
    )
