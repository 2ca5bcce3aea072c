"""The expression reader: what it accepts, what it refuses and how, and that nothing typed is dangerous or slow."""

from __future__ import annotations

import math
import time
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.expression import ReadError, read

ACCEPTED = [
    ("3", 3, "3"),
    ("-3", -3, "−3"),
    ("−3", -3, "−3"),
    ("--3", 3, "−(−3)"),
    (".5", 0.5, "0.5"),
    ("5.", 5.0, "5"),
    ("1_000", 1000, "1000"),
    ("1.2e-3", 0.0012, "0.0012"),
    ("2e-3", 0.002, "0.002"),
    ("4E5", 4e5, "400000"),
    ("1e-12", 1e-12, "1×10⁻¹²"),
    ("1.2×10^-3", 0.0012, "1.2×10⁻³"),
    ("1.2x10^-3", 0.0012, "1.2×10⁻³"),
    ("1.2 x 10⁻³", 0.0012, "1.2×10⁻³"),
    ("3 × 4", 12, "3·4"),
    ("3·4", 12, "3·4"),
    ("6 ÷ 4", 1.5, "6/4"),
    ("3/14", 3 / 14, "3/14"),
    ("1 1/3", 4 / 3, "1 + 1/3"),
    ("-1 1/2", -1.5, "−(1 + 1/2)"),
    ("1½", 1.5, "1 + ½"),
    ("½", 0.5, "½"),
    ("3²", 9, "3²"),
    ("10⁻²", 0.01, "10⁻²"),
    ("2^-3", 0.125, "2⁻³"),
    ("2**3", 8, "2³"),
    ("2^3^2", 512, "2^(3²)"),
    ("-2^2", -4, "−2²"),
    ("(-2)^2", 4, "(−2)²"),
    ("e^-1", math.exp(-1), "e⁻¹"),
    ("ln(2)", math.log(2), "ln(2)"),
    ("ln 2", math.log(2), "ln(2)"),
    ("log(2)", math.log(2), "ln(2)"),
    ("np.log(2)", math.log(2), "ln(2)"),
    ("Log2(8)", 3, "log₂(8)"),
    ("log₂(8)", 3, "log₂(8)"),
    ("log10(1000)", 3, "log₁₀(1000)"),
    ("log(8, 2)", 3, "log₂(8)"),
    ("log(e^2)", 2, "ln(e²)"),
    ("sqrt(2)/2", math.sqrt(2) / 2, "√2/2"),
    ("√2/2", math.sqrt(2) / 2, "√2/2"),
    ("√(1+3)", 2, "√(1 + 3)"),
    ("√√16", 2, "√(√16)"),
    ("exp(0)", 1, "exp(0)"),
    ("2pi", 2 * math.pi, "2·π"),
    ("2π", 2 * math.pi, "2·π"),
    ("2(3+1)", 8, "2·(3 + 1)"),
    ("(1+2)(3+4)", 21, "(1 + 2)·(3 + 4)"),
    ("comb(5,2)", 10, "comb(5, 2)"),
    ("C(5,2)", 10, "comb(5, 2)"),
    ("comb(100, 50)", math.comb(100, 50), "comb(100, 50)"),
    ("5!", 120, "5!"),
    ("(1+2)!", 6, "factorial(1 + 2)"),
    ("|3-5|", 2, "|3 − 5|"),
    ("||-1|-2|", 1, "||−1| − 2|"),
    ("abs(-2)", 2, "|−2|"),
    ("max(0, 1-0.25)", 0.75, "max(0, 1 − 0.25)"),
    ("sigmoid(0)", 0.5, "sigmoid(0)"),
    ("1-(2-3)", 2, "1 − (2 − 3)"),
    ("8/(4/2)", 4, "8/(4/2)"),
    ("np.float64(0.25)", 0.25, "0.25"),
    ("３＋４", 7, "3 + 4"),
    ("٣", 3, "3"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "echo"), ACCEPTED)
def test_accepts(text: str, value: float, echo: str) -> None:
    expression = read(text)
    assert expression.evaluate() == pytest.approx(value, rel=1e-15, abs=0)
    assert expression.echo == echo
    assert expression.evaluate_precisely() == pytest.approx(value, rel=1e-15, abs=0)


REFUSED = [
    ("", 0, "nothing"),
    ("   ", 0, "nothing"),
    ("0,5", 1, "use a point"),
    ("-0,5", 2, "use a point"),
    ("1,2,3", 1, "comma"),
    ("1 000", 2, "1_000"),
    ("2 3", 2, "sign is missing"),
    ("1 4/3", 2, "sign is missing"),
    ("1+", 2, "unfinished"),
    ("*2", 0, "missing before"),
    ("2*/3", 2, "missing before"),
    ("()", 1, "missing"),
    ("(1", 0, "never closed"),
    ("|1", 0, "never closed"),
    ("1)", 1, "closes nothing"),
    ("(1|", 3, "unfinished"),
    ("1_", 1, "underscore"),
    ("1__0", 1, "underscore"),
    ("3..4", 1, "'.'"),
    ("1;2", 1, "';'"),
    ("foo", 0, "no 'foo'"),
    ("sqr(2)", 0, "sqrt"),
    ("lg(2)", 0, "log2 or log10"),
    ("pow(2,3)", 0, "x^y"),
    ("x", 0, "no 'x'"),
    ("E", 0, "no 'E'"),
    ("0x10", 1, "x10"),
    ("log", 3, "parentheses"),
    ("ln 2^3", 4, "parentheses"),
    ("ln -2", 2, "parentheses"),
    ("2^3!", 3, "parentheses"),
    ("comb(5)", 0, "takes 2"),
    ("sqrt(1,2)", 0, "takes 1"),
    ("pi(", 3, "unfinished"),
    ("[1]", 0, "not a list"),
    ("1 < 2", 2, "one value"),
    ("x = 2", 0, "no 'x'"),
    ("2 = 2", 2, "="),
    ("25%", 2, "percent"),
    ("7 % 2", 2, "percent"),
    ("inf", 0, "finite"),
    ("nan", 0, "finite"),
    ("1/0", 0, "division by zero"),
    ("0^-1", 0, "division by zero"),
    ("ln(0)", 0, "positive"),
    ("log(-1)", 0, "positive"),
    ("sqrt(-1)", 0, "not defined"),
    ("(-8)^(1/3)", 2, "no real power"),
    ("comb(2.5, 2)", 0, "whole"),
    ("factorial(-1)", 0, "whole"),
    ("factorial(171)", 0, "170"),
    ("comb(1001, 2)", 0, "1000"),
    ("9**9**9", 3, "1000"),
    ("9^9^9^9", 4, "1000"),
    ("10^1000", 0, "too large"),
    ("exp(1000)", 0, "too large"),
    ("1e999", 0, "too large"),
    ("round(5, -10^12)", 0, "15 decimals"),
    ("9" * 400, 0, "too large"),
    ("1+" * 150 + "1", 0, "too long"),
    ("1" * 501, 500, "500"),
    ("(" * 100 + "1" + ")" * 100, 30, "too many brackets"),
    ("-" * 400 + "1", 400, "too long"),
    ("__import__('os')", 11, "cannot read"),
    ("().__class__", 2, "cannot read"),
    ("(1).real", 3, "cannot read"),
    ("e.__class__", 0, "no 'e.__class__'"),
    ("lambda: 1", 0, "no 'lambda'"),
    ("None", 0, "no 'None'"),
    ("'a'*3", 0, "cannot read"),
    ("x if x else 2", 0, "no 'x'"),
    ("sum(1)", 0, "no 'sum'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "column", "part"), REFUSED)
def test_refuses_with_a_column_and_a_reason(text: str, column: int, part: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(text).evaluate()
    assert part in caught.value.message
    assert caught.value.column == column


def test_the_caret_stands_under_the_fault() -> None:
    with pytest.raises(ReadError) as caught:
        read("1 + foo")
    assert caught.value.caret("1 + foo").splitlines() == ["1 + foo", "    ▲"]


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("2pi", "a product where no sign stands"),
        ("log(2)", "log as the natural logarithm"),
        ("1 1/3", "a mixed number"),
        ("ln 2", "ln of what follows it"),
        ("log(8, 2)", None),
        ("ln(2)", None),
        ("3/14", None),
        ("√2", None),
    ],
)
def test_says_what_it_guessed(text: str, guess: str | None) -> None:
    assert read(text).guessed == guess


def test_options_open_what_the_card_allows() -> None:
    assert read("25%", percent=True).evaluate() == 0.25
    assert read("2*5%", percent=True).evaluate() == 0.1
    assert read("-inf", infinite=True).evaluate() == -math.inf
    assert read("∞", infinite=True).evaluate() == math.inf
    assert math.isnan(read("NaN", infinite=True).evaluate())
    with pytest.raises(ReadError):
        read("1 1/3", mixed=False)


def test_a_second_look_with_many_digits() -> None:
    assert read("0.1 + 0.2 - 0.3").evaluate() != 0
    assert read("0.1 + 0.2 - 0.3").evaluate_precisely() == 0
    assert read("1 - cos(1e-9)").evaluate_precisely() == pytest.approx(5e-19, rel=1e-12)
    with pytest.raises(ReadError):
        read("exp(exp(9))").evaluate_precisely()


class Result(NamedTuple):
    """A result such as the algorithms give."""

    order: object
    distance: object


class Fitted:
    """An object with an attribute, a private attribute and a method."""

    def __init__(self) -> None:
        self.inertia_ = 3.5
        self._secret = 1
        self.n_clusters = 2

    def fit(self) -> None:
        """Be an estimator."""

    @property
    def importances_(self) -> float:
        return 0.25

    @property
    def lost_(self) -> float:
        raise RuntimeError("not fitted")

    def predict(self) -> int:
        return 1


VARIABLES = {
    "bfs": Result(np.array([0, 1, 2]), np.array([0, 1, 1])),
    "dfs": Result(np.array([0, 2, 1]), np.array([0, 1, 2])),
    "short": Result(np.array([0, 1]), None),
    "model": Fitted(),
    "settings": {"depth": 3},
    "plain": SimpleNamespace(inertia_=1.0),
    "n": 3,
    "x": np.array([1.0, -2.0, 3.0]),
    "table": np.array([[1, 2], [3, 4]]),
    "y": [0, 1, 1],
    "lambda": 2.0,
    "e": 5,
}
DECK = [
    ("bfs.order != dfs.order", True),
    ("bfs.order == dfs.order", False),
    ("bfs.order == short.order", False),
    ("bfs.order != short.order", True),
    ("bfs.order < short.order", False),
    ("bfs.order == [0, 1, 2]", True),
    ("bfs.order[0] == 0 and not n > 3", True),
    ("n == 4 or n <= 3", True),
    ("0 < n < 5", True),
    ("0 < n < 2", False),
    ("n ≥ 3", True),
    ("x > 0", False),
    ("count(x > 0)", 2),
    ("any(x > 2)", True),
    ("all(x > -5)", True),
    ("sum(x > 0)/len(x)", 2 / 3),
    ("sum(max(0, 1 - x))", 3.0),
    ("max(x) - min(x)", 5.0),
    ("x[-1]", 3.0),
    ("sum(x[1:])", 1.0),
    ("sum(x[:2])", -1.0),
    ("sum(x[x > 0])", 4.0),
    ("table[1, 0]", 3),
    ("sum(table[:, 1])", 6),
    ("len(unique(y))", 2),
    ("mean(y)", 2 / 3),
    ("argmax(x)", 2),
    ("sorted(x)[0]", -2.0),
    ("norm(x)", math.sqrt(14)),
    ("model.inertia_", 3.5),
    ("model.importances_", 0.25),
    ("lambda*2", 4.0),
    ("2e", 10),
    ("n % 2 + n // 2", 2),
    ("x.size", 3),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), DECK)
def test_deck_expressions(text: str, value: object) -> None:
    found = read(text, names=VARIABLES, fields=True, comparisons=True).evaluate(VARIABLES)
    assert type(found) is type(value)
    assert found == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("model._secret", "private"),
        ("model.__class__", "private"),
        ("model.predict", "no field predict"),
        ("model.n_clusters", "no field n_clusters"),
        ("model.fit_", "no field fit_"),
        ("model.lost_", "not fitted"),
        ("settings.depth", "no field depth"),
        ("plain.inertia_", "no field inertia_"),
        ("x.tofile", "no field tofile"),
        ("bfs.count", "no field count; it has order, distance"),
        ("short.distance", "not a number or an array"),
        ("x + short.order", "do not fit"),
        ("x and n", "neither true nor false"),
        ("x[1.5]", "integer"),
        ("x[9]", "out of bounds"),
        ("sum(x) = 3", "write =="),
        ("unknown + 1", "no 'unknown'"),
    ],
)
def test_deck_expressions_refuse(text: str, part: str) -> None:
    with pytest.raises(ReadError, match=part):
        read(text, names=VARIABLES, fields=True, comparisons=True).evaluate(VARIABLES)


def test_fields_need_deck_mode() -> None:
    with pytest.raises(ReadError, match="no fields"):
        read("bfs.order", names=["bfs"])


def test_names_are_those_that_occur() -> None:
    assert read("2x^2 + n", names=["x", "n", "unused"]).names == {"x", "n"}
    with pytest.raises(ReadError, match="x has no value"):
        read("x", names=["x"]).evaluate()


def test_broadcasting_cannot_fill_memory() -> None:
    wide = {"a": np.zeros((3000, 1)), "b": np.zeros((1, 3000))}
    with pytest.raises(ReadError, match="elements"):
        read("a + b", names=wide, fields=True).evaluate(wide)


@given(st.one_of(st.text(max_size=80), st.text("0123456789.+-*/^()|√²!%,_eExplnsqrtcombafi πinf[]:<>=\n", max_size=60)))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_or_refused_quickly(text: str) -> None:
    start = time.process_time()
    for deck in (False, True):
        try:
            value = read(text, fields=deck, comparisons=deck, percent=True, infinite=True).evaluate()
        except ReadError as error:
            value = error
        if isinstance(value, ReadError):
            assert 0 <= value.column <= len(text)
            assert value.message
            assert value.caret(text)
        else:
            assert isinstance(value, (int, float, np.ndarray))
    assert time.process_time() - start < 1.0


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_python_numbers_are_read_exactly(value: float) -> None:
    assert read(repr(value)).evaluate() == value


@given(st.recursive(st.integers(0, 20).map(str), lambda inner: st.one_of(
    st.builds("({}+{})".format, inner, inner), st.builds("({}-{})".format, inner, inner),
    st.builds("{}*{}".format, inner, inner), st.builds("-{}".format, inner)), max_leaves=12))  # fmt: skip
def test_agrees_with_python_and_with_its_own_echo(text: str) -> None:
    value = eval(text, {"__builtins__": {}})
    expression = read(text)
    assert expression.evaluate() == value
    assert read(expression.echo).evaluate() == value
    assert expression.evaluate_precisely() == value
