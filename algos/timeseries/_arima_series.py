"""What the models of this topic start from: a checked series, differenced, its regressors and the unit."""

from __future__ import annotations

import math
import sys
import warnings
from typing import Any, NamedTuple

import numpy as np

from .._check import FloatArray, UndefinedWarning, array, vector
from .differencing import difference

__all__ = ["Series", "as_series", "prepare", "trend_at", "variance_in_units"]


class Series(NamedTuple):
    """A differenced series in everyday units: (x differenced - center) * unit."""

    x: FloatArray
    y: FloatArray
    X: FloatArray
    center: float
    unit: float
    n_values: int


def as_series(x: Any, *, at_least: int = 1, finite: bool = True) -> FloatArray:
    """Return a series as a read-only vector; the one column of a table counts as a series too."""
    values = array(x, "x", None, finite=False)
    column = values[:, 0] if values.ndim == 2 and values.shape[1] == 1 else values
    return vector(column, "x", at_least=at_least, finite=finite)


def variance_in_units(variance: float, unit: float) -> float:
    """Return a variance of the computation in the squared unit of the series, or warn that double precision cannot."""
    result = variance / unit / unit
    if variance > 0.0 and not sys.float_info.min <= result < math.inf:
        warnings.warn(
            f"the variance of the errors is out of the range of double precision: sigma2_ is {result:.3g}; multiply "
            "the series by a power of ten",
            UndefinedWarning,
            stacklevel=4,
        )
    return result


def trend_at(t: FloatArray, trend: str) -> FloatArray:
    """Return the columns of the trend at times t, the first value having t = 1: a constant, the time, or both."""
    columns = [np.ones_like(t)] * ("c" in trend) + [t] * ("t" in trend)
    return np.stack(columns, axis=1) if columns else np.empty((t.shape[0], 0))


def prepare(x: FloatArray, d: int, trend: str, n_parameters: int) -> Series:
    """Check a series, difference it, and bring it to unit size, around zero where the model has a constant."""
    known = np.isfinite(x)
    if np.isinf(x).any():
        raise ValueError("Input x contains infinity; every value must be finite, or NaN where it is missing")
    if d > 0 and not known.all():
        raise ValueError(
            f"Input x contains NaN; a series with gaps cannot be differenced (d = {d}): interpolate them, or use d = 0"
        )
    n_values = int(known.sum()) - d
    if n_values < n_parameters + 2:
        raise ValueError(
            f"x is too short: {n_parameters} parameters and d = {d} need at least {n_parameters + d + 2} known values, "
            f"got {n_values + d}"
        )
    w = difference(x, d) if d else x
    observed = w[known] if d == 0 else w
    low, high, largest = float(observed.min()), float(observed.max()), float(np.abs(x[known]).max())
    if not high - low < math.inf:
        raise ValueError("x is too large: its differences overflow; divide it by a power of ten")
    if not high - low > 2.0**-51 * 2.0**d * largest:
        after = f" after {d} difference{'s' * (d != 1)}: it is a polynomial of degree {d}" if d else ""
        raise ValueError(
            f"x does not vary{after}, every value is {low:.6g} within rounding; there is nothing to estimate. "
            f"{'Use a smaller d' if d else 'A constant series needs no model'}"
        )
    X = trend_at(np.arange(1.0, x.shape[0] + 1.0), trend)
    if d == 1:
        X = X[1:] * 0.0 + 1.0 if X.shape[1] else X[1:]
    elif d > 1:
        X = X[d:]
    constant = "c" in trend or (d == 1 and trend == "t")
    center = 0.5 * low + 0.5 * high if constant else 0.0
    unit = 2.0 ** -max(min(math.frexp(max(high - center, center - low))[1], 1000), -1000)
    return Series(x, (w - center) * unit, np.ascontiguousarray(X), center, unit, n_values)
