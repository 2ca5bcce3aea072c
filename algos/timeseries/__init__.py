"""Autocorrelation, stationarity and ARIMA models."""

from .arma_likelihood import arma_log_likelihood
from .autoregression import AR
from .box_jenkins import ARIMA
from .correlogram import Autocorrelation, acf
from .differencing import difference, undifference
from .forecast_intervals import Forecast
from .partial_correlogram import PartialAutocorrelation, pacf
from .portmanteau import LjungBox, ljung_box
from .rolling import RollingMoments, rolling_moments
from .stationarity import Kpss, kpss
from .trend_and_seasons import TrendSeasonality, TrendSeasonalityComponents
from .unit_root import DickeyFuller, adfuller
from .yule_walker_equations import YuleWalker, yule_walker

__all__ = [
    "AR",
    "ARIMA",
    "Autocorrelation",
    "DickeyFuller",
    "Forecast",
    "Kpss",
    "LjungBox",
    "PartialAutocorrelation",
    "RollingMoments",
    "TrendSeasonality",
    "TrendSeasonalityComponents",
    "YuleWalker",
    "acf",
    "adfuller",
    "arma_log_likelihood",
    "difference",
    "kpss",
    "ljung_box",
    "pacf",
    "rolling_moments",
    "undifference",
    "yule_walker",
]
