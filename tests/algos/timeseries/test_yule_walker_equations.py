"""The Yule-Walker equations: by hand, naive, statsmodels and SciPy, laws, edges."""

import warnings

import numba
import numpy as np
import pytest
from scipy.linalg import solve_toeplitz
from statsmodels.regression.linear_model import yule_walker as statsmodels_yule_walker

from algos._check import UndefinedWarning
from algos.timeseries import yule_walker, yule_walker_equations
from tests.algos.timeseries.helpers import KINDS, series
from tests.conftest import PLAIN
from tests.naive import timeseries as naive

pytestmark = pytest.mark.kernels


def test_worked_example():
    fit = yule_walker([1, 2, 3, 4, 5], 1, adjusted=False)
    assert fit.coefficients.tolist() == [pytest.approx(0.4, rel=1e-15)]
    assert fit.sigma**2 == pytest.approx(2 - 0.4 * 0.8, rel=1e-15)


@pytest.mark.parametrize("demean", [True, False])
@pytest.mark.parametrize("adjusted", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_equals_naive_statsmodels_and_scipy(kind, adjusted, demean):
    for n, order in ((15, 2), (150, 6)):
        x = series(kind, n)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UndefinedWarning)
            ours = yule_walker(x, order, adjusted, demean)
        method = "adjusted" if adjusted else "mle"
        phi, sigma = statsmodels_yule_walker(x, order, method, demean=demean, result_object=False)
        np.testing.assert_allclose(ours.coefficients, phi, rtol=1e-6, atol=1e-7)
        c = np.array([naive.autocovariance(x.tolist(), k, adjusted, demean) for k in range(order + 1)])
        np.testing.assert_allclose(ours.coefficients, solve_toeplitz(c[:-1], c[1:]), rtol=1e-6, atol=1e-7)
        assert np.isnan(ours.sigma) == np.isnan(sigma)
        if not np.isnan(sigma):
            assert ours.sigma == pytest.approx(sigma, rel=1e-6)
            assert ours.sigma == pytest.approx(naive.yule_walker(x.tolist(), order, adjusted, demean)[1], rel=1e-6)


def test_finds_the_coefficients_of_an_autoregression():
    fit = yule_walker(series("ar", 20_000), 2)
    np.testing.assert_allclose(fit.coefficients, [0.6, -0.3], atol=0.03)
    assert fit.sigma == pytest.approx(1.0, abs=0.03)


def test_dividing_by_n_gives_a_stationary_model(rng):
    for _ in range(20):
        phi = yule_walker(rng.integers(-3, 4, 12) + rng.random(12), 5, adjusted=False).coefficients
        assert (abs(np.roots([1.0, *-phi])) < 1.0).all()


def test_units():
    x = series("ar", 60)
    expected = yule_walker(x, 3)
    for unit in (2.0**600, 2.0**-600):
        fit = yule_walker(x * unit, 3)
        np.testing.assert_allclose(fit.coefficients, expected.coefficients, rtol=1e-12)
        assert fit.sigma == pytest.approx(expected.sigma * unit, rel=1e-12)


def test_where_it_is_not_defined():
    with pytest.warns(UndefinedWarning, match="no solution that is a process"):
        fit = yule_walker(np.full(9, 0.1), 2)
    assert np.isnan(fit.sigma)
    assert np.isnan(fit.coefficients).all()
    with pytest.warns(UndefinedWarning, match="no solution that is a process"):
        assert np.isnan(yule_walker([1.0, 0.0, 0.0, -1.0, 1.0], 4).sigma)


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (([1.0, 2.0], 2), "order must be less than .* expected below 2, got 2"),
        (([1.0, 2.0], 0), "order must be an integer of at least 1"),
        (([1.0, np.nan], 1), "Input x contains NaN"),
        (([], 1), "x must have at least 1"),
    ],
)
def test_refuses(arguments, match):
    with pytest.raises(ValueError, match=match):
        yule_walker(*arguments)


def test_a_small_call_is_cheap_and_other_input_does_not_compile_again(count_calls):
    x = series("ar", 20)
    assert count_calls(yule_walker, x, 2) < 60
    before = set(getattr(yule_walker_equations._yule_walker, "signatures", ()))
    for values in (x.tolist(), x.astype(np.float32), np.repeat(x, 2)[::2]):
        yule_walker(values, np.int8(2), np.bool_(False))
    assert set(getattr(yule_walker_equations._yule_walker, "signatures", ())) == before


def call_all(x):
    return yule_walker(x), yule_walker(x, 3, adjusted=False), yule_walker(x, 2, demean=False)


def test_compiled_callers_get_the_same():
    caller = call_all if PLAIN else numba.njit(call_all)
    x = series("ar", 40)
    for ours, expected in zip(caller(np.repeat(x, 2)[::2]), call_all(x), strict=True):
        np.testing.assert_allclose(ours.coefficients, expected.coefficients, rtol=1e-12)
        assert ours.sigma == pytest.approx(expected.sigma, rel=1e-12)
    assert yule_walker.compiled_as(x, 2).sigma == pytest.approx(yule_walker(x, 2).sigma, rel=1e-14)
    for bad in ((x, 0), (x, 40)):
        with pytest.raises(ValueError, match="yule_walker: order"):
            yule_walker.compiled_as(*bad)
