r"""Mean, variance, skewness and kurtosis of a sample in one sweep over blocks, and of two samples from those of each.

.. math:: m_k = \frac1n \sum_i (x_i - \bar x)^k, \quad g_1 = \frac{m_3}{m_2^{3/2}}, \quad g_2 = \frac{m_4}{m_2^2} - 3

`moments` is `partial_moments` over blocks, merged in order, `finish_moments`: the same bits from one thread, many
threads, processes or a cluster (`moments.over_blocks`).
"""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np

from .._blocks import BLOCK_ROWS, decomposes
from .._check import UndefinedWarning, integer, vector
from .._jit import compiled_as
from ._moment_sums import (
    MomentSums,
    _all_sums,
    _block_sums,
    _merge_sums,
    _moments_of_sums,
    _sums_of_moments,
)


class Moments(NamedTuple):
    """Moments of a sample.

    Attributes
    ----------
    n : int
        Size of the sample.
    mean : float
        Arithmetic mean.
    variance : float
        Sum of squared deviations over ``n - ddof``.
    skewness : float
        Third moment of the standardised sample, biased (g1).
    kurtosis : float
        Fourth moment of the standardised sample less that of the normal distribution, 3; biased (g2).
    ddof : int
        What was taken from n in the variance's denominator; a merge needs it.
    """

    n: int
    mean: float
    variance: float
    skewness: float
    kurtosis: float
    ddof: int


# -- block by block --------------------------------------------------------------------------------


def partial_moments(x: Any) -> MomentSums:
    """Return what one block of values contributes."""
    return MomentSums(*_checked_sums(vector(x, "x", finite=False)))


def merge_sums(a: MomentSums, b: MomentSums) -> MomentSums:
    """Return the sums of two blocks from those of each."""
    return MomentSums(*_merge_sums(tuple(a), tuple(b)))


def finish_moments(sums: MomentSums, ddof: int = 0) -> Moments:
    """Return the moments that the sums of all blocks stand for."""
    ddof = integer(ddof, "ddof", at_least=0)
    return _finish(tuple(sums), ddof, 3)


def _checked_sums(x: Any) -> Any:
    sums = _block_sums(x)
    if sums[1] == np.inf:
        raise ValueError("Input x contains infinity; every value must be finite, or NaN, which makes the moments NaN")
    return sums


def _finish(sums: Any, ddof: int, stacklevel: int) -> Moments:
    n, m2 = sums[0], sums[4]
    mean, variance, skewness, kurtosis = _moments_of_sums(sums, ddof)
    if m2 == 0.0 or n <= ddof:
        reasons = [f"the variance of {n} value(s) with ddof={ddof}"] * bool(n <= ddof)
        reasons += ["skewness and kurtosis of a constant sample"] * bool(m2 == 0.0)
        warnings.warn(f"{' and '.join(reasons)} is 0/0; returning NaN", UndefinedWarning, stacklevel=stacklevel)
    return Moments(n, float(mean), float(variance), float(skewness), float(kurtosis), ddof)


# -- public functions ------------------------------------------------------------------------------


def _moments_compiled(x, ddof=0):
    if x.shape[0] == 0 or ddof < 0:
        raise ValueError("x must have at least one value, and ddof must not be negative")
    sums = _all_sums(x.astype(np.float64), BLOCK_ROWS)
    if sums[1] == np.inf:
        raise ValueError("x must not contain infinity")
    mean, variance, skewness, kurtosis = _moments_of_sums(sums, ddof)
    return Moments(sums[0], mean, variance, skewness, kurtosis, ddof)


@decomposes(partial_moments, merge_sums, finish_moments)
@compiled_as(_moments_compiled)
def moments(x: Any, ddof: int = 0) -> Moments:
    r"""Return mean, variance, skewness and excess kurtosis of a sample.

    .. math:: m_k = \frac1n \sum_i (x_i - \bar x)^k, \quad s^2 = \frac{n\, m_2}{n - ddof}, \quad
        g_1 = \frac{m_3}{m_2^{3/2}}, \quad g_2 = \frac{m_4}{m_2^2} - 3

    Parameters
    ----------
    x : array_like of shape (n,)
        At least one value. A NaN makes every moment NaN.
    ddof : int, default 0
        Degrees of freedom taken from n in the variance: 0 gives the maximum-likelihood estimate, 1 the unbiased one,
        which is the default of `covariance`. Skewness and kurtosis do not depend on it.

    Returns
    -------
    Moments
        ``(n, mean, variance, skewness, kurtosis, ddof)``. NaN with an UndefinedWarning where the quantity is 0/0:
        the variance for n <= ddof, skewness and kurtosis of a constant sample. NaN without a warning where `x` holds
        one, as in SciPy; `covariance` and `running_mean` refuse it.

    Raises
    ------
    ValueError
        If `x` is empty, not one-dimensional or contains infinity; if `ddof` is negative.

    See Also
    --------
    scipy.stats.describe : the library it is tested against; its variance has ddof=1.
    scipy.stats.skew : the same g1.
    scipy.stats.kurtosis : the same g2.
    numpy.var : the variance alone.
    merge_moments : of two samples together.

    Notes
    -----
    Time O(n), memory O(1).
    Two passes over each cached block of 65 536 values, so a sample is read from memory once. Deviations are taken
    from a mean of more than double precision: at an offset of 1e9 the variance keeps 14 digits, where the sum of
    squares less the squared sum keeps none. Scaled by powers of two, so skewness and kurtosis of numbers like 1e200
    or 1e-200 are right even where the variance overflows to infinity or underflows to 0.
    ``moments.over_blocks(blocks, map=executor.map)`` gives the same bits on any executor.

    References
    ----------
    .. [1] T. F. Chan, G. H. Golub and R. J. LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample
       Variances", 1979, equation 2.1.
    .. [2] P. Pébay, "Formulas for Robust, One-Pass Parallel Computation of Covariances and Arbitrary-Order Statistical
       Moments", SAND2008-6212, equations 1.5 to 1.6.

    Examples
    --------
    Mean 3, deviations -2, -1, 0, 3:

    >>> m = moments([1, 2, 3, 6])
    >>> m.mean, m.variance
    (3.0, 3.5)
    >>> round(m.skewness, 6)  # (18 / 4) / 3.5 ** 1.5
    0.687243
    >>> round(m.kurtosis, 6)  # (98 / 4) / 3.5 ** 2 - 3
    -1.0
    >>> round(moments([1, 2, 3, 6], ddof=1).variance, 6)
    4.666667
    """
    ddof = integer(ddof, "ddof", at_least=0)
    x = vector(x, "x", finite=False)
    sums = _checked_sums(x[:BLOCK_ROWS])
    for start in range(BLOCK_ROWS, x.shape[0], BLOCK_ROWS):
        sums = _merge_sums(sums, _checked_sums(x[start : start + BLOCK_ROWS]))
    return _finish(sums, ddof, 3)


def _merge_moments_compiled(a, b):
    if a.ddof != b.ddof:
        raise ValueError("a and b must have the same ddof")
    for m in (a, b):
        hidden = not m.variance < np.inf or (m.variance == 0.0 and m.skewness == m.skewness)
        if hidden and m.n > 1 and m.mean == m.mean:
            raise ValueError("a variance that is NaN, infinite or underflowed to 0 cannot be merged")
    sums = _merge_sums(
        _sums_of_moments(a.n, a.mean, a.variance, a.skewness, a.kurtosis, a.ddof),
        _sums_of_moments(b.n, b.mean, b.variance, b.skewness, b.kurtosis, b.ddof),
    )
    mean, variance, skewness, kurtosis = _moments_of_sums(sums, a.ddof)
    return Moments(sums[0], mean, variance, skewness, kurtosis, a.ddof)


@compiled_as(_merge_moments_compiled)
def merge_moments(a: Moments, b: Moments) -> Moments:
    r"""Return the moments of two samples together from those of each.

    .. math:: \bar x = \bar x_a + \delta \frac{n_b}{n}, \quad M_2 = M_{2,a} + M_{2,b} + \delta^2 \frac{n_a n_b}{n},
        \quad \delta = \bar x_b - \bar x_a

    Parameters
    ----------
    a, b : Moments
        What `moments` returned, with the same ddof.

    Returns
    -------
    Moments
        With that ddof; NaN and an UndefinedWarning as from `moments`. A part whose mean is NaN makes all of it NaN.

    Raises
    ------
    TypeError
        If `a` or `b` is something else.
    ValueError
        If their ddof differ; if a variance is not known, because it is 0/0, infinite, or underflowed to 0.

    See Also
    --------
    scipy.stats.describe : of both samples concatenated, which it is tested against.
    moments : its `over_blocks` merges the sums themselves, to the last bit as in one piece.

    Notes
    -----
    Time O(1), memory O(1).
    Each result is rounded to doubles, so many merges at a large offset lose digits that `moments.over_blocks` keeps.

    References
    ----------
    .. [1] P. Pébay, "Formulas for Robust, One-Pass Parallel Computation of Covariances and Arbitrary-Order Statistical
       Moments", SAND2008-6212, equation 2.1.

    Examples
    --------
    >>> merged = merge_moments(moments([1.0, 2.0]), moments([3.0, 6.0]))
    >>> merged.n, merged.mean, round(merged.variance, 12)
    (4, 3.0, 3.5)
    """
    for value, name in ((a, "a"), (b, "b")):
        if not isinstance(value, Moments):
            raise TypeError(f"{name} must be what moments() returns, got {type(value).__name__}")
    if a.ddof != b.ddof:
        raise ValueError(f"a and b must have the same ddof, got {a.ddof} and {b.ddof}: compute both with one")
    sums = _merge_sums(_known_sums(a, "a"), _known_sums(b, "b"))
    return _finish(sums, a.ddof, 3)


def _known_sums(m: Moments, name: str) -> Any:
    hidden = not m.variance < np.inf or (m.variance == 0.0 and m.skewness == m.skewness)
    if hidden and m.n > 1 and m.mean == m.mean:
        raise ValueError(
            f"the variance of {name} is {m.variance} with n={m.n} and ddof={m.ddof}, from which its sum of squares "
            "cannot be told; merge with moments.over_blocks"
        )
    return _sums_of_moments(*m)
