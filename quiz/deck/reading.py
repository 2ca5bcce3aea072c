"""Read decks: plain data into card models, with file, line and column for every fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from quiz.deck import checks, marked_yaml
from quiz.deck.calls import Strict
from quiz.deck.index import DeckError, DeckErrors, Summary
from quiz.deck.models import (
    KINDS,
    LETTERS,
    MODELS,
    ArrayCard,
    Base,
    Card,
    ChoiceCard,
    Deck,
    FromMistakes,
    NumberCard,
    OrderCard,
    RecallCard,
    Topic,
)
from quiz.deck.names import did_you_mean, shorten

__all__ = [
    "KINDS",
    "LETTERS",
    "ArrayCard",
    "Base",
    "Card",
    "ChoiceCard",
    "FromMistakes",
    "NumberCard",
    "OrderCard",
    "RecallCard",
    "card_from_index",
    "cards_in",
    "read_deck",
    "schema",
]


MAX_FAULTS = 100
"""Faults of one deck that are told in one run."""


class _Envelope(Strict):
    """The outside of a deck, so that each card can be read by itself."""

    topic: Topic
    cards: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=500)]


def read_deck(path: Path) -> list[Card]:
    """Return the cards of a deck file; raises `DeckErrors` with every fault in it."""
    return cards_in(path.read_bytes(), str(path))


def cards_in(text: bytes, file: str) -> list[Card]:
    """Return the cards in the text of a deck; `file` is only for the messages."""
    try:
        data, marks = marked_yaml.read(text, file)
    except DeckError as error:
        raise DeckErrors([error]) from None
    faults: list[DeckError] = []

    def fault(path: tuple[str | int, ...], message: str, *, at_key: bool = False) -> None:
        faults.append(DeckError(file, *marks.find(path, at_key=at_key), message))

    def refused(error: ValidationError, path: tuple[str | int, ...]) -> None:
        for one in error.errors(include_url=False, include_context=False):
            fault((*path, *one["loc"]), _plain_words(one), at_key=one["type"] == "extra_forbidden")

    try:
        deck = _Envelope.model_validate(data)
    except ValidationError as error:
        refused(error, ())
        raise DeckErrors(faults) from None
    cards: list[Card] = []
    taken: dict[str, str] = {}
    for index, raw in enumerate(deck.cards):
        if len(faults) >= MAX_FAULTS:
            break
        path: tuple[str | int, ...] = ("cards", index)
        kind = raw.get("kind")
        if not isinstance(kind, str) or kind not in MODELS:
            said = (
                f"the kind {shorten(str(kind))!r} cannot be asked" if "kind" in raw else "the field 'kind' is missing"
            )
            fault((*path, "kind"), f"{said}; the kinds are {', '.join(KINDS)}{did_you_mean(str(kind), KINDS)}")
            continue
        try:
            card = MODELS[kind].model_validate(raw)
        except ValidationError as error:
            refused(error, path)
            continue
        line = marks.find((*path, "id"))[0]
        cards.append(card.placed(deck.topic, file, line, raw))
        for where, message in checks.faults(card):
            fault((*path, *where), message)
        for where, name in [(("id",), card.id), *((("aliases", i), alias) for i, alias in enumerate(card.aliases))]:
            here = (*path, *where)
            if name in taken:
                fault(here, f"{name!r} is taken already by the {taken[name]}")
            place = marks.find(here)
            taken.setdefault(name, f"{'id' if where == ('id',) else 'alias'} at {file}:{place[0]}:{place[1]}")
    if faults:
        raise DeckErrors(faults[:MAX_FAULTS])
    return cards


def card_from_index(body: dict[str, Any], summary: Summary) -> Card:
    """Rebuild a card from the compiled index."""
    kind = body.get("kind")
    try:
        card = MODELS[str(kind)].model_validate(body)
    except (ValidationError, KeyError) as error:
        raise DeckError(
            summary.file, summary.line, 1, f"the compiled card {summary.id!r} is damaged: {error}"
        ) from None
    placed: Card = card.placed(summary.topic, summary.file, summary.line, body)
    return placed


def _plain_words(error: Any) -> str:
    """Return pydantic's message, with what came where that helps."""
    message = str(error["msg"]).replace("Input should be", "this should be").replace("Value error, ", "")
    value = error["input"]
    if isinstance(value, str | int | float | bool) and "this should be" in message:
        message += f", not {shorten(json.dumps(value, ensure_ascii=False))}"
    if message.startswith("String should match pattern"):
        message = f"{shorten(str(value))!r} is not written as it should be: {message[len('String should match ') :]}"
    return message


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a deck file, for editors and other programs."""
    from quiz.deck.json_schema import deck_schema

    return deck_schema(TypeAdapter(Deck).json_schema(by_alias=True))
