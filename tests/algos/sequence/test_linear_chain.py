"""Partition function, likelihood and gradient of a chain: enumeration, differences, extremes, compiled calls."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos._check import UndefinedWarning
from algos.sequence import CRFGradient, crf_log_partition, crf_nll_grad
from algos.sequence._chain import _log_partition, _nll_grad
from tests.conftest import PLAIN
from tests.naive import random_field as naive

pytestmark = pytest.mark.kernels


@st.composite
def chains(draw):
    T, k = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    spread = 10.0 ** draw(st.integers(-1, 3))
    states, transitions = spread * rng.normal(size=(T, k)), spread * rng.normal(size=(k, k))
    return states, transitions, rng.integers(0, k, T)


@given(chains())
def test_equals_the_sum_over_all_paths(chain):
    states, transitions, labels = chain
    nll, at, steps = naive.nll_grad(states, transitions, labels)
    log_z, found = crf_log_partition(states, transitions), crf_nll_grad(states, transitions, labels)
    size = np.abs(states).sum() + np.abs(transitions).sum()
    assert log_z == pytest.approx(naive.log_partition(states, transitions), rel=1e-13, abs=1e-14 * size)
    assert found.nll == pytest.approx(nll, rel=1e-12, abs=1e-14 * size)
    np.testing.assert_allclose(found.states_gradient, at, rtol=0, atol=1e-13 * max(1.0, size))
    np.testing.assert_allclose(found.transitions_gradient, steps, rtol=0, atol=1e-13 * max(1.0, size))


@given(chains())
def test_gradients_sum_to_zero(chain):
    found = crf_nll_grad(*chain)
    np.testing.assert_allclose(found.states_gradient.sum(1), 0, atol=1e-12)
    np.testing.assert_allclose(found.transitions_gradient.sum(), 0, atol=1e-11)
    assert found.nll >= 0


def test_gradient_is_the_limit_of_differences(rng):
    states, transitions, labels = rng.normal(size=(6, 3)), rng.normal(size=(3, 3)), rng.integers(0, 3, 6)
    found, h = crf_nll_grad(states, transitions, labels), 1e-6
    for values, gradient in ((states, found.states_gradient), (transitions, found.transitions_gradient)):
        for index in np.ndindex(values.shape):
            kept = values[index]
            values[index] = kept + h
            above = crf_nll_grad(states, transitions, labels).nll
            values[index] = kept - h
            below = crf_nll_grad(states, transitions, labels).nll
            values[index] = kept
            assert (above - below) / (2 * h) == pytest.approx(gradient[index], abs=1e-8)


def test_a_shift_of_all_scores_shifts_the_partition_function(rng):
    states, transitions = rng.normal(size=(5, 3)), rng.normal(size=(3, 3))
    shifted = crf_log_partition(states + 700.0, transitions - 300.0)
    assert shifted == pytest.approx(crf_log_partition(states, transitions) + 5 * 700 - 4 * 300, rel=1e-14)


def test_forbidden_paths_have_no_weight():
    inf = math.inf
    states, transitions = [[0.0, -inf], [1.0, 2.0], [0.0, 0.0]], [[0.0, 0.5], [-inf, 1.0]]
    assert crf_log_partition(states, transitions) == pytest.approx(naive.log_partition(states, transitions), rel=1e-14)
    assert crf_nll_grad(states, transitions, [0, 1, 0]).nll == inf
    closed = [[-inf, -inf], [0.0, 0.0]]
    with pytest.warns(UndefinedWarning, match="forbid every path"):
        assert crf_log_partition(closed, transitions) == -inf
    with pytest.raises(ValueError, match="forbid every path"):
        crf_nll_grad(closed, transitions, [0, 0])


def test_scores_hundreds_apart_keep_their_digits():
    """Only state 1 can be reached at the end, although its potential vanishes beside that of state 0."""
    inf = math.inf
    states, transitions = [[0.0, -inf], [0.0, -800.0], [0.0, -900.0]], [[-inf, 0.0], [-inf, -1.0]]
    assert crf_log_partition(states, transitions) == pytest.approx(-800.0 - 900.0 - 1.0, rel=1e-15)
    found = crf_nll_grad(states, transitions, [0, 1, 1])
    assert found.nll == 0.0
    np.testing.assert_array_equal(found.states_gradient, np.zeros((3, 2)))


def test_a_state_that_looked_hopeless_can_win():
    """No sum along the way is small enough to warn, yet the weight of state 1 at first is below 1e-308."""
    inf = math.inf
    states, transitions = [[0.0, -745.0], [-460.0, 0.0], [-460.0, 0.0]], [[0.0, -inf], [-inf, 0.0]]
    assert crf_log_partition(states, transitions) == pytest.approx(-745.0, rel=1e-15)
    assert crf_nll_grad(states, transitions, [1, 1, 1]).nll == pytest.approx(0.0, abs=1e-12)


def test_long_chains_neither_overflow_nor_vanish(rng):
    T = 2_000 if PLAIN else 100_000
    states, transitions = rng.normal(size=(T, 3)) + 50.0, rng.normal(size=(3, 3)) - 90.0
    once = crf_log_partition(states, transitions)
    assert math.isfinite(once)
    # The same chain cut in two and joined by the states between the halves.
    half = T // 2
    joined = [
        crf_log_partition(np.vstack([states[:half], np.where(np.arange(3) == k, 0.0, -math.inf)]), transitions)
        + crf_log_partition(
            np.vstack([np.where(np.arange(3) == k, states[half], -math.inf), states[half + 1 :]]), transitions
        )
        for k in range(3)
    ]
    assert once == pytest.approx(np.logaddexp.reduce(joined), rel=1e-12)


def test_single_step_and_single_state():
    assert crf_log_partition([[1.0, 2.0]], np.zeros((2, 2))) == pytest.approx(math.log(math.e + math.e**2), rel=1e-15)
    found = crf_nll_grad([[3.0], [4.0]], [[5.0]], [0, 0])
    assert (found.nll, found.states_gradient.tolist(), found.transitions_gradient.tolist()) == (0.0, [[0.0]] * 2, [[0]])


def test_compiled_callers_get_the_same(rng):
    states, transitions, labels = rng.normal(size=(7, 3)), rng.normal(size=(3, 3)), rng.integers(0, 3, 7)

    @njit
    def call(states, transitions, labels):
        return crf_log_partition(states, transitions), crf_nll_grad(states, transitions, labels)

    log_z, found = call(states, transitions, labels)
    expected = crf_nll_grad(states, transitions, labels)
    assert crf_log_partition.compiled_as(states, transitions) == log_z
    assert isinstance(crf_nll_grad.compiled_as(states, transitions, labels), CRFGradient)
    assert log_z == crf_log_partition(states, transitions)
    for other in (labels.astype(float), labels.astype(np.uint64)):
        found_of_other = call(states, transitions, other)[1]
        assert found_of_other.states_gradient.tolist() == found.states_gradient.tolist()
    for wrong in (labels + 0.5, labels + np.nan):
        with pytest.raises(ValueError, match="labels must be integers from 0"):
            crf_nll_grad.compiled_as(states, transitions, wrong)
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize(
    ("states", "transitions", "labels", "match"),
    [
        (np.zeros((0, 2)), np.zeros((2, 2)), np.zeros(0, np.int64), "at least one row"),
        (np.zeros((2, 2)), np.zeros((2, 3)), np.zeros(2, np.int64), "one row and one column"),
        (np.full((2, 2), np.nan), np.zeros((2, 2)), np.zeros(2, np.int64), "finite or -infinity"),
        (np.zeros((2, 2)), np.zeros((2, 2)), np.zeros(3, np.int64), "one label for each row"),
        (np.zeros((2, 2)), np.zeros((2, 2)), np.array([0, 2]), "from 0 to"),
        (np.full((2, 2), -np.inf), np.zeros((2, 2)), np.array([0, 1]), "every path is forbidden"),
    ],
)
def test_compiled_callers_are_stopped_before_an_index_leaves_its_array(states, transitions, labels, match):
    with pytest.raises(ValueError, match=match):
        crf_nll_grad.compiled_as(states, transitions, labels)


def test_compiled_once(rng):
    if PLAIN:
        pytest.skip("counts compiled versions")
    states, transitions = rng.normal(size=(4, 2)), rng.normal(size=(2, 2))
    versions = set()
    for convert in (np.asarray, np.asfortranarray, np.float32, np.ndarray.tolist):
        crf_nll_grad(convert(states), convert(transitions), [0, 1, 1, 0])
        crf_log_partition(convert(states), convert(transitions))
        versions.add((len(_nll_grad.signatures), len(_log_partition.signatures)))
    assert len(versions) == 1  # other tests may have compiled for the arrays of a user's own @njit


def test_small_calls_are_cheap(rng, count_calls):
    states, transitions = rng.normal(size=(20, 2)), rng.normal(size=(2, 2))
    assert count_calls(crf_log_partition, states, transitions) < 60
    assert count_calls(crf_nll_grad, states, transitions, np.zeros(20, np.int64)) < 60


def test_result_is_documented():
    assert CRFGradient._fields == ("nll", "states_gradient", "transitions_gradient")
