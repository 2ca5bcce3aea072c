"""Depth-first search: follow the first unseen neighbour as far as it goes, then return and take the next one.

The stack holds the path from the source to the current node, and for each node on it the edge to look at next. That
second number is what a recursive call keeps in its frame, so order and postorder are those of the recursion.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._jit import compiled_as, kernel
from ._state import _require_state, checked_state
from .csr import Graph, IndexArray, _require, checked_graph, checked_node

__all__ = ["DepthFirst", "DepthFirstStep", "dfs", "dfs_step"]


class DepthFirst(NamedTuple):
    """What a depth-first search found.

    Attributes
    ----------
    order : ndarray of shape (r,)
        The nodes that were reached, in the order in which they were first visited (preorder).
    postorder : ndarray of shape (r,)
        The same nodes, in the order in which their last neighbour was done with.
    parent : ndarray of shape (V,)
        The node from which each one was visited; -1 for the source and where it was not reached.
    depth : ndarray of shape (V,)
        Number of edges on the tree's path from the source, not the shortest one; -1 where it was not reached.
    """

    order: IndexArray
    postorder: IndexArray
    parent: IndexArray
    depth: IndexArray


class DepthFirstStep(NamedTuple):
    """The state of a depth-first search after one more move.

    Attributes
    ----------
    visited : int
        The node that was visited, now on top of the stack; -1 if the move went back.
    finished : int
        The node that had no unseen neighbour left and was taken from the stack; -1 if the move went forward.
    stack : ndarray of shape (s,)
        The path from the source to the current node, which is the last.
    depth : ndarray of shape (V,)
        Depth of each node, -1 where it was not visited yet.
    parent : ndarray of shape (V,)
        The node from which each one was visited, -1 for the source and where it was not visited yet.
    """

    visited: int
    finished: int
    stack: IndexArray
    depth: IndexArray
    parent: IndexArray


# -- kernels ---------------------------------------------------------------------------------------

# Indices are unsigned because LLVM then drops Numba's test for negative ones: 1.2 times faster at V = 1e5, E = 1e6.
_ONE = np.uint64(1)
_ZERO = np.uint64(0)


@kernel
def _dfs(indptr, indices, source):
    """Walk with an explicit stack of (node, next edge)."""
    n_nodes = indptr.shape[0] - 1
    order, postorder = np.empty(n_nodes, indices.dtype), np.empty(n_nodes, indices.dtype)
    parent, depth = np.full(n_nodes, -1, indices.dtype), np.full(n_nodes, -1, indices.dtype)
    stack, next_edge = np.empty(n_nodes, indices.dtype), np.empty(n_nodes, indices.dtype)
    seen = np.zeros(n_nodes, np.bool_)  # a byte a node stays in cache where depth would not: 6 % of the time
    n_visited, n_finished, height = _ONE, _ZERO, _ZERO
    node = np.uint64(source)
    order[0], depth[node], seen[node] = node, 0, True
    edge, end = np.uint64(indptr[node]), np.uint64(indptr[node + _ONE])
    while True:
        if edge < end:
            neighbour = np.uint64(indices[edge])
            edge += _ONE
            if not seen[neighbour]:
                stack[height], next_edge[height] = node, edge
                height += _ONE
                parent[neighbour], depth[neighbour], seen[neighbour] = node, height, True
                order[n_visited] = neighbour
                n_visited += _ONE
                node = neighbour
                edge, end = np.uint64(indptr[node]), np.uint64(indptr[node + _ONE])
        else:
            postorder[n_finished] = node
            n_finished += _ONE
            if height == _ZERO:
                return DepthFirst(order[:n_visited], postorder[:n_visited], parent, depth)
            height -= _ONE
            node, edge = np.uint64(stack[height]), np.uint64(next_edge[height])
            end = np.uint64(indptr[node + _ONE])


@kernel
def _dfs_step(indptr, indices, stack, depth, parent):
    """Visit the first unseen neighbour of the stack's top, or take the top away; in new arrays."""
    height = stack.shape[0]
    node = int(np.int64(stack[height - 1]))
    depth, parent = depth.copy(), parent.copy()
    for neighbour in indices[indptr[node] : indptr[node + 1]]:
        if depth[neighbour] < 0:
            higher = np.empty(height + 1, stack.dtype)
            higher[:height] = stack
            higher[height] = neighbour
            depth[neighbour] = depth[node] + 1
            parent[neighbour] = node
            return DepthFirstStep(int(np.int64(neighbour)), -1, higher, depth, parent)
    return DepthFirstStep(-1, node, stack[: height - 1].copy(), depth, parent)


# -- public functions ------------------------------------------------------------------------------


def _dfs_compiled(graph, source):
    _require(graph, source)
    return _dfs(graph.indptr, graph.indices, np.int64(source))


@compiled_as(_dfs_compiled)
def dfs(graph: Graph, source: int) -> DepthFirst:
    r"""Depth-first search from one node, with an explicit stack.

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
        If `graph` is not a well-formed Graph or `source` is not one of its nodes; a graph without nodes has none.

    See Also
    --------
    networkx.dfs_preorder_nodes, networkx.dfs_postorder_nodes : the library it is tested against.
    scipy.sparse.csgraph.depth_first_order : the other one.
    dfs_recursive : the same by recursion, to read.
    dfs_step : one move.

    Notes
    -----
    Time O(V + E), memory O(V).
    Any depth: a chain of millions of nodes is no trouble. Loops and repeated edges change nothing. The arrays are int32
    as long as the graph's are.

    References
    ----------
    .. [1] Cormen, Leiserson, Rivest, Stein, "Introduction to Algorithms", 4th ed., section 20.3.

    Examples
    --------
    >>> from algos.graphs import from_edges
    >>> found = dfs(from_edges([(0, 1), (0, 2), (1, 3)], n_nodes=5), 0)
    >>> found.order.tolist(), found.postorder.tolist()
    ([0, 1, 3, 2], [3, 1, 2, 0])
    >>> found.parent.tolist(), found.depth.tolist()
    ([-1, 0, 0, 1, -1], [0, 1, 1, 2, -1])
    """
    graph = checked_graph(graph)
    return _dfs(graph.indptr, graph.indices, checked_node(source, "source", graph))


def _dfs_step_compiled(graph, stack, depth=None, parent=None):
    indptr, indices = graph.indptr, graph.indices
    n_nodes = indptr.shape[0] - 1
    depths, parents = np.full(n_nodes, -1, indices.dtype), np.full(n_nodes, -1, indices.dtype)
    if stack.shape[0] == 0:
        raise ValueError("stack must hold at least one node")
    _require(graph, stack[0])
    if depth is None:
        depths[stack[0]] = 0
    else:
        depths = depth.astype(indices.dtype)
    if parent is not None:
        parents = parent.astype(indices.dtype)
    _require_state(graph, stack, depths, parents)
    return _dfs_step(indptr, indices, stack.astype(indices.dtype), depths, parents)


@compiled_as(_dfs_step_compiled)
def dfs_step(graph: Graph, stack: Any, depth: Any = None, parent: Any = None) -> DepthFirstStep:
    r"""One move of depth-first search: visit the first unseen neighbour of the stack's top, or take the top away.

    .. math:: depth(j) = depth(i) + 1, \quad parent(j) = i \quad \text{for the first unseen } j \in N(i)

    Parameters
    ----------
    graph : Graph
        V nodes and E stored edges; neighbours are looked at in stored order.
    stack : array_like of int
        The path from the source to the current node, at least one, the current one last; at the start the source alone.
    depth, parent : array_like of V ints, optional
        For each node, -1 where it was not visited yet. At the start they may be left out.

    Returns
    -------
    DepthFirstStep
        The node ``visited`` or the one ``finished`` (the other is -1), and the new ``stack``, ``depth`` and ``parent``.
        Nothing is changed in place.

    Raises
    ------
    TypeError, ValueError
        If `graph` is not well formed, `stack` is empty or names no node, or its nodes have no depth.

    See Also
    --------
    dfs : makes the same moves until the stack is empty; it is tested to agree in each.

    Notes
    -----
    Time O(V), memory O(V).
    The move itself costs the number of neighbours; the rest is the copy of the state and the check of the graph.
    The nodes visited, after the source, are the order of `dfs`; the nodes finished are its postorder.

    References
    ----------
    .. [1] Cormen, Leiserson, Rivest, Stein, "Introduction to Algorithms", 4th ed., section 20.3, DFS-VISIT.

    Examples
    --------
    >>> from algos.graphs import from_edges
    >>> graph = from_edges([(0, 1), (0, 2)])
    >>> step = dfs_step(graph, [0])
    >>> step.visited, step.finished, step.stack.tolist()
    (1, -1, [0, 1])
    >>> step = dfs_step(graph, *step[2:])
    >>> step.visited, step.finished, step.stack.tolist()
    (-1, 1, [0])
    """
    graph = checked_graph(graph)
    stack, depth, parent = checked_state(graph, stack, depth, parent, ("stack", "depth"))
    step = _dfs_step(graph.indptr, graph.indices, stack, depth, parent)
    return DepthFirstStep(int(step.visited), int(step.finished), *step[2:])
