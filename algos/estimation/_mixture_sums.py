r"""What one pass of expectation maximisation adds up over a block of rows, for a mixture of normal distributions.

With W the inverse of a covariance's lower Cholesky factor, the density of component j at x is

.. math:: \log \pi_j + \log N(x; \mu_j, \Sigma_j) = c_j - \tfrac12 \lVert W_j (x - \mu_j) \rVert^2, \qquad
          c_j = \log \pi_j + \sum_f \log W_{jff} - \tfrac d2 \log 2 \pi .

The responsibilities r are these, exponentiated and divided by their sum. Mass, sums and squares are taken about the
*incoming* mean, in the same pass, so a row is read once an iteration:

.. math:: N_j = \sum_i r_{ij}, \qquad s_j = \sum_i r_{ij} (x_i - \mu_j), \qquad
          S_j = \sum_i r_{ij} (x_i - \mu_j)(x_i - \mu_j)^\top

Rows run in the inner loops, in chunks that stay in the first cache, so that LLVM gives each a lane of a vector
register; `columns` is X transposed.
"""

from __future__ import annotations

import numpy as np

from .._jit import REASSOCIATE, kernel
from .._vector import _exp, _log

__all__: list[str] = []

CHUNK = 256
"""Rows at a time: with ten features and five components, 40 KB."""

_CONTRACT = frozenset({"contract"})


# -- one chunk of rows, one component --------------------------------------------------------------


@kernel
def _centre(columns, left, right, mean, differences):
    """Write x - mean of the rows left..right, a feature a row."""
    for f in range(mean.shape[0]):
        column, centre, row = columns[f, left:right], mean[f], differences[f]
        for r in range(column.shape[0]):
            row[r] = column[r] - centre


@kernel(fastmath=_CONTRACT)
def _log_density_full(differences, m, W, constant, projected, out):
    """Write constant - |W (x - mean)|^2 / 2. Four features at a time: one store for four products."""
    d = W.shape[0]
    out = out[:m]
    for r in range(m):
        out[r] = constant
    for i in range(d):
        whole = (i + 1) // 4 * 4
        total = projected[:m]
        for r in range(m):
            total[r] = 0.0
        for f in range(0, whole, 4):
            w0, w1, w2, w3 = W[i, f], W[i, f + 1], W[i, f + 2], W[i, f + 3]
            a, b, c, e = differences[f], differences[f + 1], differences[f + 2], differences[f + 3]
            for r in range(m):
                total[r] += w0 * a[r] + w1 * b[r] + w2 * c[r] + w3 * e[r]
        for f in range(whole, i + 1):
            w0, a = W[i, f], differences[f]
            for r in range(m):
                total[r] += w0 * a[r]
        for r in range(m):
            out[r] -= 0.5 * total[r] * total[r]


@kernel(fastmath=_CONTRACT)
def _log_density_diagonal(differences, m, W, constant, out):
    """Write constant - |W (x - mean)|^2 / 2 for the diagonal of W."""
    out = out[:m]
    for r in range(m):
        out[r] = 0.0
    for f in range(W.shape[0]):
        w, row = W[f], differences[f]
        for r in range(m):
            scaled = w * row[r]
            out[r] += scaled * scaled
    for r in range(m):
        out[r] = constant - 0.5 * out[r]


@kernel(fastmath=REASSOCIATE)
def _normalise(logs, m, highest, total):
    """Turn log densities (k, m) into responsibilities, `highest` into the rows' own log densities; return their sum.

    No density counts as less than exp(-1e300): with that floor even a row that is infinitely far has neighbours.
    """
    k = logs.shape[0]
    highest, total = highest[:m], total[:m]
    for r in range(m):
        highest[r] = -1e300
        total[r] = 0.0
    for j in range(k):
        row = logs[j]
        for r in range(m):
            row[r] = row[r] if row[r] > -1e300 else -1e300  # also for NaN
            highest[r] = row[r] if row[r] > highest[r] else highest[r]
    for j in range(k):
        row = logs[j]
        for r in range(m):
            density = _exp(row[r] - highest[r])
            row[r] = density
            total[r] += density
    loglik = 0.0
    for r in range(m):
        highest[r] += _log(total[r])
        loglik += highest[r]
        total[r] = 1.0 / total[r]
    for j in range(k):
        row = logs[j]
        for r in range(m):
            row[r] *= total[r]
    return loglik


@kernel(fastmath=REASSOCIATE)
def _add_full(share, differences, m, weighted, sums, squares):
    """Add the chunk's mass, sums and squares (lower triangle) of one component; four products share what they read."""
    mass = 0.0
    for r in range(m):
        mass += share[r]
    for i in range(sums.shape[0]):
        row, total = differences[i], 0.0
        for r in range(m):
            weighted[r] = share[r] * row[r]
            total += weighted[r]
        sums[i] += total
        whole = (i + 1) // 4 * 4
        for f in range(0, whole, 4):
            a, b, c, e = differences[f], differences[f + 1], differences[f + 2], differences[f + 3]
            t0, t1, t2, t3 = 0.0, 0.0, 0.0, 0.0
            for r in range(m):
                w = weighted[r]
                t0 += w * a[r]
                t1 += w * b[r]
                t2 += w * c[r]
                t3 += w * e[r]
            squares[i, f] += t0
            squares[i, f + 1] += t1
            squares[i, f + 2] += t2
            squares[i, f + 3] += t3
        for f in range(whole, i + 1):
            a, t0 = differences[f], 0.0
            for r in range(m):
                t0 += weighted[r] * a[r]
            squares[i, f] += t0
    return mass


@kernel(fastmath=REASSOCIATE)
def _add_diagonal(share, differences, m, sums, squares):
    """Add the chunk's mass, sums and squares of one component."""
    mass = 0.0
    for r in range(m):
        mass += share[r]
    for f in range(sums.shape[0]):
        row, total, square = differences[f], 0.0, 0.0
        for r in range(m):
            weighted = share[r] * row[r]
            total += weighted
            square += weighted * row[r]
        sums[f] += total
        squares[f] += square
    return mass


# -- a block of rows: its sums, those for given responsibilities, or each row's own ------------------------------------


@kernel
def _sum_full(columns, constants, means, W, mass, sums, squares):
    """Add up a block; return its log-likelihood."""
    (d, n), k = columns.shape, means.shape[0]
    differences, logs = np.empty((d, CHUNK)), np.empty((k, CHUNK))
    spare, other = np.empty(CHUNK), np.empty(CHUNK)
    loglik = 0.0
    for left in range(0, n, CHUNK):
        m = min(CHUNK, n - left)
        for j in range(k):
            _centre(columns, left, left + m, means[j], differences)
            _log_density_full(differences, m, W[j % W.shape[0]], constants[j], spare, logs[j])
        loglik += _normalise(logs, m, spare, other)
        for j in range(k):
            _centre(columns, left, left + m, means[j], differences)
            mass[j] += _add_full(logs[j], differences, m, spare, sums[j], squares[j])
    return loglik


@kernel
def _sum_diagonal(columns, constants, means, W, mass, sums, squares):
    """Add up a block; return its log-likelihood."""
    (d, n), k = columns.shape, means.shape[0]
    differences, logs = np.empty((d, CHUNK)), np.empty((k, CHUNK))
    spare, other = np.empty(CHUNK), np.empty(CHUNK)
    loglik = 0.0
    for left in range(0, n, CHUNK):
        m = min(CHUNK, n - left)
        for j in range(k):
            _centre(columns, left, left + m, means[j], differences)
            _log_density_diagonal(differences, m, W[j], constants[j], logs[j])
        loglik += _normalise(logs, m, spare, other)
        for j in range(k):
            _centre(columns, left, left + m, means[j], differences)
            mass[j] += _add_diagonal(logs[j], differences, m, sums[j], squares[j])
    return loglik


@kernel
def _sum_given_full(columns, shares, means, mass, sums, squares):
    """Add up a block for given responsibilities (k, n)."""
    (d, n), k = columns.shape, means.shape[0]
    differences, spare = np.empty((d, CHUNK)), np.empty(CHUNK)
    for left in range(0, n, CHUNK):
        m = min(CHUNK, n - left)
        for j in range(k):
            _centre(columns, left, left + m, means[j], differences)
            mass[j] += _add_full(shares[j, left:], differences, m, spare, sums[j], squares[j])


@kernel
def _sum_given_diagonal(columns, shares, means, mass, sums, squares):
    """Add up a block for given responsibilities (k, n)."""
    (d, n), k = columns.shape, means.shape[0]
    differences = np.empty((d, CHUNK))
    for left in range(0, n, CHUNK):
        m = min(CHUNK, n - left)
        for j in range(k):
            _centre(columns, left, left + m, means[j], differences)
            mass[j] += _add_diagonal(shares[j, left:], differences, m, sums[j], squares[j])


@kernel
def _rows_full(columns, constants, means, W, densities, shares):
    """Write each row's log density and its responsibilities (k, n)."""
    (d, n), k = columns.shape, means.shape[0]
    differences, logs = np.empty((d, CHUNK)), np.empty((k, CHUNK))
    spare, other = np.empty(CHUNK), np.empty(CHUNK)
    for left in range(0, n, CHUNK):
        m = min(CHUNK, n - left)
        for j in range(k):
            _centre(columns, left, left + m, means[j], differences)
            _log_density_full(differences, m, W[j % W.shape[0]], constants[j], spare, logs[j])
        _normalise(logs, m, spare, other)
        for r in range(m):
            densities[left + r] = spare[r]
            for j in range(k):
                shares[j, left + r] = logs[j, r]


@kernel
def _rows_diagonal(columns, constants, means, W, densities, shares):
    """Write each row's log density and its responsibilities (k, n)."""
    (d, n), k = columns.shape, means.shape[0]
    differences, logs = np.empty((d, CHUNK)), np.empty((k, CHUNK))
    spare, other = np.empty(CHUNK), np.empty(CHUNK)
    for left in range(0, n, CHUNK):
        m = min(CHUNK, n - left)
        for j in range(k):
            _centre(columns, left, left + m, means[j], differences)
            _log_density_diagonal(differences, m, W[j], constants[j], logs[j])
        _normalise(logs, m, spare, other)
        for r in range(m):
            densities[left + r] = spare[r]
            for j in range(k):
                shares[j, left + r] = logs[j, r]
