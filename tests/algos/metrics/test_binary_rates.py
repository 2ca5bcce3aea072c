"""All rates of two-class predictions by definition and by scikit-learn."""

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos._check import UndefinedWarning
from algos.metrics import _label_counts, binary_rates, rates
from tests.naive import classification as naive

pytestmark = pytest.mark.kernels

PREDICTIONS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 3)), max_size=30).map(
    lambda rows: [[*c] for c in zip(*[(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1), *rows], strict=True)]
)


@given(PREDICTIONS, st.booleans())
def test_by_definition_and_by_scikit_learn(data, weighted):
    y, pred, weight = data
    w = weight if weighted else None
    found = rates(y, pred, sample_weight=w)
    expected = naive.rates(y, pred, weight if weighted else [1] * len(y))
    assert found._asdict() == pytest.approx(expected, rel=1e-14, abs=1e-15)
    inside = rates.compiled_as(np.array(y), np.array(pred), sample_weight=None if w is None else np.array(w))
    assert inside == pytest.approx(found, rel=1e-14, abs=1e-15)
    keywords = {"sample_weight": w}
    assert found.tpr == pytest.approx(sklearn.metrics.recall_score(y, pred, **keywords), rel=1e-12)
    assert found.tnr == pytest.approx(sklearn.metrics.recall_score(y, pred, pos_label=0, **keywords), rel=1e-12)
    assert found.ppv == pytest.approx(sklearn.metrics.precision_score(y, pred, **keywords), rel=1e-12)
    assert found.npv == pytest.approx(sklearn.metrics.precision_score(y, pred, pos_label=0, **keywords), rel=1e-12)
    assert found.accuracy == pytest.approx(sklearn.metrics.accuracy_score(y, pred, **keywords), rel=1e-12)
    reference = sklearn.metrics.balanced_accuracy_score(y, pred, **keywords)
    assert found.balanced_accuracy == pytest.approx(reference, rel=1e-12)
    reference = sklearn.metrics.matthews_corrcoef(y, pred, **keywords)
    assert found.mcc == pytest.approx(reference, rel=1e-12, abs=1e-15)


def test_which_class_is_positive():
    y, pred = ["b", "a", "c", "a"], ["b", "b", "c", "a"]
    found = rates(y, pred, pos_label="a")
    assert found[:4] == (0.5, 0.0, 1.0, 0.5)
    assert rates([-1, 1, -1], [1, 1, -1]).fpr == 0.5
    assert rates([True, False], [True, False]).mcc == 1.0
    codes = np.array([1, 0, 2, 0]), np.array([1, 1, 2, 0])
    assert rates.compiled_as(*codes, 0) == pytest.approx(found)
    assert rates(*codes, pos_label=0) == found
    for y, label, match in (
        (["a", "b"], None, "pos_label is not specified"),
        ([-1, 0], None, "pos_label is not specified"),
        ([0, 1], 2, "pos_label=2 is not a valid label"),
    ):
        with pytest.raises(ValueError, match=match):
            rates(y, y, pos_label=label)
    for y, label, match in (([0, 2], None, "pos_label be given"), ([-1, 0], None, "be given"), ([0, 1], 2, "valid")):
        with pytest.raises(ValueError, match=match):
            rates.compiled_as(np.array(y), np.array(y), label)


@pytest.mark.parametrize(
    ("y", "pred", "names"),
    [
        ([0, 0], [0, 0], "tpr, fnr, ppv"),
        ([1, 1], [1, 1], "fpr, tnr, npv"),
        ([0, 1], [0, 0], "ppv"),
        ([1, 1], [0, 1], "fpr, tnr"),
    ],
)
def test_rates_of_nothing_are_undefined(y, pred, names):
    with pytest.warns(UndefinedWarning, match=f"^{names} not defined") as caught:
        found = rates(y, pred)
    assert len(caught) == 1
    np.testing.assert_equal([*found], [*naive.rates(y, pred, [1, 1]).values()])
    np.testing.assert_equal([*rates.compiled_as(np.array(y), np.array(pred))], [*found])
    assert found.mcc == 0.0


@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_weights_of_any_size(size):
    y, pred, weight = [0, 0, 1, 1, 1], [0, 1, 1, 0, 1], np.array([1.0, 2.0, 3.0, 1.0, 0.5])
    assert rates(y, pred, sample_weight=weight * size) == pytest.approx(rates(y, pred, sample_weight=weight), rel=1e-13)


def test_from_compiled_code():
    @njit
    def mine(y, pred, w):
        return rates(y, pred), rates(y, pred, pos_label=0, sample_weight=w).tpr

    y, pred, w = np.array([0, 1, 1, 0]), np.array([0, 1, 0, 1]), np.array([1.0, 2.0, 1.0, 3.0])
    found, tpr = mine(y, pred, w)
    assert found._asdict() == pytest.approx(naive.rates(y, pred, [1] * 4))
    assert tpr == 0.25


def test_one_specialisation_and_few_calls(count_calls):
    y, pred = np.array([0, 1] * 10), np.array([1, 1, 0, 0, 1] * 4)
    rates(y, pred)
    kernels = [binary_rates._cells, binary_rates._rates, _label_counts._count_pairs]
    before = [len(kernel.signatures) for kernel in kernels]
    rates(y.astype(np.int8), pred[::-1])
    rates(y.astype(bool), pred.tolist(), sample_weight=np.ones(20))
    assert [len(kernel.signatures) for kernel in kernels] == before
    assert count_calls(rates, y.tolist(), pred.tolist()) < 60
