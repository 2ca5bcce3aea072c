"""The catalogue: decks from several places, the compiled index, aliases, and faults that stop nothing."""

import dataclasses
import json
from pathlib import Path

import pytest

from quiz.deck import index as deck
from tests.quiz.decks import HEAD, NUMBER


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "some.yaml"
    path.write_text(HEAD + NUMBER.replace("rev", "rev"))
    return path


def test_summaries_say_what_a_session_needs(file):
    cards = deck.catalogue([file])
    summary = cards["a.b"]
    assert dataclasses.asdict(summary) | {"fingerprint": ""} == {
        "id": "a.b", "topic": "information", "kind": "number", "level": "easy", "title": "How much is … + 1?",
        "fingerprint": "", "rev": 1, "aliases": (), "concept": (), "needs": (), "file": str(file), "line": 3,
    }  # fmt: skip
    assert cards.card("a.b").answer.expr == "n + 1"
    assert cards.topics() == ["information"]


def test_needs_are_the_names_that_a_card_runs():
    cards = deck.catalogue(deck.deck_files())
    assert set(cards["graphs.bfs.order"].needs) >= {"graphs.bfs", "graphs.dfs"}


def test_a_warm_start_reads_no_yaml(file, tmp_path, monkeypatch):
    cache = tmp_path / "cache" / "index.json"
    cold = deck.catalogue([file], cache)
    monkeypatch.setattr(deck, "compile_deck", lambda *_: pytest.fail("YAML was read"))
    warm = deck.catalogue([file], cache)
    assert warm.summaries == cold.summaries
    assert warm.card("a.b") == cold.card("a.b")
    assert warm.card("a.b").summary() == warm["a.b"]


def test_an_edit_is_seen(file, tmp_path):
    cache = tmp_path / "index.json"
    before = deck.catalogue([file], cache)["a.b"]
    file.write_text(file.read_text().replace("How much", "What"))
    after = deck.catalogue([file], cache)["a.b"]
    assert after.title != before.title


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("How much is", "How  much\\n is", True),
        ("It is {{answer}}", "See {{answer}}", True),
        ("level: easy", "level: hard", True),
        ("How much is", "How many are", False),
        ("[2, 9]", "[2, 10]", False),
        ("n + 1}", "n + 2}", False),
    ],
)
def test_the_fingerprint_is_of_what_is_asked(file, old, new, same):
    before = deck.catalogue([file])["a.b"].fingerprint
    text = file.read_text()
    file.write_text(text.replace(old, new))
    assert file.read_text() != text
    assert (deck.catalogue([file])["a.b"].fingerprint == before) is same


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 0, "files": {}}', '{"version": 1}'])
def test_a_damaged_index_counts_as_empty(file, tmp_path, text):
    cache = tmp_path / "index.json"
    cache.write_text(text)
    assert "a.b" in deck.catalogue([file], cache)
    assert json.loads(cache.read_text())["version"] == deck.INDEX_VERSION


def _edited(change):
    """Return an index in which every entry was changed."""

    def edit(text):
        data = json.loads(text)
        for content, entries in data["files"].items():
            data["files"][content] = change(entries)
        return json.dumps(data)

    return edit


@pytest.mark.parametrize(
    "change",
    [
        lambda entries: 5,
        lambda entries: {"summary": 1},
        lambda entries: [],
        lambda entries: [1],
        lambda entries: [{"summary": entries[0]["summary"]}],
        lambda entries: [entries[0] | {"card": []}],
        lambda entries: [entries[0] | {"summary": []}],
        lambda entries: [entries[0] | {"summary": entries[0]["summary"] | {"aliases": None}}],
        lambda entries: [entries[0] | {"summary": entries[0]["summary"] | {"aliases": [1]}}],
        lambda entries: [entries[0] | {"summary": entries[0]["summary"] | {"aliases": "abc"}}],
        lambda entries: [entries[0] | {"summary": entries[0]["summary"] | {"title": 5}}],
        lambda entries: [entries[0] | {"summary": entries[0]["summary"] | {"newer": 5}}],
        lambda entries: [
            entries[0] | {"summary": {name: x for name, x in entries[0]["summary"].items() if name != "level"}}
        ],
    ],
)
def test_a_damaged_or_older_entry_of_the_cache_is_compiled_anew(file, tmp_path, change):
    cache, other = tmp_path / "index.json", tmp_path / "other.yaml"
    other.write_text(file.read_text().replace("a.b", "a.c"))
    whole = deck.catalogue([file], cache)
    cache.write_text(_edited(change)(cache.read_text()))
    again = deck.catalogue([file, other], cache)  # the other deck is new: the cache is written with what it held
    assert again.summaries["a.b"] == whole.summaries["a.b"]
    assert again.card("a.b") == whole.card("a.b")
    assert not again.faults
    assert deck.catalogue([file, other], cache).summaries == again.summaries


def test_a_compiled_card_that_no_longer_fits_is_read_from_its_deck(file, tmp_path):
    cache = tmp_path / "index.json"
    whole = deck.catalogue([file], cache)
    cache.write_text(_edited(lambda entries: [entries[0] | {"card": {"kind": "number"}}])(cache.read_text()))
    assert deck.catalogue([file], cache).card("a.b") == whole.card("a.b")


def test_a_cache_that_cannot_be_written_stops_nothing(file):
    assert "a.b" in deck.catalogue([file], Path("/proc/no/such/index.json"))


def test_a_bad_deck_is_left_out_and_its_faults_told(file, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text(HEAD + NUMBER.replace("a.b", "a.c").replace("easy", "eazy"))
    cards = deck.catalogue([bad, file, tmp_path / "missing.yaml"])
    assert list(cards) == ["a.b"]
    assert [str(fault) for fault in cards.faults] == [
        f"{bad}:5:12: this should be 'easy', 'medium' or 'hard', not \"eazy\"",
        f"{tmp_path / 'missing.yaml'}:1:1: the deck cannot be read: No such file or directory",
    ]


def test_duplicate_ids_in_two_decks_name_both(file, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(file.read_text().replace("easy", "hard"))
    cards = deck.catalogue([file, other])
    assert cards["a.b"].level == "easy"
    assert [str(fault) for fault in cards.faults] == [f"{other}:3:1: the id 'a.b' is taken by 'a.b' at {file}:3"]


def with_aliases(path, card_id, aliases):
    path.write_text(HEAD + NUMBER.replace("id: a.b", f"id: {card_id}\n    aliases: [{', '.join(aliases)}]"))
    return path


def test_aliases_find_the_card(tmp_path):
    cards = deck.catalogue([with_aliases(tmp_path / "one.yaml", "a.new", ["a.old", "a.older"])])
    assert cards.resolve("a.old") == cards.resolve("a.older") == "a.new"
    assert cards["a.old"].id == "a.new"
    assert list(cards) == ["a.new"]
    with pytest.raises(KeyError):
        cards["a.oldest"]


def test_alias_cycles_and_clashes_are_told(tmp_path):
    one = with_aliases(tmp_path / "one.yaml", "a.one", ["a.two", "a.same"])
    two = with_aliases(tmp_path / "two.yaml", "a.two", ["a.one", "a.same"])
    faults = [str(fault) for fault in deck.catalogue([one, two]).faults]
    assert any("the id 'a.two' is taken by 'a.one'" in fault for fault in faults)


def test_decks_come_from_the_package_the_home_and_the_command_line(tmp_path):
    home, extra = tmp_path / "home", tmp_path / "extra"
    (home / "decks").mkdir(parents=True)
    extra.mkdir()
    for path in (home / "decks" / "mine.yaml", extra / "one.yml", extra / ".hidden.yaml", tmp_path / "named.yaml"):
        path.write_text(HEAD + NUMBER)
    files = deck.deck_files(home, [extra, tmp_path / "named.yaml"])
    packaged = [file for file in files if file.parent == deck.packaged_folder()]
    assert {"information.yaml", "graphs.yaml"} <= {file.name for file in packaged}
    assert files[len(packaged) :] == [home / "decks" / "mine.yaml", extra / "one.yml", tmp_path / "named.yaml"]


def test_the_home_is_given_then_named_by_the_environment_then_the_platforms(tmp_path, monkeypatch):
    monkeypatch.setenv("KERNELCARDS_HOME", str(tmp_path / "env"))
    assert deck.home_folder(tmp_path) == tmp_path
    assert deck.home_folder() == tmp_path / "env"
    monkeypatch.delenv("KERNELCARDS_HOME")
    assert deck.home_folder().name == "kernelcards"
