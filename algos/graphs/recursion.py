"""Both searches as recursions, to read: they find what `bfs` and `dfs` find, as long as the stack of calls suffices."""

from __future__ import annotations

import numpy as np

from .._jit import compiled_as, kernel
from .breadth_first import BreadthFirst, _start, _visit
from .csr import Graph, _require, checked_graph, checked_node
from .depth_first import DepthFirst

__all__ = ["bfs_recursive", "dfs_recursive"]

RECURSION_LIMIT = 1000
"""Depth at which both refuse: frames of half a kilobyte (measured) then fit the megabyte that a thread may have."""

_ONE = np.uint64(1)


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _visit_levels(indptr, indices, first, last, order, distance, parent):
    """Visit one level, ``order[first:last]``, then the next one by recursion; return the end, or 0 if too deep."""
    if first == last:
        return last
    if distance[order[first]] >= RECURSION_LIMIT:
        return np.uint64(0)
    tail = last
    for position in range(first, last):
        tail = _visit(indptr, indices, np.uint64(order[position]), order, tail, distance, parent)
    return _visit_levels(indptr, indices, last, tail, order, distance, parent)


@kernel
def _bfs_recursive(indptr, indices, source):
    """Return the search, and whether the recursion was deep enough for it."""
    order, distance, parent = _start(indptr, indices, source)
    tail = _visit_levels(indptr, indices, np.uint64(0), _ONE, order, distance, parent)
    return BreadthFirst(order[:tail], distance, parent), tail > 0


@kernel
def _explore(indptr, indices, node, order, postorder, parent, depth, counts):
    """Visit a node and, by recursion, what its unseen neighbours lead to; return whether the depth sufficed."""
    order[counts[0]] = node
    counts[0] += 1
    if depth[node] >= RECURSION_LIMIT:
        return False
    for edge in range(indptr[node], indptr[node + 1]):
        neighbour = np.int64(indices[edge])
        if depth[neighbour] < 0:
            depth[neighbour] = depth[node] + 1
            parent[neighbour] = node
            if not _explore(indptr, indices, neighbour, order, postorder, parent, depth, counts):
                return False
    postorder[counts[1]] = node
    counts[1] += 1
    return True


@kernel
def _dfs_recursive(indptr, indices, source):
    """Return the search, and whether the recursion was deep enough for it."""
    n_nodes = indptr.shape[0] - 1
    order, postorder = np.empty(n_nodes, indices.dtype), np.empty(n_nodes, indices.dtype)
    parent, depth = np.full(n_nodes, -1, indices.dtype), np.full(n_nodes, -1, indices.dtype)
    counts = np.zeros(2, np.int64)  # visited, finished
    depth[source] = 0
    complete = _explore(indptr, indices, source, order, postorder, parent, depth, counts)
    return DepthFirst(order[: counts[0]], postorder[: counts[1]], parent, depth), complete


# -- public functions ------------------------------------------------------------------------------


def _bfs_recursive_compiled(graph, source):
    _require(graph, source)
    found, complete = _bfs_recursive(graph.indptr, graph.indices, np.int64(source))
    if not complete:
        raise RecursionError("bfs_recursive goes 1000 levels deep, and this graph has more; use bfs")
    return found


@compiled_as(_bfs_recursive_compiled)
def bfs_recursive(graph: Graph, source: int) -> BreadthFirst:
    r"""Breadth-first search by recursion over levels, with the same result as `bfs`.

    .. math:: L_{d+1} = \{ j \notin L_0 \cup \dots \cup L_d : j \in N(i), i \in L_d \}, \quad L_0 = \{source\}

    Parameters
    ----------
    graph : Graph
        V nodes and E stored edges; neighbours are visited in stored order.
    source : int
        The node to start from, 0..V-1.

    Returns
    -------
    BreadthFirst
        ``order`` of visits, and for each node its ``distance`` and ``parent``; both are -1 where it was not reached.

    Raises
    ------
    TypeError, ValueError
        If `graph` is not a well-formed Graph or `source` is not one of its nodes.
    RecursionError
        If a node is further than 1000 edges away: the stack of calls is small, the queue of `bfs` is not.

    See Also
    --------
    bfs : the queue, for any depth; tests/naive is the version it is tested against.

    Notes
    -----
    Time O(V + E), memory O(V).
    Each call visits one level; the order within it makes this breadth first, not the recursion.

    References
    ----------
    .. [1] Cormen, Leiserson, Rivest, Stein, "Introduction to Algorithms", 4th ed., section 20.2.

    Examples
    --------
    >>> from algos.graphs import from_edges
    >>> bfs_recursive(from_edges([(0, 1), (0, 2), (1, 3)]), 0).distance.tolist()
    [0, 1, 1, 2]
    """
    graph = checked_graph(graph)
    source = checked_node(source, "source", graph)
    try:
        found, complete = _bfs_recursive(graph.indptr, graph.indices, source)
    except RecursionError:  # the interpreter's own limit, where kernels run as plain Python
        complete = False
    if not complete:
        raise RecursionError(
            f"bfs_recursive goes at most {RECURSION_LIMIT} levels deep, and this graph has more from {source}; use bfs"
        )
    return found


def _dfs_recursive_compiled(graph, source):
    _require(graph, source)
    found, complete = _dfs_recursive(graph.indptr, graph.indices, np.int64(source))
    if not complete:
        raise RecursionError("dfs_recursive goes 1000 calls deep, and this graph needs more; use dfs")
    return found


@compiled_as(_dfs_recursive_compiled)
def dfs_recursive(graph: Graph, source: int) -> DepthFirst:
    r"""Depth-first search by the textbook's recursion, with the same result as `dfs`.

    .. math:: depth(j) = depth(parent(j)) + 1, \quad depth(source) = 0

    Parameters
    ----------
    graph : Graph
        V nodes and E stored edges; neighbours are visited in stored order.
    source : int
        The node to start from, 0..V-1.

    Returns
    -------
    DepthFirst
        ``order`` of first visits, ``postorder`` of finishing, and for each node its ``parent`` and ``depth``; both are
        -1 where it was not reached.

    Raises
    ------
    TypeError, ValueError
        If `graph` is not a well-formed Graph or `source` is not one of its nodes.
    RecursionError
        If the search goes deeper than 1000 calls: the stack of calls is small, that of `dfs` is not.

    See Also
    --------
    dfs : the explicit stack, for any depth; tests/naive is the version it is tested against.

    Notes
    -----
    Time O(V + E), memory O(V).

    References
    ----------
    .. [1] Cormen, Leiserson, Rivest, Stein, "Introduction to Algorithms", 4th ed., section 20.3.

    Examples
    --------
    >>> from algos.graphs import from_edges
    >>> dfs_recursive(from_edges([(0, 1), (0, 2), (1, 3)]), 0).postorder.tolist()
    [3, 1, 2, 0]
    """
    graph = checked_graph(graph)
    source = checked_node(source, "source", graph)
    try:
        found, complete = _dfs_recursive(graph.indptr, graph.indices, source)
    except RecursionError:  # the interpreter's own limit, where kernels run as plain Python
        complete = False
    if not complete:
        raise RecursionError(
            f"dfs_recursive goes at most {RECURSION_LIMIT} calls deep, and this graph needs more from {source}; use dfs"
        )
    return found
