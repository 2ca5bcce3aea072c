"""Power of the t-test: the noncentral t against SciPy and 30 digits, statsmodels, naive, laws, edges, callers."""

import math

import mpmath
import numba
import numpy as np
import pytest
from scipy import special, stats
from statsmodels.stats.power import TTestIndPower, TTestPower

from algos.inference import _noncentral_t, power_analysis, ttest_power
from tests.algos.inference.helpers import ALTERNATIVES, assert_close, assert_compiled_once, signatures
from tests.conftest import PLAIN
from tests.naive import inference as naive

pytestmark = pytest.mark.kernels

THEIRS = {"two-sided": "two-sided", "less": "smaller", "greater": "larger"}

NAN_IN_STATSMODELS = [  # so is the noncentral t distribution of SciPy that it calls
    ("two-sided", 0.1, 10_000, 1e-4),
    ("two-sided", 0.1, 10_000, 0.05),
    ("two-sided", 2.0, 100, 1e-4),
    ("two-sided", 2.0, 100, 0.05),
    ("less", 0.1, 10_000, 1e-4),
]


# -- the noncentral t distribution -----------------------------------------------------------------


@pytest.mark.parametrize("df", [1.0, 2.5, 30.0, 1e4])
@pytest.mark.parametrize("shift", [-2.0, 0.0, 0.5, 2.8, 12.0, 60.0])
def test_noncentral_t_equals_scipy(shift, df):
    if PLAIN and abs(shift) > 12.0:
        pytest.skip("slow in plain Python")
    for t in (0.0, 0.7, 2.0, abs(shift) + 1.0, 50.0):
        expected = stats.nct.sf(t, df, shift) if shift else special.stdtr(df, -t)
        assert _noncentral_t._noncentral_t_sf(t, df, shift) == pytest.approx(expected, rel=1e-10, abs=1e-13)


@pytest.mark.parametrize(("t", "df", "shift"), [(1.0, 1, -3), (3.0, 3, -2), (2.0, 10, -6), (4.0, 2, 9), (30.0, 5, -1)])
def test_noncentral_t_keeps_its_digits_in_the_tail(t, df, shift):
    """P(T > t) = ∫ f(s) Φ(shift - t s) ds with 30 digits."""
    with mpmath.workdps(30):
        scale = mpmath.mpf(2) * (mpmath.mpf(df) / 2) ** (mpmath.mpf(df) / 2) / mpmath.gamma(mpmath.mpf(df) / 2)
        cuts = [0, 0.02, 0.1, 0.3, 1, 2, 4, 8]
        exact = scale * mpmath.quad(
            lambda s: s ** (df - 1) * mpmath.exp(-df * s * s / 2) * mpmath.ncdf(shift - t * s), cuts
        )
    assert _noncentral_t._noncentral_t_sf(t, float(df), float(shift)) == pytest.approx(float(exact), rel=1e-12)


@pytest.mark.parametrize("df", [1e8, 1e12, 1e15])
def test_noncentral_t_of_many_degrees_is_nearly_normal(df):
    """E Φ(d - t S) to second order, with E S = 1 - 1 / 4 df and var S = 1 / 2 df; SciPy's is off by 7e-10 here."""
    for t, shift in ((3.8, 2.8), (0.5, 2.0)):
        z = shift - t
        density = math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
        expected = special.ndtr(z) + density * (t / (4.0 * df) - z * t * t / (4.0 * df))
        assert _noncentral_t._noncentral_t_sf(t, df, shift) == pytest.approx(expected, rel=1e-13)


@pytest.mark.skipif(PLAIN, reason="slow in plain Python")
@pytest.mark.parametrize("df", [1.0, 3.0, 40.0])
def test_noncentral_t_of_a_steep_shift_continues_the_sum(df):
    """Where both ways can be taken they agree."""
    for t in (2e4, 1e5) if df < 4.0 else (9e3, 1.1e4):
        summed = _noncentral_t._noncentral_t_sf(t, df, 9900.0)
        assert _noncentral_t._steep_sf(t, df, 9900.0) == pytest.approx(summed, rel=1e-9)


@pytest.mark.parametrize("df", [1.0, 3.0, 40.0])
def test_noncentral_t_of_any_shift_takes_a_bounded_number_of_terms(df):
    assert 0.0 < _noncentral_t._noncentral_t_sf(1e300, df, 1e299) < 1.0
    assert _noncentral_t._noncentral_t_sf(10.0, df, 1e300) == 1.0
    assert _noncentral_t._noncentral_t_sf(10.0, df, -1e300) == 0.0


def test_noncentral_t_equals_naive():
    for t, df, shift in ((2.0, 9, 1.5), (0.0, 20, 0.5)):
        expected = naive.noncentral_t_tail(t, df, shift)
        assert _noncentral_t._noncentral_t_sf(t, float(df), shift) == pytest.approx(expected, rel=1e-9)


# -- power -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("alternative", ALTERNATIVES)
@pytest.mark.parametrize("effect", [-1.0, -0.2, 0.0, 0.1, 0.5, 2.0])
def test_power_equals_statsmodels(effect, alternative):
    for n in (2, 3.5, 10, 100, 10_000):
        for alpha in (1e-4, 0.05, 0.5):
            found = ttest_power(effect, n, alpha, alternative=alternative)
            if (alternative, effect, n, alpha) not in NAN_IN_STATSMODELS:
                expected = TTestPower().power(effect, n, alpha, alternative=THEIRS[alternative])
                assert found.power == pytest.approx(expected, rel=1e-9, abs=1e-12)
            assert 0.0 <= found.power <= 1.0
            assert found.n == n


@pytest.mark.parametrize(("alternative", "effect", "n", "alpha"), NAN_IN_STATSMODELS)
def test_power_where_statsmodels_has_none(alternative, effect, n, alpha):
    """The statistic is nearly normal there, to second order in 1 / n as in the test of many degrees above."""
    df, shift = n - 1.0, effect * math.sqrt(n)
    critical = special.stdtrit(df, 1.0 - (0.5 * alpha if alternative == "two-sided" else alpha))
    z = (-shift if alternative == "less" else shift) - critical
    density = math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    expected = special.ndtr(z) + density * (critical / (4.0 * df) - z * critical**2 / (4.0 * df))
    found = ttest_power(effect, n, alpha, alternative=alternative).power
    assert found == pytest.approx(expected, rel=0.05 if alternative == "less" else 1e-9)


@pytest.mark.parametrize("power", [0.5, 0.8, 0.95])
@pytest.mark.parametrize("effect", [0.05, 0.2, 0.5, 1.0, 2.0])
def test_two_samples_take_one_value_less_a_group(effect, power):
    """As the docstring says: effect / √2 has the noncentrality of two samples of n, but half of their degrees."""
    ours = ttest_power(effect / math.sqrt(2.0), power=power).n
    theirs = TTestIndPower().solve_power(effect, power=power, alpha=0.05)
    assert 0.8 < ours - theirs < 1.1
    assert ttest_power(effect / math.sqrt(2.0), 20).power < TTestIndPower().power(effect, 20, 0.05)


@pytest.mark.parametrize("alternative", ["two-sided", "greater"])
@pytest.mark.parametrize(("effect", "power"), [(0.5, 0.8), (0.01, 0.9), (1.0, 0.99), (3.0, 0.8), (0.2, 0.5)])
def test_sample_size_equals_statsmodels(effect, power, alternative):
    found = ttest_power(effect, power=power, alternative=alternative)
    expected = TTestPower().solve_power(effect, alpha=0.05, power=power, alternative=THEIRS[alternative])
    assert found.n == pytest.approx(expected, rel=1e-6)
    assert found.power == pytest.approx(power, rel=1e-10)
    assert ttest_power(effect, found.n, alternative=alternative).power == found.power
    mirrored = {"greater": "less"}.get(alternative, alternative)
    assert ttest_power(-effect, power=power, alternative=mirrored) == found


def test_without_an_effect_the_power_is_the_level():
    for alternative in ALTERNATIVES:
        assert ttest_power(0.0, 12, 0.03, alternative=alternative).power == pytest.approx(0.03, rel=1e-11)


def test_power_grows():
    powers = [ttest_power(0.3, n).power for n in (2, 5, 20, 100, 1000)]
    assert powers == sorted(powers)
    assert [ttest_power(d, 20).power for d in (0.1, 0.5, 1.0)] == sorted(
        ttest_power(d, 20).power for d in (0.1, 0.5, 1.0)
    )
    sizes = [ttest_power(0.3, power=power).n for power in (0.1, 0.5, 0.9, 0.999)]
    assert sizes == sorted(sizes)


def test_extremes():
    assert ttest_power(100.0, power=0.8).n == 2.0
    assert ttest_power(100.0, power=0.8).power > 0.8
    assert ttest_power(0.5, power=0.01).n == 2.0
    assert ttest_power(1e300, 10).power == 1.0
    normal = (stats.norm.isf(0.05) + stats.norm.isf(0.2)) ** 2
    assert ttest_power(1e-6, power=0.8, alternative="greater").n == pytest.approx(normal * 1e12, rel=1e-9)


# -- input -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: ttest_power(0.5), "either n, to return the power, or power"),
        (lambda: ttest_power(0.5, 10, power=0.8), "either n, to return the power, or power"),
        (lambda: ttest_power(math.inf, 10), "effect must be a finite number"),
        (lambda: ttest_power(0.5, 1), "n must be a finite number in"),
        (lambda: ttest_power(0.5, 10, 0.0), "alpha must be"),
        (lambda: ttest_power(0.5, power=1.0), "power must be"),
        (lambda: ttest_power(0.5, 10, alternative="larger"), "alternative must be one of"),
        (lambda: ttest_power(0.0, power=0.8), "no sample size up to 1e.15 has power 0.8"),
        (lambda: ttest_power(0.5, power=0.8, alternative="less"), "no sample size"),
        (lambda: ttest_power(1e-9, power=0.8), "no sample size"),
    ],
)
def test_refuses(call, match):
    with pytest.raises(ValueError, match=match):
        call()


def test_a_small_call_is_cheap_and_compiles_once(count_calls):
    kernels = (power_analysis._power, power_analysis._sample_size)
    before = signatures(kernels)
    assert count_calls(ttest_power, 0.5, 20) < 60
    assert count_calls(ttest_power, np.float32(0.5), power=0.8) < 60
    assert_compiled_once(kernels, before)


# -- from compiled code ----------------------------------------------------------------------------


def call_all(effect):
    return ttest_power(effect, 20), ttest_power(effect, power=0.8, alternative="greater")


def test_compiled_callers_get_the_same():
    caller = call_all if PLAIN else numba.njit(call_all)
    for found, expected in zip(caller(0.5), call_all(0.5), strict=True):
        assert_close(found, expected)


def test_adapters_refuse_what_would_break_them():
    of_size, of_power = ttest_power.compiled_as(0.5, 20), ttest_power.compiled_as(0.5, power=0.8)
    assert of_size(0.5, 20) == ttest_power(0.5, 20)
    assert of_power(0.5, power=0.8) == ttest_power(0.5, power=0.8)
    for call in (
        lambda: ttest_power.compiled_as(0.5),
        lambda: of_size(0.5, 1),
        lambda: of_size(math.nan, 9),
        lambda: of_size(0.5, 9, 1.0),
        lambda: of_power(0.5, power=1.0),
        lambda: of_power(0.0, power=0.8),
        lambda: ttest_power.compiled_as(0.5, 9, 0.05, None, "more")(0.5, 9, 0.05, None, "more"),
    ):
        with pytest.raises(ValueError, match=r"must|takes|no sample size"):
            call()
