"""Minimisation: by hand, the naive twin iterate by iterate, SciPy, invariances, every way to fail, compiled callers."""

import math
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit, typeof
from scipy.optimize import check_grad, minimize

from algos.optim import newton, newton_method, newton_root, newton_step
from tests.conftest import PLAIN
from tests.naive import optim as naive

from .helpers import QUARTIC, ROSENBROCK

pytestmark = pytest.mark.kernels


def test_the_functions_of_these_tests_fit_together():
    for x in np.random.default_rng(0).normal(size=(3, 4)):
        assert check_grad(*ROSENBROCK[:2], x) < 1e-3
        for i in range(4):
            assert check_grad(lambda x, i=i: ROSENBROCK[1](x)[i], lambda x, i=i: ROSENBROCK[2](x)[i], x) < 1e-2


def test_e27_the_minimum_of_x4_over_4_minus_2x():
    """1.5, 1.2962963, 1.2609322, ...: with a positive curvature and full steps these are the iterates of the root."""
    for steps, expected in enumerate([1.5, 1.2962963, 1.2609322], start=1):
        found = newton(*QUARTIC, 2.0, max_iter=steps)
        assert found.x == pytest.approx(expected, abs=5e-8)
        assert found.x == newton_root(*QUARTIC[1:], 2.0, max_iter=steps).root
        assert (found.n_iter, found.converged, found.reason) == (steps, False, "max_iter")
    found = newton(*QUARTIC, 2.0)
    assert found.x == pytest.approx(2 ** (1 / 3), rel=1e-14)
    assert (found.converged, type(found.x), type(found.value)) == (True, float, float)


def test_worked_example():
    """(a - 1)^2 + (a - b)^2 is its own model: one step."""
    found = newton(
        lambda x: (x[0] - 1) ** 2 + (x[0] - x[1]) ** 2,
        lambda x: (4 * x[0] - 2 * x[1] - 2, 2 * x[1] - 2 * x[0]),
        lambda x: [[4, -2], [-2, 2]],
        (5, 0),
    )
    assert found.x.tolist() == [1.0, 1.0]
    assert found[1:] == (0.0, 0.0, 1, True, "converged")


@pytest.mark.parametrize("start", [[-1.2, 1.0], [0.0, 2.0], [-1.2, 1.0, 0.5], [2.0, -2.0, 1.0, 0.0, 3.0]])
def test_iterates_equal_to_the_naive_twin(start):
    """Near the minimum rounding decides; the first iterates show damping and shifts."""
    expected = naive.newton_minimum(*ROSENBROCK, start, 8)
    for steps in range(1, 9):
        np.testing.assert_allclose(newton(*ROSENBROCK, start, max_iter=steps).x, expected[steps], rtol=1e-7, atol=1e-9)


def test_the_loop_is_the_step():
    """Wherever f agrees with the whole step, the next iterate is the public step's; else it lies on the way there."""
    x, whole = np.array([-1.2, 1.0]), 0
    for _ in range(15):
        step = newton_step(x, *ROSENBROCK[1:], modify=True)
        following = newton(*ROSENBROCK, x, max_iter=1).x
        size = (following - x) @ step.direction / (step.direction @ step.direction)
        assert math.log2(size) == pytest.approx(round(math.log2(size)), abs=1e-6)
        damped = newton_step(x, *ROSENBROCK[1:], modify=True, step_size=2.0 ** round(math.log2(size)))
        np.testing.assert_array_equal(following, damped.x) if PLAIN else np.testing.assert_allclose(
            following, damped.x, rtol=1e-15
        )
        whole += round(math.log2(size)) == 0
        x = following
    assert 0 < whole < 15


@pytest.mark.parametrize("d", [2, 3, 5, 40])
def test_equal_to_scipy(d):
    f, gradient, hessian = ROSENBROCK
    start = np.linspace(0.5, 1.5, d)
    other = minimize(f, start, method="trust-exact", jac=gradient, hess=hessian, options={"gtol": 1e-8})
    found = newton(f, gradient, hessian, start)
    assert found.converged
    np.testing.assert_allclose(found.x, other.x, rtol=1e-6)
    assert found.value <= other.fun + 1e-12
    assert found.gradient_norm == pytest.approx(np.linalg.norm(gradient(found.x)), rel=1e-12)
    assert found.value == f(found.x)


@given(st.lists(st.floats(-3, 3), min_size=2, max_size=4))
def test_invariants(start):
    f, gradient, hessian = ROSENBROCK
    found = newton(f, gradient, hessian, start, max_iter=300)
    assert found.converged
    assert found.gradient_norm <= 1e-8 or found.n_iter > 0
    values = [newton(f, gradient, hessian, start, max_iter=steps).value for steps in range(1, min(found.n_iter, 6))]
    assert all(
        later <= earlier * (1 + 1e-12) for earlier, later in zip([f(np.array(start)), *values], values, strict=False)
    )


@given(st.integers(-100, 100))
def test_the_unit_of_f_does_not_matter(power):
    """A power of four scales everything without rounding, so that the iterates are the same bits."""
    f, gradient, hessian = ROSENBROCK
    unit = 4.0**power
    plain = newton(f, gradient, hessian, [0.0, 2.0], gtol=0.0, max_iter=6)
    scaled = newton(
        lambda x: unit * f(x),
        lambda x: unit * gradient(x),
        lambda x: unit * hessian(x),
        [0.0, 2.0],
        gtol=0.0,
        max_iter=6,
    )
    assert scaled.x.tolist() == plain.x.tolist()
    assert scaled.value == unit * plain.value


def test_rounding_keeps_the_gradient_up_and_that_is_told_from_failure():
    """1e12 (x - 1/3)^2: between two neighbouring floats the slope jumps by 1e-4, so it never gets to 1e-8."""
    found = newton(lambda x: 1e12 * (x - 1 / 3) ** 2 + 1.0, lambda x: 2e12 * (x - 0.3333) + 1e-3, lambda x: 2e12, 7.0)
    assert found.converged
    assert found.n_iter < 5


NAN, INF = math.nan, math.inf


@pytest.mark.parametrize(
    ("functions", "x0", "reason", "n_iter"),
    [
        (
            (lambda x: x[0] ** 2 - x[1] ** 2, lambda x: [2 * x[0], -2 * x[1]], lambda x: [[2, 0], [0, -2]]),
            [0.0, 0.0],
            "saddle point",
            0,
        ),
        ((lambda x: -x * x, lambda x: -2 * x, lambda x: -2.0), 0.0, "saddle point", 0),
        ((lambda x: x, lambda x: 1.0, lambda x: 0.0), 0.0, "max_iter", 100),
        ((lambda x: -x * x, lambda x: -2 * x, lambda x: -2.0), 1.0, "not finite", None),  # on and on to -inf
        ((lambda x: x * x, lambda x: -2 * x, lambda x: 2.0), 1.0, "no descent", 0),  # the gradient's sign is wrong
        ((lambda x: NAN, lambda x: x, lambda x: 1.0), 1.0, "not finite", 0),
        ((lambda x: x * x, lambda x: NAN, lambda x: 1.0), 1.0, "not finite", 0),
        ((lambda x: x * x, lambda x: INF, lambda x: 1.0), 1.0, "not finite", 0),
        ((lambda x: x * x, lambda x: x, lambda x: NAN), 1.0, "not finite", 0),
        ((lambda x: x * x, lambda x: x, lambda x: 1 / 0), 1.0, "not finite", 0),
        ((lambda x: x**400, lambda x: 400 * x**399, lambda x: x**398), 10.0, "not finite", 0),  # OverflowError
        ((lambda x: 10**400, lambda x: x, lambda x: 1.0), 1.0, "not finite", 0),
    ],
)
def test_failures_are_results(functions, x0, reason, n_iter):
    found = newton(*functions, x0)
    assert (found.reason, found.converged) == (reason, False)
    assert n_iter is None or found.n_iter == n_iter


def test_arithmetic_errors_in_vectors():
    found = newton(lambda x: x[0] ** 2, lambda x: [1 / 0], lambda x: [[1 / 0]], [1.0])
    assert (found.reason, found.n_iter) == ("not finite", 0)
    assert math.isnan(found.gradient_norm)


def test_a_flat_minimum_and_a_minimum_at_the_start():
    found = newton(lambda x: x**4, lambda x: 4 * x**3, lambda x: 12 * x**2, 1.0)
    assert found.converged
    assert abs(found.x) < 2e-3
    assert newton(lambda x: x**4, lambda x: 4 * x**3, lambda x: 12 * x**2, 0).converged
    assert newton(*ROSENBROCK, [1.0, 1.0])[1:] == (0.0, 0.0, 0, True, "converged")


def test_it_leaves_the_ridge_where_the_hessian_is_indefinite():
    """(x^2 - 1)^2 from 0.1, where the curvature is -3.88: the plain step goes to the maximum at 0."""
    f, slope, curvature = lambda x: (x * x - 1) ** 2, lambda x: 4 * x * (x * x - 1), lambda x: 12 * x * x - 4
    assert abs(newton_root(slope, curvature, 0.1).root) < 1e-8
    found = newton(f, slope, curvature, 0.1)
    assert found.converged
    assert found.x == pytest.approx(1.0)


def test_armijo_asks_a_short_step_for_little():
    """From 0, f falls like -x, but only up to 2^-14: by 6.1e-5 there, less than 1e-4 of the whole slope."""
    found = newton(lambda x: -x if x <= 2**-14 else 1.0, lambda x: -1.0, lambda x: 1.0, 0.0, max_iter=1)
    assert found.x == 2**-14


def test_nan_outside_the_domain_shortens_the_step():
    """x - log x from 3: the first whole step leads to -3."""
    found = newton(lambda x: x - math.log(x) if x > 0 else NAN, lambda x: 1 - 1 / x, lambda x: x**-2.0, 3.0)
    assert (found.converged, found.x) == (True, pytest.approx(1.0))


@pytest.mark.parametrize("kind", [np.float32, np.int64, ">f8", object])
def test_kinds_of_starts(kind):
    start = np.array([2, 3, 0], dtype=kind)
    expected = newton(*ROSENBROCK, [2.0, 3.0, 0.0]).x.tolist()
    for form in (start, start.tolist(), np.repeat(start, 2)[::2]):
        assert newton(*ROSENBROCK, form).x.tolist() == expected
    assert start.tolist() == [2, 3, 0]
    read_only = np.array([2.0, 3.0, 0.0])
    read_only.flags.writeable = False
    assert newton(*ROSENBROCK, read_only).x.tolist() == expected
    f, gradient, hessian = ROSENBROCK
    as_lists = newton(f, lambda x: gradient(x).tolist(), lambda x: np.asfortranarray(hessian(x)), [2.0, 3.0, 0.0])
    assert as_lists.x.tolist() == expected
    assert PLAIN or len(newton_method._newton_direction.signatures) == len(newton_method._move.signatures) == 1


def test_jitted_functions():
    jitted = [njit(function) for function in ROSENBROCK]
    assert newton(*jitted, [-1.2, 1.0]).x == pytest.approx([1.0, 1.0])
    assert not PLAIN or jitted == list(ROSENBROCK)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((1, abs, abs, 1.0), TypeError, "f must be a function of x, got int"),
        ((abs, abs, None, 1.0), TypeError, "hess must be a function of x, got NoneType"),
        ((abs, abs, abs, []), ValueError, "vector of at least one, got shape"),
        ((abs, abs, abs, [[1.0]]), ValueError, "x0 must be a number or a vector"),
        ((abs, abs, abs, [NAN]), ValueError, "Input x0 contains NaN"),
        ((abs, abs, abs, 1j), ValueError, "Complex data not supported: x0"),
        ((abs, abs, abs, "a"), TypeError, "x0 must be an array of numbers, got str"),
        ((abs, abs, abs, 1.0, -1.0), ValueError, "gtol must be a finite number of at least 0"),
        ((abs, abs, abs, 1.0, 1e-8, 0), ValueError, "max_iter must be an integer of at least 1, got 0"),
        ((lambda x: x, ROSENBROCK[1], ROSENBROCK[2], [1.0, 2.0]), TypeError, "f must return a real number"),
        ((lambda x: None, abs, abs, 1.0), TypeError, "f must return a real number, got None"),
        (
            (ROSENBROCK[0], lambda x: [1.0], ROSENBROCK[2], [1.0, 2.0]),
            ValueError,
            r"grad must return shape \(2,\), got \(1,\)",
        ),
        (
            (ROSENBROCK[0], lambda x: 1.0, ROSENBROCK[2], [1.0, 2.0]),
            ValueError,
            r"grad must return shape \(2,\), got \(\)",
        ),
        (
            (*ROSENBROCK[:2], lambda x: [1.0, 1.0], [1.0, 2.0]),
            ValueError,
            r"hess must return shape \(2, 2\), got \(2,\)",
        ),
        ((*ROSENBROCK[:2], lambda x: None, [1.0, 2.0]), TypeError, "what hess returns must be an array of numbers"),
        (
            (ROSENBROCK[0], lambda x: x * 1j, ROSENBROCK[2], [1.0, 2.0]),
            ValueError,
            "Complex data not supported: what grad",
        ),
    ],
)
def test_refusals(arguments, error, message):
    with pytest.raises(error, match=message):
        newton(*arguments)


def test_errors_of_the_functions_are_passed_on():
    with pytest.raises(IndexError):
        newton(lambda x: x[5], *ROSENBROCK[1:], [1.0, 2.0])


def test_from_a_users_own_compiled_function():
    rosenbrock = [njit(function) for function in ROSENBROCK]
    quartic = [njit(function) for function in QUARTIC]
    f, gradient, hessian = rosenbrock
    g, slope, curvature = quartic

    @njit
    def solve(start, x0):
        return newton(f, gradient, hessian, start), newton(g, slope, curvature, x0, 1e-10, max_iter=3)

    start = np.array([-1.2, 1.0])
    many, one = solve(start, 2.0)
    expected = newton(*ROSENBROCK, start)
    np.testing.assert_allclose(many.x, expected.x, rtol=1e-9)
    assert (many.n_iter, many.converged, many.reason) == (expected.n_iter, True, "converged")
    assert one.x == pytest.approx(1.2609322, abs=5e-8)
    assert (one.n_iter, one.reason) == (3, "max_iter")
    assert start.tolist() == [-1.2, 1.0]


def test_compiled_callers_are_refused_too():
    with pytest.raises(ValueError, match="gtol"):
        newton.compiled_as(*ROSENBROCK, np.ones(2), NAN)
    with pytest.raises(ValueError, match="max_iter"):
        newton.compiled_as(*ROSENBROCK, np.ones(2), 1e-8, 0)
    vector, number = typeof(np.ones(2)), typeof(1.0)
    fill = newton_method._fill.compiled_as
    buffer = np.zeros(2)
    fill(vector, vector, None)(buffer, np.ones(2), "grad")
    assert buffer.tolist() == [1.0, 1.0]
    for values in (np.ones(1), np.ones(3)):
        with pytest.raises(ValueError, match="d values"):
            fill(vector, vector, None)(buffer, values, "grad")
    with pytest.raises(ValueError, match="d values"):
        fill(vector, number, None)(buffer, 1.0, "grad")
    fill(vector, number, None)(buffer[:1], 5.0, "grad")
    assert buffer.tolist() == [5.0, 1.0]
    assert newton_method._start.compiled_as(number)(2).tolist() == [2.0]
    assert newton_method._start.compiled_as(vector)(np.array([1, 2])).tolist() == [1.0, 2.0]
    assert newton_method._at.compiled_as(vector, number)(buffer, 5.0) == 5.0
    assert newton_method._at.compiled_as(vector, vector)(buffer, buffer) is buffer


@pytest.mark.skipif(PLAIN, reason="kernels are Python here")
def test_an_iteration_is_cheap():
    """On the parabola of the worked example: at most 60 calls of Python and C functions, the user's own included."""
    functions = (
        lambda x: float(x[0] * x[0]),
        lambda x: np.array([2.0 * x[0]]),
        lambda x: np.array([[2.0]]),
    )
    start, calls = np.array([3.0]), 0
    newton(*functions, start)

    def count(frame, event, argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    newton(*functions, start)
    sys.setprofile(None)
    assert calls < 60
