"""The hinge classifier among scikit-learn's tools: the estimator checks, pipelines, searches, data frames."""

import pickle

import pandas as pd
import polars as pl
import pytest
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from algos.svm import HingeSGDClassifier
from tests.algos.estimator_checks import estimator_checks
from tests.algos.svm.helpers import blobs

STOCHASTIC = {
    "check_sample_weight_equivalence_on_dense_data": (
        "a sample of weight 2 is one step of twice the size, a repeated sample two steps at different times: equal in "
        "the limit only, as in scikit-learn's SGDClassifier, which lists the same exception"
    )
}

test_scikit_learn = estimator_checks(
    HingeSGDClassifier(),
    HingeSGDClassifier(average=False, fit_intercept=False),
    expected_failed_checks=STOCHASTIC,
)


@pytest.mark.slow
def test_pipeline_grid_search_and_cross_validation(rng):
    X, y = blobs(rng, 120, 3)
    pipeline = make_pipeline(StandardScaler(), HingeSGDClassifier(max_iter=20, random_state=0))
    assert pipeline.fit(X, y).score(X, y) > 0.7
    search = GridSearchCV(pipeline, {"hingesgdclassifier__alpha": [1e-3, 1e-1]}, cv=3).fit(X, y)
    assert search.best_params_["hingesgdclassifier__alpha"] in (1e-3, 1e-1)
    assert cross_val_score(pipeline, X, y, cv=3).shape == (3,)
    again = pickle.loads(pickle.dumps(pipeline))
    assert again.predict(X).tolist() == pipeline.predict(X).tolist()


@pytest.mark.kernels
@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame])
def test_column_names_are_kept(frame, rng):
    X, y = blobs(rng, 30, 2)
    table = frame({"height": X[:, 0], "weight": X[:, 1]})
    model = HingeSGDClassifier(max_iter=3, random_state=0).fit(table, y)
    assert model.feature_names_in_.tolist() == ["height", "weight"]
    assert model.predict(table).shape == (30,)
    with pytest.raises(ValueError, match="names"):
        model.predict(table[["weight", "height"]])
