import math
import pickle
import warnings

import numpy as np
import pytest

from algos._check import UndefinedWarning
from algos.timeseries import ARIMA, _arma_estimate, arma_log_likelihood, box_jenkins, difference
from algos.timeseries._arima_forecast import _forecast
from algos.timeseries._arma_information import _information
from algos.timeseries._arma_minimum import _evaluate
from tests.algos.timeseries.arima_series import carbon_dioxide, simulate, sunspots
from tests.naive import arima as naive

pytestmark = pytest.mark.kernels


def statsmodels_fit(x, order, trend, differenced=False):
    from statsmodels.tsa.arima.model import ARIMA as Theirs  # noqa: N811
    from statsmodels.tsa.statespace.sarimax import SARIMAX

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if differenced:
            return SARIMAX(x, order=order, trend=trend, simple_differencing=True).fit(
                disp=0, maxiter=1000, pgtol=1e-10, factr=1.0
            )
        return Theirs(x, order=order, trend=trend).fit(method_kwargs={"maxiter": 1000, "pgtol": 1e-10, "factr": 1.0})


CASES = {
    "sunspots AR(2)": (sunspots, (2, 0, 0), "c"),
    "sunspots ARMA(2, 1)": (sunspots, (2, 0, 1), "c"),
    "sunspots with a slope": (sunspots, (2, 0, 1), "ct"),
    "sunspots differenced": (sunspots, (2, 1, 1), "n"),
    "carbon dioxide": (lambda: carbon_dioxide()[0], (1, 1, 1), "n"),
    "carbon dioxide with drift": (lambda: carbon_dioxide()[0], (2, 1, 2), "t"),
    "simulated twice integrated": (lambda: simulate(200, [0.5], [0.4], 3, d=2), (1, 2, 1), "n"),
    "noise": (lambda: simulate(100, [], [], 4), (0, 0, 0), "c"),
}


@pytest.fixture(scope="module")
def fits():
    return {}


def fit(fits, case):
    if case not in fits:
        series, order, trend = CASES[case]
        x = series()
        fits[case] = x, ARIMA(*order, trend=trend).fit(x), statsmodels_fit(x, order, trend)
    return fits[case]


def test_worked_example():
    """A mean alone is estimated by the mean, and the variance by the mean square around it."""
    model = ARIMA(0, 0, 0).fit([1.0, 2.0, 3.0, 6.0])
    assert model.intercept_ == pytest.approx(3.0, rel=1e-12)
    assert model.sigma2_ == pytest.approx(3.5, rel=1e-12)
    assert model.bse_ == pytest.approx([math.sqrt(3.5 / 4), 3.5 * math.sqrt(2 / 4)], rel=1e-6)


def test_autoregression_of_one_has_a_cubic_for_an_answer():
    """Where the score of an AR(1) without mean is zero: White (1961), Harvey (1993) exercise 3.2."""
    x = simulate(50, [0.5], [])
    n, a, b, c = 50, x[1:-1] @ x[1:-1], x[1:] @ x[:-1], x @ x
    roots = np.roots([(n - 1) * a, -(n - 2) * b, -(n * a + c), n * b])
    root = roots[np.abs(roots) < 1.0].real
    assert ARIMA(1, 0, 0, trend="n").fit(x).ar_ == pytest.approx(root, rel=1e-7)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_likelihood_is_that_of_statsmodels(fits, case):
    """At the same estimates; with d > 0 they approximate an unknown level by a variance of 1e6."""
    _, model, theirs = fit(fits, case)
    order = CASES[case][1]
    at_ours = theirs.model.loglike(model.params_)
    assert model.log_likelihood_ == pytest.approx(at_ours, abs=1e-8 if order[1] == 0 else 2e-3)
    assert model.log_likelihood_ >= theirs.llf - (1e-8 if order[1] == 0 else 2e-3)
    assert model.converged_


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_estimates_are_those_of_statsmodels(fits, case):
    """As closely as their optimiser stops, within two hundredths of a standard error."""
    _, model, theirs = fit(fits, case)
    assert np.abs((model.params_ - theirs.params) / model.bse_).max() < 0.02
    assert model.aic_ == pytest.approx(theirs.aic, abs=4e-3)
    assert model.bic_ == pytest.approx(theirs.bic, abs=4e-3)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_standard_errors_and_forecasts_are_those_of_statsmodels(fits, case):
    x, model, theirs = fit(fits, case)
    at_ours = theirs.model.smooth(model.params_, cov_type="approx")
    np.testing.assert_allclose(model.bse_, at_ours.bse, rtol=2e-3)
    ours, other = model.forecast(12, alpha=0.1), at_ours.get_forecast(12)
    size = np.abs(x).max()
    np.testing.assert_allclose(ours.mean, other.predicted_mean, rtol=1e-6, atol=1e-6 * size)
    np.testing.assert_allclose(ours.standard_error, other.se_mean, rtol=1e-5)
    np.testing.assert_allclose(np.stack([ours.lower, ours.upper], 1), other.conf_int(alpha=0.1), atol=1e-5 * size)
    skip = CASES[case][1][1]
    np.testing.assert_allclose(model.residuals_[30:], at_ours.resid[30 + skip :], atol=1e-5 * size)


@pytest.mark.slow
@pytest.mark.parametrize("order", [(1, 1, 1), (0, 1, 2), (1, 2, 1)])
def test_likelihood_is_that_of_the_differences(order):
    x = simulate(200, [0.5], [0.4], 3, d=order[1])
    model, theirs = ARIMA(*order).fit(x), statsmodels_fit(x, order, "n", differenced=True)
    assert theirs.model.loglike(model.params_) == pytest.approx(model.log_likelihood_, abs=1e-8)
    assert model.log_likelihood_ >= theirs.llf - 1e-8
    w = difference(x, order[1])
    at_ours = arma_log_likelihood(w, model.ar_, model.ma_, model.sigma2_)
    assert model.log_likelihood_ == pytest.approx(at_ours, rel=1e-12)


@pytest.mark.parametrize("order", [(1, 0, 1), (2, 0, 1), (0, 0, 1), (3, 0, 0)])
def test_nothing_nearby_is_likelier(order, rng):
    x = simulate(80, [0.5], [0.3], 8)
    model = ARIMA(*order, trend="n").fit(x)
    best = arma_log_likelihood(x, model.ar_, model.ma_)
    assert model.log_likelihood_ == pytest.approx(best, rel=1e-12)
    for size in (1e-4, 1e-2):
        for _ in range(20):
            ar, ma = (v + size * rng.normal(size=v.shape) for v in (model.ar_, model.ma_))
            assert arma_log_likelihood(x, ar, ma) <= best + 1e-9


@pytest.mark.parametrize("order", [(1, 0, 1), (2, 0, 1), (0, 0, 2)])
def test_forecasts_are_conditional_expectations(order):
    x = simulate(25, [0.5], [0.3], 5)
    model = ARIMA(*order).fit(x)
    means, variances = naive.forecast((x - model.intercept_).tolist(), model.ar_.tolist(), model.ma_.tolist(), 5)
    ours = model.forecast(5)
    np.testing.assert_allclose(ours.mean - model.intercept_, means, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(ours.standard_error**2 / model.sigma2_, variances, rtol=1e-9)
    np.testing.assert_allclose(ours.upper - ours.mean, 1.959963984540054 * ours.standard_error, rtol=1e-12)


@pytest.mark.parametrize("d", [1, 2, 3])
def test_forecast_variances_add_the_weights_of_the_integrated_process(d):
    """1 / ((1 - B)^d phi(B)) theta(B), expanded."""
    ar, ma = [0.5, -0.2], [0.4]
    polynomial = np.array([1.0, -0.5, 0.2])
    for _ in range(d):
        polynomial = np.convolve(polynomial, [1.0, -1.0])
    weights = np.array(naive.impulse_response((-polynomial[1:]).tolist(), ma, 6))
    theta = np.array([1.0, 0.4, 0.0])
    settled = np.outer(theta[:2], theta[:2])
    mean, variance = _forecast(np.array(ar), theta, np.zeros(2), settled, np.zeros(d), 6)
    np.testing.assert_allclose(variance, np.cumsum(weights**2), rtol=1e-12)
    np.testing.assert_array_equal(mean, 0.0)


def test_forecasts_of_a_drifting_walk_go_on_along_its_line():
    x = 5.0 + 2.0 * np.arange(40) + 0.1 * simulate(40, [], [], 2, d=1)
    model = ARIMA(0, 1, 0, trend="t").fit(x)
    drift = (x[-1] - x[0]) / 39
    assert model.drift_ == pytest.approx(drift, rel=1e-9)
    np.testing.assert_allclose(model.forecast(3).mean, x[-1] + drift * np.arange(1, 4), rtol=1e-12)


@pytest.mark.parametrize(("scale", "shift"), [(1e6, 0.0), (1e-6, 0.0), (1e150, 0.0), (1e-150, 0.0), (1.0, 1e6)])
@pytest.mark.parametrize(("order", "trend"), [((1, 0, 1), "c"), ((1, 1, 1), "n"), ((1, 1, 1), "t")])
def test_units_do_not_matter(scale, shift, order, trend):
    x = simulate(120, [0.6], [0.3], 1, d=order[1])
    ours, other = ARIMA(*order, trend=trend).fit(x), ARIMA(*order, trend=trend).fit(x * scale + shift)
    np.testing.assert_allclose(other.ar_, ours.ar_, rtol=1e-5)
    np.testing.assert_allclose(other.ma_, ours.ma_, rtol=1e-5)
    np.testing.assert_allclose(math.sqrt(other.sigma2_) / scale, math.sqrt(ours.sigma2_), rtol=1e-7)
    n = 120 - order[1]
    assert other.log_likelihood_ == pytest.approx(ours.log_likelihood_ - n * math.log(scale), abs=1e-6)
    forecast, expected = other.forecast(4), ours.forecast(4)
    np.testing.assert_allclose((forecast.mean - shift) / scale, expected.mean, rtol=1e-4)
    np.testing.assert_allclose(forecast.standard_error / scale, expected.standard_error, rtol=1e-5)


@pytest.mark.parametrize("method", ["css-ml", "ml", "css"])
def test_methods(method):
    x = simulate(400, [0.6], [0.3], 1)
    model = ARIMA(1, 0, 1, method=method).fit(x)
    exact = ARIMA(1, 0, 1).fit(x)
    assert model.converged_
    if method == "css":
        e, mean = np.zeros(400), model.intercept_
        for t in range(1, 400):
            e[t] = x[t] - mean - model.ar_[0] * (x[t - 1] - mean) - model.ma_[0] * e[t - 1]
        assert model.sigma2_ == pytest.approx(e @ e / 399, rel=1e-10)
        assert model.log_likelihood_ == pytest.approx(-399 / 2 * (math.log(2 * math.pi * model.sigma2_) + 1), rel=1e-12)
        np.testing.assert_allclose(model.params_, exact.params_, atol=0.1)
        np.testing.assert_allclose(model.bse_, exact.bse_, rtol=0.1)
    else:
        assert model.log_likelihood_ == pytest.approx(exact.log_likelihood_, abs=1e-8)


def test_missing_values():
    """Against statsmodels, whose filter skips them as ours does."""
    from statsmodels.tsa.arima.model import ARIMA as Theirs  # noqa: N811

    x = carbon_dioxide()[1]
    assert np.isnan(x).any()
    model = ARIMA(1, 0, 1, trend="ct").fit(x)
    theirs = Theirs(x, order=(1, 0, 1), trend="ct")
    assert theirs.loglike(model.params_) == pytest.approx(model.log_likelihood_, abs=1e-8)
    other = theirs.smooth(model.params_).get_forecast(5)
    np.testing.assert_allclose(model.forecast(5).mean, other.predicted_mean, rtol=1e-10)
    np.testing.assert_allclose(model.forecast(5).standard_error, other.se_mean, rtol=1e-10)
    assert np.isnan(model.residuals_).sum() == np.isnan(x).sum()


def test_a_gap_at_the_end_widens_the_first_forecast():
    x = simulate(60, [0.7], [0.2], 2)
    x[-2:] = np.nan
    model, shorter = ARIMA(1, 0, 1).fit(x), ARIMA(1, 0, 1).fit(x[:-2])
    np.testing.assert_allclose(model.forecast(3).standard_error, shorter.forecast(5).standard_error[2:], rtol=1e-5)


def log_likelihoods(x, trend, orders, **parameters):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # unit roots, singular matrices
        return [ARIMA(p, 0, q, trend=trend, **parameters).fit(x).log_likelihood_ for p, q in orders]


def test_a_level_far_from_zero_without_a_constant():
    """The root is 1 - 1e-6; the coefficients are statsmodels' for the larger model."""
    x = carbon_dioxide()[0][:60]
    small, large = log_likelihoods(x, "n", [(1, 2), (2, 2)])
    assert large >= small - 1e-6
    assert large >= arma_log_likelihood(x, [1.63664766, -0.63667029], [0.37280131, 0.34340984], 0.63525887)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["css-ml", "ml"])
@pytest.mark.parametrize(("level", "trend", "order"), [(300, "n", (2, 1)), (300, "c", (2, 1)), (0, "n", (2, 2))])
def test_no_smaller_model_is_likelier(level, trend, order, method):
    """Of walks, whose likelihood has several maxima."""
    smaller = [(p, q) for p in range(order[0] + 1) for q in range(order[1] + 1) if (p, q) != order]
    for seed in range(4):
        x = level + simulate(60, [], [], seed, d=1)
        large, *others = log_likelihoods(x, trend, [order, *smaller], method=method)
        assert large >= max(others) - 1e-4


def test_a_nearly_cancelling_pair_is_found():
    """The peak at the edge is four tenths above the one that both plain starts end at; statsmodels finds the latter."""
    x = simulate(80, [0.5], [0.3], 7)
    assert log_likelihoods(x, "n", [(2, 1)])[0] > arma_log_likelihood(x, [1.5176, -0.5177], [-0.9999]) - 1e-3
    assert log_likelihoods(x, "n", [(2, 1)])[0] > statsmodels_fit(x, (2, 0, 1), "n").llf + 0.3


def test_estimates_stay_stationary_and_invertible():
    for seed in range(5):
        x = simulate(40, [], [-1.0], seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = ARIMA(2, 0, 2, trend="n").fit(x)
        for polynomial in (np.r_[1.0, -model.ar_], np.r_[1.0, model.ma_]):
            assert np.abs(np.roots(polynomial)).max() <= 1.0


def test_a_walk_is_told_from_a_stationary_series():
    with pytest.warns(UserWarning, match="unit root.*try d = 1"):
        ARIMA(1, 0, 0).fit(simulate(200, [], [], 1, d=1))
    with pytest.warns(UserWarning, match="unit root"):
        ARIMA(2, 0, 0, trend="n").fit(1.05 ** np.arange(100.0))


@pytest.mark.parametrize(
    ("x", "d", "match"),
    [
        ([3.0] * 20, 0, "does not vary, every value is 3"),
        (np.arange(20.0) * 0.1, 1, "does not vary after 1 difference: it is a polynomial of degree 1"),
        (np.arange(20.0) ** 2, 2, "does not vary after 2 differences"),
        ([1.0, 2.0, 4.0], 0, "too short: 3 parameters.*at least 5"),
        ([1.0, math.nan, 4.0, 2.0, 3.0, 5.0], 1, "gaps cannot be differenced"),
        ([1.0, math.inf, 4.0, 2.0, 3.0, 5.0], 0, "infinity"),
        ([1e308, -1e308] * 5, 0, "overflow"),
    ],
)
def test_series_that_are_refused(x, d, match):
    with pytest.raises(ValueError, match=match):
        ARIMA(1, d, 0).fit(x)


def test_parameters_that_are_refused():
    x = simulate(30, [], [])
    for parameters, match in (
        ({"p": -1}, "p must be"),
        ({"trend": "x"}, "trend must be one of"),
        ({"d": 1, "trend": "c"}, "removed by d = 1.*'t' or 'n'"),
        ({"d": 2, "trend": "t"}, "use 'n'"),
        ({"method": "mle"}, "method must be one of"),
        ({"tol": 0.0}, "tol must be"),
        ({"max_iter": 0}, "max_iter must be"),
    ):
        with pytest.raises(ValueError, match=match):
            ARIMA(**parameters).fit(x)
    with pytest.raises(ValueError, match="every value"):
        ARIMA(1, method="css").fit([1.0, math.nan, 2.0, 0.0, 3.0, 1.0])
    gaps = np.full(30, np.nan)
    with pytest.raises(ValueError, match="not fitted yet"):
        ARIMA().forecast()
    with pytest.raises(ValueError, match="h must be"):
        ARIMA().fit(x).forecast(0)
    with pytest.raises(ValueError, match="too short"):
        ARIMA().fit(gaps)


def test_a_maximum_at_the_edge_has_no_standard_errors():
    """Roots of phi and theta meet on the unit circle: no peak, no curvature."""
    x = simulate(80, [0.5], [0.3], 7)
    with pytest.warns(UndefinedWarning, match="singular"), pytest.warns(UserWarning, match="unit root"):
        model = ARIMA(2, 0, 2, trend="n").fit(x)
    assert np.isnan(model.bse_).all()
    assert np.abs(np.roots(np.r_[1.0, model.ma_])).max() > 1.0 - 1e-3


@pytest.mark.parametrize("entry", [0.0, np.nan, np.inf])
def test_standard_errors_without_information(entry, monkeypatch):
    """At the edge an entry of the diagonal can be anything."""

    def edge(*arguments):
        arguments[-1][:] = entry
        return True

    monkeypatch.setattr(box_jenkins, "_information", edge)
    with pytest.warns(UndefinedWarning, match="singular"):
        model = ARIMA(1, 0, 1).fit(simulate(60, [0.5], [0.3], 1))
    assert np.isnan(model.bse_).all()


def test_a_walk_far_from_zero_has_standard_errors_or_none():
    rng = np.random.default_rng(8)
    x = [np.cumsum(rng.normal(size=60)) + 300.0 for _ in range(4)][3]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = ARIMA(2, 0, 1, trend="n").fit(x)
    assert np.isnan(model.bse_).all() or np.isfinite(model.bse_).all()
    assert np.isfinite(model.log_likelihood_)


@pytest.mark.parametrize("method", ["css-ml", "css"])
def test_long_fits_return_to_python_after_each_pass(method, monkeypatch):
    """So that Ctrl-C is heard; where they return does not change the result."""
    x = simulate(60, [0.5], [0.3], 1)
    passes, rows, climb, information = [], [], _arma_estimate._climb, box_jenkins._information

    def counted_climb(*arguments):
        before = arguments[-1].copy()
        over = climb(*arguments)
        passes.append(arguments[-1][2] - before[2] + (before[1] < 0.0))
        return over

    def counted_rows(*arguments):
        rows.append(arguments[9] - arguments[8])
        return information(*arguments)

    whole = ARIMA(2, 0, 1, method=method).fit(x)
    monkeypatch.setattr(_arma_estimate, "_WORK", 0.0)
    monkeypatch.setattr(_arma_estimate, "_climb", counted_climb)
    monkeypatch.setattr(box_jenkins, "_information", counted_rows)
    cut = ARIMA(2, 0, 1, method=method).fit(x)
    assert max(passes) == 1
    assert sum(passes) > cut.n_iter_
    assert rows == [1, 1, 1, 1]
    np.testing.assert_array_equal(cut.params_, whole.params_)
    np.testing.assert_array_equal(cut.bse_, whole.bse_)


def test_a_pass_over_a_long_series_is_a_call():
    assert _arma_estimate.passes_per_call(200, 2, 2, 0) > 500
    assert _arma_estimate.passes_per_call(200_000, 5, 5, 1) == 1


def test_a_unit_root_has_no_likelihood():
    """tanh 40 is 1: the search steps back from there."""
    x, phi, theta, P = simulate(20, [0.5], []), np.zeros(1), np.zeros(2), np.zeros((1, 1))
    arrays = phi, theta, np.empty(20), np.empty(20), np.zeros(1), P, np.empty(1), np.empty((1, 1))
    assert _evaluate(x, np.empty((20, 0)), 1, 0, True, np.array([40.0]), *arrays) == math.inf
    assert _evaluate(x, np.empty((20, 0)), 1, 0, True, np.array([0.5]), *arrays) < math.inf


def test_information_is_the_second_derivative_and_its_steps_stay_stationary():
    x = simulate(50, [0.5], [])

    def likelihood(phi):
        return arma_log_likelihood(x, [phi], [], 1.0)

    def information(phi, sigma2=1.0):
        result = np.empty((2, 2))
        inside = _information(
            x, np.empty((50, 0)), 1, 0, True, np.array([phi]), sigma2, 50.0, 0, 1, np.empty(1), result
        )
        return result[0, 0] if inside else None

    second = (likelihood(0.5 + 1e-4) - 2 * likelihood(0.5) + likelihood(0.5 - 1e-4)) / 1e-8
    assert information(0.5) == pytest.approx(-second, rel=1e-5)
    assert information(1.0 - 1e-5) > 0.0
    assert information(1.5) is None
    assert information(0.9, 1e8) > 0.0  # a step of ten standard deviations is shortened


def test_twice_integrated():
    """A straight line with noise: theta near -1 twice is Holt's line through all points."""
    x = 3.0 * np.arange(50) + simulate(50, [], [], 6)
    forecast = ARIMA(0, 2, 1).fit(x).forecast(2)
    assert np.abs(forecast.mean - 3.0 * np.arange(50, 52)).max() < 4.0 * forecast.standard_error[0]


@pytest.mark.parametrize("order", [(1, 0, 1), (3, 0, 1), (2, 0, 2)])
def test_almost_certain_series_end_with_numbers(order):
    """Innovations a thousandth of the series, and roots at -1 on both sides: the search may not end."""
    x = np.tile([1.0, -1.0], 10) + 1e-3 * simulate(20, [], [], 0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = ARIMA(*order, trend="n", max_iter=200).fit(x)
    assert np.isfinite(model.log_likelihood_)
    assert model.log_likelihood_ == pytest.approx(arma_log_likelihood(x, model.ar_, model.ma_), rel=1e-9)
    assert np.abs(np.roots(np.r_[1.0, -model.ar_])).max() < 1.0


@pytest.mark.parametrize("method", ["css-ml", "ml", "css"])
def test_max_iter_is_the_most_of_all_starts_together(method):
    x = simulate(60, [0.5, -0.3], [0.4])
    for most in (1, 2, 3, 5, 8):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the matrix may be singular where the search was stopped
            model = ARIMA(2, 0, 2, method=method, max_iter=most).fit(x)
        assert model.n_iter_ <= most
        assert np.isfinite(model.log_likelihood_)
    free = ARIMA(2, 0, 2, method=method).fit(x)
    assert free.converged_
    ample = ARIMA(2, 0, 2, method=method, max_iter=2 * free.n_iter_).fit(x)
    assert ample.converged_
    np.testing.assert_array_equal(ample.params_, free.params_)


@pytest.mark.parametrize(("scale", "variance"), [(1e160, math.inf), (1e200, math.inf), (1e-160, None), (1e-200, 0.0)])
def test_a_variance_beyond_double_precision_is_told_and_forecasts_do_without(scale, variance):
    x = simulate(60, [0.5], [])
    ours = ARIMA(1, 0, 0).fit(x)
    with pytest.warns(UndefinedWarning, match="sigma2_ is") as told:
        other = ARIMA(1, 0, 0).fit(x * scale)
    assert len(told) == 1
    assert told[0].filename == __file__
    assert variance is None or other.sigma2_ == variance
    np.testing.assert_allclose(other.bse_[:2] / [scale, 1.0], ours.bse_[:2], rtol=1e-6)
    np.testing.assert_allclose(other.forecast(3).standard_error / scale, ours.forecast(3).standard_error, rtol=1e-6)
    assert other.log_likelihood_ == pytest.approx(ours.log_likelihood_ - 60 * math.log(scale), rel=1e-9)


def test_one_column_is_a_series():
    import pandas as pd

    x = simulate(40, [0.5], [])
    for table in (x[:, None], pd.DataFrame({"x": x})):
        np.testing.assert_array_equal(ARIMA(1, 0, 0).fit(table).params_, ARIMA(1, 0, 0).fit(x).params_)
    with pytest.raises(ValueError, match="1 dimension"):
        ARIMA().fit(np.ones((20, 2)))


def test_fits_do_not_touch_each_other():
    x = simulate(100, [0.5], [], 2)
    model = ARIMA(1).fit(x)
    before = model.forecast(3)
    copy = pickle.loads(pickle.dumps(model))
    x[:] = 0.0
    np.testing.assert_array_equal(copy.forecast(3).mean, before.mean)
    assert model.param_names_ == ["const", "ar.L1", "sigma2"]
    assert repr(ARIMA(2, 1)) == "ARIMA(p=2, d=1)"
