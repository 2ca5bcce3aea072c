"""Areas of several labels at once, against the textbook and scikit-learn, in Python and in compiled code."""

import warnings

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos._check import UndefinedWarning
from algos.metrics import _binary_area, _label_averages, _thresholds, average_precision_score, roc_auc_score
from tests.naive import classification, metrics

pytestmark = pytest.mark.kernels

FUNCTIONS = [roc_auc_score, average_precision_score]
AVERAGES = ["micro", "macro", "weighted", "samples", None]

# Every label, and every sample, has a positive and a negative.
INDICATORS = st.lists(st.lists(st.integers(0, 1), min_size=3, max_size=3), max_size=12).map(
    lambda rows: [[0, 1, 0], [1, 0, 1], *(row for row in rows if 0 < sum(row) < 3)]
)


def inside(function, y, s, **keywords):
    """Call the body that compiled callers get."""
    return function.compiled_as(y, s, **keywords)(y, s, **keywords)


def theirs(function, *data, **keywords):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return getattr(sklearn.metrics, function.__name__)(*data, **keywords)


@given(INDICATORS, st.data())
def test_by_definition_and_by_scikit_learn(truth, data):
    score = [[data.draw(st.integers(-3, 3)) for _ in row] for row in truth]
    twins = metrics.auc_by_definition, classification.average_precision
    for function, twin in zip(FUNCTIONS, twins, strict=True):
        for average in AVERAGES:
            found = function(truth, score, average=average)
            np.testing.assert_allclose(found, metrics.over_labels(twin, truth, score, average), rtol=1e-13)
            np.testing.assert_allclose(found, theirs(function, truth, score, average=average), rtol=1e-12)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(("n", "k"), [(1, 2), (2, 70), (9, 3), (64, 2), (65, 4), (130, 66)])
@pytest.mark.filterwarnings("ignore::algos._check.UndefinedWarning")
def test_random_and_degenerate_data_against_scikit_learn(function, n, k, rng):
    """Some labels and samples are all positive or all negative, others have no weight."""
    for share, ties in ((0.1, False), (0.5, True), (0.95, False)):
        y = (rng.random((n, k)) < share).astype(int)
        s = rng.integers(0, 5, (n, k)).astype(float) if ties else rng.normal(size=(n, k))
        y[:, 0] = 1
        whole = rng.integers(0, 3, n)
        whole[0] = 1
        for weight in (None, rng.random(n) + 0.01, whole):
            for average in AVERAGES:
                keywords = {"average": average, "sample_weight": weight}
                expected = theirs(function, y, s, **keywords)
                np.testing.assert_allclose(function(y, s, **keywords), expected, rtol=1e-12, atol=1e-14)
                np.testing.assert_allclose(inside(function, y, s, **keywords), expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("average", AVERAGES)
@pytest.mark.parametrize("max_fpr", [0.05, 0.3, 1.0])
@pytest.mark.filterwarnings("ignore::algos._check.UndefinedWarning")
def test_partial_areas_against_scikit_learn(average, max_fpr, rng):
    y, s = rng.integers(0, 2, (80, 5)), rng.normal(size=(80, 5))
    for weight in (None, rng.random(80)):
        keywords = {"average": average, "max_fpr": max_fpr, "sample_weight": weight}
        expected = theirs(roc_auc_score, y, s, **keywords)
        np.testing.assert_allclose(roc_auc_score(y, s, **keywords), expected, rtol=1e-12)
        np.testing.assert_allclose(inside(roc_auc_score, y, s, **keywords), expected, rtol=1e-12)


def test_each_label_is_the_score_of_its_column(rng):
    y, s = rng.integers(0, 2, (200, 4)), rng.normal(size=(200, 4)).round(1)
    for function in FUNCTIONS:
        found = function(y, s, average=None)
        assert found.tolist() == pytest.approx([function(y[:, c], s[:, c]) for c in range(4)], rel=1e-15)
        assert function(y, s) == pytest.approx(found.mean(), rel=1e-15)
        assert isinstance(function(y, s), float)
        order = [2, 0, 3, 1]
        assert function(y[:, order], s[:, order], average=None).tolist() == found[order].tolist()


def test_worked_example():
    """Label 0 is in order, label 1 inverted; rows rank one of two labels right, then wrong."""
    y, s = [[0, 1], [1, 0], [1, 1], [1, 0]], [[0.1, 0.4], [0.6, 0.7], [0.8, 0.2], [0.9, 0.6]]
    assert roc_auc_score(y, s, average=None).tolist() == [1.0, 0.0]
    assert roc_auc_score(y, s) == 0.5
    assert roc_auc_score(y, s, average="weighted") == 0.6  # 3 of the 5 positives are of label 0
    assert roc_auc_score(y[:2], s[:2], average="samples") == 0.5
    assert roc_auc_score(y, s, average="micro") == pytest.approx(9.5 / 15)


@pytest.mark.parametrize("average", ["macro", "weighted", "samples", None])
def test_what_is_undefined_warns_once(average):
    y, s = [[0, 0], [1, 0], [0, 0]], [[0.1, 0.2], [0.3, 0.1], [0.2, 0.5]]
    with pytest.warns(UndefinedWarning, match="Only one class is present") as caught:
        found = roc_auc_score(y, s, average=average)
    assert len(caught) == 1
    assert caught[0].filename == __file__
    np.testing.assert_equal(found, theirs(roc_auc_score, y, s, average=average))
    with pytest.warns(UndefinedWarning, match="No positive samples in y_true: .* of a label or sample") as caught:
        found = average_precision_score(y, s, average=average)
    assert len(caught) == 1
    assert caught[0].filename == __file__
    np.testing.assert_allclose(found, theirs(average_precision_score, y, s, average=average))


def test_no_label_occurs():
    y, s = np.zeros((3, 2), int), np.eye(3, 2)
    for function in FUNCTIONS:
        with pytest.warns(UndefinedWarning):
            assert function(y, s, average="weighted") == theirs(function, y, s, average="weighted") == 0.0
        assert inside(function, y, s, average="weighted") == 0.0


def test_classes_by_samples_against_scikit_learn(rng):
    y, s = np.r_[0, 1, 2, rng.integers(0, 3, 20)], rng.random((23, 3)).round(1)
    for weight in (None, rng.random(23)):
        keywords = {"average": "samples", "sample_weight": weight}
        expected = theirs(average_precision_score, y, s, **keywords)
        assert average_precision_score(y, s, **keywords) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    ("y", "s", "match"),
    [
        ([[0, 1], [1, 2]], np.zeros((2, 2)), "only 0 and 1, got 2"),
        ([[0, -1], [1, 0]], np.zeros((2, 2)), "only 0 and 1, got -1"),
        ([[0, 0.5], [1, 0]], np.zeros((2, 2)), "y_true must hold integers, got 0.5"),
        ([["a", "b"], ["b", "a"]], np.zeros((2, 2)), "y_true must hold numbers, got text"),
        ([[0, 1], [1, 0]], np.zeros((2, 3)), r"shape of y_score.*\(2, 2\) and \(2, 3\)"),
        ([[0, 1], [1, 0]], np.zeros((3, 2)), r"shape of y_score.*\(2, 2\) and \(3, 2\)"),
        ([[0, 1], [1, 0]], np.zeros(2), "y_true should be a 1d array"),
        (np.zeros((0, 2)), np.zeros((0, 2)), "at least one row"),
        ([[0, 1], [1, 0]], [[0.1, np.nan], [0.2, 0.3]], "y_score contains NaN"),
    ],
)
def test_refusals(function, y, s, match):
    with pytest.raises(ValueError, match=match):
        function(y, s)


@pytest.mark.parametrize(
    ("y", "s", "keywords", "match"),
    [
        ([[0, 2], [1, 0]], np.zeros((2, 2)), {}, "only 0 and 1"),
        ([[0, np.nan], [1, 0]], np.zeros((2, 2)), {}, "only 0 and 1"),
        ([[0, 1], [1, 0]], np.zeros((2, 3)), {}, "one shape"),
        (np.zeros((0, 2)), np.zeros((0, 2)), {}, "one shape"),
        ([[0], [1]], np.zeros((2, 1)), {}, "two columns or more"),
        ([[0, 1], [1, 0]], np.zeros(2), {}, "both vectors, or both matrices"),
        ([[0, 1], [1, 0]], np.full((2, 2), np.inf), {}, "finite"),
        ([[0, 1], [1, 0]], np.zeros((2, 2)), {"average": "all"}, "average must be one of"),
        ([[0, 1], [1, 0]], np.zeros((2, 2)), {"sample_weight": np.ones(3)}, "sample_weight"),
    ],
)
def test_compiled_refusals(y, s, keywords, match):
    for function in FUNCTIONS:
        with pytest.raises(ValueError, match=match):
            inside(function, np.array(y, float), np.array(s), **keywords)


def test_one_label_is_the_positive_one():
    y, s = np.array([[0, 1], [1, 0]]), np.zeros((2, 2))
    with pytest.raises(ValueError, match="pos_label must be left out"):
        average_precision_score(y, s, pos_label=0)
    with pytest.raises(ValueError, match="pos_label must be left out"):
        inside(average_precision_score, y, s, pos_label=0)
    with pytest.raises(ValueError, match="max_fpr"):
        inside(roc_auc_score, y, s, max_fpr=2.0)


def test_from_compiled_code(rng):
    @njit
    def mine(y, s, w, name):
        return (
            roc_auc_score(y, s),
            roc_auc_score(y > 0, s, average=name, sample_weight=w),
            roc_auc_score(y, s, average=None, max_fpr=0.5),
            average_precision_score(y, s, average=name, sample_weight=w),
            average_precision_score(y, s, average=None),
        )

    y, s, w = rng.integers(0, 2, (3, 30)).T, rng.integers(-4, 9, (30, 3)), rng.random(30)
    y[:, 2] = 1 - y[:, 1]  # no sample is of one class
    for found, expected in zip(
        mine(y, s, w, "samples"),
        (
            theirs(roc_auc_score, y, s),
            theirs(roc_auc_score, y, s, average="samples", sample_weight=w),
            theirs(roc_auc_score, y, s, average=None, max_fpr=0.5),
            theirs(average_precision_score, y, s, average="samples", sample_weight=w),
            theirs(average_precision_score, y, s, average=None),
        ),
        strict=True,
    ):
        np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_one_specialisation_and_few_calls(count_calls, rng):
    kernels = [
        _label_averages._problems,
        _label_averages._mean_score,
        _binary_area._split_rows,
        _binary_area._areas_by_merging,
        _binary_area._areas_by_curve,
        _thresholds._precisions_by_merging,
        _thresholds._precisions_by_curve,
    ]
    y, s = rng.integers(0, 2, (100, 3)), rng.random((100, 3))

    def everything(y, s, w):
        for function in FUNCTIONS:
            for average in ("micro", "macro", "weighted", None):
                function(y, s, average=average)
                function(y, s, average=average, sample_weight=w)

    everything(y, s, s[:, 0])
    before = [len(kernel.signatures) for kernel in kernels]
    everything(y.astype(bool), s.astype(np.float32), [1] * 100)
    everything(y.tolist(), np.asfortranarray(s), s[:, 1])
    roc_auc_score(np.arange(100) % 3, np.full((100, 3), 1 / 3), multi_class="ovr")
    average_precision_score(np.arange(100) % 3, s)
    roc_auc_score(y, s, max_fpr=1)
    assert [len(kernel.signatures) for kernel in kernels] == before
    for function in FUNCTIONS:
        assert count_calls(function, y[:10, :2], s[:10, :2]) < 60
