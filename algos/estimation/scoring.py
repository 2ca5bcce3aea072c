r"""Newton's method for the most likely parameters: step along the score until it vanishes.

.. math:: \theta \leftarrow \theta + s \, J(\theta)^{-1} U(\theta), \qquad U = \nabla \ell, \qquad J = -\nabla^2 \ell

Every family here depends on the data through a few sums, so the data are read once and a step costs nothing.
"""

from __future__ import annotations

import math
import warnings
from typing import Any, NamedTuple

import numpy as np

from .._blocks import map_reduce
from .._check import FloatArray, UndefinedWarning, array, integer, number, one_of
from .._jit import compiled_as
from .._sums import _sum_from
from ._climbing import (
    BERNOULLI,
    EXPONENTIAL,
    FAMILIES,
    GAMMA,
    GAUSSIAN,
    POISSON,
    _climb,
    _default_start,
    _loglik,
    _original,
    _standard,
)
from ._count_sums import _counts, log_factorials, poisson_merge, poisson_part
from ._gamma_score import _log_gap
from ._sums import (
    SQUARABLE,
    _mean_and_squares,
    _successes,
    bernoulli_merge,
    bernoulli_part,
    exponential_part,
    gaussian_merge,
    gaussian_part,
    total_merge,
    vector_blocks,
)

__all__ = ["NewtonMLE", "newton_mle"]

_LOG_FACTORIALS = log_factorials()  # a constant of compiled callers
_LOG_2PI = math.log(2.0 * math.pi)


class NewtonMLE(NamedTuple):
    """Result of `newton_mle`.

    Attributes
    ----------
    parameters : ndarray
        "gaussian": mean and variance; "bernoulli": p; "poisson": rate; "exponential": rate; "gamma": shape and rate.
    loglik : float
        The log-likelihood there, in nats.
    n_iter : int
        Number of steps taken.
    converged : bool
        Whether the last step promised to gain no more than `tol`.
    """

    parameters: FloatArray
    loglik: float
    n_iter: int
    converged: bool


# -- from data to sums -----------------------------------------------------------------------------


class _Problem(NamedTuple):
    """The sums that `_climb` takes, units, and what of the log-likelihood the parameters do not touch."""

    n: int
    a: float
    b: float
    constant: float
    offset: float
    unit: float


def _summarise(x: Any, family: int) -> _Problem | NewtonMLE:
    """Return the sums; or the answer, where the score vanishes nowhere inside."""
    blocks = vector_blocks(x)
    if family == BERNOULLI:
        trials = map_reduce(bernoulli_part, bernoulli_merge, blocks)
        if trials.successes in (0, trials.n):
            return _edge(trials.successes / trials.n, 0.0)
        return _Problem(trials.n, trials.successes / trials.n, 0.0, 0.0, 0.0, 1.0)
    if family == POISSON:
        counts = map_reduce(poisson_part, poisson_merge, blocks)
        if counts.total == 0.0:
            return _edge(0.0, 0.0)
        return _Problem(counts.n, counts.total / counts.n, 0.0, -counts.surprise, 0.0, 1.0)
    if family == GAUSSIAN:
        squares = map_reduce(gaussian_part, gaussian_merge, blocks)
        spread = squares.high - squares.low
        if spread == 0.0:
            return _unbounded("all values are equal", squares.low, 0.0)
        if not 1.0 / SQUARABLE <= spread <= SQUARABLE:
            raise ValueError(f"x spreads by {spread}, whose square leaves the range of double precision; rescale it")
        constant = -squares.n * (0.5 * _LOG_2PI + math.log(spread))
        mean, variance = (squares.mean - squares.low) / spread, squares.squares / squares.n / spread / spread
        return _Problem(squares.n, mean, variance, constant, squares.low, spread)
    waits = map_reduce(exponential_part, total_merge, blocks)
    mean = waits.total / waits.n
    if not (mean == 0.0 or 1.0 / SQUARABLE <= mean <= SQUARABLE):
        raise ValueError(f"x has mean {mean}, too far from 1 for this method; rescale it")
    if family == EXPONENTIAL:
        if mean == 0.0:
            return _unbounded("all values are 0", math.inf)
        high = max(float(np.maximum.reduce(block)) for block in blocks)
        return _Problem(waits.n, mean / high, 0.0, -waits.n * math.log(high), 0.0, high)
    if min(float(np.minimum.reduce(block)) for block in blocks) <= 0.0:
        raise ValueError("x must hold only values above 0 for family 'gamma', got 0")
    gap = sum(float(_log_gap(block, mean)) * len(block) for block in blocks) / waits.n
    if gap <= 0.0:
        return _unbounded("all values are equal", math.inf, math.inf)
    return _Problem(waits.n, mean, gap, waits.n * (gap - math.log(mean)), 0.0, mean)


def _edge(p: float, loglik: float) -> NewtonMLE:
    return NewtonMLE(np.array([p]), loglik, 0, True)


def _unbounded(why: str, *parameters: float) -> NewtonMLE:
    warnings.warn(f"{why} in x: the likelihood grows without bound", UndefinedWarning, stacklevel=4)
    return NewtonMLE(np.array(parameters), math.inf, 0, False)


# -- public function -------------------------------------------------------------------------------


def _newton_mle_compiled(x, family, start=None, tol=1e-12, max_iter=100):
    code, n = -1, x.shape[0]
    for place in range(len(FAMILIES)):
        if family == FAMILIES[place]:
            code = place
    if code < 0 or n == 0 or not np.isfinite(x).all() or not tol >= 0.0:
        raise ValueError("newton_mle: x must hold finite values; family must be one of those documented, tol >= 0")
    low, high = 1.0 * x.min(), 1.0 * x.max()
    a, b, constant, offset, unit = 0.0, 0.0, 0.0, 0.0, 1.0
    if code == GAUSSIAN:
        mean, squares = _mean_and_squares(x, low)
        offset, unit = low, high - low
        if not 1e-150 <= unit <= 1e150:
            raise ValueError("newton_mle: the values of x are all equal, or their spread has no square; rescale them")
        a, b, constant = (mean - low) / unit, squares / n / unit / unit, -n * (0.5 * _LOG_2PI + math.log(unit))
    elif code == BERNOULLI:
        ones, good = _successes(x)
        if not good:
            raise ValueError("newton_mle: x must hold only 0 and 1")
        a = ones / n
    elif code == POISSON:
        total, surprise, others = _counts(x, _LOG_FACTORIALS)
        if others > 0 or not total < np.inf:
            raise ValueError("newton_mle: x must hold counts")
        a, constant = total / n, -surprise
    else:
        a = _sum_from(x, 0.0) / n
        if low < 0.0 or not 1e-150 <= a <= 1e150 or (code == GAMMA and low == 0.0):
            raise ValueError("newton_mle: x must not be negative, nor hold only 0, nor any for 'gamma'; or rescale it")
        if code == EXPONENTIAL:
            a, unit, constant = a / high, high, -n * math.log(high)
        else:
            b, unit = _log_gap(x, a), a
            constant = n * (b - math.log(a))
            if b <= 0.0:
                raise ValueError("newton_mle: the values of x are all equal")
    if (code == BERNOULLI and (a == 0.0 or a == 1.0)) or (code == POISSON and a == 0.0):
        return NewtonMLE(np.array([a]), 0.0, 0, True)
    first, second = _default_start(code, b)
    if start is not None:
        if start.shape[0] != (2 if code == GAUSSIAN else 1):
            raise ValueError("newton_mle: start must have two values for 'gaussian', one for the others")
        first, second = _standard(code, 1.0 * start[0], 1.0 * start[start.shape[0] - 1], offset, unit)
    if not _loglik(code, a, b, first, second) > -np.inf:
        raise ValueError("newton_mle: start must lie inside the parameters' range")
    first, second, n_iter, converged = _climb(code, n, a, b, first, second, 1.0 * tol, max_iter)
    loglik = n * _loglik(code, a, b, first, second) + constant
    return NewtonMLE(_original(code, first, second, offset, unit), loglik, n_iter, converged)


@compiled_as(_newton_mle_compiled)
def newton_mle(x: Any, family: str, *, start: Any = None, tol: float = 1e-12, max_iter: int = 100) -> NewtonMLE:
    r"""Climb to the most likely parameters of a family of distributions by Newton's method on the score.

    .. math:: \theta \leftarrow \theta + s \, J(\theta)^{-1} U(\theta), \qquad
              U = \nabla \ell(\theta), \qquad J = -\nabla^2 \ell(\theta)

    s is the first of 1, 1/2, 1/4, ... that stays inside the parameters' range and does not lower the log-likelihood ℓ.
    Where ℓ does not curve down ("gaussian" only), J is the expected information instead.

    Parameters
    ----------
    x : array_like of shape (n,)
        Independent values: any for "gaussian", 0 and 1 for "bernoulli", counts for "poisson", at least 0 for
        "exponential", above 0 for "gamma".
    family : {"gaussian", "bernoulli", "poisson", "exponential", "gamma"}
        All but the last have a closed form, which is what this reaches.
    start : array_like, optional
        Where to start: mean and variance ("gaussian"), p, rate, rate, or shape ("gamma", where the rate that makes the
        score of the rate vanish, shape over mean, is put in throughout).
    tol : float, default 1e-12
        Stop after a step that promises, by :math:`U^\top J^{-1} U`, to gain no more log-likelihood than this.
    max_iter : int, default 100
        Steps at most; 1 is a single step from `start`.

    Returns
    -------
    NewtonMLE
        ``parameters``, the log-likelihood ``loglik`` there, ``n_iter`` and ``converged``. Trials that all came out
        alike and counts that are all 0 have their maximum at the edge, where no score vanishes: it is returned at once.
        Where the likelihood has no bound (equal values under "gaussian" or "gamma", zeros under "exponential") the
        limit is returned, not converged, with an UndefinedWarning.

    Raises
    ------
    ValueError
        If `x` or `start` does not fit the family, or a magnitude has no square in double precision.

    See Also
    --------
    scipy.optimize.minimize : on the negative log-likelihood, a library that it is tested against.
    scipy.stats.gamma : the other (``fit`` with ``floc=0``; its scale is 1 / rate).
    gaussian_mle, bernoulli_mle, poisson_mle, exponential_mle : the closed forms.

    Notes
    -----
    Time O(n), memory O(1).
    The data enter through a few sums, so only those cost time; four to eight steps are usual, since near the maximum
    each doubles the number of correct digits.

    References
    ----------
    .. [1] L. Wasserman, "All of Statistics", 2004, section 9.13.4.
    .. [2] T. P. Minka, "Estimating a Gamma distribution", Microsoft Research, 2002.

    Examples
    --------
    From p = 1/2, one step is enough; the second finds nothing left to gain.

    >>> found = newton_mle([1, 1, 0, 1], "bernoulli")
    >>> found.parameters.tolist(), found.n_iter, found.converged
    ([0.75], 2, True)
    """
    code = FAMILIES.index(one_of(family, "family", FAMILIES))
    tol, max_iter = number(tol, "tol", at_least=0.0), integer(max_iter, "max_iter", at_least=1)
    problem = _summarise(x, code)
    if isinstance(problem, NewtonMLE):
        return problem
    n, a, b, constant, offset, unit = problem
    first, second = _default_start(code, b)
    if start is not None:
        values = array(start, "start", None).ravel()
        if values.shape[0] != (2 if code == GAUSSIAN else 1):
            raise ValueError(f"start must have {1 + (code == GAUSSIAN)} value(s) for {family!r}, got {values.shape[0]}")
        first, second = _standard(code, float(values[0]), float(values[-1]), offset, unit)
    if not _loglik(code, a, b, first, second) > -np.inf:
        raise ValueError(f"start must lie inside the parameters' range, got {start}")
    first, second, n_iter, converged = _climb(code, n, a, b, first, second, tol, max_iter)
    loglik = float(n * _loglik(code, a, b, first, second) + constant)
    return NewtonMLE(_original(code, first, second, offset, unit), loglik, int(n_iter), bool(converged))
