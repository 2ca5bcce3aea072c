"""What every mixture offers once it is fitted, from the log density and the responsibilities of each row."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from .._base import Estimator
from .._check import FloatArray, IntArray

__all__ = ["Mixture"]


class Mixture(Estimator):
    """A mixture of k components; a subclass says what a row's density is and how many parameters are free."""

    _kind: ClassVar[str | None] = "density_estimator"

    if TYPE_CHECKING:

        def fit(self, X: Any, y: Any = None) -> Self:
            """Estimate the parameters."""

        def _rows(self, X: Any) -> tuple[FloatArray, FloatArray]:
            """Return the log density of each row (n,) and its responsibilities (k, n)."""

        def _n_parameters(self) -> int:
            """Return how many parameters are free."""

    def fit_predict(self, X: Any, y: Any = None) -> IntArray:
        """Fit to `X` and return the most probable component of each row."""
        return self.fit(X, y).predict(X)

    def predict(self, X: Any) -> IntArray:
        """Return the most probable component of each row."""
        return self._rows(X)[1].argmax(axis=0)

    def predict_proba(self, X: Any) -> FloatArray:
        """Return the responsibilities, the probability of each component given the row, shape (n, k)."""
        return np.ascontiguousarray(self._rows(X)[1].T)

    def score_samples(self, X: Any) -> FloatArray:
        """Return the log density of each row."""
        return self._rows(X)[0]

    def score(self, X: Any, y: Any = None) -> float:  # noqa: ARG002
        """Return the mean log density of a row; that of a hidden Markov model is a total."""
        return float(self.score_samples(X).mean())

    def bic(self, X: Any) -> float:
        """Return the Bayesian information criterion of the fitted model on `X`; lower is better."""
        densities = self.score_samples(X)
        return float(-2.0 * densities.sum() + self._n_parameters() * math.log(len(densities)))

    def aic(self, X: Any) -> float:
        """Return the Akaike information criterion of the fitted model on `X`; lower is better."""
        return float(-2.0 * self.score_samples(X).sum() + 2.0 * self._n_parameters())
