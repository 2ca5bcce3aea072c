"""What a forecast is: a mean, its standard error, and the interval that their distribution gives."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._check import FloatArray, number

__all__ = ["Forecast", "forecast_with"]


class Forecast(NamedTuple):
    """Forecasts of a series, one for each step ahead.

    Attributes
    ----------
    mean : ndarray of shape (h,)
        The expected values.
    lower : ndarray of shape (h,)
        Lower ends of the intervals that hold the value with probability 1 - alpha, each on its own.
    upper : ndarray of shape (h,)
        Upper ends.
    standard_error : ndarray of shape (h,)
        Standard deviations of the forecasts' errors. From the innovations alone for `AR` and `ARIMA`, whose estimates
        count as exact; from errors and coefficients for `TrendSeasonality`.
    """

    mean: FloatArray
    lower: FloatArray
    upper: FloatArray
    standard_error: FloatArray


def forecast_with(mean: FloatArray, standard_error: FloatArray, alpha: float, df: int | None = None) -> Forecast:
    """Put a two-sided interval around the forecasts: normal, or Student's t with `df` degrees of freedom."""
    from scipy.special import ndtri, stdtrit

    tail = 0.5 * number(alpha, "alpha", above=0.0, below=1.0)
    half = -float(ndtri(tail) if df is None else stdtrit(df, tail)) * standard_error
    return Forecast(mean, mean - half, mean + half, np.asarray(standard_error))
