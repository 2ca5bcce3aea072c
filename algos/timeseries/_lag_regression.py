r"""One QR decomposition for regressions on nested sets of lags.

The rows of a regression reach it in blocks; what they have said so far is the triangle R of [X y] = QR. The first k
columns with the last hold the regression on the first k columns, whose residual sum of squares is

.. math:: S_k = \sum_{j \ge k} R_{j,p}^2

so one pass over the series answers for every number of lags, as accurately as a decomposition for each would.
"""

from __future__ import annotations

import math

import numpy as np

from .._jit import REASSOCIATE, kernel
from .._sums import _dot

ROWS = 128
"""Rows of a block: forty columns of it fill a core's first cache."""

DEPENDENT = 1e-13
"""A column of which less than this part is left beside the columns before it is taken for a combination of them."""


@kernel(fastmath=REASSOCIATE)
def _reflect_four(v, a, b, c, d, a0, b0, c0, d0, head, beta):
    """Reflect four columns, their entries in R (which are returned) and in the block, at v with `head` in R."""
    s0, s1, s2, s3 = head * a0, head * b0, head * c0, head * d0
    for i in range(v.shape[0]):
        s0 += v[i] * a[i]
        s1 += v[i] * b[i]
        s2 += v[i] * c[i]
        s3 += v[i] * d[i]
    s0, s1, s2, s3 = beta * s0, beta * s1, beta * s2, beta * s3
    for i in range(v.shape[0]):
        a[i] -= s0 * v[i]
        b[i] -= s1 * v[i]
        c[i] -= s2 * v[i]
        d[i] -= s3 * v[i]
    return a0 - s0 * head, b0 - s1 * head, c0 - s2 * head, d0 - s3 * head


@kernel
def _absorb(R, block, rows):
    """Make R the triangle of itself and `rows` rows below it, by Householder reflections; block[j] is column j."""
    p = R.shape[0]
    for j in range(p):
        v = block[j, :rows]
        square = _dot(v, v)
        if square == 0.0:
            continue
        corner = -math.copysign(math.sqrt(R[j, j] * R[j, j] + square), R[j, j])
        head = R[j, j] - corner
        beta = 2.0 / (head * head + square)
        R[j, j] = corner
        k = j + 1
        while k + 3 < p:
            R[j, k], R[j, k + 1], R[j, k + 2], R[j, k + 3] = _reflect_four(
                v,
                block[k, :rows],
                block[k + 1, :rows],
                block[k + 2, :rows],
                block[k + 3, :rows],
                R[j, k],
                R[j, k + 1],
                R[j, k + 2],
                R[j, k + 3],
                head,
                beta,
            )
            k += 4
        while k < p:
            column = block[k, :rows]
            share = beta * (head * R[j, k] + _dot(v, column))
            R[j, k] -= share * head
            for i in range(rows):
                column[i] -= share * v[i]
            k += 1


@kernel
def _residual_squares(R):
    """Return S_k for k = 0..p - 1: the squares left by the first k columns."""
    p = R.shape[0]
    left = np.empty(p)
    total = 0.0
    for j in range(p):
        k = p - 1 - j
        total += R[k, p - 1] * R[k, p - 1]
        left[k] = total
    return left


@kernel
def _first_columns(R, k):
    """Return the triangle of the regression on the first k columns: they and the last one."""
    p = R.shape[0]
    out = np.zeros((k + 1, k + 1))
    rest = 0.0
    for i in range(p):
        if i < k:
            for j in range(i, k):
                out[i, j] = R[i, j]
            out[i, k] = R[i, p - 1]
        else:
            rest += R[i, p - 1] * R[i, p - 1]
    out[k, k] = math.sqrt(rest)
    return out


@kernel
def _independent(R):
    """Return how many leading columns, the last one apart, are no combination of those before them."""
    for j in range(R.shape[0] - 1):
        square = 0.0
        for i in range(j + 1):
            square += R[i, j] * R[i, j]
        if not abs(R[j, j]) > DEPENDENT * math.sqrt(square):
            return j
    return R.shape[0] - 1


@kernel
def _t_statistic(R, column, rows):
    """Return the t-statistic of one coefficient of the regression with triangle R on `rows` rows."""
    k = R.shape[0] - 1
    beta, w = np.empty(k), np.zeros(k)
    for i in range(k - 1, column - 1, -1):
        rest = R[i, k]
        for j in range(i + 1, k):
            rest -= R[i, j] * beta[j]
        beta[i] = rest / R[i, i]
    square = 0.0
    for i in range(column, k):  # w solves R' w = e, so that its square is the coefficient's variance over sigma²
        rest = 1.0 if i == column else 0.0
        for j in range(column, i):
            rest -= R[j, i] * w[j]
        w[i] = rest / R[i, i]
        square += w[i] * w[i]
    sigma = abs(R[k, k]) / math.sqrt(rows - k)
    return beta[column] / (sigma * math.sqrt(square))
