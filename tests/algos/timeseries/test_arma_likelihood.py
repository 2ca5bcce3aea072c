import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos._check import UndefinedWarning
from algos.timeseries import _arma_filter, _partial_autocorrelations, _stationary_state, arma_log_likelihood
from tests.algos.timeseries.arima_series import simulate
from tests.conftest import PLAIN
from tests.naive import arima as naive

pytestmark = pytest.mark.kernels

MODELS = [
    ([], []),
    ([0.5], []),
    ([], [0.4, 0.2]),
    ([0.5], [0.3]),
    ([0.3, -0.4, 0.2], []),
    ([0.5, -0.4], [0.4, 0.3]),
    ([0.3], [0.2, -0.5, 0.1]),
    ([0.3, -0.2, 0.1, 0.1], [0.9]),
]
partials = st.lists(st.floats(-0.9, 0.9), max_size=3)


def stationary(partial):
    phi = []
    for last in partial:
        phi = [a - last * b for a, b in zip(phi, reversed(phi), strict=True)] + [last]
    return phi


def test_worked_example():
    """The first of two values has variance 1 / (1 - 0.36), the second innovation is 1 - 0.6 with variance 1."""
    expected = -0.5 * (2 * math.log(2 * math.pi) + math.log(1 / 0.64) + 0.64 + 0.16)
    assert arma_log_likelihood([1.0, 1.0], [0.6], [], sigma2=1.0) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(("ar", "ma"), MODELS)
@pytest.mark.parametrize("gaps", [[], [0, 7, 8, 20, 39]])
def test_equals_the_density_of_a_normal_vector(ar, ma, gaps):
    x = simulate(40, [0.7], [])
    x[gaps] = np.nan
    for sigma2, mean in ((None, 0.0), (1.7, -0.4)):
        ours = arma_log_likelihood(x, ar, ma, sigma2, mean)
        assert ours == pytest.approx(naive.log_likelihood(x.tolist(), ar, ma, sigma2, mean), rel=1e-11)


@given(partials, partials, st.integers(0, 5))
def test_equals_naive(ar, ma, seed):
    ar, ma = stationary(ar), [-value for value in stationary(ma)]
    x = simulate(12, [], [], seed)
    assert arma_log_likelihood(x, ar, ma) == pytest.approx(naive.log_likelihood(x.tolist(), ar, ma), rel=1e-8)


@pytest.mark.parametrize(("ar", "ma"), [model for model in MODELS if model != ([], [])])
def test_equals_statsmodels(ar, ma):
    from statsmodels.tsa.arima.model import ARIMA

    x = simulate(300, [0.4], [0.2]) + 0.5
    model = ARIMA(x, order=(len(ar), 0, len(ma)), trend="c")
    theirs = model.loglike([0.5, *ar, *ma, 1.3])
    assert arma_log_likelihood(x, ar, ma, 1.3, 0.5) == pytest.approx(theirs, rel=1e-11)


def test_a_moving_average_that_is_not_invertible_has_the_likelihood_of_its_inverse():
    """1 + 2B with variance 1 has the autocovariances of 1 + B/2 with variance 4."""
    x = simulate(50, [], [0.5])
    assert arma_log_likelihood(x, [], [2.0], 1.0) == pytest.approx(arma_log_likelihood(x, [], [0.5], 4.0), rel=1e-12)


def test_a_unit_root_of_the_moving_average():
    x = simulate(30, [], [])
    ours = arma_log_likelihood(x, [], [-1.0])
    assert ours == pytest.approx(naive.log_likelihood(x.tolist(), [], [-1.0]), rel=1e-10)


@pytest.mark.parametrize("scale", [1e-200, 1e-6, 1e6, 1e200])
def test_scale_moves_the_likelihood_by_its_logarithm(scale):
    x = simulate(30, [0.5], [0.3])
    expected = arma_log_likelihood(x, [0.5], [0.3]) - 30 * math.log(scale)
    assert arma_log_likelihood(x * scale, [0.5], [0.3]) == pytest.approx(expected, rel=1e-12)


def test_reversal_changes_nothing():
    """A stationary normal process looks the same backwards."""
    x = simulate(60, [0.5], [0.3])
    forwards = arma_log_likelihood(x, [0.8, -0.3], [0.4])
    assert arma_log_likelihood(x[::-1], [0.8, -0.3], [0.4]) == pytest.approx(forwards, rel=1e-12)


def test_every_value_at_the_mean_has_an_infinite_density():
    with pytest.warns(UndefinedWarning, match="no largest value"):
        assert arma_log_likelihood([2.0, 2.0], [0.5], [], mean=2.0) == math.inf
    assert arma_log_likelihood([2.0, 2.0], [], [], 0.5 / math.pi, 2.0) == pytest.approx(0.0, abs=1e-15)


def test_what_is_refused():
    for ar in ([1.0], [0.5, 0.6], [-1.2]):
        with pytest.raises(ValueError, match="stationary"):
            arma_log_likelihood([1.0, 2.0], ar, [])
    with pytest.raises(ValueError, match="sigma2"):
        arma_log_likelihood([1.0, 2.0], [], [], 0.0)
    with pytest.raises(ValueError, match="known value"):
        arma_log_likelihood([math.nan], [], [])
    with pytest.raises(ValueError, match="infinity"):
        arma_log_likelihood([1.0, math.inf], [], [])


@njit
def score(x, ar, ma):
    return arma_log_likelihood(x, ar, ma) + arma_log_likelihood(x, ar, ma, 2.0, mean=0.5)


def test_from_compiled_code():
    x = np.array([1.0, np.nan, 3.0, 2.5])
    ar, ma = np.array([0.5]), np.array([0.25])
    expected = arma_log_likelihood(x, ar, ma) + arma_log_likelihood(x, ar, ma, 2.0, 0.5)
    assert score(x, ar, ma) == pytest.approx(expected, rel=1e-14)
    assert arma_log_likelihood.compiled_as(x, ar, ma) == pytest.approx(arma_log_likelihood(x, ar, ma), rel=1e-14)
    for call in (score, lambda *arguments: arma_log_likelihood.compiled_as(*arguments)):
        with pytest.raises(ValueError, match="stationary"):
            call(x, np.array([1.5]), ma)
        with pytest.raises(ValueError, match=r"empty|at least 1 value"):
            call(x[:0], ar, ma)
        for series, before, after in (
            (np.array([1.0, np.inf, 2.0]), ar, ma),
            (x, np.array([np.nan]), ma),
            (x, ar, np.array([np.inf])),
            (x, ar, np.array([np.nan])),
        ):
            with pytest.raises(ValueError, match=r"infinity|finite|contains NaN"):
                call(series, before, after)
    with pytest.raises(ValueError, match="finite"):
        arma_log_likelihood.compiled_as(x, ar, ma, 1.0, math.nan)


def test_one_compilation_serves_every_layout():
    x = simulate(30, [], [])
    kernels = [
        kernel
        for module in (_arma_filter, _stationary_state, _partial_autocorrelations)
        for kernel in vars(module).values()
        if hasattr(kernel, "signatures") and kernel.py_func.__module__ == module.__name__
    ]
    for values in (x, x.astype(np.float32), x[::2], x.tolist(), np.broadcast_to(x, x.shape)):
        arma_log_likelihood(values, [0.5], (0.25,))
    assert PLAIN or {len(kernel.signatures) for kernel in kernels} <= {0, 1}


def test_a_process_without_a_variance_has_no_filter():
    x, nothing = simulate(20, [], []), np.empty((20, 0))
    sums, slope = np.empty(3), np.empty(1)
    inside = _arma_filter._filter(
        *(x, nothing, np.empty(0), np.array([1.0]), np.array([1.0, 0.0]), 1, 0, True, np.empty(20), np.empty(20)),
        *(np.empty(1), np.zeros((1, 1)), sums, slope, slope.copy(), np.empty((1, 1))),
    )
    assert not inside


def derivatives(x, X, ar, ma, beta, exact):
    p, q = len(ar), len(ma)
    r, m, n = max(p, q + 1), p + q + len(beta), len(x)
    phi, theta = np.zeros(r), np.zeros(r + 1)
    phi[:p], theta[0], theta[1 : q + 1] = ar, 1.0, ma
    sums, slope_S, slope_L = np.empty(3), np.empty(m), np.empty(m)
    inside = _arma_filter._filter(
        *(x, X, np.array(beta), phi, theta, p, q, exact, np.empty(n), np.empty(n), np.empty(r), np.zeros((r, r))),
        *(sums, slope_S, slope_L, np.empty((m, m))),
    )
    assert inside
    return sums, 2.0 * slope_S, slope_L


@pytest.mark.parametrize(("ar", "ma"), MODELS)
@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("gaps", [[], [0, 7, 8, 29]])
def test_derivatives_are_those_of_the_sums(ar, ma, exact, gaps):
    x = simulate(30, [0.7], [])
    x[gaps if exact else []] = np.nan
    X, beta = np.stack([np.ones(30), np.arange(30.0)], axis=1), [0.3, 0.02]
    z = np.array([*ar, *ma, *beta])
    _, slope_S, slope_L = derivatives(x, X, ar, ma, beta, exact)
    for c in range(len(z)):
        ends = []
        for h in (1e-5, -1e-5):
            moved = z.copy()
            moved[c] += h
            parts = np.split(moved, [len(ar), len(ar) + len(ma)])
            ends.append(derivatives(x, X, *parts, exact)[0])
        numeric = (ends[0] - ends[1]) / 2e-5
        np.testing.assert_allclose([slope_S[c], slope_L[c]], numeric[:2], rtol=1e-6, atol=1e-6)
