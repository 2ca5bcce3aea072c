"""Discounted cumulative gain against every order of tied documents, by hand and against scikit-learn."""

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos.metrics import _discounted_gains, dcg_score, ndcg_score
from tests.naive import rankings as naive

pytestmark = pytest.mark.kernels

QUERY = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=6).map(
    lambda pairs: [[*column] for column in zip(*pairs, strict=True)]
)
GAINS = ("linear", "exponential")


@given(QUERY, st.sampled_from([None, 1, 2, 3, 9]))
def test_mean_over_every_order_of_tied_documents(query, k):
    y, s = query
    limit = len(y) if k is None else k
    for gain in GAINS:
        exponential = gain == "exponential"
        for function, twin in ((dcg_score, naive.dcg), (ndcg_score, naive.ndcg)):
            expected = pytest.approx(naive.over_orders(twin, y, s, limit, exponential), rel=1e-13, abs=1e-15)
            assert function(y, s, k, gain) == expected


@pytest.mark.parametrize("k", [None, 1, 10, 40, 150])
@pytest.mark.parametrize("decimals", [None, 0, 1])
def test_against_scikit_learn(k, decimals, rng):
    y, s, weight = rng.integers(0, 4, (7, 100)), rng.normal(size=(7, 100)), rng.random(7)
    y[3] = 0
    s = s if decimals is None else s.round(decimals)
    for w in (None, weight):
        expected = sklearn.metrics.dcg_score(y, s, k=k, log_base=3, sample_weight=w)
        assert dcg_score(y, s, k, log_base=3, sample_weight=w) == pytest.approx(expected, rel=1e-12)
        expected = sklearn.metrics.ndcg_score(y, s, k=k, sample_weight=w)
        assert ndcg_score(y, s, k, sample_weight=w) == pytest.approx(expected, rel=1e-12)
        if decimals is None:
            assert ndcg_score(y, s, k, sample_weight=w, ignore_ties=True) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("k", [None, 3, 40])
def test_the_order_of_the_documents_does_not_matter(k, rng):
    y, s = rng.integers(0, 4, (5, 90)), rng.integers(0, 4, (5, 90))
    order = rng.permutation(90)
    for function in (dcg_score, ndcg_score):
        assert function(y[:, order], s[:, order], k) == pytest.approx(function(y, s, k), rel=1e-14)
    assert ndcg_score(y, y, k) == pytest.approx(1.0, rel=1e-14)
    assert ndcg_score(y, np.zeros((5, 90)), k) < 1.0


def test_worked_example_of_six_documents():
    y, s = [3, 2, 3, 0, 1, 2], [6, 5, 4, 3, 2, 1]
    assert dcg_score(y, s) == pytest.approx(6.8611267, abs=5e-8)
    assert ndcg_score(y, s) == pytest.approx(0.9608082, abs=5e-8)
    assert dcg_score(y, s, gain="exponential") == pytest.approx(13.8482636, abs=5e-8)
    assert ndcg_score(y, s, gain="exponential") == pytest.approx(0.9488107, abs=5e-8)
    assert dcg_score(y, s, k=1) == 3.0


def test_ignored_ties_keep_one_order():
    y, s = [10, 0, 0, 1, 5], [1, 0, 0, 0, 1]
    assert ndcg_score([y], [s], k=1) == 0.75
    assert ndcg_score([y], [s], k=1, ignore_ties=True) in (0.5, 1.0)


def test_one_document_and_none_relevant():
    assert ndcg_score([[3.0]], [[0.1]]) == 1.0
    assert ndcg_score([[0.0]], [[0.1]]) == 0.0
    assert ndcg_score([0, 0], [1, 2]) == 0.0
    assert dcg_score([[2], [4]], [[1], [1]]) == 3.0
    assert dcg_score([-1, 1], [1, 0]) == pytest.approx(-1 + 1 / np.log2(3))


@pytest.mark.parametrize("function", [dcg_score, ndcg_score])
def test_refusals(function):
    for y, s, keywords, match in (
        ([], [], {}, "at least one query and one document"),
        ([[]], [[]], {}, "at least one query and one document"),
        ([1, 2], [1, 2, 3], {}, r"one shape, got \(2,\) and \(3,\)"),
        ([[[1]]], [[[1]]], {}, "y_true must have shape"),
        ([1, np.nan], [1, 2], {}, "y_true contains NaN"),
        ([1, 2], [np.inf, 2], {}, "y_score contains infinity"),
        ([1, 2], [1, 2], {"k": 0}, "k must be an integer of at least 1"),
        ([1, 2], [1, 2], {"gain": "square"}, "'linear', 'exponential'"),
        ([1, 1001], [1, 2], {"gain": "exponential"}, "at most 1000 for an exponential gain, got 1001"),
        ([1e308, 1e308, 1e308], [1, 1, 2], {}, "overflow"),
        ([1, 2], [1, 2], {"sample_weight": [1, 2]}, "expected 1, got 2"),
    ):
        with pytest.raises(ValueError, match=match):
            function(y, s, **keywords)
    with pytest.raises(TypeError, match="k must be an integer"):
        function([1, 2], [1, 2], 1.5)


def test_refusals_of_one_of_them():
    with pytest.raises(ValueError, match="y_true must not be negative, got -1"):
        ndcg_score([1, -1], [1, 2])
    for base in (0, -1, 1, np.inf):
        with pytest.raises(ValueError, match="log_base"):
            dcg_score([1, 2], [1, 2], log_base=base)


@pytest.mark.parametrize("gain", GAINS)
def test_bodies_for_compiled_code(gain, rng):
    y, s, w = rng.integers(0, 4, (5, 30)), rng.integers(0, 9, (5, 30)), rng.random(5)
    for k in (None, 4):
        body = dcg_score.compiled_as(y, s, k, gain)
        found = body(y, s, k, gain, log_base=3, sample_weight=w, ignore_ties=False)
        assert found == pytest.approx(dcg_score(y, s, k, gain, log_base=3, sample_weight=w), rel=1e-13)
        body = ndcg_score.compiled_as(y, s, k, gain)
        assert body(y, s, k, gain) == pytest.approx(ndcg_score(y, s, k, gain), rel=1e-13)
        assert body(y[0], s[0], k, gain) == pytest.approx(ndcg_score(y[0], s[0], k, gain), rel=1e-13)


def test_refusals_of_compiled_bodies():
    y, s = np.array([1.0, 2.0]), np.array([1.0, 3.0])
    gain_of, share_of = dcg_score.compiled_as(y, s), ndcg_score.compiled_as(y, s)
    for body, arguments, match in (
        (gain_of, (y, s[:1]), "one shape"),
        (gain_of, (y[:0], s[:0]), "at least one document"),
        (gain_of, (y, s, 0), "k must be at least 1"),
        (gain_of, (y, s * np.inf), "finite"),
        (gain_of, (y, s, None, "linear", 1.0), "log_base"),
        (share_of, (-y, s), "negative"),
        (dcg_score.compiled_as(y, s, None, "cubic"), (y, s), "gain"),
        (ndcg_score.compiled_as(y, s, None, "cubic"), (y, s), "gain"),
    ):
        with pytest.raises(ValueError, match=match):
            body(*arguments)


def test_from_compiled_code():
    @njit
    def mine(y, s, w):
        return (
            dcg_score(y[0], s[0]),
            dcg_score(y, s, 2, gain="exponential", sample_weight=w),
            ndcg_score(y, s),
            ndcg_score(y, s, k=2, gain="exponential"),
        )

    y, s, w = np.array([[3, 2, 0, 1], [0, 0, 1, 1]]), np.array([[4.0, 1.0, 1.0, 3.0], [1.0, 2.0, 2.0, 0.0]]), np.ones(2)
    expected = (
        dcg_score(y[0], s[0]),
        dcg_score(y, s, 2, gain="exponential"),
        sklearn.metrics.ndcg_score(y, s),
        ndcg_score(y, s, k=2, gain="exponential"),
    )
    assert mine(y, s, w) == pytest.approx(expected, rel=1e-13)


def test_one_specialisation_and_few_calls(count_calls, rng):
    kernels = [_discounted_gains._dcg, _discounted_gains._ideal_dcg, _discounted_gains._share]
    y, s = rng.integers(0, 3, (4, 100)), rng.normal(size=(4, 100))
    ndcg_score(y, s)
    before = [len(kernel.signatures) for kernel in kernels]
    for k in (None, 5):
        ndcg_score(y.tolist(), s.astype(np.float32), k)
        ndcg_score(y[0, ::-2], s[0, ::-2], k, "exponential", ignore_ties=True)
        ndcg_score(np.asfortranarray(y), np.asfortranarray(s), k)
    assert [len(kernel.signatures) for kernel in kernels] == before
    row = y[0, :20].tolist(), s[0, :20].tolist()
    assert count_calls(ndcg_score, *row) < 60
    assert count_calls(dcg_score, *row) < 60
