"""Depth-first search: a textbook figure, the recursion, networkx, SciPy, properties, steps, compiled callers."""

import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from numba import njit

from algos.graphs import Graph, depth_first, dfs, dfs_step, from_adjacency, from_edges
from tests.algos.graphs.helpers import listed_graphs
from tests.conftest import PLAIN
from tests.naive import graphs as naive

pytestmark = pytest.mark.kernels


def plain(found):
    return tuple(part.tolist() for part in found)


def test_worked_example(clrs_edges):
    """CLRS, figure 20.5: from u the search discovers u, v, y, x and finishes x, y, v, u; w and z are not reached."""
    found = dfs(from_edges(clrs_edges, directed=True), 0)
    u, v, x, y = 0, 1, 3, 4
    assert found.order.tolist() == [u, v, y, x]
    assert found.postorder.tolist() == [x, y, v, u]
    assert found.parent.tolist() == [-1, u, -1, y, v, -1]
    assert found.depth.tolist() == [0, 1, -1, 3, 2, -1]


def test_a_node_is_visited_when_it_is_entered_and_not_when_it_is_first_seen():
    """Marking 2 as seen while 0 is looked at would hang it below 0; the recursion enters it from 1."""
    found = dfs(from_adjacency([[1, 2], [2], []]), 0)
    assert found.parent.tolist() == [-1, 0, 1]
    assert found.depth.tolist() == [0, 1, 2]


@given(listed_graphs())
def test_equal_to_the_recursion_networkx_and_scipy(listed):
    n_nodes, edges, directed, lists = listed
    graph = from_edges(edges, n_nodes, directed)
    matrix = sp.csr_array((np.ones(graph.n_edges), graph.indices, graph.indptr), shape=(n_nodes, n_nodes))
    other = nx.DiGraph([(i, j) for i, row in enumerate(lists) for j in row])
    other.add_nodes_from(range(n_nodes))
    for source in range(min(n_nodes, 3)):
        found = dfs(graph, source)
        assert plain(found) == naive.dfs(lists, source)
        assert found.order.tolist() == list(nx.dfs_preorder_nodes(other, source, sort_neighbors=sorted))
        assert found.postorder.tolist() == list(nx.dfs_postorder_nodes(other, source, sort_neighbors=sorted))
        order, predecessors = sp.csgraph.depth_first_order(matrix, source)
        assert found.order.tolist() == order.tolist()
        assert found.parent.tolist() == np.maximum(predecessors, -1).tolist()


@given(listed_graphs())
def test_invariants(listed):
    """Visits and ends nest like parentheses, and no edge leads from a finished node to one that is visited later."""
    n_nodes, edges, directed, lists = listed
    found = dfs(from_edges(edges, n_nodes, directed), 0)
    first = {node: position for position, node in enumerate(found.order.tolist())}
    last = {node: position for position, node in enumerate(found.postorder.tolist())}
    assert sorted(first) == sorted(last)
    for node in found.order.tolist()[1:]:
        above = found.parent[node]
        assert first[above] < first[node]
        assert last[node] < last[above]
        assert found.depth[node] == found.depth[above] + 1
    assert all(first[j] < first[i] or last[j] < last[i] for i in first for j in lists[i] if i != j)


@given(listed_graphs())
def test_the_loop_is_the_step(listed):
    n_nodes, edges, directed, _ = listed
    graph = from_edges(edges, n_nodes, directed)
    found, stack, depth, parent = dfs(graph, 0), [0], None, None
    visited, finished = [0], []
    while len(stack):
        step = dfs_step(graph, stack, depth, parent)
        assert (step.visited < 0) != (step.finished < 0)
        (visited if step.visited >= 0 else finished).append(max(step.visited, step.finished))
        stack, depth, parent = step[2:]
        if len(stack):
            assert stack[0] == 0
            assert depth[stack].tolist() == list(range(len(stack)))
    assert visited == found.order.tolist()
    assert finished == found.postorder.tolist()
    assert depth.tolist() == found.depth.tolist()
    assert parent.tolist() == found.parent.tolist()


def test_neighbours_are_visited_in_stored_order_with_loops_and_parallel_edges():
    graph = Graph([0, 5, 6, 7], [2, 0, 1, 2, 1, 0, 0])
    assert plain(dfs(graph, 0)) == ([0, 2, 1], [2, 1, 0], [-1, 0, 0], [0, 1, 1])


def test_one_node_a_long_chain_and_a_wide_star():
    assert plain(dfs(from_edges([], n_nodes=1), 0)) == ([0], [0], [-1], [0])
    n_nodes = 1000 if PLAIN else 100_000
    chain = from_edges(np.stack([np.arange(n_nodes - 1), np.arange(1, n_nodes)], axis=1))
    assert dfs(chain, 0).depth.tolist() == list(range(n_nodes))
    assert dfs(chain, 0).postorder.tolist() == list(range(n_nodes))[::-1]
    star = from_edges(np.stack([np.zeros(n_nodes - 1), np.arange(1, n_nodes)], axis=1))
    assert dfs(star, 1).depth.tolist() == [1, 0] + [2] * (n_nodes - 2)


def test_the_state_of_a_step_is_not_changed():
    graph = from_edges([(0, 1), (1, 2)])
    stack, depth, parent = np.array([0]), np.array([0, -1, -1]), np.array([-1, -1, -1])
    step = dfs_step(graph, stack, depth, parent)
    assert (stack.tolist(), depth.tolist(), parent.tolist()) == ([0], [0, -1, -1], [-1, -1, -1])
    assert (step.visited, step.finished) == (1, -1)
    assert plain(step[2:]) == ([0, 1], [0, 1, -1], [-1, 0, -1])


@pytest.mark.parametrize(
    ("state", "error", "message"),
    [
        (([],), ValueError, "stack must have at least 1 value"),
        (([3],), ValueError, r"stack must hold nodes 0 to 2, got \[3\]"),
        (([0, 1], [0, -1, -1]), ValueError, "depth must be known for every node in stack, got -1 for 1"),
        (([0], [0, -1]), ValueError, "depth must have one value for each of the 3 nodes, got 2"),
        ((["a"],), ValueError, "stack must hold numbers, got text"),
    ],
)
def test_states_that_are_refused(state, error, message):
    with pytest.raises(error, match=message):
        dfs_step(from_edges([(0, 1), (1, 2)]), *state)


def test_from_a_users_own_compiled_function():
    @njit
    def walk(graph, source):
        found = dfs(graph, source)
        step = dfs_step(graph, found.order[:1])
        while step.stack.shape[0] > 0:
            step = dfs_step(graph, step.stack, step.depth, step.parent)
        return found, step

    graph = from_edges([(0, 1), (0, 2), (1, 3)], n_nodes=5)
    found, step = walk(graph, 0)
    assert plain(found) == plain(dfs(graph, 0))
    assert (step.depth.tolist(), step.parent.tolist()) == (found.depth.tolist(), found.parent.tolist())
    assert step.finished == 0
    assert plain(dfs.compiled_as(graph, 0)) == plain(found)
    first = dfs_step.compiled_as(graph, np.array([0]))
    assert plain(dfs_step.compiled_as(graph, *first[2:])[2:]) == plain(dfs_step(graph, *first[2:])[2:])


@pytest.mark.parametrize(
    ("stack", "depth", "message"),
    [
        ([], None, "at least one node"),
        ([9], None, "from a node of the graph"),
        ([0, 9], None, "only nodes of the graph"),
        ([0], [0], "one value for each node"),
        ([0], [-1, 0, 0], "must be known"),
    ],
)
def test_compiled_callers_are_refused_too(stack, depth, message):
    graph = from_edges([(0, 1), (1, 2)])
    depth = None if depth is None else np.array(depth)
    with pytest.raises(ValueError, match=message):
        dfs_step.compiled_as(graph, np.array(stack, dtype=np.int64), depth, np.full(3, -1))


def test_one_compiled_version():
    dfs(Graph([0, 1, 1], np.array([1.0], dtype=np.float32)), 0)
    assert PLAIN or len([types for types in depth_first._dfs.signatures if "int32" in str(types)]) == 1
