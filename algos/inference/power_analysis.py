r"""Power of the t-test of one sample or of pairs, and the sample size that a power takes.

.. math:: 1 - \beta = P(|T'| > t_{\alpha/2}), \qquad T' = \frac{Z + d \sqrt n}{S}

T' has the noncentral t distribution with n - 1 degrees of freedom and noncentrality d √n.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._check import number
from .._jit import compiled_as, kernel
from .._options import is_none, option_reader
from ._alternatives import (
    ALTERNATIVES,
    LESS,
    TWO_SIDED,
    _norm_critical,
    _t_critical,
    alternative_code,
    level_between,
    require_test,
)
from ._noncentral_t import _noncentral_t_sf

__all__ = ["PowerResult", "ttest_power"]

_FEWEST, _MOST = 2.0, 1e15
_ITERATIONS = 100
_TOLERANCE = 2.0**-50


class PowerResult(NamedTuple):
    """Result of `ttest_power`.

    Attributes
    ----------
    power : float
        The chance that the test rejects.
    n : float
        The sample size. Where it was asked for it is not rounded: take the next whole number.
    """

    power: float
    n: float


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _power(effect, n, alpha, alternative):
    """Return the chance that the test rejects."""
    df, shift = n - 1.0, effect * np.sqrt(n)
    if alternative == LESS:
        shift = -shift
    critical = _t_critical(alpha, df, alternative)
    power = _noncentral_t_sf(critical, df, shift)
    if alternative == TWO_SIDED:
        power += _noncentral_t_sf(critical, df, -shift)
    return min(1.0, power)


@kernel
def _sample_size(effect, alpha, power, alternative):
    """Return the size at which the test has that power, at least 2; infinity if no size has.

    The power grows with n. The root is bracketed from the normal approximation, then found by false position that
    halves the weight of an end which stays (Illinois), on the logarithm of n.
    """
    if _power(effect, _FEWEST, alpha, alternative) >= power:
        return _FEWEST
    if effect == 0.0 or (alternative != TWO_SIDED and (effect < 0.0) != (alternative == LESS)):
        return np.inf
    reach = (_norm_critical(alpha, alternative) + _norm_critical(1.0 - power, LESS)) / effect
    low, high = _FEWEST, min(max(reach * reach, 4.0), _MOST)
    while _power(effect, high, alpha, alternative) < power:
        if high >= _MOST:
            return np.inf
        low, high = high, 1.5 * high + 2.0
    low, high = np.log(low), np.log(high)
    below = _power(effect, np.exp(low), alpha, alternative) - power
    above = _power(effect, np.exp(high), alpha, alternative) - power
    least = _TOLERANCE * high
    for _ in range(_ITERATIONS):
        if high - low <= 2.0 * least:
            break
        middle = low - below * (high - low) / (above - below)
        middle = max(low + least, min(high - least, middle))
        value = _power(effect, np.exp(middle), alpha, alternative) - power
        if value < 0.0:
            low, below, above = middle, value, 0.5 * above
        else:
            high, above, below = middle, value, 0.5 * below
    return np.exp(high)


# -- public function -------------------------------------------------------------------------------


def _ttest_power_compiled(effect, n=None, alpha=0.05, power=None, alternative="two-sided"):  # noqa: ARG001
    read = option_reader(alternative, ALTERNATIVES)
    if is_none(n) == is_none(power):
        raise ValueError("ttest_power takes either n, to return the power, or power, to return n")

    def of_size(effect, n=None, alpha=0.05, power=None, alternative="two-sided"):  # noqa: ARG001
        code = read(alternative)
        require_test(code, alpha)
        if not _FEWEST <= n <= _MOST or not abs(effect) < np.inf:
            raise ValueError("ttest_power: effect must be finite, and n at least 2 and at most 1e15")
        return PowerResult(_power(np.float64(effect), np.float64(n), np.float64(alpha), code), np.float64(n))

    def of_power(effect, n=None, alpha=0.05, power=None, alternative="two-sided"):  # noqa: ARG001
        code = read(alternative)
        require_test(code, alpha)
        if not 0.0 < power < 1.0 or not abs(effect) < np.inf:
            raise ValueError("ttest_power: effect must be finite, and power between 0 and 1")
        size = _sample_size(np.float64(effect), np.float64(alpha), np.float64(power), code)
        if size == np.inf:
            raise ValueError("ttest_power: no sample size up to 1e15 has this power")
        return PowerResult(_power(np.float64(effect), size, np.float64(alpha), code), size)

    return of_power if is_none(n) else of_size


@compiled_as(_ttest_power_compiled, by_type=True)
def ttest_power(
    effect: float,
    n: float | None = None,
    alpha: float = 0.05,
    power: float | None = None,
    alternative: str = "two-sided",
) -> PowerResult:
    r"""Return the power of the t-test of one sample or of pairs (not of two samples), or the sample size it takes.

    .. math:: 1 - \beta = P(|T'| > t_{\alpha/2}), \qquad T' = \frac{Z + d \sqrt n}{S}, \qquad
        d = \frac{\mu - \mu_0}{\sigma}

    Parameters
    ----------
    effect : float
        The true mean's distance d from the hypothetical one, in standard deviations; of pairs, that of the mean
        difference from zero, in standard deviations of the differences.
    n : float, optional
        Sample size or number of pairs (not the size of each of two groups), from 2 to 1e15. Leave it out to have it
        computed.
    alpha : float, default 0.05
        Significance level, between 0 and 1.
    power : float, optional
        The power that is wanted, between 0 and 1, if `n` is left out.
    alternative : {"two-sided", "less", "greater"}
        On which sides the test rejects.

    Returns
    -------
    PowerResult
        power and n. A computed n is not rounded, but at least 2.

    Raises
    ------
    ValueError
        If an argument is out of range or NaN, both or neither of `n` and `power` are given, or no sample size has that
        power.

    See Also
    --------
    statsmodels.stats.power.TTestPower : the library it is tested against.
    ttest_1samp, ttest_rel : the tests themselves.
    statsmodels.stats.power.TTestIndPower : for two independent samples, which take about twice as many values each.

    Notes
    -----
    Time O(1 + d √n), memory O(1).
    Not for `ttest_ind`. Two samples of n values each that are d standard deviations apart have the noncentrality of one
    of n that is d / √2 off, but 2n - 2 degrees of freedom instead of n - 1. So ``ttest_power(d / sqrt(2), power=...)``
    is a close upper estimate of the size of either: about one value too large, 64.7 in place of 63.8 for d = 0.5 and a
    power of 0.8. The power for a given n is too small in the same way, by 0.014 at n = 20 and d = 0.5.

    References
    ----------
    .. [1] J. Cohen, "Statistical Power Analysis for the Behavioral Sciences", 2nd ed., 1988, section 2.3.

    Examples
    --------
    A medium effect takes 34 pairs for a power of four in five:

    >>> round(ttest_power(0.5, power=0.8).n, 2)
    33.37
    >>> round(ttest_power(0.5, 34).power, 3)
    0.808
    """
    effect = number(effect, "effect")
    alpha = level_between(alpha, "alpha")
    code = alternative_code(alternative)
    if (n is None) == (power is None):
        raise ValueError("ttest_power takes either n, to return the power, or power, to return n")
    if n is not None:
        size = number(n, "n", at_least=_FEWEST, at_most=_MOST)
        return PowerResult(float(_power(effect, size, alpha, code)), size)
    wanted = level_between(power, "power")
    size = float(_sample_size(effect, alpha, wanted, code))
    if size == np.inf:
        raise ValueError(
            f"no sample size up to {_MOST:g} has power {wanted}: the effect {effect} is zero, too small, or on the "
            f"side where alternative={alternative!r} does not reject"
        )
    return PowerResult(float(_power(effect, size, alpha, code)), size)
