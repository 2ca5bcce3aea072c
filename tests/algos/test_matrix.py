"""Run the acceptance matrix; `tests.algos.matrix` explains it."""

import importlib
import pkgutil
import re
import warnings

import numpy as np
import pytest
from numba.core.errors import NumbaError

from algos._check import UndefinedWarning
from tests.algos import matrix
from tests.algos.matrix import Raises, Row, Same, Value, Warns

pytestmark = pytest.mark.kernels

ROWS: list[Row] = [
    row
    for module in sorted(module.name for module in pkgutil.iter_modules(matrix.__path__))
    for row in getattr(importlib.import_module(f"tests.algos.matrix.{module}"), "ROWS", [])
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
        assert_same(result, expect.value, expect.rtol)
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
