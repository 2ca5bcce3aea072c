"""Distances: naive in fractions, SciPy, scikit-learn, close neighbours, the range of doubles, edges."""

import math

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import cdist
from sklearn.metrics import pairwise_distances as sklearn_distances

from algos.linalg import _direct_distances, cosine_similarity, distances, pairwise_distances
from tests.conftest import PLAIN
from tests.naive import linalg as naive

pytestmark = pytest.mark.kernels

METRICS = ["euclidean", "sqeuclidean", "manhattan", "chebyshev", "minkowski", "cosine"]
SCIPY = {"manhattan": "cityblock"}
MANY = 66 if PLAIN else 600  # more rows than a block or a slab has


@pytest.fixture
def by_products(monkeypatch):
    """Send even small matrices through the matrix product, in small slabs."""
    monkeypatch.setattr(distances, "_PRODUCT_SIZE", 1)
    monkeypatch.setattr(distances, "_PRODUCT_FROM", 1)
    monkeypatch.setattr(distances, "_SLAB", 4)


def scipy_distances(A, B, metric, p):
    return cdist(A, B, SCIPY.get(metric, metric), **({"p": p} if metric == "minkowski" else {}))


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 2, 4), (7, 9, 5), (6, 5, 17), (MANY, 7, 3)])
def test_equal_scipy_sklearn_and_naive(metric, shape, rng):
    n, m, d = shape
    A, B = rng.normal(size=(n, d)), rng.normal(size=(m, d))
    found = pairwise_distances(A, B, metric, 3)
    np.testing.assert_allclose(found, scipy_distances(A, B, metric, 3), rtol=1e-13, atol=2e-15)
    if metric != "minkowski":
        np.testing.assert_allclose(found, sklearn_distances(A, B, metric), rtol=1e-11, atol=1e-13)
    if n < 10:
        np.testing.assert_allclose(found, naive.pairwise_distances(A, B, metric, 3), rtol=1e-13, atol=2e-15)


@pytest.mark.parametrize("p", [0.5, 1, 1.5, 2, 4, 60, math.inf])
def test_minkowski_of_every_order(p, rng):
    A, B = rng.normal(size=(4, 6)), rng.normal(size=(5, 6))
    B[0] = A[0]
    np.testing.assert_allclose(
        pairwise_distances(A, B, "minkowski", p), scipy_distances(A, B, "minkowski", p), rtol=1e-13
    )


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("n", [1, 5, MANY + 1])
def test_among_the_rows_of_one(metric, n, rng):
    A = rng.normal(size=(n, 3))
    A[n // 2] = A[0]
    found = pairwise_distances(A, metric=metric, p=3)
    np.testing.assert_array_equal(found, found.T)
    np.testing.assert_array_equal(np.diag(found), 0.0)
    assert found[0, n // 2] == 0.0
    np.testing.assert_allclose(found, pairwise_distances(A, A, metric, 3), rtol=1e-14, atol=1e-16)


@pytest.mark.parametrize("metric", ["euclidean", "sqeuclidean", "cosine"])
@pytest.mark.parametrize("n", [3, 4, 13])
def test_by_products_equals_scipy(metric, n, by_products, rng):
    A, B = rng.normal(size=(n, 20)), rng.normal(size=(9, 20))
    np.testing.assert_allclose(
        pairwise_distances(A, B, metric), scipy_distances(A, B, metric, 2), rtol=1e-13, atol=2e-15
    )
    found = pairwise_distances(A, metric=metric)
    np.testing.assert_array_equal(found, found.T)
    np.testing.assert_array_equal(np.diag(found), 0.0)
    np.testing.assert_allclose(found, scipy_distances(A, A, metric, 2), rtol=1e-13, atol=2e-15)


@pytest.mark.parametrize("spread", [1e-1, 1e-3, 1e-6, 1e-9])
@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_by_products_keeps_the_digits_of_neighbours(spread, offset, by_products, rng):
    centers = np.repeat(rng.normal(size=(3, 8)), 5, axis=0) + offset
    A = centers + spread * rng.normal(size=(15, 8))
    B = centers + spread * rng.normal(size=(15, 8))
    for metric in ("euclidean", "sqeuclidean"):
        exact = np.array(naive.pairwise_distances(A, B, metric))
        np.testing.assert_allclose(pairwise_distances(A, B, metric), exact, rtol=1e-13)
    exact = np.array(naive.pairwise_distances(A, A, "euclidean"))
    np.testing.assert_allclose(pairwise_distances(A), exact, rtol=1e-13)


@pytest.mark.skipif(PLAIN, reason="millions of steps")
@pytest.mark.parametrize("spread", [10.0, 1e-4])
def test_large_ones_equal_scipy(spread, rng):
    A = np.repeat(rng.normal(size=(30, 40)), 20, axis=0) + spread * rng.normal(size=(600, 40))
    np.testing.assert_allclose(pairwise_distances(A), cdist(A, A), rtol=1e-13)
    np.testing.assert_allclose(pairwise_distances(A, A[:500]), cdist(A, A[:500]), rtol=1e-13)


def test_small_angles_keep_their_digits():
    for angle in (1e-3, 1e-6, 1e-7):
        found = pairwise_distances([[1.0, 0.0]], [[math.cos(angle), math.sin(angle)]], "cosine")[0, 0]
        assert found == pytest.approx(2.0 * math.sin(angle / 2.0) ** 2, rel=1e-8)


def test_cosine_of_zero_rows():
    A = np.array([[0.0, 0.0], [1.0, 1.0]])
    np.testing.assert_allclose(pairwise_distances(A, A, "cosine"), [[1, 1], [1, 0]], atol=1e-16)
    np.testing.assert_allclose(pairwise_distances(A, metric="cosine"), [[0, 1], [1, 0]], atol=1e-16)


@pytest.mark.parametrize("scale", [1e200, 1e-200, 1e300, 2.0**-1000])
@pytest.mark.parametrize("metric", ["euclidean", "manhattan", "chebyshev", "minkowski", "cosine"])
@pytest.mark.parametrize("d", [3, 20])
def test_huge_and_tiny_values(scale, metric, d, by_products, rng):
    A = np.round(rng.normal(size=(6, d)), 2)
    expected = pairwise_distances(A, metric=metric, p=3) * (1.0 if metric == "cosine" else scale)
    np.testing.assert_allclose(
        pairwise_distances(A * scale, metric=metric, p=3),
        expected,
        rtol=2e-13,
        atol=2e-16 * scale if metric != "cosine" else 2e-16,
    )


def test_overflow_is_infinite():
    assert pairwise_distances([[1.7e308]], [[-1.7e308]])[0, 0] == math.inf
    assert pairwise_distances([[1e200]], [[0.0]], "sqeuclidean")[0, 0] == math.inf
    assert pairwise_distances([[1e-200]], [[0.0]])[0, 0] == 1e-200


@given(arrays(np.float64, (3, 2), elements=st.floats(-1e3, 1e3)), st.sampled_from(METRICS[:5]))
def test_laws(X, metric):
    D = pairwise_distances(X, metric=metric, p=3)
    assert (D >= 0.0).all()
    if metric != "sqeuclidean":
        assert D[0, 1] <= (D[0, 2] + D[2, 1]) * (1 + 1e-12)
    np.testing.assert_array_equal(pairwise_distances(2.0 * X, metric=metric, p=3) == 0.0, D == 0.0)
    np.testing.assert_allclose(1.0 - pairwise_distances(X, X, "cosine"), cosine_similarity(X, X), atol=1e-14)


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ((np.ones((0, 2)),), "minimum of 1 is required in A"),
        ((np.ones((2, 0)),), "minimum of 1 is required in A"),
        (([1.0, 2.0],), "Expected 2D array"),
        (([[1.0, 2.0]], [[1.0]]), "as many columns, got 2 and 1"),
        (([[1.0, np.nan]],), "A contains NaN"),
        (([[1.0]], [[np.inf]]), "B contains infinity"),
        (([[1.0]], None, "canberra"), "metric must be one of 'euclidean'"),
        (([[1.0]], None, "minkowski", 0), "p must be a finite number above 0"),
        (([[1.0]], None, "minkowski", math.nan), "p must be"),
    ],
)
def test_refuses(arguments, match):
    with pytest.raises(ValueError, match=match):
        pairwise_distances(*arguments)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("wrong", [math.nan, -math.inf])
def test_refuses_a_number_anywhere(metric, many, wrong, monkeypatch):
    if many:
        monkeypatch.setattr(distances, "_PRODUCT_SIZE", 1)
    A = np.ones((3, 18))
    X = A.copy()
    X[1, 7] = wrong
    what = "contains NaN" if math.isnan(wrong) else "contains infinity"
    for arguments, name in (((X,), "A"), ((X, A), "A"), ((A, X), "B")):
        with pytest.raises(ValueError, match=f"{name} {what}"):
            pairwise_distances(*arguments, metric=metric, p=3)


def test_one_compilation_serves_every_layout(count_calls):
    A = np.array([[0.0, 0.0], [3.0, 4.0]])
    kernels = (distances._all_pairs, _direct_distances._fill_distances)
    before = [set(getattr(kernel, "signatures", ())) for kernel in kernels]
    for values in (A.tolist(), A.astype(int), A.astype(np.float32), A.astype(">f8"), np.asfortranarray(A)):
        assert pairwise_distances(values)[0, 1] == 5.0
        for metric, expected in zip(METRICS, (5, 25, 7, 4, 5, 1), strict=True):
            assert pairwise_distances(values, A, metric, np.int64(2))[0, 1] == expected
    for kernel, seen in zip(kernels, before, strict=True):
        assert len(set(getattr(kernel, "signatures", ())) - seen) <= 1
    assert count_calls(pairwise_distances, A) < 60


def call(A, B):
    return (
        pairwise_distances(A, B),
        pairwise_distances(A),
        pairwise_distances(A, B, "manhattan"),
        pairwise_distances(A, B, metric="minkowski", p=3),
        pairwise_distances(A, B, "cosine"),
    )


def test_compiled_callers_get_the_same(rng):
    A, B = rng.normal(size=(5, 8))[:, ::2], rng.integers(1, 9, (3, 4))
    caller = call if PLAIN else numba.njit(call)
    for found, expected in zip(caller(A, B), call(A, B), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-12)
    A, B = np.ascontiguousarray(A), B.astype(float)
    for metric in METRICS:
        for p in (1, 2, 3, math.inf):
            body = pairwise_distances.compiled_as(A, B, metric, p)
            np.testing.assert_allclose(body(A, B, metric, p), pairwise_distances(A, B, metric, p), rtol=1e-13)
    body = pairwise_distances.compiled_as(A)
    np.testing.assert_allclose(body(A), pairwise_distances(A), rtol=1e-13)
    body = pairwise_distances.compiled_as(A, B, "canberra")
    for arguments in ((A, B, "canberra"), (A, B[:, :2]), (A[:0], B)):
        with pytest.raises(ValueError, match=r"A and B must|metric must"):
            body(*arguments)
    with pytest.raises(ValueError, match="must be finite"):
        pairwise_distances.compiled_as(A, B)(A * np.nan, B)
