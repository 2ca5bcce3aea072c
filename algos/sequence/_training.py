r"""The objective of a conditional random field over a corpus, its gradient, and an epoch of stochastic descent.

.. math:: F(w) = -\sum_s \log p(y^s) + c_2 \lVert w \rVert^2

Scores of a whole sequence are formed first, then turned into potentials in one vectorised pass of exponentials;
products of neighbouring marginals are summed over the corpus and meet the transition potentials once, at the end.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._check import FloatArray
from .._jit import REASSOCIATE, kernel
from ._chain import _log_product, _step_potentials
from ._features import Features
from ._recursions import _add_pair_counts, _backward, _forward
from ._scores import _potential_rows

__all__ = ["Weights", "_epoch", "_objective", "_scores"]


class Weights(NamedTuple):
    """The weights, or a gradient: rows of attributes, single weights, and steps between labels."""

    rows: FloatArray
    singles: FloatArray
    transitions: FloatArray

    @classmethod
    def zeros(cls, layout: Features, n_labels: int) -> Weights:
        """Return weights that are all 0."""
        return cls(np.zeros(layout.row_mask.shape), np.zeros(len(layout.label)), np.zeros((n_labels, n_labels)))

    def flat(self) -> FloatArray:
        """Return all weights in one new vector."""
        return np.concatenate([part.ravel() for part in self])

    def at(self, x: FloatArray) -> Weights:
        """Return views of a vector in the shapes of these weights."""
        singles = self.rows.size + self.singles.size
        return Weights(
            x[: self.rows.size].reshape(self.rows.shape),
            x[self.rows.size : singles],
            x[singles:].reshape(self.transitions.shape),
        )

    def copy(self) -> Weights:
        """Return a copy."""
        return self.at(self.flat())


@kernel
def _longest(sequence_start):
    longest = 1
    for s in range(sequence_start.shape[0] - 1):
        longest = max(longest, sequence_start[s + 1] - sequence_start[s])
    return longest


@kernel(fastmath=REASSOCIATE)
def _scores(rows, singles, corpus, first, score):
    """Fill the scores of the labels for the tokens from `first` on, one a row."""
    width = score.shape[1]
    for t in range(score.shape[0]):
        here, token = score[t], first + t
        for k in range(width):
            here[k] = 0.0
        for entry in range(corpus.row_start[token], corpus.row_start[token + 1]):
            weights, value = rows[corpus.row[entry]], corpus.row_value[entry]
            for k in range(width):
                here[k] += weights[k] * value
        for entry in range(corpus.single_start[token], corpus.single_start[token + 1]):
            here[corpus.single_label[entry]] += singles[corpus.single[entry]] * corpus.single_value[entry]


@kernel(fastmath=REASSOCIATE)
def _add_gradient(marginal, corpus, first, factor, row_gradient, single_gradient):
    """Add `factor` times the values of the features, each weighted by the marginal of its label."""
    width = marginal.shape[1]
    for t in range(marginal.shape[0]):
        here, token = marginal[t], first + t
        for entry in range(corpus.row_start[token], corpus.row_start[token + 1]):
            gradient, value = row_gradient[corpus.row[entry]], factor * corpus.row_value[entry]
            for k in range(width):
                gradient[k] += here[k] * value
        for entry in range(corpus.single_start[token], corpus.single_start[token + 1]):
            value = factor * corpus.single_value[entry]
            single_gradient[corpus.single[entry]] += here[corpus.single_label[entry]] * value


@kernel
def _residuals(score, labels, first, transitions, step, transposed, alpha, beta, scale, top, pairs):
    """Replace scores by marginals less the labels and add to `pairs`; return the negative log-likelihood.

    `pairs` collects products that are still to be multiplied by the potentials of the steps. Infinity is returned
    where the potentials lost their digits, which makes a line search step back.
    """
    n_steps, n_labels = score.shape[0], transitions.shape[0]
    nll = -score[0, labels[first]]
    for t in range(1, n_steps):
        nll -= score[t, labels[first + t]] + transitions[labels[first + t - 1], labels[first + t]]
    _potential_rows(score, n_labels, top)
    if not _forward(score, step, alpha, scale) > 0.0:
        return np.inf
    nll += _log_product(scale, top)
    _backward(score, transposed, scale, beta, score)  # the potentials are no longer needed
    _add_pair_counts(alpha, score, pairs)
    for t in range(n_steps):
        for k in range(score.shape[1]):
            score[t, k] = alpha[t, k] * beta[t, k]
        score[t, labels[first + t]] -= 1.0
    return nll


@kernel
def _objective(rows, singles, transitions, corpus, labels, row_gradient, single_gradient, pairs):
    """Return the negative log-likelihood of the corpus; fill its gradients, `pairs` by expected steps alone."""
    width, n_labels = rows.shape[1], transitions.shape[0]
    step, transposed, highest = _step_potentials(transitions, width)
    longest = _longest(corpus.sequence_start)
    score, alpha, beta = np.empty((longest, width)), np.empty((longest, width)), np.empty((longest, width))
    scale, top, sums = np.empty(longest), np.empty(longest), np.zeros((width, width))
    nll = 0.0
    for s in range(corpus.sequence_start.shape[0] - 1):
        first = corpus.sequence_start[s]
        n = corpus.sequence_start[s + 1] - first
        _scores(rows, singles, corpus, first, score[:n])
        nll += (n - 1) * highest + _residuals(
            score[:n], labels, first, transitions, step, transposed, alpha[:n], beta[:n], scale[:n], top[:n], sums
        )
        _add_gradient(score[:n], corpus, first, 1.0, row_gradient, single_gradient)
    for i in range(n_labels):
        for j in range(n_labels):
            pairs[i, j] = sums[i, j] * step[i, j]
    return nll


@kernel
def _rescale(rows, singles, transitions, factor):
    """Multiply all weights by `factor`."""
    for r in range(rows.shape[0]):
        for k in range(rows.shape[1]):
            rows[r, k] *= factor
    for i in range(singles.shape[0]):
        singles[i] *= factor
    for a in range(transitions.shape[0]):
        for b in range(transitions.shape[1]):
            transitions[a, b] *= factor


@kernel
def _epoch(rows, singles, transitions, row_mask, step_mask, corpus, labels, order, penalty, offset, done):
    """Take one step of stochastic descent for each sequence in `order`; return the sum of their likelihoods' negatives.

    The objective is the mean over sequences plus half `penalty` times the squared norm; step i has the length
    1 / (penalty (offset + i)). The weights shrink by a factor each time, which is kept apart and multiplied in at the
    end, so that a step touches only the weights of its own features; n steps shrink it to no less than 1 / (n + 1).
    """
    width, n_labels = rows.shape[1], transitions.shape[0]
    longest = _longest(corpus.sequence_start)
    score, alpha, beta = np.empty((longest, width)), np.empty((longest, width)), np.empty((longest, width))
    scale, top, scaled = np.empty(longest), np.empty(longest), np.empty((n_labels, n_labels))
    factor, total = 1.0, 0.0
    for i in range(order.shape[0]):
        first = corpus.sequence_start[order[i]]
        n = corpus.sequence_start[order[i] + 1] - first
        here = score[:n]
        _scores(rows, singles, corpus, first, here)
        for t in range(n):
            for k in range(width):
                here[t, k] *= factor
        for a in range(n_labels):
            for b in range(n_labels):
                scaled[a, b] = factor * transitions[a, b]
        step, transposed, highest = _step_potentials(scaled, width)
        sums = np.zeros((width, width))
        total += (n - 1) * highest + _residuals(
            here, labels, first, scaled, step, transposed, alpha[:n], beta[:n], scale[:n], top[:n], sums
        )
        length = 1.0 / (penalty * (offset + done + i))
        factor *= 1.0 - length * penalty
        move = -length / factor
        _add_gradient(here, corpus, first, move, rows, singles)
        for t in range(n):
            for entry in range(corpus.row_start[first + t], corpus.row_start[first + t + 1]):
                r = corpus.row[entry]
                for k in range(width):
                    rows[r, k] *= row_mask[r, k]
        for t in range(1, n):
            transitions[labels[first + t - 1], labels[first + t]] -= move
        for a in range(n_labels):
            for b in range(n_labels):
                transitions[a, b] = step_mask[a, b] * (transitions[a, b] + move * sums[a, b] * step[a, b])
    _rescale(rows, singles, transitions, factor)
    return total
