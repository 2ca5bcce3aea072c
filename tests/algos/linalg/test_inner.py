"""Inner products and cosines: exact fractions, math.fsum, the stated bounds, NumPy, scikit-learn, extremes, edges."""

import math

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics.pairwise import cosine_similarity as sklearn_cosine

from algos.linalg import cosine_similarity, dot, inner, similarities
from tests.conftest import PLAIN
from tests.naive import linalg as naive

pytestmark = pytest.mark.kernels

METHODS = ["naive", "unrolled", "pairwise", "kahan", "blas"]
U = 2.0**-53
LARGE = 3000 if PLAIN else 100_000


def bound(method, n, magnitude, result):
    """Return what the docstring promises."""
    if method == "kahan":
        return U * magnitude + 2 * U * abs(result)
    terms = {"pairwise": math.log2(max(n / 256, 1)) + 21, "unrolled": n / 16 + 5}.get(method, n)
    return (n if PLAIN else terms) * U * magnitude


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("n", [1, 2, 17, 256, 257, 1000, 1025, LARGE])
def test_equal_exact_sums_within_the_bound(method, n, rng):
    a, b = rng.normal(size=n) * 10.0 ** rng.integers(-3, 4, n), rng.normal(size=n)
    exact = naive.exact_dot(a.tolist(), b.tolist()) if n < 5000 else math.fsum(a * b)
    found = dot(a, b, method)
    magnitude = math.fsum(abs(a * b))
    assert abs(float(found - exact if n >= 5000 else naive.Fraction(found) - exact)) <= 1.01 * bound(
        method, n, magnitude, found
    )
    assert found == pytest.approx(np.dot(a, b), rel=1e-9, abs=1e-9 * magnitude)
    assert type(found) is float


def test_what_compensation_is_for():
    a = np.array([1.0, 1e100, 1.0, -1e100])
    assert dot(a, np.ones(4), "kahan") == 2.0
    assert dot(a, np.ones(4), "naive") == 0.0


def test_pairwise_errs_less_than_naive(rng):
    if PLAIN:
        pytest.skip("needs many terms")
    a = rng.random(1_000_000)
    exact = math.fsum(a)
    errors = {method: abs(dot(a, np.ones(len(a)), method) - exact) for method in METHODS}
    assert errors["kahan"] <= U * exact
    assert errors["pairwise"] < errors["naive"] / 10


@pytest.mark.parametrize("method", METHODS)
def test_sums_that_overflow_on_the_way(method):
    big = 2.0**600
    assert dot([big, -big, 1.0], [big, big, big], method) == (big if method == "kahan" else pytest.approx(big))
    assert dot([1e308, 1e308, -1e308, -1e308], [1.0, 1.0, 1.0, 1.0], method) == 0.0
    assert dot([1e200], [1e200], method) == math.inf
    assert dot([1e-200], [1e-200], method) == 0.0


@given(arrays(np.float64, 12, elements=st.integers(-1000, 1000)), st.sampled_from(METHODS))
def test_integers_are_exact(x, method):
    a, b = x[:6], x[6:]
    assert dot(a, b, method) == dot(b, a, method) == naive.dot(a.tolist(), b.tolist())


@pytest.mark.parametrize("d", [1, 3, 40])
def test_cosines_equal_naive_and_sklearn(d, rng):
    A, B = rng.normal(size=(5, d)), rng.normal(size=(4, d))
    A[1] = 0.0
    found = cosine_similarity(A, B)
    np.testing.assert_allclose(found, sklearn_cosine(A, B), rtol=1e-12, atol=1e-15)
    for i in range(5):
        for j in range(4):
            assert cosine_similarity(A[i], B[j]) == pytest.approx(naive.cosine(A[i].tolist(), B[j].tolist()), abs=1e-15)
            assert found[i, j] == pytest.approx(cosine_similarity(A[i], B[j]), abs=1e-15)
    assert type(cosine_similarity(A[0], B[0])) is float


@pytest.mark.parametrize("scale", [1e200, 1e-200, 2.0**-1060])
def test_lengths_do_not_matter(scale):
    a, b = np.array([3.0, 4.0]), np.array([4.0, 3.0])
    for x, y in ((a * scale, b), (a, b * scale), (a * scale, b * scale)):
        assert cosine_similarity(x, y) == pytest.approx(0.96, rel=1e-15)
        np.testing.assert_allclose(cosine_similarity([x, y], [y, [0.0, 0.0]]), [[0.96, 0.0], [1.0, 0.0]], rtol=1e-15)
    assert cosine_similarity([0.0, 0.0], a * scale) == 0.0


@given(arrays(np.float64, (2, 4), elements=st.floats(-1e3, 1e3)))
def test_laws_of_cosines(X):
    a, b = X
    c = cosine_similarity(a, b)
    assert -1.0 <= c <= 1.0
    assert c == cosine_similarity(b, a)
    assert cosine_similarity(a, -b) == -c
    assert cosine_similarity(a, a) == (1.0 if a.any() else 0.0)
    assert np.abs(cosine_similarity(X, X)).max() <= 1.0


@pytest.mark.parametrize("function", [dot, cosine_similarity])
@pytest.mark.parametrize(
    ("a", "b", "match"),
    [
        ([], [], "at least one value"),
        ([1.0, 2.0], [1.0], "same length, got 2 and 1"),
        ([1.0], [[1.0]], "b must have 1 dimension"),
        ([1.0, math.nan], [1.0, 1.0], "a contains NaN"),
        ([1.0, 1.0], [math.inf, 0.0], "b contains infinity"),
        ([0.0, 0.0], [math.inf, 0.0], "b contains infinity"),
    ],
)
def test_refuses(function, a, b, match):
    with pytest.raises(ValueError, match=match):
        function(a, b)


@pytest.mark.parametrize(
    ("a", "b", "match"),
    [
        ([[1.0]], [1.0], "b: |2D"),
        ([[1.0, 2.0]], [[1.0]], "as many columns, got 2 and 1"),
        (np.ones((0, 2)), [[1.0, 2.0]], "minimum of 1"),
        ([[1.0, math.nan]], [[1.0, 2.0]], "a contains NaN"),
        ([[1.0, 2.0]], [[1.0, math.inf]], "b contains infinity"),
        (1.0, 1.0, "2D"),
    ],
)
def test_refuses_matrices(a, b, match):
    with pytest.raises(ValueError, match=match):
        cosine_similarity(a, b)


def test_refuses_the_method():
    with pytest.raises(ValueError, match="method must be one of 'naive'"):
        dot([1.0], [1.0], "exact")


def test_one_compilation_serves_every_layout(count_calls):
    a = np.array([1.0, 2.0])
    kernels = (inner._pairwise_dot, similarities._cosine, similarities._fill_unit_rows)
    before = [set(getattr(kernel, "signatures", ())) for kernel in kernels]
    for values in ([1, 2], (1.0, 2.0), a.astype(np.float32), a.astype(">f8"), np.repeat(a, 2)[::2]):
        assert dot(values, [3, 4]) == 11.0
        assert cosine_similarity(values, a) == 1.0
        assert cosine_similarity([values], a[None])[0, 0] == pytest.approx(1.0)
    for kernel, seen in zip(kernels, before, strict=True):
        assert len(set(getattr(kernel, "signatures", ())) - seen) <= 1
    assert count_calls(dot, a, a) < 60
    assert count_calls(cosine_similarity, a, a) < 60


def call(a, b, A, B):
    sums = dot(a, b), dot(a, b, "naive"), dot(a, b, "unrolled"), dot(a, b, method="kahan"), dot(a, b, "blas")
    return sums, cosine_similarity(a, b), cosine_similarity(A, B)


def test_compiled_callers_get_the_same(rng):
    a, b = rng.normal(size=600)[::2], rng.normal(size=300)
    A, B = a.reshape(100, 3), b.reshape(100, 3)[:7]
    caller = call if PLAIN else numba.njit(call)
    for found, expected in zip(caller(a, b, A, B), call(a, b, A, B), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-15)
    for method in METHODS:
        assert dot.compiled_as(a, b, method)(a, b, method) == pytest.approx(dot(a, b, method), rel=1e-12)
    np.testing.assert_allclose(cosine_similarity.compiled_as(A, B)(A, B), cosine_similarity(A, B), atol=1e-15)
    assert cosine_similarity.compiled_as(a, b)(a, b) == pytest.approx(cosine_similarity(a, b), rel=1e-14)
    for x, y in ((a, b[:3]), (a[:0], b[:0]), (a, b * np.nan)):
        for function in (dot, cosine_similarity):
            with pytest.raises(ValueError, match=r"a and b must|must be finite"):
                function.compiled_as(x, y)(x, y)
    with pytest.raises(ValueError, match="as many columns"):
        cosine_similarity.compiled_as(A, B)(A, B[:, :2])
    with pytest.raises(ValueError, match="method must be"):
        dot.compiled_as(a, b, "exact")(a, b, "exact")
