"""The best split: naive search, depth-1 trees, ties, extreme values, refusals, compiled callers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import int32, njit
from sklearn.tree import DecisionTreeClassifier as ScikitTree

from algos.trees import DecisionTreeClassifier, _scans, best_split, splitting
from tests.algos.trees.helpers import data
from tests.naive import trees as naive

pytestmark = pytest.mark.kernels

rows = st.integers(1, 3).flatmap(
    lambda d: st.lists(st.tuples(*[st.integers(-3, 3)] * d, st.integers(0, 3)), min_size=1, max_size=12)
)


def assert_is(split, expected):
    if expected is None:
        assert split == (-1, np.inf, 0.0)
    else:
        assert (split.feature, split.threshold) == expected[:2]
        assert split.gain == pytest.approx(float(expected[2]), abs=1e-12)


@pytest.mark.parametrize("criterion", ["gini", "entropy"])
@given(table=rows)
def test_equal_to_exhaustive_search(criterion, table):
    """Small integers: ties, constant columns, single rows and single classes all occur."""
    X, y = [row[:-1] for row in table], [row[-1] for row in table]
    assert_is(best_split(X, y, criterion), naive.best_split(X, y, criterion))


@pytest.mark.parametrize("criterion", ["gini", "entropy", "log_loss"])
@pytest.mark.parametrize("k", [2, 7])
def test_equal_to_a_stump(rng, criterion, k):
    X, y = data(rng, 500, 4, k)
    stump = ScikitTree(max_depth=1, criterion=criterion, random_state=0).fit(X, y).tree_
    split = best_split(X, y, criterion)
    assert (split.feature, split.threshold) == (stump.feature[0], stump.threshold[0])
    left = stump.n_node_samples[1] / 500
    assert split.gain == pytest.approx(stump.impurity[0] - left * stump.impurity[1] - (1 - left) * stump.impurity[2])


def test_the_split_is_on_a_value_not_between_classes():
    assert best_split([[1.0], [2.0], [10.0]], ["a", "a", "b"]) == (0, 6.0, pytest.approx(4 / 9))


def test_exclusive_or_gains_nothing_and_is_split_all_the_same():
    assert best_split([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]) == (0, 0.5, 0.0)


def test_ties_go_to_the_lowest_feature_then_to_the_lowest_threshold():
    """Both features mirror each other; cuts after one and after three of four rows gain the same."""
    assert best_split([[1, 4], [2, 3], [3, 2], [4, 1]], [0, 1, 1, 0])[:2] == (0, 1.5)


def test_the_sides_and_the_classes_can_be_swapped(rng):
    X, y = data(rng, 300, 3, 4)
    split = best_split(X, y, "entropy")
    mirrored = best_split(-X, 3 - y, "entropy")
    assert (mirrored.feature, mirrored.threshold) == (split.feature, -split.threshold)
    assert mirrored.gain == pytest.approx(split.gain, rel=1e-12)


@pytest.mark.parametrize(
    ("low", "high"),
    [
        (-1.7e308, 1.7e308),
        (1e308, 1.7e308),
        (0.0, 5e-324),
        (-5e-324, 0.0),
        (1.0, np.nextafter(1.0, 2.0)),
        (np.nextafter(1.0, 0.0), 1.0),
    ],
)
def test_threshold_separates_neighbours_at_any_magnitude(low, high):
    split = best_split([[low], [high]], [0, 1])
    assert low <= split.threshold < high
    assert split.gain == 0.5


def test_negative_zero_is_zero():
    assert best_split([[0.0], [-0.0]], [0, 1]).feature == -1
    assert best_split([[-0.0], [1.0], [0.0]], [0, 1, 0]) == (0, 0.5, pytest.approx(4 / 9))


def test_any_layout_and_type_with_one_specialisation(rng):
    X, y = data(rng, 60, 3, 3)
    X = np.round(X * 8)
    expected = best_split(X, y)
    wide = np.zeros((60, 6))
    wide[:, ::2] = X
    frozen = X.copy()
    frozen.flags.writeable = False
    for form in (X.tolist(), np.asfortranarray(X), wide[:, ::2], X.astype(np.float32), X.astype(np.int16), frozen):
        assert best_split(form, y) == expected
    assert best_split(X.astype(">f8"), y.astype(np.int8)) == expected
    assert best_split(X, np.array(["a", "b", "c"])[y]) == expected
    DecisionTreeClassifier(max_depth=2).fit(X, y)
    for kernel in (splitting._best_split, _scans._best_cut, _scans._scan_gini):
        seen = [
            data for data, *_ in getattr(kernel, "signatures", []) if not data[0].mutable and data[1].dtype == int32
        ]
        assert len(seen) <= 1


@pytest.mark.parametrize(
    ("X", "y", "criterion", "error", "message"),
    [
        (np.empty((0, 2)), [], "gini", ValueError, "0 sample"),
        ([[1], [2]], [1], "gini", ValueError, "X has 2, y has 1"),
        ([1, 2], [1, 2], "gini", ValueError, "2D"),
        ([[np.nan]], [1], "gini", ValueError, "NaN"),
        ([[1], [2]], [0.5, 1.5], "gini", ValueError, "continuous"),
        ([[1], [2]], ["a", 1], "gini", TypeError, "mixture"),
        ([[1], [2]], [0, 1], "misclassification", ValueError, "'entropy', 'log_loss', 'gini'"),
    ],
)
def test_refusals(X, y, criterion, error, message):
    with pytest.raises(error, match=message):
        best_split(X, y, criterion)


@njit
def _compiled(X, y):
    return best_split(X, y), best_split(X, y, "entropy")


@njit
def _compiled_with(X, y, criterion):
    return best_split(X, y, criterion)


def test_from_compiled_code(rng):
    X, y = data(rng, 80, 3, 3)
    for values, labels in ((X, y), (X[::2], y[::2] - 50), (np.round(X).astype(np.int64), y)):
        for found, criterion in zip(_compiled(values, labels), ("gini", "entropy"), strict=True):
            assert found == pytest.approx(best_split(values, labels, criterion))
    for bad_X, bad_y in ((X, y[1:]), (np.full((2, 1), np.nan), y[:2]), (np.empty((0, 2)), y[:0]), (X[:, :0], y)):
        with pytest.raises(ValueError, match="X"):
            _compiled(bad_X, bad_y)
    with pytest.raises(ValueError, match="y"):
        _compiled_with(X[:2], np.array([0.0, np.nan]), "gini")
    with pytest.raises(ValueError, match="criterion"):
        _compiled_with(X, y, "Gini")


def test_adapter_in_plain_python(rng):
    X, y = data(rng, 30, 2, 3)
    for criterion in ("gini", "entropy"):
        assert best_split.compiled_as(X, y, criterion) == pytest.approx(best_split(X, y, criterion))
    for bad_X, bad_y, criterion in ((X, y[1:], "gini"), (X * np.inf, y, "gini"), (X, y * np.nan, "gini"), (X, y, "x")):
        with pytest.raises(ValueError, match="must"):
            best_split.compiled_as(bad_X, bad_y, criterion)
