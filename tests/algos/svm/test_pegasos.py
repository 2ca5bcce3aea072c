"""The hinge classifier: its iterates are `hinge_step`'s and its minimum is libsvm's."""

import numpy as np
import pytest
from sklearn.svm import SVC

from algos._check import seed as draw_seed
from algos._random import _shuffle
from algos.svm import HingeSGDClassifier, hinge_step
from algos.svm.pegasos import _epoch
from tests.algos.svm.helpers import blobs
from tests.naive import svm as naive


def offset_of(alpha):
    return max(1.0, 1.0 / (alpha * alpha**-0.25))


# -- the steps -------------------------------------------------------------------------------------


@pytest.mark.kernels
@pytest.mark.parametrize("alpha", [1e-4, 0.1, 30.0])
def test_every_iterate_equals_the_public_step(alpha, rng):
    X, y = blobs(rng, 25, 3)
    signs, offset = 2.0 * y - 1.0, offset_of(alpha)
    X += 3.0 * signs[:, None]
    total, absent, bias = np.zeros(3), np.zeros(3), 0.0
    w, b, moved = np.zeros(3), 0.0, 0
    X.flags.writeable = False
    for t, i in enumerate(rng.permutation(25).tolist() * 3):
        bias, _, _ = _epoch(X, signs, np.array([i]), total, absent, bias, float(t), 0.0, alpha, offset, True)
        before = b
        w, b = hinge_step(w, b, X[i], signs[i], alpha, 1.0 / (alpha * (offset + t + 1.0)))
        moved += b != before
        np.testing.assert_allclose(total / (alpha * (offset + t + 1.0)), w, rtol=1e-10, atol=1e-12)
        assert bias == pytest.approx(b, rel=1e-12, abs=1e-12)
    assert alpha > 1.0 or 0 < moved < 75  # some samples pull, some do not


@pytest.mark.kernels
@pytest.mark.parametrize("average", [True, False])
def test_fit_equals_naive_on_the_same_shuffles(average, rng):
    X, y = blobs(rng, 30, 2)
    order, orders = np.arange(30), []
    for epoch in range(4):
        _shuffle(draw_seed(7), epoch, order)
        orders.append(order.tolist())
    last, mean = naive.pegasos(X.tolist(), (2 * y - 1).tolist(), orders, 0.01, offset_of(0.01))
    model = HingeSGDClassifier(0.01, max_iter=4, tol=None, average=average, random_state=7).fit(X, y)
    w, b = mean if average else last
    np.testing.assert_allclose(model.coef_[0], w, rtol=1e-10)
    assert model.intercept_[0] == pytest.approx(b, rel=1e-10)
    assert (model.n_iter_, model.converged_) == (4, False)


@pytest.mark.kernels
def test_averaging_may_leave_the_first_steps_out(rng):
    X, y = blobs(rng, 20, 2)

    def fit(max_iter, average):
        return HingeSGDClassifier(0.1, max_iter=max_iter, tol=None, average=average, random_state=1).fit(X, y)

    def weights(steps):
        return steps * (offset_of(0.1) + 0.5 * (steps + 1))

    # The mean of passes 3 and 4 is what is left of the sum of four when the sum of two is taken away.
    two, four, late = fit(2, True), fit(4, True), fit(4, 40)
    for name in ("coef_", "intercept_"):
        expected = getattr(four, name) * weights(80) - getattr(two, name) * weights(40)
        np.testing.assert_allclose(getattr(late, name), expected / (weights(80) - weights(40)), rtol=1e-9)
    assert fit(2, 0).coef_.tolist() == two.coef_.tolist()
    assert fit(2, 40).coef_.tolist() == fit(2, False).coef_.tolist()  # nothing to average yet


# -- the minimum -----------------------------------------------------------------------------------


def minimum(X, signs, alpha):
    """Return the least objective, by libsvm, and check it against the dual objective: they enclose the minimum."""
    C = 1.0 / (alpha * len(X))
    peer = SVC(kernel="linear", C=C, tol=1e-9).fit(X, signs)
    primal = naive.objective(peer.coef_[0], peer.intercept_[0], X, signs, alpha)
    dual = alpha * (np.abs(peer.dual_coef_).sum() - 0.5 * (peer.coef_**2).sum())
    assert primal - dual < 1e-6 * primal
    return primal


@pytest.mark.slow
@pytest.mark.parametrize(("alpha", "d"), [(1e-1, 2), (1e-2, 3), (1e-3, 5)])
def test_objective_is_within_one_percent_of_the_minimum(alpha, d, rng):
    X, y = blobs(rng, 300, d)
    signs = 2.0 * y - 1.0
    model = HingeSGDClassifier(alpha, max_iter=1000, tol=None, random_state=0).fit(X, y)
    least = minimum(X, signs, alpha)
    assert least <= naive.objective(model.coef_[0], model.intercept_[0], X, signs, alpha) * (1 + 1e-9) <= 1.01 * least


@pytest.mark.slow
def test_stopping_by_tol_is_close_to_the_minimum_too(rng):
    X, y = blobs(rng, 1000, 4)
    model = HingeSGDClassifier(1e-3, random_state=0).fit(X, y)
    found = naive.objective(model.coef_[0], model.intercept_[0], X, 2.0 * y - 1.0, 1e-3)
    assert model.converged_
    assert 5 < model.n_iter_ < 1000
    assert found <= 1.05 * minimum(X, 2.0 * y - 1.0, 1e-3)


@pytest.mark.kernels
def test_separable_classes_are_separated(rng):
    X = np.r_[rng.normal(-3.0, 0.5, (20, 2)), rng.normal(3.0, 0.5, (20, 2))]
    y = np.repeat(["left", "right"], 20)
    assert HingeSGDClassifier(random_state=0).fit(X, y).score(X, y) == 1.0


# -- classes, weights, seeds -----------------------------------------------------------------------


@pytest.mark.kernels
def test_three_classes_are_three_planes_of_one_against_the_rest(rng):
    X, y = blobs(rng, 60, 2, k=3)
    labels = np.array(["ant", "bee", "cat"])[y]
    options = {"alpha": 0.01, "max_iter": 5, "tol": None, "random_state": 3}
    model = HingeSGDClassifier(**options).fit(X, labels)
    assert model.classes_.tolist() == ["ant", "bee", "cat"]
    for k in range(3):
        one = HingeSGDClassifier(**options).fit(X, y == k)
        assert model.coef_[k].tolist() == one.coef_[0].tolist()
        assert model.intercept_[k] == one.intercept_[0]
    decision = model.decision_function(X)
    np.testing.assert_allclose(decision, X @ model.coef_.T + model.intercept_)
    assert model.predict(X).tolist() == [model.classes_[row.argmax()] for row in decision]


@pytest.mark.kernels
def test_weights_count_by_their_ratios_and_zero_leaves_a_sample_out(rng):
    X, y = blobs(rng, 40, 2)
    weight = rng.random(40)
    weight[5:15] = 0.0
    options = {"alpha": 0.01, "max_iter": 5, "tol": None, "random_state": 3}
    full = HingeSGDClassifier(**options).fit(X, y, sample_weight=weight)
    used = weight > 0.0
    kept = HingeSGDClassifier(**options).fit(X[used], y[used], sample_weight=4.0 * weight[used])
    np.testing.assert_allclose(full.coef_, kept.coef_, rtol=1e-10)
    even = HingeSGDClassifier(**options).fit(X, y, sample_weight=np.full(40, 1e300))
    assert even.coef_.tolist() == HingeSGDClassifier(**options).fit(X, y).coef_.tolist()


@pytest.mark.slow
def test_weighted_minimum_is_that_of_repeated_samples(rng):
    X, y = blobs(rng, 150, 2)
    weight = rng.integers(1, 4, 150)
    model = HingeSGDClassifier(0.01, max_iter=400, tol=None, random_state=0).fit(X, y, sample_weight=weight)
    repeated, signs = np.repeat(X, weight, axis=0), np.repeat(2.0 * y - 1.0, weight)
    found = naive.objective(model.coef_[0], model.intercept_[0], repeated, signs, 0.01)
    assert found <= 1.01 * minimum(repeated, signs, 0.01)


@pytest.mark.kernels
def test_same_seed_same_bits_and_a_generator_is_a_seed(rng):
    X, y = blobs(rng, 50, 3)

    def coef(random_state):
        return HingeSGDClassifier(max_iter=2, tol=None, random_state=random_state).fit(X, y).coef_.tolist()

    assert coef(5) == coef(5) == coef(np.random.default_rng(5)) != coef(6)
    assert coef(np.random.RandomState(5)) == coef(np.random.RandomState(5))
    before = X.copy()
    coef(None)
    assert np.array_equal(X, before)


@pytest.mark.kernels
def test_layout_and_dtype_do_not_change_the_model(rng):
    X, y = blobs(rng, 50, 3)
    X = X.astype(np.float32).astype(np.float64)
    before = set(getattr(_epoch, "signatures", ()))

    def coef(values, labels):
        return HingeSGDClassifier(max_iter=2, tol=None, random_state=0).fit(values, labels).coef_.tolist()

    expected = coef(X, y)
    frozen = X.copy()
    frozen.flags.writeable = False
    for values in (
        np.asfortranarray(X),
        np.repeat(X, 2, axis=0)[::2],
        frozen,
        X.astype(np.float32),
        X.astype(">f8"),
        X.tolist(),
    ):
        assert coef(values, y) == expected
    assert coef(X, y.astype(bool)) == coef(X, y.astype(float)) == coef(X, y.tolist()) == expected
    assert len(set(getattr(_epoch, "signatures", ())) - before) <= 1


@pytest.mark.kernels
def test_without_intercept_the_plane_goes_through_the_origin(rng):
    X, y = blobs(rng, 50, 3)
    model = HingeSGDClassifier(fit_intercept=False, max_iter=3, random_state=0).fit(X, y)
    assert model.intercept_.tolist() == [0.0]
    assert np.any(model.coef_)


@pytest.mark.kernels
def test_patience(rng):
    X, y = blobs(rng, 50, 3)
    passes = [
        HingeSGDClassifier(1e-2, n_iter_no_change=patience, random_state=0).fit(X, y).n_iter_ for patience in (1, 3, 10)
    ]
    assert passes[0] < passes[1] < passes[2]
    assert not HingeSGDClassifier(max_iter=2, random_state=0).fit(X, y).converged_


# -- parameters ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"alpha": 0.0}, "alpha must be .* above 0"),
        ({"alpha": np.nan}, "alpha must be"),
        ({"max_iter": 0}, "max_iter must be .* at least 1"),
        ({"tol": -1.0}, "tol must be"),
        ({"n_iter_no_change": 0}, "n_iter_no_change must be"),
        ({"average": -1}, "average must be"),
        ({"random_state": -1}, "random_state must be"),
    ],
)
def test_parameters_out_of_range(options, match):
    with pytest.raises(ValueError, match=match):
        HingeSGDClassifier(**options).fit([[0.0], [1.0]], [0, 1])


def test_one_class_is_refused():
    with pytest.raises(ValueError, match="at least 2 classes"):
        HingeSGDClassifier().fit([[0.0], [1.0]], [1, 1])


@pytest.mark.kernels
def test_overflow_is_an_error_not_a_nan():
    with pytest.raises(ValueError, match="scale X"):
        HingeSGDClassifier(1e-6, max_iter=2).fit([[1.7e308], [-1.7e308]], [0, 1])


@pytest.mark.kernels
def test_data_of_large_scale_stays_finite(rng):
    X = 1e100 * rng.normal(size=(30, 2))
    y = np.r_[0, 1, rng.integers(0, 2, 28)]
    assert np.isfinite(HingeSGDClassifier(max_iter=3, random_state=0).fit(X, y).coef_).all()
