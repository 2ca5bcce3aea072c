"""Placeholders and views: a scanner of our own, exact draws, rounded computations, blocks for the terminal to draw."""

import re
from contextlib import suppress
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from algos import graphs
from quiz.deck.placeholders import PlaceholderError, fill, scan
from quiz.variant import views


def test_placeholders_are_scanned():
    (first, second, third) = scan("a {{x}} b {{ y.z:sig3 }} \\{{ c {{a, b:table}}")
    assert (first.terms, first.view) == ((("x", None),), None)
    assert (second.terms, second.view) == ((("y", "z"),), "sig3")
    assert (third.terms, third.view) == ((("a", None), ("b", None)), "table")


@pytest.mark.parametrize(
    "text",
    [
        "{{",
        "{{}}",
        "{{x",
        "{{x.y.z}}",
        "{{x[0]}}",
        "{{x!r}}",
        "{{x:}}",
        "{{x:>10}}",
        "{{_x}}",
        "{{x._y}}",
        "{{a,b}}",
        "{{x:.10f}}",
    ],
)
def test_what_is_no_placeholder_is_refused(text):
    with pytest.raises(PlaceholderError):
        scan("some " + text)


@given(st.text(alphabet="{}x.:, \\_[]!a3fsig", max_size=30))
def test_scanning_gives_placeholders_or_one_kind_of_error(text):
    with suppress(PlaceholderError):
        fill(text, lambda placeholder: "value")


def test_filling_never_formats():
    assert fill("{0} {x.__class__} %s {{x}} \\{{y}}", lambda placeholder: "{z}") == "{0} {x.__class__} %s {z} {{y}}"


def test_a_value_that_ends_its_line_leaves_no_empty_one():
    assert fill("```\n{{rules}}\n```", lambda placeholder: "a\n  b\n") == "```\na\n  b\n```"


def test_blocks_get_lines_of_their_own():
    shown = fill("before {{x:matrix}} after\n\n{{x:matrix}}\n", lambda placeholder: "```matrix\n1\n```")
    assert shown == "before \n\n```matrix\n1\n```\n\n after\n\n```matrix\n1\n```\n"


@pytest.mark.parametrize(
    ("value", "view", "exact", "shown"),
    [
        (0.99679163, None, False, "0.9968"), (0.99679163, None, True, "0.99679163"),
        (0.99679163, "sig3", True, "0.997"), (0.5, ".3f", True, "0.500"), (0.5, "sig3", True, "0.5"),
        (3, None, True, "3"), (3.0, None, True, "3"), (-0.0001, ".2f", True, "0.00"), (1e-7, None, False, "1e-7"),
        (1.23456e-7, None, False, "1.235e-7"), (1234567.8, None, False, "1234568"), (1e20, None, True, "1e20"),
        (0.1 + 0.2, None, False, "0.3"), (True, None, True, "true"), (float("inf"), None, True, "inf"),
        (float("nan"), None, True, "nan"), (-12.5, "sig1", True, "-12"), ("word", None, True, "word"),
        (1e-5, None, False, "0.00001"), (9.9999, "sig3", True, "10"),
    ],
)  # fmt: skip
def test_numbers(value, view, exact, shown):
    assert views.number(value, view, exact=exact) == shown


@given(st.integers(-(10**6), 10**6), st.integers(0, 6))
def test_draws_print_exactly(units, digits):
    value = units / 10**digits
    assert float(views.number(value, exact=True)) == value
    assert views.rounds(value, None, exact=True) is None


@given(st.floats(1e-9, 1e9), st.integers(1, 6))
def test_half_a_unit_covers_what_printing_loses(value, digits):
    for view in (f"sig{digits}", f".{digits}f"):
        half = views.rounds(value, view, exact=True)
        lost = abs(float(views.number(value, view)) - value)
        assert lost == 0 if half is None else lost <= half * (1 + 1e-9)
        if half is not None and view.startswith("sig") and value < 10**digits:
            assert half <= 0.51 * value * 10 ** (1 - digits) * 10


def test_arrays_in_a_sentence():
    assert views.plain(np.array([0, 2, 1])) == "[0, 2, 1]"
    assert views.plain(np.array([[1, 2.5], [3, 4]]), exact=True) == "[[1, 2.5], [3, 4]]"
    assert views.plain(np.array([1 / 3]), "sig2") == "[0.33]"
    assert views.plain(np.array(["spam", "ham"])) == "[spam, ham]"
    assert views.plain(np.array([2, 0]), "labels", labels="ABC") == "C A"


GRAPH = graphs.from_edges([[0, 2], [0, 1], [2, 3]], n_nodes=5)
TREE = graphs.from_edges([[0, 2], [2, 1], [0, 3]], n_nodes=4, directed=True)


@pytest.mark.parametrize(
    ("view", "values", "names", "lines"),
    [
        ("adjacency", [GRAPH], ["g"], ["0: 1 2", "1: 0", "2: 0 3", "3: 2", "4: -"]),
        ("tree", [TREE], ["t"], ["0", "  2", "    1", "  3"]),
        ("matrix", [np.array([[1, 2.5], [3, 4]])], ["A"], ["1  2.5", "3  4"]),
        ("matrix", [np.array([1, 2])], ["a"], ["1  2"]),
        ("vector", [np.array([1, 2])], ["a"], ["1  2"]),
        ("table", [np.array([1, 0]), np.array([0.5, 0.25])], ["y", "s"], ["# | y | s", "0 | 1 | 0.5", "1 | 0 | 0.25"]),
        ("table", [np.array([[1, 2], [3, 4]])], ["X"], ["# | X[0] | X[1]", "0 | 1 | 2", "1 | 3 | 4"]),
        ("plot", [np.array([1, 2]), np.array([3, 4])], ["x", "y"], ["# x, y", "1 3", "2 4"]),
        ("plot", [np.array([[1, 3], [2, 4]])], ["X"], ["# X[0], X[1]", "1 3", "2 4"]),
        ("plot", [np.array([5, 7])], ["v"], ["# index, v", "0 5", "1 7"]),
    ],
)
def test_blocks(view, values, names, lines):
    text = views.block(view, values, names, exact=[True] * len(values))
    assert text.splitlines() == [f"```{view}", *lines, "```"]


def test_labels_name_nodes():
    text = views.block("adjacency", [GRAPH], ["g"], exact=[True], labels="ABCDE")
    assert text.splitlines()[1] == "A: B C"


class Result(NamedTuple):
    gain: float
    left: int


@pytest.mark.parametrize(
    ("show", "said"),
    [
        (lambda: views.plain(Result(1.0, 2)), "name one of its fields gain, left"),
        (lambda: views.block("tree", [np.array([1])], ["x"], exact=[True]), "is for a graph"),
        (lambda: views.block("vector", [np.eye(2)], ["x"], exact=[True]), "for a list of numbers"),
        (lambda: views.block("table", [np.ones(2), np.ones(3)], "xy", exact=[True] * 2), "different lengths"),
        (lambda: views.plain(np.array([0.5]), "labels", labels="AB"), "for integers"),
    ],
)
def test_what_does_not_fit_says_why(show, said):
    with pytest.raises(views.CannotShowError, match=re.escape(said)):
        show()
