r"""Cross entropy: what coding under a wrong belief costs.

.. math:: H(P, Q) = -\sum_i p_i \log q_i = H(P) + D(P \Vert Q)
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._jit import REASSOCIATE, compiled_as, kernel
from .._vector import _add, _log2
from ._distributions import BLOCK, LN2, confirm_pair, logarithm_unit, require_pair, unchecked_pair, unit_compiled


@kernel(fastmath=REASSOCIATE)
def _cross_entropy_block(p, q):
    bits, p_total, q_total, signs = 0.0, 0.0, 0.0, np.int64(0)
    for i in range(p.shape[0]):
        p_i, q_i = np.float64(p[i]), np.float64(q[i])
        bits -= p_i * _log2(q_i) if q_i != 0.0 or p_i == 0.0 else -np.inf
        p_total += p_i
        q_total += q_i
        signs |= p_i.view(np.int64) | q_i.view(np.int64)
    return bits, p_total, q_total, signs


@kernel
def _cross_entropy(p, q):
    """Return H(P, Q) in bits, the sums of `p` and `q`, and whether any value carries a minus sign."""
    bits, rest, p_total, q_total, signs = 0.0, 0.0, 0.0, 0.0, np.int64(0)
    for start in range(0, p.shape[0], BLOCK):
        stop = start + BLOCK
        block, p_block, q_block, block_signs = _cross_entropy_block(p[start:stop], q[start:stop])
        bits, rest = _add(bits, rest, block)
        p_total += p_block
        q_total += q_block
        signs |= block_signs
    return bits + rest, p_total, q_total, signs < 0


def _cross_entropy_compiled(p, q, base=2.0):
    require_pair(p, q)
    return _cross_entropy(p, q)[0] * (LN2 / unit_compiled(base))


@compiled_as(_cross_entropy_compiled)
def cross_entropy(p: Any, q: Any, base: float = 2.0) -> float:
    r"""Return the mean surprisal of outcomes of P to somebody who believes Q.

    .. math:: H(P, Q) = -\sum_i p_i \log q_i = H(P) + D(P \Vert Q)

    Parameters
    ----------
    p, q : array_like of shape (k,)
        Probabilities that sum to one within 1e-8; `p` the truth, `q` the belief.
    base : float, default 2.0
        Base of the logarithm, above 1: 2 gives bits, ``math.e`` nats.

    Returns
    -------
    float
        At least the entropy of `p`; infinity where `q` rules an outcome out that `p` does not.

    Raises
    ------
    ValueError
        If a vector is empty, not one-dimensional, negative, not finite or does not sum to one; if their lengths differ;
        if `base` is not above 1.

    See Also
    --------
    scipy.stats.entropy : the library it is tested against, as the sum of its entropy and its relative entropy.
    kl_divergence : the part of it that a better belief would save.

    Notes
    -----
    Time O(k), memory O(1).
    Outcomes with p_i = 0 contribute nothing, whatever q_i is.

    References
    ----------
    .. [1] T. M. Cover and J. A. Thomas, "Elements of Information Theory", 2nd ed., 2006, theorem 5.4.3.

    Examples
    --------
    A fair coin coded as if heads came three times in four: ½ log 4/3 + ½ log 4.

    >>> round(cross_entropy([0.5, 0.5], [0.75, 0.25]), 4)
    1.2075
    """
    unit = logarithm_unit(base)
    p, q = unchecked_pair(p, q)
    bits, p_total, q_total, any_sign = _cross_entropy(p, q)
    confirm_pair(p, q, p_total, q_total, any_sign)
    return float(bits) if base == 2.0 else float(bits * (LN2 / unit))
