import multiprocessing
import os
import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.cluster import KMeans as SklearnKMeans
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from algos.cluster import KMeans, _hamerly, lloyd_step
from algos.cluster._hamerly import Iterations
from tests.conftest import PLAIN

pytestmark = pytest.mark.kernels


def test_worked_example():
    model = KMeans(2, init=[[0.0], [2.0]]).fit([[0.0], [2.0], [9.0], [11.0]])
    assert model.labels_.tolist() == [0, 0, 1, 1]
    assert model.cluster_centers_.tolist() == [[1.0], [10.0]]
    assert model.inertia_ == 4.0
    assert model.converged_


def bits_of_steps(X, centers, weight, steps):
    """Follow the loop with its bounds and `lloyd_step` side by side; return how often they part."""
    loop, parted = Iterations(X, weight, centers), 0
    for _ in range(steps):
        step = lloyd_step(X, centers, weight)
        moved, _ = loop.step(centers)
        parted += not (moved.tolist() == step.centers.tolist() and loop.labels.tolist() == step.labels.tolist())
        assert loop.distances(centers)[0] == step.inertia
        centers = moved
    return parted


@given(st.integers(0, 10**6), st.sampled_from(["normal", "lattice", "far", "outlier", "equal"]))
def test_every_iterate_is_the_steps(seed, kind):
    """Bounds and single-precision products save work and change no bit, also on ties and badly scaled data."""
    rng = np.random.default_rng(seed)
    n, d, k = int(rng.integers(2, 60)), int(rng.integers(1, 9)), int(rng.integers(1, 7))
    X = rng.normal(size=(n, d))
    if kind == "lattice":
        X = np.round(X)  # exact ties
    elif kind == "far":
        X += 1e7  # products lose every digit unless shifted
    elif kind == "outlier":
        X[0] = 1e9
    elif kind == "equal":
        X[:] = X[0]
    X.flags.writeable = False
    centers = X[rng.integers(0, n, size=k)]
    centers.flags.writeable = False
    weight = rng.integers(1, 3, size=n).astype(float)
    weight.flags.writeable = False
    assert bits_of_steps(X, centers, weight, 6) == 0


@pytest.mark.slow
@pytest.mark.parametrize(("d", "k", "spread"), [(2, 8, 0.3), (10, 20, 3.0), (40, 30, 1.0)])
def test_every_iterate_is_the_steps_over_blocks(rng, d, k, spread):
    X = rng.normal(size=(k, d))[rng.integers(0, k, size=10_000)] + spread * rng.normal(size=(10_000, d))
    X.flags.writeable = False
    weight = np.ones(len(X))
    weight.flags.writeable = False
    centers = X[:k].copy()
    centers.flags.writeable = False
    assert bits_of_steps(X, centers, weight, 25) == 0


@pytest.mark.slow
@pytest.mark.parametrize("spread", [0.2, 2.0])
def test_equals_sklearn(rng, spread):
    X = rng.normal(size=(12, 3))[rng.integers(0, 12, size=3000)] + spread * rng.normal(size=(3000, 3))
    start, weight = X[:12], rng.integers(1, 4, size=3000)
    ours = KMeans(12, init=start, tol=0.0).fit(X, sample_weight=weight)
    theirs = SklearnKMeans(12, init=start, n_init=1, tol=0.0).fit(X, sample_weight=weight)
    assert ours.labels_.tolist() == theirs.labels_.tolist()
    assert ours.n_iter_ == theirs.n_iter_
    np.testing.assert_allclose(ours.cluster_centers_, theirs.cluster_centers_, rtol=1e-10)
    np.testing.assert_allclose(ours.inertia_, theirs.inertia_, rtol=1e-10)
    fresh = rng.normal(size=(500, 3))
    assert ours.predict(fresh).tolist() == theirs.predict(fresh).tolist()
    np.testing.assert_allclose(ours.transform(fresh), theirs.transform(fresh), rtol=1e-7)
    np.testing.assert_allclose(ours.score(fresh), theirs.score(fresh), rtol=1e-10)


@pytest.mark.slow
def test_tolerance_stops_where_sklearn_stops(rng):
    X = rng.normal(size=(2000, 2))
    ours = KMeans(9, init=X[:9], tol=1e-3).fit(X)
    theirs = SklearnKMeans(9, init=X[:9], n_init=1, tol=1e-3).fit(X)
    assert ours.n_iter_ == theirs.n_iter_ < KMeans(9, init=X[:9], tol=0.0).fit(X).n_iter_
    assert ours.labels_.tolist() == theirs.labels_.tolist()


def fitted_bits(n_jobs):
    X = np.random.default_rng(7).normal(size=(9000 if not PLAIN else 100, 4))
    model = KMeans(6, random_state=11, n_init=2, max_iter=30, n_jobs=n_jobs).fit(X)
    return model.cluster_centers_.tobytes(), model.labels_.tobytes(), model.inertia_, model.n_iter_


@pytest.mark.slow
class TestSameBits:
    def test_for_any_number_of_threads(self):
        assert fitted_bits(None) == fitted_bits(2) == fitted_bits(8) == fitted_bits(-1)

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
    @pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
    def test_in_a_forked_child(self):
        here = fitted_bits(2)
        with multiprocessing.get_context("fork").Pool(1) as pool:
            assert pool.apply_async(fitted_bits, (2,)).get(timeout=120) == here

    def test_from_two_python_threads(self):
        here = fitted_bits(2)
        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(fitted_bits, [2, 2])) == [here, here]


def test_row_order_and_repetition_do_not_change_the_start(rng):
    X = rng.normal(size=(30, 2))
    repeats = rng.integers(0, 3, size=30)
    shuffled = rng.permutation(np.repeat(np.arange(30), repeats))
    weighted = KMeans(4, random_state=0).fit(X, sample_weight=repeats)
    repeated = KMeans(4, random_state=0).fit(X[shuffled])
    np.testing.assert_allclose(weighted.cluster_centers_, repeated.cluster_centers_, rtol=1e-9)


@pytest.mark.parametrize("unit", [1e200, 1e-200, 1e300, 1e-300])
def test_extreme_magnitudes(rng, unit):
    """A power of two takes the data to where squares are finite; it rounds nothing."""
    X = rng.normal(size=(60, 2))
    plain, extreme = KMeans(3, random_state=0).fit(X), KMeans(3, random_state=0).fit(X * unit)
    assert plain.labels_.tolist() == extreme.labels_.tolist()
    np.testing.assert_allclose(extreme.cluster_centers_, plain.cluster_centers_ * unit, rtol=1e-12)
    assert extreme.predict(X * unit).tolist() == plain.labels_.tolist()
    np.testing.assert_allclose(extreme.transform(X * unit), plain.transform(X) * unit, rtol=1e-12)
    assert extreme.score(X * unit) in (-np.inf, 0.0)


def test_random_start_leaves_out_rows_of_weight_zero(rng):
    X, weight = rng.normal(size=(50, 2)), np.zeros(50)
    weight[:3] = 1.0
    model = KMeans(3, init="random", max_iter=1, random_state=0).fit(X, sample_weight=weight)
    assert sorted(map(tuple, model.cluster_centers_)) == sorted(map(tuple, X[:3]))


def test_generator_and_random_state_are_accepted(rng):
    X = rng.normal(size=(20, 2))
    for state in (np.random.default_rng(1), np.random.RandomState(1), None, np.random):
        KMeans(2, random_state=state).fit(X)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"n_clusters": 0}, "n_clusters must be an integer of at least 1"),
        ({"n_clusters": 9}, "n_samples=4 should be >= n_clusters=9"),
        ({"n_init": 0}, "n_init"),
        ({"n_init": "many"}, "n_init must be one of"),
        ({"init": "kmeans"}, "init must be one of"),
        ({"init": [[1.0, 2.0]]}, "init must have shape"),
        ({"max_iter": 0}, "max_iter"),
        ({"tol": -1.0}, "tol"),
        ({"random_state": -1}, "random_state"),
        ({"n_jobs": 0}, "n_jobs"),
    ],
)
def test_bad_parameters_are_named(parameters, message):
    with pytest.raises(ValueError, match=message):
        KMeans(**({"n_clusters": 2} | parameters)).fit([[0.0], [1.0], [2.0], [3.0]])


def test_given_centers_are_started_once():
    with pytest.warns(UserWarning, match="one is run"):
        KMeans(1, init=[[0.0]], n_init=3).fit([[1.0], [2.0]])


def test_predict_takes_the_blocked_way_on_many_rows(rng, monkeypatch):
    X = rng.normal(size=(30 if PLAIN else 20_000, 3))
    model = KMeans(4, random_state=0, max_iter=2).fit(X[:30])
    ways = [model.predict(X), model.score(X)]
    monkeypatch.setattr("algos.cluster.descent._DIRECT", 0 if PLAIN else 10**9)
    assert model.predict(X).tolist() == ways[0].tolist()
    assert model.score(X) == pytest.approx(ways[1], rel=1e-12)


def test_in_a_pipeline_and_a_grid(rng):
    X = rng.normal(size=(60, 2))
    pipeline = make_pipeline(StandardScaler(), KMeans(random_state=0))
    search = GridSearchCV(pipeline, {"kmeans__n_clusters": [2, 5]}, cv=3).fit(X)
    assert search.best_params_ == {"kmeans__n_clusters": 5}
    assert clone(KMeans(3, tol=0.1)).get_params() == KMeans(3, tol=0.1).get_params()


def test_data_frames_out(rng):
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame(rng.normal(size=(9, 2)), columns=["a", "b"], index=range(5, 14))
    out = KMeans(2, random_state=0).set_output(transform="pandas").fit_transform(frame)
    assert list(out.columns) == ["kmeans0", "kmeans1"]
    assert list(out.index) == list(frame.index)


def test_pickle(rng):
    X = rng.normal(size=(20, 2))
    model = KMeans(3, random_state=0).fit(X)
    again = pickle.loads(pickle.dumps(model))
    assert again.predict(X).tolist() == model.labels_.tolist()


def test_one_specialisation():
    if not PLAIN:
        kernels = [value for value in vars(_hamerly).values() if hasattr(value, "signatures")]
        assert kernels
        assert {
            kernel.py_func.__name__: len(kernel.signatures) for kernel in kernels if len(kernel.signatures) > 1
        } == {}
