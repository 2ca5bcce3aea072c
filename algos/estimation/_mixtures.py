"""What both mixtures share: where their random numbers come from, and the warning of an unfinished ascent."""

from __future__ import annotations

import sys
import warnings
from typing import Any

import numpy as np

from .._check import seed

__all__: list[str] = []


def random_numbers(random_state: Any) -> np.random.Generator:
    """Return a Generator: the one given, or one seeded from what scikit-learn takes."""
    return random_state if isinstance(random_state, np.random.Generator) else np.random.default_rng(seed(random_state))


def warn_unconverged(estimator: Any) -> None:
    """Warn as scikit-learn does, with its own class where it is loaded."""
    exceptions = sys.modules.get("sklearn.exceptions")
    category = UserWarning if exceptions is None else exceptions.ConvergenceWarning
    warnings.warn(
        f"{type(estimator).__name__} did not converge in {estimator.n_iter_} steps; raise max_iter or tol, try another "
        "start, or look for degenerate data",
        category,
        stacklevel=3,
    )
