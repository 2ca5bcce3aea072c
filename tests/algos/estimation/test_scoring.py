"""Newton on the score: the closed forms, SciPy's gamma fit and maximum, steps by hand, limits, digamma's series."""

import itertools
import math

import mpmath
import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from algos._check import UndefinedWarning
from algos.estimation import (
    _gamma_score,
    bernoulli_mle,
    exponential_mle,
    gaussian_mle,
    newton_mle,
    poisson_mle,
)

pytestmark = pytest.mark.kernels

CLOSED = {"gaussian": gaussian_mle, "bernoulli": bernoulli_mle, "poisson": poisson_mle, "exponential": exponential_mle}
FAMILIES = [*CLOSED, "gamma"]


def draw(family, rng, n):
    return {
        "gaussian": lambda: rng.normal(-3.0, 2.0, n),
        "bernoulli": lambda: (rng.random(n) < 0.3).astype(float),
        "poisson": lambda: rng.poisson(6.0, n).astype(float),
        "exponential": lambda: rng.exponential(20.0, n),
        "gamma": lambda: rng.gamma(2.5, 3.0, n),
    }[family]()


@pytest.mark.parametrize("family", CLOSED)
@pytest.mark.parametrize("n", [20, 3000])
def test_reaches_the_closed_form(family, n, rng):
    x = draw(family, rng, n)
    found, closed = newton_mle(x, family), CLOSED[family](x)
    assert found.converged
    assert found.n_iter < 30
    assert tuple(found.parameters) == pytest.approx(closed[:-1], rel=1e-11)
    assert found.loglik == pytest.approx(closed.loglik, rel=1e-12)


@pytest.mark.parametrize("n", [5, 300])
def test_gamma_equals_scipy(n, rng):
    x = draw("gamma", rng, n)
    found = newton_mle(x, "gamma")
    shape, _, scale = stats.gamma.fit(x, floc=0.0)
    assert tuple(found.parameters) == pytest.approx((shape, 1.0 / scale), rel=1e-6)
    assert found.converged
    log_likelihood = stats.gamma.logpdf(x, found.parameters[0], scale=1.0 / found.parameters[1]).sum()
    assert found.loglik == pytest.approx(log_likelihood, rel=1e-12)
    assert found.loglik >= stats.gamma.logpdf(x, shape, scale=scale).sum() - 1e-9
    top = optimize.minimize(lambda p: -stats.gamma.logpdf(x, math.exp(p[0]), scale=math.exp(-p[1])).sum(), [0.0, 0.0])
    assert tuple(np.log(found.parameters)) == pytest.approx(tuple(top.x), abs=1e-4)


@pytest.mark.parametrize("unit", [1e-120, 1e120])
@pytest.mark.parametrize("family", ["gaussian", "exponential", "gamma"])
def test_the_unit_does_not_matter(family, unit, rng):
    x = np.abs(draw(family, rng, 50)) + 0.1
    plain, other = newton_mle(x, family), newton_mle(x * unit, family)
    powers = {"gaussian": [1, 2], "exponential": [-1], "gamma": [0, -1]}[family]
    np.testing.assert_allclose(other.parameters, plain.parameters * np.array([unit**p for p in powers]), rtol=1e-9)
    assert other.loglik == pytest.approx(plain.loglik - 50 * math.log(unit), rel=1e-11)
    assert other.n_iter == plain.n_iter


def test_one_step_by_hand():
    """Poisson: λ' = λ + (S/λ - n) λ²/S = 2λ - λ²/mean. Exponential likewise. Bernoulli from 1/2 is there at once."""
    assert newton_mle([3, 5], "poisson", start=[2.0], max_iter=1).parameters[0] == pytest.approx(3.0, rel=1e-14)
    assert not newton_mle([3, 5], "poisson", start=[2.0], max_iter=1).converged
    step = newton_mle([3.0, 5.0], "exponential", start=[0.2], max_iter=1)
    assert step.parameters[0] == pytest.approx(0.4 - 4 * 0.04, rel=1e-14)
    assert newton_mle([1, 0, 1], "bernoulli", start=[0.5], max_iter=1).parameters[0] == pytest.approx(2 / 3, rel=1e-14)
    # Gaussian with the right mean: v' = v + v (Q - v) / (2Q - v), with Q the variance of the data
    step = newton_mle([-1.0, 1.0], "gaussian", start=[0.0, 0.5], max_iter=1)
    assert step.parameters.tolist() == pytest.approx([0.0, 0.5 + 0.5 * 0.5 / 1.5], rel=1e-14)


def test_a_step_that_leads_out_is_halved():
    """From λ = 6, 2λ - λ²/1 is -24: 6 - 30 s with s = 1/8 is the first that is positive and higher."""
    assert newton_mle([1, 1], "poisson", start=[6.0], max_iter=1).parameters[0] == pytest.approx(6 - 30 / 8, rel=1e-14)


@given(st.integers(0, 10**6), st.sampled_from(FAMILIES), st.floats(0.02, 0.98))
def test_every_step_climbs(seed, family, share):
    x = draw(family, np.random.default_rng(seed), 12)
    if family in ("bernoulli", "poisson") and x.sum() in (0.0, 12.0):
        return
    start = {"gaussian": [x.min() + share * np.ptp(x), share * np.ptp(x) ** 2], "bernoulli": [share]}
    start = start.get(family, [share * 10.0])
    paths = [newton_mle(x, family, start=start, max_iter=steps) for steps in (1, 2, 3, 4)]
    for before, after in itertools.pairwise(paths):
        assert after.loglik >= before.loglik - 1e-10
    end = newton_mle(x, family, start=start)
    assert end.converged
    np.testing.assert_allclose(end.parameters, newton_mle(x, family).parameters, rtol=1e-6)


def test_at_the_edge_and_without_bound():
    assert newton_mle([1, 1], "bernoulli")[1:] == (0.0, 0, True)
    assert newton_mle([1, 1], "bernoulli").parameters[0] == 1.0
    assert newton_mle([0, 0], "poisson").parameters[0] == 0.0
    for x, family, limit in (
        ([2.0, 2.0], "gaussian", [2.0, 0.0]),
        ([0.0, 0.0], "exponential", [math.inf]),
        ([2.0, 2.0], "gamma", [math.inf, math.inf]),
    ):
        with pytest.warns(UndefinedWarning, match="without bound"):
            found = newton_mle(x, family)
        assert found.parameters.tolist() == limit
        assert found[1:] == (math.inf, 0, False)


@pytest.mark.parametrize(
    ("x", "family", "keywords", "match"),
    [
        ([], "gaussian", {}, "at least 1 value"),
        ([1.0, math.nan], "gamma", {}, "x contains NaN"),
        ([1.0, 0.0], "gamma", {}, "above 0 for family 'gamma'"),
        ([1.0, -1.0], "exponential", {}, "negative"),
        ([0.5], "bernoulli", {}, "only 0 and 1"),
        ([0.5], "poisson", {}, "counts"),
        ([0.0, 1e-200], "gaussian", {}, "rescale"),
        ([1e200], "exponential", {}, "rescale"),
        ([1.0], "weibull", {}, "family must be one of"),
        ([1.0, 2.0], "gaussian", {"start": [1.0]}, "start must have 2 value"),
        ([1.0, 2.0], "gaussian", {"start": [1.0, 0.0]}, "start must lie inside"),
        ([1, 0], "bernoulli", {"start": [1.0]}, "start must lie inside"),
        ([1, 2], "poisson", {"start": [-1.0]}, "start must lie inside"),
        ([1, 2], "poisson", {"tol": -1.0}, "tol"),
        ([1, 2], "poisson", {"max_iter": 0}, "max_iter"),
    ],
)
def test_refuses(x, family, keywords, match):
    with pytest.raises(ValueError, match=match):
        newton_mle(x, family, **keywords)


@pytest.mark.parametrize("k", [1e-8, 1e-3, 0.3, 1.0, 7.7, 15.9, 16.0, 100.0, 1e6, 1e12])
def test_the_score_of_gamma_keeps_its_digits(k):
    with mpmath.workdps(60):
        exact = mpmath.mpf(k)
        logs = float(mpmath.log(exact) - mpmath.digamma(exact))
        inverse = float(mpmath.polygamma(1, exact) - 1 / exact)
        power = float(exact * mpmath.log(exact) - exact - mpmath.loggamma(exact))
    assert _gamma_score._log_less_digamma(k) == pytest.approx(logs, rel=2e-14)
    assert _gamma_score._trigamma_less_inverse(k) == pytest.approx(inverse, rel=2e-14)
    assert _gamma_score._log_power_less_gamma(k) == pytest.approx(power, rel=2e-14, abs=1e-14)


def test_nearly_equal_values_have_a_shape():
    """Relative deviation 1e-6, so a shape near 1e12: the score is a difference of 1e-12."""
    x = 5.0 * (1.0 + 1e-6 * np.random.default_rng(2).normal(size=200))
    with mpmath.workdps(40):
        values = [mpmath.mpf(v) for v in x.tolist()]
        mean = mpmath.fsum(values) / 200
        gap = mpmath.log(mean) - mpmath.fsum(mpmath.log(v) for v in values) / 200
        shape = float(mpmath.findroot(lambda k: mpmath.log(k) - mpmath.digamma(k) - gap, 1 / (2 * gap)))
    assert newton_mle(x, "gamma").parameters[0] == pytest.approx(shape, rel=1e-8)


def gaussian(x):
    return newton_mle(x, "gaussian")


def gamma(x):
    return newton_mle(x, "gamma", start=np.array([1.0]))


@pytest.mark.slow
@pytest.mark.parametrize("caller", [gaussian, gamma])
def test_compiled_callers_get_the_same(caller, rng):
    x = np.abs(rng.normal(3.0, 1.0, 40))
    found, expected = numba.njit(caller)(x), caller(x)
    np.testing.assert_allclose(found.parameters, expected.parameters, rtol=1e-12)
    assert found[1:] == pytest.approx(expected[1:], rel=1e-12)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_compiled_twin(family, rng):
    x, twin = draw(family, rng, 30), newton_mle.compiled_as
    found, expected = twin(x, family), newton_mle(x, family)
    np.testing.assert_allclose(found.parameters, expected.parameters, rtol=1e-11)
    assert found[1:] == pytest.approx(expected[1:], rel=1e-12)
    start = np.array([0.5, 1.0]) if family == "gaussian" else np.array([0.5])
    np.testing.assert_allclose(twin(x, family, start).parameters, expected.parameters, rtol=1e-9)
    for bad in (np.empty(0), np.array([np.nan, 1.0]), np.array([-0.5, -0.5])):
        with pytest.raises(ValueError, match="newton_mle"):
            twin(bad, family)
    for start in (np.empty(0), np.array([-1.0, -1.0])[: 1 + (family == "gaussian")]):
        with pytest.raises(ValueError, match="start must"):
            twin(x, family, start)


def test_the_compiled_twin_at_the_edge():
    twin = newton_mle.compiled_as
    assert twin(np.ones(3), "bernoulli")[1:] == twin(np.zeros(3), "poisson")[1:] == (0.0, 0, True)
    for x, family in (([2.0, 2.0], "gamma"), ([1.0], "weibull"), ([0.0], "exponential"), ([1.0, 0.0], "gamma")):
        with pytest.raises(ValueError, match="newton_mle"):
            twin(np.array(x), family)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_small_call_is_cheap(family, count_calls, rng):
    assert count_calls(newton_mle, draw(family, rng, 20), family) < 60
