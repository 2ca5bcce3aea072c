"""What conditional random fields do with bad and extreme input."""

from __future__ import annotations

import math

import numpy as np

from algos._check import UndefinedWarning
from algos.sequence import LinearChainCRF, crf_log_partition, crf_nll_grad

from . import Argument, Raises, Row, Value, Warns

ZEROS = [[0.0, 0.0], [0.0, 0.0]]
STATES = [[0.5, -1.0], [2.0, 0.25], [0.0, 1.0]]
STEPS = [[0.5, -0.25], [0.0, 1.0]]


def _fit(X, y, **parameters):
    return LinearChainCRF(max_iter=2, **parameters).fit(X, y)


ROWS: list[Row] = [
    Row(0, "sequence.crf_log_partition: infinite score", lambda: crf_log_partition([[math.inf]], [[0.0]]),
        Raises(ValueError, "states contains infinity")),
    Row(0, "sequence.crf_log_partition: NaN", lambda: crf_log_partition(ZEROS, [[0.0, math.nan], [0.0, 0.0]]),
        Raises(ValueError, "transitions contains NaN")),
    Row(100, "sequence.crf_log_partition: steps not square", lambda: crf_log_partition(ZEROS, [[0.0, 0.0]]),
        Raises(ValueError, r"transitions must have shape \(2, 2\)")),
    Row(0, "sequence.crf_log_partition: everything forbidden",
        lambda: crf_log_partition([[-math.inf, -math.inf]], ZEROS),
        Warns(UndefinedWarning, "forbid every path", -math.inf)),
    Row(0, "sequence.crf_nll_grad: label is no state", lambda: crf_nll_grad(ZEROS, ZEROS, [0, 2]),
        Raises(ValueError, "labels must be from 0 to 1")),
    Row(0, "sequence.crf_nll_grad: negative label", lambda: crf_nll_grad(ZEROS, ZEROS, [-1, 0]),
        Raises(ValueError, "labels must be from 0 to 1")),
    Row(0, "sequence.crf_nll_grad: too few labels", lambda: crf_nll_grad(ZEROS, ZEROS, [0]),
        Raises(ValueError, "one label for each of the 2 rows")),
    Row(0, "sequence.LinearChainCRF: no sequence", lambda: _fit([], []), Raises(ValueError, "at least one sequence")),
    Row(0, "sequence.LinearChainCRF: empty sequence", lambda: _fit([[]], [[]]), Raises(ValueError, r"X\[0\] is empty")),
    Row(0, "sequence.LinearChainCRF: text for a sequence", lambda: _fit(["abc"], [["a"]]),
        Raises(TypeError, r"X\[0\] must be a sequence of tokens")),
    Row(0, "sequence.LinearChainCRF: text for a token", lambda: _fit([["abc"]], [["a"]]),
        Raises(TypeError, r"X\[0\]\[0\] must be a mapping")),
    Row(0, "sequence.LinearChainCRF: no text for X", lambda: _fit("abc", ["a"]), Raises(TypeError, "X must be a list")),
    Row(0, "sequence.LinearChainCRF: a number for X", lambda: _fit(3, ["a"]), Raises(TypeError, "X must be a list")),
    Row(0, "sequence.LinearChainCRF: NaN value", lambda: _fit([[{"a": math.nan}]], [["p"]]),
        Raises(ValueError, "the value of 'a' must be finite")),
    Row(0, "sequence.LinearChainCRF: value of 400 digits", lambda: _fit([[{"a": 10**400}]], [["p"]]),
        Raises(ValueError, r"the value of 'a' must be finite, got an int near 10\*\*400")),
    Row(0, "sequence.LinearChainCRF: value of an unknown kind", lambda: _fit([[{"a": b"x"}]], [["p"]]),
        Raises(TypeError, "the value of 'a' must be a number")),
    Row(0, "sequence.LinearChainCRF: complex value", lambda: _fit([[{"a": np.complex128(1j)}]], [["p"]]),
        Raises(TypeError, "the value of 'a' must be a number")),
    Row(0, "sequence.LinearChainCRF: name that is no text", lambda: _fit([[{1: "x"}]], [["p"]]),
        Raises(TypeError, "names of attributes must be text")),
    Row(0, "sequence.LinearChainCRF: fewer labels than sequences", lambda: _fit([[["a"]], [["b"]]], [["p"]]),
        Raises(ValueError, "as many sequences: got 2 and 1")),
    Row(0, "sequence.LinearChainCRF: fewer labels than tokens", lambda: _fit([[["a"], ["b"]]], [["p"]]),
        Raises(ValueError, r"y\[0\] must have one label for each of the 2 tokens")),
    Row(0, "sequence.LinearChainCRF: text for the labels of a sequence", lambda: _fit([[["a"], ["b"]]], ["pq"]),
        Raises(TypeError, r"y\[0\] must be a sequence of labels")),
    Row(0, "sequence.LinearChainCRF: a number for y", lambda: _fit([[["a"]]], 3),
        Raises(TypeError, "y must be a list")),
    Row(0, "sequence.LinearChainCRF: mixed labels", lambda: _fit([[["a"], ["b"]]], [["p", 1]]),
        Raises((TypeError, ValueError), "y")),
    Row(0, "sequence.LinearChainCRF: unknown algorithm", lambda: _fit([[["a"]]], [["p"]], algorithm="newton"),
        Raises(ValueError, "algorithm must be one of 'lbfgs', 'l2sgd'")),
    Row(0, "sequence.LinearChainCRF: descent without a penalty",
        lambda: _fit([[["a"]]], [["p"]], algorithm="l2sgd", c2=0.0), Raises(ValueError, "c2 must be .* above 0")),
    Row(0, "sequence.LinearChainCRF: negative penalty", lambda: _fit([[["a"]]], [["p"]], c2=-1.0),
        Raises(ValueError, "c2 must be")),
    Row(0, "sequence.LinearChainCRF: not fitted", lambda: LinearChainCRF().predict([[["a"]]]),
        Raises(ValueError, "not fitted yet")),
    Row(0, "sequence.LinearChainCRF: weights before fit", lambda: LinearChainCRF().state_features_,
        Raises((ValueError, AttributeError), "not fitted yet")),
    Row(0, "sequence.LinearChainCRF: nothing known about a token",
        lambda: _fit([[["a"], ["b"]]], [["p", "q"]]).predict_marginals([[["?"]]])[0], Value([[0.5, 0.5]])),
    Row(0, "sequence.LinearChainCRF: nothing to predict", lambda: _fit([[["a"]]], [["p"]]).predict([]), Value([])),
]  # fmt: skip

ARGUMENTS: list[Argument] = [
    Argument("sequence.crf_log_partition", "states", "matrix", lambda x: crf_log_partition(x, STEPS), STATES, False),
    Argument(
        "sequence.crf_log_partition", "transitions", "matrix", lambda x: crf_log_partition(STATES, x), STEPS, False
    ),
    Argument("sequence.crf_nll_grad", "states", "matrix", lambda x: crf_nll_grad(x, STEPS, [0, 1, 1]), STATES, False),
    Argument(
        "sequence.crf_nll_grad", "transitions", "matrix", lambda x: crf_nll_grad(STATES, x, [0, 1, 1]), STEPS, False
    ),
]

WITHOUT = {"sequence.LinearChainCRF": "takes lists of sequences of tokens, which are not one array"}
