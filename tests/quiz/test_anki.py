import json
import sqlite3
import sys
import zipfile
from contextlib import closing
from dataclasses import replace

import genanki
import numpy as np
import pytest

from quiz.anki import AnkiMissing, export_deck
from quiz.question import Key, Question


def question(card, kind, prompt="How many bits?", options=(), topic="information"):
    return Question(card, topic, "easy", kind, 7, "f", {}, prompt, "3 digits", options=options)


NOTES = [
    (question("entropy.coin", "number", "H of p = <0.5, 0.5> & co?"), Key(1.0, explain="Each half gives 1/2 bit.")),
    (question("bfs.order", "array", topic="graphs"), Key(np.array([0, 2, 1]), compare="exact")),
    (question("pick", "choice", options=("one", "two", "three")), Key((0, 2))),
    (question("steps", "order", options=("push", "pop")), Key((1, 0))),
    (question("say", "recall"), Key(("first point", "second point"))),
]


def read(path, tmp_path):
    with zipfile.ZipFile(path) as package:
        package.extract("collection.anki2", tmp_path)
    with closing(sqlite3.connect(tmp_path / "collection.anki2")) as db:
        notes = {
            guid: (fields.split("\x1f"), tags)
            for guid, fields, tags in db.execute("SELECT guid, flds, tags FROM notes")
        }
        decks = json.loads(db.execute("SELECT decks FROM col").fetchone()[0])
        (cards,) = db.execute("SELECT count(*) FROM cards").fetchone()
    return notes, {deck["name"] for deck in decks.values()}, cards


def test_questions_answers_and_explanations_go_along(tmp_path):
    path = tmp_path / "deck.apkg"
    assert export_deck(NOTES, path) == 5
    notes, decks, cards = read(path, tmp_path)
    assert cards == len(notes) == 5
    assert decks >= {"kernelcards::information", "kernelcards::graphs"}
    by_card = {fields[5].split(" --seed ")[0]: (fields, tags) for fields, tags in notes.values()}
    coin, tags = by_card["entropy.coin"]
    assert coin[:5] == ["H of p = &lt;0.5, 0.5&gt; &amp; co?", "", "3 digits", "1", "Each half gives 1/2 bit."]
    assert tags.split() == ["information", "easy", "number"]
    assert by_card["bfs.order"][0][3] == "[0, 2, 1]"
    assert by_card["pick"][0][1] == "a) one\nb) two\nc) three"
    assert by_card["pick"][0][3] == "a) one\nc) three"
    assert by_card["steps"][0][1] == "1. push\n2. pop"
    assert by_card["steps"][0][3] == "2. pop\n1. push"
    assert by_card["say"][0][3] == "1. first point\n2. second point"


def test_the_guid_comes_from_the_id_alone(tmp_path):
    guids = []
    for number, prompt in enumerate(["as it was", "reworded"]):
        path = tmp_path / f"{number}.apkg"
        export_deck([(question("same.id", "number", prompt), Key(2.0))], path)
        guids.append(set(read(path, tmp_path)[0]))
    assert guids[0] == guids[1]
    assert len(guids[0]) == 1


def test_variants_of_a_card_are_notes_of_their_own_and_the_first_keeps_its_guid(tmp_path):
    """Anki keeps one note a guid; an export with more variants must still update the note of one with fewer."""
    guids = []
    for number, variants in enumerate([1, 3]):
        path = tmp_path / f"{number}.apkg"
        notes = [
            (replace(question(card, "number"), seed=seed), Key(2.0))
            for card in ("a", "b")
            for seed in range(1, variants + 1)
        ]
        assert export_deck(notes, path) == 2 * variants
        guids.append(set(read(path, tmp_path)[0]))
    assert [len(found) for found in guids] == [2, 6]
    assert guids[0] < guids[1]
    assert genanki.guid_for("kernelcards", "a") in guids[0]


def test_without_genanki_it_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "genanki", None)
    with pytest.raises(AnkiMissing, match=r"pip install 'kernelcards\[anki\]'"):
        export_deck(NOTES, tmp_path / "deck.apkg")
