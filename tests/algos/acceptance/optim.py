"""Rows of the acceptance matrix for optimisation."""

import numpy as np

from algos.optim import newton, newton_root, newton_step

from . import Raises, Row, Same, Value

NAN = float("nan")


def _parabola(start, **keywords):
    """Minimise (a - 1)^2 + b^2, as a plain tuple."""
    return newton(
        lambda x: (x[0] - 1) ** 2 + x[1] ** 2,
        lambda x: [2 * (x[0] - 1), 2 * x[1]],
        lambda x: [[2, 0], [0, 2]],
        start,
        **keywords,
    )


def _root(x0, **keywords):
    return newton_root(lambda x: x * x - 4, lambda x: 2 * x, x0, **keywords)


def _kept():
    start = np.array([3.0, 4.0])
    _parabola(start)
    newton_step(start, start, np.eye(2))
    return start


ROWS: list[Row] = [
    Row(1, "optim.newton: empty start", lambda: _parabola([]), Raises(ValueError, r"x0 must be .* got shape \(0,\)")),
    Row(4, "optim.newton: matrix as start", lambda: _parabola([[1.0, 2.0]]), Raises(ValueError, r"shape \(1, 2\)")),
    Row(5, "optim.newton_root: vector as start", lambda: _root([1.0, 2.0]), Raises(TypeError, "x0 must be a number")),
    Row(
        7,
        "optim.newton_step: lengths differ",
        lambda: newton_step([1, 2], [1], [[1]]),
        Raises(ValueError, r"got \(1,\)"),
    ),
    Row(11, "optim.newton: tuple", lambda: _parabola((3, 4)), Same(lambda: _parabola(np.array([3.0, 4.0])))),
    Row(
        14,
        "optim.newton: float32",
        lambda: _parabola(np.array([3, 4], np.float32)),
        Same(lambda: _parabola([3.0, 4.0])),
    ),
    Row(
        17, "optim.newton: big-endian", lambda: _parabola(np.array([3, 4], ">f8")), Same(lambda: _parabola([3.0, 4.0]))
    ),
    Row(
        22,
        "optim.newton_step: text",
        lambda: newton_step("a", 1.0, 1.0),
        Raises(TypeError, "x must be an array of numbers"),
    ),
    Row(
        25,
        "optim.newton_step: strided",
        lambda: newton_step(np.ones(4)[::2], [1, 1], np.eye(2)),
        Value(([0, 0], [-1, -1], 0.0)),
    ),
    Row(
        31, "optim.newton_step: sparse", lambda: newton_step([1], [1], _sparse()), Raises(TypeError, "sparse.*toarray")
    ),
    Row(
        43, "optim.newton: infinity", lambda: _parabola([np.inf, 0.0]), Raises(ValueError, "Input x0 contains infinity")
    ),
    Row(43, "optim.newton_root: NaN", lambda: _root(NAN), Raises(ValueError, "x0 must be a finite number, got nan")),
    Row(74, "optim.newton_root: negative tolerance", lambda: _root(1.0, tol=-1.0), Raises(ValueError, "tol must be")),
    Row(74, "optim.newton: NaN as tolerance", lambda: _parabola([1, 2], gtol=NAN), Raises(ValueError, "gtol must be")),
    Row(
        79,
        "optim.newton_root: max_iter=0",
        lambda: _root(1.0, max_iter=0),
        Raises(ValueError, "max_iter must be .* at least 1"),
    ),
    Row(
        79,
        "optim.newton: max_iter=0",
        lambda: _parabola([1, 2], max_iter=0),
        Raises(ValueError, "max_iter must be .* at least 1"),
    ),
    Row(
        83,
        "optim.newton_root: NumPy scalars",
        lambda: _root(np.int8(3), max_iter=np.int64(9)),
        Same(lambda: _root(3.0)),
    ),
    Row(83, "optim.newton_root: 0-d array", lambda: _root(np.array(3.0)), Same(lambda: _root(3.0))),
    Row(
        98,
        "optim.newton_step: singular",
        lambda: newton_step([1, 1], [1, 1], np.ones((2, 2))),
        Raises(np.linalg.LinAlgError, "singular"),
    ),
    Row(
        100,
        "optim.newton_step: not square",
        lambda: newton_step([1, 1], [1, 1], np.ones((2, 3))),
        Raises(ValueError, r"\(2, 3\)"),
    ),
    Row(
        0,
        "optim.newton_root: f is NaN",
        lambda: newton_root(lambda x: NAN, lambda x: 1.0, 1.0)[2:],
        Value((0, False, "not finite")),
    ),
    Row(0, "optim.newton_root: f' is zero", lambda: _root(0.0), Value((0.0, -4.0, 0, False, "zero derivative"))),
    Row(0, "optim.newton: input unchanged", _kept, Value([3.0, 4.0])),
]


def _sparse():
    import scipy.sparse as sp

    return sp.eye_array(1)
