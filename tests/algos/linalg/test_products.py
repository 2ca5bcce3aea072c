"""Matrix products: naive in fractions, NumPy, every shape, Higham's bounds, overflow on the way, edges."""

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from algos.linalg import _blocked_product, _strassen, matmul, products
from tests.conftest import PLAIN
from tests.naive import linalg as naive

pytestmark = pytest.mark.kernels

METHODS = ["ijk", "ikj", "blocked", "strassen", "blas"]
U = 2.0**-53
BEYOND = 21 if PLAIN else 530  # more columns than a block has


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", [(1, 1, 1), (2, 3, 4), (4, 4, 4), (5, 7, 3), (9, 1, 6), (8, 65, 5), (3, 70, BEYOND)])
def test_equal_numpy_and_naive(method, shape, rng):
    n, depth, m = shape
    A, B = rng.normal(size=(n, depth)), rng.normal(size=(depth, m))
    found = matmul(A, B, method)
    assert found.shape == (n, m)
    assert np.all(np.abs(found - A @ B) <= 2.02 * depth * U * (np.abs(A) @ np.abs(B)))
    if m < 10:
        np.testing.assert_allclose(found, naive.matmul(A.tolist(), B.tolist()), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("crossover", [1, 3, 8])
@pytest.mark.parametrize("shape", [(2, 2, 2), (9, 9, 9), (16, 16, 16), (5, 33, 12), (17, 31, 23), (1, 40, 40)])
def test_strassen_of_any_shape_within_its_bound(crossover, shape, rng):
    A, B = rng.normal(size=shape[:2]), rng.normal(size=shape[1:])
    found = _strassen._strassen_product(A, B, crossover)
    n = max(shape)
    constant = (n / crossover) ** np.log2(12) * (crossover**2 + 5 * crossover)
    assert np.abs(found - A @ B).max() <= constant * U * np.abs(A).max() * np.abs(B).max()


@pytest.mark.skipif(PLAIN, reason="a billion steps")
def test_strassen_of_large_matrices(rng):
    A, B = rng.normal(size=(521, 530)), rng.normal(size=(530, 515))
    np.testing.assert_allclose(_strassen._strassen_product(A, B, 512), A @ B, atol=1e-10)


@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 6), st.integers(0, 99), st.sampled_from(METHODS))
def test_laws(n, depth, m, seed, method):
    rng = np.random.default_rng(seed)
    A, B, C = rng.integers(-9, 9, (n, depth)), rng.integers(-9, 9, (depth, m)), rng.integers(-9, 9, (m, 2))
    product = matmul(A, B, method)
    np.testing.assert_array_equal(product, A @ B)  # whole numbers are exact
    np.testing.assert_array_equal(matmul(product, C, method), matmul(A, matmul(B, C, method), method))
    np.testing.assert_array_equal(matmul(B.T, A.T, method), product.T)
    np.testing.assert_array_equal(matmul(A, np.eye(depth), method), A)


@pytest.mark.parametrize("method", METHODS)
def test_overflow_on_the_way(method):
    big = 2.0**600
    A, B = np.array([[big, big]]), np.array([[big, 1.0], [-big, 1.0]])
    np.testing.assert_array_equal(matmul(A, B, method), [[0.0, 2.0 * big]])
    np.testing.assert_array_equal(matmul([[1e200]], [[1e200]], method), [[np.inf]])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("A", "B", "match"),
    [
        (np.ones((0, 2)), np.ones((2, 1)), "minimum of 1"),
        (np.ones((2, 0)), np.ones((0, 1)), "minimum of 1"),
        (np.ones((2, 3)), np.ones((2, 3)), "as many columns as B has rows, got 3 and 2"),
        (np.ones(3), np.ones((3, 1)), "Expected 2D array"),
        ([[1.0, np.nan]], np.ones((2, 1)), "A contains NaN"),
        ([[1.0, 1.0]], [[0.0], [np.inf]], "B contains infinity"),
        ([[0.0, 0.0]], [[0.0], [np.nan]], "B contains NaN"),
    ],
)
def test_refuses(method, A, B, match):
    with pytest.raises(ValueError, match=match):
        matmul(A, B, method)


def test_refuses_the_method():
    with pytest.raises(ValueError, match="method must be one of 'ijk'"):
        matmul([[1.0]], [[1.0]], "magic")


def test_one_compilation_serves_every_layout(count_calls):
    A = np.array([[1.0, 2.0], [3.0, 4.0]])
    kernels = (_blocked_product._blocked_product, products._ijk_product, products._ikj_product)
    before = [set(getattr(kernel, "signatures", ())) for kernel in kernels]
    wide = np.repeat(A, 2, axis=1)[:, ::2]
    for values in (A.tolist(), A.astype(int), A.astype(np.float32), A.astype(">f8"), np.asfortranarray(A), wide):
        for method in METHODS:
            np.testing.assert_array_equal(matmul(values, values, method), [[7.0, 10.0], [15.0, 22.0]])
    for kernel, seen in zip(kernels, before, strict=True):
        assert len(set(getattr(kernel, "signatures", ())) - seen) <= 1
    assert count_calls(matmul, A, A) < 60


def call(A, B):
    return (
        matmul(A, B),
        matmul(A, B, "ijk"),
        matmul(A, B, "ikj"),
        matmul(A, B, method="strassen"),
        matmul(A, B, "blas"),
    )


def test_compiled_callers_get_the_same(rng):
    A, B = rng.normal(size=(6, 10))[:, ::2], rng.integers(0, 9, (5, 7))
    caller = call if PLAIN else numba.njit(call)
    for found in caller(A, B):
        np.testing.assert_allclose(found, A @ B, rtol=1e-12, atol=1e-13)
    for found in caller(A.T.copy().T, B):  # in Fortran's order, as the transpose of a matrix is
        np.testing.assert_allclose(found, A @ B, rtol=1e-12, atol=1e-13)
    B = B.astype(float)
    for method in METHODS:
        np.testing.assert_allclose(matmul.compiled_as(A, B, method)(A, B, method), A @ B, rtol=1e-12, atol=1e-13)
    for x, y in ((A, A), (A[:0], B), (A * np.nan, B)):
        with pytest.raises(ValueError, match=r"A must have as many|must be finite"):
            matmul.compiled_as(x, y)(x, y)
    with pytest.raises(ValueError, match="method must be"):
        matmul.compiled_as(A, B, "magic")(A, B, "magic")
