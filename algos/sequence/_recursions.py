r"""The forward and backward recursions of a chain, scaled at every step: what HMMs and CRFs have in common.

.. math:: \hat\alpha_t(j) = \frac{e_t(j)}{c_t} \sum_i \hat\alpha_{t-1}(i) M_{ij}, \qquad
          \hat\beta_{t-1}(i) = \frac{1}{c_t} \sum_j M_{ij} e_t(j) \hat\beta_t(j), \qquad
          \log Z = \sum_t \log c_t

e_t(j) ≥ 0 is the potential of state j at step t, M_ij ≥ 0 that of a step from i to j; for an HMM they are probabilities
(the start probabilities stand in e_0), for a CRF exponentials of scores. :math:`\hat\alpha_t \hat\beta_t` are the
marginals of the states, and with :math:`g_t = e_t \hat\beta_t / c_t` those of the steps are
:math:`\hat\alpha_{t-1}(i) M_{ij} g_t(j)`. Nothing underflows, however long the chain; no step takes an exponential.

Rows are padded with zeros to a multiple of `LANES` states. Four sums at a time in local variables become one vector
register; plain loops over so few states stay scalar. A forward step of 8 states takes 15 ns, 40 written as plain loops;
of 16 states 55 and 72 (AVX2 code, Rocket Lake). Dividing a step by its sum while the *next* one is formed takes the
division off the chain of dependent operations: 15 instead of 23 ns.

Potentials that differ by hundreds of orders of magnitude can vanish beside each other although only the small one is
reachable. The kernels tell: below `LOST` digits may have gone, and ``_log_recursions.py`` takes over.

Rabiner, "A tutorial on hidden Markov models", Proc. IEEE 77, 1989, section V.A; Sutton and McCallum, "An introduction
to conditional random fields", 2012, section 4.1.
"""

from __future__ import annotations

import numpy as np

from .._jit import REASSOCIATE, kernel

__all__ = ["FAINT", "LANES", "LOST", "_add_pair_counts", "_backward", "_forward"]

LANES = 4
LOST = 1e-290
"""With potentials of at most 1, what underflows is below 1e-308: a sum above this has lost nothing that shows."""
FAINT = -230.0
"""Where no step is below exp(-230) = 1e-100 of the likeliest, what `_forward` lost would never have mattered; elsewhere
it may have been the only way on, and only `_backward`'s largest beta proves that it was not."""

STRETCH = 256


@kernel(fastmath=REASSOCIATE)
def _add_tile(before, after, i, j, counts):
    """Add the products of four columns with four others, summed over the rows, to a tile of `counts`."""
    a0 = a1 = a2 = a3 = b0 = b1 = b2 = b3 = c0 = c1 = c2 = c3 = d0 = d1 = d2 = d3 = 0.0
    for t in range(before.shape[0]):
        g0, g1, g2, g3 = after[t, j], after[t, j + 1], after[t, j + 2], after[t, j + 3]
        a = before[t, i]
        a0 += a * g0
        a1 += a * g1
        a2 += a * g2
        a3 += a * g3
        b = before[t, i + 1]
        b0 += b * g0
        b1 += b * g1
        b2 += b * g2
        b3 += b * g3
        c = before[t, i + 2]
        c0 += c * g0
        c1 += c * g1
        c2 += c * g2
        c3 += c * g3
        d = before[t, i + 3]
        d0 += d * g0
        d1 += d * g1
        d2 += d * g2
        d3 += d * g3
    for row, sums in enumerate(((a0, a1, a2, a3), (b0, b1, b2, b3), (c0, c1, c2, c3), (d0, d1, d2, d3))):
        for column in range(LANES):
            counts[i + row, j + column] += sums[column]


@kernel(fastmath=REASSOCIATE)
def _forward(potential, step, alpha, scale):
    """Fill `alpha` with rows that sum to one and `scale` with c_t; return the smallest c_t."""
    n_steps, width = potential.shape
    total = 0.0
    for k in range(width):
        alpha[0, k] = potential[0, k]
        total += potential[0, k]
    scale[0] = total
    share = 1.0 / total if total > 0.0 else 0.0
    for t in range(1, n_steps):
        before, now, here = alpha[t - 1], alpha[t], potential[t]
        total = 0.0
        for block in range(width // LANES):
            k = LANES * block
            s0 = s1 = s2 = s3 = 0.0
            for i in range(width):
                a = before[i]
                s0 += a * step[i, k]
                s1 += a * step[i, k + 1]
                s2 += a * step[i, k + 2]
                s3 += a * step[i, k + 3]
            s0 *= here[k] * share
            s1 *= here[k + 1] * share
            s2 *= here[k + 2] * share
            s3 *= here[k + 3] * share
            now[k] = s0
            now[k + 1] = s1
            now[k + 2] = s2
            now[k + 3] = s3
            total += (s0 + s1) + (s2 + s3)
        scale[t] = total
        share = 1.0 / total if total > 0.0 else 0.0
    lowest = np.inf
    for t in range(n_steps):
        lowest = min(lowest, scale[t])
        share, row = 1.0 / scale[t] if scale[t] > 0.0 else 0.0, alpha[t]
        for block in range(width // LANES):
            k = LANES * block
            row[k] *= share
            row[k + 1] *= share
            row[k + 2] *= share
            row[k + 3] *= share
    return lowest


@kernel(fastmath=REASSOCIATE)
def _backward(potential, step_transposed, scale, beta, weighted):
    """Fill `beta`, and `weighted` with g_t = e_t beta_t / c_t; return the sum of all betas. No c_t may be zero.

    A sum keeps the infinities and NaN that a maximum could drop.
    """
    n_steps, width = potential.shape
    total, share = 1.0, 1.0 / scale[n_steps - 1]
    for k in range(width):
        beta[n_steps - 1, k] = 1.0
        weighted[n_steps - 1, k] = potential[n_steps - 1, k] * share
    for t in range(n_steps - 1, 0, -1):
        here, before, weighted_before, potential_before = weighted[t], beta[t - 1], weighted[t - 1], potential[t - 1]
        share = 1.0 / scale[t - 1]
        for block in range(width // LANES):
            k = LANES * block
            s0 = s1 = s2 = s3 = 0.0
            for j in range(width):
                g = here[j]
                s0 += g * step_transposed[j, k]
                s1 += g * step_transposed[j, k + 1]
                s2 += g * step_transposed[j, k + 2]
                s3 += g * step_transposed[j, k + 3]
            g0 = s0 * (potential_before[k] * share)
            g1 = s1 * (potential_before[k + 1] * share)
            g2 = s2 * (potential_before[k + 2] * share)
            g3 = s3 * (potential_before[k + 3] * share)
            before[k] = s0
            before[k + 1] = s1
            before[k + 2] = s2
            before[k + 3] = s3
            weighted_before[k] = g0
            weighted_before[k + 1] = g1
            weighted_before[k + 2] = g2
            weighted_before[k + 3] = g3
            total += (s0 + s1) + (s2 + s3)
    return total


@kernel(fastmath=REASSOCIATE)
def _add_pair_counts(alpha, weighted, counts):
    """Add sum_t alpha_{t-1}(i) g_t(j) to `counts`: times M_ij, the expected number of steps from i to j.

    Sixteen sums at a time in four vector registers, over stretches of steps that the fastest cache holds: 10 ns a step
    of 8 states, 44 with four sums over all steps.
    """
    n_steps, width = alpha.shape
    for first in range(0, n_steps - 1, STRETCH):
        n = min(STRETCH, n_steps - 1 - first)
        before, after = alpha[first : first + n], weighted[first + 1 : first + 1 + n]
        for row in range(width // LANES):
            for block in range(width // LANES):
                _add_tile(before, after, LANES * row, LANES * block, counts)
