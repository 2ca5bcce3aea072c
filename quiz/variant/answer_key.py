"""The key of a question: what running the reference and the mistakes on its parameters gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from quiz.deck.calls import Check, Run
from quiz.deck.reading import Card, ChoiceCard, OrderCard, RecallCard
from quiz.question import Key, MistakeResult, Question
from quiz.variant import envelope
from quiz.variant.evaluate import BrokenCard, evaluate, holds
from quiz.variant.expected import expected_of, key_settings
from quiz.variant.lines import choice_key, order_key
from quiz.variant.wording import worded
from quiz.variant.wrong_answers import separated_mistakes


def key_of(card: Card, question: Question, known: dict[str, Any]) -> Key:
    """Return the key of a question from the values behind it."""
    expected = expected_of(card, known)
    told = known if expected is None else {**known, "answer": expected}
    explain = worded(card, card.explain, told)
    if isinstance(card, RecallCard):
        return Key(tuple(worded(card, point, known) for point in card.points), "exact", explain=explain)
    if isinstance(card, OrderCard):
        return order_key(card, question, known, explain)
    if isinstance(card, ChoiceCard):
        return choice_key(card, question, known, expected, explain)
    key = Key(expected, explain=explain, **key_settings(card, expected))
    if key.compare == "close":
        key = replace(key, envelope=envelope.around(card, known, expected))
    if card.check:
        key = replace(key, accept=_acceptor(card.check, known))
    kept = separated_mistakes(card, key, known)
    return replace(key, mistakes=tuple(MistakeResult(m.label, gives.value, say) for m, gives, say in kept))


def _acceptor(checks: list[Check], known: dict[str, Any]) -> Callable[[Any], bool]:
    """Return the function that says whether a reply satisfies every check of the card."""

    def accept(reply: Any) -> bool:
        told = {**known, "this": reply}
        try:
            return all(_passes(check, told) for check in checks)
        except (BrokenCard, ValueError):
            return False  # the reply is outside of what a check can take

    return accept


def _passes(check: Check, told: dict[str, Any]) -> bool:
    if check.expr is not None:
        return holds(check.expr, told)
    assert check.run is not None
    got = np.asarray(evaluate(Run.model_construct(run=check.run, with_=check.with_, get=check.get), told))
    wanted = np.asarray(evaluate(check.equals, told))
    if got.shape != wanted.shape:
        return False
    if got.dtype.kind in "biu" and wanted.dtype.kind in "biu":
        return bool(np.array_equal(got, wanted))
    return bool(np.allclose(got, wanted, rtol=check.rtol, atol=0.0))
