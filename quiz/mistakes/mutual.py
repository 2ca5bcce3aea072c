"""Wrong twins of algos.information: mutual information."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from quiz.mistakes._formulas import kl, plogp, unit


def mutual_information_sum(table: Any, base: float = 2.0) -> float:
    """Twin of information.mutual_information: H(X) + H(Y) is taken, the joint entropy is not subtracted.

    Repair: subtract H(X, Y): what both share is counted twice in the sum.
    """
    return -(plogp(np.asarray(table, float).sum(axis=1)) + plogp(np.asarray(table, float).sum(axis=0))) / unit(base)


def mutual_information_joint(table: Any, base: float = 2.0) -> float:
    """Twin of information.mutual_information: the joint entropy is taken.

    Repair: H(X, Y) is all that there is to know; what is shared is H(X) + H(Y) - H(X, Y).
    """
    return -plogp(table) / unit(base)


def mutual_information_conditional(table: Any, base: float = 2.0) -> float:
    """Twin of information.mutual_information: H(Y given X) is taken, what X does not tell about Y.

    Repair: subtract it from H(Y).
    """
    return plogp(np.asarray(table, float).sum(axis=1)) / unit(base) - plogp(table) / unit(base)


def mutual_information_natural_log(table: Any, base: float = 2.0) -> float:  # noqa: ARG001
    """Twin of information.mutual_information: the natural logarithm is taken, whatever base is asked for.

    Repair: divide by the logarithm of the base, or use log2 for bits.
    """
    table = np.asarray(table, float)
    return kl(table, np.outer(table.sum(axis=1), table.sum(axis=0)))


def mutual_information_unweighted(table: Any, base: float = 2.0) -> float:
    """Twin of information.mutual_information: the logarithms of the ratios are summed without their weights.

    Repair: multiply every log p(x, y)/(p(x) p(y)) by p(x, y).
    """
    table = np.asarray(table, float)
    product = np.outer(table.sum(axis=1), table.sum(axis=0))
    used = table > 0
    return float(np.sum(np.log(table[used] / product[used]))) / unit(base)


def mutual_information_swapped(table: Any, base: float = 2.0) -> float:
    """Twin of information.mutual_information: the divergence of the product from the joint is taken.

    Repair: weight by the joint distribution: sum p(x, y) log p(x, y)/(p(x) p(y)).
    """
    table = np.asarray(table, float)
    return kl(np.outer(table.sum(axis=1), table.sum(axis=0)), table) / unit(base)


def mutual_info_score_in_bits(labels_a: Any, labels_b: Any, base: float = math.e) -> float:  # noqa: ARG001
    """Twin of information.mutual_info_score: base 2 is used where nats are asked for.

    Repair: use the natural logarithm.
    """
    a, b = (np.unique(np.asarray(labels), return_inverse=True)[1].ravel() for labels in (labels_a, labels_b))
    table = np.zeros((a.max() + 1, b.max() + 1))
    np.add.at(table, (a, b), 1.0)
    return mutual_information_natural_log(table / table.sum()) / math.log(2)


def mutual_info_score_agreement(labels_a: Any, labels_b: Any, base: float = math.e) -> float:  # noqa: ARG001
    """Twin of information.mutual_info_score: the share of places where both labels are equal is taken.

    Repair: names of labels do not matter; count the pairs in a table and take its mutual information.
    """
    return float(np.mean(np.asarray(labels_a) == np.asarray(labels_b)))
