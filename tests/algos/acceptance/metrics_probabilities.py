"""What rates, curves and losses of probabilities do with empty, constant, extreme and undefined input."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from algos._check import UndefinedWarning
from algos.metrics import (
    average_precision_score,
    brier_score_loss,
    kendalltau,
    log_loss,
    precision_recall_curve,
    rates,
)

from . import Argument, Raises, Row, Same, Value, Warns

NAN = math.nan
CLASSES = [0, 0, 1, 1, 1, 0]
ANSWERS = [0, 1, 1, 1, 0, 0]
SCORES = [0.25, 0.5, 0.5, 2.0, -1.0, 0.0]
CHANCES = [0.25, 0.5, 0.75, 1.0, 0.125, 0.0]
PAIR = {
    "precision_recall_curve": precision_recall_curve,
    "average_precision_score": average_precision_score,
    "log_loss": log_loss,
    "brier_score_loss": brier_score_loss,
}


def _names(y: Any) -> tuple[Any, Any]:
    """Return what `y` calls the classes 0 and 1, or 0 and 1 where it is none of the good labels."""
    values = np.asarray(y).tolist()
    if not isinstance(values, list) or len(values) != 6 or {*map(type, values)} not in ({str}, {int}):
        return 0, 1
    return values[0], values[2]


def _label(y: Any) -> dict[str, Any]:
    """Return the positive label as an argument, left out where it is 1."""
    zero, one = _names(y)
    return {} if (zero, one) == (0, 1) else {"pos_label": one}


def _like(y: Any) -> list[Any]:
    zero, one = _names(y)
    return [one if answer else zero for answer in ANSWERS]


ARGUMENTS: list[Argument] = [
    Argument("metrics.rates", "y_true", "labels", lambda y: rates(y, _like(y), **_label(y)), CLASSES),
    Argument("metrics.rates", "y_pred", "labels", lambda y: rates(_like(y), y, **_label(y)), CLASSES),
    Argument(
        "metrics.precision_recall_curve",
        "y_true",
        "labels",
        lambda y: precision_recall_curve(y, SCORES, **_label(y)),
        CLASSES,
    ),
    Argument(
        "metrics.average_precision_score",
        "y_true",
        "labels",
        lambda y: average_precision_score(y, SCORES, **_label(y)),
        CLASSES,
    ),
    Argument("metrics.log_loss", "y_true", "labels", lambda y: log_loss(y, CHANCES), CLASSES),
    Argument(
        "metrics.brier_score_loss", "y_true", "labels", lambda y: brier_score_loss(y, CHANCES, **_label(y)), CLASSES
    ),
    Argument(
        "metrics.precision_recall_curve", "y_score", "vector", lambda s: precision_recall_curve(CLASSES, s), SCORES
    ),
    Argument(
        "metrics.average_precision_score", "y_score", "vector", lambda s: average_precision_score(CLASSES, s), SCORES
    ),
    Argument("metrics.log_loss", "y_proba", "vector", lambda p: log_loss(CLASSES, p, clip=1e-15), CHANCES),
    Argument("metrics.brier_score_loss", "y_proba", "vector", lambda p: brier_score_loss(CLASSES, p), CHANCES),
    Argument("metrics.kendalltau", "x", "vector", lambda x: kendalltau(x, CHANCES), SCORES, finite=False),
    Argument("metrics.kendalltau", "y", "vector", lambda x: kendalltau(CHANCES, x), SCORES, finite=False),
]

WEIGHTED: dict[str, Callable[[Any], Any]] = {
    "metrics.rates": lambda w: rates(CLASSES, ANSWERS, sample_weight=w),
    "metrics.precision_recall_curve": lambda w: precision_recall_curve(CLASSES, SCORES, sample_weight=w),
    "metrics.average_precision_score": lambda w: average_precision_score(CLASSES, SCORES, sample_weight=w),
    "metrics.log_loss": lambda w: log_loss(CLASSES, CHANCES, sample_weight=w),
    "metrics.brier_score_loss": lambda w: brier_score_loss(CLASSES, CHANCES, sample_weight=w),
}

LENGTHS: dict[str, Callable[[], Any]] = {
    "metrics.rates": lambda: rates([0, 1, 1], [0, 1]),
    "metrics.kendalltau": lambda: kendalltau([0, 1, 1], [0, 1]),
    **{f"metrics.{name}": lambda call=call: call([0, 1, 1], [0.5, 0.5]) for name, call in PAIR.items()},
}

ROWS: list[Row] = [
    *(
        Row(101, f"metrics.{name}: empty", lambda call=call: call([], []), Raises(ValueError, "at least (1|one)"))
        for name, call in {**PAIR, "rates": rates, "kendalltau": kendalltau}.items()
    ),
    Row(8, "metrics.rates: one positive", lambda: rates([1], [1]).tpr, Warns(UndefinedWarning, "fpr, tnr, npv", 1.0)),
    Row(8, "metrics.average_precision_score: one positive", lambda: average_precision_score([1], [3]), Value(1.0)),
    Row(
        8,
        "metrics.kendalltau: one value",
        lambda: kendalltau([1], [2]),
        Warns(UndefinedWarning, "constant", (NAN, NAN)),
    ),
    Row(8, "metrics.brier_score_loss: one sample", lambda: brier_score_loss([1], [0.5]), Value(0.25)),
    Row(
        13,
        "metrics.kendalltau: neighbours beyond 2**53",
        lambda: kendalltau(np.array([2**63, 2**63 + 1, 2**63 + 2], np.uint64), [1, 2, 3]).statistic,
        Value(1.0),
    ),
    Row(
        58,
        "metrics.kendalltau: -0.0 and 0.0",
        lambda: kendalltau([0.0, -0.0, 1.0], [1, 1, 2]).statistic,
        Value(1.0, 1e-15),
    ),
    Row(
        59,
        "metrics.log_loss: one class",
        lambda: log_loss([1, 1], [0.5, 0.5]),
        Raises(ValueError, "only one label.*labels="),
    ),
    Row(
        67, "metrics.log_loss: class absent", lambda: log_loss([1, 1], [1.0, 1.0], labels=[0, 1], clip=None), Value(0.0)
    ),
    Row(
        67,
        "metrics.log_loss: unknown label",
        lambda: log_loss([0, 7], [0.5, 0.5], labels=[0, 1]),
        Raises(ValueError, r"not in labels: \[7\]"),
    ),
    Row(
        14,
        "metrics.log_loss: impossible in float32, and true",
        lambda: log_loss([1, 0], np.array([0.0, 0.0], np.float32), normalize=False),
        Value(15.942385152878742, 1e-6),  # -log(2**-23)
    ),
    Row(74, "metrics.log_loss: clip = NaN", lambda: log_loss([0, 1], [0, 1], clip=NAN), Raises(ValueError, "clip")),
    Row(74, "metrics.log_loss: clip = 0", lambda: log_loss([0, 1], [0, 1], clip=0), Raises(ValueError, "clip")),
    Row(
        77,
        "metrics.average_precision_score: unknown average",
        lambda: average_precision_score([0, 1], [0, 1], average="all"),
        Raises(ValueError, "'micro', 'macro'"),
    ),
    Row(
        77,
        "metrics.kendalltau: unknown variant",
        lambda: kendalltau([0, 1], [0, 1], variant="a"),
        Raises(ValueError, "'b', 'c'"),
    ),
    Row(88, "metrics.kendalltau: NaN", lambda: kendalltau([1.0, NAN, 2.0], [1, 2, 3]), Value((NAN, NAN))),
    Row(
        89,
        "metrics.kendalltau: all ties",
        lambda: kendalltau([7, 7, 7], [1, 2, 3]),
        Warns(UndefinedWarning, "x or y is constant", (NAN, NAN)),
    ),
    Row(
        103,
        "metrics.precision_recall_curve: only negatives",
        lambda: precision_recall_curve([0, 0], [1, 2]).recall,
        Warns(UndefinedWarning, "No positive samples", [1.0, 1.0, 0.0]),
    ),
    Row(
        103,
        "metrics.average_precision_score: only negatives",
        lambda: average_precision_score([0, 0], [1, 2]),
        Warns(UndefinedWarning, "No positive samples", 0.0),
    ),
    Row(
        103,
        "metrics.rates: only negatives",
        lambda: rates([0, 0], [0, 1]).tpr,
        Warns(UndefinedWarning, "tpr, fnr", NAN),
    ),
    Row(
        104,
        "metrics.average_precision_score: all ties",
        lambda: average_precision_score([0, 1, 0, 1, 1], [1, 1, 1, 1, 1]),
        Value(0.6, 1e-15),
    ),
    Row(
        106,
        "metrics.log_loss: impossible, and true",
        lambda: log_loss([1, 0], [0.0, 1.0]),
        Value(36.04365338911715, 1e-14),
    ),
    Row(
        106,
        "metrics.log_loss: impossible, and true, not clipped",
        lambda: log_loss([1, 0], [0.0, 0.5], clip=None),
        Value(math.inf),
    ),
    Row(
        106,
        "metrics.log_loss: impossible, and true, of several",
        lambda: log_loss([2, 0, 1], np.eye(3), normalize=False),
        Value(3 * 36.04365338911715, 1e-14),
    ),
    *(
        Row(
            107,
            f"metrics.{name}: {what}",
            lambda call=call, p=p: call([0, 1], p),
            Raises(ValueError, match),
        )
        for name, call in (("log_loss", log_loss), ("brier_score_loss", brier_score_loss))
        for what, p, match in (
            ("p > 1", [0.5, 1.5], r"probabilities in \[0, 1\]"),
            ("p < 0", [[-0.5, 1.5], [0.5, 0.5]], r"probabilities in \[0, 1\]"),
            ("rows that do not sum to 1", [[0.5, 0.25], [0.5, 0.5]], "rows that sum to 1"),
        )
    ),
    Row(
        83,
        "metrics.log_loss: NumPy scalar",
        lambda: log_loss([0, 1], [0.0, 0.5], clip=np.float64(0.25)),
        Same(lambda: log_loss([0, 1], [0.0, 0.5], clip=0.25)),
    ),
    Row(
        62,
        "metrics.rates: text against integers",
        lambda: rates(["a", "b"], [0, 1], pos_label="a"),
        Raises(TypeError, "y_true and y_pred must hold labels of one kind; got text and numbers"),
    ),
]
