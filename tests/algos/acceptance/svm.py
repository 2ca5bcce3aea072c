"""Rows of the acceptance matrix with a meaning of their own in `algos.svm`."""

import math

import numpy as np

from algos.svm import HingeSGDClassifier, hinge_loss, hinge_step
from tests.algos.acceptance import Raises, Row, Same, Value

X = ((-2.0,), (-1.0,), (1.0,), (2.0,))
Y = (0, 0, 1, 1)


def fit(rows=X, y=Y, sample_weight=None, **parameters):
    return HingeSGDClassifier(**({"max_iter": 3, "random_state": 0} | parameters)).fit(rows, y, sample_weight)


ROWS = [
    Row(1, "svm.HingeSGDClassifier: no rows", lambda: fit(np.empty((0, 1)), []), Raises(ValueError, "0 sample")),
    Row(2, "svm.HingeSGDClassifier: no columns", lambda: fit(np.empty((4, 0))), Raises(ValueError, "0 feature")),
    Row(1, "svm.hinge_loss: empty", lambda: hinge_loss([], []), Raises(ValueError, "at least 1")),
    Row(7, "svm.HingeSGDClassifier: X and y differ", lambda: fit(y=[0, 1]), Raises(ValueError, "4.*2")),
    Row(
        7,
        "svm.hinge_loss: lengths differ",
        lambda: hinge_loss([1], [1.0, 2.0]),
        Raises(ValueError, "y has 1, decision has 2"),
    ),
    Row(
        7,
        "svm.hinge_step: lengths differ",
        lambda: hinge_step([0.0], 0.0, [1.0, 2.0], 1, 0.1, 0.1),
        Raises(ValueError, "w has 1, x has 2"),
    ),
    Row(8, "svm.HingeSGDClassifier: one row", lambda: fit([[1.0]], [1]), Raises(ValueError, "at least 2 classes")),
    Row(
        43, "svm.HingeSGDClassifier: infinity", lambda: fit([[math.inf], [0.0]], [0, 1]), Raises(ValueError, "infinity")
    ),
    Row(
        43,
        "svm.hinge_loss: NaN decision",
        lambda: hinge_loss([1], [math.nan]),
        Raises(ValueError, "decision contains NaN"),
    ),
    Row(44, "svm.hinge_loss: NaN label", lambda: hinge_loss([math.nan], [1.0]), Raises(ValueError, "only -1 and 1")),
    Row(
        58,
        "svm.HingeSGDClassifier: -0.0 and 0.0 as labels",
        lambda: fit(y=[-0.0, 0.0, 1.0, 1.0]).classes_,
        Value([0.0, 1.0]),
    ),
    Row(59, "svm.HingeSGDClassifier: one class", lambda: fit(y=[1, 1, 1, 1]), Raises(ValueError, "at least 2 classes")),
    Row(
        61,
        "svm.HingeSGDClassifier: bool labels",
        lambda: fit(y=[False, False, True, True]).predict(X),
        Value([False, False, True, True]),
    ),
    Row(62, "svm.HingeSGDClassifier: text and integers mixed", lambda: fit(y=["a", 1, "b", 2]), Raises(TypeError, "y")),
    Row(
        64,
        "svm.HingeSGDClassifier: measurements as labels",
        lambda: fit(y=[0.5, 1.5, 2.5, 3.5]),
        Raises(ValueError, "Unknown label type"),
    ),
    Row(
        68,
        "svm.HingeSGDClassifier: negative weight",
        lambda: fit(sample_weight=[1, 1, 1, -1]),
        Raises(ValueError, "negative"),
    ),
    Row(
        70,
        "svm.HingeSGDClassifier: NaN weight",
        lambda: fit(sample_weight=[1, 1, 1, math.nan]),
        Raises(ValueError, "NaN"),
    ),
    Row(
        71,
        "svm.HingeSGDClassifier: weights too few",
        lambda: fit(sample_weight=[1.0, 1.0]),
        Raises(ValueError, "expected 4, got 2"),
    ),
    Row(76, "svm.HingeSGDClassifier: alpha = 0", lambda: fit(alpha=0.0), Raises(ValueError, "alpha.*above 0")),
    Row(
        76,
        "svm.hinge_step: lr = 0",
        lambda: hinge_step([0.0], 0.0, [1.0], 1, 0.1, 0.0),
        Raises(ValueError, "lr.*above 0"),
    ),
    Row(
        79, "svm.HingeSGDClassifier: max_iter = 0", lambda: fit(max_iter=0), Raises(ValueError, "max_iter.*at least 1")
    ),
    Row(
        80,
        "svm.HingeSGDClassifier: random_state = -1",
        lambda: fit(random_state=-1),
        Raises(ValueError, "random_state"),
    ),
    Row(82, "svm.HingeSGDClassifier: the same seed twice", lambda: fit().coef_, Same(lambda: fit().coef_)),
    Row(
        83,
        "svm.HingeSGDClassifier: parameters as NumPy scalars",
        lambda: fit(alpha=np.float64(1e-4), max_iter=np.int32(3)).coef_,
        Same(lambda: fit().coef_),
    ),
]
