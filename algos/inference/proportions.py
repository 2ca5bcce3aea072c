r"""Confidence intervals of a proportion.

.. math:: \text{Wald: } \hat p \pm z \sqrt{\frac{\hat p (1 - \hat p)}{n}}, \qquad
    \text{Wilson: } \left\{p : |\hat p - p| \le z \sqrt{\frac{p (1 - p)}{n}}\right\}

The interval of Clopper and Pearson holds the p that neither one-sided exact binomial test rejects; its ends are
quantiles of beta distributions.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._check import array, frozen, one_of
from .._distributions import _beta_ppf, _norm_ppf
from .._jit import adapter_part, compiled_as, kernel
from .._options import option_reader
from ._alternatives import level_between

__all__ = ["ProportionInterval", "proportion_confint"]

_METHODS = ("wilson", "wald", "clopper-pearson")
_WILSON, _WALD, _CLOPPER_PEARSON = range(3)


class ProportionInterval(NamedTuple):
    """Result of `proportion_confint`.

    Attributes
    ----------
    lower : float or ndarray
        Lower end, 0 if nothing was counted.
    upper : float or ndarray
        Upper end, 1 if everything was.
    """

    lower: Any
    upper: Any


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _proportion_interval(count, nobs, alpha, z, method):
    """Return the interval's ends for one count; z is the normal quantile above which lies half of alpha."""
    rest = nobs - count
    p = count / nobs
    if method == _CLOPPER_PEARSON:
        low = _beta_ppf(0.5 * alpha, count, rest + 1.0) if count > 0.0 else 0.0
        high = _beta_ppf(1.0 - 0.5 * alpha, count + 1.0, rest) if rest > 0.0 else 1.0
        return low, high
    variance = p * (rest / nobs) / nobs
    if method == _WALD:
        reach = z * np.sqrt(variance)
        return max(0.0, p - reach), min(1.0, p + reach)
    share = z * z / nobs
    high = (p + 0.5 * share + z * np.sqrt(variance + 0.25 * share / nobs)) / (1.0 + share)
    low = p * p / ((1.0 + share) * high)  # the product of both ends is p**2 / (1 + share): nothing cancels
    return low, min(1.0, high) if rest > 0.0 else 1.0


@kernel
def _proportion_intervals(counts, nobs, alpha, method):
    low, high = np.empty(counts.shape[0]), np.empty(counts.shape[0])
    z = -_norm_ppf(0.5 * alpha)
    for i in range(counts.shape[0]):
        low[i], high[i] = _proportion_interval(counts[i], nobs[i], alpha, z, method)
    return low, high


# -- public function -------------------------------------------------------------------------------


@adapter_part
def _require(count, nobs, how, level):
    if how < 0 or not 0.0 < level < 1.0:
        raise ValueError("method must be 'wilson', 'wald' or 'clopper-pearson', confidence_level between 0 and 1")
    if not 0.0 <= count <= nobs or not 0.0 < nobs < np.inf:
        raise ValueError("count must be between 0 and nobs, which must be finite and above 0")


def _proportion_confint_compiled(count, nobs, method="wilson", confidence_level=0.95):  # noqa: ARG001
    read = option_reader(method, _METHODS)
    many = (hasattr(count, "ndim"), hasattr(nobs, "ndim"))

    def of_numbers(count, nobs, method="wilson", confidence_level=0.95):
        how = read(method)
        _require(count, nobs, how, confidence_level)
        alpha = 1.0 - confidence_level
        low, high = _proportion_interval(np.float64(count), np.float64(nobs), alpha, -_norm_ppf(0.5 * alpha), how)
        return ProportionInterval(low, high)

    def of_arrays(count, nobs, method="wilson", confidence_level=0.95):
        how = read(method)
        if count.shape != nobs.shape:
            raise ValueError("in compiled code count and nobs must have one shape, or one of them must be a number")
        alpha = 1.0 - confidence_level
        low, high, z = np.empty(count.shape), np.empty(count.shape), -_norm_ppf(0.5 * alpha)
        lows, highs, all_nobs = low.ravel(), high.ravel(), nobs.copy().ravel()
        for i, one in enumerate(count.copy().ravel()):
            _require(one, all_nobs[i], how, confidence_level)
            lows[i], highs[i] = _proportion_interval(np.float64(one), np.float64(all_nobs[i]), alpha, z, how)
        return ProportionInterval(low, high)

    def of_counts(count, nobs, method="wilson", confidence_level=0.95):
        return of_arrays_compiled(count, np.full(count.shape, nobs), method, confidence_level)

    def of_nobs(count, nobs, method="wilson", confidence_level=0.95):
        return of_arrays_compiled(np.full(nobs.shape, count), nobs, method, confidence_level)

    of_arrays_compiled = adapter_part(of_arrays)
    bodies = {(False, False): of_numbers, (True, True): of_arrays, (True, False): of_counts, (False, True): of_nobs}
    return bodies[many]


@compiled_as(_proportion_confint_compiled, by_type=True)
def proportion_confint(
    count: Any, nobs: Any, method: str = "wilson", *, confidence_level: float = 0.95
) -> ProportionInterval:
    r"""Return a confidence interval of the chance behind `count` successes in `nobs` trials.

    .. math:: \text{Wilson: } \frac{1}{1 + z^2/n}
        \left(\hat p + \frac{z^2}{2n} \pm z \sqrt{\frac{\hat p (1 - \hat p)}{n} + \frac{z^2}{4n^2}}\right), \qquad
        \text{Wald: } \hat p \pm z \sqrt{\frac{\hat p (1 - \hat p)}{n}}

    Parameters
    ----------
    count : float or array_like of any shape
        Successes, between 0 and `nobs`.
    nobs : float or array_like of a shape that broadcasts with that of `count`
        Trials n > 0.
    method : {"wilson", "wald", "clopper-pearson"}
        The score interval; the normal approximation, cut off at 0 and 1; or the exact one, which holds the true chance
        at least as often as it says, and mostly oftener.
    confidence_level : float, default 0.95
        Between 0 and 1.

    Returns
    -------
    ProportionInterval
        lower and upper: floats, or arrays of the common shape.

    Raises
    ------
    ValueError
        If a count is NaN or not between 0 and its number of trials, that is not above 0, the shapes do not broadcast,
        or an option is unknown.

    See Also
    --------
    statsmodels.stats.proportion.proportion_confint : the library it is tested against; its "normal" is "wald" here, its
        "beta" "clopper-pearson".
    z_test : tests a mean.

    Notes
    -----
    Time O(n), memory O(n) for n counts.
    Wald's interval has no width at 0 and n successes; take another one for small counts.

    References
    ----------
    .. [1] L. D. Brown, T. T. Cai and A. DasGupta, "Interval Estimation for a Binomial Proportion", Statistical Science
       16, 2001, equations 1, 4 and section 4.2.1.

    Examples
    --------
    25 of 100: a quarter plus or minus 1.96 · √(0.25 · 0.75 / 100) = 0.0849.

    >>> lower, upper = proportion_confint(25, 100, "wald")
    >>> round(lower, 4), round(upper, 4)
    (0.1651, 0.3349)
    >>> lower, upper = proportion_confint(25, 100)
    >>> round(lower, 4), round(upper, 4)
    (0.1755, 0.343)
    """
    how = _METHODS.index(one_of(method, "method", _METHODS))
    alpha = 1.0 - level_between(confidence_level, "confidence_level")
    counts, totals = array(count, "count", None), array(nobs, "nobs", None)
    try:
        counts, totals = np.broadcast_arrays(counts, totals)
    except ValueError:
        raise ValueError(f"count and nobs must broadcast, got shapes {counts.shape} and {totals.shape}") from None
    if not np.all((counts >= 0.0) & (counts <= totals) & (totals > 0.0)):
        wrong = np.argmin((counts >= 0.0) & (counts <= totals) & (totals > 0.0))
        raise ValueError(
            f"count must be between 0 and nobs, nobs above 0; got {counts.flat[wrong]} of {totals.flat[wrong]}"
        )
    if not counts.ndim:
        low, high = _proportion_interval(float(counts), float(totals), alpha, -_norm_ppf(0.5 * alpha), how)
        return ProportionInterval(float(low), float(high))
    flat = np.ascontiguousarray(counts).reshape(-1), np.ascontiguousarray(totals).reshape(-1)
    low, high = _proportion_intervals(frozen(flat[0]), frozen(flat[1]), alpha, how)
    return ProportionInterval(low.reshape(counts.shape), high.reshape(counts.shape))
