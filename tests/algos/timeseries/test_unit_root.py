"""The augmented Dickey-Fuller test: by hand, naive, statsmodels over regressions and lag rules, edges."""

import numba
import numpy as np
import pytest
from statsmodels.tsa import stattools
from statsmodels.tsa.adfvalues import mackinnonp

from algos._check import UndefinedWarning
from algos.timeseries import _lag_regression, _mackinnon, adfuller, unit_root
from tests.algos.timeseries.helpers import series
from tests.conftest import PLAIN
from tests.naive import timeseries as naive

pytestmark = pytest.mark.kernels

REGRESSIONS = ["n", "c", "ct", "ctt"]
AUTOLAGS = ["AIC", "BIC", "t-stat", None]


def test_worked_example():
    """Steps -1, 0, 0 after 2, 1, 1: gamma = -2/6; squares 1/3 over 2 degrees of freedom; error 1/6."""
    test = adfuller([2, 1, 1, 1], 0, "n", None)
    assert test.statistic == pytest.approx(-2.0, rel=1e-14)
    assert test[2:4] == (0, 3)
    assert np.isnan(test.criterion)


def same(ours, theirs, rtol=1e-10):
    assert (ours.usedlag, ours.nobs) == (theirs.lags, theirs.nobs)
    assert ours.statistic == pytest.approx(theirs.statistic, rel=rtol)
    assert ours.pvalue == pytest.approx(theirs.pvalue, abs=1e-10)
    np.testing.assert_allclose(ours.critical_values, list(theirs.critical_values.values()), rtol=1e-14)
    if theirs.icbest is not None:
        assert ours.criterion == pytest.approx(theirs.icbest, rel=1e-9)


@pytest.mark.parametrize("autolag", AUTOLAGS)
@pytest.mark.parametrize("regression", REGRESSIONS)
def test_equals_statsmodels(regression, autolag):
    for kind, n in (("noise", 30), ("walk", 90), ("line", 200), ("ar", 400)):
        x = series(kind, n)
        theirs = stattools.adfuller(x, regression=regression, autolag=autolag, result_object=True)
        same(adfuller(x, regression=regression, autolag=autolag), theirs, 1e-9 if kind == "walk" else 1e-10)


def test_equals_statsmodels_on_a_smooth_series():
    """Its lags nearly depend on each other, which costs statsmodels' pseudo-inverse digits too."""
    x = series("wave", 300)
    same(adfuller(x, 6), stattools.adfuller(x, 6, result_object=True), 1e-7)


@pytest.mark.parametrize("trend", [0, 1, 2])
def test_equals_naive(trend):
    x = (series("ar", 45) + 3.0).tolist()
    regression = REGRESSIONS[trend]
    tau, rows, _, _ = naive.dickey_fuller(x, 3, trend)
    ours = adfuller(x, 3, regression, None)
    assert ours.statistic == pytest.approx(tau, rel=1e-9)
    assert ours.nobs == rows
    for place, rule in ((2, "AIC"), (3, "BIC")):
        costs = [naive.dickey_fuller(x, lag, trend, longest=5)[place] for lag in range(6)]
        chosen = adfuller(x, 5, regression, rule)
        assert chosen.usedlag == costs.index(min(costs))
        assert chosen.criterion == pytest.approx(min(costs), rel=1e-10)


def test_probabilities_equal_statsmodels_over_the_whole_range():
    for place, regression in enumerate(REGRESSIONS):
        for tau in np.linspace(-30.0, 4.0, 69):
            expected = mackinnonp(tau, regression)
            ours = _mackinnon._dickey_fuller_cdf(tau, place)
            assert ours == pytest.approx(expected, rel=1e-12, abs=1e-300)
    assert np.isnan(_mackinnon._dickey_fuller_cdf(np.nan, 1))


def test_rows_taken_in_blocks_give_one_decomposition(rng):
    rows, columns = 3 * _lag_regression.ROWS + 5, 9
    X = rng.normal(size=(rows, columns))
    R = np.zeros((columns, columns))
    for start in range(0, rows, _lag_regression.ROWS):
        part = X[start : start + _lag_regression.ROWS]
        block = np.zeros((columns, _lag_regression.ROWS))
        block[:, : len(part)] = part.T
        _lag_regression._absorb(R, block, len(part))
    expected = np.linalg.qr(X, mode="r")
    np.testing.assert_allclose(abs(np.triu(R)), abs(expected), rtol=1e-11, atol=1e-12)
    left = _lag_regression._residual_squares(R)
    for k in range(columns):
        residual = np.linalg.lstsq(X[:, :k], X[:, -1], rcond=None)[1] if k else [X[:, -1] @ X[:, -1]]
        assert left[k] == pytest.approx(residual[0], rel=1e-11)


def test_shifts_and_units_change_nothing():
    x = series("ar", 120).round(6)
    expected = adfuller(x)
    for moved in (x + 2.0**20, -8.0 * x, x * 2.0**700, x * 2.0**-700):
        assert adfuller(moved).statistic == pytest.approx(expected.statistic, rel=1e-7)
        assert adfuller(moved).usedlag == expected.usedlag


def test_lags_that_depend_on_the_earlier_ones_are_left_out():
    x = np.tile([0.0, 1.0, 0.0, -1.0], 10)
    with pytest.warns(UndefinedWarning, match="without error"):
        assert np.isnan(adfuller(x).statistic)
    for place in (0, 3, 39):  # one value breaks the pattern, mostly before the rows that twelve lags leave
        for autolag in ("AIC", "BIC", "t-stat"):
            test = adfuller(x + np.where(np.arange(40) == place, 1e-2, 0.0), 12, "c", autolag)
            assert test.usedlag == 1
            assert test.statistic < -1000.0


@pytest.mark.parametrize("x", [np.full(30, 0.1), np.arange(30.0), np.zeros(30)])
@pytest.mark.parametrize("autolag", AUTOLAGS)
def test_where_it_is_not_defined(x, autolag):
    with pytest.warns(UndefinedWarning, match="constant, or the regression fits it without error"):
        test = adfuller(x, 2, "c", autolag)
    assert np.isnan(test.statistic)
    assert np.isnan(test.pvalue)


def test_the_shortest_series():
    with pytest.warns(UndefinedWarning):
        assert np.isnan(adfuller([1.0, 2.0], regression="n").statistic)
    assert adfuller([1.0, 2.0, 0.0, 1.0], regression="c").usedlag == 0
    for trend, regression in enumerate(REGRESSIONS):
        n = 2 * trend + 1
        with pytest.raises(ValueError, match=f"x must have at least {n + 1} values .*, got {n}"):
            adfuller(np.arange(float(n)), regression=regression)


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (([1.0, 2.0, 4.0, 3.0], 1), "maxlag must be at most 0 for 4 values, got 1"),
        (([1.0, 2.0, 4.0, 3.0], -1), "maxlag must be an integer of at least 0"),
        (([1.0, 2.0, 4.0, 3.0], 0, "nc"), "regression must be one of 'n', 'c', 'ct', 'ctt'; got 'nc'"),
        (([1.0, 2.0, 4.0, 3.0], 0, "c", "HQ"), "autolag must be one of 'AIC', 'BIC', 't-stat', None; got 'HQ'"),
        (([1.0, np.nan, 4.0, 3.0],), "Input x contains NaN"),
    ],
)
def test_refuses(arguments, match):
    with pytest.raises(ValueError, match=match):
        adfuller(*arguments)


def test_a_small_call_is_cheap_and_other_input_does_not_compile_again(count_calls):
    x = series("ar", 20)
    assert count_calls(adfuller, x) < 60
    before = set(getattr(unit_root._adfuller, "signatures", ()))
    for values in (x.tolist(), x.astype(np.float32), np.repeat(x, 2)[::2]):
        adfuller(values, np.int8(2))
        adfuller(values, regression="ct", autolag=None)
    assert set(getattr(unit_root._adfuller, "signatures", ())) == before


def call_all(x):
    return adfuller(x), adfuller(x, 3, "ct", None), adfuller(x, regression="n", autolag="t-stat")


def test_compiled_callers_get_the_same():
    caller = call_all if PLAIN else numba.njit(call_all)
    x = series("ar", 60)
    for ours, expected in zip(caller(np.repeat(x, 2)[::2]), call_all(x), strict=True):
        for a, b in zip(ours, expected, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-10)
    body = adfuller.compiled_as(x, None, "c", "AIC")
    for call in ((x, None, "c", "AIC"), (x, 2, "ct", None)):
        np.testing.assert_allclose(adfuller.compiled_as(*call)(*call)[:4], adfuller(*call)[:4], rtol=1e-12)
    for bad in ((x[:3],), (x, 40), (x, -1)):
        with pytest.raises(ValueError, match="adfuller: x is too short"):
            body(*bad)
    for bad in (("d", "AIC"), ("c", "HQ")):
        with pytest.raises(ValueError, match="adfuller: regression must"):
            adfuller.compiled_as(x, None, *bad)(x)
