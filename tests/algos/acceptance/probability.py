"""Rows of the acceptance matrix with a meaning of their own in `algos.probability`, and `information.gaussian_kl`."""

import math

import numpy as np

from algos._check import UndefinedWarning
from algos.information import gaussian_kl
from algos.probability import (
    bayes_posterior,
    covariance,
    diagnostic_test,
    expectation,
    merge_moments,
    moments,
    running_mean,
    variance,
)
from tests.algos.acceptance import Argument, Raises, Row, Same, Value, Warns

HALVES = [0.5, 0.25, 0.25]
x = [1.0, 2.0, 4.0, 8.5]
X = [[1.0, 2.0], [0.5, -1.0], [4.0, 0.0]]
COV = [[2.0, 0.5], [0.5, 1.0]]
EYE = [[1.0, 0.0], [0.0, 1.0]]

ARGUMENTS = [
    Argument("probability.moments", "x", "vector", moments, x, finite=False),
    Argument("probability.running_mean", "x", "vector", running_mean, x),
    Argument("probability.covariance", "X", "matrix", covariance, X),
    Argument("probability.expectation", "values", "vector", lambda v: expectation(v, HALVES), [1.0, -2.0, 0.5]),
    Argument("probability.expectation", "p", "vector", lambda p: expectation([1, 2, 3], p), HALVES),
    Argument("probability.variance", "values", "vector", lambda v: variance(v, HALVES), [1.0, -2.0, 0.5]),
    Argument("probability.variance", "p", "vector", lambda p: variance([1, 2, 3], p), HALVES),
    Argument("probability.bayes_posterior", "prior", "vector", lambda p: bayes_posterior(p, HALVES), HALVES),
    Argument("probability.bayes_posterior", "likelihood", "matrix", lambda L: bayes_posterior([0.25, 0.75], L), COV),
    Argument("information.gaussian_kl", "mean_p", "vector", lambda m: gaussian_kl(m, COV, [0, 0], EYE), [1.0, 2.0]),
    Argument("information.gaussian_kl", "mean_q", "vector", lambda m: gaussian_kl([0, 0], COV, m, EYE), [1.0, 2.0]),
    Argument("information.gaussian_kl", "cov_p", "matrix", lambda C: gaussian_kl([1, 2], C, [0, 0], EYE), COV),
    Argument("information.gaussian_kl", "cov_q", "matrix", lambda C: gaussian_kl([1, 2], EYE, [0, 0], C), COV),
]

LENGTHS = {
    "probability.expectation": lambda: expectation([1, 2, 3], [0.5, 0.5]),
    "probability.variance": lambda: variance([1, 2, 3], [0.5, 0.5]),
    "probability.bayes_posterior": lambda: bayes_posterior([0.5, 0.5], [0.1, 0.2, 0.3]),
    "information.gaussian_kl": lambda: gaussian_kl([1, 2, 3], np.eye(3), [0, 0], EYE),
}

WITHOUT = {
    "probability.diagnostic_test": "takes numbers; rows in probability.py",
    "probability.merge_moments": "takes what moments returned; rows in probability.py",
}

nan = math.nan

ROWS = [
    Row(1, "probability.moments: empty", lambda: moments([]), Raises(ValueError, "x must have at least 1")),
    Row(1, "probability.covariance: empty", lambda: covariance(np.ones((0, 3))), Raises(ValueError, "0 sample")),
    Row(2, "probability.covariance: no columns", lambda: covariance(np.ones((3, 0))), Raises(ValueError, "0 feature")),
    Row(8, "probability.running_mean: one value", lambda: running_mean([3.0]), Value(([3.0], [-math.inf], [math.inf]))),
    Row(
        8,
        "probability.moments: one value",
        lambda: moments([3.0], ddof=1),
        Warns(UndefinedWarning, "variance.*skewness", (1, 3.0, nan, nan, nan, 1)),
    ),
    Row(
        8,
        "probability.covariance: one row",
        lambda: covariance([[1.0, 2.0]]),
        Warns(UndefinedWarning, "0/0", [[nan, nan], [nan, nan]]),
    ),
    Row(
        43, "probability.moments: infinity", lambda: moments([1.0, math.inf]), Raises(ValueError, "x contains infinity")
    ),
    Row(
        46,
        "probability.moments: values of 1e-200",
        lambda: moments(np.array(x) * 2.0**-700)[3:5],
        Same(lambda: moments(x)[3:5], 1e-14),
    ),
    Row(
        46,
        "probability.moments: values of 1e200",
        lambda: moments(np.array(x) * 2.0**700)[3:5],
        Same(lambda: moments(x)[3:5], 1e-14),
    ),
    Row(
        47, "probability.moments: offset 1e9", lambda: moments([1e9 - 1, 1e9, 1e9 + 1], 1)[1:4], Value((1e9, 1.0, 0.0))
    ),
    Row(47, "probability.variance: offset 1e9", lambda: variance([1e9, 1e9 + 2], [0.5, 0.5]), Value(1.0)),
    Row(47, "probability.covariance: offset 1e9", lambda: covariance([[1e9], [1e9 + 2]]), Value([[2.0]])),
    Row(
        46,
        "probability.bayes_posterior: likelihoods that underflow",
        lambda: bayes_posterior([0.5, 0.5], [[1e-200] * 2, [3e-200] * 2]),
        Value(([0.1, 0.9], 0.0), 1e-14),
    ),
    Row(
        52,
        "probability.moments: constant",
        lambda: moments([0.1, 0.1, 0.1]),
        Warns(UndefinedWarning, "constant sample", (3, 0.1, 0.0, nan, nan, 0)),
    ),
    Row(74, "probability.moments: ddof -1", lambda: moments(x, -1), Raises(ValueError, "ddof.*at least 0")),
    Row(74, "probability.moments: ddof NaN", lambda: moments(x, nan), Raises(TypeError, "ddof must be an integer")),
    Row(
        74,
        "probability.running_mean: level 1",
        lambda: running_mean(x, 1),
        Raises(ValueError, "confidence_level.*in .0.*1"),
    ),
    Row(
        74,
        "probability.diagnostic_test: sensitivity above 1",
        lambda: diagnostic_test(1.5, 0.5, 0.5),
        Raises(ValueError, r"sensitivity must be a finite number in \[0.*1"),
    ),
    Row(83, "probability.moments: ddof as NumPy scalar", lambda: moments(x, np.int8(1)), Same(lambda: moments(x, 1))),
    Row(
        0,
        "probability.diagnostic_test: nobody is ever positive",
        lambda: diagnostic_test(0.0, 1.0, 0.25),
        Warns(UndefinedWarning, "ppv and lr_positive: 0/0", (nan, 0.75, nan, 1.0, 0.0)),
    ),
    Row(88, "probability.moments: NaN", lambda: moments([1.0, nan])[1:5], Value((nan, nan, nan, nan))),
    Row(
        0,
        "probability.merge_moments: something else",
        lambda: merge_moments(moments(x), (1, 2.0)),
        Raises(TypeError, "b must be what moments"),
    ),
    Row(
        0,
        "probability.merge_moments: different ddof",
        lambda: merge_moments(moments(x), moments(x, 1)),
        Raises(ValueError, "same ddof, got 0 and 1"),
    ),
    Row(
        94,
        "probability.expectation: counts",
        lambda: expectation([1, 2], [2, 2]),
        Raises(ValueError, "p must sum to 1"),
    ),
    Row(
        94,
        "probability.bayes_posterior: counts",
        lambda: bayes_posterior([2, 2], [1, 1]),
        Raises(ValueError, "sum to 1"),
    ),
    Row(
        95,
        "probability.bayes_posterior: impossible data",
        lambda: bayes_posterior([0.5, 0.5], [0, 0]),
        Raises(ValueError, "evidence is 0"),
    ),
    Row(97, "information.gaussian_kl: the same", lambda: gaussian_kl([1, 2], COV, [1, 2], COV), Value(0.0)),
    Row(
        98,
        "information.gaussian_kl: not positive definite",
        lambda: gaussian_kl([0, 0], EYE, [0, 0], [[1.0, 2.0], [2.0, 1.0]]),
        Raises(np.linalg.LinAlgError, "cov_q must be positive definite.*leading minor of order 2"),
    ),
    Row(
        100,
        "information.gaussian_kl: not square",
        lambda: gaussian_kl([0, 0], X, [0, 0], EYE),
        Raises(ValueError, "cov_p must be square"),
    ),
]
