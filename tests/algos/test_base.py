"""What every estimator inherits, on a small one; scikit-learn's own checks run on the real ones."""

import subprocess
import sys

import numpy as np
import pytest
from sklearn.exceptions import NotFittedError as SklearnNotFittedError

from algos import _base
from algos._base import Classifier, Clusterer, Transformer


class Shift(Clusterer, Transformer):
    """Moves rows by `by`; its labels are zeros."""

    _uses_weights = ("fit", "score")

    def __init__(self, by=0.0, inner=None):
        self.by = by
        self.inner = inner

    def fit(self, X, y=None, sample_weight=None):
        self.labels_ = np.zeros(len(self._fit_matrix(X)), np.int64)
        return self

    def transform(self, X):
        return self._output(self._predict_matrix(X) + self.by, X)

    @property
    def _n_features_out(self):
        return self.n_features_in_


class Majority(Classifier):
    """Predicts the commonest label."""

    def fit(self, X, y):
        X = self._fit_matrix(X)
        self.classes_, codes = self._fit_labels(y, X)
        self.common_ = self.classes_[np.bincount(codes).argmax()]
        return self

    def predict(self, X):
        return np.full(len(self._predict_matrix(X)), self.common_)


def test_parameters_reach_inner_estimators():
    outer = Shift(by=1.0, inner=Shift(by=2.0))
    assert outer.get_params()["inner__by"] == 2.0
    assert "inner__by" not in outer.get_params(deep=False)
    outer.set_params(inner__by=5.0, by=3.0)
    assert (outer.by, outer.inner.by) == (3.0, 5.0)
    with pytest.raises(ValueError, match="Invalid parameter 'buy' for estimator Shift"):
        outer.set_params(buy=1)


def test_representation_shows_what_differs_from_the_default():
    assert repr(Shift()) == "Shift()"
    assert repr(Shift(by=2.0, inner=Shift())) == "Shift(by=2.0, inner=Shift())"


def test_names_of_columns_are_kept_and_forgotten():
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0]})
    model = Shift().fit(frame)
    assert list(model.feature_names_in_) == ["a", "b"]
    with pytest.raises(ValueError, match="same order"):
        model.transform(frame[["b", "a"]])
    with pytest.raises(ValueError, match="unseen at fit time:\n- c"):
        model.transform(frame.rename(columns={"b": "c"}))
    with pytest.warns(UserWarning, match="does not have valid feature names"):
        model.transform(frame.to_numpy())
    model.fit(frame.to_numpy())
    assert not hasattr(model, "feature_names_in_")
    with pytest.warns(UserWarning, match="fitted without feature names"):
        model.transform(frame)


def test_many_differing_names_are_cut():
    pd = pytest.importorskip("pandas")
    old, new = (pd.DataFrame(np.ones((2, 8)), columns=[f"{letter}{i}" for i in range(8)]) for letter in "ab")
    with pytest.raises(ValueError, match="- b4\n- \\.\\.\\.\n"):
        Shift().fit(old).transform(new)


def test_containers_of_the_output():
    X = np.ones((2, 2))
    assert type(Shift().fit_transform(X)) is np.ndarray
    pl = pytest.importorskip("polars")
    out = Shift(by=1.0).set_output(transform="polars").fit_transform(X)
    assert isinstance(out, pl.DataFrame)
    assert out.columns == ["shift0", "shift1"]
    assert out.to_numpy().tolist() == [[2.0, 2.0]] * 2
    assert Shift().set_output(transform=None).fit_transform(X).tolist() == X.tolist()
    with pytest.raises(ValueError, match="transform must be one of"):
        Shift().set_output(transform="list")


def test_clusterer_and_classifier():
    X = [[0.0], [1.0], [2.0]]
    assert Shift().fit_predict(X).tolist() == [0, 0, 0]
    model = Majority().fit(X, ["yes", "no", "yes"])
    assert model.score(X, ["yes", "no", "yes"]) == pytest.approx(2 / 3)
    assert model.score(X, ["yes", "no", "yes"], sample_weight=[1, 2, 1]) == 0.5
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        model.score(X, ["yes"])
    for weight in ([-1, 1, 1], [np.nan, 1, 1], [0, 0, 0]):
        with pytest.raises(ValueError, match="sample_weight"):
            model.score(X, ["yes", "no", "yes"], sample_weight=weight)
    with pytest.raises(ValueError, match="requires y to be passed"):
        Majority().fit(X, None)


def test_weight_requests():
    model = Shift().set_fit_request(sample_weight=True).set_score_request(sample_weight="w")
    requests = model.get_metadata_routing()
    assert requests.fit.requests == {"sample_weight": True}
    assert requests.score.requests == {"sample_weight": "w"}


def test_unfitted_raises_scikit_learns_error_where_it_is_loaded():
    with pytest.raises(SklearnNotFittedError, match="Shift instance is not fitted"):
        Shift().transform([[1.0]])


def test_unfitted_raises_our_own_where_it_is_not(monkeypatch):
    monkeypatch.delitem(sys.modules, "sklearn.exceptions")
    error = _base.not_fitted(Shift())
    assert type(error) is _base.NotFittedError
    assert isinstance(error, (ValueError, AttributeError))


@pytest.mark.slow
def test_estimators_do_not_import_scikit_learn():
    code = (
        "import sys; from algos.cluster import KMeans; from algos.trees import DecisionTreeClassifier;"
        "from algos.svm import HingeSGDClassifier; KMeans(1).fit([[0.0]]); print('sklearn' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
