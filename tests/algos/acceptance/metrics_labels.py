"""What areas of several labels at once do with odd and undefined input."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from algos._check import UndefinedWarning
from algos.metrics import average_precision_score, roc_auc_score

from . import Argument, Raises, Row, Same, Value, Warns

NAN = math.nan
TRUTH = [[0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0], [0.0, 1.0]]
SCORES = [[0.5, 2.0], [0.25, -1.0], [4.0, 0.5], [0.5, 1.0], [3.0, 0.125]]
WEIGHT = [1.0, 2.0, 0.5, 1.0, 0.25]
PAIR: dict[str, Callable[..., Any]] = {
    "metrics.roc_auc_score": roc_auc_score,
    "metrics.average_precision_score": average_precision_score,
}
UNDEFINED = {
    "metrics.roc_auc_score": ("Only one class is present in y_true", NAN),
    "metrics.average_precision_score": ("No positive samples in y_true", 0.0),
}

ARGUMENTS: list[Argument] = [
    *(Argument(name, "y_true", "matrix", lambda y, f=call: f(y, SCORES), TRUTH) for name, call in PAIR.items()),
    *(Argument(name, "y_score", "matrix", lambda s, f=call: f(TRUTH, s), SCORES) for name, call in PAIR.items()),
]


def _rows(name: str, call: Callable[..., Any]) -> list[Row]:
    warned, special = UNDEFINED[name]
    labels = np.array([[0, 0], [1, 0]]), np.array([[1, 2], [2, 1]])
    return [
        Row(101, f"{name}: no samples, two labels", lambda: call(np.zeros((0, 2)), np.zeros((0, 2))),
            Raises(ValueError, "y_true.*at least one row")),
        Row(103, f"{name}: a label that does not occur", lambda: call(*labels, average=None),
            Warns(UndefinedWarning, warned, [1.0, special])),
        Row(103, f"{name}: a label that does not occur has no say", lambda: call(*labels, average="weighted"),
            Warns(UndefinedWarning, warned, 1.0)),
        Row(103, f"{name}: a sample without labels", lambda: call(*labels, average="samples", sample_weight=[0, 1]),
            Warns(UndefinedWarning, warned, 1.0)),
        Row(104, f"{name}: all ties, two labels", lambda: call([[0, 1], [1, 0]], np.ones((2, 2)), average=None),
            Value([0.5, 0.5])),
        Row(0, f"{name}: columns are labels, bool", lambda: call(np.array(TRUTH) > 0, SCORES),
            Same(lambda: call(TRUTH, SCORES))),
        Row(0, f"{name}: columns are not 0 and 1", lambda: call([[0, 2], [2, 0]], np.ones((2, 2))),
            Raises(ValueError, "y_true with one column a label must hold only 0 and 1, got 2")),
        Row(0, f"{name}: as many scores as labels", lambda: call(TRUTH, np.ones((5, 3))),
            Raises(ValueError, r"y_true.*shape of y_score.*\(5, 2\) and \(5, 3\)")),
        Row(68, f"{name}: negative weight, two labels", lambda: call(TRUTH, SCORES, sample_weight=[1, 1, 1, 1, -1]),
            Raises(ValueError, "sample_weight must not be negative, got -1")),
        Row(71, f"{name}: weights a label", lambda: call(TRUTH, SCORES, sample_weight=[1, 1]),
            Raises(ValueError, "sample_weight.*expected 5, got 2")),
        Row(0, f"{name}: weights do not reach into samples",
            lambda: call(TRUTH[:2], SCORES[:2], average="samples", sample_weight=[1.0, 3.0]),
            Value(1.0)),
        *(
            Row(0, f"{name}: all weights one, {average}",
                lambda average=average: call(TRUTH, SCORES, average=average, sample_weight=np.ones(5)),
                Same(lambda average=average: call(TRUTH, SCORES, average=average), 1e-15))
            for average in ("micro", "macro", "weighted", None)
        ),
    ]  # fmt: skip


ROWS: list[Row] = [
    *(row for name, call in PAIR.items() for row in _rows(name, call)),
    Row(
        0,
        "metrics.average_precision_score: another positive label, two labels",
        lambda: average_precision_score(TRUTH, SCORES, pos_label=0),
        Raises(ValueError, "pos_label must be left out"),
    ),
]
