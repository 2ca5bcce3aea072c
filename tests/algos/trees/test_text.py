"""Trees as text, against scikit-learn's."""

import numpy as np
import pandas as pd
import pytest
from sklearn.exceptions import NotFittedError
from sklearn.tree import DecisionTreeClassifier as ScikitTree
from sklearn.tree import export_text as scikit_text

from algos.trees import DecisionTreeClassifier, export_text
from tests.algos.trees.helpers import data

OPTIONS = [
    {},
    {"decimals": 4, "spacing": 1},
    {"show_weights": True},
    {"max_depth": 1},
    {"max_depth": 0, "show_weights": True},
    {"feature_names": ["a", "b", "c"], "class_names": ["x", "y", "z"]},
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_equal_to_scikit_learns(options):
    rng = np.random.default_rng(9)
    X, y = data(rng, 400, 3, 3)
    weight = rng.integers(1, 9, 400) / 4
    ours, theirs = (
        kind(min_samples_leaf=20, random_state=0).fit(X, y, weight) for kind in (DecisionTreeClassifier, ScikitTree)
    )
    assert export_text(ours, **options) == scikit_text(theirs, **options)


def test_names_seen_in_fit_and_a_single_leaf():
    tree = DecisionTreeClassifier().fit(pd.DataFrame({"height": [1, 2]}), ["low", "high"])
    assert export_text(tree) == "|--- height <= 1.50\n|   |--- class: low\n|--- height >  1.50\n|   |--- class: high\n"
    assert export_text(DecisionTreeClassifier().fit([[1], [2]], ["a", "a"])) == "|--- class: a\n"


def test_refusals():
    tree = DecisionTreeClassifier().fit([[1], [2]], [0, 1])
    for options in ({"feature_names": ["a", "b"]}, {"class_names": "ab"}, {"spacing": 0}, {"decimals": -1}):
        with pytest.raises(ValueError, match=next(iter(options))):
            export_text(tree, **options)
    with pytest.raises(TypeError, match="show_weights"):
        export_text(tree, show_weights=1)
    with pytest.raises(NotFittedError):
        export_text(DecisionTreeClassifier())
