"""Newton's method for roots: e27, exact fractions, SciPy, every way to fail, compiled callers, cost of a call."""

import math
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit
from scipy.optimize import newton as scipy_newton

from algos.optim import newton_root, newton_step
from tests.conftest import PLAIN
from tests.naive import optim as naive

from .helpers import quartic_curvature, quartic_slope

CUBE_ROOT = 2 ** (1 / 3)


def test_e27_newton_on_the_derivative_finds_the_minimum_of_x4_over_4_minus_2x():
    """From 2: 2 - 6/12 = 3/2; 3/2 - (27/8 - 2)/(27/4) = 35/27; then 1.2609322, and on to the cube root of 2."""
    exact = naive.newton_iterates(quartic_slope, quartic_curvature, Fraction(2), 4)
    assert exact[1:3] == [Fraction(3, 2), Fraction(35, 27)]
    assert float(exact[3]) == pytest.approx(1.2609322, abs=5e-8)
    for steps in range(1, 5):
        found = newton_root(quartic_slope, quartic_curvature, 2, max_iter=steps)
        assert found.root == pytest.approx(float(exact[steps]), rel=1e-15)
        assert (found.n_iter, found.converged, found.reason) == (steps, False, "max_iter")
        assert found.value == pytest.approx(float(quartic_slope(exact[steps])), abs=1e-14)
    found = newton_root(quartic_slope, quartic_curvature, 2.0)
    assert found.root == pytest.approx(CUBE_ROOT, rel=1e-15)
    assert found.converged


def test_the_loop_is_the_step():
    x = 2.0
    for steps in range(1, 7):
        x = newton_step(x, quartic_slope, quartic_curvature).x
        assert newton_root(quartic_slope, quartic_curvature, 2.0, tol=0.0, max_iter=steps).root == x


@pytest.mark.parametrize(
    ("f", "df", "x0"),
    [
        (lambda x: x * x * x - 2, lambda x: 3 * x * x, 2.0),
        (lambda x: math.cos(x) - x, lambda x: -math.sin(x) - 1, 1.0),
        (lambda x: x * math.exp(x) - 1, lambda x: (1 + x) * math.exp(x), 0.5),
        (lambda x: x * x, lambda x: 2 * x, 1.0),  # a double root: linear convergence
        (lambda x: math.atan(x), lambda x: 1 / (1 + x * x), 1.3),
    ],
)
def test_equal_to_scipy(f, df, x0):
    other = scipy_newton(f, x0, df, full_output=True, disp=False)[1]
    found = newton_root(f, df, x0, rtol=0.0)
    assert found.root == pytest.approx(other.root, rel=1e-13, abs=1e-15)
    assert (found.n_iter, found.converged) == (other.iterations, other.converged)
    jitted = newton_root(njit(f), njit(df), x0, rtol=0.0)
    assert jitted.root == pytest.approx(found.root, rel=1e-13, abs=1e-15)
    assert jitted.n_iter == found.n_iter


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.floats(-1e6, 1e6))
def test_a_line_takes_one_step(root, slope, x0):
    """The root of slope * (x - root); the second step only confirms the first."""
    found = newton_root(lambda x: slope * (x - root), lambda x: slope, x0)
    assert found.converged
    assert found.n_iter <= 2
    assert found.root == pytest.approx(root, rel=1e-12, abs=1e-9)


@given(st.floats(1e8, 1e150), st.floats(1e-100, 1e100), st.floats(-1e100, 1e100))
def test_large_roots_converge_because_the_tolerance_is_also_relative(root, slope, x0):
    found = newton_root(lambda x: slope * (x - root), lambda x: slope, x0)
    assert found.converged
    assert found.root == pytest.approx(root, rel=1e-12, abs=1e-12 * abs(x0))


@given(st.floats(1e-8, 1e12), st.floats(0.5, 1e6))
def test_square_roots(a, x0):
    found = newton_root(lambda x: x * x - a, lambda x: 2 * x, x0, max_iter=200)
    assert found.converged
    assert found.root == pytest.approx(math.sqrt(a), rel=1e-8)
    assert found.value == found.root * found.root - a


def test_a_large_root_is_found_to_the_last_place():
    """Near 1.4e15 floats are 1/4 apart: no step but 0 would pass an absolute tolerance."""
    found = newton_root(lambda x: x * x - 2e30, lambda x: 2 * x, 1e15)
    assert found.converged
    assert found.root == pytest.approx(math.sqrt(2e30), rel=1e-15)
    assert not newton_root(lambda x: x * x - 2e30, lambda x: 2 * x, 1e15, tol=1e-3, rtol=0.0, max_iter=5).converged
    assert newton_root(lambda x: x * x - 2e30, lambda x: 2 * x, 1e15, tol=0.0, rtol=1e-3, max_iter=5).converged


NAN, INF = math.nan, math.inf


@pytest.mark.parametrize(
    ("f", "df", "x0", "reason", "n_iter", "root"),
    [
        (lambda x: x * x + 1, lambda x: 2 * x, 0.0, "zero derivative", 0, 0.0),
        (lambda x: x**3 - 2 * x + 2, lambda x: 3 * x * x - 2, 0.0, "max_iter", 50, 0.0),  # 0, 1, 0, 1, ...
        (lambda x: 1 / x, lambda x: -1 / (x * x), 1.0, "max_iter", 50, 2.0**50),  # x doubles
        (lambda x: 1 / x, lambda x: -1 / (x * x), 0.0, "not finite", 0, 0.0),  # ZeroDivisionError
        (lambda x: x**4 + 1.0, lambda x: 4.0 * x**3, 1e200, "not finite", 0, 1e200),  # OverflowError
        (lambda x: 10**400, lambda x: 1.0, 3.0, "not finite", 0, 3.0),
        (lambda x: x + 1.0, lambda x: 10**400, 3.0, "not finite", 0, 3.0),
        (lambda x: NAN, lambda x: 1.0, 3.0, "not finite", 0, 3.0),
        (lambda x: INF, lambda x: 1.0, 3.0, "not finite", 0, 3.0),
        (lambda x: x + 1.0, lambda x: NAN, 3.0, "not finite", 0, 3.0),
        (lambda x: x + 1.0, lambda x: INF, 3.0, "not finite", 0, 3.0),
        (lambda x: 1e300, lambda x: 1e-300, 3.0, "not finite", 0, 3.0),
        (lambda x: 1.0 if x == 3.0 else NAN, lambda x: 1.0, 3.0, "not finite", 1, 2.0),
    ],
)
def test_failures_are_results(f, df, x0, reason, n_iter, root):
    found = newton_root(f, df, x0)
    assert (found.reason, found.n_iter, found.root, found.converged) == (reason, n_iter, root, False)


def test_a_value_that_turns_bad_with_the_last_step():
    found = newton_root(lambda x: 1.0 if x == 3.0 else NAN, lambda x: 1.0, 3.0, max_iter=1)
    assert (found.reason, found.converged) == ("not finite", False)


def test_already_there():
    found = newton_root(lambda x: x - 3, lambda x: 1 / 0, 3)
    assert found == (3.0, 0.0, 0, True, "converged")
    assert type(found.root) is float
    exactly = newton_root(lambda x: x - 3, lambda x: 1.0, 1e9, tol=0.0, rtol=0.0, max_iter=1)
    assert exactly == (3.0, 0.0, 1, True, "converged")


@pytest.mark.parametrize("x0", [2, np.float32(2), np.int8(2), np.array(2.0), True + 1, Fraction(2)])
def test_kinds_of_starts(x0):
    assert newton_root(quartic_slope, quartic_curvature, x0).root == pytest.approx(CUBE_ROOT, rel=1e-14)


def test_kinds_of_values():
    def array_value(x):
        return np.array(quartic_slope(x))

    assert newton_root(array_value, lambda x: np.float32(quartic_curvature(x)), 2.0).root == pytest.approx(CUBE_ROOT)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((3, abs, 1.0), TypeError, "f must be a function of x, got int"),
        ((abs, None, 1.0), TypeError, "df must be a function of x, got NoneType"),
        ((abs, abs, "a"), TypeError, "x0 must be a number, got 'a'"),
        ((abs, abs, [1.0, 2.0]), TypeError, "x0 must be a number"),
        ((abs, abs, 1j), TypeError, "x0 must be a number, got 1j"),
        ((abs, abs, NAN), ValueError, "x0 must be a finite number, got nan"),
        ((abs, abs, 1.0, -1.0), ValueError, "tol must be a finite number of at least 0"),
        ((abs, abs, 1.0, NAN), ValueError, "tol must be a finite number"),
        ((abs, abs, 1.0, 1e-8, INF), ValueError, "rtol must be a finite number"),
        ((abs, abs, 1.0, 1e-8, 0.0, 0), ValueError, "max_iter must be an integer of at least 1, got 0"),
        ((abs, abs, 1.0, 1e-8, 0.0, 5.0), TypeError, "max_iter must be an integer"),
        ((lambda x: None, abs, 1.0), TypeError, "f must return a real number, got None"),
        ((lambda x: 1j, abs, 1.0), TypeError, "f must return a real number, got 1j"),
        ((abs, lambda x: [1.0, 2.0], 1.0), TypeError, r"df must return a real number, got \[1.0, 2.0\]"),
        ((abs, lambda x: "a", 1.0), TypeError, "df must return a real number, got 'a'"),
    ],
)
def test_refusals(arguments, error, message):
    with pytest.raises(error, match=message):
        newton_root(*arguments)


def test_errors_of_the_functions_are_passed_on():
    with pytest.raises(ValueError, match=r"math domain|positive"):
        newton_root(lambda x: math.log(x), lambda x: 1 / x, -1.0)
    with pytest.raises(ValueError, match=r"math domain|positive"):
        newton_root(lambda x: math.log(x), lambda x: 1 / x, 10.0)  # fails at the second iterate only
    with pytest.raises(KeyError):
        newton_root(lambda x: {}[x], lambda x: 1.0, 1.0)


def test_from_a_users_own_compiled_function():
    f, df = njit(quartic_slope), njit(quartic_curvature)

    @njit
    def solve(x0, tol):
        return newton_root(f, df, x0), newton_root(f, df, x0, tol, max_iter=1), newton_root(f, df, 0.0)

    found, one, failed = solve(2.0, 0.0)
    assert found == newton_root(quartic_slope, quartic_curvature, 2.0)
    assert (one.root, one.n_iter, one.reason) == (1.5, 1, "max_iter")
    assert (failed.n_iter, failed.converged, failed.reason) == (0, False, "zero derivative")
    with pytest.raises(ValueError, match="tol"):
        solve(2.0, -1.0)


@pytest.mark.parametrize(("tol", "max_iter", "message"), [(NAN, 1, "negative"), (0.0, 0, "at least 1")])
def test_compiled_callers_are_refused_too(tol, max_iter, message):
    with pytest.raises(ValueError, match=message):
        newton_root.compiled_as(quartic_slope, quartic_curvature, 1.0, tol, 0.0, max_iter)


@pytest.mark.skipif(PLAIN, reason="kernels are Python here")
def test_a_small_call_is_cheap():
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    newton_root(quartic_slope, quartic_curvature, 2.0)
    sys.setprofile(None)
    assert calls < 60
