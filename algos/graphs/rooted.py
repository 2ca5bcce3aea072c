"""Leaves and height of a rooted tree, by one breadth-first pass that also makes sure that it is a tree."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._jit import compiled_as, kernel
from .breadth_first import _start
from .csr import Graph, IndexArray, _require, checked_graph, checked_node

__all__ = ["height", "leaves"]

_NO_TREE = "graph must be a tree below the root, but a node is reached along two ways"


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _rooted(indptr, indices, root):
    """Return the ids of the leaves, the height, and a node that is reached along two ways or -1."""
    queue, depth, parent = _start(indptr, indices, root)
    childless = np.zeros(queue.shape[0], np.bool_)
    head, tail = 0, 1
    while head < tail:
        node = queue[head]
        head += 1
        before = tail
        for edge in range(indptr[node], indptr[node + 1]):
            neighbour = indices[edge]
            if depth[neighbour] < 0:
                depth[neighbour] = depth[node] + 1
                parent[neighbour] = node
                queue[tail] = neighbour
                tail += 1
            elif neighbour != parent[node]:
                return queue[:0], 0, np.int64(neighbour)
        childless[node] = tail == before
    return np.flatnonzero(childless).astype(indices.dtype), np.int64(depth[queue[tail - 1]]), np.int64(-1)


# -- public functions ------------------------------------------------------------------------------


def _tree(graph: Any, root: Any) -> tuple[Any, int]:
    """Check the arguments; return leaves and height."""
    graph = checked_graph(graph)
    root = checked_node(root, "root", graph)
    found, levels, twice = _rooted(graph.indptr, graph.indices, root)
    if twice >= 0:
        raise ValueError(f"graph must be a tree below root {root}, but node {twice} is reached along two ways")
    return found, int(levels)


def _leaves_compiled(graph, root):
    _require(graph, root)
    found, _, twice = _rooted(graph.indptr, graph.indices, np.int64(root))
    if twice >= 0:
        raise ValueError(_NO_TREE)
    return found


@compiled_as(_leaves_compiled)
def leaves(graph: Graph, root: int) -> IndexArray:
    r"""Return the leaves of a rooted tree: its nodes without children.

    .. math:: \{ i : N(i) \subseteq \{parent(i)\} \}

    Parameters
    ----------
    graph : Graph
        V nodes. What is reached from `root` must be a tree; its edges may be undirected or lead away from the root.
    root : int
        The root, 0..V-1.

    Returns
    -------
    ndarray of int
        Node numbers, ascending. A root without neighbours is a leaf.

    Raises
    ------
    TypeError, ValueError
        If `graph` is not well formed, `root` is not one of its nodes, or a node is reached along two ways.

    See Also
    --------
    height : the longest way down; tests/naive is the version it is tested against.

    Notes
    -----
    Time O(V), memory O(V).
    Nodes that are not reached are neither leaves nor checked.

    References
    ----------
    .. [1] Cormen, Leiserson, Rivest, Stein, "Introduction to Algorithms", 4th ed., appendix B.5.2.

    Examples
    --------
    >>> from algos.graphs import from_edges
    >>> leaves(from_edges([(0, 1), (0, 2), (1, 3)]), 0).tolist()
    [2, 3]
    """
    return _tree(graph, root)[0]


def _height_compiled(graph, root):
    _require(graph, root)
    _, levels, twice = _rooted(graph.indptr, graph.indices, np.int64(root))
    if twice >= 0:
        raise ValueError(_NO_TREE)
    return levels


@compiled_as(_height_compiled)
def height(graph: Graph, root: int) -> int:
    r"""Return the height of a rooted tree: the number of edges on its longest way down from the root.

    .. math:: height(i) = \max_{j \in children(i)} height(j) + 1, \text{ and 0 for a leaf}

    Parameters
    ----------
    graph : Graph
        V nodes. What is reached from `root` must be a tree; its edges may be undirected or lead away from the root.
    root : int
        The root, 0..V-1.

    Returns
    -------
    int
        Edges, not nodes: a single node has height 0.

    Raises
    ------
    TypeError, ValueError
        If `graph` is not well formed, `root` is not one of its nodes, or a node is reached along two ways.

    See Also
    --------
    leaves : where the ways end; tests/naive is the version it is tested against.

    Notes
    -----
    Time O(V), memory O(V).

    References
    ----------
    .. [1] Cormen, Leiserson, Rivest, Stein, "Introduction to Algorithms", 4th ed., appendix B.5.2.

    Examples
    --------
    >>> from algos.graphs import from_edges
    >>> height(from_edges([(0, 1), (0, 2), (1, 3)]), 0)
    2
    """
    return _tree(graph, root)[1]
