"""The permutation test and the bootstrap, with equal numbers of resamples."""

from types import SimpleNamespace

import numpy as np

from algos import inference
from benchmarks.race import close
from benchmarks.races.inference import at_least, one, race, two

FEW = {"small": 20, "medium": 1000}


def mean_difference(x, y, axis):
    return x.mean(axis=axis) - y.mean(axis=axis)


def scipy_permutation(x, y):
    from scipy import stats

    return lambda: stats.permutation_test((x, y), mean_difference, vectorized=True, n_resamples=9999, rng=0)


def scipy_bootstrap(statistic, method):
    def make(x):
        from scipy import stats

        function = getattr(np, statistic)
        options = {"vectorized": True, "method": method}
        return lambda: (x, stats.bootstrap((x,), function, n_resamples=9999, rng=0, **options))

    return make


def agree_on_permutations(ours, theirs):
    """Other random splits: the statistic is the same, the p-values are close."""
    close(1e-10)(ours.statistic, theirs.statistic)
    close(0.0, 0.03)(ours.pvalue, theirs.pvalue)


def agree_on_bootstrap(statistic, method):
    """Other random samples, so the ends of the interval are but close; from ours SciPy reads the very same interval."""

    def agree(ours, theirs):
        from scipy import stats

        x, theirs = theirs
        close(0.04)(ours.standard_error, theirs.standard_error)
        found, expected = np.array(ours[:2]), np.array([*theirs.confidence_interval])
        close(0.0, 0.3)(found / ours.standard_error, expected / ours.standard_error)
        known = SimpleNamespace(bootstrap_distribution=ours.bootstrap_distribution)
        function = getattr(np, statistic)
        read = stats.bootstrap((x,), function, n_resamples=0, bootstrap_result=known, vectorized=True, method=method)
        close(1e-9)(found, [*read.confidence_interval])

    return agree


def bootstrap_race(statistic, method, **more):
    return race(
        "bootstrap",
        one,
        lambda x: lambda: inference.bootstrap(x, statistic, 9999, method=method, rng=0),
        {"scipy.stats.bootstrap": scipy_bootstrap(statistic, method)},
        agree_on_bootstrap(statistic, method),
        FEW,
        variant=f"{statistic}, {method}",
        **more,
    )


RACES = [
    race(
        "permutation_test",
        two,
        lambda x, y: lambda: inference.permutation_test(x, y, 9999, rng=0),
        {"scipy.stats.permutation_test": scipy_permutation},
        agree_on_permutations,
        FEW,
        targets=at_least("scipy.stats.permutation_test", 5.0, 5.0),
    ),
    bootstrap_race("mean", "percentile"),
    bootstrap_race("mean", "BCa"),
    bootstrap_race("median", "percentile"),
    bootstrap_race("std", "BCa"),
]
