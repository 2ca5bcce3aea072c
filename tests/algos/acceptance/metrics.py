"""What the metrics do with empty, constant, extreme and undefined input."""

from __future__ import annotations

import math

import numpy as np

from algos._check import UndefinedWarning
from algos.metrics import (
    accuracy_score,
    auc,
    confusion_matrix,
    f1_score,
    precision_recall_fscore_support,
    precision_score,
    rankdata,
    recall_score,
    roc_auc_score,
    roc_curve,
)
from algos.metrics._binary_area import _weighted_area, _wins_by_merging, _wins_by_pairs, _wins_by_ranks

from . import Raises, Row, Same, Value, Warns

NAN = math.nan
ONE_CLASS = "Only one class is present in y_true"
PAIR = {
    "confusion_matrix": confusion_matrix,
    "accuracy_score": accuracy_score,
    "f1_score": f1_score,
    "precision_score": precision_score,
    "recall_score": recall_score,
    "precision_recall_fscore_support": precision_recall_fscore_support,
}


def _all_ways(y: list[int]) -> list[float]:
    """Return the area by pairs, by merging, by ranks and under the curve."""
    positive, score = np.array(y), np.ones(len(y))
    half = np.ones(len(y) // 2)
    pairs = 2 * half.size**2
    return [
        _wins_by_pairs(half, half) / pairs,
        _wins_by_merging(half, half) / pairs,
        _wins_by_ranks(rankdata(score), positive) / pairs,
        float(_weighted_area(positive, score, np.ones(len(y)), np.arange(len(y)))),
    ]


ROWS: list[Row] = [
    Row(1, "metrics.rankdata: empty", lambda: rankdata([]), Value([])),
    Row(1, "metrics.auc: empty", lambda: auc([], []), Raises(ValueError, "at least 1 value, got 0")),
    *(
        Row(
            101,
            f"metrics.{name}: empty",
            lambda call=call: call([], []),
            Raises(ValueError, "at least one sample, got 0"),
        )
        for name, call in PAIR.items()
    ),
    Row(101, "metrics.roc_curve: empty", lambda: roc_curve([], []), Raises(ValueError, "at least 1 value, got 0")),
    Row(101, "metrics.roc_auc_score: empty", lambda: roc_auc_score([], []), Raises(ValueError, "at least one label")),
    Row(8, "metrics.accuracy_score: one sample", lambda: accuracy_score([1], [1]), Value(1.0)),
    Row(8, "metrics.f1_score: one sample", lambda: f1_score([1], [1]), Value(1.0)),
    Row(8, "metrics.f1_score: one negative", lambda: f1_score([0], [0]), Warns(UndefinedWarning, "F-score", 0.0)),
    Row(8, "metrics.rankdata: one value", lambda: rankdata([3.0]), Value([1.0])),
    Row(8, "metrics.auc: one point", lambda: auc([1], [1]), Raises(ValueError, "At least 2 points")),
    Row(
        13,
        "metrics.rankdata: uint64 above 2**63",
        lambda: rankdata([2**63 + 1, 2**63, 2**63 + 2]),
        Value([2.0, 1.0, 3.0]),
    ),
    Row(
        13,
        "metrics.roc_auc_score: neighbours beyond 2**53",
        lambda: roc_auc_score([0, 1], np.array([2**63 - 2, 2**63 - 1])),
        Value(1.0),
    ),
    Row(43, "metrics.rankdata: infinities", lambda: rankdata([math.inf, 0.0, -math.inf]), Value([3.0, 2.0, 1.0])),
    Row(46, "metrics.roc_auc_score: scores of 1e-200", lambda: roc_auc_score([0, 1], [1e-200, 2e-200]), Value(1.0)),
    Row(
        47,
        "metrics.rankdata: 1e9 apart by 1e-3",
        lambda: rankdata([1e9 + 1e-3, 1e9, 1e9 - 1e-3]),
        Value([3.0, 2.0, 1.0]),
    ),
    Row(
        50, "metrics.roc_curve: scores of 1e300", lambda: roc_curve([0, 1], [-1e300, 1e300]).tpr, Value([0.0, 1.0, 1.0])
    ),
    Row(58, "metrics.rankdata: -0.0 and 0.0", lambda: rankdata([0.0, -0.0]), Value([1.5, 1.5])),
    Row(58, "metrics.roc_auc_score: -0.0 and 0.0", lambda: roc_auc_score([0, 1], [0.0, -0.0]), Value(0.5)),
    Row(
        59,
        "metrics.roc_auc_score: one class",
        lambda: roc_auc_score([1, 1], [1, 2]),
        Warns(UndefinedWarning, ONE_CLASS, NAN),
    ),
    Row(
        67,
        "metrics.confusion_matrix: class absent",
        lambda: confusion_matrix([0], [0], labels=[0, 1]),
        Value([[1, 0], [0, 0]]),
    ),
    Row(
        67,
        "metrics.recall_score: class absent",
        lambda: recall_score([0], [0], labels=[0, 1], average=None, zero_division=NAN),
        Value([1.0, NAN]),
    ),
    Row(
        67,
        "metrics.confusion_matrix: unknown labels",
        lambda: confusion_matrix([0], [0], labels=[7]),
        Raises(ValueError, "y_true"),
    ),
    Row(
        77,
        "metrics.f1_score: unknown average",
        lambda: f1_score([0], [0], average="all"),
        Raises(ValueError, "'micro', 'macro'"),
    ),
    Row(
        77,
        "metrics.rankdata: unknown method",
        lambda: rankdata([1], "mean"),
        Raises(ValueError, "'average', 'min', 'max'"),
    ),
    Row(
        77,
        "metrics.confusion_matrix: unknown normalize",
        lambda: confusion_matrix([0], [0], normalize="rows"),
        Raises(ValueError, "'true', 'pred', 'all'"),
    ),
    Row(
        77,
        "metrics.roc_auc_score: unknown multi_class",
        lambda: roc_auc_score([0, 1], [0, 1], multi_class="one"),
        Raises(ValueError, "'raise', 'ovr', 'ovo'"),
    ),
    Row(
        74,
        "metrics.roc_auc_score: max_fpr = 0",
        lambda: roc_auc_score([0, 1], [0, 1], max_fpr=0),
        Raises(ValueError, "max_fpr"),
    ),
    Row(
        74,
        "metrics.roc_auc_score: max_fpr = NaN",
        lambda: roc_auc_score([0, 1], [0, 1], max_fpr=NAN),
        Raises(ValueError, "max_fpr"),
    ),
    Row(
        74,
        "metrics.precision_recall_fscore_support: beta < 0",
        lambda: precision_recall_fscore_support([0], [0], beta=-1),
        Raises(ValueError, "beta must be a number of at least 0"),
    ),
    Row(
        0,
        "metrics.precision_recall_fscore_support: beta of 400 digits",
        lambda: precision_recall_fscore_support([0], [0], beta=10**400),
        Raises(ValueError, "beta .*double precision"),
    ),
    Row(
        83,
        "metrics.roc_auc_score: NumPy scalar",
        lambda: roc_auc_score([0, 1, 0], [0, 1, 2], max_fpr=np.float32(0.5)),
        Same(lambda: roc_auc_score([0, 1, 0], [0, 1, 2], max_fpr=0.5)),
    ),
    Row(88, "metrics.rankdata: NaN", lambda: rankdata([1.0, NAN, 2.0]), Value([NAN, NAN, NAN])),
    Row(
        88,
        "metrics.roc_auc_score: NaN",
        lambda: roc_auc_score([0, 1], [NAN, 1.0]),
        Raises(ValueError, "y_score contains NaN"),
    ),
    Row(89, "metrics.rankdata: all ties", lambda: rankdata([7, 7, 7, 7]), Value([2.5] * 4)),
    *(
        Row(
            103,
            f"metrics.roc_auc_score: only {label}",
            lambda y=label: roc_auc_score([y, y], [1, 2]),
            Warns(UndefinedWarning, ONE_CLASS, NAN),
        )
        for label in (0, 1, "yes")
    ),
    *(
        Row(
            103,
            f"metrics.roc_auc_score: one class of three, {kind} {average}",
            lambda kind=kind, average=average: roc_auc_score(
                [0, 0], np.full((2, 3), 1 / 3), multi_class=kind, labels=[0, 1, 2], average=average
            ),
            Warns(UndefinedWarning, ONE_CLASS, NAN),
        )
        for kind in ("ovo", "ovr")
        for average in ("macro", "weighted")
    ),
    Row(
        103,
        "metrics.roc_curve: only negatives",
        lambda: roc_curve([0, 0], [1, 2])[:2],
        Warns(UndefinedWarning, "No positive samples", ([0.0, 0.5, 1.0], [NAN] * 3)),
    ),
    Row(
        103,
        "metrics.roc_curve: only positives",
        lambda: roc_curve([1, 1], [1, 2])[:2],
        Warns(UndefinedWarning, "No negative samples", ([NAN] * 3, [0.0, 0.5, 1.0])),
    ),
    Row(104, "metrics.roc_auc_score: all ties", lambda: roc_auc_score([0, 1, 0, 1], [1, 1, 1, 1]), Value(0.5)),
    Row(
        104, "metrics.roc_auc_score: all ties, every way of counting", lambda: _all_ways([0, 1, 0, 1]), Value([0.5] * 4)
    ),
    Row(104, "metrics.roc_curve: all ties", lambda: roc_curve([0, 1], [1, 1])[:2], Value(([0.0, 1.0], [0.0, 1.0]))),
    Row(
        107,
        "metrics.roc_auc_score: rows that do not sum to 1",
        lambda: roc_auc_score([0, 1, 2], np.ones((3, 3)), multi_class="ovr"),
        Raises(ValueError, "rows sum to 1, got a row that sums to 3"),
    ),
    Row(
        0,
        "metrics.f1_score: 0/0",
        lambda: f1_score([0, 0], [0, 0], labels=[1], average="macro"),
        Warns(UndefinedWarning, "F-score for labels that neither occur nor are predicted", 0.0),
    ),
    Row(
        62,
        "metrics.f1_score: text against integers",
        lambda: f1_score(["a", "b"], [0, 1], average="macro"),
        Raises(TypeError, "y_true and y_pred must hold labels of one kind; got text and numbers"),
    ),
]
