"""R², its adjusted version and the sums behind it against exact fractions and scikit-learn."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos._check import UndefinedWarning
from algos.metrics import _error_sums, adjusted_r2, r2_score, sum_of_squares
from tests.naive import regression as naive

pytestmark = pytest.mark.kernels

TARGETS = st.lists(
    st.tuples(st.integers(-99, 99), st.integers(-99, 99), st.integers(0, 3)), min_size=1, max_size=20
).map(lambda rows: [[*column] for column in zip(*[*rows, (1, 2, 1), (2, 2, 1)], strict=True)])


@given(TARGETS, st.sampled_from([0.0, 1e9]))
def test_by_definition_and_by_scikit_learn(data, shift):
    y, pred, weight = data
    y, pred = [a / 8 + shift for a in y], [a / 8 + shift for a in pred]
    sse, sst = naive.sums_of_squares(y, pred)
    assert sum_of_squares(y, pred) == pytest.approx((float(sse), float(sst)), rel=1e-13)
    assert sum_of_squares.compiled_as(np.array(y), np.array(pred)) == pytest.approx((float(sse), float(sst)), rel=1e-13)
    for w in (None, weight):
        expected = naive.r2(y, pred, w)
        assert r2_score(y, pred, sample_weight=w) == pytest.approx(expected, rel=1e-12, abs=1e-14)
        if shift == 0.0:
            reference = sklearn.metrics.r2_score(y, pred, sample_weight=w)
            assert reference == pytest.approx(expected, rel=1e-12, abs=1e-12)
        inside = r2_score.compiled_as(np.array(y), np.array(pred), None if w is None else np.array(w))
        assert inside == pytest.approx(expected, rel=1e-12, abs=1e-14)
    assert r2_score(y, y) == 1.0


@given(TARGETS, st.integers(0, 4))
def test_adjusted_by_definition(data, d):
    y, pred, _ = data
    n = len(y)
    if n <= d + 1:
        with pytest.warns(UndefinedWarning, match=f"not defined for {n} samples and {d} features"):
            assert np.isnan(adjusted_r2(y, pred, d))
        assert np.isnan(adjusted_r2.compiled_as(np.array(y), np.array(pred), d))
    else:
        expected = 1 - (1 - sklearn.metrics.r2_score(y, pred)) * (n - 1) / (n - d - 1)
        assert adjusted_r2(y, pred, n_features=d) == pytest.approx(expected, rel=1e-12, abs=1e-12)
        assert adjusted_r2.compiled_as(np.array(y), np.array(pred), d) == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_worked_example_of_a_negative_r2():
    assert r2_score([1, 2, 3], [3, 2, 1]) == -3.0
    assert sum_of_squares([1, 2, 3], [3, 2, 1]) == (8.0, 2.0)
    assert adjusted_r2([1, 2, 3], [3, 2, 1], 0) == -3.0
    assert adjusted_r2([1, 2, 3], [3, 2, 1], 1) == -7.0


@pytest.mark.parametrize("weight", [None, [1.0, 2.0, 0.5, 0.25]])
@pytest.mark.parametrize("multioutput", ["uniform_average", "raw_values", "variance_weighted", [1.0, 2.0, 3.0]])
def test_several_outputs(multioutput, weight, rng):
    y, pred = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    pred[:, 1] = y[:, 1]
    keywords = {"multioutput": multioutput, "sample_weight": weight}
    np.testing.assert_allclose(r2_score(y, pred, **keywords), sklearn.metrics.r2_score(y, pred, **keywords), rtol=1e-13)
    y[:, 2] = 0.5
    np.testing.assert_allclose(r2_score(y, pred, **keywords), sklearn.metrics.r2_score(y, pred, **keywords), rtol=1e-13)
    y[:] = 0.5
    np.testing.assert_allclose(r2_score(y, pred, **keywords), sklearn.metrics.r2_score(y, pred, **keywords), rtol=1e-13)


def test_constant_targets():
    y = [0.1] * 7
    assert r2_score(y, y) == 1.0
    assert r2_score(y, [0.2] * 7) == 0.0
    for pred, value in ((y, np.nan), ([0.2] * 7, -np.inf)):
        with pytest.warns(UndefinedWarning, match="y_true is constant") as caught:
            np.testing.assert_equal(r2_score(y, pred, force_finite=False), value)
        assert len(caught) == 1
        inside = r2_score.compiled_as(np.array(y), np.array(pred), force_finite=False)
        np.testing.assert_equal(inside, value)
    assert sum_of_squares([0.1] * 1000, [0.1] * 1000) == (0.0, 0.0)


@pytest.mark.parametrize("call", [r2_score, lambda y, p: r2_score.over_blocks([(y, p)])])
def test_one_sample_is_undefined(call):
    with pytest.warns(UndefinedWarning, match="less than two samples") as caught:
        assert np.isnan(call([1.0], [2.0]))
    assert len(caught) == 1
    assert np.isnan(r2_score.compiled_as(np.ones(1), np.ones(1)))


@pytest.mark.parametrize("size", [1e-200, 1e-150, 1e150, 1e200])
def test_squares_that_no_double_can_hold(size):
    y, pred = np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.5, 2.0])
    assert r2_score(y * size, pred * size) == pytest.approx(r2_score(y, pred), rel=1e-14)
    assert r2_score.compiled_as(y * size, pred * size) == pytest.approx(r2_score(y, pred), rel=1e-14)
    y, pred = np.stack([y, -y], axis=1) * size, np.stack([pred, y], axis=1) * size
    expected = r2_score(y / size, pred / size, multioutput="variance_weighted")
    assert r2_score(y, pred, multioutput="variance_weighted") == pytest.approx(expected, rel=1e-14)


def test_blocks_give_the_same_bits_everywhere(rng):
    n = 150_000
    y, pred, weight = rng.normal(size=n) + 1e3, rng.normal(size=n), rng.random(n)
    weight[:70_000] = 0.0
    whole, plain = r2_score(y, pred, sample_weight=weight), sum_of_squares(y, pred)
    assert whole == pytest.approx(sklearn.metrics.r2_score(y, pred, sample_weight=weight), rel=1e-12)
    assert plain.sst == pytest.approx(np.var(y) * n, rel=1e-12)
    blocks = r2_score.blocks(y, pred, weight)
    with ThreadPoolExecutor(3) as pool:
        assert r2_score.over_blocks(blocks, map=pool.map) == whole
        assert sum_of_squares.over_blocks(sum_of_squares.blocks(y, pred), map=pool.map) == plain
    with ProcessPoolExecutor(2) as pool:
        assert r2_score.over_blocks(blocks, map=pool.map) == whole
    with pytest.raises(TypeError, match="no argument 'ddof'"):
        r2_score.over_blocks(blocks, ddof=1)


@pytest.mark.parametrize("size", [1.0, 1e-200, 1e200])
def test_blocks_of_equal_values_far_apart(size):
    y = np.repeat([0.0, 2.0, 0.0], [65_536, 65_536, 65_536]) * size
    assert r2_score(y, y[::-1]) == 1.0
    assert r2_score(y, np.zeros(y.size)) == pytest.approx(-0.5, rel=1e-11)


def test_refusals():
    for y, pred, match in (
        ([], [], "at least 1 value"),
        ([1, 2], [1], "y has 2, pred has 1"),
        ([1, np.nan], [1, 2], "y contains NaN"),
        ([1, 2], [1, np.inf], "pred contains infinity"),
        ([[1, 2]], [[1, 2]], "y must have 1 dimension"),
    ):
        with pytest.raises(ValueError, match=match):
            sum_of_squares(y, pred)
    with pytest.raises(ValueError, match="'variance_weighted' or an array"):
        r2_score([1, 2], [1, 2], multioutput="all")
    with pytest.raises(ValueError, match="n_features must be an integer of at least 0"):
        adjusted_r2([1, 2], [1, 2], -1)
    with pytest.raises(ValueError, match="n_features"):
        adjusted_r2.compiled_as(np.ones(2), np.ones(2), -1)
    with pytest.raises(TypeError, match="n_features must be an integer"):
        adjusted_r2([1, 2], [1, 2], 0.5)
    with pytest.raises(TypeError, match="force_finite"):
        r2_score([1, 2], [1, 2], force_finite=1)


def test_from_compiled_code():
    @njit
    def mine(y, pred, w):
        return (
            r2_score(y, pred),
            r2_score(y, pred, sample_weight=w, force_finite=False),
            adjusted_r2(y, pred, 1),
            sum_of_squares(y, pred).sse,
        )

    y, pred, w = np.array([1, 2, 4, 5]), np.array([1.5, 2.0, 1.0, 5.0]), np.array([1.0, 2.0, 0.5, 1.0])
    found = mine(y, pred, w)
    r2 = naive.r2(y.tolist(), pred)
    expected = (
        r2,
        naive.r2(y.tolist(), pred, w),
        1 - (1 - r2) * 3 / 2,
        float(naive.sums_of_squares(y.tolist(), pred)[0]),
    )
    assert found == pytest.approx(expected, rel=1e-13)
    assert np.isnan(njit(adjusted_r2.compiled_as)(y, pred, 2**63 - 1))  # one more column would overflow


def test_one_specialisation_and_few_calls(count_calls, rng):
    kernels = [_error_sums._squared_errors, _error_sums._squared_deviations, _error_sums._determination]
    y = rng.normal(size=20)
    r2_score(y, y)
    before = [len(kernel.signatures) for kernel in kernels]
    for x in (y, y.astype(np.float32), y[::-1], y.tolist(), np.arange(20)):
        r2_score(x, x)
        r2_score(x, x, sample_weight=np.ones(20))
        assert count_calls(r2_score, x, x) < 60
        assert count_calls(sum_of_squares, x, x) < 60
        assert count_calls(adjusted_r2, x, x, 2) < 60
    assert [len(kernel.signatures) for kernel in kernels] == before
