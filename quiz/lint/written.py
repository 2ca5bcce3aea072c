"""Checks of a card as it is written, before any variant is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quiz.deck.calls import REFERENCE, Expr, Fit, Function, Run
from quiz.deck.index import packaged_folder
from quiz.deck.placeholders import scan
from quiz.deck.reading import ArrayCard, Base, ChoiceCard, FromMistakes, NumberCard, OrderCard
from quiz.variant.evaluate import read_expression
from quiz.variant.substitution import NothingToReplaceError, replaced

Finding = tuple[str, str]

MAX_CONCEPT = 208
"""The last of the numbered statements that cards teach."""


def findings(card: Base) -> Iterator[Finding]:
    """Yield the name of a check and what it found."""
    yield from _concepts(card)
    yield from _place(card)
    yield from _shown(card)
    yield from _explained(card)
    yield from _form(card)
    yield from _twins(card)


def _concepts(card: Base) -> Iterator[Finding]:
    for concept in card.concept:
        if concept[0] == "c" and not 1 <= int(concept[1:]) <= MAX_CONCEPT:
            yield "concept", f"there is no statement {concept}; they go from c001 to c{MAX_CONCEPT}"


def _place(card: Base) -> Iterator[Finding]:
    path = Path(card.place[0])
    if path.parent == packaged_folder() and card.topic != path.stem.partition("-")[0]:
        yield "topic", f"the deck is called {path.name}, not {card.topic}.yaml or {card.topic}-....yaml"


def _shown(card: Base) -> Iterator[Finding]:
    """Report a draw on which the answer depends and of which nothing is shown."""
    shown = _closure(card, {name for text in _texts(card) for p in scan(text) for name, _ in p.terms})
    needed = {name for name in _closure(card, _names(getattr(card, "answer", None), card)) if name in card.given}
    # A draw from which a shown draw was made (a size, bounds) need not be shown itself.
    for name in reversed(list(card.given)):
        if name in shown:
            shown |= {other for _, other in card.given[name].sampler.references()}
    for name in card.given:
        if name in needed and name not in shown:
            yield "shown", f"the answer depends on {name!r}, and the question shows nothing of it"


def _texts(card: Base) -> list[str]:
    if isinstance(card, OrderCard):
        return [card.ask, *(step for group in card.steps for step in group)]
    if isinstance(card, ChoiceCard) and not isinstance(card.options, FromMistakes):
        return [card.ask, *(option.text for option in card.options)]
    return [card.ask, card.form or ""]


def _closure(card: Base, names: set[str]) -> set[str]:
    """Return names with everything that their lets are computed from."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _names(card.let.get(name), card)
    return found


def _names(value: Any, card: Base) -> set[str]:
    """Return the draws and lets that a value refers to."""
    if isinstance(value, str) and (match := REFERENCE.match(value)):
        return {match[1]}
    if isinstance(value, list):
        return {name for entry in value for name in _names(entry, card)}
    if isinstance(value, Run | Fit):
        inner = [*value.with_.values(), *getattr(value, "params", {}).values(), getattr(value, "predict", None)]
        return _names(inner, card)
    if isinstance(value, Expr | Function):
        own = value.of if isinstance(value, Function) else []
        text = value.function if isinstance(value, Function) else value.expr
        return set(read_expression(text, [*card.given, *card.let, *own]).names) - set(own)
    return set()


def _explained(card: Base) -> Iterator[Finding]:
    if isinstance(card, NumberCard | ArrayCard | ChoiceCard) and card.given and not scan(card.explain):
        yield "explain", "the explanation shows none of the variant's own values"


def _form(card: Base) -> Iterator[Finding]:
    """Check that a form sentence by hand says how many digits are wanted, as the derived one would."""
    if card.form and isinstance(card, NumberCard) and card.compare != "exact" and not re.search(r"\d", card.form):
        yield "form", "the form sentence does not say how many digits are wanted; leave it out to have it derived"


def _twins(card: Base) -> Iterator[Finding]:
    """Check that a twin shadows what it stands in for."""
    from quiz import mistakes

    for mistake in getattr(card, "mistakes", []):
        if mistake.twin is None:
            continue
        try:
            slot = replaced(card, mistake)
        except NothingToReplaceError as error:
            yield "twin", str(error)
            continue
        original = slot.original.run if isinstance(slot.original, Run) else slot.original.fit
        shadowed = mistakes.account(mistake.twin).of
        if shadowed != original:
            yield "twin", f"the twin {mistake.twin} shadows {shadowed}, but the card runs {original}"
