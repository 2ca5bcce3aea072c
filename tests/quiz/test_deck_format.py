"""Every fault of a deck has its place; hostile decks are refused at once and never executed."""

import json
import time

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.deck import index as deck
from quiz.deck import marked_yaml
from quiz.deck.reading import KINDS, cards_in, read_deck, schema
from quiz.generate import BrokenCard, generate
from tests.quiz.decks import HEAD, NUMBER, errors_of


def test_a_good_deck_is_read():
    (card,) = cards_in((HEAD + NUMBER).encode(), "deck.yaml")
    assert (card.id, card.kind, card.topic, card.place) == ("a.b", "number", "information", ("deck.yaml", 3))
    assert list(card.given) == ["n"]


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("level: easy", "level: eazy", "5:12", "this should be 'easy', 'medium' or 'hard', not \"eazy\""),
        ("level: easy", "levle: easy", "5:5", "unknown field 'levle'; did you mean 'level'?"),
        ("level: easy", "", "3:5", "the field 'level' is missing"),
        ("level: easy", "level: 3", "5:12", "this should be 'easy', 'medium' or 'hard', not 3"),
        (
            "kind: number",
            "kind: numbr",
            "4:11",
            "order, recall; did you mean 'number'?",
        ),
        ("kind: number", "kind: code", "4:11", "the kind 'code' cannot be asked; the kinds are"),
        ("kind: number", "kind: [number]", "4:11", "cannot be asked"),
        ("id: a.b", "id: A b", "3:9", "'A b' is not written as it should be"),
        (
            "{integer: [2, 9]}",
            "{integr: [2, 9]}",
            "6:16",
            "one of these keys: integer, uniform",
        ),
        ("{integer: [2, 9]}", "{integer: [2]}", "6:26", "write two bounds, [low, high]"),
        ("{integer: [2, 9]}", "{integer: {low: 2, high: 9, stp: 1}}", "6:44", "did you mean 'step'?"),
        ("{integer: [2, 9]}", "{reals: {size: 401}}", "6:31", "a size is from 1 to 400, not 401"),
        ("{integer: [2, 9]}", "{reals: {size: 999999999999999}}", "6:31", "a size is from 1 to 400"),
        ("{integer: [2, 9]}", "{integer: [0, .inf]}", "6:26", "this bound is an integer"),
        ("{integer: [2, 9]}", "{integer: [0, 10000000000]}", "6:26", "at most 1,000,000,000 in magnitude"),
        ("{integer: [2, 9]}", "{integer: [0, $m]}", "6:26", "no earlier draw is called '$m'"),
        ("n + 1", "m + 1", "8:20", "m"),
        ("n + 1", "__import__", "8:20", "at character 1"),
        ("n + 1", "n.__class__", "8:20", "at character"),
        ("n + 1", "'(lambda: 1)()'", "8:20", "at character"),
        ("{expr: n + 1}", "$m", "8:13", "nothing earlier is called '$m'"),
        ("{expr: n + 1}", "$n.a.b", "8:13", "is not a reference"),
        ("{expr: n + 1}", "{run: information.entropie, with: {p: [1]}}", "8:19", "did you mean 'information.entropy'?"),
        ("{expr: n + 1}", "{run: os.system, with: {p: x}}", "8:19", "algos has no public name 'os.system'"),
        ("{expr: n + 1}", "{run: information.__init__, with: {}}", "8:19", "has no public name"),
        ("{expr: n + 1}", "{run: information._distributions.x, with: {}}", "8:19", "has no public name"),
        ("{expr: n + 1}", "{fit: information.entropy, with: {}}", "8:19", "is a function: use `run:`"),
        ("{expr: n + 1}", "{run: information.entropy, wth: {p: [1]}}", "8:40", "did you mean 'with'?"),
        ("{{n}} + 1?", "{{m}} + 1?", "7:10", "in {{m}}: nothing is called 'm'; known here: n"),
        ("{{n}} + 1?", "{{n:.3q}}", "7:10", "there is no view '.3q'"),
        ("{{n}} + 1?", "{{n.__class__.__mro__}}", "7:10", "is not a placeholder"),
        ("{{n}} + 1?", "{{n", "7:10", "never closes"),
        ("It is {{answer}}.", "It is {{answr}}.", "9:14", "did you mean 'answer'?"),
        ("source:", "rev: 0\n    source:", "10:10", "greater than or equal to 1"),
        ("source:", "close: {sig: 3.5}\n    source:", "10:18", "a valid integer"),
        ("source:", "mistakes: [{expr: n, say: x}]\n    source:", "10:16", "needs a `name:`"),
        ("source:", "mistakes: [{twin: a, run: information.entropy, say: x}]\n    source:", "10:16", "exactly one of"),
        ("source:", "mistakes: [{twin: no_such, say: x}]\n    source:", "10:23", "no twin 'no_such'"),
        (
            "source:",
            "mistakes: [{expr: n, name: aa, say: '{{that}}'}]\n    source:",
            "10:41",
            "nothing is called 'that'",
        ),
        ("source:", "compare: any_valid\n    source:", "3:5", "`compare: any_valid` and `check:` go together"),
        ("source:", "aliases: [a.b]\n    source:", "10:15", "taken already by the id at deck.yaml:3:9"),
        ("given: {n:", "given: {answer: {choice: [1]}, n:", "6:21", "'answer' means something of its own"),
        ("given: {n:", "given: {mean: {choice: [1]}, n:", "6:19", "'mean' is a function in expressions"),
        ("given: {n:", "given: {lambda: {choice: [1]}, n:", "6:21", "'lambda' means something of its own"),
        ("explain:", "let: {n: {expr: n + 1}}\n    explain:", "9:14", "already the name of a draw"),
    ],
)
def test_each_fault_is_placed_and_said(old, new, place, said, monkeypatch):
    from tests.quiz.decks import fake_twins

    fake_twins(monkeypatch, some_twin=lambda: 0)
    text = (HEAD + NUMBER).replace(old, new, 1)
    assert text != HEAD + NUMBER
    errors = errors_of(text)
    assert any(error.startswith(f"deck.yaml:{place}: ") and said in error for error in errors), errors


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("[{text: x}, {text: y}]", "no option is right"),
        ("[{text: x, right: true}, {text: y, right: {expr: 1 > 2}}]", "leaves none for `right: {expr}`"),
        ("{from: mistakes}\n    several: true", "of options from mistakes one is right: no `several:`"),
    ],
)
def test_how_many_lines_are_right_is_settled_by_the_card(options, said):
    text = "  - id: a.b\n    kind: choice\n    level: easy\n    ask: Q?\n    explain: E.\n    source: S.\n    options: "
    (error,) = errors_of(f"{HEAD}{text}{options}\n")
    assert said in error


def test_one_run_shows_every_fault_in_the_order_of_the_file():
    text = (
        HEAD
        + NUMBER.replace("easy", "eazy").replace("n + 1", "m + 1")
        + NUMBER.replace("a.b", "a.c").replace("{{n}}", "{{q}}")
    )
    errors = errors_of(text)
    assert [error.split(":")[1] for error in errors] == ["5", "15"]  # the first card fails before names are looked at


def test_duplicate_ids_name_both_places():
    errors = errors_of(HEAD + NUMBER + NUMBER)
    assert errors == ["deck.yaml:11:9: 'a.b' is taken already by the id at deck.yaml:3:9"]


SOON = 12.0
"""Seconds of work that a deck may cost at most, on a slow and busy machine; a hang or a square law takes minutes."""

BOMB = 'a: &a ["x","x"]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n'


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        (BOMB, "1:4", "anchors (&) and aliases (*)"),
        ("topic: x\ncards: *a\n", "2:8", "anchors"),
        ("topic: !!python/object/apply:os.system ['true']\n", "1:8", "tags are not part"),
        ("topic: !!str x\n", "1:8", "tags are not part"),
        ("!custom topic: x\n", "1:1", "tags are not part"),
        ("%YAML 1.1\n---\ntopic: x\n", "2:1", "directives"),
        ("%TAG ! tag:x,2000:\n---\ntopic: x\n", "2:1", "directives"),
        ("topic: x\n---\ntopic: y\n", "2:1", "one document"),
        ("topic: x\ntopic: y\n", "2:1", "the key 'topic' is here twice, first at 1:1"),
        ("topic: x\ncards:\n  - {id: a, id: b}\n", "3:13", "twice"),
        ("? [a]\n: b\n", "1:3", "a key is a word"),
        ("1: x\n", "1:1", "a key is a word"),
        ("null: x\n", "1:1", "a key is a word"),
        ("topic: [\n", "2:1", "this is not YAML"),
        ("topic: x\n\tcards: y\n", "2:1", "this is not YAML"),
        ("topic: 1234567890123456789\n", "1:8", "at most 15 digits"),
        ("topic: " + "9" * 5000 + "\n", "1:8", "at most 15 digits"),
        ("topic: 0x" + "f" * 5000 + "\n", "1:8", "at most 15 digits"),
        ("topic: 1e999\n", "1:8", "too large"),
        ("topic: a\x00b\n", "1:9", "may not stand in a deck"),
        ("topic: '\\ud800'\ncards: a\x07\n", "2:9", "may not stand in a deck"),
        ("", "1:1", "the file is empty"),
        ("just words\n", "1:1", "valid dictionary"),
        ("[]\n", "1:1", "valid dictionary"),
        ("topic: x\ncards: []\n", "2:8", "at least 1 item"),
        ("topic: x\ncards: [3]\n", "2:9", "valid dictionary"),
        ("topic: Graphs\ncards: [{}]\n", "1:8", "'Graphs' is not written as it should be"),
        ("<<: {topic: x}\n", "1:1", "unknown field '<<'"),
    ],
)
def test_hostile_yaml_is_refused_with_its_place(text, place, said):
    errors = errors_of(text)
    assert any(error.startswith(f"deck.yaml:{place}: ") and said in error for error in errors), errors


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "{a: " * 100_000,
        "- " * 100_000,
        "a: " + "[1," * 100_000,
        "? " * 100_000,
        "a: [" + "1," * 400_000,
        "\n".join(f"k{i}: {i}" for i in range(70_000)),
        "a: |\n" + "  x\n" * 200_000,
        'a: "' + "\\x41" * 200_000 + '"',
        "#" * 900_000,
        "x" * 1_000_001,
    ],
    ids=range(11),
)
def test_no_deck_takes_long(text):
    start = time.process_time()
    errors_of(text)
    assert time.process_time() - start < SOON


def test_a_deck_that_is_not_text_is_refused():
    assert errors_of(b"topic: x\ncards: \xff\xfe") == ["deck.yaml:2:8: the file is not UTF-8 text"]


@given(st.text(alphabet="ab:-[]{}&*!|>'\"%@`#?, \n\t0.1$", max_size=60))
def test_any_text_gives_faults_and_nothing_else(text):
    for line in errors_of(text):
        assert line.startswith("deck.yaml:")


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("e", "e"), ("no", "no"), ("on", "on"), ("true", True), ("~", None), ("", None), ("12", 12), ("0o17", 15),
        ("0x1f", 31), ("-3", -3), ("1.5", 1.5), (".5", 0.5), ("1e-3", 0.001), ("1_000", "1_000"), ("'1'", "1"),
        ("2026-01-02", "2026-01-02"), ("1:30", "1:30"),
    ],
)  # fmt: skip
def test_scalars_follow_the_core_schema(scalar, value):
    data, _ = marked_yaml.read(f"a: {scalar}".encode(), "deck.yaml")
    assert data == {"a": value}
    assert type(data["a"]) is type(value)


def test_the_schema_accepts_the_packaged_decks_and_refuses_their_faults():
    described = schema()
    jsonschema.Draft202012Validator.check_schema(described)
    validator = jsonschema.Draft202012Validator(described)
    files = deck.deck_files()
    assert files
    for file in files:
        data, _ = marked_yaml.read(file.read_bytes(), str(file))
        assert [error.message for error in validator.iter_errors(data)] == []
    good, _ = marked_yaml.read((HEAD + NUMBER).encode(), "deck.yaml")
    assert validator.is_valid(good)
    for change in [
        {"level": "eazy"}, {"levle": "easy"}, {"kind": "code"}, {"id": "A b"}, {"given": {"n": {"integr": [1, 2]}}},
        {"given": {"n": {"reals": {"size": 401}}}}, {"answer": {"run": "os.system", "with": {}}}, {"hints": [3]},
        {"given": {"_n": {"integer": [1, 2]}}}, {"answer": "$n.a.b"},
    ]:  # fmt: skip
        broken = json.loads(json.dumps(good))
        broken["cards"][0] |= change
        assert not validator.is_valid(broken), change


def test_the_schema_names_every_kind():
    text = json.dumps(schema())
    assert all(f'"{kind}"' in text for kind in KINDS)


def test_packaged_decks_have_no_faults():
    for file in deck.deck_files():
        cards = read_deck(file)
        assert {card.topic for card in cards} == {file.stem.partition("-")[0]}


@pytest.mark.parametrize(
    "change",
    [
        ("source:", "hints: [" + "1," * 55_000 + "]\n    source:"),
        ("source:", "".join(f"levl{i}: 1\n    " for i in range(28_000)) + "source:"),
        ("{n: {integer: [2, 9]}}", "{" + ",".join(f"n{i}: {{integr: [1,2]}}" for i in range(9_000)) + "}"),
        ("source:", "let: {" + ",".join(f"n{i}: {{run: a.b, with: {{}}}}" for i in range(9_000)) + "}\n    source:"),
        ("{{n}}", "{{" + " " * 7_900),
        ("{{n}}", "{{ a" + " " * 7_800 + "b}}"),
        ("{{n}}", "{{a:" * 1_900),
        ("{{n}}", "{{" + "a," * 3_800 + "a:table}}"),
        ("n + 1", '"' + "(" * 400 + '"'),
        ("n + 1", "9^9^9^9^9"),
    ],
    ids=range(10),
)
def test_no_card_takes_long(change):
    start = time.process_time()
    text = (HEAD + NUMBER).replace(*change, 1)
    with pytest.raises((deck.DeckErrors, BrokenCard)) as caught:
        generate(cards_in(text.encode(), "deck.yaml")[0], 0)
    assert len(getattr(caught.value, "errors", ())) <= 100
    assert time.process_time() - start < SOON
