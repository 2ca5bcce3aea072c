"""Building a graph from pairs of nodes or lists of neighbours.

Neighbours are stored ascending and each once, by two stable counting sorts, first by target and then by source: V + E
steps, no comparison.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from .._check import INT64, array, boolean, integer
from .._jit import compiled_as, kernel
from .csr import Graph, pack

__all__ = ["from_adjacency", "from_edges"]

_MOST_NODES = 2**31 - 1  # node numbers fit int32, and a mistyped one does not ask for all memory there is


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _sort_by(keys, order, n_keys):
    """Return `order` rearranged so that ``keys[order]`` ascends, ties kept in order (counting sort)."""
    start = np.zeros(n_keys + 1, np.int64)
    for key in keys:
        start[key + 1] += 1
    for key in range(n_keys):
        start[key + 1] += start[key]
    result = np.empty_like(order)
    for edge in order:
        key = keys[edge]
        result[start[key]] = edge
        start[key] += 1
    return result


@kernel
def _compress(sources, targets, n_nodes):
    """Return the arrays of a graph: rows in order, neighbours ascending, repeated edges once."""
    by_target = _sort_by(targets, np.arange(sources.shape[0]), n_nodes)
    order = _sort_by(sources, by_target, n_nodes)
    indptr = np.zeros(n_nodes + 1, np.int64)
    indices = np.empty(sources.shape[0], np.int64)
    n_edges, row, previous = 0, -1, -1
    for edge in order:
        source, target = sources[edge], targets[edge]
        if source != row or target != previous:
            indices[n_edges] = target
            n_edges += 1
            indptr[source + 1] += 1
            row, previous = source, target
    for node in range(n_nodes):
        indptr[node + 1] += indptr[node]
    return indptr, indices[:n_edges]


# -- public functions ------------------------------------------------------------------------------


def _from_edges_compiled(edges, n_nodes=None, directed=False):
    if edges.shape[1] != 2:
        raise ValueError("edges must have two columns, source and target")
    total = 0
    for edge in range(edges.shape[0]):
        for end in range(2):
            node = edges[edge, end]
            if node < 0:
                raise ValueError("edges must not hold negative node numbers")
            if node >= _MOST_NODES:  # before adding one to it
                raise ValueError("edges must name nodes below 2**31 - 1")
            total = max(total, np.int64(node) + 1)
    if n_nodes is not None:
        if total > n_nodes or n_nodes > _MOST_NODES:
            raise ValueError("edges must name nodes below n_nodes, which is at most 2**31 - 1")
        total = n_nodes
    if directed:
        indptr, indices = _compress(edges[:, 0].copy(), edges[:, 1].copy(), total)
    else:
        both = np.concatenate((edges[:, 0], edges[:, 1])), np.concatenate((edges[:, 1], edges[:, 0]))
        indptr, indices = _compress(both[0], both[1], total)
    return Graph(indptr, indices)


@compiled_as(_from_edges_compiled)
def from_edges(edges: Any, n_nodes: int | None = None, directed: bool = False) -> Graph:
    r"""Build a graph from pairs of nodes.

    .. math:: N(i) = \{ j : (i, j) \in edges \}, \text{ and undirected also } (j, i)

    Parameters
    ----------
    edges : array_like of shape (E, 2)
        Pairs (source, target) of integers 0..V-1, in any order. Repeated edges are kept once; loops are kept.
    n_nodes : int, optional
        V; needed where the last nodes have no edge. Otherwise one more than the largest number in `edges`.
    directed : bool
        Whether (i, j) leads only from i to j. By default it is stored in both directions.

    Returns
    -------
    Graph
        ``indptr`` and ``indices``, neighbours ascending.

    Raises
    ------
    TypeError, ValueError
        For anything but pairs of non-negative integers, a node of at least `n_nodes`, or V of 2**31 or more.

    See Also
    --------
    networkx.Graph : the library it is tested against.

    Notes
    -----
    Time O(V + E), memory O(V + E).
    Inside ``@njit`` the arrays are int64 and `edges` is an integer array of two columns.

    References
    ----------
    .. [1] Cormen, Leiserson, Rivest, Stein, "Introduction to Algorithms", 4th ed., sections 20.1 and 8.2.

    Examples
    --------
    >>> graph = from_edges([(0, 2), (0, 1), (2, 1)])
    >>> graph.indptr.tolist(), graph.indices.tolist()
    ([0, 2, 4, 6], [1, 2, 0, 2, 0, 1])
    """
    directed = boolean(directed, "directed")
    pairs = _pairs(edges)
    if pairs.size and pairs.min() < 0:
        raise ValueError(f"edges must name nodes by numbers from 0, got {pairs.min()}")
    total = int(pairs.max()) + 1 if pairs.size else 0
    if total > _MOST_NODES:
        raise ValueError(
            f"edges must name nodes by numbers below {_MOST_NODES}, got {total - 1}; number them 0, 1, 2, ..."
        )
    if n_nodes is not None:
        n_nodes = integer(n_nodes, "n_nodes", at_least=0, at_most=_MOST_NODES)
        if total > n_nodes:
            raise ValueError(f"edges must name nodes below n_nodes = {n_nodes}, got {total - 1}")
        total = n_nodes
    return build(pairs[:, 0], pairs[:, 1], total, directed)


def _pairs(edges: Any) -> Any:
    """Return `edges` as an int64 array of two columns."""
    if not hasattr(edges, "__array__") and not hasattr(edges, "toarray"):
        edges = [*_iterable(edges, "edges", "pairs of nodes such as [(0, 1), (1, 2)]")]
        for position, pair in enumerate(edges):
            if not hasattr(pair, "__len__") or isinstance(pair, str) or len(pair) != 2:
                raise ValueError(f"edges[{position}] must be a pair (source, target), got {pair!r}")
    elif not hasattr(edges, "toarray") and (np.ndim(edges) != 2 or np.shape(edges)[1] != 2):
        raise ValueError(f"edges must have the shape (E, 2), one row (source, target) each, got {np.shape(edges)}")
    empty = isinstance(edges, list) and not edges
    return np.empty((0, 2), INT64) if empty else array(edges, "edges", 2, dtype=INT64)


def build(sources: Any, targets: Any, n_nodes: int, directed: bool) -> Graph:
    """Return the graph of int64 `sources` and `targets` that are known to be nodes."""
    if not directed:
        sources, targets = np.concatenate((sources, targets)), np.concatenate((targets, sources))
    return pack(*_compress(sources.copy(), targets.copy(), n_nodes))


def _iterable(values: Any, name: str, wanted: str) -> Iterable[Any]:
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        raise TypeError(f"{name} must be {wanted}, got {type(values).__name__}")
    return values


def from_adjacency(lists: Any) -> Graph:
    """Build a graph from one list of neighbours for each node.

    .. math:: N(i) = lists[i]

    Parameters
    ----------
    lists : sequence of V sequences of int, or dict
        ``lists[i]`` names the nodes that edges lead to from node i, 0..V-1, in any order; a repeated one counts once.
        A dict has the keys 0..V-1. Nothing is added: an undirected edge must be listed at both of its ends.

    Returns
    -------
    Graph
        ``indptr`` and ``indices``, neighbours ascending.

    Raises
    ------
    TypeError, ValueError
        For anything but lists of nodes 0..V-1.

    See Also
    --------
    networkx.to_dict_of_lists : the library it is tested against.

    Notes
    -----
    Time O(V + E), memory O(V + E).

    References
    ----------
    .. [1] Cormen, Leiserson, Rivest, Stein, "Introduction to Algorithms", 4th ed., section 20.1.

    Examples
    --------
    >>> graph = from_adjacency([[2, 1], [0], [0]])
    >>> graph.indptr.tolist(), graph.indices.tolist()
    ([0, 2, 3, 4], [1, 2, 0, 0])
    """
    if isinstance(lists, Mapping):
        if set(lists) != set(range(len(lists))):
            raise ValueError(f"lists must have the keys 0 to {len(lists) - 1}, got {[*lists][:10]}")
        lists = [lists[node] for node in range(len(lists))]
    rows: list[Any] = []
    for node, neighbours in enumerate(_iterable(lists, "lists", "one list of neighbours for each node")):
        row = [*_iterable(neighbours, f"lists[{node}]", "a list of neighbours")]
        rows.append(array(row, f"lists[{node}]", 1, dtype=INT64) if row else np.empty(0, INT64))
    for node, row in enumerate(rows):
        if row.size and not 0 <= row.min() <= row.max() < len(rows):
            wrong = row.min() if row.min() < 0 else row.max()
            raise ValueError(f"lists[{node}] must name nodes 0 to {len(rows) - 1}, got {wrong}")
    sources = np.repeat(np.arange(len(rows)), [row.size for row in rows])
    return build(sources, np.concatenate([np.empty(0, INT64), *rows]), len(rows), directed=True)
