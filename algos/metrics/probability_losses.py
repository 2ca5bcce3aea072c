r"""Losses of predicted probabilities: logarithmic and squared.

.. math:: -\frac{1}{n} \sum_i \log p_{i, y_i}, \qquad \frac{1}{n} \sum_i \sum_c (p_{ic} - [y_i = c])^2

Both are least on average for whoever tells the true probabilities. The kernels are in ``_forecasts.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._blocks import decomposes
from .._check import boolean
from .._jit import adapter_part, compiled_as, types
from .._label_codes import _encode_pair
from .._options import is_none, option_reader
from ._clipping import least_chance, rounding
from ._forecasts import (
    Forecasts,
    LossSum,
    _log_loss,
    _squared_loss,
    codes_of_labels_compiled,
    forecasts,
    forecasts_compiled,
    mean_loss_compiled,
    merge_losses,
    sum_losses,
)
from ._targets import require_weight

# -- over blocks -----------------------------------------------------------------------------------


def _sum_log_losses(data: Forecasts, y_proba: Any, clip: Any) -> LossSum:
    low = least_chance(clip, y_proba)
    return sum_losses(lambda codes, p, k, weight: _log_loss(codes, p, k, weight, low, 1.0 - low), data, y_proba)


def log_losses(
    y_true: Any, y_proba: Any, sample_weight: Any = None, labels: Any = None, clip: float | str | None = "auto"
) -> LossSum:
    """Return the weight and the logarithmic losses of a block; a block without some class needs `labels`."""
    return _sum_log_losses(forecasts(y_true, y_proba, sample_weight, labels, True), y_proba, clip)


def mean_log_loss(sums: LossSum, normalize: bool = True) -> float:
    """Return the mean loss, or their sum."""
    boolean(normalize, "normalize")
    require_weight(sums.weight)
    return float((sums.total + 0.0) / (sums.weight if normalize else 1.0))


def squared_losses(
    y_true: Any, y_proba: Any, sample_weight: Any = None, pos_label: Any = None, labels: Any = None
) -> LossSum:
    """Return the weight and the squared losses of a block; a block without some class needs `labels`."""
    data = forecasts(y_true, y_proba, sample_weight, labels, True, lambda present: _positive(present, pos_label))
    return sum_losses(_squared_loss, data, y_proba)


def mean_squared_loss(sums: LossSum, scale_by_half: Any = "auto") -> float:
    """Return the mean loss."""
    if not (isinstance(scale_by_half, str) and scale_by_half == "auto"):
        half = boolean(scale_by_half, "scale_by_half")
    else:
        half = sums.k < 3
    require_weight(sums.weight)
    return float(sums.total / sums.weight * (0.5 if half else 1.0))


def _positive(present: list[Any], pos_label: Any) -> Any:
    """Return which of two classes a single probability is about."""
    if len(present) > 2:
        raise ValueError(f"y_true must hold two classes where y_proba is a vector, got {present}")
    if pos_label is None:
        if isinstance(present[0], (str, bytes)):
            raise ValueError(f"y_true takes value in {present}: pass pos_label, the class that y_proba is about")
        return 1 if set(present) <= {0, 1} or set(present) <= {-1, 1} else present[-1]
    if len(present) == 2 and pos_label not in present:
        raise ValueError(f"pos_label={pos_label!r} is not a valid label: it should be one of {present}")
    return pos_label


# -- public functions ------------------------------------------------------------------------------


@adapter_part
def _clipped_compiled(y_true, y_proba, normalize, sample_weight, labels, low):
    whole, p, k, weight = forecasts_compiled(y_true, y_proba, sample_weight)
    if not 0.0 <= low < 0.5:
        raise ValueError("clip must be in (0, 0.5), 'auto' or None")
    codes = codes_of_labels_compiled(whole, labels, k)
    return mean_loss_compiled(_log_loss(codes, p, k, weight, low, 1.0 - low), normalize)


def _log_loss_compiled(y_true, y_proba, normalize=True, sample_weight=None, labels=None, clip="auto"):  # noqa: ARG001
    named, eps = isinstance(clip, str | types.StringLiteral | types.UnicodeType), rounding(y_proba.dtype)
    read = option_reader(clip if named else "auto", ("auto",))

    def by_number(y_true, y_proba, normalize=True, sample_weight=None, labels=None, clip="auto"):
        low = np.float64(clip)
        return _clipped_compiled(y_true, y_proba, normalize, sample_weight, labels, low if low != 0.0 else -1.0)

    def by_name(y_true, y_proba, normalize=True, sample_weight=None, labels=None, clip="auto"):
        low = eps if read(clip) == 0 else -1.0
        return _clipped_compiled(y_true, y_proba, normalize, sample_weight, labels, low)

    def not_at_all(y_true, y_proba, normalize=True, sample_weight=None, labels=None, clip="auto"):  # noqa: ARG001
        return _clipped_compiled(y_true, y_proba, normalize, sample_weight, labels, 0.0)

    return by_name if named else not_at_all if is_none(clip) else by_number


@decomposes(log_losses, merge_losses, mean_log_loss)
@compiled_as(_log_loss_compiled, by_type=True)
def log_loss(
    y_true: Any,
    y_proba: Any,
    *,
    normalize: bool = True,
    sample_weight: Any = None,
    labels: Any = None,
    clip: float | str | None = "auto",
) -> float:
    r"""Return the mean of minus the logarithm of the probability that was given to what came true.

    .. math:: -\frac{\sum_i w_i \log p_{i, y_i}}{\sum_i w_i}

    Parameters
    ----------
    y_true : array-like of shape (n,)
        True labels: whole numbers, bools or text.
    y_proba : array-like of shape (n,) or (n, k)
        Probabilities: of the larger of two classes, or one column a class, ascending, whose rows sum to one.
    normalize : bool
        False returns the sum in place of the mean.
    sample_weight : array-like of shape (n,), optional
        Weights w, not negative; by default 1.
    labels : array-like of shape (k,), optional
        The classes of the columns, ascending, where not all of them occur in `y_true`.
    clip : float, "auto" or None
        Probabilities are moved to [clip, 1 - clip] first. "auto" is the distance from 1 to the next number of their
        dtype: 2.2e-16 for float64, so that a sample costs at most 36.04, and 1.2e-7 for float32, at most 15.94. None
        leaves them: what was called impossible and came true costs infinity.

    Returns
    -------
    float
        In nats; 0 for certainty in what came true.

    Raises
    ------
    ValueError
        No samples, different lengths, NaN or probabilities outside [0, 1], rows that do not sum to one, labels that do
        not fit the columns, unusable weights.
    TypeError
        Text mixed with numbers.

    See Also
    --------
    sklearn.metrics.log_loss : the library it is tested against; it warns where rows do not sum to one.
    algos.information.cross_entropy : of two distributions.

    Notes
    -----
    Time O(n k), memory O(n).

    Rows may miss one by 1.5e-8, of float32 by 3.5e-4. Decomposes over blocks of rows:
    ``log_loss.over_blocks``. Inside compiled code labels are numbers.

    References
    ----------
    Bishop (2006), "Pattern Recognition and Machine Learning", equations 4.90 and 4.108; Good (1952), "Rational
    decisions", section 8.

    Examples
    --------
    The mean of log 2 and log 4:

    >>> round(log_loss([0, 1], [0.5, 0.25]), 6)
    1.039721
    >>> round(log_loss([1, 0], [0.0, 0.5], normalize=False), 2), log_loss([1, 0], [0.0, 0.5], clip=None)
    (36.74, inf)
    """
    data = forecasts(y_true, y_proba, sample_weight, labels, False)
    return mean_log_loss(_sum_log_losses(data, y_proba, clip), normalize)


def _brier_score_loss_compiled(y_true, y_proba, sample_weight=None, pos_label=None, labels=None, scale_by_half="auto"):
    whole, p, k, weight = forecasts_compiled(y_true, y_proba, sample_weight)
    if k == 1:
        classes, codes, _ = _encode_pair(whole, whole)
        last = classes[-1]
        if classes.shape[0] > 2:
            raise ValueError("y_true must hold two classes where y_proba is a vector")
        if pos_label is None:
            positive = (
                1 if classes[0] >= -1 and last <= 1 and (classes.shape[0] == 1 or classes[0] + last != -1) else last
            )
        else:
            positive = np.int64(pos_label)
        if classes.shape[0] == 2 and positive != classes[0] and positive != last:
            raise ValueError("pos_label is not a valid label")
        for i in range(whole.shape[0]):
            codes[i] = whole[i] == positive
    else:
        codes = codes_of_labels_compiled(whole, labels, k)
    if isinstance(scale_by_half, str):
        half = k < 3
    else:
        half = scale_by_half
    return mean_loss_compiled(_squared_loss(codes, p, k, weight), True) * (0.5 if half else 1.0)


@decomposes(squared_losses, merge_losses, mean_squared_loss)
@compiled_as(_brier_score_loss_compiled)
def brier_score_loss(
    y_true: Any,
    y_proba: Any,
    *,
    sample_weight: Any = None,
    pos_label: Any = None,
    labels: Any = None,
    scale_by_half: Any = "auto",
) -> float:
    r"""Return the mean squared difference between predicted probabilities and what came true.

    .. math:: \frac{\sum_i w_i (p_i - [y_i = 1])^2}{\sum_i w_i} \text{ for two classes}, \qquad
              \frac{\sum_i w_i \sum_c (p_{ic} - [y_i = c])^2}{\sum_i w_i} \text{ for more}

    Parameters
    ----------
    y_true : array-like of shape (n,)
        True labels: whole numbers, bools or text.
    y_proba : array-like of shape (n,) or (n, k)
        Probabilities: of one of two classes, or one column a class, ascending, whose rows sum to one.
    sample_weight : array-like of shape (n,), optional
        Weights w, not negative; by default 1.
    pos_label : label, optional
        The class that a vector `y_proba` is about: 1 where labels are in {0, 1} or {-1, 1}, else the larger one; text
        needs it.
    labels : array-like of shape (k,), optional
        The classes of the columns, ascending, where not all of them occur in `y_true`.
    scale_by_half : bool or "auto"
        Halve the sum over columns, so that the loss is at most 1 instead of 2; "auto" does so for two classes.

    Returns
    -------
    float
        0 for certainty in what came true.

    Raises
    ------
    ValueError
        No samples, different lengths, NaN or probabilities outside [0, 1], rows that do not sum to one, labels that do
        not fit the columns, a `pos_label` that is not among two classes, unusable weights.
    TypeError
        Text mixed with numbers.

    See Also
    --------
    sklearn.metrics.brier_score_loss : the library it is tested against; it lets a `pos_label` that does not occur pass.
    log_loss : punishes certainty in what is false without bound.

    Notes
    -----
    Time O(n k), memory O(n).

    Decomposes over blocks of rows: ``brier_score_loss.over_blocks``. Inside compiled code labels are numbers.

    References
    ----------
    Brier (1950), "Verification of forecasts expressed in terms of probability", equation 2.

    Examples
    --------
    (0.1² + 0.3²) / 2:

    >>> round(brier_score_loss([0, 1], [0.1, 0.7]), 6)
    0.05
    """
    data = forecasts(y_true, y_proba, sample_weight, labels, False, lambda present: _positive(present, pos_label))
    return mean_squared_loss(sum_losses(_squared_loss, data, y_proba), scale_by_half)
