"""Precision-recall curve and average precision by definition and by scikit-learn."""

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos._check import UndefinedWarning
from algos.metrics import _thresholds, average_precision_score, precision_recall_curve
from tests.naive import classification as naive

pytestmark = pytest.mark.kernels

BINARY = st.lists(st.tuples(st.integers(0, 1), st.integers(-4, 4), st.integers(0, 3)), max_size=40).map(
    lambda rows: [[*c] for c in zip(*[(0, 0, 1), (1, 1, 1), *rows], strict=True)]
)


def inside(y, s, **keywords):
    return average_precision_score.compiled_as(y, s, **keywords)(y, s, **keywords)


def assert_curves_equal(found, expected):
    assert len(found) == len(expected) == 3
    for part, value in zip(found, expected, strict=True):
        np.testing.assert_allclose(part, value, rtol=1e-13)


@given(BINARY, st.booleans(), st.booleans())
def test_by_definition_and_by_scikit_learn(data, drop, weighted):
    y, s, weight = data
    w = weight if weighted else None
    expected = sklearn.metrics.precision_recall_curve(y, s, sample_weight=w, drop_intermediate=drop)
    found = precision_recall_curve(y, s, sample_weight=w, drop_intermediate=drop)
    assert_curves_equal(found, expected)
    arrays = np.array(y), np.array(s)
    w = None if w is None else np.array(w)
    assert_curves_equal(precision_recall_curve.compiled_as(*arrays, None, w, drop), expected)
    area = sklearn.metrics.average_precision_score(y, s, sample_weight=w)
    assert average_precision_score(y, s, sample_weight=w) == pytest.approx(area, rel=1e-12)
    assert inside(*arrays, sample_weight=w) == pytest.approx(area, rel=1e-12)
    if not weighted:
        assert area == pytest.approx(naive.average_precision(y, s), rel=1e-12)
        if not drop:
            points = naive.precision_recall_points(y, s)
            assert_curves_equal([part[: len(points)] for part in found], np.transpose(points))


@given(BINARY, st.randoms(use_true_random=False))
def test_what_leaves_average_precision_as_it_is(data, random):
    y, s, _ = data
    area = average_precision_score(y, s)
    assert average_precision_score(y, np.exp(s)) == area
    order = [*range(len(y))]
    random.shuffle(order)
    assert average_precision_score(np.array(y)[order], np.array(s)[order]) == area
    assert average_precision_score(y, np.zeros(len(y))) == pytest.approx(sum(y) / len(y))
    assert average_precision_score(y, y) == 1.0


@pytest.mark.parametrize("average", ["macro", "weighted", "micro", None])
@pytest.mark.parametrize("weighted", [False, True])
def test_several_classes_by_scikit_learn(average, weighted, rng):
    y, s = np.r_[0, 1, 2, rng.integers(0, 3, 60)], rng.random((63, 3)).round(1)
    keywords = {"average": average, "sample_weight": rng.random(63) if weighted else None}
    expected = sklearn.metrics.average_precision_score(y, s, **keywords)
    np.testing.assert_allclose(average_precision_score(y, s, **keywords), expected, rtol=1e-12)
    named = average_precision_score(np.array(["a", "b", "c"])[y], s, **keywords)
    np.testing.assert_allclose(named, expected, rtol=1e-12)


def test_which_class_is_positive(rng):
    s = rng.random(12)
    y = np.array(["a", "b"] * 6)
    expected = sklearn.metrics.average_precision_score(y, s, pos_label="a")
    assert average_precision_score(y, s, pos_label="a") == pytest.approx(expected, rel=1e-13)
    assert average_precision_score(y, s[:, None], pos_label="a") == pytest.approx(expected, rel=1e-13)
    several = np.array([0, 1, 2] * 4)
    expected = sklearn.metrics.precision_recall_curve(several, s, pos_label=2)
    assert_curves_equal(precision_recall_curve(several, s, pos_label=2), expected)
    assert_curves_equal(precision_recall_curve.compiled_as(several, s, 2), expected)
    signed = np.array([-1, 1] * 6)
    expected = sklearn.metrics.precision_recall_curve(signed, s)
    assert_curves_equal(precision_recall_curve(signed, s), expected)
    with pytest.raises(ValueError, match="pos_label is not specified"):
        precision_recall_curve(["a", "b"], [1, 2])


@pytest.mark.filterwarnings("ignore:No positive class found")
def test_without_positives():
    with pytest.warns(UndefinedWarning, match="No positive samples in y_true: recall is set to one") as caught:
        found = precision_recall_curve([0, 0], [1, 2])
    assert len(caught) == 1
    assert_curves_equal(found, sklearn.metrics.precision_recall_curve([0, 0], [1, 2]))
    assert_curves_equal(precision_recall_curve.compiled_as(np.zeros(2), np.array([1, 2])), found)
    with pytest.warns(UndefinedWarning, match="No positive samples"):  # a class that does not occur is no error here
        found = precision_recall_curve([0, 1], [1, 2], pos_label=7)
    assert_curves_equal(found, sklearn.metrics.precision_recall_curve([0, 1], [1, 2], pos_label=7))
    with pytest.warns(UndefinedWarning, match="average precision is set to zero") as caught:
        assert average_precision_score([0, 0], [1, 2]) == 0.0
    assert len(caught) == 1
    assert inside(np.zeros(2), np.array([1, 2])) == 0.0
    with pytest.warns(UndefinedWarning, match="of a label or sample without any"):
        average_precision_score([0, 1, 2], np.eye(3), sample_weight=[0, 1, 1])
    assert average_precision_score([1, 1], [1, 2]) == 1.0


@pytest.mark.parametrize(
    ("y", "s", "keywords", "match"),
    [
        ([], [], {}, "at least"),
        ([0, 1], [1.0], {}, "y_true has 2, y_score has 1"),
        ([0, 1], [np.nan, 1.0], {}, "y_score contains NaN"),
        ([0, 0.5], [1, 2], {}, "Unknown label type"),
        ([0, 1], [1, 2], {"sample_weight": [1, -1]}, "must not be negative"),
    ],
)
def test_refusals(y, s, keywords, match):
    for function in (precision_recall_curve, average_precision_score):
        with pytest.raises(ValueError, match=match):
            function(y, s, **keywords)


@pytest.mark.parametrize(
    ("y", "shape", "keywords", "match"),
    [
        ([0, 1], (2, 2), {}, "a vector for two classes"),
        ([0, 1], (2, 1, 1), {}, "a vector or a matrix"),
        ([0, 1], (2,), {"pos_label": 2}, "pos_label=2 is not a valid label"),
        ([0, 1], (2,), {"average": "all"}, "average must be one of"),
        ([0, 1], (2,), {"pos_label": None}, "pos_label=None is not a valid label"),
        ([1, 1], (2,), {"pos_label": None}, "pos_label=None is not a valid label"),
        ([0, 1, 2], (3, 2), {}, r"expected shape \(3, 3\), got \(3, 2\)"),
        ([0, 1, 2], (3,), {}, "one column for each class"),
        ([0, 1, 2], (3, 3), {"pos_label": 0}, "pos_label must be left out"),
    ],
)
def test_refusals_of_average_precision(y, shape, keywords, match):
    with pytest.raises(ValueError, match=match):
        average_precision_score(y, np.zeros(shape), **keywords)


@pytest.mark.parametrize(
    ("y", "s", "pos_label", "match"),
    [
        ([], [], 1, "at least one"),
        ([0.5, 1], [1, 2], 1, "whole numbers"),
        ([0, 1], [np.inf, 1], 1, "finite"),
        ([0, 1], [1, 2], None, "pos_label"),
        ([0, 2], [1, 2], 1, "pos_label is not a valid label"),
        ([0, 1, 1], [1, 2, 3], 7, "pos_label is not a valid label"),
        ([0, 1, 0, 2], [1, 2, 3, 4], 1, "two classes"),
        ([0, 1], [[1], [2]], 1, "both vectors, or both matrices"),
    ],
)
def test_compiled_refusals(y, s, pos_label, match):
    with pytest.raises(ValueError, match=match):
        inside(np.array(y, float), np.array(s, float), pos_label=pos_label)


@pytest.mark.parametrize("y", [[0, 0], [1, 1], [0, 1], [3, 5], [-1, 1], [1, 0, 2]])
@pytest.mark.parametrize("pos_label", [0, 1, 3, 7, None])
@pytest.mark.filterwarnings("ignore:No positive samples")
def test_positive_labels_mean_the_same_in_compiled_code(y, pos_label):
    y, s = np.array(y), np.arange(len(y), dtype=float)
    try:
        expected = average_precision_score(y, s, pos_label=pos_label)
    except ValueError:
        with pytest.raises(ValueError, match=r"pos_label|two classes"):
            inside(y, s, pos_label=pos_label)
    else:
        assert inside(y, s, pos_label=pos_label) == expected


def test_from_compiled_code():
    @njit
    def mine(y, s, w):
        curve = precision_recall_curve(y, s, sample_weight=w)
        return curve, precision_recall_curve(y, s, pos_label=0, drop_intermediate=True), average_precision_score(y, s)

    y, s, w = np.array([0, 1, 0, 1, 1]), np.array([1, 2, 3, 3, 0]), np.array([1, 2, 1, 1, 1])
    weighted, dropped, area = mine(y, s, w)
    assert_curves_equal(weighted, sklearn.metrics.precision_recall_curve(y, s, sample_weight=w))
    expected = sklearn.metrics.precision_recall_curve(y, s, pos_label=0, drop_intermediate=True)
    assert_curves_equal(dropped, expected)
    assert area == pytest.approx(naive.average_precision(y.tolist(), s.tolist()))


def test_one_specialisation_and_few_calls(count_calls, rng):
    y, s = np.array([0, 1] * 10), rng.random(20)
    precision_recall_curve(y, s)
    precision_recall_curve(y, s, sample_weight=s)
    average_precision_score(y, s)
    kernels = [_thresholds._merge, _thresholds._precision_recall, _thresholds._average_precision]
    before = [len(kernel.signatures) for kernel in kernels]
    precision_recall_curve(y.astype(np.int8), s.astype(np.float32), drop_intermediate=True)
    average_precision_score(y[::-1] > 0, s[::-1].tolist())
    average_precision_score(np.arange(20) % 3, rng.random((20, 3)))
    assert [len(kernel.signatures) for kernel in kernels] == before
    assert count_calls(precision_recall_curve, y.tolist(), s.tolist()) < 60
    assert count_calls(average_precision_score, y.tolist(), s.tolist()) < 60
