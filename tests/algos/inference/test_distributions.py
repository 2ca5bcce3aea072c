"""The distribution functions: by hand, in hundreds of bits over their whole range, beside SciPy, laws, input."""

import math

import mpmath
import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from algos import _distributions
from algos.inference import chi2_sf, f_sf, norm_cdf, norm_ppf, t_cdf, t_ppf
from tests.conftest import PLAIN
from tests.naive import distributions as naive

pytestmark = pytest.mark.kernels

POINTS = 60
MOST = 12.0 if PLAIN else 4.0  # plain Python rounds every product, and adds the terms of a sum up in one chain
FLOOR = 12.0 if PLAIN else 1.0
"""An error, times the condition number, that is allowed even where SciPy's is smaller.

Below one unit neither is the better: a correctly rounded result is wrong by up to half a unit, and a correctly rounded
argument by half a unit times the condition number.
"""

PEERS = {
    chi2_sf: lambda x, df: special.chdtrc(df, x),
    f_sf: lambda x, dfn, dfd: special.fdtrc(dfn, dfd, x),
    norm_cdf: special.ndtr,
    norm_ppf: special.ndtri,
    t_cdf: lambda x, df: special.stdtr(df, x),
    t_ppf: lambda q, df: special.stdtrit(df, q),
}


# -- worked examples -------------------------------------------------------------------------------


def test_closed_forms():
    assert norm_cdf(0.0) == 0.5
    assert norm_cdf(1.959963984540054) == pytest.approx(0.975, rel=1e-15)
    for x in (0.1, 1.0, 3.0, 50.0):
        assert t_cdf(-x, 1) == pytest.approx(math.atan2(1.0, x) / math.pi, rel=1e-15)
        assert t_cdf(-x, 2) == pytest.approx(
            0.5 * (2.0 / (2.0 + x * x)) / (1.0 + x / math.sqrt(2.0 + x * x)), rel=1e-15
        )
        assert chi2_sf(x, 2) == pytest.approx(math.exp(-x / 2.0), rel=1e-15)
        assert chi2_sf(x, 4) == pytest.approx(math.exp(-x / 2.0) * (1.0 + x / 2.0), rel=1e-15)
        assert chi2_sf(x * x, 1) == pytest.approx(2.0 * norm_cdf(-x), rel=1e-13)
        assert f_sf(x, 2, 2) == pytest.approx(1.0 / (1.0 + x), rel=1e-15)
        assert f_sf(x * x, 1, 7) == pytest.approx(2.0 * t_cdf(-x, 7), rel=1e-14)
    assert t_ppf(0.75, 1) == pytest.approx(1.0, rel=1e-15)
    assert t_ppf(0.9, 2) == pytest.approx(0.8 / math.sqrt(0.18), rel=1e-15)
    assert type(norm_cdf(1)) is type(t_ppf(0.1, 3)) is type(f_sf(1, 2, 3)) is float


def test_ends():
    inf = math.inf
    assert norm_cdf([-inf, -39.0, 39.0, inf]).tolist() == [0.0, 0.0, 1.0, 1.0]
    assert norm_cdf(-38.4) == pytest.approx(float(naive.norm_cdf(-38.4)), abs=5e-324)
    assert norm_ppf([0.0, 0.5, 1.0]).tolist() == [-inf, 0.0, inf]
    assert t_cdf([-inf, 0.0, inf], 3).tolist() == [0.0, 0.5, 1.0]
    assert t_ppf([0.0, 0.5, 1.0], 3.5).tolist() == [-inf, 0.0, inf]
    assert chi2_sf([-inf, -1.0, 0.0, inf], 2.5).tolist() == [1.0, 1.0, 1.0, 0.0]
    assert chi2_sf([1.0, 1e5, 3e3, 1e300], [inf, 3.0, 4.0, 2.5]).tolist() == [1.0, 0.0, 0.0, 0.0]
    assert f_sf([-inf, 0.0, inf], 2.5, 3).tolist() == [1.0, 1.0, 0.0]
    assert f_sf([0.5, 1.0, 2.0], 1e40, inf).tolist() == [1.0, 0.5, 0.0]
    assert t_ppf(5e-324, 1.001) == t_ppf(1e-300, 0.3) == -inf
    assert t_ppf(1e-310, 2) == pytest.approx(-math.sqrt(0.5) * 1e155, rel=1e-13)
    for nan in (norm_cdf(math.nan), norm_ppf(math.nan), t_cdf(math.nan, 3), t_cdf(1.0, math.nan), t_ppf(0.3, math.nan)):
        assert math.isnan(nan)
    assert t_ppf(0.45, 0.3) == pytest.approx(special.stdtrit(0.3, 0.45), rel=1e-13)
    assert math.isnan(_distributions._t_ppf(0.3, -1.0))
    assert math.isnan(_distributions._f_sf(1.0, 0.0, 2.0))
    for nan in (t_ppf(math.nan, 3), chi2_sf(math.nan, 2.5), chi2_sf(1.0, math.nan), f_sf(math.nan, 2.5, 3)):
        assert math.isnan(nan)
    assert np.isnan(f_sf(1.0, [math.nan, 1.0], [1.0, math.nan])).all()


def test_many_degrees_of_freedom_are_the_limits():
    x = np.array([-30.0, -2.0, 0.3, 5.0])
    assert np.array_equal(t_cdf(x, math.inf), norm_cdf(x))
    assert t_ppf(0.01, math.inf) == norm_ppf(0.01)
    np.testing.assert_allclose(t_cdf(x, 1e15), norm_cdf(x), rtol=1e-9)
    np.testing.assert_allclose(t_ppf([0.01, 0.7], 1e16), norm_ppf([0.01, 0.7]), rtol=1e-14)
    np.testing.assert_allclose(f_sf([0.3, 2.0], 3, math.inf), chi2_sf([0.9, 6.0], 3), rtol=1e-15)
    np.testing.assert_allclose(f_sf([0.3, 2.0], 3, 1e30), chi2_sf([0.9, 6.0], 3), rtol=1e-13)
    np.testing.assert_allclose(f_sf([0.3, 2.0], math.inf, 4.5), 1.0 - chi2_sf([15.0, 2.25], 4.5), rtol=1e-14)
    np.testing.assert_allclose(
        chi2_sf([1e20 - 1e10, 1e20, 1e20 + 2e10], 1e20), norm_cdf(np.array([1, 0, -2]) / 2**0.5), rtol=1e-6
    )
    assert f_sf(1.0, 1e-250, 1e-250) == pytest.approx(0.5)
    assert f_sf(1e300, 3, 0.5) == pytest.approx(special.fdtrc(3, 0.5, 1e300), rel=1e-13)


# -- in hundreds of bits ---------------------------------------------------------------------------


def spread(rng, low, high):
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def normal_points(low, high):
    return lambda rng: (rng.uniform(low, high),)


def probability_points(low, high):
    return lambda rng: (10.0 ** rng.uniform(low, high),)


def t_points(low, high):
    def draw(rng):
        df = spread(rng, low, high)
        if rng.random() < 0.3:
            return -(10.0 ** rng.uniform(0.0, min(150.0, 280.0 / df) if df < 50 else 1.0)), df
        return abs(rng.standard_t(min(df, 50.0))) * rng.choice([-0.01, -1.0, -2.0, 1.0]), df

    return draw


def chi2_points(low, high, whole=False):
    def draw(rng):
        df = float(rng.integers(low, high)) if whole else spread(rng, low, high)
        kind, width = rng.integers(3), math.sqrt(2.0 * df)
        x = [
            df * math.exp(4.0 * rng.normal() / width),
            df + 3.0 * width * abs(rng.normal()),
            df + 15.0 * width * rng.random(),
        ]
        return min(x[kind], 1300.0 + df), df

    return draw


def f_points(top, bottom, even=False):
    def draw(rng):
        dfn, dfd = spread(rng, *top), spread(rng, *bottom)
        dfn = 2.0 * math.ceil(dfn / 2.0) if even else dfn
        return math.exp(rng.normal() * math.sqrt(2.0 / dfn + 2.0 / dfd) * rng.choice([0.3, 1.0, 3.0])), dfn, dfd

    return draw


def few_points(top, *parameters):
    """Draw x over almost all doubles up to a power of ten, and degrees of freedom between powers of ten."""
    return lambda rng: (10.0 ** rng.uniform(-300, top), *(10.0 ** rng.uniform(*powers) for powers in parameters))


def beside(draw, *parameters):
    """Draw x as `draw` does, and degrees of freedom between powers of ten."""
    return lambda rng: (draw(rng), *(10.0 ** rng.uniform(*powers) for powers in parameters))


REGIONS = {
    "norm_cdf, subnormal": (norm_cdf, normal_points(-38.5, -37.5), POINTS),
    "norm_cdf, far": (norm_cdf, normal_points(-37.5, -10), POINTS),
    "norm_cdf, left": (norm_cdf, normal_points(-10, -1), 5 * POINTS),
    "norm_cdf, middle": (norm_cdf, normal_points(-1, 1), 5 * POINTS),
    "norm_cdf, right": (norm_cdf, normal_points(1, 9), POINTS),
    "norm_ppf, subnormal": (norm_ppf, probability_points(-323, -308), POINTS),
    "norm_ppf, far": (norm_ppf, probability_points(-308, -10), POINTS),
    "norm_ppf, left": (norm_ppf, probability_points(-10, -1), 2 * POINTS),
    "norm_ppf, middle": (norm_ppf, normal_points(0.1, 0.9), 2 * POINTS),
    "norm_ppf, right": (norm_ppf, lambda rng: (1.0 - 10.0 ** rng.uniform(-16, -1),), POINTS),
    "norm_cdf, beside -1": (norm_cdf, normal_points(-1.5, -0.6), 2 * POINTS),
    "t_cdf, 0.01 to 0.1": (t_cdf, t_points(0.01, 0.1), POINTS),
    "t_cdf, 0.1 to 1": (t_cdf, t_points(0.1, 1), POINTS),
    "t_cdf, 1 to 2": (t_cdf, t_points(1, 2), POINTS),
    "t_cdf, 2 to 24": (t_cdf, t_points(2, 24), POINTS),
    "t_cdf, 9 to 11": (t_cdf, t_points(9, 11), POINTS),
    "t_cdf, 24 to 1e4": (t_cdf, t_points(24, 1e4), POINTS),
    "t_cdf, 1e4 to 1e6": (t_cdf, t_points(1e4, 1e6), POINTS // 6),
    "chi2_sf, 0.1 to 1": (chi2_sf, chi2_points(0.1, 1), POINTS),
    "chi2_sf, 1 to 2": (chi2_sf, chi2_points(1, 2), POINTS),
    "chi2_sf, 2 to 6": (chi2_sf, chi2_points(2, 6), POINTS),
    "chi2_sf, 6 to 1e3": (chi2_sf, chi2_points(6, 1e3), POINTS),
    "chi2_sf, 1e3 to 1e6": (chi2_sf, chi2_points(1e3, 1e6), POINTS // 6),
    "chi2_sf, whole": (chi2_sf, chi2_points(1, 50, whole=True), 2 * POINTS),
    "f_sf, few and few": (f_sf, f_points((0.1, 2), (0.1, 2)), 2 * POINTS),
    "f_sf, few and some": (f_sf, f_points((0.1, 2), (2, 24)), POINTS),
    "f_sf, some and few": (f_sf, f_points((2, 24), (0.1, 2)), POINTS),
    "f_sf, some and some": (f_sf, f_points((2, 24), (2, 24)), POINTS),
    "f_sf, many and few": (f_sf, f_points((24, 1e4), (0.1, 24)), POINTS // 2),
    "f_sf, few and many": (f_sf, f_points((0.1, 24), (24, 1e4)), POINTS // 2),
    "f_sf, many and many": (f_sf, f_points((24, 1e3), (24, 1e3)), POINTS // 2),
    "f_sf, one and one": (f_sf, lambda rng: (10.0 ** rng.uniform(-6, 6), 1.0, 1.0), POINTS // 2),
    "f_sf, even": (f_sf, f_points((1, 32), (0.1, 1e3), even=True), POINTS),
    "t_cdf, 1e-300 to 0.01": (t_cdf, few_points(300, (-300, -2)), POINTS // 3),
    "t_cdf, 1e-12 to 0.01": (t_cdf, few_points(300, (-12, -2)), POINTS // 3),
    "chi2_sf, 1e-300 to 0.1": (chi2_sf, few_points(2, (-300, -1)), POINTS // 3),
    "chi2_sf, 1e-6 to 0.1": (chi2_sf, few_points(2, (-6, -1)), POINTS // 3),
    "f_sf, 1e-300 to 0.1 and few": (f_sf, few_points(300, (-300, -1), (-1, 1)), POINTS // 6),
    "f_sf, 1e-300 to 0.1 and 1e-300 to 0.1": (f_sf, few_points(300, (-300, -1), (-300, -1)), POINTS // 6),
    "f_sf, few and 1e-300 to 0.1": (
        f_sf,
        beside(lambda rng: 10.0 ** rng.uniform(-9, 300), (-1, 2), (-300, -1)),
        POINTS // 6,
    ),
    "f_sf, 1e-9 to 0.1": (f_sf, beside(lambda rng: 10.0 ** rng.uniform(-5, 3), (-9, -1), (-1, 3)), POINTS // 2),
    "f_sf, 0.03 to 0.3": (f_sf, beside(lambda rng: 10.0 ** rng.uniform(-2, 2), (-1.5, -0.5), (-1, 3)), POINTS // 2),
    "f_sf, both 1e-12 to 0.1": (
        f_sf,
        beside(lambda rng: 10.0 ** rng.uniform(-5, 5), (-12, -1), (-12, -1)),
        POINTS // 3,
    ),
    "f_sf, few and 1e4 to 1e6": (f_sf, f_points((0.1, 24), (1e4, 1e6)), POINTS // 6),
    "f_sf, 1e4 to 1e6 and few": (f_sf, f_points((1e4, 1e6), (0.1, 24)), POINTS // 6),
}


def units_in_the_last_place(value, exact):
    if not math.isfinite(value):
        return math.inf
    return float(abs(mpmath.mpf(float(value)) - exact)) / math.ulp(float(exact))


def exact_and_condition(function, arguments):
    if function is norm_ppf:
        exact = naive.norm_ppf(*arguments)
        return exact, float(abs(mpmath.mpf(arguments[0]) / (exact * mpmath.npdf(exact)))) if exact else 1.0
    reference = getattr(naive, function.__name__)
    return reference(*arguments), naive.condition(reference, *arguments)


@pytest.mark.parametrize("region", REGIONS)
def test_at_most_4_units_times_the_condition_and_no_worse_than_scipy(region, rng):
    function, draw, count = REGIONS[region]
    ours, theirs = 0.0, 0.0
    for _ in range(count):
        arguments = tuple(float(a) for a in draw(rng))
        exact, condition = exact_and_condition(function, arguments)
        if abs(exact) < 1e-306 and "subnormal" not in region:
            continue
        scale = max(1.0, condition)
        x, *more = arguments
        for value in (function(x, *more), function([x, x], *more)[0]):  # many share what one computes for itself
            error = units_in_the_last_place(value, exact) / scale
            assert error <= MOST, (arguments, error, condition)
            ours = max(ours, error)
        theirs = max(theirs, units_in_the_last_place(PEERS[function](*arguments), exact) / scale)
    assert ours <= max(theirs, FLOOR)


MANY = {
    "t_cdf, 1e8 to 1e18": (t_cdf, (8, 18)),
    "t_cdf, 1e18 to 1e300": (t_cdf, (18, 300)),
    "chi2_sf, 1e4 to 1e8.3": (chi2_sf, (4, 8.3)),
    "chi2_sf, 1e8.3 to 1e16": (chi2_sf, (8.3, 16)),
    "chi2_sf, 1e16 to 1e31": (chi2_sf, (16, 31)),
    "chi2_sf, 1e31 to 1e300": (chi2_sf, (31, 300)),
    "f_sf, 1e3 to 1e5 and 1e3 to 1e5": (f_sf, (3, 5), (3, 5)),
    "f_sf, 1e4 to 1e8.3 and 1e4 to 1e8.3": (f_sf, (4, 8.3), (4, 8.3)),
    "f_sf, 1e3 to 1e5 and 1e8.3 to 1e10": (f_sf, (3, 5), (8.3, 10)),
    "f_sf, 1e8.3 to 1e10 and 1e3 to 1e5": (f_sf, (8.3, 10), (3, 5)),
    "f_sf, 1e8.3 to 1e10 and 1e8.3 to 1e10": (f_sf, (8.3, 10), (8.3, 10)),
    "f_sf, 1e10 to 1e31 and 1e8.3 to 1e31": (f_sf, (10, 31), (8.3, 31)),
    "f_sf, 1e4 to 1e6 and 1e30 to 1e100": (f_sf, (4, 6), (30, 100)),
    "f_sf, 1e32 to 1e35 and 1e40 to 1e300": (f_sf, (32, 35), (40, 300)),
    "f_sf, 1e31 to 1e300 and 1e31 to 1e300": (f_sf, (31, 300), (31, 300)),
}
EXPANDED = 2e8
"""From so many degrees of freedom an error does not grow with them, as the condition number does."""


@pytest.mark.parametrize("region", MANY)
def test_many_degrees_of_freedom(region, rng):
    function, *powers = MANY[region]
    reference = getattr(naive, f"{function.__name__}_of_many")
    ours, theirs = 0.0, 0.0
    for k in range(POINTS // 6):
        df = [10.0 ** rng.uniform(*between) for between in powers]
        deviations = (0.0, 0.01, 1.0, 1.0, 5.0)[k % 5] * rng.normal()
        spread = math.sqrt(sum(2.0 / nu for nu in df))
        x = {t_cdf: deviations, chi2_sf: df[0] * (1.0 + deviations * spread), f_sf: 1.0 + deviations * spread}[function]
        exact = reference(x, *df)
        if function is not t_cdf:
            deviations = (x / df[0] if function is chi2_sf else x) - 1.0
            deviations /= spread
        scale = 1.0 + deviations**2 + (0.0 if function is t_cdf or min(df) >= EXPANDED else 1.0 / spread)
        values = function(x, *df), function([x, x], *df)[0]
        for value in values:
            assert 0.0 <= value <= 1.0
            error = units_in_the_last_place(value, exact) / scale
            assert error <= MOST, (x, df, error, deviations)
            ours = max(ours, error)
        assert min(df) < EXPANDED or values[0] == values[1]
        theirs = max(theirs, units_in_the_last_place(PEERS[function](x, *df), exact) / scale)
    assert ours <= max(theirs, FLOOR)


@pytest.mark.parametrize(("low", "high"), [(0.01, 0.1), (0.1, 1), (1, 2), (2, 5), (5, 24), (24, 1e4), (1e4, 1e6)])
def test_t_ppf_at_most_4_units_times_the_condition_and_no_worse_than_scipy(low, high, rng):
    ours, theirs = 0.0, 0.0
    for _ in range(POINTS // 2 if high <= 1e4 else POINTS // 6):
        df = spread(rng, low, high)
        q = 10.0 ** rng.uniform(-12 if rng.random() < 0.6 or df > 50 else -250, -0.31)
        value = t_ppf(q, df)
        if not 1e-150 < abs(value) < 1e150:
            continue
        exact = naive.t_ppf(q, df, value)
        slope = -exact * naive.t_pdf(exact, df)
        condition = float(q / slope * (naive.condition(lambda nu, x=exact: naive.t_cdf(x, nu), df) + 1))
        scale = max(1.0, condition)
        error = units_in_the_last_place(value, exact) / scale
        assert error <= MOST, (q, df, error, condition)
        ours = max(ours, error)
        theirs = max(theirs, units_in_the_last_place(special.stdtrit(df, q), exact) / scale)
    assert ours <= max(theirs, FLOOR)


@pytest.mark.parametrize(
    "x", [1e-5, 0.1, 0.49, 0.51, 1.0, 1.3, 1.5, 1.51, 2.0, 2.3, 2.51, 7.0, 1e3, 1e30, 1e305, math.inf]
)
def test_log_gamma(x):
    exact = mpmath.loggamma(mpmath.mpf(x))
    condition = max(1.0, float(abs(x * mpmath.digamma(x) / exact))) if 0.0 != exact < math.inf else 1.0
    assert _distributions._log_gamma(x) == pytest.approx(float(exact), rel=1e-15 * condition, abs=0.0)


def test_log_gamma_outside():
    assert _distributions._log_gamma(0.0) == math.inf
    assert math.isnan(_distributions._log_gamma(-1.0))
    assert _distributions._gamma_pair(2.0, 0.0) == (0.0, 1.0)
    assert np.isnan(_distributions._gamma_pair(2.0, math.nan)).all()


def test_inner_kernels_of_other_modules(rng):
    for _ in range(POINTS):
        a, b = spread(rng, 0.1, 500), spread(rng, 0.1, 500)
        q = rng.choice([rng.random(), 10.0 ** rng.uniform(-30, 0)])
        x = _distributions._beta_ppf(q, a, b)
        assert x == pytest.approx(special.betaincinv(a, b, q), rel=1e-11)
        assert _distributions._beta_cdf(x, a, b) == pytest.approx(special.betainc(a, b, x), rel=1e-10)
        y = special.chdtri(2.0 * a, min(q, 0.999))
        assert _distributions._chi2_cdf(y, 2.0 * a) == pytest.approx(special.gammainc(a, y / 2.0), rel=1e-12)
        z = rng.normal()
        assert _distributions._norm_pdf(z) == pytest.approx(
            math.exp(-z * z / 2.0) / math.sqrt(2.0 * math.pi), rel=1e-15
        )
        assert _distributions._norm_sf(z) == norm_cdf(-z)
        assert _distributions._t_sf(z, a) == t_cdf(-z, a)
    assert [_distributions._beta_ppf(q, 2.0, 3.0) for q in (0.0, 1.0)] == [0.0, 1.0]
    assert _distributions._beta_ppf(0.1, 3.0, 1.0) == pytest.approx(0.1 ** (1.0 / 3.0), rel=1e-15)
    assert _distributions._beta_ppf(0.1, 1.0, 3.0) == pytest.approx(1.0 - 0.9 ** (1.0 / 3.0), rel=1e-15)
    assert _distributions._beta_ppf(1e-30, 1.1, 30.0) == pytest.approx(special.betaincinv(1.1, 30.0, 1e-30), rel=1e-12)
    assert _distributions._beta_ppf(1e-300, 0.1, 3.0) == 0.0
    assert _distributions._chi2_cdf(3.0, math.inf) == 0.0
    outside = (
        ("_beta_ppf", (2.0, 1.0, 1.0)),
        ("_beta_cdf", (0.5, 0.0, 1.0)),
        ("_chi2_cdf", (1.0, -1.0)),
        ("_t_sf", (0.5, 0.0)),
    )
    for name, arguments in outside:
        assert math.isnan(getattr(_distributions, name)(*arguments))
    assert [_distributions._beta_cdf(x, 2.0, 3.0) for x in (-1.0, 0.0, 1.0, 2.0)] == [0.0, 0.0, 1.0, 1.0]


# -- laws ------------------------------------------------------------------------------------------

degrees = st.floats(0.1, 1e6)


@given(st.floats(-60, 60), st.floats(-60, 60), degrees)
def test_rises_and_is_symmetric(x, y, df):
    low, high = min(x, y), max(x, y)
    for cdf in (norm_cdf, lambda x: t_cdf(x, df)):
        assert 0.0 <= cdf(low) <= cdf(high) * (1.0 + 1e-12) <= 1.0 + 1e-12
        assert cdf(x) + cdf(-x) == pytest.approx(1.0, abs=2.3e-16)


@given(st.floats(1e-300, 1.0 - 1e-9), degrees)
def test_quantiles_invert(q, df):
    assert norm_cdf(norm_ppf(q)) == pytest.approx(q, rel=2e-13)
    quantile = t_ppf(q, df)
    if abs(quantile) < math.inf:
        assert t_cdf(quantile, df) == pytest.approx(q, rel=1e-12)


@pytest.mark.parametrize(
    "parameters", [(2.5,), (7.5,), (31.0,), (1e3,), (4.0, 3.5), (5.0, 20.0), (0.7, 8.5), (2e3, 1e4)], ids=str
)
def test_many_with_the_same_parameters(parameters, rng):
    function = chi2_sf if len(parameters) == 1 else f_sf
    middle = parameters[0] if len(parameters) == 1 else 1.0
    x = np.concatenate([middle * 10.0 ** rng.uniform(-2, 1.5, 300), middle * (1.0 + 0.2 * rng.random(300))])
    x[::50] = [-1.0, 0.0, math.inf, math.nan, 5e-324, 1e300, -math.inf, 1.0, 1e-5, 1e5, 0.5, middle]
    values, order = function(x, *parameters), rng.permutation(len(x))
    assert np.array_equal(function(x[order], *parameters), values[order], equal_nan=True)
    assert np.array_equal(function(x[7:9], *parameters), values[7:9], equal_nan=True)
    alone = np.array([function(float(one), *parameters) for one in x])
    np.testing.assert_allclose(values, alone, rtol=5e-14 * middle**0.5, atol=1e-306)
    inside = x >= 0.0
    np.testing.assert_allclose(alone[inside], PEERS[function](x[inside], *parameters), rtol=1e-11, atol=1e-300)


@given(st.floats(1e-300, 1.0), st.floats(1e-2, 1e5), st.floats(1e-2, 1e5))
def test_the_quantile_of_the_beta_distribution_inverts(q, a, b):
    x = _distributions._beta_ppf(q, a, b)
    if 1e-290 < x < 0.9:
        below, above = (_distributions._beta_cdf(x * (1.0 + step), a, b) for step in (-2e-13, 2e-13))
        assert below <= q * (1.0 + 1e-11)
        assert above >= q * (1.0 - 1e-11)


@pytest.mark.parametrize("df", [2e8, 1e9, 1e20, 1e31, 1e33, 1e35, 1e37, 1e61, 1e300])
def test_many_degrees_of_freedom_fall_and_stay_probabilities(df):
    width = max(math.sqrt(2.0 / df), 2.0**-52)
    x = 1.0 + width * np.linspace(-9, 9, 73)
    for tails in (chi2_sf(df * x, df), f_sf(x, df, df), f_sf(x, df, 3.0 * df), f_sf(x, df, math.inf)):
        assert tails[0] > 1.0 - 1e-8
        assert tails[-1] < 1e-8
        assert ((tails >= 0.0) & (tails <= 1.0)).all()
        assert (tails[1:] <= tails[:-1] * (1.0 + 1e-15)).all()
    assert chi2_sf(df, df) == pytest.approx(0.5, abs=0.2 / math.sqrt(df))
    assert f_sf(1.0, df, df) == pytest.approx(0.5, abs=1e-15)


@pytest.mark.parametrize("few", [0.5, 0.09, 0.01, 1e-5, 1e-30, 1e-41, 1e-200, 5e-324])
def test_few_degrees_of_freedom_fall_and_are_the_complement(few):
    x = 10.0 ** np.arange(-320.0, 308.0, 4.0)
    for df in (1e-19, 1e-3, 0.4, 3.5, 1e5, 1e70):
        tails, others = f_sf(x, few, df), f_sf(1.0 / np.maximum(x, 1e-308), df, few)
        assert (tails[1:] <= tails[:-1] * (1.0 + 2e-15)).all()
        np.testing.assert_allclose((tails + others)[x > 1e-308], 1.0, rtol=1e-15)
    tails = chi2_sf(x, few)
    assert (tails[1:] <= tails[:-1] * (1.0 + 1e-15)).all()


@given(st.floats(1e-6, 1e6), degrees, degrees)
def test_the_ratio_and_its_inverse(x, dfn, dfd):
    assert f_sf(x, dfn, dfd) + f_sf(1.0 / x, dfd, dfn) == pytest.approx(1.0, abs=1e-9)


# -- input -----------------------------------------------------------------------------------------


def test_shapes_broadcast_as_scipy():
    x, df = np.array([[0.5], [1.5]]), np.array([1.0, 2.5, 7.0])
    np.testing.assert_allclose(t_cdf(x, df), special.stdtr(df, x), rtol=1e-14)
    np.testing.assert_allclose(t_ppf(x / 2.0, df), special.stdtrit(df, x / 2.0), rtol=1e-13)
    np.testing.assert_allclose(chi2_sf(x, df), special.chdtrc(df, x), rtol=1e-13)
    np.testing.assert_allclose(f_sf(x, df, 3), special.fdtrc(df, 3, x), rtol=1e-13)
    np.testing.assert_allclose(f_sf(2.0, 3, df), special.fdtrc(3, df, 2.0), rtol=1e-13)
    assert t_cdf(np.empty((2, 0)), 1.0).shape == (2, 0)
    assert norm_cdf(np.empty((0, 3))).shape == (0, 3)
    assert t_cdf(np.empty(0), [1.0]).shape == f_sf(np.empty(0), 1.0, 2.0).shape == (0,)
    assert norm_cdf([1.0]).shape == chi2_sf([[1.0]], 2.0)[0].shape == (1,)
    assert type(norm_ppf(np.array(0.3))) is type(t_cdf(np.float32(1.0), 2)) is float


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: norm_ppf(1.5), "q must hold probabilities between 0 and 1, got 1.5"),
        (lambda: norm_ppf([0.1, -0.1]), "q must hold probabilities between 0 and 1, got -0.1"),
        (lambda: t_ppf(2.0, 3.0), "q must hold probabilities between 0 and 1, got 2"),
        (lambda: t_ppf([0.5, 0.1], [1.0, -3.0]), "df must hold positive degrees of freedom, got -3"),
        (lambda: t_cdf(1.0, 0.0), "df must hold positive degrees of freedom, got 0"),
        (lambda: t_cdf(np.ones(2), -0.5), "df must hold positive degrees of freedom, got -0.5"),
        (lambda: t_ppf(np.array([0.5, 1.5]), 3.0), "q must hold probabilities between 0 and 1, got 1.5"),
        (lambda: chi2_sf([1.0, 2.0], -1), "df must hold positive degrees of freedom, got -1"),
        (lambda: f_sf(1.0, 0, 3), "dfn must hold positive degrees of freedom, got 0"),
        (lambda: f_sf([1.0], 3, [2.0, -math.inf]), "dfd must hold positive degrees of freedom, got -inf"),
        (
            lambda: t_cdf([1.0, 2.0, 3.0], [1.0, 2.0]),
            r"x and df must have shapes that broadcast together.*\(3,\).*\(2,\)",
        ),
    ],
)
def test_parameters_out_of_range(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_layout_and_dtype_do_not_change_the_answer_nor_compile_again():
    x, df = np.array([0.25, 0.5, 0.75]), np.array([1.0, 2.5, 8.0])
    wide = np.zeros(6)
    wide[::2] = x
    for call, name in (
        (norm_cdf, "_norm_cdfs"),
        (norm_ppf, "_norm_ppfs"),
        (lambda x: t_cdf(x, df), "_t_cdfs"),
        (lambda x: t_ppf(x, 3), "_t_ppfs"),
        (lambda x: chi2_sf(x, df), "_chi2_sfs"),
        (lambda x: f_sf(x, 2.5, df), "_f_sfs"),
    ):
        usual = call(x)
        for other in (x.astype(np.float32), wide[::2], x.astype(">f8"), x.tolist(), x.astype(object)):
            assert np.array_equal(call(other), usual)
        if not PLAIN:
            assert len(getattr(_distributions, name).signatures) == 1


def test_small_calls_are_cheap(count_calls):
    x = np.linspace(0.1, 0.9, 20)
    for function, more in (
        (norm_cdf, ()),
        (norm_ppf, ()),
        (t_cdf, (3,)),
        (t_ppf, (3,)),
        (chi2_sf, (3,)),
        (f_sf, (3, 4)),
    ):
        assert count_calls(function, x, *more) < 60
        assert count_calls(function, 0.5, *(float(p) for p in more)) < 6


# -- compiled callers ------------------------------------------------------------------------------


def test_called_from_compiled_code():
    @numba.njit
    def numbers(x, df):
        return norm_cdf(x), norm_ppf(x), t_cdf(x, df), t_ppf(x, df), chi2_sf(x, df), f_sf(x, df, 4)

    @numba.njit
    def arrays(x, df):
        return norm_cdf(x), norm_ppf(x), t_cdf(x, df), t_ppf(x, 3), chi2_sf(x, df), f_sf(2.0, df, x)

    x, df = np.array([0.25, 0.5, 0.75]), np.array([1.0, 2.5, 8.0])
    usual = norm_cdf(0.3), norm_ppf(0.3), t_cdf(0.3, 3), t_ppf(0.3, 3), chi2_sf(0.3, 3), f_sf(0.3, 3, 4)
    assert numbers(0.3, 3) == usual
    usual = norm_cdf(x), norm_ppf(x), t_cdf(x, df), t_ppf(x, 3), chi2_sf(x, df), f_sf(2.0, df, x)
    for found, expected in zip(arrays(x, df), usual, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-15)
    with pytest.raises(ValueError, match="positive"):
        numbers(0.3, -1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        numbers(1.5, 3)
    with pytest.raises(ValueError, match=r"one length|broadcast together"):
        arrays(x, df[:2])


def test_adapters_in_plain_python(rng):
    x, df = np.array([0.25, 0.5, 0.75]), np.array([1.0, 2.5, 8.0])
    for function, arguments in (
        (norm_cdf, (x,)),
        (norm_ppf, (x,)),
        (t_cdf, (x, df)),
        (t_ppf, (x, 3.0)),
        (chi2_sf, (x, df)),
        (f_sf, (2.0, df, x)),
    ):
        numbers = [float(np.asarray(a).flat[0]) for a in arguments]
        body = function.compiled_as
        np.testing.assert_allclose(body(*arguments)(*arguments), function(*arguments), rtol=1e-15)
        assert body(*numbers)(*numbers) == pytest.approx(function(*numbers), rel=1e-15)
    for function, arguments in (
        (norm_ppf, (1.5,)),
        (norm_ppf, (np.array([-0.1]),)),
        (t_ppf, (2.0, 1.0)),
        (t_cdf, (1.0, 0.0)),
        (f_sf, (1.0, 0.0, 1.0)),
    ):
        with pytest.raises(ValueError, match="must"):
            function.compiled_as(*arguments)(*arguments)
    with pytest.raises(ValueError, match="one length"):
        t_cdf.compiled_as(x, df)(x, df[:2])
