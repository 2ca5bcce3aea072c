r"""One scan of a feature, in sorted order, finds its best cut.

A cut with :math:`l_k, r_k` samples of class k left and right of it gains most where both sides are purest:

.. math:: \frac{\sum_k l_k^2}{n_l} + \frac{\sum_k r_k^2}{n_r} \;\text{(Gini)}, \qquad
          \sum_k g(l_k) - g(n_l) + \sum_k g(r_k) - g(n_r), \quad g(c) = c \log_2 c \;\text{(entropy)}

Moving one sample across the cut changes one term of each sum, so a candidate costs O(1) for any number of classes.
Counts are whole numbers: sums of squares are exact in int64, and so are sums of g, tabulated in 64-bit fixed point.
Equal cuts therefore score equally to the last bit; only weighted samples take floating-point sums.
"""

from __future__ import annotations

import numpy as np

from .._jit import kernel
from .._vector import _log2
from .impurity import ENTROPY

TIE = 1e-12
"""Gains closer than this are equal; it is far above the rounding of sums of weights, far below any real difference."""


# -- kernels ---------------------------------------------------------------------------------------


# Unsigned indices spare the test for negative ones: 1.6 ns an entry instead of 2.4 (Gini) and 3.5 (entropy).


@kernel
def _scan_gini(data, feature, start, stop, scratch, min_leaf, bar, room):
    """Return (bar, cut): the purest cut above `bar`, which rises to `room` above its purity; cut 0 if there is none."""
    row, column, table, shift = data.order[feature][start:stop], data.columns[feature], data.table, data.shift
    counts, left = scratch.counts, scratch.left
    mask, n, cut = (1 << shift) - 1, row.shape[0], 0
    left_squares, right_squares = 0, 0
    for k in range(counts.shape[0]):
        left[k] = 0
        right_squares += counts[k] * counts[k]
    for i in range(n - min_leaf):
        k = np.uint64(row[i] & mask)
        on_left = left[k]
        left[k] = on_left + 1
        left_squares += 2 * on_left + 1
        right_squares -= 2 * (counts[k] - on_left) - 1
        purity = left_squares * table[i + 1] + right_squares * table[np.uint64(n - i - 1)]
        # Few cuts get past this, so the values, which must differ across a cut, are fetched for those alone.
        high = purity > bar and i + 1 >= min_leaf
        if high and column[np.uint64(row[i] >> shift)] < column[np.uint64(row[i + 1] >> shift)]:
            bar, cut = purity + room, start + i + 1
    return bar, cut


@kernel
def _scan_entropy(data, feature, start, stop, scratch, min_leaf, bar, room):
    """Do the same for entropy; purity counts from that of the node, which makes it the gain times n."""
    row, column, steps, shift = data.order[feature][start:stop], data.columns[feature], data.steps, data.shift
    counts, left = scratch.counts, scratch.left
    mask, n, cut = (1 << shift) - 1, row.shape[0], 0
    purity = 0
    for k in range(counts.shape[0]):
        left[k] = 0
    for i in range(n - min_leaf):
        k = np.uint64(row[i] & mask)
        on_left = left[k]
        left[k] = on_left + 1
        purity += steps[np.uint64(on_left)] - steps[np.uint64(counts[k] - on_left - 1)]
        purity += steps[np.uint64(n - i - 1)] - steps[i]
        high = purity > bar and i + 1 >= min_leaf
        if high and column[np.uint64(row[i] >> shift)] < column[np.uint64(row[i + 1] >> shift)]:
            bar, cut = purity + room, start + i + 1
    return bar, cut


@kernel
def _term(mass, criterion):
    """Return the term of a class in the purity of a side."""
    if criterion == ENTROPY:
        return mass * _log2(mass) if mass > 0.0 else 0.0
    return mass * mass


@kernel
def _purity(terms, mass, criterion):
    """Return the purity of a side from the sum of its terms and its total weight."""
    return terms - _term(mass, criterion) if criterion == ENTROPY else terms / mass


@kernel
def _scan_weighted(data, feature, start, stop, scratch, min_leaf, min_weight, bar, room):
    """Do the same for weights. Each side is summed from its own end, so nothing cancels, however uneven the weights."""
    row, column, shift, criterion = data.order[feature], data.columns[feature], data.shift, data.criterion
    side, terms, right_purity, right_weight = scratch.side, scratch.terms, scratch.right_purity, scratch.right_weight
    mask, cut = (1 << shift) - 1, 0
    mass, total = 0.0, 0.0
    for k in range(side.shape[0]):
        side[k], terms[k] = 0.0, 0.0
    for i in range(stop - 1, start, -1):
        k, weight = row[i] & mask, data.weight[row[i] >> shift]
        mass += weight
        side[k] += weight
        term = _term(side[k], criterion)
        total += term - terms[k]
        terms[k] = term
        right_weight[i] = mass
        right_purity[i] = _purity(total, mass, criterion)
    mass, total = 0.0, 0.0
    for k in range(side.shape[0]):
        side[k], terms[k] = 0.0, 0.0
    for i in range(start, stop - min_leaf):
        k, weight = row[i] & mask, data.weight[row[i] >> shift]
        mass += weight
        side[k] += weight
        term = _term(side[k], criterion)
        total += term - terms[k]
        terms[k] = term
        purity = _purity(total, mass, criterion) + right_purity[i + 1]
        high = purity > bar and i - start + 1 >= min_leaf and mass >= min_weight and right_weight[i + 1] >= min_weight
        if high and column[row[i] >> shift] < column[row[i + 1] >> shift]:
            bar, cut = purity + room, i + 1
    return bar, cut


@kernel
def _count(data, source, start, stop, scratch):
    """Fill the classes' counts and masses of a node, whose samples are those of the feature `source`."""
    row, shift, weighted = data.order[source], data.shift, data.weight.shape[0] > 0
    mask = (1 << shift) - 1
    counts, masses = scratch.counts, scratch.masses
    for k in range(counts.shape[0]):
        counts[k], masses[k] = 0, 0.0
    for i in range(start, stop):
        counts[row[i] & mask] += 1
    if weighted:
        for i in range(start, stop):
            masses[row[i] & mask] += data.weight[row[i] >> shift]
    else:
        for k in range(counts.shape[0]):
            masses[k] = counts[k]


@kernel
def _is_constant(data, feature, start, stop):
    """Say whether all samples of a node share one value; then it is so in the whole subtree."""
    row, column, shift = data.order[feature], data.columns[feature], data.shift
    return column[row[start] >> shift] == column[row[stop - 1] >> shift]


@kernel
def _best_cut(data, features, start, stop, scratch, min_leaf, min_weight):
    """Return (feature, cut, gain times weight) of the best of these features; cut 0 if none can be cut.

    Ties go to the feature that comes first, then to the lowest threshold. The node must have been counted.
    """
    weighted = data.weight.shape[0] > 0
    mass, terms = 0.0, 0.0
    for k in range(scratch.masses.shape[0]):
        mass += scratch.masses[k]
        terms += _term(scratch.masses[k], data.criterion)
    base, room, scale = _purity(terms, mass, data.criterion), TIE * mass, data.scale
    bar, best_feature, best_cut = -np.inf, -1, 0
    for j in range(features.shape[0]):
        feature = features[j]
        if _is_constant(data, feature, start, stop):
            continue
        if weighted:
            bar, cut = _scan_weighted(data, feature, start, stop, scratch, min_leaf, min_weight, bar, room)
        elif data.criterion == ENTROPY:
            bar, cut = _scan_entropy(data, feature, start, stop, scratch, min_leaf, (bar - base) * scale, room * scale)
            bar = bar / scale + base
        else:
            bar, cut = _scan_gini(data, feature, start, stop, scratch, min_leaf, bar, room)
        if cut > 0:
            best_feature, best_cut = feature, cut
    gained = bar - room - base if best_cut > 0 else 0.0
    return best_feature, best_cut, max(gained, 0.0)


@kernel
def _middle(low, high):
    """Return a threshold in [low, high). The sum could overflow, so halves are added; rounding must not reach high."""
    middle = 0.5 * low + 0.5 * high
    return middle if low <= middle < high else low
