"""Partial autocorrelation by four methods: by hand, naive, statsmodels, laws, edges."""

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.tsa import stattools

from algos._check import UndefinedWarning
from algos.timeseries import acf, pacf, partial_correlogram, yule_walker
from tests.algos.timeseries.helpers import KINDS, series
from tests.conftest import PLAIN
from tests.naive import timeseries as naive

pytestmark = pytest.mark.kernels


def test_worked_example():
    r1, r2 = 0.4, -0.1
    second = (r2 - r1**2) / (1 - r1**2)
    np.testing.assert_allclose(pacf([1, 2, 3, 4, 5], 2).pacf, [1.0, r1, second], rtol=1e-15)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "method", ["ldb", "ldbiased", "ywm", "ywmle", "ld", "ldadjusted", "yw", "ywadjusted", "ols", "burg"]
)
def test_equals_statsmodels(method, kind):
    for n, lags in ((12, 3), (150, 12)):
        x = series(kind, n)
        theirs = stattools.pacf(x, lags, method=method)
        np.testing.assert_allclose(pacf(x, lags, method).pacf, theirs, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("kind", ["noise", "line", "ar"])
def test_equals_naive(kind):
    x = series(kind, 40)
    values = x.tolist()
    np.testing.assert_allclose(pacf(x, 6).pacf, naive.pacf(values, 6), rtol=1e-10)
    np.testing.assert_allclose(pacf(x, 6, "ld").pacf, naive.pacf(values, 6, adjusted=True), rtol=1e-10)
    np.testing.assert_allclose(pacf(x, 6, "ols").pacf, naive.pacf_ols(values, 6), rtol=1e-9)
    np.testing.assert_allclose(pacf(x, 6, "burg").pacf, naive.pacf_burg(values, 6), rtol=1e-11)


def test_regressions_of_more_rows_than_a_block():
    x = series("ar", 2 * partial_correlogram.ROWS + 7)
    np.testing.assert_allclose(pacf(x, 5, "ols").pacf, stattools.pacf(x, 5, method="ols"), rtol=1e-11)


def test_limits_equal_statsmodels():
    x = series("ar", 200)
    ours, theirs = pacf(x, 20, alpha=0.05), stattools.pacf(x, 20, method="ldb", alpha=0.05)
    np.testing.assert_allclose(ours.lower, theirs.confint[:, 0], rtol=1e-12)
    np.testing.assert_allclose(ours.upper, theirs.confint[:, 1], rtol=1e-12)
    assert {1, 2} <= set(ours.significant.tolist())
    assert ours.limit[0] == 0.0
    assert [len(part) for part in pacf(x, 20)[1:]] == [0, 0, 0, 0]


@given(st.lists(st.integers(-50, 50), min_size=4, max_size=30).filter(lambda x: len(set(x)) > 1))
def test_laws(x):
    r = pacf(x, len(x) // 2).pacf
    assert (abs(r) <= 1.0 + 1e-12).all()  # so every order is stationary
    assert r[1] == pytest.approx(acf(x, 1).acf[1], abs=1e-14)
    assert r[-1] == pytest.approx(yule_walker(x, len(x) // 2, adjusted=False).coefficients[-1], abs=1e-12)
    np.testing.assert_allclose(pacf(np.array(x) * -2.0 + 7.0, len(x) // 2).pacf, r, atol=1e-8)


def test_default_number_of_lags():
    for n in (2, 3, 4, 9, 60, 500):
        assert len(pacf(series("ar", n)).pacf) == max(min(int(10 * np.log10(n)), n // 2 - 1), 1) + 1


@pytest.mark.parametrize("method", ["ldb", "ld", "ols", "burg"])
def test_where_it_is_not_defined(method):
    with pytest.warns(UndefinedWarning, match="constant"):
        assert np.isnan(pacf(np.full(12, 0.1), 3, method).pacf).all()
    known = {"ldb": None, "ld": 3, "ols": 2, "burg": 2}[method]  # from this lag on nothing is left to explain
    if known is not None:
        swings = np.tile([1.0, -1.0], 8) if method != "ld" else [1.0, -1.0, 1.0, -1.0]
        with pytest.warns(UndefinedWarning, match="without error"):
            r = pacf(swings, 3 if method != "ld" else 2, method).pacf
        assert r[1] == pytest.approx(-1.0)
        assert not np.isfinite(r[-1])


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (([1.0], 1), "x must have at least 2 value"),
        (([1.0, 2.0, 3.0], 3), "nlags must be at most 2 for 3 values and method 'ldb', got 3"),
        (([1.0, 2.0, 3.0, 5.0], 2, "ols"), "nlags must be at most 1 for 4 values"),
        (([1.0, 2.0, 3.0], 0), "nlags must be an integer of at least 1"),
        (([1.0, np.inf], 1), "Input x contains infinity"),
        (([1.0, 2.0, 3.0], 1, "ml"), "method must be one of 'ldb', 'ld'"),
        (([1.0, 2.0, 3.0], 1, "ldb", 1.5), "alpha must be"),
    ],
)
def test_refuses(arguments, match):
    with pytest.raises(ValueError, match=match):
        pacf(*arguments)


def test_other_input_does_not_compile_again():
    x = np.array([1.0, 4.0, 2.0, 8.0, 5.0, 7.0])
    expected = pacf(x, 2).pacf
    before = set(getattr(partial_correlogram._pacf, "signatures", ()))
    for values in (x.tolist(), x.astype(np.float32), x.astype(int), np.repeat(x, 2)[::2]):
        np.testing.assert_array_equal(pacf(values, np.int64(2)).pacf, expected)
        pacf(values, 2, "burg")
    assert set(getattr(partial_correlogram._pacf, "signatures", ())) == before


def test_a_small_call_is_cheap(count_calls):
    assert count_calls(pacf, series("ar", 20), 8, "ldb", 0.05) < 60


def call_all(x):
    return pacf(x), pacf(x, 3, "ols"), pacf(x, nlags=4, method="burg", alpha=0.05)


def test_compiled_callers_get_the_same():
    caller = call_all if PLAIN else numba.njit(call_all)
    x = series("ar", 40)
    for ours, expected in zip(caller(np.repeat(x, 2)[::2]), call_all(x), strict=True):
        for a, b in zip(ours, expected, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-12)
    body = pacf.compiled_as(None, None, "ld", None)
    np.testing.assert_allclose(body(x, 3, "ld").pacf, pacf(x, 3, "ld").pacf, rtol=1e-12)
    for bad in ((np.empty(0),), (x, 40), (x, 0), (x, 2, "ld", 0.0)):
        with pytest.raises(ValueError, match="pacf: "):
            body(*bad)
    with pytest.raises(ValueError, match="pacf: method"):
        pacf.compiled_as(None, None, "ml", None)(x)
