"""Graphs from edges and adjacency lists: against sets of neighbours and networkx, odd input, compiled callers."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos.graphs import Graph, building, from_adjacency, from_edges
from tests.algos.graphs.helpers import listed_graphs
from tests.conftest import PLAIN
from tests.naive import graphs as naive

pytestmark = pytest.mark.kernels


def lists_of(graph):
    return [graph.indices[graph.indptr[i] : graph.indptr[i + 1]].tolist() for i in range(graph.n_nodes)]


def test_worked_example():
    graph = from_edges([(0, 2), (0, 1), (2, 1), (1, 0)])
    assert graph.indptr.tolist() == [0, 2, 4, 6]
    assert graph.indices.tolist() == [1, 2, 0, 2, 0, 1]
    assert (graph.n_nodes, graph.n_edges) == (3, 6)
    assert graph.indptr.dtype == graph.indices.dtype == np.int32
    assert not graph.indices.flags.writeable


@given(listed_graphs())
def test_equal_to_sets_of_neighbours_and_networkx(listed):
    n_nodes, edges, directed, lists = listed
    graph = from_edges(edges, n_nodes, directed)
    assert lists_of(graph) == lists
    assert lists_of(from_adjacency(lists)) == lists
    assert lists_of(from_adjacency([row[::-1] * 2 for row in lists])) == lists
    other = (nx.DiGraph if directed else nx.Graph)(edges)
    other.add_nodes_from(range(n_nodes))
    assert {node: sorted(found) for node, found in nx.to_dict_of_lists(other).items()} == dict(enumerate(lists))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1), st.randoms())
def test_order_repetition_and_direction_of_the_pairs_do_not_matter(edges, random):
    expected = lists_of(from_edges(edges))
    turned = [pair[::-1] if random.random() < 0.5 else pair for pair in edges + edges[:3]]
    random.shuffle(turned)
    assert lists_of(from_edges(turned)) == expected


@pytest.mark.parametrize("kind", [np.int8, np.uint16, np.int64, np.float32, np.float64, ">i4", object])
def test_kinds_of_numbers_and_layouts(kind):
    edges = np.array([[0, 3], [3, 1], [2, 2]], dtype=kind)
    expected = [[3], [3], [2], [0, 1]]
    assert lists_of(from_edges(edges)) == expected
    assert lists_of(from_edges(np.asfortranarray(edges))) == expected
    assert lists_of(from_edges(np.repeat(edges, 2, axis=0)[::-2])) == expected
    assert lists_of(from_edges(edges.tolist())) == expected
    assert lists_of(from_edges({tuple(edge): None for edge in edges.tolist()}.keys())) == expected


def test_one_compiled_version_and_unchanged_input():
    edges = np.array([[0, 1]])
    edges.flags.writeable = False
    from_edges(edges, directed=True)
    from_edges([(1, 0), (0, 2)])
    from_adjacency([[1], []])
    assert PLAIN or len(building._compress.signatures) == 1
    assert edges.tolist() == [[0, 1]]


def test_empty_and_edgeless():
    assert lists_of(from_edges([])) == []
    assert lists_of(from_edges([], n_nodes=2)) == [[], []]
    assert lists_of(from_edges(np.empty((0, 2)), n_nodes=1)) == [[]]
    assert lists_of(from_adjacency([])) == []
    assert lists_of(from_adjacency([[]])) == [[]]
    assert lists_of(from_adjacency({1: [0], 0: []})) == [[], [0]]
    assert lists_of(from_adjacency((np.array([1]), (0,)))) == [[1], [0]]


@pytest.mark.parametrize(
    ("edges", "keywords", "error", "message"),
    [
        ([(0, 1, 2)], {}, ValueError, r"edges\[0\] must be a pair .* \(0, 1, 2\)"),
        ([(0, 1), 4], {}, ValueError, r"edges\[1\] must be a pair"),
        (["ab"], {}, ValueError, r"edges\[0\] must be a pair"),
        (np.zeros(4), {}, ValueError, r"shape \(E, 2\).* got \(4,\)"),
        (np.zeros((2, 3)), {}, ValueError, r"shape \(E, 2\).* got \(2, 3\)"),
        ([(0, -1)], {}, ValueError, "from 0, got -1"),
        ([(0, 1.5)], {}, ValueError, "integers, got 1.5"),
        ([(0, float("nan"))], {}, ValueError, "integers, got nan"),
        ([(0, 2**70)], {}, ValueError, "integers"),
        ([(0, "b")], {}, ValueError, "numbers, got text"),
        ("abc", {}, TypeError, "pairs of nodes .* got str"),
        (None, {}, TypeError, "pairs of nodes .* got NoneType"),
        ({0: [1]}, {}, TypeError, "pairs of nodes .* got dict"),
        ([(0, 5)], {"n_nodes": 5}, ValueError, "below n_nodes = 5, got 5"),
        ([], {"n_nodes": -1}, ValueError, r"n_nodes must be an integer in \[0, 2147483647\], got -1"),
        ([(0, 2**63 - 1)], {}, ValueError, "below 2147483647, got 9223372036854775807"),
        ([(0, 1)], {"n_nodes": 2**70}, ValueError, "n_nodes must be an integer in"),
        ([], {"n_nodes": 2.0}, TypeError, "n_nodes must be an integer"),
        ([], {"directed": 1}, TypeError, "directed must be True or False"),
    ],
)
def test_edges_that_are_refused(edges, keywords, error, message):
    with pytest.raises(error, match=message):
        from_edges(edges, **keywords)


@pytest.mark.parametrize(
    ("lists", "error", "message"),
    [
        ([[1], [2]], ValueError, r"lists\[1\] must name nodes 0 to 1, got 2"),
        ([[-1]], ValueError, r"lists\[0\] must name nodes 0 to 0, got -1"),
        ([1, 0], TypeError, r"lists\[0\] must be a list of neighbours, got int"),
        (["b", "a"], TypeError, r"lists\[0\] must be a list of neighbours, got str"),
        ([[0.5]], ValueError, r"lists\[0\] must hold integers, got 0.5"),
        ({0: [2], 2: [0]}, ValueError, r"keys 0 to 1, got \[0, 2\]"),
        (None, TypeError, "one list of neighbours for each node, got NoneType"),
    ],
)
def test_lists_that_are_refused(lists, error, message):
    with pytest.raises(error, match=message):
        from_adjacency(lists)


def test_from_a_users_own_compiled_function():
    @njit
    def both(edges):
        graph = from_edges(edges, directed=True)
        wide = from_edges(edges, 5)
        return Graph(graph.indptr, graph.indices), wide

    edges = np.array([[2, 1], [0, 2], [0, 1], [0, 1]])
    narrow, wide = both(edges)
    assert lists_of(narrow) == naive.adjacency(3, edges.tolist(), directed=True)
    assert lists_of(wide) == naive.adjacency(5, edges.tolist())
    assert lists_of(from_edges.compiled_as(edges)) == naive.adjacency(3, edges.tolist())
    assert lists_of(from_edges.compiled_as(edges, 4, True)) == naive.adjacency(4, edges.tolist(), directed=True)


@pytest.mark.parametrize(
    ("edges", "n_nodes", "message"),
    [
        ([[0, 1, 2]], None, "two columns"),
        ([[0, -1]], None, "negative"),
        ([[0, 3]], 3, "below n_nodes"),
        ([[0, 2**63 - 1]], None, "below 2"),
        ([[0, 1]], 2**31, "at most 2"),
    ],
)
def test_compiled_callers_are_refused_too(edges, n_nodes, message):
    with pytest.raises(ValueError, match=message):
        from_edges.compiled_as(np.array(edges), n_nodes)
