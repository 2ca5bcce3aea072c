"""Parameters that a compiled caller must not get past: NaN, fractions and the ends of int64, for every adapter."""

import math

import numba
import numpy as np
import pytest

from algos._options import whole_within
from algos.timeseries import (
    acf,
    adfuller,
    difference,
    kpss,
    ljung_box,
    pacf,
    rolling_moments,
    undifference,
    yule_walker,
)
from tests.conftest import PLAIN

pytestmark = pytest.mark.kernels

LEAST, MOST = -(2**63), 2**63 - 1
WHOLE = [LEAST, -1, 2**62, MOST]
FRACTIONS = [math.nan, 2.5, math.inf, -math.inf, 2.0**63, -(2.0**63), 1e300]

CALLS = (
    lambda x, k: acf(x, k).acf[0],
    lambda x, k: pacf(x, k).pacf[0],
    lambda x, k: ljung_box(x, k).pvalue[0],
    lambda x, k: ljung_box(x, 2, k).statistic[0],
    lambda x, k: ljung_box(x, np.array([2, k, 1])).statistic[0],
    lambda x, k: difference(x, k)[0],
    lambda x, k: difference(x, k, 1)[0],
    lambda x, k: difference(x, 1, k)[0],
    lambda x, k: difference(x, k, k)[0],
    lambda x, k: undifference(x, x[:2], k)[0],
    lambda x, k: undifference(x, x[:2], k, k)[0],
    lambda x, k: undifference(x, x[:2], 0, k)[0],
    lambda x, k: rolling_moments(x, k).mean[0],
    lambda x, k: rolling_moments(x, 3, k).mean[0],
    lambda x, k: adfuller(x, k).statistic,
    lambda x, k: kpss(x, "c", k).statistic,
    lambda x, k: yule_walker(x, k).sigma,
)
ALPHAS = (lambda x, a: acf(x, 2, alpha=a).limit[0], lambda x, a: pacf(x, 2, alpha=a).limit[0])
SERIES = (
    lambda x: acf(x).acf[0],
    lambda x: pacf(x).pacf[1],
    lambda x: pacf(x, method="ols").pacf[1],
    lambda x: pacf(x, method="burg").pacf[1],
    lambda x: ljung_box(x).pvalue[0],
    lambda x: ljung_box(x, np.array([2, 1])).pvalue[0],
    lambda x: difference(x)[0],
    lambda x: undifference(x, np.array([0.0]))[1],
    lambda x: undifference(np.zeros(2), x, len(x))[0],
    lambda x: rolling_moments(x, 2).mean[0],
    lambda x: adfuller(x, 1, "n").statistic,
    lambda x: adfuller(x, 1, autolag=None).statistic,
    lambda x: kpss(x).statistic,
    lambda x: kpss(x, "ct", 1).statistic,
    lambda x: yule_walker(x, demean=False).sigma,
)
X = np.array([1.0, 3.0, 2.0, 5.0, 4.0, 4.5, 7.0, 6.0])


@pytest.mark.skipif(PLAIN, reason="without a compiler these are the public functions")
@pytest.mark.parametrize("place", range(len(CALLS)))
def test_parameters_that_are_no_number_of_anything_are_refused(place):
    call = numba.njit(CALLS[place])
    for value in (*WHOLE, *FRACTIONS):
        if place == 3 and value == 2**62:
            continue  # so many degrees of freedom leave none, which is no error
        with pytest.raises(ValueError, match=r": (?:x |\w+ must)"):
            call(X, value)


@pytest.mark.skipif(PLAIN, reason="without a compiler these are the public functions")
@pytest.mark.parametrize("place", range(len(ALPHAS)))
def test_levels_that_are_no_probability_are_refused(place):
    call = numba.njit(ALPHAS[place])
    for value in (math.nan, 0.0, 1.0, -math.inf):
        with pytest.raises(ValueError, match="alpha must be between 0 and 1"):
            call(X, value)


@pytest.mark.parametrize("place", range(len(SERIES)))
def test_series_that_are_not_finite_are_refused(place):
    call = SERIES[place] if PLAIN else numba.njit(SERIES[place])
    call(X)
    for value in (math.nan, math.inf, -math.inf):
        for at in range(X.shape[0]):
            x = X.copy()
            x[at] = value
            with pytest.raises(ValueError, match=r"finite|contains"):
                call(x)


def test_whole_within():
    for value in (np.int8(3), np.uint64(3), 3, 3.0, np.float32(3)):
        assert whole_within(value, 0, 3) == 3
        assert whole_within(value, 4, 9) == whole_within(value, 4, 3) == 3
        assert whole_within(value, 1, 2) == 0
    for value in (*WHOLE, *FRACTIONS):
        assert whole_within(value, 0, 7) == -1


def test_adapters_take_whole_numbers_of_any_width():
    """The bodies that Numba compiles, called as they are: what the plain lane sees of them."""
    for k in (np.int32(2), 2.0, np.uint8(2)):
        assert difference.compiled_as(X, k).tolist() == difference(X, 2).tolist()
        assert ljung_box.compiled_as(X, k)(X, k).pvalue.tolist() == ljung_box(X, 2).pvalue.tolist()
        assert kpss.compiled_as(X, "c", k)(X, "c", k).statistic == kpss(X, "c", 2).statistic
    gap = np.array([1.0, 2.0, 4.0, math.nan, 3.0, 5.0, 1.0, 2.0])
    for adapter, arguments in (
        (acf, (gap,)),
        (difference, (gap,)),
        (undifference, (gap, X[:1])),
        (yule_walker, (gap,)),
        (rolling_moments, (gap, 2)),
        (difference, (X, math.nan)),
        (acf, (X, math.nan)),
        (acf, (X, 2, False, math.nan)),
        (rolling_moments, (X, 2.5)),
        (yule_walker, (X, 2.5)),
        (undifference, (X, X[:1], 1.5)),
    ):
        with pytest.raises(ValueError, match="must"):
            adapter.compiled_as(*arguments)
    for public, arguments in (
        (pacf, (gap,)),
        (ljung_box, (gap,)),
        (ljung_box, (gap, np.array([1]))),
        (adfuller, (gap,)),
        (kpss, (gap,)),
        (pacf, (X, math.nan)),
        (pacf, (X, 2, "ldb", math.nan)),
        (ljung_box, (X, np.array([math.nan]))),
        (ljung_box, (X, 2, math.nan)),
        (adfuller, (X, 1.5)),
        (kpss, (X, "c", math.nan)),
    ):
        with pytest.raises(ValueError, match=r"must|too short"):
            public.compiled_as(*arguments)(*arguments)
