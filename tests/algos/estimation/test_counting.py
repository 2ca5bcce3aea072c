"""Bernoulli and Poisson likelihoods: by hand, naive, SciPy and a numeric maximum, blocks, edges."""

import math
from concurrent.futures import ThreadPoolExecutor

import mpmath
import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from algos.estimation import bernoulli_mle, newton_mle, poisson_mle
from tests.conftest import PLAIN
from tests.naive import estimation as naive

pytestmark = pytest.mark.kernels

THROWS = [1, 1, 1, 0, 1, 0, 1, 1, 0, 1]
LARGE = 70_000 if PLAIN else 200_001  # several blocks


def test_worked_example_of_five_counts():
    found = poisson_mle([3, 5, 2, 4, 6])
    assert found.rate == 4.0
    assert found.loglik == pytest.approx(-9.3038162, abs=5e-8)


def test_worked_example_of_ten_free_throws():
    found = bernoulli_mle(THROWS)
    assert found.p == 0.7
    assert found.loglik == pytest.approx(-6.1086430, abs=5e-8)
    assert -found.loglik / 10 == pytest.approx(0.6108643, abs=5e-8)  # the binary cross entropy


@pytest.mark.parametrize("n", [2, 20, 500])
@pytest.mark.parametrize("mean", [0.3, 5.0, 120.0, 1e5])
def test_counts_equal_naive_and_scipy(n, mean, rng):
    x = rng.poisson(mean, n)
    x[0] += 1
    found = poisson_mle(x)
    assert found.rate == pytest.approx(x.mean(), rel=1e-14)
    assert found.loglik == pytest.approx(stats.poisson.logpmf(x, found.rate).sum(), rel=1e-9)
    if mean < 200:
        assert found == pytest.approx(naive.poisson_mle(x.tolist()), rel=1e-11)


def test_trials_equal_naive_and_scipy(rng):
    x = (rng.random(300) < 0.2).astype(int)
    found = bernoulli_mle(x)
    assert found == pytest.approx(naive.bernoulli_mle(x.tolist()), rel=1e-12)
    assert found.loglik == pytest.approx(stats.bernoulli.logpmf(x, found.p).sum(), rel=1e-12)
    best = optimize.minimize_scalar(lambda p: -stats.bernoulli.logpmf(x, p).sum(), bounds=(1e-6, 1 - 1e-6))
    assert found.p == pytest.approx(best.x, abs=1e-5)
    counts = rng.poisson(3.0, 50)
    best = optimize.minimize_scalar(lambda rate: -stats.poisson.logpmf(counts, rate).sum(), bounds=(1e-6, 20))
    assert poisson_mle(counts).rate == pytest.approx(best.x, rel=1e-5)
    assert poisson_mle(counts).loglik >= -best.fun - 1e-10


def exact_loglik(x):
    """Return the Poisson log-likelihood at the mean, from 60 digits."""
    with mpmath.workdps(60):
        rate = mpmath.mpf(sum(x)) / len(x)
        return float(mpmath.fsum((v * mpmath.log(rate) if v else 0) - rate - mpmath.loggamma(v + 1) for v in x))


@pytest.mark.parametrize("count", [0, 1, 127, 128, 129, 1000, 10**6, 10**10, 10**12, 10**15, 10**18])
def test_one_count_keeps_its_digits(count):
    """One count is its own rate: the three terms cancel down to -log(2 pi count) / 2."""
    assert poisson_mle([count]).loglik == pytest.approx(exact_loglik([count]), rel=1e-14 if count > 127 else 1e-12)


@pytest.mark.parametrize("mean", [200, 10**10, 10**15, 10**18])
def test_counts_about_a_mean_keep_their_digits(mean, rng):
    x = [int(v) for v in mean + np.round(rng.normal(size=9) * math.sqrt(mean))]
    exact = exact_loglik([int(float(v)) for v in x])
    assert poisson_mle(np.array(x, float)).loglik == pytest.approx(exact, rel=1e-13)
    assert newton_mle(np.array(x, float), "poisson").loglik == pytest.approx(exact, rel=1e-13)
    parts = poisson_mle.over_blocks([np.array(x[:2], float), np.array(x[2:7], float), np.array(x[7:], float)])
    assert parts.loglik == pytest.approx(exact, rel=1e-10)  # sums above 2**53 are rounded, hence the blocks' means
    compiled = poisson_mle.compiled_as(np.array(x, float))
    assert compiled.loglik == pytest.approx(exact, rel=1e-13)


def test_small_counts_beside_large_ones():
    for x in ([0, 3, 10**9], [0, 0, 10**18], [127, 128, 0, 1]):
        assert poisson_mle(x).loglik == pytest.approx(exact_loglik(x), rel=1e-14)
        blocks = [np.array([float(v)]) for v in x]
        assert poisson_mle.over_blocks(blocks).loglik == pytest.approx(exact_loglik(x), rel=1e-13)


@given(st.lists(st.integers(0, 1), min_size=1, max_size=30))
def test_trials(x):
    found = bernoulli_mle(x)
    turned = bernoulli_mle([1 - v for v in x])
    assert found.p == sum(x) / len(x)
    assert found.loglik <= 0.0
    assert found.loglik == pytest.approx(turned.loglik, rel=1e-12)
    assert bernoulli_mle(x + x).loglik == pytest.approx(2 * found.loglik, rel=1e-12)


def test_certainty():
    assert bernoulli_mle([1, 1, 1]) == (1.0, 0.0)
    assert bernoulli_mle([False]) == (0.0, 0.0)
    assert bernoulli_mle([-0.0, 0.0]) == (0.0, 0.0)
    assert poisson_mle([0, 0]) == (0.0, 0.0)


def test_any_executor_gives_the_same_bits(rng):
    trials, counts = (rng.random(LARGE) < 0.4).astype(float), rng.poisson(4.0, LARGE)
    with ThreadPoolExecutor(3) as pool:
        for function, values in ((bernoulli_mle, trials), (poisson_mle, counts)):
            assert function.over_blocks(function.blocks(values), map=pool.map) == function(values)
    assert bernoulli_mle(trials).p == trials.mean()


@pytest.mark.parametrize(
    ("function", "x", "match"),
    [
        (bernoulli_mle, [], "at least 1 value"),
        (bernoulli_mle, [1, 0, 2], "only 0 and 1, got 2"),
        (bernoulli_mle, [1.0, 1e-320], "only 0 and 1, got"),
        (bernoulli_mle, [np.nan, 1.0], "x contains NaN"),
        (bernoulli_mle, [[1, 0]], "1 dimension"),
        (poisson_mle, [], "at least 1 value"),
        (poisson_mle, [1, -1], "counts.*got -1"),
        (poisson_mle, [1, 0.5], "counts.*got 0.5"),
        (poisson_mle, [np.nan, 1.0], "x contains NaN"),
        (poisson_mle, [np.inf, 1.0], "x contains infinity"),
        (poisson_mle, [1e308, 1e308], "double precision"),
    ],
)
def test_refuses(function, x, match):
    with pytest.raises(ValueError, match=match):
        function(x)


@pytest.mark.parametrize("function", [bernoulli_mle, poisson_mle])
def test_a_small_call_is_cheap(function, count_calls):
    assert count_calls(function, np.array(THROWS)) < 60
    assert [type(value) for value in function(THROWS)] == [float, float]


def call_all(x):
    return bernoulli_mle(x), poisson_mle(x)


@pytest.mark.parametrize("dtype", [float, int, bool])
def test_compiled_callers_get_the_same(dtype):
    x = np.array(THROWS).astype(dtype)
    caller = call_all if PLAIN else numba.njit(call_all)
    for found, expected in zip(caller(x), call_all(x), strict=True):
        assert found == pytest.approx(expected, rel=1e-13)
    for function in (bernoulli_mle, poisson_mle):
        assert function.compiled_as(x.astype(float)) == pytest.approx(function(x), rel=1e-13)
        for bad in (np.empty(0), np.array([np.nan, 1.0]), np.array([-1.0])):
            with pytest.raises(ValueError, match=function.__name__):
                function.compiled_as(bad)
