"""Lint passes the packaged decks and names every fault that is planted."""

import numpy as np
import pytest

from quiz import generate, lint
from quiz.deck import index as deck
from quiz.deck import prepared
from quiz.lint import drawn, printed
from quiz.question import Outcome
from tests.quiz.decks import HEAD, fake_topic, mean


@pytest.fixture(autouse=True)
def fake(monkeypatch):
    fake_topic(monkeypatch, mean=mean)


CARD = """\
  - id: a.b
    kind: number
    level: easy
    given: {x: {reals: {size: 4, low: 1, high: 9, digits: 0}}}
    ask: "The mean of {{x}}?"
    answer: {run: fake.mean, with: {x: $x}}
    hints: ["add and divide"]
    mistakes: [{expr: sum(x), name: not-divided, say: "{{this}} is the sum."}]
    explain: "{{answer}}"
    source: none
    concept: c001
"""


def problems(tmp_path, old="", new="", seeds=12):
    assert old in CARD
    file = tmp_path / "fake.yaml"
    file.write_text(HEAD + CARD.replace(old, new, 1) if old else HEAD + CARD)
    return lint.lint(deck.catalogue([file]), seeds)


def test_a_good_card_passes(tmp_path):
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "check", "said"),
    [
        ("level: easy", "level: eazy", "deck", "this should be"),
        ("c001", "c900", "concept", "there is no statement c900"),
        ("{{answer}}", "none", "explain", "shows none of the variant's own values"),
        ("of {{x}}?", "?", "shown", "depends on 'x', and the question shows nothing of it"),
        ("hints:", "form: A number.\n    hints:", "form", "does not say how many digits"),
        ("size: 4, low: 1", "size: 4, low: 10", "broken", "x: no number with 0 decimals lies between 10 and 9"),
        ("hints:", 'where: ["min(x) > 4"]\n    hints:', "redraws", "draws were thrown away"),
        ("expr: sum(x)", "expr: answer * 1.05", "mistake", "in 0 of 12 variants"),
        ("add and divide", "it is {{answer:sig3}}", "told", "the first hint contains the answer"),
        ("high: 9", "high: 1", "variants", "seeds give only 1 different"),
        ("{x: $x}}", "{x: $x}}\n    close: {atol: 0.5}", "tolerance", "atol 0.5 is more than 1% of the"),
        ("{x: $x}}", "{x: [2000000]}}", "broken", "entries above 1,000,000"),
        ("{run: fake.mean, with: {x: $x}}", "{expr: 10^10 * sum(x)}", "magnitude", "hard to type"),
        ("explain:", f"explain: |\n      ```\n      {'w ' * 40}\n      ```\n    #", "width", "is folded at"),
        ("explain:", f"explain: |\n      ```python\n      {'w ' * 40}\n      ```\n    #", "width", "columns"),
        ("is the sum", "is the 和", "ascii", "without an ASCII form: 和"),
        ("{run: fake.mean, with: {x: $x}}", "{expr: 'max(7.25, x[0]/9)'}", "variants", "is 7.25 in 12 of 12"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_named(tmp_path, old, new, check, said):
    found = problems(tmp_path, old, new)
    assert any(problem.check == check and said in problem.message for problem in found), found
    assert all(str(problem).startswith(str(tmp_path / "fake.yaml")) for problem in found)


def test_a_twin_of_something_else_is_named(tmp_path, monkeypatch):
    from quiz import mistakes

    name = next(iter(mistakes.twins()))
    found = problems(tmp_path, "expr: sum(x), name: not-divided", f"twin: {name}")
    assert any(p.check == "twin" and "but the card runs fake.mean" in p.message for p in found), found


def variant(tmp_path, change=lambda key: {}):
    from dataclasses import replace

    problems(tmp_path)
    card = deck.catalogue([tmp_path / "fake.yaml"]).card("a.b")
    question, key = generate.generate(card, 0)
    return drawn.Variant(card, question, replace(key, **change(key)))


def named(found):
    return {check for check, _ in found}


def test_a_key_that_does_not_follow_from_the_question_is_named(tmp_path):
    assert "replay" in named(drawn.findings(variant(tmp_path, lambda key: {"expected": key.expected * 3})))


def test_a_grader_that_fails_is_named(tmp_path, monkeypatch):
    def failing(*_):
        raise RuntimeError("broken grader")

    monkeypatch.setattr(drawn, "grade", failing)
    assert {"reference", "mistake", "near miss", "malformed"} <= named(drawn.findings(variant(tmp_path)))


@pytest.mark.parametrize(
    ("outcome", "checks"),
    [
        (Outcome.RIGHT, {"mistake", "near miss", "malformed"}),
        (Outcome.WRONG, {"reference", "malformed", "mistake"}),  # wrong, but the mistake is not named
        (Outcome.INVALID, {"reference", "mistake", "near miss"}),
    ],
)
def test_a_grader_that_says_always_the_same_is_named(tmp_path, monkeypatch, outcome, checks):
    from quiz.question import Verdict

    monkeypatch.setattr(drawn, "grade", lambda *_: Verdict(outcome, 0.0))
    assert named(drawn.findings(variant(tmp_path))) == checks


def test_a_tolerance_that_ignores_what_is_displayed_is_named(tmp_path):
    wide = (
        CARD.replace("{{x}}?", "{{x:sig1}}?")
        .replace("digits: 0", "digits: 3")
        .replace("expr: sum(x)", "expr: 30*sum(x)")
    )
    file = tmp_path / "fake.yaml"
    file.write_text(HEAD + wide)
    cards = deck.catalogue([file])
    assert lint.lint(cards, 8) == []
    from dataclasses import replace

    question, key = generate.generate(cards.card("a.b"), 3)
    narrow = drawn.Variant(cards.card("a.b"), question, replace(key, envelope=None))
    assert "displayed" in named(drawn.findings(narrow))


def test_a_fault_in_every_variant_is_told_three_times_at_most(tmp_path):
    found = problems(tmp_path, "add and divide", "it is {{answer:sig3}}", seeds=20)
    assert len([problem for problem in found if problem.check == "told"]) == 3


def test_braces_that_stay_are_named(tmp_path):
    v = variant(tmp_path)
    from dataclasses import replace

    assert "text" in named(printed.findings(replace(v.question, prompt="{{left}}"), v.key))


def test_only_the_asked_cards_are_checked(tmp_path):
    file = tmp_path / "fake.yaml"
    file.write_text(HEAD + CARD + CARD.replace("a.b", "a.c").replace("c001", "c900"))
    cards = deck.catalogue([file])
    seen = []
    assert lint.lint(cards, 2, ["a.b"], progress=seen.append) == []
    assert seen == ["a.b"]
    assert named((p.check, p) for p in lint.lint(cards, 2)) == {"concept"}


@pytest.mark.parametrize("card_id", sorted(deck.catalogue(deck.deck_files())))
def test_packaged_cards_pass(card_id):
    cards = deck.catalogue(deck.deck_files())
    assert [str(problem) for problem in lint.lint(cards, 3, [card_id])] == []


def test_what_ships_is_written_from_cards_that_pass(tmp_path, monkeypatch):
    file = tmp_path / "fake.yaml"
    file.write_text(HEAD + CARD)
    paths = lint.write(deck.catalogue([file]), tmp_path)
    assert [path.name for path in paths] == ["index.json", "prepared.json"]
    first = [path.read_bytes() for path in paths]
    lint.write(deck.catalogue([file]), tmp_path)
    assert [path.read_bytes() for path in paths] == first  # the same bits, so that a review shows real changes only
    monkeypatch.setattr(deck, "packaged_folder", lambda: tmp_path)
    monkeypatch.setattr(prepared, "packaged_folder", lambda: tmp_path)
    monkeypatch.setattr(deck, "compile_deck", lambda *_: pytest.fail("YAML was read"))
    cards = deck.catalogue([file])
    for _ in range(lint.SHIPPED):
        loaded = prepared.load()
    assert [question.seed for question in loaded["a.b"]] == [1, 2, 3]
    assert all(question.fingerprint == cards["a.b"].fingerprint for question in loaded["a.b"])
    key = generate.solve(cards.card("a.b"), loaded["a.b"][0])
    assert key.expected == np.mean(loaded["a.b"][0].params["x"])
