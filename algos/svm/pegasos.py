r"""Soft-margin linear SVM by stochastic subgradient steps (Pegasos).

.. math:: \min_{w, b} \frac{\alpha}{2} \lVert w \rVert^2 + \frac1n \sum_i \max(0, 1 - y_i (w \cdot x_i + b))

One sample a step, at the rate 1 / (α (t₀ + t)).
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from .. import _check
from .._base import Classifier
from .._check import FloatArray
from .._jit import REASSOCIATE, kernel
from .._random import _shuffle

# With this rate the step of `hinge_step` telescopes: shrinking by 1 - 1/(t₀ + t) turns 1/(t₀ + t - 1) into 1/(t₀ + t),
# so that
#
#     w_t = total_t / (α (t₀ + t)),   total_t = sum of y x over the steps up to t that found a margin below 1.
#
# No step touches w where the margin is kept, and none ever scales it. The mean of the iterates in which w_t has weight
# t₀ + t is then, but for a factor, the sum of total_1 .. total_T. A sample that enters at step t is in all of these but
# the t - 1 before it, and `absent` adds up what is missing.


@kernel(fastmath=REASSOCIATE)
def _dot(total, X, i):
    product = 0.0
    for j in range(total.shape[0]):
        product += total[j] * X[i, j]
    return product


@kernel
def _epoch(X, signed_weight, order, total, absent, bias, t, start, alpha, offset, use_bias):
    """Take a step on every sample, from step `t` on; return the bias, its weighted sum over the steps, and the loss.

    `total` and `absent` are updated in place. The steps after `start` are averaged. A sample's class is the sign of its
    weight. Rows are read where they are, by an index without sign: the view of a row costs as much as its product
    (reference counts), and Python's rule for negative indices nearly so. 33 became 18 ns a sample at 5 features.
    """
    bias_sum, loss = 0.0, 0.0
    rate = 1.0 / (alpha * (offset + t))
    for k in range(order.shape[0]):
        i = np.uint64(order[k])
        step = signed_weight[i]
        margin = math.copysign(1.0, step) * (rate * _dot(total, X, i) + bias)
        rate = 1.0 / (alpha * (offset + t + 1.0))
        if margin < 1.0:
            loss += abs(step) * (1.0 - margin)
            late = step * max(t, start)
            for j in range(total.shape[0]):
                total[j] += step * X[i, j]
                absent[j] += late * X[i, j]
            if use_bias:
                bias += rate * step
        t += 1.0
        if t > start:
            bias_sum += (offset + t) * bias
    return bias, bias_sum, loss


class _Fit(NamedTuple):
    """A separating plane, and how it was found."""

    w: FloatArray
    b: float
    n_iter: int
    converged: bool


class HingeSGDClassifier(Classifier):
    r"""Linear support vector machine with a soft margin, trained by stochastic subgradient steps (Pegasos).

    .. math:: \min_{w, b} \frac{\alpha}{2} \lVert w \rVert^2 + \frac1n \sum_i \max(0, 1 - y_i (w \cdot x_i + b))

    Parameters
    ----------
    alpha : float, default 1e-4
        Strength of the penalty on ‖w‖², above 0; the bias is not penalised. As C of a support vector machine,
        1 / (alpha n).
    fit_intercept : bool, default True
        Learn a bias; without it the plane goes through the origin.
    max_iter : int, default 1000
        Passes over the data at most.
    tol : float or None, default 1e-3
        Stop when the mean loss of a pass has not fallen by more than this below the best so far, `n_iter_no_change`
        passes in a row. None takes all `max_iter` passes.
    n_iter_no_change : int, default 5
        Passes without progress to wait for.
    average : bool or int, default True
        Return the mean of the iterates, in which step t has weight t₀ + t; an integer leaves the first so many steps
        out. False returns the last iterate, which keeps jumping by the size of a step.
    random_state : int, Generator, RandomState or None, default None
        Shuffles the samples before each pass; an integer gives the same result every time.

    Attributes
    ----------
    coef_ : ndarray of shape (1, d), or (k, d) for k > 2 classes
        Weights of the features; with more than two classes, of each class against the rest.
    intercept_ : ndarray of shape (1,) or (k,)
        Biases.
    classes_ : ndarray of shape (k,)
        The labels, ascending.
    n_iter_ : int
        Passes taken, by the class that took the most.
    converged_ : bool
        Whether all classes stopped by `tol` rather than by `max_iter`.
    n_features_in_ : int
        Number of features d.
    feature_names_in_ : ndarray of shape (d,)
        Names of the columns, where `X` was a data frame.

    Raises
    ------
    ValueError
        In `fit`, if a parameter is out of range, `X` or `y` is not usable, there is one class only, or the features are
        so large that sums overflow.

    See Also
    --------
    sklearn.linear_model.SGDClassifier : with ``loss="hinge"``, the library it is raced against.
    hinge_step : the step it takes.

    Notes
    -----
    Time O(n d k), memory O(n).
    The time is that of one pass, k is 1 for two classes; the memory is beside the data, of which no copy is made. The
    rate is 1 / (alpha (t₀ + t)), with t₀ as in scikit-learn's ``learning_rate="optimal"``, but at least 1.
    Scale the features first: a step moves all weights by the same rate. Weights of samples are divided by their mean,
    so only their ratios matter; samples of weight 0 are left out.

    References
    ----------
    .. [1] S. Shalev-Shwartz, Y. Singer, N. Srebro and A. Cotter, "Pegasos: primal estimated sub-gradient solver for
       SVM", Mathematical Programming 127, 2011, figure 1.
    .. [2] S. Lacoste-Julien, M. Schmidt and F. Bach, "A simpler approach to obtaining an O(1/t) convergence rate for
       the projected stochastic subgradient method", arXiv:1212.2002, 2012, section 2.

    Examples
    --------
    >>> X = [[-2.0], [-1.0], [1.0], [2.0]]
    >>> model = HingeSGDClassifier(random_state=0).fit(X, ["no", "no", "yes", "yes"])
    >>> model.predict([[-3.0], [3.0]]).tolist()
    ['no', 'yes']
    """

    coef_: FloatArray
    intercept_: FloatArray
    n_iter_: int
    converged_: bool

    def __init__(
        self,
        alpha: float = 1e-4,
        *,
        fit_intercept: bool = True,
        max_iter: int = 1000,
        tol: float | None = 1e-3,
        n_iter_no_change: int = 5,
        average: bool | int = True,
        random_state: Any = None,
    ) -> None:
        self.alpha = alpha
        self.fit_intercept = fit_intercept
        self.max_iter = max_iter
        self.tol = tol
        self.n_iter_no_change = n_iter_no_change
        self.average = average
        self.random_state = random_state

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Find the plane, or with more than two classes one plane for each class against the rest."""
        solver = _Solver(self)
        values = self._fit_matrix(X)
        classes, codes = self._fit_labels(y, values)
        if classes.shape[0] < 2:
            raise ValueError(f"{type(self).__name__} needs samples of at least 2 classes, got 1 class: {classes[0]!r}")
        if sample_weight is None:
            weight = None
        else:
            weight = _check.sample_weight(sample_weight, values.shape[0])
            used = weight > 0.0
            if not used.all():
                values, codes, weight = _check.frozen(values[used]), codes[used], weight[used]
            weight = weight / weight.max()
            weight = weight / weight.mean()
        seed = _check.seed(self.random_state)
        wanted = range(classes.shape[0]) if classes.shape[0] > 2 else range(1, 2)
        fits = [solver.run(values, codes == k, weight, seed) for k in wanted]
        self.classes_ = classes
        self.coef_ = np.stack([fit.w for fit in fits])
        self.intercept_ = np.array([fit.b for fit in fits])
        self.n_iter_ = max(fit.n_iter for fit in fits)
        self.converged_ = all(fit.converged for fit in fits)
        return self

    def decision_function(self, X: Any) -> FloatArray:
        """Return w·x + b for each row, of shape (n,), or (n, k) with more than two classes."""
        decision: FloatArray = self._predict_matrix(X) @ self.coef_.T + self.intercept_
        return decision[:, 0] if self.classes_.shape[0] == 2 else decision

    def predict(self, X: Any) -> NDArray[Any]:
        """Return a label for each row of `X`: the second where the decision is positive, or that of the largest one."""
        decision = self.decision_function(X)
        best = (decision > 0.0).astype(np.int64) if decision.ndim == 1 else decision.argmax(axis=1)
        return self.classes_[best]


class _Solver:
    """The checked parameters of an estimator, and the loop over passes."""

    def __init__(self, model: HingeSGDClassifier) -> None:
        self.alpha = _check.number(model.alpha, "alpha", above=0.0)
        self.use_bias = _check.boolean(model.fit_intercept, "fit_intercept")
        self.max_iter = _check.integer(model.max_iter, "max_iter", at_least=1)
        self.tol = None if model.tol is None else _check.number(model.tol, "tol", at_least=0.0)
        self.patience = _check.integer(model.n_iter_no_change, "n_iter_no_change", at_least=1)
        self.averaged = model.average is not False
        whole = isinstance(model.average, (bool, np.bool_))
        self.start = 0.0 if whole else float(_check.integer(model.average, "average", at_least=0))
        # Bottou's rule: the first rate is the typical size of a weight. Below 1 the first step would overshoot.
        self.offset = max(1.0, 1.0 / (self.alpha * math.sqrt(1.0 / math.sqrt(self.alpha))))

    def run(self, X: FloatArray, positive: NDArray[np.bool_], weight: FloatArray | None, seed: int) -> _Fit:
        """Separate the positive samples from the others."""
        n, d = X.shape
        signed_weight = np.where(positive, 1.0, -1.0)
        if weight is not None:
            signed_weight *= weight
        order, total, absent = np.arange(n), np.zeros(d), np.zeros(d)
        bias, bias_sum, best, waited, n_iter, converged = 0.0, 0.0, math.inf, 0, 0, False
        while n_iter < self.max_iter and not converged:
            _shuffle(seed, n_iter, order)
            bias, block, loss = _epoch(
                X,
                signed_weight,
                order,
                total,
                absent,
                bias,
                float(n_iter * n),
                self.start,
                self.alpha,
                self.offset,
                self.use_bias,
            )
            bias_sum += block
            n_iter += 1
            if self.tol is not None:
                waited = 0 if loss / n < best - self.tol else waited + 1
                best = min(best, loss / n)
                converged = waited >= self.patience
        steps = float(n_iter * n)
        with np.errstate(over="ignore", invalid="ignore"):
            if self.averaged and steps > self.start:
                count = steps - self.start
                weights = count * (self.offset + 0.5 * (steps + self.start + 1.0))  # the sum of t₀ + t after `start`
                w, b = (steps * total - absent) / (self.alpha * weights), bias_sum / weights
            else:
                w, b = total / (self.alpha * (self.offset + steps)), bias
        if not (np.isfinite(w).all() and math.isfinite(b)):
            raise ValueError("the features are too large: sums over them overflow; scale X first")
        return _Fit(w, b, n_iter, converged)
