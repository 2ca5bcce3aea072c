"""One step of expectation maximisation: naive, scikit-learn, blocks, the likelihood never falls, refusals."""

from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.mixture import GaussianMixture as SklearnGaussianMixture

from algos.estimation import _mixture_covariances, _mixture_sums, em_step
from tests.conftest import PLAIN
from tests.naive import estimation as naive

pytestmark = pytest.mark.kernels

KINDS = ["full", "tied", "diag", "spherical"]


def start(rng, n, d, k, kind):
    """Return rows around k centres, and weights, means and covariances to start from."""
    X = 3.0 * rng.normal(size=(k, d))[rng.integers(0, k, n)] + rng.normal(size=(n, d))
    spread = rng.normal(size=(k, d, 2 * d))
    full = spread @ spread.transpose(0, 2, 1) / d + 0.5 * np.eye(d)
    covariances = {"full": full, "tied": full[0], "diag": 0.5 + rng.random((k, d)), "spherical": 0.5 + rng.random(k)}
    return X, rng.dirichlet(np.full(k, 5.0)), X[:k].copy(), covariances[kind]


@pytest.mark.parametrize(("n", "d", "k"), [(5, 1, 1), (12, 2, 2), (30, 3, 4), (20, 6, 2)])
def test_equals_naive(n, d, k, rng):
    X, weights, means, covariances = start(rng, n, d, k, "full")
    found = em_step(X, weights, means, covariances, reg_covar=0.25)
    expected = naive.em_step(X.tolist(), weights.tolist(), means.tolist(), covariances.tolist(), 0.25)
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("n", "d", "k"), [(257, 1, 3), (600, 4, 3), (300, 9, 2)])
def test_equals_sklearn(n, d, k, kind, rng):
    X, weights, means, covariances = start(rng, n, d, k, kind)
    precisions = np.linalg.inv(covariances) if kind in ("full", "tied") else 1.0 / covariances
    theirs = SklearnGaussianMixture(
        k, covariance_type=kind, weights_init=weights, means_init=means, precisions_init=precisions, max_iter=1
    ).fit(X)
    found = em_step(X, weights, means, covariances, kind)
    np.testing.assert_allclose(found.weights, theirs.weights_, rtol=1e-11)
    np.testing.assert_allclose(found.means, theirs.means_, rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(found.covariances, theirs.covariances_, rtol=1e-9, atol=1e-11)
    assert found.log_likelihood / n == pytest.approx(theirs.lower_bound_, rel=1e-12)


@given(st.integers(0, 10**6), st.sampled_from(KINDS), st.integers(1, 4), st.integers(1, 3))
def test_the_likelihood_never_falls(seed, kind, d, k):
    rng = np.random.default_rng(seed)
    X, *state = start(rng, 40, d, k, kind)
    before = -np.inf
    for _ in range(5):
        step = em_step(X, *state, kind, 0.0)
        assert step.log_likelihood >= before - 1e-10 * abs(before if np.isfinite(before) else 1.0)
        assert step.weights.sum() == pytest.approx(1.0, rel=1e-12)
        if kind in ("full", "tied"):
            np.testing.assert_array_equal(step.covariances, np.swapaxes(step.covariances, -1, -2))
        *state, before = step
        if np.min(np.linalg.eigvalsh(step.covariances) if kind in ("full", "tied") else step.covariances) < 1e-6:
            return  # a component on its way onto a point


@pytest.mark.parametrize("kind", KINDS)
def test_blocks_of_any_size_give_the_same(kind, rng):
    X, *state = start(rng, 50, 3, 2, kind)
    names = dict(zip(("weights", "means", "covariances"), state, strict=True))
    found = em_step.over_blocks([X[:20], X[20:21], X[21:]], **names, covariance_type=kind)
    for ours, expected in zip(found, em_step(X, *state, kind), strict=True):
        np.testing.assert_allclose(ours, expected, rtol=1e-11)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_any_executor_gives_the_same_bits(kind, rng):
    X, *state = start(rng, 40_000, 3, 2, kind)
    names = dict(zip(("weights", "means", "covariances"), state, strict=True))
    with ThreadPoolExecutor(3) as pool:
        found = em_step.over_blocks(em_step.blocks(X), map=pool.map, **names, covariance_type=kind, reg_covar=1e-3)
    for ours, expected in zip(found, em_step(X, *state, kind, 1e-3), strict=True):
        np.testing.assert_array_equal(ours, expected)


def test_a_shift_moves_the_means_alone(rng):
    X, weights, means, covariances = start(rng, 100, 3, 2, "full")
    here, there = em_step(X, weights, means, covariances), em_step(X + 1e6, weights, means + 1e6, covariances)
    np.testing.assert_allclose(there.covariances, here.covariances, rtol=1e-7)
    np.testing.assert_allclose(there.means - 1e6, here.means, rtol=1e-7, atol=1e-8)
    assert there.log_likelihood == pytest.approx(here.log_likelihood, rel=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_a_component_without_rows_stays(kind):
    """One so far away that its responsibilities are zero."""
    X, far = np.array([[0.0], [1.0], [3.0]]), [[0.0], [1e9]]
    ones = {"full": np.ones((2, 1, 1)), "tied": np.ones((1, 1)), "diag": np.ones((2, 1)), "spherical": np.ones(2)}
    step = em_step(X, [0.5, 0.5], far, ones[kind], kind)
    assert step.weights.tolist() == [1.0, 0.0]
    assert step.means[1, 0] == 1e9
    if kind != "tied":
        assert step.covariances[1].item() == 1.0
    assert step.covariances.flat[0] == pytest.approx(np.var([0.0, 1.0, 3.0]) + 1e-6, rel=1e-12)
    assert em_step(X, step.weights, step.means, step.covariances, kind).weights.tolist() == [1.0, 0.0]


def test_rows_infinitely_far_count():
    """Squared distances that overflow: every component is as far as any other."""
    step = em_step([[1e150], [0.0]], [0.5, 0.5], [[0.0], [1.0]], [1e-12, 1e-12], "spherical")
    assert np.isfinite(step.log_likelihood)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"X": np.empty((0, 2))}, "0 sample"),
        ({"X": [[np.nan, 0.0]]}, "X contains NaN"),
        ({"X": [[1e200, 0.0]]}, "rescale"),
        ({"X": [[1.0]]}, "as many columns as X"),
        ({"weights": [0.5, 0.6]}, "weights must sum to 1"),
        ({"weights": [1.0]}, "weights must have one entry a row of means: expected 2, got 1"),
        ({"means": [[np.inf, 0.0]]}, "means contains infinity"),
        ({"covariances": np.ones((2, 2))}, "must have shape"),
        ({"covariances": [[[1.0, 0.5], [0.0, 1.0]], np.eye(2)]}, "symmetric"),
        ({"covariances": [[[1.0, 2.0], [2.0, 1.0]], np.eye(2)]}, "component 0 is not positive definite"),
        ({"covariances": [np.eye(2), np.zeros((2, 2))]}, "component 1 is not positive definite"),
        ({"covariance_type": "diag", "covariances": [[1.0, 1.0], [1.0, 0.0]]}, "component 1 is not positive"),
        ({"covariance_type": "round"}, "covariance_type must be one of"),
        ({"reg_covar": -1.0}, "reg_covar"),
    ],
)
def test_refuses(change, match):
    good = {
        "X": [[0.0, 1.0], [1.0, 0.0]],
        "weights": [0.5, 0.5],
        "means": [[0.0, 0.0], [1.0, 1.0]],
        "covariances": [np.eye(2), np.eye(2)],
    }
    with pytest.raises(ValueError, match=match):
        em_step(**good | change)


def full_step(X, weights, means, covariances):
    return em_step(X, weights, means, covariances)


def diagonal_step(X, weights, means, covariances):
    return em_step(X, weights, means, covariances, "diag", 0.5)


@pytest.mark.slow
@pytest.mark.parametrize(("function", "kind"), [(full_step, "full"), (diagonal_step, "diag")])
def test_compiled_callers_get_the_same(function, kind, rng):
    data = start(rng, 60, 3, 2, kind)
    for ours, expected in zip(numba.njit(function)(*data), function(*data), strict=True):
        np.testing.assert_allclose(ours, expected, rtol=1e-12)


@pytest.mark.parametrize("kind", ["full", "diag"])
def test_the_compiled_twin_keeps_fractions_of_whole_numbers(kind):
    """Means and covariances that start as integers must not stay integers."""
    covariances = np.ones((2, 2), int) if kind == "diag" else np.array([np.eye(2, dtype=int)] * 2)
    whole = np.array([[0, 1], [1, 2], [8, 2], [9, 4]]), np.array([0.5, 0.5]), np.array([[0, 1], [8, 2]]), covariances
    for ours, expected in zip(em_step.compiled_as(*whole, kind), em_step(*whole, kind), strict=True):
        np.testing.assert_allclose(ours, expected, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("kind", ["full", "diag"])
def test_the_compiled_twin(kind, rng):
    X, weights, means, covariances = start(rng, 20, 3, 2, kind)
    twin, zero = em_step.compiled_as, np.zeros_like(covariances)
    found = twin(X, weights, means, covariances, kind)
    for ours, expected in zip(found, em_step(X, weights, means, covariances, kind), strict=True):
        np.testing.assert_allclose(ours, expected, rtol=1e-12)
    for bad in (
        (X[:0], weights, means, covariances),
        (X[:, :2], weights, means, covariances),
        (X, weights[:1], means, covariances),
        (X, weights * 2, means, covariances),
        (X * np.nan, weights, means, covariances),
        (X, weights, means, covariances[:1]),
        (X, weights, means, zero),
    ):
        with pytest.raises(ValueError, match="em_step"):
            twin(*bad, kind)
    with pytest.raises(ValueError, match="em_step"):
        twin(X, weights, means, covariances, "tied")


def test_one_specialisation(rng):
    if PLAIN:
        pytest.skip("counts what is compiled")
    kernels = [v for m in (_mixture_sums, _mixture_covariances) for v in vars(m).values() if hasattr(v, "signatures")]
    X, *state = start(rng, 20, 2, 2, "full")
    em_step(X, *state)
    before = {kernel: len(kernel.signatures) for kernel in kernels}
    for rows in (X.astype(np.float32), X[::2], np.asfortranarray(X), X.tolist(), X.round().astype(int)):
        em_step(rows, *state)
    assert {kernel: len(kernel.signatures) for kernel in kernels} == before


def test_a_small_call_is_cheap(rng, count_calls):
    X, *state = start(rng, 20, 2, 2, "diag")
    assert count_calls(em_step, X, *state, "diag") < 60
