r"""The bootstrap: how a statistic varies when the sample is drawn again from itself.

.. math:: \hat\theta^*_b = \theta(x_{i_1}, \dots, x_{i_n}), \qquad i_j \text{ uniform on } 1..n, \quad b = 1..B
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from .._blocks import threads
from .._check import FloatArray, frozen, integer, one_of, seed
from .._jit import adapter_part, compiled_as, kernel, types
from .._options import is_none, option_reader
from ._alternatives import (
    ALTERNATIVES,
    GREATER,
    LESS,
    TWO_SIDED,
    alternative_code,
    level_between,
    require_test,
    warn_undefined,
)
from ._bca import MEDIAN, STATISTICS, _acceleration, _bca_levels, _leave_one_out, _quantile
from ._replicates import _nearest, _observe, _replicate, real_number
from ._resamples import MOST, _fill_indices, resample_blocks
from ._samples import _offset_root, _offset_squares, sample

__all__ = ["BootstrapResult", "bootstrap"]

_METHODS = ("BCa", "percentile", "basic")
_BCA, _PERCENTILE, _BASIC = range(3)


class BootstrapResult(NamedTuple):
    """Result of `bootstrap`.

    Attributes
    ----------
    lower : float
        Lower end of the confidence interval of the statistic; -inf if the alternative is "less".
    upper : float
        Upper end; inf if the alternative is "greater".
    standard_error : float
        Standard deviation of the bootstrap distribution, with B - 1 in the denominator.
    bootstrap_distribution : ndarray of shape (B,)
        The statistic of each resample.
    """

    lower: float
    upper: float
    standard_error: float
    bootstrap_distribution: FloatArray


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _center(values):
    return values[0] + _offset_squares(values)[0]


@kernel
def _interval_of(ordered, observed, acceleration, level, method, alternative):
    """Return the interval's ends and the standard error, given the sorted replicates."""
    alpha = 0.5 * (1.0 - level) if alternative == TWO_SIDED else 1.0 - level
    first, second = alpha, 1.0 - alpha
    if method == _BCA:
        first, second = _bca_levels(ordered, observed, acceleration, alpha)
    low, high = _quantile(ordered, first), _quantile(ordered, second)
    if method == _BASIC:
        low, high = 2.0 * observed - high, 2.0 * observed - low
    if alternative == LESS and low == low:
        low = -np.inf
    if alternative == GREATER and high == high:
        high = np.inf
    return low, high, _offset_root(ordered)[1] / np.sqrt(ordered.shape[0] - 1.0)


# -- public function -------------------------------------------------------------------------------


@adapter_part
def _settle(replicates, observed, left_out, level, how, code):
    ordered = np.sort(replicates)
    low, high, error = _interval_of(ordered, observed, _acceleration(left_out), level, how, code)
    return BootstrapResult(low, high, error, replicates)


@adapter_part
def _require(n, n_resamples, known):
    if n < 2 or n > MOST or n_resamples < 2 or not known:
        raise ValueError("bootstrap: x and n_resamples must be at least 2, statistic and method must be known")


def _bootstrap_compiled(
    x,  # noqa: ARG001
    statistic="mean",
    n_resamples=9999,  # noqa: ARG001
    confidence_level=0.95,  # noqa: ARG001
    method="BCa",
    alternative="two-sided",
    rng=None,
    n_jobs=None,  # noqa: ARG001
):
    read_method, read_alternative = option_reader(method, _METHODS), option_reader(alternative, ALTERNATIVES)
    named = isinstance(statistic, str | types.StringLiteral | types.UnicodeType)
    read_statistic = option_reader(statistic if named else "mean", STATISTICS)
    if is_none(rng):
        raise ValueError("bootstrap: compiled callers must pass rng as a numpy Generator")

    def of_name(
        x,
        statistic="mean",
        n_resamples=9999,
        confidence_level=0.95,
        method="BCa",
        alternative="two-sided",
        rng=None,
        n_jobs=None,  # noqa: ARG001
    ):
        which, how, code = read_statistic(statistic), read_method(method), read_alternative(alternative)
        require_test(code, confidence_level)
        _require(x.shape[0], n_resamples, min(which, how) >= 0)
        values = x.astype(np.float64)
        if which == MEDIAN:
            values = np.sort(values)
        center, replicates, left_out = _center(values), np.empty(n_resamples), np.empty(x.shape[0])
        origin = _nearest(values, center)
        _replicate(values, origin, which, rng.integers(0, 2**63 - 1), 0, replicates)
        _leave_one_out(values, center, which, left_out)
        return _settle(replicates, _observe(values, origin, which), left_out, confidence_level, how, code)

    def of_function(
        x,
        statistic="mean",
        n_resamples=9999,
        confidence_level=0.95,
        method="BCa",
        alternative="two-sided",
        rng=None,
        n_jobs=None,  # noqa: ARG001
    ):
        how, code = read_method(method), read_alternative(alternative)
        require_test(code, confidence_level)
        n, values, key = x.shape[0], x.astype(np.float64), rng.integers(0, 2**63 - 1)
        _require(n, n_resamples, how >= 0)
        indices, replicates, left_out = np.empty(n, np.int64), np.empty(n_resamples), np.zeros(n)
        for r in range(n_resamples):
            _fill_indices(key, r, indices)
            replicates[r] = statistic(values[indices])
        if how == _BCA:
            for i in range(n):
                left_out[i] = statistic(np.concatenate((values[:i], values[i + 1 :])))
        return _settle(replicates, statistic(values), left_out, confidence_level, how, code)

    return of_name if named else of_function


@compiled_as(_bootstrap_compiled, by_type=True)
def bootstrap(
    x: Any,
    statistic: str | Callable[[FloatArray], float] = "mean",
    n_resamples: int = 9999,
    *,
    confidence_level: float = 0.95,
    method: str = "BCa",
    alternative: str = "two-sided",
    rng: Any = None,
    n_jobs: int | None = None,
) -> BootstrapResult:
    r"""Return a confidence interval of a statistic, from samples drawn with replacement from the sample itself.

    .. math:: \hat\theta^*_b = \theta(x_{i_1}, \dots, x_{i_n}), \qquad i_j \text{ uniform on } 1..n, \quad b = 1..B

    The percentile interval is read off the sorted :math:`\hat\theta^*_b`; the basic one mirrors it at the observed
    statistic; BCa corrects its levels for bias and for an error that changes with the value:

    .. math:: \alpha_k = \Phi\!\left(z_0 + \frac{z_0 + z_k}{1 - a (z_0 + z_k)}\right)

    Parameters
    ----------
    x : array_like of shape (n,)
        The sample, n >= 2. A NaN in it makes the interval NaN.
    statistic : {"mean", "median", "std", "var"} or callable
        As NumPy's functions of these names (`std` and `var` divide by n); or a function from a sample, an array of
        shape (n,), to a number, which may be compiled.
    n_resamples : int, default 9999
        How many samples B >= 2 are drawn.
    confidence_level : float, default 0.95
        Between 0 and 1.
    method : {"BCa", "percentile", "basic"}
        How the interval is read from the bootstrap distribution.
    alternative : {"two-sided", "less", "greater"}
        Whether the interval is bounded on both sides, or only above or below.
    rng : int, numpy.random.Generator or None
        Source of randomness. Compiled callers pass a Generator.
    n_jobs : int, optional
        Threads, -1 for all cores; the result does not depend on it. Compiled callers use one.

    Returns
    -------
    BootstrapResult
        lower, upper, standard_error, bootstrap_distribution. A NaN in `x` makes the first three NaN, without a warning;
        resamples that happen to miss it keep their finite replicates.

    Raises
    ------
    ValueError
        If `x` has fewer than 2 values or is not one-dimensional, or an option is unknown or out of range.
    TypeError
        If `statistic` returns something else than a number.

    Warns
    -----
    UndefinedWarning
        If the BCa interval is not defined, since the values, or all replicates, are the same or on one side of the
        observed statistic; it is then NaN.

    See Also
    --------
    scipy.stats.bootstrap : the library it is tested against.
    permutation_test : tests a hypothesis.

    Notes
    -----
    Time O(nB + B log B), memory O(n + B); a function is called B times, for BCa n + B times.

    References
    ----------
    .. [1] B. Efron and R. J. Tibshirani, "An Introduction to the Bootstrap", 1993, equations 14.9 to 14.15.

    Examples
    --------
    The standard error of a mean is about s / √n, here √(2 / 5) = 0.63:

    >>> result = bootstrap([1, 2, 3, 4, 5], rng=0)
    >>> round(result.standard_error, 1)
    0.6
    >>> result.lower < 3.0 < result.upper
    True
    """
    if not callable(statistic):
        which = STATISTICS.index(one_of(statistic, "statistic", STATISTICS))
    how = _METHODS.index(one_of(method, "method", _METHODS))
    code = alternative_code(alternative)
    level = level_between(confidence_level, "confidence_level")
    n_resamples = integer(n_resamples, "n_resamples", at_least=2)
    values = sample(x, "x")
    n, key = values.shape[0], seed(rng, "rng")
    if n > MOST:
        raise ValueError(f"x must have at most {MOST} values, got {n}")
    replicates, left_out = np.empty(n_resamples), np.zeros(n)

    if callable(statistic):
        observed = real_number(statistic(values.copy()))

        def fill(block: tuple[int, int]) -> None:
            indices = np.empty(n, np.int64)
            for r in range(*block):
                _fill_indices(key, r, indices)
                replicates[r] = real_number(statistic(values[indices]))

        if how == _BCA:
            for i in range(n):
                left_out[i] = real_number(statistic(np.delete(values, i)))
    else:
        if which == MEDIAN:
            values = frozen(np.sort(values))
        center = _center(values)
        origin = _nearest(values, center)
        observed = _observe(values, origin, which)

        def fill(block: tuple[int, int]) -> None:
            _replicate(values, origin, which, key, block[0], replicates[block[0] : block[1]])

        _leave_one_out(values, center, which, left_out)

    with threads(n_jobs) as map_blocks:
        for _ in map_blocks(fill, resample_blocks(n_resamples, n)):
            pass
    ordered = frozen(np.sort(replicates))
    low, high, error = _interval_of(ordered, observed, _acceleration(left_out), level, how, code)
    if (low != low or high != high) and np.isfinite(values).all():
        warn_undefined("the interval is not defined: replicates are the same, on one side, or NaN")
    return BootstrapResult(float(low), float(high), float(error), replicates)
