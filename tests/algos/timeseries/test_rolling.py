"""Moments of windows: by hand, naive, NumPy, SciPy and pandas; far from zero, without drift, edges."""

import warnings

import numba
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.lib.stride_tricks import sliding_window_view
from scipy import stats

from algos._check import UndefinedWarning
from algos.timeseries import rolling, rolling_moments
from tests.algos.timeseries.helpers import series
from tests.conftest import PLAIN
from tests.naive import timeseries as naive

pytestmark = pytest.mark.kernels

LARGE = 3000 if PLAIN else 200_000


def test_worked_example():
    mean, variance, skewness, kurtosis = rolling_moments([1, 3, 5, 10], 3)
    assert mean.tolist() == [3.0, 6.0]
    np.testing.assert_allclose(variance, [8 / 3, 26 / 3], rtol=1e-15)
    np.testing.assert_allclose(skewness, [0.0, (-27 - 1 + 64) / 3 / (26 / 3) ** 1.5], rtol=1e-14, atol=1e-15)
    np.testing.assert_allclose(kurtosis, [-1.5, -1.5], rtol=1e-14)


@pytest.mark.parametrize(("n", "window"), [(2, 2), (9, 2), (9, 4), (9, 8), (9, 9), (100, 7), (100, 50)])
def test_equals_naive_numpy_and_scipy(n, window):
    x = series("ar", n)
    ours = rolling_moments(x, window, 1)
    np.testing.assert_allclose(np.transpose(ours), naive.rolling_moments(x.tolist(), window, 1), rtol=1e-11, atol=1e-12)
    windows = sliding_window_view(x, window)
    np.testing.assert_allclose(ours.mean, windows.mean(axis=1), rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(ours.variance, windows.var(axis=1, ddof=1), rtol=1e-13)
    np.testing.assert_allclose(ours.skewness, stats.skew(windows, axis=1), rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(ours.kurtosis, stats.kurtosis(windows, axis=1), rtol=1e-11, atol=1e-12)
    theirs = pd.Series(x).rolling(window)
    np.testing.assert_allclose(ours.variance, theirs.var().to_numpy()[window - 1 :], rtol=1e-10)


def test_far_from_zero(rng):
    """Where the deviations are a billionth of the values, and known exactly."""
    x = np.round(rng.normal(size=300) * 2**20) / 2**20
    windows = sliding_window_view(x, 20)
    ours = rolling_moments(x + 2.0**30, 20)
    np.testing.assert_allclose(ours.mean - 2.0**30, windows.mean(axis=1), atol=2e-7)
    np.testing.assert_allclose(ours.variance, windows.var(axis=1), rtol=1e-13)
    np.testing.assert_allclose(ours.skewness, stats.skew(windows, axis=1), rtol=1e-10, atol=1e-13)
    np.testing.assert_allclose(ours.kurtosis, stats.kurtosis(windows, axis=1), rtol=1e-10, atol=1e-13)


def test_nothing_remains_of_values_that_left_the_window(rng):
    """After a stretch of huge values, sums that add and subtract are rounding errors."""
    x = rng.normal(size=LARGE)
    x[: LARGE // 2] *= 1e12
    last = x[-10:]
    ours = rolling_moments(x, 10, 1)
    assert ours.mean[-1] == pytest.approx(last.mean(), rel=1e-13)
    assert ours.variance[-1] == pytest.approx(last.var(ddof=1), rel=1e-13)
    assert ours.kurtosis[-1] == pytest.approx(stats.kurtosis(last), rel=1e-11)


@given(st.lists(st.integers(-1000, 1000), min_size=3, max_size=40), st.integers(2, 40))
def test_laws(x, window):
    window = min(window, len(x))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndefinedWarning)
        ours = rolling_moments(x, window)
    windows = sliding_window_view(np.array(x), window)
    assert (ours.mean >= windows.min(axis=1) - 1e-9).all()
    assert (ours.mean <= windows.max(axis=1) + 1e-9).all()
    equal = windows.min(axis=1) == windows.max(axis=1)
    assert ((ours.variance == 0.0) == equal).all()
    assert (np.isnan(ours.skewness) == equal).all()
    assert (ours.kurtosis[~equal] >= ours.skewness[~equal] ** 2 - 2.0 - 1e-6).all()


def test_extreme_magnitudes():
    x = series("ar", 30)
    expected = rolling_moments(x, 7)
    for exponent in (-500, 200, 450):
        ours = rolling_moments(x * 2.0**exponent, 7)
        np.testing.assert_allclose(ours.mean, expected.mean * 2.0**exponent, rtol=1e-13)
        np.testing.assert_allclose(ours.variance, expected.variance * 2.0 ** (2 * exponent), rtol=1e-13)
        np.testing.assert_allclose(ours.kurtosis, expected.kurtosis, rtol=1e-11)
    assert rolling_moments([1e308, -1e308, 1e308], 3).mean[0] == pytest.approx(1e308 / 3)


def test_windows_of_equal_values():
    with pytest.warns(UndefinedWarning, match="equal values"):
        ours = rolling_moments([0.1, 0.1, 0.1, 0.3], 2)
    assert ours.mean.tolist() == [0.1, 0.1, pytest.approx(0.2)]
    assert ours.variance.tolist() == [0.0, 0.0, pytest.approx(0.01)]
    assert np.isnan(ours.skewness).tolist() == np.isnan(ours.kurtosis).tolist() == [True, True, False]
    with pytest.warns(UndefinedWarning, match="equal values"):
        assert rolling_moments([1.5, 2.5], 1).mean.tolist() == [1.5, 2.5]


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (([1.0, 2.0], 3), "window must be at most the number of values: expected up to 2, got 3"),
        (([1.0, 2.0], 0), "window must be an integer of at least 1"),
        (([1.0, 2.0], 1, 1), "window must be an integer of at least 2"),
        (([1.0, 2.0], 1, -1), "ddof must be"),
        (([1.0, np.nan], 1), "Input x contains NaN"),
        (([], 1), "x must have at least 1"),
    ],
)
def test_refuses(arguments, match):
    with pytest.raises(ValueError, match=match):
        rolling_moments(*arguments)


def test_a_small_call_is_cheap_and_other_input_does_not_compile_again(count_calls):
    x = series("ar", 20)
    assert count_calls(rolling_moments, x, 5) < 60
    before = set(getattr(rolling._rolling_moments, "signatures", ()))
    for values in (x.tolist(), x.astype(np.float32), np.repeat(x, 2)[::2]):
        rolling_moments(values, np.int16(5), np.int64(1))
    assert set(getattr(rolling._rolling_moments, "signatures", ())) == before


def call(x):
    return rolling_moments(x, 4), rolling_moments(x, 4, ddof=1)


def test_compiled_callers_get_the_same():
    caller = call if PLAIN else numba.njit(call)
    x = series("ar", 40)
    for ours, expected in zip(caller(np.repeat(x, 2)[::2]), call(x), strict=True):
        for a, b in zip(ours, expected, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-12)
    np.testing.assert_array_equal(rolling_moments.compiled_as(x, 4, 1), rolling_moments(x, 4, 1))
    for bad in ((x, 41), (x, 0), (x, 2, 2), (x, 2, -1)):
        with pytest.raises(ValueError, match="rolling_moments: window"):
            rolling_moments.compiled_as(*bad)
