"""What errors of regression and measures of rankings do with empty, constant, extreme and undefined input."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from algos import metrics
from algos._check import UndefinedWarning
from algos.metrics import (
    adjusted_r2,
    average_precision_at_k,
    dcg_score,
    expected_reciprocal_rank,
    mean_squared_error,
    ndcg_score,
    precision_at_k,
    r2_score,
    recall_at_k,
    reciprocal_rank,
    root_mean_squared_error,
    sum_of_squares,
)

from . import Argument, Raises, Row, Same, Value, Warns

NAN = math.nan
TARGETS = [0.25, 0.5, 0.5, 2.0, -1.0, 0.0]
GUESSES = [0.5, 0.25, 1.0, 2.5, -0.5, 0.125]
GRADES = [0.0, 2.0, 1.0, 0.0, 3.0, 1.0]
ERRORS = ("mean_squared_error", "root_mean_squared_error", "mean_absolute_error", "r2_score")
RANKINGS = (
    "dcg_score",
    "ndcg_score",
    "precision_at_k",
    "recall_at_k",
    "average_precision_at_k",
    "reciprocal_rank",
    "expected_reciprocal_rank",
)


def _pairs() -> list[Argument]:
    calls: dict[str, Callable[[Any, Any], Any]] = {name: getattr(metrics, name) for name in (*ERRORS, *RANKINGS)}
    calls["adjusted_r2"] = lambda y, pred: adjusted_r2(y, pred, 1)
    rows = []
    for name, call in calls.items():
        other = "y_score" if name in RANKINGS else "y_pred"
        good = GRADES if name in RANKINGS else TARGETS
        rows += [
            Argument(f"metrics.{name}", "y_true", "vector", lambda y, f=call: f(y, GUESSES), good),
            Argument(f"metrics.{name}", other, "vector", lambda y, f=call, g=good: f(g, y), GUESSES),
        ]
    return rows


ARGUMENTS: list[Argument] = [
    *_pairs(),
    Argument("metrics.sum_of_squares", "y", "vector", lambda y: sum_of_squares(y, GUESSES), TARGETS),
    Argument("metrics.sum_of_squares", "pred", "vector", lambda y: sum_of_squares(TARGETS, y), GUESSES),
]

WEIGHTED: dict[str, Callable[[Any], Any]] = {
    **{
        f"metrics.{name}": lambda w, name=name: getattr(metrics, name)(TARGETS, GUESSES, sample_weight=w)
        for name in ERRORS
    },
    **{
        f"metrics.{name}": lambda w, call=call: call(
            np.reshape(GRADES * 2, (6, 2)), np.reshape(TARGETS * 2, (6, 2)), sample_weight=w
        )
        for name, call in (("dcg_score", dcg_score), ("ndcg_score", ndcg_score))
    },
}

LENGTHS: dict[str, Callable[[], Any]] = {
    **{
        f"metrics.{name}": lambda name=name: getattr(metrics, name)([1, 2, 3], [1, 2])
        for name in (*ERRORS, *RANKINGS, "sum_of_squares")
    },
    "metrics.adjusted_r2": lambda: adjusted_r2([1, 2, 3], [1, 2], 1),
}


def _shuffled(call: Callable[..., float]) -> Callable[[], tuple[float, float]]:
    """Return the measure of tied documents as they come, and in another order."""
    y, s = np.array([3, 0, 1, 2, 0, 1]), np.array([1, 1, 0, 1, 2, 0])
    order = [4, 2, 3, 5, 1, 0]

    def both() -> tuple[float, float]:
        return call(y, s, 4), call(y[order], s[order], 4)

    return both


def _twice(call: Callable[..., float]) -> Callable[[], tuple[float, float]]:
    first = _shuffled(call)

    def both() -> tuple[float, float]:
        value = first()[0]
        return value, value

    return both


ROWS: list[Row] = [
    *(
        Row(
            101,
            f"metrics.{name}: empty",
            lambda name=name: getattr(metrics, name)([], []),
            Raises(ValueError, "at least (1|one)"),
        )
        for name in (*ERRORS, *RANKINGS, "sum_of_squares")
    ),
    Row(101, "metrics.adjusted_r2: empty", lambda: adjusted_r2([], [], 1), Raises(ValueError, "at least 1")),
    Row(8, "metrics.mean_squared_error: one sample", lambda: mean_squared_error([1], [3]), Value(4.0)),
    Row(8, "metrics.mean_absolute_error: one sample", lambda: metrics.mean_absolute_error([1], [3]), Value(2.0)),
    Row(8, "metrics.sum_of_squares: one sample", lambda: sum_of_squares([1], [3]), Value((4.0, 0.0))),
    Row(
        46,
        "metrics.root_mean_squared_error: values of 1e-200",
        lambda: root_mean_squared_error([1e-200, 3e-200], [0, 2e-200]),
        Value(1e-200, 1e-15),
    ),
    Row(46, "metrics.r2_score: values of 1e-200", lambda: r2_score([1e-200, 2e-200], [1e-200, 1e-200]), Value(-1.0)),
    Row(
        47,
        "metrics.r2_score: mean 1e9, deviation 1e-3",
        lambda: r2_score([1e9, 1e9 + 2.0**-10, 1e9 + 2.0**-9], [1e9 + 2.0**-10] * 3),
        Value(0.0),
    ),
    Row(
        50,
        "metrics.root_mean_squared_error: values of 1e300",
        lambda: root_mean_squared_error([1e300], [-1e300]),
        Value(2e300, 1e-15),
    ),
    Row(74, "metrics.ndcg_score: k = 0", lambda: ndcg_score([1, 0], [1, 2], 0), Raises(ValueError, "k must be")),
    Row(74, "metrics.recall_at_k: k = -1", lambda: recall_at_k([1, 0], [1, 2], -1), Raises(ValueError, "k must be")),
    Row(74, "metrics.dcg_score: k = NaN", lambda: dcg_score([1, 0], [1, 2], NAN), Raises(TypeError, "k must be")),
    Row(
        73,
        "metrics.precision_at_k: k above the number of documents",
        lambda: precision_at_k([1, 0], [1, 2], 4),
        Value(0.25),
    ),
    Row(
        77,
        "metrics.ndcg_score: unknown gain",
        lambda: ndcg_score([1, 0], [1, 2], gain="square"),
        Raises(ValueError, "'linear', 'exponential'"),
    ),
    Row(
        77,
        "metrics.mean_squared_error: unknown multioutput",
        lambda: mean_squared_error([1], [1], multioutput="sum"),
        Raises(ValueError, "'uniform_average', 'raw_values'"),
    ),
    Row(
        83,
        "metrics.ndcg_score: NumPy scalar",
        lambda: ndcg_score([1, 0, 2], [1, 2, 3], np.int8(2)),
        Same(lambda: ndcg_score([1, 0, 2], [1, 2, 3], 2)),
    ),
    Row(
        109,
        "metrics.r2_score: one sample",
        lambda: r2_score([1], [1]),
        Warns(UndefinedWarning, "less than two samples", NAN),
    ),
    Row(
        109,
        "metrics.adjusted_r2: as many parameters as samples",
        lambda: adjusted_r2([1, 2], [1, 2], 1),
        Warns(UndefinedWarning, "2 samples and 1 features", NAN),
    ),
    Row(109, "metrics.r2_score: constant targets", lambda: r2_score([2, 2], [2, 3]), Value(0.0)),
    Row(
        109,
        "metrics.r2_score: constant targets, not forced",
        lambda: r2_score([2, 2], [2, 3], force_finite=False),
        Warns(UndefinedWarning, "constant", -math.inf),
    ),
    Row(112, "metrics.ndcg_score: all relevances zero", lambda: ndcg_score([0, 0], [1, 2]), Value(0.0)),
    Row(112, "metrics.ndcg_score: one relevant document", lambda: ndcg_score([[3]], [[1]]), Value(1.0)),
    Row(112, "metrics.ndcg_score: one irrelevant document", lambda: ndcg_score([[0]], [[1]]), Value(0.0)),
    Row(112, "metrics.ndcg_score: negative", lambda: ndcg_score([1, -1], [1, 2]), Raises(ValueError, "y_true.*got -1")),
    Row(
        112,
        "metrics.expected_reciprocal_rank: negative",
        lambda: expected_reciprocal_rank([1, -1], [1, 2]),
        Raises(ValueError, "y_true.*got -1"),
    ),
    Row(112, "metrics.dcg_score: negative", lambda: dcg_score([-1, 0], [2, 1]), Value(-1.0)),
    *(
        Row(112, f"metrics.{call.__name__}: nothing relevant", lambda call=call: call([0, 0], [1, 2]), Value(0.0))
        for call in (precision_at_k, recall_at_k, average_precision_at_k, reciprocal_rank, expected_reciprocal_rank)
    ),
    *(
        Row(
            113,
            f"metrics.{name}: tied scores in another order",
            _shuffled(getattr(metrics, name)),
            Same(_twice(getattr(metrics, name)), 1e-14),
        )
        for name in RANKINGS
    ),
    Row(113, "metrics.ndcg_score: one of two tied documents", lambda: ndcg_score([1, 0], [1, 1], 1), Value(0.5)),
    Row(
        113,
        "metrics.average_precision_at_k: one of two tied documents",
        lambda: average_precision_at_k([1, 0], [1, 1]),
        Value(0.75),
    ),
]
