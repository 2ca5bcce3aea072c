"""Wrong twins of algos.information: entropies."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from quiz.mistakes._formulas import plogp, shares, unit

# ---- entropy


def entropy_natural_log(p: Any, base: float = 2.0, normalize: bool = False) -> float:  # noqa: ARG001
    """Twin of information.entropy: the natural logarithm is taken, whatever base is asked for.

    Repair: divide by the logarithm of the base, or use log2 for bits.
    """
    return -plogp(shares(p, normalize))


def entropy_base_10(p: Any, base: float = 2.0, normalize: bool = False) -> float:  # noqa: ARG001
    """Twin of information.entropy: the logarithm to base 10 is taken, as the calculator's log key does.

    Repair: divide by the logarithm of the base, or use log2 for bits.
    """
    return -plogp(shares(p, normalize)) / math.log(10)


def entropy_sign(p: Any, base: float = 2.0, normalize: bool = False) -> float:
    """Twin of information.entropy: the minus sign is forgotten, so the result is negative.

    Repair: logarithms of probabilities are negative; the minus in front of the sum makes entropy positive.
    """
    return plogp(shares(p, normalize)) / unit(base)


def entropy_unweighted(p: Any, base: float = 2.0, normalize: bool = False) -> float:
    """Twin of information.entropy: the surprisals are summed without weighting each by its probability.

    Repair: entropy is the expected surprisal, so multiply every -log p by p before summing.
    """
    p = shares(p, normalize)
    return float(-np.sum(np.log(p[p > 0]))) / unit(base)


def entropy_plain_mean(p: Any, base: float = 2.0, normalize: bool = False) -> float:
    """Twin of information.entropy: the surprisals are averaged with equal weights.

    Repair: weight every -log p by its own p; equal weights are right only for the uniform distribution.
    """
    p = shares(p, normalize)
    return float(-np.mean(np.log(p[p > 0]))) / unit(base)


def entropy_not_normalised(p: Any, base: float = 2.0, normalize: bool = False) -> float:  # noqa: ARG001
    """Twin of information.entropy: counts are put into the formula as if they were probabilities.

    Repair: divide the counts by their sum first.
    """
    return -plogp(shares(p)) / unit(base)


def entropy_of_uniform(p: Any, base: float = 2.0, normalize: bool = False) -> float:  # noqa: ARG001
    """Twin of information.entropy: log k is taken, the entropy of a uniform distribution over the k outcomes.

    Repair: log k is only the maximum; weight each surprisal by its probability.
    """
    return math.log(np.asarray(p).size) / unit(base)


def entropy_as_gini(p: Any, base: float = 2.0, normalize: bool = False) -> float:  # noqa: ARG001
    """Twin of information.entropy: one minus the sum of squares is taken, which is the Gini impurity.

    Repair: entropy sums -p log p; there is no square in it.
    """
    return float(1 - np.sum(shares(p, normalize) ** 2))


def self_information_sign(p: Any, base: float = 2.0) -> Any:
    """Twin of information.self_information: the minus sign is forgotten.

    Repair: surprisal is -log p, which is never negative.
    """
    return np.log(np.asarray(p, float)) / unit(base)


def self_information_natural_log(p: Any, base: float = 2.0) -> Any:  # noqa: ARG001
    """Twin of information.self_information: the natural logarithm is taken, whatever base is asked for.

    Repair: divide by the logarithm of the base, or use log2 for bits.
    """
    return -np.log(np.asarray(p, float))


def self_information_weighted(p: Any, base: float = 2.0) -> Any:
    """Twin of information.self_information: the surprisal is multiplied by p, as in an entropy's sum.

    Repair: the surprisal of one outcome is -log p alone; the weight p enters when you average over outcomes.
    """
    p = np.asarray(p, float)
    return -p * np.log(p) / unit(base)


def self_information_reciprocal(p: Any, base: float = 2.0) -> Any:  # noqa: ARG001
    """Twin of information.self_information: 1/p is taken without its logarithm.

    Repair: surprisal is log(1/p); the logarithm makes surprisals of independent events add.
    """
    return 1 / np.asarray(p, float)


def binary_entropy_one_term(p: Any, base: float = 2.0) -> Any:
    """Twin of information.binary_entropy: only -p log p is taken, the other side of the coin is forgotten.

    Repair: add -(1 - p) log(1 - p).
    """
    p = np.asarray(p, float)
    return -p * np.log(np.where(p > 0, p, 1)) / unit(base)


def binary_entropy_natural_log(p: Any, base: float = 2.0) -> Any:  # noqa: ARG001
    """Twin of information.binary_entropy: the natural logarithm is taken, whatever base is asked for.

    Repair: divide by the logarithm of the base, or use log2 for bits; a fair coin has one bit.
    """
    return binary_entropy_one_term(p, math.e) + binary_entropy_one_term(1 - np.asarray(p, float), math.e)


def binary_entropy_difference(p: Any, base: float = 2.0) -> Any:
    """Twin of information.binary_entropy: the second term is subtracted instead of added.

    Repair: both outcomes contribute uncertainty, so both terms are added.
    """
    return binary_entropy_one_term(p, base) - binary_entropy_one_term(1 - np.asarray(p, float), base)


def binary_entropy_as_variance(p: Any, base: float = 2.0) -> Any:  # noqa: ARG001
    """Twin of information.binary_entropy: p(1 - p) is taken, the variance of the coin.

    Repair: entropy weighs the logarithms: -p log p - (1 - p) log(1 - p).
    """
    p = np.asarray(p, float)
    return p * (1 - p)


# ---- two variables


def joint_entropy_sum_of_marginals(table: Any, base: float = 2.0) -> float:
    """Twin of information.joint_entropy: the entropies of the two marginals are added.

    Repair: that is right only for independent variables; sum -p log p over the cells of the table.
    """
    table = np.asarray(table, float)
    return -(plogp(table.sum(axis=1)) + plogp(table.sum(axis=0))) / unit(base)


def joint_entropy_natural_log(table: Any, base: float = 2.0) -> float:  # noqa: ARG001
    """Twin of information.joint_entropy: the natural logarithm is taken, whatever base is asked for.

    Repair: divide by the logarithm of the base, or use log2 for bits.
    """
    return -plogp(table)


def joint_entropy_of_rows(table: Any, base: float = 2.0) -> float:
    """Twin of information.joint_entropy: only the entropy of the row variable is taken.

    Repair: the joint distribution lives on the cells, so sum -p log p over all of them.
    """
    return -plogp(np.asarray(table, float).sum(axis=1)) / unit(base)


def conditional_entropy_other_way(table: Any, base: float = 2.0) -> float:
    """Twin of information.conditional_entropy: H(X given Y) is taken for H(Y given X).

    Repair: the condition is what you know already; subtract its entropy, that of the rows X, from H(X, Y).
    """
    table = np.asarray(table, float)
    return (plogp(table.sum(axis=0)) - plogp(table)) / unit(base)


def conditional_entropy_unweighted(table: Any, base: float = 2.0) -> float:
    """Twin of information.conditional_entropy: the entropies of the rows are averaged with equal weights.

    Repair: weight the entropy of each row by the probability of that row.
    """
    rows = [row for row in np.asarray(table, float) if row.sum() > 0]
    return sum(-plogp(row / row.sum()) for row in rows) / len(rows) / unit(base)


def conditional_entropy_joint(table: Any, base: float = 2.0) -> float:
    """Twin of information.conditional_entropy: the joint entropy is taken, and nothing subtracted.

    Repair: H(Y given X) = H(X, Y) - H(X).
    """
    return -plogp(table) / unit(base)


def conditional_entropy_marginal(table: Any, base: float = 2.0) -> float:
    """Twin of information.conditional_entropy: H(Y) is taken, as if knowing X changed nothing.

    Repair: that holds only for independent variables; use H(X, Y) - H(X).
    """
    return -plogp(np.asarray(table, float).sum(axis=0)) / unit(base)


def conditional_entropy_natural_log(table: Any, base: float = 2.0) -> float:  # noqa: ARG001
    """Twin of information.conditional_entropy: the natural logarithm is taken, whatever base is asked for.

    Repair: divide by the logarithm of the base, or use log2 for bits.
    """
    return plogp(np.asarray(table, float).sum(axis=1)) - plogp(table)
