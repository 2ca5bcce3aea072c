r"""The forward and backward recursions in logarithms: slow, and right for any scores, -infinity among them.

.. math:: \log\alpha_t(j) = e_t(j) + \log\sum_i \exp(\log\alpha_{t-1}(i) + m_{ij}), \qquad
          \log\beta_{t-1}(i) = \log\sum_j \exp(m_{ij} + e_t(j) + \log\beta_t(j))

Scores are logarithms of potentials. One exponential for every pair of states and step: about ten times the time of
``_recursions.py``, which serves whenever nothing underflows.
"""

from __future__ import annotations

import numpy as np

from .._jit import kernel
from .._vector import _exp, _log

__all__ = ["_backward_logs", "_forward_logs", "_log_sum"]


@kernel
def _log_sum(x):
    """Return log sum exp of a vector; -infinity where all are."""
    highest = -np.inf
    for i in range(x.shape[0]):
        highest = max(highest, x[i])
    if highest == -np.inf:
        return -np.inf
    total = 0.0
    for i in range(x.shape[0]):
        total += _exp(x[i] - highest)
    return highest + _log(total)


@kernel
def _forward_logs(score, step, log_alpha):
    """Fill `log_alpha` and return log Z."""
    n_steps, n_states = score.shape
    terms = np.empty(n_states)
    for j in range(n_states):
        log_alpha[0, j] = score[0, j]
    for t in range(1, n_steps):
        for j in range(n_states):
            for i in range(n_states):
                terms[i] = log_alpha[t - 1, i] + step[i, j]
            log_alpha[t, j] = score[t, j] + _log_sum(terms)
    return _log_sum(log_alpha[n_steps - 1])


@kernel
def _backward_logs(score, step, log_beta):
    """Fill `log_beta`."""
    n_steps, n_states = score.shape
    terms = np.empty(n_states)
    for i in range(n_states):
        log_beta[n_steps - 1, i] = 0.0
    for t in range(n_steps - 1, 0, -1):
        for i in range(n_states):
            for j in range(n_states):
                terms[j] = step[i, j] + score[t, j] + log_beta[t, j]
            log_beta[t - 1, i] = _log_sum(terms)
