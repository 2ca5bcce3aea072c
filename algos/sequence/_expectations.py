r"""What the hidden states probably did, given all observations: what smoothing and Baum-Welch need.

.. math:: \gamma_t(i) = \hat\alpha_t(i)\, \hat\beta_t(i), \qquad
          \xi(i, j) = \sum_{t>1} \hat\alpha_{t-1}(i)\, a_{ij}\, b_j(x_t)\, \hat\beta_t(j) / c_t

Observations are rows of a table of log-probabilities, `log_emit`: ``rows[t]`` is the one for step t, so that a symbol
or a step has one row each. Several sequences lie one after another in `rows`; `lengths` cuts them.
"""

from __future__ import annotations

import numpy as np

from .._jit import kernel
from .._vector import _exp, _log
from ._chain import _padded, _step_potentials
from ._log_recursions import _backward_logs, _forward_logs, _log_sum
from ._recursions import FAINT, LANES, LOST, _add_pair_counts, _backward, _forward
from ._scores import _potential_rows

__all__ = ["_evidence", "_expectations", "_gather", "_likelihoods", "_smooth", "_smooth_logs", "workspace"]


def workspace(longest, n_states):
    """Return room for the recursions of one sequence; an iterative caller keeps it, since fresh memory is slow."""
    return np.empty((3, longest, (n_states + LANES - 1) // LANES * LANES))


@kernel
def _gather(log_start, log_emit, rows, score):
    """Write the scores of one sequence, the start in the first row."""
    n_states = log_start.shape[0]
    for t in range(rows.shape[0]):
        row, found = score[t], log_emit[rows[t]]
        for j in range(n_states):
            row[j] = found[j]
    for j in range(n_states):
        score[0, j] += log_start[j]


@kernel
def _smooth(potential, steps, alpha, beta, scale, pairs):
    """Fill `alpha` and `scale`, `beta` with the smoothed probabilities; add the expected steps to `pairs`.

    Overwrites `potential`. Returns False, with nothing added, where digits may have been lost.
    """
    step, transposed, _ = steps
    n_states = pairs.shape[0]
    if not _forward(potential, step, alpha, scale) > LOST:
        return False
    if not _backward(potential, transposed, scale, beta, potential) < 1.0 / LOST:
        return False
    counts = np.zeros(step.shape)
    _add_pair_counts(alpha, potential, counts)
    for i in range(n_states):
        for j in range(n_states):
            pairs[i, j] += counts[i, j] * step[i, j]
    left, right = alpha.reshape(-1), beta.reshape(-1)
    for i in range(right.shape[0]):
        right[i] *= left[i]
    return True


@kernel
def _smooth_logs(score, log_trans, alpha, gamma, pairs, evidence):
    """Do the same without any scaling: right where potentials differ by hundreds of orders of magnitude.

    Returns the log-likelihood. If it is -infinity, only `evidence` has been written.
    """
    n_steps, n_states = score.shape
    log_alpha, log_beta = np.empty(score.shape), np.empty(score.shape)
    log_z = _forward_logs(score, log_trans, log_alpha)
    for t in range(n_steps):
        evidence[t] = _log_sum(log_alpha[t])
    if not log_z > -np.inf:
        return log_z
    _backward_logs(score, log_trans, log_beta)
    for t in range(n_steps):
        for i in range(n_states):
            alpha[t, i] = _exp(log_alpha[t, i] - evidence[t])
            gamma[t, i] = _exp(log_alpha[t, i] + log_beta[t, i] - log_z)
            if t > 0:
                for j in range(n_states):
                    ahead = score[t, j] + log_beta[t, j] - log_z
                    pairs[i, j] += _exp(log_alpha[t - 1, i] + log_trans[i, j] + ahead)
    return log_z


@kernel
def _evidence(scale, top, highest, evidence):
    """Write the log-probability of the observations so far, from the factors that were taken out; return the last."""
    for t in range(scale.shape[0]):
        evidence[t] = _log(scale[t]) + top[t]
    total = evidence[0]
    for t in range(1, scale.shape[0]):
        total += evidence[t] + highest
        evidence[t] = total
    return total


@kernel
def _expectations(log_start, log_trans, log_emit, rows, lengths, work, start, pairs, gamma, found):
    """Fill the smoothed probabilities `gamma` and the log-likelihood of each sequence, add up first states and steps.

    Nothing of a sequence with log-likelihood -infinity is added, and its rows of `gamma` are NaN.
    """
    n_states, first = log_start.shape[0], 0
    steps = _step_potentials(log_trans, _padded(n_states))
    scale, top, evidence = np.empty(work.shape[1]), np.empty(work.shape[1]), np.empty(work.shape[1])
    for s in range(lengths.shape[0]):
        n = lengths[s]
        mine, potential, alpha, beta = rows[first : first + n], work[0, :n], work[1, :n], work[2, :n]
        _gather(log_start, log_emit, mine, potential)
        _potential_rows(potential, n_states, top[:n])
        if _smooth(potential, steps, alpha, beta, scale[:n], pairs):
            found[s] = _evidence(scale[:n], top[:n], steps[2], evidence[:n])
        else:
            score = np.empty((n, n_states))
            _gather(log_start, log_emit, mine, score)
            found[s] = _smooth_logs(score, log_trans, alpha, beta, pairs, evidence[:n])
        possible = found[s] > -np.inf
        for t in range(n):
            here, row = gamma[first + t], beta[t]
            for j in range(n_states):
                here[j] = row[j] if possible else np.nan
        for j in range(n_states):
            start[j] += beta[0, j] if possible else 0.0
        first += n


@kernel
def _likelihoods(log_start, log_trans, log_emit, rows, lengths, work, found):
    """Fill the log-likelihood of each sequence: the forward recursion, and the others where they must check it."""
    n_states, first = log_start.shape[0], 0
    steps = _step_potentials(log_trans, _padded(n_states))
    bright = log_trans.min() - steps[2] > FAINT
    scale, top, evidence = np.empty(work.shape[1]), np.empty(work.shape[1]), np.empty(work.shape[1])
    pairs = np.empty((n_states, n_states))
    for s in range(lengths.shape[0]):
        n = lengths[s]
        mine, potential, alpha, beta = rows[first : first + n], work[0, :n], work[1, :n], work[2, :n]
        _gather(log_start, log_emit, mine, potential)
        _potential_rows(potential, n_states, top[:n])
        if bright:
            sure = _forward(potential, steps[0], alpha, scale[:n]) > LOST
        else:  # a faint step may lead to the only state that can have made the observations
            sure = _smooth(potential, steps, alpha, beta, scale[:n], pairs)
        if sure:
            found[s] = _evidence(scale[:n], top[:n], steps[2], evidence[:n])
        else:
            score = np.empty((n, n_states))
            _gather(log_start, log_emit, mine, score)
            found[s] = _forward_logs(score, log_trans, np.empty((n, n_states)))
        first += n
