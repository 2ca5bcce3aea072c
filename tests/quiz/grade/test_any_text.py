"""No text raises, takes long, or is called wrong without having been read; what the tool prints grades right."""

from __future__ import annotations

import json
import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.grade import expected, grade, show, write
from quiz.question import Key, MistakeResult, Outcome, Question

MISTAKES = (
    MistakeResult("one", 1.0, ""),
    MistakeResult("two", np.array([2, 1, 0]), ""),
    MistakeResult("label", "A", ""),
    MistakeResult("option", (0,), ""),
)
CASES = [
    ("number", Key(0.918, mistakes=MISTAKES)),
    ("number", Key(42, mistakes=MISTAKES)),
    ("number", Key(math.inf, mistakes=MISTAKES)),
    ("number", Key(3e-11, mistakes=MISTAKES)),
    ("number", Key("B", mistakes=MISTAKES)),
    ("number", Key(0.3, mistakes=MISTAKES, flags={"probability": True, "percent": True})),
    ("array", Key(np.array([0, 2, 1]), compare="exact", mistakes=MISTAKES)),
    ("array", Key(np.array([0.5, math.inf, 1 / 3]), mistakes=MISTAKES)),
    ("array", Key(np.array([[1.5, -2.0], [1 / 3, 4e6]]), mistakes=MISTAKES)),
    ("array", Key(np.array(["A", "C", "new york"]), compare="exact", mistakes=MISTAKES)),
    ("array", Key(np.array([2, 0, 1]), compare="ranking", mistakes=MISTAKES)),
    ("array", Key(np.array([0, 1, 1]), compare="up_to_permutation", mistakes=MISTAKES)),
    ("array", Key(np.array([[0.5, 1.5], [2.5, 3.5]]), compare="up_to_permutation", mistakes=MISTAKES)),
    ("array", Key(np.array([0.6, -0.8]), compare="up_to_sign", mistakes=MISTAKES)),
    ("array", Key(np.array([3, 1, 1]), compare="set", mistakes=MISTAKES)),
    ("array", Key(np.array([3.5, 1, 1]), compare="multiset", mistakes=MISTAKES)),
    ("array", Key(np.array([0, 2, 1]), mistakes=MISTAKES, flags={"labels": ("A", "B", "E")})),
    ("array", Key(np.array([1.0, 2.0]), compare="any_valid", accept=lambda value: float(value.sum()) > 1)),
    ("choice", Key((1,), mistakes=MISTAKES)),
    ("choice", Key((0, 2), mistakes=MISTAKES, flags={"several": True})),
    ("order", Key((2, 0, 1), mistakes=MISTAKES, flags={"groups": ((2,), (0, 1))})),
    ("recall", Key(("p", "q", "r"))),
]
OPTIONS = ("first", "second", "1")
PIECES = st.sampled_from(
    [
        "0.5",
        "1/3",
        "[",
        "]",
        "(",
        ")",
        ",",
        ";",
        "\n",
        " ",
        "A",
        "e",
        "-",
        "−",
        "^",
        "9**9**9",
        "inf",
        "nan",
        "1e308",
        "√2",
        "ln(2)",
        "array(",
        "->",
        "...",
        "'",
        '"',
        "%",
        "all",
        "none",
        "b",
        "2 1 3",
        "1e999",
        "²",
        "½",
        "|",
        "!",
        "\x00",
        "٣",
        "🙂",
        "{}",
        "set()",
        "dtype=int",
        "=",
        "1_0",
        "0x1f",
        "1j",
        "C(9,4)",
        "_",
    ]
)
ANY_TEXT = st.one_of(
    st.text(max_size=120), st.lists(PIECES, max_size=12).map("".join), st.lists(PIECES, max_size=12).map(" ".join)
)


def question(kind: str) -> Question:
    return Question("card", "topic", "easy", kind, 1, "print", {}, "prompt", "form", OPTIONS)


def check(kind: str, key: Key, text: str) -> None:
    start = time.process_time()
    verdict = grade(question(kind), key, text)
    assert time.process_time() - start < 1.0
    assert verdict.outcome in (Outcome.INVALID, Outcome.WRONG, Outcome.PARTIAL, Outcome.RIGHT)
    json.dumps(verdict.parsed, allow_nan=False)
    if verdict.outcome is Outcome.INVALID:
        assert verdict.message
        assert verdict.score == 0
    else:
        assert verdict.echo
    if not text.strip():
        assert verdict.outcome is Outcome.INVALID


@pytest.mark.parametrize(("kind", "key"), CASES)
@given(text=ANY_TEXT)
@settings(deadline=None)
def test_any_text_gets_a_verdict(kind: str, key: Key, text: str) -> None:
    check(kind, key, text)


@pytest.mark.parametrize(("kind", "key"), CASES)
@given(data=st.data())
@settings(deadline=None)
def test_a_right_answer_with_something_added_removed_or_doubled(kind: str, key: Key, data: st.DataObject) -> None:
    text = write(question(kind), key, key.expected)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 2))
        text = text[:place] + data.draw(PIECES | st.characters()) + text[place + cut :]
    check(kind, key, text)


@pytest.mark.parametrize(("kind", "key"), CASES)
@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "(" * 50_000,
        "1," * 50_000,
        "1 " * 50_000,
        "9" * 100_000,
        "-" * 100_000,
        "a" * 100_000,
        "[1]" * 30_000,
        "1\n" * 50_000,
        "'" * 99_999,
        "|" * 499,
        "!" * 499,
        "√" * 499,
        "((((" * 100,
        "ln " * 160,
        "2^" * 240 + "2",
        "1;" * 5_000,
        "|1" * 240,
        "->" * 40_000,
        "array(" * 10_000,
        "[[[[[[[[[[1]]]]]]]]]]",
        " " * 100_000,
        "x =" * 1_000,
        "½" * 400,
    ],
    ids=lambda text: text[:6],
)
def test_hostile_lengths_are_quick(kind: str, key: Key, text: str) -> None:
    check(kind, key, text)


@pytest.mark.parametrize(("kind", "key"), CASES)
def test_what_the_tool_prints_grades_right(kind: str, key: Key) -> None:
    assert grade(question(kind), key, write(question(kind), key, key.expected)).outcome is Outcome.RIGHT
    assert expected(question(kind), key)


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 8), st.sampled_from([5e-3, 1e-4, 1e-6, 1e-12]))
def test_every_number_prints_so_that_it_grades_right(value: float, digits: int, rtol: float) -> None:
    for key in (Key(value, rtol=rtol, digits=digits), Key(value, compare="exact")):
        assert grade(question("number"), key, write(question("number"), key, value)).outcome is Outcome.RIGHT


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=6))
def test_every_vector_prints_so_that_it_grades_right(values: list[float]) -> None:
    key = Key(np.array(values))
    assert grade(question("array"), key, write(question("array"), key, key.expected)).outcome is Outcome.RIGHT


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.9182958, 3, "0.918"),
        (0.5, 3, "0.5"),
        (12345.678, 3, "12346"),
        (0.49999, 3, "0.500"),
        (-2.0, 3, "-2"),
        (0.0, 3, "0"),
        (7, 3, "7"),
        (True, 3, "1"),
        (math.inf, 3, "inf"),
        (-math.inf, 3, "-inf"),
        (math.nan, 3, "nan"),
        (3.24e-9, 3, "3.24e-9"),
        (1e22, 3, "1e22"),
        ("B", 3, "B"),
        ("new york", 3, "'new york'"),
        (np.array([1, 2]), 3, "[1, 2]"),
        (np.array([[1 / 3], [2.0]]), 3, "[[0.333], [2]]"),
    ],
)
def test_show(value: object, digits: int, text: str) -> None:
    assert show(value, digits) == text


def test_expected_shows_options_and_points() -> None:
    assert expected(question("choice"), Key((0, 2))) == "a) first\nc) 1"
    assert expected(question("order"), Key((1, 0, 2))) == "2. second\n1. first\n3. 1"
    assert expected(question("recall"), Key(("p", "q"))) == "1. p\n2. q"
    assert (
        write(question("array"), Key(np.array([0, 1]), flags={"labels": ("A", "new york")}), np.array([1, 0]))
        == "['new york', A]"
    )


def test_a_fault_of_the_grader_is_undetermined() -> None:
    verdict = grade(question("number"), Key(object()), "1")
    assert verdict.outcome is Outcome.UNDETERMINED
    assert not verdict.outcome.graded
    assert "compare it yourself" in verdict.message
