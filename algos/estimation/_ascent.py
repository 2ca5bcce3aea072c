"""What expectation maximisation needs around its step: the loop, and where its random numbers come from."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from .._check import number, seed

__all__: list[str] = []


class Ascent(NamedTuple):
    """One run: the last parameters, the objective before each of the steps, and whether it levelled off."""

    parameters: Any
    history: list[float]
    converged: bool


def ascend(
    step: Callable[[Any], tuple[Any, float]], start: Any, max_iter: int, tol: float | None, before: float = -math.inf
) -> Ascent:
    """Repeat `step` until the objective changes by no more than `tol` (never if None), or `max_iter` times.

    A fall is no end: what keeps covariances apart from zero may cost some likelihood on the way to more. `before` is
    the objective that an earlier run ended with.
    """
    parameters, converged, history = start, False, list[float]()
    while len(history) < max_iter and not converged:
        parameters, objective = step(parameters)
        history.append(objective)
        converged = tol is not None and abs(objective - before) <= tol
        before = objective
    return Ascent(parameters, history, converged)


def checked_tol(tol: Any) -> float | None:
    """Return the tolerance, a number of at least 0 or None."""
    return None if tol is None else number(tol, "tol", at_least=0.0)


def random_numbers(random_state: Any) -> np.random.Generator:
    """Return a Generator: the one given, or one seeded from what scikit-learn takes."""
    return random_state if isinstance(random_state, np.random.Generator) else np.random.default_rng(seed(random_state))
