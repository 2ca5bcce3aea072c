"""Autocorrelation, stationarity and regression on time; the models of Box and Jenkins race elsewhere."""

import warnings

import numpy as np

from algos import timeseries
from benchmarks.race import Race, close

SIZES = {"small": 200, "medium": 10_000}
LARGE = SIZES | {"large": 200_000}


def walk(n):
    return (np.random.default_rng(0).normal(size=n).cumsum() + 100.0,)


def autoregression(n):
    e = np.random.default_rng(0).normal(size=n)
    for t in range(1, n):
        e[t] += 0.7 * e[t - 1]
    return (e,)


def lags_of(n):
    return 40 if n > 1000 else 20


def statsmodels_acf(x):
    from statsmodels.tsa.stattools import acf

    return lambda: acf(x, nlags=lags_of(len(x)))


def statsmodels_acf_of_many_lags(x):
    from statsmodels.tsa.stattools import acf

    return lambda: acf(x, nlags=len(x) // 4)


def statsmodels_pacf(method):
    def peer(x):
        from statsmodels.tsa.stattools import pacf

        return lambda: pacf(x, nlags=lags_of(len(x)), method=method)

    return peer


def statsmodels_ljungbox(x):
    from statsmodels.stats.diagnostic import acorr_ljungbox

    return lambda: acorr_ljungbox(x, lags=10)


def same_table(ours, theirs):
    """The peer's answer is a DataFrame; reading it is not timed."""
    close(1e-9, 1e-200)(ours, theirs.to_numpy().T)


def statsmodels_adfuller(x):
    from statsmodels.tsa.stattools import adfuller

    def call():
        result = adfuller(x, result_object=True)
        return result.statistic, result.pvalue

    return call


def statsmodels_kpss(regression):
    def peer(x):
        from statsmodels.tools.sm_exceptions import InterpolationWarning
        from statsmodels.tsa.stattools import kpss

        warnings.simplefilter("ignore", InterpolationWarning)

        def call():
            result = kpss(x, regression, result_object=True)
            return result.statistic, result.pvalue

        return call

    return peer


def statsmodels_yule_walker(x):
    from statsmodels.regression.linear_model import yule_walker

    return lambda: yule_walker(x, 10, result_object=False)[0]


def scipy_toeplitz(x):
    from scipy.linalg import solve_toeplitz

    def call():
        y = x - x.mean()
        n = len(y)
        c = [y[: n - k] @ y[k:] / (n - k) for k in range(11)]
        return solve_toeplitz(c[:-1], c[1:])

    return call


def numpy_difference(x):
    return lambda: np.diff(x[12:] - x[:-12])


def numpy_undifference(x):
    z = np.diff(x)
    first = x[:1]
    return lambda: np.cumsum(np.concatenate([first, z]))


def pandas_rolling(x):
    import pandas as pd

    windows = pd.Series(x).rolling(50)
    return lambda: np.array([windows.mean(), windows.var(ddof=0)])[:, 49:]


def numpy_rolling(x):
    windows = np.lib.stride_tricks.sliding_window_view(x, 50)
    return lambda: (windows.mean(axis=1), windows.var(axis=1))


def sklearn_ridge(x):
    from sklearn.linear_model import Ridge

    n = len(x)

    def call():
        t = np.arange(float(n))
        tau = t / (n - 1)
        bends = np.linspace(0, int(0.8 * n) - 1, 26)[1:].round() / (n - 1)
        angles = 2.0 * np.pi / 12.0 * t[:, None] * np.arange(1, 4)
        hinges = np.maximum(tau[:, None] - bends, 0.0)
        X = np.column_stack([1e4 * tau, hinges, 1e1**1.5 * np.cos(angles), 1e1**1.5 * np.sin(angles)])
        return Ridge(alpha=1.0).fit(X, x).predict(X[-5:])

    return call


def our_trend(x):
    last = np.arange(len(x) - 5.0, len(x))
    return lambda: timeseries.TrendSeasonality().fit(x).predict(last)


def race(name, data, ours, peers, *, rtol=1e-9, atol=0.0, sizes=SIZES, agree=None, **more):
    return Race(
        name=f"timeseries.{name}",
        data=data,
        ours=ours,
        peers=peers,
        sizes=sizes,
        agree=agree or close(rtol, atol),
        **more,
    )


def five(*peers, sizes=SIZES):
    return {(peer, size): 5.0 for peer in peers for size in sizes}


ACF, PACF = "statsmodels.tsa.stattools.acf", "statsmodels.tsa.stattools.pacf"
ADF, KPSS = "statsmodels.tsa.stattools.adfuller", "statsmodels.tsa.stattools.kpss"
LJUNG_BOX = "statsmodels.stats.diagnostic.acorr_ljungbox"
YULE_WALKER = "statsmodels.regression.linear_model.yule_walker"

RACES = [
    race(
        "acf",
        walk,
        lambda x: lambda: timeseries.acf(x, lags_of(len(x))).acf,
        {ACF: statsmodels_acf},
        atol=1e-12,
        sizes=LARGE,
        targets=five(ACF, sizes=LARGE),
    ),
    race(
        "acf",
        walk,
        lambda x: lambda: timeseries.acf(x, len(x) // 4).acf,
        {ACF: statsmodels_acf_of_many_lags},
        atol=1e-12,
        sizes=LARGE,
        variant="many lags",
        note="both transform a long series; the peer pads to twice its length",
    ),
    race(
        "pacf",
        walk,
        lambda x: lambda: timeseries.pacf(x, lags_of(len(x))).pacf,
        {PACF: statsmodels_pacf("ldb")},
        atol=1e-9,
        targets=five(PACF),
    ),
    race(
        "pacf",
        autoregression,
        lambda x: lambda: timeseries.pacf(x, lags_of(len(x)), "ols").pacf,
        {PACF: statsmodels_pacf("ols")},
        atol=1e-11,
        variant="ols",
        targets=five(PACF),
    ),
    race(
        "pacf",
        autoregression,
        lambda x: lambda: timeseries.pacf(x, lags_of(len(x)), "burg").pacf,
        {PACF: statsmodels_pacf("burg")},
        atol=1e-11,
        variant="burg",
        note="a pass over two series for each lag on both sides: bound by memory",
    ),
    race(
        "ljung_box",
        autoregression,
        lambda x: lambda: timeseries.ljung_box(x, 10)[1:],
        {LJUNG_BOX: statsmodels_ljungbox},
        agree=same_table,
        targets=five(LJUNG_BOX),
    ),
    race(
        "adfuller",
        walk,
        lambda x: lambda: timeseries.adfuller(x)[:2],
        {ADF: statsmodels_adfuller},
        targets=five(ADF),
    ),
    race(
        "kpss",
        autoregression,
        lambda x: lambda: timeseries.kpss(x)[:2],
        {KPSS: statsmodels_kpss("c")},
        targets=five(KPSS),
        note="the peer's dot products over few lags are BLAS; its cost grows with them, ours does not",
    ),
    race(
        "kpss",
        autoregression,
        lambda x: lambda: timeseries.kpss(x, "ct")[:2],
        {KPSS: statsmodels_kpss("ct")},
        variant="line",
        targets=five(KPSS),
    ),
    race(
        "yule_walker",
        autoregression,
        lambda x: lambda: timeseries.yule_walker(x, 10).coefficients,
        {YULE_WALKER: statsmodels_yule_walker, "scipy.linalg.solve_toeplitz": scipy_toeplitz},
        atol=1e-12,
    ),
    race(
        "difference",
        walk,
        lambda x: lambda: timeseries.difference(x, 1, 12),
        {"numpy": numpy_difference},
        note="the peer checks nothing",
    ),
    race(
        "undifference",
        walk,
        lambda x: (lambda z, first: lambda: timeseries.undifference(z, first))(np.diff(x), x[:1]),
        {"numpy.cumsum": numpy_undifference},
        note="the peer's sum is not compensated: it drifts",
    ),
    race(
        "rolling_moments",
        walk,
        lambda x: lambda: timeseries.rolling_moments(x, 50)[:2],
        {"pandas.rolling": pandas_rolling, "numpy.sliding_window_view": numpy_rolling},
        rtol=1e-6,
        note="skewness and kurtosis come on top here; pandas adds and subtracts, and drifts",
    ),
    race(
        "TrendSeasonality",
        walk,
        our_trend,
        {"sklearn.Ridge": sklearn_ridge},
        rtol=1e-4,
        note="Ridge solves the normal equations, which halves the digits; its design is built with NumPy",
    ),
]
