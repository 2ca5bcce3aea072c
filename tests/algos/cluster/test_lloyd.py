import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numba import njit
from sklearn.cluster import KMeans as SklearnKMeans

from algos.cluster import lloyd, lloyd_step
from tests.conftest import PLAIN
from tests.naive import cluster as naive

pytestmark = pytest.mark.kernels

small = st.integers(-20, 20).map(float)
tables = st.tuples(st.integers(1, 12), st.integers(1, 3), st.integers(1, 5)).flatmap(
    lambda s: st.tuples(arrays(float, s[:2], elements=small), arrays(float, (s[2], s[1]), elements=small))
)


def test_worked_example():
    """Rows 0 and 2 are nearer to 1 than to 5; 9 is nearer to 5. Squares 1 + 1 + 16."""
    step = lloyd_step([[0.0], [2.0], [9.0]], [[1.0], [5.0]])
    assert step.labels.tolist() == [0, 0, 1]
    assert step.centers.tolist() == [[1.0], [9.0]]
    assert step.inertia == 18.0


@given(tables)
def test_equals_naive(data):
    X, centers = data
    step = lloyd_step(X, centers)
    labels, moved, inertia = naive.lloyd_step(X.tolist(), centers.tolist())
    assert step.labels.tolist() == labels
    np.testing.assert_allclose(step.centers, moved, rtol=1e-12, atol=1e-12)
    assert step.inertia == pytest.approx(inertia, rel=1e-12)


@given(tables, st.data())
def test_weights_are_repetitions(data, draw):
    X, centers = data
    repeats = np.array(draw.draw(st.lists(st.integers(1, 3), min_size=len(X), max_size=len(X))))
    weighted = lloyd_step(X, centers, repeats)
    repeated = lloyd_step(np.repeat(X, repeats, axis=0), centers)
    assert np.repeat(weighted.labels, repeats).tolist() == repeated.labels.tolist()
    assert weighted.inertia == pytest.approx(repeated.inertia, rel=1e-12)
    if len(set(weighted.labels)) == len(centers):  # an empty cluster takes one row, which may weigh more than one
        np.testing.assert_allclose(weighted.centers, repeated.centers, rtol=1e-12, atol=1e-12)


@given(tables)
def test_inertia_never_rises(data):
    X, centers = data
    first = lloyd_step(X, centers)
    second = lloyd_step(X, first.centers)
    assert second.inertia <= first.inertia * (1 + 1e-12) + 1e-9


@pytest.mark.slow
def test_equals_sklearn(rng):
    X, centers = rng.normal(size=(9000, 5)), rng.normal(size=(6, 5))
    step = lloyd_step(X, centers)
    theirs = SklearnKMeans(6, init=centers, n_init=1, max_iter=1).fit(X)
    np.testing.assert_allclose(step.centers, theirs.cluster_centers_, rtol=1e-10)


def test_empty_clusters_take_the_farthest_rows():
    X = [[0.0], [1.0], [10.0], [20.0]]
    step = lloyd_step(X, [[0.0], [500.0], [600.0]])
    assert step.labels.tolist() == [0, 0, 0, 0]
    assert step.centers.tolist() == [[0.5], [20.0], [10.0]]


def test_duplicate_rows_leave_nothing_to_take():
    step = lloyd_step([[3.0], [3.0]], [[3.0], [8.0]])
    assert step.centers.tolist() == [[3.0], [8.0]]
    assert step.inertia == 0.0


def test_ties_go_to_the_lowest_label():
    assert lloyd_step([[0.0]], [[1.0], [-1.0], [1.0]]).labels.tolist() == [0]


def test_blocks_add_up(rng):
    """More rows than a block holds: the means are those of all rows."""
    n = (300 if PLAIN else 9000) + 1
    lloyd_block, X = lloyd.BLOCK, rng.normal(size=(n, 2))
    step = lloyd_step(X, [[0.0, 0.0], [1.0, 1.0]])
    assert n > lloyd_block or PLAIN
    for j in range(2):
        np.testing.assert_allclose(step.centers[j], X[step.labels == j].mean(axis=0), rtol=1e-12)


@njit
def from_compiled_code(X, centers):
    step = lloyd_step(X, centers)
    return step.labels, step.centers, step.inertia


def test_called_from_compiled_code(rng):
    X, centers = rng.normal(size=(50, 2)), rng.normal(size=(3, 2))
    step = lloyd_step(X, centers)
    labels, moved, inertia = from_compiled_code(X, centers)
    assert labels.tolist() == step.labels.tolist()
    assert moved.tolist() == step.centers.tolist()
    assert inertia == step.inertia


@pytest.mark.parametrize("shape", [(0, 2), (3, 1)])
def test_compiled_code_refuses_shapes(shape):
    with pytest.raises(ValueError, match="columns"):
        lloyd_step.compiled_as(np.zeros(shape), np.zeros((2, 2)))


def test_compiled_body_checks_weights():
    with pytest.raises(ValueError, match="one weight a row"):
        lloyd_step.compiled_as(np.zeros((3, 2)), np.zeros((2, 2)), np.ones(2))
    assert lloyd_step.compiled_as(np.array([[0.0], [3.0]]), np.array([[1.0]])).centers.tolist() == [[1.5]]
    weighted = lloyd_step.compiled_as(np.array([[0.0], [3.0]]), np.array([[1.0]]), np.array([2.0, 1.0]))
    assert weighted.centers.tolist() == [[1.0]]


def test_one_specialisation():
    """Whatever comes in, the same machine code runs; compiled callers bring types of their own."""
    functions, counts = (lloyd._lloyd, lloyd._assign, lloyd._means), set()
    for X in ([[0, 1], [2, 3]], np.float32([[0, 1], [2, 3]]), np.zeros((4, 2))[::2], np.asfortranarray(np.eye(2))):
        lloyd_step(X, np.eye(2))
        counts.add(() if PLAIN else tuple(len(function.signatures) for function in functions))
    assert len(counts) == 1


def test_compiled_callers_get_the_unit_too():
    X, centers = np.array([[1e200], [0.0]]), np.array([[3e200], [1.5e200]])
    step = lloyd_step.compiled_as(X, centers)
    assert step.labels.tolist() == [1, 1] == lloyd_step(X, centers).labels.tolist()
    assert step.inertia == np.inf
    np.testing.assert_allclose(step.centers, lloyd_step(X, centers).centers)
