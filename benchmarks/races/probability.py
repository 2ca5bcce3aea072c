"""Bayes' rule, expectation, moments and covariance."""

import numpy as np

from algos import probability
from benchmarks.race import Race, close

SAMPLES = {"small": 20, "medium": 100_000, "large": 2_000_000}


def sample(n):
    return (np.random.default_rng(0).gamma(2.0, size=n),)


def describe(x):
    from scipy import stats

    def call():
        found = stats.describe(x)
        return found.mean, found.variance, found.skewness, found.kurtosis

    return call


def skew_and_kurtosis(x):
    from scipy import stats

    return lambda: (x.mean(), x.var(ddof=1), stats.skew(x), stats.kurtosis(x))


def numpy_moments(x):
    def call():
        n, mean = len(x), x.mean()
        d = x - mean
        square = d * d
        m2, m3, m4 = square.mean(), (square * d).mean(), (square * square).mean()
        return mean, m2 * n / (n - 1), m3 / m2**1.5, m4 / m2**2 - 3

    return call


def halves(n):
    (x,) = sample(n)
    return x[: n // 2], x[n // 2 :]


def merged(a, b):
    a, b = probability.moments(a, 1), probability.moments(b, 1)
    return lambda: probability.merge_moments(a, b)[1:5]


def described_again(a, b):
    from scipy import stats

    both = np.concatenate([a, b])

    def call():
        found = stats.describe(both)
        return found.mean, found.variance, found.skewness, found.kurtosis

    return call


def table(size):
    return (np.random.default_rng(0).normal(size=size),)


def distribution(k):
    rng = np.random.default_rng(0)
    return rng.normal(size=k), rng.dirichlet(np.ones(k))


def rv_discrete(field):
    def peer(values, p):
        from scipy import stats

        return lambda: getattr(stats.rv_discrete(values=(values, p)), field)()

    return peer


def hypotheses(size):
    k, m = size
    rng = np.random.default_rng(0)
    return rng.dirichlet(np.ones(k)), rng.uniform(0.5, 1.0, (k, m))


def numpy_bayes(prior, likelihood):
    def call():
        joint = prior * likelihood.prod(axis=1)
        return joint / joint.sum()

    return call


def rates(_):
    return 0.9, 0.8, 0.01


def python_test(se, sp, prevalence):
    def call():
        positive = prevalence * se + (1 - prevalence) * (1 - sp)
        ppv, npv = prevalence * se / positive, (1 - prevalence) * sp / (1 - positive)
        return ppv, npv, se / (1 - sp), (1 - se) / sp, positive

    return call


def numpy_running_mean(x):
    def call():
        k = np.arange(1, len(x) + 1)
        mean = np.cumsum(x) / k
        with np.errstate(all="ignore"):
            half = 1.959963984540054 * np.sqrt((np.cumsum(x * x) / k - mean * mean) / (k - 1))
        return mean[1:], (mean - half)[1:], (mean + half)[1:]

    return call


DESCRIBE, SKEW = "scipy.stats.describe", "scipy.stats.skew and kurtosis"

RACES = [
    Race(
        name="probability.moments",
        data=sample,
        ours=lambda x: lambda: probability.moments(x, 1)[1:5],
        peers={DESCRIBE: describe, SKEW: skew_and_kurtosis, "numpy": numpy_moments},
        sizes=SAMPLES,
        agree=close(1e-10),
        targets={(peer, size): 5.0 for peer in (DESCRIBE, SKEW) for size in SAMPLES},
    ),
    Race(
        name="probability.merge_moments",
        data=halves,
        ours=merged,
        peers={"scipy.stats.describe of both": described_again},
        sizes={"small": 20, "medium": 100_000},
        agree=close(1e-10),
        note="ours merges two results, which is what it is for; the peer has no such thing and passes over the data",
    ),
    Race(
        name="probability.covariance",
        data=table,
        ours=lambda X: lambda: probability.covariance(X),
        peers={"numpy.cov": lambda X: lambda: np.cov(X, rowvar=False)},
        sizes={"small": (20, 3), "medium": (100_000, 10), "large": (20_000, 100)},
        agree=close(1e-9, 1e-12),
        note="the peer multiplies in BLAS, whose bits depend on its threads; ours merges blocks",
    ),
    Race(
        name="probability.expectation",
        data=distribution,
        ours=lambda values, p: lambda: probability.expectation(values, p),
        peers={
            "scipy.stats.rv_discrete": rv_discrete("mean"),
            "numpy.average": lambda values, p: lambda: np.average(values, weights=p),
        },
        sizes={"small": 6, "medium": 1000},
        agree=close(1e-10, 1e-12),
        note="scipy sorts the values when the variable is made",
    ),
    Race(
        name="probability.variance",
        data=distribution,
        ours=lambda values, p: lambda: probability.variance(values, p),
        peers={
            "scipy.stats.rv_discrete": rv_discrete("var"),
            "numpy": lambda values, p: lambda: p @ (values - p @ values) ** 2,
        },
        sizes={"small": 6, "medium": 1000},
        agree=close(1e-9, 1e-12),
        note="numpy checks nothing",
    ),
    Race(
        name="probability.bayes_posterior",
        data=hypotheses,
        ours=lambda prior, likelihood: lambda: probability.bayes_posterior(prior, likelihood).posterior,
        peers={"numpy": numpy_bayes},
        sizes={"small": (4, 3), "medium": (1000, 100)},
        agree=close(1e-10),
        note="the peer checks nothing and underflows",
    ),
    Race(
        name="probability.diagnostic_test",
        data=rates,
        ours=lambda *given: lambda: probability.diagnostic_test(*given),
        peers={"Python": python_test},
        sizes={"small": 1},
        agree=close(1e-12),
        note="the peer checks nothing and divides by zero; nobody else has this function",
    ),
    Race(
        name="probability.running_mean",
        data=sample,
        ours=lambda x: lambda: [values[1:] for values in probability.running_mean(x)],
        peers={"numpy.cumsum": numpy_running_mean},
        sizes={"small": 20, "medium": 100_000},
        agree=close(1e-9),
        note="the peer's sums of squares cancel at an offset; ours are compensated",
    ),
]
