"""Typical inputs of the rankings, the precision-recall curve and Kendall's tau, with what libraries and hand give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.stats
import sklearn.metrics

from .case import Case

Y, SCORE = [0, 1, 0, 1, 1, 0, 0, 1], [0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.7, 0.7]
GRADES, SCORES = [1, 3, 0, 2, 3, 1], [0.9, 0.1, 0.5, 0.7, 0.3, 0.2]
X_TIED, Y_TIED = [1, 1, 2, 3, 3, 4], [2, 1, 2, 4, 3, 3]


def _gained(k: int | None = None, exponential: bool = False) -> float:
    gains = [2.0**grade - 1 for grade in GRADES] if exponential else GRADES
    return float(sklearn.metrics.dcg_score([gains], [SCORES], k=k))


def _share(k: int | None = None, exponential: bool = False) -> float:
    gains = [2.0**grade - 1 for grade in GRADES] if exponential else GRADES
    return float(sklearn.metrics.ndcg_score([gains], [SCORES], k=k))


def _precision_recall() -> dict[str, Any]:
    return dict(
        zip(("precision", "recall", "thresholds"), sklearn.metrics.precision_recall_curve(Y, SCORE), strict=True)
    )


def _ranking(right: Callable[[int | None, bool], float]) -> list[Case]:
    arguments = {"y_true": GRADES, "y_score": SCORES}
    return [
        Case(arguments, right(None, False)),
        Case({**arguments, "k": 3}, right(3, False)),
        Case({**arguments, "gain": "exponential"}, right(None, True)),
    ]


METRIC_CASES: dict[str, Callable[[], list[Case]]] = {
    "metrics.precision_recall_curve": lambda: [Case({"y_true": Y, "y_score": SCORE}, _precision_recall())],
    "metrics.average_precision_score": lambda: [
        Case({"y_true": Y, "y_score": SCORE}, sklearn.metrics.average_precision_score(Y, SCORE))
    ],
    "metrics.dcg_score": lambda: _ranking(_gained),
    "metrics.ndcg_score": lambda: _ranking(_share),
    "metrics.average_precision_at_k": lambda: [
        Case({"y_true": [1, 0, 0, 1, 1, 0], "y_score": [6, 5, 4, 3, 2, 1], "k": 4}, (1 / 1 + 2 / 4) / 3)
    ],
    "metrics.expected_reciprocal_rank": lambda: [
        Case({"y_true": [1, 2, 0], "y_score": [3, 2, 1], "max_grade": 2}, 1 / 4 + 1 / 2 * 3 / 4 * 3 / 4)
    ],
    "metrics.kendalltau": lambda: [
        Case({"x": X_TIED, "y": Y_TIED}, {"statistic": scipy.stats.kendalltau(X_TIED, Y_TIED).statistic}),
        Case({"x": np.arange(4), "y": [1, 2, 4, 3]}, {"statistic": 2 / 3}),
    ],
}
