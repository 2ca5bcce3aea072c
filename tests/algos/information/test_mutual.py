"""Mutual information from tables and from labels: by hand, naive, scikit-learn, laws, edges."""

import math

import mpmath
import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from algos.information import (
    conditional_entropy,
    entropy,
    kl_divergence,
    mutual,
    mutual_info_score,
    mutual_information,
)
from tests.algos.information.helpers import distributions
from tests.conftest import PLAIN
from tests.naive import information as naive

pytestmark = pytest.mark.kernels

tables = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(distributions)
labels = st.integers(1, 30).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(-3, 3), min_size=n, max_size=n) for _ in range(2)])
)


def test_worked_example_by_hand():
    # X a fair coin, Y equal to X three times in four: I = 1 - H(1/4) = 1 - 0.8112781
    assert mutual_information([[0.375, 0.125], [0.125, 0.375]]) == pytest.approx(0.1887219, abs=5e-8)
    a, b = [0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 1, 1, 1, 1, 0]
    assert mutual_info_score(a, b, base=2.0) == pytest.approx(0.1887219, abs=5e-8)
    assert mutual_info_score(a, b) == pytest.approx(0.1887219 * math.log(2), abs=5e-8)


# -- from tables -----------------------------------------------------------------------------------


@pytest.mark.parametrize("base", [2.0, math.e])
@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (4, 1), (3, 5), (50, 40)])
def test_table_equals_naive_and_scikit_learn(shape, base, draw, rng):
    table = draw(shape)
    assert mutual_information(table, base) == pytest.approx(naive.mutual_information(table, base), rel=1e-10, abs=1e-13)
    counts = rng.integers(0, 9, shape) + (np.arange(math.prod(shape)).reshape(shape) == 0)
    nats = metrics.mutual_info_score(None, None, contingency=counts)
    assert mutual_information(counts / counts.sum(), math.e) == pytest.approx(nats, rel=1e-12, abs=1e-13)


def test_nearly_independent_variables_keep_their_digits(rng):
    table = np.outer(rng.random(6) + 0.5, rng.random(5) + 0.5) * (1.0 + 1e-7 * rng.uniform(-1, 1, (6, 5)))
    table /= table.sum()
    with mpmath.workdps(60):
        exact = [[mpmath.mpf(p) for p in row] for row in table]
        total = mpmath.fsum(naive.flat(exact))
        exact = [[p / total for p in row] for row in exact]
        p_x, p_y = naive.margins(exact)
        bits = mpmath.fsum(
            p * mpmath.log(p / (p_x[i] * p_y[j]), 2) for i, row in enumerate(exact) for j, p in enumerate(row)
        )
    assert mutual_information(table) == pytest.approx(float(bits), rel=1e-7, abs=0.0)
    assert abs(naive.mutual_information(table) / float(bits) - 1.0) > 1e-4


@given(tables)
def test_laws_of_tables(table):
    information = mutual_information(table)
    p_x, p_y = table.sum(axis=1), table.sum(axis=0)
    assert information >= 0.0
    assert information <= min(entropy(p_x / p_x.sum()), entropy(p_y / p_y.sum())) + 1e-12
    assert information == pytest.approx(mutual_information(table.T), rel=1e-10, abs=1e-14)
    assert information == pytest.approx(entropy(p_y / p_y.sum()) - conditional_entropy(table), abs=1e-12)
    product = np.outer(p_x, p_y).ravel()
    assert information == pytest.approx(kl_divergence(table.ravel(), product / product.sum()), rel=1e-9, abs=1e-14)


@pytest.mark.parametrize("table", [[0.5, 0.5], [[0.5, 0.6]], [[1.5, -0.5]], [[np.nan, 1.0]], [[]]], ids=str)
def test_tables_are_refused(table):
    with pytest.raises(ValueError, match="table"):
        mutual_information(table)


# -- from labels -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "k_a", "k_b"), [(1, 1, 1), (20, 2, 3), (500, 7, 4), (3000, 2500, 2000), (3000, 1, 9)])
def test_score_equals_naive_and_scikit_learn(n, k_a, k_b, rng):
    a, b = rng.integers(0, k_a, n), rng.integers(0, k_b, n)
    found = mutual_info_score(a, b)
    assert found == pytest.approx(metrics.mutual_info_score(a, b), rel=1e-12, abs=1e-14)
    if k_a * k_b < 1000:
        assert found == pytest.approx(naive.mutual_information(naive.joint_table(a, b), math.e), rel=1e-11, abs=1e-14)
    assert type(found) is float


def test_wide_labels_are_counted_without_a_table(rng, monkeypatch):
    a, b = rng.integers(0, 30, 400), rng.integers(0, 20, 400)
    expected = mutual_info_score(a, b)
    monkeypatch.setattr(mutual, "_CELLS", 0)
    monkeypatch.setattr(mutual, "_sparse_count_information", spy := Spy(mutual._sparse_count_information))
    a = a * 20 + 3  # still narrow: 581 times 20 cells are more than four a sample
    assert mutual_info_score(a, b) == pytest.approx(expected, rel=1e-13)
    assert spy.calls == 1


class Spy:
    def __init__(self, function):
        self.function, self.calls = function, 0

    def __call__(self, *arguments):
        self.calls += 1
        return self.function(*arguments)


def test_kinds_of_labels(rng):
    a, b = rng.integers(0, 4, 60), rng.integers(0, 3, 60)
    expected = mutual_info_score(a, b)
    names = np.array(["ant", "bee", "cat", "dog"])[a]
    before = set(getattr(mutual._count_information, "signatures", ()))
    for values in (
        a - 17,
        a * 10**12,
        a.astype(np.int8),
        a.astype(np.uint64),
        a.astype(float),
        names,
        names.tolist(),
        a[::-1].copy()[::-1],
    ):
        assert mutual_info_score(values, b) == pytest.approx(expected, rel=1e-14)
    assert mutual_info_score(b > 0, a) == pytest.approx(metrics.mutual_info_score(b > 0, a), rel=1e-13)
    assert len(set(getattr(mutual._count_information, "signatures", ())) - before) <= 1


@given(labels)
def test_laws_of_labels(pair):
    a, b = pair
    score = mutual_info_score(a, b)
    assert score >= 0.0
    assert score == pytest.approx(mutual_info_score(b, a), rel=1e-12, abs=1e-15)
    _, counts = np.unique(a, return_counts=True)
    assert mutual_info_score(a, a) == pytest.approx(entropy(counts, math.e, normalize=True), rel=1e-12, abs=1e-15)
    assert mutual_info_score(a * 2, b * 2) == pytest.approx(score, rel=1e-12, abs=1e-15)


def test_independent_labels_give_exactly_zero():
    a, b = np.repeat(np.arange(7), 30), np.tile(np.repeat(np.arange(3), 10), 7)
    assert mutual_info_score(a, b) == 0.0
    assert mutual_info_score(np.zeros(10), np.arange(10)) == 0.0


@pytest.mark.parametrize(
    ("a", "b", "match"),
    [
        ([], [], "labels_a must have at least one"),
        ([1], [], "labels_b must have at least one"),
        ([1, 2], [1], "inconsistent"),
        ([0.5, 1.2], [1, 2], "labels_a|Unknown label type"),
        ([1.0, np.nan], [1, 2], "NaN"),
    ],
)
def test_labels_are_refused(a, b, match):
    with pytest.raises(ValueError, match=match):
        mutual_info_score(a, b)


def test_a_small_call_is_cheap(count_calls):
    assert count_calls(mutual_information, np.full((2, 2), 0.25)) < 60
    assert count_calls(mutual_info_score, np.arange(20) % 3, np.arange(20) % 4) < 60


# -- from compiled code ----------------------------------------------------------------------------


def call_all(table, a, b):
    return (
        mutual_information(table),
        mutual_information(table, base=3.0),
        mutual_info_score(a, b),
        mutual_info_score(a, b, 2.0),
    )


def test_compiled_callers_get_the_same(draw, rng, monkeypatch):
    table, a, b = draw((3, 4)), rng.integers(0, 5, 40), rng.integers(-2, 2, 40)
    caller = call_all if PLAIN else numba.njit(call_all)
    expected = call_all(table, a, b)
    np.testing.assert_allclose(caller(table, a, b), expected, rtol=1e-13)
    np.testing.assert_allclose(caller(np.asfortranarray(table), a.astype(float), b * 10**9), expected, rtol=1e-13)
    wide_a, wide_b = np.arange(1500), np.arange(1500)[::-1].copy()
    assert caller(table, wide_a, wide_b)[2] == pytest.approx(math.log(1500), rel=1e-13)
    assert mutual_information.compiled_as(table, 3.0) == pytest.approx(expected[1], rel=1e-13)
    assert mutual_info_score.compiled_as(a, b) == pytest.approx(expected[2], rel=1e-13)
    assert mutual_info_score.compiled_as(wide_a, wide_b) == pytest.approx(math.log(1500), rel=1e-13)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (mutual_information, (np.ones((2, 2)),)),
        (mutual_information, (np.ones((0, 2)),)),
        (mutual_information, (np.array([[1.5, -0.5]]),)),
        (mutual_information, (np.full((2, 2), 0.25), 1.0)),
        (mutual_info_score, (np.arange(2), np.arange(3))),
        (mutual_info_score, (np.arange(0), np.arange(0))),
        (mutual_info_score, (np.array([0.5, 1.0]), np.arange(2))),
        (mutual_info_score, (np.arange(2), np.arange(2), 1.0)),
    ],
)
def test_compiled_callers_are_refused_too(function, arguments):
    with pytest.raises(ValueError, match="must"):
        function.compiled_as(*arguments)
