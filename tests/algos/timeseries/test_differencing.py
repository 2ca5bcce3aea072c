"""Differences and back: by hand, naive, NumPy, round trips bit by bit, edges."""

import math

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from algos.timeseries import difference, differencing, undifference
from tests.algos.timeseries.helpers import series
from tests.conftest import PLAIN
from tests.naive import timeseries as naive

pytestmark = pytest.mark.kernels

ORDERS = [(0, None), (1, None), (3, None), (0, 1), (0, 4), (1, 4), (2, 7)]


def test_worked_example():
    assert difference([0, 1, 4, 9, 16]).tolist() == [1, 3, 5, 7]
    assert difference([0, 1, 4, 9, 16], 2).tolist() == [2, 2, 2]
    assert undifference([2, 2, 2], [0, 1], 2).tolist() == [0, 1, 4, 9, 16]


@pytest.mark.parametrize(("d", "season"), ORDERS)
def test_equals_naive_and_numpy(d, season):
    x = series("walk", 30)
    z = difference(x, d, season)
    np.testing.assert_array_equal(z, naive.difference(x.tolist(), d, season))
    lagged = x if season is None else x[season:] - x[:-season]
    np.testing.assert_array_equal(z, np.diff(lagged, d))


@given(st.lists(st.integers(-(2**40), 2**40), min_size=10, max_size=40), st.sampled_from(ORDERS))
def test_whole_numbers_come_back_bit_by_bit(x, order):
    d, season = order
    initial = x[: d + (season or 0)]
    assert undifference(difference(x, d, season), initial, d, season).tolist() == x


def test_any_numbers_come_back_closely():
    x = series("walk", 1000)
    for d, season in ORDERS:
        back = undifference(difference(x, d, season), x[: d + (season or 0)], d, season)
        assert abs(back - x).max() < 1e-13 * 1000.0 ** max(d, 1)
    tenths = undifference(np.full(3000, 0.1), [0.0])
    assert tenths[-1] == math.fsum([0.1] * 3000) != np.cumsum(np.full(3000, 0.1))[-1]
    summed = x[0] + np.cumsum(np.r_[0.0, np.diff(x)])
    assert abs(undifference(difference(x), x[:1]) - x).max() <= abs(summed - x).max()


@pytest.mark.parametrize(("d", "season"), ORDERS)
def test_forecasts_go_on_from_the_last_values(d, season):
    x = np.round(series("walk", 40) * 16) / 16
    known = d + (season or 0)
    later = difference(x, d, season)[30 - known :]
    go_on = undifference(later, x[30 - known : 30], d, season)[known:]
    np.testing.assert_array_equal(go_on, x[30:])


def test_nothing_to_undo():
    assert undifference([], [1.0, 2.0], 2).tolist() == [1.0, 2.0]
    assert undifference([3.0], [], 0).tolist() == [3.0]


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: difference([1.0]), "x must have at least 2 values, got 1"),
        (lambda: difference([1.0] * 5, 1, 4), "x must have at least 6 values, got 5"),
        (lambda: difference([1.0, 2.0], -1), "d must be an integer of at least 0"),
        (lambda: difference([1.0, 2.0], 0, 0), "season must be an integer of at least 1"),
        (lambda: difference([1.0, np.nan]), "Input x contains NaN"),
        (lambda: undifference([1.0], [1.0, 2.0]), r"initial must hold d \+ season = 1 values, got 2"),
        (lambda: undifference([np.inf], [1.0]), "Input z contains infinity"),
        (lambda: undifference([1.0], [np.nan]), "Input initial contains NaN"),
    ],
)
def test_refuses(call, match):
    with pytest.raises(ValueError, match=match):
        call()


def test_small_calls_are_cheap_and_other_input_does_not_compile_again(count_calls):
    x = series("walk", 20)
    assert count_calls(difference, x, 1, 4) < 60
    assert count_calls(undifference, x, x[:5], 1, 4) < 60
    kernels = (differencing._difference, differencing._undifference)
    before = [set(getattr(kernel, "signatures", ())) for kernel in kernels]
    for values in (x.tolist(), x.astype(np.float32), np.repeat(x, 2)[::2]):
        difference(values, np.int8(1), 3)
        undifference(values, values[:4], 1, 3)
    for kernel, seen in zip(kernels, before, strict=True):
        assert len(set(getattr(kernel, "signatures", ())) - seen) <= 1 - min(len(seen), 1)


def call_all(x):
    z = difference(x, 2, 3)
    return difference(x), z, difference(x, 0), undifference(z, x[:5], 2, 3), undifference(x, x[:1])


def test_compiled_callers_get_the_same():
    caller = call_all if PLAIN else numba.njit(call_all)
    x = np.array([3, 1, 4, 1, 5, 9, 2, 6])
    for values in (x, x.astype(float)):
        for ours, expected in zip(caller(values), call_all(x), strict=True):
            np.testing.assert_array_equal(ours, expected)
    assert difference.compiled_as(x, 1, 3).tolist() == difference(x, 1, 3).tolist()
    assert undifference.compiled_as(x, x[:4], 1, 3).tolist() == undifference(x, x[:4], 1, 3).tolist()
    for bad in ((x, -1), (x, 8), (x, 1, 0), (x, 1, -2)):
        with pytest.raises(ValueError, match="difference: d must"):
            difference.compiled_as(*bad)
    for bad in ((x, x), (x, x[:1], -1), (x, x[:1], 1, 0)):
        with pytest.raises(ValueError, match="undifference: d must"):
            undifference.compiled_as(*bad)
