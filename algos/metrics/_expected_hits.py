r"""What a ranking shows among its first k documents, on average over all orders of documents that share a score.

A run of g documents of one score, r of them relevant, takes the ranks s + 1, ..., s + g. Whatever stands at one of
these ranks is relevant with probability r / g; given that, the i - 1 ranks of the run before it hold
(i - 1)(r - 1)/(g - 1) relevant documents on average; and the first relevant one stands at the i-th rank of the run with
probability C(g - i, r - 1) / C(g, r).
(McSherry and Najork, 2008, sections 2.2 to 2.5.)
"""

from __future__ import annotations

import numpy as np

from .._jit import kernel
from ._queries import _best, _run


@kernel
def _count_from(x, base, n, level):
    """Return how many of the n values from `base` on are at least `level`."""
    count = 0
    for i in range(n):
        count += x[base + i] >= level
    return count


@kernel
def _relevant_in(relevance, base, order, start, stop, level):
    """Return how many documents at the places start..stop-1 of the order are relevant."""
    count = 0
    for i in range(start, stop):
        count += relevance[base + order[i]] >= level
    return count


@kernel
def _hits(relevance, score, ascending, threshold, ranked, n, limit, level):
    """Return for every row the relevant documents among the first `limit`, and the relevant documents in all."""
    order = np.empty(n + 1, np.int64)
    hits, relevant = np.zeros(score.shape[0] // n), np.zeros(score.shape[0] // n)
    for q in range(hits.shape[0]):
        base, start = q * n, 0
        relevant[q] = _count_from(relevance, base, n, level)
        if relevant[q] == 0.0 or limit == n:
            hits[q] = relevant[q]
            continue
        m = _best(score, ascending, threshold, ranked, q, n, limit, order)
        while start < limit:
            stop = _run(score, base, order, start, m)
            share = 1.0 if stop <= limit else (limit - start) / (stop - start)
            hits[q] += share * _relevant_in(relevance, base, order, start, stop, level)
            start = stop
    return hits, relevant


@kernel
def _average_precisions(relevance, score, ascending, threshold, ranked, n, limit, level):
    """Return for every row the sum of the precisions at its relevant ranks over the number of relevant documents."""
    order = np.empty(n + 1, np.int64)
    values = np.zeros(score.shape[0] // n)
    for q in range(values.shape[0]):
        base, start, before, total = q * n, 0, 0, 0.0
        relevant = _count_from(relevance, base, n, level)
        if relevant == 0:
            continue
        m = _best(score, ascending, threshold, ranked, q, n, limit, order)
        while start < limit and before < relevant:
            stop = _run(score, base, order, start, m)
            r, g = _relevant_in(relevance, base, order, start, stop, level), stop - start
            if r > 0:
                spread = (r - 1) / (g - 1) if g > 1 else 0.0
                for i in range(min(g, limit - start)):
                    total += r / g * (before + 1 + i * spread) / (start + i + 1)
            before += r
            start = stop
        values[q] = total / relevant
    return values


@kernel
def _best_relevant(relevance, score, ranked, base, n, level):
    """Return the documents above the best relevant one of a row, those of its score, and how many of these count."""
    best, above, g, r = -np.inf, 0, 0, 0
    if ranked:
        first = 0
        while first < n and relevance[base + first] < level:
            first += 1
        if first == n:
            return n, 0, 0
        above, stop, best = first, first, score[base + first]
        while above > 0 and score[base + above - 1] == best:
            above -= 1
        while stop < n and score[base + stop] == best:
            r += relevance[base + stop] >= level
            stop += 1
        return above, stop - above, r
    for i in range(n):
        if relevance[base + i] >= level and score[base + i] > best:
            best = score[base + i]
    for i in range(n):
        above += score[base + i] > best
        g += score[base + i] == best
        r += score[base + i] == best and relevance[base + i] >= level
    return above, g, r


@kernel
def _first_hits(relevance, score, ranked, n, limit, level):
    """Return for every row the mean of one over the rank of the first relevant document, 0 beyond `limit`."""
    values = np.zeros(score.shape[0] // n)
    for q in range(values.shape[0]):
        above, g, r = _best_relevant(relevance, score, ranked, q * n, n, level)
        if r == 0:
            continue
        chance = r / g
        for i in range(min(g - r + 1, limit - above)):
            values[q] += chance / (above + i + 1)
            chance *= (g - i - r) / (g - i - 1) if g - i > 1 else 0.0
    return values


@kernel
def _stop_chance(grade, max_grade):
    """Return (2**grade - 1) / 2**max_grade: how likely a document of that grade satisfies its reader."""
    return 2.0 ** (grade - max_grade) - 2.0**-max_grade


@kernel
def _tied_stops(relevance, base, order, start, stop, depth, max_grade, going):
    """Fill `going[i]` with the chance that i documents of a run, drawn without looking, leave the reader unsatisfied.

    It is the mean over all subsets of i documents of the product of 1 - R: an elementary symmetric polynomial over a
    binomial coefficient, built up document by document.
    """
    going[0] = 1.0
    for i in range(1, depth + 1):
        going[i] = 0.0
    for t in range(stop - start):
        on = 1.0 - _stop_chance(relevance[base + order[start + t]], max_grade)
        for i in range(min(t + 1, depth), 0, -1):
            going[i] = ((t + 1 - i) * going[i] + i * on * going[i - 1]) / (t + 1)


@kernel
def _expected_reciprocal_ranks(relevance, score, ascending, threshold, ranked, n, limit, max_grade):
    """Return for every row the mean of one over the rank at which a reader from the top downwards is satisfied."""
    order, going = np.empty(n + 1, np.int64), np.empty(n + 1)
    values = np.zeros(score.shape[0] // n)
    for q in range(values.shape[0]):
        base, start, reading = q * n, 0, 1.0
        m = _best(score, ascending, threshold, ranked, q, n, limit, order)
        while start < limit:
            stop = _run(score, base, order, start, m)
            if stop == start + 1:
                chance = _stop_chance(relevance[base + order[start]], max_grade)
                values[q] += reading * chance / stop
                reading *= 1.0 - chance
            else:
                depth = min(stop, limit) - start
                _tied_stops(relevance, base, order, start, stop, depth, max_grade, going)
                for i in range(1, depth + 1):
                    values[q] += reading * (going[i - 1] - going[i]) / (start + i)
                reading *= going[depth]
            start = stop
    return values
