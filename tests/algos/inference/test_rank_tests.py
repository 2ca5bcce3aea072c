"""The rank-sum test: by hand, naive enumeration, SciPy, whole numbers for the exact distribution, laws, callers."""

import itertools
import math

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from algos.inference import _rank_sums, mannwhitneyu, rank_tests
from tests.algos.inference.helpers import ALTERNATIVES, assert_close, assert_compiled_once, layouts, signatures
from tests.conftest import PLAIN
from tests.naive import inference as naive

pytestmark = pytest.mark.kernels

LARGE = 60 if PLAIN else 3000
values = st.lists(st.integers(-3, 3), min_size=1, max_size=12)


def test_by_hand():
    assert mannwhitneyu([1, 2], [3, 4, 5]) == (0.0, 0.2)
    assert mannwhitneyu([6, 4], [3, 4, 5]).statistic == 3 + 1.5


# -- against others --------------------------------------------------------------------------------


@pytest.mark.parametrize("alternative", ALTERNATIVES)
@pytest.mark.parametrize(("m", "n"), [(1, 1), (1, 5), (3, 4), (5, 5), (6, 4)])
def test_exact_equals_enumeration(m, n, alternative, rng):
    for _ in range(5):
        x, y = rng.normal(size=m), rng.normal(size=n)
        found = mannwhitneyu(x, y, alternative=alternative)
        assert found.statistic == naive.u_statistic(x, y)
        assert found.pvalue == pytest.approx(naive.mannwhitneyu_exact(x, y, alternative), rel=1e-14)


@pytest.mark.parametrize("alternative", ALTERNATIVES)
@pytest.mark.parametrize("method", ["auto", "exact", "asymptotic"])
@pytest.mark.parametrize(("m", "n"), [(8, 30), (9, 9), (20, 50), (41, 12), (60, 60)])
def test_equal_scipy(m, n, method, alternative, rng):
    for x, y in ((rng.normal(size=m), rng.normal(0.7, 1, n)), (rng.integers(0, 9, m), rng.integers(1, 9, n))):
        for use_continuity in (True, False):
            found = mannwhitneyu(x, y, use_continuity, alternative, method=method)
            expected = stats.mannwhitneyu(x, y, use_continuity, alternative, method=method)
            assert_close(found, expected, 1e-12)
    assert mannwhitneyu(x, y).statistic == naive.u_statistic(x, y)


def test_large_samples_equal_scipy(rng):
    for x, y in (
        (rng.normal(size=LARGE), rng.normal(0.1, 1, LARGE + 9)),
        (rng.integers(0, 99, LARGE), np.arange(LARGE)),
    ):
        assert_close(mannwhitneyu(x, y), stats.mannwhitneyu(x, y), 1e-11)


@pytest.mark.parametrize(("m", "n"), [(1, 7), (2, 9), (8, 60), (25, 30), (30, 25 if PLAIN else 200)])
def test_exact_distribution_against_whole_numbers(m, n):
    """Multiply the polynomials in Python's integers."""
    counts = [1] + [0] * (m * n)
    for i in range(1, m + 1):
        for u in range(m * n, n + i - 1, -1):
            counts[u] -= counts[u - n - i]
        for u in range(i, m * n + 1):
            counts[u] += counts[u - i]
    total = math.comb(m + n, m)
    for u in {0, 1, m * n // 8, m * n // 4, m * n // 2 - 1, m * n // 2} - {-1}:
        expected = sum(counts[: u + 1]) / total
        assert _rank_sums._chance_at_most(u, min(m, n), max(m, n)) == pytest.approx(expected, rel=1e-13)


def whole_numbers(m, n):
    """Count the arrangements with U <= k, for k up to m n / 2, in Python's integers."""
    counts = np.zeros(m * n // 2 + 1, object)
    counts[0] = 1
    for i in range(1, m + 1):
        counts[n + i :] = counts[n + i :] - counts[: max(len(counts) - n - i, 0)]
        for first in range(i):
            counts[first::i] = np.cumsum(counts[first::i])
    return np.cumsum(counts)


@pytest.mark.parametrize(("m", "n"), [(64, 2050), (99, 120), (100, 100), (120, 150), (200, 200)])
def test_exact_distribution_of_many_values_against_whole_numbers(m, n):
    counts, arrangements = whole_numbers(m, n), math.comb(m + n, m)
    for u in (0, 3, m * n // 20, m * n // 8, m * n // 3, m * n // 2 - 1, m * n // 2):
        if not PLAIN or m >= _rank_sums._MANY:
            expected = counts[u] / arrangements
            assert _rank_sums._chance_at_most(u, m, n) == pytest.approx(expected, rel=3e-14)


@pytest.mark.parametrize(("m", "n"), [(100, 101), (300, 400), (1000, 1000)])
def test_exact_distribution_of_many_values_is_symmetric(m, n):
    middle = m * n // 2
    assert _rank_sums._chance_at_most(middle, m, n) + _rank_sums._chance_at_most(middle - 1, m, n) == pytest.approx(
        1.0, rel=1e-13
    )
    assert _rank_sums._chance_at_most(0, 3000, 3000) == 0.0


def test_exact_of_thousands(rng):
    """It took minutes, and gave nonsense from 300 values on."""
    x, y = rng.normal(size=LARGE), rng.normal(0.05, 1, LARGE)
    exact, normal = mannwhitneyu(x, y, method="exact"), mannwhitneyu(x, y)
    assert exact.statistic == normal.statistic
    assert exact.pvalue == pytest.approx(normal.pvalue, rel=2e-2 if PLAIN else 2e-3)
    assert mannwhitneyu(x, x + 99.0, method="exact").pvalue < 1e-30


def test_exact_with_ties_rounds_u_as_scipy_does():
    x, y = [1, 2, 2, 5], [2, 3, 4]
    for alternative in ALTERNATIVES:
        for a, b in ((x, y), (y, x)):
            found = mannwhitneyu(a, b, alternative=alternative, method="exact")
            assert_close(found, stats.mannwhitneyu(a, b, alternative=alternative, method="exact"))


# -- laws and edges --------------------------------------------------------------------------------


@given(values, values)
def test_laws(x, y):
    found = mannwhitneyu(x, y)
    assert found.statistic == naive.u_statistic(x, y)
    assert mannwhitneyu(y, x).statistic == len(x) * len(y) - found.statistic
    assert mannwhitneyu(y, x).pvalue == pytest.approx(found.pvalue, rel=1e-12)
    assert mannwhitneyu(np.exp(x), np.exp(y)) == found
    assert 0.0 <= found.pvalue <= 1.0


@pytest.mark.parametrize("n", [1, 5, 100])
def test_all_ties_say_nothing(n):
    for use_continuity, alternative in itertools.product((True, False), ALTERNATIVES):
        assert mannwhitneyu([7.0] * n, [7.0] * 50, use_continuity, alternative) == (25.0 * n, 1.0)


def test_order_of_special_values():
    big = 2**60
    assert mannwhitneyu([big, big + 2], [big + 1, big + 3]).statistic == 1.0
    assert mannwhitneyu([-big, -big + 2], [-big + 1, -big + 3]).statistic == 1.0
    assert mannwhitneyu(np.array([2**63 + 1], np.uint64), np.array([2**63], np.uint64)).statistic == 1.0
    assert mannwhitneyu([math.inf, 1.0], [-math.inf, 1.0]).statistic == 3.5
    assert mannwhitneyu([-0.0], [0.0]) == (0.5, 1.0)
    for x, y in (([1.0, math.nan], [1.0]), ([1.0], [math.nan, 1.0]), (np.r_[np.ones(50), np.nan], [1.0])):
        assert all(math.isnan(value) for value in mannwhitneyu(x, y))


def test_auto_gives_the_exact_distribution_up_where_it_would_fill_memory():
    x, y = np.full(1, 2.5e6), np.arange(100 if PLAIN else 2**24 + 1, dtype=float)
    method = "exact" if PLAIN else "asymptotic"
    assert mannwhitneyu(x, y) == mannwhitneyu(x, y, method=method)


# -- input -----------------------------------------------------------------------------------------


def test_layout_and_dtype_do_not_change_the_answer_nor_compile_again():
    x, y = np.array([1.0, 2.5, 4.0, 3.0]), np.array([0.0, 1.0, 0.5, 2.0])
    kernels = (rank_tests._mannwhitneyu, rank_tests._mannwhitneyu_of_few)
    before = signatures(kernels)
    for short, long in zip(layouts(x), layouts(np.tile(x, 20)), strict=True):
        assert mannwhitneyu(short, y) == mannwhitneyu(x, y)
        assert mannwhitneyu(y, long) == mannwhitneyu(y, np.tile(x, 20))
    assert_compiled_once(kernels, before)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: mannwhitneyu([], [1.0]), "x must have at least 1 value"),
        (lambda: mannwhitneyu([1.0], []), "y must have at least 1 value"),
        (lambda: mannwhitneyu([1.0], [[1.0]]), "y must have 1 dimension"),
        (lambda: mannwhitneyu([1.0], [1.0], alternative="more"), "alternative must be one of"),
        (lambda: mannwhitneyu([1.0], [1.0], method="fast"), "method must be one of 'auto'"),
        (lambda: mannwhitneyu(np.ones(5000), np.ones(5000), method="exact"), "up to 16777216 pairs, got 25000000"),
    ],
)
def test_refuses(call, match):
    with pytest.raises(ValueError, match=match):
        call()


def test_a_small_call_is_cheap(count_calls, rng):
    assert count_calls(mannwhitneyu, rng.normal(size=20), rng.normal(size=20)) < 60


# -- from compiled code ----------------------------------------------------------------------------


def call_all(x, y):
    return (
        mannwhitneyu(x, y),
        mannwhitneyu(x, y, False, "less", method="exact"),
        mannwhitneyu(x, y, method="asymptotic"),
    )


def test_compiled_callers_get_the_same(rng):
    x, y = rng.normal(size=9), rng.integers(0, 3, 9)
    caller = call_all if PLAIN else numba.njit(call_all)
    assert caller(x, np.repeat(y, 2)[::2]) == call_all(x, y)


def test_adapter_refuses_what_would_break_it(rng):
    x, none = rng.normal(size=9), np.ones(0)
    adapter = mannwhitneyu.compiled_as(x, x)
    assert adapter(x, x) == mannwhitneyu(x, x)
    assert all(math.isnan(value) for value in adapter(x, np.array([math.nan])))
    for call in (
        lambda: adapter(none, x),
        lambda: adapter(x, none),
        lambda: mannwhitneyu.compiled_as(x, x, True, "more")(x, x, True, "more"),
        lambda: mannwhitneyu.compiled_as(x, x, True, "less", "fast")(x, x, True, "less", "fast"),
        lambda: mannwhitneyu.compiled_as(x, x, True, "less", "exact")(
            np.ones(5000), np.ones(5000), True, "less", "exact"
        ),
    ):
        with pytest.raises(ValueError, match="must"):
            call()
