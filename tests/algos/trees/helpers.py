"""Hold a tree of ours against scikit-learn's, node by node."""

import numpy as np
import pytest

FIELDS = ("children_left", "children_right", "feature", "threshold", "n_node_samples")


def gain(tree, node):
    """Return what the split of a node removes of its impurity."""
    sides = [tree.children_left[node], tree.children_right[node]]
    after = sum(tree.weighted_n_node_samples[side] * tree.impurity[side] for side in sides)
    return tree.impurity[node] - after / tree.weighted_n_node_samples[node]


def assert_same_node(ours, theirs, i, j):
    assert ours.n_node_samples[i] == theirs.n_node_samples[j]
    assert ours.weighted_n_node_samples[i] == pytest.approx(theirs.weighted_n_node_samples[j])
    assert ours.impurity[i] == pytest.approx(theirs.impurity[j], abs=1e-12)
    np.testing.assert_allclose(ours.value[i], theirs.value[j], atol=1e-12)


def assert_same_tree(ours, theirs):
    """Every array equal: for data on which no two splits gain the same."""
    for field in FIELDS:
        np.testing.assert_array_equal(getattr(ours, field), getattr(theirs, field), err_msg=field)
    for field in ("impurity", "weighted_n_node_samples", "value"):
        np.testing.assert_allclose(getattr(ours, field), getattr(theirs, field), rtol=1e-10, atol=1e-12, err_msg=field)
    for name in ("node_count", "n_leaves", "max_depth", "n_features", "max_n_classes"):
        assert getattr(ours, name) == getattr(theirs, name)


def count_same_nodes(ours, theirs):
    """Walk both trees; where the splits differ they must gain the same, since scikit-learn breaks ties at random.

    Return how many nodes were compared, so that a test can ask for more than the root.
    """
    stack, compared = [(0, 0)], 0
    while stack:
        i, j = stack.pop()
        assert_same_node(ours, theirs, i, j)
        compared += 1
        if ours.impurity[i] < 1e-12:
            continue  # pure; scikit-learn may split it on for a rounding error
        assert (ours.children_left[i] < 0) == (theirs.children_left[j] < 0)
        if ours.children_left[i] < 0:
            continue
        if (ours.feature[i], ours.threshold[i]) == (theirs.feature[j], theirs.threshold[j]):
            stack.append((ours.children_left[i], theirs.children_left[j]))
            stack.append((ours.children_right[i], theirs.children_right[j]))
        else:
            assert gain(ours, i) == pytest.approx(gain(theirs, j), abs=2e-12)
    return compared


def assert_no_ties(fit):
    """Scikit-learn tries features in random order; where two splits gain the same its trees would differ."""
    first, *others = [fit(random_state).tree_ for random_state in range(4)]
    for other in others:
        np.testing.assert_array_equal(other.feature, first.feature)


def data(rng, n, d, k):
    """Return continuous features that float32 represents, and classes that depend, loosely, on the first three."""
    X = rng.normal(size=(n, d)).astype(np.float32).astype(np.float64)
    signal = X[:, 0] + X[:, 1 % d] * X[:, 2 % d] + 1.5 * rng.normal(size=n)
    return X, np.clip(np.floor(signal * k / 4 + k / 2), 0, k - 1).astype(np.int64)
