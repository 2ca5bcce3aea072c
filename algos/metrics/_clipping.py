"""How near to 0 and 1 a predicted probability may be, before its logarithm is taken."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._check import number


def rounding(dtype: Any) -> float:
    """Return the distance from 1 to the next number of a dtype, NumPy's or Numba's; of float64 if it is no float."""
    name = str(dtype)
    return float(np.finfo(name if name in ("float16", "float32") else "float64").eps)


def least_chance(clip: Any, y_proba: Any) -> float:
    """Return the probability that smaller ones are raised to."""
    if isinstance(clip, str) and clip == "auto":
        return rounding(np.asarray(y_proba).dtype)
    return 0.0 if clip is None else number(clip, "clip", above=0.0, below=0.5)
