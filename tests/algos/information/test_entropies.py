"""Entropy, joint and conditional: worked examples, a naive twin, SciPy, 100-digit sums, and the edges."""

import math

import mpmath
import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from algos.information import conditional_entropy, entropies, entropy, joint_entropy
from tests.algos.information.helpers import distributions
from tests.conftest import PLAIN
from tests.naive import information as naive

pytestmark = pytest.mark.kernels

LARGE = 3000 if PLAIN else 100_003


# -- worked examples -------------------------------------------------------------------------------


def test_worked_example_sixteen_green_and_fourteen_pink():
    assert entropy([16, 14], normalize=True) == pytest.approx(0.9967916, abs=5e-8)
    assert entropy([16, 14], base=math.e, normalize=True) == pytest.approx(0.6909233, abs=5e-8)


def test_worked_example_fair_coin_is_one_bit():
    assert entropy([0.5, 0.5]) == 1.0


def test_worked_example_fair_die():
    assert entropy([1] * 6, normalize=True) == pytest.approx(2.5849625, abs=5e-8)


@pytest.mark.parametrize("k", [1, 2, 4, 64, 1024, 4096])
def test_powers_of_two_are_exact(k):
    assert entropy(np.full(k, 1.0 / k)) == math.log2(k)


# -- against others --------------------------------------------------------------------------------


@pytest.mark.parametrize("base", [2.0, math.e, 10, 3.5])
@pytest.mark.parametrize("k", [1, 2, 3, 7, 1024, 1025])
def test_entropy_equals_naive_and_scipy(k, base, draw):
    p = draw(k)
    assert entropy(p, base) == pytest.approx(naive.entropy(p, base), rel=1e-13, abs=1e-300)
    assert entropy(p, base=base) == pytest.approx(stats.entropy(p, base=base), rel=1e-13, abs=1e-15)
    assert entropy(p * 8.0, base, normalize=True) == pytest.approx(entropy(p, base), rel=1e-13, abs=1e-15)
    assert type(entropy(p)) is float


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (5, 1), (3, 4), (40, 60)])
def test_joint_and_conditional_equal_naive_and_scipy(shape, draw):
    table = draw(shape)
    joint = stats.entropy(table.ravel(), base=2)
    assert joint_entropy(table) == pytest.approx(naive.entropy(naive.flat(table)), rel=1e-13, abs=1e-300)
    assert joint_entropy(table) == pytest.approx(joint, rel=1e-13, abs=1e-15)
    assert conditional_entropy(table) == pytest.approx(naive.conditional_entropy(table), rel=1e-11, abs=1e-14)
    chain = joint - stats.entropy(table.sum(axis=1), base=2)
    assert conditional_entropy(table) == pytest.approx(chain, rel=1e-11, abs=1e-14)
    assert conditional_entropy(table, math.e) == pytest.approx(conditional_entropy(table) * math.log(2), rel=1e-14)
    assert joint_entropy(table, math.e) == pytest.approx(joint_entropy(table) * math.log(2), rel=1e-14)


def exact_entropy(p):
    with mpmath.workdps(60):
        return float(-mpmath.fsum(mpmath.mpf(x) * mpmath.log(mpmath.mpf(x), 2) for x in p if x > 0.0))


def test_many_terms_keep_fifteen_digits(draw):
    p = draw(LARGE)
    assert entropy(p) == pytest.approx(math.fsum(-x * math.log2(x) for x in p.tolist() if x > 0.0), rel=4e-16)


@pytest.mark.parametrize(
    "p",
    [[1.0, 5e-324], [1.0, 1e-310, 1e-300], [1.0 - 2.0**-53, 2.0**-53], [1.0 - 1e-9, 1e-9], [1e-17] * 4 + [1.0]],
    ids=str,
)
def test_nearly_certain_outcomes_keep_their_digits(p):
    assert entropy(p) == pytest.approx(exact_entropy(p), rel=1e-15, abs=0.0)


@pytest.mark.parametrize("rare", [1e-6, 1e-12, 1e-18, 1e-300])
def test_nearly_certain_y_keeps_the_digits_that_the_chain_rule_loses(rare):
    table = np.array([[0.25 - rare, rare], [0.75, 0.0]])
    with mpmath.workdps(400):
        exact = [[mpmath.mpf(p) for p in row if p > 0.0] for row in table]
        expected = float(-mpmath.fsum(p * mpmath.log(p / sum(row), 2) for row in exact for p in row))
    assert conditional_entropy(table) == pytest.approx(expected, rel=2e-15, abs=0.0)
    assert rare > 1e-9 or abs(naive.conditional_entropy(table) / expected - 1.0) > 1e-6


# -- laws ------------------------------------------------------------------------------------------


@given(st.integers(1, 12).flatmap(distributions))
def test_entropy_is_between_zero_and_that_of_the_uniform(p):
    assert 0.0 <= entropy(p) <= math.log2(len(p)) * (1 + 1e-15)
    assert entropy(p[::-1]) == pytest.approx(entropy(p), rel=1e-14)
    assert entropy(np.append(p, 0.0)) == pytest.approx(entropy(p), rel=1e-14)


@given(st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(distributions))
def test_chain_rule_and_conditioning_never_adds(table):
    h_x, h_y = entropy(table.sum(axis=1)), entropy(table.sum(axis=0))
    assert joint_entropy(table) == pytest.approx(h_x + conditional_entropy(table), rel=1e-12, abs=1e-14)
    assert -1e-16 <= conditional_entropy(table) <= h_y + 1e-12
    assert joint_entropy(table) == joint_entropy(table.T.copy().T)


def test_y_that_x_decides_leaves_exactly_nothing():
    assert conditional_entropy([[0.1, 0.0], [0.0, 0.2], [0.7, 0.0], [0.0, 0.0]]) == 0.0


# -- input -----------------------------------------------------------------------------------------


def test_layout_and_dtype_do_not_change_the_answer_nor_compile_again(draw):
    p = np.array([0.5, 0.25, 0.125, 0.125])
    before = {
        kernel: set(getattr(kernel, "signatures", ()))
        for kernel in (entropies._entropy, entropies._conditional_entropy)
    }
    locked = p.copy()
    locked.flags.writeable = False
    for values in (
        p,
        p.tolist(),
        tuple(p),
        p.astype(np.float32),
        p.astype(">f8"),
        np.repeat(p, 3)[::3],
        locked,
        p[::-1],
    ):
        assert entropy(values) == 1.75
    for counts in (
        [4, 2, 1, 1],
        np.array([4, 2, 1, 1], np.uint8),
        np.array([4, 2, 1, 1]) * 10**17,
        np.array(p * 1e308),
    ):
        assert entropy(counts, normalize=True) == 1.75
    assert entropy(np.full(4, 1e308), normalize=True) == 2.0  # the sum overflows
    assert entropy(np.full(4, 5e-324), normalize=True) == 2.0
    assert entropy([1.0, -0.0]) == 0.0
    for table in (
        p.reshape(2, 2),
        np.asfortranarray(p.reshape(2, 2)),
        p.reshape(2, 2).astype(np.float32),
        [[0.5, 0.25], [0.125, 0.125]],
    ):
        assert joint_entropy(table) == 1.75
        assert conditional_entropy(table) == pytest.approx(0.938721875540867, rel=1e-14)
    for kernel, seen in before.items():
        assert len(set(getattr(kernel, "signatures", ())) - seen) <= 1


@pytest.mark.parametrize(
    ("p", "options", "match"),
    [
        ([], {}, "at least one"),
        ([[0.5, 0.5]], {}, "1 dimension"),
        (0.5, {}, "1 dimension"),
        ([0.5, 0.6], {}, "p must sum to 1 within 1e-8, got 1.1; pass counts with normalize=True"),
        ([0.5, 0.5 + 2e-8], {}, "sum to 1"),
        ([1.5, -0.5], {}, "p must hold finite values that are not negative, got -0.5"),
        ([0.5, np.nan], {}, "finite values"),
        ([0.5, np.inf], {}, "finite values"),
        ([0.0, 0.0], {}, "sum to 1"),
        ([0, 0], {"normalize": True}, "positive sum, got only zeros"),
        ([3, -1], {"normalize": True}, "not negative, got -"),
        ([3, np.nan], {"normalize": True}, "finite"),
        ([3, np.inf], {"normalize": True}, "finite"),
        ([0.5, 0.5], {"base": 1.0}, "base must be .* above 1"),
        ([0.5, 0.5], {"base": -2}, "base must be"),
        ([0.5, 0.5], {"base": np.nan}, "base must be"),
        ([0.5, 0.5], {"base": np.inf}, "base must be"),
        (["a", "b"], {}, "must hold numbers"),
    ],
)
def test_entropy_refuses(p, options, match):
    with pytest.raises(ValueError, match=match):
        entropy(p, **options)


@pytest.mark.parametrize("function", [joint_entropy, conditional_entropy])
@pytest.mark.parametrize("table", [[0.5, 0.5], [[0.5, 0.6]], [[1.5, -0.5]], [[np.nan, 1.0]], [[]], [[[1.0]]]], ids=str)
def test_tables_are_refused(function, table):
    with pytest.raises(ValueError, match="table"):
        function(table)


def test_wrong_types_are_refused():
    with pytest.raises(TypeError, match="base must be a number"):
        entropy([0.5, 0.5], base="2")
    with pytest.raises(TypeError, match="normalize must be True or False"):
        entropy([0.5, 0.5], normalize=1)


@pytest.mark.parametrize(
    ("function", "argument"),
    [(entropy, np.full(4, 0.25)), (joint_entropy, np.full((2, 2), 0.25)), (conditional_entropy, np.full((2, 2), 0.25))],
)
def test_a_small_call_is_cheap(function, argument, count_calls):
    assert count_calls(function, argument) < 60


# -- from compiled code ----------------------------------------------------------------------------


def call_all(p, counts, table):
    tens, counted = entropy(p, base=10.0), entropy(counts, normalize=True)
    return entropy(p), tens, counted, joint_entropy(table), conditional_entropy(table, 4.0)


def test_compiled_callers_get_the_same(draw):
    p, counts, table = draw(9), np.array([5, 0, 3]), draw((3, 4))
    caller = call_all if PLAIN else numba.njit(call_all)
    expected = call_all(p, counts, table)
    np.testing.assert_allclose(caller(p, counts, table), expected, rtol=1e-14)
    np.testing.assert_allclose(
        caller(np.repeat(p, 2)[::2], counts.astype(float), table.T.copy().T), expected, rtol=1e-14
    )
    found = (
        entropy.compiled_as(p), entropy.compiled_as(p, 10.0), entropy.compiled_as(counts, normalize=True),
        joint_entropy.compiled_as(table), conditional_entropy.compiled_as(table, 4.0),
    )  # fmt: skip
    np.testing.assert_allclose(found, expected, rtol=1e-14)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (entropy, (np.ones(0),)),
        (entropy, (np.ones(2),)),
        (entropy, (np.array([1.5, -0.5]),)),
        (entropy, (np.array([np.nan, 0.5]),)),
        (entropy, (np.zeros(2), 2.0, True)),
        (entropy, (np.full(2, 0.5), 1.0)),
        *[(f, (table,)) for f in (joint_entropy, conditional_entropy) for table in (np.ones((2, 2)), np.ones((0, 2)))],
        *[(f, (np.full((2, 2), 0.25), 0.5)) for f in (joint_entropy, conditional_entropy)],
    ],
)
def test_compiled_callers_are_refused_too(function, arguments):
    with pytest.raises(ValueError, match="must"):
        function.compiled_as(*arguments)
