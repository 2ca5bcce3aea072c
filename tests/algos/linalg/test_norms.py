"""Norms: by hand, naive, NumPy, the whole range of doubles, edges, the call from compiled code."""

import math

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from algos.linalg import norm, norms
from tests.conftest import PLAIN
from tests.naive import linalg as naive

pytestmark = pytest.mark.kernels

ORDERS = [0, 0.5, 1, 1.5, 2, 3, 7, 16, 30, math.inf]
vectors = arrays(np.float64, st.integers(1, 20), elements=st.floats(-1e6, 1e6))


def test_by_hand():
    assert [norm([3, -4], p) for p in (0, 1, 2, math.inf)] == [2.0, 7.0, 5.0, 4.0]
    assert norm([1.0, -2.0, 2.0], 3) == pytest.approx(17 ** (1 / 3), rel=1e-15)
    assert norm([[1.0, 2.0], [2.0, 4.0]], "fro") == 5.0
    assert type(norm([1], 0)) is float


@pytest.mark.parametrize("p", ORDERS)
@pytest.mark.parametrize("n", [1, 5, 1023, 3000])
def test_equal_naive_and_numpy(n, p, rng):
    x = rng.normal(size=n)
    x[: n // 3] = 0.0
    assert norm(x, p) == pytest.approx(np.linalg.norm(x, p), rel=1e-13)
    assert norm(x, p) == pytest.approx(naive.norm(x.tolist(), p), rel=1e-13)
    assert norm(x.reshape(1, -1), "fro") == norm(x)


@pytest.mark.parametrize("scale", [1e200, 1e-200, 2.0**-1060, 1e300])
@pytest.mark.parametrize("p", [p for p in ORDERS if p != 0])
def test_huge_and_tiny_values(scale, p):
    x = np.array([3.0, -4.0, 12.0, 0.0]) * scale
    assert norm(x, p) == pytest.approx(norm([3.0, -4.0, 12.0], p) * scale, rel=1e-14)


def test_the_range_of_doubles():
    assert norm([5e-324]) == 5e-324
    assert norm([1e308, 1e308]) == pytest.approx(math.sqrt(2) * 1e308, rel=1e-15)
    assert norm([1.7e308, 1.7e308]) == math.inf
    assert norm([1.7e308, 1.7e308], 1) == math.inf
    assert norm([0.0, -0.0]) == norm([0.0], 3) == norm([0.0], 0) == norm([0.0], math.inf) == 0.0
    assert norm([1.0, 1e-170, 1e170]) == 1e170
    for order in (16, 17, 1000, 5000, 1e6, 1e18, 1e19, 1e308):  # whose powers would overflow or vanish
        assert norm([2.0, -2.0], order) == pytest.approx(2.0 * 2 ** (1 / order), rel=1e-15)
        assert norm([5e-324], order) == 5e-324


@given(vectors, vectors, st.sampled_from([1, 1.5, 2, 3, math.inf]))
def test_laws(x, y, p):
    n = min(len(x), len(y))
    x, y = x[:n], y[:n]
    assert norm(x + y, p) <= (norm(x, p) + norm(y, p)) * (1 + 1e-13)
    assert norm(-2.0 * x, p) == pytest.approx(2.0 * norm(x, p), rel=1e-14)
    assert norm(x, math.inf) * (1 - 1e-13) <= norm(x, p) <= norm(x, 1) * (1 + 1e-13)
    assert (norm(x, p) == 0.0) == (not x.any())


@pytest.mark.parametrize(
    ("x", "order", "match"),
    [
        ([], 2, "x must have at least one"),
        ([[]], "fro", "x must have at least one"),
        (1.0, 2, "x has 0 dimensions"),
        ([[1.0]], 2, "pass ord='fro'"),
        ([1.0], "fro", "is for a matrix"),
        ([1.0], "nuc", "ord must be a number or 'fro'"),
        ([1.0], -1, "ord must be a finite number of at least 0"),
        ([1.0], math.nan, "ord must be"),
        ([1.0, math.nan], 2, "x contains NaN"),
        ([1.0, math.nan], 0, "x contains NaN"),
        ([1.0, math.inf], math.inf, "x contains infinity"),
        ([1.0, -math.inf], 1.5, "x contains infinity"),
    ],
)
def test_refuses(x, order, match):
    with pytest.raises(ValueError, match=match):
        norm(x, order)


def test_one_compilation_serves_every_layout(count_calls):
    x = np.array([3.0, 4.0])
    before = set(getattr(norms._norm, "signatures", ()))
    for values in ([3, 4], (3.0, 4.0), x.astype(np.float32), x.astype(">f8"), np.repeat(x, 2)[::2]):
        assert [norm(values, p) for p in (2, 1, np.float32(1.0), np.int8(2))] == [5.0, 7.0, 7.0, 5.0]
    assert norm(np.asfortranarray([[3, 0], [0, 4]]), "fro") == 5.0
    assert len(set(getattr(norms._norm, "signatures", ())) - before) <= 1
    assert count_calls(norm, x) < 60


def call(x, X):
    return norm(x), norm(x, 1), norm(x, 2.5), norm(x, 0), norm(x, ord=np.inf), norm(X, "fro")


def test_compiled_callers_get_the_same(rng):
    x = rng.normal(size=30)[::2]
    X = x.reshape(3, 5)
    caller = call if PLAIN else numba.njit(call)
    for layout in (X, np.asfortranarray(X)):
        np.testing.assert_allclose(caller(x, layout), call(x, X), rtol=1e-14)
    assert norm.compiled_as(x, 2)(x, 2) == norm(x)
    assert norm.compiled_as(X, "fro")(X, "fro") == norm(X, "fro")
    for arguments in ((np.ones(0), 2), (np.ones(2), -1), (np.array([np.nan]), 0), (X, 2), (x, "fro")):
        with pytest.raises(ValueError, match=r"x must|a vector needs"):
            norm.compiled_as(*arguments)(*arguments)
