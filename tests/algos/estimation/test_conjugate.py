"""Maximum a posteriori: by hand, where SciPy's posterior is greatest, flat priors, posteriors without a mode."""

import math

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from algos._check import UndefinedWarning
from algos.estimation import (
    bernoulli_mle,
    beta_bernoulli_map,
    gamma_poisson_map,
    gaussian_mle,
    normal_normal_map,
    poisson_mle,
)
from tests.conftest import PLAIN

pytestmark = pytest.mark.kernels

THROWS = [1, 1, 1, 0, 1, 0, 1, 1, 0, 1]
COUNTS = [3, 5, 2, 4, 6]
RABBITS = [2.0, 2.5, 3.0, 2.2, 2.8]


def test_worked_example_of_ten_free_throws():
    assert beta_bernoulli_map(THROWS, 2, 2) == pytest.approx((2 / 3, 9.0, 5.0), rel=1e-15)
    assert beta_bernoulli_map(THROWS, 1, 1).mode == 0.7 == bernoulli_mle(THROWS).p


def highest(logpdf, low, high):
    return optimize.minimize_scalar(lambda v: -logpdf(v), bounds=(low, high), options={"xatol": 1e-10}).x


@pytest.mark.parametrize(("a", "b"), [(2, 2), (1.5, 3.0), (0.5, 0.5), (20.0, 1.0)])
def test_beta_is_where_the_log_posterior_is_greatest(a, b):
    found = beta_bernoulli_map(THROWS, a, b)
    assert (found.a, found.b) == (a + 7, b + 3)
    x = np.array(THROWS)

    def log_posterior(p):
        return stats.bernoulli.logpmf(x, p).sum() + stats.beta.logpdf(p, a, b)

    assert found.mode == pytest.approx(highest(log_posterior, 1e-9, 1 - 1e-9), abs=1e-6)
    assert found.mode == pytest.approx(highest(stats.beta(found.a, found.b).logpdf, 0.0, 1.0), abs=1e-6)


@pytest.mark.parametrize(("shape", "rate"), [(3.0, 1.0), (0.5, 2.0), (10.0, 0.0), (1.0, 5.0)])
def test_gamma_is_where_the_log_posterior_is_greatest(shape, rate):
    found = gamma_poisson_map(COUNTS, shape, rate)
    assert (found.shape, found.rate) == (shape + 20, rate + 5)

    def log_posterior(mean):
        prior = (shape - 1) * math.log(mean) - rate * mean
        return stats.poisson.logpmf(COUNTS, mean).sum() + prior

    assert found.mode == pytest.approx(highest(log_posterior, 1e-9, 20.0), abs=1e-6)
    assert found.mode == pytest.approx(
        highest(stats.gamma(found.shape, scale=1 / found.rate).logpdf, 1e-9, 20), abs=1e-6
    )


@pytest.mark.parametrize(("sd", "prior_mean", "prior_sd"), [(0.5, 0.0, 1.0), (2.0, -3.0, 0.25), (1.0, 2.5, 100.0)])
def test_normal_is_where_the_log_posterior_is_greatest(sd, prior_mean, prior_sd):
    found = normal_normal_map(RABBITS, sd, prior_mean, prior_sd)

    def log_posterior(mean):
        return stats.norm.logpdf(RABBITS, mean, sd).sum() + stats.norm.logpdf(mean, prior_mean, prior_sd)

    assert found.mode == pytest.approx(highest(log_posterior, -10.0, 10.0), abs=1e-6)
    curvature = (2 * log_posterior(0.0) - log_posterior(1.0) - log_posterior(-1.0)) ** -0.5
    assert found.sd == pytest.approx(curvature, rel=1e-9)


def test_a_flat_prior_gives_the_most_likely():
    assert normal_normal_map(RABBITS, 1.0, 77.0, math.inf).mode == pytest.approx(gaussian_mle(RABBITS).mean, rel=1e-15)
    assert normal_normal_map(RABBITS, 1.0, 77.0, math.inf).sd == pytest.approx(1 / math.sqrt(5), rel=1e-15)
    assert gamma_poisson_map(COUNTS, 1, 0).mode == poisson_mle(COUNTS).rate
    assert gamma_poisson_map([0, 0], 1, 0).mode == poisson_mle([0, 0]).rate == 0.0
    assert beta_bernoulli_map([1, 1], 1, 1).mode == bernoulli_mle([1, 1]).p == 1.0
    assert beta_bernoulli_map([0], 1, 1).mode == 0.0


def test_a_sure_prior_stays():
    assert normal_normal_map(RABBITS, 1.0, 7.0, 1e-200) == (7.0, 1e-200)
    assert normal_normal_map(RABBITS, 1e300, 7.0, 1e-300) == (7.0, 1e-300)
    assert normal_normal_map(RABBITS, 1e-300, 7.0, 1e300).mode == pytest.approx(2.5, rel=1e-15)


@given(st.integers(0, 9), st.integers(0, 9), st.floats(0.1, 20), st.floats(0.1, 20))
def test_the_mode_lies_between_data_and_prior(ones, zeros, a, b):
    x = [1] * ones + [0] * zeros
    if not x or a <= 1.0 or b <= 1.0:
        return
    prior, mode = (a - 1) / (a + b - 2), beta_bernoulli_map(x, a, b).mode
    low, high = sorted([prior, ones / len(x)])
    assert low - 1e-12 <= mode <= high + 1e-12


def test_posteriors_without_a_mode_inside():
    assert beta_bernoulli_map([0, 0], 0.5, 0.5).mode == 0.0  # unbounded at 0
    assert beta_bernoulli_map([1, 1], 0.5, 0.5).mode == 1.0
    assert beta_bernoulli_map([1], 1e-17, 0.5).mode == 1.0
    assert gamma_poisson_map([0, 0, 0], 0.5, 1.0).mode == 0.0
    assert gamma_poisson_map([0], 1.0, 1.0).mode == 0.0
    with pytest.warns(UndefinedWarning, match=r"Beta\(1, 1\) has no single mode"):
        assert math.isnan(beta_bernoulli_map([1], 1e-17, 1).mode)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: beta_bernoulli_map([], 1, 1), "at least 1 value"),
        (lambda: beta_bernoulli_map([2], 1, 1), "only 0 and 1"),
        (lambda: beta_bernoulli_map([1], 0, 1), "a must be a finite number above 0"),
        (lambda: beta_bernoulli_map([1], 1, math.nan), "b must be a finite number above 0"),
        (lambda: gamma_poisson_map([], 1, 1), "at least 1 value"),
        (lambda: gamma_poisson_map([0.5], 1, 1), "counts"),
        (lambda: gamma_poisson_map([-1], 1, 1), "counts.*got -1"),
        (lambda: gamma_poisson_map([1e308, 1e308], 1, 1), "double precision"),
        (lambda: gamma_poisson_map([math.nan], 1, 1), "x contains NaN"),
        (lambda: gamma_poisson_map([1], 0, 1), "shape must be"),
        (lambda: normal_normal_map([math.nan], 1, 0, 1), "x contains NaN"),
        (lambda: normal_normal_map([math.inf], 1, 0, 1), "x contains infinity"),
        (lambda: normal_normal_map([1.7e308, 1.7e308], 1, 0, 1), "rescale"),
        (lambda: normal_normal_map(np.full(70_000, 2.6e303), 1, 0, 1), "rescale"),
        (lambda: gamma_poisson_map([1], 1, -1), "rate must be"),
        (lambda: normal_normal_map([], 1, 0, 1), "at least 1 value"),
        (lambda: normal_normal_map([1], 0, 0, 1), "sd must be"),
        (lambda: normal_normal_map([1], 1, math.inf, 1), "prior_mean must be"),
        (lambda: normal_normal_map([1], 1, 0, 0), "prior_sd must be"),
        (lambda: normal_normal_map([1], 1, 0, -math.inf), "prior_sd must be"),
    ],
)
def test_refuses(call, match):
    with pytest.raises(ValueError, match=match):
        call()


def call_all(x):
    return beta_bernoulli_map(x, 2, 3.0), gamma_poisson_map(x, 2, 0), normal_normal_map(x, 1, 0, 2)


def test_compiled_callers_get_the_same():
    x = np.array(THROWS, float)
    caller = call_all if PLAIN else numba.njit(call_all)
    for found, expected in zip(caller(x), call_all(x), strict=True):
        assert found == pytest.approx(expected, rel=1e-14)
    for function, prior, bad_priors in (
        (beta_bernoulli_map, (2.0, 3.0), [(0.0, 1.0), (1.0, math.nan)]),
        (gamma_poisson_map, (2.0, 3.0), [(0.0, 1.0), (1.0, -1.0)]),
        (normal_normal_map, (1.0, 0.0, math.inf), [(0.0, 0.0, 1.0), (1.0, math.nan, 1.0), (1.0, 0.0, 0.0)]),
    ):
        assert function.compiled_as(x, *prior) == pytest.approx(function(x, *prior), rel=1e-14)
        for bad in (np.empty(0), np.array([np.nan, 1.0])):
            with pytest.raises(ValueError, match=function.__name__):
                function.compiled_as(bad, *prior)
        for bad in bad_priors:
            with pytest.raises(ValueError, match=function.__name__):
                function.compiled_as(x, *bad)


@pytest.mark.parametrize(
    ("function", "prior"), [(beta_bernoulli_map, (1, 1)), (gamma_poisson_map, (1, 1)), (normal_normal_map, (1, 0, 1))]
)
def test_a_small_call_is_cheap(function, prior, count_calls):
    assert count_calls(function, np.array(THROWS), *prior) < 60
    assert {type(value) for value in function(THROWS, *prior)} == {float}
