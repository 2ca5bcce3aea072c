r"""Minimal cost-complexity pruning: the subtree that minimises :math:`R(T) + \alpha |\text{leaves}(T)|`.

:math:`R(t)` is the impurity of node t times its share of the weight. Breiman's weakest-link sequence finds that subtree
by pruning link after link; the minimum itself obeys a recursion that one pass from the leaves to the root solves:
the best cost below t is the smaller of "t is a leaf", :math:`R(t) + \alpha`, and the sum of its children's best costs.

Breiman, Friedman, Olshen, Stone, "Classification and Regression Trees", 1984, section 3.3 and chapter 10.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .._check import frozen
from .._jit import kernel
from ._structure import LEAF, Tree

__all__: list[str] = []

_EQUAL = 1e-12  # of the root's impurity: an alpha taken from a pruning path is met exactly, but for rounding


@kernel
def _keep_split(children_left, children_right, impurity, weight, alpha):
    """Say for each node whether splitting it pays for its leaves; equality prunes. Children follow their parents."""
    n = impurity.shape[0]
    keep, cost = np.zeros(n, np.bool_), np.empty(n)
    for node in range(n - 1, -1, -1):
        as_leaf = impurity[node] * weight[node] / weight[0] + alpha
        cost[node] = as_leaf
        if children_left[node] >= 0:
            below = cost[children_left[node]] + cost[children_right[node]]
            keep[node] = below < as_leaf - _EQUAL * impurity[0]
            if keep[node]:
                cost[node] = below
    return keep


@kernel
def _reached(children_left, children_right, keep):
    """Return the nodes that the root still reaches, in preorder."""
    n = keep.shape[0]
    order, stack = np.empty(n, np.int64), np.empty(n + 1, np.int64)
    stack[0] = 0
    size, count = 1, 0
    while size > 0:
        size -= 1
        node = stack[size]
        order[count] = node
        count += 1
        if keep[node]:
            stack[size], stack[size + 1] = children_right[node], children_left[node]
            size += 2
    return order[:count]


@kernel
def _depths(children_left, children_right):
    depth = np.zeros(children_left.shape[0], np.int64)
    for node in range(children_left.shape[0]):
        if children_left[node] >= 0:
            depth[children_left[node]] = depth[children_right[node]] = depth[node] + 1
    return depth


def prune(tree: Tree, alpha: float) -> Tree:
    """Return the smallest subtree, from the same root, whose cost at `alpha` is least."""
    keep = _keep_split(tree.children_left, tree.children_right, tree.impurity, tree.weighted_n_node_samples, alpha)
    order = _reached(tree.children_left, tree.children_right, keep)
    number = np.full(tree.node_count + 1, LEAF)
    number[order] = np.arange(len(order))
    split = keep[order]

    def children(side: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.where(split, number[side[order]], LEAF)

    left, right = children(tree.children_left), children(tree.children_right)
    columns = [left, right, np.where(split, tree.feature[order], -2), np.where(split, tree.threshold[order], -2.0)]
    columns += [column[order] for column in tree[4:8]]
    return Tree._make([*map(frozen, columns), tree.n_features, int(_depths(left, right).max())])
