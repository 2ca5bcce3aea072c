"""One step of Newton's method: by hand, NumPy's solver, eigenvalues, refusals, compiled callers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numba import njit, typeof

from algos.optim import _shifted_cholesky, newton_step, stepping
from tests.conftest import PLAIN
from tests.naive import optim as naive

from .helpers import QUARTIC, ROSENBROCK

pytestmark = pytest.mark.kernels

entries = st.integers(-40, 40).map(lambda quarter: quarter / 4)
sizes = st.integers(1, 6)
systems = sizes.flatmap(
    lambda d: st.tuples(arrays(float, d, elements=entries), arrays(float, (d, d), elements=entries))
)


def test_e27_the_first_step():
    """x - f'/f'' = 2 - 6/12."""
    step = newton_step(2.0, 6.0, 12.0)
    assert step == (1.5, -0.5, 0.0)
    assert [type(part) for part in step] == [float, float, float]
    assert newton_step(2, *QUARTIC[1:]).x == 1.5


def test_worked_example_in_two_dimensions():
    """From (1, 1) on 2a^2 + b^2: g = (4, 2), H = diag(4, 2), and the minimum is one step away."""
    step = newton_step([1, 1], [4, 2], [[4, 0], [0, 2]])
    assert step.x.tolist() == [0.0, 0.0]
    assert newton_step([1, 1], [4, 2], [[4, 0], [0, 2]], step_size=0.5).x.tolist() == [0.5, 0.5]


def test_a_saddle_attracts_the_plain_step_and_repels_the_modified_one():
    """f = a^2 - b^2 at (1, 1): the plain step goes to (0, 0); with H + 2.002 I or more, b grows."""
    plain = newton_step([1.0, 1.0], [2.0, -2.0], [[2.0, 0.0], [0.0, -2.0]])
    assert plain.x.tolist() == [0.0, 0.0]
    modified = newton_step([1.0, 1.0], [2.0, -2.0], [[2.0, 0.0], [0.0, -2.0]], modify=True)
    assert modified.shift == pytest.approx(2.002)
    assert modified.x == pytest.approx([1 - 2 / 4.002, 1 + 2 / 0.002])
    assert newton_step(1.0, 1.0, -2.0).x == 1.5
    assert newton_step(1.0, 1.0, -2.0, modify=True).x < 1.0


@given(systems)
def test_equal_to_numpy(system):
    g, H = system
    if np.linalg.cond(H) < 1e6:
        step = newton_step(np.ones_like(g), g, H)
        np.testing.assert_allclose(step.direction, np.linalg.solve(H, -g), rtol=1e-7, atol=1e-9)
        np.testing.assert_allclose(step.x, 1.0 + step.direction, rtol=1e-15)
        assert step.shift == 0.0


@given(systems)
def test_the_modified_step_leads_downhill_by_the_textbooks_shift(system):
    g, H = system
    step = newton_step(np.zeros_like(g), g, H, modify=True)
    eigenvalues = np.linalg.eigvalsh((H + H.T) / 2)
    scale = max(abs(eigenvalues).max(), 1e-300)
    if (abs(eigenvalues) > 1e-6 * scale).all():
        assert step.shift == pytest.approx(naive.shifted(H))
    if g.any():
        assert step.direction @ g < 0.0
    solved = (H + H.T) / 2 + step.shift * np.eye(len(g))
    if np.linalg.cond(solved) < 1e6:
        np.testing.assert_allclose(solved @ step.direction, -g, atol=1e-7 * max(1.0, abs(g).max()))


def test_extreme_values():
    for scale in (1e-200, 1e-310, 1e200):
        step = newton_step([0.0, 0.0], [scale, scale], [[-scale, 0.0], [0.0, scale]], modify=True)
        assert 0.0 < step.shift < np.inf
        assert np.isfinite(step.x).all()
    assert newton_step(1.0, 2.0, 0.0, modify=True) == (-1.0, -2.0, 1.0)  # nothing is known: steepest descent
    largest = np.finfo(float).max
    assert newton_step([0.0, 0.0], [1.0, 1.0], [[1.0, largest], [largest, 1.0]], modify=True).shift > 0.0


@pytest.mark.parametrize("kind", [np.float32, np.int64, ">f8", object])
def test_kinds_and_layouts(kind):
    x, g, H = np.array([1, 2], kind), np.array([3, 4], kind), np.array([[5, 1], [2, 6]], kind)
    expected = newton_step([1.0, 2.0], [3.0, 4.0], [[5.0, 1.0], [2.0, 6.0]])
    for form in (lambda a: a, np.asfortranarray, lambda a: a.tolist(), lambda a: np.repeat(a, 2, axis=0)[::2]):
        found = newton_step(form(x), form(g), form(H))
        assert found.x.tolist() == expected.x.tolist()
    assert H.tolist() == [[5, 1], [2, 6]]
    assert PLAIN or len(stepping._vector_step.signatures) == 1


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((1.0, 1.0, 0.0), np.linalg.LinAlgError, "hess is singular.*modify=True"),
        (([1, 1], [1, 1], [[1, 1], [1, 1]]), ValueError, "hess is singular"),
        ((1e308, 1e308, 1e-308), ValueError, "hess is singular"),
        (([1, 1], [1], [[1, 0], [0, 1]]), ValueError, r"shapes \(2,\) and \(2, 2\), got \(1,\) and \(2, 2\)"),
        (([1, 1], [1, 1], [1, 1]), ValueError, r"got \(2,\) and \(2,\)"),
        ((1.0, [1.0], 1.0), ValueError, r"got \(1,\) and \(\)"),
        (([], [], []), ValueError, r"x must be a number or a vector of at least one, got shape \(0,\)"),
        (([[1.0]], 1.0, 1.0), ValueError, "x must be a number or a vector"),
        ((np.nan, 1.0, 1.0), ValueError, "Input x contains NaN"),
        ((1.0, np.inf, 1.0), ValueError, "Input grad contains infinity"),
        ((1.0, 1.0, lambda x: np.nan), ValueError, "Input hess contains NaN"),
        ((1.0, "a", 1.0), TypeError, "grad must be an array of numbers, got str"),
        ((1.0, 1.0, 1.0, 1), TypeError, "modify must be True or False"),
        ((1.0, 1.0, 1.0, False, np.nan), ValueError, "step_size must be a finite number"),
    ],
)
def test_refusals(arguments, error, message):
    with pytest.raises(error, match=message):
        newton_step(*arguments)


def test_from_a_users_own_compiled_function():
    slope, curvature = map(njit, QUARTIC[1:])
    gradient, hessian = map(njit, ROSENBROCK[1:])

    @njit
    def steps(x, y):
        return (
            newton_step(x, 6, 12).x,
            newton_step(x, slope, curvature, step_size=0.5),
            newton_step(y, gradient, hessian, True),
            newton_step(y, gradient(y), hessian(y)).x,
        )

    y = np.array([-1.2, 1.0])
    first, damped, modified, plain = steps(2.0, y)
    assert (first, damped.x) == (1.5, 1.75)
    np.testing.assert_allclose(modified.x, newton_step(y, *ROSENBROCK[1:], modify=True).x, rtol=1e-12)
    np.testing.assert_allclose(plain, newton_step(y, *ROSENBROCK[1:]).x, rtol=1e-12)


def body_for(*arguments):
    """The adapter's body for arguments of these types."""
    return newton_step.compiled_as(*(typeof(argument) for argument in arguments))


def test_compiled_callers_are_refused_too():
    x, g, H = np.ones(2), np.ones(2), np.ones((2, 2))
    with pytest.raises(ValueError, match="hess regular"):
        body_for(x, g, H)(x, g, H)
    with pytest.raises(ValueError, match="d values"):
        body_for(x, g, H)(x, g[:1], H)
    with pytest.raises(ValueError, match="hess not zero"):
        body_for(1.0, 1.0, 1.0)(1.0, 1.0, 0.0)
    assert body_for(x, g, H)(x, g, np.eye(2)).x.tolist() == [0.0, 0.0]
    assert body_for(1.0, 1.0, 1.0)(1.0, 1.0, 1.0) == (0.0, -1.0, 0.0)
    assert stepping._value.compiled_as(typeof(1.0), typeof(1.0))(2.0, 1.0) == 2.0
    assert stepping._value.compiled_as(None, typeof(1.0))(lambda x: x + 4.0, 1.0) == 5.0


def test_only_one_version_of_the_factorisation_is_compiled_for_python_callers():
    assert PLAIN or len(_shifted_cholesky._shifted_direction.signatures) <= 1
