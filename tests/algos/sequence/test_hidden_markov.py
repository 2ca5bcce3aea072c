"""The estimators of hidden Markov models: every iteration against hmmlearn, and their contract."""

import pickle

import numpy as np
import pytest
from hmmlearn import hmm
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from algos._check import UndefinedWarning
from algos.sequence import CategoricalHMM, GaussianHMM, ViterbiPath, _hidden_markov
from tests.algos.estimator_checks import estimator_checks
from tests.conftest import PLAIN
from tests.naive import sequence as naive

N = 60 if PLAIN else 400
KINDS = ("diag", "full", "spherical", "tied")


def chain(rng, k):
    return {"startprob_init": rng.dirichlet(np.ones(k)), "transmat_init": rng.dirichlet(np.ones(k), k)}


def symbols(rng, k=3, m=4, **parameters):
    start = chain(rng, k) | {"emissionprob_init": rng.dirichlet(np.ones(m), k)}
    return CategoricalHMM(k, **{"tol": None, "max_iter": 6} | start | parameters), rng.integers(0, m, N)


def vectors(rng, k=3, d=2, kind="diag", **parameters):
    shape = {"diag": np.ones((k, d)), "full": np.tile(np.eye(d), (k, 1, 1)), "spherical": np.ones(k), "tied": np.eye(d)}
    start = chain(rng, k) | {"means_init": rng.normal(size=(k, d)), "covars_init": shape[kind]}
    X = rng.normal(size=(k, d))[rng.integers(0, k, N)] * 3.0 + rng.normal(size=(N, d))
    return GaussianHMM(k, kind, **{"tol": None, "max_iter": 6} | start | parameters), X


def theirs(ours, n_iter):
    """Return hmmlearn's model with the same start and without priors."""
    if isinstance(ours, CategoricalHMM):
        model = hmm.CategoricalHMM(ours.n_components, n_iter=n_iter, tol=-np.inf, init_params="", params=ours.params)
        model.emissionprob_ = ours.emissionprob_init.copy()
    else:
        model = hmm.GaussianHMM(
            ours.n_components,
            ours.covariance_type,
            n_iter=n_iter,
            tol=-np.inf,
            init_params="",
            params=ours.params,
            covars_prior=0.0,
            covars_weight=0.0,
        )
        model.n_features, model.means_ = ours.means_init.shape[1], ours.means_init.copy()
        model.covars_ = ours.covars_init
    model.startprob_, model.transmat_ = ours.startprob_init.copy(), ours.transmat_init.copy()
    return model


def same(ours, model, rtol=1e-8):
    names = ["startprob_", "transmat_"]
    names += ["emissionprob_"] if isinstance(ours, CategoricalHMM) else ["means_"]
    for name in names:
        np.testing.assert_allclose(getattr(ours, name), getattr(model, name), rtol=rtol, atol=1e-12)
    if isinstance(ours, GaussianHMM):
        covars = model._covars_[:, 0] if ours.covariance_type == "spherical" else model._covars_
        np.testing.assert_allclose(ours.covars_, covars, rtol=rtol, atol=1e-12)


# -- against hmmlearn ------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [symbols, *KINDS])
@pytest.mark.parametrize("n_iter", [1, 2, 6])
def test_every_iteration_equals_hmmlearn(rng, make, n_iter):
    ours, X = symbols(rng) if make is symbols else vectors(rng, kind=make)
    lengths = [N // 4, 1, N - N // 4 - 1]
    ours.set_params(max_iter=n_iter).fit(X, lengths=lengths)
    model = theirs(ours, n_iter).fit(X.reshape(N, -1), lengths)
    np.testing.assert_allclose(ours.log_likelihoods_, model.monitor_.history, rtol=1e-9)
    same(ours, model)
    assert ours.n_iter_ == n_iter
    assert not ours.converged_
    assert ours.score(X, lengths=lengths) == pytest.approx(model.score(X.reshape(N, -1), lengths), rel=1e-9)
    np.testing.assert_allclose(
        ours.predict_proba(X, lengths), model.predict_proba(X.reshape(N, -1), lengths), rtol=1e-6, atol=1e-12
    )
    probability, path = model.decode(X.reshape(N, -1), lengths)
    assert ours.decode(X, lengths).log_probability == pytest.approx(probability, rel=1e-9)
    if make is not symbols:  # where symbols make several paths equally likely, hmmlearn returns another one of them
        assert ours.predict(X, lengths).tolist() == path.tolist()
    assert ours.aic(X, lengths) == pytest.approx(model.aic(X.reshape(N, -1), lengths), rel=1e-9)
    assert ours.bic(X, lengths) == pytest.approx(model.bic(X.reshape(N, -1), lengths), rel=1e-9)


@pytest.mark.parametrize("letters", ["", "s", "t", "e", "st"])
def test_only_what_params_names_changes_symbols(rng, letters):
    ours, X = symbols(rng, params=letters, max_iter=3)
    same(ours.fit(X), theirs(ours, 3).fit(X[:, None]))


@pytest.mark.parametrize("letters", ["m", "stm", "mc"])
def test_only_what_params_names_changes_vectors(rng, letters):
    ours, X = vectors(rng, params=letters, kind="full", max_iter=3)
    same(ours.fit(X), theirs(ours, 3).fit(X))


def test_covariances_about_means_that_stay(rng):
    """One state: the second moment about the mean that was given."""
    X = rng.normal(size=(N, 2))
    for kind, expected in (("full", X.T @ X / N), ("diag", (X**2).mean(axis=0))):
        model = GaussianHMM(1, kind, means_init=[[0.0, 0.0]], params="c", max_iter=1).fit(X)
        np.testing.assert_allclose(model.covars_[0], expected, rtol=1e-12)
        assert model.means_.tolist() == [[0.0, 0.0]]


def test_scores_equal_enumeration(rng):
    start, trans, emission = rng.dirichlet(np.ones(2)), rng.dirichlet(np.ones(2), 2), rng.dirichlet(np.ones(3), 2)
    model = CategoricalHMM(
        2, startprob_init=start, transmat_init=trans, emissionprob_init=emission, params="", max_iter=1
    ).fit([0, 1, 2])
    X = [2, 0, 1, 1]
    emit = emission.T[X]
    assert np.exp(model.score(X)) == pytest.approx(naive.likelihood(start, trans, emit), rel=1e-13)
    np.testing.assert_allclose(model.predict_proba(X), naive.posterior(start, trans, emit), rtol=1e-12)
    assert model.predict(X).tolist() == naive.best_path(start, trans, emit)[0]
    assert model.score([*X, *X], lengths=[4, 4]) == pytest.approx(2.0 * model.score(X), rel=1e-14)


# -- the climb -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [None, *KINDS])
def test_the_likelihood_never_falls(rng, kind):
    """From the default start and far into the floor: four states for what two would explain."""
    if kind is None:
        model, X = CategoricalHMM(4, tol=None, max_iter=25, random_state=1), rng.integers(0, 3, 60)
    else:
        model = GaussianHMM(4, kind, tol=None, max_iter=25, random_state=1, min_covar=1e-3)
        X = np.repeat(rng.normal(size=(12, 2)), 3, axis=0)
    gains = np.diff(model.fit(X).log_likelihoods_)
    assert gains.min() >= -1e-9
    assert gains.max() > 0.0


def test_no_state_shrinks_onto_a_point():
    X = np.array([[0.0], [0.0], [0.0], [1.0], [2.0], [7.0]])
    model = GaussianHMM(3, random_state=0, min_covar=1e-3).fit(X)
    assert model.covars_.min() == pytest.approx(1e-3 * X.var(), rel=1e-12)
    full = GaussianHMM(2, "full", random_state=0, min_covar=1e-3).fit(np.c_[X, X])
    values = np.linalg.eigvalsh(full.covars_ / X.var())
    assert values.min() == pytest.approx(1e-3, rel=1e-6)


def test_units_do_not_matter(rng):
    """Each column in another unit: the same states, and the floor moves along."""
    X, unit = rng.normal(size=(40, 2)), np.array([1e-8, 1e6])
    for kind in ("diag", "full"):
        one, other = (GaussianHMM(2, kind, means_init=X[:2] * u, max_iter=9).fit(X * u) for u in (np.ones(2), unit))
        np.testing.assert_allclose(other.means_ / unit, one.means_, rtol=1e-6)
        np.testing.assert_allclose(other.predict_proba(X * unit), one.predict_proba(X), atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_small_units_work_or_are_refused(kind):
    """Where the square of the floor leaves double precision, the levels 0 and 10 would come out as one."""
    X = np.where(np.arange(60) // 15 % 2, 10.0, 0.0)[:, None] + np.linspace(-0.5, 0.5, 60)[:, None]
    order = np.argsort(GaussianHMM(2, kind, random_state=0).fit(X).means_.ravel())
    small = GaussianHMM(2, kind, random_state=0).fit(X * 1e-150)
    np.testing.assert_allclose(small.means_[order].ravel() * 1e150, [0.0, 10.0], atol=0.3)
    for unit in (1e-153, 1e-163, 1e-200, 1e-300):
        with pytest.raises(ValueError, match=r"variance.*below double precision; rescale"):
            GaussianHMM(2, kind, random_state=0).fit(X * unit)


def test_a_constant_feature_beside_another(rng):
    """0.1 added up 60 times is not 6: its variance by rounding is no floor."""
    X = np.c_[rng.normal(size=60), np.full(60, 0.1)]
    assert GaussianHMM(1, min_covar=1e-3).fit(X).covars_[0, 1] == pytest.approx(1e-3)


def test_states_without_rows_of_their_own_are_named():
    with pytest.warns(UndefinedWarning, match="1 distinct rows for 2 states"):
        model = GaussianHMM(2, random_state=0).fit(np.ones((6, 2)))
    assert model.means_.tolist() == [[1.0, 1.0]] * 2


def test_large_offsets_keep_the_variances(rng):
    X = rng.normal(size=(60, 1)) + 1e8
    model = GaussianHMM(1, max_iter=3).fit(X)
    assert model.covars_[0, 0] == pytest.approx(X.var(), rel=1e-9)


def test_tol_stops_and_says_so(rng):
    model, X = symbols(rng, max_iter=500)
    model.set_params(tol=1.0).fit(X)
    gains = np.diff(model.log_likelihoods_)
    assert model.converged_
    assert gains[-1] <= 1.0
    assert (gains[:-1] > 1.0).all()
    exact = CategoricalHMM(1, tol=0.0, random_state=0).fit([0, 1])
    assert exact.converged_
    assert np.diff(exact.log_likelihoods_)[-1] == 0.0
    assert not CategoricalHMM(1, tol=None, max_iter=9, random_state=0).fit([0, 1]).converged_


def test_the_best_of_several_starts_is_kept(rng):
    X = rng.integers(0, 4, 80)
    runs = [CategoricalHMM(3, n_init=n, random_state=6, max_iter=20).fit(X).log_likelihoods_[-1] for n in (1, 2, 5)]
    assert runs == sorted(runs)
    assert runs[0] < runs[-1]
    with pytest.warns(UserWarning, match="one is made"):
        symbols(rng, n_init=2)[0].fit(X)


@pytest.mark.skipif(PLAIN, reason="long")
def test_threads_give_the_same_bits(rng):
    X, lengths = rng.normal(size=(50_000, 2)), [1000] * 50
    one, two = (GaussianHMM(2, max_iter=3, random_state=0, n_jobs=n).fit(X, lengths=lengths) for n in (1, 2))
    assert one.means_.tolist() == two.means_.tolist()
    assert one.log_likelihoods_.tolist() == two.log_likelihoods_.tolist()


@pytest.mark.skipif(PLAIN, reason="long")
def test_long_sequences(rng):
    truth = GaussianHMM(
        2, startprob_init=[1.0, 0.0], transmat_init=[[0.99, 0.01], [0.02, 0.98]], means_init=[[0.0], [4.0]],
        covars_init=[[1.0], [1.0]], params="", max_iter=1,
    ).fit(np.zeros((2, 1)))  # fmt: skip
    X, z = truth.sample(100_000, random_state=1)
    model = GaussianHMM(2, random_state=0).fit(X)
    order = model.means_.ravel().argsort()
    np.testing.assert_allclose(model.means_[order], truth.means_, atol=0.03)
    np.testing.assert_allclose(model.transmat_[order][:, order], truth.transmat_, atol=0.003)
    assert (order.argsort()[model.predict(X)] == z).mean() > 0.99 or (order[z] == model.predict(X)).mean() > 0.99


# -- impossible data, unseen symbols ---------------------------------------------------------------


def test_impossible_sequences_are_named():
    model = CategoricalHMM(1, emissionprob_init=[[0.5, 0.5, 0.0]], params="", max_iter=1).fit([0, 1])
    X = [0, 1, 2, 0]
    assert model.score(X, lengths=[2, 2]) == -np.inf
    with pytest.warns(UndefinedWarning, match="impossible"):
        assert model.predict(X, [2, 2]).tolist() == [0, 0, -1, -1]
    with pytest.warns(UndefinedWarning, match="impossible"):
        np.testing.assert_array_equal(model.predict_proba(X, [2, 2]), [[1.0], [1.0], [np.nan], [np.nan]])
    with pytest.raises(ValueError, match="impossible"):
        model.fit(X)
    cut_off = GaussianHMM(1, means_init=[[0.0]], covars_init=[[1e-300]])
    with pytest.raises(ValueError, match="length 2 that is impossible"):
        cut_off.fit([[1e140], [1e140]])


def test_unseen_symbols(rng):
    model = CategoricalHMM(2, random_state=0).fit([0, 1, 2])
    with pytest.raises(ValueError, match="from 0 to 2 as in fit, got 3"):
        model.predict([3])
    wide = CategoricalHMM(2, n_features=5, random_state=0).fit([0, 1, 2])
    assert wide.emissionprob_.shape == (2, 5)
    assert wide.score([4]) == -np.inf


# -- sampling --------------------------------------------------------------------------------------


@pytest.mark.skipif(PLAIN, reason="long")
@pytest.mark.parametrize("kind", [None, *KINDS])
def test_samples_have_the_moments_of_the_model(rng, kind):
    model, X = symbols(rng) if kind is None else vectors(rng, kind=kind)
    model.fit(X)
    Y, z = model.sample(200_000, random_state=5)
    again, _ = model.sample(200_000, random_state=5)
    assert Y.tobytes() == again.tobytes()
    steps = np.zeros((3, 3))
    np.add.at(steps, (z[:-1], z[1:]), 1.0)
    np.testing.assert_allclose(steps / steps.sum(axis=1, keepdims=True), model.transmat_, atol=0.02)
    if kind is None:
        shares = np.stack([np.bincount(Y[z == j, 0], minlength=4) / (z == j).sum() for j in range(3)])
        np.testing.assert_allclose(shares, model.emissionprob_, atol=0.02)
        return
    for j in range(3):
        mine = Y[z == j]
        error = 6.0 * np.sqrt(mine.var(axis=0).max() / len(mine))
        np.testing.assert_allclose(mine.mean(axis=0), model.means_[j], atol=error)
        c = {"full": 0, "diag": 0}.get(kind)
        covars = model.covars_[j] if c == 0 or kind == "spherical" else model.covars_
        covars = np.diag(covars) if kind == "diag" else covars * np.eye(2) if kind == "spherical" else covars
        np.testing.assert_allclose(np.cov(mine.T), covars, atol=30.0 * mine.var() / np.sqrt(len(mine)))


@pytest.mark.parametrize("kind", KINDS)
def test_samples_fit_the_model(rng, kind):
    """Rows lie within ten deviations of the mean of their state, and start and steps are possible."""
    model, X = vectors(rng, kind=kind)
    Y, z = model.fit(X).sample(30, random_state=0)
    deviation = np.sqrt(X.var(axis=0).max())
    assert Y.shape == (30, 2)
    assert np.abs(Y - model.means_[z]).max() < 10.0 * deviation
    assert np.unique(Y).size == 60


def test_samples_continue(rng):
    model, X = symbols(rng)
    model.fit(X)
    Y, z = model.sample(5, random_state=0, currstate=2)
    assert Y.shape == (5, 1)
    assert z[0] == 2
    with pytest.raises(ValueError, match="currstate"):
        model.sample(5, currstate=3)


def test_rounding_never_draws_the_impossible():
    cumulative = np.array([0.5, 1.0 - 2.0**-53, 1.0 - 2.0**-53])
    assert _hidden_markov._drawn(cumulative, 1.0 - 2.0**-53) == 1
    assert _hidden_markov._drawn(np.array([0.5, 0.5, 0.5]), 0.75) == 0
    assert [_hidden_markov._drawn(cumulative, u) for u in (0.0, 0.49, 0.5, 0.9)] == [0, 0, 1, 1]


# -- contract --------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [symbols, vectors])
def test_contract(rng, make):
    model, X = make(rng)
    with pytest.raises(NotFittedError):
        model.predict(X)
    with pytest.raises(NotFittedError):
        model.sample()
    copy = clone(model)
    assert copy.get_params().keys() == model.get_params().keys()
    assert model.fit(X) is model
    restored = pickle.loads(pickle.dumps(model))
    assert restored.score(X) == model.score(X)
    assert np.isfinite(cross_val_score(copy, X.reshape(len(X), -1), cv=3)).all()
    with pytest.raises(ValueError, match="params must be"):
        model.set_params(params="q").fit(X)


def test_labels_of_a_pipeline_are_no_lengths(rng):
    """One sequence of N steps, although `y` could pass for N lengths of 1."""
    X, y = rng.normal(size=(N, 2)), np.ones(N, int)
    pipe, alone = make_pipeline(StandardScaler(), GaussianHMM(2, random_state=0)), GaussianHMM(2, random_state=0)
    Z = StandardScaler().fit_transform(X)
    pipe.fit(X, y)
    assert pipe[-1].transmat_.tolist() == alone.fit(Z).transmat_.tolist() != np.full((2, 2), 0.5).tolist()
    assert pipe.score(X, y) == alone.score(Z)
    pipe.fit(X, y, gaussianhmm__lengths=[N - 9, 9])
    assert pipe[-1].transmat_.tolist() == alone.fit(Z, lengths=[N - 9, 9]).transmat_.tolist()
    assert pipe.predict(X, lengths=[N - 9, 9]).tolist() == alone.predict(Z, lengths=[N - 9, 9]).tolist()
    assert np.isfinite(cross_val_score(pipe, X, y, cv=3)).all()


@pytest.mark.parametrize("make", [symbols, vectors])
def test_lengths_in_the_place_of_labels_are_refused(rng, make):
    model, X = make(rng)
    with pytest.raises(ValueError, match="lengths of sequences go by name"):
        model.fit(X, [N - 9, 9])
    model.fit(X)
    with pytest.raises(ValueError, match=rf"entry for each of the {N} steps, got shape \(2,\)"):
        model.score(X, [N - 9, 9])


def test_decode_returns_what_viterbi_does(rng):
    model, X = symbols(rng)
    found = model.fit(X).decode(X, lengths=[N - 9, 9])
    assert isinstance(found, ViterbiPath)
    assert found.path.tolist() == model.predict(X, lengths=[N - 9, 9]).tolist()
    parts = model.decode(X[:-9]).log_probability + model.decode(X[-9:]).log_probability
    assert found.log_probability == pytest.approx(parts, rel=1e-14)


def test_columns_have_names(rng):
    import pandas as pd

    X = pd.DataFrame({"symbol": rng.integers(0, 3, 20)})
    model = CategoricalHMM(2, random_state=0).fit(X)
    assert model.feature_names_in_.tolist() == ["symbol"]
    with pytest.raises(ValueError, match="feature names"):
        model.predict(X.rename(columns={"symbol": "other"}))
    assert not hasattr(model.fit(X["symbol"].tolist()), "feature_names_in_")


test_scikit_learn = estimator_checks(
    GaussianHMM(random_state=0),
    expected_failed_checks={
        "check_methods_sample_order_invariance": "rows are steps of a sequence: their order is what the model is about",
        "check_methods_subset_invariance": "the state at a step depends on the steps around it",
    },
)
