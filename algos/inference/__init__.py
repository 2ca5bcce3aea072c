"""Distributions, tests, intervals, resampling and power."""

from .contingency import Chi2ContingencyResult, chi2_contingency
from .goodness_of_fit import ChiSquareResult, chisquare
from .normal_tests import RejectionRegion, ZTestResult, rejection_region, z_test
from .one_sample import TTestResult, ttest_1samp, ttest_rel
from .rank_tests import MannWhitneyResult, mannwhitneyu
from .two_samples import ttest_ind
from .variance_analysis import AnovaResult, f_oneway

__all__ = [
    "AnovaResult",
    "Chi2ContingencyResult",
    "ChiSquareResult",
    "MannWhitneyResult",
    "RejectionRegion",
    "TTestResult",
    "ZTestResult",
    "chi2_contingency",
    "chisquare",
    "f_oneway",
    "mannwhitneyu",
    "rejection_region",
    "ttest_1samp",
    "ttest_ind",
    "ttest_rel",
    "z_test",
]
