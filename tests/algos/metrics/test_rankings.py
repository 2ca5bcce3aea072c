"""Precision, recall and average precision at k against every order of tied documents."""

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos.metrics import _expected_hits, average_precision_at_k, precision_at_k, recall_at_k
from tests.naive import rankings as naive

pytestmark = pytest.mark.kernels

TWINS = {
    precision_at_k: naive.precision,
    recall_at_k: naive.recall,
    average_precision_at_k: naive.average_precision,
}
each = pytest.mark.parametrize("function", TWINS, ids=lambda function: function.__name__)
QUERY = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=6).map(
    lambda pairs: [[*column] for column in zip(*pairs, strict=True)]
)


@each
@given(QUERY, st.sampled_from([None, 1, 2, 3, 9]), st.sampled_from([1, 2]))
def test_mean_over_every_order_of_tied_documents(function, query, k, level):
    y, s = query
    expected = naive.over_orders(TWINS[function], y, s, len(y) if k is None else k, level)
    assert function(y, s, k, relevance_level=level) == pytest.approx(expected, abs=1e-14)
    inside = function.compiled_as(np.array(y), np.array(s), k, relevance_level=level)
    assert inside == pytest.approx(expected, abs=1e-14)


@each
@pytest.mark.parametrize("k", [None, 1, 5, 40, 99, 100, 200])
def test_many_queries_of_many_documents(function, k, rng):
    y, s = rng.random((6, 100)) < 0.1, rng.normal(size=(6, 100))
    y[2] = False
    limit = 100 if k is None else k
    expected = np.mean(
        [TWINS[function](row[order].tolist(), limit) for row, order in zip(y, np.argsort(-s), strict=True)]
    )
    assert function(y, s, k) == pytest.approx(expected, rel=1e-13)
    assert np.mean([function(*row, k) for row in zip(y, s, strict=True)]) == pytest.approx(expected, rel=1e-13)


@each
@pytest.mark.parametrize("k", [None, 3, 40])
def test_the_order_of_the_documents_does_not_matter(function, k, rng):
    y, s = rng.integers(0, 2, (5, 90)), rng.integers(0, 4, (5, 90))
    order = rng.permutation(90)
    assert function(y[:, order], s[:, order], k) == pytest.approx(function(y, s, k), rel=1e-14)


def test_average_precision_of_all_documents_by_scikit_learn(rng):
    y, s = rng.integers(0, 2, 50), rng.permutation(50)
    expected = sklearn.metrics.average_precision_score(y, s)
    assert average_precision_at_k(y, s) == pytest.approx(expected, rel=1e-13)


def test_by_hand():
    y, s = [1, 0, 1, 1, 0], [5, 4, 3, 2, 1]
    assert precision_at_k(y, s, 3) == 2 / 3
    assert precision_at_k(y, s, 10) == 0.3  # missing ranks are not relevant
    assert recall_at_k(y, s, 3) == 2 / 3
    assert recall_at_k(y, s, 10) == 1.0
    assert average_precision_at_k(y, s, 3) == pytest.approx((1 + 2 / 3) / 3)
    assert average_precision_at_k(y, s) == pytest.approx((1 + 2 / 3 + 3 / 4) / 3)
    assert precision_at_k([0.5, 1.0], [1, 2], relevance_level=0.5) == 1.0


@each
def test_no_relevant_document(function):
    assert function([0, 0], [1, 2]) == 0.0
    assert function([[0, 0], [1, 1]], [[1, 2], [1, 2]]) == 0.5


@each
def test_refusals(function):
    for y, s, keywords, match in (
        ([], [], {}, "at least one query and one document"),
        ([1, 2], [1], {}, "one shape"),
        ([1, np.nan], [1, 2], {}, "y_true contains NaN"),
        ([1, 2], [np.nan, 2], {}, "y_score contains NaN"),
        ([1, 2], [1, 2], {"k": 0}, "k must be an integer of at least 1"),
        ([1, 2], [1, 2], {"relevance_level": np.nan}, "relevance_level"),
    ):
        with pytest.raises(ValueError, match=match):
            function(y, s, **keywords)
    with pytest.raises(ValueError, match="k must be"):
        function.compiled_as(np.ones(2), np.ones(2), -1)


def test_from_compiled_code():
    @njit
    def mine(y, s):
        return precision_at_k(y, s, 2), recall_at_k(y[0], s[0], k=2), average_precision_at_k(y, s, relevance_level=2)

    y, s = np.array([[3, 2, 0, 1], [0, 0, 1, 1]]), np.array([[4.0, 1.0, 1.0, 3.0], [1.0, 2.0, 2.0, 0.0]])
    expected = (
        np.mean([naive.over_orders(naive.precision, *row, 2) for row in zip(y, s, strict=True)]),
        naive.over_orders(naive.recall, y[0], s[0], 2),
        np.mean([naive.over_orders(naive.average_precision, *row, 4, 2) for row in zip(y, s, strict=True)]),
    )
    assert mine(y, s) == pytest.approx(expected, rel=1e-13)


def test_one_specialisation_and_few_calls(count_calls, rng):
    kernels = [_expected_hits._hits, _expected_hits._average_precisions]
    y, s = rng.integers(0, 2, (4, 100)), rng.normal(size=(4, 100))
    for function in TWINS:
        function(y, s)
    before = [len(kernel.signatures) for kernel in kernels]
    for function in TWINS:
        function(y.tolist(), s.astype(np.float32), 5)
        function(y[0, ::-2], s[0, ::-2], np.int32(3), relevance_level=1)
        assert count_calls(function, y[0, :20].tolist(), s[0, :20].tolist(), 5) < 60
    assert [len(kernel.signatures) for kernel in kernels] == before
