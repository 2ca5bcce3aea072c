"""What the compiled twins of public functions share: reading labels and weights inside a user's ``@njit``."""

from __future__ import annotations

import numpy as np

from .._jit import adapter_part, kernel
from .._label_codes import _encode_pair, _whole


@kernel
def _whole_pair(y_true, y_pred):
    """Return (classes, codes, codes, status) of labels of any numeric type; status 0 is good."""
    a, whole_a = _whole(y_true)
    b, whole_b = _whole(y_pred)
    status = 1 if a.shape[0] != b.shape[0] else 2 if a.shape[0] == 0 else 3 if not (whole_a and whole_b) else 0
    if status != 0:
        a = b = np.zeros(0, np.int64)
    classes, codes_a, codes_b = _encode_pair(a, b)
    return classes, codes_a, codes_b, status


@adapter_part
def codes_compiled(y_true, y_pred):
    """Return (classes, codes, codes) of two label vectors, or raise."""
    classes, a, b, status = _whole_pair(y_true, y_pred)
    if status != 0:
        raise ValueError("y_true and y_pred must be whole numbers, of one length, at least one")
    return classes, a, b


@adapter_part
def weight_compiled(sample_weight, n):
    """Return `n` weights, or raise; None gives ones."""
    weight = np.ones(n) if sample_weight is None else sample_weight.astype(np.float64)
    total = 0.0
    usable = weight.shape[0] == n
    for w in weight:
        usable &= 0.0 <= w < np.inf
        total += w
    if not usable or total <= 0.0:
        raise ValueError("sample_weight must hold one finite weight a sample, none negative, not all zero")
    return weight
