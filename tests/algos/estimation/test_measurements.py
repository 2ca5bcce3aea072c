"""Normal and exponential likelihoods: by hand, naive, SciPy and a numeric maximum, blocks, extreme magnitudes."""

import math
from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from algos._check import UndefinedWarning
from algos.estimation import _sums, exponential_mle, gaussian_mle
from tests.conftest import PLAIN
from tests.naive import estimation as naive

pytestmark = pytest.mark.kernels

RABBITS = [2.0, 2.5, 3.0, 2.2, 2.8]
LARGE = 70_000 if PLAIN else 200_001  # several blocks


def test_worked_example_of_five_rabbits():
    found = gaussian_mle(RABBITS)
    assert found.mean == pytest.approx(2.5, rel=1e-15)
    assert found.variance == pytest.approx(0.136, rel=1e-14)
    assert found.variance * 5 / 4 == pytest.approx(0.17, rel=1e-14)
    assert found.loglik == pytest.approx(-2.1069417, abs=5e-8)


@pytest.mark.parametrize("n", [2, 3, 20, 500])
def test_equal_naive_and_scipy(n, rng):
    x = rng.normal(3.0, 2.0, n)
    found = gaussian_mle(x)
    assert found == pytest.approx(naive.gaussian_mle(x.tolist()), rel=1e-12)
    assert found[:2] == pytest.approx((x.mean(), x.var()), rel=1e-13)
    assert found.loglik == pytest.approx(stats.norm.logpdf(x, found.mean, math.sqrt(found.variance)).sum(), rel=1e-12)
    waits = rng.exponential(3.0, n)
    found = exponential_mle(waits)
    assert found == pytest.approx(naive.exponential_mle(waits.tolist()), rel=1e-13)
    assert found.rate == pytest.approx(1.0 / stats.expon.fit(waits, floc=0.0)[1], rel=1e-13)
    assert found.loglik == pytest.approx(stats.expon.logpdf(waits, scale=1.0 / found.rate).sum(), rel=1e-13)


def test_nothing_nearby_is_more_likely(rng):
    """The maximum that SciPy climbs to, and every point around ours."""
    x = rng.normal(1.0, 3.0, 40)
    found = gaussian_mle(x)

    def loss(point):
        return -stats.norm.logpdf(x, point[0], math.exp(0.5 * point[1])).sum()

    top = optimize.minimize(loss, [0.0, 0.0], method="BFGS", options={"gtol": 1e-8})
    assert (found.mean, math.log(found.variance)) == pytest.approx(tuple(top.x), abs=1e-6)
    assert -top.fun <= found.loglik + 1e-10
    waits = rng.exponential(2.0, 40)
    best = optimize.minimize_scalar(lambda rate: -stats.expon.logpdf(waits, scale=1.0 / rate).sum(), bounds=(1e-3, 9))
    assert exponential_mle(waits).rate == pytest.approx(best.x, rel=1e-4)
    assert exponential_mle(waits).loglik >= -best.fun - 1e-12


@given(st.lists(st.floats(-1e6, 1e6).map(lambda v: round(v, 3)), min_size=2, max_size=30), st.floats(-1e3, 1e3))
def test_a_shift_moves_the_mean_alone(x, shift):
    if len({*x}) == 1 or max(x) - min(x) < 1e-2:
        return
    found, moved = gaussian_mle(x), gaussian_mle(np.array(x) + shift)
    assert min(x) <= found.mean <= max(x)
    assert moved.mean == pytest.approx(found.mean + shift, rel=1e-9, abs=1e-9)
    assert moved.variance == pytest.approx(found.variance, rel=1e-5)


def test_any_executor_gives_the_same_bits(rng):
    x = rng.normal(5.0, 2.0, LARGE)
    with ThreadPoolExecutor(3) as pool:
        for function, values in ((gaussian_mle, x), (exponential_mle, np.abs(x))):
            assert function.over_blocks(function.blocks(values), map=pool.map) == function(values)
    assert gaussian_mle(x)[:2] == pytest.approx((x.mean(), x.var()), rel=1e-13)


def test_a_far_mean_costs_no_digits():
    """Mean 1e9, deviation 1e-3: the numbers are not exact in binary, so the oracle is exact arithmetic on them."""
    x = 1e9 + 1e-3 * np.random.default_rng(1).normal(size=500)
    exact = naive.gaussian_mle([v - 1e9 for v in x.tolist()])
    assert gaussian_mle(x).variance == pytest.approx(exact[1], rel=1e-9)
    assert gaussian_mle(x).mean - 1e9 == pytest.approx(exact[0], abs=2e-7)


@pytest.mark.parametrize("unit", [1e-140, 1e140])
def test_magnitudes(unit):
    found, plain = gaussian_mle(np.array(RABBITS) * unit), gaussian_mle(RABBITS)
    assert found.mean == pytest.approx(plain.mean * unit, rel=1e-14)
    assert found.loglik == pytest.approx(plain.loglik - 5 * math.log(unit), rel=1e-12)
    assert exponential_mle(np.array(RABBITS) * unit).rate * unit == pytest.approx(0.4, rel=1e-14)


@pytest.mark.parametrize(
    ("function", "x", "match"),
    [
        (gaussian_mle, [], "at least 1 value"),
        (gaussian_mle, [1.0, np.nan], "x contains NaN"),
        (gaussian_mle, [1.0, -np.inf], "x contains infinity"),
        (gaussian_mle, [[1.0]], "1 dimension"),
        (gaussian_mle, [0.0, 1e160], "rescale"),
        (gaussian_mle, [0.0, 1e-160], "rescale"),
        (exponential_mle, [], "at least 1 value"),
        (exponential_mle, [1.0, np.nan], "x contains NaN"),
        (exponential_mle, [1.0, np.inf], "x contains infinity"),
        (exponential_mle, [1.0, -1e-9], "no negative value, got -1e-09"),
        (exponential_mle, [1.7e308, 1.7e308], "rescale"),
        (exponential_mle, [5e-324], "rescale"),
    ],
)
def test_refuses(function, x, match):
    with pytest.raises(ValueError, match=match):
        function(x)


def test_the_spread_of_blocks_together_is_bounded_too():
    parts = [gaussian_mle.partial([1e150]), gaussian_mle.partial([-1e150])]
    with pytest.raises(ValueError, match="rescale"):
        gaussian_mle.finalize(gaussian_mle.merge(*parts))


def test_no_maximum():
    with pytest.warns(UndefinedWarning, match="all values of x are 0.1"):
        assert gaussian_mle([0.1] * 10) == (0.1, 0.0, math.inf)
    with pytest.warns(UndefinedWarning, match="all values of x are 0"):
        assert exponential_mle([0.0, 0.0]) == (math.inf, math.inf)


@pytest.mark.parametrize("function", [gaussian_mle, exponential_mle])
def test_a_small_call_is_cheap(function, count_calls, rng):
    assert count_calls(function, rng.random(20)) < 60
    assert [type(value) for value in function([1.0, 2.0])] == [float] * len(function([1.0, 2.0]))


def call_all(x):
    return gaussian_mle(x), exponential_mle(x)


def test_compiled_callers_get_the_same(rng):
    x = rng.random(50)
    caller = call_all if PLAIN else numba.njit(call_all)
    for found, expected in zip(caller(x), call_all(x), strict=True):
        assert found == pytest.approx(expected, rel=1e-13)
    for function, constant in ((gaussian_mle, 2.0), (exponential_mle, 0.0)):
        assert function.compiled_as(x) == pytest.approx(function(x), rel=1e-13)
        assert function.compiled_as(np.full(3, constant))[-1] == math.inf
        for bad in (np.empty(0), np.array([np.nan, 1.0])):
            with pytest.raises(ValueError, match=function.__name__):
                function.compiled_as(bad)
    with pytest.raises(ValueError, match="negative"):
        exponential_mle.compiled_as(np.array([-1.0]))
    with pytest.raises(ValueError, match="rescale"):
        gaussian_mle.compiled_as(np.array([0.0, 1e200]))


def test_one_specialisation():
    kernels = [value for value in vars(_sums).values() if hasattr(value, "signatures")]
    before = {kernel.py_func.__name__: set(kernel.signatures) for kernel in kernels}
    for values in (np.float32([1, 2]), np.arange(8)[::2], [0, 1], (1.0, 0.0)):
        gaussian_mle(values)
        exponential_mle(values)
    for kernel in kernels:
        assert len(set(kernel.signatures) - before[kernel.py_func.__name__]) <= 1
