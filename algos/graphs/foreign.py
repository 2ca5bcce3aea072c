"""Graphs from SciPy's sparse matrices and from networkx; neither library is imported here."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._check import boolean
from .building import build, from_edges
from .csr import Graph

__all__ = ["from_networkx", "from_scipy"]


def from_scipy(m: Any, directed: bool = True) -> Graph:
    r"""Build a graph from a square sparse matrix: each stored entry (i, j) is an edge from i to j.

    .. math:: N(i) = \{ j : m_{ij} \text{ is stored} \}

    Parameters
    ----------
    m : sparse matrix or array of shape (V, V)
        Any format of ``scipy.sparse``. Values do not matter: a stored zero is an edge, a repeated entry one edge.
    directed : bool
        Whether (i, j) leads only from i to j, as in ``scipy.sparse.csgraph``; otherwise also from j to i.

    Returns
    -------
    Graph
        ``indptr`` and ``indices``, neighbours ascending.

    Raises
    ------
    TypeError, ValueError
        If `m` is not sparse or not square.

    See Also
    --------
    networkx.from_scipy_sparse_array : the library it is tested against.

    Notes
    -----
    Time O(V + E), memory O(V + E).

    References
    ----------
    .. [1] Saad, "Iterative Methods for Sparse Linear Systems", 2nd ed., section 3.4.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> graph = from_scipy(csr_array([[0, 5, 7], [0, 0, 0], [0, 1, 0]]))
    >>> graph.indptr.tolist(), graph.indices.tolist()
    ([0, 2, 2, 3], [1, 2, 1])
    """
    directed = boolean(directed, "directed")
    if not hasattr(m, "tocoo") or not hasattr(m, "nnz"):
        raise TypeError(
            f"m must be a sparse matrix or array, got {type(m).__name__}; wrap it in scipy.sparse.csr_array"
        )
    if len(m.shape) != 2 or m.shape[0] != m.shape[1]:
        raise ValueError(f"m must be square, got shape {m.shape}")
    coo = m.tocoo()
    return build(coo.row.astype(np.int64), coo.col.astype(np.int64), m.shape[0], directed)


def from_networkx(g: Any) -> Graph:
    r"""Build a graph from one of networkx; node i is the i-th of ``list(g)``.

    .. math:: N(i) = \{ j : (v_i, v_j) \in E(g) \}, \quad v = \text{list}(g)

    Parameters
    ----------
    g : networkx graph
        Directed or not, with nodes of any kind. Parallel edges of a multigraph are kept once, loops are kept, weights
        and other attributes do not matter.

    Returns
    -------
    Graph
        ``indptr`` and ``indices``, neighbours ascending; an undirected edge is stored in both directions.

    Raises
    ------
    TypeError
        If `g` is not a graph of networkx.

    See Also
    --------
    networkx.to_scipy_sparse_array : the library it is tested against.

    Notes
    -----
    Time O(V + E), memory O(V + E).

    References
    ----------
    .. [1] Hagberg, Schult, Swart, "Exploring network structure, dynamics, and function using NetworkX", SciPy 2008.

    Examples
    --------
    >>> import networkx
    >>> graph = from_networkx(networkx.Graph([("a", "b"), ("a", "c")]))
    >>> graph.indptr.tolist(), graph.indices.tolist()
    ([0, 2, 3, 4], [1, 2, 0, 0])
    """
    if not hasattr(g, "is_directed") or not hasattr(g, "adj") or not callable(getattr(g, "edges", None)):
        raise TypeError(f"g must be a graph of networkx, got {type(g).__name__}")
    number = {node: position for position, node in enumerate(g)}
    edges = [(number[source], number[target]) for source, target in g.edges()]
    return from_edges(edges, len(number), g.is_directed())
