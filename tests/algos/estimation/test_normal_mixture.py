"""GaussianMixture: scikit-learn from the same start, threads, starts, degenerate data, the rest of its methods."""

import pickle

import numpy as np
import pytest
from sklearn.mixture import GaussianMixture as SklearnGaussianMixture
from sklearn.model_selection import GridSearchCV

from algos._check import UndefinedWarning
from algos.estimation import GaussianMixture, em_step
from tests.algos.estimator_checks import estimator_checks
from tests.conftest import PLAIN

pytestmark = pytest.mark.kernels

KINDS = ["full", "tied", "diag", "spherical"]
SIZES = [(300, 1, 2), (2000, 4, 5), (500, 12, 3)]

test_scikit_learn = estimator_checks(GaussianMixture(), GaussianMixture(2, covariance_type="diag", n_init=2, n_jobs=2))


def blobs(rng, n, d, k, spread=3.0):
    return spread * rng.normal(size=(k, d))[rng.integers(0, k, n)] + rng.normal(size=(n, d))


def same_start(X, k, kind, **parameters):
    """Return ours and scikit-learn's, fitted from the same parameters."""
    pooled = np.cov(X.T).reshape(X.shape[1], X.shape[1])
    precisions = {
        "full": np.array([np.linalg.inv(pooled)] * k),
        "tied": np.linalg.inv(pooled),
        "diag": np.array([1.0 / np.diag(pooled)] * k),
        "spherical": np.full(k, 1.0 / pooled.trace()),
    }
    parameters |= {"weights_init": np.full(k, 1.0 / k), "means_init": X[:k], "precisions_init": precisions[kind]}
    return tuple(
        model(k, covariance_type=kind, **parameters).fit(X) for model in (GaussianMixture, SklearnGaussianMixture)
    )


def test_worked_example():
    model = GaussianMixture(2, means_init=[[1.0], [100.0]], reg_covar=0.0).fit([[0.0], [2.0], [99.0], [103.0]])
    assert model.means_.ravel().tolist() == pytest.approx([1.0, 101.0], rel=1e-12)
    assert model.covariances_.ravel().tolist() == pytest.approx([1.0, 4.0], rel=1e-9)
    assert model.weights_.tolist() == [0.5, 0.5]
    assert model.predict([[5.0], [90.0]]).tolist() == [0, 1]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("n", "d", "k"), [(60, 2, 2), *(pytest.param(*size, marks=pytest.mark.slow) for size in SIZES)]
)
def test_equals_sklearn(n, d, k, kind, rng):
    X = blobs(rng, n, d, k)
    ours, theirs = same_start(X, k, kind, tol=1e-5, max_iter=500)
    assert ours.n_iter_ == theirs.n_iter_ > 2
    assert ours.converged_
    assert ours.lower_bound_ == pytest.approx(theirs.lower_bound_, rel=1e-10)
    for name in ("weights_", "means_", "covariances_", "precisions_", "precisions_cholesky_"):
        np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-6, atol=1e-8, err_msg=name)
    fresh = blobs(rng, 200, d, k)
    assert ours.predict(fresh).tolist() == theirs.predict(fresh).tolist()
    np.testing.assert_allclose(ours.predict_proba(fresh), theirs.predict_proba(fresh), rtol=1e-5, atol=1e-9)
    np.testing.assert_allclose(ours.score_samples(fresh), theirs.score_samples(fresh), rtol=1e-6)
    for name in ("score", "bic", "aic"):
        assert getattr(ours, name)(fresh) == pytest.approx(getattr(theirs, name)(fresh), rel=1e-8)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_separated_clusters_end_where_sklearn_ends(kind, rng):
    """From each library's own start."""
    X = blobs(rng, 600, 3, 4, spread=20.0)
    ours = GaussianMixture(4, covariance_type=kind, random_state=0, n_init=3, tol=1e-8).fit(X)
    theirs = SklearnGaussianMixture(4, covariance_type=kind, random_state=0, n_init=3, tol=1e-8).fit(X)
    assert ours.lower_bound_ == pytest.approx(theirs.lower_bound_, rel=1e-8)


def test_the_loop_calls_the_step(rng):
    X = blobs(rng, 60, 2, 2)
    model = GaussianMixture(
        2, weights_init=[0.5, 0.5], means_init=X[:2], precisions_init=[np.eye(2)] * 2, max_iter=3, tol=None
    ).fit(X)
    assert not model.converged_
    state = [0.5, 0.5], X[:2], [np.eye(2)] * 2
    for bound in model.lower_bounds_:
        *state, log_likelihood = em_step(X, *state)
        assert log_likelihood / 60 == bound
    np.testing.assert_array_equal(model.means_, state[1])
    np.testing.assert_array_equal(model.covariances_, state[2])
    assert model.n_iter_ == 3


@pytest.mark.parametrize("kind", ["full", "diag"])
@pytest.mark.parametrize("how", ["kmeans", "k-means++", "random", "random_from_data"])
def test_every_start_climbs(kind, how, rng):
    X = blobs(rng, 50 if PLAIN else 200, 2, 3)
    model = GaussianMixture(3, covariance_type=kind, init_params=how, random_state=0, reg_covar=1e-9, max_iter=500).fit(
        X
    )
    assert np.all(np.diff(model.lower_bounds_) >= -1e-9)
    again = GaussianMixture(3, covariance_type=kind, init_params=how, random_state=0, reg_covar=1e-9, max_iter=500)
    np.testing.assert_array_equal(again.fit(X).means_, model.means_)
    assert again.fit_predict(X).tolist() == model.predict(X).tolist()


@pytest.mark.slow
def test_same_bits_for_any_number_of_threads(rng):
    X = blobs(rng, 40_000, 3, 3)
    models = [GaussianMixture(3, random_state=0, n_jobs=n_jobs).fit(X) for n_jobs in (None, 2, -1)]
    for model in models[1:]:
        np.testing.assert_array_equal(model.covariances_, models[0].covariances_)
        assert model.lower_bounds_ == models[0].lower_bounds_


def test_warm_start_goes_on(rng):
    X = blobs(rng, 100, 2, 2)
    model = GaussianMixture(2, means_init=X[:2], max_iter=2, tol=0.0, random_state=0, warm_start=True)
    model.fit(X).fit(X)
    assert not model.converged_
    straight = GaussianMixture(2, means_init=X[:2], max_iter=4, tol=0.0, random_state=0).fit(X)
    np.testing.assert_array_equal(model.means_, straight.means_)
    assert model.lower_bounds_ == straight.lower_bounds_[2:]


# -- degenerate data -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_duplicate_rows_keep_their_centres(kind):
    X = [[5.0, 7.0]] * 6
    with pytest.warns(UndefinedWarning, match="1 distinct rows for 2 components"):
        model = GaussianMixture(2, covariance_type=kind, random_state=0).fit(X)
    np.testing.assert_allclose(model.means_, [[5.0, 7.0]] * 2, rtol=1e-15)
    np.testing.assert_allclose(np.linalg.eigvalsh(np.atleast_2d(model.covariances_)) if kind in ("full", "tied")
                               else model.covariances_, 1e-6, rtol=1e-9)  # fmt: skip
    assert np.isfinite(model.score(X))


@pytest.mark.parametrize("kind", KINDS)
def test_collapse_is_refused_without_a_floor(kind):
    with pytest.raises(ValueError, match=r"not positive definite.*reg_covar"):
        GaussianMixture(1, covariance_type=kind, reg_covar=0.0).fit([[1.0, 2.0], [1.0, 2.0]])


def test_a_constant_feature(rng):
    X = np.c_[rng.normal(size=50), np.full(50, 3.0)]
    model = GaussianMixture(2, random_state=0, reg_covar=1e-6).fit(X)
    np.testing.assert_allclose(model.covariances_[:, 1, 1], 1e-6, rtol=1e-6)
    with pytest.raises(ValueError, match="not positive definite"):
        GaussianMixture(2, random_state=0, reg_covar=0.0).fit(X)


def test_one_row():
    model = GaussianMixture().fit([[1.0, 2.0]])
    assert model.means_.tolist() == [[1.0, 2.0]]


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"n_components": 0}, "n_components must be an integer of at least 1"),
        ({"n_components": 9}, "n_samples=4 should be >= n_components=9"),
        ({"covariance_type": "round"}, "covariance_type must be one of"),
        ({"tol": -1.0}, "tol"),
        ({"reg_covar": -1.0}, "reg_covar"),
        ({"max_iter": 0}, "max_iter"),
        ({"n_init": 0}, "n_init"),
        ({"init_params": "ward"}, "init_params must be one of"),
        ({"weights_init": [0.5, 0.6]}, "weights_init must sum to 1"),
        ({"weights_init": [1.0]}, "weights_init must have shape"),
        ({"means_init": [[1.0]]}, "means_init must have shape"),
        ({"precisions_init": [1.0]}, "precisions_init of type 'full' must have shape"),
        ({"precisions_init": [[[0.0]], [[1.0]]]}, "precisions_init must be symmetric and positive"),
        ({"precisions_init": [0.0, 1.0], "covariance_type": "spherical"}, "precisions_init must be positive"),
        ({"random_state": -1}, "random_state"),
        ({"n_jobs": 0}, "n_jobs"),
    ],
)
def test_bad_parameters_are_named(parameters, message):
    with pytest.raises(ValueError, match=message):
        GaussianMixture(**({"n_components": 2} | parameters)).fit([[0.0], [1.0], [2.0], [3.0]])


def test_what_is_given_is_kept_beside_a_guess(rng):
    X = blobs(rng, 100, 2, 2)
    model = GaussianMixture(2, weights_init=[0.25, 0.75], init_params="random", random_state=0, max_iter=1).fit(X)
    other = GaussianMixture(2, init_params="random", random_state=0, max_iter=1).fit(X)
    assert model.lower_bound_ != other.lower_bound_


# -- use -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_samples_have_the_moments(kind, rng):
    X = blobs(rng, 300, 2, 2)
    model = GaussianMixture(2, covariance_type=kind, random_state=0).fit(X)
    rows, components = model.sample(20_000)
    assert rows.shape == (20_000, 2)
    np.testing.assert_allclose(np.bincount(components) / 20_000, model.weights_, atol=0.02)
    for j in range(2):
        mine = rows[components == j]
        covariance = {"full": lambda j: model.covariances_[j], "tied": lambda j: model.covariances_}
        covariance |= {"diag": lambda j: np.diag(model.covariances_[j])}
        covariance |= {"spherical": lambda j: model.covariances_[j] * np.eye(2)}
        np.testing.assert_allclose(mine.mean(axis=0), model.means_[j], atol=0.2)
        np.testing.assert_allclose(np.cov(mine.T), covariance[kind](j), atol=0.4)
    np.testing.assert_array_equal(model.sample(5)[0], model.sample(5)[0])


@pytest.mark.slow
def test_in_a_grid_and_a_pickle(rng):
    X = blobs(rng, 200, 2, 3, spread=15.0)
    search = GridSearchCV(GaussianMixture(random_state=0), {"n_components": [1, 3]}, cv=3).fit(X)
    assert search.best_params_ == {"n_components": 3}
    model = search.best_estimator_
    assert pickle.loads(pickle.dumps(model)).predict(X).tolist() == model.predict(X).tolist()


def test_generator_and_random_state_are_accepted(rng):
    X = blobs(rng, 40, 2, 2)
    for state in (np.random.default_rng(1), np.random.RandomState(1), None, np.random):
        GaussianMixture(2, random_state=state, tol=1e-1).fit(X)


def test_tol_is_the_change_of_a_row(rng):
    """Twice the rows change nothing; None takes every step; 0 waits until nothing changes at all."""
    X = blobs(rng, 60, 2, 2)
    start = {"weights_init": [0.5, 0.5], "means_init": X[:2], "precisions_init": [np.eye(2)] * 2}
    model = GaussianMixture(2, tol=1e-2, **start).fit(X)
    changes = np.abs(np.diff(model.lower_bounds_))
    assert model.converged_
    assert changes[-1] <= 1e-2
    assert (changes[:-1] > 1e-2).all()
    assert GaussianMixture(2, tol=1e-2, **start).fit(np.r_[X, X]).n_iter_ == model.n_iter_
    still = GaussianMixture(1, tol=0.0, max_iter=50).fit(X)
    assert still.converged_
    assert still.lower_bounds_[-1] == still.lower_bounds_[-2]
    endless = GaussianMixture(1, tol=None, max_iter=50).fit(X)
    assert (endless.n_iter_, endless.converged_) == (50, False)
