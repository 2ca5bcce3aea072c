"""Fill the placeholders of a card's texts with the values of one variant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quiz.deck.placeholders import BLOCK_VIEWS, Placeholder, fill
from quiz.deck.reading import LETTERS, Card
from quiz.variant import views
from quiz.variant.evaluate import BrokenCard, evaluate
from quiz.variant.substitution import Gives


def labels_of(card: Card) -> tuple[str, ...] | None:
    """Return the labels that stand for 0, 1, 2, ... on this card."""
    labels = getattr(card, "labels", None)
    return LETTERS if labels == "letters" else tuple(labels) if labels else None


def worded(card: Card, text: str, known: Mapping[str, Any]) -> str:
    """Return a text of the card with its placeholders filled."""
    labels = labels_of(card)

    def show(placeholder: Placeholder) -> str:
        found = []
        for name, field in placeholder.terms:
            whole = known[name]
            if isinstance(whole, Gives):  # `this`: bare it is the wrong answer, with a field part of the whole result
                whole = whole.this if field else whole.value
            found.append(evaluate(f"${name}.{field}", {name: whole}) if field else whole)
        exact = [name in card.given for name, _ in placeholder.terms]
        headings = [field or name for name, field in placeholder.terms]
        try:
            if placeholder.view in BLOCK_VIEWS:
                return views.block(placeholder.view, found, headings, exact=exact, labels=labels)
            return views.plain(found[0], placeholder.view, exact=exact[0], labels=labels)
        except (views.CannotShowError, TypeError, ValueError) as error:
            raise BrokenCard(f"{{{{{placeholder.text}}}}} cannot be shown: {error}") from None

    return fill(text, show).strip()
