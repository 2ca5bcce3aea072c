"""Impurities: worked examples, exact fractions, scipy, bounds, hostile counts, compiled callers."""

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit
from scipy.stats import entropy as scipy_entropy
from sklearn.metrics import zero_one_loss
from sklearn.tree import DecisionTreeClassifier

from algos.trees import entropy_impurity, gini_impurity, misclassification
from algos.trees import impurity as module
from tests.naive import trees as naive

pytestmark = pytest.mark.kernels

TWINS = [(entropy_impurity, naive.entropy), (gini_impurity, naive.gini), (misclassification, naive.misclassification)]
KERNELS = [module._entropy_impurity, module._gini_impurity, module._misclassification]
counts_of = st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any)


def test_gini_is_sklearns_root_impurity():
    for counts in ([16, 14], [1, 2, 3]):
        y = np.repeat(np.arange(len(counts)), counts)
        root = DecisionTreeClassifier(max_depth=1).fit(y[:, None], y).tree_.impurity[0]
        assert gini_impurity(counts) == pytest.approx(root, rel=1e-15)
        assert misclassification(counts) == pytest.approx(zero_one_loss(y, np.full(y.shape, np.argmax(counts))))


def test_e02_sixteen_green_fourteen_pink():
    """p = 16/30, 14/30: H = 0.9967916 bits; G = 1 - (256 + 196)/900 = 448/900."""
    assert entropy_impurity([16, 14]) == pytest.approx(0.9967916, abs=5e-8)
    assert entropy_impurity([16, 14]) * np.log(2) == pytest.approx(0.6909233, abs=5e-8)
    assert gini_impurity([16, 14]) == pytest.approx(448 / 900, rel=1e-15)


def test_e03_two_green_one_pink():
    assert entropy_impurity([2, 1]) == pytest.approx(0.9182958, abs=5e-8)
    assert gini_impurity([2, 1]) == pytest.approx(4 / 9, rel=1e-15)


@given(counts_of)
def test_equal_to_exact_fractions(counts):
    for ours, twin in TWINS:
        assert ours(counts) == pytest.approx(float(twin(counts)), rel=1e-13, abs=1e-15)
    assert entropy_impurity(counts) == pytest.approx(scipy_entropy(counts, base=2), rel=1e-13, abs=1e-15)


@pytest.mark.parametrize("k", [63, 64, 150])
def test_many_classes_equal_exact_fractions(k, rng):
    counts = rng.integers(0, 50, k)
    counts[:3] = 0
    for ours, twin in TWINS:
        for unit in (1.0, 1e305, 1e-305):
            assert ours(counts * unit) == pytest.approx(float(twin(counts.tolist())), rel=2e-15)


@pytest.mark.parametrize("ours", [ours for ours, _ in TWINS])
def test_a_pure_node_of_many_classes_has_no_impurity(ours):
    for count in (1.0, 49.0, 98.0, 103.0):  # times its own reciprocal, 49 is not 1
        assert ours(np.r_[np.zeros(99), count]) == ours(np.r_[count, np.zeros(63)]) == 0.0


@given(counts_of, st.floats(1e-200, 1e200))
def test_bounds_scale_and_order(counts, factor):
    k = len(counts)
    for ours, most in ((entropy_impurity, np.log2(k)), (gini_impurity, 1 - 1 / k), (misclassification, 1 - 1 / k)):
        value = ours(counts)
        assert -1e-15 <= value <= most + 1e-12
        assert ours(counts[::-1]) == pytest.approx(value, abs=1e-14)
        assert ours([*counts, 0]) == value
        assert ours(np.multiply(counts, factor)) == pytest.approx(value, abs=1e-14)
    assert ours([7] * k) == pytest.approx(1 - 1 / k)


@pytest.mark.parametrize(("ours", "twin"), TWINS)
def test_huge_and_tiny_counts(ours, twin):
    expected = float(twin([1, 1, 2]))
    for unit in (8e307, 1e300, 1e-300, 5e-324):
        assert ours([unit, unit, 2 * unit]) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(("ours", "twin"), TWINS)
def test_any_layout_and_type_with_one_specialisation(ours, twin):
    expected = float(twin([3, 1, 2]))
    frozen = np.array([3.0, 1.0, 2.0])
    frozen.flags.writeable = False
    forms = [
        (3, 1, 2),
        [3, 1, 2],
        np.array([3, 9, 1, 9, 2, 9])[::2],
        np.float32([3, 1, 2]),
        np.uint8([3, 1, 2]),
        frozen,
    ]
    for counts in [*forms, np.array([3, 1, 2], dtype=">f8"), np.array([3, 1, 2], dtype=object)]:
        assert ours(counts) == pytest.approx(expected, rel=1e-15)
    kernel = KERNELS[[ours for ours, _ in TWINS].index(ours)]
    readonly = [types for types in getattr(kernel, "signatures", []) if not types[0].mutable]
    assert len(readonly) <= 1


@pytest.mark.parametrize("ours", [ours for ours, _ in TWINS])
@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ([], "at least 1 value"),
        ([0, 0], "only zeros"),
        ([1, -1], "negative"),
        ([1, np.nan], "NaN"),
        ([1, np.inf], "infinity"),
        ([[1, 2]], "1 dimension"),
    ],
)
def test_refusals(ours, counts, message):
    with pytest.raises(ValueError, match=message):
        ours(counts)


@njit
def _all_three(counts):
    return entropy_impurity(counts), gini_impurity(counts), misclassification(counts)


def test_from_compiled_code():
    expected = tuple(float(twin([3, 1, 2])) for _, twin in TWINS)
    assert _all_three(np.array([3, 1, 2])) == pytest.approx(expected)
    assert _all_three(np.array([3.0, 0, 1, 0, 2, 0])[::2]) == pytest.approx(expected)
    for hostile in ([], [0.0], [1.0, -1.0], [1.0, np.nan], [np.inf]):
        with pytest.raises(ValueError, match="must"):
            _all_three(np.array(hostile))


@pytest.mark.parametrize(("ours", "twin"), TWINS)
def test_adapter_in_plain_python(ours, twin):
    assert ours.compiled_as(np.array([3, 1, 2])) == pytest.approx(float(twin([3, 1, 2])))
    for hostile in (np.zeros(2), np.array([1.0, -1.0]), np.array([np.nan])):
        with pytest.raises(ValueError, match="positive sum"):
            ours.compiled_as(hostile)


@pytest.mark.parametrize("ours", [ours for ours, _ in TWINS])
def test_small_call_is_cheap(ours):
    counts = np.arange(20.0)
    ours(counts)
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    ours(counts)
    sys.setprofile(None)
    assert calls < 60
