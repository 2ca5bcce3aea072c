"""Intervals of a proportion: the worked example, naive, statsmodels, exact tests, laws, edges, compiled callers."""

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats import proportion

from algos.inference import proportion_confint, proportions
from tests.algos.inference.helpers import assert_close, assert_compiled_once, layouts, signatures
from tests.conftest import PLAIN
from tests.naive import inference as naive

pytestmark = pytest.mark.kernels

THEIRS = {"wilson": "wilson", "wald": "normal", "clopper-pearson": "beta"}


def test_worked_example_of_25_in_100():
    for method, low, high in (
        ("wald", 0.1651, 0.3349),
        ("wilson", 0.1755, 0.3430),
        ("clopper-pearson", 0.1688, 0.3466),
    ):
        assert_close(np.round(proportion_confint(25, 100, method), 4), (low, high))


# -- against others --------------------------------------------------------------------------------


@pytest.mark.parametrize("method", THEIRS)
@pytest.mark.parametrize("level", [0.5, 0.95, 0.999])
@pytest.mark.parametrize(
    ("count", "nobs"), [(0, 1), (1, 1), (0, 10), (10, 10), (3, 7), (25, 100), (999, 1000), (5, 10**6)]
)
def test_equal_statsmodels(count, nobs, level, method):
    found = proportion_confint(count, nobs, method, confidence_level=level)
    expected = proportion.proportion_confint(count, nobs, alpha=1.0 - level, method=THEIRS[method])
    np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-16)


@pytest.mark.parametrize(("count", "nobs"), [(0, 5), (1, 3), (4, 9), (30, 40)])
def test_equal_naive(count, nobs):
    z = naive.normal_quantile(0.975)
    np.testing.assert_allclose(proportion_confint(count, nobs), naive.wilson(count, nobs, z), rtol=1e-9, atol=1e-16)
    low, high = proportion_confint(count, nobs, "clopper-pearson", confidence_level=0.9)
    if count > 0:
        assert 1.0 - naive.binomial_at_most(count - 1, nobs, low) == pytest.approx(0.05, rel=1e-10)
    assert naive.binomial_at_most(count, nobs, high) == pytest.approx(0.05, rel=1e-10)


def test_small_ends_keep_their_digits():
    """1e6 trials: the ends of Wilson's interval solve (p - count / n)**2 = z**2 p (1 - p) / n."""
    z = naive.normal_quantile(0.975)
    for count in (1, 2, 50):
        for p in proportion_confint(count, 10**6):
            assert (p - count / 1e6) ** 2 == pytest.approx(z * z * p * (1.0 - p) / 1e6, rel=1e-9)


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_laws(pair):
    count, nobs = pair
    for method in THEIRS:
        low, high = proportion_confint(count, nobs, method)
        assert 0.0 <= low <= count / nobs <= high <= 1.0
        mirrored = proportion_confint(nobs - count, nobs, method)
        np.testing.assert_allclose(mirrored, (1.0 - high, 1.0 - low), rtol=1e-9, atol=1e-12)
        wide = proportion_confint(count, nobs, method, confidence_level=0.99)
        assert wide.lower <= low
        assert wide.upper >= high


def test_nothing_and_everything():
    for method in THEIRS:
        assert proportion_confint(0, 10, method).lower == 0.0
        assert proportion_confint(10, 10, method).upper == 1.0
    assert proportion_confint(0, 10, "wald") == (0.0, 0.0)
    assert proportion_confint(0, 10, "clopper-pearson").upper == pytest.approx(1.0 - 0.025**0.1, rel=1e-13)


# -- input -----------------------------------------------------------------------------------------


def test_shapes():
    found = proportion_confint([[1, 2], [3, 4]], [10, 20])
    assert found.lower.shape == found.upper.shape == (2, 2)
    for i, j in np.ndindex(2, 2):
        assert_close((found.lower[i, j], found.upper[i, j]), proportion_confint(1 + 2 * i + j, 10 * (1 + j)), 1e-15)
    assert proportion_confint(3, [10, 20]).lower.shape == (2,)
    assert proportion_confint([], 10).lower.shape == (0,)
    assert all(type(end) is float for end in proportion_confint(np.float32(3), np.array(10)))


def test_layout_and_dtype_do_not_change_the_answer_nor_compile_again():
    kernels = (proportions._proportion_interval, proportions._proportion_intervals)
    before, counts = signatures(kernels), np.array([0.0, 1.0, 5.0, 10.0])
    expected = proportion_confint(counts, 10, "clopper-pearson")
    for values in layouts(counts):
        assert (proportion_confint(values, 10, "clopper-pearson").lower == expected.lower).all()
    assert proportion_confint(np.int8(5), 10, "clopper-pearson").lower == expected.lower[2]
    assert_compiled_once(kernels, before)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: proportion_confint(-1, 10), "count must be between 0 and nobs, nobs above 0; got -1.0 of 10.0"),
        (lambda: proportion_confint([1, 11], 10), "got 11.0 of 10.0"),
        (lambda: proportion_confint(0, 0), "got 0.0 of 0.0"),
        (lambda: proportion_confint(np.nan, 10), "count contains NaN"),
        (lambda: proportion_confint(1, np.inf), "nobs contains infinity"),
        (lambda: proportion_confint([1, 2], [3, 4, 5]), r"must broadcast, got shapes \(2,\) and \(3,\)"),
        (lambda: proportion_confint(1, 10, "normal"), "method must be one of 'wilson'"),
        (lambda: proportion_confint(1, 10, confidence_level=0.0), "confidence_level must be"),
    ],
)
def test_refuses(call, match):
    with pytest.raises(ValueError, match=match):
        call()


def test_a_small_call_is_cheap(count_calls):
    assert count_calls(proportion_confint, 25, 100) < 60
    assert count_calls(proportion_confint, np.arange(20), 100) < 60


# -- from compiled code ----------------------------------------------------------------------------


def call_all(counts, nobs):
    return (
        proportion_confint(3, 10),
        proportion_confint(counts, nobs, "clopper-pearson"),
        proportion_confint(counts, 20, confidence_level=0.9),
        proportion_confint(1, nobs, "wald"),
    )


def test_compiled_callers_get_the_same():
    arguments = np.array([1, 2, 3]), np.array([10.0, 20.0, 15.0])
    caller = call_all if PLAIN else numba.njit(call_all)
    for found, expected in zip(caller(*arguments), call_all(*arguments), strict=True):
        assert_close(found, expected, 1e-13)


def test_adapters_refuse_what_would_break_them():
    counts, nobs = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    adapter = proportion_confint.compiled_as
    assert adapter(1, 2)(1, 2) == proportion_confint(1, 2)
    for body, pair in (
        (adapter(counts, nobs), (counts, nobs)),
        (adapter(counts, 9), (counts, 9)),
        (adapter(1, nobs), (1, nobs)),
    ):
        assert_close(body(*pair), proportion_confint(*pair))
    for call in (
        lambda: adapter(1, 2)(3, 2),
        lambda: adapter(1, 2)(0, 0),
        lambda: adapter(1, 2)(1, 2, "wilson", 1.0),
        lambda: adapter(1, 2, "normal")(1, 2, "normal"),
        lambda: adapter(counts, nobs)(counts, nobs[:1]),
        lambda: adapter(counts, nobs)(nobs, counts),
    ):
        with pytest.raises(ValueError, match="must"):
            call()
