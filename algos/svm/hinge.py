r"""The hinge loss max(0, 1 - y f) of a decision f = w·x + b, and one subgradient step on it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import _check
from .._jit import REASSOCIATE, compiled_as, kernel
from .._vector import _add

_BLOCK = 1024  # losses summed without compensation


class HingeStep(NamedTuple):
    """Weights and bias after a step.

    Attributes
    ----------
    w : ndarray of shape (d,)
        The weights.
    b : float
        The bias.
    """

    w: NDArray[np.float64]
    b: float


# -- kernels ---------------------------------------------------------------------------------------


@kernel(fastmath=REASSOCIATE)
def _hinge_block(y, decision):
    """Return Σ max(0, 1 - y f), how many y are neither 1 nor -1, and 0, or NaN where a decision is not finite."""
    loss, wrong, spoiled = 0.0, 0.0, 0.0
    for i in range(y.shape[0]):
        missing = 1.0 - y[i] * decision[i]
        loss += missing if missing > 0.0 else 0.0
        wrong += 0.0 if abs(y[i]) == 1.0 else 1.0
        spoiled += 0.0 * decision[i]
    return loss, wrong, spoiled


@kernel
def _hinge_loss(y, decision):
    """Return the mean hinge loss, and what `_hinge_block` says about the input."""
    loss, rest, wrong, spoiled = 0.0, 0.0, 0.0, 0.0
    for start in range(0, y.shape[0], _BLOCK):
        stop = start + _BLOCK
        block, block_wrong, block_spoiled = _hinge_block(y[start:stop], decision[start:stop])
        loss, rest = _add(loss, rest, block)
        wrong += block_wrong
        spoiled += block_spoiled
    return (loss + rest) / y.shape[0], wrong, spoiled


@kernel
def _weighted_hinge_loss(y, decision, weight):
    """Return the weighted mean of the hinge loss."""
    loss, rest, total, total_rest = 0.0, 0.0, 0.0, 0.0
    for i in range(y.shape[0]):
        loss, rest = _add(loss, rest, weight[i] * max(0.0, 1.0 - y[i] * decision[i]))
        total, total_rest = _add(total, total_rest, weight[i])
    return (loss + rest) / (total + total_rest)


@kernel
def _hinge_step(w, b, x, y, lam, lr, new):
    """Fill the new weights after one step down a subgradient of lam/2 ‖w‖² + max(0, 1 - y (w·x + b)).

    Return the new bias, and 0, or NaN where a new weight is not finite, as it is where w or x is not.
    """
    margin = 0.0
    for j in range(w.shape[0]):
        margin += w[j] * x[j]
    margin = y * (margin + b)
    step = lr * y if margin < 1.0 else 0.0
    spoiled = 0.0
    for j in range(w.shape[0]):
        new[j] = (1.0 - lr * lam) * w[j] + step * x[j]
        spoiled += 0.0 * new[j]
    return b + step, spoiled


# -- public ----------------------------------------------------------------------------------------


def _hinge_loss_compiled(y, decision, sample_weight=None):
    if y.shape[0] != decision.shape[0] or y.shape[0] == 0:
        raise ValueError("y and decision must hold as many values as each other, at least one")
    loss, wrong, spoiled = _hinge_loss(y, decision)
    if wrong > 0.0:
        raise ValueError("y must hold only -1 and 1")
    if spoiled != 0.0:
        raise ValueError("decision must be finite")
    if sample_weight is not None:
        if sample_weight.shape[0] != y.shape[0]:
            raise ValueError("sample_weight must have one weight a sample")
        if not (sample_weight.min() >= 0.0 and 0.0 < sample_weight.sum() < np.inf):
            raise ValueError("sample_weight must be finite, not negative, and must have a positive sum")
        loss = _weighted_hinge_loss(y, decision, sample_weight)
    return loss


@compiled_as(_hinge_loss_compiled)
def hinge_loss(y: Any, decision: Any, sample_weight: Any = None) -> float:
    r"""Return the mean hinge loss: how far, on average, samples stay short of a margin of one.

    .. math:: L = \frac1n \sum_i \max(0, 1 - y_i f_i)

    Parameters
    ----------
    y : array_like of shape (n,)
        Classes, -1 or 1.
    decision : array_like of shape (n,)
        Decisions f = w·x + b; their sign is the predicted class.
    sample_weight : array_like of shape (n,), optional
        Weights of the samples in the mean; not negative.

    Returns
    -------
    float
        0 where every sample is on its side with a margin of at least one; at least the error rate.

    Raises
    ------
    ValueError
        If the vectors are empty or differ in length; if `y` holds anything but -1 and 1 (0 and 1 are encoded by
        ``2 * y - 1``); if a value is not finite; if a weight is negative or all are zero.

    See Also
    --------
    sklearn.metrics.hinge_loss : the library it is tested against.
    hinge_step : one step down its slope.

    Notes
    -----
    Time O(n), memory O(1).

    References
    ----------
    .. [1] T. Hastie, R. Tibshirani and J. Friedman, "The Elements of Statistical Learning", 2nd ed., 2009, table 12.1.

    Examples
    --------
    Margins 2, 1, 0.5, 0 and -1 lose 0, 0, 0.5, 1 and 2:

    >>> hinge_loss([1, -1, 1, 1, -1], [2.0, -1.0, 0.5, 0.0, 1.0])
    0.7
    """
    values, decisions = _check.vector(y, "y", finite=False), _check.vector(decision, "decision", finite=False)
    _check.same_length(values, decisions, "y", "decision")
    loss, wrong, spoiled = _hinge_loss(values, decisions)
    if wrong:
        found = values[np.abs(values) != 1.0][0]
        raise ValueError(f"y must hold only -1 and 1, got {found:g}; 0 and 1 are encoded by 2 * y - 1")
    if spoiled != 0.0:
        _check.vector(decisions, "decision")
    if sample_weight is not None:
        loss = _weighted_hinge_loss(values, decisions, _check.sample_weight(sample_weight, values.shape[0]))
    return float(loss)


def _hinge_step_compiled(w, b, x, y, lam, lr):
    if w.shape[0] != x.shape[0]:
        raise ValueError("w and x must hold as many values as each other")
    if abs(y) != 1.0:
        raise ValueError("y must be -1 or 1")
    if not (0.0 <= lam < np.inf and 0.0 < lr < np.inf):
        raise ValueError("lam must be finite and not negative, lr finite and above 0")
    new = np.empty(w.shape[0])
    bias, _ = _hinge_step(w, np.float64(b), x, np.float64(y), np.float64(lam), np.float64(lr), new)
    return HingeStep(new, bias)


@compiled_as(_hinge_step_compiled)
def hinge_step(w: Any, b: float, x: Any, y: float, lam: float, lr: float) -> HingeStep:
    r"""Return weights and bias after one subgradient step on one sample.

    .. math:: w' = (1 - lr \, lam) w + s x, \quad b' = b + s, \quad
        s = lr \, y \text{ where } y (w \cdot x + b) < 1, \text{ else } 0

    Parameters
    ----------
    w : array_like of shape (d,)
        Weights.
    b : float
        Bias; it is not shrunk.
    x : array_like of shape (d,)
        The sample.
    y : float
        Its class, -1 or 1.
    lam : float
        Strength of the penalty lam/2 ‖w‖², 0 or more.
    lr : float
        Learning rate, above 0.

    Returns
    -------
    HingeStep
        Arrays and numbers of its own: `w` is the new weights, `b` the new bias.

    Raises
    ------
    ValueError
        If the vectors are empty or differ in length, a value is not finite, `y` is not -1 or 1, or `lam` or `lr` is out
        of range.

    See Also
    --------
    sklearn.linear_model.SGDClassifier : the library it is tested against, one ``partial_fit`` at a time.
    HingeSGDClassifier : takes this step again and again.

    Notes
    -----
    Time O(d), memory O(d).
    At a margin of exactly one the loss has a kink; the step takes the flat side.

    References
    ----------
    .. [1] S. Shalev-Shwartz, Y. Singer, N. Srebro and A. Cotter, "Pegasos: primal estimated sub-gradient solver for
       SVM", Mathematical Programming 127, 2011, figure 1; without its projection.

    Examples
    --------
    The margin is 0.5, so the sample pulls; then it is 1.375, so the weights only shrink:

    >>> w, b = hinge_step([0.5, 0.0], 0.0, [1.0, 0.0], 1, lam=0.5, lr=0.5)
    >>> w.tolist(), b
    ([0.875, 0.0], 0.5)
    >>> w, b = hinge_step(w, b, [1.0, 0.0], 1, lam=0.5, lr=0.5)
    >>> w.tolist(), b
    ([0.65625, 0.0], 0.5)
    """
    weights, sample = _check.array(w, "w", 1, finite=False), _check.array(x, "x", 1, finite=False)
    if weights.shape[0] == 0:
        _check.vector(weights, "w")
    _check.same_length(weights, sample, "w", "x")
    label = _check.number(y, "y")
    if abs(label) != 1.0:
        raise ValueError(f"y must be -1 or 1, got {label:g}")
    bias, lam = _check.number(b, "b"), _check.number(lam, "lam", at_least=0.0)
    new = np.empty(weights.shape[0])
    bias, spoiled = _hinge_step(weights, bias, sample, label, lam, _check.number(lr, "lr", above=0.0), new)
    if spoiled != 0.0:
        _check.vector(weights, "w")
        _check.vector(sample, "x")
    return HingeStep(new, bias)
