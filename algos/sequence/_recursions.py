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

__all__ = ["LANES", "LOST", "_add_pair_counts", "_backward", "_forward"]

LANES = 4
LOST = 1e-290
"""With potentials of at most 1, what underflows is below 1e-308: a sum above this has lost nothing that shows."""


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
        share = 1.0 / scale[t] if scale[t] > 0.0 else 0.0
        for k in range(width):
            alpha[t, k] *= share
    return lowest


@kernel(fastmath=REASSOCIATE)
def _backward(potential, step_transposed, scale, beta, weighted):
    """Fill `beta`, and `weighted` with g_t = e_t beta_t / c_t; return the largest beta. No c_t may be zero."""
    n_steps, width = potential.shape
    highest = 1.0
    for k in range(width):
        beta[n_steps - 1, k] = 1.0
    for t in range(n_steps - 1, -1, -1):
        now, here, after = beta[t], weighted[t], potential[t]
        share = 1.0 / scale[t]
        for k in range(width):
            here[k] = after[k] * now[k] * share
        if t > 0:
            before = beta[t - 1]
            for block in range(width // LANES):
                k = LANES * block
                s0 = s1 = s2 = s3 = 0.0
                for j in range(width):
                    g = here[j]
                    s0 += g * step_transposed[j, k]
                    s1 += g * step_transposed[j, k + 1]
                    s2 += g * step_transposed[j, k + 2]
                    s3 += g * step_transposed[j, k + 3]
                before[k] = s0
                before[k + 1] = s1
                before[k + 2] = s2
                before[k + 3] = s3
                highest = max(highest, max(max(s0, s1), max(s2, s3)))
    return highest


@kernel(fastmath=REASSOCIATE)
def _add_pair_counts(alpha, weighted, counts):
    """Add sum_t alpha_{t-1}(i) g_t(j) to `counts`: times M_ij, the expected number of steps from i to j."""
    n_steps, width = alpha.shape
    for i in range(width):
        for block in range(width // LANES):
            k = LANES * block
            s0 = s1 = s2 = s3 = 0.0
            for t in range(n_steps - 1):
                a = alpha[t, i]
                s0 += a * weighted[t + 1, k]
                s1 += a * weighted[t + 1, k + 1]
                s2 += a * weighted[t + 1, k + 2]
                s3 += a * weighted[t + 1, k + 3]
            counts[i, k] += s0
            counts[i, k + 1] += s1
            counts[i, k + 2] += s2
            counts[i, k + 3] += s3
