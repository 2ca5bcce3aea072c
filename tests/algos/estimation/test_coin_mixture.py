"""BernoulliMixture: a grid over the likelihood of two coins, naive likelihood, it never falls, edges, refusals."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from algos.estimation import BernoulliMixture
from tests.algos.estimator_checks import estimator_checks
from tests.conftest import PLAIN
from tests.naive import estimation as naive

pytestmark = pytest.mark.kernels

test_scikit_learn = estimator_checks(
    BernoulliMixture(binarize=0.0, n_init=2), BernoulliMixture(2, binarize=0.5, tied=True, n_init=2, n_jobs=2)
)

HEADS = [5, 9, 8, 4, 7]  # of ten tosses each: Do and Batzoglou, 2008
COINS = np.array([[1] * h + [0] * (10 - h) for h in HEADS])


def test_worked_example_of_two_coins():
    """One iteration of the paper's figure: from .6 and .5 to .71 and .58, with both coins equally likely."""
    model = BernoulliMixture(2, tied=True, probabilities_init=[0.6, 0.5], max_iter=1).fit(COINS)
    assert (model.n_iter_, model.converged_) == (1, False)
    assert model.probabilities_[:, 0] == pytest.approx([0.71, 0.58], abs=0.005)


def test_two_coins_stand_where_the_likelihood_is_greatest():
    model = BernoulliMixture(2, tied=True, random_state=0, tol=1e-10).fit(COINS)
    p = np.linspace(0.005, 0.995, 100)
    tosses = np.array([stats.bernoulli.pmf(row[:, None], p).prod(axis=0) for row in COINS])
    best, where = -np.inf, None
    for weight in np.linspace(0.01, 0.99, 99):
        total = np.log(weight * tosses[:, :, None] + (1 - weight) * tosses[:, None, :]).sum(axis=0)
        if total.max() > best:
            best, where = total.max(), (weight, *p[list(np.unravel_index(total.argmax(), total.shape))])
    assert model.lower_bound_ * 5 >= best - 1e-9
    assert model.lower_bound_ * 5 == pytest.approx(best, abs=0.01)
    order = np.argsort(model.probabilities_[:, 0])
    first, second = sorted(where[1:])
    assert model.probabilities_[order, 0] == pytest.approx([first, second], abs=0.02)


@pytest.mark.parametrize("tied", [False, True])
def test_equals_the_naive_likelihood(tied, rng):
    X = (rng.random((40, 4)) < rng.random((1, 4))).astype(int)
    model = BernoulliMixture(2, tied=tied, random_state=0, tol=1e-12).fit(X)
    total = naive.bernoulli_mixture_loglik(X.tolist(), model.weights_.tolist(), model.probabilities_.tolist())
    assert model.score_samples(X).sum() == pytest.approx(total, rel=1e-12)
    assert model.score(X) == pytest.approx(total / 40, rel=1e-12)
    assert model.lower_bound_ == pytest.approx(model.score(X), rel=1e-8)
    # no point nearby is more likely
    for _ in range(30):
        shift = rng.normal(size=(2, 1 if tied else 4)) * 1e-3
        near = np.clip(model.probabilities_ + shift, 1e-12, 1 - 1e-12)
        assert naive.bernoulli_mixture_loglik(X.tolist(), model.weights_.tolist(), near.tolist()) <= total + 1e-6


def test_one_step_by_hand():
    """Rows 1 and 0, one column: r = .8 and .2 under the first component, so its new chance is .8."""
    model = BernoulliMixture(2, probabilities_init=[[0.8], [0.2]], max_iter=1).fit([[1], [0]])
    assert model.probabilities_.ravel() == pytest.approx([0.8, 0.2], rel=1e-14)
    assert model.weights_.tolist() == pytest.approx([0.5, 0.5], rel=1e-14)
    assert model.lower_bound_ == pytest.approx(np.log(0.5), rel=1e-14)


@given(st.integers(0, 10**6), st.booleans(), st.integers(1, 3))
def test_the_likelihood_never_falls(seed, tied, k):
    rng = np.random.default_rng(seed)
    X = (rng.random((12, 3)) < 0.5).astype(float)
    model = BernoulliMixture(k, tied=tied, random_state=seed, n_init=1, tol=1e-4).fit(X)
    assert np.all(np.diff(model.lower_bounds_) >= -1e-12)
    proba = model.predict_proba(X)
    np.testing.assert_allclose(proba.sum(axis=1), 1.0, rtol=1e-12)
    assert proba.argmax(axis=1).tolist() == model.predict(X).tolist()
    assert np.all((model.probabilities_ >= 0.0) & (model.probabilities_ <= 1.0))


def test_kinds_of_rows_are_found(rng):
    truth = np.array([[0.9, 0.9, 0.9, 0.1, 0.1, 0.1], [0.1, 0.1, 0.1, 0.9, 0.9, 0.9]])
    kind = rng.integers(0, 2, 300 if PLAIN else 1000)
    X = rng.random((len(kind), 6)) < truth[kind]
    model = BernoulliMixture(2, random_state=0).fit(X)
    order = np.argsort(-model.probabilities_[:, 0])
    np.testing.assert_allclose(model.probabilities_[order], truth, atol=0.08)
    found = model.fit_predict(X)
    assert max(np.mean(found == kind), np.mean(found != kind)) > 0.95


@pytest.mark.slow
def test_same_bits_for_any_number_of_threads(rng):
    X = rng.random((40_000, 3)) < 0.4
    models = [BernoulliMixture(2, random_state=0, n_init=1, n_jobs=n_jobs).fit(X) for n_jobs in (None, 2)]
    np.testing.assert_array_equal(models[0].probabilities_, models[1].probabilities_)
    again = pickle.loads(pickle.dumps(models[0]))
    assert again.predict(X[:9]).tolist() == models[1].predict(X[:9]).tolist()


def test_certain_columns_and_impossible_rows():
    model = BernoulliMixture(1).fit([[1, 0], [1, 0]])
    assert model.probabilities_.tolist() == [[1.0, 0.0]]
    assert model.score_samples([[1, 0], [0, 0]]).tolist() == [0.0, -np.inf]
    assert model.predict_proba([[0, 1]]).tolist() == [[1.0]]
    two = BernoulliMixture(2, probabilities_init=[[1.0, 0.0], [0.0, 1.0]]).fit([[1, 0], [0, 1]])
    assert two.predict_proba([[1, 1]]).tolist() == [[0.5, 0.5]]


def test_tol_is_the_change_of_a_row():
    model = BernoulliMixture(2, tied=True, probabilities_init=[0.6, 0.5], tol=1e-3).fit(COINS)
    changes = np.diff(model.lower_bounds_)
    assert changes[-1] <= 1e-3 < changes[:-1].min()
    twice = BernoulliMixture(2, tied=True, probabilities_init=[0.6, 0.5], tol=1e-3).fit(np.r_[COINS, COINS])
    assert twice.n_iter_ == model.n_iter_
    exact = BernoulliMixture(1, tol=0.0).fit(COINS)
    assert exact.converged_
    endless = BernoulliMixture(1, tol=None, max_iter=7).fit(COINS)
    assert (endless.n_iter_, len(endless.lower_bounds_), endless.converged_) == (7, 7, False)


def test_a_component_without_rows_stays():
    model = BernoulliMixture(2, weights_init=[1.0, 0.0], probabilities_init=[[0.5], [0.25]]).fit([[1], [0]])
    assert model.weights_.tolist() == [1.0, 0.0]
    assert model.probabilities_[1, 0] == 0.25


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"n_components": 0}, "n_components must be an integer of at least 1"),
        ({"n_components": 9}, "n_samples=4 should be >= n_components=9"),
        ({"tol": -1.0}, "tol"),
        ({"max_iter": 0}, "max_iter"),
        ({"n_init": 0}, "n_init"),
        ({"weights_init": [0.5, 0.6]}, "weights_init must sum to 1"),
        ({"weights_init": [1.0]}, "weights_init must have shape"),
        ({"probabilities_init": [0.5, 0.5]}, "probabilities_init must have shape"),
        ({"probabilities_init": [[0.5], [1.5]]}, "probabilities_init must lie between"),
        ({"random_state": -1}, "random_state"),
    ],
)
def test_bad_parameters_are_named(parameters, message):
    with pytest.raises(ValueError, match=message):
        BernoulliMixture(**({"n_components": 2} | parameters)).fit([[0], [1], [1], [0]])


def test_measurements_are_refused_without_a_threshold():
    with pytest.raises(ValueError, match=r"only 0 and 1, got 0\.5; or set binarize"):
        BernoulliMixture().fit([[0.5], [1.0]])
    model = BernoulliMixture(binarize=0.7).fit([[0.5], [1.0]])
    assert model.probabilities_.tolist() == [[0.5]]
    with pytest.raises(TypeError, match="tied"):
        BernoulliMixture(tied=1).fit([[0], [1]])


@pytest.mark.parametrize(("tied", "free"), [(False, 1 + 2 * 3), (True, 1 + 2)])
def test_criteria_count_the_free_parameters(rng, tied, free):
    """One weight of two, and a probability for each coin: of every column, or of each component if they are tied."""
    X = rng.integers(0, 2, (30, 3))
    model = BernoulliMixture(2, tied=tied, random_state=0, max_iter=5).fit(X)
    log_likelihood = model.score_samples(X).sum()
    assert model.aic(X) == pytest.approx(2 * free - 2 * log_likelihood, rel=1e-12)
    assert model.bic(X) == pytest.approx(free * np.log(30) - 2 * log_likelihood, rel=1e-12)
