"""Growing a tree: split the best node of the frontier, part every feature's order into the two sides, look at these.

Each feature is sorted once. A stable partition keeps the samples of a node together and in order, in
``order[feature, start:stop]`` for every feature, so that no node sorts again. The frontier is a stack (depth first) or,
when leaves are limited, a heap (best first).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._jit import kernel
from .._random import _bounded
from ._presorting import Presorted, Scratch, scratch
from ._scans import _best_cut, _count, _is_constant, _middle
from .impurity import ENTROPY, _entropy_impurity, _gini_impurity

_EPSILON = float(np.finfo(np.float64).eps)
_BUDGET = 50_000_000
"""Entries to part and scan between two looks at the keyboard, a fraction of a second."""
_LEVELS = 64


class Rules(NamedTuple):
    """When a node is split, as numbers; the estimator's arguments are turned into these."""

    max_depth: int
    min_samples_split: int
    min_samples_leaf: int
    min_weight_leaf: float
    min_impurity_decrease: float
    max_features: int
    max_leaf_nodes: int
    best_first: bool
    seed: int


class Nodes(NamedTuple):
    """The nodes in the order of their making: children in pairs, after their parent."""

    left: NDArray[np.int64]  # -1 where not split (yet)
    right: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    start: NDArray[np.int64]
    cut: NDArray[np.int64]  # where the best split cuts start..stop in the order of its feature; 0: none
    stop: NDArray[np.int64]
    depth: NDArray[np.int64]
    source: NDArray[np.int64]  # the parent's feature, whose order holds the node's samples for good
    gained: NDArray[np.float64]  # gain times weight


class Workshop(NamedTuple):
    """Working arrays of the growth itself."""

    frontier: NDArray[np.int64]
    features: NDArray[np.int64]  # (d,) a permutation, for `max_features`
    varying: NDArray[np.int64]  # (_LEVELS + 2, d) see `_list_varying`
    n_varying: NDArray[np.int64]
    goes_left: NDArray[np.uint8]
    buffer: NDArray[Any]


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _part(row, start, cut, stop, shift, goes_left, buffer):
    """Move the entries of start..stop that go left to the front; both sides keep their order.

    Every entry is written to both places, and one of the two moves on: no branch to mispredict. Unsigned indices
    halve the time, 0.9 ns an entry instead of 1.8.
    """
    left, right, one = np.uint64(start), np.uint64(0), np.uint64(1)
    for i in range(np.uint64(start), np.uint64(stop)):
        entry = row[i]
        to_left = np.uint64(goes_left[np.uint64(entry >> shift)])
        row[left] = entry
        buffer[right] = entry
        left += to_left
        right += one - to_left
    for i in range(right):
        row[np.uint64(cut) + i] = buffer[i]


@kernel
def _list_varying(data, nodes, node, workshop, best_first):
    """Return the row of `varying` that now lists the features that are not constant in the node, in ascending order.

    Only features of the parent's list are tried. Depth first, an ancestor's list at depth k stays in row k + 1 while
    its subtree grows. Row 0 lists all features, for the root and for best-first growth; the last row is for nodes so
    deep that their lists are not kept. With binary features this saves half of the time.
    """
    varying, n_varying, depth = workshop.varying, workshop.n_varying, nodes.depth[node]
    own = _LEVELS + 1 if best_first else min(depth, _LEVELS) + 1
    parents = 0 if best_first else min(depth, _LEVELS)
    count = 0
    for j in range(n_varying[parents]):
        feature = varying[parents, j]
        if not _is_constant(data, feature, nodes.start[node], nodes.stop[node]):
            varying[own, count] = feature
            count += 1
    n_varying[own] = count
    return own


@kernel
def _draw(features, first, stop, seed, stream):
    """Continue a random permutation of the features: draw places first..stop, then put these in ascending order."""
    d = features.shape[0]
    for i in range(first, stop):
        j = i + _bounded(seed, stream, i, d - i)
        features[i], features[j] = features[j], features[i]
    for i in range(first + 1, stop):
        feature, j = features[i], i
        while j > first and features[j - 1] > feature:
            features[j] = features[j - 1]
            j -= 1
        features[j] = feature


@kernel
def _may_split(data, rules, nodes, node, scratch):
    """Count the node's classes, and say whether it is large, heavy, shallow and mixed enough to split."""
    start, stop = nodes.start[node], nodes.stop[node]
    n = stop - start
    if nodes.depth[node] >= rules.max_depth or n < rules.min_samples_split or n < 2 * rules.min_samples_leaf:
        return False
    _count(data, nodes.source[node], start, stop, scratch)
    if scratch.masses.sum() < 2.0 * rules.min_weight_leaf:
        return False
    masses = scratch.masses
    impurity = _entropy_impurity(masses) if data.criterion == ENTROPY else _gini_impurity(masses)
    return impurity > _EPSILON


@kernel
def _look(data, rules, nodes, node, scratch, candidates, features, weight):
    """Find the node's best split among these features, or those drawn; say whether it may join the frontier."""
    start, stop, d = nodes.start[node], nodes.stop[node], features.shape[0]
    _count(data, nodes.source[node], start, stop, scratch)
    if rules.max_features < d:
        for j in range(d):
            features[j] = j
        candidates = features[: rules.max_features]
        _draw(features, 0, rules.max_features, rules.seed, node)
    last = rules.max_features
    while True:
        feature, cut, gained = _best_cut(
            data, candidates, start, stop, scratch, rules.min_samples_leaf, rules.min_weight_leaf
        )
        if cut > 0 or last == d:
            break
        _draw(features, last, last + 1, rules.seed, node)  # none of those can be cut: draw another
        candidates = features[last : last + 1]
        last += 1
    if cut == 0 or gained / weight + _EPSILON < rules.min_impurity_decrease:
        return False
    row, column = data.order[feature], data.columns[feature]
    nodes.feature[node], nodes.cut[node], nodes.gained[node] = feature, cut, gained
    nodes.threshold[node] = _middle(column[row[cut - 1] >> data.shift], column[row[cut] >> data.shift])
    return True


@kernel
def _push(frontier, size, node, gained, best_first):
    """Add a node to the frontier's end; best first, let it rise in the heap. Ties keep the older node in front."""
    i = size
    while best_first and i > 0 and gained[frontier[(i - 1) // 2]] < gained[node]:
        frontier[i] = frontier[(i - 1) // 2]
        i = (i - 1) // 2
    frontier[i] = node
    return size + 1


@kernel
def _pop(frontier, size, gained, best_first):
    """Take the last node, or from the heap the one that gains most."""
    if not best_first:
        return frontier[size - 1]
    top, last, i = frontier[0], frontier[size - 1], 0
    while 2 * i + 1 < size - 1:
        child = 2 * i + 1
        if child + 1 < size - 1 and gained[frontier[child + 1]] > gained[frontier[child]]:
            child += 1
        if gained[frontier[child]] <= gained[last]:
            break
        frontier[i] = frontier[child]
        i = child
    frontier[i] = last
    return top


@kernel
def _add(nodes, node, start, stop, depth, source):
    nodes.left[node], nodes.right[node], nodes.feature[node] = -1, -1, -2
    nodes.start[node], nodes.stop[node], nodes.depth[node], nodes.source[node] = start, stop, depth, source
    nodes.threshold[node], nodes.cut[node], nodes.gained[node] = -2.0, 0, 0.0


@kernel
def _grow(data, rules, nodes, scratch, workshop, weight, n_nodes, size, budget):
    """Split nodes of the frontier until it is empty, the leaves are as many as allowed, or the budget is spent."""
    order, shift, goes_left = data.order, data.shift, workshop.goes_left
    while size > 0 and budget > 0 and (n_nodes + 1) // 2 < rules.max_leaf_nodes:
        node = _pop(workshop.frontier, size, nodes.gained, rules.best_first)
        size -= 1
        feature, start, cut, stop = nodes.feature[node], nodes.start[node], nodes.cut[node], nodes.stop[node]
        left, right, depth = n_nodes, n_nodes + 1, nodes.depth[node] + 1
        n_nodes += 2
        nodes.left[node], nodes.right[node] = left, right
        _add(nodes, left, start, cut, depth, feature)
        _add(nodes, right, cut, stop, depth, feature)
        split_left = _may_split(data, rules, nodes, left, scratch)
        split_right = _may_split(data, rules, nodes, right, scratch)
        if not split_left and not split_right:
            continue  # two leaves: nothing will read the other features' order
        for i in range(start, stop):
            goes_left[order[feature, i] >> shift] = i < cut
        own = _list_varying(data, nodes, node, workshop, rules.best_first)
        candidates = workshop.varying[own, : workshop.n_varying[own]]
        for j in range(candidates.shape[0]):
            if candidates[j] != feature:
                _part(order[candidates[j]], start, cut, stop, shift, goes_left, workshop.buffer)
        budget -= (stop - start) * candidates.shape[0]
        if split_right and _look(data, rules, nodes, right, scratch, candidates, workshop.features, weight):
            size = _push(workshop.frontier, size, right, nodes.gained, rules.best_first)
        if split_left and _look(data, rules, nodes, left, scratch, candidates, workshop.features, weight):
            size = _push(workshop.frontier, size, left, nodes.gained, rules.best_first)
    return n_nodes, size


@kernel
def _fill_masses(data, nodes, masses):
    """Fill each node's class weights: leaves count their samples, and then every parent adds up its children."""
    row_mask, weighted = (1 << data.shift) - 1, data.weight.shape[0] > 0
    for node in range(masses.shape[0] - 1, -1, -1):
        if nodes.left[node] >= 0:
            for k in range(masses.shape[1]):  # as an array expression this line compiles for 1.5 s longer
                masses[node, k] = masses[nodes.left[node], k] + masses[nodes.right[node], k]
        else:
            nodes.feature[node], nodes.threshold[node] = -2, -2.0  # also where the growth ended with a split in hand
            for i in range(nodes.start[node], nodes.stop[node]):
                entry = data.order[nodes.source[node], i]
                masses[node, entry & row_mask] += data.weight[entry >> data.shift] if weighted else 1.0


# -- set-up ----------------------------------------------------------------------------------------


def grow(data: Presorted, n_classes: int, rules: Rules) -> tuple[Nodes, NDArray[np.float64]]:
    """Return the nodes and the class weights of each, ``(n_nodes, n_classes)``."""
    d, n = data.order.shape
    leaves = min(n // rules.min_samples_leaf + 1, rules.max_leaf_nodes)
    if rules.max_depth < 62:
        leaves = min(leaves, 2**rules.max_depth)
    capacity = 2 * leaves + 1
    whole = [np.empty(capacity, np.int64) for _ in range(8)]
    nodes = Nodes._make([*whole[:3], np.empty(capacity), *whole[3:], np.empty(capacity)])
    workshop = Workshop(
        np.empty(capacity, np.int64),
        np.empty(d, np.int64),
        np.empty((_LEVELS + 2, d), np.int64),
        np.full(_LEVELS + 2, d),
        np.empty(n, np.uint8),
        np.empty(n + 1, data.order.dtype),
    )
    workshop.varying[0] = np.arange(d)
    work: Scratch = scratch(n, n_classes, data.weight.size > 0)
    weight = float(data.weight.sum()) if data.weight.size else float(n)
    _add(nodes, 0, 0, n, 0, 0)
    open_root = _may_split(data, rules, nodes, 0, work) and _look(
        data, rules, nodes, 0, work, workshop.varying[0], workshop.features, weight
    )
    workshop.frontier[0] = 0
    n_nodes, size = 1, int(open_root)
    while size and (n_nodes + 1) // 2 < rules.max_leaf_nodes:
        n_nodes, size = _grow(data, rules, nodes, work, workshop, weight, n_nodes, size, _BUDGET)
    nodes = Nodes._make(values[:n_nodes] for values in nodes)
    masses = np.zeros((n_nodes, n_classes))
    _fill_masses(data, nodes, masses)
    return nodes, masses
