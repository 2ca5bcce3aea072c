"""Class weights: factors that stand in for resampling the classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._check import number


def class_factors(
    class_weight: Mapping[Any, float] | str, classes: NDArray[Any], codes: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return a factor for each class: 1, n / (k * count), or what the dict says (1 for a class that it leaves out).

    >>> class_factors("balanced", np.array(["a", "b"]), np.array([0, 0, 0, 1])).tolist()
    [0.6666666666666666, 2.0]
    """
    if isinstance(class_weight, str):
        if class_weight != "balanced":
            raise ValueError(f"class_weight must be a dict, 'balanced' or None; got {class_weight!r}")
        return len(codes) / (len(classes) * np.bincount(codes, minlength=len(classes)))
    if not isinstance(class_weight, Mapping):
        raise TypeError(f"class_weight must be a dict, 'balanced' or None; got {type(class_weight).__name__}")
    factors, found = np.ones(len(classes)), 0
    for code, label in enumerate(classes.tolist()):
        if label in class_weight:
            factors[code] = number(class_weight[label], f"class_weight[{label!r}]", at_least=0.0)
            found += 1
    if found < len(classes) and found < len(class_weight):  # a misspelt label; a class absent from this fold is fine
        left_out = [label for label in classes.tolist() if label not in class_weight]
        raise ValueError(f"class_weight has keys that are not labels, while the classes {left_out} are not in it")
    return factors
