"""Moments: by hand, naive in fractions, NumPy and SciPy, at an offset, over blocks on executors, merged, edges."""

import math
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from algos._check import UndefinedWarning
from algos.probability import _moment_sums, merge_moments, moments
from tests.conftest import PLAIN
from tests.naive import probability as naive

pytestmark = pytest.mark.kernels

SEVERAL_BLOCKS = 2000 if PLAIN else 200_001
samples = arrays(np.float64, st.integers(1, 30), elements=st.floats(-1e6, 1e6))


def close(found, expected, rtol=1e-13, atol=0.0):
    np.testing.assert_allclose(np.array(found, float), np.array(expected, float), rtol=rtol, atol=atol)


def test_by_hand():
    result = moments([1, 2, 3, 6])
    assert result[:3] == (4, 3.0, 3.5)
    assert result.skewness == pytest.approx(4.5 / 3.5**1.5, rel=1e-15)
    assert result.kurtosis == pytest.approx(24.5 / 3.5**2 - 3.0, rel=1e-15)
    assert type(result.n) is int
    assert all(type(value) is float for value in result[1:5])


@pytest.mark.parametrize("n", [2, 3, 10, 1023, 1025, SEVERAL_BLOCKS])
@pytest.mark.parametrize("ddof", [0, 1])
def test_equal_scipy_and_numpy(n, ddof, rng):
    x = rng.exponential(size=n)
    result = moments(x, ddof)
    description = stats.describe(x, ddof=ddof)
    close(result[:5], (n, *description[2:]), 1e-12, 1e-13)
    close(result[1:3], (x.mean(), x.var(ddof=ddof)))
    close(result[3:5], (stats.skew(x), stats.kurtosis(x)), 1e-12, 1e-13)


@pytest.mark.parametrize("offset", [0.0, -1e9, 1e12])
def test_an_offset_costs_no_digits(offset, rng):
    x = rng.exponential(size=1500) + offset
    close(moments(x)[1:5], naive.moments(x.tolist()), 1e-13 if PLAIN else 1e-14)


@pytest.mark.skipif(PLAIN, reason="several blocks of 65 536")
def test_an_offset_costs_no_digits_between_blocks(rng):
    x = rng.gamma(2.0, size=150_000) + np.repeat([1e9, 1e9 + 1.0, 1e9 - 2.0], 50_000)
    shifted = [v - 1e9 for v in x.tolist()]  # exact
    mean = math.fsum(shifted) / len(shifted)
    m2, m3, m4 = (math.fsum((v - mean) ** k for v in shifted) / len(shifted) for k in (2, 3, 4))
    close(moments(x)[2:5], (m2, m3 / m2**1.5, m4 / m2**2 - 3.0), 1e-13)
    assert moments(x).mean == 1e9 + mean


@pytest.mark.parametrize("scale", [2.0**600, 2.0**1000, 2.0**-600, 2.0**-1010])
def test_huge_and_tiny_values(scale, rng):
    x = rng.exponential(size=300)
    small, large = moments(x), moments(x * scale)
    close(large.mean, small.mean * scale)
    close(large[3:5], small[3:5], 1e-10 if scale < 2.0**-1000 else 1e-13)
    assert large.variance == (np.inf if scale > 1.0 else 0.0)


def test_the_range_of_doubles():
    result = moments([1.5e308, -1.5e308, 0.0])
    assert result.mean == 0.0
    assert result.kurtosis == pytest.approx(-1.5)
    assert moments([1.7e308, 1.7e308, 1.6e308]).mean == pytest.approx(
        5.0e308 / 3.0 if False else 1.6666666666666667e308
    )


def test_undefined():
    with pytest.warns(UndefinedWarning, match="skewness and kurtosis of a constant sample"):
        result = moments(np.full(70_000 if not PLAIN else 70, 0.1))
    assert result[1:3] == (0.1, 0.0)
    assert math.isnan(result.skewness)
    assert math.isnan(result.kurtosis)
    with pytest.warns(UndefinedWarning, match=r"variance of 1 value\(s\) with ddof=1") as caught:
        result = moments([3.0], ddof=1)
    assert len(caught) == 1
    assert result.mean == 3.0
    assert math.isnan(result.variance)
    with pytest.warns(UndefinedWarning, match="variance of 2"):
        assert math.isnan(moments([3.0, 4.0], ddof=2).variance)


def test_nan_goes_through_and_infinity_does_not():
    assert all(math.isnan(value) for value in moments([1.0, np.nan, np.inf])[1:5])
    for x in ([1.0, np.inf], [-np.inf, np.inf]):
        with pytest.raises(ValueError, match="x contains infinity"):
            moments(x)


@given(samples, st.floats(-1e3, 1e3), st.integers(-3, 3))
@pytest.mark.filterwarnings("ignore::algos._check.UndefinedWarning")
def test_laws(x, shift, power):
    result = moments(x)
    assert x.min() <= result.mean <= x.max()
    assert result.variance >= 0.0
    scaled = moments(x * 2.0**power)
    np.testing.assert_array_equal(scaled[3:5], result[3:5])
    close(moments(x[::-1])[1:3], result[1:3], 1e-12, 1e-12)
    if result.variance > 1e-3:
        assert result.kurtosis >= result.skewness**2 - 2.0 - 1e-9  # Pearson's inequality
        close(moments(x + shift).variance, result.variance, 1e-6)
    mirrored = moments(-x)
    assert mirrored.mean == -result.mean
    np.testing.assert_array_equal(mirrored.skewness, -result.skewness)


# -- blocks ----------------------------------------------------------------------------------------


def test_the_same_bits_on_any_executor(rng):
    x = rng.normal(size=SEVERAL_BLOCKS)
    blocks = moments.blocks(x)
    assert sum(len(block) for (block,) in blocks) == len(x)
    serial = moments(x, ddof=1)
    assert moments.over_blocks(blocks, ddof=1) == serial
    with ThreadPoolExecutor(3) as pool:
        assert moments.over_blocks(blocks, map=pool.map, ddof=1) == serial


@pytest.mark.slow
def test_the_same_bits_in_processes(rng):
    x = rng.normal(size=SEVERAL_BLOCKS)
    with ProcessPoolExecutor(2) as pool:
        assert moments.over_blocks(moments.blocks(x), map=pool.map) == moments(x)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # those of the other package are its own business
def test_the_same_bits_on_a_dask_cluster(rng):
    distributed = pytest.importorskip("distributed")
    x = rng.normal(size=SEVERAL_BLOCKS)
    with (
        distributed.LocalCluster(2, processes=False, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert moments.over_blocks(moments.blocks(x), map=client.get_executor().map) == moments(x)


@given(st.lists(samples, min_size=2, max_size=5))
@pytest.mark.filterwarnings("ignore::algos._check.UndefinedWarning")
def test_any_blocks_give_the_whole(blocks):
    whole = moments(np.concatenate(blocks))
    pieces = moments.over_blocks(blocks)
    assert pieces.n == whole.n
    close(pieces.mean, whole.mean, 1e-13, 1e-9)
    close(pieces.variance, whole.variance, 1e-12, 1e-12)
    if whole.variance > 1e-3:
        close(pieces[3:5], whole[3:5], 1e-9, 1e-9)


def test_blocks_of_all_sizes_and_scales():
    blocks = [[1e-200, 3e-200], [5e-200] * 3, [2e-200]]
    close(moments.over_blocks(blocks)[3:5], moments(np.concatenate(blocks))[3:5])
    far = moments.over_blocks([[-1.5e308], [1.5e308], [0.0]])
    assert far.mean == pytest.approx(0.0, abs=1e293)
    assert far.kurtosis == pytest.approx(-1.5)
    assert math.isnan(moments.over_blocks([[1.0], [np.nan], [2.0]]).mean)
    with pytest.raises(ValueError, match="infinity"):
        moments.over_blocks([[1.0], [np.inf]])
    with pytest.raises(ValueError, match="ddof"):
        moments.over_blocks([[1.0]], ddof=-1)


# -- merging results -------------------------------------------------------------------------------


@pytest.mark.parametrize("ddof", [0, 1, 2])
def test_merged_results_equal_scipy_of_both(ddof, rng):
    a, b = rng.exponential(size=50), rng.normal(size=9) + 100.0
    merged, both = merge_moments(moments(a, ddof), moments(b, ddof)), np.concatenate([a, b])
    close(merged, moments(both, ddof))
    close(merged[:5], (59, *stats.describe(both, ddof=ddof)[2:]), 1e-12)
    close(merge_moments(moments(b, ddof), moments(a, ddof)), merged)
    close(merged[1:5], naive.moments(both.tolist(), ddof))


def test_merging_what_is_hardly_a_sample():
    with pytest.warns(UndefinedWarning):
        one, two, constant = moments([1.0], 1), moments([3.0], 1), moments([3.0, 3.0], 1)
    assert merge_moments(one, two)[:3] == (2, 2.0, 2.0)
    close(merge_moments(merge_moments(one, two), constant)[:3], (4, 2.5, 1.0))
    close(merge_moments(one, constant)[1:3], (7 / 3, 4 / 3))
    with pytest.warns(UndefinedWarning, match="constant"):
        assert merge_moments(two, constant).variance == 0.0
    assert math.isnan(merge_moments(moments([np.nan, 1.0], 1), one).mean)


def test_what_cannot_be_merged():
    good = moments([1.0, 2.0, 4.0])
    with pytest.raises(ValueError, match="same ddof, got 0 and 1"):
        merge_moments(good, moments([1.0, 2.0, 4.0], 1))
    with pytest.raises(TypeError, match="b must be what moments"):
        merge_moments(good, (3, 1.0, 1.0, 0.0, 0.0, 0))
    for x in ([1e200, 2e200, 4e200], [1e-200, 2e-200, 4e-200]):
        with pytest.raises(ValueError, match=r"variance of b is .* cannot be told"):
            merge_moments(good, moments(x))
        with pytest.raises(ValueError, match="cannot be merged"):
            merge_moments.compiled_as(good, moments(x))
    with pytest.warns(UndefinedWarning):
        unknown = moments([1.0, 2.0], 2)
    with pytest.raises(ValueError, match="variance of a is nan"):
        merge_moments(unknown, unknown)


# -- input -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("x", "ddof"), [([], 0), ([[1.0]], 0), ([1.0], -1)])
def test_refuses(x, ddof):
    with pytest.raises(ValueError, match=r"x must have|ddof must"):
        moments(x, ddof)


def test_layout_and_dtype_do_not_change_the_answer_nor_compile_again():
    x = np.array([1.0, 2.0, 4.0, 8.0])
    kernels = (_moment_sums._block_sums, _moment_sums._merge_sums, _moment_sums._moments_of_sums)
    before = [set(getattr(kernel, "signatures", ())) for kernel in kernels]
    expected = moments(x)
    for values in ([1, 2, 4, 8], tuple(x), x.astype(np.float32), x.astype(">f8"), x.astype(int), np.repeat(x, 2)[::2]):
        assert moments(values) == expected
        moments.over_blocks([(values,), (values,)])
    for kernel, seen in zip(kernels, before, strict=True):
        assert len(set(getattr(kernel, "signatures", ())) - seen) <= 1


def test_a_small_call_is_cheap(count_calls):
    assert count_calls(moments, np.arange(20.0)) < 60
    m = moments(np.arange(20.0))
    assert count_calls(merge_moments, m, m) < 60


# -- from compiled code ----------------------------------------------------------------------------


def call_all(x):
    m = moments(x[::2], ddof=1)
    return moments(x), m, merge_moments(m, m)


def test_compiled_callers_get_the_same(rng):
    x = rng.normal(size=SEVERAL_BLOCKS)
    caller = call_all if PLAIN else numba.njit(call_all)
    for found, expected in zip(caller(x), call_all(x), strict=True):
        close(found, expected, 1e-12)
    close(moments.compiled_as(np.arange(65_540)), moments(range(65_540)), 1e-12)
    whole = np.arange(4)
    assert moments.compiled_as(whole, 1) == moments(whole, 1)
    m = moments(whole)
    assert merge_moments.compiled_as(m, m) == merge_moments(m, m)
    for bad, ddof in ((np.ones(0), 0), (np.ones(2), -1), (np.array([1.0, np.inf]), 0)):
        with pytest.raises(ValueError, match="x must"):
            moments.compiled_as(bad, ddof)
    with pytest.raises(ValueError, match="same ddof"):
        merge_moments.compiled_as(m, moments(whole, 1))
