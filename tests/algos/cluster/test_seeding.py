import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit
from sklearn.cluster import kmeans_plusplus as sklearn_kmeans_plusplus

from algos.cluster import kmeans_plusplus, seeding
from tests.naive import cluster as naive

pytestmark = pytest.mark.kernels


class Replay(np.random.Generator):
    """A Generator that hands out given numbers."""

    def __init__(self, numbers):
        super().__init__(np.random.PCG64(0))
        self.numbers = np.asarray(numbers)

    def random(self, size):
        assert self.numbers.shape == size
        return self.numbers


class ReplayState(np.random.RandomState):
    """The same numbers, through the two calls that scikit-learn makes."""

    def replay(self, numbers):
        self.rows = iter(numbers)
        return self

    def choice(self, n, p):
        return int(np.searchsorted(np.cumsum(p), next(self.rows)[0], side="right"))

    def uniform(self, size):
        return next(self.rows)[:size]


@given(st.integers(0, 10**6))
def test_equals_naive(seed):
    rng = np.random.default_rng(seed)
    n, k = int(rng.integers(1, 15)), 1
    k = int(rng.integers(1, n + 1))
    X, weight = rng.integers(0, 6, size=(n, 2)).astype(float), rng.integers(0, 4, size=n).astype(float)
    weight[0] = 1.0
    uniforms = rng.random((k, seeding._n_trials(k)))
    found = kmeans_plusplus(X, k, rng=Replay(uniforms), sample_weight=weight)
    assert found.indices.tolist() == naive.kmeans_plusplus(X.tolist(), k, uniforms.tolist(), weight.tolist())
    assert (found.centers == X[found.indices]).all()


@pytest.mark.slow
def test_equals_sklearn(rng):
    """The same uniform numbers choose the same rows in both."""
    X = rng.normal(size=(6000, 4))
    uniforms = rng.random((7, seeding._n_trials(7)))
    ours = kmeans_plusplus(X, 7, rng=Replay(uniforms)).indices
    theirs = sklearn_kmeans_plusplus(X, 7, random_state=ReplayState().replay(uniforms))[1]
    assert ours.tolist() == theirs.tolist()


def test_same_seed_same_rows(rng):
    X = rng.normal(size=(40, 2))
    assert kmeans_plusplus(X, 5, rng=3).indices.tolist() == kmeans_plusplus(X, 5, rng=3).indices.tolist()


def test_all_distinct_rows_are_found():
    X = np.repeat(np.arange(6.0), 3).reshape(-1, 1)
    for seed in range(10):
        assert sorted(kmeans_plusplus(X, 6, rng=seed).centers.ravel()) == list(range(6))


def test_fewer_distinct_rows_than_centers():
    assert kmeans_plusplus(np.ones((4, 1)), 3, rng=0).centers.tolist() == [[1.0]] * 3


@njit
def from_compiled_code(X, k, rng):
    return kmeans_plusplus(X, k, rng=rng).indices


def test_called_from_compiled_code(rng):
    X = rng.normal(size=(60, 2))
    ours = kmeans_plusplus(X, 4, rng=np.random.default_rng(5)).indices
    assert from_compiled_code(X, 4, np.random.default_rng(5)).tolist() == ours.tolist()


def test_compiled_body(rng):
    X, body = rng.normal(size=(5000, 2)), kmeans_plusplus.compiled_as
    weight = np.zeros(5000)
    weight[-3:] = 1.0
    found = body(X[-40:], 2, np.random.default_rng(1), weight[-40:]).indices
    assert (found >= 37).all()
    assert found.tolist() == kmeans_plusplus(X[-40:], 2, rng=1, sample_weight=weight[-40:]).indices.tolist()
    assert body(X, 2, np.random.default_rng(1)).indices.tolist() == kmeans_plusplus(X, 2, rng=1).indices.tolist()
    with pytest.raises(ValueError, match="numpy Generator"):
        body(X, 2)
    with pytest.raises(ValueError, match="between 1 and"):
        body(X, 5001, rng)
    with pytest.raises(ValueError, match="one weight a row"):
        body(X, 2, rng, np.ones(3))
