"""The commands about cards and history: list, show, stats, undo, doctor, log, lint, preview, export."""

import json

import pytest

from tests.quiz.practice import DECK_OF_ONE, data


def test_list(practice):
    rows = data(practice("list", "practice", "--json"))
    assert [row["id"] for row in rows] == ["practice.entropy", "practice.matrix", "practice.choice"]
    assert [row["id"] for row in data(practice("list", "practice", "--level", "medium", "--json"))] == [
        "practice.choice"
    ]
    assert data(practice("list", "practice", "--due", "--json")) == []
    assert "practice.entropy" in practice("list", "practice").output


def test_suspend_and_resume(practice):
    practice("suspend", "practice.entropy")
    assert data(practice("show", "practice.entropy", "--json"))["state"] == "suspended"
    assert "entropy" not in practice(lines="q\n").output
    practice("resume", "practice.entropy")
    assert data(practice("show", "practice.entropy", "--json"))["state"] == "new"


def test_undo_reaches_into_earlier_sessions(practice):
    practice(lines="1.04\nq\n")
    assert "practice.entropy" in practice("undo").output
    assert data(practice("show", "practice.entropy", "--json"))["reviews"] == 0
    practice("undo", "--redo")
    assert data(practice("show", "practice.entropy", "--json"))["reviews"] == 1


def test_stats(practice):
    practice(lines="1.04\n[[1,2],[3,4]]\nq\n")
    found = data(practice("stats", "--json"))
    assert found["answers"] == 2
    assert found["mistakes"][0]["name"] == "nats-for-bits"
    text = practice("stats").output
    for title in ("Falling due", "Topics, weakest first", "Nats for bits"):
        assert title in text


def test_doctor_is_content_and_finds_a_changed_cache(practice, home):
    import sqlite3

    practice(lines="1.5\nq\n")
    assert data(practice("doctor", "--json"))["ok"]
    with sqlite3.connect(home / "history.sqlite3") as db:
        db.execute("UPDATE card_state SET reps = 7")
    db.close()
    assert not data(practice("doctor", "--json", code=1))["ok"]
    practice("doctor", "--repair")
    assert data(practice("doctor", "--json"))["ok"]


def test_the_log_goes_to_another_machine(practice, tmp_path):
    practice(lines="1.5\nq\n")
    practice("log", "export", str(tmp_path / "log.jsonl"))
    other = tmp_path / "other"
    added = data(practice("log", "merge", str(tmp_path / "log.jsonl"), "--home", str(other), "--json"))
    assert added["added"] > 0
    assert data(practice("log", "merge", str(tmp_path / "log.jsonl"), "--home", str(other), "--json"))["added"] == 0
    (tmp_path / "bad.jsonl").write_text("{\n")
    assert "bad.jsonl:1" in practice("log", "merge", str(tmp_path / "bad.jsonl"), code=3).stderr


def test_a_broken_deck_is_named_by_its_place(run, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("topic: practice\ncards:\n  - id: a.b\n    kind: nonsense\n")
    assert f"{bad}:4:" in run("--deck", str(bad), "list", code=3).stderr
    (tmp_path / "decks" / "worse.yaml").write_text("cards: !!python/object:os.system {}\n")
    result = run("list", "practice", "--json")
    assert "worse.yaml:1:" in result.stderr
    assert len(data(result)) == 3


def test_a_deck_named_like_the_start_of_a_faulty_one_is_not_blamed(run, tmp_path):
    (tmp_path / "decks" / "worse.yaml").write_text("cards: !!python/object:os.system {}\n")
    (tmp_path / "decks" / "wor").mkdir()
    result = run("--deck", str(tmp_path / "decks" / "wor"), "list", "practice", "--json")
    assert "left out" in result.stderr
    run("--deck", str(tmp_path / "decks"), "list", "practice", code=3)


def test_only_cards_that_will_be_asked_are_made_ready_for_another_day(tmp_path):
    from types import SimpleNamespace

    from quiz.commands.learn import _later
    from quiz.history.store import Store
    from tests.quiz.learner import attempt

    with Store(tmp_path / "history.sqlite3") as store:
        for card in "abcd":
            store.record(attempt(card))
        store.suspend("a")
        store.known("b")
        assert set(_later(SimpleNamespace(cards=list("abcde")), store, [])) == {"c", "d", "e"}


def test_preview_shows_what_the_learner_does_not_see(run):
    plain = run("cards", "preview", "practice.entropy", "--seed", "2").output
    full = run("cards", "preview", "practice.entropy", "--seed", "2", "--answer").output
    assert "nats" not in plain
    assert "nats-for-bits" in full
    assert "1.5" in full


def test_lint_finds_what_is_wrong_with_a_card(run, tmp_path):
    assert data(run("lint", "practice.choice", "--seeds", "3", "--json")) == []
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        "topic: bad\ncards:\n" + DECK_OF_ONE.replace("more.one", "bad.one").replace('"Yes."', '"No. {{nothing}}"')
    )
    problems = data(run("lint", "--deck", str(bad), "bad", "--json", code=1))
    assert problems[0]["file"] == str(bad)


def test_tuning_says_when_there_is_too_little_to_go_by(practice):
    assert "reviews" in practice("tune", code=1).stderr


def test_cards_go_into_an_anki_package(run, tmp_path):
    pytest.importorskip("genanki")
    path = tmp_path / "cards.apkg"
    assert "3 notes" in run("cards", "anki", str(path), "--topic", "practice", "--variants", "1").output
    assert path.read_bytes()[:2] == b"PK"


def test_schema_is_json(run):
    assert data(run("cards", "schema"))["type"] == "object"


def test_a_rename_carries_the_history_over_and_its_reversal_brings_it_back(practice, home):
    def states():
        return {row["id"]: row["state"] for row in data(practice("list", "practice", "--json"))}

    practice("ask", "practice.entropy", "--count", lines="1.5\n")
    deck = home / "decks" / "practice.yaml"
    before = deck.read_text()
    head = "id: practice.entropy\n"
    deck.write_text(before.replace(head, "id: practice.surprise\n    aliases: [practice.entropy]\n"))
    assert states()["practice.surprise"] == "learning"
    deck.write_text(before)
    assert states()["practice.entropy"] == "learning"


def test_titles_show_formulas_and_are_cut_at_words(practice, home):
    deck = home / "decks" / "practice.yaml"
    deck.write_text(deck.read_text().replace('"Which of these', '"Of $p_i$ and $q_i$, ' + "many words " * 12 + "which"))
    listed = practice("list", "practice", "--width", "120").output
    assert "Of pᵢ and qᵢ, many words" in listed
    shown = practice("show", "practice.choice", "--json").output
    assert "many words many…" in shown or "many words…" in shown


def test_what_was_undone_is_said_in_words(practice):
    practice("ask", "practice.entropy", "--count", lines="1.5\n:e\nq\n")
    assert practice("undo").output == "Undone: your rating of practice.entropy\n"
    assert practice("undo", "--redo").output == "Redone: your rating of practice.entropy\n"
    practice("undo")
    assert practice("undo").output == "Undone: the answer to practice.entropy (right: 1.5)\n"


def test_a_card_that_is_not_set_aside_is_not_resumed(practice):
    assert practice("resume", "practice.entropy").output == "practice.entropy was not set aside\n"
    practice("suspend", "practice.entropy")
    assert practice("resume", "practice.entropy").output == "Resumed practice.entropy\n"


def test_an_old_history_with_odd_answers_is_shown(practice, home):
    from quiz.history.event import Kind
    from quiz.history.store import Store, history_path

    card = json.loads(practice("list", "--json").stdout)[0]["id"]
    with Store(history_path(home)) as store, store.writing() as now:
        store.append(now, Kind.ATTEMPT, card, {"rating": 3, "duration_ms": "x"})
        store.refresh(card)
    (shown,) = json.loads(practice("show", card, "--json").stdout)["attempts"]
    assert shown["seconds"] == 0
    assert f"Undone: the answer to {card}" in practice("undo").output
