"""Run the acceptance matrix; `tests.algos.acceptance` explains it."""

import importlib
import pkgutil
import re
import warnings

import numpy as np
import pytest
from numba.core.errors import NumbaError

import algos
from algos._check import UndefinedWarning
from tests.algos import acceptance
from tests.algos.acceptance import Raises, Row, Same, Value, Warns
from tests.algos.acceptance.arguments import ARGUMENTS, WITHOUT

pytestmark = pytest.mark.kernels

ROWS: list[Row] = [
    row
    for module in sorted(module.name for module in pkgutil.iter_modules(acceptance.__path__))
    for row in getattr(importlib.import_module(f"tests.algos.acceptance.{module}"), "ROWS", [])
]


def assert_same(found, expected, rtol=0.0):
    """Compare nested results; a NaN equals a NaN, and types of containers may differ, not their shapes."""
    if isinstance(expected, dict):
        assert found.keys() == expected.keys()
        for key, value in expected.items():
            assert_same(found[key], value, rtol)
    elif isinstance(expected, (tuple, list)) and isinstance(found, (tuple, list)):
        assert len(found) == len(expected)
        for part, value in zip(found, expected, strict=True):
            assert_same(part, value, rtol)
    elif expected is None or isinstance(expected, (str, bool)):
        assert found == expected
    else:
        found, expected = np.asarray(found), np.asarray(expected)
        assert found.shape == expected.shape
        if found.dtype.kind in "fc" or expected.dtype.kind in "fc":
            np.testing.assert_allclose(found, expected, rtol=rtol, atol=0.0)
        else:
            assert found.tolist() == expected.tolist()


def check(row):
    """Make the row's call and hold the outcome to what the row expects."""
    expect = row.expect
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        if isinstance(expect, Raises):
            with pytest.raises(expect.type) as error:
                row.call()
            assert not isinstance(error.value, NumbaError), "an error of the compiler reached the caller"
            message = str(error.value)
            assert re.search(expect.match, message, re.IGNORECASE), f"{expect.match!r} is not in {message!r}"
            return
        result = row.call()
    if isinstance(expect, Warns):
        assert [warning.category for warning in caught] == [expect.type]
        assert re.search(expect.match, str(caught[0].message), re.IGNORECASE)
        assert_same(result, expect.value.other() if isinstance(expect.value, Same) else expect.value, expect.rtol)
    else:
        assert [str(warning.message) for warning in caught] == []
        assert_same(result, expect.other() if isinstance(expect, Same) else expect.value, expect.rtol)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_row(row):
    check(row)


def test_no_case_is_listed_twice():
    ids = [row.id for row in ROWS]
    assert sorted(ids) == sorted(set(ids))


def _warn(value):
    warnings.warn("not defined", UndefinedWarning, stacklevel=2)
    return value


def _fail():
    raise ValueError("p must sum to 1")


@pytest.mark.parametrize(
    ("call", "expect", "holds"),
    [
        (_fail, Raises(ValueError, "P must"), True),
        (_fail, Raises(ValueError, "q must"), False),
        (lambda: 1, Raises(ValueError, ""), False),
        (lambda: (1.0, np.array([np.nan])), Value((1.0, [np.nan])), True),
        (lambda: np.ones(2), Value(1.0), False),
        (lambda: 1.0, Value(1.0 + 1e-12), False),
        (lambda: 1.0, Value(1.0 + 1e-12, 1e-9), True),
        (lambda: _warn(1.0), Value(1.0), False),
        (lambda: _warn(np.nan), Warns(UndefinedWarning, "not defined", np.nan), True),
        (lambda: np.nan, Warns(UndefinedWarning, "", np.nan), False),
        (lambda: {"a": [1, 2]}, Same(lambda: {"a": [1, 2]}), True),
        (lambda: {"a": [1, 2]}, Same(lambda: {"a": [1, 3]}), False),
    ],
)
def test_a_row_that_is_broken_fails(call, expect, holds):
    """The table must be able to turn red."""
    row = Row(0, "a call", call, expect)
    if holds:
        check(row)
    else:
        with pytest.raises((AssertionError, ValueError, pytest.fail.Exception)):
            check(row)


TOPICS = algos.__all__

NUMBERS = (
    *(1, 2, 4, 5, 7, 8, 10, 11, 13, 14, 16, 17, 19, 20, 22, 23, 25, 26, 28, 29, 31, 32, 34, 35, 37, 38, 40, 41, 43, 44),
    *(46, 47, 49, 50, 52, 53, 55, 56, 58, 59, 61, 62, 64, 65, 67, 68, 70, 71, 73, 74, 76, 77, 79, 80, 82, 83, 85, 86),
    *(88, 89, 91, 92, 94, 95, 97, 98, 100, 101, 103, 104, 106, 107, 109, 110, 112, 113, 115, 116, 118, 119, 121, 122),
    124,
)

NO_NAME_YET = {
    28: "no function takes an `out` argument",
    55: "least squares and VIF",
    56: "least squares",
    110: "MAPE",
    116: "shortest paths with weights",
    121: "text",
}
"""Rows of the matrix about quantities that this package does not compute."""

ELSEWHERE = {
    122: "test_cold_kernels.py: threads, forked and spawned processes",
    124: "needs minutes, gigabytes or an old release; the parts that can be tested are in the estimators' tests",
}


def test_every_row_of_the_matrix_is_here_or_says_why_not():
    present = {row.number for row in ROWS} - {0}
    excused = {*NO_NAME_YET, *ELSEWHERE}
    assert present <= set(NUMBERS)
    assert not present & set(NO_NAME_YET)
    assert sorted(set(NUMBERS) - present - excused) == []


def test_every_public_name_has_rows_or_says_why_not():
    """Result classes apart: they only carry what functions return."""
    public = {
        f"{topic}.{name}"
        for topic in TOPICS
        for name, value in vars(importlib.import_module(f"algos.{topic}")).items()
        if name in importlib.import_module(f"algos.{topic}").__all__
        and not (isinstance(value, type) and issubclass(value, tuple) and name != "Graph")
    }
    covered = {argument.function for argument in ARGUMENTS}
    assert sorted(public - covered - set(WITHOUT)) == []
    assert sorted((covered | set(WITHOUT)) - public) == []
    named = {re.split(r"[:(]", row.what)[0] for row in ROWS}
    assert sorted(public - named - set(WITHOUT)) == []
