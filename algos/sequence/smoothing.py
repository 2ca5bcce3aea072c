r"""The probability of each hidden state at each step, given all observations.

.. math:: \alpha_t(j) = b_j(x_t) \sum_i \alpha_{t-1}(i)\, a_{ij}, \qquad
          \beta_t(i) = \sum_j a_{ij}\, b_j(x_{t+1})\, \beta_{t+1}(j), \qquad
          \gamma_t(i) = \frac{\alpha_t(i) \beta_t(i)}{p(x)}

The recursions themselves stand in ``_recursions.py`` and, for what would underflow there, in ``_log_recursions.py``.
"""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np

from .._check import FloatArray, UndefinedWarning
from .._jit import compiled_as, kernel
from ._chain import _padded, _step_potentials
from ._expectations import _evidence, _gather, _smooth, _smooth_logs
from ._scores import _potential_rows, checked_chain, require_chain

__all__ = ["ForwardBackward", "forward_backward"]


class ForwardBackward(NamedTuple):
    r"""Result of `forward_backward`.

    Attributes
    ----------
    log_likelihood : float
        :math:`\log p(x_1, \dots, x_T)`; -infinity if the observations are impossible.
    posterior : ndarray of shape (T, k)
        Smoothed probabilities :math:`\gamma_t(i) = p(z_t = i \mid x_1, \dots, x_T)`.
    transitions : ndarray of shape (k, k)
        Expected number of steps from i to j, :math:`\sum_{t>1} p(z_{t-1} = i, z_t = j \mid x_1, \dots, x_T)`.
    filtered : ndarray of shape (T, k)
        Filtered probabilities :math:`p(z_t = j \mid x_1, \dots, x_t)`: what is known at step t.
    log_evidence : ndarray of shape (T,)
        :math:`\log p(x_1, \dots, x_t)`. The forward variable :math:`\alpha_t(j)` is ``filtered[t, j] *
        exp(log_evidence[t])``; the backward variable :math:`\beta_t(i)` is ``posterior[t, i] / filtered[t, i] *
        exp(log_likelihood - log_evidence[t])``.
    """

    log_likelihood: float
    posterior: FloatArray
    transitions: FloatArray
    filtered: FloatArray
    log_evidence: FloatArray


@kernel
def _cut(wide, n_states):
    """Move padded rows together within their memory."""
    flat, n_rows, width = wide.reshape(-1), wide.shape[0], wide.shape[1]
    if width > n_states:
        for t in range(1, n_rows):
            for j in range(n_states):
                flat[t * n_states + j] = flat[t * width + j]
    return flat[: n_rows * n_states].reshape((n_rows, n_states))


@kernel
def _forward_backward(log_start, log_trans, log_emit):
    """Return the fields of the result."""
    n_steps, n_states = log_emit.shape
    width, rows = _padded(n_states), np.arange(n_steps)
    potential, alpha, gamma = np.empty((n_steps, width)), np.empty((n_steps, width)), np.empty((n_steps, width))
    scale, top, evidence = np.empty(n_steps), np.empty(n_steps), np.empty(n_steps)
    pairs, steps = np.zeros((n_states, n_states)), _step_potentials(log_trans, width)
    _gather(log_start, log_emit, rows, potential)
    _potential_rows(potential, n_states, top)
    if _smooth(potential, steps, alpha, gamma, scale, pairs):
        log_likelihood = _evidence(scale, top, steps[2], evidence)
    else:
        score = np.empty((n_steps, n_states))
        _gather(log_start, log_emit, rows, score)
        log_likelihood = _smooth_logs(score, log_trans, alpha, gamma, pairs, evidence)
        if not log_likelihood > -np.inf:
            alpha[:], gamma[:], pairs[:] = np.nan, np.nan, np.nan
    return log_likelihood, _cut(gamma, n_states), pairs, _cut(alpha, n_states), evidence


def _forward_backward_compiled(log_start: Any, log_trans: Any, log_emit: Any) -> Any:
    require_chain(log_start, log_trans, log_emit)
    found = _forward_backward(log_start, log_trans, log_emit)
    return ForwardBackward(found[0], found[1], found[2], found[3], found[4])


@compiled_as(_forward_backward_compiled)
def forward_backward(log_start: Any, log_trans: Any, log_emit: Any) -> ForwardBackward:
    r"""Return the likelihood of the observations, and the probability of each hidden state at each step.

    .. math:: \alpha_1(j) = \pi_j b_j(x_1), \quad \alpha_t(j) = b_j(x_t) \sum_i \alpha_{t-1}(i)\, a_{ij}, \qquad
              p(x) = \sum_j \alpha_T(j), \qquad
              \gamma_t(i) = \frac{\alpha_t(i)}{p(x)} \sum_{j} a_{ij}\, b_j(x_{t+1})\, \beta_{t+1}(j)

    Parameters
    ----------
    log_start : array_like of shape (k,)
        Log-probabilities :math:`\log\pi_j` of the first state; -infinity where it is impossible.
    log_trans : array_like of shape (k, k)
        Log-probabilities :math:`\log a_{ij}` of a step from state i to state j; -infinity where it is forbidden.
    log_emit : array_like of shape (T, k)
        Log-probabilities (or log-densities) :math:`\log b_j(x_t)` of what was observed at step t, if the state is j.

    Returns
    -------
    ForwardBackward
        ``log_likelihood``, ``posterior`` (T, k), ``transitions`` (k, k), ``filtered`` (T, k), ``log_evidence`` (T,).
        If the observations are impossible: -infinity, and NaN for the first three arrays, with an UndefinedWarning.

    Raises
    ------
    ValueError
        If an array is empty, a value is NaN or +infinity, or the shapes do not fit.

    See Also
    --------
    hmmlearn.hmm.CategoricalHMM.score_samples : the library it is tested against.
    viterbi : the likeliest path as a whole.
    baum_welch_step : uses these expectations to improve the model.

    Notes
    -----
    Time O(T k²), memory O(T k).
    Every step is scaled to sum to one, so nothing underflows at any length, and no step takes an exponential or a
    logarithm of a sum. Where potentials that differ by hundreds of orders of magnitude meet forbidden steps, so that
    scaling would lose the only possible path, the recursions run in logarithms instead, ten times slower. Rows need not
    sum to one: for unnormalised scores the log-likelihood is the log partition function.

    References
    ----------
    .. [1] L. R. Rabiner, "A tutorial on hidden Markov models and selected applications in speech recognition",
       Proceedings of the IEEE 77(2), 1989, equations 18 to 27 and section V.A.

    Examples
    --------
    Two states, kept with probability 0.8. What is seen has probability 0.9 in the first state, then 0.9 in the second:
    ½ (0.9 · 0.8 · 0.1 + 0.9 · 0.2 · 0.9 + 0.1 · 0.2 · 0.1 + 0.1 · 0.8 · 0.9) = 0.154.

    >>> start, trans, emit = [0.5, 0.5], [[0.8, 0.2], [0.2, 0.8]], [[0.9, 0.1], [0.1, 0.9]]
    >>> result = forward_backward(np.log(start), np.log(trans), np.log(emit))
    >>> round(float(np.exp(result.log_likelihood)), 6)
    0.154
    >>> result.posterior.round(4).tolist()
    [[0.7597, 0.2403], [0.2403, 0.7597]]
    >>> result.filtered.round(4).tolist()
    [[0.9, 0.1], [0.2403, 0.7597]]
    """
    found = _forward_backward(*checked_chain(log_start, log_trans, log_emit))
    if found[0] == -np.inf:
        warnings.warn(
            "log_start, log_trans and log_emit make the observations impossible; what is conditional on them is NaN",
            UndefinedWarning,
            stacklevel=2,
        )
    return ForwardBackward(float(found[0]), *found[1:])
