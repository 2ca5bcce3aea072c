"""What the tests share: the alternative hypothesis, and what it makes of a statistic."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from .._alternatives import ALTERNATIVES, GREATER, LESS, TWO_SIDED, alternative_code
from .._check import UndefinedWarning, number
from .._distributions import _norm_cdf, _norm_ppf, _norm_sf, _t_cdf, _t_ppf, _t_sf
from .._jit import adapter_part, kernel

__all__ = [
    "ALTERNATIVES",
    "GREATER",
    "LESS",
    "TWO_SIDED",
    "_interval",
    "_norm_critical",
    "_norm_pvalue",
    "_t_critical",
    "_t_pvalue",
    "alternative_code",
    "level_between",
    "require_test",
    "warn_undefined",
]

# -- for callers from Python -----------------------------------------------------------------------


def level_between(level: Any, name: str) -> float:
    """Return a confidence level or a significance level, strictly between 0 and 1."""
    if type(level) is float and 0.0 < level < 1.0:
        return level
    return number(level, name, above=0.0, below=1.0)


def warn_undefined(what: str) -> None:
    """Say that a statistic is 0/0, to the caller of the public function."""
    warnings.warn(f"{what}; returning NaN", UndefinedWarning, stacklevel=3)


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _norm_pvalue(z, alternative):
    """Return how likely a normal variable is at least as extreme as z."""
    if z != z:
        return z
    if alternative == TWO_SIDED:
        return 2.0 * _norm_sf(abs(z))
    return _norm_cdf(z) if alternative == LESS else _norm_sf(z)


@kernel
def _t_pvalue(t, df, alternative):
    """Return how likely a t variable is at least as extreme as t."""
    if t != t:
        return t
    if alternative == TWO_SIDED:
        return 2.0 * _t_sf(abs(t), df)
    return _t_cdf(t, df) if alternative == LESS else _t_sf(t, df)


@kernel
def _norm_critical(alpha, alternative):
    """Return the distance from the middle beyond which lies the chance `alpha`, or half of it on either side."""
    return -_norm_ppf(0.5 * alpha if alternative == TWO_SIDED else alpha)


@kernel
def _t_critical(alpha, df, alternative):
    return -_t_ppf(0.5 * alpha if alternative == TWO_SIDED else alpha, df)


@kernel
def _interval(middle, reach, alternative):
    """Return the values that a test with this alternative does not reject."""
    low = -np.inf if alternative == LESS and reach == reach else middle - reach
    high = np.inf if alternative == GREATER and reach == reach else middle + reach
    return low, high


# -- for callers from compiled code ----------------------------------------------------------------


@adapter_part
def require_test(code, level):
    """Raise unless the alternative is known and the level is one."""
    if code < 0:
        raise ValueError("alternative must be one of 'less', 'two-sided', 'greater'")
    if not 0.0 < level < 1.0:
        raise ValueError("the confidence or significance level must be between 0 and 1")
