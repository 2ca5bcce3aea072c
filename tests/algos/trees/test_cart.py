"""DecisionTreeClassifier: node by node against scikit-learn and a naive tree; weights; life inside scikit-learn."""

import io
import pickle
from itertools import product

import joblib
import numpy as np
import pandas as pd
import polars as pl
import pytest
import sklearn
from hypothesis import given
from hypothesis import strategies as st
from numba import njit
from sklearn.base import clone
from sklearn.ensemble import AdaBoostClassifier, BaggingClassifier
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier as ScikitTree

from algos.trees import DecisionTreeClassifier, _growing, _presorting, _structure
from algos.trees.cart import _share
from tests.algos.estimator_checks import NOT_DERIVED, estimator_checks
from tests.algos.trees.helpers import assert_no_ties, assert_same_tree, count_same_nodes, data
from tests.naive import trees as naive

test_scikit_learn = estimator_checks(DecisionTreeClassifier(), DecisionTreeClassifier(max_leaf_nodes=20))

pytestmark = [pytest.mark.kernels, pytest.mark.filterwarnings(f"ignore:{NOT_DERIVED}:UserWarning")]

LIMITS = [
    {"max_depth": 4},
    {"min_samples_leaf": 50},
    {"min_samples_leaf": 0.03, "min_samples_split": 0.1},
    {"max_leaf_nodes": 12},
    {"min_impurity_decrease": 0.012},
    {"min_weight_fraction_leaf": 0.05},
    {"class_weight": {0: 2.0, 1: 0.5}, "max_depth": 3},
    {"max_leaf_nodes": 15, "min_samples_leaf": 30, "ccp_alpha": 0.002},
]


# -- the tree itself -------------------------------------------------------------------------------


@pytest.mark.parametrize(("criterion", "weighted"), list(product(["gini", "entropy"], [False, True])))
@pytest.mark.parametrize("limit", LIMITS, ids=str)
def test_every_node_is_scikit_learns(criterion, weighted, limit):
    """Few nodes and many samples: no two splits gain the same. Weights are multiples of 1/8, and some are zero."""
    rng = np.random.default_rng(5)
    X, y = data(rng, 2000, 5, 3)
    weight = rng.integers(0, 24, 2000) / 8 if weighted else None

    def fit(random_state):
        return ScikitTree(criterion=criterion, random_state=random_state, **limit).fit(X, y, weight)

    assert_no_ties(fit)
    ours, theirs = DecisionTreeClassifier(criterion=criterion, **limit).fit(X, y, weight), fit(0)
    assert_same_tree(ours.tree_, theirs.tree_)
    np.testing.assert_allclose(ours.feature_importances_, theirs.feature_importances_, atol=1e-12)
    np.testing.assert_array_equal(ours.apply(X), theirs.apply(X))
    assert (ours.get_depth(), ours.get_n_leaves()) == (theirs.get_depth(), theirs.get_n_leaves())


@pytest.mark.parametrize(("criterion", "k", "weighted"), list(product(["gini", "entropy"], [2, 6], [False, True])))
def test_full_trees_are_scikit_learns_but_for_its_random_ties(criterion, k, weighted):
    rng = np.random.default_rng(6)
    X, y = data(rng, 800, 4, k)
    weight = rng.integers(1, 24, 800) / 8 if weighted else None
    ours = DecisionTreeClassifier(criterion=criterion).fit(X, y, weight)
    theirs = ScikitTree(criterion=criterion, random_state=0).fit(X, y, weight)
    assert count_same_nodes(ours.tree_, theirs.tree_) > 50
    np.testing.assert_array_equal(ours.predict(X), y)


def nested(tree, node=0):
    """Return a Tree in the naive tree's form."""
    share = tree.value[node, 0] * tree.weighted_n_node_samples[node]
    found = {"n": tree.n_node_samples[node], "counts": share.tolist(), "impurity": tree.impurity[node]}
    if tree.children_left[node] >= 0:
        found |= {"feature": tree.feature[node], "threshold": tree.threshold[node]}
        found["left"], found["right"] = (nested(tree, side[node]) for side in (tree.children_left, tree.children_right))
    return found


def assert_nested(found, expected):
    assert found.keys() == expected.keys()
    for key, value in expected.items():
        if isinstance(value, dict):
            assert_nested(found[key], value)
        else:
            assert found[key] == pytest.approx(value, abs=1e-9), key


rows = st.integers(1, 3).flatmap(
    lambda d: st.lists(st.tuples(*[st.integers(-2, 2)] * d, st.integers(0, 2)), min_size=1, max_size=14)
)


@pytest.mark.parametrize("criterion", ["gini", "entropy"])
@given(table=rows, depth=st.sampled_from([1, 2, None]), leaf=st.integers(1, 3), weighted=st.booleans())
def test_ties_and_repeats_as_in_the_naive_tree(criterion, table, depth, leaf, weighted):
    """The textbook recursion in exact fractions, on small integers, where ties are the rule."""
    X, y = [row[:-1] for row in table], [row[-1] for row in table]
    weight = [0.5 + (i * 7 % 5) / 4 for i in range(len(y))] if weighted else None
    ours = DecisionTreeClassifier(criterion=criterion, max_depth=depth, min_samples_leaf=leaf).fit(X, y, weight)
    assert_nested(nested(ours.tree_), naive.grow(X, y, criterion, weight, depth, 2 * leaf, leaf))


@given(table=rows)
def test_doubling_a_row_is_doubling_its_weight(table):
    X, y = np.array([row[:-1] for row in table], float), np.array([row[-1] for row in table])
    times = 1 + np.arange(len(y)) % 3
    ours = DecisionTreeClassifier(max_depth=3).fit(X, y, times).tree_
    repeated = DecisionTreeClassifier(max_depth=3).fit(np.repeat(X, times, axis=0), np.repeat(y, times)).tree_
    for name in ("children_left", "feature", "threshold"):
        np.testing.assert_array_equal(getattr(ours, name), getattr(repeated, name))
    np.testing.assert_allclose(ours.value, repeated.value)


def test_row_order_and_scale_do_not_matter(rng):
    X, y = data(rng, 400, 3, 3)
    tree = DecisionTreeClassifier(min_samples_leaf=5).fit(X, y).tree_
    shuffled = rng.permutation(400)
    for other in (
        DecisionTreeClassifier(min_samples_leaf=5).fit(X[shuffled], y[shuffled]).tree_,
        DecisionTreeClassifier(min_samples_leaf=5).fit(X, y, np.full(400, 3.0)).tree_,
        DecisionTreeClassifier(min_samples_leaf=5).fit(X * 2.0**900, y).tree_,
    ):
        np.testing.assert_array_equal(other.feature, tree.feature)
        np.testing.assert_allclose(other.value, tree.value)
    np.testing.assert_array_equal(other.threshold, np.where(tree.feature < 0, -2.0, tree.threshold * 2.0**900))


@pytest.mark.parametrize("unit", [1e-300, 1e-160, 1e160, 1e300])
def test_weights_of_any_magnitude(rng, unit):
    X, y = data(rng, 300, 3, 3)
    weight = rng.integers(1, 9, 300) / 4
    for criterion in ("gini", "entropy"):
        plain = DecisionTreeClassifier(criterion=criterion, max_depth=4).fit(X, y, weight).tree_
        scaled = DecisionTreeClassifier(criterion=criterion, max_depth=4).fit(X, y, weight * unit).tree_
        np.testing.assert_array_equal(scaled.threshold, plain.threshold)
        np.testing.assert_allclose(scaled.weighted_n_node_samples, plain.weighted_n_node_samples * unit)


def test_uneven_weights_lose_nothing_by_cancellation():
    """A class of weight 1e-9 beside one of 1e9 is still split off exactly where it lies."""
    X = np.arange(40.0)[:, None]
    y = np.r_[np.zeros(20, int), np.ones(20, int)]
    weight = np.r_[np.full(20, 1e3), np.full(20, 1e-3)]
    weight[3] *= 1.5
    tree = DecisionTreeClassifier(max_depth=1).fit(X, y, weight).tree_
    assert tree.threshold[0] == 19.5
    assert tree.impurity[1:].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("criterion", ["gini", "entropy"])
def test_rounding_does_not_break_ties(criterion):
    """Two features part the rows alike, in another order within each side: the sums of weights round differently."""
    for seed in range(40):
        rng = np.random.default_rng(seed)
        y = rng.permutation(np.arange(60) % 3)
        X = np.column_stack([(y > 0) + rng.random(60) / 2 for _ in range(2)])
        tree = DecisionTreeClassifier(criterion=criterion, max_depth=1).fit(X, y, rng.random(60)).tree_
        assert tree.feature[0] == 0
        assert 0.5 <= tree.threshold[0] < 1.0


def test_sixty_four_bit_entries_give_the_same_tree(rng, monkeypatch):
    X, y = data(rng, 300, 3, 3)
    expected = DecisionTreeClassifier().fit(X, y).tree_
    presort = _presorting.presort

    def wide(*arguments):
        return presort(*arguments, np.int64)

    monkeypatch.setattr("algos.trees.cart.presort", wide)
    for found, value in zip(DecisionTreeClassifier().fit(X, y).tree_, expected, strict=True):
        np.testing.assert_array_equal(found, value)


def test_growth_in_many_short_steps_is_the_same(rng, monkeypatch):
    """Between two steps Python gets to see Ctrl-C."""
    X, y = data(rng, 300, 3, 3)
    for limit in ({}, {"max_leaf_nodes": 30}):
        expected = DecisionTreeClassifier(**limit).fit(X, y).tree_
        with monkeypatch.context() as patch:
            patch.setattr(_growing, "_BUDGET", 1)
            for found, value in zip(DecisionTreeClassifier(**limit).fit(X, y).tree_, expected, strict=True):
                np.testing.assert_array_equal(found, value)


def test_a_chain_deeper_than_the_kept_lists():
    """Classes in turn along one feature, and one that is constant below the root: depth about n / 2."""
    n = 300
    y = np.arange(n) % 2
    X = np.column_stack([np.arange(n) ** 3.0, np.arange(n) // (n - 1)])
    tree = DecisionTreeClassifier().fit(X, y)
    np.testing.assert_array_equal(tree.predict(X), y)
    weights = np.exp2(np.minimum(np.arange(n), 900) / 8.0)
    assert DecisionTreeClassifier().fit(X, y, weights).get_depth() > _growing._LEVELS


# -- the draws of max_features ---------------------------------------------------------------------


def test_draws_are_fair_and_repeatable():
    d = 5
    seen = np.zeros((d, d))
    for stream in range(2000):
        features = np.arange(d)
        _growing._draw(features, 0, 2, 7, stream)
        assert features[0] < features[1]
        assert sorted(features) == list(range(d))
        seen[features[0], features[1]] += 1
    pairs = seen[np.triu_indices(d, 1)]
    assert ((pairs - 200) ** 2 / 200).sum() < 27.9  # chi-square with 9 degrees of freedom, 0.1 %


def test_max_features(rng):
    X, y = data(rng, 300, 9, 3)
    for value, count in (("sqrt", 3), ("log2", 3), (2, 2), (0.5, 4), (1e-9, 1), (1.0, 9), (None, 9)):
        tree = DecisionTreeClassifier(max_features=value, random_state=3).fit(X, y)
        assert tree.max_features_ == count
        np.testing.assert_array_equal(tree.predict(X), y)
        again = DecisionTreeClassifier(max_features=value, random_state=3).fit(X, y)
        assert pickle.dumps(again) == pickle.dumps(tree)
    generator = DecisionTreeClassifier(max_features=1, random_state=np.random.default_rng(1)).fit(X, y)
    legacy = DecisionTreeClassifier(max_features=1, random_state=np.random.RandomState(1)).fit(X, y)
    assert generator.tree_.node_count > 1
    assert legacy.tree_.node_count > 1


def test_constant_features_are_drawn_past():
    """One useful feature of thirty: it is found in every node, however the draw begins."""
    X = np.zeros((64, 30))
    X[:, 17] = np.arange(64)
    y = np.arange(64) // 4 % 2
    tree = DecisionTreeClassifier(max_features=1, random_state=0).fit(X, y)
    np.testing.assert_array_equal(tree.predict(X), y)
    assert set(tree.tree_.feature.tolist()) == {17, -2}


# -- predictions -----------------------------------------------------------------------------------


def test_predictions_and_paths(rng):
    X, y = data(rng, 500, 4, 3)
    new = rng.normal(size=(203, 4)).astype(np.float32).astype(float)
    names = np.array(["ant", "bee", "cat"])[y]
    ours, theirs = (
        kind(min_samples_leaf=20, random_state=0).fit(X, names) for kind in (DecisionTreeClassifier, ScikitTree)
    )
    for rows in (new, new[:1], new[:9]):
        np.testing.assert_array_equal(ours.predict(rows), theirs.predict(rows))
        np.testing.assert_allclose(ours.predict_proba(rows), theirs.predict_proba(rows))
        np.testing.assert_allclose(np.exp(ours.predict_log_proba(rows)), theirs.predict_proba(rows))
        np.testing.assert_array_equal(ours.apply(rows), theirs.apply(rows))
        assert (ours.decision_path(rows) != theirs.decision_path(rows)).nnz == 0
    assert ours.score(new, ours.predict(new)) == 1.0


def test_a_single_class_is_a_single_leaf():
    tree = DecisionTreeClassifier().fit([[1.0], [2.0]], ["a", "a"])
    assert (tree.get_depth(), tree.get_n_leaves(), tree.tree_.node_count) == (0, 1, 1)
    assert tree.predict([[5.0]]).tolist() == ["a"]
    assert tree.predict_proba([[5.0]]).tolist() == [[1.0]]
    assert tree.feature_importances_.tolist() == [0.0]
    assert tree.decision_path([[5.0]]).toarray().tolist() == [[1]]


def test_constant_features_give_a_leaf():
    tree = DecisionTreeClassifier().fit(np.ones((3, 2)), [0, 1, 1])
    assert tree.tree_.node_count == 1
    assert tree.predict_proba([[0, 0]]).tolist() == [[pytest.approx(1 / 3), pytest.approx(2 / 3)]]


def test_input_is_left_alone_and_kernels_see_one_type(rng):
    X, y = data(rng, 100, 3, 3)
    weight = rng.random(100)
    copies = X.copy(), y.copy(), weight.copy()
    expected = DecisionTreeClassifier(max_depth=3).fit(X, y).predict(X)
    for form in (X.tolist(), X.astype(np.float32), np.asfortranarray(X), np.repeat(X, 2, axis=1)[:, ::2]):
        tree = DecisionTreeClassifier(max_depth=3).fit(form, y.astype(np.int8))
        np.testing.assert_array_equal(tree.predict(form), expected)
    DecisionTreeClassifier(max_depth=3).fit(X, y, weight)
    for before, after in zip(copies, (X, y, weight), strict=True):
        np.testing.assert_array_equal(before, after)
    for kernel in (_structure._leaves, _structure._preorder, _structure._importances):
        assert len(getattr(kernel, "signatures", [])) <= 1


@njit
def _leaf(tree, x):
    node = 0
    while tree.children_left[node] >= 0:
        node = tree.children_left[node] if x[tree.feature[node]] <= tree.threshold[node] else tree.children_right[node]
    return node, tree.value[node, 0].argmax()


def test_compiled_code_can_walk_the_tree(rng):
    X, y = data(rng, 60, 3, 3)
    tree = DecisionTreeClassifier(max_depth=4).fit(X, y)
    for row in X[:5]:
        leaf, code = _leaf(tree.tree_, row)
        assert (leaf, tree.classes_[code]) == (tree.apply([row])[0], tree.predict([row])[0])


# -- arguments -------------------------------------------------------------------------------------


def test_shares():
    assert _share(0.25, "name", 10, 1, whole=False) == 3
    assert _share(np.int64(4), "name", 10, 2, whole=True) == 4
    assert _share(1e-9, "name", 10, 2, whole=True) == 2


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"criterion": "misclassification"}, ValueError),
        ({"max_depth": 0}, ValueError),
        ({"max_depth": 2.0}, TypeError),
        ({"min_samples_split": 1}, ValueError),
        ({"min_samples_split": 1.5}, ValueError),
        ({"min_samples_leaf": 0}, ValueError),
        ({"min_samples_leaf": 1.0}, ValueError),
        ({"min_samples_leaf": np.nan}, ValueError),
        ({"min_weight_fraction_leaf": 0.6}, ValueError),
        ({"max_features": 0}, ValueError),
        ({"max_features": 4}, ValueError),
        ({"max_features": "auto"}, ValueError),
        ({"max_leaf_nodes": 1}, ValueError),
        ({"min_impurity_decrease": -0.1}, ValueError),
        ({"ccp_alpha": -1e-9}, ValueError),
        ({"random_state": -1}, ValueError),
        ({"class_weight": "even"}, ValueError),
        ({"class_weight": [1, 2]}, TypeError),
        ({"class_weight": {0: 0.0, 1: 0.0}}, ValueError),
    ],
    ids=str,
)
def test_bad_arguments_are_named(arguments, error):
    (name,) = arguments
    with pytest.raises(error, match=name):
        DecisionTreeClassifier(**arguments).fit([[0.0, 1, 2], [1, 0, 2]], [0, 1])


def test_unfitted():
    for call in ("predict", "apply", "predict_proba", "decision_path"):
        with pytest.raises(NotFittedError):
            getattr(DecisionTreeClassifier(), call)([[1.0]])
    for call in (DecisionTreeClassifier().get_depth, DecisionTreeClassifier().get_n_leaves):
        with pytest.raises(NotFittedError):
            call()
    assert not hasattr(DecisionTreeClassifier(), "feature_importances_")


def test_a_failed_fit_leaves_it_unfitted():
    tree = DecisionTreeClassifier()
    with pytest.raises(ValueError, match="continuous"):
        tree.fit([[1.0], [2.0]], [0.5, 1.5])
    with pytest.raises(NotFittedError):
        tree.predict([[1.0]])


# -- life inside scikit-learn ----------------------------------------------------------------------


@pytest.mark.slow
def test_pipeline_grid_search_and_ensembles(rng):
    X, y = data(rng, 300, 4, 2)
    pipeline = Pipeline([("scale", StandardScaler()), ("tree", DecisionTreeClassifier())])
    search = GridSearchCV(pipeline, {"tree__max_depth": [1, 4]}, n_jobs=2, cv=3).fit(X, y)
    theirs = GridSearchCV(ScikitTree(random_state=0), {"max_depth": [1, 4]}, cv=3).fit(X, y)
    np.testing.assert_allclose(
        search.cv_results_["mean_test_score"], theirs.cv_results_["mean_test_score"], atol=0.011
    )  # ties apart: one row in a hundred
    np.testing.assert_allclose(
        cross_val_score(DecisionTreeClassifier(max_depth=2), X, y),
        cross_val_score(ScikitTree(max_depth=2, random_state=0), X, y),
    )
    boosted, reference = (
        AdaBoostClassifier(kind(max_depth=1), n_estimators=5).fit(X, y) for kind in (DecisionTreeClassifier, ScikitTree)
    )
    np.testing.assert_array_equal(boosted.predict(X), reference.predict(X))
    bagged = BaggingClassifier(DecisionTreeClassifier(max_depth=4), n_estimators=5, random_state=0).fit(X, y)
    reference = BaggingClassifier(ScikitTree(max_depth=4), n_estimators=5, random_state=0).fit(X, y)
    assert (bagged.predict(X) == reference.predict(X)).mean() > 0.97


def test_metadata_routing(rng):
    X, y = data(rng, 120, 3, 2)
    weight = rng.integers(1, 5, 120).astype(float)
    with sklearn.config_context(enable_metadata_routing=True):
        tree = DecisionTreeClassifier(max_depth=2).set_fit_request(sample_weight=True)
        routed = Pipeline([("scale", StandardScaler().set_fit_request(sample_weight=False)), ("tree", tree)])
        routed.fit(X, y, sample_weight=weight)
    alone = DecisionTreeClassifier(max_depth=2).fit(StandardScaler().fit_transform(X), y, weight)
    np.testing.assert_array_equal(routed["tree"].tree_.value, alone.tree_.value)


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame])
def test_column_names(rng, frame):
    X, y = data(rng, 60, 2, 2)
    table = frame({"height": X[:, 0], "width": X[:, 1]})
    tree = DecisionTreeClassifier(max_depth=2).fit(table, y)
    assert tree.feature_names_in_.tolist() == ["height", "width"]
    np.testing.assert_array_equal(tree.predict(table), DecisionTreeClassifier(max_depth=2).fit(X, y).predict(X))
    with pytest.raises(ValueError, match="same order"):
        tree.predict(table[["width", "height"]])


def test_copies(rng, tmp_path):
    X, y = data(rng, 200, 3, 3)
    tree = DecisionTreeClassifier(max_depth=4, class_weight="balanced").fit(X, y)
    expected = tree.predict_proba(X)
    joblib.dump(tree, tmp_path / "tree.joblib")
    for copy in (pickle.loads(pickle.dumps(tree)), joblib.load(tmp_path / "tree.joblib", mmap_mode="r")):
        np.testing.assert_array_equal(copy.predict_proba(X), expected)
    fresh = clone(tree)
    assert fresh.get_params() == tree.get_params()
    assert repr(fresh) == "DecisionTreeClassifier(max_depth=4, class_weight='balanced')"
    buffer = io.BytesIO()
    joblib.dump(X, buffer)
    buffer.seek(0)
    np.testing.assert_array_equal(tree.predict(joblib.load(buffer)), tree.predict(X))
