"""Elementary functions against 200-bit arithmetic: the bounds that `algos._vector` states."""

import math
import re

import mpmath
import numba
import numpy as np
import pytest

from algos import _vector
from tests.conftest import PLAIN

pytestmark = pytest.mark.kernels

INF, NAN = math.inf, math.nan
TINY, HUGE = 5e-324, 1.7976931348623157e308


def around_zero(rng, low, high, n):
    """Draw evenly over low..high, and evenly in the exponent."""
    return np.concatenate(
        [rng.uniform(low, high, n), 10.0 ** rng.uniform(-320, np.log10(high), n) * rng.choice([-1, 1], n)]
    )


def positive(rng, n):
    """Draw positive numbers over the whole range, and near one from both sides."""
    near = 10.0 ** rng.uniform(-16, -1, n)
    return np.concatenate([2.0 ** rng.uniform(-1074, 1023.9, n), 1.0 - near, 1.0 + near, rng.uniform(0.5, 2.0, n)])


def log2(x):
    return mpmath.log(x) / mpmath.log(2)


def sigmoid(x):
    return 1 / (1 + mpmath.exp(-x))


BOUNDS = [
    (_vector._exp, mpmath.exp, lambda rng, n: around_zero(rng, -745.0, 709.78, n), 1.0),
    (_vector._expm1, mpmath.expm1, lambda rng, n: np.r_[around_zero(rng, -50, 709.78, n), rng.uniform(-2, 2, n)], 2.0),
    (_vector._log, mpmath.log, positive, 1.0),
    (_vector._log1p, mpmath.log1p, lambda rng, n: np.r_[positive(rng, n) - 1.0, around_zero(rng, -0.99, 2, n)], 1.0),
    (_vector._log2, log2, lambda rng, n: (x := positive(rng, n))[x < 2.0**900], 3.0),
    (_vector._sigmoid, sigmoid, lambda rng, n: np.r_[around_zero(rng, -740, 740, n), rng.uniform(-9, 9, n)], 2.5),
    (_vector._tanh, mpmath.tanh, lambda rng, n: np.r_[around_zero(rng, -30, 30, n), rng.uniform(-2, 2, n)], 2.5),
]


@pytest.mark.parametrize(("function", "exact", "draw", "bound"), BOUNDS, ids=lambda it: getattr(it, "__name__", ""))
def test_error_stays_below_the_stated_number_of_ulps(function, exact, draw, bound, rng):
    worst = 0.0
    with mpmath.workprec(200):
        for x in draw(rng, 200 if PLAIN else 3000).tolist():
            if x <= -1.0 and function is _vector._log1p:
                continue
            expected = exact(mpmath.mpf(x))
            ulp = float(np.spacing(abs(float(expected))))
            worst = max(worst, float(abs(mpmath.mpf(float(function(x))) - expected) / mpmath.mpf(ulp)))
    assert 0.0 < worst <= bound


SPECIAL = [
    (
        _vector._exp,
        [(0.0, 1.0), (INF, INF), (-INF, 0.0), (709.79, INF), (-745.2, 0.0), (-745.0, TINY), (HUGE, INF), (-HUGE, 0.0)],
    ),
    (_vector._expm1, [(0.0, 0.0), (-0.0, -0.0), (INF, INF), (-INF, -1.0), (709.79, INF), (-HUGE, -1.0), (TINY, TINY)]),
    (_vector._log, [(0.0, -INF), (-0.0, -INF), (1.0, 0.0), (INF, INF), (-INF, NAN), (-1.0, NAN), (-TINY, NAN)]),
    (
        _vector._log1p,
        [(0.0, 0.0), (-0.0, -0.0), (-1.0, -INF), (INF, INF), (-INF, NAN), (-1.5, NAN), (TINY, TINY), (-TINY, -TINY)],
    ),
    (_vector._log2, [(2.0**k, float(k)) for k in (-1074, -1023, -1022, -1, 0, 1, 899)]),
    (_vector._sigmoid, [(0.0, 0.5), (-0.0, 0.5), (INF, 1.0), (-INF, 0.0), (HUGE, 1.0), (-HUGE, 0.0), (40.0, 1.0)]),
    (_vector._tanh, [(0.0, 0.0), (-0.0, -0.0), (INF, 1.0), (-INF, -1.0), (HUGE, 1.0), (TINY, TINY), (-TINY, -TINY)]),
]


@pytest.mark.parametrize(
    ("function", "x", "expected"),
    [(function, x, y) for function, pairs in SPECIAL for x, y in pairs]
    + [(function, NAN, NAN) for function, _ in SPECIAL if function is not _vector._log2],
    ids=lambda it: getattr(it, "__name__", repr(it)),
)
def test_ends_of_the_range(function, x, expected):
    found = float(function(x))
    assert found == expected or (math.isnan(found) and math.isnan(expected))
    assert math.copysign(1.0, found) == math.copysign(1.0, expected) or math.isnan(expected)


def test_log2_of_zero_is_finite_so_that_zero_times_it_is_zero():
    assert 0.0 * _vector._log2(0.0) == 0.0


@pytest.mark.parametrize("f", [-0.29, -1e-3, -1e-9, 1e-300, 1e-12, 1e-5, 0.1, 0.41])
def test_gap_keeps_every_digit_where_the_difference_keeps_none(f):
    with mpmath.workprec(400):
        expected = mpmath.mpf(f) - mpmath.log1p(mpmath.mpf(f))
    assert float(_vector._gap(f)) == pytest.approx(float(expected), rel=5e-16, abs=0.0)


@pytest.mark.parametrize("x", [TINY, 3e-310, 2.0**-1022, 0.7, 0.75, 1.0, 1.5, 1e300, HUGE])
def test_split_puts_the_number_back_together(x):
    k, m = _vector._split(x)
    assert math.ldexp(m, int(k)) == x
    assert math.sqrt(0.5) * (1 - 1e-6) < m < math.sqrt(2.0) * (1 + 1e-6)


def test_compensated_sum_keeps_what_a_plain_one_drops():
    total = rest = 0.0
    for value in (1.0, 1e100, 1.0, -1e100):
        total, rest = _vector._add(total, rest, value)
    assert total + rest == 2.0
    assert _vector._add(1.0, 0.5, INF) == (INF, 0.5)  # an infinite term leaves no NaN behind


@pytest.mark.skipif(PLAIN, reason="there is no machine code to look at")
@pytest.mark.parametrize("function", [function for function, _ in SPECIAL], ids=lambda it: it.__name__)
def test_a_loop_is_vectorised(function):
    """Run over several numbers at a time."""

    @numba.njit(error_model="numpy")  # not `kernel`: code that comes from the disk cache cannot be looked at
    def loop(x, out):
        for i in range(x.shape[0]):
            out[i] = function(x[i])

    loop(np.ones(4), np.empty(4))
    assert re.search(r"<\d+ x double>", next(iter(loop.inspect_llvm().values())))
