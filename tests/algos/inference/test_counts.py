"""Chi-square tests: by hand, naive, SciPy, laws, bad counts, compiled callers."""

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from algos.inference import _counts, chi2_contingency, chisquare, contingency, goodness_of_fit
from tests.algos.inference.helpers import assert_close, assert_compiled_once, layouts, signatures
from tests.conftest import PLAIN
from tests.naive import inference as naive

pytestmark = pytest.mark.kernels

tables = arrays(np.int64, st.tuples(st.integers(2, 5), st.integers(2, 5)), elements=st.integers(1, 50))


# -- against others --------------------------------------------------------------------------------


@pytest.mark.parametrize("k", [2, 3, 10, 5000])
def test_counts_equal_naive_and_scipy(k, rng):
    observed = rng.poisson(20.0, k)
    expected = rng.dirichlet(np.full(k, 50.0)) * observed.sum()
    found = chisquare(observed)
    assert_close(found[:2], stats.chisquare(observed), 1e-12 if k < 5000 else 1e-11)
    assert found.statistic == pytest.approx(naive.chi_square(observed, [observed.mean()] * k), rel=1e-12)
    found = chisquare(observed, expected)
    assert_close(found[:2], stats.chisquare(observed, expected), 1e-11)
    assert found.statistic == pytest.approx(naive.chi_square(observed, expected), rel=1e-12)
    assert found.df == k - 1
    if k > 3:
        assert_close(chisquare(observed, expected, ddof=2)[:2], stats.chisquare(observed, expected, 2), 1e-11)


@pytest.mark.parametrize("correction", [True, False])
@pytest.mark.parametrize("shape", [(2, 2), (1, 4), (3, 1), (3, 4), (20, 30)])
def test_tables_equal_naive_and_scipy(shape, correction, rng):
    for table in (rng.poisson(9.0, shape) + 1, np.ones(shape), rng.random(shape)):
        found = chi2_contingency(table, correction)
        expected = stats.chi2_contingency(table, correction)
        assert_close(found[:3], expected[:3], 1e-11)
        np.testing.assert_allclose(found.expected_freq, expected.expected_freq, rtol=1e-13)
        np.testing.assert_allclose(found.expected_freq, naive.expected_counts(table.tolist()), rtol=1e-13)


def test_correction_stops_at_the_expected_count():
    table = [[10, 10], [10, 11]]
    assert_close(chi2_contingency(table)[:2], stats.chi2_contingency(table)[:2])


@pytest.mark.parametrize("heads", [500, 550, 800, 1000])
def test_tails_keep_their_digits(heads):
    assert_close(chisquare([heads, 1000 - heads])[:2], stats.chisquare([heads, 1000 - heads]))


@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1e300])
def test_expected_counts_at_any_scale(scale):
    found = chi2_contingency(scale * np.array([[1.0, 3.0], [2.0, 1.0]]), correction=False)
    np.testing.assert_allclose(found.expected_freq / scale, [[12 / 7, 16 / 7], [9 / 7, 12 / 7]], rtol=1e-13)


# -- laws ------------------------------------------------------------------------------------------


@given(tables)
def test_laws(table):
    found = chi2_contingency(table, correction=False)
    assert 0.0 <= found.pvalue <= 1.0
    assert found.expected_freq.sum() == pytest.approx(table.sum(), rel=1e-12)
    assert chi2_contingency(table.T, correction=False).statistic == pytest.approx(found.statistic, rel=1e-10, abs=1e-12)
    doubled = chi2_contingency(2 * table, correction=False)
    assert doubled.statistic == pytest.approx(2.0 * found.statistic, rel=1e-10, abs=1e-12)
    flat = chisquare(table.ravel(), found.expected_freq.ravel(), ddof=table.size - 1 - found.dof)
    assert_close(flat, (found.statistic, found.pvalue, found.dof), 1e-9)
    assert chi2_contingency(np.outer([1, 2], [3, 4, 5])).pvalue == pytest.approx(1.0)


# -- input -----------------------------------------------------------------------------------------


def test_layout_and_dtype_do_not_change_the_answer_nor_compile_again():
    observed, expected = np.array([4.0, 8.0, 6.0]), np.array([5.0, 6.0, 7.0])
    kernels = (goodness_of_fit._against, goodness_of_fit._against_uniform, contingency._contingency)
    before = signatures((*kernels, _counts._total_and_sign))
    for values in layouts(observed):
        assert chisquare(values) == chisquare(observed)
        assert chisquare(values, expected) == chisquare(observed, expected)
        assert chisquare(expected, values, np.int64(1)) == chisquare(expected, observed, 1)
    table = np.array([[4.0, 8.0], [6.0, 1.0]])
    for values in (table.tolist(), table.astype(np.int8), np.asfortranarray(table), table[::-1].copy()[::-1]):
        assert chi2_contingency(values)[:3] == chi2_contingency(table)[:3]
    assert_compiled_once((*kernels, _counts._total_and_sign), before)
    assert chisquare([1, -0.0, 2]) == chisquare([1, 0, 2])


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: chisquare([]), "f_obs must have at least 2 values, got 0"),
        (lambda: chisquare([5]), "f_obs must have at least 2 values, got 1"),
        (lambda: chisquare([5, -1]), "f_obs must not be negative, got -1.0"),
        (lambda: chisquare([5, np.nan]), "f_obs contains NaN"),
        (lambda: chisquare([5, np.inf]), "f_obs contains infinity"),
        (lambda: chisquare([1e308, 1e308]), "f_obs must have a finite sum"),
        (lambda: chisquare([0, 0]), "f_obs must have a positive sum"),
        (lambda: chisquare([5, 5], [5, 4]), "the same sum, got 10 and 9"),
        (lambda: chisquare([5, 5], [10]), "the same length, got 2 and 1"),
        (lambda: chisquare([5, 5], [10, 0]), "f_exp must be above 0"),
        (lambda: chisquare([5, 5], [11, -1]), "f_exp must not be negative, got -1.0"),
        (lambda: chisquare([5, 5], ddof=1), "ddof must leave a degree of freedom: 2 counts less 1 less 1 is 0"),
        (lambda: chi2_contingency([[1, 2], [0, 0]]), r"row or column of zeros.*\(1, 0\)"),
        (lambda: chi2_contingency([[0, 2], [0, 3]]), r"row or column of zeros.*\(0, 0\)"),
        (lambda: chi2_contingency([[1, 2], [3, -1]]), "table must not be negative, got -1.0"),
        (lambda: chi2_contingency([1, 2]), "Expected 2D array"),
        (lambda: chi2_contingency(np.ones((0, 3))), "0 sample"),
    ],
)
def test_refuses(call, match):
    with pytest.raises(ValueError, match=match):
        call()


def test_a_small_call_is_cheap(count_calls):
    assert count_calls(chisquare, np.arange(20)) < 60
    assert count_calls(chi2_contingency, np.arange(1, 21).reshape(4, 5)) < 60


# -- from compiled code ----------------------------------------------------------------------------


def call_all(observed, expected, table):
    return (
        chisquare(observed),
        chisquare(observed, expected, ddof=1),
        chi2_contingency(table)[:3],
        chi2_contingency(table, correction=False)[:3],
    )


def test_compiled_callers_get_the_same():
    arguments = np.array([4, 8, 6]), np.array([5.0, 6.0, 7.0]), np.array([[4, 8], [6, 1]])
    caller = call_all if PLAIN else numba.njit(call_all)
    for layout in (np.ascontiguousarray, np.asfortranarray):
        given = *arguments[:2], layout(arguments[2])
        for found, expected in zip(caller(*given), call_all(*arguments), strict=True):
            assert_close(found, expected, 1e-13)


def test_adapters_refuse_what_would_break_them():
    counts, none = np.array([4, 8, 6]), np.ones(0)
    uniform, expected = chisquare.compiled_as(counts), chisquare.compiled_as(counts, counts)
    assert uniform(counts) == chisquare(counts)
    assert expected(counts, counts) == chisquare(counts, counts)
    assert chi2_contingency.compiled_as(np.ones((2, 2)))[:3] == chi2_contingency(np.ones((2, 2)))[:3]
    for call in (
        lambda: uniform(none),
        lambda: uniform(-counts),
        lambda: uniform(counts, None, 2),
        lambda: expected(counts, counts[:2]),
        lambda: expected(counts, np.array([0, 9, 9])),
        lambda: expected(counts, counts + 1),
        lambda: chi2_contingency.compiled_as(np.ones((2, 0))),
        lambda: chi2_contingency.compiled_as(-np.ones((2, 2))),
        lambda: chi2_contingency.compiled_as(np.array([[1, 1], [0, 0]])),
    ):
        with pytest.raises(ValueError, match=r"must|only zeros"):
            call()
