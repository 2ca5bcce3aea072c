"""Trend and season: a line by hand, the naive design, scikit-learn's Ridge on it, forecasts, edges."""

import numpy as np
import pytest
from scipy import stats
from sklearn.linear_model import Ridge
from statsmodels.api import OLS

from algos._check import UndefinedWarning
from algos.timeseries import TrendSeasonality, trend_and_seasons
from tests.algos.timeseries.helpers import series
from tests.naive import timeseries as naive

pytestmark = pytest.mark.kernels


def data(n):
    t = np.arange(float(n))
    return series("walk", n) + 5.0 * np.sin(2 * np.pi * t / 7) + 0.1 * t


def naive_design(model, t):
    first, last = t[0], t[-1]
    changes = model.changepoints_.tolist()
    return [naive.trend_and_season_row(s, first, last, changes, model.period, model.order) for s in t.tolist()]


def coefficients(model):
    return np.r_[model.offset_, model.slope_, model.deltas_, model.fourier_.ravel()]


def test_worked_example():
    """1 + t, and 2 less two steps after each start of a period of 4."""
    model = TrendSeasonality(period=4, order=1, n_changepoints=0, seasonal_penalty=1e-9)
    model.fit([1, 3, 3, 3, 5, 7, 7, 7])
    np.testing.assert_allclose(model.forecast(4).mean, [9, 11, 11, 11], atol=1e-6)
    trend, seasonal = model.components(np.arange(8.0))
    np.testing.assert_allclose(trend, np.arange(8.0) + 1.0, atol=1e-6)
    np.testing.assert_allclose(seasonal, [0, 1, 0, -1] * 2, atol=1e-6)
    assert model.slope_ == pytest.approx(7.0)


def test_equals_naive():
    x = data(40)
    model = TrendSeasonality(period=7.5, order=2, n_changepoints=4, changepoint_penalty=0.5, seasonal_penalty=0.1)
    model.fit(x)
    penalties = [0.0, 0.0, *[0.5] * 4, *[0.1] * 4]
    beta = naive.ridge(naive_design(model, np.arange(40.0)), x.tolist(), penalties)
    np.testing.assert_allclose(coefficients(model), beta, rtol=1e-8, atol=1e-7)


@pytest.mark.parametrize("n", [60, trend_and_seasons.ROWS * 2 + 9])
def test_equals_ridge_on_the_same_design(n):
    """Ridge penalises all columns alike: they are scaled, and the slope goes in with a penalty of nearly nothing."""
    x = data(n)
    t = np.cumsum(np.random.default_rng(1).uniform(0.5, 1.5, n)) + 100.0
    model = TrendSeasonality(period=7, order=3, n_changepoints=9, changepoint_penalty=2.0, seasonal_penalty=0.3).fit(
        x, t
    )
    X = np.array(naive_design(model, t))
    scale = np.r_[1e6, np.full(9, 2.0**-0.5), np.full(6, 0.3**-0.5)]
    ridge = Ridge(alpha=1.0, solver="svd").fit(X[:, 1:] * scale, x)
    np.testing.assert_allclose(coefficients(model)[1:], ridge.coef_ * scale, rtol=1e-6, atol=1e-6)
    assert model.offset_ == pytest.approx(ridge.intercept_, rel=1e-7)
    np.testing.assert_allclose(model.predict(t), ridge.predict(X[:, 1:] * scale), rtol=1e-7)


def test_forecast_and_predict_agree():
    x = data(50)
    model = TrendSeasonality(period=7).fit(x)
    np.testing.assert_array_equal(model.forecast(3).mean, model.predict([50.0, 51.0, 52.0]))
    later = TrendSeasonality(period=14).fit(x, 10.0 + 2.0 * np.arange(50))
    np.testing.assert_allclose(later.forecast(3).mean, model.forecast(3).mean, rtol=1e-2)
    np.testing.assert_array_equal(later.forecast(2).mean, later.predict([110.0, 112.0]))
    trend, seasonal = model.components([3.5, 1e6])
    np.testing.assert_allclose(trend + seasonal, model.predict([3.5, 1e6]))


@pytest.mark.parametrize("n", [12, 40])
def test_intervals_equal_naive(n):
    """The posterior predictive variance, from the cross products of all columns."""
    x = data(n)
    model = TrendSeasonality(period=7.5, order=2, n_changepoints=4, changepoint_penalty=0.5, seasonal_penalty=0.1)
    forecast = model.fit(x).forecast(3, alpha=0.1)
    X = naive_design(model, np.arange(float(n)))
    later = [
        naive.trend_and_season_row(float(s), 0.0, n - 1.0, model.changepoints_.tolist(), 7.5, 2)
        for s in range(n, n + 3)
    ]
    variance, spread = naive.ridge_prediction(X, x.tolist(), [0.0, 0.0, *[0.5] * 4, *[0.1] * 4], later)
    assert model.sigma2_ == pytest.approx(variance, rel=1e-7)
    np.testing.assert_allclose(forecast.standard_error, np.sqrt(variance * (1.0 + np.array(spread))), rtol=1e-6)
    half = stats.t.ppf(0.95, n - 2) * forecast.standard_error
    np.testing.assert_allclose(forecast.upper - forecast.mean, half, rtol=1e-9)
    np.testing.assert_allclose(forecast.mean - forecast.lower, half, rtol=1e-9)


@pytest.mark.parametrize("n", [3, 20, trend_and_seasons.ROWS + 5])
def test_intervals_of_a_line_are_those_of_its_regression(n):
    x = data(n)
    forecast = TrendSeasonality(order=0, n_changepoints=0).fit(x).forecast(trend_and_seasons.ROWS + 2, alpha=0.2)
    t = np.arange(n + trend_and_seasons.ROWS + 2.0)
    theirs = OLS(x, np.stack([np.ones(n), t[:n]], 1)).fit().get_prediction(np.stack([np.ones(len(t) - n), t[n:]], 1))
    np.testing.assert_allclose(forecast.mean, theirs.predicted_mean, rtol=1e-9)
    np.testing.assert_allclose(forecast.standard_error, theirs.se_obs, rtol=1e-7)
    ends = np.stack([forecast.lower, forecast.upper], 1)
    np.testing.assert_allclose(ends, theirs.conf_int(obs=True, alpha=0.2), rtol=1e-7, atol=1e-6)


def test_intervals_hold_as_many_values_as_they_say():
    """Series drawn from the model, its priors included: the next value lies in nine of ten intervals of 90 %."""
    rng = np.random.default_rng(5)
    model = TrendSeasonality(period=6, order=1, n_changepoints=3, changepoint_penalty=0.5, seasonal_penalty=0.2)
    model.fit(rng.normal(size=14))
    X = np.array(
        [naive.trend_and_season_row(float(s), 0.0, 13.0, model.changepoints_.tolist(), 6, 1) for s in range(15)]
    )
    scale = np.r_[10.0, 10.0, np.full(3, 0.5**-0.5), np.full(2, 0.2**-0.5)]
    inside = 0
    for _ in range(1000):
        x = 3.0 * (X @ (scale * rng.normal(size=7)) + rng.normal(size=15))
        forecast = model.fit(x[:14]).forecast(1, alpha=0.1)
        inside += forecast.lower[0] <= x[14] <= forecast.upper[0]
    assert abs(inside - 900) < 4 * np.sqrt(90)


def test_penalties_shrink():
    x = data(200)
    sizes = [abs(TrendSeasonality(7, changepoint_penalty=p).fit(x).deltas_).sum() for p in (0.01, 1.0, 100.0, 1e6)]
    assert sizes == sorted(sizes, reverse=True)
    straight = TrendSeasonality(7, order=0, changepoint_penalty=1e12).fit(x)
    slope, offset = np.polyfit(np.arange(200.0), x, 1)
    np.testing.assert_allclose([straight.offset_, straight.slope_ / 199], [offset, slope], rtol=1e-6)
    flat = TrendSeasonality(7, seasonal_penalty=1e12).fit(x)
    assert abs(flat.fourier_).max() < 1e-6


def test_changepoints_lie_in_the_first_part():
    model = TrendSeasonality(n_changepoints=4, changepoint_range=0.5).fit(data(100))
    assert model.changepoints_.tolist() == [12.0, 24.0, 37.0, 49.0]
    few = TrendSeasonality().fit([1.0, 2.0, 4.0, 4.0, 5.0])
    assert few.changepoints_.tolist() == [1.0, 2.0, 3.0]
    with pytest.warns(UndefinedWarning, match="two values"):
        assert TrendSeasonality().fit([1.0, 2.0]).changepoints_.size == 0


def test_shifts_and_units():
    x = data(80).round(6)
    expected = TrendSeasonality(7).fit(x).forecast(5)
    moved = TrendSeasonality(7).fit(x + 2.0**30).forecast(5)
    np.testing.assert_allclose(moved.mean - 2.0**30, expected.mean, atol=1e-5)
    np.testing.assert_allclose(moved.standard_error, expected.standard_error, rtol=1e-6)
    for unit, variance in ((2.0**900, np.inf), (2.0**-900, 0.0)):
        with pytest.warns(UndefinedWarning, match="sigma2_ is"):
            model = TrendSeasonality(7).fit(x * unit)
        assert model.sigma2_ == variance
        for ours, usual in zip(model.forecast(5), expected, strict=True):
            np.testing.assert_allclose(ours / unit, usual, rtol=1e-9)
    np.testing.assert_allclose(TrendSeasonality().fit(np.full(20, 0.1)).forecast(3).mean, 0.1, rtol=1e-12)


def test_input_of_other_kinds_gives_the_same():
    x = data(30).round(3)
    expected = TrendSeasonality(7).fit(x).forecast(3)
    for values in (x.tolist(), np.repeat(x, 2)[::2], x.astype(">f8")):
        np.testing.assert_array_equal(
            TrendSeasonality(np.float32(7), np.int8(3)).fit(values).forecast(np.int8(3)), expected
        )


@pytest.mark.parametrize(
    ("parameters", "arguments", "match"),
    [
        ({"period": 0.0}, ([1.0, 2.0],), "period must be a finite number above 0"),
        ({"order": -1}, ([1.0, 2.0],), "order must be an integer of at least 0"),
        ({"n_changepoints": -1}, ([1.0, 2.0],), "n_changepoints must be"),
        ({"changepoint_range": 1.5}, ([1.0, 2.0],), "changepoint_range must be"),
        ({"changepoint_penalty": 0.0}, ([1.0, 2.0],), "changepoint_penalty must be"),
        ({"seasonal_penalty": np.nan}, ([1.0, 2.0],), "seasonal_penalty must be"),
        ({}, ([1.0],), "x must have at least 2 values"),
        ({}, ([1.0, np.nan],), "Input x contains NaN"),
        ({}, ([1.0, 2.0, 3.0], [1.0, 2.0]), "x has 3, t has 2"),
        ({}, ([1.0, 2.0], [1.0, 1.0]), "t must rise"),
        ({}, ([1.0, 2.0], [-1e308, 1e308]), "t must span a finite range"),
    ],
)
def test_refuses(parameters, arguments, match):
    with pytest.raises(ValueError, match=match):
        TrendSeasonality(**parameters).fit(*arguments)


def test_contract():
    model = TrendSeasonality(period=7)
    for call in (lambda: model.forecast(2), lambda: model.predict([1.0]), lambda: model.components([1.0])):
        with pytest.raises(ValueError, match="not fitted yet"):
            call()
    assert model.get_params()["period"] == 7
    assert repr(model) == "TrendSeasonality(period=7)"
    assert model.set_params(order=1).fit(data(30)) is model
    assert model.fourier_.shape == (1, 2)
    with pytest.raises(ValueError, match="h must be"):
        model.forecast(0)
