"""Gain and gain ratio: worked examples, exact fractions, mutual information, refusals, compiled callers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit
from scipy.stats import entropy as scipy_entropy
from sklearn.metrics import mutual_info_score

from algos._check import UndefinedWarning
from algos.trees import gain as module
from algos.trees import gain_ratio, information_gain
from tests.naive import trees as naive

pytestmark = pytest.mark.kernels

CRITERIA = ["entropy", "gini", "misclassification"]
tables = (
    st.integers(1, 4)
    .flatmap(lambda k: st.lists(st.lists(st.integers(0, 50), min_size=k, max_size=k), min_size=1, max_size=5))
    .filter(lambda rows: any(map(any, rows)))
)


def test_e04_children_are_weighted_by_their_size():
    """H(16, 14) - (2 * 0 + 28 * 1) / 30; the plain average of the children would give 0.4967916."""
    assert information_gain([16, 14], [[2, 0], [14, 14]]) == pytest.approx(0.0634583, abs=5e-8)


def test_e05_a_better_split():
    assert information_gain([16, 14], [[15, 1], [1, 13]]) == pytest.approx(0.6436618, abs=5e-8)


def test_misclassification_can_gain_nothing_where_gini_does():
    """Both children keep the parent's majority, so the number of errors stays 20 of 60; the children are purer."""
    parent, children = [40, 20], [[30, 10], [10, 10]]
    assert information_gain(parent, children, "misclassification") == pytest.approx(0.0, abs=1e-15)
    assert information_gain(parent, children, "gini") == pytest.approx(4 / 9 - (2 / 3 * 3 / 8 + 1 / 3 * 1 / 2))


@given(tables)
def test_equal_to_exact_fractions_and_mutual_information(children):
    parent = np.sum(children, axis=0)
    for criterion in CRITERIA:
        expected = float(naive.gain(parent.tolist(), children, criterion))
        assert information_gain(parent, children, criterion) == pytest.approx(expected, abs=1e-13)
    which = [j for j, row in enumerate(children) for count in row for _ in range(count)]
    label = [k for row in children for k, count in enumerate(row) for _ in range(count)]
    mutual = mutual_info_score(which, label) / np.log(2)
    assert information_gain(parent, children) == pytest.approx(mutual, abs=1e-12)
    sizes = np.sum(children, axis=1)
    if np.count_nonzero(sizes) > 1:
        assert gain_ratio(parent, children) == pytest.approx(mutual / scipy_entropy(sizes, base=2), abs=1e-12)
        assert gain_ratio(parent, children) == pytest.approx(naive.gain_ratio(parent.tolist(), children), abs=1e-13)


@given(tables, st.floats(1e-150, 1e150))
def test_invariants(children, factor):
    parent = np.sum(children, axis=0)
    for criterion in CRITERIA:
        value = information_gain(parent, children, criterion)
        assert 0.0 <= value <= float(naive.IMPURITIES[criterion](parent.tolist())) + 1e-12
        assert information_gain(parent, children[::-1], criterion) == pytest.approx(value, abs=1e-13)
        scaled = information_gain(parent * factor, np.multiply(children, factor), criterion)
        assert scaled == pytest.approx(value, abs=1e-13)


def test_nothing_is_split():
    with pytest.warns(UndefinedWarning, match="one child"):
        assert gain_ratio([3, 1], [[3, 1], [0, 0]]) == 0.0


@pytest.mark.parametrize("unit", [1e307, 5e-324])
def test_huge_and_tiny_counts(unit):
    assert information_gain([2 * unit, 2 * unit], [[2 * unit, 0], [0, 2 * unit]]) == pytest.approx(1.0)
    assert gain_ratio([2 * unit, 2 * unit], [[2 * unit, 0], [0, 2 * unit]]) == pytest.approx(1.0)


def test_any_layout_and_type_with_one_specialisation():
    expected = float(naive.gain([3, 2], [[3, 0], [0, 2]]))
    wide = np.zeros((2, 4), np.int32)
    wide[:, ::2] = [[3, 0], [0, 2]]
    for children in ([[3, 0], [0, 2]], ((3, 0), (0, 2)), wide[:, ::2], np.float32([[3, 0], [0, 2]])):
        assert information_gain((3, 2), children) == pytest.approx(expected)
    readonly = [types for types in getattr(module._information_gain, "signatures", []) if not types[0].mutable]
    assert len(readonly) <= 1


@pytest.mark.parametrize("ours", [information_gain, gain_ratio])
@pytest.mark.parametrize(
    ("parent", "children", "message"),
    [
        ([2, 2], [[1, 2], [1, 1]], "add up to parent"),
        ([2, 2], [[2], [2]], "rows of 2 counts"),
        ([2, 2], np.empty((0, 2)), "rows of 2 counts"),
        ([2, 2], [2, 2], "Expected 2D"),
        ([2, 2], [[3, 2], [-1, 0]], "negative"),
        ([2, 2], [[np.nan, 2], [0, 0]], "NaN"),
        ([0, 0], [[0, 0]], "only zeros"),
    ],
)
def test_refusals(ours, parent, children, message):
    with pytest.raises(ValueError, match=message):
        ours(parent, children)


def test_unknown_criterion():
    with pytest.raises(ValueError, match="'entropy', 'gini', 'misclassification'"):
        information_gain([1], [[1]], "log_loss")


@njit
def _compiled(parent, children):
    return (
        information_gain(parent, children),
        information_gain(parent, children, "gini"),
        information_gain(parent, children, criterion="misclassification"),
        gain_ratio(parent, children),
    )


@njit
def _compiled_with(parent, children, criterion):
    return information_gain(parent, children, criterion)


def test_from_compiled_code():
    parent, children = [5, 2], [[4, 0], [1, 2]]
    expected = [float(naive.gain(parent, children, c)) for c in CRITERIA] + [naive.gain_ratio(parent, children)]
    assert _compiled(np.array(parent), np.array(children)) == pytest.approx(expected)
    for bad in ([[4, 0], [1, 1]], [[4], [1]], [[5, 3], [0, -1]]):
        with pytest.raises(ValueError, match="children must"):
            _compiled(np.array(parent), np.array(bad))
    with pytest.raises(ValueError, match="criterion must be"):
        _compiled_with(np.array(parent), np.array(children), "Gini")


def test_adapters_in_plain_python():
    parent, children = np.array([5, 2]), np.array([[4, 0], [1, 2]])
    for criterion in CRITERIA:
        expected = information_gain(parent, children, criterion)
        assert information_gain.compiled_as(parent, children, criterion) == pytest.approx(expected)
    assert gain_ratio.compiled_as(parent, children) == pytest.approx(gain_ratio(parent, children))
    assert gain_ratio.compiled_as(np.array([2.0, 1]), np.array([[2.0, 1]])) == 0.0
    with pytest.raises(ValueError, match="criterion"):
        information_gain.compiled_as(parent, children, "other")
    for broken in (np.array([[4, 0], [1, 1]]), np.empty((0, 2)), np.array([[np.inf, 0], [1, 2]])):
        for ours in (information_gain, gain_ratio):
            with pytest.raises(ValueError, match="rows of counts"):
                ours.compiled_as(parent, broken)
