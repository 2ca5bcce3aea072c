"""Precision, recall and F-score from the counts of each class, and their average."""

from __future__ import annotations

import numpy as np

from .._jit import adapter_part, kernel
from .._label_codes import _position
from ._adapters import codes_compiled, weight_compiled
from ._label_counts import _weigh_classes

AVERAGES = ("binary", "micro", "macro", "weighted", "none")
BINARY, MICRO, MACRO, WEIGHTED, EACH = range(5)


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _scores(hits, predicted, true, beta, undefined):
    """Return precision, recall and F-score (the rows) of every class, and how often each was 0/0."""
    m = hits.shape[0]
    scores, zeros = np.empty((3, m)), np.zeros(3, np.int64)
    for c in range(m):
        for which in range(3):
            if which == 0 or (which == 2 and beta == 0.0):
                numerator, denominator = hits[c], predicted[c]
            elif which == 1 or beta == np.inf:
                numerator, denominator = hits[c], true[c]
            else:
                numerator, denominator = (1.0 + beta * beta) * hits[c], beta * beta * true[c] + predicted[c]
            if denominator > 0.0:
                scores[which, c] = numerator / denominator
            else:
                scores[which, c] = undefined
                zeros[which] += 1
    return scores, zeros


@kernel
def _mean(scores, weight):
    """Return the weighted mean of the scores that are not NaN; weights that sum to zero count as equal."""
    total, norm, plain, count = 0.0, 0.0, 0.0, 0
    for c in range(scores.shape[0]):
        if not np.isnan(scores[c]):
            total += weight[c] * scores[c]
            norm += weight[c]
            plain += scores[c]
            count += 1
    return total / norm if norm > 0.0 else plain / count if count > 0 else np.nan


@kernel
def _take(x, rows):
    """Return the values at the given positions, zeros at position -1."""
    taken = np.zeros(rows.shape[0])
    for i in range(rows.shape[0]):
        if rows[i] >= 0:
            taken[i] = x[rows[i]]
    return taken


# -- inside compiled code --------------------------------------------------------------------------


@adapter_part
def scores_compiled(y_true, y_pred, beta, labels, pos_label, average, sample_weight, zero_division):
    """Return the three scores of every chosen class and the weight of each; `average` is a place in `AVERAGES`."""
    classes, a, b = codes_compiled(y_true, y_pred)
    weight = weight_compiled(sample_weight, a.shape[0])
    if isinstance(zero_division, str):
        undefined = 0.0
    else:
        undefined = np.float64(zero_division)
    if not beta >= 0.0:
        raise ValueError("beta must not be negative")
    k = classes.shape[0]
    hits, predicted, true = _weigh_classes(a, b, weight, k)
    if average == BINARY:
        if k > 2:
            raise ValueError("Target is multiclass but average='binary'; choose another average")
        rows = np.array([_position(classes, pos_label)])
        if rows[0] < 0 and k == 2:
            raise ValueError("pos_label is not a valid label")
    elif average < 0:
        raise ValueError("average must be one of 'binary', 'micro', 'macro', 'weighted', None")
    elif labels is None:
        rows = np.arange(k)
    else:
        rows = np.empty(labels.shape[0], np.int64)
        for i in range(labels.shape[0]):
            rows[i] = _position(classes, labels[i])
    hits, predicted, true = _take(hits, rows), _take(predicted, rows), _take(true, rows)
    if average == MICRO:
        hits, predicted, true = np.array([hits.sum()]), np.array([predicted.sum()]), np.array([true.sum()])
    return _scores(hits, predicted, true, np.float64(beta), undefined)[0], true


@adapter_part
def mean_compiled(scores, true, average):
    """Return the average of one row of scores; for adapters."""
    return _mean(scores, true if average == WEIGHTED else np.ones_like(true))
