"""Autocorrelation: by hand, naive, statsmodels, both ways of computing it, laws, edges."""

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.tsa import stattools

from algos._check import UndefinedWarning
from algos.timeseries import _autocovariance, acf, correlogram
from tests.algos.timeseries.helpers import KINDS, series
from tests.conftest import PLAIN
from tests.naive import timeseries as naive

pytestmark = pytest.mark.kernels

LARGE = 300 if PLAIN else 5000


def test_worked_example():
    np.testing.assert_allclose(acf([1, 2, 3, 4, 5], 3).acf, [1.0, 0.4, -0.1, -0.4], rtol=1e-15)
    limit = acf(series("noise", 100), 2, alpha=0.05, bartlett=False).limit
    assert limit[1] == pytest.approx(0.1959964, abs=5e-8)


@pytest.mark.parametrize("adjusted", [False, True])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", [2, 3, 9, 60])
def test_equals_naive_and_statsmodels(n, kind, adjusted):
    x = series(kind, n)
    for lags in {0, 1, n // 2, n - 1}:
        ours = acf(x, lags, adjusted).acf
        np.testing.assert_allclose(ours, naive.acf(x.tolist(), lags, adjusted), rtol=1e-10, atol=1e-13)
        theirs = stattools.acf(x, adjusted=adjusted, nlags=lags, fft=False)
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("bartlett", [False, True])
def test_limits_equal_statsmodels(bartlett):
    x = series("ar", 200)
    ours = acf(x, alpha=0.1, bartlett=bartlett)
    theirs = stattools.acf(x, alpha=0.1, bartlett_confint=bartlett, result_object=True)
    np.testing.assert_allclose(ours.acf, theirs.acf, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(ours.lower, theirs.confint[:, 0], rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(ours.upper, theirs.confint[:, 1], rtol=1e-12, atol=1e-14)
    outside = [k for k in range(1, len(ours.acf)) if ours.lower[k] > 0 or ours.upper[k] < 0]
    assert ours.significant.tolist() == outside
    assert 1 in outside


def test_without_alpha_there_are_no_limits():
    result = acf([1.0, 2.0, 4.0], 1)
    assert [len(part) for part in result[1:]] == [0, 0, 0, 0]


def test_the_transform_gives_the_same(rng):
    x = np.cumsum(rng.normal(size=LARGE)) + 1e4
    x.setflags(write=False)
    for lags in (1, 70, LARGE - 1):
        for adjusted in (False, True):
            direct = correlogram._acf(x, lags, adjusted)
            by_fft = correlogram._acf_by_fft(x, lags, adjusted)
            np.testing.assert_allclose(by_fft, direct, rtol=0.0, atol=1e-12)
    assert correlogram._fft_is_cheaper(100_000, 50_000)
    assert not correlogram._fft_is_cheaper(100_000, 40)
    assert not correlogram._fft_is_cheaper(200, 199)
    assert np.isnan(correlogram._acf_by_fft(np.ones(9), 3, False)).all()


def test_the_public_function_takes_the_transform_for_many_lags(rng, monkeypatch):
    x = rng.normal(size=500)
    direct = acf(x, 400).acf
    monkeypatch.setattr(correlogram, "_fft_is_cheaper", lambda n, lags: True)
    by_fft = acf(x, 400).acf
    assert (by_fft != direct).any()
    np.testing.assert_allclose(by_fft, direct, atol=1e-14)


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=40).filter(lambda x: len(set(x)) > 1))
def test_laws(x):
    r = acf(x, len(x) - 1).acf
    assert r[0] == 1.0
    assert (abs(r) <= 1.0 + 1e-12).all()
    assert r[1:].sum() == pytest.approx(-0.5, abs=1e-10)  # the deviations sum to zero
    moved = acf(np.array(x) * -3.0 + 1e6, len(x) - 1).acf
    np.testing.assert_allclose(moved, r, atol=1e-9)
    np.testing.assert_allclose(acf(x[::-1], len(x) - 1).acf, r, atol=1e-13)


def test_far_from_zero_and_at_the_ends_of_the_range():
    x = series("ar", 64).round(6)
    expected = acf(x, 5).acf
    np.testing.assert_allclose(acf(x * 2.0**10 + 2.0**30, 5).acf, expected, atol=1e-9)
    for unit in (2.0**1000, 2.0**-1000):
        np.testing.assert_allclose(acf(x * unit, 5).acf, expected, rtol=1e-12)
    assert acf([1e308, -1e308, 1e308], 1).acf[1] == pytest.approx(-2 / 3)


def test_a_constant_series_has_none():
    for value in (0.0, 0.1, 1e300):
        with pytest.warns(UndefinedWarning, match="constant"):
            result = acf(np.full(10, value), 3, alpha=0.05)
        assert np.isnan(result.acf).all()
        assert result.significant.size == 0


def test_layout_and_dtype_do_not_change_the_answer_nor_compile_again():
    x = np.array([1.0, 4.0, 2.0, 8.0, 5.0])
    expected = acf(x, 2, alpha=0.05)
    before = len(getattr(correlogram._acf, "signatures", ())), len(getattr(correlogram._band, "signatures", ()))
    locked = x.copy()
    locked.setflags(write=False)
    for values in (x.tolist(), x.astype(np.float32), x.astype(np.int32), x.astype(">f8"), np.repeat(x, 2)[::2], locked):
        for ours, theirs in zip(acf(values, np.int8(2), alpha=0.05), expected, strict=True):
            np.testing.assert_array_equal(ours, theirs)
    assert before == (
        len(getattr(correlogram._acf, "signatures", ())),
        len(getattr(correlogram._band, "signatures", ())),
    )


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (([], 1), "x must have at least 1 value"),
        (([1.0, 2.0], 2), "nlags must be less than .* expected below 2, got 2"),
        (([1.0, 2.0], -1), "nlags must be an integer of at least 0"),
        (([1.0, np.nan], 1), "Input x contains NaN"),
        (([1.0, 2.0], 1, False, 0.0), "alpha must be"),
        (([1.0, 2.0], 1, False, 1.0), "alpha must be"),
        (([[1.0, 2.0]], 1), "x must have 1 dimension"),
    ],
)
def test_refuses(arguments, match):
    with pytest.raises(ValueError, match=match):
        acf(*arguments)


def test_a_small_call_is_cheap(count_calls):
    assert count_calls(acf, series("ar", 20), 10, False, 0.05) < 60


def call_all(x):
    return acf(x), acf(x, 3, True), acf(x, nlags=2, alpha=0.05), acf(x, 2, alpha=0.05, bartlett=False)


def test_compiled_callers_get_the_same():
    caller = call_all if PLAIN else numba.njit(call_all)
    x = series("ar", 40)
    for values in (x, np.repeat(x, 2)[::2]):
        for ours, expected in zip(caller(values), call_all(x), strict=True):
            for a, b in zip(ours, expected, strict=True):
                np.testing.assert_allclose(a, b, rtol=1e-13)
    for bad in ((np.empty(0),), (x, 40), (x, -1), (x, 2, False, 0.0), (x, 2, False, 2.0)):
        with pytest.raises(ValueError, match="acf: "):
            acf.compiled_as(*bad)
    np.testing.assert_allclose(acf.compiled_as(x, 3).acf, acf(x, 3).acf, rtol=1e-14)
    ours = acf.compiled_as(x, None, False, 0.05)
    np.testing.assert_allclose(ours.limit, acf(x, alpha=0.05).limit, rtol=1e-14)


def test_sums_of_many_products_keep_their_digits(rng):
    n, lags = LARGE, 17
    y = np.zeros(n + _autocovariance.LAGS)
    y[:n] = rng.normal(size=n) * 10.0 ** rng.integers(-6, 6, n)
    exact = [np.sum(y[: n - k].astype(np.longdouble) * y[k:n]) for k in range(lags + 1)]
    sizes = [np.sum(abs(y[: n - k] * y[k:n])) for k in range(lags + 1)]
    error = abs(_autocovariance._lagged_products(y, y, lags) - np.array(exact, float)) / sizes
    assert error.max() < 2e-15
