"""Wrong twins of algos.graphs: leaves and height of rooted trees."""

from __future__ import annotations

from typing import Any

import numpy as np

from quiz.mistakes.graphs import BreadthFirst, Indices, _bfs, _neighbours


def _children(graph: Any, root: int) -> tuple[list[list[int]], BreadthFirst]:
    search = _bfs(_neighbours(graph), root)
    below: list[list[int]] = [[] for _ in search.parent]
    for node in search.order[1:].tolist():
        below[search.parent[node]].append(node)
    return below, search


def leaves_with_root(graph: Any, root: int) -> Indices:
    """Twin of graphs.leaves: every node with one neighbour counts, even the root with a single child.

    Repair: a leaf has no children; the root is one only if it stands alone.
    """
    below, search = _children(graph, root)
    degree = [len(below[node]) + (node != root) for node in range(len(below))]
    return np.array(sorted(node for node in search.order.tolist() if degree[node] == 1))


def leaves_deepest_only(graph: Any, root: int) -> Indices:
    """Twin of graphs.leaves: only the nodes of the lowest level are taken.

    Repair: leaves may end at any level; what counts is that they have no children.
    """
    _, search = _children(graph, root)
    return np.flatnonzero(search.distance == search.distance.max())


def leaves_are_inner(graph: Any, root: int) -> Indices:
    """Twin of graphs.leaves: the nodes with children are taken.

    Repair: leaves are the nodes without children.
    """
    below, search = _children(graph, root)
    return np.array(sorted(node for node in search.order.tolist() if below[node]), dtype=np.int64)


def height_counts_nodes(graph: Any, root: int) -> int:
    """Twin of graphs.height: the nodes on the longest way down are counted.

    Repair: the height counts edges; a single node has height 0.
    """
    return int(_children(graph, root)[1].distance.max()) + 1


def height_of_nearest_leaf(graph: Any, root: int) -> int:
    """Twin of graphs.height: the shortest way to a leaf is taken.

    Repair: the height is the longest way down.
    """
    below, search = _children(graph, root)
    return int(min(search.distance[node] for node in search.order.tolist() if not below[node]))


def height_counts_leaves(graph: Any, root: int) -> int:
    """Twin of graphs.height: the leaves are counted, which is the tree's width at the bottom.

    Repair: count the edges from the root down to the deepest leaf.
    """
    below, search = _children(graph, root)
    return sum(not below[node] for node in search.order.tolist())
