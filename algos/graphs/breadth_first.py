"""Breadth-first search: nodes in the order of their distance from the source, by a queue that is first in, first out.

The queue is the growing order of visits itself: `head` takes from its front, `tail` appends at its end.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._jit import compiled_as, kernel
from ._state import _require_state, checked_state
from .csr import Graph, IndexArray, _require, checked_graph, checked_node

__all__ = ["BreadthFirst", "BreadthFirstStep", "bfs", "bfs_step"]


class BreadthFirst(NamedTuple):
    """What a breadth-first search found.

    Attributes
    ----------
    order : ndarray of shape (r,)
        The nodes that were reached, in the order of their visits; the source is the first.
    distance : ndarray of shape (V,)
        Number of edges on a shortest path from the source, for each node; -1 where it was not reached.
    parent : ndarray of shape (V,)
        The node before it on that path; -1 for the source and where it was not reached.
    """

    order: IndexArray
    distance: IndexArray
    parent: IndexArray


class BreadthFirstStep(NamedTuple):
    """The state of a breadth-first search after one more visit.

    Attributes
    ----------
    node : int
        The node that was visited: the first one of the queue.
    queue : ndarray of shape (q,)
        The nodes that wait, the next one first; the neighbours just seen are at its end.
    distance : ndarray of shape (V,)
        Distance of each node from the source, -1 where it was not seen yet.
    parent : ndarray of shape (V,)
        The node from which each one was seen, -1 for the source and where it was not seen yet.
    """

    node: int
    queue: IndexArray
    distance: IndexArray
    parent: IndexArray


# -- kernels ---------------------------------------------------------------------------------------

# Indices are unsigned because LLVM then drops Numba's test for negative ones: 1.4 times faster at V = 1e5, E = 1e6.
_ONE = np.uint64(1)


@kernel
def _visit(indptr, indices, node, queue, tail, distance, parent):
    """Append the unseen neighbours of `node` to the queue; return the queue's new end."""
    further = distance[node] + 1
    for edge in range(np.uint64(indptr[node]), np.uint64(indptr[node + _ONE])):
        neighbour = np.uint64(indices[edge])
        if distance[neighbour] < 0:
            distance[neighbour] = further
            parent[neighbour] = node
            queue[tail] = neighbour
            tail += _ONE
    return tail


@kernel
def _start(indptr, indices, source):
    """Return the queue that holds the source alone, and the distances and parents known by then."""
    n_nodes = indptr.shape[0] - 1
    queue = np.empty(n_nodes, indices.dtype)
    distance = np.full(n_nodes, -1, indices.dtype)
    parent = np.full(n_nodes, -1, indices.dtype)
    queue[0] = source
    distance[source] = 0
    return queue, distance, parent


@kernel
def _bfs(indptr, indices, source):
    """Visit the queue's nodes from front to end, until none waits."""
    order, distance, parent = _start(indptr, indices, source)
    head, tail = np.uint64(0), _ONE
    while head < tail:
        tail = _visit(indptr, indices, np.uint64(order[head]), order, tail, distance, parent)
        head += _ONE
    return BreadthFirst(order[:tail], distance, parent)


@kernel
def _bfs_step(indptr, indices, queue, distance, parent):
    """Take the first node of the queue and return the state after its visit, in new arrays."""
    node = np.uint64(queue[0])
    tail = np.uint64(queue.shape[0])
    longer = np.empty(queue.shape[0] + indptr[node + _ONE] - indptr[node], indices.dtype)
    longer[: queue.shape[0]] = queue
    distance, parent = distance.copy(), parent.copy()
    tail = _visit(indptr, indices, node, longer, tail, distance, parent)
    return BreadthFirstStep(int(np.int64(node)), longer[1:tail], distance, parent)


# -- public functions ------------------------------------------------------------------------------


def _bfs_compiled(graph, source):
    _require(graph, source)
    return _bfs(graph.indptr, graph.indices, np.int64(source))


@compiled_as(_bfs_compiled)
def bfs(graph: Graph, source: int) -> BreadthFirst:
    r"""Breadth-first search from one node.

    .. math:: distance(j) = \min_{i : j \in N(i)} distance(i) + 1, \quad distance(source) = 0

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
        If `graph` is not a well-formed Graph or `source` is not one of its nodes; a graph without nodes has none.

    See Also
    --------
    networkx.bfs_tree : the library it is tested against.
    scipy.sparse.csgraph.breadth_first_order : the other one.
    bfs_step : one visit.

    Notes
    -----
    Time O(V + E), memory O(V).
    Loops and repeated edges change nothing. The arrays are int32 as long as the graph's are.

    References
    ----------
    .. [1] Cormen, Leiserson, Rivest, Stein, "Introduction to Algorithms", 4th ed., section 20.2.

    Examples
    --------
    >>> from algos.graphs import from_edges
    >>> found = bfs(from_edges([(0, 1), (0, 2), (1, 3)], n_nodes=5), 0)
    >>> found.order.tolist(), found.distance.tolist(), found.parent.tolist()
    ([0, 1, 2, 3], [0, 1, 1, 2, -1], [-1, 0, 0, 1, -1])
    """
    graph = checked_graph(graph)
    return _bfs(graph.indptr, graph.indices, checked_node(source, "source", graph))


def _bfs_step_compiled(graph, queue, distance=None, parent=None):
    indptr, indices = graph.indptr, graph.indices
    n_nodes = indptr.shape[0] - 1
    distances, parents = np.full(n_nodes, -1, indices.dtype), np.full(n_nodes, -1, indices.dtype)
    if queue.shape[0] == 0:
        raise ValueError("queue must hold at least one node")
    _require(graph, queue[0])
    if distance is None:
        distances[queue[0]] = 0
    else:
        distances = distance.astype(indices.dtype)
    if parent is not None:
        parents = parent.astype(indices.dtype)
    _require_state(graph, queue, distances, parents)
    return _bfs_step(indptr, indices, queue.astype(indices.dtype), distances, parents)


@compiled_as(_bfs_step_compiled)
def bfs_step(graph: Graph, queue: Any, distance: Any = None, parent: Any = None) -> BreadthFirstStep:
    r"""One visit of breadth-first search: take the first node of the queue, append its unseen neighbours.

    .. math:: distance(j) = distance(i) + 1, \quad parent(j) = i \quad \text{for unseen } j \in N(i)

    Parameters
    ----------
    graph : Graph
        V nodes and E stored edges; neighbours are appended in stored order.
    queue : array_like of int
        The nodes that wait, at least one, the next one first; at the start the source alone.
    distance, parent : array_like of V ints, optional
        For each node, -1 where it was not seen yet. At the start they may be left out.

    Returns
    -------
    BreadthFirstStep
        ``node`` that was visited, and the new ``queue``, ``distance`` and ``parent``. Nothing is changed in place.

    Raises
    ------
    TypeError, ValueError
        If `graph` is not well formed, `queue` is empty or names no node, or its nodes have no distance.

    See Also
    --------
    bfs : calls this visit until the queue is empty.

    Notes
    -----
    Time O(V), memory O(V).
    The visit itself costs the number of neighbours; the rest is the copy of the state and the check of the graph.

    References
    ----------
    .. [1] Cormen, Leiserson, Rivest, Stein, "Introduction to Algorithms", 4th ed., section 20.2, lines 10-17 of BFS.

    Examples
    --------
    >>> from algos.graphs import from_edges
    >>> graph = from_edges([(0, 1), (0, 2), (1, 3)])
    >>> step = bfs_step(graph, [0])
    >>> step.node, step.queue.tolist()
    (0, [1, 2])
    >>> step = bfs_step(graph, *step[1:])
    >>> step.node, step.queue.tolist(), step.distance.tolist()
    (1, [2, 3], [0, 1, 1, 2])
    """
    graph = checked_graph(graph)
    queue, distance, parent = checked_state(graph, queue, distance, parent, ("queue", "distance"))
    step = _bfs_step(graph.indptr, graph.indices, queue, distance, parent)
    return BreadthFirstStep(int(step.node), *step[1:])
