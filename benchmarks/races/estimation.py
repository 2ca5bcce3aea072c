"""Likelihoods in closed form, Newton's method, conjugate priors and mixtures."""

import math
import warnings

import numpy as np

from algos import estimation
from benchmarks.race import Race, close


def normal_values(n):
    return (np.random.default_rng(0).normal(3.0, 2.0, n),)


def waits(n):
    return (np.random.default_rng(0).gamma(2.5, 3.0, n),)


def trials(n):
    return ((np.random.default_rng(0).random(n) < 0.3).astype(float),)


def counts(n):
    return (np.random.default_rng(0).poisson(4.0, n).astype(float),)


# -- closed forms ----------------------------------------------------------------------------------


def numpy_gaussian(x):
    def run():
        mean, variance = x.mean(), x.var()
        return mean, variance, -0.5 * len(x) * (math.log(2.0 * math.pi * variance) + 1.0)

    return run


def numpy_exponential(x):
    def run():
        mean = x.mean()
        return 1.0 / mean, -len(x) * (math.log(mean) + 1.0)

    return run


def numpy_bernoulli(x):
    def run():
        p = x.mean()
        return p, len(x) * (p * math.log(p) + (1.0 - p) * math.log1p(-p))

    return run


def scipy_poisson(x):
    from scipy.special import gammaln

    def run():
        rate = x.mean()
        return rate, len(x) * rate * (math.log(rate) - 1.0) - gammaln(x + 1.0).sum()

    return run


def closed(name, data, peer, function):
    ours = getattr(estimation, name)
    return Race(
        name=f"estimation.{name}",
        data=data,
        ours=lambda x: lambda: ours(x),
        peers={peer: function},
        sizes={"small": 20, "medium": 100_000, "large": 5_000_000},
        agree=close(1e-9),
        note="ours also refuses NaN, infinity and what is not in the family's range",
    )


def numpy_beta(x):
    def run():
        ones = x.sum()
        return (1.0 + ones) / (3.0 + len(x)), 2.0 + ones, 3.0 + len(x) - ones

    return run


def numpy_gamma(x):
    def run():
        shape, rate = 2.0 + x.sum(), 3.0 + len(x)
        return (shape - 1.0) / rate, shape, rate

    return run


def numpy_normal(x):
    def run():
        precision = len(x) / 4.0 + 1.0 / 9.0
        return (x.sum() / 4.0 + 1.0 / 9.0) / precision, precision**-0.5

    return run


def conjugate(name, data, prior, function):
    ours = getattr(estimation, name)
    return Race(
        name=f"estimation.{name}",
        data=data,
        ours=lambda x: lambda: ours(x, *prior),
        peers={"numpy": function},
        sizes={"small": 20, "medium": 100_000},
        agree=close(1e-9),
        note="the peer adds up and checks nothing",
    )


# -- Newton ----------------------------------------------------------------------------------------


def minimised_gamma(x):
    """On the two sums, as ours; the shape and rate by their logarithms, with the gradient."""
    from scipy.optimize import minimize
    from scipy.special import digamma, gammaln

    def run():
        mean, logs = x.mean(), np.log(x).mean()

        def loss(point):
            shape, rate = math.exp(point[0]), math.exp(point[1])
            value = gammaln(shape) - shape * point[1] - (shape - 1.0) * logs + rate * mean
            return value, np.array([shape * (digamma(shape) - point[1] - logs), rate * mean - shape])

        return np.exp(minimize(loss, [0.0, -math.log(mean)], jac=True, method="BFGS", options={"gtol": 1e-8}).x)

    return run


def fitted_gamma(x):
    from scipy import stats

    def run():
        shape, _, scale = stats.gamma.fit(x, floc=0.0)
        return shape, 1.0 / scale

    return run


# -- mixtures --------------------------------------------------------------------------------------

STEPS = 20


def blobs(size):
    n, d, k, kind = size
    rng = np.random.default_rng(0)
    X = 2.0 * rng.normal(size=(k, d))[rng.integers(0, k, n)] + rng.normal(size=(n, d))
    pooled = np.cov(X.T).reshape(d, d)
    covariances = {"full": np.array([pooled] * k), "tied": pooled, "diag": np.array([np.diag(pooled)] * k)}
    covariances["spherical"] = np.full(k, pooled.trace() / d)
    return X, np.full(k, 1.0 / k), X[:k].copy(), covariances[kind], kind


def fit_mixture(model, steps):
    def prepare(X, weights, means, covariances, kind):
        precisions = np.linalg.inv(covariances) if kind in ("full", "tied") else 1.0 / covariances
        mixture = model()(
            len(weights),
            covariance_type=kind,
            weights_init=weights,
            means_init=means,
            precisions_init=precisions,
            max_iter=steps,
            tol=0.0 if model is sklearn_mixture else None,
        )

        def run():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # scikit-learn's cannot converge to a tolerance of zero
                mixture.fit_predict(X)
            return mixture

        return run

    return prepare


def sklearn_mixture():
    from sklearn.mixture import GaussianMixture

    return GaussianMixture


def mixtures_agree(ours, theirs):
    assert ours.n_iter_ == theirs.n_iter_
    np.testing.assert_allclose(ours.lower_bound_, theirs.lower_bound_, rtol=1e-8)
    np.testing.assert_allclose(ours.means_, theirs.means_, rtol=1e-5, atol=1e-7)


def our_step(X, weights, means, covariances, kind):
    return lambda: estimation.em_step(X, weights, means, covariances, kind)


def steps_agree(ours, theirs):
    np.testing.assert_allclose(ours.means, theirs.means_, rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(ours.covariances, theirs.covariances_, rtol=1e-8, atol=1e-10)


def coins(size):
    n, d, k = size
    rng = np.random.default_rng(0)
    truth = rng.uniform(0.1, 0.9, (k, d))
    X = (rng.random((n, d)) < truth[rng.integers(0, k, n)]).astype(float)
    return X, rng.uniform(0.25, 0.75, (k, d))


def our_coins(X, chances):
    model = estimation.BernoulliMixture(len(chances), probabilities_init=chances, max_iter=STEPS, tol=None)

    def run():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return model.fit(X).lower_bound_

    return run


def numpy_coins(X, start):
    from scipy.special import logsumexp

    def run():
        weights, chances = np.full(len(start), 1.0 / len(start)), start
        for _ in range(STEPS):
            logs = np.log(weights) + X @ np.log(chances).T + (1.0 - X) @ np.log1p(-chances).T
            total = logsumexp(logs, axis=1)
            shares = np.exp(logs - total[:, None])
            mass = shares.sum(axis=0)
            weights, chances = mass / len(X), shares.T @ X / mass[:, None]
        return total.mean()

    return run


SKLEARN = "sklearn.mixture.GaussianMixture"
SMALL, MEDIUM = (200, 2, 2), (100_000, 10, 5)


def mixture_race(kind):
    return Race(
        name="estimation.GaussianMixture",
        variant=kind,
        data=blobs,
        ours=fit_mixture(lambda: estimation.GaussianMixture, STEPS),
        peers={SKLEARN: fit_mixture(sklearn_mixture, STEPS)},
        sizes={"small": (*SMALL, kind), "medium": (*MEDIUM, kind), "wide": (20_000, 50, 5, kind)},
        targets={(SKLEARN, "medium"): 2.0, (SKLEARN, "small"): 2.0},
        agree=mixtures_agree,
        note="20 steps from the same start, then the labels; the peer's matrix products run at their best when wide",
    )


RACES = [
    closed("gaussian_mle", normal_values, "numpy", numpy_gaussian),
    closed("exponential_mle", waits, "numpy", numpy_exponential),
    closed("bernoulli_mle", trials, "numpy", numpy_bernoulli),
    closed("poisson_mle", counts, "numpy and scipy.special.gammaln", scipy_poisson),
    conjugate("beta_bernoulli_map", trials, (2.0, 3.0), numpy_beta),
    conjugate("gamma_poisson_map", counts, (2.0, 3.0), numpy_gamma),
    conjugate("normal_normal_map", normal_values, (2.0, 1.0, 3.0), numpy_normal),
    Race(
        name="estimation.newton_mle",
        data=waits,
        ours=lambda x: lambda: estimation.newton_mle(x, "gamma").parameters,
        peers={"scipy.optimize.minimize": minimised_gamma, "scipy.stats.gamma.fit": fitted_gamma},
        sizes={"small": 20, "medium": 100_000},
        agree=close(1e-5),
        note="the gamma family, which has no closed form; all read the data once and iterate on sums",
    ),
    *(mixture_race(kind) for kind in ("full", "tied", "diag", "spherical")),
    Race(
        name="estimation.em_step",
        data=blobs,
        ours=our_step,
        peers={f"{SKLEARN} max_iter=1": fit_mixture(sklearn_mixture, 1)},
        sizes={"small": (*SMALL, "full"), "medium": (*MEDIUM, "full")},
        agree=steps_agree,
        note="the peer also labels the rows, a second pass of half the work",
    ),
    Race(
        name="estimation.BernoulliMixture",
        data=coins,
        ours=our_coins,
        peers={"numpy": numpy_coins},
        sizes={"small": (200, 5, 2), "medium": (100_000, 20, 4)},
        agree=close(1e-9),
        note="20 steps from the same start; the peer is the textbook in matrix products",
    ),
]
