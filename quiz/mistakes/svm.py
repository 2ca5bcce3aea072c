"""Wrong twins of algos.svm."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class HingeStep(NamedTuple):
    """The fields of algos.svm.hinge_step."""

    w: Array
    b: float


def _margins(y: Any, decision: Any) -> Array:
    """Return y·f with labels -1 and 1, whichever two labels are used."""
    y, f = np.asarray(y), np.asarray(decision, float)
    sign = np.where(y == y.max(), 1.0, -1.0) if len(np.unique(y)) > 1 else np.sign(np.asarray(y, float) - 0.5)
    return np.asarray(sign * f, float)


def hinge_zero_on_right_side(y: Any, decision: Any) -> float:
    """Twin of svm.hinge_loss: every sample on its own side of the hyperplane costs nothing.

    Repair: the right side is not enough: the loss is zero only from the margin on, where y·f >= 1.
    """
    m = _margins(y, decision)
    return float(np.mean(np.where(m < 0, 1 - m, 0.0)))


def hinge_without_margin(y: Any, decision: Any) -> float:
    """Twin of svm.hinge_loss: max(0, -y·f) is taken, the perceptron's loss.

    Repair: the hinge starts at the margin: max(0, 1 - y·f).
    """
    return float(np.mean(np.maximum(0, -_margins(y, decision))))


def hinge_squared(y: Any, decision: Any) -> float:
    """Twin of svm.hinge_loss: the losses are squared.

    Repair: the hinge grows linearly: max(0, 1 - y·f).
    """
    return float(np.mean(np.maximum(0, 1 - _margins(y, decision)) ** 2))


def hinge_sum(y: Any, decision: Any) -> float:
    """Twin of svm.hinge_loss: the losses are summed and not averaged.

    Repair: divide by the number of samples.
    """
    return float(np.sum(np.maximum(0, 1 - _margins(y, decision))))


def hinge_not_clipped(y: Any, decision: Any) -> float:
    """Twin of svm.hinge_loss: 1 - y·f is taken even where it is negative.

    Repair: a sample beyond its margin costs nothing and earns nothing: clip at zero.
    """
    return float(np.mean(1 - _margins(y, decision)))


def hinge_ignores_label(y: Any, decision: Any) -> float:  # noqa: ARG001
    """Twin of svm.hinge_loss: max(0, 1 - f) is taken, whatever the label.

    Repair: multiply the decision by the label, -1 or 1.
    """
    return float(np.mean(np.maximum(0, 1 - np.asarray(decision, float))))


def hinge_wrong_sign(y: Any, decision: Any) -> float:
    """Twin of svm.hinge_loss: max(0, 1 + y·f) is taken, which punishes right answers.

    Repair: the product y·f is positive for right answers, so it is subtracted.
    """
    return float(np.mean(np.maximum(0, 1 + _margins(y, decision))))


def hinge_zero_one(y: Any, decision: Any) -> float:
    """Twin of svm.hinge_loss: errors are counted.

    Repair: the hinge grows with the distance from the margin: max(0, 1 - y·f).
    """
    return float(np.mean(_margins(y, decision) <= 0))


def hinge_logistic(y: Any, decision: Any) -> float:
    """Twin of svm.hinge_loss: the logistic loss ln(1 + exp(-y·f)) is taken.

    Repair: the hinge is exactly zero beyond the margin: max(0, 1 - y·f).
    """
    return float(np.mean(np.logaddexp(0, -_margins(y, decision))))


def _step(
    w: Any, b: float, x: Any, y: float, lam: float, lr: float, *, limit: float = 1.0, sign: float = 1.0,
    shrink_w: bool = True, shrink_b: bool = False, move_b: bool = True,
) -> HingeStep:  # fmt: skip
    """Make one subgradient step on lam/2·|w|² + max(0, limit - y(w·x + b)); every twin changes one argument."""
    w, x = np.asarray(w, float), np.asarray(x, float)
    y = 1.0 if y > 0 else -1.0
    inside = y * (float(w @ x) + b) < limit
    w_new = w * (1 - lr * lam) if shrink_w else w.copy()
    b_new = b * (1 - lr * lam) if shrink_b else float(b)
    if inside:
        w_new = w_new + sign * lr * y * x
        b_new += sign * lr * y if move_b else 0.0
    return HingeStep(w_new, float(b_new))


def hinge_step_wrong_sign(w: Any, b: float, x: Any, y: float, lam: float, lr: float) -> HingeStep:
    """Twin of svm.hinge_step: the sample's gradient is added instead of subtracted, so it moves the wrong way.

    Repair: inside the margin add lr·y·x to w and lr·y to b.
    """
    return _step(w, b, x, y, lam, lr, sign=-1.0)


def hinge_step_without_shrinking(w: Any, b: float, x: Any, y: float, lam: float, lr: float) -> HingeStep:
    """Twin of svm.hinge_step: the weights are not shrunk by the regulariser.

    Repair: multiply w by 1 - lr·lam in every step, whether or not the sample lies inside the margin.
    """
    return _step(w, b, x, y, lam, lr, shrink_w=False)


def hinge_step_shrinks_bias(w: Any, b: float, x: Any, y: float, lam: float, lr: float) -> HingeStep:
    """Twin of svm.hinge_step: the bias is shrunk like the weights.

    Repair: the regulariser holds w only; the bias is not penalised.
    """
    return _step(w, b, x, y, lam, lr, shrink_b=True)


def hinge_step_always_moves(w: Any, b: float, x: Any, y: float, lam: float, lr: float) -> HingeStep:
    """Twin of svm.hinge_step: the sample moves the weights even beyond its margin.

    Repair: where y(w·x + b) >= 1 the hinge is flat: only the shrinking remains.
    """
    return _step(w, b, x, y, lam, lr, limit=math.inf)


def hinge_step_only_when_misclassified(w: Any, b: float, x: Any, y: float, lam: float, lr: float) -> HingeStep:
    """Twin of svm.hinge_step: the sample moves the weights only on the wrong side of the plane, as a perceptron's does.

    Repair: it moves them wherever y(w·x + b) < 1.
    """
    return _step(w, b, x, y, lam, lr, limit=0.0)


def hinge_step_leaves_bias(w: Any, b: float, x: Any, y: float, lam: float, lr: float) -> HingeStep:
    """Twin of svm.hinge_step: the bias is never moved.

    Repair: inside the margin add lr·y to b.
    """
    return _step(w, b, x, y, lam, lr, move_b=False)


def hinge_step_ignores_bias(w: Any, b: float, x: Any, y: float, lam: float, lr: float) -> HingeStep:
    """Twin of svm.hinge_step: the margin is tested with w·x alone.

    Repair: the decision is w·x + b.
    """
    moved = _step(w, 0.0, x, y, lam, lr)
    return moved._replace(b=moved.b + b)


def hinge_step_without_rate(w: Any, b: float, x: Any, y: float, lam: float, lr: float) -> HingeStep:
    """Twin of svm.hinge_step: the sample is added without the step size.

    Repair: multiply y·x by lr, as well as the shrinking.
    """
    right, shrunk = _step(w, b, x, y, lam, lr), np.asarray(w, float) * (1 - lr * lam)
    moved = not np.array_equal(right.w, shrunk)
    return HingeStep(shrunk + np.sign(y) * np.asarray(x, float), b + float(np.sign(y))) if moved else right
