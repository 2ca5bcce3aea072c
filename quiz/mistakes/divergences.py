"""Wrong twins of algos.information: cross entropy and divergences."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from quiz.mistakes._formulas import kl, plogp, unit


def cross_entropy_swapped(p: Any, q: Any, base: float = 2.0) -> float:
    """Twin of information.cross_entropy: the arguments are exchanged, H(Q, P) for H(P, Q).

    Repair: weight by P, where the samples come from; take the logarithm of Q, the model.
    """
    return (kl(q, p) - plogp(q)) / unit(base)


def cross_entropy_natural_log(p: Any, q: Any, base: float = 2.0) -> float:  # noqa: ARG001
    """Twin of information.cross_entropy: the natural logarithm is taken, whatever base is asked for.

    Repair: divide by the logarithm of the base, or use log2 for bits.
    """
    return kl(p, q) - plogp(p)


def cross_entropy_without_entropy(p: Any, q: Any, base: float = 2.0) -> float:
    """Twin of information.cross_entropy: the divergence is taken, the part that P itself costs is left out.

    Repair: H(P, Q) = H(P) + D(P from Q), that is the sum of -p log q.
    """
    return kl(p, q) / unit(base)


def cross_entropy_of_p(p: Any, q: Any, base: float = 2.0) -> float:  # noqa: ARG001
    """Twin of information.cross_entropy: H(P) is taken, the model Q is not used.

    Repair: the logarithm is of q, the weight is p: sum -p log q.
    """
    return -plogp(p) / unit(base)


def cross_entropy_unweighted(p: Any, q: Any, base: float = 2.0) -> float:
    """Twin of information.cross_entropy: the -log q are summed without weighting them by p.

    Repair: multiply every -log q by p before summing.
    """
    q = np.asarray(q, float)[np.asarray(p, float) > 0]
    return float(-np.sum(np.log(q))) / unit(base) if np.all(q > 0) else math.inf


def cross_entropy_sign(p: Any, q: Any, base: float = 2.0) -> float:
    """Twin of information.cross_entropy: the minus sign is forgotten.

    Repair: logarithms of probabilities are negative; put a minus before the sum.
    """
    return (plogp(p) - kl(p, q)) / unit(base)


def kl_swapped(p: Any, q: Any, base: float = 2.0) -> float:
    """Twin of information.kl_divergence: the arguments are exchanged, D(Q from P) for D(P from Q).

    Repair: the divergence is not symmetric; weight by P and divide P by Q inside the logarithm.
    """
    return kl(q, p) / unit(base)


def kl_natural_log(p: Any, q: Any, base: float = 2.0) -> float:  # noqa: ARG001
    """Twin of information.kl_divergence: the natural logarithm is taken, whatever base is asked for.

    Repair: divide by the logarithm of the base, or use log2 for bits.
    """
    return kl(p, q)


def kl_unweighted(p: Any, q: Any, base: float = 2.0) -> float:
    """Twin of information.kl_divergence: the logarithms of the ratios are summed without weighting them by p.

    Repair: multiply every log p/q by p before summing.
    """
    p, q = np.asarray(p, float), np.asarray(q, float)
    used = p > 0
    return float(np.sum(np.log(p[used] / q[used]))) / unit(base) if np.all(q[used] > 0) else math.inf


def kl_as_cross_entropy(p: Any, q: Any, base: float = 2.0) -> float:
    """Twin of information.kl_divergence: the cross entropy is taken.

    Repair: subtract H(P): the divergence counts only the bits beyond those that P itself needs.
    """
    return (kl(p, q) - plogp(p)) / unit(base)


def kl_difference_of_entropies(p: Any, q: Any, base: float = 2.0) -> float:
    """Twin of information.kl_divergence: H(Q) - H(P) is taken.

    Repair: the first term must be the cross entropy H(P, Q), which weighs log q by p.
    """
    return (plogp(p) - plogp(q)) / unit(base)


def kl_symmetric(p: Any, q: Any, base: float = 2.0) -> float:
    """Twin of information.kl_divergence: both directions are added.

    Repair: take one direction only, weighted by P.
    """
    return (kl(p, q) + kl(q, p)) / unit(base)


def kl_sign(p: Any, q: Any, base: float = 2.0) -> float:
    """Twin of information.kl_divergence: the ratio is upside down, so the result is negative.

    Repair: it is p over q inside the logarithm; a divergence is never negative.
    """
    return -kl(p, q) / unit(base)


def kl_absolute(p: Any, q: Any, base: float = 2.0) -> float:
    """Twin of information.kl_divergence: absolute values of the terms are summed.

    Repair: single terms may be negative; only their sum is never so.
    """
    p, q = np.asarray(p, float), np.asarray(q, float)
    used = p > 0
    if np.any(q[used] <= 0):
        return math.inf
    return float(np.sum(p[used] * np.abs(np.log(p[used] / q[used])))) / unit(base)


def _js(p: Any, q: Any) -> float:
    p, q = np.asarray(p, float), np.asarray(q, float)
    middle = (p + q) / 2
    return (kl(p, middle) + kl(q, middle)) / 2


def js_root(p: Any, q: Any, base: float = 2.0) -> float:
    """Twin of information.js_divergence: its root is taken, which is the Jensen-Shannon distance.

    Repair: leave the root out; the distance is the metric, the divergence is its square.
    """
    return math.sqrt(_js(p, q) / unit(base))


def js_not_halved(p: Any, q: Any, base: float = 2.0) -> float:
    """Twin of information.js_divergence: the two divergences from the middle are added without halving.

    Repair: take their mean; in bits the result then lies between 0 and 1.
    """
    return 2 * _js(p, q) / unit(base)


def js_natural_log(p: Any, q: Any, base: float = 2.0) -> float:  # noqa: ARG001
    """Twin of information.js_divergence: the natural logarithm is taken, whatever base is asked for.

    Repair: divide by the logarithm of the base; the bound 1 holds in bits, in nats it is ln 2.
    """
    return _js(p, q)


def js_without_middle(p: Any, q: Any, base: float = 2.0) -> float:
    """Twin of information.js_divergence: the two directions of the KL divergence are averaged.

    Repair: compare each distribution with the middle (P + Q)/2, not with the other one.
    """
    return (kl(p, q) + kl(q, p)) / 2 / unit(base)


def js_one_side(p: Any, q: Any, base: float = 2.0) -> float:
    """Twin of information.js_divergence: only D(P from the middle) is taken.

    Repair: average it with D(Q from the middle).
    """
    return kl(p, (np.asarray(p, float) + np.asarray(q, float)) / 2) / unit(base)


def js_as_similarity(p: Any, q: Any, base: float = 2.0) -> float:
    """Twin of information.js_divergence: one minus the divergence is taken, as if it measured similarity.

    Repair: it is a divergence: 0 for equal distributions, 1 bit for disjoint ones.
    """
    return 1 - _js(p, q) / unit(base)
