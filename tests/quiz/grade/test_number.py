"""Grading one number: accepted and refused forms, fairness of the tolerance, mistakes, remarks."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quiz.grade import calculate, expected, grade, tolerance
from quiz.grade.precision import half_unit
from quiz.question import Key, MistakeResult, Outcome, Question

QUESTION = Question("card", "topic", "easy", "number", 1, "print", {}, "prompt", "form")
ENTROPY = -(1 / 3) * math.log2(1 / 3) - (2 / 3) * math.log2(2 / 3)


def outcome(key: Key, text: str) -> str:
    return grade(QUESTION, key, text).outcome.value


@pytest.mark.parametrize(
    "text",
    [
        "0.918",
        "0.92",
        ".9183",
        "0.91829583",
        "9.18e-1",
        "9.18×10^-1",
        "9.18·10⁻¹",
        "91.8/100",
        "+0.918",
        " 0.918 ",
        "H = 0.918",
        "H(X) = 0.918",
        "≈ 0.918",
        "~0.918",
        "1/3*log2(3) + 2/3*log2(3/2)",
        "log2(3) - 2/3",
        "ln(3)/ln(2) − 2/3",
        "|−0.918|",
        "np.float64(0.9182958)",
        "log(3, 2) - 2/3",
    ],
)
def test_accepted_forms(text: str) -> None:
    verdict = grade(QUESTION, Key(ENTROPY), text)
    assert verdict.outcome is Outcome.RIGHT
    assert verdict.echo
    assert verdict.parsed == pytest.approx(ENTROPY, abs=5e-3)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "Nothing"),
        ("   ", "Nothing"),
        ("0,918", "Use a point"),
        ("foo", "no 'foo'"),
        ("0.918 bits", "without bits"),
        ("[0.918]", "not a list"),
        ("0.9; 0.1", "not a list"),
        ("0.9 0.1", "sign is missing"),
        ("0.9, 0.1", "comma"),
        ("1/0", "Division by zero"),
        ("inf", "finite number"),
        ("92%", "percent"),
        ("0.9.1", "sign is missing"),
        ("(0.9", "never closed"),
        ("9**9**9", "1000"),
        ("0.9" * 200, "too long"),
        ("?", "cannot read"),
        ("__import__('os')", "cannot read"),
    ],
)
def test_unreadable_is_invalid_never_wrong(text: str, part: str) -> None:
    verdict = grade(QUESTION, Key(ENTROPY), text)
    assert verdict.outcome is Outcome.INVALID
    assert part.lower() in verdict.message.lower()


def test_the_echo_of_unreadable_text_points_at_the_fault() -> None:
    assert grade(QUESTION, Key(1.5), "H = 1 + foo").echo.splitlines() == ["H = 1 + foo", "        ▲"]


def test_integers_are_exact() -> None:
    assert [outcome(Key(200), t) for t in ("200", "200.0", "2e2", "600/3", "0.1*2000")] == ["right"] * 5
    assert [outcome(Key(200), t) for t in ("201", "199", "200.5", "200.0001")] == ["wrong"] * 4
    assert outcome(Key(math.comb(100, 50)), "comb(100, 50)") == "right"
    assert outcome(Key(math.comb(100, 50)), "comb(100, 50) + 1") == "wrong"


def test_what_the_card_allows() -> None:
    half = Key(0.5, flags={"percent": True, "infinite": True})
    assert [outcome(half, t) for t in ("50%", "0.5", "inf")] == ["right", "right", "wrong"]
    assert [outcome(Key(math.inf), t) for t in ("inf", "∞", "-inf", "1e300")] == ["right", "right", "wrong", "wrong"]
    assert outcome(Key(math.nan, flags={"nan": True}), "nan") == "right"
    assert outcome(Key(4 / 3), "1 1/3") == "right"


def test_a_label_as_the_answer() -> None:
    assert outcome(Key("B"), "b") == outcome(Key("B"), "'B'") == "right"
    assert outcome(Key("B"), "C") == "wrong"
    named = Key(1, flags={"labels": ("A", "B", "E")})
    assert [outcome(named, t) for t in ("B", "E", "Z", "1")] == ["right", "wrong", "invalid", "invalid"]


def test_probabilities_stay_within_zero_and_one() -> None:
    key = Key(0.999, atol=5e-3, flags={"probability": True})
    assert outcome(key, "1") == "right"
    verdict = grade(QUESTION, key, "1.002")
    assert verdict.outcome is Outcome.WRONG
    assert "between 0 and 1" in verdict.message


def test_the_larger_tolerance_counts_not_the_sum() -> None:
    key = Key(10.0, rtol=0.01, atol=0.1)
    assert outcome(key, "10.1") == "right"
    assert outcome(key, "10.15") == "wrong"


def test_zero_with_rounding_error_is_zero() -> None:
    assert outcome(Key(1.1e-16), "0") == outcome(Key(0.0), "0.1 + 0.2 - 0.3") == "right"
    assert outcome(Key(0.0), "1e-9") == outcome(Key(1e-9), "0") == "wrong"


def test_very_small_numbers_are_compared_in_log10() -> None:
    key = Key(3.2e-12)
    assert [outcome(key, t) for t in ("3.2e-12", "3.3e-12", "10^-11.5")] == ["right"] * 3
    assert [outcome(key, t) for t in ("1e-12", "3.2e-11", "0", "-3.2e-12")] == ["wrong"] * 4
    assert outcome(Key(3.2e-12, flags={"log10": False}), "3.3e-12") == "wrong"
    far = Key(1e-300, flags={"log10": True})  # 0.5 % of 300 decades; without the flag it would count as zero
    assert [outcome(far, t) for t in ("2e-300", "1e-301", "1e-302", "1e-298", "0", "-1e-300")] == [
        "right", "right", "wrong", "wrong", "wrong", "wrong"
    ]  # fmt: skip
    assert tolerance(1e-300, far) == pytest.approx(1e-300 * (10**1.5 - 1))


def test_the_envelope_of_displayed_inputs() -> None:
    key = Key(0.50, rtol=1e-6, digits=9, envelope=(0.45, 0.55))
    assert [outcome(key, t) for t in ("0.46", "0.54", "0.56", "0.44")] == ["right", "right", "wrong", "wrong"]
    widened = Key(0.50, rtol=0.04, digits=9, envelope=(0.45, 0.55))
    assert [outcome(widened, t) for t in ("0.44", "0.56", "0.42", "0.58")] == ["right", "right", "wrong", "wrong"]


def test_as_precise_as_written() -> None:
    key = Key(2 / 3, rtol=1e-9, digits=3)
    assert [outcome(key, t) for t in ("0.667", "0.6667", "66.7/100", "0.67", "0.666", "0.66667000")] == [
        "right",
        "right",
        "wrong",
        "wrong",
        "wrong",
        "wrong",
    ]


@pytest.mark.parametrize(
    ("text", "digits", "half"),
    [
        ("0.918", 3, 5e-4),
        ("0.92", 3, None),
        ("−0.0012", 2, 5e-5),
        ("1.20e-3", 3, 5e-6),
        ("1.20×10^-3", 3, 5e-6),
        ("1.20·10⁻³", 3, 5e-6),
        ("1200", 2, 50.0),
        ("1200", 4, 0.5),
        ("1234", 2, 0.5),
        ("100", 1, 50.0),
        ("91.8%", 3, 5e-4),
        ("0.000", 3, None),
        ("2/3", 1, None),
        ("1_234.5", 5, 0.05),
        ("", 1, None),
    ],
)
def test_half_a_unit_of_the_last_typed_digit(text: str, digits: int, half: float | None) -> None:
    assert half_unit(text, digits) == (half if half is None else pytest.approx(half))


nonzero = st.floats(1e-7, 1e9) | st.floats(-1e9, -1e-7)


@given(nonzero, st.integers(1, 6), st.integers(0, 6), st.sampled_from([5e-3, 1e-4, 1e-9]))
def test_rounding_to_the_required_digits_or_more_is_always_right(t: float, digits: int, more: int, rtol: float) -> None:
    key = Key(t, rtol=rtol, digits=digits)
    for text in (f"{t:.{digits + more - 1}e}", f"{Decimal(f'{t:.{digits + more - 1}e}'):f}"):
        assert outcome(key, text) == "right"


@given(nonzero, st.sampled_from([5e-3, 1e-4, 1e-6]), st.sampled_from([-1, 1]))
def test_ten_tolerances_away_is_wrong(t: float, rtol: float, side: int) -> None:
    key = Key(t, rtol=rtol, digits=12)
    width = tolerance(t, key)
    assert outcome(key, repr(t + 0.99 * side * width)) == "right"
    assert outcome(key, repr(t + 10 * side * width)) == "wrong"


NATS = MistakeResult("entropy_natural_log", ENTROPY * math.log(2), "With ln it is 0.637 nats.")
TWICE = MistakeResult("twice", 2 * ENTROPY, "You added both directions.")


def test_a_named_mistake_wins_over_a_remark() -> None:
    key = Key(ENTROPY, mistakes=(TWICE, NATS))
    verdict = grade(QUESTION, key, "0.637")
    assert (verdict.outcome, verdict.mistake, verdict.message) == (Outcome.WRONG, NATS.name, NATS.say)
    unnamed = grade(QUESTION, Key(ENTROPY), "0.637")
    assert unnamed.mistake is None
    assert "ln 2" in unnamed.message


def test_a_mistake_equal_to_the_right_answer_never_makes_it_wrong() -> None:
    assert outcome(Key(1.0, mistakes=(MistakeResult("same", 1.0, "no"),)), "1") == "right"


def test_of_two_mistakes_within_tolerance_the_nearer_is_named() -> None:
    key = Key(5.0, mistakes=(MistakeResult("far", 1.004, ""), MistakeResult("near", 1.0, "")))
    assert grade(QUESTION, key, "1.0").mistake == "near"


@given(nonzero, st.floats(0.1, 0.9))
def test_whoever_holds_a_mistake_is_told_its_name(t: float, factor: float) -> None:
    wrong = t * factor
    key = Key(t, mistakes=(MistakeResult("belief", wrong, "this is why"),))
    assert grade(QUESTION, key, f"{wrong:.2e}").mistake == "belief"


@pytest.mark.parametrize(
    ("expected", "text", "part", "flags"),
    [
        (0.9183, "-0.918", "sign", {}),
        (0.9183, "9.18", "10^1", {}),
        (0.9183, "91.8", "percent", {}),
        (0.3, "0.7", "complement", {"probability": True}),
        (0.3, "1.7", "between 0 and 1", {"probability": True}),
        (4.0, "0.25", "reciprocal", {}),
        (4.0, "8", "Twice", {}),
        (7, "8", "Off by one", {}),
        (1, "2", "Off by one", {}),
        (1.0, "0.301", "base 10", {}),
        (0.9183, "0.9", "3 significant digits", {}),
        (0.9183, "0.123", "", {}),
        (1e-16, "0.001", "", {}),
    ],
)
def test_remarks(expected: float, text: str, part: str, flags: dict[str, bool]) -> None:
    verdict = grade(QUESTION, Key(expected, flags=flags), text)
    assert verdict.outcome is Outcome.WRONG
    assert part in verdict.message
    assert bool(part) == bool(verdict.message)


def test_guesses_are_passed_on_for_confirmation() -> None:
    assert grade(QUESTION, Key(1.0), "log(2)").guessed == "log as the natural logarithm"
    assert grade(QUESTION, Key(1.0), "ln(2)").guessed is None


def test_any_valid_asks_the_checker() -> None:
    key = Key(2.0, compare="any_valid", accept=lambda x: x > 1)
    assert [outcome(key, t) for t in ("1.5", "0.5", "x")] == ["right", "wrong", "invalid"]
    assert outcome(Key(2.0, compare="any_valid", accept=lambda x: 1 / 0), "3") == "broken"


def test_an_unknown_kind_is_broken() -> None:
    question = Question("card", "topic", "easy", "essay", 1, "print", {}, "prompt", "form")
    assert grade(question, Key(1), "1").outcome is Outcome.BROKEN


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("3/14", "3/14 = 0.214286"),
        ("0.5", "0.5"),
        ("log(2)", "ln(2) = 0.693147   (read as log as the natural logarithm)"),
        ("1/0", "cannot calculate: division by zero"),
        ("-inf", "−∞"),
        ("", "cannot calculate: nothing was typed"),
    ],
)
def test_the_calculator(text: str, line: str) -> None:
    assert calculate(text) == line


@given(st.floats(1e-3, 1e3), st.floats(1e-3, 1e3))
def test_a_difference_that_float64_spoils_is_looked_at_twice(a: float, b: float) -> None:
    assume(abs(a - b) > 1e-3)
    text = f"(1e17 + ({a!r})) - (1e17 + ({b!r}))"
    assert outcome(Key(a - b), text) == "right"


@pytest.mark.parametrize(
    ("value", "shown"), [(0.1 + 0.2, "0.3"), (34.0, "34"), (0.0, "0"), (-1.75, "-1.75"), (1 / 3, "0.33333333333333")]
)
def test_an_exact_answer_is_shown_without_rounding_error_and_grades_right(value: float, shown: str) -> None:
    key = Key(value, "exact")
    assert expected(QUESTION, key) == shown
    assert grade(QUESTION, key, shown).outcome is Outcome.RIGHT
