"""ROC curve and area under a curve against the definition and scikit-learn."""

import numpy as np
import pytest
import scipy.integrate
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos._check import UndefinedWarning
from algos.metrics import auc, curve, roc_curve
from tests.naive import metrics as naive

pytestmark = pytest.mark.kernels

BINARY = st.lists(st.tuples(st.integers(0, 1), st.integers(-9, 9)), max_size=40).map(
    lambda pairs: list(zip(*[(0, 0), (1, 1), *pairs], strict=True))
)


def assert_curves_equal(found, expected):
    assert len(found) == len(expected) == 3
    for part, value in zip(found, expected, strict=True):
        np.testing.assert_allclose(part, value, rtol=1e-14)


@given(BINARY, st.booleans())
def test_by_definition_and_by_scikit_learn(data, drop):
    y, s = data
    expected = sklearn.metrics.roc_curve(y, s, drop_intermediate=drop)
    found = roc_curve(y, s, drop_intermediate=drop)
    assert_curves_equal(found, expected)
    assert_curves_equal(roc_curve.compiled_as(np.array(y), np.array(s), drop_intermediate=drop), expected)
    if not drop:
        np.testing.assert_allclose(np.transpose(found[:2]), naive.roc_points(y, s), rtol=1e-14)


@given(BINARY, st.lists(st.integers(0, 3), min_size=42, max_size=42), st.booleans())
def test_weights_are_repetitions(data, weights, drop):
    y, s = map(np.array, data)
    weight = np.r_[1, 1, weights[2:]][: len(y)]
    found = roc_curve(y, s, sample_weight=weight, drop_intermediate=drop)
    assert_curves_equal(found, roc_curve(np.repeat(y, weight), np.repeat(s, weight), drop_intermediate=drop))
    assert_curves_equal(found, sklearn.metrics.roc_curve(y, s, sample_weight=weight, drop_intermediate=drop))
    assert_curves_equal(found, roc_curve.compiled_as(y, s, sample_weight=weight, drop_intermediate=drop))


@given(BINARY)
def test_the_curve_rises_from_corner_to_corner(data):
    fpr, tpr, thresholds = roc_curve(*data)
    assert (fpr[0], tpr[0], thresholds[0]) == (0.0, 0.0, np.inf)
    assert (fpr[-1], tpr[-1]) == (1.0, 1.0)
    assert (np.diff(fpr) >= 0).all()
    assert (np.diff(tpr) >= 0).all()
    assert (np.diff(thresholds) < 0).all()
    assert auc(fpr, tpr) == pytest.approx(naive.auc_by_definition(*data), abs=1e-14)


def test_which_class_is_positive(rng):
    s = rng.random(12)
    y = np.array(["a", "b", "c"] * 4)
    assert_curves_equal(roc_curve(y, s, pos_label="b"), sklearn.metrics.roc_curve(y, s, pos_label="b"))
    assert_curves_equal(roc_curve([-1, 1] * 6, s), sklearn.metrics.roc_curve([-1, 1] * 6, s))
    assert_curves_equal(roc_curve([True, False] * 6, s), sklearn.metrics.roc_curve([True, False] * 6, s))
    codes = np.arange(12) % 3
    assert_curves_equal(roc_curve.compiled_as(codes, s, 1), sklearn.metrics.roc_curve(codes, s, pos_label=1))
    with pytest.raises(ValueError, match=r"y_true takes value in \['a', 'b'\] and pos_label is not specified"):
        roc_curve(["a", "b"], [1, 2])
    with pytest.raises(ValueError, match=r"multiclass .* without pos_label"):
        roc_curve([0, 1, 2], [1, 2, 3])


@pytest.mark.parametrize(("y", "nan", "what"), [([0, 0], "tpr", "positive"), ([1, 1], "fpr", "negative")])
def test_a_missing_class_leaves_its_rate_undefined(y, nan, what):
    with pytest.warns(UndefinedWarning, match=f"No {what} samples in y_true") as caught:
        found = roc_curve(y, [1, 2])
    assert len(caught) == 1
    for name in ("fpr", "tpr"):
        assert np.isnan(getattr(found, name)).all() == (name == nan)
    inside = roc_curve.compiled_as(np.array(y), np.array([1.0, 2.0]))
    assert np.isnan(getattr(inside, nan)).all()


@pytest.mark.parametrize(
    ("y", "s", "keywords", "match"),
    [
        ([], [], {}, "at least 1 value"),
        ([0, 1], [1.0], {}, "y_true has 2, y_score has 1"),
        ([0, 1], [np.nan, 1.0], {}, "y_score contains NaN"),
        ([0, 1], [np.inf, 1.0], {}, "y_score contains infinity"),
        ([0, 0.5], [1, 2], {}, "Unknown label type"),
        ([0, 1], [1, 2], {"sample_weight": [1, -1]}, "must not be negative"),
    ],
)
def test_refusals(y, s, keywords, match):
    with pytest.raises(ValueError, match=match):
        roc_curve(y, s, **keywords)


@pytest.mark.parametrize(
    ("y", "s", "keywords", "match"),
    [
        ([], [], {}, "at least one"),
        ([0.5, 1], [1, 2], {}, "whole numbers"),
        ([0, 1], [1], {}, "as many as"),
        ([0, 1], [np.inf, 1], {}, "finite"),
        ([0, 2], [1, 2], {}, "pos_label"),
        ([0, 1], [1, 2], {"sample_weight": np.array([0.0, 0.0])}, "sample_weight"),
    ],
)
def test_compiled_refusals(y, s, keywords, match):
    with pytest.raises(ValueError, match=match):
        roc_curve.compiled_as(np.array(y, dtype=float), np.array(s, dtype=float), **keywords)


# -- area under a curve ----------------------------------------------------------------------------

POINTS = st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=2, max_size=20)


@given(POINTS, st.booleans())
def test_area_by_scipy_and_scikit_learn(points, falling):
    x, y = np.array(sorted(points, reverse=falling)).T
    expected = scipy.integrate.trapezoid(y, x) * (-1 if falling else 1)
    assert auc(x, y) == pytest.approx(expected, abs=1e-9)
    assert auc(x, y) == pytest.approx(sklearn.metrics.auc(x, y), abs=1e-9)
    assert auc.compiled_as(x, y) == auc(x, y)


def test_area_by_hand():
    assert auc([0, 1], [1, 1]) == 1.0
    assert auc([3, 1], [2, 2]) == 4.0
    assert auc([0, 0, 1], [0, 5, 5]) == 5.0
    assert auc([1, 1], [0, 9]) == 0.0


def test_area_refusals():
    with pytest.raises(ValueError, match="x is neither increasing nor decreasing"):
        auc([0, 2, 1], [1, 1, 1])
    with pytest.raises(ValueError, match="At least 2 points"):
        auc([0], [1])
    with pytest.raises(ValueError, match="x has 2, y has 3"):
        auc([0, 1], [1, 1, 1])
    with pytest.raises(ValueError, match="NaN"):
        auc([0, np.nan], [1, 1])
    with pytest.raises(ValueError, match="neither increasing nor decreasing"):
        auc.compiled_as(np.array([0, 2, 1]), np.ones(3))
    with pytest.raises(ValueError, match="same length"):
        auc.compiled_as(np.zeros(2), np.ones(3))


def test_from_compiled_code():
    @njit
    def mine(y, s, w):
        points = roc_curve(y, s, sample_weight=w)
        plain = roc_curve(y, s, pos_label=0, drop_intermediate=False)
        return points, auc(points.fpr, points.tpr), plain

    y, s, w = np.array([0, 1, 0, 1, 1]), np.array([1, 2, 3, 3, 0]), np.array([1, 2, 1, 1, 1])
    points, area, plain = mine(y, s, w)
    assert_curves_equal(points, sklearn.metrics.roc_curve(y, s, sample_weight=w))
    assert area == pytest.approx(sklearn.metrics.roc_auc_score(y, s, sample_weight=w))
    assert_curves_equal(plain, sklearn.metrics.roc_curve(y, s, pos_label=0, drop_intermediate=False))


def test_one_specialisation_and_few_calls(count_calls):
    kernels = [curve._curve, curve._direction, curve._trapezoids]
    auc(*roc_curve([0, 1], [1.0, 2.0])[:2])
    before = [len(kernel.signatures) for kernel in kernels]
    auc(*roc_curve(np.array([0, 1, 1], np.int8), np.arange(6, dtype=np.float32)[::2], drop_intermediate=False)[:2])
    auc([0, 1], np.arange(4)[::2])
    assert [len(kernel.signatures) for kernel in kernels] == before
    y, s = [0, 1] * 10, [*range(20)]
    assert count_calls(roc_curve, y, s) < 50
    assert count_calls(auc, s, s) < 25
