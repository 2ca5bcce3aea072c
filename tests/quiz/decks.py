"""Small decks for the tests of the trainer, and a topic of algos that is not there."""

import sys
import textwrap
import types

import numpy as np
import pytest

from quiz.deck.index import DeckErrors
from quiz.deck.reading import cards_in

HEAD = "topic: information\ncards:\n"
NUMBER = """\
  - id: a.b
    kind: number
    level: easy
    given: {n: {integer: [2, 9]}}
    ask: "How much is {{n}} + 1?"
    answer: {expr: n + 1}
    explain: "It is {{answer}}."
    source: "arithmetic"
"""


def card(body: str, topic: str = "information"):
    """Return the one card of a deck, written without the common fields."""
    text = textwrap.indent(textwrap.dedent(body).strip(), "    ")
    common = {"id": "a.b", "level": "easy", "source": "none", "explain": "none"}
    missing = "".join(f"    {key}: {value}\n" for key, value in common.items() if f"\n    {key}:" not in "\n" + text)
    deck = f"topic: {topic}\ncards:\n  -\n{missing}{text}\n"
    return cards_in(deck.encode(), "deck.yaml")[0]


def errors_of(text: str | bytes) -> list[str]:
    """Return every fault of a deck as text."""
    with pytest.raises(DeckErrors) as caught:
        cards_in(text if isinstance(text, bytes) else text.encode(), "deck.yaml")
    return str(caught.value).splitlines()


def fake_topic(monkeypatch, **functions):
    """Put a topic `algos.fake` in place, with these public functions."""
    import algos

    module = types.ModuleType("algos.fake")
    module.__all__ = list(functions)
    vars(module).update(functions)
    monkeypatch.setitem(sys.modules, "algos.fake", module)
    monkeypatch.setattr(algos, "__all__", [*algos.__all__, "fake"])
    monkeypatch.setattr(algos, "fake", module, raising=False)
    return module


def fake_twins(monkeypatch, **twins):
    """Put a mistake bank in place that has only these twins."""
    import quiz

    bank = types.ModuleType("quiz.mistakes")
    bank.twins = lambda: dict(twins)
    bank.get = twins.__getitem__
    monkeypatch.setitem(sys.modules, "quiz.mistakes", bank)
    monkeypatch.setattr(quiz, "mistakes", bank, raising=False)


def mean(x):
    return float(np.mean(x))
