"""Leaves and height: a drawn tree, the naive recursion and networkx, what is not a tree, compiled callers."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from algos.graphs import from_adjacency, from_edges, height, leaves, rooted
from tests.conftest import PLAIN
from tests.naive import graphs as naive

pytestmark = pytest.mark.kernels


@st.composite
def trees(draw):
    """Draw the parents of nodes 1.., each below its number, and a renaming of all nodes."""
    n_nodes = draw(st.integers(1, 15))
    parents = [draw(st.integers(0, node - 1)) for node in range(1, n_nodes)]
    names = draw(st.permutations(range(n_nodes)))
    return n_nodes, [(names[parent], names[node + 1]) for node, parent in enumerate(parents)], names[0]


def test_worked_example():
    """Below 0 hang 1 and 2, below 1 hang 3 and 4, below 4 hangs 5: the longest way down is 0-1-4-5."""
    graph = from_edges([(0, 1), (0, 2), (1, 3), (1, 4), (4, 5)])
    assert leaves(graph, 0).tolist() == [2, 3, 5]
    assert height(graph, 0) == 3
    assert type(height(graph, 0)) is int


def test_the_root_decides():
    chain = from_edges([(0, 1), (1, 2)])
    assert (leaves(chain, 1).tolist(), height(chain, 1)) == ([0, 2], 1)
    assert (leaves(chain, 2).tolist(), height(chain, 2)) == ([0], 2)


@given(trees())
def test_equal_to_the_naive_recursion_and_networkx(tree):
    n_nodes, edges, root = tree
    undirected, directed = from_edges(edges, n_nodes), from_edges(edges, n_nodes, directed=True)
    lists = naive.adjacency(n_nodes, edges)
    other = nx.DiGraph(edges)
    other.add_node(root)
    for graph in (undirected, directed):
        assert leaves(graph, root).tolist() == naive.leaves(lists, root)
        assert height(graph, root) == naive.height(lists, root)
    assert leaves(directed, root).tolist() == sorted(node for node in other if other.out_degree(node) == 0)
    assert height(directed, root) == nx.dag_longest_path_length(other)


def test_one_node_and_what_is_not_reached():
    assert (leaves(from_edges([], n_nodes=1), 0).tolist(), height(from_edges([], n_nodes=1), 0)) == ([0], 0)
    apart = from_edges([(0, 1), (2, 3), (3, 4), (4, 2)])
    assert (leaves(apart, 0).tolist(), height(apart, 0)) == ([1], 1)


@pytest.mark.parametrize(
    ("lists", "node"),
    [
        ([[0]], 0),  # a loop
        ([[1], [1]], 1),
        ([[1, 2], [0, 2], [0, 1]], 2),  # a triangle
        ([[1, 2], [3], [3], []], 3),  # two ways down
        ([[1], [2], [0]], 0),  # around and back
        ([[1], [2], [1]], None),  # down and straight back to the parent: the other half of an undirected edge
    ],
)
def test_what_is_not_a_tree(lists, node):
    graph = from_adjacency(lists)
    if node is None:
        assert height(graph, 0) == 2
        return
    for function in (leaves, height):
        with pytest.raises(ValueError, match=f"a tree below root 0, but node {node} is reached along two ways"):
            function(graph, 0)
        with pytest.raises(ValueError, match="reached along two ways"):
            function.compiled_as(graph, 0)


def test_parallel_edges_are_two_ways():
    graph = from_edges([(0, 1)])._replace(indptr=[0, 2, 2], indices=[1, 1])
    with pytest.raises(ValueError, match="node 1 is reached along two ways"):
        height(graph, 0)


def test_refusals():
    for function in (leaves, height):
        with pytest.raises(ValueError, match=r"root must be an integer in \[0, 1\], got 2"):
            function(from_edges([(0, 1)]), 2)
        with pytest.raises(ValueError, match="root must be a node of the graph, which has none"):
            function(from_edges([]), 0)
        with pytest.raises(ValueError, match="node of the graph"):
            function.compiled_as(from_edges([(0, 1)]), 2)


def test_any_depth():
    n_nodes = 1000 if PLAIN else 100_000
    chain = from_edges(np.stack([np.arange(n_nodes - 1), np.arange(1, n_nodes)], axis=1))
    assert height(chain, 0) == n_nodes - 1


def test_from_a_users_own_compiled_function():
    @njit
    def both(graph, root):
        return leaves(graph, root), height(graph, root)

    found, levels = both(from_edges([(0, 1), (0, 2), (1, 3)]), 0)
    assert (found.tolist(), levels) == ([2, 3], 2)
    graph = from_edges([(0, 1), (0, 2), (1, 3)])
    assert (leaves.compiled_as(graph, 0).tolist(), height.compiled_as(graph, 0)) == ([2, 3], 2)
    assert PLAIN or len([types for types in rooted._rooted.signatures if "int32" in str(types)]) == 1
