import math

import numpy as np
import pytest

from algos._check import UndefinedWarning
from algos.timeseries import AR
from tests.algos.timeseries.arima_series import simulate, sunspots
from tests.naive import arima as naive

pytestmark = pytest.mark.kernels


def test_worked_example():
    """Each value is half of the one before, plus one."""
    model = AR(1).fit([10.0, 6.0, 4.0, 3.0, 2.5, 2.25])
    assert model.ar_ == pytest.approx([0.5], rel=1e-12)
    assert model.intercept_ == pytest.approx(1.0, rel=1e-12)
    forecast = model.forecast(2)
    assert forecast.mean == pytest.approx([2.125, 2.0625], rel=1e-12)
    assert forecast.standard_error == pytest.approx([0.0, 0.0], abs=1e-12)


@pytest.mark.parametrize("p", [1, 2, 5])
def test_equals_naive(p):
    x = simulate(40, [0.5, 0.2], [])
    model = AR(p).fit(x)
    np.testing.assert_allclose(model.params_, naive.least_squares(x.tolist(), p), rtol=1e-9)
    burg = AR(p, method="burg").fit(x)
    phi, variance = naive.burg(x.tolist(), p)
    np.testing.assert_allclose(burg.ar_, phi, rtol=1e-11)
    assert burg.sigma2_ == pytest.approx(variance, rel=1e-11)


@pytest.mark.parametrize("p", [1, 2, 9])
@pytest.mark.parametrize("trend", ["c", "n", "t", "ct"])
def test_least_squares_equals_statsmodels(p, trend):
    from statsmodels.tsa.ar_model import AutoReg

    x = sunspots()
    ours, theirs = AR(p, trend=trend).fit(x), AutoReg(x, p, trend=trend).fit()
    np.testing.assert_allclose(ours.params_, theirs.params, rtol=1e-10)
    np.testing.assert_allclose(ours.bse_, theirs.bse, rtol=1e-10)
    np.testing.assert_allclose(ours.residuals_, theirs.resid, atol=1e-9)
    for name, theirs_too in (("sigma2_", "sigma2"), ("log_likelihood_", "llf"), ("aic_", "aic"), ("bic_", "bic")):
        assert getattr(ours, name) == pytest.approx(getattr(theirs, theirs_too), rel=1e-12)
    forecast, other = ours.forecast(8, alpha=0.2), theirs.get_prediction(len(x), len(x) + 7)
    np.testing.assert_allclose(forecast.mean, other.predicted_mean, rtol=1e-9)
    np.testing.assert_allclose(forecast.standard_error, other.se_mean, rtol=1e-10)
    np.testing.assert_allclose(np.stack([forecast.lower, forecast.upper], 1), other.conf_int(alpha=0.2), rtol=1e-8)


@pytest.mark.parametrize("p", [1, 3])
def test_moments_and_burg_equal_statsmodels(p):
    from statsmodels.regression.linear_model import burg, yule_walker

    x = sunspots()
    moments = yule_walker(x, p, method="mle", result_object=True)
    ours = AR(p, method="yule_walker").fit(x)
    np.testing.assert_allclose(ours.ar_, moments[0], rtol=1e-10)
    assert ours.sigma2_ == pytest.approx(moments[1] ** 2, rel=1e-10)
    assert ours.intercept_ == pytest.approx(x.mean() * (1 - ours.ar_.sum()), rel=1e-12)
    np.testing.assert_allclose(AR(p, method="burg").fit(x).ar_, burg(x, p)[0], rtol=1e-10)
    plain = AR(p, method="burg", trend="n").fit(x)
    np.testing.assert_allclose(plain.ar_, burg(x, p, demean=False)[0], rtol=1e-10)
    assert plain.intercept_ == 0.0
    assert plain.params_.tolist() == plain.ar_.tolist()


def test_likelihood_of_the_other_methods_is_that_of_their_residuals():
    x = simulate(60, [0.6], [])
    model = AR(2, method="burg").fit(x)
    e = x[2:] - model.intercept_ - model.ar_[0] * x[1:-1] - model.ar_[1] * x[:-2]
    np.testing.assert_allclose(model.residuals_, e, atol=1e-13)
    expected = -0.5 * (58 * math.log(2 * math.pi * model.sigma2_) + e @ e / model.sigma2_)
    assert model.log_likelihood_ == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("method", ["ols", "yule_walker", "burg"])
@pytest.mark.parametrize(("scale", "shift"), [(1e6, 0.0), (1e-6, 0.0), (1e150, 0.0), (1e-150, 0.0), (1.0, 1e7)])
def test_units_do_not_matter(method, scale, shift):
    x = simulate(100, [0.5, 0.2], [])
    ours, other = AR(2, method=method).fit(x), AR(2, method=method).fit(x * scale + shift)
    np.testing.assert_allclose(other.ar_, ours.ar_, rtol=1e-7)
    np.testing.assert_allclose(math.sqrt(other.sigma2_) / scale, math.sqrt(ours.sigma2_), rtol=1e-9)
    np.testing.assert_allclose((other.forecast(3).mean - shift) / scale, ours.forecast(3).mean, atol=1e-7)
    assert other.log_likelihood_ == pytest.approx(ours.log_likelihood_ - 98 * math.log(scale), abs=1e-6)


@pytest.mark.parametrize("method", ["ols", "yule_walker", "burg"])
@pytest.mark.parametrize(("scale", "variance"), [(1e200, math.inf), (1e-200, 0.0)])
def test_a_variance_beyond_double_precision_is_told_and_forecasts_do_without(method, scale, variance):
    x = simulate(100, [0.5, 0.2], [])
    ours = AR(2, method=method).fit(x)
    with pytest.warns(UndefinedWarning, match="sigma2_ is") as told:
        other = AR(2, method=method).fit(x * scale)
    assert len(told) == 1
    assert told[0].filename == __file__
    assert other.sigma2_ == variance
    np.testing.assert_allclose(other.forecast(3).standard_error / scale, ours.forecast(3).standard_error, rtol=1e-9)


def test_one_column_is_a_series():
    import pandas as pd

    x = simulate(40, [0.5], [])
    for table in (x[:, None], pd.DataFrame({"x": x}), [[value] for value in x.tolist()]):
        np.testing.assert_array_equal(AR(2).fit(table).params_, AR(2).fit(x).params_)


def test_what_is_refused():
    x = simulate(30, [], [])
    for parameters, match in (
        ({"order": 0}, "order must be"),
        ({"trend": "x"}, "trend must be one of"),
        ({"method": "ml"}, "method must be one of"),
        ({"method": "burg", "trend": "ct"}, "needs method='ols'"),
        ({"order": 15}, "too short: order 15 with trend 'c' needs at least 33 values, got 30"),
    ):
        with pytest.raises(ValueError, match=match):
            AR(**parameters).fit(x)
    with pytest.raises(ValueError, match=r"does not vary.*A constant series needs no model"):
        AR().fit([2.0] * 10)
    with pytest.raises(ValueError, match="determine each other"):
        AR(2, trend="n").fit(2.0 ** np.arange(12))
    with pytest.raises(ValueError, match="NaN"):
        AR().fit([1.0, math.nan, 2.0, 5.0, 4.0])
    with pytest.raises(ValueError, match="alpha"):
        AR().fit(x).forecast(1, alpha=1.0)
