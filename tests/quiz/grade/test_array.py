"""Grading vectors, matrices, sequences and sets: forms, shapes, ways to compare, mistakes, remarks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.grade import grade
from quiz.question import Key, MistakeResult, Outcome, Question, Verdict

QUESTION = Question("card", "topic", "easy", "array", 1, "print", {}, "prompt", "form")


def judge(expected: object, text: str, **settings: object) -> Verdict:
    value = expected if isinstance(expected, np.ndarray) else np.array(expected)
    return grade(QUESTION, Key(value, **settings), text)


def outcome(expected: object, text: str, **settings: object) -> str:
    return judge(expected, text, **settings).outcome.value


SEQUENCE = [
    "0 2 1 3",
    "[0, 2, 1, 3]",
    "(0, 2, 1, 3)",
    "{0, 2, 1, 3}",
    "0, 2, 1, 3",
    "0,2,1,3,",
    "0; 2; 1; 3",
    "0\n2\n1\n3",
    "0\t2\t1\t3",
    "0 -> 2 -> 1 -> 3",
    "0→2→1→3",
    "0 > 2 > 1 > 3",
    "array([0, 2, 1, 3])",
    "np.array([0, 2, 1, 3], dtype=int32)",
    "tensor([0, 2, 1, 3])",
    "[0 2 1 3]",
    "[0 2\n 1 3]",
    "order = [0, 2, 1, 3]",
    "list((0, 2, 1, 3))",
    "0.0 2.0 1.0 3.0",
    "0, 4/2, 1, 1+2",
    "[[0, 2, 1, 3]]",
    "[[0], [2], [1], [3]]",
    "  0   2  1 3  ",
]


@pytest.mark.parametrize("text", SEQUENCE)
def test_forms_of_a_sequence(text: str) -> None:
    verdict = judge([0, 2, 1, 3], text, compare="exact")
    assert verdict.outcome is Outcome.RIGHT
    assert verdict.parsed == [0, 2, 1, 3]
    assert verdict.parts == (True,) * 4


MATRIX = [
    "[[1, 2.5], [3, 4]]",
    "[1 2.5; 3 4]",
    "1 2.5; 3 4",
    "1 2.5\n3 4",
    "1, 2.5\n3, 4",
    "1,2.5,\n3,4,\n",
    "1\t2.5\n3\t4",
    "[1 2.5\n 3 4]",
    "array([[1. , 2.5],\n       [3. , 4. ]])",
    "[[1.  2.5]\n [3.  4. ]]",
    "[[1 2.5] [3 4]]",
    "[1, 2.5], [3, 4]",
    "[1,2.5][3,4]",
    "((1, 2.5), (3, 4))",
    "np.matrix([[1, 2.5], [3, 4]])",
    "1 5/2\r\n3 2^2\r\n",
    "[[sqrt(1), 5/2], [6/2, 4]]",
    "C = [[1,2.5],[3,4]]",
    "1 2 + 0.5; 3 4",
]


@pytest.mark.parametrize("text", MATRIX)
def test_forms_of_a_matrix(text: str) -> None:
    verdict = judge([[1, 2.5], [3, 4]], text)
    assert verdict.outcome is Outcome.RIGHT
    assert verdict.parsed == [[1, 2.5], [3, 4]]


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("1 -2", [1, -2]),
        ("1 − 2, 3", [-1, 3]),
        ("1 - 2 3", [-1, 3]),
        ("(1+2)/3 (4)", [1, 4]),
        ("2*3 4", [6, 4]),
        ("2 * 3 4", [6, 4]),
        ("-1 -1", [-1, -1]),
        ("|1 - 3| 5", [2, 5]),
        ("comb(5, 2), 1", [10, 1]),
        ("1e-1 1", [0.1, 1]),
        ("1 1/4", [1, 0.25]),
    ],
)
def test_blanks_separate_but_not_inside_an_expression(text: str, parsed: list[float]) -> None:
    assert judge([7.0, 7.0], text).parsed == parsed


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "nothing"),
        ("0 2 1", "3 entries; asked for is 4 entries"),
        ("5", "1 entry; asked for is 4 entries"),
        ("[[0, 2], [1, 3]]", "2×2"),
        ("0 2 1 x", "no 'x'"),
        ("0,,2,1,3", "entry is missing"),
        ("[0 2 1 3", "never closed"),
        ("0 2 1 3]", "closes nothing"),
        ("(0, 2, 1, 3]", "expected )"),
        ("0 2 ... 3", "left out"),
        ("[[0, 2], [1]]", "different lengths: 2, 1"),
        ("[0, 2, 1; 3]", "different lengths: 3, 1"),
        ("0,5 1,5", "use a point"),
        ("[" * 100, "too many brackets"),
        ("[" * 30 + "1" + "]" * 30, "too many brackets"),
        ("1 " * 3000, "far more"),
        ("1 " * 60_000, "too long"),
        ("0 2 1 1/0", "division by zero"),
    ],
)
def test_unreadable_or_of_another_shape_is_invalid(text: str, part: str) -> None:
    verdict = judge([0, 2, 1, 3], text)
    assert verdict.outcome is Outcome.INVALID
    assert part.lower() in verdict.message.lower()


def test_a_flat_list_is_no_matrix_and_the_message_names_both_shapes() -> None:
    message = judge([[1, 2], [3, 4], [5, 6]], "1 2 3 4 5 6").message
    assert "6 entries" in message
    assert "3×2 (3 rows and 2 columns)" in message
    assert outcome([[1.0], [2.0]], "1 2") == outcome([[1.0, 2.0]], "[1, 2]") == "right"


def test_shape_may_be_the_question() -> None:
    assert outcome([1, 2, 3], "1 2", flags={"shape_graded": True}) == "wrong"


def test_labels_are_labels() -> None:
    for text in ("A E D", "[A, E, D]", "'A', \"E\", 'D'", "a e d", "AED", "aed", "A->E->D"):
        assert outcome(["A", "E", "D"], text, compare="exact") == "right"
    assert outcome(["A", "E", "D"], "A D E", compare="exact") == "wrong"
    indices = {"flags": {"labels": ("A", "D", "E")}, "compare": "exact"}
    assert outcome([0, 2, 1], "A E D", **indices) == "right"
    assert outcome([0, 2, 1], "AED", **indices) == "right"
    unknown = judge([0, 2, 1], "A X D", **indices)
    assert unknown.outcome is Outcome.INVALID
    assert "A, D, E" in unknown.message
    assert outcome(["spam", "ham"], "Spam, HAM", compare="exact") == "right"
    assert outcome(["new york", "rome"], "New York, Rome", compare="exact") == "right"


def test_entries_are_compared_like_numbers() -> None:
    assert outcome([1 / 3, 2 / 3], "0.333 0.667") == "right"
    assert outcome([1 / 3, 2 / 3], "0.333 0.66") == "wrong"
    assert outcome([1 / 3, 2 / 3], "0.333 0.667", rtol=1e-9) == "right"  # as precise as written
    assert outcome([1 / 3, 2 / 3], "0.333 0.666", rtol=1e-9) == "wrong"
    assert outcome([5.0, 1e-16], "5 0") == "right"
    assert outcome([0.0, 5.0], "0.1+0.2-0.3, 5") == "right"
    assert outcome([0.5, 1.0], "0.46 1", rtol=1e-6, envelope=([0.45, 1.0], [0.55, 1.0])) == "right"
    assert outcome([0.5, 1.0], "0.46 1.1", rtol=1e-6, envelope=([0.45, 1.0], [0.55, 1.0])) == "wrong"
    assert outcome([np.inf, 1.0], "inf 1") == "right"
    assert judge([0.998, 0.002], "1.002 -0.002", atol=5e-3, flags={"probability": True}).message.startswith("A prob")


def test_which_entries_are_right() -> None:
    verdict = judge([1, 2, 3, 4], "1 2 4 3")
    assert (verdict.outcome, verdict.score, verdict.parts) == (Outcome.WRONG, 0.0, (True, True, False, False))
    verdict = judge([1, 2, 3, 4], "1 2 4 3", flags={"partial": True})
    assert (verdict.outcome, verdict.score) == (Outcome.PARTIAL, 0.5)
    assert outcome([1, 2], "3 4", flags={"partial": True}) == "wrong"


def test_sets() -> None:
    for text in ("3 1 2", "{1, 2, 3, 3}", "1\n2\n3"):
        assert outcome([1, 2, 3], text, compare="set") == "right"
    assert judge([1, 2, 3], "1 2", compare="set").message == "2 right, 1 missing."
    assert judge([1, 2, 3], "1 2 4", compare="set").message == "2 right, 1 missing, 1 too many."
    assert outcome([], "[]", compare="set") == outcome([], "none", compare="set") == "right"
    assert outcome([], "1", compare="set") == "wrong"
    assert outcome([0.5, 0.25], "1/4 1/2", compare="set") == "right"
    assert outcome(["a", "b"], "B, A", compare="set") == "right"


def test_multisets() -> None:
    assert outcome([1, 1, 2], "2 1 1", compare="multiset") == "right"
    assert outcome([1, 1, 2], "2 2 1", compare="multiset") == "wrong"
    assert outcome([1, 1, 2], "1 2", compare="multiset") == "wrong"
    many = np.arange(300.0)
    assert outcome(many, " ".join(map(str, many[::-1])), compare="multiset") == "right"
    assert outcome(many, " ".join(map(str, many[::-1] + (many == 5))), compare="multiset", rtol=1e-6) == "wrong"


def test_rankings_with_ties() -> None:
    ties = {"compare": "ranking", "flags": {"ties": ((0, 1),)}}
    assert outcome([2, 0, 1], "2 0 1", **ties) == outcome([2, 0, 1], "2 > 1 > 0", **ties) == "right"
    assert outcome([2, 0, 1], "0 2 1", **ties) == "wrong"
    assert outcome([2, 0, 1], "2 1 0", compare="ranking") == "wrong"
    assert outcome([2, 0, 1], "2 2 1", **ties) == outcome([2, 0, 1], "2 1 7", **ties) == "invalid"


def test_cluster_labels_may_be_renamed() -> None:
    mode = {"compare": "up_to_permutation"}
    for text in ("1 1 0 0 2", "5 5 7 7 6", "a a b b c", "e e pi pi x"):
        assert outcome([0, 0, 1, 1, 2], text, **mode) == "right"
    for text in ("0 0 1 2 2", "0 0 1 1 1", "0 1 2 3 4", "0 0 0 0 0"):
        assert outcome([0, 0, 1, 1, 2], text, **mode) == "wrong"
    assert outcome([0, 0, 0], "1 2 3", **mode) == "wrong"
    assert judge([0, 0, 1, 1], "1 1 0 1", **mode).parts == (True, True, True, False)


def test_rows_may_be_reordered() -> None:
    mode = {"compare": "up_to_permutation"}
    assert outcome([[1.0, 2.0], [3.0, 4.0]], "3 4; 1 2", **mode) == "right"
    assert outcome([[1.0, 2.0], [3.0, 4.0]], "4 3; 1 2", **mode) == "wrong"
    assert outcome([0.5, 1.5], "1.5 0.5", **mode) == "right"


def test_up_to_sign() -> None:
    assert outcome([0.6, 0.8], "-0.6 -0.8", compare="up_to_sign") == "right"
    assert outcome([0.6, 0.8], "-0.6 0.8", compare="up_to_sign") == "wrong"
    columns = {"compare": "up_to_sign", "flags": {"sign": "columns"}}
    assert outcome([[0.6, 0.8], [0.8, -0.6]], "-0.6 0.8; -0.8 -0.6", **columns) == "right"
    assert outcome([[0.6, 0.8], [0.8, -0.6]], "-0.6 0.8; -0.8 -0.6", compare="up_to_sign") == "wrong"


def test_any_valid_asks_the_checker() -> None:
    mode = {"compare": "any_valid", "accept": lambda order: bool(np.all(np.diff(order) > 0))}
    assert outcome([1, 2, 3], "2 5 9", **mode) == "right"
    assert outcome([1, 2, 3], "2 9 5", **mode) == "wrong"
    assert outcome([1, 2, 3], "2 9", **mode) == "invalid"
    assert outcome([1, 2], "1 2", compare="any_valid", accept=lambda order: order["x"]) == "broken"


def test_a_named_mistake_wins_over_a_remark() -> None:
    stack = MistakeResult("bfs_wrong_end", np.array([3, 1, 2, 0]), "A stack gives depth first.")
    verdict = judge([0, 2, 1, 3], "3 1 2 0", compare="exact", mistakes=(stack,))
    assert (verdict.mistake, verdict.message) == (stack.name, stack.say)
    assert "reverse" in judge([0, 2, 1, 3], "3 1 2 0", compare="exact").message


@pytest.mark.parametrize(
    ("expected", "text", "part"),
    [
        ([[1.0, 2.0], [3.0, 4.0]], "1 3; 2 4", "transpose"),
        ([[1.0, 2.0], [3.0, 4.0]], "3 4; 1 2", "reverse"),
        ([1, 3, 2], "2 3 1", "reverse"),
        ([1, 4, 2], "2 5 3", "counting start at 0"),
        ([1, 4, 2], "0 3 1", "counting start at 1"),
        ([3, 1, 2, 0], "0 1 2 3", "sorted"),
        ([3, 1, 2, 0], "3 1 0 2", "another order"),
        ([0.5, 2.5], "-0.5 -2.5", "sign"),
        ([0.5, 2.5], "50 250", "percent"),
        ([0.5, 2.5], "500 2500", "10^3"),
        ([1.0, 3.0], "0.6931 2.079", "nats"),
        ([1 / 3, 2 / 3], "0.3 0.7", "3 significant digits"),
        ([1.0, 3.0], "7 8", ""),
    ],
)
def test_remarks(expected: list[float], text: str, part: str) -> None:
    verdict = judge(expected, text)
    assert verdict.outcome is Outcome.WRONG
    assert part in verdict.message
    assert bool(part) == bool(verdict.message)


numbers = st.floats(-1e5, 1e5).map(lambda x: round(x, 4) or 0.5)


@given(st.lists(numbers, min_size=1, max_size=8))
def test_rounded_vectors_are_right_in_every_form(values: list[float]) -> None:
    texts = [f"{value:.2e}" for value in values]
    for form in ("[{}]", "({},)", "array([{}])"):
        assert outcome(values, form.format(", ".join(texts))) == "right"
    assert outcome(values, " ".join(texts)) == "right"
    assert outcome(values, "\n".join(texts)) == "right"


@given(st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=2, max_size=4))
def test_what_numpy_prints_reads_back(rows: list[list[float]]) -> None:
    matrix = np.array(rows)
    for text in (
        repr(matrix),
        str(matrix),
        str(matrix.tolist()),
        np.array2string(matrix, separator=", ", max_line_width=20),
    ):
        verdict = judge(matrix, text)
        assert verdict.outcome is Outcome.RIGHT, text


@pytest.mark.parametrize("text", ["[1, 2; 3]", "[[1, 2], [3]]", "1 2; 3", "{1, 2}, {3}", "[1, 2], 3"])
@pytest.mark.parametrize("values", [[1, 2], [1, 2, 3], [1.5, 2.5]])
def test_ragged_rows_are_unreadable_also_where_the_length_is_graded(text: str, values: list[float]) -> None:
    twice = (MistakeResult("twice", 2 * np.array(values), "Twice."),)
    for settings in ({"compare": "set"}, {"compare": "multiset"}, {"flags": {"shape_graded": True}}):
        assert outcome(values, text, mistakes=twice, **settings) == "invalid"


@pytest.mark.parametrize("text", ["1 2 3", "1, 2\n3", "[1; 2; 3]", "1 2\n3 4 5"])
def test_lines_may_end_anywhere_and_another_length_is_wrong_where_the_card_grades_it(text: str) -> None:
    twice = (MistakeResult("twice", np.array([3.0, 5.0]), "Twice."),)
    for settings in ({"compare": "set"}, {"compare": "multiset"}, {"flags": {"shape_graded": True}}):
        assert outcome([1.5, 2.5], text, mistakes=twice, **settings) == "wrong"
    longer = (MistakeResult("longer", np.array([1.0, 2.0, 3.0]), "One more."),)
    graded = {"flags": {"shape_graded": True}}
    assert judge([1.5, 2.5], "1 2\n3", mistakes=longer, **graded).mistake == "longer"
