"""baum_welch_step: against enumeration and hmmlearn; over blocks; from compiled code."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hmmlearn.hmm import CategoricalHMM as Hmmlearn
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos.sequence import _expectations, baum_welch_step, reestimation
from algos.sequence._parameters import BLOCK_STEPS, sequence_blocks
from tests.conftest import PLAIN
from tests.naive import sequence as naive

pytestmark = pytest.mark.kernels


def model(rng, k, m):
    return rng.dirichlet(np.ones(k)), rng.dirichlet(np.ones(k), k), rng.dirichlet(np.ones(m), k)


def test_worked_example():
    """One state hides nothing: shares of the symbols, and (1/2)**4."""
    step = baum_welch_step([[0], [1], [1], [1]], [1.0], [[1.0]], [[0.5, 0.5]])
    assert step.emissionprob.tolist() == [[0.25, 0.75]]
    assert step.log_likelihood == pytest.approx(4 * np.log(0.5), rel=1e-15)
    assert step.transmat.tolist() == [[1.0]]


@given(st.integers(0, 10**6), st.integers(1, 3), st.integers(1, 3), st.lists(st.integers(1, 4), min_size=1, max_size=3))
def test_equals_naive(seed, k, m, lengths):
    rng = np.random.default_rng(seed)
    parameters, X = model(rng, k, m), rng.integers(0, m, sum(lengths))
    step = baum_welch_step(X, *parameters, lengths)
    sequences = np.split(X, np.cumsum(lengths)[:-1])
    start, trans, emission, log_likelihood = naive.baum_welch(*map(np.ndarray.tolist, parameters), sequences)
    assert step.log_likelihood == pytest.approx(log_likelihood, rel=1e-12, abs=1e-12)
    np.testing.assert_allclose(step.startprob, start, rtol=1e-11)
    np.testing.assert_allclose(step.transmat, trans, rtol=1e-11)
    np.testing.assert_allclose(step.emissionprob, emission, rtol=1e-11)


def test_equals_hmmlearn(rng):
    parameters, X, lengths = model(rng, 4, 5), rng.integers(0, 5, 90), [40, 1, 49]
    step = baum_welch_step(X, *parameters, lengths)
    theirs = Hmmlearn(4, n_iter=1, init_params="")
    theirs.startprob_, theirs.transmat_, theirs.emissionprob_ = map(np.copy, parameters)
    theirs.fit(X[:, None], lengths)
    assert step.log_likelihood == pytest.approx(theirs.monitor_.history[0], rel=1e-12)
    np.testing.assert_allclose(step.transmat, theirs.transmat_, rtol=1e-9)
    np.testing.assert_allclose(step.emissionprob, theirs.emissionprob_, rtol=1e-9)


@given(st.integers(0, 10**6), st.integers(1, 4), st.integers(2, 4))
def test_the_likelihood_never_falls(seed, k, m):
    rng = np.random.default_rng(seed)
    parameters, X, last = model(rng, k, m), rng.integers(0, m, 30), -np.inf
    for _ in range(5):
        *parameters, log_likelihood = baum_welch_step(X, *parameters, [10, 20])
        assert log_likelihood >= last - 1e-12 * abs(log_likelihood)
        last = log_likelihood


def test_zeros_stay_and_states_never_visited_keep_their_rows():
    trans = [[0.5, 0.5, 0.0], [0.0, 1.0, 0.0], [0.25, 0.25, 0.5]]
    step = baum_welch_step([0, 1, 0], [1.0, 0.0, 0.0], trans, [[0.5, 0.5], [0.5, 0.5], [0.125, 0.875]])
    assert step.transmat[2].tolist() == trans[2]
    assert step.emissionprob[2].tolist() == [0.125, 0.875]
    assert step.startprob.tolist() == [1.0, 0.0, 0.0]
    assert step.transmat[0, 2] == step.transmat[1, 0] == step.transmat[1, 2] == 0.0


@pytest.mark.skipif(PLAIN, reason="needs more steps than a block has")
def test_the_same_bits_over_blocks(rng):
    lengths = rng.integers(1, 3000, 60)
    X, parameters = rng.integers(0, 4, lengths.sum()), model(rng, 3, 4)
    blocks = baum_welch_step.blocks(X, lengths)
    assert len(blocks) > 3
    assert all(len(part) >= BLOCK_STEPS - 3000 for part, _ in blocks[:-1])
    np.testing.assert_array_equal(np.concatenate([part for part, _ in blocks]), X)
    names = dict(zip(("startprob", "transmat", "emissionprob"), parameters, strict=True))
    whole = baum_welch_step(X, *parameters, lengths)
    with ThreadPoolExecutor(3) as pool:
        pieces = baum_welch_step.over_blocks(blocks, map=pool.map, **names)
    for one, other in zip(whole, pieces, strict=True):
        np.testing.assert_array_equal(one, other)


def test_any_cut_between_sequences_will_do(rng):
    X, parameters, lengths = rng.integers(0, 3, 30), model(rng, 2, 3), np.array([4, 10, 16])
    ((part, mine),) = baum_welch_step.blocks(X, lengths)
    assert (part.tolist(), mine.tolist()) == (X.tolist(), lengths.tolist())
    names = dict(zip(("startprob", "transmat", "emissionprob"), parameters, strict=True))
    whole = baum_welch_step(X, *parameters, lengths)
    pieces = baum_welch_step.over_blocks([(X[:4],), (X[4:], lengths[1:])], **names)
    np.testing.assert_allclose(pieces.transmat, whole.transmat, rtol=1e-13)
    assert pieces.log_likelihood == pytest.approx(whole.log_likelihood, rel=1e-14)


def test_blocks_hold_whole_sequences():
    lengths = np.array([1, BLOCK_STEPS, 1, 1, 3 * BLOCK_STEPS, 5])
    cuts = [(cut.start, cut.stop, mine.tolist()) for cut, mine in sequence_blocks(lengths)]
    b = BLOCK_STEPS
    assert cuts == [(0, b + 1, [1, b]), (b + 1, 4 * b + 3, [1, 1, 3 * b]), (4 * b + 3, 4 * b + 8, [5])]
    for lengths, n_blocks in (([5], 1), ([1, b - 1], 1), ([b], 1), ([b - 1, 2], 1), ([b, 1], 2)):
        cuts = sequence_blocks(np.array(lengths))
        assert [mine.tolist() for _, mine in cuts] == ([lengths] if n_blocks == 1 else [[b], [1]])
        assert cuts[-1][0].stop == sum(lengths)


@pytest.mark.parametrize(
    ("place", "wrong", "message"),
    [
        (1, [0.5, -0.5, 1.0], "startprob must hold .*not negative, got -0.5"),
        (1, [0.5, 0.5, 2e-8], "startprob must sum to 1"),
        (1, [0.5, np.nan, 0.5], "startprob must hold finite"),
        (2, [[1, 0, 0], [0, 1, 0], [0, 1, 2e-8]], r"transmat must have rows that sum to 1 .*got 1.00000002 in row 2"),
        (2, [[1, 0, 0], [0, 1, 0], [0, 2, -1]], "transmat must not be negative, got -1.0"),
        (2, [[1, 0, 0], [0, 1, 0], [0, np.nan, 1]], "transmat contains NaN"),
        (2, [[1, 0, 0], [0, 1, 0], [0, np.inf, -np.inf]], "transmat contains infinity"),
        (2, np.full((2, 3), 1 / 3), "transmat must have a row for each of the 3 states"),
        (3, np.full((3, 3), 0.25), "emissionprob must have rows .*got 0.75 in row 0"),
    ],
)
def test_what_is_no_distribution_is_refused(place, wrong, message, rng):
    arguments = [[0, 1, 2], *model(rng, 3, 3)]
    arguments[place] = wrong
    with pytest.raises(ValueError, match=message):
        baum_welch_step(*arguments)


def test_small_calls_are_cheap(rng, count_calls):
    assert count_calls(baum_welch_step, rng.integers(0, 4, 60), *model(rng, 3, 4), np.full(3, 20)) < 60


def test_impossible_sequences_are_refused():
    arguments = [0, 1], [1.0], [[1.0]], [[1.0, 0.0]]
    with pytest.raises(ValueError, match="impossible"):
        baum_welch_step(*arguments)
    with pytest.raises(ValueError, match="impossible"), np.errstate(divide="ignore"):
        baum_welch_step.compiled_as(*map(np.array, arguments))


@njit
def from_compiled_code(X, start, trans, emission, lengths):
    one = baum_welch_step(X, start, trans, emission)
    several = baum_welch_step(X, start, trans, emission, lengths)
    return one.transmat, one.log_likelihood, several.emissionprob, several.startprob


def test_called_from_compiled_code(rng):
    parameters, X, lengths = model(rng, 3, 4), rng.integers(0, 4, 20), np.array([5, 15])
    transmat, log_likelihood, emission, start = from_compiled_code(X, *parameters, lengths)
    one, several = baum_welch_step(X, *parameters), baum_welch_step(X, *parameters, lengths)
    np.testing.assert_allclose(transmat, one.transmat, rtol=1e-13)
    assert log_likelihood == pytest.approx(one.log_likelihood, rel=1e-14)
    np.testing.assert_allclose(emission, several.emissionprob, rtol=1e-13)
    np.testing.assert_allclose(start, several.startprob, rtol=1e-13)


def test_called_from_compiled_code_with_other_layouts(rng):
    """What Python takes, compiled callers may pass: other widths, gaps between the values, columns first."""
    parameters, X = model(rng, 3, 4), rng.integers(0, 4, 20)
    expected = from_compiled_code(X, *parameters, np.array([5, 15]))
    gaps = (
        np.repeat(parameters[0], 2)[::2],
        np.asfortranarray(parameters[1]),
        np.repeat(parameters[2], 2, axis=1)[:, ::2],
    )
    found = from_compiled_code(X.astype(np.uint8), *gaps, np.array([5, 0, 15], np.int32)[::2])
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-13)
    single = baum_welch_step.compiled_as(X.astype(float), *map(np.float32, parameters), np.array([5.0, 15.0]))
    doubles = baum_welch_step.compiled_as(X, *(np.float64(np.float32(p)) for p in parameters), np.uint64([5, 15]))
    for one, other in zip(single, doubles, strict=True):
        np.testing.assert_array_equal(one, other)
    assert single.transmat.dtype == np.float64


def hostile():
    X, start, trans, emission = np.array([0, 1]), np.array([1.0]), np.ones((1, 1)), np.full((1, 2), 0.5)
    return {
        "no symbols": (X[:0], start, trans, emission),
        "wide transitions": (X, start, np.ones((1, 2)), emission),
        "too many emissions": (X, start, trans, np.ones((2, 2))),
        "symbol too large": (X + 1, start, trans, emission),
        "negative symbol": (X - 1, start, trans, emission),
        "length 0": (X, start, trans, emission, np.array([0, 2])),
        "length 3": (X, start, trans, emission, np.array([3])),
        "length 1": (X, start, trans, emission, np.array([1])),
        "half a symbol": (X + 0.5, start, trans, emission),
        "NaN as a symbol": (X + np.nan, start, trans, emission),
        "NaN as a length": (X, start, trans, emission, np.array([np.nan, 2.0])),
        "half a length": (X, start, trans, emission, np.array([0.5, 1.5])),
        "huge lengths": (X, start, trans, emission, np.array([1, 2**63 - 1, 2**63 - 1])),
        "no length": (X, start, trans, emission, np.array([], int)),
    }


@pytest.mark.parametrize("what", hostile())
def test_compiled_code_refuses(what):
    with pytest.raises(ValueError, match="baum_welch_step"):
        baum_welch_step.compiled_as(*hostile()[what])
    with pytest.raises(ValueError):
        baum_welch_step(*hostile()[what])


def test_compiled_body_in_plain_python(rng):
    parameters, X = model(rng, 2, 3), rng.integers(0, 3, 9)
    for extra in ((), (np.array([4, 5]),)):
        one, other = baum_welch_step(X, *parameters, *extra), baum_welch_step.compiled_as(X, *parameters, *extra)
        np.testing.assert_allclose(one.transmat, other.transmat, rtol=1e-13)


def test_one_specialisation():
    counts = set()
    for X in ([0, 1, 1], np.uint8([0, 1, 1]), np.zeros((6, 1))[::2], np.array([0.0, 1.0])):
        for matrix in (np.eye(2), np.asfortranarray(np.full((2, 2), 0.5)), np.full((2, 2), np.float32(0.5))):
            baum_welch_step(X, [0.5, 0.5], matrix, np.full((2, 2), 0.5), None)
        kernels = _expectations._expectations, reestimation._add_visits, reestimation._row_shares
        counts.add(() if PLAIN else tuple(len(kernel.signatures) for kernel in kernels))
    assert len(counts) == 1
