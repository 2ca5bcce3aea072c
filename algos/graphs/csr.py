"""Graphs in compressed sparse row form: the neighbours of node i are ``indices[indptr[i]:indptr[i + 1]]``.

A graph may be built by hand, so everything that walks one calls `checked_graph` first.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._check import INT64, array, frozen, integer
from .._jit import adapter_part, kernel

__all__ = ["Graph"]

IndexArray = NDArray[np.int32] | NDArray[np.int64]

_INT32 = np.dtype(np.int32)
_INT32_MAX = 2**31 - 1


class Graph(NamedTuple):
    """A directed graph on the nodes 0..V-1; an undirected edge is stored in both directions.

    Traversals visit neighbours in stored order and check the arrays that they are given, so a graph may also be built
    by hand. Arrays are int32 where that is enough.

    Attributes
    ----------
    indptr : ndarray of shape (V + 1,)
        Where each node's neighbours start, and at the end E: V + 1 non-decreasing integers, the first one 0.
    indices : ndarray of shape (E,)
        The neighbours of node 0, then those of node 1, ...: E node numbers.
    """

    indptr: IndexArray
    indices: IndexArray

    @property
    def n_nodes(self) -> int:
        """Number of nodes V."""
        return len(self.indptr) - 1

    @property
    def n_edges(self) -> int:
        """Number of stored edges E; an undirected edge counts twice, an undirected loop once."""
        return len(self.indices)


# -- kernels ---------------------------------------------------------------------------------------


@kernel
def _fault(indptr, indices):
    """Return what would make a traversal leave its arrays: 0 nothing, 1 length, 2 ends, 3 falling, 4 neighbour.

    Minima, maxima and flags instead of early exits, because LLVM then vectorises both passes.
    """
    n_nodes, n_edges = indptr.shape[0] - 1, indices.shape[0]
    if n_nodes < 0:
        return 1
    if indptr[0] != 0 or indptr[n_nodes] != n_edges:
        return 2
    falls = False
    for node in range(n_nodes):
        falls |= indptr[node + 1] < indptr[node]
    if falls:
        return 3
    signs = highest = indptr[0]  # zero, in the type of the arrays
    for neighbour in indices:
        signs |= neighbour  # negative as soon as one is; twice as fast as a minimum
        highest = max(highest, neighbour)
    return 4 if signs < 0 or (n_edges > 0 and highest >= n_nodes) else 0


@adapter_part
def _require(graph, node):
    """Raise for compiled callers what `checked_graph` and `checked_node` raise for all others."""
    if _fault(graph.indptr, graph.indices) != 0:
        raise ValueError("graph must have a non-decreasing indptr from 0 to E, and indices in 0..V-1")
    if not 0 <= node < graph.indptr.shape[0] - 1:  # so that NaN is refused, too
        raise ValueError("a search must start from a node of the graph")


# -- checking --------------------------------------------------------------------------------------


def _fits(values: Any) -> bool:
    return values.dtype == _INT32 or values.size == 0 or bool(-_INT32_MAX <= values.min() <= values.max() <= _INT32_MAX)


def pack(indptr: Any, indices: Any) -> Graph:
    """Return a Graph of two read-only arrays of one type, int32 where both fit."""
    dtype = _INT32 if _fits(indptr) and _fits(indices) else INT64
    return Graph(frozen(indptr.astype(dtype, copy=False)), frozen(indices.astype(dtype, copy=False)))


def _index_array(values: Any, name: str) -> Any:
    """Return int32 vectors as they are but read-only, anything else as int64."""
    if type(values) is np.ndarray and values.dtype is _INT32 and values.ndim == 1:
        flags = values.flags
        if flags.c_contiguous and flags.aligned:
            return frozen(values)
    return array(values, name, 1, dtype=INT64)


def checked_graph(graph: Any) -> Graph:
    """Return `graph` with read-only arrays of one index type that no traversal can leave."""
    if not isinstance(graph, Graph):
        raise TypeError(
            f"graph must be a Graph, got {type(graph).__name__}; build one with graphs.from_edges([(0, 1), ...]) or "
            "graphs.from_adjacency([[1], [0], ...])"
        )
    indptr, indices = _index_array(graph.indptr, "graph.indptr"), _index_array(graph.indices, "graph.indices")
    if indptr is not graph.indptr or indices is not graph.indices:
        graph = pack(indptr, indices)
    fault = _fault(graph.indptr, graph.indices)
    if fault:
        raise ValueError(_explain(fault, graph))
    return graph


def checked_node(value: Any, name: str, graph: Graph) -> int:
    """Return `value` as a node number of `graph`."""
    if graph.n_nodes == 0:
        raise ValueError(f"{name} must be a node of the graph, which has none; got {value!r}")
    return integer(value, name, at_least=0, at_most=graph.n_nodes - 1)


def _explain(fault: int, graph: Graph) -> str:
    indptr, indices = graph
    if fault == 1:
        return "graph.indptr must hold one number more than there are nodes, got none; an empty graph has [0]"
    if fault == 2:
        return (
            f"graph.indptr must start with 0 and end with the number of stored edges {indices.shape[0]}, got "
            f"{indptr[0]} and {indptr[-1]}"
        )
    if fault == 3:
        node = int(np.argmax(indptr[1:] < indptr[:-1]))
        return f"graph.indptr must not decrease, got {indptr[node]} then {indptr[node + 1]} at node {node}"
    edge = int(np.argmax((indices < 0) | (indices >= graph.n_nodes)))
    return f"graph.indices must name nodes 0 to {graph.n_nodes - 1}, got {indices[edge]} at position {edge}"
