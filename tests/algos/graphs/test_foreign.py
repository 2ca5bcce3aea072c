"""Graphs from SciPy and networkx."""

import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given

from algos.graphs import from_edges, from_networkx, from_scipy
from tests.algos.graphs.helpers import listed_graphs


def plain(graph):
    return graph.indptr.tolist(), graph.indices.tolist()


@given(listed_graphs())
def test_there_and_back(listed):
    n_nodes, edges, directed, _ = listed
    graph = from_edges(edges, n_nodes, directed)
    matrix = sp.csr_array((np.ones(graph.n_edges), graph.indices, graph.indptr), shape=(n_nodes, n_nodes))
    for kind in ("csr", "csc", "coo", "lil"):
        assert plain(from_scipy(matrix.asformat(kind))) == plain(graph)
    other = (nx.MultiDiGraph if directed else nx.MultiGraph)()
    other.add_nodes_from(range(n_nodes))
    other.add_edges_from(edges)
    assert plain(from_networkx(other)) == plain(graph)
    oracle = nx.to_scipy_sparse_array(other, format="csr")
    oracle.sort_indices()
    assert plain(graph) == plain(oracle)


def test_nodes_are_numbered_as_networkx_lists_them():
    graph = from_networkx(nx.DiGraph([("b", "a"), ("b", "c"), ("c", "a")]))
    assert plain(graph) == ([0, 2, 2, 3], [1, 2, 1])


def test_entries_of_a_matrix():
    """Stored zeros count as in networkx, repeated and unsorted entries once; the matrix stays as it was."""
    matrix = sp.csr_array(
        (np.array([1.0, 0.0, 2.0, 3.0]), np.array([2, 1, 1, 1]), np.array([0, 2, 4, 4])), shape=(3, 3)
    )
    assert plain(from_scipy(matrix)) == ([0, 2, 3, 3], [1, 2, 1])
    assert plain(from_scipy(matrix, directed=False)) == ([0, 2, 4, 5], [1, 2, 0, 1, 0])
    assert matrix.indices.tolist() == [2, 1, 1, 1]
    assert plain(from_scipy(sp.csr_matrix((0, 0)))) == ([0], [])


def test_refusals():
    with pytest.raises(TypeError, match="m must be a sparse matrix or array, got ndarray; wrap it in"):
        from_scipy(np.eye(2))
    with pytest.raises(ValueError, match=r"m must be square, got shape \(2, 3\)"):
        from_scipy(sp.csr_array((2, 3)))
    with pytest.raises(TypeError, match="directed must be True or False"):
        from_scipy(sp.csr_array((2, 2)), "yes")
    for other in (None, [[1], [0]], sp.csr_array((2, 2))):
        with pytest.raises(TypeError, match="g must be a graph of networkx, got"):
            from_networkx(other)
