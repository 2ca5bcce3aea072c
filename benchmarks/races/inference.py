"""Tests, intervals and power."""

import numpy as np

from algos import inference
from benchmarks.race import Race, close

SIZES = {"small": 20, "medium": 100_000}


# -- data ------------------------------------------------------------------------------------------


def one(n):
    return (np.random.default_rng(0).normal(0.1, 1.0, n),)


def two(n):
    rng = np.random.default_rng(0)
    return rng.normal(0.1, 1.0, n), rng.normal(0.0, 1.2, n)


def three(n):
    rng = np.random.default_rng(0)
    return tuple(rng.normal(shift, 1.0, n) for shift in (0.0, 0.0, 0.01))


def counts(n):
    return (np.random.default_rng(0).poisson(30.0, n).astype(float),)


def table(n):
    side = max(2, int(n**0.5))
    return (np.random.default_rng(0).poisson(30.0, (side, side)) + 1.0,)


def successes(n):
    rng = np.random.default_rng(0)
    nobs = rng.integers(10, 1000, n)
    return rng.binomial(nobs, 0.3), nobs


def number(value):
    return (value,)


# -- peers -----------------------------------------------------------------------------------------


def scipy_test(name, *extra, **options):
    def make(*arrays):
        from scipy import stats

        function = getattr(stats, name)
        return lambda: function(*arrays, *extra, **options)

    return make


def scipy_t(name, *extra, **options):
    """The test and its confidence interval, which ours always returns."""

    def make(*arrays):
        from scipy import stats

        function = getattr(stats, name)

        def call():
            result = function(*arrays, *extra, **options)
            return (result.statistic, result.pvalue, result.df, *result.confidence_interval())

        return call

    return make


def statsmodels_z(x):
    from statsmodels.stats.weightstats import zconfint, ztest

    return lambda: (*ztest(x, value=0.05), *zconfint(x))


def statsmodels_ttest_ind(a, b):
    from statsmodels.stats.weightstats import ttest_ind

    return lambda: ttest_ind(a, b)


def statsmodels_proportion(method):
    def make(count, nobs):
        from statsmodels.stats.proportion import proportion_confint

        return lambda: proportion_confint(count, nobs, method=method)

    return make


def statsmodels_power(effect):
    from statsmodels.stats.power import TTestPower

    return lambda: TTestPower().power(effect, 30, 0.05)


def statsmodels_size(effect):
    from statsmodels.stats.power import TTestPower

    return lambda: TTestPower().solve_power(effect, power=0.8, alpha=0.05)


def scipy_critical(df):
    from scipy import stats

    return lambda: (stats.t.ppf(0.025, df), stats.t.isf(0.025, df))


# -- agreement -------------------------------------------------------------------------------------


def first(agree, parts):
    """Agree when the first parts of both results do."""
    return lambda ours, theirs: agree([*ours][:parts], [*theirs][:parts])


def agree_on_table(ours, theirs):
    close(1e-10)([*ours][:3], [*theirs][:3])
    close(1e-12)(ours.expected_freq, theirs.expected_freq)


def race(name, data, ours, peers, agree, sizes=None, **more):
    return Race(f"inference.{name}", data, ours, peers, sizes or SIZES, agree, **more)


def at_least(peer, medium, small=20.0):
    return {(peer, "medium"): medium, (peer, "small"): small}


RACES = [
    race(
        "z_test",
        one,
        lambda x: lambda: inference.z_test(x, x.std(ddof=1), 0.05),
        {"statsmodels.stats.weightstats.ztest": statsmodels_z},
        close(1e-9),
        note="ours is also timed with NumPy's deviation, which the peer takes from the sample itself",
    ),
    race(
        "ttest_1samp",
        one,
        lambda x: lambda: inference.ttest_1samp(x, 0.05),
        {"scipy.stats.ttest_1samp": scipy_t("ttest_1samp", 0.05)},
        close(1e-10),
        targets=at_least("scipy.stats.ttest_1samp", 5.0),
    ),
    race(
        "ttest_ind",
        two,
        lambda a, b: lambda: inference.ttest_ind(a, b),
        {
            "scipy.stats.ttest_ind": scipy_t("ttest_ind"),
            "statsmodels.stats.weightstats.ttest_ind": statsmodels_ttest_ind,
        },
        first(close(1e-10), 3),
        targets=at_least("scipy.stats.ttest_ind", 5.0),
    ),
    race(
        "ttest_ind",
        two,
        lambda a, b: lambda: inference.ttest_ind(a, b, equal_var=False),
        {"scipy.stats.ttest_ind": scipy_t("ttest_ind", equal_var=False)},
        close(1e-10),
        targets=at_least("scipy.stats.ttest_ind", 5.0),
        variant="Welch",
    ),
    race(
        "ttest_rel",
        two,
        lambda a, b: lambda: inference.ttest_rel(a, b),
        {"scipy.stats.ttest_rel": scipy_t("ttest_rel")},
        close(1e-10),
        targets=at_least("scipy.stats.ttest_rel", 5.0),
    ),
    race(
        "f_oneway",
        three,
        lambda *groups: lambda: inference.f_oneway(*groups),
        {"scipy.stats.f_oneway": scipy_test("f_oneway")},
        first(close(1e-8), 2),
        targets=at_least("scipy.stats.f_oneway", 5.0),
    ),
    race(
        "rejection_region",
        number,
        lambda df: lambda: inference.rejection_region(0.05, df),
        {"scipy.stats.t.ppf": scipy_critical},
        close(1e-10),
        {"small": 29, "medium": 1000},
        targets=at_least("scipy.stats.t.ppf", 5.0, 5.0),
    ),
    race(
        "chisquare",
        counts,
        lambda observed: lambda: inference.chisquare(observed),
        {"scipy.stats.chisquare": scipy_test("chisquare")},
        first(close(1e-9), 2),
        targets=at_least("scipy.stats.chisquare", 5.0),
    ),
    race(
        "chi2_contingency",
        table,
        lambda observed: lambda: inference.chi2_contingency(observed),
        {"scipy.stats.chi2_contingency": scipy_test("chi2_contingency")},
        agree_on_table,
        targets=at_least("scipy.stats.chi2_contingency", 5.0),
    ),
    race(
        "mannwhitneyu",
        two,
        lambda x, y: lambda: inference.mannwhitneyu(x, y),
        {"scipy.stats.mannwhitneyu": scipy_test("mannwhitneyu")},
        close(1e-10),
        targets=at_least("scipy.stats.mannwhitneyu", 5.0),
    ),
    race(
        "mannwhitneyu",
        two,
        lambda x, y: lambda: inference.mannwhitneyu(x, y, method="exact"),
        {"scipy.stats.mannwhitneyu": scipy_test("mannwhitneyu", method="exact")},
        close(1e-10),
        {"small": 20, "medium": 100},
        variant="exact",
        note="the peer keeps the distribution of the sizes that it was called with last",
    ),
    *(
        race(
            "proportion_confint",
            successes,
            lambda count, nobs, ours=ours: lambda: inference.proportion_confint(count, nobs, ours),
            {"statsmodels.stats.proportion.proportion_confint": statsmodels_proportion(theirs)},
            close(1e-10, 1e-15),
            {"small": 20, "medium": 10_000},
            variant=ours,
        )
        for ours, theirs in (("wilson", "wilson"), ("clopper-pearson", "beta"))
    ),
    race(
        "ttest_power",
        number,
        lambda effect: lambda: inference.ttest_power(effect, 30).power,
        {"statsmodels.stats.power.TTestPower.power": statsmodels_power},
        close(1e-9),
        {"small": 0.5},
    ),
    race(
        "ttest_power",
        number,
        lambda effect: lambda: inference.ttest_power(effect, power=0.8).n,
        {"statsmodels.stats.power.TTestPower.solve_power": statsmodels_size},
        close(1e-6),
        {"small": 0.5},
        variant="sample size",
    ),
]
