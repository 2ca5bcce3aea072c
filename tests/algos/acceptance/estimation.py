"""Rows of the acceptance matrix with a meaning of their own in `algos.estimation`."""

import math

import numpy as np

from algos._check import UndefinedWarning
from algos.estimation import (
    BernoulliMixture,
    GaussianMixture,
    bernoulli_mle,
    beta_bernoulli_map,
    em_step,
    exponential_mle,
    gamma_poisson_map,
    gaussian_mle,
    newton_mle,
    normal_normal_map,
    poisson_mle,
)
from tests.algos.acceptance import Argument, Raises, Row, Same, Value, Warns

X = [[0.0, 1.0], [0.5, 1.0], [8.0, 2.0], [8.5, 2.0], [9.0, 3.0], [1.0, 0.0]]
TRIALS = [0.0, 1.0, 1.0, 0.0, 1.0]
COUNTS = [3.0, 5.0, 2.0, 0.0]
VALUES = [0.5, 2.0, 3.0, 0.25]
TABLE = [[0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0]]
WEIGHTS, MEANS, COVARIANCES = [0.5, 0.5], [[0.0, 1.0], [8.0, 2.0]], [[[1.0, 0.5], [0.5, 2.0]], [[2.0, 0.0], [0.0, 1.0]]]


def mixture(rows=X, **parameters):
    return GaussianMixture(**({"n_components": 2, "random_state": 0, "max_iter": 500} | parameters)).fit(rows)


def coins(rows=TABLE, **parameters):
    return BernoulliMixture(**({"n_components": 2, "random_state": 0, "n_init": 2} | parameters)).fit(rows)


def step(X=X, weights=WEIGHTS, means=MEANS, covariances=COVARIANCES, **keywords):
    return em_step(X, weights, means, covariances, **keywords)


ARGUMENTS = [
    Argument("estimation.gaussian_mle", "x", "vector", gaussian_mle, VALUES),
    Argument("estimation.exponential_mle", "x", "vector", exponential_mle, VALUES),
    Argument("estimation.bernoulli_mle", "x", "vector", bernoulli_mle, TRIALS),
    Argument("estimation.poisson_mle", "x", "vector", poisson_mle, COUNTS),
    Argument("estimation.newton_mle", "x", "vector", lambda x: newton_mle(x, "gaussian"), VALUES),
    Argument("estimation.beta_bernoulli_map", "x", "vector", lambda x: beta_bernoulli_map(x, 2, 3), TRIALS),
    Argument("estimation.gamma_poisson_map", "x", "vector", lambda x: gamma_poisson_map(x, 2, 3), COUNTS),
    Argument("estimation.normal_normal_map", "x", "vector", lambda x: normal_normal_map(x, 1.0, 0.0, 2.0), VALUES),
    Argument("estimation.em_step", "X", "matrix", lambda x: step(X=x), X),
    Argument("estimation.em_step", "weights", "vector", lambda x: step(weights=x), WEIGHTS),
    Argument("estimation.em_step", "means", "matrix", lambda x: step(means=x), MEANS),
    Argument("estimation.GaussianMixture", "X", "matrix", lambda x: mixture(x).means_, X),
    Argument("estimation.BernoulliMixture", "X", "matrix", lambda x: coins(x).probabilities_, TABLE),
]

ESTIMATORS = {
    "estimation.GaussianMixture": lambda: GaussianMixture(2, random_state=0, max_iter=500),
    "estimation.BernoulliMixture": lambda: BernoulliMixture(2, binarize=0.5, random_state=0, n_init=2),
}

LENGTHS = {
    "estimation.em_step": lambda: em_step(X, [0.25, 0.25, 0.5], MEANS, COVARIANCES),
}

ROWS = [
    *(
        Row(1, f"estimation.{function.__name__}: empty", lambda f=function, p=prior: f([], *p), Raises(ValueError, "x"))
        for function, prior in (
            (gaussian_mle, ()),
            (exponential_mle, ()),
            (bernoulli_mle, ()),
            (poisson_mle, ()),
            (newton_mle, ("gamma",)),
            (beta_bernoulli_map, (1, 1)),
            (gamma_poisson_map, (1, 1)),
            (normal_normal_map, (1, 0, 1)),
        )
    ),
    Row(1, "estimation.em_step: no rows", lambda: step(X=np.empty((0, 2))), Raises(ValueError, "0 sample")),
    Row(1, "estimation.GaussianMixture: no rows", lambda: mixture(np.empty((0, 2))), Raises(ValueError, "0 sample")),
    Row(
        2, "estimation.GaussianMixture: no columns", lambda: mixture(np.empty((6, 0))), Raises(ValueError, "0 feature")
    ),
    Row(1, "estimation.BernoulliMixture: no rows", lambda: coins(np.empty((0, 2))), Raises(ValueError, "0 sample")),
    Row(
        8,
        "estimation.gaussian_mle: one value",
        lambda: gaussian_mle([3.0]),
        Warns(UndefinedWarning, "without bound", (3.0, 0.0, math.inf)),
    ),
    Row(8, "estimation.poisson_mle: one value", lambda: poisson_mle([0]), Value((0.0, 0.0))),
    Row(
        8,
        "estimation.GaussianMixture: one row",
        lambda: mixture([[1.0, 2.0]], n_components=1).means_,
        Value([[1.0, 2.0]]),
    ),
    Row(
        46,
        "estimation.GaussianMixture: values of 1e-200",
        lambda: mixture(1e-200 * np.array(X), n_components=1).means_,
        Same(lambda: 1e-200 * np.mean(X, axis=0, keepdims=True), 1e-14),
    ),
    Row(
        46,
        "estimation.gaussian_mle: values of 1e-200",
        lambda: gaussian_mle([0.0, 1e-200]),
        Raises(ValueError, "rescale"),
    ),
    Row(
        47,
        "estimation.gaussian_mle: mean 1e9, deviation 2**-10",
        lambda: gaussian_mle([1e9 - 2.0**-10, 1e9 + 2.0**-10])[:2],
        Value((1e9, 2.0**-20)),
    ),
    Row(
        49,
        "estimation.GaussianMixture: predict at 1e200",
        lambda: mixture().predict([[1e200, 0.0]]),
        Raises(ValueError, "X has values up to 1e.200.*rescale"),
    ),
    *(
        Row(
            49,
            f"estimation.GaussianMixture: {kind} covariances of values of 1e-{digits} without a floor",
            lambda digits=digits, kind=kind: mixture(
                [[0.0, 1.0], [10.0**-digits, 2.0], [3.0 * 10.0**-digits, 5.0], [0.0, 4.0]],
                n_components=1,
                covariance_type=kind,
                reg_covar=0.0,
            ),
            Raises(ValueError, f"column 0 of X spreads over 3e-{digits} only.*rescale it"),
        )
        for digits in (160, 200)
        for kind in ("full", "diag")
    ),
    Row(
        52,
        "estimation.GaussianMixture: constant column without a floor",
        lambda: mixture([[0.0, 1.0], [1.0, 1.0], [5.0, 1.0]], n_components=1, reg_covar=0.0),
        Raises(ValueError, "not positive definite.*constant"),
    ),
    Row(
        53,
        "estimation.GaussianMixture: duplicate rows only",
        lambda: mixture([[5.0, 7.0]] * 4).means_,
        Warns(UndefinedWarning, "1 distinct rows for 2 components", [[5.0, 7.0], [5.0, 7.0]]),
    ),
    Row(
        53,
        "estimation.BernoulliMixture: duplicate rows only",
        lambda: coins([[1, 0]] * 4).probabilities_,
        Value([[1.0, 0.0], [1.0, 0.0]]),
    ),
    Row(58, "estimation.bernoulli_mle: -0.0", lambda: bernoulli_mle([-0.0, 1.0]).p, Value(0.5)),
    Row(73, "estimation.GaussianMixture: k > n", lambda: mixture(n_components=7), Raises(ValueError, "n_components=7")),
    Row(73, "estimation.BernoulliMixture: k > n", lambda: coins(n_components=7), Raises(ValueError, "n_components=7")),
    Row(74, "estimation.GaussianMixture: k = 0", lambda: mixture(n_components=0), Raises(ValueError, "at least 1")),
    Row(74, "estimation.BernoulliMixture: k = NaN", lambda: coins(n_components=math.nan), Raises(TypeError, "integer")),
    Row(
        74,
        "estimation.beta_bernoulli_map: a = NaN",
        lambda: beta_bernoulli_map([1], math.nan, 1),
        Raises(ValueError, "a must be a finite number above 0"),
    ),
    Row(
        76,
        "estimation.normal_normal_map: prior_sd = 0",
        lambda: normal_normal_map([1], 1, 0, 0),
        Raises(ValueError, "prior_sd.*above 0"),
    ),
    Row(
        76,
        "estimation.gamma_poisson_map: rate < 0",
        lambda: gamma_poisson_map([1], 1, -1),
        Raises(ValueError, "rate.*of at least 0"),
    ),
    Row(
        76,
        "estimation.em_step: reg_covar < 0",
        lambda: step(reg_covar=-1.0),
        Raises(ValueError, "reg_covar.*at least 0"),
    ),
    Row(
        77,
        "estimation.GaussianMixture: unknown covariance_type",
        lambda: mixture(covariance_type="round"),
        Raises(ValueError, "'full', 'tied', 'diag', 'spherical'"),
    ),
    Row(
        77,
        "estimation.newton_mle: unknown family",
        lambda: newton_mle([1.0], "cauchy"),
        Raises(ValueError, "'gaussian', 'bernoulli', 'poisson', 'exponential', 'gamma'"),
    ),
    Row(79, "estimation.GaussianMixture: max_iter = 0", lambda: mixture(max_iter=0), Raises(ValueError, "max_iter")),
    Row(
        79,
        "estimation.newton_mle: max_iter = 0",
        lambda: newton_mle([1.0], "gamma", max_iter=0),
        Raises(ValueError, "max_iter"),
    ),
    Row(
        80,
        "estimation.GaussianMixture: random_state = -1",
        lambda: mixture(random_state=-1),
        Raises(ValueError, "random_state"),
    ),
    Row(
        82,
        "estimation.GaussianMixture: the same seed twice",
        lambda: mixture(init_params="random").means_,
        Same(lambda: mixture(init_params="random").means_),
    ),
    Row(
        82,
        "estimation.BernoulliMixture: the same seed twice",
        lambda: coins().probabilities_,
        Same(lambda: coins().probabilities_),
    ),
    Row(
        83,
        "estimation.GaussianMixture: parameters as NumPy scalars",
        lambda: mixture(n_components=np.int32(2), tol=np.float32(2.0**-10)).means_,
        Same(lambda: mixture(tol=2.0**-10).means_),
    ),
    Row(
        83,
        "estimation.beta_bernoulli_map: prior as arrays without dimensions",
        lambda: beta_bernoulli_map(TRIALS, np.array(2), np.float32(2.0)),
        Same(lambda: beta_bernoulli_map(TRIALS, 2, 2)),
    ),
    Row(
        95,
        "estimation.exponential_mle: zeros",
        lambda: exponential_mle([0.0, 0.0]),
        Warns(UndefinedWarning, "without bound", (math.inf, math.inf)),
    ),
    Row(97, "estimation.bernoulli_mle: 0 log 0", lambda: bernoulli_mle([1, 1]), Value((1.0, 0.0))),
    Row(
        0,
        "estimation.beta_bernoulli_map: two poles",
        lambda: beta_bernoulli_map([1], 1e-17, 1.0).mode,
        Warns(UndefinedWarning, "no single mode", math.nan),
    ),
    Row(
        94,
        "estimation.em_step: weights are counts",
        lambda: step(weights=[3, 3]),
        Raises(ValueError, "weights must sum to 1"),
    ),
]
