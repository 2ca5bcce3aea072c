"""Permutation test and bootstrap: naive, SciPy on the same resamples, the streams, laws, edges, compiled callers."""

import math
from collections import Counter
from itertools import product

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.stats import _resampling

from algos._check import UndefinedWarning
from algos.inference import _bca, _replicates, _resamples, bootstrap, permutation_test, permutations
from tests.algos.inference.helpers import ALTERNATIVES, assert_close, assert_compiled_once, layouts, signatures
from tests.conftest import PLAIN
from tests.naive import inference as naive

pytestmark = pytest.mark.kernels

STATISTICS = {"mean": np.mean, "median": np.median, "std": np.std, "var": np.var}
B = 50 if PLAIN else 999
SEED = 20261123


def mean_difference(x, y, axis=-1):
    return np.mean(x, axis=axis) - np.mean(y, axis=axis)


def scaled_difference(x, y, axis=-1):
    """m n times the difference of means: of whole numbers exact, so that rounding breaks no tie."""
    return y.shape[axis] * np.sum(x, axis=axis) - x.shape[axis] * np.sum(y, axis=axis)


class SameResamples(np.random.Generator):
    """Gives SciPy's bootstrap the indices that ours draws from this seed."""

    def __init__(self, key):
        super().__init__(np.random.PCG64(0))
        self.key = key

    def integers(self, low, high=None, size=None, **keywords):
        indices = np.empty(size, np.int64)
        for r, row in enumerate(indices):
            _resamples._fill_indices(self.key, r, row)
        return indices


def keyed(key, monkeypatch):
    """Let our functions draw this seed."""
    from algos.inference import bootstrapping

    monkeypatch.setattr(bootstrapping, "seed", lambda rng, name: key)


# -- streams ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [2, 3, 7, 8, 9, 1000, 2**31 + 11])
def test_digits_are_those_of_the_fraction(n):
    """Word / 2**64 in base n, in Python's integers."""
    for word in np.random.Philox(key=[1, 2]).random_raw(200).tolist():
        first, rest = _resamples._digit(np.uint64(word), np.uint64(n))
        second, _ = _resamples._digit(np.uint64(rest), np.uint64(n))
        assert int(first) == word * n >> 64
        assert int(second) == (word * n % 2**64) * n >> 64


@pytest.mark.parametrize("n", [2, 3, 7, 8, 9, 33, 2051])
def test_indices_are_numpys_philox_words_in_base_n(n):
    indices = np.empty(n, np.int64)
    _resamples._fill_indices(5, 3, indices)
    words = np.random.Philox(key=np.array([5, 3], np.uint64)).random_raw((n + 1) // 2).tolist()
    expected = [digit for word in words for digit in (word * n >> 64, (word * n % 2**64) * n >> 64)]
    assert indices.tolist() == expected[:n]


def test_all_splits_are_equally_likely():
    values, counts = 2.0 ** np.arange(5), Counter()
    words, pool, draws = np.empty(4, np.uint64), np.empty(5), 2000 if PLAIN else 20000
    for r in range(draws):
        counts[float(_resamples._sum_of_some(values, 2, SEED, r, words, pool))] += 1
    assert len(counts) == 10
    assert stats.chisquare([*counts.values()]).pvalue > 1e-3


def test_all_indices_are_equally_likely():
    draws = np.empty((200 if PLAIN else 2000, 13), np.int64)
    for r, row in enumerate(draws):
        _resamples._fill_indices(SEED, r, row)
    assert stats.chisquare(np.bincount(draws.ravel())).pvalue > 1e-3
    assert stats.chi2_contingency(np.histogram2d(draws[:, 0], draws[:, 1], 13)[0] + 1).pvalue > 1e-3


# -- permutation test ------------------------------------------------------------------------------


@pytest.mark.parametrize("alternative", ALTERNATIVES)
@pytest.mark.parametrize(("m", "n"), [(1, 1), (1, 4), (4, 2), (5, 5), (6, 3)])
def test_all_splits_equal_naive_and_scipy(m, n, alternative, rng):
    for x, y in ((rng.normal(size=m), rng.normal(size=n)), (rng.integers(0, 4, m), rng.integers(0, 4, n))):
        found = permutation_test(x, y, alternative=alternative)
        null = naive.permutation_null(x.tolist(), y.tolist())
        np.testing.assert_allclose(found.null_distribution, null, rtol=1e-12, atol=1e-13)
        assert found.pvalue == naive.tail_share(null, naive.mean(x) - naive.mean(y), alternative, 1e-12)
        if min(m, n) > 1:
            other = stats.permutation_test((x, y), mean_difference, vectorized=True, alternative=alternative)
            np.testing.assert_allclose(found.null_distribution, other.null_distribution, rtol=1e-12, atol=1e-13)
            assert found.statistic == pytest.approx(other.statistic, rel=1e-13, abs=1e-15)
            scaled = stats.permutation_test((x, y), scaled_difference, vectorized=True, alternative=alternative)
            assert found.pvalue == scaled.pvalue


@pytest.mark.parametrize("alternative", ALTERNATIVES)
def test_random_splits_are_counted_as_scipy_does(alternative, rng):
    x, y = rng.normal(0.3, 1, 12), rng.normal(size=17)
    found = permutation_test(x, y, B, alternative, rng=1)
    null = found.null_distribution
    assert null.shape == (B,)
    low, high = (1 + np.sum(null <= found.statistic)) / (B + 1), (1 + np.sum(null >= found.statistic)) / (B + 1)
    expected = {"less": low, "greater": high, "two-sided": 2 * min(low, high)}[alternative]
    assert found.pvalue == pytest.approx(expected, rel=1e-15)
    everything = np.r_[x, y]
    spread = everything.std() * math.sqrt(29 / 28 * (1 / 12 + 1 / 17))
    assert null.std() == pytest.approx(spread * math.sqrt(28 / 29 * 29 / 28), rel=0.2 if PLAIN else 0.1)
    assert stats.kstest(null / spread, "norm").pvalue > 1e-4


def test_random_splits_swap_with_the_samples(rng):
    x, y = rng.normal(size=11), rng.normal(size=40)
    one = permutation_test(x, y, B, "less", rng=3)
    other = permutation_test(y, x, B, "greater", rng=3)
    assert other.statistic == pytest.approx(-one.statistic, rel=1e-13)
    assert 0 < one.pvalue < 1
    assert abs(other.pvalue - one.pvalue) < 0.1 + 0.2 * PLAIN


def test_ties_count_although_rounding_parts_them():
    x, y = [0.1, 0.2, 0.3], [0.3, 0.2, 0.1]
    assert permutation_test(x, y).pvalue == 1.0
    shifted = [1e6 + value for value in x]
    assert permutation_test(shifted, [1e6 + value for value in y]).pvalue == 1.0
    assert permutation_test([5.0] * 3, [5.0] * 4) == (0.0, 1.0, pytest.approx(np.zeros(35)))


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=4), st.lists(st.integers(-9, 9), min_size=1, max_size=4))
def test_laws_of_the_permutation_test(x, y):
    less, greater = (permutation_test(x, y, alternative=name).pvalue for name in ("less", "greater"))
    assert less + greater >= 1.0 - 1e-12
    assert permutation_test(y, x).pvalue == permutation_test(x, y).pvalue
    assert permutation_test([v + 1000 for v in x], [v + 1000 for v in y]).pvalue == permutation_test(x, y).pvalue


def test_the_number_of_splits_is_counted_exactly_below_the_limit():
    for n in range(2, 25):
        for m in range(1, n):
            assert permutations._count_splits(n, m, 10**7) == math.comb(n, m)
    assert permutations._count_splits(100_000, 50_000, 9999) > 9999


def test_nan_propagates(rng):
    for x in ([1.0, np.nan, 2.0], [1.0, np.inf, 2.0]):
        for found in (permutation_test(x, [1.0, 2.0]), permutation_test(x, rng.normal(size=30), 99, rng=0)):
            assert math.isnan(found.statistic)
            assert math.isnan(found.pvalue)
        for method, name in product(("BCa", "percentile", "basic"), STATISTICS):
            found = bootstrap([*x, np.nan], name, 99, method=method, rng=0)
            assert math.isnan(found.lower)
            assert math.isnan(found.upper)


@pytest.mark.skipif(PLAIN, reason="NumPy's silence on overflow does not reach the threads of plain Python")
def test_threads_and_blocks_give_the_same_bits(rng, monkeypatch):
    x, y = rng.normal(size=40), rng.normal(size=30)
    whole = permutation_test(x, y, B, rng=7), bootstrap(x, "std", B, rng=7)
    monkeypatch.setattr(_resamples, "_DRAWS", 1)
    assert len(_resamples.resample_blocks(B, 40)) == -(-B // 16)
    one, three = (permutation_test(x, y, B, rng=7, n_jobs=jobs) for jobs in (1, 3))
    assert (one.null_distribution == three.null_distribution).all()
    assert one[:2] == three[:2] == whole[0][:2]
    assert bootstrap(x, "std", B, rng=7)[:3] == whole[1][:3]
    for statistic in ("mean", "median", "std", np.median):
        one, three = (bootstrap(x, statistic, B, rng=7, n_jobs=jobs) for jobs in (None, 3))
        assert one[:3] == three[:3]
        assert (one.bootstrap_distribution == three.bootstrap_distribution).all()


def test_all_splits_in_pieces_are_the_same(rng, monkeypatch):
    x, y = rng.normal(size=3), rng.normal(size=4)
    whole = permutation_test(x, y).null_distribution
    monkeypatch.setattr(permutations, "_STEPS", 12)
    assert (permutation_test(x, y).null_distribution == whole).all()
    assert len(set(whole)) == len(whole) == 35


@pytest.mark.parametrize("n", [2, 3000, 400_000, 2**23])
def test_blocks_of_resamples_are_soon_over(n):
    """Ctrl-C is heard between them."""
    cuts = _resamples.resample_blocks(50, n)
    assert [row for start, stop in cuts for row in range(start, stop)] == list(range(50))
    assert max(stop - start for start, stop in cuts) == max(1, min(50, max(2**16 // n, min(16, 2**22 // n))))


def test_the_same_seed_gives_the_same_bits(rng):
    x, y = rng.normal(size=40), rng.normal(size=30)
    assert permutation_test(x, y, B, rng=7).pvalue == permutation_test(x, y, B, rng=np.random.default_rng(7)).pvalue
    assert bootstrap(x, n_resamples=B, rng=7)[:3] == bootstrap(x, n_resamples=B, rng=np.random.default_rng(7))[:3]
    assert bootstrap(x, n_resamples=B)[:2] != bootstrap(x, n_resamples=B)[:2]
    a, b = (bootstrap(x, n_resamples=count, rng=7).bootstrap_distribution for count in (B, B // 2))
    assert (a[: B // 2] == b).all()


# -- bootstrap -------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [2, 3, 10, 31, 2500])
@pytest.mark.parametrize("name", STATISTICS)
def test_named_statistics_equal_numpys_on_the_same_resamples(name, n, rng):
    if PLAIN and n > 1000:
        pytest.skip("slow in plain Python")
    x = np.sort(rng.exponential(size=n)) + 5.0
    ours = bootstrap(x, name, 60, method="percentile", rng=1).bootstrap_distribution
    theirs = bootstrap(x, STATISTICS[name], 60, method="percentile", rng=1).bootstrap_distribution
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-15)
    distant = bootstrap(1e9 + x, name, 60, method="percentile", rng=1).bootstrap_distribution
    shift = 1e9 if name in ("mean", "median") else 0.0
    np.testing.assert_allclose(distant - shift, theirs, rtol=1e-5, atol=3e-7)


@pytest.mark.parametrize("alternative", ALTERNATIVES)
@pytest.mark.parametrize("method", ["BCa", "percentile", "basic"])
@pytest.mark.parametrize("name", STATISTICS)
@pytest.mark.parametrize("n", [12, 25])
def test_equal_scipy_on_the_same_resamples(n, name, method, alternative, rng, monkeypatch):
    x = np.sort(rng.exponential(size=n))
    keyed(SEED, monkeypatch)
    expected = stats.bootstrap(
        (x,),
        STATISTICS[name],
        n_resamples=B,
        confidence_level=0.9,
        method=method,
        alternative=alternative,
        rng=SameResamples(SEED),
    )
    for statistic in (name, STATISTICS[name]):
        found = bootstrap(x, statistic, B, confidence_level=0.9, method=method, alternative=alternative)
        np.testing.assert_allclose(found.bootstrap_distribution, expected.bootstrap_distribution, rtol=1e-12)
        assert_close(found[:3], (*expected.confidence_interval, expected.standard_error), 1e-9)


@pytest.mark.parametrize("name", STATISTICS)
def test_levels_equal_scipy_and_naive(name, rng):
    x = np.sort(rng.exponential(size=15))
    replicates = bootstrap(x, name, 400, rng=2).bootstrap_distribution
    observed = float(STATISTICS[name](x))
    low, high, acceleration = _resampling._bca_interval(
        (x,), STATISTICS[name], axis=-1, alpha=0.05, theta_hat_b=replicates, batch=None, xp=np
    )
    left_out = np.empty(15)
    _bca._leave_one_out(x, x.mean(), list(STATISTICS).index(name), left_out)
    assert _bca._acceleration(left_out) == pytest.approx(float(acceleration), rel=1e-10)
    levels = _bca._bca_levels(replicates, observed, float(acceleration), 0.05)
    assert_close(levels, (low.item(), high.item()), 1e-11)
    naive_levels = naive.bca_levels(x.tolist(), STATISTICS[name], replicates.tolist(), 0.05)
    assert_close(levels, naive_levels, 1e-7)
    ordered = np.sort(replicates)
    for level in (0.0, 0.013, 0.5, levels[0], 1.0):
        assert _bca._quantile(ordered, level) == pytest.approx(naive.quantile(replicates, level), rel=1e-13)


def test_replicates_equal_to_the_observed_statistic_count_half():
    """Sums of whole numbers are exact, so that ties with the observed mean are seen."""
    x = np.r_[np.ones(7), np.zeros(3)] + 41.0
    found = bootstrap(x, "mean", B, rng=3)
    expected = bootstrap(x, lambda sample: (sample.sum() - 410) / 10 + 41, B, rng=3)
    assert_close(found[:3], expected[:3], 1e-12)
    assert np.sum(found.bootstrap_distribution == x.mean()) > B // 10


def test_a_constant_resample_has_no_deviation():
    found = bootstrap([0.1, 0.7, 0.7], "std", B, method="percentile", rng=0).bootstrap_distribution
    assert sorted({round(float(value), 12) for value in found}) == [0.0, round(float(np.std([0.1, 0.7, 0.7])), 12)]
    assert found.min() == 0.0
    assert bootstrap([0.1] * 50, "var", 99, method="percentile", rng=0)[:3] == (0.0, 0.0, 0.0)


def test_coverage_of_the_mean():
    """A loose band of three standard deviations: of 200 intervals at 80 %, 160 should hold the true mean."""
    rng = np.random.default_rng(4)
    runs = 40 if PLAIN else 200
    hits = 0
    for _ in range(runs):
        found = bootstrap(rng.normal(3.0, 1.0, 30), n_resamples=100 if PLAIN else 500, confidence_level=0.8, rng=rng)
        hits += found.lower < 3.0 < found.upper
    assert abs(hits - 0.8 * runs) < 3.0 * math.sqrt(0.8 * 0.2 * runs)


@pytest.mark.parametrize("x", [[2.0, 2.0, 2.0], [0.1] * 40])
def test_a_constant_sample_has_no_bca_interval(x):
    with pytest.warns(UndefinedWarning, match="interval is not defined") as caught:
        found = bootstrap(x, rng=0, n_resamples=99)
    assert len(caught) == 1
    assert math.isnan(found.lower)
    assert math.isnan(found.upper)
    assert found.standard_error == 0.0
    assert bootstrap(x, rng=0, n_resamples=99, method="basic")[:2] == (x[0], x[0])


def test_replicates_on_one_side_have_no_bca_interval():
    with pytest.warns(UndefinedWarning):
        found = bootstrap(np.arange(20), lambda sample: len(set(sample)), 99, rng=0)
    assert found.bootstrap_distribution.max() < 20
    assert math.isnan(found.lower)
    with pytest.warns(UndefinedWarning):
        found = bootstrap([1.0, 2.0, 3.0], lambda sample: math.nan if sample.max() < 3 else 1.0, 99, rng=0)
    assert math.isnan(found.upper)


# -- input -----------------------------------------------------------------------------------------


def test_layout_and_dtype_do_not_change_the_answer_nor_compile_again(rng):
    x, y = np.array([1.0, 2.5, 4.0, 3.0, 0.5, -1.0]), np.array([0.0, 1.0, 0.5, 2.0, 7.0, 1.5, 3.5])
    kernels = (permutations._random_splits, permutations._share_as_extreme, _replicates._replicate, _bca._leave_one_out)
    before = signatures(kernels)
    for values in layouts(x):
        assert permutation_test(values, y, 99, rng=0)[:2] == permutation_test(x, y, np.int64(99), rng=0)[:2]
        for name in STATISTICS:
            assert bootstrap(values, name, 99, rng=0)[:3] == bootstrap(x, name, 99, rng=0)[:3]
    assert_compiled_once(kernels, before)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: permutation_test([], [1.0]), "x must have at least 1 value"),
        (lambda: permutation_test([1.0], [1.0], 0), "n_resamples must be an integer of at least 1"),
        (lambda: permutation_test([1.0], [1.0], alternative="more"), "alternative must be one of"),
        (lambda: bootstrap([1.0]), "x must have at least 2 values"),
        (lambda: bootstrap([1.0, 2.0], "mode"), "statistic must be one of 'mean', 'median', 'std', 'var'; got 'mode'"),
        (lambda: bootstrap([1.0, 2.0], method="bca"), "method must be one of 'BCa'"),
        (lambda: bootstrap([1.0, 2.0], n_resamples=1), "n_resamples must be an integer of at least 2"),
        (lambda: bootstrap([1.0, 2.0], confidence_level=95), "confidence_level must be"),
        (lambda: bootstrap([1.0, 2.0], rng=-1), "rng must be"),
    ],
)
def test_refuses(call, match):
    with pytest.raises(ValueError, match=match):
        call()


def test_too_many_values_for_the_draws_are_refused_before_anything_is_allocated(monkeypatch):
    from algos.inference import bootstrapping

    monkeypatch.setattr(permutations, "MOST", 3)
    monkeypatch.setattr(bootstrapping, "MOST", 3)
    with pytest.raises(ValueError, match="at most 3 values together, got 4"):
        permutation_test([1.0, 2.0], [1.0, 2.0])
    with pytest.raises(ValueError, match="at most 3 values, got 4"):
        bootstrap([1.0, 2.0, 1.0, 2.0])


def test_a_small_call_is_cheap(count_calls, rng):
    x = rng.normal(size=20)
    assert count_calls(permutation_test, x, x, 200, rng=rng) < 60
    assert count_calls(bootstrap, x, "mean", 60, rng=rng) < 60


# -- from compiled code ----------------------------------------------------------------------------


def spread(sample):
    return sample.max() - sample.min()


compiled_spread = spread if PLAIN else numba.njit(spread)


def call_all(x, y, rng):
    return (
        permutation_test(x, y, 99, rng=rng),
        bootstrap(x, "median", 99, rng=rng),
        bootstrap(x, compiled_spread, 99, rng=rng, confidence_level=0.5, alternative="less"),
    )


@pytest.mark.filterwarnings("ignore::algos._check.UndefinedWarning")
def test_compiled_callers_get_the_same(rng):
    x, y = rng.normal(size=9), rng.normal(size=9)
    caller = call_all if PLAIN else numba.njit(call_all)
    found = caller(x, np.repeat(y, 2)[::2], np.random.default_rng(1))
    for ours, expected in zip(found, call_all(x, y, np.random.default_rng(1)), strict=True):
        assert_close(ours[:2], expected[:2], 1e-12)
        assert_close(ours[-1], expected[-1], 1e-12)


def test_adapters_refuse_what_would_break_them(rng):
    x, none = rng.normal(size=9), np.ones(0)
    splits, unseeded = permutation_test.compiled_as(x, x, rng=rng), permutation_test.compiled_as(x, x)
    of_name, of_function = bootstrap.compiled_as(x, rng=rng), bootstrap.compiled_as(x, spread, rng=rng)
    found = splits(x, x, 99, rng=np.random.default_rng(1))
    assert found[:2] == permutation_test(x, x, 99, rng=np.random.default_rng(1))[:2]
    assert unseeded(x[:2], x[:2])[:2] == permutation_test(x[:2], x[:2])[:2]
    for adapter, statistic in ((of_name, "mean"), (of_name, "median"), (of_function, spread)):
        body = bootstrap.compiled_as(x, statistic, rng=rng) if statistic == "median" else adapter
        found = body(
            x, statistic, 99, method="percentile" if statistic is spread else "BCa", rng=np.random.default_rng(1)
        )
        assert found[2] == pytest.approx(bootstrap(x, statistic, 99, method="basic", rng=1).standard_error)
    assert of_function(x, compiled_spread, 99, rng=np.random.default_rng(1)).lower <= spread(x)
    for call in (
        lambda: splits(none, x, rng=rng),
        lambda: splits(x, x, 0, rng=rng),
        lambda: unseeded(x, x, 5),
        lambda: permutation_test.compiled_as(x, x, 9, "more")(x, x, 9, "more"),
        lambda: bootstrap.compiled_as(x),
        lambda: of_name(x[:1], rng=rng),
        lambda: of_name(x, n_resamples=1, rng=rng),
        lambda: of_function(x[:1], spread, rng=rng),
        lambda: bootstrap.compiled_as(x, "mode", rng=rng)(x, "mode", rng=rng),
        lambda: bootstrap.compiled_as(x, method="bca", rng=rng)(x, method="bca", rng=rng),
        lambda: bootstrap.compiled_as(x, alternative="more", rng=rng)(x, alternative="more", rng=rng),
    ):
        with pytest.raises(ValueError, match="must"):
            call()
