"""Mean absolute and mean squared errors against exact fractions and scikit-learn."""

import math
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos.metrics import _error_sums, mean_absolute_error, mean_squared_error, root_mean_squared_error
from tests.naive import regression as naive

pytestmark = pytest.mark.kernels

TWINS = {
    mean_squared_error: naive.mean_squared,
    root_mean_squared_error: naive.root_mean_squared,
    mean_absolute_error: naive.mean_absolute,
}
each = pytest.mark.parametrize("function", TWINS, ids=lambda function: function.__name__)
REALS = st.floats(-1e6, 1e6)
TARGETS = st.lists(st.tuples(REALS, REALS, st.integers(0, 3)), min_size=1, max_size=20).map(
    lambda rows: [[*column] for column in zip(*[*rows, (1.0, 2.0, 1)], strict=True)]
)


@each
@given(TARGETS)
def test_by_definition_and_by_scikit_learn(function, data):
    y, pred, weight = data
    for w in (None, weight):
        expected = TWINS[function](y, pred, w)
        assert function(y, pred, sample_weight=w) == pytest.approx(expected, rel=1e-14)
        reference = getattr(sklearn.metrics, function.__name__)(y, pred, sample_weight=w)
        assert reference == pytest.approx(expected, rel=1e-12)
        inside = function.compiled_as(np.array(y), np.array(pred), None if w is None else np.array(w))
        assert inside == pytest.approx(expected, rel=1e-14)


@each
def test_several_outputs(function, rng):
    y, pred, weight = rng.normal(size=(30, 3)), rng.normal(size=(30, 3)), rng.random(30)
    peer = getattr(sklearn.metrics, function.__name__)
    for multioutput in ("uniform_average", "raw_values", [0.5, 1.0, 2.0]):
        keywords = {"multioutput": multioutput, "sample_weight": weight}
        np.testing.assert_allclose(function(y, pred, **keywords), peer(y, pred, **keywords), rtol=1e-13)
    assert function(y[:, :1], pred[:, 0]) == function(y[:, 0], pred[:, 0])
    assert function(y[:, :1], pred[:, 0], multioutput="raw_values").shape == (1,)
    with pytest.raises(ValueError, match="multioutput must be one of 'uniform_average', 'raw_values' or"):
        function(y, pred, multioutput="mean")
    with pytest.raises(ValueError, match="one weight for each of several outputs: got 2 for 3"):
        function(y, pred, multioutput=[1, 2])
    with pytest.raises(ValueError, match="got 1 for 1"):
        function(y[:, 0], pred[:, 0], multioutput=[1])
    with pytest.raises(ValueError, match="sum is not zero"):
        function(y, pred, multioutput=[1, -1, 0])
    with pytest.raises(ValueError, match="as many outputs, got 3 and 2"):
        function(y, pred[:, :2])


@each
def test_refusals(function):
    for y, pred, match in (
        ([], [], "at least 1 value"),
        ([[]], [[]], "at least 1 value"),
        ([1, 2], [1], "y_true has 2, y_pred has 1"),
        ([1, np.nan], [1, 2], "y_true contains NaN"),
        ([1, 2], [1, np.inf], "y_pred contains infinity"),
        ([np.inf, 2], [np.inf, 2], "y_true contains infinity"),
        (np.ones((1, 1, 1)), [1], "y_true must be a vector, or a matrix"),
    ):
        with pytest.raises(ValueError, match=match):
            function(y, pred)
    for y, pred, weight, match in (
        ([1.0], [1.0, 2.0], None, "same length"),
        ([1.0, np.nan], [1.0, 2.0], None, "finite"),
        ([[1.0]], [[1.0]], None, "vectors"),
        ([1.0], [1.0], np.zeros(1), "sample_weight"),
    ):
        with pytest.raises(ValueError, match=match):
            function.compiled_as(np.array(y), np.array(pred), weight)


def test_squares_that_no_double_can_hold():
    assert root_mean_squared_error([1e200, 0], [0, 0]) == pytest.approx(1e200 / math.sqrt(2))
    assert root_mean_squared_error([3e-200, 0], [0, 4e-200]) == pytest.approx(5e-200 / math.sqrt(2), rel=1e-14)
    assert root_mean_squared_error([1e308], [-0.5e308]) == pytest.approx(1.5e308)
    assert root_mean_squared_error.compiled_as(np.array([1e200]), np.zeros(1)) == 1e200
    assert mean_squared_error([1e200], [0]) == np.inf
    assert mean_squared_error([1e-150], [0]) == pytest.approx(1e-300)
    assert mean_absolute_error([1e308], [-0.5e308]) == 1.5e308


@each
def test_blocks_give_the_same_bits_everywhere(function, rng):
    n = 150_000
    y, pred, weight = rng.normal(size=n), rng.normal(size=n), rng.random(n)
    weight[:70_000] = 0.0  # a whole block weighs nothing
    whole = function(y, pred, sample_weight=weight)
    assert whole == pytest.approx(getattr(sklearn.metrics, function.__name__)(y, pred, sample_weight=weight), rel=1e-12)
    blocks = function.blocks(y, pred, weight)
    assert len(blocks) == 3
    assert function.over_blocks(blocks) == whole
    with ThreadPoolExecutor(3) as pool:
        assert function.over_blocks(blocks, map=pool.map) == whole
    columns = y.reshape(-1, 2), pred.reshape(-1, 2)
    each_output = function(*columns, multioutput="raw_values")
    assert (function.over_blocks(function.blocks(*columns), multioutput="raw_values") == each_output).all()
    with pytest.raises(ValueError, match="positive sum"):
        function.over_blocks([(y, pred, np.zeros(n))])


def test_blocks_of_very_different_size_in_other_processes(rng):
    y = np.r_[np.full(65_536, 1e-200), np.zeros(65_536), np.full(10, 1e200)]
    pred = np.zeros(y.size)
    whole = root_mean_squared_error(y, pred)
    assert whole == pytest.approx(1e200 * math.sqrt(10 / y.size), rel=1e-14)
    assert root_mean_squared_error(y[:-10], pred[:-10]) == pytest.approx(1e-200 / math.sqrt(2), rel=1e-14)
    with ProcessPoolExecutor(2) as pool:
        blocks = root_mean_squared_error.blocks(y, pred)
        assert root_mean_squared_error.over_blocks(blocks, map=pool.map) == whole


def test_from_compiled_code():
    @njit
    def mine(y, pred, w):
        return (
            mean_squared_error(y, pred),
            root_mean_squared_error(y, pred, sample_weight=w),
            mean_absolute_error(y, pred, multioutput="raw_values"),
        )

    y, pred, w = np.array([1, 2, 4]), np.array([1.5, 2.0, 1.0]), np.array([1.0, 2.0, 0.5])
    expected = (
        naive.mean_squared(y.tolist(), pred),
        naive.root_mean_squared(y.tolist(), pred, w),
        naive.mean_absolute(y.tolist(), pred),
    )
    assert mine(y, pred, w) == pytest.approx(expected, rel=1e-14)


def test_one_specialisation_and_few_calls(count_calls, rng):
    kernels = [_error_sums._squared_errors, _error_sums._absolute_errors]
    y = rng.normal(size=20)
    for function in TWINS:
        function(y, y)
    before = [len(kernel.signatures) for kernel in kernels]
    for x in (y, y.astype(np.float32), y[::-1], y.tolist(), np.arange(20), np.stack([y, y], axis=1)):
        for function in TWINS:
            function(x, x)
            function(x, x, sample_weight=np.ones(20))
            assert count_calls(function, x, x) < 60
    assert [len(kernel.signatures) for kernel in kernels] == before
