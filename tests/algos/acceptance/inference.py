"""Rows of the acceptance matrix with a meaning of their own in the tests and intervals of `algos.inference`."""

import math

import numpy as np

from algos._check import UndefinedWarning
from algos.inference import (
    bootstrap,
    chi2_contingency,
    chisquare,
    f_oneway,
    mannwhitneyu,
    permutation_test,
    proportion_confint,
    rejection_region,
    ttest_1samp,
    ttest_ind,
    ttest_power,
    ttest_rel,
    z_test,
)
from tests.algos.acceptance import Argument, Raises, Row, Same, Value, Warns

A = [1.0, 2.5, 4.0, 3.0]
B = [0.5, 1.5, -1.0, 2.0]
COUNTS = [4.0, 8.0, 6.0]
EXPECTED = [5.0, 6.0, 7.0]
TABLE = [[4.0, 8.0], [6.0, 1.0], [3.0, 3.0]]
NAN = math.nan
NANS = (NAN, NAN)


def _samples(name, argument, call):
    return Argument(f"inference.{name}", argument, "vector", call, A, finite=False)


ARGUMENTS = [
    _samples("z_test", "x", lambda x: z_test(x, 2.0)),
    _samples("ttest_1samp", "a", lambda a: ttest_1samp(a, 0.5)),
    _samples("ttest_ind", "a", lambda a: ttest_ind(a, B)),
    _samples("ttest_ind", "b", lambda b: ttest_ind(B, b, equal_var=False)),
    _samples("ttest_rel", "a", lambda a: ttest_rel(a, B)),
    _samples("ttest_rel", "b", lambda b: ttest_rel(B, b)),
    _samples("f_oneway", "groups", lambda group: f_oneway(B, group)),
    _samples("mannwhitneyu", "x", lambda x: mannwhitneyu(x, B)),
    _samples("mannwhitneyu", "y", lambda y: mannwhitneyu(B, y)),
    _samples("permutation_test", "x", lambda x: permutation_test(x, B)),
    _samples("permutation_test", "y", lambda y: permutation_test(B, y)),
    _samples("bootstrap", "x", lambda x: bootstrap(x, n_resamples=20, rng=0)),
    Argument("inference.chisquare", "f_obs", "vector", lambda counts: chisquare(counts, EXPECTED), COUNTS),
    Argument(
        "inference.chisquare",
        "f_exp",
        "vector",
        lambda counts: chisquare(EXPECTED, [None] * 3 if counts is None else counts),  # None alone means equal counts
        COUNTS,
    ),
    Argument("inference.chi2_contingency", "table", "matrix", chi2_contingency, TABLE),
    Argument(
        "inference.proportion_confint", "count", "elementwise", lambda count: proportion_confint(count, 10), COUNTS
    ),
    Argument("inference.proportion_confint", "nobs", "elementwise", lambda nobs: proportion_confint(3, nobs), COUNTS),
]
LENGTHS = {
    "inference.ttest_rel": lambda: ttest_rel([1.0, 2.0, 3.0], [1.0, 2.0]),
    "inference.chisquare": lambda: chisquare([1, 2, 3], [3, 3]),
}
WITHOUT = {
    "inference.rejection_region": "takes numbers",
    "inference.ttest_power": "takes numbers",
}

EMPTY = {
    "z_test(x)": lambda: z_test([], 1.0),
    "ttest_1samp(a)": lambda: ttest_1samp([], 0.0),
    "ttest_ind(a)": lambda: ttest_ind([], A),
    "ttest_ind(b)": lambda: ttest_ind(A, []),
    "ttest_rel(a)": lambda: ttest_rel([], []),
    "f_oneway(groups)": lambda: f_oneway(A, []),
    "mannwhitneyu(x)": lambda: mannwhitneyu([], A),
    "mannwhitneyu(y)": lambda: mannwhitneyu(A, []),
    "permutation_test(x)": lambda: permutation_test([], A),
    "permutation_test(y)": lambda: permutation_test(A, []),
    "bootstrap(x)": lambda: bootstrap([]),
    "chisquare(f_obs)": lambda: chisquare([]),
}
HALVES = {
    "ttest_1samp": lambda x: ttest_1samp(x, 0.5)[:2],
    "ttest_ind": lambda x: ttest_ind(x, A)[:2],
    "ttest_rel": lambda x: ttest_rel(x, A)[:2],
    "f_oneway": lambda x: f_oneway(x, A)[:2],
    "permutation_test": lambda x: permutation_test(x, A)[:2],
    "z_test": lambda x: z_test(x, 1.0)[:2],
    "mannwhitneyu": lambda x: mannwhitneyu(x, A)[:2],
    "bootstrap": lambda x: bootstrap(x, n_resamples=50, rng=0)[:2],
}

ROWS = [
    *(
        Row(1, f"inference.{what}: empty", call, Raises(ValueError, rf"{what[:-1].partition('(')[2]}.* at least"))
        for what, call in EMPTY.items()
    ),
    Row(1, "inference.proportion_confint: empty", lambda: proportion_confint([], 10), Value(([], []))),
    Row(
        8, "inference.ttest_1samp: one value", lambda: ttest_1samp([1], 0), Raises(ValueError, "a .*at least 2.*got 1")
    ),
    Row(
        8, "inference.ttest_ind: one value each", lambda: ttest_ind([1], [2]), Raises(ValueError, "at least 3 .*got 2")
    ),
    Row(
        8,
        "inference.ttest_ind: one value, Welch",
        lambda: ttest_ind([1], A, equal_var=False),
        Raises(ValueError, "a .*at least 2"),
    ),
    Row(8, "inference.f_oneway: one value each", lambda: f_oneway([1], [2]), Raises(ValueError, "more values than")),
    Row(
        8,
        "inference.f_oneway: one value, Welch",
        lambda: f_oneway([1, 2], [2], equal_var=False),
        Raises(ValueError, r"groups\[1\] .*at least 2.*got 1"),
    ),
    Row(8, "inference.bootstrap: one value", lambda: bootstrap([1]), Raises(ValueError, "x .*at least 2 .*got 1")),
    Row(8, "inference.mannwhitneyu: one value each", lambda: mannwhitneyu([1], [2]), Value((0.0, 1.0))),
    Row(8, "inference.chi2_contingency: one row", lambda: chi2_contingency([[1, 2]])[:3], Value((0.0, 1.0, 0))),
    *(
        Row(88, f"inference.{name}: NaN", lambda call=call: call([1.0, NAN, 2.0, 3.0]), Value(NANS))
        for name, call in HALVES.items()
    ),
    *(
        Row(
            46,
            f"inference.{name}: {scale:g}",
            lambda s=scale, call=call: call(s),
            Same(lambda call=call: call(1.0), 1e-9),
        )
        for scale in (1e-200, 1e200)
        for name, call in {
            "ttest_1samp": lambda s: ttest_1samp(s * np.array(A), s)[:3],
            "ttest_ind": lambda s: ttest_ind(s * np.array(A), s * np.array(B), equal_var=False)[:3],
            "ttest_rel": lambda s: ttest_rel(s * np.array(A), s * np.array(B))[:3],
            "f_oneway": lambda s: f_oneway(s * np.array(A), s * np.array(B)),
            "f_oneway Welch": lambda s: f_oneway(s * np.array(A), s * np.array(B), equal_var=False),
        }.items()
    ),
    Row(
        47,
        "inference.ttest_1samp: mean 1e9, deviation 1e-3",
        lambda: ttest_1samp(1e9 + np.array([1, 2, 3, 6]) / 1024, 1e9)[:2],
        Same(lambda: ttest_1samp([1, 2, 3, 6], 0)[:2], 1e-14),
    ),
    Row(74, "inference.z_test: sd 0", lambda: z_test(A, 0), Raises(ValueError, "sd .*above 0")),
    Row(74, "inference.z_test: sd NaN", lambda: z_test(A, NAN), Raises(ValueError, "sd .*got nan")),
    Row(74, "inference.ttest_1samp: popmean NaN", lambda: ttest_1samp(A, NAN), Raises(ValueError, "popmean .*got nan")),
    Row(74, "inference.rejection_region: alpha 0", lambda: rejection_region(0), Raises(ValueError, "alpha")),
    Row(
        74,
        "inference.rejection_region: alpha 5",
        lambda: rejection_region(5),
        Raises(ValueError, r"alpha .*\(0.0, 1.0\)"),
    ),
    Row(74, "inference.rejection_region: df 0", lambda: rejection_region(0.1, 0), Raises(ValueError, "df .*above 0")),
    Row(74, "inference.ttest_power: n 1", lambda: ttest_power(0.5, 1), Raises(ValueError, "n must .*got 1.0")),
    Row(74, "inference.ttest_power: power 1", lambda: ttest_power(0.5, power=1), Raises(ValueError, "power must")),
    Row(
        74, "inference.ttest_power: no effect", lambda: ttest_power(0, power=0.8), Raises(ValueError, "no sample size")
    ),
    Row(
        74, "inference.bootstrap: no resamples", lambda: bootstrap(A, n_resamples=0), Raises(ValueError, "n_resamples")
    ),
    Row(74, "inference.bootstrap: level 95", lambda: bootstrap(A, confidence_level=95), Raises(ValueError, "level")),
    Row(
        74,
        "inference.permutation_test: 99.0 resamples",
        lambda: permutation_test(A, B, 99.0),
        Raises(TypeError, "n_resamples must be an integer"),
    ),
    Row(
        77,
        "inference.ttest_ind: alternative",
        lambda: ttest_ind(A, B, alternative="larger"),
        Raises(ValueError, "alternative must be one of 'less', 'two-sided', 'greater'; got 'larger'"),
    ),
    Row(
        77,
        "inference.mannwhitneyu: method",
        lambda: mannwhitneyu(A, B, method=None),
        Raises(ValueError, "method must be one of 'auto', 'asymptotic', 'exact'; got None"),
    ),
    Row(
        77,
        "inference.proportion_confint: method",
        lambda: proportion_confint(1, 2, "beta"),
        Raises(ValueError, "method must be one of 'wilson', 'wald', 'clopper-pearson'"),
    ),
    Row(
        77,
        "inference.bootstrap: statistic",
        lambda: bootstrap(A, "mode"),
        Raises(ValueError, "statistic must be one of 'mean', 'median', 'std', 'var'; got 'mode'"),
    ),
    *(
        Row(
            0,
            f"inference.bootstrap: a statistic that returns {what}",
            lambda value=value: bootstrap([1.0, 2.0, 4.0], lambda _: value, 9, rng=0),
            Raises(TypeError, f"statistic must be a function from a sample to a number, and returned {what}"),
        )
        for what, value in (
            (r"ndarray of shape \(3,\)", np.ones(3)),
            (r"ndarray of shape \(1,\)", np.ones(1)),
            ("NoneType", None),
            ("complex", 1j),
            ("str", "1.5"),
            ("tuple", (1.0, 2.0)),
        )
    ),
    Row(
        0,
        "inference.bootstrap: a statistic that returns whole numbers",
        lambda: bootstrap([1.0, 2.0, 4.0], lambda x: int(x.max()), 99, rng=0, method="basic")[:3],
        Same(lambda: bootstrap([1.0, 2.0, 4.0], np.max, 99, rng=0, method="basic")[:3]),
    ),
    Row(80, "inference.bootstrap: rng -1", lambda: bootstrap(A, rng=-1), Raises(ValueError, "rng")),
    Row(
        82,
        "inference.bootstrap: same seed",
        lambda: bootstrap(A, n_resamples=50, rng=3),
        Same(lambda: bootstrap(A, n_resamples=50, rng=3)),
    ),
    Row(
        82,
        "inference.permutation_test: same seed",
        lambda: permutation_test(A, B, 9, rng=3),
        Same(lambda: permutation_test(A, B, 9, rng=3)),
    ),
    Row(
        83,
        "inference.ttest_1samp: NumPy scalar",
        lambda: ttest_1samp(A, np.float32(0.5)),
        Same(lambda: ttest_1samp(A, 0.5)),
    ),
    Row(
        85,
        "inference.ttest_ind: constant and equal",
        lambda: ttest_ind([0.1] * 3, [0.1] * 4)[:3],
        Warns(UndefinedWarning, "both samples are constant and equal", (*NANS, 5.0)),
    ),
    Row(
        85,
        "inference.ttest_1samp: constant and equal to the mean",
        lambda: ttest_1samp([0.1] * 3, 0.1)[:3],
        Warns(UndefinedWarning, "equal to popmean", (*NANS, 2.0)),
    ),
    Row(
        85,
        "inference.ttest_rel: equal",
        lambda: ttest_rel(A, A)[:3],
        Warns(UndefinedWarning, "all differences are zero", (*NANS, 3.0)),
    ),
    Row(
        85,
        "inference.f_oneway: constant and equal",
        lambda: f_oneway([0.1] * 3, [0.1] * 4),
        Warns(UndefinedWarning, "all values of all groups are equal", (*NANS, 1, 5)),
    ),
    Row(
        85,
        "inference.bootstrap: constant",
        lambda: bootstrap([0.1] * 3, n_resamples=9, rng=0)[:3],
        Warns(UndefinedWarning, "interval is not defined", (*NANS, 0.0)),
    ),
    Row(85, "inference.permutation_test: constant", lambda: permutation_test([2] * 3, [2] * 3)[:2], Value((0.0, 1.0))),
    Row(
        86, "inference.ttest_ind: constant, different", lambda: ttest_ind([1] * 3, [2] * 3)[:2], Value((-math.inf, 0.0))
    ),
    Row(86, "inference.ttest_1samp: constant, different", lambda: ttest_1samp([2] * 3, 1)[:2], Value((math.inf, 0.0))),
    Row(86, "inference.ttest_rel: constant difference", lambda: ttest_rel([2, 3], [1, 2])[:2], Value((math.inf, 0.0))),
    Row(86, "inference.f_oneway: constant, different", lambda: f_oneway([1] * 3, [2] * 3)[:2], Value((math.inf, 0.0))),
    Row(88, "inference.z_test: infinity", lambda: z_test([1, math.inf], 1)[:2], Value((math.inf, 0.0))),
    Row(89, "inference.mannwhitneyu: all ties", lambda: mannwhitneyu([7] * 5, [7] * 50), Value((125.0, 1.0))),
    Row(
        89,
        "inference.mannwhitneyu: all ties, no continuity",
        lambda: mannwhitneyu([7] * 5, [7] * 50, use_continuity=False),
        Value((125.0, 1.0)),
    ),
    Row(
        91, "inference.chisquare: negative", lambda: chisquare([5, -1]), Raises(ValueError, "f_obs .*negative, got -1")
    ),
    Row(
        91,
        "inference.chisquare: negative expected",
        lambda: chisquare([5, 5], [11, -1]),
        Raises(ValueError, "f_exp .*negative, got -1"),
    ),
    Row(
        91,
        "inference.chi2_contingency: negative",
        lambda: chi2_contingency([[1, 2], [3, -1]]),
        Raises(ValueError, "table .*negative, got -1"),
    ),
    Row(
        91,
        "inference.chi2_contingency: zeros in a row",
        lambda: chi2_contingency([[1, 2], [0, 0]]),
        Raises(ValueError, r"table .*zero"),
    ),
    Row(
        91,
        "inference.proportion_confint: more than all",
        lambda: proportion_confint(11, 10),
        Raises(ValueError, "count must be between 0 and nobs.*11.0 of 10.0"),
    ),
    Row(92, "inference.chisquare: sums differ", lambda: chisquare([5, 5], [5, 4]), Raises(ValueError, "10 and 9")),
]
