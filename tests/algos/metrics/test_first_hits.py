"""Reciprocal ranks against every order of tied documents."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos import metrics
from algos.metrics import _expected_hits, expected_reciprocal_rank, reciprocal_rank
from tests.naive import rankings as naive

pytestmark = pytest.mark.kernels

QUERY = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=6).map(
    lambda pairs: [[*column] for column in zip(*pairs, strict=True)]
)


@given(QUERY, st.sampled_from([None, 1, 2, 3, 9]), st.sampled_from([1, 2]))
def test_first_hit_over_every_order_of_tied_documents(query, k, level):
    y, s = query
    expected = naive.over_orders(naive.reciprocal_rank, y, s, len(y) if k is None else k, level)
    assert reciprocal_rank(y, s, k, relevance_level=level) == pytest.approx(expected, abs=1e-14)
    inside = reciprocal_rank.compiled_as(np.array(y), np.array(s), k, relevance_level=level)
    assert inside == pytest.approx(expected, abs=1e-14)


@given(QUERY, st.sampled_from([None, 1, 2, 3, 9]), st.sampled_from([None, 3, 4.5]))
def test_cascade_over_every_order_of_tied_documents(query, k, max_grade):
    y, s = query
    top = max(y) if max_grade is None else max_grade
    expected = naive.over_orders(naive.expected_reciprocal_rank, y, s, len(y) if k is None else k, top)
    assert expected_reciprocal_rank(y, s, k, max_grade=max_grade) == pytest.approx(expected, abs=1e-14)
    inside = expected_reciprocal_rank.compiled_as(np.array(y), np.array(s), k, max_grade)
    assert inside == pytest.approx(expected, abs=1e-14)


@pytest.mark.parametrize("k", [None, 1, 5, 40, 99, 200])
def test_many_queries_of_many_documents(k, rng):
    y, s = rng.integers(0, 4, (6, 100)) * (rng.random((6, 100)) < 0.1), rng.normal(size=(6, 100))
    y[2] = 0
    limit = 100 if k is None else k
    ranked = [row[order].tolist() for row, order in zip(y, np.argsort(-s), strict=True)]
    expected = np.mean([naive.reciprocal_rank(row, limit) for row in ranked])
    assert reciprocal_rank(y, s, k) == pytest.approx(expected, rel=1e-13)
    expected = np.mean([naive.expected_reciprocal_rank(row, limit, 3) for row in ranked])
    assert expected_reciprocal_rank(y, s, k, max_grade=3) == pytest.approx(expected, rel=1e-12)


def test_by_hand():
    assert reciprocal_rank([0, 0, 1, 1], [4, 3, 2, 1]) == 1 / 3
    assert reciprocal_rank([0, 0, 1, 1], [4, 3, 2, 1], k=2) == 0.0
    assert reciprocal_rank([0, 1], [1, 1]) == 0.75  # first or second
    assert reciprocal_rank([0, 0], [1, 1]) == 0.0
    assert expected_reciprocal_rank([2, 1], [2, 1]) == 0.75 + 0.25 * 0.25 / 2
    assert expected_reciprocal_rank([0, 0], [2, 1]) == 0.0
    assert expected_reciprocal_rank([1, 1], [2, 1], k=1, max_grade=1) == 0.5
    assert expected_reciprocal_rank([1, 1], [2, 1], max_grade=2000) == 0.0


def test_refusals():
    for function in (reciprocal_rank, expected_reciprocal_rank):
        for y, s, k, match in (
            ([], [], None, "at least one query and one document"),
            ([1, 2], [1], None, "one shape"),
            ([1, np.inf], [1, 2], None, "y_true contains infinity"),
            ([1, 2], [1, 2], 0, "k must be an integer of at least 1"),
        ):
            with pytest.raises(ValueError, match=match):
                function(y, s, k)
    for y, top, match in (([1, -1], None, "got -1"), ([1, 3], 2, "max_grade = 2, got 3"), ([0], -1, "max_grade")):
        with pytest.raises(ValueError, match=match):
            expected_reciprocal_rank(y, y, max_grade=top)
        with pytest.raises(ValueError, match="max_grade"):
            expected_reciprocal_rank.compiled_as(np.array(y), np.array(y), None, top)


def test_from_compiled_code():
    @njit
    def mine(y, s):
        return (
            reciprocal_rank(y, s, 2),
            expected_reciprocal_rank(y[0], s[0]),
            expected_reciprocal_rank(y, s, 3, max_grade=4),
        )

    y, s = np.array([[3, 2, 0, 1], [0, 0, 1, 1]]), np.array([[4.0, 1.0, 1.0, 3.0], [1.0, 2.0, 2.0, 0.0]])
    expected = (
        np.mean([naive.over_orders(naive.reciprocal_rank, *row, 2) for row in zip(y, s, strict=True)]),
        naive.over_orders(naive.expected_reciprocal_rank, y[0], s[0], 4, 3),
        np.mean([naive.over_orders(naive.expected_reciprocal_rank, *row, 3, 4) for row in zip(y, s, strict=True)]),
    )
    assert mine(y, s) == pytest.approx(expected, rel=1e-13)


def test_one_specialisation_and_few_calls(count_calls, rng):
    kernels = [_expected_hits._first_hits, _expected_hits._expected_reciprocal_ranks]
    y, s = rng.integers(0, 2, (4, 100)), rng.normal(size=(4, 100))
    functions = reciprocal_rank, expected_reciprocal_rank
    for function in functions:
        function(y, s)
    before = [len(kernel.signatures) for kernel in kernels]
    for function in functions:
        function(y.tolist(), s.astype(np.float32), 5)
        function(y[0, ::-2], s[0, ::-2], np.int32(3))
        assert count_calls(function, y[0, :20].tolist(), s[0, :20].tolist(), 5) < 60
    assert [len(kernel.signatures) for kernel in kernels] == before


@pytest.mark.parametrize("decimals", [0, 1, 9])
def test_documents_that_come_ranked(decimals, rng):
    """They are not sorted again, and every measure is what it is for the same documents in another order."""
    y = rng.integers(0, 4, (9, 80)) * (rng.random((9, 80)) < 0.1)
    s = -np.sort(-rng.random((9, 80)).round(decimals), axis=1)
    order = rng.permutation(80)
    for name in (
        "dcg_score",
        "ndcg_score",
        "precision_at_k",
        "recall_at_k",
        "average_precision_at_k",
        "reciprocal_rank",
        "expected_reciprocal_rank",
    ):
        for k in (None, 1, 5, 60):
            function = getattr(metrics, name)
            assert function(y, s, k) == pytest.approx(function(y[:, order], s[:, order], k), rel=1e-13)
