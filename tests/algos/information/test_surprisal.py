"""Surprisal and the entropy of a coin, elementwise: by hand, naive, NumPy and SciPy, 60 digits, edges."""

import math

import mpmath
import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from algos.information import binary_entropy, self_information, surprisal
from tests.conftest import PLAIN
from tests.naive import information as naive

pytestmark = pytest.mark.kernels

BOTH = [self_information, binary_entropy]


def test_worked_example_fair_coin():
    assert binary_entropy(0.5) == self_information(0.5) == 1.0


def test_ends():
    assert self_information([0.0, 1.0, 0.25]).tolist() == [math.inf, 0.0, 2.0]
    assert binary_entropy([0.0, 1.0]).tolist() == [0.0, 0.0]
    assert math.copysign(1.0, self_information(1.0)) == math.copysign(1.0, binary_entropy(1.0)) == 1.0


@pytest.mark.parametrize("base", [2.0, math.e, 10])
def test_equal_naive_numpy_and_scipy(base, rng):
    p = rng.random(200)
    np.testing.assert_allclose(self_information(p, base), [naive.surprisal(x, base) for x in p], rtol=1e-14)
    np.testing.assert_allclose(self_information(p, base), -np.log2(p) / math.log2(base), rtol=1e-14)
    np.testing.assert_allclose(binary_entropy(p, base), [naive.entropy([x, 1.0 - x], base) for x in p], rtol=1e-13)
    np.testing.assert_allclose(binary_entropy(p, base), stats.entropy([p, 1.0 - p], base=base), rtol=1e-13)


@pytest.mark.parametrize("p", [5e-324, 1e-300, 1e-20, 1e-9, 0.1, 0.2929, 0.3, 0.5, 0.8, 1 - 1e-9, 1 - 2.0**-53])
def test_tiny_probabilities_keep_their_digits(p):
    with mpmath.workdps(400):
        exact = mpmath.mpf(p)
        surprise = -mpmath.log(exact, 2)
        coin = exact * surprise - (1 - exact) * mpmath.log(1 - exact, 2)
    assert self_information(p) == pytest.approx(float(surprise), rel=1e-15)
    assert binary_entropy(p) == pytest.approx(float(coin), rel=2e-15, abs=0.0)


@given(st.floats(0.0, 1.0))
def test_coin_is_symmetric_and_at_most_one_bit(p):
    assert 0.0 <= binary_entropy(p) <= 1.0
    assert binary_entropy(1.0 - p) == pytest.approx(binary_entropy(1.0 - (1.0 - p)), rel=1e-13)


@pytest.mark.parametrize("function", BOTH)
def test_any_shape_and_type(function, rng):
    p = rng.random((2, 3, 4)).astype(np.float32)
    flat = [function(float(x)) for x in p.ravel()]
    kernels = (surprisal._surprisals, surprisal._coin_entropies)
    before = [set(getattr(kernel, "signatures", ())) for kernel in kernels]
    for values in (
        p,
        p.astype(float),
        np.asfortranarray(p),
        p.tolist(),
        np.repeat(p, 2, axis=2)[..., ::2],
        p.astype(">f4"),
    ):
        found = function(values)
        assert found.shape == (2, 3, 4)
        np.testing.assert_allclose(found.ravel(), flat, rtol=1e-15)
    for one in (1, np.float64(1.0), np.array(1), np.float32(1.0), True):
        assert function(one) == 0.0
        assert type(function(one)) is float
    assert function([]).shape == (0,)
    for kernel, seen in zip(kernels, before, strict=True):
        assert len(set(getattr(kernel, "signatures", ())) - seen) <= 1


@pytest.mark.parametrize("function", BOTH)
@pytest.mark.parametrize("p", [-0.1, 1.5, math.nan, math.inf, [0.5, -1e-9], [0.5, math.nan], np.array([2])])
def test_refuses(function, p):
    with pytest.raises(ValueError, match="p must hold probabilities between 0 and 1, got"):
        function(p)
    with pytest.raises(ValueError, match="base must be"):
        function(0.5, base=1)


@pytest.mark.parametrize("function", BOTH)
def test_a_small_call_is_cheap(function, count_calls):
    assert count_calls(function, np.full(20, 0.3)) < 60
    assert count_calls(function, 0.3) < 10


def call_information(p, base):
    return self_information(p), self_information(p, base=base)


def call_coin(p, base):
    return binary_entropy(p), binary_entropy(p, base=base)


@pytest.mark.parametrize(("function", "caller"), [(self_information, call_information), (binary_entropy, call_coin)])
def test_compiled_callers_get_the_same(function, caller, rng):
    compiled = caller if PLAIN else numba.njit(caller)
    for p in (0.3, 0.0, 1, rng.random(5), rng.random((2, 6))[:, ::2]):
        kind = numba.typeof(p)
        body = function.compiled_as(kind)
        for found, expected in [*zip(compiled(p, 4.0), caller(p, 4.0), strict=True), (body(p, 4.0), function(p, 4.0))]:
            np.testing.assert_allclose(found, expected, rtol=1e-14)
    for kind in (numba.float64, numba.float64[:]):
        body = function.compiled_as(kind)
        good, bad = (0.5, 1.5) if kind is numba.float64 else (np.full(2, 0.5), np.full(2, np.nan))
        with pytest.raises(ValueError, match="between 0 and 1"):
            body(bad)
        with pytest.raises(ValueError, match="base must be"):
            body(good, 1.0)
