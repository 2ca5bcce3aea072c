"""ROC AUC: the four ways agree with each other, with the definition and with scikit-learn."""

from fractions import Fraction

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos._check import UndefinedWarning
from algos.metrics import _binary_area, auc, rankdata, roc_auc_score, roc_curve
from algos.metrics._binary_area import (
    _split,
    _weighted_area,
    _wins_by_merging,
    _wins_by_pairs,
    _wins_by_ranks,
)
from tests.naive import metrics as naive

pytestmark = pytest.mark.kernels

# Both classes present; few distinct scores, so that ties are common.
BINARY = st.lists(st.tuples(st.integers(0, 1), st.integers(-4, 4)), min_size=1, max_size=40).map(
    lambda pairs: [(0, 0), (1, 1), *pairs]
)


def inside(y, s, **keywords):
    return roc_auc_score.compiled_as(y, s, **keywords)(y, s, **keywords)


def columns(pairs):
    y, s = zip(*pairs, strict=True)
    return np.array(y), np.array(s, dtype=float)


@given(BINARY)
def test_every_way_of_counting_gives_the_same_number(pairs):
    y, s = columns(pairs)
    parted, n_negative = _split(y, s)
    assert sorted(parted[:n_negative]) == sorted(s[y == 0])
    assert sorted(parted[n_negative:]) == sorted(s[y == 1])
    n_pairs = n_negative * (len(y) - n_negative)
    negatives, positives = np.sort(parted[:n_negative]), np.sort(parted[n_negative:])
    doubled = _wins_by_pairs(negatives, positives)
    assert doubled == _wins_by_merging(negatives, positives) == _wins_by_ranks(rankdata(s), y)
    expected = naive.auc_by_definition(y, s)
    assert doubled / (2 * n_pairs) == pytest.approx(expected, abs=1e-14)
    assert _weighted_area(y, s, np.ones(len(y)), np.argsort(s)) == pytest.approx(expected, abs=1e-14)
    assert naive.area(naive.roc_points(y, s)) == pytest.approx(expected, abs=1e-14)
    assert roc_auc_score(y, s) == inside(y, s) == pytest.approx(expected, abs=1e-14)
    assert roc_auc_score(y, s) == float(Fraction(int(doubled), int(2 * n_pairs)))
    assert roc_auc_score(y, s) == pytest.approx(sklearn.metrics.roc_auc_score(y, s), abs=1e-14)


@given(BINARY, st.randoms(use_true_random=False))
def test_what_leaves_the_area_as_it_is(pairs, random):
    y, s = columns(pairs)
    area = roc_auc_score(y, s)
    assert roc_auc_score(y, np.exp(s)) == area  # a rising transformation
    assert roc_auc_score(y, -s) == pytest.approx(1 - area, abs=1e-14)
    assert roc_auc_score(1 - y, s) == pytest.approx(1 - area, abs=1e-14)
    assert roc_auc_score(np.array(["no", "yes"])[y], s) == area
    shuffled = [*pairs]
    random.shuffle(shuffled)
    assert roc_auc_score(*columns(shuffled)) == area
    weight = np.array([random.randint(0, 3) for _ in y])
    weight[:2] = 1
    repeated = roc_auc_score(np.repeat(y, weight), np.repeat(s, weight))
    assert roc_auc_score(y, s, sample_weight=weight) == pytest.approx(repeated, abs=1e-12)
    assert inside(y, s, sample_weight=weight) == pytest.approx(repeated, abs=1e-12)


@pytest.mark.parametrize("size", [2, 64, 65, 1000])
@pytest.mark.parametrize("max_fpr", [None, 0.05, 0.3, 0.999, 1.0])
def test_against_scikit_learn(size, max_fpr, rng):
    y = np.r_[0, 1, rng.integers(0, 2, size - 2)]
    for s in (rng.random(size), rng.integers(0, 5, size)):
        for weight in (None, rng.random(size)):
            expected = sklearn.metrics.roc_auc_score(y, s, max_fpr=max_fpr, sample_weight=weight)
            assert roc_auc_score(y, s, max_fpr=max_fpr, sample_weight=weight) == pytest.approx(expected, abs=1e-12)
            found = inside(y, s, max_fpr=max_fpr, sample_weight=weight)
            assert found == pytest.approx(expected, abs=1e-12)


def test_worked_example_of_shifted_uniform_scores():
    """Negatives uniform on [0, 1), positives on [1/2, 3/2): P(s+ > s-) = 1 - (1/2)**2 / 2 = 7/8 exactly."""
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], [2000, 8000])
    s = rng.random(10_000) + 0.5 * y
    found = roc_auc_score(y, s)
    assert found == pytest.approx(0.87401875, abs=1e-15)
    assert abs(found - 7 / 8) < 3 * 0.0040  # three sampling deviations
    assert auc(*roc_curve(y, s)[:2]) == pytest.approx(found, abs=1e-12)


@pytest.mark.parametrize("y", [[0, 1, 0, 1], [0, 0, 1, 1], [1, 1, 0, 0]])
def test_worked_example_all_scores_tied(y):
    """Counting ties as wins, or by their place in the input, gives 0.75, 1 and 0 here."""
    s = np.full(4, 0.3)
    assert roc_auc_score(y, s) == roc_auc_score(y * 100, np.full(400, 0.3)) == 0.5
    assert auc(*roc_curve(y, s)[:2]) == 0.5
    assert inside(np.array(y), s) == 0.5
    assert roc_auc_score(y, s, sample_weight=[1, 2, 3, 4]) == 0.5


def test_known_orders():
    assert roc_auc_score([0, 0, 1, 1], [1, 2, 3, 4]) == 1.0
    assert roc_auc_score([0, 0, 1, 1], [4, 3, 2, 1]) == 0.0
    assert roc_auc_score([-1, 1], [[0.1], [0.2]]) == 1.0
    assert roc_auc_score([0, 1], [2**53, 2**53 + 1]) == 1.0  # as floats they would tie
    assert roc_auc_score([False, True], np.array([1e-300, 1e300], ">f8")) == 1.0
    assert roc_auc_score([0, 1, 0, 1], np.arange(8, dtype=np.float32)[::-2]) == pytest.approx(0.25)


# -- more than two classes -------------------------------------------------------------------------


def probabilities(rng, n, k):
    p = rng.random((n, k)).round(1) + 0.05
    return p / p.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("kind", ["ovr", "ovo"])
@pytest.mark.parametrize("average", ["macro", "weighted", "micro", None])
@pytest.mark.parametrize("labels", [None, [0, 1, 2], ["a", "b", "c"]])
def test_multiclass_against_scikit_learn(kind, average, labels, rng):
    names = np.array(labels if labels is not None else [3, 5, 9])
    y, p = names[np.r_[0, 1, 2, rng.integers(0, 3, 60)]], probabilities(rng, 63, 3)
    weights = [None] if kind == "ovo" else [None, rng.random(63)]
    for weight in weights:
        keywords = {"multi_class": kind, "average": average, "labels": labels, "sample_weight": weight}
        if kind == "ovo" and average in ("micro", None):
            with pytest.raises(ValueError, match="average must be 'macro' or 'weighted'"):
                roc_auc_score(y, p, **keywords)
            continue
        expected = sklearn.metrics.roc_auc_score(y, p, **keywords)
        np.testing.assert_allclose(roc_auc_score(y, p, **keywords), expected, rtol=1e-12)


def test_a_class_that_does_not_occur(rng):
    y, p = np.array([0, 1] * 10), probabilities(rng, 20, 3)
    keywords = {"multi_class": "ovr", "labels": [0, 1, 2]}
    with pytest.warns(UndefinedWarning, match="Only one class"):
        assert np.isnan(roc_auc_score(y, p, **keywords))
    with pytest.warns(UndefinedWarning, match="Only one class"):
        areas = roc_auc_score(y, p, average=None, **keywords)
    assert np.isnan(areas).tolist() == [False, False, True]
    with pytest.warns(UndefinedWarning, match="Only one class"):
        weighted = roc_auc_score(y, p, average="weighted", **keywords)
    assert weighted == pytest.approx(areas[:2].mean())
    keywords["multi_class"] = "ovo"
    expected = sklearn.metrics.roc_auc_score(y, p, **keywords)
    assert roc_auc_score(y, p, **keywords) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("y", "shape", "keywords", "match"),
    [
        ([0, 1, 2], (3, 3), {}, r"multi_class must be in \('ovo', 'ovr'\)"),
        ([0, 1, 2], (3,), {"multi_class": "ovr"}, "one column for each class"),
        ([0, 1, 2], (3, 4), {"multi_class": "ovr"}, "one column for each class"),
        ([0, 1, 2], (3, 3), {"multi_class": "ovr", "max_fpr": 0.5}, "max_fpr must be None"),
        ([0, 1, 2], (3, 3), {"multi_class": "ovr", "labels": [2, 1, 0]}, "unique and ascending"),
        ([0, 1, 2], (3, 3), {"multi_class": "ovr", "labels": [0, 1, 1]}, "unique and ascending"),
        ([0, 1, 2], (3, 3), {"multi_class": "ovr", "labels": [0, 1, 3]}, "labels that are not in labels"),
        ([0, 1, 2], (3, 3), {"multi_class": "ovo", "sample_weight": [1, 1, 1]}, "sample_weight must be None"),
        ([0, 1], (2, 2), {}, r"pass y_score\[:, 1\]"),
        ([0, 1], (2, 1, 1), {}, "a vector or a matrix"),
        ([], (0,), {}, "at least one label"),
        ([0, 1], (3,), {}, "y_true has 2, y_score has 3"),
        ([0, 1], (2,), {"max_fpr": 0.0}, r"max_fpr must be a finite number in \(0.0, 1.0\]"),
        ([0, 1], (2,), {"average": "all"}, "average must be one of"),
        ([0, 1, 2], (3, 3), {"multi_class": "ovr", "average": "samples"}, "average must be 'micro'"),
        ([0, 1], (2,), {"multi_class": "both"}, "multi_class must be one of 'raise', 'ovr', 'ovo'"),
        ([0.5, 1], (2,), {}, "Unknown label type"),
    ],
)
def test_refusals(y, shape, keywords, match):
    with pytest.raises(ValueError, match=match):
        roc_auc_score(y, np.full(shape, 1 / shape[-1]) if len(shape) > 1 else np.zeros(shape), **keywords)


def test_rows_must_be_probabilities():
    with pytest.raises(ValueError, match=r"rows sum to 1, got a row that sums to 2.0"):
        roc_auc_score([0, 1, 2], np.eye(3) * [[1], [2], [1]], multi_class="ovr")


@pytest.mark.parametrize("keywords", [{}, {"sample_weight": [1, 1, 0]}, {"max_fpr": 0.5}])
def test_one_class_is_undefined(keywords):
    y = [1, 1, 0] if "sample_weight" in keywords else [1, 1, 1]
    with pytest.warns(UndefinedWarning, match="Only one class is present") as caught:
        assert np.isnan(roc_auc_score(y, [1, 2, 3], **keywords))
    assert len(caught) == 1
    arrays = {key: np.array(value) for key, value in keywords.items()} if "sample_weight" in keywords else keywords
    assert np.isnan(inside(np.array(y), np.arange(3.0), **arrays))


def test_a_partial_area_needs_weight_in_both_classes():
    with pytest.warns(UndefinedWarning):
        assert np.isnan(roc_auc_score([0, 1], [1, 2], max_fpr=0.5, sample_weight=[0, 1]))


# -- from compiled code ----------------------------------------------------------------------------


def test_from_compiled_code():
    @njit
    def mine(y, s, w):
        return (
            roc_auc_score(y, s),
            roc_auc_score(y, s, sample_weight=w),
            roc_auc_score(y, s, max_fpr=0.5),
            roc_auc_score(y > 0, s, average="weighted", max_fpr=0.5, sample_weight=w),
        )

    y, s, w = np.array([-1, 1, -1, 1, 1]), np.array([1, 2, 3, 3, 0]), np.array([1.0, 2.0, 0.5, 1.0, 1.0])
    expected = (
        sklearn.metrics.roc_auc_score(y, s),
        sklearn.metrics.roc_auc_score(y, s, sample_weight=w),
        sklearn.metrics.roc_auc_score(y, s, max_fpr=0.5),
        sklearn.metrics.roc_auc_score(y, s, max_fpr=0.5, sample_weight=w),
    )
    assert mine(y, s, w) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("y", "s", "keywords", "match"),
    [
        ([0, 1], [[1.0], [2.0]], {}, "both vectors, or both matrices"),
        ([], [], {}, "at least one"),
        ([0, 1], [1.0], {}, "as many as"),
        ([0, 0.5], [1.0, 2.0], {}, "whole numbers"),
        ([0, 1, 2], [1.0, 2.0, 3.0], {}, "two classes"),
        ([0, 1], [np.nan, 1.0], {}, "finite"),
        ([0, 1], [0.0, 1.0], {"sample_weight": np.array([1.0])}, "sample_weight"),
        ([0, 1], [0.0, 1.0], {"sample_weight": np.array([1.0, -1.0])}, "sample_weight"),
        ([0, 1], [0.0, 1.0], {"max_fpr": 1.5}, "max_fpr"),
    ],
)
def test_compiled_refusals(y, s, keywords, match):
    with pytest.raises(ValueError, match=match):
        inside(np.array(y, dtype=float), np.array(s), **keywords)


def test_one_specialisation_and_few_calls(count_calls, rng):
    kernels = [_binary_area._split, _binary_area._wins_by_pairs, _binary_area._wins_by_merging]
    y = np.r_[0, 1, rng.integers(0, 2, 98)]
    s = rng.random(100)
    roc_auc_score(y, s)
    roc_auc_score(y[:20], s[:20])
    before = [len(kernel.signatures) for kernel in kernels]
    for n in (20, 100):
        roc_auc_score([*y[:n]], s[:n].astype(np.float32))
        roc_auc_score(y[:n][::-1] > 0, rng.integers(0, 9, n))
    assert [len(kernel.signatures) for kernel in kernels] == before
    assert count_calls(roc_auc_score, y[:20], s[:20]) < 40
    assert count_calls(roc_auc_score, y[:20].tolist(), s[:20].tolist()) < 50
