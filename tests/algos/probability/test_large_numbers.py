"""Running means and their band: naive, NumPy, exact sums, extremes, edges."""

import numba
import numpy as np
import pytest
from scipy import stats

from algos.probability import large_numbers, running_mean
from tests.conftest import PLAIN
from tests.naive import probability as naive

pytestmark = pytest.mark.kernels


@pytest.mark.parametrize("level", [0.5, 0.95, 0.999])
@pytest.mark.parametrize("n", [1, 2, 50])
def test_equal_naive_and_numpy(n, level, rng):
    x = rng.normal(size=n)
    result = running_mean(x, level)
    np.testing.assert_allclose(result.mean, np.cumsum(x) / np.arange(1, n + 1), rtol=1e-12)
    np.testing.assert_allclose(result.mean, naive.running_mean(x.tolist()), rtol=1e-15, atol=1e-16)
    assert result.lower[0] == -np.inf
    assert result.upper[0] == np.inf
    for k in range(2, n + 1):
        lower, upper = stats.norm.interval(level, x[:k].mean(), x[:k].std(ddof=1) / np.sqrt(k))
        assert (result.lower[k - 1], result.upper[k - 1]) == pytest.approx((lower, upper), rel=1e-11)


def test_an_offset_costs_no_digits(rng):
    x = rng.normal(size=3000) + 1e9
    result, centred = running_mean(x), running_mean(x - 1e9)
    np.testing.assert_allclose(result.mean - 1e9, centred.mean, atol=1.3e-7)  # the spacing of doubles there
    np.testing.assert_allclose((result.upper - result.lower)[1:], (centred.upper - centred.lower)[1:], atol=3e-7)


def test_the_band_covers_as_often_as_it_says(rng):
    hits = 0
    for _ in range(300):
        result = running_mean(rng.exponential(size=200))
        hits += result.lower[-1] <= 1.0 <= result.upper[-1]
    assert 0.90 <= hits / 300 <= 0.98


@pytest.mark.parametrize("scale", [2.0**1000, 2.0**-1000])
def test_huge_and_tiny_values(scale, rng):
    x = rng.normal(size=20)
    for found, expected in zip(running_mean(x * scale), running_mean(x), strict=True):
        np.testing.assert_allclose(found, expected * scale, rtol=1e-14)
    np.testing.assert_array_equal(running_mean([-1.7e308, 1.7e308]).mean, [-1.7e308, 0.0])
    np.testing.assert_array_equal(running_mean([0.0, 0.0]).upper, [np.inf, 0.0])


@pytest.mark.parametrize(
    ("x", "level", "match"),
    [
        ([], 0.9, "x must have at least 1"),
        ([1.0, np.nan], 0.9, "x contains NaN"),
        ([1.0], 0.0, "confidence_level must be"),
        ([1.0], 1.0, "confidence_level must be"),
    ],
)
def test_refuses(x, level, match):
    with pytest.raises(ValueError, match=match):
        running_mean(x, level)
    with pytest.raises(ValueError, match="x must"):
        running_mean.compiled_as(np.array(x), level)


def test_one_compilation_serves_every_layout(count_calls):
    before = set(getattr(large_numbers._running_mean, "signatures", ()))
    for x in ([1, 3], (1.0, 3.0), np.array([1, 3], np.float32), np.array([1.0, 9.0, 3.0])[::2]):
        np.testing.assert_array_equal(running_mean(x).mean, [1.0, 2.0])
    assert len(set(getattr(large_numbers._running_mean, "signatures", ())) - before) <= 1
    assert count_calls(running_mean, np.arange(20.0)) < 60


def call(x):
    return running_mean(x[::2]), running_mean(x, confidence_level=0.5)


def test_compiled_callers_get_the_same(rng):
    x = rng.normal(size=40)
    caller = call if PLAIN else numba.njit(call)
    for found, expected in zip(caller(x), call(x), strict=True):
        for a, b in zip(found, expected, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-13)
    for a, b in zip(running_mean.compiled_as(x, 0.9), running_mean(x, 0.9), strict=True):
        np.testing.assert_array_equal(a, b)
