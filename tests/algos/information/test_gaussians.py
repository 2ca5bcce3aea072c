"""Divergence of normal distributions: by hand, quadrature, the closed form in 60 digits, edges."""

import math

import mpmath
import numba
import numpy as np
import pytest
from scipy import integrate, stats

from algos.information import gaussian_kl, gaussians
from tests.conftest import PLAIN

pytestmark = pytest.mark.kernels


def covariance(d, rng, jitter=0.1):
    root = rng.normal(size=(d, d))
    return root @ root.T + jitter * np.eye(d)


def closed_form(mean_p, cov_p, mean_q, cov_q):
    """Return the textbook's formula in 60 digits."""
    with mpmath.workdps(60):
        P, Q = mpmath.matrix(np.asarray(cov_p).tolist()), mpmath.matrix(np.asarray(cov_q).tolist())
        inverse = Q**-1
        delta = mpmath.matrix(np.asarray(mean_q).tolist()) - mpmath.matrix(np.asarray(mean_p).tolist())
        product = inverse * P
        trace = sum(product[i, i] for i in range(P.rows))
        quadratic = (delta.T * inverse * delta)[0]
        return float((trace - P.rows + quadratic + mpmath.log(mpmath.det(Q) / mpmath.det(P))) / 2)


def test_by_hand():
    one = [[1.0]]
    assert gaussian_kl([0.0], one, [2.0], one) == 2.0
    assert gaussian_kl([0.0], one, [0.0], [[4.0]]) == pytest.approx((0.25 - 1.0 + math.log(4.0)) / 2.0, rel=1e-15)
    assert gaussian_kl([3.0], one, [3.0], one) == 0.0


@pytest.mark.parametrize(("mean", "deviation"), [(0.0, 2.0), (1.0, 0.5), (-3.0, 1.5)])
def test_equal_the_integral_in_one_dimension(mean, deviation):
    p, q = stats.norm(0.5, 1.0), stats.norm(mean, deviation)
    integral = integrate.quad(lambda x: p.pdf(x) * (p.logpdf(x) - q.logpdf(x)), -12, 13, epsabs=1e-13, limit=200)[0]
    assert gaussian_kl([0.5], [[1.0]], [mean], [[deviation**2]]) == pytest.approx(integral, rel=1e-10)


def test_equal_the_integral_in_two_dimensions():
    p = stats.multivariate_normal([0.0, 0.5], [[1.0, 0.3], [0.3, 0.5]])
    q = stats.multivariate_normal([0.4, 0.0], [[1.5, -0.2], [-0.2, 0.8]])
    x = np.linspace(-9.0, 9.0, 601)  # the trapezoid rule converges faster than any power for such functions
    points = np.stack(np.meshgrid(x, x), axis=-1)
    integral = np.sum(p.pdf(points) * (p.logpdf(points) - q.logpdf(points))) * (x[1] - x[0]) ** 2
    assert gaussian_kl(p.mean, p.cov, q.mean, q.cov) == pytest.approx(integral, rel=1e-10)


@pytest.mark.parametrize("d", [1, 2, 5, 12, 40])
def test_equal_the_closed_form(d, rng):
    arguments = rng.normal(size=d), covariance(d, rng), rng.normal(size=d), covariance(d, rng)
    assert gaussian_kl(*arguments) == pytest.approx(closed_form(*arguments), rel=1e-12)
    assert gaussian_kl.compiled_as(*arguments) == pytest.approx(closed_form(*arguments), rel=1e-12)


@pytest.mark.parametrize("closeness", [1e-2, 1e-4, 1e-6])
def test_nearly_equal_distributions_keep_their_digits(closeness, rng):
    mean, cov = rng.normal(size=3), covariance(3, rng, 1.0)
    nudge = closeness * covariance(3, rng)
    arguments = mean, cov, mean + closeness * rng.normal(size=3), cov + nudge
    assert gaussian_kl(*arguments) == pytest.approx(closed_form(*arguments), rel=1e-14 / closeness)
    assert 0.0 <= gaussian_kl(mean, cov, mean, cov) <= 1e-30


def test_laws(rng):
    p, q = (rng.normal(size=4), covariance(4, rng)), (rng.normal(size=4), covariance(4, rng))
    value = gaussian_kl(*p, *q)
    assert value > 0.0
    A, b = rng.normal(size=(4, 4)), rng.normal(size=4)  # no invertible map of the space changes it
    moved = [(A @ mean + b, A @ cov @ A.T) for mean, cov in (p, q)]
    assert gaussian_kl(*moved[0], *moved[1]) == pytest.approx(value, rel=1e-8)
    order = [2, 0, 3, 1]
    turned = [(mean[order], cov[np.ix_(order, order)]) for mean, cov in (p, q)]
    assert gaussian_kl(*turned[0], *turned[1]) == pytest.approx(value, rel=1e-12)
    alone = sum(gaussian_kl([m], [[v]], [n], [[w]]) for m, v, n, w in [(0, 1, 1, 2), (3, 0.1, 3, 1)])
    assert gaussian_kl([0, 3], np.diag([1, 0.1]), [1, 3], np.diag([2, 1])) == pytest.approx(alone, rel=1e-14)


def test_extremes():
    for scale in (1e-200, 1e200):  # the unit of measurement does not matter
        assert gaussian_kl([0.0], [[scale]], [0.0], [[4.0 * scale]]) == pytest.approx(0.31814718055994530942)
    assert gaussian_kl([0.0], [[1.0]], [1e200], [[1.0]]) == math.inf
    assert gaussian_kl([0.0], [[1e-300]], [0.0], [[1.0]]) == pytest.approx((300 * math.log(10.0) - 1.0) / 2.0)
    assert gaussian_kl([0.0], [[1e300]], [0.0], [[1.0]]) == pytest.approx(5e299)
    identity = np.eye(400) * 1e-3  # the determinant is 1e-1200
    assert gaussian_kl(np.zeros(400), identity, np.zeros(400), identity) == 0.0


@pytest.mark.parametrize("which", ["p", "q"])
@pytest.mark.parametrize(
    ("mean", "cov", "match"),
    [
        ([], np.ones((0, 0)), "must have at least 1"),
        ([0.0, 0.0], np.ones((2, 3)), "cov_{} must be square, got shape"),
        ([0.0], np.eye(2), "mean_{} and cov_{} must be of one dimension, got 1 and 2"),
        ([0.0, 0.0], [[1.0, 0.5], [0.4, 1.0]], "cov_{} must be symmetric"),
        ([0.0, math.nan], np.eye(2), "mean_{} contains NaN"),
        ([0.0, 0.0], [[1.0, 0.0], [0.0, math.inf]], "cov_{} contains infinity"),
        ([0.0, 0.0], [[1.0, 2.0], [2.0, 1.0]], "cov_{} must be positive definite: its leading minor of order 2"),
        ([0.0, 0.0], [[0.0, 0.0], [0.0, 1.0]], "cov_{} must be positive definite: its leading minor of order 1"),
        ([0.0], np.eye(1), "P and Q must be of one dimension"),
    ],
)
def test_refuses(which, mean, cov, match):
    good = [0.0, 0.0], np.eye(2)
    arguments = (mean, cov, *good) if which == "p" else (*good, mean, cov)
    with pytest.raises(ValueError, match=match.replace("{}", which)):
        gaussian_kl(*arguments)
    with pytest.raises(ValueError, match=r"must be|needs a square"):
        gaussian_kl.compiled_as(*(np.array(value, float) for value in arguments))


def test_one_compilation_serves_every_layout(count_calls):
    mean, cov = np.array([0.0, 1.0]), np.array([[2.0, 1.0], [1.0, 2.0]])
    before = set(getattr(gaussians._gaussian_nats, "signatures", ()))
    expected = gaussian_kl(mean, cov, [1.0, 1.0], np.eye(2))
    for values in (cov.tolist(), cov.astype(np.float32), cov.astype(int), cov.astype(">f8"), np.asfortranarray(cov)):
        assert gaussian_kl(mean, values, [1, 1], np.eye(2)) == expected
    assert len(set(getattr(gaussians._gaussian_nats, "signatures", ())) - before) <= 1
    assert count_calls(gaussian_kl, mean, cov, mean, cov) < 60


def call(mean_p, cov_p, mean_q, cov_q):
    return gaussian_kl(mean_p, cov_p, mean_q, cov_q)


def test_compiled_callers_get_the_same(rng):
    arguments = rng.normal(size=6)[::2], covariance(3, rng), np.arange(3), covariance(3, rng).T
    caller = call if PLAIN else numba.njit(call)
    assert caller(*arguments) == pytest.approx(gaussian_kl(*arguments), rel=1e-12)
