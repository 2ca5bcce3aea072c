"""Cross entropy and the divergences: by hand, naive, SciPy, 60 digits for nearly equal distributions, edges."""

import math

import mpmath
import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats
from scipy.spatial.distance import jensenshannon

from algos.information import (
    cross_entropies,
    cross_entropy,
    divergences,
    entropy,
    js_divergence,
    kl_divergence,
)
from tests.algos.information.helpers import distributions
from tests.conftest import PLAIN
from tests.naive import information as naive

pytestmark = pytest.mark.kernels

ALL = [cross_entropy, kl_divergence, js_divergence]
LARGE = 2000 if PLAIN else 50_001
pairs = st.integers(1, 10).flatmap(lambda k: st.tuples(distributions(k), distributions(k)))


# -- worked examples -------------------------------------------------------------------------------


def test_worked_example_of_three_outcomes():
    p, q = [0.36, 0.48, 0.16], np.full(3, 1.0 / 3.0)
    assert kl_divergence(p, q, base=math.e) == pytest.approx(0.0852996, abs=5e-8)
    assert kl_divergence(q, p, base=math.e) == pytest.approx(0.0974550, abs=5e-8)
    assert js_divergence(p, q) == pytest.approx(0.0324027, abs=5e-8)


def test_worked_example_of_disjoint_distributions():
    assert js_divergence([1.0, 0.0], [0.0, 1.0]) == 1.0
    assert js_divergence([1.0, 0.0], [0.0, 1.0], base=math.e) == pytest.approx(0.6931472, abs=5e-8)
    assert kl_divergence([1.0, 0.0], [0.0, 1.0]) == cross_entropy([1.0, 0.0], [0.0, 1.0]) == math.inf


def test_impossible_outcomes():
    assert kl_divergence([0.5, 0.5, 0.0], [0.5, 0.5, 0.0]) == 0.0
    assert kl_divergence([1.0, 0.0], [0.5, 0.5]) == cross_entropy([1.0, 0.0], [0.5, 0.5]) == 1.0
    assert cross_entropy([0.5, 0.5, 0.0], [0.25, 0.75, 0.0]) == pytest.approx(1.2075187496394219, rel=1e-15)


# -- against others --------------------------------------------------------------------------------


@pytest.mark.parametrize("base", [2.0, math.e, 10])
@pytest.mark.parametrize("k", [1, 2, 5, 1024, 1025, 3000])
def test_equal_naive_and_scipy(k, base, draw):
    p, q = draw(k), draw(k, zeros=0.0)
    unit = math.log(base)
    assert kl_divergence(p, q, base) == pytest.approx(naive.kl_divergence(p, q, base), rel=1e-12, abs=1e-15)
    assert kl_divergence(p, q, base) == pytest.approx(special.rel_entr(p, q).sum() / unit, rel=1e-12, abs=1e-15)
    assert kl_divergence(p, q, base) == pytest.approx(stats.entropy(p, q, base=base), rel=1e-12, abs=1e-15)
    assert cross_entropy(p, q, base) == pytest.approx(naive.cross_entropy(p, q, base), rel=1e-13, abs=1e-15)
    both = stats.entropy(p, base=base) + stats.entropy(p, q, base=base)
    assert cross_entropy(p, q, base) == pytest.approx(both, rel=1e-12, abs=1e-15)
    assert js_divergence(p, q, base) == pytest.approx(naive.js_divergence(p, q, base), rel=1e-12, abs=1e-15)
    assert js_divergence(p, q, base) == pytest.approx(jensenshannon(p, q, base) ** 2, rel=1e-12, abs=1e-15)
    assert all(type(function(p, q)) is float for function in ALL)


def exact_kl(p, q):
    """Return the divergence in nats of the two vectors, each divided by its sum, from 60 digits."""
    with mpmath.workdps(60):
        p, q = [mpmath.mpf(x) for x in p], [mpmath.mpf(x) for x in q]
        sum_p, sum_q = mpmath.fsum(p), mpmath.fsum(q)
        return mpmath.fsum(x / sum_p * mpmath.log(x / sum_p / (y / sum_q)) for x, y in zip(p, q, strict=True) if x)


def exact_js(p, q):
    with mpmath.workdps(60):
        middle = [(mpmath.mpf(x) + mpmath.mpf(y)) / 2 for x, y in zip(p, q, strict=True)]
        return (exact_kl(p, middle) + exact_kl(q, middle)) / 2


@pytest.mark.parametrize("closeness", [1e-1, 1e-3, 1e-5, 1e-7])
def test_nearly_equal_distributions_keep_their_digits(closeness, rng):
    p = rng.random(300)
    p /= p.sum()
    q = p * (1.0 + closeness * rng.uniform(-1, 1, 300))
    q /= q.sum()
    ours, exact = kl_divergence(p, q, math.e), float(exact_kl(p, q))
    assert ours == pytest.approx(exact, rel=1e-14, abs=0.0)
    assert abs(ours - exact) <= abs(stats.entropy(p, q) - exact)
    assert js_divergence(p, q, math.e) == pytest.approx(float(exact_js(p, q)), rel=1e-14, abs=0.0)


@pytest.mark.parametrize(
    ("p", "q"),
    [
        ([1.0, 5e-324], [1.0, 1e-300]),
        ([1.0, 1e-300], [1.0, 5e-324]),
        ([0.5, 0.5], [1.0, 5e-324]),
        ([1.0, 5e-324], [5e-324, 1.0]),
        ([1.0 - 1e-12, 1e-12], [0.5, 0.5]),
        ([1e-310, 1.0], [2e-310, 1.0]),
    ],
)
def test_tiny_probabilities_keep_their_digits(p, q):
    with mpmath.workdps(700):
        exact = mpmath.fsum(
            mpmath.mpf(x) * mpmath.log(mpmath.mpf(x) / mpmath.mpf(y)) - mpmath.mpf(x) + mpmath.mpf(y)
            for x, y in zip(p, q, strict=True)
        )
    assert kl_divergence(p, q, math.e) == pytest.approx(float(exact), rel=1e-14, abs=5e-324)
    assert kl_divergence(p, q, math.e) == pytest.approx(float(special.rel_entr(p, q).sum()), rel=1e-14, abs=1e-299)
    assert js_divergence(p, q) == pytest.approx(naive.js_divergence(p, q), rel=1e-14, abs=1e-16)


def test_many_terms_keep_their_digits(draw):
    p, q = draw(LARGE), draw(LARGE, zeros=0.0)
    exact = math.fsum(x * math.log(x / y) for x, y in zip(p.tolist(), q.tolist(), strict=True) if x > 0.0)
    assert kl_divergence(p, q, math.e) == pytest.approx(exact, rel=1e-15)
    exact = math.fsum(-x * math.log2(y) for x, y in zip(p.tolist(), q.tolist(), strict=True) if x > 0.0)
    assert cross_entropy(p, q) == pytest.approx(exact, rel=1e-15)


# -- laws ------------------------------------------------------------------------------------------


@given(pairs)
def test_laws(pair):
    p, q = pair
    assert kl_divergence(p, q) >= 0.0
    assert kl_divergence(p, p) == js_divergence(p, p) == 0.0
    assert 0.0 <= js_divergence(p, q) <= 1.0
    assert js_divergence(p, q) == js_divergence(q, p)
    if np.all(q > 0.0):
        assert cross_entropy(p, q) == pytest.approx(entropy(p) + kl_divergence(p, q), rel=1e-12, abs=1e-7)
    assert cross_entropy(p, p) == pytest.approx(entropy(p), rel=1e-13, abs=1e-15)


# -- input -----------------------------------------------------------------------------------------


def test_layout_and_dtype_do_not_change_the_answer_nor_compile_again():
    p, q = np.array([0.5, 0.25, 0.25]), np.array([0.25, 0.5, 0.25])
    kernels = (divergences._kl, divergences._js, cross_entropies._cross_entropy)
    before = [set(getattr(kernel, "signatures", ())) for kernel in kernels]
    locked = p.copy()
    locked.flags.writeable = False
    for function in ALL:
        expected = function(p, q)
        for values in (p.tolist(), tuple(p), p.astype(np.float32), p.astype(">f8"), np.repeat(p, 3)[::3], locked):
            assert function(values, q) == expected
            assert function(p, q[::-1].copy()[::-1]) == expected
        assert function([1, 0], np.array([True, False])) == 0.0
    for kernel, seen in zip(kernels, before, strict=True):
        assert len(set(getattr(kernel, "signatures", ())) - seen) <= 1


@pytest.mark.parametrize("function", ALL)
@pytest.mark.parametrize(
    ("p", "q", "match"),
    [
        ([], [], "p must have at least one"),
        ([1.0], [], "q must have at least one"),
        ([0.5, 0.5], [1.0], "same outcomes, got 2 and 1"),
        ([[0.5, 0.5]], [0.5, 0.5], "p must have 1 dimension"),
        ([0.5, 0.6], [0.5, 0.5], "p must sum to 1"),
        ([0.5, 0.5], [0.5, 0.6], "q must sum to 1"),
        ([1.5, -0.5], [0.5, 0.5], "p must hold finite values that are not negative, got -0.5"),
        ([0.5, 0.5], [1.5, -0.5], "q must hold finite values that are not negative, got -0.5"),
        ([0.5, np.nan], [0.5, 0.5], "p must hold finite"),
        ([0.5, 0.5], [0.5, np.inf], "q must hold finite"),
    ],
)
def test_refuses(function, p, q, match):
    with pytest.raises(ValueError, match=match):
        function(p, q)


@pytest.mark.parametrize("function", ALL)
def test_refuses_the_base_and_takes_a_negative_zero(function):
    with pytest.raises(ValueError, match="base must be"):
        function([1.0], [1.0], base=0.0)
    assert function([1.0, -0.0], [1.0, -0.0]) == 0.0


@pytest.mark.parametrize("function", ALL)
def test_a_small_call_is_cheap(function, count_calls):
    assert count_calls(function, np.full(4, 0.25), np.array([0.1, 0.2, 0.3, 0.4])) < 60


# -- from compiled code ----------------------------------------------------------------------------


def call_all(p, q):
    return cross_entropy(p, q), kl_divergence(p, q), js_divergence(p, q), kl_divergence(p, q, base=10.0)


def test_compiled_callers_get_the_same(draw):
    p, q = draw(9), draw(9, zeros=0.0)
    caller = call_all if PLAIN else numba.njit(call_all)
    np.testing.assert_allclose(caller(p, np.repeat(q, 2)[::2]), call_all(p, q), rtol=1e-13)
    for function in ALL:
        assert function.compiled_as(p, q, 3.0) == pytest.approx(function(p, q, 3.0), rel=1e-14)
        for bad in (np.ones(9), np.ones(2), np.ones(0), np.full(9, np.nan), np.array([1.5, -0.5])):
            with pytest.raises(ValueError, match="p and q must be probabilities"):
                function.compiled_as(bad, q)
        with pytest.raises(ValueError, match="base must be"):
            function.compiled_as(p, q, 1.0)
