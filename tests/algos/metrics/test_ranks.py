"""Ranks against the definition and SciPy."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from numba import njit, types

from algos.metrics import rankdata, ranks
from tests.naive import metrics as naive

pytestmark = pytest.mark.kernels


def in_plain_python(x, method):
    """Call what a user's compiled code would run, with a method known from its source and one known only later."""
    known, later = rankdata.compiled_as(x, method), rankdata.compiled_as(x, types.unicode_type)
    np.testing.assert_array_equal(known(x, method), later(x, method))
    return known(x, method)


METHODS = ["average", "min", "max", "dense", "ordinal"]


@pytest.mark.parametrize("method", METHODS)
@given(x=st.lists(st.one_of(st.integers(-3, 3), st.floats(allow_nan=False)), max_size=60))
def test_ranks_by_definition_and_by_scipy(method, x):
    x = [float(value) for value in x]
    found = rankdata(x, method)
    assert found.tolist() == naive.ranks(x, method)
    assert found.tolist() == scipy.stats.rankdata(x, method).tolist()
    assert in_plain_python(np.array(x, dtype=float), method).tolist() == found.tolist()
    assert found.dtype == (np.float64 if method == "average" else np.int64)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("n_values", [3, 10**6])
def test_long_vectors(method, n_values, rng):
    x = rng.integers(0, n_values, 500).astype(float)
    assert rankdata(x, method).tolist() == scipy.stats.rankdata(x, method).tolist()


@given(x=st.lists(st.integers(-5, 5), min_size=1, max_size=50))
def test_average_ranks_add_up_and_follow_the_order(x):
    found = rankdata(x)
    n = len(x)
    assert found.sum() == n * (n + 1) / 2
    assert (rankdata(-np.array(x)) == n + 1 - found).all()
    assert all((found[i] < found[j]) == (x[i] < x[j]) for i in range(n) for j in range(n))


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        ([], []),
        ([7], [1.0]),
        ([5, 5, 5], [2.0, 2.0, 2.0]),
        ([0.0, -0.0], [1.5, 1.5]),
        ([np.inf, -np.inf, 0.0], [3.0, 1.0, 2.0]),
        ([1e-320, 0.0, 1e308], [2.0, 1.0, 3.0]),
        (np.array([3, 1, 2], np.uint8)[::-1], [2.0, 1.0, 3.0]),
        (np.array([3.0, 1.0], ">f4"), [2.0, 1.0]),
        ((True, False), [2.0, 1.0]),
        ([2**53 + 1, 2**53, 2**53 + 2], [2.0, 1.0, 3.0]),  # as floats the first two would tie
        (np.array([2**64 - 1, 2**64 - 2], np.uint64), [2.0, 1.0]),
    ],
)
def test_edges(x, expected):
    assert rankdata(x).tolist() == expected


@pytest.mark.parametrize("n", [3, 100])
@pytest.mark.parametrize("method", METHODS)
def test_one_nan_makes_every_rank_nan(n, method):
    x = np.arange(float(n))
    x[1] = np.nan
    assert np.isnan(rankdata(x, method)).all()
    assert np.isnan(scipy.stats.rankdata(x, method)).all()
    assert np.isnan(in_plain_python(x, method)).all()
    assert rankdata([np.inf, -np.inf] * n).max() == 1.5 * n + 0.5


def test_refusals():
    with pytest.raises(
        ValueError, match="method must be one of 'average', 'min', 'max', 'dense', 'ordinal'; got 'mean'"
    ):
        rankdata([1], "mean")
    with pytest.raises(ValueError, match="method must be one of"):
        rankdata([1], None)
    with pytest.raises(ValueError, match="method must be one of"):
        in_plain_python(np.zeros(1), "mean")
    with pytest.raises(ValueError, match="method must be one of"):
        rankdata.compiled_as(np.zeros(1), types.unicode_type)(np.zeros(1), "mean")
    with pytest.raises(ValueError, match="x must have 1 dimension"):
        rankdata([[1, 2]])


def test_from_compiled_code():
    @njit
    def mine(x):
        return rankdata(x), rankdata(x, "dense"), rankdata(x, method="ordinal")

    for x in ([3, 1, 3], [3.0, 1.0, 3.0]):
        average, dense, ordinal = mine(np.array(x))
        assert (average.tolist(), dense.tolist(), ordinal.tolist()) == ([2.5, 1, 2.5], [2, 1, 2], [2, 1, 3])
    assert mine(np.arange(9)[::-4])[0].tolist() == [3, 2, 1]
    assert mine(np.zeros(0))[0].size == 0


def test_one_specialisation_and_few_calls(count_calls):
    rankdata([1.0, 2.0])
    rankdata(np.zeros(50))
    kernels = [ranks._ranks_of_few, ranks._ranks_in_order]
    before = [len(kernel.signatures) for kernel in kernels]
    for n in (2, 50):
        for x in (np.zeros(n, np.float32), np.zeros(n, int), np.zeros(2 * n)[::2], [1] * n):
            rankdata(x, "ordinal")
    assert [len(kernel.signatures) for kernel in kernels] == before
    assert count_calls(rankdata, np.arange(20.0)) < 10
    assert count_calls(rankdata, [*range(20)]) < 20
