"""The test of Kwiatkowski et al.: by hand, naive, statsmodels, the table's ends, edges."""

import warnings

import numba
import numpy as np
import pytest
from statsmodels.tools.sm_exceptions import InterpolationWarning
from statsmodels.tsa import stattools

from algos._check import UndefinedWarning
from algos.timeseries import adfuller, kpss, stationarity
from tests.algos.timeseries.helpers import KINDS, series
from tests.conftest import PLAIN
from tests.naive import timeseries as naive

pytestmark = pytest.mark.kernels


def statsmodels_kpss(x, regression, nlags):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InterpolationWarning)
        return stattools.kpss(x, regression, nlags, result_object=True)


def test_worked_example():
    """S = -2, -3, -3, -2, 0; between the critical values 0.463 of 5 % and 0.574 of 2.5 %."""
    test = kpss([1, 2, 3, 4, 5], nlags=0)
    assert test.statistic == pytest.approx((26 / 25) / (10 / 5), rel=1e-15)
    assert test.pvalue == pytest.approx(0.05 - 0.025 * (0.52 - 0.463) / (0.574 - 0.463), rel=1e-12)
    assert not test.bounded


@pytest.mark.parametrize("nlags", ["auto", "legacy", 0, 1, 11])
@pytest.mark.parametrize("regression", ["c", "ct"])
@pytest.mark.parametrize("kind", KINDS)
def test_equals_statsmodels(kind, regression, nlags):
    for n in (12, 75, 500):
        x = series(kind, n)
        ours, theirs = kpss(x, regression, nlags), statsmodels_kpss(x, regression, nlags)
        assert ours.lags == theirs.lags
        assert ours.statistic == pytest.approx(theirs.statistic, rel=1e-10)
        assert ours.pvalue == pytest.approx(theirs.pvalue, abs=1e-11)
        assert ours.bounded == (theirs.pvalue in (0.1, 0.01))
        assert ours.critical_values.tolist() == list(theirs.critical_values.values())[::-1]


def test_equals_naive_for_any_number_of_lags():
    x = series("ar", 17)
    for lags in range(17):
        for line in (False, True):
            expected = naive.kpss(x.tolist(), lags, line)
            assert kpss(x, "ct" if line else "c", lags).statistic == pytest.approx(expected, rel=1e-11)


def test_the_ends_of_the_table():
    for row, regression in enumerate(("c", "ct")):
        critical = stationarity.CRITICAL[row]
        assert stationarity._table_p(critical[3] - 1e-9, row) == (0.1, True)
        assert stationarity._table_p(critical[0] + 1e-9, row) == (0.01, True)
        assert stationarity._table_p(critical[2], row) == (0.05, False)
        walk = kpss(series("walk", 300).cumsum(), regression, 0)
        assert (walk.pvalue, walk.bounded) == (0.01, True)


def test_critical_values_stand_in_the_order_of_adfuller():
    """From the strictest: the first is that of 1 %."""
    x = series("ar", 50)
    for test in (kpss(x), kpss(x, "ct"), adfuller(x)):
        sizes = np.abs(test.critical_values)
        assert (np.diff(sizes) < 0.0).all()


def test_shifts_and_units_change_nothing():
    x = series("ar", 120).round(6)
    expected = kpss(x)
    for moved in (x + 2.0**20, -8.0 * x, x * 2.0**700, x * 2.0**-700):
        assert kpss(moved).statistic == pytest.approx(expected.statistic, rel=1e-9)
        assert kpss(moved).lags == expected.lags


@pytest.mark.parametrize("nlags", ["auto", "legacy", 2])
def test_where_it_is_not_defined(nlags):
    for x, regression in ((np.full(9, 0.1), "c"), (np.full(9, 0.1), "ct"), (np.arange(9.0) / 7.0, "ct")):
        with pytest.warns(UndefinedWarning, match="nothing is left"):
            test = kpss(x, regression, nlags)
        assert np.isnan(test.statistic)
        assert np.isnan(test.pvalue)
        assert not test.bounded


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (([1.0, 2.0], "c", 2), "nlags must be less than .* expected below 2, got 2"),
        (([1.0, 2.0], "c", -1), "nlags must be an integer of at least 0"),
        (([1.0, 2.0], "c", "some"), "nlags must be one of 'auto', 'legacy'; got 'some'"),
        (([1.0, 2.0], "n"), "regression must be one of 'c', 'ct'; got 'n'"),
        (([1.0],), "x must have at least 2"),
        (([1.0, np.inf],), "Input x contains infinity"),
    ],
)
def test_refuses(arguments, match):
    with pytest.raises(ValueError, match=match):
        kpss(*arguments)


def test_a_small_call_is_cheap_and_other_input_does_not_compile_again(count_calls):
    x = series("ar", 20)
    assert count_calls(kpss, x) < 60
    before = set(getattr(stationarity._kpss, "signatures", ()))
    for values in (x.tolist(), x.astype(np.float32), np.repeat(x, 2)[::2]):
        kpss(values, "ct", np.int8(2))
        kpss(values, "c", "legacy")
    assert set(getattr(stationarity._kpss, "signatures", ())) == before


def call_all(x):
    return kpss(x), kpss(x, "ct", "legacy"), kpss(x, nlags=3)


def test_compiled_callers_get_the_same():
    caller = call_all if PLAIN else numba.njit(call_all)
    x = series("ar", 60)
    for ours, expected in zip(caller(np.repeat(x, 2)[::2]), call_all(x), strict=True):
        for a, b in zip(ours, expected, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-10)
    body = kpss.compiled_as(x, "c", 3)
    for bad in ((x[:1], "c", 0), (x, "c", 60), (x, "c", -1)):
        with pytest.raises(ValueError, match="kpss: regression must"):
            body(*bad)
    for bad in (("d", "auto"), ("c", "some")):
        with pytest.raises(ValueError, match="kpss: regression must"):
            kpss.compiled_as(x, *bad)(x, *bad)
    assert body(x, "c", 3).statistic == pytest.approx(kpss(x, "c", 3).statistic, rel=1e-13)
    for rule in ("auto", "legacy"):
        assert kpss.compiled_as(x, "ct", rule)(x, "ct", rule).lags == kpss(x, "ct", rule).lags
    with np.errstate(all="ignore"):
        assert stationarity._automatic_lags(np.full(30, np.nan), 20) == 0
