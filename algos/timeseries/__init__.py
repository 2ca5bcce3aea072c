"""Autocorrelation, stationarity and ARIMA models."""

__all__: list[str] = []
