"""forward_backward and viterbi, against enumeration and hmmlearn."""

import warnings

import numpy as np
import pytest
from hmmlearn import _hmmc
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos._check import UndefinedWarning
from algos.sequence import _expectations, decoding, forward_backward, smoothing, viterbi
from tests.conftest import PLAIN
from tests.naive import sequence as naive

pytestmark = pytest.mark.kernels
INF = np.inf


def log(p):
    with np.errstate(divide="ignore"):
        return np.log(p)


def logs(start, trans, emit):
    return log(start), log(trans), log(emit)


@st.composite
def chains(draw):
    """Few states and steps; a third of the probabilities is zero."""
    k, n = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    weight = st.sampled_from([0.0, 0.0, 1.0, 2.0, 3.0, 7.0])

    def rows(count):
        found = np.array([[draw(weight) for _ in range(k)] for _ in range(count)])
        found[found.sum(axis=1) == 0.0] = 1.0
        return found / found.sum(axis=1, keepdims=True)

    emit = np.array([[draw(weight) / 8.0 for _ in range(k)] for _ in range(n)])
    return rows(1)[0], rows(k), emit


def test_worked_example():
    """Staying in state 0: 0.5 · 0.8 · 0.9 · 0.8 · 0.9 · 0.2 = 0.05184; changing at the end: 0.5·0.8·0.9·0.8·0.1·0.8."""
    result = viterbi(*logs([0.5, 0.5], [[0.9, 0.1], [0.1, 0.9]], [[0.8, 0.2], [0.8, 0.2], [0.2, 0.8]]))
    assert result.path.tolist() == [0, 0, 0]
    assert np.exp(result.log_probability) == pytest.approx(0.05184, rel=1e-14)


@given(chains())
def test_equal_enumeration(chain):
    total = naive.likelihood(*chain)
    with warnings.catch_warnings():
        warnings.simplefilter("error" if total > 0.0 else "ignore")
        smooth, best = forward_backward(*logs(*chain)), viterbi(*logs(*chain))
    if total == 0.0:
        assert smooth.log_likelihood == best.log_probability == -INF
        assert (best.path == -1).all()
        assert np.isnan(smooth.posterior).all()
        return
    assert np.exp(smooth.log_likelihood) == pytest.approx(total, rel=1e-12)
    np.testing.assert_allclose(smooth.posterior, naive.posterior(*chain), rtol=1e-11, atol=1e-14)
    np.testing.assert_allclose(smooth.transitions, naive.transitions(*chain), rtol=1e-11, atol=1e-14)
    for t in range(len(chain[2])):
        part = (*chain[:2], chain[2][: t + 1])
        assert np.exp(smooth.log_evidence[t]) == pytest.approx(naive.likelihood(*part), rel=1e-12)
        np.testing.assert_allclose(smooth.filtered[t], naive.posterior(*part)[t], rtol=1e-11, atol=1e-14)
    assert np.exp(best.log_probability) == pytest.approx(naive.best_path(*chain)[1], rel=1e-12)
    assert naive.path_probability(*chain, best.path) == pytest.approx(naive.best_path(*chain)[1], rel=1e-12)


@pytest.mark.parametrize("k", [1, 3, 4, 9])
def test_equal_hmmlearn(rng, k):
    n = 30 if PLAIN else 400
    start, trans, emit = rng.dirichlet(np.ones(k)), rng.dirichlet(np.ones(k), k), 3.0 * rng.normal(size=(n, k))
    likelihood, forward = _hmmc.forward_log(start, trans, emit)
    backward = _hmmc.backward_log(start, trans, emit)
    smooth = forward_backward(log(start), log(trans), emit)
    assert smooth.log_likelihood == pytest.approx(likelihood, rel=1e-12)
    np.testing.assert_allclose(smooth.posterior, np.exp(forward + backward - likelihood), rtol=1e-8, atol=1e-14)
    np.testing.assert_allclose(
        smooth.transitions, np.exp(_hmmc.compute_log_xi_sum(forward, trans, backward, emit)), rtol=1e-8
    )
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose(np.log(smooth.filtered) + smooth.log_evidence[:, None], forward, rtol=1e-9)
    best = viterbi(log(start), log(trans), emit)
    probability, path = _hmmc.viterbi(start, trans, emit)
    assert best.path.tolist() == path.tolist()
    assert best.log_probability == pytest.approx(probability, rel=1e-13)


@pytest.mark.skipif(PLAIN, reason="long")
def test_long_sequences_keep_their_digits(rng):
    """Independent draws: with equal rows of `trans` each step is a mixture, whatever came before."""
    n, weights = 100_000, rng.dirichlet(np.ones(5))
    emit = rng.normal(size=(n, 5)) - 500.0
    smooth = forward_backward(np.log(weights), np.log(np.tile(weights, (5, 1))), emit)
    joint = np.log(weights) + emit
    each = np.logaddexp.reduce(joint, axis=1)
    assert smooth.log_likelihood == pytest.approx(each.sum(), rel=1e-13)
    np.testing.assert_allclose(smooth.posterior, np.exp(joint - each[:, None]), rtol=1e-11)
    assert smooth.transitions.sum() == pytest.approx(n - 1, rel=1e-11)
    best = viterbi(np.log(weights), np.log(np.tile(weights, (5, 1))), emit)
    assert (best.path == joint.argmax(axis=1)).all()


@pytest.mark.parametrize("steps", [2, 3, 8])
def test_what_underflows_may_be_all_there_is(steps):
    """State 1 explains everything and is out of reach; state 0 pays exp(-460) a step."""
    never = [[0.0, -INF], [-INF, 0.0]]
    emit = np.array([[-460.0, 0.0]] * steps)
    smooth = forward_backward([0.0, -INF], never, emit)
    assert smooth.log_likelihood == -460.0 * steps
    assert smooth.posterior.tolist() == smooth.filtered.tolist() == [[1.0, 0.0]] * steps
    assert smooth.transitions.tolist() == [[steps - 1.0, 0.0], [0.0, 0.0]]
    found = np.empty(1)
    arguments = np.array([0.0, -INF]), np.array(never), emit, np.arange(steps), np.array([steps])
    _expectations._likelihoods(*arguments, _expectations.workspace(steps, 2), found)
    assert found[0] == -460.0 * steps


def test_what_was_lost_may_come_back():
    """State 1 starts at exp(-740), too little for a double beside 1, and is the only one that explains the rest."""
    emit = [[0.0, -740.0]] + [[-460.0, 0.0]] * 4
    half = np.log(0.5)
    smooth = forward_backward([half, half], [[0.0, -INF], [-INF, 0.0]], emit)
    assert smooth.log_likelihood == pytest.approx(half - 740.0, rel=1e-14)
    np.testing.assert_allclose(smooth.posterior[:, 1], 1.0)
    assert smooth.transitions[1, 1] == pytest.approx(4.0)


@given(chains(), st.floats(-300, 300), st.floats(-300, 300))
def test_shifting_scores_shifts_the_likelihood(chain, by, step):
    """Rows need not sum to one: constants added to the scores come out again, and change nothing else."""
    if naive.likelihood(*chain) == 0.0:
        return
    start, trans, emit = logs(*chain)
    plain, shifted = forward_backward(start, trans, emit), forward_backward(start, trans + step, emit + by)
    n = len(emit)
    expected = plain.log_likelihood + n * by + (n - 1) * step
    assert shifted.log_likelihood == pytest.approx(expected, rel=1e-11, abs=1e-11)
    np.testing.assert_allclose(shifted.posterior, plain.posterior, rtol=1e-9, atol=1e-14)


def test_posterior_adds_up(rng):
    smooth = forward_backward(
        log(rng.dirichlet(np.ones(6))), log(rng.dirichlet(np.ones(6), 6)), rng.normal(size=(50, 6))
    )
    np.testing.assert_allclose(smooth.posterior.sum(axis=1), 1.0, rtol=1e-13)
    np.testing.assert_allclose(smooth.transitions.sum(axis=1), smooth.posterior[:-1].sum(axis=0), rtol=1e-12)
    np.testing.assert_allclose(smooth.transitions.sum(axis=0), smooth.posterior[1:].sum(axis=0), rtol=1e-12)
    assert smooth.posterior[-1] == pytest.approx(smooth.filtered[-1])


def test_ties_go_to_the_lowest_state():
    assert viterbi([0.0, 0.0, 0.0], np.zeros((3, 3)), np.zeros((4, 3))).path.tolist() == [0, 0, 0, 0]


def test_impossible_observations_are_named():
    arguments = [0.0, -INF], [[0.0, -INF], [-INF, 0.0]], [[0.0, 0.0], [-INF, 0.0]]
    with pytest.warns(UndefinedWarning, match="impossible"):
        smooth = forward_backward(*arguments)
    assert smooth.log_likelihood == -INF
    assert np.isnan(smooth.posterior).all()
    assert np.isnan(smooth.transitions).all()
    assert smooth.log_evidence.tolist() == [0.0, -INF]
    with pytest.warns(UndefinedWarning, match="forbid every path"):
        assert viterbi(*arguments).path.tolist() == [-1, -1]


@njit
def from_compiled_code(start, trans, emit):
    smooth, best = forward_backward(start, trans, emit), viterbi(start, trans, emit)
    return smooth.log_likelihood, smooth.posterior, smooth.transitions, best.path, best.log_probability


def test_called_from_compiled_code(rng):
    arguments = log(rng.dirichlet(np.ones(3))), log(rng.dirichlet(np.ones(3), 3)), rng.normal(size=(7, 3))
    smooth, best = forward_backward(*arguments), viterbi(*arguments)
    likelihood, posterior, transitions, path, probability = from_compiled_code(*arguments)
    assert (likelihood, probability) == (smooth.log_likelihood, best.log_probability)
    assert posterior.tolist() == smooth.posterior.tolist()
    assert transitions.tolist() == smooth.transitions.tolist()
    assert path.tolist() == best.path.tolist()


HOSTILE = {
    "no step": ([0.0], [[0.0]], np.zeros((0, 1))),
    "no state": (np.zeros(0), np.zeros((0, 0)), np.zeros((2, 0))),
    "matrix too small": ([0.0, 0.0], [[0.0, 0.0]], np.zeros((2, 2))),
    "matrix too narrow": ([0.0, 0.0], [[0.0], [0.0]], np.zeros((2, 2))),
    "emissions too narrow": ([0.0, 0.0], np.zeros((2, 2)), np.zeros((2, 1))),
    "NaN": ([0.0, 0.0], np.zeros((2, 2)), [[np.nan, 0.0]]),
    "infinity": ([0.0, INF], np.zeros((2, 2)), [[0.0, 0.0]]),
}


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("function", [forward_backward, viterbi])
def test_compiled_code_refuses(function, what):
    arguments = [np.asarray(x, float) for x in HOSTILE[what]]
    with pytest.raises(ValueError, match="log"):
        function.compiled_as(*arguments)
    with pytest.raises(ValueError, match="log_"):
        function(*arguments)


def test_compiled_bodies_in_plain_python():
    arguments = np.log([0.5, 0.5]), np.log([[0.9, 0.1], [0.2, 0.8]]), np.log([[0.1, 0.4], [0.3, 0.2]])
    assert viterbi.compiled_as(*arguments).path.tolist() == viterbi(*arguments).path.tolist()
    smooth = forward_backward.compiled_as(*arguments)
    assert smooth.log_likelihood == forward_backward(*arguments).log_likelihood


def test_one_specialisation():
    counts = set()
    for emit in ([[0, 1], [2, 3]], np.float32([[0, 1], [2, 3]]), np.zeros((4, 2))[::2], np.asfortranarray(np.eye(2))):
        forward_backward([0, 0], np.eye(2, dtype=int), emit)
        viterbi(np.float32([0, 0]), np.eye(2), emit)
        kernels = smoothing._forward_backward, decoding._viterbi
        counts.add(() if PLAIN else tuple(len(kernel.signatures) for kernel in kernels))
    assert len(counts) == 1


def test_small_calls_are_cheap(count_calls):
    arguments = np.zeros(2), np.zeros((2, 2)), np.zeros((10, 2))
    assert count_calls(forward_backward, *arguments) < 60
    assert count_calls(viterbi, *arguments) < 60
