"""Distributions, tests, intervals, resampling and power."""

__all__: list[str] = []
