"""What ships beside the decks is made from the decks as they are."""

import json

from quiz import lint
from quiz.deck import index as deck
from quiz.deck import prepared
from quiz.question import GENERATOR_VERSION


def test_the_shipped_index_and_questions_are_those_of_the_decks():
    """Renew them with `quiz lint --write` after editing a packaged deck."""
    folder = deck.packaged_folder()
    index = deck.load_index(folder / deck.INDEX)
    files = deck.decks_in(folder)
    assert set(index) == {deck.digest(file.read_bytes()) for file in files}
    cards = deck.catalogue(files)
    loaded = prepared.load()
    for card_id, summary in cards.items():
        fitting = [question for question in loaded.get(card_id, []) if question.fingerprint == summary.fingerprint]
        assert len(fitting) == lint.SHIPPED or not cards.card(card_id).given, card_id
    assert json.loads((folder / prepared.FILE).read_text())["generator"] == GENERATOR_VERSION
