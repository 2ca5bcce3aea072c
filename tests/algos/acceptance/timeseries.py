"""Rows of the acceptance matrix for time series, ARIMA models apart."""

import numpy as np

from algos._check import UndefinedWarning
from algos.timeseries import (
    TrendSeasonality,
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

from . import Argument, Raises, Row, Same, Value, Warns

NAN = float("nan")
SERIES = [1.0, 3.0, 2.0, 5.0, 4.0, 4.5, 7.0, 6.0]
CONSTANT = [0.5] * 8


def _forecast(x):
    return TrendSeasonality(period=4, order=1, n_changepoints=2).fit(x).forecast(3)


def _fit_at(t):
    return TrendSeasonality(period=4, order=1, n_changepoints=2).fit(SERIES, t).forecast(3)


def _predict(t):
    return TrendSeasonality(period=4, order=1, n_changepoints=2).fit(SERIES).predict(t)


def _kept():
    x = np.array(SERIES)
    for call in (acf, pacf, ljung_box, difference, adfuller, kpss, yule_walker, _forecast):
        call(x)
    rolling_moments(x, 3)
    undifference(x, x[:1])
    return x


ARGUMENTS = [
    Argument("timeseries.acf", "x", "vector", lambda x: acf(x, 3, alpha=0.05), SERIES),
    Argument("timeseries.pacf", "x", "vector", lambda x: pacf(x, 2), SERIES),
    Argument("timeseries.ljung_box", "x", "vector", lambda x: ljung_box(x, 2), SERIES),
    Argument("timeseries.difference", "x", "vector", difference, SERIES),
    Argument("timeseries.undifference", "z", "vector", lambda z: undifference(z, [1.0]), SERIES),
    Argument("timeseries.undifference", "initial", "vector", lambda a: undifference(SERIES, a, 2), [0.5, 2.0]),
    Argument("timeseries.rolling_moments", "x", "vector", lambda x: rolling_moments(x, 3), SERIES),
    Argument("timeseries.adfuller", "x", "vector", adfuller, SERIES),
    Argument("timeseries.kpss", "x", "vector", kpss, SERIES),
    Argument("timeseries.yule_walker", "x", "vector", lambda x: yule_walker(x, 2), SERIES),
    Argument("timeseries.TrendSeasonality", "x", "vector", _forecast, SERIES),
    Argument("timeseries.TrendSeasonality", "t", "vector", _predict, [0.0, 2.5, 9.0]),
]

LENGTHS = {
    "timeseries.undifference": lambda: undifference([1.0], [1.0, 2.0, 3.0], 2),
    "timeseries.TrendSeasonality": lambda: TrendSeasonality().fit([1.0, 2.0, 3.0], [0.0, 1.0]),
}


def _constant(name, call, value):
    return Row(118, f"timeseries.{name}: constant series", call, Warns(UndefinedWarning, "constant", value))


ROWS: list[Row] = [
    *(
        Row(1, f"timeseries.{name}: empty", lambda call=call: call([]), Raises(ValueError, "x must have at least .* 0"))
        for name, call in (
            ("acf", acf),
            ("pacf", pacf),
            ("ljung_box", ljung_box),
            ("difference", difference),
            ("rolling_moments", lambda x: rolling_moments(x, 1)),
            ("adfuller", adfuller),
            ("kpss", kpss),
            ("yule_walker", yule_walker),
            ("TrendSeasonality", _forecast),
        )
    ),
    Row(1, "timeseries.undifference: nothing to add", lambda: undifference([], [2.0]), Value([2.0])),
    Row(8, "timeseries.acf: one value", lambda: acf([2.0]).acf, Warns(UndefinedWarning, "constant", [NAN])),
    Row(8, "timeseries.difference: one value", lambda: difference([2.0]), Raises(ValueError, "at least 2 .* got 1")),
    Row(
        46,
        "timeseries.acf: values of 1e-200",
        lambda: acf(np.array(SERIES) * 2.0**-660).acf,
        Same(lambda: acf(SERIES).acf, 1e-14),
    ),
    Row(
        47,
        "timeseries.rolling_moments: mean 1e9, deviation 1e-3",
        lambda: rolling_moments(2.0**30 + np.array(SERIES) * 2.0**-10, 3).variance,
        Same(lambda: rolling_moments(SERIES, 3).variance * 2.0**-20, 1e-13),
    ),
    Row(
        49,
        "timeseries.adfuller: values of 1e200",
        lambda: adfuller(np.array(SERIES) * 2.0**660).statistic,
        Same(lambda: adfuller(SERIES).statistic, 1e-12),
    ),
    Row(
        73, "timeseries.pacf: more lags than half", lambda: pacf(SERIES, 4, "ols"), Raises(ValueError, "at most 3 .* 4")
    ),
    Row(
        73,
        "timeseries.rolling_moments: window too long",
        lambda: rolling_moments(SERIES, 9),
        Raises(ValueError, "got 9"),
    ),
    Row(
        73, "timeseries.adfuller: too many lags", lambda: adfuller(SERIES, 3), Raises(ValueError, "at most 2 .* got 3")
    ),
    Row(
        74,
        "timeseries.rolling_moments: window 0",
        lambda: rolling_moments(SERIES, 0),
        Raises(ValueError, "window must"),
    ),
    Row(74, "timeseries.difference: d < 0", lambda: difference(SERIES, -1), Raises(ValueError, "d must be")),
    Row(74, "timeseries.difference: season 0", lambda: difference(SERIES, 1, 0), Raises(ValueError, "season must be")),
    Row(74, "timeseries.acf: nlags NaN", lambda: acf(SERIES, NAN), Raises(TypeError, "nlags must be an integer")),
    Row(74, "timeseries.acf: alpha NaN", lambda: acf(SERIES, alpha=NAN), Raises(ValueError, "alpha must be")),
    Row(
        74,
        "timeseries.ljung_box: lags 0",
        lambda: ljung_box(SERIES, [0]),
        Raises(ValueError, "lags must be from 1 to 7"),
    ),
    Row(7, "timeseries.TrendSeasonality: times fall", lambda: _fit_at(SERIES), Raises(ValueError, "t must rise")),
    Row(
        76,
        "timeseries.TrendSeasonality: penalty 0",
        lambda: TrendSeasonality(seasonal_penalty=0.0).fit(SERIES),
        Raises(ValueError, "seasonal_penalty must be .* above 0"),
    ),
    Row(
        77, "timeseries.pacf: unknown method", lambda: pacf(SERIES, 2, "mle"), Raises(ValueError, "'ldb', .*got 'mle'")
    ),
    Row(77, "timeseries.kpss: unknown rule", lambda: kpss(SERIES, "c", "x"), Raises(ValueError, "'auto', 'legacy'")),
    Row(
        77, "timeseries.adfuller: unknown trend", lambda: adfuller(SERIES, 1, "x"), Raises(ValueError, "'ctt'; got 'x'")
    ),
    Row(83, "timeseries.acf: NumPy scalar", lambda: acf(SERIES, np.int8(2)), Same(lambda: acf(SERIES, 2))),
    Row(83, "timeseries.kpss: 0-d array", lambda: kpss(SERIES, "c", np.array(2)), Same(lambda: kpss(SERIES, "c", 2))),
    Row(88, "timeseries.ljung_box: NaN", lambda: ljung_box([1.0, NAN, 2.0], 1), Raises(ValueError, "x contains NaN")),
    Row(
        8,
        "timeseries.TrendSeasonality: two values",
        lambda: TrendSeasonality(order=0).fit([1.0, 2.0]).forecast(1),
        Warns(UndefinedWarning, "two values", ([3.0], [NAN], [NAN], [NAN])),
    ),
    Row(
        11,
        "timeseries.TrendSeasonality: one column",
        lambda: _forecast(np.array(SERIES)[:, None]),
        Same(lambda: _forecast(SERIES)),
    ),
    Row(
        76,
        "timeseries.TrendSeasonality: alpha 0",
        lambda: TrendSeasonality(order=0).fit(SERIES).forecast(1, 0.0),
        Raises(ValueError, "alpha must be"),
    ),
    Row(73, "timeseries.ljung_box: 2**62 lags", lambda: ljung_box(SERIES, 2**62), Raises(ValueError, "got 4611686")),
    Row(
        0,
        "timeseries.kpss: a long-run variance of zero at the rule's lags",
        lambda: kpss([1.0, -1.0])[:3],
        Value((0.5, 0.05 - 0.025 * (0.5 - 0.463) / (0.574 - 0.463), 1), 1e-14),
    ),
    _constant("acf", lambda: acf(CONSTANT, 2).acf, [NAN] * 3),
    _constant("pacf", lambda: pacf(CONSTANT, 2).pacf, [NAN] * 3),
    _constant("ljung_box", lambda: ljung_box(CONSTANT, 2)[1:], ([NAN] * 2, [NAN] * 2)),
    _constant("adfuller", lambda: adfuller(CONSTANT, 1)[:2], (NAN, NAN)),
    Row(
        118,
        "timeseries.kpss: constant series",
        lambda: kpss(CONSTANT)[:2],
        Warns(UndefinedWarning, "nothing is left", (NAN, NAN)),
    ),
    Row(
        118,
        "timeseries.yule_walker: constant series",
        lambda: yule_walker(CONSTANT),
        Warns(UndefinedWarning, "no solution", ([NAN], NAN)),
    ),
    Row(
        118,
        "timeseries.rolling_moments: constant series",
        lambda: rolling_moments(CONSTANT, 8),
        Warns(UndefinedWarning, "equal values", ([0.5], [0.0], [NAN], [NAN])),
    ),
    Row(
        118, "timeseries.TrendSeasonality: constant series", lambda: _forecast([0.5] * 8).mean, Value([0.5] * 3, 1e-14)
    ),
    *(
        Row(119, f"timeseries.{name}: lag n", lambda call=call: call(SERIES, 8), Raises(ValueError, r"(?s)\b8\b|\b7\b"))
        for name, call in (
            ("acf", acf),
            ("pacf", pacf),
            ("ljung_box", ljung_box),
            ("yule_walker", yule_walker),
            ("difference", difference),
            ("kpss", lambda x, lag: kpss(x, "c", lag)),
        )
    ),
    Row(0, "timeseries.acf: every call leaves its input unchanged", _kept, Value(SERIES)),
]
