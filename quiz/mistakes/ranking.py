"""Wrong twins of algos.metrics: gains and precisions of one ranking, the cascade, Kendall's tau."""

# ruff: noqa: ARG001 - a twin takes what its algorithm takes, also what the mistake overlooks

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class KendallTau(NamedTuple):
    """The fields of algos.metrics.kendalltau; these twins are about the statistic, and give no p-value."""

    statistic: float
    pvalue: float


def _ranked(y_true: Any, y_score: Any) -> Array:
    """Return the relevances in the order of falling scores."""
    return np.asarray(y_true, float)[np.argsort(-np.asarray(y_score, float), kind="stable")]


def _gain(y: Array, how: str) -> Array:
    return y if how == "linear" else 2.0**y - 1


def _other(how: str) -> str:
    return "exponential" if how == "linear" else "linear"


def _log_of_next(rank: Array) -> Array:
    return np.log2(rank + 1)


def _discounted(y: Array, k: int | None, how: str, discount: Callable[[Array], Array] = _log_of_next) -> float:
    """Return the gain of relevances in the order of their ranks, each divided by the discount of its rank."""
    y = y[:k]
    return float(np.sum(_gain(y, how) / discount(np.arange(1.0, len(y) + 1))))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _descending(y: Array) -> Array:
    return np.sort(y)[::-1]


# -- discounted gain -------------------------------------------------------------------------------


def dcg_discount_off_by_one(y_true: Any, y_score: Any, k: int | None = None, gain: str = "linear") -> float:
    """Twin of metrics.dcg_score: rank r is divided by log2(r), ranks 1 and 2 by 1.

    Repair: divide by log2(r + 1), which is 1 for the first rank and 1.585 for the second.
    """
    return _discounted(_ranked(y_true, y_score), k, gain, lambda r: np.maximum(1, np.log2(r)))


def dcg_not_discounted(y_true: Any, y_score: Any, k: int | None = None, gain: str = "linear") -> float:
    """Twin of metrics.dcg_score: the gains are summed without a discount.

    Repair: divide the gain at rank r by log2(r + 1).
    """
    return _discounted(_ranked(y_true, y_score), k, gain, np.ones_like)


def dcg_divided_by_rank(y_true: Any, y_score: Any, k: int | None = None, gain: str = "linear") -> float:
    """Twin of metrics.dcg_score: the gain at rank r is divided by r.

    Repair: divide by log2(r + 1), which grows more slowly.
    """
    return _discounted(_ranked(y_true, y_score), k, gain, lambda r: r)


def dcg_natural_log(y_true: Any, y_score: Any, k: int | None = None, gain: str = "linear") -> float:
    """Twin of metrics.dcg_score: the discount has a natural logarithm.

    Repair: the logarithm is to base 2, so that the first rank is divided by 1.
    """
    return _discounted(_ranked(y_true, y_score), k, gain, lambda r: np.log(r + 1))


def dcg_other_gain(y_true: Any, y_score: Any, k: int | None = None, gain: str = "linear") -> float:
    """Twin of metrics.dcg_score: the other gain is used, 2^y - 1 for y or y for 2^y - 1.

    Repair: the question says what a relevance is worth.
    """
    return _discounted(_ranked(y_true, y_score), k, _other(gain))


def dcg_in_listed_order(y_true: Any, y_score: Any, k: int | None = None, gain: str = "linear") -> float:
    """Twin of metrics.dcg_score: documents are ranked as they are listed, not by their scores.

    Repair: sort by falling score first.
    """
    return _discounted(np.asarray(y_true, float), k, gain)


def ndcg_not_normalised(y_true: Any, y_score: Any, k: int | None = None, gain: str = "linear") -> float:
    """Twin of metrics.ndcg_score: the discounted gain is not divided by that of the best ranking.

    Repair: divide by the gain of the same documents in the order of falling relevance.
    """
    return _discounted(_ranked(y_true, y_score), k, gain)


def ndcg_ideal_of_top_k(y_true: Any, y_score: Any, k: int | None = None, gain: str = "linear") -> float:
    """Twin of metrics.ndcg_score: the best ranking reorders only the first k documents.

    Repair: the best ranking may take its first k from all documents.
    """
    y = _ranked(y_true, y_score)
    return _share(_discounted(y, k, gain), _discounted(_descending(y[:k]), k, gain))


def ndcg_ideal_not_cut(y_true: Any, y_score: Any, k: int | None = None, gain: str = "linear") -> float:
    """Twin of metrics.ndcg_score: the best ranking is summed over all ranks.

    Repair: cut the best ranking after k as well.
    """
    y = _ranked(y_true, y_score)
    return _share(_discounted(y, k, gain), _discounted(_descending(y), None, gain))


def ndcg_by_total_gain(y_true: Any, y_score: Any, k: int | None = None, gain: str = "linear") -> float:
    """Twin of metrics.ndcg_score: the discounted gain is divided by the sum of all gains.

    Repair: even the best ranking is discounted; divide by its discounted gain.
    """
    y = _ranked(y_true, y_score)
    return _share(_discounted(y, k, gain), float(np.sum(_gain(y, gain))))


def ndcg_discount_off_by_one(y_true: Any, y_score: Any, k: int | None = None, gain: str = "linear") -> float:
    """Twin of metrics.ndcg_score: rank r is divided by log2(r), ranks 1 and 2 by 1.

    Repair: divide by log2(r + 1) in both rankings.
    """
    y = _ranked(y_true, y_score)
    gained = [_discounted(order, k, gain, lambda r: np.maximum(1, np.log2(r))) for order in (y, _descending(y))]
    return _share(*gained)


def ndcg_other_gain(y_true: Any, y_score: Any, k: int | None = None, gain: str = "linear") -> float:
    """Twin of metrics.ndcg_score: the other gain is used, 2^y - 1 for y or y for 2^y - 1.

    Repair: the question says what a relevance is worth.
    """
    y = _ranked(y_true, y_score)
    return _share(*[_discounted(order, k, _other(gain)) for order in (y, _descending(y))])


# -- precision at the relevant ranks, and the cascade ----------------------------------------------


def _hits(y_true: Any, y_score: Any, k: int | None) -> Array:
    return (_ranked(y_true, y_score) >= 1)[:k].astype(float)


def _precisions(hits: Array) -> Array:
    return np.cumsum(hits) / np.arange(1, len(hits) + 1)


def apk_over_hits(y_true: Any, y_score: Any, k: int | None = None) -> float:
    """Twin of metrics.average_precision_at_k: the precisions are divided by the number of relevant documents found.

    Repair: divide by the number of all relevant documents, so that those not found cost something.
    """
    hits = _hits(y_true, y_score, k)
    return _share(float(np.sum(hits * _precisions(hits))), float(hits.sum()))


def apk_over_k(y_true: Any, y_score: Any, k: int | None = None) -> float:
    """Twin of metrics.average_precision_at_k: the precisions are divided by k.

    Repair: divide by the number of all relevant documents.
    """
    hits = _hits(y_true, y_score, k)
    return float(np.mean(hits * _precisions(hits)))


def apk_at_every_rank(y_true: Any, y_score: Any, k: int | None = None) -> float:
    """Twin of metrics.average_precision_at_k: the precisions at all ranks are averaged.

    Repair: only the ranks of relevant documents count.
    """
    return float(np.mean(_precisions(_hits(y_true, y_score, k))))


def _satisfied(y_true: Any, y_score: Any, k: int | None, max_grade: float | None) -> Any:
    y = _ranked(y_true, y_score)
    return (2.0**y - 1)[:k] / 2.0 ** (y.max() if max_grade is None else max_grade)


def _reached(chance: Array) -> Array:
    """Return the probability that the reader gets to each rank."""
    return np.concatenate([[1.0], np.cumprod(1 - chance)[:-1]])


def err_reader_never_stops(y_true: Any, y_score: Any, k: int | None = None, max_grade: float | None = None) -> float:
    """Twin of metrics.expected_reciprocal_rank: the documents above are forgotten, every rank is always reached.

    Repair: a rank is reached only if nothing above satisfied; multiply by all 1 - R above it.
    """
    chance = _satisfied(y_true, y_score, k, max_grade)
    return float(np.sum(chance / np.arange(1, len(chance) + 1)))


def err_without_rank(y_true: Any, y_score: Any, k: int | None = None, max_grade: float | None = None) -> float:
    """Twin of metrics.expected_reciprocal_rank: the probability of being satisfied at all is taken.

    Repair: divide the probability of stopping at rank r by r.
    """
    chance = _satisfied(y_true, y_score, k, max_grade)
    return float(np.sum(chance * _reached(chance)))


def err_log_discount(y_true: Any, y_score: Any, k: int | None = None, max_grade: float | None = None) -> float:
    """Twin of metrics.expected_reciprocal_rank: rank r is divided by log2(r + 1), as in the discounted gain.

    Repair: the expected value is of one over the rank: divide by r.
    """
    chance = _satisfied(y_true, y_score, k, max_grade)
    return float(np.sum(chance * _reached(chance) / np.log2(np.arange(2, len(chance) + 2))))


# -- Kendall's tau ---------------------------------------------------------------------------------


def _tau(statistic: float) -> KendallTau:
    return KendallTau(float(statistic), math.nan)


def _signs(x: Any, y: Any) -> Any:
    """Return 1 for each concordant pair, -1 for each discordant one and 0 for a tie."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    first, second = np.triu_indices(len(x), 1)
    return np.sign((x[first] - x[second]) * (y[first] - y[second]))


def kendall_turned_round(x: Any, y: Any) -> KendallTau:
    """Twin of metrics.kendalltau: concordant pairs are subtracted from discordant ones, without regard to ties.

    Repair: a pair in the same order counts +1, one in opposite order -1.
    """
    return _tau(-_signs(x, y).mean())


def kendall_share_of_concordant(x: Any, y: Any) -> KendallTau:
    """Twin of metrics.kendalltau: the share of concordant pairs is taken.

    Repair: subtract the discordant pairs, so that 0 means no association.
    """
    return _tau(float(np.mean(_signs(x, y) > 0)))


def kendall_ties_ignored(x: Any, y: Any) -> KendallTau:
    """Twin of metrics.kendalltau: the difference is divided by all pairs, tied ones too (tau-a).

    Repair: tau-b divides by the root of the pairs not tied in x times the pairs not tied in y.
    """
    return _tau(_signs(x, y).mean())


def kendall_without_ties(x: Any, y: Any) -> KendallTau:
    """Twin of metrics.kendalltau: the difference is divided by the pairs without any tie (Goodman and Kruskal's gamma).

    Repair: tau-b divides by the root of the pairs not tied in x times the pairs not tied in y.
    """
    signs = _signs(x, y)
    return _tau(_share(float(signs.sum()), float(np.abs(signs).sum())))


def kendall_as_spearman(x: Any, y: Any) -> KendallTau:
    """Twin of metrics.kendalltau: the correlation of the ranks is taken (Spearman).

    Repair: Kendall counts pairs; how far apart two ranks are plays no part.
    """
    ranks = [np.array([np.sum(a < b) + (np.sum(a == b) + 1) / 2 for b in a]) for a in map(np.asarray, (x, y))]
    return _tau(float(np.corrcoef(ranks[0], ranks[1])[0, 1]))
