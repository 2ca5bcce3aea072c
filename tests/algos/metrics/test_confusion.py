"""Confusion matrix and accuracy against the definition and scikit-learn."""

import warnings
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos.metrics import _label_counts, accuracy_score, confusion_matrix
from tests.naive import metrics as naive

pytestmark = pytest.mark.kernels


def in_plain_python(function, *arguments, **keywords):
    """Call what a user's compiled code would run."""
    adapter = function.compiled_as
    return (adapter if function is accuracy_score else adapter(*arguments, **keywords))(*arguments, **keywords)


LABELS = [
    st.integers(0, 1),
    st.integers(-2, 3),
    st.integers(0, 45),
    st.sampled_from([-(10**15), 0, 10**15]),
    st.sampled_from(["ant", "bee", "cat"]),
    st.booleans(),
]
PAIRS = st.one_of(*[st.lists(st.tuples(label, label), min_size=1, max_size=60) for label in LABELS])


def reference(*arguments, **keywords):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a single class
        return sklearn.metrics.confusion_matrix(*arguments, **keywords)


@given(PAIRS, st.sampled_from([None, "true", "pred", "all"]))
def test_by_definition_and_by_scikit_learn(pairs, normalize):
    y_true, y_pred = map(list, zip(*pairs, strict=True))
    found = confusion_matrix(y_true, y_pred, normalize=normalize)
    np.testing.assert_allclose(found, reference(y_true, y_pred, normalize=normalize), rtol=1e-14)
    assert found.dtype == (np.int64 if normalize is None else np.float64)
    if normalize is None:
        assert found.tolist() == naive.confusion_matrix(y_true, y_pred)
    if not isinstance(y_true[0], str):
        inside = in_plain_python(confusion_matrix, np.array(y_true), np.array(y_pred), normalize=normalize)
        np.testing.assert_allclose(inside, found, rtol=1e-14)
    weight = np.arange(1, len(pairs) + 1)
    weighted = confusion_matrix(y_true, y_pred, sample_weight=weight, normalize=normalize)
    np.testing.assert_allclose(
        weighted, reference(y_true, y_pred, sample_weight=weight, normalize=normalize), rtol=1e-14
    )
    assert weighted.dtype == (np.int64 if normalize is None else np.float64)


@given(PAIRS)
def test_accuracy(pairs):
    y_true, y_pred = map(list, zip(*pairs, strict=True))
    weight = np.linspace(0.5, 1.5, len(pairs))
    assert accuracy_score(y_true, y_pred) == naive.accuracy(y_true, y_pred)
    assert accuracy_score(y_true, y_pred, normalize=False) == np.diag(confusion_matrix(y_true, y_pred)).sum()
    for keywords in (
        {},
        {"normalize": False},
        {"sample_weight": weight},
        {"sample_weight": weight, "normalize": False},
    ):
        expected = pytest.approx(sklearn.metrics.accuracy_score(y_true, y_pred, **keywords), rel=1e-14)
        assert accuracy_score(y_true, y_pred, **keywords) == expected
        if not isinstance(y_true[0], str):
            assert accuracy_score.compiled_as(np.array(y_true), np.array(y_pred), **keywords) == expected


@given(PAIRS)
def test_invariants(pairs):
    y_true, y_pred = map(list, zip(*pairs, strict=True))
    found = confusion_matrix(y_true, y_pred)
    assert found.sum() == len(pairs)
    assert (confusion_matrix(y_pred, y_true) == found.T).all()
    assert (confusion_matrix(y_true[::-1], y_pred[::-1]) == found).all()
    assert (confusion_matrix(y_true, y_pred, sample_weight=np.full(len(pairs), 2.0)) == 2 * found).all()


@pytest.mark.parametrize("labels", [[2, 0], [1], [0, 7, 1], (2, 1, 0), np.array([2.0, 0.0])])
def test_chosen_labels(labels, rng):
    y_true, y_pred = rng.integers(0, 3, 50), rng.integers(0, 3, 50)
    weight = rng.random(50)
    for keywords in (
        {},
        {"normalize": "true"},
        {"sample_weight": weight},
        {"sample_weight": weight, "normalize": "all"},
    ):
        expected = reference(y_true, y_pred, labels=np.asarray(labels), **keywords)
        np.testing.assert_allclose(confusion_matrix(y_true, y_pred, labels=labels, **keywords), expected, rtol=1e-14)
        inside = in_plain_python(confusion_matrix, y_true, y_pred, labels=np.asarray(labels), **keywords)
        np.testing.assert_allclose(inside, expected, rtol=1e-14)


@pytest.mark.parametrize("n", [1, 3, 4, 5, 1001])
@pytest.mark.parametrize("k", [1, 2, 3, 32, 33, 400])
def test_every_way_of_counting(n, k, rng):
    a, b = rng.integers(0, k, n), rng.integers(0, k, n)
    expected = np.zeros((k, k), int)
    np.add.at(expected, (a, b), 1)
    assert (_label_counts._count_pairs(a - 7, b - 7, -7, k) == expected).all()
    values, hits, predicted, true = _label_counts._count_classes(a - 7, b - 7, -7, k)
    assert values.tolist() == np.union1d(a - 7, b - 7).tolist()
    assert hits.tolist() == np.diag(expected)[values + 7].tolist()
    assert predicted.tolist() == expected.sum(axis=0)[values + 7].tolist()
    assert true.tolist() == expected.sum(axis=1)[values + 7].tolist()


@pytest.mark.parametrize(
    ("call", "error", "match"),
    [
        (lambda: confusion_matrix([], []), ValueError, "at least one sample, got 0"),
        (lambda: confusion_matrix([], [], sample_weight=[]), ValueError, "at least one sample, got 0"),
        (lambda: confusion_matrix([0, 1], [1]), ValueError, "y_true has 2, y_pred has 1"),
        (lambda: confusion_matrix([0], [0.5]), ValueError, "Unknown label type: continuous. y_pred holds 0.5"),
        (lambda: confusion_matrix(["a"], [0]), TypeError, "one kind"),
        (lambda: confusion_matrix([0], [0], labels=[]), ValueError, "at least one label"),
        (lambda: confusion_matrix([0], [1], labels=[1]), ValueError, "must be in y_true"),
        (lambda: confusion_matrix([0], [1], labels=[7]), ValueError, "must be in y_true"),
        (lambda: confusion_matrix([0], [1], labels=[0, 0]), ValueError, "repeat"),
        (lambda: confusion_matrix([0], [1], normalize="rows"), ValueError, "normalize must be one of 'true', 'pred'"),
        (lambda: confusion_matrix([0], [1], sample_weight=[-1]), ValueError, "negative"),
        (lambda: accuracy_score([], []), ValueError, "at least one sample"),
        (lambda: accuracy_score([0], [1], normalize=1), TypeError, "normalize must be True or False"),
        (lambda: accuracy_score([0], [1], sample_weight=[1, 1]), ValueError, "expected 1, got 2"),
    ],
)
def test_refusals(call, error, match):
    with pytest.raises(error, match=match):
        call()


@pytest.mark.parametrize("function", [confusion_matrix, accuracy_score])
def test_compiled_refusals(function):
    one, two = np.zeros(1, int), np.zeros(2, int)
    for pair in ((one, two), (one[:0], one[:0]), (one, one + 0.5), (one + np.nan, one)):
        with pytest.raises(ValueError, match="whole numbers, of one length, at least one"):
            in_plain_python(function, *pair)
    for weight in (np.ones(1), np.array([-1.0, 2.0]), np.zeros(2), np.array([np.nan, 1.0]), np.array([np.inf, 1.0])):
        with pytest.raises(ValueError, match="one finite weight a sample"):
            in_plain_python(function, two, two, sample_weight=weight)
    with pytest.raises(ValueError, match="normalize must be"):
        in_plain_python(confusion_matrix, one, one, normalize="rows")


def test_from_compiled_code():
    @njit
    def mine(y_true, y_pred, weight):
        return (
            confusion_matrix(y_true, y_pred),
            confusion_matrix(y_true, y_pred, labels=np.array([5, 2]), sample_weight=weight, normalize="pred"),
            accuracy_score(y_true, y_pred),
            accuracy_score(y_true, y_pred, sample_weight=weight, normalize=False),
        )

    y_true, y_pred = np.array([2, 5, 5, 2], np.int32), np.array([2, 2, 5, 5])[::-1]
    weight = np.array([1.0, 2.0, 3.0, 4.0])
    counts, shares, accuracy, right = mine(y_true, y_pred, weight)
    assert counts.tolist() == reference(y_true, y_pred).tolist()
    expected = reference(y_true, y_pred, labels=[5, 2], sample_weight=weight, normalize="pred")
    np.testing.assert_allclose(shares, expected, rtol=1e-14)
    assert accuracy == sklearn.metrics.accuracy_score(y_true, y_pred)
    assert right == sklearn.metrics.accuracy_score(y_true, y_pred, sample_weight=weight, normalize=False)


def test_one_specialisation_and_few_calls(count_calls):
    kernels = [_label_counts._count_pairs, _label_counts._weigh_pairs]
    confusion_matrix([0, 1], [1, 1])
    confusion_matrix([0, 1], [1, 1], sample_weight=[1, 2])
    before = [len(kernel.signatures) for kernel in kernels]
    confusion_matrix(np.arange(4)[::2], np.array([1, 2], np.float32), sample_weight=np.arange(4)[::2])
    confusion_matrix(["a", "b"], ["b", "b"], normalize="all")
    assert [len(kernel.signatures) for kernel in kernels] == before
    labels = [*range(5)] * 4
    assert count_calls(confusion_matrix, labels, labels) < 40
    assert count_calls(accuracy_score, labels, labels) < 35


@pytest.mark.parametrize("names", [[0, 1, 2], ["a", "b", "c"]])
def test_blocks_give_the_same_bits_everywhere(names, rng):
    n = 150_000
    codes, guesses, weight = rng.integers(0, 3, n), rng.integers(0, 2, n), rng.random(n)
    codes[:70_000] = guesses[:70_000] = 1  # a class, or two, do not occur in the first block
    weight[:70_000] = 0.0
    y, pred = np.array(names)[codes], np.array(names)[guesses]
    for w in ((), (weight,), (np.arange(n) % 3,)):
        keywords = {"sample_weight": w[0]} if w else {}
        whole = confusion_matrix(y, pred, **keywords)
        with ThreadPoolExecutor(3) as pool:
            found = confusion_matrix.over_blocks(confusion_matrix.blocks(y, pred, *w), map=pool.map)
        assert found.dtype == whole.dtype
        assert (found == whole).all()
    labels = names[::-1]
    with ProcessPoolExecutor(2) as pool:
        shares = confusion_matrix.over_blocks(
            confusion_matrix.blocks(y, pred), map=pool.map, labels=labels, normalize="true"
        )
    assert (shares == confusion_matrix(y, pred, labels=labels, normalize="true")).all()


def test_blocks_hold_labels_of_one_kind():
    with pytest.raises(TypeError, match="blocks must hold labels of one kind"):
        confusion_matrix.over_blocks([([0], [1]), (["a"], ["b"])])
    with pytest.raises(ValueError, match="positive sum"):
        confusion_matrix.over_blocks([([0], [1], [0.0])])
