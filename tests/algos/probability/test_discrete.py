"""Expectation and variance of a discrete variable: a die, fractions, SciPy, extremes, edges."""

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from algos.information import entropy
from algos.probability import discrete, expectation, variance
from tests.conftest import PLAIN
from tests.naive import probability as naive

pytestmark = pytest.mark.kernels

BOTH = [expectation, variance]
tables = st.lists(st.tuples(st.integers(-1000, 1000), st.integers(0, 20)), min_size=1, max_size=12).filter(
    lambda rows: sum(weight for _, weight in rows) > 0
)


def test_worked_example_of_a_die():
    faces, p = [1, 2, 3, 4, 5, 6], [1 / 6] * 6
    assert expectation(faces, p) == 3.5
    assert variance(faces, p) == pytest.approx(35 / 12, rel=1e-15)
    assert entropy(p) == pytest.approx(2.5849625, abs=5e-8)


@pytest.mark.parametrize("k", [1, 2, 7, 100])
def test_equal_naive_and_scipy(k, rng):
    values, p = np.arange(k) * 3 - 5, rng.dirichlet(np.ones(k))
    variable = stats.rv_discrete(values=(values, p))
    assert expectation(values, p) == pytest.approx(variable.mean(), rel=1e-13, abs=1e-13)
    assert variance(values, p) == pytest.approx(variable.var(), rel=1e-10, abs=1e-12)
    assert expectation(values, p) == pytest.approx(float(naive.expectation(values.tolist(), p)), rel=1e-15)
    assert variance(values, p) == pytest.approx(float(naive.variance(values.tolist(), p)), rel=1e-15, abs=1e-300)


@given(tables)
def test_laws(rows):
    values = np.array([value for value, _ in rows], float)
    p = np.array([weight for _, weight in rows], float)
    p /= p.sum()
    mean, spread = expectation(values, p), variance(values, p)
    possible = values[p > 0]
    assert possible.min() - 1e-9 <= mean <= possible.max() + 1e-9
    assert 0.0 <= spread <= (np.ptp(possible) / 2.0) ** 2 * (1 + 1e-12)  # Popoviciu
    assert expectation(2.0 * values, p) == 2.0 * mean
    assert variance(2.0 * values, p) == 4.0 * spread
    assert variance(values + 1e9, p) == pytest.approx(spread, rel=1e-6, abs=1e-9)


def test_extremes():
    half = [0.5, 0.5]
    assert expectation([1.7e308, 1.7e308], half) == 1.7e308
    assert variance([1e200, -1e200], half) == np.inf
    assert variance([1.7e308, -1.7e308, 0.0], [0.0, 0.0, 1.0]) == 0.0
    assert variance([0.0, 1.7e308, -1.7e308], [0.0, 1.0, 0.0]) == 0.0
    assert variance([0.1] * 3, [1 / 3] * 3) == 0.0
    assert variance([1e9, 1e9 + 1], half) == 0.25


@pytest.mark.parametrize("function", BOTH)
@pytest.mark.parametrize(
    ("values", "p", "match"),
    [
        ([], [], "values must have at least 1"),
        ([1.0, 2.0], [1.0], "same length, got 2 and 1"),
        ([1.0, 2.0], [0.5, 0.4], "p must sum to 1"),
        ([1.0, 2.0], [1.5, -0.5], "p must hold finite values that are not negative"),
        ([1.0, np.nan], [0.5, 0.5], "values contains NaN"),
    ],
)
def test_refuses(function, values, p, match):
    with pytest.raises(ValueError, match=match):
        function(values, p)
    with pytest.raises(ValueError, match="values must be finite and p their probabilities"):
        function.compiled_as(np.array(values, float), np.array(p, float))


@pytest.mark.parametrize("function", BOTH)
def test_a_sum_on_the_border_is_blamed_on_the_sum(function, rng):
    refusals = set()
    for _ in range(300):
        p = rng.random(200)
        try:
            assert function(np.ones(200), p / p.sum() * (1.0 + 1e-8)) == pytest.approx(float(function is expectation))
        except ValueError as error:
            refusals.add(str(error)[:25])
    assert refusals == {"p must sum to 1 within 1e"}


def test_one_compilation_serves_every_layout():
    before = [set(getattr(k, "signatures", ())) for k in (discrete._expectation, discrete._variance)]
    for values in ([1, 2], (1.0, 2.0), np.array([1, 2], np.float32), np.array([1.0, 9.0, 2.0])[::2]):
        assert expectation(values, [0.5, 0.5]) == 1.5
        assert variance(values, np.array([0.5, 0.5], ">f8")) == 0.25
    for kernel, seen in zip((discrete._expectation, discrete._variance), before, strict=True):
        assert len(set(getattr(kernel, "signatures", ())) - seen) <= 1


@pytest.mark.parametrize("function", BOTH)
def test_a_small_call_is_cheap(function, count_calls):
    assert count_calls(function, np.arange(6.0), np.full(6, 1 / 6)) < 60


def call_both(values, p):
    return expectation(values, p), variance(values, p)


def test_compiled_callers_get_the_same(rng):
    values, p = np.arange(14)[::2], rng.dirichlet(np.ones(7))
    caller = call_both if PLAIN else numba.njit(call_both)
    np.testing.assert_allclose(caller(values, p), call_both(values, p), rtol=1e-14)
    assert call_both(values, p) == tuple(f.compiled_as(values.astype(float), p) for f in BOTH)
