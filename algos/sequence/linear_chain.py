r"""The linear-chain conditional random field of one sequence: partition function, likelihood and its gradient.

.. math:: s(y) = \sum_t e_t(y_t) + \sum_{t>0} m_{y_{t-1} y_t}, \qquad p(y) = \frac{e^{s(y)}}{Z}, \qquad
          Z = \sum_y e^{s(y)}

e_t(j) scores state j at step t, m_ij a step from i to j; any real numbers, unlike the log-probabilities of an HMM.
"""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np

from .._check import INT64, FloatArray, UndefinedWarning, vector
from .._jit import adapter_part, compiled_as
from ._chain import _log_partition, _nll_grad
from ._scores import checked_scores

__all__ = ["CRFGradient", "crf_log_partition", "crf_nll_grad"]


class CRFGradient(NamedTuple):
    """Result of `crf_nll_grad`.

    Attributes
    ----------
    nll : float
        The negative log-likelihood -log p(labels), at least 0; infinite where the labels are forbidden.
    states_gradient : ndarray of shape (T, k)
        Its derivatives by `states`: the probability of state j at step t, less 1 where it is the label.
    transitions_gradient : ndarray of shape (k, k)
        Its derivatives by `transitions`: the expected number of steps from i to j, less how often the labels take it.
    """

    nll: float
    states_gradient: FloatArray
    transitions_gradient: FloatArray


# -- public functions ------------------------------------------------------------------------------


def _checked(states: Any, transitions: Any) -> tuple[FloatArray, FloatArray]:
    """Check the scores of a chain: numbers or -infinity."""
    found = checked_scores(states, "states", 2), checked_scores(transitions, "transitions", 2)
    k = found[0].shape[1]
    if found[1].shape != (k, k):
        raise ValueError(
            f"transitions must have shape ({k}, {k}), a row and a column for each state; got {found[1].shape}"
        )
    return found


@adapter_part
def _require(states, transitions):
    """Do the same for compiled callers."""
    if states.shape[0] == 0 or states.shape[1] == 0:
        raise ValueError("states must have at least one row and one column")
    if transitions.shape[0] != states.shape[1] or transitions.shape[1] != states.shape[1]:
        raise ValueError("transitions must have one row and one column for each column of states")
    if not (np.all(states < np.inf) and np.all(transitions < np.inf)):
        raise ValueError("scores must be finite or -infinity")


def _crf_log_partition_compiled(states: Any, transitions: Any) -> Any:
    _require(states, transitions)
    return _log_partition(states, transitions)


@compiled_as(_crf_log_partition_compiled)
def crf_log_partition(states: Any, transitions: Any) -> float:
    r"""Return the logarithm of the partition function of a linear chain.

    .. math:: \log Z = \log \sum_{y} \exp\Big(\sum_t e_t(y_t) + \sum_{t>0} m_{y_{t-1} y_t}\Big)

    Parameters
    ----------
    states : array_like of shape (T, k)
        Scores e_t(j) of state j at step t; finite, or -infinity for a state that is forbidden there.
    transitions : array_like of shape (k, k)
        Scores m_ij of a step from state i to state j; finite or -infinity.

    Returns
    -------
    float
        log Z, the sum over all k^T paths; -infinity, with an UndefinedWarning, if every path is forbidden.

    Raises
    ------
    ValueError
        If a score is NaN or +infinity, an array is empty, or the shapes do not fit.

    See Also
    --------
    pycrfsuite.Trainer : the library it is tested against, through the objective that both minimise.
    crf_nll_grad : the likelihood of labels, and its gradient.

    Notes
    -----
    Time O(T k²), memory O(T k).
    Sums are scaled at every step, so that nothing overflows at any length; scores that are hundreds apart go through
    logarithms, ten times slower.

    References
    ----------
    .. [1] C. Sutton and A. McCallum, "An introduction to conditional random fields", Foundations and Trends in Machine
       Learning 4(4), 2012, section 4.1.

    Examples
    --------
    Two steps and two states without any preference: four paths, each of weight 1.

    >>> round(crf_log_partition([[0.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]), 4)  # log 4
    1.3863
    """
    states, transitions = _checked(states, transitions)
    log_z = float(_log_partition(states, transitions))
    if log_z == -np.inf:
        warnings.warn("states and transitions forbid every path", UndefinedWarning, stacklevel=2)
    return log_z


def _crf_nll_grad_compiled(states: Any, transitions: Any, labels: Any) -> Any:
    _require(states, transitions)
    if labels.shape[0] != states.shape[0]:
        raise ValueError("labels must have one label for each row of states")
    path = np.empty(labels.shape[0], np.int64)
    for t in range(labels.shape[0]):
        if not 0 <= labels[t] < states.shape[1] or np.int64(labels[t]) != labels[t]:
            raise ValueError("labels must be integers from 0 to the number of states less one")
        path[t] = np.int64(labels[t])
    marginal, pairs = np.empty(states.shape), np.empty(transitions.shape)
    log_z, score = _nll_grad(states, transitions, path, marginal, pairs)
    if log_z == -np.inf:
        raise ValueError("every path is forbidden: no labels have a likelihood")
    return CRFGradient(max(log_z - score, 0.0), marginal, pairs)


@compiled_as(_crf_nll_grad_compiled)
def crf_nll_grad(states: Any, transitions: Any, labels: Any) -> CRFGradient:
    r"""Return the negative log-likelihood of a labelled sequence and its gradient by all scores.

    .. math:: -\log p(y) = \log Z - s(y), \qquad
              \frac{\partial}{\partial e_t(j)} = p(y_t = j) - [y_t = j], \qquad
              \frac{\partial}{\partial m_{ij}} = \sum_{t>0} p(y_{t-1} = i, y_t = j) - [y_{t-1} = i, y_t = j]

    Parameters
    ----------
    states : array_like of shape (T, k)
        Scores e_t(j) of state j at step t; finite, or -infinity for a state that is forbidden there.
    transitions : array_like of shape (k, k)
        Scores m_ij of a step from state i to state j; finite or -infinity.
    labels : array_like of shape (T,)
        The states y_t that were observed, integers from 0 to k - 1.

    Returns
    -------
    CRFGradient
        `nll`, `states_gradient` of shape (T, k), `transitions_gradient` of shape (k, k). With features, the gradient
        by a weight is the sum of its feature's values times `states_gradient`.

    Raises
    ------
    ValueError
        If a score is NaN or +infinity, an array is empty, shapes do not fit, a label is not a state, or every path is
        forbidden.

    See Also
    --------
    pycrfsuite.Trainer : the library it is tested against, through the objective that both minimise.
    crf_log_partition : log Z alone.
    LinearChainCRF : the estimator that minimises it over the weights of features.

    Notes
    -----
    Time O(T k²), memory O(T k).
    Rows of `states_gradient` sum to 0, and so does `transitions_gradient`.

    References
    ----------
    .. [1] C. Sutton and A. McCallum, "An introduction to conditional random fields", Foundations and Trends in Machine
       Learning 4(4), 2012, section 5.1, equation 5.5.

    Examples
    --------
    Two steps, two states, no preference: the labels have probability 1/4, and every state 1/2.

    >>> result = crf_nll_grad([[0.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]], [0, 1])
    >>> round(result.nll, 4), result.states_gradient.round(4).tolist()
    (1.3863, [[-0.5, 0.5], [0.5, -0.5]])
    >>> result.transitions_gradient.round(4).tolist()
    [[0.25, -0.75], [0.25, 0.25]]
    """
    states, transitions = _checked(states, transitions)
    labels = vector(labels, "labels", dtype=INT64)
    if labels.shape[0] != states.shape[0]:
        raise ValueError(
            f"labels must have one label for each of the {states.shape[0]} rows of states, got {len(labels)}"
        )
    if labels.min() < 0 or labels.max() >= states.shape[1]:
        raise ValueError(f"labels must be from 0 to {states.shape[1] - 1}, got {labels.min()} to {labels.max()}")
    marginal, pairs = np.empty(states.shape), np.empty(transitions.shape)
    log_z, score = _nll_grad(states, transitions, labels, marginal, pairs)
    if log_z == -np.inf:
        raise ValueError("states and transitions forbid every path, so no labels have a likelihood")
    return CRFGradient(max(float(log_z - score), 0.0), marginal, pairs)
