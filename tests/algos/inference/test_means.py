"""Tests of means: by hand, naive, SciPy and statsmodels, 50 digits, laws, degenerate samples, compiled callers."""

import math
from fractions import Fraction

import mpmath
import numba
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats
from statsmodels.stats import weightstats

from algos._check import UndefinedWarning
from algos.inference import (
    f_oneway,
    normal_tests,
    one_sample,
    rejection_region,
    ttest_1samp,
    ttest_ind,
    ttest_rel,
    two_samples,
    variance_analysis,
    z_test,
)
from tests.algos.inference.helpers import ALTERNATIVES, assert_close, assert_compiled_once, layouts, signatures
from tests.conftest import PLAIN
from tests.naive import inference as naive

pytestmark = pytest.mark.kernels

samples = arrays(np.float64, st.integers(2, 30), elements=st.integers(-1000, 1000).map(lambda k: k / 8))


def scipy_t(result, level=0.95):
    interval = result.confidence_interval(level)
    return result.statistic, result.pvalue, result.df, interval.low, interval.high


# -- worked examples -------------------------------------------------------------------------------


def test_worked_example_of_critical_values():
    assert rejection_region(0.05).upper == pytest.approx(1.9599640, abs=5e-8)
    assert rejection_region(0.05, df=29).upper == pytest.approx(2.0452296, abs=5e-8)
    assert z_test([-1.5], sd=1.0).pvalue == pytest.approx(0.1336144, abs=5e-8)


def test_worked_example_of_one_sample():
    result = ttest_1samp([5.1, 4.9, 5.6, 5.8, 6.0], 5.0)
    assert result.statistic == pytest.approx(2.3040737, abs=5e-8)
    assert result.pvalue == pytest.approx(0.0825683, abs=5e-8)


# -- against others --------------------------------------------------------------------------------


@pytest.mark.parametrize("alternative", ALTERNATIVES)
def test_equal_naive(alternative, rng):
    a, b = rng.normal(0.3, 1.0, 12).tolist(), rng.normal(0.0, 2.0, 12).tolist()
    z = z_test(a, 1.5, 0.1, alternative=alternative)
    assert_close(z[:2], naive.z_test(a, 1.5, 0.1, alternative), 1e-9)
    assert_close(ttest_1samp(a, 0.1, alternative=alternative)[:3], naive.ttest_1samp(a, 0.1, alternative), 1e-9)
    assert_close(ttest_rel(a, b, alternative=alternative)[:3], naive.ttest_rel(a, b, alternative), 1e-9)
    for equal_var in (True, False):
        found = ttest_ind(a, b[:9], equal_var=equal_var, alternative=alternative)
        assert_close(found[:3], naive.ttest_ind(a, b[:9], equal_var, alternative), 1e-9)


@pytest.mark.parametrize("alternative", ALTERNATIVES)
@pytest.mark.parametrize("n", [2, 3, 20, 1023, 1024, 1025, 5000])
def test_equal_scipy(n, alternative, rng):
    a, b = rng.normal(10.0, 1.0, n), rng.normal(10.1, 2.0, n)
    found = ttest_1samp(a, 9.9, alternative=alternative, confidence_level=0.9)
    assert_close(found, scipy_t(stats.ttest_1samp(a, 9.9, alternative=alternative), 0.9), 1e-11)
    found = ttest_rel(a, b, alternative=alternative)
    assert_close(found, scipy_t(stats.ttest_rel(a, b, alternative=alternative)), 1e-11)
    for equal_var in (True, False):
        found = ttest_ind(a, b[: n // 2 + 1], equal_var=equal_var, alternative=alternative)
        expected = stats.ttest_ind(a, b[: n // 2 + 1], equal_var=equal_var, alternative=alternative)
        assert_close(found, scipy_t(expected), 1e-11)
    found = f_oneway(a, b, a[: n // 2] + 0.1)
    assert_close(found[:2], stats.f_oneway(a, b, a[: n // 2] + 0.1), 1e-10)
    assert (found.dfn, found.dfd) == (2, 2 * n + n // 2 - 3)
    groups = a, b, a[: n // 2 + 2] + 0.1, 3.0 * b[: n // 3 + 2]
    found = f_oneway(*groups, equal_var=False)
    assert_close(found[:2], stats.f_oneway(*groups, equal_var=False), 1e-10)
    assert_close((found.statistic, found.dfd), naive.welch_f([group.tolist() for group in groups]), 1e-9)
    assert f_oneway(a[:50], b[:50]).statistic == pytest.approx(naive.f_statistic([a[:50], b[:50]]), rel=1e-11)


@pytest.mark.parametrize("alternative", ALTERNATIVES)
def test_known_deviation_equals_statsmodels(alternative, rng):
    x = rng.normal(0.2, 1.0, 50)
    names = {"two-sided": "two-sided", "less": "smaller", "greater": "larger"}
    found = z_test(x, x.std(ddof=1), 0.1, alternative=alternative)
    assert_close(found[:2], weightstats.ztest(x, value=0.1, alternative=names[alternative]))
    low, high = weightstats.zconfint(x, alternative=names[alternative])
    assert_close(found[2:], (low, high))


@pytest.mark.parametrize("shift", [0.0, 1.0, 5.0, 20.0, 100.0])
def test_tails_keep_their_digits(shift, rng):
    a, b = rng.normal(0.0, 1.0, 200), rng.normal(shift, 1.0, 150)
    assert_close(ttest_ind(a, b)[:2], stats.ttest_ind(a, b)[:2], 1e-12)
    assert_close(ttest_1samp(b, 0.0, alternative="less")[:2], stats.ttest_1samp(b, 0.0, alternative="less")[:2], 1e-12)
    assert_close(f_oneway(a, b)[:2], stats.f_oneway(a, b), 1e-11)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_a_wide_group_costs_the_others_no_digits(order, rng):
    narrow, wide = 1.0 + 1e-6 * rng.normal(size=(2, 6)), 1e4 * rng.normal(size=6)
    groups = [(*narrow, wide)[k] for k in order]
    found = f_oneway(*groups, equal_var=False)
    exact = naive.welch_f([[Fraction(value) for value in group.tolist()] for group in groups], sum)
    assert_close((found.statistic, found.dfd), tuple(map(float, exact)), 1e-12)


@pytest.mark.parametrize("df", [1, 2.5, 29, 1000])
@pytest.mark.parametrize("alpha", [0.001, 0.05, 0.4, 0.9])
def test_critical_values_equal_scipy(alpha, df):
    for of, dist in ((df, stats.t(df)), (None, stats.norm)):
        assert_close(rejection_region(alpha, of), (dist.ppf(alpha / 2), dist.isf(alpha / 2)), 1e-11)
        assert_close(rejection_region(alpha, of, "less"), (dist.ppf(alpha), math.inf), 1e-11)
        assert_close(rejection_region(alpha, of, "greater"), (-math.inf, dist.isf(alpha)), 1e-11)


def exact_t(a, popmean):
    with mpmath.workdps(50):
        a = [mpmath.mpf(x) for x in a.tolist()]
        mean = mpmath.fsum(a) / len(a)
        squares = mpmath.fsum((x - mean) ** 2 for x in a)
        return float((mean - mpmath.mpf(popmean)) / mpmath.sqrt(squares / len(a) / (len(a) - 1)))


@pytest.mark.parametrize(
    ("center", "spread"), [(1e9, 1e-3), (1e9, 1e-6), (-1e15, 10.0), (1e300, 1e285), (1e-300, 1e-303)]
)
def test_a_distant_mean_keeps_the_digits(center, spread, rng):
    a = center + spread * rng.normal(size=3000)
    popmean = float(a[0])
    expected = exact_t(a, popmean)
    assert ttest_1samp(a, popmean).statistic == pytest.approx(expected, rel=1e-11)
    assert ttest_ind(a, [popmean, popmean], equal_var=False).statistic == pytest.approx(expected, rel=1e-11)
    assert ttest_rel(a, np.full(3000, popmean)).statistic == pytest.approx(expected, rel=1e-11)


@pytest.mark.parametrize("scale", [1e-200, 1e-305, 1e200, 1e305])
def test_any_scale_gives_the_same(scale, rng):
    a, b = rng.normal(1.0, 1.0, 30), rng.normal(0.5, 3.0, 40)
    for equal_var in (True, False):
        found = ttest_ind(scale * a, scale * b, equal_var=equal_var)
        assert_close(found[:3], ttest_ind(a, b, equal_var=equal_var)[:3], 1e-9)
    assert_close(ttest_rel(scale * a, scale * b[:30])[:3], ttest_rel(a, b[:30])[:3], 1e-9)
    assert_close(f_oneway(scale * a, scale * b), f_oneway(a, b), 1e-9)


# -- laws ------------------------------------------------------------------------------------------


@given(samples, samples)
def test_laws(a, b):
    assume(np.ptp(a) > 0 and np.ptp(b) > 0)
    result = ttest_ind(a, b)
    assert ttest_ind(b, a).statistic == pytest.approx(-result.statistic, rel=1e-12, abs=1e-14)
    less, greater = (ttest_ind(a, b, alternative=name).pvalue for name in ("less", "greater"))
    assert less + greater == pytest.approx(1.0, rel=1e-12)
    assert result.pvalue == pytest.approx(2.0 * min(less, greater), rel=1e-12)
    assert f_oneway(a, b).statistic == pytest.approx(result.statistic**2, rel=1e-10, abs=1e-24)
    assert f_oneway(a, b).pvalue == pytest.approx(result.pvalue, rel=1e-9)
    welch, found = ttest_ind(a, b, equal_var=False), f_oneway(a, b, equal_var=False)
    assert found.statistic == pytest.approx(welch.statistic**2, rel=1e-10, abs=1e-24)
    assert (found.pvalue, found.dfd) == pytest.approx((welch.pvalue, welch.df), rel=1e-9)
    single = ttest_1samp(a, 0.0)
    assert ttest_1samp(a, single.lower).pvalue == pytest.approx(0.05, rel=1e-9)
    assert ttest_1samp(a, single.upper).pvalue == pytest.approx(0.05, rel=1e-9)
    assert ttest_1samp(a, 0.0, alternative="less").upper < single.upper
    assert ttest_rel(a, np.zeros(len(a))) == single


# -- degenerate samples ----------------------------------------------------------------------------


def test_both_constant_and_equal_is_undefined():
    for call in (
        lambda: ttest_1samp([0.1] * 2000, 0.1),
        lambda: ttest_ind([0.1] * 2000, [0.1] * 3),
        lambda: ttest_ind([0.1] * 3, [0.1] * 2, equal_var=False),
        lambda: ttest_rel([0.1, 0.2], [0.1, 0.2]),
        lambda: f_oneway([0.1] * 3, [0.1] * 1100, [0.1]),
        lambda: f_oneway([0.1] * 3, [0.1] * 1100, [0.2, 0.3], equal_var=False),
    ):
        with pytest.warns(UndefinedWarning, match="0/0") as caught:
            result = call()
        assert len(caught) == 1
        assert math.isnan(result.statistic)
        assert math.isnan(result.pvalue)


def test_both_constant_and_different_is_infinitely_far():
    assert ttest_ind([1.0] * 3, [2.0] * 3)[:2] == (-math.inf, 0.0)
    assert ttest_ind([1.0] * 3, [2.0] * 3, alternative="greater")[:2] == (-math.inf, 1.0)
    assert ttest_ind([0.2] * 3, [0.1] * 3, equal_var=False)[:2] == (math.inf, 0.0)
    assert ttest_1samp([0.3] * 3, 0.1)[:] == (math.inf, 0.0, 2.0, 0.3, 0.3)
    assert f_oneway([0.1] * 3, [0.2] * 3)[:2] == (math.inf, 0.0)
    assert f_oneway([0.1] * 3, [0.2] * 3, [1.0, 2.0], equal_var=False)[:2] == (math.inf, 0.0)


def test_a_constant_group_is_the_limit_of_a_small_variance():
    x, y = np.array([1.0, 2.0, 4.0, 3.0]), np.array([2.0, 2.5, 7.0])
    for center in (1.0, 2.5):
        for groups in ((x, y), (x,)):
            found = f_oneway(*groups, [center] * 3, equal_var=False)
            near = f_oneway(*groups, [center, center - 1e-7, center + 1e-7], equal_var=False)
            assert_close((found.statistic, found.dfd), (near.statistic, near.dfd), 1e-9)
            assert math.isfinite(found.statistic)


def test_a_single_value_beside_a_sample():
    assert_close(ttest_ind([1.0], [2.0, 4.0]), scipy_t(stats.ttest_ind([1.0], [2.0, 4.0])))


@pytest.mark.parametrize("scale", [2.0**-1030, 2.0**-1022, 2.0**-600, 2.0**600, 2.0**1015])
def test_no_scale_is_too_small_or_too_large(scale):
    """At 2**-1030 values have 44 bits; powers of two change nothing else."""
    x, y, z = np.array([1.0, 2.0, 4.0, 3.0]), np.array([2.0, 2.5, 7.0]), np.array([1.5, 2.0, 6.0, 3.5])
    for test in (
        lambda unit: ttest_1samp(x * unit, 1.5 * unit),
        lambda unit: ttest_ind(x * unit, y * unit),
        lambda unit: ttest_ind(x * unit, y * unit, equal_var=False),
        lambda unit: ttest_rel(x * unit, z * unit),
        lambda unit: f_oneway(x * unit, y * unit, z * unit),
        lambda unit: f_oneway(x * unit, y * unit, z * unit, equal_var=False),
    ):
        found, expected = test(scale), test(1.0)
        assert_close(found[:3], expected[:3], 1e-12)
        if hasattr(found, "lower"):
            assert_close((found.lower / scale, found.upper / scale), (expected.lower, expected.upper), 1e-11)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_nan_propagates(bad):
    x, y = [1.0, bad, 2.0], [1.0, 2.0, 4.0]
    for result in (
        ttest_1samp(x, 0.0),
        ttest_ind(x, y),
        ttest_ind(y, x, equal_var=False),
        ttest_rel(x, y),
        f_oneway(x, y),
        f_oneway(y, x, y, equal_var=False),
    ):
        assert math.isnan(result.statistic)
        assert math.isnan(result.pvalue)
    assert math.isnan(z_test([1.0, math.nan], 1.0).pvalue)
    assert z_test([1.0, math.inf], 1.0)[:2] == (math.inf, 0.0)


# -- input -----------------------------------------------------------------------------------------


def test_layout_and_dtype_do_not_change_the_answer_nor_compile_again():
    a, b = np.array([1.0, 2.5, 4.0, 3.0]), np.array([0.0, 1.0, 0.5, 2.0])
    kernels = (
        one_sample._ttest_1samp,
        one_sample._ttest_rel,
        two_samples._ttest_ind,
        variance_analysis._f_oneway,
        variance_analysis._welch,
        normal_tests._z_test,
    )
    before = signatures(kernels)
    for values in layouts(a):
        assert ttest_1samp(values, 1) == ttest_1samp(a, 1.0)
        assert ttest_rel(values, b) == ttest_rel(a, b)
        assert ttest_ind(values, b, equal_var=np.bool_(True)) == ttest_ind(a, b)
        assert f_oneway(values, b) == f_oneway(a, b)
        assert f_oneway(values, b, equal_var=np.bool_(False)) == f_oneway(a, b, equal_var=False)
        assert z_test(values, 2, 1) == z_test(a, 2.0, 1.0)
    assert_compiled_once(kernels, before)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: ttest_1samp([1.0], 0.0), "a must have at least 2 values, got 1"),
        (lambda: ttest_1samp([1.0, 2.0], math.nan), "popmean must be a finite number"),
        (lambda: ttest_1samp([1.0, 2.0], 0.0, alternative="larger"), "alternative must be one of 'less', 'two-sided'"),
        (lambda: ttest_1samp([1.0, 2.0], 0.0, confidence_level=1.0), r"confidence_level must be .*\(0.0, 1.0\)"),
        (lambda: ttest_rel([1.0, 2.0], [1.0, 2.0, 3.0]), "a has 2, b has 3"),
        (lambda: ttest_ind([1.0], [2.0]), "at least 3 values together"),
        (lambda: ttest_ind([1.0], [2.0, 3.0], equal_var=False), "a must have at least 2"),
        (lambda: f_oneway([1.0, 2.0]), "at least two groups, got 1"),
        (lambda: f_oneway([1.0], [2.0]), "more values than there are groups"),
        (lambda: f_oneway([1.0, 2.0], [2.0], equal_var=False), r"groups\[1\] must have at least 2 values, got 1"),
        (lambda: f_oneway([1.0, 2.0], []), r"groups\[1\] must have at least 1 value, got 0"),
        (lambda: z_test([], 1.0), "x must have at least 1 value"),
        (lambda: z_test([1.0], 0.0), "sd must be a finite number above 0"),
        (lambda: rejection_region(0.0), "alpha must be a finite number in"),
        (lambda: rejection_region(0.05, df=0), "df must be a finite number above 0"),
    ],
)
def test_refuses(call, match):
    with pytest.raises(ValueError, match=match):
        call()


def test_a_small_call_is_cheap(count_calls, rng):
    a, b = rng.normal(size=20), rng.normal(size=20)
    assert count_calls(ttest_1samp, a, 0.0) < 60
    assert count_calls(ttest_ind, a, b, equal_var=False) < 60
    assert count_calls(ttest_rel, a, b) < 60
    assert count_calls(z_test, a, 1.0) < 60
    assert count_calls(f_oneway, a, b, a) < 60
    assert count_calls(f_oneway, a, b, a, equal_var=False) < 60


# -- from compiled code ----------------------------------------------------------------------------


def call_all(a, b):
    return (
        ttest_1samp(a, 0.5, alternative="greater"),
        ttest_rel(a, b),
        ttest_ind(a, b, equal_var=False, confidence_level=0.9),
        f_oneway(a, b, a[::2]),
        z_test(a, 2, alternative="less"),
        rejection_region(0.05),
        rejection_region(0.1, 5, "less"),
    )


def test_compiled_callers_get_the_same(rng):
    a, b = rng.normal(size=9), rng.normal(size=9)
    caller = call_all if PLAIN else numba.njit(call_all)
    for found, expected in zip(caller(a, np.repeat(b, 2)[::2]), call_all(a, b), strict=True):
        assert_close(found, expected, 1e-13)


@pytest.mark.skipif(PLAIN, reason="Numba's types")
def test_compiled_callers_cannot_ask_for_unequal_variances():
    with pytest.raises(numba.TypingError, match="equal_var"):
        numba.njit(lambda a: f_oneway(a, a, equal_var=False))(np.arange(3.0))


def test_adapters_refuse_what_would_break_them(rng):
    a, b, one, none = rng.normal(size=9), rng.normal(size=9), np.ones(1), np.ones(0)
    assert ttest_1samp.compiled_as(a, 0.0)(a, 0.0) == ttest_1samp(a, 0.0)
    assert ttest_rel.compiled_as(a, b)(a, b) == ttest_rel(a, b)
    assert ttest_ind.compiled_as(a, b)(a, b, True) == ttest_ind(a, b)
    assert f_oneway.compiled_as(a, b, one) == f_oneway(a, b, one)
    assert z_test.compiled_as(a, 1.0)(a, 1.0) == z_test(a, 1.0)
    assert rejection_region.compiled_as(0.1, 3.0)(0.1, 3.0) == rejection_region(0.1, 3)
    assert rejection_region.compiled_as(0.1)(0.1) == rejection_region(0.1)
    for call in (
        lambda: ttest_1samp.compiled_as(one, 0.0)(one, 0.0),
        lambda: ttest_1samp.compiled_as(a, 0.0, "more")(a, 0.0, "more"),
        lambda: ttest_1samp.compiled_as(a, 0.0)(a, 0.0, "less", 1.0),
        lambda: ttest_rel.compiled_as(a, one)(a, one),
        lambda: ttest_ind.compiled_as(one, one)(one, one),
        lambda: f_oneway.compiled_as(a),
        lambda: f_oneway.compiled_as(a, none),
        lambda: f_oneway.compiled_as(one, one),
        lambda: z_test.compiled_as(none, 1.0)(none, 1.0),
        lambda: z_test.compiled_as(a, 0.0)(a, 0.0),
        lambda: rejection_region.compiled_as(1.5)(1.5),
        lambda: rejection_region.compiled_as(0.5, 0.0)(0.5, 0.0),
    ):
        with pytest.raises(ValueError, match=r"must|takes"):
            call()
