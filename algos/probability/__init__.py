"""Bayes' rule, expectation and moments."""

from .bayes import DiagnosticTest, Posterior, bayes_posterior, diagnostic_test
from .covariances import covariance
from .discrete import expectation, variance
from .large_numbers import RunningMean, running_mean
from .sample_moments import Moments, merge_moments, moments

__all__ = [
    "DiagnosticTest",
    "Moments",
    "Posterior",
    "RunningMean",
    "bayes_posterior",
    "covariance",
    "diagnostic_test",
    "expectation",
    "merge_moments",
    "moments",
    "running_mean",
    "variance",
]
