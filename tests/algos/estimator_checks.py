"""scikit-learn's own checks for an estimator.

A test module writes ``test_scikit_learn = estimator_checks(KMeans())``: one parametrised test for each check.
"""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from sklearn.exceptions import SkipTestWarning
from sklearn.utils.estimator_checks import parametrize_with_checks

NOT_DERIVED = ".*does not inherit from `sklearn.base.BaseEstimator`"
"""scikit-learn warns of this for every estimator that does without its base class; no other warning is let through."""


def estimator_checks(*estimators: Any, expected_failed_checks: dict[str, str] | None = None) -> Any:
    """Return a test that runs each of scikit-learn's checks on each estimator; failures need a reason by name."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", NOT_DERIVED)
        marked = parametrize_with_checks(
            list(estimators), expected_failed_checks=lambda estimator: expected_failed_checks or {}
        )

    @pytest.mark.slow
    @marked
    def test_scikit_learn(estimator: Any, check: Any) -> None:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", NOT_DERIVED)
            warnings.simplefilter("ignore", SkipTestWarning)
            check(estimator)

    return test_scikit_learn
