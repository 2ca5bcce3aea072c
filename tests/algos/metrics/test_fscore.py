"""Precision, recall and F-score against the definition and scikit-learn."""

import warnings

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from numba import njit
from sklearn.exceptions import UndefinedMetricWarning

from algos._check import UndefinedWarning
from algos.metrics import (
    _class_scores,
    _label_counts,
    accuracy_score,
    f1_score,
    precision_recall_fscore_support,
    precision_score,
    recall_score,
)
from tests.naive import metrics as naive

pytestmark = pytest.mark.kernels

SINGLE = [f1_score, precision_score, recall_score]
AVERAGES = [None, "micro", "macro", "weighted"]
BINARY = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=30)
SEVERAL = st.lists(st.tuples(st.integers(-2, 40), st.integers(-2, 4)), min_size=1, max_size=30)
ZERO_DIVISION = st.sampled_from([0, 0.0, 1, 1.0, np.nan])


def in_plain_python(function, *arguments, **keywords):
    """Call what a user's compiled code would run: the adapter gives a body by the types."""
    return function.compiled_as(*arguments, **keywords)(*arguments, **keywords)


def reference(function, *arguments, **keywords):
    return getattr(sklearn.metrics, function.__name__)(*arguments, **keywords)


def assert_equal(found, expected):
    """Compare four scores, or one; None stands where scikit-learn has none."""
    if isinstance(expected, tuple):
        for part, value in zip(found, expected, strict=True):
            assert_equal(part, value)
    elif expected is None:
        assert found is None
    else:
        np.testing.assert_allclose(found, expected, rtol=1e-13, atol=0)


@pytest.mark.parametrize("average", AVERAGES)
@given(data=SEVERAL, zero_division=ZERO_DIVISION, beta=st.sampled_from([0.0, 0.5, 1.0, 2.0, np.inf]))
def test_by_scikit_learn(average, data, zero_division, beta):
    y_true, y_pred = map(np.array, zip(*data, strict=True))
    weight = np.linspace(0.5, 2.0, len(data))
    for extra in ({}, {"labels": [4, -1, 0]}, {"sample_weight": weight}):
        keywords = {"average": average, "zero_division": zero_division, **extra}
        expected = reference(precision_recall_fscore_support, y_true, y_pred, beta=beta, **keywords)
        assert_equal(precision_recall_fscore_support(y_true, y_pred, beta=beta, **keywords), expected)
        inside = {**keywords, **({"labels": np.array([4, -1, 0])} if "labels" in extra else {})}
        assert_equal(in_plain_python(precision_recall_fscore_support, y_true, y_pred, beta=beta, **inside), expected)
        for function in SINGLE:
            expected = reference(function, y_true, y_pred, **keywords)
            assert_equal(function(y_true, y_pred, **keywords), expected)
            assert_equal(in_plain_python(function, y_true, y_pred, **inside), expected)


@given(data=BINARY, pos_label=st.integers(0, 1))
def test_one_positive_class_by_definition(data, pos_label):
    y_true, y_pred = map(list, zip(*data, strict=True))
    if len({*y_true, *y_pred}) == 1 and pos_label not in y_true:
        expected = (0.0, 0.0, 0.0)
    else:
        expected = naive.precision_recall_f1(y_true, y_pred, pos_label)
    keywords = {"average": "binary", "pos_label": pos_label, "zero_division": 0}
    assert precision_recall_fscore_support(y_true, y_pred, **keywords)[:3] == pytest.approx(expected, rel=1e-13)
    assert precision_score(y_true, y_pred, **keywords) == pytest.approx(expected[0], rel=1e-13)
    assert recall_score(y_true, y_pred, **keywords) == pytest.approx(expected[1], rel=1e-13)
    assert f1_score(y_true, y_pred, **keywords) == pytest.approx(expected[2], rel=1e-13)
    for function in SINGLE:
        expected = reference(function, y_true, y_pred, pos_label=pos_label, zero_division=0)
        assert in_plain_python(function, np.array(y_true), np.array(y_pred), **keywords) == pytest.approx(expected)


@given(data=SEVERAL)
def test_invariants(data):
    y_true, y_pred = map(list, zip(*data, strict=True))
    keywords = {"average": "micro", "zero_division": 0}
    assert f1_score(y_true, y_pred, **keywords) == pytest.approx(accuracy_score(y_true, y_pred), rel=1e-13)
    precision, recall, fscore, support = precision_recall_fscore_support(y_true, y_pred, zero_division=0)
    assert support.sum() == len(data)
    assert (fscore <= np.maximum(precision, recall) + 1e-15).all()
    assert (fscore >= np.minimum(precision, recall) - 1e-15).all()
    swapped = precision_recall_fscore_support(y_pred, y_true, zero_division=0)
    assert_equal(swapped[:3], (recall, precision, fscore))
    renamed = f1_score(
        [f"{label + 10:03d}" for label in y_true],
        [f"{label + 10:03d}" for label in y_pred],
        average=None,
        zero_division=0,
    )
    assert_equal(renamed, fscore)


def test_worked_example_of_eight_and_two():
    y_true, y_pred = [0] * 8 + [1] * 2, [0] * 7 + [1] + [1, 0]
    assert f1_score(y_true, y_pred, average=None).tolist() == [0.875, 0.5]
    assert f1_score(y_true, y_pred, average="macro") == 0.6875
    assert f1_score(y_true, y_pred, average="weighted") == pytest.approx(0.8, rel=1e-15)
    assert f1_score(y_true, y_pred, average="micro") == 0.8
    assert f1_score(y_true, y_pred) == 0.5


def test_text_and_other_labels():
    y_true, y_pred = np.array(["no", "yes", "yes"]), np.array(["yes", "yes", "no"], object)
    assert f1_score(y_true, y_pred, pos_label="yes") == 0.5
    assert precision_score(y_true, y_pred, average=None, labels=["yes", "no"]).tolist() == [0.5, 0.0]
    assert recall_score([True, False], [True, True]) == 1.0
    assert f1_score([1.0, 2.0], [1.0, 1.0], average="micro") == 0.5
    result = precision_recall_fscore_support(y_true, y_pred)
    assert result.support.tolist() == [1, 2]
    assert result.support.dtype == np.int64
    assert result._fields == ("precision", "recall", "fscore", "support")


# -- 0/0 -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", SINGLE)
@pytest.mark.parametrize("average", [*AVERAGES, "binary"])
@pytest.mark.parametrize(("y_true", "y_pred"), [([0, 0], [0, 0]), ([0, 1], [0, 0]), ([0, 0], [0, 1]), ([1, 0], [1, 0])])
def test_it_warns_where_scikit_learn_warns(function, average, y_true, y_pred):
    labels = None if average == "binary" else [0, 1]
    keywords = {"average": average, "labels": labels}
    with warnings.catch_warnings(record=True) as theirs:
        warnings.simplefilter("always")
        expected = reference(function, y_true, y_pred, **keywords)
    with warnings.catch_warnings(record=True) as ours:
        warnings.simplefilter("always")
        found = function(y_true, y_pred, **keywords)
    assert_equal(found, expected)
    assert {w.category for w in theirs} <= {UndefinedMetricWarning}
    assert [w.category for w in ours] == [UndefinedWarning] * len(theirs)


def test_one_warning_names_every_score_that_is_undefined():
    with pytest.warns(UndefinedWarning) as caught:
        precision_recall_fscore_support([0, 1], [0, 0])
    (message,) = [str(w.message) for w in caught]
    assert message.startswith("Undefined (0/0) and set to 0.0: precision for labels that are never predicted. Choose")
    assert caught[0].filename == __file__
    with pytest.warns(UndefinedWarning, match="precision for .*; recall for .*; F-score for"):
        precision_recall_fscore_support([0], [0], labels=[1])


# -- refusals --------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", [*SINGLE, precision_recall_fscore_support])
@pytest.mark.parametrize(
    ("arguments", "keywords", "error", "match"),
    [
        (([], []), {"average": "macro"}, ValueError, "at least one sample"),
        (([0, 1], [0]), {"average": "macro"}, ValueError, "y_true has 2, y_pred has 1"),
        (([0, 1, 2], [0, 1, 2]), {"average": "binary"}, ValueError, "Target is multiclass but average='binary'"),
        (
            (["a", "b"], ["a", "b"]),
            {"average": "binary"},
            ValueError,
            r"pos_label=1 is not a valid label.*\['a', 'b'\]",
        ),
        (([0, 1], [0, 1]), {"average": "samples"}, ValueError, "average must be one of"),
        (([0, 1], [0, 1]), {"average": "macro", "zero_division": 2}, ValueError, "zero_division must be one of"),
        (([0, 1], [0, 1]), {"average": "macro", "zero_division": "raise"}, ValueError, "zero_division must be one of"),
        (([0, 1], [0, 1]), {"average": "macro", "labels": []}, ValueError, "at least one label"),
        (([0, 1], [0, 1]), {"average": "macro", "labels": [1, 1]}, ValueError, "repeat"),
        (([0, 1], [0, 1]), {"average": "macro", "sample_weight": [1, np.nan]}, ValueError, "NaN"),
        ((["a"], [1]), {"average": "macro"}, TypeError, "one kind"),
        (([0.5], [1]), {"average": "macro"}, ValueError, "continuous"),
    ],
)
def test_refusals(function, arguments, keywords, error, match):
    with pytest.raises(error, match=match):
        function(*arguments, **keywords)


@pytest.mark.parametrize("beta", [-1.0, np.nan, "1", None])
def test_beta_must_be_a_number_of_at_least_zero(beta):
    with pytest.raises(ValueError, match="beta must be a number of at least 0"):
        precision_recall_fscore_support([0, 1], [0, 1], beta=beta)


def test_pos_label_beside_an_average_is_called_out():
    with pytest.warns(UserWarning, match="pos_label=0 is ignored when average is 'macro'"):
        assert f1_score([0, 1], [0, 1], pos_label=0, average="macro") == 1.0


# -- from compiled code ----------------------------------------------------------------------------


def test_from_compiled_code():
    @njit
    def mine(y_true, y_pred, weight):
        macro = precision_recall_fscore_support(y_true, y_pred, average="macro", beta=2)
        each = precision_recall_fscore_support(y_true, y_pred, sample_weight=weight)
        return (
            (macro.precision, macro.recall, macro.fscore),
            (each.precision, each.recall, each.fscore, each.support),
            f1_score(y_true > 0, y_pred > 0),
            f1_score(y_true, y_pred, average=None, labels=np.array([2, 9]), zero_division=0),
            precision_score(y_true, y_pred, average="weighted", zero_division=1.0),
            recall_score(y_true, y_pred, average="micro", sample_weight=weight),
        )

    y_true, y_pred = np.array([2, 0, 1, 2, 0], np.int8), np.array([2, 0, 2, 1, 0])
    weight = np.array([1, 2, 3, 4, 5])
    macro, each, binary, some, precision, recall = mine(y_true, y_pred, weight)
    assert_equal(macro, reference(precision_recall_fscore_support, y_true, y_pred, average="macro", beta=2)[:3])
    assert_equal(each, reference(precision_recall_fscore_support, y_true, y_pred, sample_weight=weight))
    assert binary == reference(f1_score, y_true > 0, y_pred > 0)
    assert_equal(some, reference(f1_score, y_true, y_pred, average=None, labels=[2, 9], zero_division=0))
    assert precision == pytest.approx(reference(precision_score, y_true, y_pred, average="weighted"))
    assert recall == pytest.approx(reference(recall_score, y_true, y_pred, average="micro", sample_weight=weight))


@pytest.mark.parametrize(
    ("y_true", "keywords", "match"),
    [
        ([0.5, 1], {"average": "macro"}, "whole numbers"),
        ([0, 1], {"average": "samples"}, "average must be one of"),
        ([0, 2], {"average": "binary", "pos_label": 7}, "pos_label"),
        ([2, 3], {"average": "binary"}, "multiclass"),
        ([0, 1], {"average": "macro", "sample_weight": np.zeros(2)}, "sample_weight"),
        ([0, 1], {"average": "macro", "beta": -1.0}, "beta"),
    ],
)
def test_compiled_refusals(y_true, keywords, match):
    with pytest.raises(ValueError, match=match):
        in_plain_python(precision_recall_fscore_support, np.array(y_true), np.array([0, y_true[0]]), **keywords)


def test_one_specialisation_and_few_calls(count_calls):
    kernels = [_label_counts._count_classes, _label_counts._weigh_classes, _class_scores._scores, _class_scores._mean]
    f1_score([0, 1], [1, 1], average="macro")
    f1_score([0, 1], [1, 1], average="macro", sample_weight=[1, 2])
    before = [len(kernel.signatures) for kernel in kernels]
    f1_score(np.arange(4)[::2], np.array([1, 0], np.float32), average="weighted", labels=[0, 1], zero_division=0)
    precision_recall_fscore_support(["a", "b"], ["b", "b"], sample_weight=np.arange(4)[::2], beta=2, zero_division=0)
    assert [len(kernel.signatures) for kernel in kernels] == before
    labels = [*range(5)] * 4
    for function in SINGLE:
        assert count_calls(function, [0, 1] * 10, [1, 1] * 10) < 50
        assert count_calls(function, labels, labels, average="macro") < 50
    assert count_calls(precision_recall_fscore_support, labels, labels) < 50
