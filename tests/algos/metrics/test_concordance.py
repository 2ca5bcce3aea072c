"""Kendall's tau by every pair, its p-value by every permutation and by SciPy."""

import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos._check import UndefinedWarning
from algos.metrics import concordance, kendalltau
from algos.metrics._inversions import _sort_counting
from tests.naive import concordance as naive

pytestmark = pytest.mark.kernels

TIED = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=30).map(
    lambda pairs: [[*column] for column in zip(*[(0, 0), (1, 1), *pairs], strict=True)]
)
ALTERNATIVES = ("two-sided", "less", "greater")


@given(TIED, st.sampled_from(ALTERNATIVES))
def test_by_every_pair_and_by_scipy(data, alternative):
    x, y = data
    for variant, twin in (("b", naive.tau_b), ("c", naive.tau_c)):
        keywords = {"variant": variant, "alternative": alternative}
        found = kendalltau(x, y, **keywords)
        assert found.statistic == pytest.approx(twin(x, y), abs=1e-14)
        expected = scipy.stats.kendalltau(x, y, **keywords)
        assert found.pvalue == pytest.approx(expected.pvalue, rel=1e-12)
        body = kendalltau.compiled_as(x, y, **keywords)
        assert body(np.array(x), np.array(y), **keywords) == pytest.approx(found, rel=1e-14)


@given(st.permutations(range(6)), st.sampled_from(ALTERNATIVES))
def test_exact_by_every_permutation(y, alternative):
    x = [*range(6)]
    found = kendalltau(x, y, alternative=alternative)
    assert found.pvalue == pytest.approx(naive.exact_pvalue(x, y, alternative), rel=1e-14)
    assert found.statistic == pytest.approx(naive.tau_b(x, y), abs=1e-15)


@pytest.mark.parametrize("n", [3, 9, 33, 34, 171, 500])
@pytest.mark.parametrize("method", ["auto", "exact", "asymptotic"])
@pytest.mark.parametrize("alternative", ALTERNATIVES)
def test_p_values_by_scipy(n, method, alternative, rng):
    x = rng.permutation(n)
    for y in (x + rng.normal(size=n) * n / 4, -x + rng.normal(size=n), rng.random(n)):
        expected = scipy.stats.kendalltau(x, y, method=method, alternative=alternative)
        assert kendalltau(x, y, method=method, alternative=alternative) == pytest.approx([*expected], rel=1e-12)


def test_at_most_one_pair_out_of_order_is_exact():
    x = np.arange(40)
    y = x.copy()
    y[[3, 4]] = y[[4, 3]]
    assert kendalltau(x, y).pvalue == pytest.approx(2 / math.factorial(39), rel=1e-13)
    assert kendalltau(x, x).pvalue == pytest.approx(2 / math.factorial(40), rel=1e-13)
    assert kendalltau(x, -x, alternative="less").pvalue == pytest.approx(1 / math.factorial(40), rel=1e-13)
    assert kendalltau(x, x, alternative="less").pvalue == 1.0


@given(st.lists(st.integers(-5, 5), max_size=90))
def test_merge_sort_counts_inversions(values):
    y = np.array(values, dtype=float)
    expected = sum(y[i] > y[j] for j in range(len(y)) for i in range(j))
    assert _sort_counting(y, np.empty_like(y), 0, len(y)) == expected
    assert y.tolist() == sorted(values)


def test_exact_refuses_what_would_take_minutes(rng):
    """3000 values in a random order took 15 s, and three times as many would take 27 times as long."""
    x, y = np.arange(3000.0), rng.permutation(3000).astype(float)
    with pytest.raises(ValueError, match=r"takes at most 1073741824 steps.*n=3000.*use 'asymptotic' or 'auto'"):
        kendalltau(x, y, method="exact")
    with pytest.raises(ValueError, match="steps; use 'asymptotic' or 'auto'"):
        kendalltau.compiled_as(x, y, method="exact")(x, y, method="exact")
    assert kendalltau(x, y) == kendalltau(x, y, method="asymptotic")
    y = x.copy()
    y[:20] = y[19::-1]  # 190 pairs out of order among many values are few steps
    for second, alternative in ((y, "greater"), (-y, "less")):
        assert 0.0 <= kendalltau(x, second, method="exact", alternative=alternative).pvalue < 1e-300


def test_symmetries(rng):
    x, y = rng.integers(0, 9, 200), rng.integers(0, 5, 200)
    tau = kendalltau(x, y)
    assert kendalltau(y, x) == pytest.approx(tau, rel=1e-13)
    assert kendalltau(-x, y).statistic == pytest.approx(-tau.statistic, rel=1e-13)
    assert kendalltau(np.exp(x), y**3) == pytest.approx(tau, rel=1e-13)
    order = rng.permutation(200)
    assert kendalltau(x[order], y[order]) == pytest.approx(tau, rel=1e-13)


def test_extreme_values():
    assert kendalltau([2**53, 2**53 + 1, 2**53 + 2], [1, 2, 3]).statistic == 1.0  # as floats two would tie
    assert kendalltau([-np.inf, 0, np.inf], [1e-300, 0, 1e300]).statistic == pytest.approx(1 / 3)


@pytest.mark.parametrize(("x", "y"), [([1], [2]), ([1, 1, 1], [1, 2, 3]), ([1, 2, 3], [0.5, 0.5, 0.5])])
def test_constants_are_undefined(x, y):
    with pytest.warns(UndefinedWarning, match="x or y is constant") as caught:
        found = kendalltau(x, y)
    assert len(caught) == 1
    assert np.isnan(found).all()
    inside = kendalltau.compiled_as(x, y)(np.array(x), np.array(y))
    assert np.isnan(inside).all()


@pytest.mark.parametrize(("x", "y"), [([1, np.nan, 2], [1, 2, 3]), ([1, 2, 3], [np.nan, 1, 2])])
def test_nan_stays_nan(x, y):
    assert np.isnan(kendalltau(x, y)).all()
    assert np.isnan(kendalltau.compiled_as(x, y)(np.array(x, float), np.array(y, float))).all()


@pytest.mark.parametrize(
    ("x", "y", "keywords", "match"),
    [
        ([], [], {}, "at least 1 value"),
        ([1, 2], [1], {}, "x has 2, y has 1"),
        ([1, 2], [1, 2], {"variant": "a"}, "variant must be one of 'b', 'c'"),
        ([1, 2], [1, 2], {"method": "mc"}, "method must be one of 'auto', 'exact', 'asymptotic'"),
        ([1, 2], [1, 2], {"alternative": "up"}, "alternative must be one of"),
        ([1, 2, 2], [1, 2, 3], {"method": "exact"}, "without ties"),
    ],
)
def test_refusals(x, y, keywords, match):
    with pytest.raises(ValueError, match=match):
        kendalltau(x, y, **keywords)
    with pytest.raises(ValueError):
        kendalltau.compiled_as(x, y, **keywords)(np.array(x), np.array(y), **keywords)


def test_from_compiled_code():
    @njit
    def mine(x, y):
        return kendalltau(x, y), kendalltau(x, y, variant="c", method="asymptotic").pvalue

    x, y = np.array([1, 2, 2, 4, 5]), np.array([1.0, 3.0, 2.0, 2.0, 9.0])
    both, pvalue = mine(x, y)
    assert both == pytest.approx([*scipy.stats.kendalltau(x, y)], rel=1e-12)
    assert pvalue == pytest.approx(scipy.stats.kendalltau(x, y, variant="c", method="asymptotic").pvalue, rel=1e-12)


def test_one_specialisation_and_few_calls(count_calls, rng):
    x, y = rng.normal(size=20), rng.normal(size=20)
    kendalltau(x, y)
    before = len(concordance._kendall.signatures)
    kendalltau(x.astype(np.float32), y[::-1])
    kendalltau(x.tolist(), np.arange(20))
    assert len(concordance._kendall.signatures) == before
    assert count_calls(kendalltau, x.tolist(), y.tolist()) < 60
