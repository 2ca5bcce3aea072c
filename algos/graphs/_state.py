"""Checks of the state that a single step of a search is given."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._check import INT64, array, vector
from .._jit import adapter_part
from .csr import Graph

__all__ = ["checked_state"]


def checked_state(graph: Graph, waiting: Any, reached: Any, parent: Any, names: tuple[str, str]) -> list[Any]:
    """Return what waits, how far each node is and its parent, as arrays of the graph's index type.

    Without `reached`, what waits is at 0 and nothing else was seen; without `parent` nothing has one.
    """
    n_nodes = graph.n_nodes
    waiting = vector(waiting, names[0], dtype=INT64)
    if not 0 <= waiting.min() <= waiting.max() < n_nodes:
        raise ValueError(f"{names[0]} must hold nodes 0 to {n_nodes - 1}, got {waiting.tolist()}")
    if reached is None:
        reached = np.full(n_nodes, -1)
        reached[waiting] = 0
    if parent is None:
        parent = np.full(n_nodes, -1)
    state = [waiting]
    for values, name in ((reached, names[1]), (parent, "parent")):
        values = array(values, name, 1, dtype=INT64)
        if values.shape[0] != n_nodes:
            raise ValueError(f"{name} must have one value for each of the {n_nodes} nodes, got {values.shape[0]}")
        if not -1 <= values.min() <= values.max() < n_nodes:
            raise ValueError(f"{name} must hold -1 or numbers below {n_nodes}, got {values.tolist()}")
        state.append(values)
    if state[1][waiting].min() < 0:
        node = waiting[np.argmin(state[1][waiting])]
        raise ValueError(f"{names[1]} must be known for every node in {names[0]}, got -1 for {node}")
    return [values.astype(graph.indices.dtype) for values in state]


@adapter_part
def _require_state(graph, waiting, reached, parent):
    """Raise for compiled callers what `checked_state` raises for all others."""
    n_nodes = graph.indptr.shape[0] - 1
    if reached.shape[0] != n_nodes or parent.shape[0] != n_nodes:
        raise ValueError("distance or depth, and parent, must have one value for each node")
    for node in waiting:
        if node < 0 or node >= n_nodes:
            raise ValueError("only nodes of the graph can wait")
        if reached[node] < 0:
            raise ValueError("distance or depth must be known for every node that waits")
