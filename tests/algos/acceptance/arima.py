"""Rows of the acceptance matrix for ARIMA, AR and the likelihood behind them."""

import math

import numpy as np

from algos._check import UndefinedWarning
from algos.timeseries import AR, ARIMA, arma_log_likelihood
from tests.algos.acceptance import Argument, Raises, Row, Same, Value, Warns

SERIES = [0.5, -0.25, 1.0, 0.25, -1.5, 0.0, 2.0, -0.5, 0.75, -1.0, 0.125, 1.5]
GAPS = [0.5, math.nan, 1.0, 0.25, -1.5, 0.0, 2.0, math.nan, 0.75, -1.0, 0.125, 1.5]
LINE = np.arange(20.0)
WALK = np.cumsum(np.tile([1.0, 2.0, -0.5, 1.5, -1.0], 20))

ARGUMENTS = [
    Argument("timeseries.ARIMA", "x", "vector", lambda x: ARIMA(1).fit(x).params_, SERIES, finite=False),
    Argument("timeseries.AR", "x", "vector", lambda x: AR(2).fit(x).params_, SERIES),
    Argument(
        *("timeseries.arma_log_likelihood", "x", "vector", lambda x: arma_log_likelihood(x, [0.5], [0.25]), SERIES),
        finite=False,
    ),
    Argument(
        "timeseries.arma_log_likelihood", "ar", "vector", lambda a: arma_log_likelihood(SERIES, a, []), [0.5, 0.25]
    ),
    Argument(
        "timeseries.arma_log_likelihood", "ma", "vector", lambda b: arma_log_likelihood(SERIES, [], b), [0.5, 2.0]
    ),
]

ROWS = [
    Row(1, "timeseries.ARIMA: empty", lambda: ARIMA().fit([]), Raises(ValueError, "x must have at least 1 value")),
    Row(1, "timeseries.AR: empty", lambda: AR().fit([]), Raises(ValueError, "x must have at least 1 value")),
    Row(
        1,
        "timeseries.arma_log_likelihood: empty",
        lambda: arma_log_likelihood([], [], []),
        Raises(ValueError, "x must"),
    ),
    Row(8, "timeseries.ARIMA: one value", lambda: ARIMA().fit([1.0]), Raises(ValueError, "x is too short.*got 1")),
    Row(
        *(8, "timeseries.arma_log_likelihood: one value"),
        lambda: arma_log_likelihood([0.0], [], [], sigma2=0.5 / math.pi),
        Value(0.0),
    ),
    Row(
        43, "timeseries.ARIMA: infinity", lambda: ARIMA().fit([*SERIES, math.inf]), Raises(ValueError, "x contains inf")
    ),
    Row(
        *(43, "timeseries.arma_log_likelihood: infinity"),
        lambda: arma_log_likelihood([1.0, -math.inf], [], []),
        Raises(ValueError, "x must.*no infinity"),
    ),
    Row(0, "timeseries.ARIMA: gaps", lambda: ARIMA(0, 0, 0).fit(GAPS).intercept_, Value(np.nanmean(GAPS), 1e-9)),
    Row(0, "timeseries.ARIMA: gaps and differences", lambda: ARIMA(1, 1).fit(GAPS), Raises(ValueError, "gaps.*d = 1")),
    Row(
        *(0, "timeseries.arma_log_likelihood: a gap at the end adds nothing"),
        lambda: arma_log_likelihood([*SERIES, math.nan], [0.5], []),
        Same(lambda: arma_log_likelihood(SERIES, [0.5], [])),
    ),
    Row(118, "timeseries.ARIMA: constant", lambda: ARIMA().fit([7.0] * 20), Raises(ValueError, "does not vary")),
    Row(118, "timeseries.AR: constant", lambda: AR().fit([7.0] * 20), Raises(ValueError, "does not vary")),
    Row(118, "timeseries.ARIMA: a line", lambda: ARIMA(1, 1).fit(LINE), Raises(ValueError, "1 difference.*smaller d")),
    Row(
        *(118, "timeseries.arma_log_likelihood: constant at the mean"),
        lambda: arma_log_likelihood([2.0, 2.0], [], [], mean=2.0),
        Warns(UndefinedWarning, "no largest value", math.inf),
    ),
    *(
        Row(
            *(118, f"timeseries.{model.__name__}: a variance beyond double precision, {scale:.0e}"),
            lambda model=model, scale=scale: model(1).fit(np.array(SERIES) * scale).sigma2_,
            Warns(UndefinedWarning, "sigma2_ is", end),
        )
        for model in (AR, ARIMA)
        for scale, end in ((1e200, math.inf), (1e-200, 0.0))
    ),
    *(
        Row(
            *(11, f"timeseries.{model.__name__}: one column"),
            lambda model=model: model(1).fit(np.array(SERIES)[:, None]).params_,
            Same(lambda model=model: model(1).fit(SERIES).params_),
        )
        for model in (AR, ARIMA)
    ),
    *(
        Row(
            *(0, f"timeseries.{model.__name__}: two columns"),
            lambda model=model: model(1).fit(np.ones((12, 2))),
            Raises(ValueError, r"x must have 1 dimension, got shape \(12, 2\)"),
        )
        for model in (AR, ARIMA)
    ),
    Row(
        *(0, "timeseries.ARIMA: a walk without differences"),
        lambda: ARIMA(1).fit(WALK).ar_[0] > 0.95,
        Warns(UserWarning, "unit root.*d = 1", True),
    ),
    Row(
        119,
        "timeseries.AR: order above n",
        lambda: AR(12).fit(SERIES),
        Raises(ValueError, "too short: order 12 with trend"),
    ),
    Row(119, "timeseries.ARIMA: order above n", lambda: ARIMA(12).fit(SERIES), Raises(ValueError, "x is too short")),
    Row(0, "timeseries.ARIMA: p is a float", lambda: ARIMA(1.0).fit(SERIES), Raises(TypeError, "p must be an integer")),
    Row(0, "timeseries.ARIMA: d is negative", lambda: ARIMA(1, -1).fit(SERIES), Raises(ValueError, "d must be")),
    Row(
        *(0, "timeseries.arma_log_likelihood: a unit root"),
        lambda: arma_log_likelihood(SERIES, [1.0], []),
        Raises(ValueError, "ar must be stationary"),
    ),
]
