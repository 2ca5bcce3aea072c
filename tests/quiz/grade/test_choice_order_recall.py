"""Grading choices, orders and recall."""

from __future__ import annotations

import pytest

from quiz.grade import grade
from quiz.question import Key, MistakeResult, Outcome, Question, Verdict

IMPURITIES = ("Entropy", "Gini impurity", "Misclassification error", "2")
STEPS = ("assign", "initialise", "update")


def judge(kind: str, options: tuple[str, ...], key: Key, text: str) -> Verdict:
    question = Question("card", "topic", "easy", kind, 1, "print", {}, "prompt", "form", options)
    return grade(question, key, text)


ONE = Key((1,), says=("Entropy takes logs.", "", "", ""), mistakes=(MistakeResult("to_entropy", (0,), "Logs."),))
TWO = Key((0, 2), flags={"several": True})


@pytest.mark.parametrize(
    "text", ["b", "B", "b)", "(b)", "b.", "option b", "gini", "Gini impurity", "GINI  IMPURITY.", "impurity"]
)
def test_one_option(text: str) -> None:
    verdict = judge("choice", IMPURITIES, ONE, text)
    assert verdict.outcome is Outcome.RIGHT
    assert verdict.echo == "b) Gini impurity"
    assert verdict.parsed == [1]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "nothing"),
        ("e", "a to d"),
        ("5", "a to d"),
        ("0", "a to d"),
        ("a c", "one option"),
        ("abc", "one option"),
        ("hello there", "no 'hello'"),
        ("2", "type its letter"),
        ("x" * 3000, "too long"),
        ("---", "nothing"),
    ],
)
def test_unclear_choices_are_invalid(text: str, part: str) -> None:
    verdict = judge("choice", IMPURITIES, ONE, text)
    assert verdict.outcome is Outcome.INVALID
    assert part in verdict.message.lower()


def test_text_that_fits_several_options_is_invalid() -> None:
    verdict = judge("choice", ("rises fast", "rises slowly", "falls"), Key((0,)), "rises")
    assert verdict.outcome is Outcome.INVALID
    assert "a or b" in verdict.message


def test_numbers_name_options_unless_they_are_one() -> None:
    assert judge("choice", IMPURITIES[:3], ONE, "2").outcome is Outcome.RIGHT
    assert judge("choice", ("0.918", "0.637"), Key((1,)), "0.637").outcome is Outcome.RIGHT
    assert judge("choice", ("−0.5", "0.5"), Key((0,)), "-0.5").outcome is Outcome.RIGHT


def test_a_wrong_option_says_why_and_names_the_mistake() -> None:
    verdict = judge("choice", IMPURITIES, ONE, "a")
    assert (verdict.outcome, verdict.mistake, verdict.message) == (Outcome.WRONG, "to_entropy", "Logs.")
    says = Key((1,), says=("Entropy takes logs.", "", "", ""))
    assert judge("choice", IMPURITIES, says, "a").message == "Entropy takes logs."
    assert judge("choice", IMPURITIES, says, "c").message == ""
    assert verdict.parts == (False, False, True, True)


@pytest.mark.parametrize("text", ["a c", "c a", "a,c", "ac", "CA", "1 3", "a and c", "a; c", "a, a, c"])
def test_several_options(text: str) -> None:
    assert judge("choice", IMPURITIES, TWO, text).outcome is Outcome.RIGHT


def test_several_options_wrong() -> None:
    missing = judge("choice", IMPURITIES, TWO, "a")
    assert missing.outcome is Outcome.WRONG
    assert missing.message == "What you chose is right; 1 more is right too."
    assert judge("choice", IMPURITIES, TWO, "all").parsed == [0, 1, 2, 3]
    assert judge("choice", IMPURITIES, TWO, "none").outcome is Outcome.WRONG
    assert judge("choice", IMPURITIES, Key((), flags={"several": True}), "none").outcome is Outcome.RIGHT
    partial = Key((0, 2), flags={"several": True, "partial": True})
    verdict = judge("choice", IMPURITIES, partial, "a")
    assert (verdict.outcome, verdict.score) == (Outcome.PARTIAL, 0.5)
    assert judge("choice", IMPURITIES, partial, "a b").score == 0


ORDER = Key((1, 0, 2), flags={"groups": ((1,), (0,), (2,))})


@pytest.mark.parametrize(
    "text",
    ["2 1 3", "2, 1, 3", "213", "b, a, c", "b a c", "bac", "BAC", "2 -> 1 -> 3", "2→1→3", "2 > 1 > 3", "2. 1. 3."],
)
def test_orders(text: str) -> None:
    verdict = judge("order", STEPS, ORDER, text)
    assert verdict.outcome is Outcome.RIGHT
    assert verdict.parsed == [1, 0, 2]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "nothing"),
        ("2 1", "line 3 missing"),
        ("2", "lines 1, 3 missing"),
        ("2 2 1", "twice"),
        ("2 1 4", "no '4'"),
        ("z", "no 'z'"),
    ],
)
def test_incomplete_orders_are_invalid(text: str, part: str) -> None:
    verdict = judge("order", STEPS, ORDER, text)
    assert verdict.outcome is Outcome.INVALID
    assert part in verdict.message.lower()


def test_wrong_orders() -> None:
    assert "exchanged: 1 and 2" in judge("order", STEPS, ORDER, "1 2 3").message
    assert "reverse" in judge("order", STEPS, ORDER, "3 1 2").message
    assert judge("order", STEPS, ORDER, "1 2 3").parts == (False, False, True)
    four = ("p", "q", "r", "s")
    assert "cycle" in judge("order", four, Key((0, 1, 2, 3)), "4 1 2 3").message
    partial = judge("order", STEPS, Key((1, 0, 2), flags={"partial": True}), "1 2 3")
    assert (partial.outcome, partial.score) == (Outcome.PARTIAL, pytest.approx(1 / 3))


def test_steps_of_one_group_may_change_places() -> None:
    key = Key((1, 0, 2), flags={"groups": ((1,), (0, 2))})
    assert judge("order", STEPS, key, "2 3 1").outcome is Outcome.RIGHT
    assert judge("order", STEPS, key, "3 2 1").outcome is Outcome.WRONG


def test_orders_name_mistakes_and_ask_checkers() -> None:
    key = Key((1, 0, 2), mistakes=(MistakeResult("update_first", (1, 2, 0), "Assign before you update."),))
    assert judge("order", STEPS, key, "2 3 1").mistake == "update_first"
    key = Key((1, 0, 2), compare="any_valid", accept=lambda order: order.index(1) == 0)
    assert judge("order", STEPS, key, "2 3 1").outcome is Outcome.RIGHT
    assert judge("order", STEPS, key, "3 2 1").outcome is Outcome.WRONG
    assert judge("order", STEPS, Key((1, 0, 2), compare="any_valid", accept=int), "2 3 1").outcome is Outcome.BROKEN


POINTS = Key(("p", "q", "r", "s"))


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("1 3", [1, 3]),
        ("all", [1, 2, 3, 4]),
        ("ALL", [1, 2, 3, 4]),
        ("none", []),
        ("0", []),
        ("1-3", [1, 2, 3]),
        ("1–2, 4", [1, 2, 4]),
        ("4 4", [4]),
        ("134", [1, 3, 4]),
    ],
)
def test_recall(text: str, covered: list[int]) -> None:
    verdict = judge("recall", (), POINTS, text)
    assert verdict.parsed == covered
    assert verdict.score == len(covered) / 4
    wanted = {0: Outcome.WRONG, 4: Outcome.RIGHT}.get(len(covered), Outcome.PARTIAL)
    assert verdict.outcome is wanted


@pytest.mark.parametrize("text", ["", "5", "3-1", "1-9", "maybe"])
def test_unclear_recall_is_invalid(text: str) -> None:
    assert judge("recall", (), POINTS, text).outcome is Outcome.INVALID
