"""Autocorrelation, stationarity and ARIMA models."""

from .differencing import difference, undifference
from .yule_walker_equations import YuleWalker, yule_walker

__all__ = ["YuleWalker", "difference", "undifference", "yule_walker"]
