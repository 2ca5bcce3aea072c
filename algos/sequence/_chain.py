"""Kernels of a linear chain with any real scores: log Z, marginals, score of a path, gradient of the likelihood."""

from __future__ import annotations

import numpy as np

from .._jit import kernel
from .._vector import _exp, _log
from ._log_recursions import _backward_logs, _forward_logs
from ._recursions import FAINT, LANES, LOST, _add_pair_counts, _backward, _forward
from ._scores import _potential_rows

__all__ = ["_log_partition", "_log_product", "_marginals", "_nll_grad", "_padded", "_step_potentials"]


@kernel
def _padded(n_states):
    """Return how wide rows of `n_states` states are stored."""
    return (n_states + LANES - 1) // LANES * LANES


@kernel
def _step_potentials(transitions, width):
    """Return exp(m - highest) padded to `width`, the same transposed, and the highest m (0 if all are -infinity)."""
    n_states = transitions.shape[0]
    highest = -np.inf
    for i in range(n_states):
        for j in range(n_states):
            highest = max(highest, transitions[i, j])
    highest = highest if highest > -np.inf else 0.0
    step, transposed = np.zeros((width, width)), np.zeros((width, width))
    for i in range(n_states):
        for j in range(n_states):
            step[i, j] = _exp(transitions[i, j] - highest)
            transposed[j, i] = step[i, j]
    return step, transposed, highest


@kernel
def _log_product(scale, top):
    """Return the sum of log c_t and of the highest score of every row: one vectorised pass."""
    total = 0.0
    for t in range(scale.shape[0]):
        total += _log(scale[t]) + top[t]
    return total


@kernel
def _pad(states, width):
    wide = np.empty((states.shape[0], width))
    for t in range(states.shape[0]):
        for k in range(states.shape[1]):
            wide[t, k] = states[t, k]
    return wide


@kernel
def _marginals(states, transitions, marginal, pairs):
    """Fill the probabilities of the states at every step and the expected steps between them; return log Z.

    With log Z = -infinity, where every path is forbidden, they are left as they are.
    """
    n_steps, n_states = states.shape
    width = _padded(n_states)
    potential = _pad(states, width)
    scale, top = np.empty(n_steps), np.empty(n_steps)
    _potential_rows(potential, n_states, top)
    step, transposed, highest = _step_potentials(transitions, width)
    alpha, beta, weighted = np.empty((n_steps, width)), np.empty((n_steps, width)), np.empty((n_steps, width))
    kept = _forward(potential, step, alpha, scale) > LOST
    if kept and _backward(potential, transposed, scale, beta, weighted) < 1.0 / LOST:
        counts = np.zeros((width, width))
        _add_pair_counts(alpha, weighted, counts)
        for t in range(n_steps):
            for k in range(n_states):
                marginal[t, k] = alpha[t, k] * beta[t, k]
        for i in range(n_states):
            for j in range(n_states):
                pairs[i, j] = counts[i, j] * step[i, j]
        return (n_steps - 1) * highest + _log_product(scale, top)
    log_alpha, log_beta = np.empty((n_steps, n_states)), np.empty((n_steps, n_states))
    log_z = _forward_logs(states, transitions, log_alpha)
    if log_z > -np.inf:
        _backward_logs(states, transitions, log_beta)
        for i in range(n_states):
            for j in range(n_states):
                pairs[i, j] = 0.0
        for t in range(n_steps):
            for i in range(n_states):
                marginal[t, i] = _exp(log_alpha[t, i] + log_beta[t, i] - log_z)
                if t > 0:
                    for j in range(n_states):
                        ahead = states[t, j] + log_beta[t, j] - log_z
                        pairs[i, j] += _exp(log_alpha[t - 1, i] + transitions[i, j] + ahead)
    return log_z


@kernel
def _log_partition(states, transitions):
    """Return log Z."""
    n_steps, n_states = states.shape
    width = _padded(n_states)
    potential = _pad(states, width)
    alpha, scale, top = np.empty((n_steps, width)), np.empty(n_steps), np.empty(n_steps)
    _potential_rows(potential, n_states, top)
    step, _, highest = _step_potentials(transitions, width)
    if transitions.min() - highest < FAINT:
        return _marginals(states, transitions, np.empty(states.shape), np.empty(transitions.shape))
    if _forward(potential, step, alpha, scale) > LOST:
        return (n_steps - 1) * highest + _log_product(scale, top)
    return _forward_logs(states, transitions, alpha[:, :n_states].copy())


@kernel
def _path_score(states, transitions, labels):
    """Return s(labels)."""
    total = states[0, labels[0]]
    for t in range(1, labels.shape[0]):
        total += states[t, labels[t]] + transitions[labels[t - 1], labels[t]]
    return total


@kernel
def _nll_grad(states, transitions, labels, marginal, pairs):
    """Fill the two gradients; return log Z and s(labels)."""
    log_z = _marginals(states, transitions, marginal, pairs)
    for t in range(labels.shape[0]):
        marginal[t, labels[t]] -= 1.0
        if t > 0:
            pairs[labels[t - 1], labels[t]] -= 1.0
    return log_z, _path_score(states, transitions, labels)
