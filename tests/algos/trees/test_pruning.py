"""Cost-complexity pruning of scikit-learn's own trees, at every alpha of its path and between."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.tree import DecisionTreeClassifier as ScikitTree

from algos.trees import DecisionTreeClassifier
from algos.trees._pruning import prune
from algos.trees._structure import Tree
from tests.algos.trees.helpers import assert_same_tree, data

pytestmark = pytest.mark.kernels


def as_ours(tree):
    """Return scikit-learn's tree as one of ours, so that ties in growing play no part."""
    return Tree(*(np.array(getattr(tree, name)) for name in Tree._fields[:8]), tree.n_features, tree.max_depth)


@pytest.mark.parametrize("criterion", ["gini", "entropy"])
@pytest.mark.parametrize("leaves", [None, 40])
def test_equal_to_scikit_learn_along_its_path(criterion, leaves):
    rng = np.random.default_rng(8)
    X, y = data(rng, 250, 4, 3)
    weight = rng.integers(1, 9, 250) / 4
    settings = {"criterion": criterion, "max_leaf_nodes": leaves, "random_state": 0}
    full = ScikitTree(**settings).fit(X, y, weight)
    ours = as_ours(full.tree_)
    alphas = np.maximum(full.cost_complexity_pruning_path(X, y, weight).ccp_alphas, 0.0)
    assert len(alphas) > 10
    for alpha in [*alphas[1:], *(alphas[1:] + alphas[:-1]) / 2, alphas[-1] * 2]:
        assert_same_tree(prune(ours, alpha), ScikitTree(ccp_alpha=alpha, **settings).fit(X, y, weight).tree_)


def cost(tree, node, alpha):
    """Return the least cost of a subtree below `node`, by trying everything."""
    leaf = tree.impurity[node] * tree.weighted_n_node_samples[node] / tree.weighted_n_node_samples[0] + alpha
    if tree.children_left[node] < 0:
        return leaf
    return min(leaf, cost(tree, tree.children_left[node], alpha) + cost(tree, tree.children_right[node], alpha))


@given(seed=st.integers(0, 10**6), alpha=st.floats(0.0, 0.2))
def test_the_cost_is_least_and_no_larger_tree_remains(seed, alpha):
    rng = np.random.default_rng(seed)
    full = DecisionTreeClassifier().fit(rng.integers(0, 5, (30, 2)), rng.integers(0, 3, 30)).tree_
    pruned = prune(full, alpha)
    leaves = pruned.children_left < 0
    share = pruned.weighted_n_node_samples / pruned.weighted_n_node_samples[0]
    total = (pruned.impurity * share)[leaves].sum() + alpha * leaves.sum()
    assert total == pytest.approx(cost(full, 0, alpha), abs=1e-9)
    assert leaves.sum() == pruned.n_leaves
    assert prune(pruned, alpha).node_count == pruned.node_count


def test_a_large_alpha_leaves_the_root():
    tree = DecisionTreeClassifier(ccp_alpha=1.0).fit([[1], [2], [3]], [0, 1, 0])
    assert tree.tree_.node_count == 1
    assert (tree.tree_.feature[0], tree.tree_.threshold[0], tree.get_depth()) == (-2, -2.0, 0)
