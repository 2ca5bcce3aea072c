"""The tests of Ljung and Box, and of Box and Pierce: by hand, naive, statsmodels, edges."""

import numba
import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.diagnostic import acorr_ljungbox

from algos._check import UndefinedWarning
from algos.timeseries import ljung_box, portmanteau
from tests.algos.timeseries.helpers import KINDS, series
from tests.conftest import PLAIN
from tests.naive import timeseries as naive

pytestmark = pytest.mark.kernels


def test_worked_example():
    result = ljung_box([1, 2, 3, 4, 5], 2)
    np.testing.assert_allclose(result.statistic, [35 * 0.16 / 4, 35 * (0.16 / 4 + 0.01 / 3)], rtol=1e-14)
    np.testing.assert_allclose(result.pvalue, stats.chi2.sf(result.statistic, [1, 2]), rtol=1e-12)
    assert result.lags.tolist() == [1, 2]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", [12, 100])
def test_equals_naive_and_statsmodels(n, kind):
    x = series(kind, n)
    theirs = acorr_ljungbox(x, 8, boxpierce=True, model_df=2)
    ours, plain = ljung_box(x, 8, model_df=2), ljung_box(x, [8, 3], model_df=2, boxpierce=True)
    np.testing.assert_allclose(ours.statistic, theirs.lb_stat, rtol=1e-11)
    np.testing.assert_allclose(ours.pvalue, theirs.lb_pvalue, rtol=1e-9, atol=1e-300)
    np.testing.assert_allclose(plain.statistic, theirs.bp_stat[[8, 3]], rtol=1e-11)
    np.testing.assert_allclose(plain.pvalue, theirs.bp_pvalue[[8, 3]], rtol=1e-9, atol=1e-300)
    assert np.isnan(ours.pvalue[:2]).all()
    assert ours.statistic[7] == pytest.approx(naive.ljung_box(x.tolist(), 8), rel=1e-11)
    assert plain.statistic[0] == pytest.approx(naive.box_pierce(x.tolist(), 8), rel=1e-11)


def test_default_lags():
    for n, most in ((4, 1), (12, 2), (100, 10)):
        assert ljung_box(series("ar", n)).lags.tolist() == list(range(1, most + 1))


def test_a_constant_series_has_none():
    with pytest.warns(UndefinedWarning, match="constant"):
        result = ljung_box(np.ones(9), 2)
    assert np.isnan(result.statistic).all()
    assert np.isnan(result.pvalue).all()


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (([1.0, 2.0], 2), "lags must be from 1 to 1, .* got 2"),
        (([1.0, 2.0, 3.0], [1, 0]), "lags must be from 1 to 2, .* got 0"),
        (([1.0, 2.0, 3.0], 0), "lags must be an integer of at least 1"),
        (([1.0, 2.0, 3.0], [1.5]), "lags must hold integers"),
        (([1.0, 2.0, 3.0], []), "lags must have at least 1"),
        (([1.0, 2.0, 3.0], 1, -1), "model_df must be"),
        (([1.0], 1), "x must have at least 2"),
    ],
)
def test_refuses(arguments, match):
    with pytest.raises(ValueError, match=match):
        ljung_box(*arguments)


def test_a_small_call_is_cheap_and_other_input_does_not_compile_again(count_calls):
    x = series("ar", 20)
    assert count_calls(ljung_box, x, 5) < 60
    before = set(getattr(portmanteau._portmanteau, "signatures", ()))
    for values in (x.tolist(), x.astype(np.float32), np.repeat(x, 2)[::2]):
        ljung_box(values, np.int32(3))
        ljung_box(values, [3.0])
        ljung_box(values)
    assert set(getattr(portmanteau._portmanteau, "signatures", ())) == before


def call_all(x, lags):
    return ljung_box(x), ljung_box(x, 4, 1), ljung_box(x, lags, boxpierce=True)


def test_compiled_callers_get_the_same():
    caller = call_all if PLAIN else numba.njit(call_all)
    x, lags = series("ar", 40), np.array([2, 7])
    for ours, expected in zip(caller(np.repeat(x, 2)[::2], lags), call_all(x, lags), strict=True):
        for a, b in zip(ours, expected, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-12)
    for given in (None, 3, lags):
        body = ljung_box.compiled_as(x, given)
        if given is None:
            assert body(x[:4]).lags.tolist() == ljung_box(x[:4]).lags.tolist() == [1]
        np.testing.assert_allclose(body(x, given).pvalue, ljung_box(x, given).pvalue, rtol=1e-12)
        with pytest.raises(ValueError, match="ljung_box: lags"):
            body(x[:1], given)
        with pytest.raises(ValueError, match="model_df not negative"):
            body(x, given, -1)
