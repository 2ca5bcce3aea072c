"""Covariance: naive in fractions, NumPy, an offset, blocks on executors, edges."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from algos._check import UndefinedWarning
from algos.probability import covariance, covariances, moments
from tests.conftest import PLAIN
from tests.naive import probability as naive

pytestmark = pytest.mark.kernels

SEVERAL_BLOCKS = 4200 if PLAIN else 9001


@pytest.mark.parametrize(("n", "d"), [(2, 1), (5, 3), (70, 4), (600, 5), (SEVERAL_BLOCKS, 2)])
@pytest.mark.parametrize("ddof", [0, 1])
def test_equal_numpy_and_naive(n, d, ddof, rng):
    X = rng.normal(size=(n, d)) @ rng.normal(size=(d, d))
    expected = np.cov(X, rowvar=False, ddof=ddof).reshape(d, d)
    found = covariance(X, ddof)
    np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-14)
    np.testing.assert_array_equal(found, found.T)
    if n <= 70:
        np.testing.assert_allclose(found, naive.covariance(X.tolist(), ddof), rtol=1e-13, atol=1e-15)


def test_an_offset_costs_no_digits(rng):
    offset = np.array([1e9, -1e9, 0.0])
    X = rng.normal(size=(SEVERAL_BLOCKS, 3)) + offset
    X[4000:, 0] += 3.0
    np.testing.assert_allclose(covariance(X), covariance(X - offset), rtol=1e-12, atol=1e-15)


@given(arrays(np.float64, array_shapes(min_dims=2, max_dims=2, max_side=9), elements=st.integers(-99, 99)))
@pytest.mark.filterwarnings("ignore::algos._check.UndefinedWarning")
def test_laws(X):
    C = covariance(X, ddof=0)
    assert np.linalg.eigvalsh(C).min() >= -1e-9
    np.testing.assert_allclose(np.diag(C), [moments(column).variance for column in X.T], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(covariance(X[:, ::-1], ddof=0), C[::-1, ::-1], rtol=1e-12, atol=1e-12)


def test_the_same_bits_on_any_executor(rng):
    X = rng.normal(size=(SEVERAL_BLOCKS, 3))
    expected, blocks = covariance(X), covariance.blocks(X)
    assert len(blocks) > 1
    np.testing.assert_array_equal(covariance.over_blocks(blocks), expected)
    with ThreadPoolExecutor(3) as pool:
        np.testing.assert_array_equal(covariance.over_blocks(blocks, map=pool.map), expected)
    np.testing.assert_allclose(covariance.over_blocks([X[:7], X[7:]], ddof=0), covariance(X, 0), rtol=1e-13)
    with pytest.raises(ValueError, match="as many columns, got 3 and 2"):
        covariance.over_blocks([X, X[:, :2]])


@pytest.mark.slow
def test_the_same_bits_in_processes(rng):
    X = rng.normal(size=(SEVERAL_BLOCKS, 3))
    with ProcessPoolExecutor(2) as pool:
        np.testing.assert_array_equal(covariance.over_blocks(covariance.blocks(X), map=pool.map), covariance(X))


def test_undefined():
    with pytest.warns(UndefinedWarning, match=r"covariance of 1 row\(s\) with ddof=1"):
        assert np.isnan(covariance([[1.0, 2.0]])).all()
    np.testing.assert_array_equal(covariance([[1.0, 2.0]], ddof=0), np.zeros((2, 2)))
    assert np.isnan(covariance.compiled_as(np.ones((1, 2)), 1)).all()


@pytest.mark.parametrize("X", [np.ones((0, 2)), np.ones((2, 0)), np.array([[1.0], [np.nan]])])
def test_refuses(X):
    with pytest.raises(ValueError, match=r"X|minimum of 1"):
        covariance(X)
    with pytest.raises(ValueError, match="X must"):
        covariance.compiled_as(X)
    with pytest.raises(ValueError, match="ddof"):
        covariance([[1.0]], -1)


def test_one_compilation_serves_every_layout(count_calls):
    X = np.array([[1.0, 2.0], [2.0, 5.0], [4.0, 4.0]])
    before = set(getattr(covariances._covariance_sums, "signatures", ()))
    expected = covariance(X)
    for values in (X.tolist(), X.astype(np.float32), np.asfortranarray(X), X.astype(">f8"), X[::-1].copy()[::-1]):
        np.testing.assert_array_equal(covariance(values), expected)
    assert len(set(getattr(covariances._covariance_sums, "signatures", ())) - before) <= 1
    assert count_calls(covariance, X) < 60


def call(X):
    return covariance(X), covariance(X[::2], ddof=0)


def test_compiled_callers_get_the_same(rng):
    X = rng.normal(size=(SEVERAL_BLOCKS, 3))
    caller = call if PLAIN else numba.njit(call)
    for found, expected in zip(caller(X), call(X), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-12)
    np.testing.assert_array_equal(covariance.compiled_as(X), covariance(X))
