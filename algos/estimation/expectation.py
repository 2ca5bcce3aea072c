r"""One iteration of expectation maximisation for a mixture of normal distributions.

.. math:: r_{ij} = \frac{\pi_j N(x_i; \mu_j, \Sigma_j)}{\sum_m \pi_m N(x_i; \mu_m, \Sigma_m)}, \quad
          N_j = \sum_i r_{ij}, \quad \pi_j' = \frac{N_j}{n}, \quad \mu_j' = \frac{1}{N_j} \sum_i r_{ij} x_i, \quad
          \Sigma_j' = \frac{1}{N_j} \sum_i r_{ij} (x_i - \mu_j')(x_i - \mu_j')^\top + \epsilon I

The sums of a block of rows are a few numbers, so blocks can be summed anywhere and merged in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial as bind
from typing import Any, NamedTuple

import numpy as np

from .._blocks import decomposes, map_reduce
from .._check import FloatArray, frozen, matrix, number
from .._jit import compiled_as
from ._mixture_covariances import _move_means, _prepare_diagonal, _prepare_full, _update_diagonal, _update_full
from ._mixture_pass import (
    BLOCK,
    MixtureSums,
    check_covariances,
    check_mixture,
    column_blocks,
    maximise,
    merge,
    prepare,
    public_shape,
    sum_columns,
)
from ._mixture_sums import _sum_diagonal, _sum_full

__all__ = ["EMStep", "em_step"]


class EMStep(NamedTuple):
    """Result of `em_step`.

    Attributes
    ----------
    weights : ndarray of shape (k,)
        Share of each component.
    means : ndarray of shape (k, d)
        Their centres.
    covariances : ndarray
        Their covariances, in the shape of the incoming ones.
    log_likelihood : float
        Of the rows under the *incoming* parameters, in nats.
    """

    weights: FloatArray
    means: FloatArray
    covariances: FloatArray
    log_likelihood: float


# -- on checked input ------------------------------------------------------------------------------


def advance(
    blocks: list[FloatArray],
    weights: FloatArray,
    means: FloatArray,
    covariances: FloatArray,
    reg_covar: float,
    map: Callable[..., Iterable[Any]] = map,  # noqa: A002
) -> EMStep:
    """Run one iteration over transposed blocks of checked rows; covariances in and out as kernels take them."""
    prepared = prepare(weights, means, covariances)
    sums = map_reduce(bind(sum_columns, prepared), merge, blocks, map)
    return EMStep(*maximise(sums, prepared.means, covariances, reg_covar), sums.log_likelihood)


def _em_part(X: Any, weights: Any, means: Any, covariances: Any, covariance_type: str = "full") -> MixtureSums:
    X, weights, means, covariances = check_mixture(X, weights, means, covariances, covariance_type)
    return sum_columns(prepare(weights, means, covariances), frozen(np.ascontiguousarray(X.T)))


def _em_end(
    sums: MixtureSums, means: Any, covariances: Any, covariance_type: str = "full", reg_covar: float = 1e-6
) -> EMStep:
    means, reg_covar = matrix(means, "means"), number(reg_covar, "reg_covar", at_least=0.0)
    k, d = means.shape
    covariances = check_covariances(covariances, covariance_type, k, d, "covariances")
    weights, means, covariances = maximise(sums, means, covariances, reg_covar)
    return EMStep(weights, means, public_shape(covariances, covariance_type), sums.log_likelihood)


# -- public function -------------------------------------------------------------------------------


def _em_step_compiled(X, weights, means, covariances, covariance_type="full", reg_covar=1e-6):
    (n, d), k = X.shape, means.shape[0]
    if n == 0 or d == 0 or k == 0 or means.shape[1] != d or weights.shape[0] != k or not reg_covar >= 0.0:
        raise ValueError("em_step: X and means must not be empty and fit each other and weights; reg_covar >= 0")
    if not (np.isfinite(X).all() and np.isfinite(means).all() and np.isfinite(covariances).all()):
        raise ValueError("em_step: every value must be finite")
    if not (weights.min() >= 0.0 and abs(weights.sum() - 1.0) <= 1e-8):
        raise ValueError("em_step: weights must be probabilities")
    centres = means.astype(np.float64)  # whole numbers would stay whole
    columns, mass, sums, constants = np.ascontiguousarray(X.T), np.zeros(k), np.zeros((k, d)), np.empty(k)
    if covariances.ndim == 3:
        if covariance_type != "full" or covariances.shape != (k, d, d):
            raise ValueError("em_step: three-dimensional covariances are of type 'full' and shape (k, d, d)")
        W, squares, before = np.empty((k, d, d)), np.zeros((k, d, d)), covariances.astype(np.float64)
        bad = _prepare_full(weights, before, W, constants)
        if bad >= 0:
            raise ValueError("em_step: a covariance is not positive definite")
        loglik = _sum_full(columns, constants, centres, W, mass, sums, squares)
        updated = _update_full(mass, sums, squares, before, reg_covar)
    else:
        if covariance_type != "diag" or covariances.shape != (k, d):
            raise ValueError("em_step: compiled callers pass covariances of type 'full', (k, d, d), or 'diag', (k, d)")
        W, squares, before = np.empty((k, d)), np.zeros((k, d)), covariances.astype(np.float64)
        bad = _prepare_diagonal(weights, before, W, constants)
        if bad >= 0:
            raise ValueError("em_step: a variance is not positive")
        loglik = _sum_diagonal(columns, constants, centres, W, mass, sums, squares)
        updated = _update_diagonal(mass, sums, squares, before, reg_covar)
    return EMStep(mass / mass.sum(), _move_means(mass, sums, centres), updated, loglik)


@decomposes(_em_part, merge, _em_end, block_rows=BLOCK)
@compiled_as(_em_step_compiled)
def em_step(
    X: Any, weights: Any, means: Any, covariances: Any, covariance_type: str = "full", reg_covar: float = 1e-6
) -> EMStep:
    r"""Run one iteration of expectation maximisation for a mixture of k normal distributions.

    .. math:: r_{ij} = \frac{\pi_j N(x_i; \mu_j, \Sigma_j)}{\sum_m \pi_m N(x_i; \mu_m, \Sigma_m)}, \quad
              \pi_j' = \frac{N_j}{n}, \quad \mu_j' = \frac{1}{N_j} \sum_i r_{ij} x_i, \quad
              \Sigma_j' = \frac{1}{N_j} \sum_i r_{ij} (x_i - \mu_j')(x_i - \mu_j')^\top + \epsilon I

    with :math:`N_j = \sum_i r_{ij}`.

    Parameters
    ----------
    X : array_like of shape (n, d)
        Rows, finite, n >= 1.
    weights : array_like of shape (k,)
        Incoming weights :math:`\pi_j`, which sum to one within 1e-8.
    means : array_like of shape (k, d)
        Incoming means :math:`\mu_j`.
    covariances : array_like
        Incoming covariances, positive definite: (k, d, d) for "full", (d, d) for "tied", variances (k, d) for "diag",
        (k,) for "spherical".
    covariance_type : {"full", "tied", "diag", "spherical"}
        A matrix for each component, one for all, a variance for each feature, or one variance a component. Compiled
        callers have "full" and "diag".
    reg_covar : float, default 1e-6
        :math:`\epsilon` >= 0, added to the variances. At 0 the log-likelihood never falls from step to step; above, it
        may by a trifle, but no component can collapse onto a point.

    Returns
    -------
    EMStep
        ``weights``, ``means`` and ``covariances`` after the update, and ``log_likelihood``, the sum over the rows under
        the *incoming* parameters.

    Raises
    ------
    ValueError
        If a shape does not fit, a value is not finite or above 1e150, a covariance is not positive definite, weights
        are no distribution, or `reg_covar` is negative.

    See Also
    --------
    sklearn.mixture.GaussianMixture : with ``max_iter=1`` and the same start, the library it is tested against.
    GaussianMixture : the loop over this step.

    Notes
    -----
    Time O(nkd²), O(nkd) for "diag" and "spherical", memory O(nd + kd²).
    A component to which no row belongs keeps its mean and covariance, with weight 0.

    References
    ----------
    .. [1] C. M. Bishop, "Pattern Recognition and Machine Learning", 2006, equations 9.23 to 9.28.

    Examples
    --------
    Far apart, each component takes the two rows around it:

    >>> step = em_step([[0.0], [2.0], [100.0], [104.0]], [0.5, 0.5], [[0.0], [99.0]], [[1.0], [1.0]], "diag", 0.0)
    >>> step.weights.tolist(), step.means.tolist(), step.covariances.tolist()
    ([0.5, 0.5], [[1.0], [102.0]], [[1.0], [4.0]])
    """
    reg_covar = number(reg_covar, "reg_covar", at_least=0.0)
    X, weights, means, covariances = check_mixture(X, weights, means, covariances, covariance_type)
    step = advance(column_blocks(X), weights, means, covariances, reg_covar)
    return step._replace(covariances=public_shape(step.covariances, covariance_type))
