r"""Linear-chain conditional random field over sequences of tokens with named attributes.

.. math:: F(w) = -\sum_s \log p_w(y^s \mid x^s) + c_2 \lVert w \rVert^2

A feature is an attribute together with a label, or a label after a label; each has a weight. The scores of a sequence
are e_t(j) = sum over the attributes a of token t of value times w_aj, and m_ij = w_ij.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Self

import numpy as np

from .._base import Estimator
from .._check import INT64, FloatArray, boolean, frozen, integer, number, one_of, seed
from .._labels import encode
from ..optim._limited_memory import minimise
from ._attributes import read_labels, read_tokens
from ._chain import _marginals, _padded
from ._descent import Fitted, descend
from ._features import Corpus, Features, corpus, features, observed_steps
from ._training import Weights, _objective, _scores
from .decoding import _viterbi

__all__ = ["LinearChainCRF"]


class LinearChainCRF(Estimator):
    r"""Label sequences with a linear-chain conditional random field.

    .. math:: p(y \mid x) = \frac{1}{Z(x)} \exp\Big(\sum_t \sum_a x_{ta} w_{a y_t} + \sum_{t>0} w_{y_{t-1} y_t}\Big),
              \qquad F(w) = -\sum_s \log p(y^s \mid x^s) + c_2 \lVert w \rVert^2

    A token is a mapping from attribute names to numbers, booleans or text, or a list of names: what python-crfsuite
    takes. ``{"word": "Rome", "capital": True}`` has the attributes ``word:Rome`` and ``capital``.

    Parameters
    ----------
    algorithm : {"lbfgs", "l2sgd"}, default "lbfgs"
        Limited-memory BFGS over all sequences, or stochastic gradient descent, a sequence a step, whose step lengths
        fall as 1/i from a start that is tried out on up to 1000 sequences.
    c2 : float, default 1.0
        Weight of the squared norm, at least 0; "l2sgd" needs it above 0.
    max_iter : int, default 200
        Most iterations, or epochs of "l2sgd".
    tol : float, default 1e-4
        "lbfgs" stops when the gradient's norm is at most `tol` times the norm of the weights (or `tol`, if that is
        larger); "l2sgd" when five epochs lower the objective by a share of less than `tol`.
    min_freq : float, default 0.0
        Least total value with which an attribute and a label must occur together for the pair to be a feature, and
        least number of times that a label must follow another.
    all_possible_states : bool, default False
        Also give weights to attributes with labels that never occurred together.
    all_possible_transitions : bool, default False
        Also give weights to steps between labels that never occurred.
    random_state : int, Generator or None, default None
        Seeds the order of "l2sgd".

    Attributes
    ----------
    classes_ : ndarray of shape (k,)
        The labels, sorted.
    state_features_ : dict
        The weight of each (attribute, label).
    transition_features_ : dict
        The weight of each (label, next label).
    objective_ : float
        F at the weights found.
    objectives_ : list of float
        F at the start and after every iteration; for "l2sgd" its estimate after every epoch, made as the weights moved.
    n_iter_ : int
        Iterations or epochs made.
    converged_ : bool
        Whether `tol` was met before `max_iter`.

    See Also
    --------
    pycrfsuite.Trainer : the library it is tested against, with the same features and objective.
    crf_nll_grad : the likelihood of one sequence, and its gradient.
    CategoricalHMM : the generative sibling.

    Notes
    -----
    Time O(T k² + T k a) an iteration for T tokens with a attributes each, memory O(T a + features).
    Attributes that `fit` did not see are left out when predicting, as are features without weight.

    References
    ----------
    .. [1] J. Lafferty, A. McCallum and F. Pereira, "Conditional random fields", ICML 2001, section 3.
    .. [2] L. Bottou, "Large-scale machine learning with stochastic gradient descent", COMPSTAT 2010, section 5.1.

    Examples
    --------
    >>> X = [[["the"], ["cat"], ["sleeps"]], [["a"], ["dog"], ["runs"]]]
    >>> y = [["D", "N", "V"], ["D", "N", "V"]]
    >>> crf = LinearChainCRF(c2=0.1).fit(X, y)
    >>> crf.predict([[["the"], ["dog"], ["sleeps"]]])
    [['D', 'N', 'V']]
    """

    classes_: np.ndarray
    objective_: float
    objectives_: list[float]
    n_iter_: int
    converged_: bool

    def __init__(
        self,
        algorithm: str = "lbfgs",
        *,
        c2: float = 1.0,
        max_iter: int = 200,
        tol: float = 1e-4,
        min_freq: float = 0.0,
        all_possible_states: bool = False,
        all_possible_transitions: bool = False,
        random_state: Any = None,
    ) -> None:
        self.algorithm = algorithm
        self.c2 = c2
        self.max_iter = max_iter
        self.tol = tol
        self.min_freq = min_freq
        self.all_possible_states = all_possible_states
        self.all_possible_transitions = all_possible_transitions
        self.random_state = random_state

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "_weights")

    # -- fitting ------------------------------------------------------------------------------------

    def fit(self, X: Any, y: Any) -> Self:
        """Choose the features that occur in the sequences `X` with the labels `y`, and find their weights."""
        algorithm = one_of(self.algorithm, "algorithm", ("lbfgs", "l2sgd"))
        c2 = number(self.c2, "c2", **{"above" if algorithm == "l2sgd" else "at_least": 0.0})
        max_iter = integer(self.max_iter, "max_iter", at_least=1)
        tol = number(self.tol, "tol", at_least=0.0)
        min_freq = number(self.min_freq, "min_freq", at_least=0.0)
        all_states = boolean(self.all_possible_states, "all_possible_states")
        all_steps = boolean(self.all_possible_transitions, "all_possible_transitions")
        random = seed(self.random_state)

        vocabulary: dict[str, int] = {}
        tokens = read_tokens(X, vocabulary, grow=True)
        if len(tokens.sequence_start) < 2:
            raise ValueError("X must have at least one sequence, got none")
        encoded = encode(read_labels(y, tokens.sequence_start))
        label, k = encoded.codes, len(encoded.classes)
        old_number, layout = features(tokens, label, len(vocabulary), k, int(_padded(k)), min_freq, all_states)
        data = corpus(tokens, old_number, layout)
        observed = observed_steps(label, tokens.sequence_start, k)
        step_mask = np.ones((k, k)) if all_steps else ((observed > 0) & (observed >= min_freq)).astype(np.float64)

        weights = Weights.zeros(layout, k)
        if algorithm == "lbfgs":
            found = self._minimise(weights, data, layout, label, observed, step_mask, c2, tol, max_iter)
        else:
            found = descend(weights, data, layout, label, step_mask, c2, tol, max_iter, random)
        self.classes_ = encoded.classes
        self._vocabulary = {name: int(old_number[code]) for name, code in vocabulary.items() if old_number[code] >= 0}
        self._layout, self._step_mask, self._weights = layout, step_mask, found.weights
        self.objective_, self.objectives_ = found.objectives[-1], found.objectives
        self.n_iter_, self.converged_ = found.n_iter, found.converged
        return self

    @staticmethod
    def _minimise(
        weights: Weights,
        data: Corpus,
        layout: Features,
        label: Any,
        observed: FloatArray,
        step_mask: FloatArray,
        c2: float,
        tol: float,
        max_iter: int,
    ) -> Fitted:
        def objective(x: FloatArray) -> tuple[float, FloatArray]:
            here, gradient = weights.at(x), np.zeros_like(x)
            slopes = weights.at(gradient)
            nll = _objective(*here, data, label, *slopes)
            slopes.rows[...] *= layout.row_mask
            slopes.transitions[...] -= observed
            slopes.transitions[...] *= step_mask
            gradient += (2.0 * c2) * x
            return float(nll + c2 * np.dot(x, x)), gradient

        minimum = minimise(objective, weights.flat(), tol=tol, max_iter=max_iter)
        return Fitted(weights.at(minimum.x), minimum.values, minimum.n_iter, minimum.converged)

    @property
    def state_features_(self) -> dict[tuple[str, Any], float]:
        """The weight of each (attribute, label)."""
        self._check_fitted()
        rows, singles, _ = self._weights
        mask, start, label = self._layout
        labels, found = self.classes_.tolist(), {}
        for name, code in self._vocabulary.items():
            if code < len(rows):
                pairs = [(k, rows[code, k]) for k in range(len(labels)) if mask[code, k]]
            else:
                entries = range(start[code - len(rows)], start[code - len(rows) + 1])
                pairs = [(label[i], singles[i]) for i in entries]
            found.update({(name, labels[k]): float(weight) for k, weight in pairs})
        return found

    @property
    def transition_features_(self) -> dict[tuple[Any, Any], float]:
        """The weight of each (label, next label)."""
        self._check_fitted()
        labels, weights = self.classes_.tolist(), self._weights.transitions
        return {(labels[i], labels[j]): float(weights[i, j]) for i, j in np.argwhere(self._step_mask).tolist()}

    # -- predicting ---------------------------------------------------------------------------------

    def _states(self, X: Any) -> tuple[FloatArray, Any]:
        """Return the scores of all labels for all tokens, and where each sequence starts."""
        self._check_fitted()
        tokens = read_tokens(X, self._vocabulary, grow=False)
        data = corpus(tokens, np.arange(len(self._vocabulary)), self._layout)
        score = np.empty((len(tokens.token_start) - 1, self._layout.row_mask.shape[1]))
        _scores(self._weights.rows, self._weights.singles, data, 0, score)
        return frozen(np.ascontiguousarray(score[:, : len(self.classes_)])), data.sequence_start

    def predict(self, X: Any) -> list[list[Any]]:
        """Return the most probable labels of each sequence, by Viterbi's algorithm."""
        states, starts = self._states(X)
        transitions, start = frozen(self._weights.transitions), frozen(np.zeros(len(self.classes_)))
        found = []
        for first, end in pairwise(starts.tolist()):
            path = np.empty(end - first, INT64)
            _viterbi(start, transitions, states[first:end], path)
            found.append(self.classes_[path].tolist())
        return found

    def predict_marginals(self, X: Any) -> list[FloatArray]:
        """Return an array of shape (T, k) for each sequence: the probability of each of `classes_` at each token."""
        states, starts = self._states(X)
        transitions, found = frozen(self._weights.transitions), []
        for first, end in pairwise(starts.tolist()):
            marginal = np.empty((end - first, len(self.classes_)))
            _marginals(states[first:end], transitions, marginal, np.empty(transitions.shape))
            found.append(marginal)
        return found

    def score(self, X: Any, y: Any) -> float:
        """Return the share of tokens whose label is predicted right."""
        predicted = self.predict(X)
        starts = np.cumsum([0, *map(len, predicted)])
        truth = read_labels(y, starts)
        guess = [label for labels in predicted for label in labels]
        return float(np.mean([a == b for a, b in zip(truth, guess, strict=True)]))
