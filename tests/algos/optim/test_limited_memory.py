"""L-BFGS: SciPy's minima, the exact step on a parabola, hard and infinite regions."""

import numpy as np
import pytest
import scipy.optimize

from algos.optim._limited_memory import minimise

pytestmark = pytest.mark.kernels


def rosenbrock(x):
    return float(scipy.optimize.rosen(x)), scipy.optimize.rosen_der(x)


@pytest.mark.parametrize("n", [2, 10, 50])
def test_finds_what_scipy_finds(n):
    x0 = np.linspace(-1.2, 1.3, n)
    found = minimise(rosenbrock, x0, tol=1e-10, max_iter=2000)
    theirs = scipy.optimize.minimize(
        rosenbrock, x0, jac=True, method="L-BFGS-B", options={"ftol": 0, "gtol": 1e-11, "maxiter": 5000}
    )
    assert found.converged
    np.testing.assert_allclose(found.x, theirs.x, rtol=1e-6)
    assert found.n_evaluations <= 1.3 * theirs.nfev + 10
    assert all(later < earlier for earlier, later in zip(found.values, found.values[1:], strict=False))
    assert found.value == found.values[-1] == rosenbrock(found.x)[0]


def test_direction_is_the_product_with_the_inverse_it_stands_for(rng):
    """Against the matrix H, formed by its definition."""
    from algos.optim._limited_memory import _direction

    n, memory = 6, 4
    for n_kept in range(memory + 1):
        steps, noise = rng.normal(size=(memory, n)), rng.normal(size=(n, n))
        changes = steps @ (noise @ noise.T + np.eye(n))
        curvature, gradient, newest = (steps * changes).sum(1), rng.normal(size=n), 1
        kept = [(newest - age) % memory for age in range(n_kept)][::-1]
        H = np.eye(n)
        if kept:
            H *= curvature[newest] / (changes[newest] @ changes[newest])
        for row in kept:
            V = np.eye(n) - np.outer(changes[row], steps[row]) / curvature[row]
            H = V.T @ H @ V + np.outer(steps[row], steps[row]) / curvature[row]
        direction = np.empty(n)
        _direction(gradient, steps, changes, curvature, newest, n_kept, direction)
        np.testing.assert_allclose(direction, -H @ gradient, rtol=1e-9, atol=1e-12)


def test_steps_back_from_infinite_values():
    """The minimum of x - log x lies at 1; nothing is defined below 1/2, where the first step leads."""

    def objective(x):
        if x[0] <= 0.5:
            return np.inf, np.full(1, np.nan)
        return float(x[0] - np.log(x[0])), 1 - 1 / x

    found = minimise(objective, np.array([1.2]), tol=1e-10, max_iter=100)
    assert found.x[0] == pytest.approx(1.0, rel=1e-9)
    assert found.converged


def test_widens_a_first_step_that_is_far_too_short():
    def objective(x):
        return float(1e-8 * np.sum((x - 1e6) ** 2)), 2e-8 * (x - 1e6)

    found = minimise(objective, np.zeros(3), tol=1e-15, max_iter=50)
    np.testing.assert_allclose(found.x, 1e6, rtol=1e-6)


def test_ends_where_rounding_leaves_no_decrease(rng):
    A = rng.normal(size=(5, 5))
    A = A @ A.T + np.eye(5)

    def objective(x):
        return float(0.5 * x @ A @ x + 1e6), A @ x

    found = minimise(objective, rng.normal(size=5), tol=0.0, max_iter=200)
    assert found.converged
    assert found.n_iter < 200
    assert np.abs(found.x).max() < 1e-4


def test_a_gradient_that_lies_is_no_convergence():
    def objective(x):
        return float(x @ x), -2 * x

    found = minimise(objective, np.array([1.0, 2.0]), tol=1e-8, max_iter=10)
    assert not found.converged
    np.testing.assert_array_equal(found.x, [1.0, 2.0])


def test_no_iteration_at_a_minimum():
    found = minimise(lambda x: (float(x @ x), 2 * x), np.zeros(3), tol=1e-8, max_iter=10)
    assert (found.converged, found.n_iter, found.n_evaluations) == (True, 0, 1)


def test_stops_when_told():
    found = minimise(rosenbrock, np.array([-1.2, 1.0]), tol=0.0, max_iter=3)
    assert (found.converged, found.n_iter, len(found.values)) == (False, 3, 4)
