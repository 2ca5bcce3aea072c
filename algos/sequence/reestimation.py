r"""One iteration of Baum-Welch for symbols: expected counts under the old model are the frequencies of the new one.

.. math:: \pi_i' \propto \gamma_1(i), \qquad
          a_{ij}' \propto \sum_{t>1} \xi_t(i, j), \qquad
          b_j(v)' \propto \sum_{t:\, x_t = v} \gamma_t(j)

Counts of sequences add up, so blocks of whole sequences can be counted anywhere.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._blocks import decomposes, map_reduce
from .._check import FloatArray, IntArray, frozen
from .._jit import compiled_as, kernel
from ._expectations import _expectations, workspace
from ._parameters import BLOCK_STEPS, checked_lengths, checked_symbols, distributions, sequence_blocks

__all__ = [
    "BaumWelchStep",
    "SymbolCounts",
    "_row_shares",
    "baum_welch_step",
    "count_symbols",
    "logarithms",
    "merge_counts",
]

_Parameters = tuple[FloatArray, FloatArray, FloatArray]
"""Probabilities of the start, of steps, and of symbols."""


class BaumWelchStep(NamedTuple):
    """Result of `baum_welch_step`.

    Attributes
    ----------
    startprob : ndarray of shape (k,)
        New probabilities of the first state.
    transmat : ndarray of shape (k, k)
        New probabilities of a step from i to j.
    emissionprob : ndarray of shape (k, m)
        New probabilities of symbol v in state j.
    log_likelihood : float
        Of all sequences together, under the *incoming* parameters; it never falls from one step to the next.
    """

    startprob: FloatArray
    transmat: FloatArray
    emissionprob: FloatArray
    log_likelihood: float


class SymbolCounts(NamedTuple):
    """Expected counts of a block of sequences: first states (k,), steps (k, k), symbols by state (m, k)."""

    start: FloatArray
    transitions: FloatArray
    symbols: FloatArray
    log_likelihood: float


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _add_visits(rows, gamma, symbols):
    """Add the probabilities of the states to the counts of the symbol seen."""
    for t in range(rows.shape[0]):
        seen, here = symbols[rows[t]], gamma[t]
        for j in range(here.shape[0]):
            seen[j] += here[j]


@kernel
def _row_shares(counts, old):
    """Divide each row by its sum; a row without counts, which the data say nothing about, stays as it was."""
    shares = np.empty(counts.shape)
    for i in range(counts.shape[0]):
        total = counts[i].sum()
        for j in range(counts.shape[1]):
            shares[i, j] = counts[i, j] / total if total > 0.0 else old[i, j]
    return shares


# -- counting, merging, finishing ------------------------------------------------------------------


def logarithms(pi: FloatArray, a: FloatArray, b: FloatArray) -> _Parameters:
    """Return what `count_symbols` takes: logarithms, those of the symbols in a row for each symbol."""
    with np.errstate(divide="ignore"):
        return frozen(np.log(pi)), frozen(np.log(a)), frozen(np.ascontiguousarray(np.log(b).T))


def count_symbols(
    X: IntArray, lengths: IntArray, logs: _Parameters, work: FloatArray, gamma: FloatArray
) -> SymbolCounts:
    """Count what a block of checked sequences is expected to hold; `logs` are start, steps and symbols (m, k)."""
    k = logs[0].shape[0]
    start, transitions, symbols = np.zeros(k), np.zeros((k, k)), np.zeros(logs[2].shape)
    found = np.empty(lengths.shape[0])
    _expectations(*logs, X, lengths, work, start, transitions, gamma, found)
    total = float(np.add.reduce(found))
    if total == -np.inf:
        raise ValueError(
            f"X holds a sequence of length {lengths[found.argmin()]} that is impossible under these parameters"
        )
    _add_visits(X, gamma, symbols)
    return SymbolCounts(start, transitions, symbols, total)


def merge_counts(a: Any, b: Any) -> Any:
    """Add two statistics, field by field."""
    return type(a)(*(x + y for x, y in zip(a, b, strict=True)))


def _counted(X: IntArray, lengths: IntArray, parameters: _Parameters) -> SymbolCounts:
    """Return the counts of a block under checked parameters."""
    k = parameters[0].shape[0]
    work, gamma = workspace(int(lengths.max()), k), np.empty((X.shape[0], k))
    return count_symbols(X, lengths, logarithms(*parameters), work, gamma)


def _finished(counts: SymbolCounts, parameters: _Parameters) -> BaumWelchStep:
    """Turn counts into shares, where there are any."""
    pi, a, b = parameters
    return BaumWelchStep(
        _row_shares(frozen(counts.start[None, :]), frozen(pi[None, :]))[0],
        _row_shares(frozen(counts.transitions), a),
        _row_shares(frozen(np.ascontiguousarray(counts.symbols.T)), b),
        counts.log_likelihood,
    )


def _partial(X: Any, lengths: Any = None, *, startprob: Any, transmat: Any, emissionprob: Any) -> SymbolCounts:
    return _counted(*_checked(X, lengths, startprob, transmat, emissionprob))


def _finalize(counts: SymbolCounts, startprob: Any, transmat: Any, emissionprob: Any) -> BaumWelchStep:
    return _finished(counts, _checked_parameters(startprob, transmat, emissionprob))


def _blocks(X: Any, lengths: Any = None) -> list[tuple[Any, ...]]:
    """Cut whole sequences into blocks of `BLOCK_STEPS` steps or a little more."""
    return [(X[steps], mine) for steps, mine in sequence_blocks(checked_lengths(lengths, len(X)))]


def _checked_parameters(startprob: Any, transmat: Any, emissionprob: Any) -> _Parameters:
    pi = distributions(startprob, "startprob", None, None)
    k = pi.shape[0]
    return pi, distributions(transmat, "transmat", k, k), distributions(emissionprob, "emissionprob", k, None)


def _checked(
    X: Any, lengths: Any, startprob: Any, transmat: Any, emissionprob: Any
) -> tuple[IntArray, IntArray, _Parameters]:
    X = checked_symbols(X)
    parameters = _checked_parameters(startprob, transmat, emissionprob)
    m = parameters[2].shape[1]
    if X.max() >= m:
        raise ValueError(f"X must hold symbols from 0 to {m - 1}, got {X.max()}; emissionprob has no column for it")
    return X, checked_lengths(lengths, len(X)), parameters


# -- public function -------------------------------------------------------------------------------


def _baum_welch_step_compiled(X: Any, startprob: Any, transmat: Any, emissionprob: Any, lengths: Any = None) -> Any:
    n, k, m = X.shape[0], startprob.shape[0], emissionprob.shape[1]
    if n == 0 or k == 0 or transmat.shape != (k, k) or emissionprob.shape[0] != k:
        raise ValueError("baum_welch_step: X and startprob must not be empty, both matrices need a row for each state")
    rows = np.empty(n, np.int64)
    for t in range(n):
        if not 0 <= X[t] < m or np.int64(X[t]) != X[t]:
            raise ValueError("baum_welch_step: X must hold symbols from 0 to the columns of emissionprob less one")
        rows[t] = np.int64(X[t])
    if lengths is None:
        cuts, total = np.full(1, n), n
    else:
        cuts, total = np.empty(lengths.shape[0], np.int64), 0
        for s in range(cuts.shape[0]):
            if not 0 < lengths[s] <= n - total or np.int64(lengths[s]) != lengths[s]:
                raise ValueError("baum_welch_step: lengths must be integers of at least 1 that sum to the length of X")
            cuts[s] = np.int64(lengths[s])
            total += cuts[s]
    if total != n:
        raise ValueError("baum_welch_step: lengths must be integers of at least 1 that sum to the length of X")
    start, transitions, symbols = np.zeros((1, k)), np.zeros((k, k)), np.zeros((m, k))
    work, gamma, found = np.empty((3, cuts.max(), (k + 3) // 4 * 4)), np.empty((n, k)), np.empty(cuts.shape[0])
    first = np.ascontiguousarray(startprob).astype(np.float64)
    steps = np.ascontiguousarray(transmat).astype(np.float64)
    emissions = np.ascontiguousarray(emissionprob).astype(np.float64)
    table = np.ascontiguousarray(np.log(emissions).T)
    _expectations(np.log(first), np.log(steps), table, rows, cuts, work, start[0], transitions, gamma, found)
    if not found.min() > -np.inf:
        raise ValueError("baum_welch_step: X holds a sequence that is impossible under these parameters")
    _add_visits(rows, gamma, symbols)
    return BaumWelchStep(
        _row_shares(start, first.reshape((1, k)))[0],
        _row_shares(transitions, steps),
        _row_shares(np.ascontiguousarray(symbols.T), emissions),
        found.sum(),
    )


@decomposes(_partial, merge_counts, _finalize, BLOCK_STEPS, _blocks)
@compiled_as(_baum_welch_step_compiled)
def baum_welch_step(X: Any, startprob: Any, transmat: Any, emissionprob: Any, lengths: Any = None) -> BaumWelchStep:
    r"""Improve a hidden Markov model of symbols by one iteration of expectation and maximisation.

    .. math:: \pi_i' \propto \gamma_1(i), \qquad
              a_{ij}' \propto \sum_{t>1} p(z_{t-1} = i, z_t = j \mid x), \qquad
              b_j(v)' \propto \sum_{t:\, x_t = v} \gamma_t(j)

    Parameters
    ----------
    X : array_like of shape (n,) or (n, 1)
        Symbols :math:`x_t`, integers from 0 to m - 1; several sequences one after another.
    startprob : array_like of shape (k,)
        Probabilities :math:`\pi_i` of the first state.
    transmat : array_like of shape (k, k)
        Probabilities :math:`a_{ij}` of a step from state i to state j; each row sums to one.
    emissionprob : array_like of shape (k, m)
        Probabilities :math:`b_j(v)` of symbol v in state j; each row sums to one.
    lengths : array_like of int of shape (s,), optional
        Lengths of the sequences, which sum to n; a single sequence when omitted.

    Returns
    -------
    BaumWelchStep
        ``startprob``, ``transmat``, ``emissionprob``, and ``log_likelihood`` under the incoming parameters.

    Raises
    ------
    ValueError
        If a shape does not fit, a row does not sum to one, a symbol has no column, the lengths do not sum to n, or a
        sequence is impossible under these parameters.

    See Also
    --------
    hmmlearn.hmm.CategoricalHMM : with ``n_iter=1`` and the same start, the library it is tested against.
    forward_backward : the expectations for one sequence.
    CategoricalHMM : the loop over this step.

    Notes
    -----
    Time O(n k²), memory O(n k + k m).
    A probability of zero stays zero. A state that is never visited keeps its rows. The likelihood never falls, and the
    iteration ends in a local maximum that depends on the start. Counts of blocks of sequences merge exactly.

    References
    ----------
    .. [1] L. E. Baum, T. Petrie, G. Soules and N. Weiss, "A maximization technique occurring in the statistical
       analysis of probabilistic functions of Markov chains", Annals of Mathematical Statistics 41(1), 1970.
    .. [2] L. R. Rabiner, "A tutorial on hidden Markov models and selected applications in speech recognition",
       Proceedings of the IEEE 77(2), 1989, equations 40 and 109 to 111.

    Examples
    --------
    With one state nothing is hidden: the new probabilities are the frequencies of the symbols.

    >>> step = baum_welch_step([0, 1, 1, 1], [1.0], [[1.0]], [[0.5, 0.5]])
    >>> step.emissionprob.tolist(), round(float(np.exp(step.log_likelihood)), 4)
    ([[0.25, 0.75]], 0.0625)
    """
    X, lengths, parameters = _checked(X, lengths, startprob, transmat, emissionprob)
    blocks = [(X[steps], mine) for steps, mine in sequence_blocks(lengths)]
    return _finished(map_reduce(lambda block: _counted(*block, parameters), merge_counts, blocks), parameters)
