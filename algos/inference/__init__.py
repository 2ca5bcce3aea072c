"""Distributions, tests, intervals, resampling and power."""

from .bootstrapping import BootstrapResult, bootstrap
from .contingency import Chi2ContingencyResult, chi2_contingency
from .goodness_of_fit import ChiSquareResult, chisquare
from .normal_distribution import norm_cdf, norm_ppf
from .normal_tests import RejectionRegion, ZTestResult, rejection_region, z_test
from .one_sample import TTestResult, ttest_1samp, ttest_rel
from .permutations import PermutationTestResult, permutation_test
from .power_analysis import PowerResult, ttest_power
from .proportions import ProportionInterval, proportion_confint
from .rank_tests import MannWhitneyResult, mannwhitneyu
from .student_distribution import t_cdf, t_ppf
from .tail_probabilities import chi2_sf, f_sf
from .two_samples import ttest_ind
from .variance_analysis import AnovaResult, f_oneway

__all__ = [
    "AnovaResult",
    "BootstrapResult",
    "Chi2ContingencyResult",
    "ChiSquareResult",
    "MannWhitneyResult",
    "PermutationTestResult",
    "PowerResult",
    "ProportionInterval",
    "RejectionRegion",
    "TTestResult",
    "ZTestResult",
    "bootstrap",
    "chi2_contingency",
    "chi2_sf",
    "chisquare",
    "f_oneway",
    "f_sf",
    "mannwhitneyu",
    "norm_cdf",
    "norm_ppf",
    "permutation_test",
    "proportion_confint",
    "rejection_region",
    "t_cdf",
    "t_ppf",
    "ttest_1samp",
    "ttest_ind",
    "ttest_power",
    "ttest_rel",
    "z_test",
]
