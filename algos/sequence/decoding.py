r"""The likeliest path through a chain of hidden states.

.. math:: v_t(j) = e_t(j) + \max_i \big(v_{t-1}(i) + m_{ij}\big)

A path is read backwards from the best v at the end. No pointers are kept: on the way back one maximum over k states a
step finds them again, which is cheaper than k² selections of an index on the way there.
"""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np

from .._check import IntArray, UndefinedWarning
from .._jit import compiled_as, kernel
from ._recursions import LANES
from ._scores import _are_scores, chain_arrays, refuse_faults, require_chain

__all__ = ["ViterbiPath", "_viterbi", "viterbi"]


class ViterbiPath(NamedTuple):
    """Result of `viterbi`, and of ``decode`` of the models, where it is for all sequences together.

    Attributes
    ----------
    path : ndarray of shape (T,)
        The likeliest states; -1 throughout if every path is forbidden.
    log_probability : float
        Logarithm of the joint probability of that path and the observations; -infinity if every path is forbidden.
    """

    path: IntArray
    log_probability: float


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _best_scores(lattice, step):
    """Turn the scores e of every step into v, in place. Rows and `step` are padded to a multiple of `LANES` states."""
    width = lattice.shape[1]
    for t in range(1, lattice.shape[0]):
        before, now = lattice[t - 1], lattice[t]
        for block in range(width // LANES):
            j = LANES * block
            b0 = b1 = b2 = b3 = -np.inf  # four maxima in one vector register, as the sums of `_forward`
            for i in range(width):
                v = before[i]
                c0, c1, c2, c3 = v + step[i, j], v + step[i, j + 1], v + step[i, j + 2], v + step[i, j + 3]
                b0 = c0 if c0 > b0 else b0
                b1 = c1 if c1 > b1 else b1
                b2 = c2 if c2 > b2 else b2
                b3 = c3 if c3 > b3 else b3
            now[j] += b0
            now[j + 1] += b1
            now[j + 2] += b2
            now[j + 3] += b3


@kernel
def _viterbi(log_start, log_trans, log_emit, path):
    """Fill `path` and return its log-probability. Of equal paths, that with the lowest last state wins, and so on."""
    n_steps, n_states = log_emit.shape
    width = (n_states + LANES - 1) // LANES * LANES
    lattice, step = np.empty((n_steps, width)), np.full((width, width), -np.inf)
    for t in range(n_steps):
        row, scores = lattice[t], log_emit[t]
        for j in range(width):
            row[j] = scores[j] if j < n_states else -np.inf
    for i in range(n_states):
        lattice[0, i] += log_start[i]
        for j in range(n_states):
            step[i, j] = log_trans[i, j]
    _best_scores(lattice, step)
    into = step.T.copy()
    highest, state = -np.inf, -1
    for j in range(n_states):
        better = lattice[n_steps - 1, j] > highest
        highest, state = lattice[n_steps - 1, j] if better else highest, j if better else state
    path[n_steps - 1] = state
    for t in range(n_steps - 2, -1, -1):
        before, steps, best, after = lattice[t], into[state], -np.inf, state
        for i in range(n_states):  # selects, not branches: which is best cannot be predicted
            score = before[i] + steps[i]
            better = score > best and after >= 0
            best, state = score if better else best, i if better else state
        path[t] = state
    return highest


@kernel
def _best_path(log_start, log_trans, log_emit, path):
    """Do the same; NaN if there is a NaN or +infinity. To look from outside would take a fifth of a small call."""
    if not _are_scores(log_start, log_trans, log_emit):
        return np.nan
    return _viterbi(log_start, log_trans, log_emit, path)


# -- public function -------------------------------------------------------------------------------


def _viterbi_compiled(log_start: Any, log_trans: Any, log_emit: Any) -> Any:
    require_chain(log_start, log_trans, log_emit)
    path = np.empty(log_emit.shape[0], np.int64)
    log_probability = _viterbi(log_start, log_trans, log_emit, path)
    return ViterbiPath(path, log_probability)


@compiled_as(_viterbi_compiled)
def viterbi(log_start: Any, log_trans: Any, log_emit: Any) -> ViterbiPath:
    r"""Return the likeliest sequence of hidden states, given all observations.

    .. math:: v_1(j) = \log\pi_j + e_1(j), \qquad v_t(j) = e_t(j) + \max_i \big(v_{t-1}(i) + \log a_{ij}\big)

    Parameters
    ----------
    log_start : array_like of shape (k,)
        Log-probabilities :math:`\log\pi_j` of the first state; -infinity where it is impossible.
    log_trans : array_like of shape (k, k)
        Log-probabilities :math:`\log a_{ij}` of a step from state i to state j; -infinity where it is forbidden.
    log_emit : array_like of shape (T, k)
        Log-probabilities (or log-densities) :math:`e_t(j)` of what was observed at step t, if the state is j.

    Returns
    -------
    ViterbiPath
        ``path`` of shape (T,), states from 0 to k - 1, and ``log_probability``, joint with the observations. If every
        path is forbidden, -1 throughout and -infinity, with an UndefinedWarning.

    Raises
    ------
    ValueError
        If an array is empty, a value is NaN or +infinity, or the shapes do not fit.

    See Also
    --------
    hmmlearn.hmm.CategoricalHMM.decode : the library it is tested against.
    forward_backward : the probability of each state at each step, over all paths.

    Notes
    -----
    Time O(T k²), memory O(T k).
    Of several best paths it returns the one whose last state is lowest, then the one before, and so on. The states that
    are likeliest one by one may form a forbidden path; this one is always allowed. Rows need not sum to one: any scores
    do, and the path with the greatest sum is found.

    References
    ----------
    .. [1] L. R. Rabiner, "A tutorial on hidden Markov models and selected applications in speech recognition",
       Proceedings of the IEEE 77(2), 1989, equations 32 to 35.

    Examples
    --------
    Two states that are kept with probability 0.9, two observations for the first and one for the second: staying costs
    one unlikely observation, 0.5 · 0.8 · 0.9 · 0.8 · 0.9 · 0.2, and leaving an unlikely step, which is worse.

    >>> start, trans = [0.5, 0.5], [[0.9, 0.1], [0.1, 0.9]]
    >>> emit = [[0.8, 0.2], [0.8, 0.2], [0.2, 0.8]]
    >>> result = viterbi(np.log(start), np.log(trans), np.log(emit))
    >>> result.path.tolist(), round(float(np.exp(result.log_probability)), 5)
    ([0, 0, 0], 0.05184)
    """
    chain = chain_arrays(log_start, log_trans, log_emit)
    path = np.empty(chain[2].shape[0], np.int64)
    log_probability = float(_best_path(*chain, path))
    if not log_probability > -np.inf:
        refuse_faults(*chain)
        warnings.warn("log_start, log_trans and log_emit forbid every path", UndefinedWarning, stacklevel=2)
    return ViterbiPath(path, log_probability)
