"""The hinge loss and its step: e34 by hand, against a naive twin, scikit-learn and a numerical slope."""

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn import metrics
from sklearn.linear_model import SGDClassifier

from algos.svm import hinge, hinge_loss, hinge_step
from tests.conftest import PLAIN
from tests.naive import svm as naive

pytestmark = pytest.mark.kernels

finite = st.floats(-1e3, 1e3)


@pytest.mark.parametrize(("margin", "loss"), [(2.0, 0.0), (1.0, 0.0), (0.5, 0.5), (0.0, 1.0), (-1.0, 2.0)])
@pytest.mark.parametrize("y", [1, -1])
def test_worked_example_of_five_margins(margin, loss, y):
    assert hinge_loss([y], [y * margin]) == loss


def draw(rng, n):
    return rng.choice([-1.0, 1.0], n), rng.normal(0.0, 2.0, n)


@pytest.mark.parametrize("n", [1, 2, 20, 1023, 1024, 1025, 5000])
def test_loss_equals_naive_and_scikit_learn(n, rng):
    y, decision = draw(rng, n)
    y[0] = -1.0
    loss = hinge_loss(y, decision)
    assert loss == pytest.approx(np.mean(naive.hinge_losses(y, decision)), rel=1e-14)
    if n > 2:
        assert loss == pytest.approx(metrics.hinge_loss(y, decision), rel=1e-14)
        weight = rng.random(n) * (rng.random(n) > 0.3)
        expected = metrics.hinge_loss(y, decision, sample_weight=weight)
        assert hinge_loss(y, decision, weight) == pytest.approx(expected, rel=1e-13)
    assert type(loss) is float


@given(st.data())
def test_loss_is_an_upper_bound_of_the_error_rate_and_convex(data):
    n = data.draw(st.integers(1, 8))
    y = data.draw(arrays(np.float64, n, elements=st.sampled_from([-1.0, 1.0])))
    a, b = data.draw(arrays(np.float64, n, elements=finite)), data.draw(arrays(np.float64, n, elements=finite))
    loss = hinge_loss(y, a)
    assert loss >= np.mean(y * a <= 0.0)
    assert hinge_loss(-y, -a) == loss
    assert hinge_loss(y, 0.5 * (a + b)) <= 0.5 * (loss + hinge_loss(y, b)) + 1e-9


def test_integers_lists_and_strides_give_the_same_and_one_version(rng):
    y, decision = draw(rng, 30)
    expected = hinge_loss(y, decision)
    wide = np.repeat(decision, 2)
    wide.flags.writeable = False
    before = set(getattr(hinge._hinge_loss, "signatures", ()))
    for labels, values in [
        (y.astype(int), decision.tolist()),
        (y.astype(np.float32), wide[::2]),
        (tuple(y), decision.astype(">f8")),
        (y[::-1].copy()[::-1], decision),
    ]:
        assert hinge_loss(labels, values) == expected
    assert len(set(getattr(hinge._hinge_loss, "signatures", ())) - before) <= 1


def test_huge_and_tiny_decisions():
    assert hinge_loss([1, -1], [1e308, 1e308]) == pytest.approx(5e307, rel=1e-15)
    assert hinge_loss([1], [5e-324]) == 1.0


def test_a_small_call_is_cheap(count_calls):
    y, decision = np.ones(20), np.linspace(-1, 1, 20)
    hinge_loss(y, decision)
    assert count_calls(hinge_loss, y, decision) < 60


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (([0, 1], [0.5, 0.5]), r"only -1 and 1, got 0; .*2 \* y - 1"),
        (([1, np.nan], [0.5, 0.5]), "only -1 and 1, got nan"),
        (([1, -1], [0.5, np.inf]), "decision contains infinity"),
        (([1, -1], [0.5, np.nan]), "decision contains NaN"),
        (([1, -1], [0.5]), "inconsistent"),
        (([], []), "at least 1 value"),
        (([1], [1.0], [-1.0]), "must not be negative"),
        (([1], [1.0], [0.0]), "positive sum"),
        (([1], [1.0], [1.0, 2.0]), "one weight a sample"),
    ],
)
def test_loss_refuses(arguments, match):
    with pytest.raises(ValueError, match=match):
        hinge_loss(*arguments)


# -- the step --------------------------------------------------------------------------------------


@given(
    arrays(np.float64, 3, elements=finite), finite, arrays(np.float64, 3, elements=finite), st.sampled_from([-1, 1]),
    st.floats(0.0, 2.0), st.floats(1e-6, 2.0),
)  # fmt: skip
def test_step_equals_naive(w, b, x, y, lam, lr):
    new, bias = hinge_step(w, b, x, y, lam, lr)
    naive_w, naive_b = naive.hinge_step(w.tolist(), b, x.tolist(), y, lam, lr)
    if abs(y * naive.decide(w, b, x) - 1.0) > 1e-9:  # rounding may put a margin of one on either side
        np.testing.assert_allclose(new, naive_w, rtol=1e-12, atol=1e-9)
        assert bias == naive_b


@pytest.mark.parametrize("y", [-1, 1])
@pytest.mark.parametrize("scale", [0.1, 3.0])
def test_step_goes_down_the_numerical_slope(y, scale, rng):
    w, b, x, lam, lr, h = rng.normal(size=4), 0.2, scale * rng.normal(size=4), 0.3, 0.01, 1e-6

    def objective(z):
        return naive.objective(z[:4], z[4], [x], [y], lam)

    z = np.append(w, b)
    slope = [(objective(z + h * e) - objective(z - h * e)) / (2 * h) for e in np.eye(5)]
    new, bias = hinge_step(w, b, x, y, lam, lr)
    np.testing.assert_allclose((z - np.append(new, bias)) / lr, slope, rtol=1e-6, atol=1e-7)


def test_steps_equal_those_of_scikit_learn(rng):
    X, y, lam, lr = rng.normal(size=(40, 3)), rng.choice([-1, 1], 40), 0.05, 0.1
    peer = SGDClassifier(loss="hinge", alpha=lam, learning_rate="constant", eta0=lr, shuffle=False)
    w, b = np.zeros(3), 0.0
    for x, label in zip(X, y, strict=True):
        peer.partial_fit([x], [label], classes=[-1, 1])
        w, b = hinge_step(w, b, x, label, lam, lr)
        np.testing.assert_allclose(w, peer.coef_[0], rtol=1e-12, atol=1e-15)
        assert b == pytest.approx(peer.intercept_[0], abs=1e-14)


def test_margin_of_one_takes_the_flat_side():
    w, b = hinge_step([1.0], 0.0, [1.0], 1, 0.0, 0.5)
    assert (w.tolist(), b) == ([1.0], 0.0)


@pytest.mark.parametrize(
    ("changed", "match"),
    [
        ({"x": [1.0]}, "inconsistent"),
        ({"w": []}, "at least 1"),
        ({"x": [np.nan, 0.0]}, "x contains NaN"),
        ({"w": [0.0, np.inf], "x": [1.0, 0.0]}, "w contains infinity"),
        ({"w": [2.0, 0.0], "x": [1.0, -np.inf]}, "x contains infinity"),
        ({"y": 0}, "y must be -1 or 1, got 0"),
        ({"lam": -1.0}, "lam must be"),
        ({"lr": 0.0}, "lr must be"),
        ({"lr": np.nan}, "lr must be"),
        ({"b": np.inf}, "b must be"),
    ],
)
def test_step_refuses(changed, match):
    with pytest.raises(ValueError, match=match):
        hinge_step(**{"w": [1.0, 2.0], "b": 0.0, "x": [1.0, 1.0], "y": 1, "lam": 0.1, "lr": 0.1} | changed)


def test_weights_beyond_the_largest_double_are_infinite():
    assert hinge_step([-1.7e308, 1.0], 0.0, [0.0, 1.0], 1, 9.0, 1.0).w.tolist() == [np.inf, -8.0]


# -- from compiled code ----------------------------------------------------------------------------


def call_loss(y, decision):
    return hinge_loss(y, decision)


def call_weighted_loss(y, decision, weight):
    return hinge_loss(y, decision, sample_weight=weight)


def call_step(w, b, x, y, lam, lr):
    return hinge_step(w, b, x, y, lam, lr)


def compiled(function):
    return numba.njit(function) if not PLAIN else function


def test_compiled_callers_get_the_same(rng):
    y, decision = draw(rng, 50)
    weight = rng.random(50)
    loss, weighted, step = compiled(call_loss), compiled(call_weighted_loss), compiled(call_step)
    assert loss(y, decision) == hinge_loss(y, decision) == hinge_loss.compiled_as(y, decision)
    assert weighted(y, decision, weight) == hinge_loss(y, decision, weight)
    assert hinge_loss.compiled_as(y, decision, weight) == hinge_loss(y, decision, weight)
    assert loss(y.astype(np.int64), decision.astype(np.float32)[::2].repeat(2)) > 0.0
    arguments = (decision[:3], 0.5, decision[3:6], 1, 0.1, 0.2)
    for found in (step(*arguments), hinge_step.compiled_as(*arguments)):
        assert found.w.tolist() == hinge_step(*arguments).w.tolist()
        assert found.b == hinge_step(*arguments).b


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (hinge_loss, (np.ones(3), np.ones(2))),
        (hinge_loss, (np.ones(0), np.ones(0))),
        (hinge_loss, (np.zeros(2), np.ones(2))),
        (hinge_loss, (np.ones(2), np.array([1.0, np.nan]))),
        (hinge_loss, (np.ones(2), np.ones(2), np.ones(1))),
        (hinge_loss, (np.ones(2), np.ones(2), np.zeros(2))),
        (hinge_step, (np.ones(2), 0.0, np.ones(3), 1, 0.1, 0.1)),
        (hinge_step, (np.ones(2), 0.0, np.ones(2), 2, 0.1, 0.1)),
        (hinge_step, (np.ones(2), 0.0, np.ones(2), 1, 0.1, 0.0)),
    ],
)
def test_compiled_callers_are_refused_too(function, arguments):
    with pytest.raises(ValueError, match="must"):
        function.compiled_as(*arguments)
