"""Stochastic descent for a conditional random field: a sequence a step, step lengths falling as 1/i."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._check import FloatArray, IntArray, frozen
from .._random import _shuffle
from ._features import Corpus, Features
from ._training import Weights, _epoch, _objective

__all__ = ["Fitted", "descend"]

SAMPLE = 1000  # sequences on which the first step length is tried out
PATIENCE = 5  # epochs over which the objective must fall


class Fitted(NamedTuple):
    """What a fit found: `objectives` at the start and after every iteration."""

    weights: Weights
    objectives: list[float]
    n_iter: int
    converged: bool


def _offset(
    weights: Weights,
    data: Corpus,
    layout: Features,
    label: IntArray,
    step_mask: FloatArray,
    penalty: float,
    order: IntArray,
) -> float:
    """Return the offset whose first epoch over a sample ends lowest: step lengths 0.1, then doubled or halved.

    Bottou's recipe: double while that helps; if it never did, halve until it does.
    """

    def after_an_epoch(length: float) -> float:
        trial = weights.copy()
        offset = max(1.0 / (penalty * length), 2.0)
        _epoch(*trial, layout.row_mask, step_mask, data, label, order, penalty, offset, 0)
        flat = trial.flat()
        slopes = weights.at(np.zeros_like(flat))
        value = float(_objective(*trial, data, label, *slopes)) / (len(data.sequence_start) - 1)
        return value + 0.5 * penalty * float(flat @ flat)

    best, length = after_an_epoch(0.1), 0.1
    for factor in (2.0, 0.5):
        for _ in range(10):
            value = after_an_epoch(length * factor)
            if not value < best:
                break
            best, length = value, length * factor
        if length > 0.1:
            break
    return max(1.0 / (penalty * length), 2.0)


def descend(
    weights: Weights,
    data: Corpus,
    layout: Features,
    label: IntArray,
    step_mask: FloatArray,
    c2: float,
    tol: float,
    max_iter: int,
    seed: int,
) -> Fitted:
    """Run epochs over the shuffled sequences until the objective falls by less than `tol` in `PATIENCE` of them."""
    n = len(data.sequence_start) - 1
    penalty = 2.0 * c2 / n
    order = np.arange(n)
    _shuffle(seed, 0, order)
    offset = _offset(weights, data, layout, label, step_mask, penalty, frozen(order[:SAMPLE].copy()))
    objectives = [n * float(np.log(len(step_mask)))]
    converged, n_iter = False, 0
    while n_iter < max_iter and not converged:
        _shuffle(seed, n_iter + 1, order)
        total = _epoch(*weights, layout.row_mask, step_mask, data, label, frozen(order), penalty, offset, n_iter * n)
        n_iter += 1
        flat = weights.flat()
        objectives.append(float(total) + c2 * float(flat @ flat))
        if n_iter > PATIENCE:
            before, now = objectives[-1 - PATIENCE], objectives[-1]
            converged = abs(before - now) < tol * abs(now)
    return Fitted(weights, objectives, n_iter, converged)
