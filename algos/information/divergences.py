r"""How far one distribution is from another.

.. math:: D(P \Vert Q) = \sum_i p_i \log \frac{p_i}{q_i}, \quad
    JS = \tfrac12 D(P \Vert M) + \tfrac12 D(Q \Vert M), \quad M = \tfrac12 (P + Q)

Divergences of nearly equal distributions drown in rounding when Σ p log(p / q) is added up as it stands, since its
terms are large and of both signs. Both kernels below add terms that are never negative: p log(p / q) - p + q, in
which the two extra sums cancel because p and q both sum to one.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._jit import REASSOCIATE, compiled_as, kernel
from .._vector import _add, _gap, _split
from ._distributions import BLOCK, LN2, confirm_pair, logarithm_unit, require_pair, unchecked_pair, unit_compiled

_LARGEST = np.finfo(np.float64).max
_SMALL = 2.0**-800


@kernel(fastmath=frozenset({"contract"}))
def _divergence_term(p, q):
    """Return p log(p / q) - p + q >= 0: q where p = 0, infinity where q = 0 < p."""
    far = q < _SMALL  # a quotient that could underflow is taken 2**200 times larger
    ratio = (q * 2.0**200 if far else q) / p
    k, m = _split(ratio if ratio < _LARGEST else _LARGEST)  # beyond it p is nothing beside q
    k = k - 200.0 if far else k
    f = (q - p) / p if k == 0.0 else m - 1.0  # where p and q are close their difference is exact, their quotient not
    gap = _gap(f)
    value = p * gap if k == 0.0 else (q - p) - p * (k * LN2 + (f - gap))
    value = value if q > 0.0 else np.inf
    return value if p > 0.0 else q


@kernel(fastmath=REASSOCIATE)
def _kl_block(p, q):
    nats, p_total, q_total, signs = 0.0, 0.0, 0.0, np.int64(0)
    for i in range(p.shape[0]):
        p_i, q_i = np.float64(p[i]), np.float64(q[i])
        nats += _divergence_term(p_i, q_i)
        p_total += p_i
        q_total += q_i
        signs |= p_i.view(np.int64) | q_i.view(np.int64)
    return nats, p_total, q_total, signs


@kernel
def _kl(p, q):
    """Return D(P from Q) in nats, the sums of `p` and `q`, and whether any value carries a minus sign."""
    nats, rest, p_total, q_total, signs = 0.0, 0.0, 0.0, 0.0, np.int64(0)
    for start in range(0, p.shape[0], BLOCK):
        stop = start + BLOCK
        block, p_block, q_block, block_signs = _kl_block(p[start:stop], q[start:stop])
        nats, rest = _add(nats, rest, block)
        p_total += p_block
        q_total += q_block
        signs |= block_signs
    return nats + rest, p_total, q_total, signs < 0


@kernel(fastmath=frozenset({"contract"}))
def _js_term(p, q):
    """Return p log(p / m) + q log(q / m) with m the mean: m ((1 + t) log(1 + t) + (1 - t) log(1 - t))."""
    total = p + q
    t = abs(p - q) / total  # the same for (q, p), so the divergence is symmetric to the last bit
    up_k, up_m = _split(1.0 + t)
    down_k, down_m = _split(1.0 - t)  # at t = 1 any finite number: it is multiplied by zero
    near = down_k == 0.0  # then 1 + t needs no exponent either, as long as t < 0.41: near means t < 0.293
    up_f = t if near else up_m - 1.0
    down_f = -t if near else down_m - 1.0
    up_gap, down_gap = _gap(up_f), _gap(down_f)
    close = 2.0 * t * t - ((1.0 + t) * up_gap + (1.0 - t) * down_gap)
    apart = (1.0 + t) * (up_k * LN2 + (up_f - up_gap)) + (1.0 - t) * (down_k * LN2 + (down_f - down_gap))
    value = 0.5 * total * (close if near else apart)
    return value if total > 0.0 else 0.0


@kernel(fastmath=REASSOCIATE)
def _js_block(p, q):
    nats, p_total, q_total, signs = 0.0, 0.0, 0.0, np.int64(0)
    for i in range(p.shape[0]):
        p_i, q_i = np.float64(p[i]), np.float64(q[i])
        nats += _js_term(p_i, q_i)
        p_total += p_i
        q_total += q_i
        signs |= p_i.view(np.int64) | q_i.view(np.int64)
    return nats, p_total, q_total, signs


@kernel
def _js(p, q):
    """Return the Jensen-Shannon divergence in nats, the sums, and whether any value carries a minus sign."""
    nats, rest, p_total, q_total, signs = 0.0, 0.0, 0.0, 0.0, np.int64(0)
    for start in range(0, p.shape[0], BLOCK):
        stop = start + BLOCK
        block, p_block, q_block, block_signs = _js_block(p[start:stop], q[start:stop])
        nats, rest = _add(nats, rest, block)
        p_total += p_block
        q_total += q_block
        signs |= block_signs
    return min(0.5 * (nats + rest), LN2), p_total, q_total, signs < 0


def _kl_divergence_compiled(p, q, base=2.0):
    require_pair(p, q)
    return _kl(p, q)[0] / unit_compiled(base)


@compiled_as(_kl_divergence_compiled)
def kl_divergence(p: Any, q: Any, base: float = 2.0) -> float:
    r"""Return the Kullback-Leibler divergence of P from Q, the extra surprisal of believing Q where P is true.

    .. math:: D(P \Vert Q) = \sum_i p_i \log \frac{p_i}{q_i}

    Parameters
    ----------
    p, q : array_like of shape (k,)
        Probabilities that sum to one within 1e-8; `p` the truth, `q` the belief.
    base : float, default 2.0
        Base of the logarithm, above 1: 2 gives bits, ``math.e`` nats.

    Returns
    -------
    float
        0 where the distributions are equal, else positive; infinity where `q` rules an outcome out that `p` does not.

    Raises
    ------
    ValueError
        If a vector is empty, not one-dimensional, negative, not finite or does not sum to one; if their lengths differ;
        if `base` is not above 1.

    See Also
    --------
    scipy.special.rel_entr : the library it is tested against, summed.
    scipy.stats.entropy : the same with two arguments; it normalises silently and counts in nats.
    js_divergence : symmetric and always finite.

    Notes
    -----
    Time O(k), memory O(1).
    Not symmetric. Adds p log(p / q) - p + q, never negative, so a divergence of 1e-20 keeps 15 digits where the
    plain sum is all rounding.

    References
    ----------
    .. [1] S. Kullback and R. A. Leibler, "On Information and Sufficiency", Annals of Mathematical Statistics 22, 1951,
       equation 2.6.

    Examples
    --------
    A coin that always shows heads, believed fair, surprises by one bit more than it has to:

    >>> kl_divergence([1.0, 0.0], [0.5, 0.5])
    1.0
    >>> kl_divergence([0.5, 0.5], [1.0, 0.0])
    inf
    """
    unit = logarithm_unit(base)
    p, q = unchecked_pair(p, q)
    nats, p_total, q_total, any_sign = _kl(p, q)
    confirm_pair(p, q, p_total, q_total, any_sign)
    return float(nats / unit)


def _js_divergence_compiled(p, q, base=2.0):
    require_pair(p, q)
    return _js(p, q)[0] / unit_compiled(base)


@compiled_as(_js_divergence_compiled)
def js_divergence(p: Any, q: Any, base: float = 2.0) -> float:
    r"""Return the Jensen-Shannon divergence of two distributions: how far, on average, both are from their mean.

    .. math:: JS = \tfrac12 D(P \Vert M) + \tfrac12 D(Q \Vert M), \quad M = \tfrac12 (P + Q)

    Parameters
    ----------
    p, q : array_like of shape (k,)
        Probabilities that sum to one within 1e-8.
    base : float, default 2.0
        Base of the logarithm, above 1: 2 gives bits, ``math.e`` nats.

    Returns
    -------
    float
        The divergence, not its root: 0 where the distributions are equal, 1 bit where they share no outcome.

    Raises
    ------
    ValueError
        If a vector is empty, not one-dimensional, negative, not finite or does not sum to one; if their lengths differ;
        if `base` is not above 1.

    See Also
    --------
    scipy.spatial.distance.jensenshannon : the library it is tested against; it returns the root, in nats.
    kl_divergence : the one-sided divergence.

    Notes
    -----
    Time O(k), memory O(1).
    Symmetric to the last bit, and accurate for nearly equal distributions: its terms are never negative.

    References
    ----------
    .. [1] J. Lin, "Divergence Measures Based on the Shannon Entropy", IEEE Transactions on Information Theory 37, 1991,
       equation 4.1 with equal weights.

    Examples
    --------
    >>> js_divergence([1.0, 0.0], [0.0, 1.0])
    1.0
    >>> round(js_divergence([1.0, 0.0], [0.5, 0.5]), 6)
    0.311278
    """
    unit = logarithm_unit(base)
    p, q = unchecked_pair(p, q)
    nats, p_total, q_total, any_sign = _js(p, q)
    confirm_pair(p, q, p_total, q_total, any_sign)
    return float(nats / unit)
