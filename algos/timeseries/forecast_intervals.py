"""What a forecast is: a mean, its standard error, and the interval that a normal distribution gives."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._check import FloatArray, number

__all__ = ["Forecast", "normal_forecast"]


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
        Standard deviations of the forecasts' errors, from the innovations alone: the estimates count as exact.
    """

    mean: FloatArray
    lower: FloatArray
    upper: FloatArray
    standard_error: FloatArray


def normal_forecast(mean: FloatArray, standard_error: FloatArray, alpha: float) -> Forecast:
    """Put the two-sided normal interval around the forecasts."""
    from scipy.special import ndtri

    half = -float(ndtri(0.5 * number(alpha, "alpha", above=0.0, below=1.0))) * standard_error
    return Forecast(mean, mean - half, mean + half, np.asarray(standard_error))
