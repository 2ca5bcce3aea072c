"""Breadth-first search: a drawn example, a deque, networkx, SciPy, properties, steps, compiled callers."""

import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from numba import njit

from algos.graphs import Graph, bfs, bfs_step, breadth_first, from_adjacency, from_edges
from tests.algos.graphs.helpers import listed_graphs
from tests.conftest import PLAIN
from tests.naive import graphs as naive

pytestmark = pytest.mark.kernels


def plain(found):
    return tuple(part.tolist() for part in found)


def test_worked_example():
    """A square 0-1-3-2 with a tail 3-4, and 5 apart: both ways to 3 are 2 long, the first one found is kept."""
    found = bfs(from_edges([(0, 1), (0, 2), (1, 3), (2, 3), (3, 4)], n_nodes=6), 0)
    assert found.order.tolist() == [0, 1, 2, 3, 4]
    assert found.distance.tolist() == [0, 1, 1, 2, 3, -1]
    assert found.parent.tolist() == [-1, 0, 0, 1, 3, -1]


def test_it_is_a_queue_and_not_a_stack():
    """Taking from the end that was appended to would visit 2 and its child 5 before 1."""
    assert bfs(from_adjacency([[1, 2], [3, 4], [5], [], [], []]), 0).order.tolist() == [0, 1, 2, 3, 4, 5]


@given(listed_graphs())
def test_equal_to_a_deque_networkx_and_scipy(listed):
    n_nodes, edges, directed, lists = listed
    graph = from_edges(edges, n_nodes, directed)
    matrix = sp.csr_array((np.ones(graph.n_edges), graph.indices, graph.indptr), shape=(n_nodes, n_nodes))
    for source in range(min(n_nodes, 3)):
        found = bfs(graph, source)
        assert plain(found) == naive.bfs(lists, source)
        order, predecessors = sp.csgraph.breadth_first_order(matrix, source)
        assert found.order.tolist() == order.tolist()
        assert found.parent.tolist() == np.maximum(predecessors, -1).tolist()
        other = nx.DiGraph([(i, j) for i, row in enumerate(lists) for j in row])
        other.add_node(source)
        tree = nx.bfs_tree(other, source, sort_neighbors=sorted)
        assert found.order.tolist() == list(tree)
        lengths = nx.single_source_shortest_path_length(other, source)
        assert {node: far for node, far in enumerate(found.distance.tolist()) if far >= 0} == lengths


@given(listed_graphs())
def test_invariants(listed):
    n_nodes, edges, directed, lists = listed
    found = bfs(from_edges(edges, n_nodes, directed), 0)
    reached = found.order
    assert (np.diff(found.distance[reached]) >= 0).all()
    assert (found.distance[reached[1:]] == found.distance[found.parent[reached[1:]]] + 1).all()
    assert all(found.distance[j] <= found.distance[i] + 1 for i in reached.tolist() for j in lists[i])
    if not directed:  # the way back is as long as the way there
        graph = from_edges(edges, n_nodes)
        assert [bfs(graph, node).distance[0] for node in range(n_nodes)] == found.distance.tolist()


@given(listed_graphs())
def test_the_loop_is_the_step(listed):
    n_nodes, edges, directed, _ = listed
    graph = from_edges(edges, n_nodes, directed)
    found, visited, step = bfs(graph, 0), [], bfs_step(graph, [0])
    visited.append(step.node)
    while step.queue.size:
        step = bfs_step(graph, *step[1:])
        visited.append(step.node)
    assert visited == found.order.tolist()
    assert step.distance.tolist() == found.distance.tolist()
    assert step.parent.tolist() == found.parent.tolist()


def test_neighbours_are_visited_in_stored_order_with_loops_and_parallel_edges():
    graph = Graph([0, 5, 6, 7], [2, 0, 1, 2, 1, 0, 0])
    assert plain(bfs(graph, 0)) == ([0, 2, 1], [0, 1, 1], [-1, 0, 0])


def test_one_node_and_a_long_chain():
    assert plain(bfs(from_edges([], n_nodes=1), 0)) == ([0], [0], [-1])
    n_nodes = 1000 if PLAIN else 100_000
    chain = from_edges(np.stack([np.arange(n_nodes - 1), np.arange(1, n_nodes)], axis=1))
    assert bfs(chain, 0).distance.tolist() == list(range(n_nodes))


def test_the_state_of_a_step_is_not_changed():
    graph = from_edges([(0, 1), (1, 2)])
    queue, distance, parent = np.array([0]), np.array([0, -1, -1]), np.array([-1, -1, -1])
    step = bfs_step(graph, queue, distance, parent)
    assert (queue.tolist(), distance.tolist(), parent.tolist()) == ([0], [0, -1, -1], [-1, -1, -1])
    assert plain(step[1:]) == ([1], [0, 1, -1], [-1, 0, -1])
    assert type(step.node) is int


@pytest.mark.parametrize(
    ("state", "error", "message"),
    [
        (([],), ValueError, "queue must have at least 1 value"),
        (([3],), ValueError, r"queue must hold nodes 0 to 2, got \[3\]"),
        (([-1],), ValueError, "queue must hold nodes 0 to 2"),
        (([1], [0, -1, -1]), ValueError, "distance must be known for every node in queue, got -1 for 1"),
        (([0], [0, -1]), ValueError, "distance must have one value for each of the 3 nodes, got 2"),
        (([0], [0, 3, -1]), ValueError, "distance must hold -1 or numbers below 3"),
        (([0], [0, -1, -1], [0, -2, -1]), ValueError, "parent must hold -1 or numbers below 3"),
        ((0,), ValueError, "queue must have 1 dimension"),
        ((None,), TypeError, "queue must be an array of numbers"),
    ],
)
def test_states_that_are_refused(state, error, message):
    with pytest.raises(error, match=message):
        bfs_step(from_edges([(0, 1), (1, 2)]), *state)


def test_from_a_users_own_compiled_function():
    @njit
    def walk(graph, source):
        found = bfs(graph, source)
        step = bfs_step(graph, found.order[:1])
        while step.queue.shape[0] > 0:
            step = bfs_step(graph, step.queue, step.distance, step.parent)
        return found, step

    graph = from_edges([(0, 1), (0, 2), (1, 3)], n_nodes=5)
    found, step = walk(graph, 0)
    assert plain(found) == plain(bfs(graph, 0))
    assert plain(step[2:]) == plain(bfs(graph, 0)[1:])
    assert plain(bfs.compiled_as(graph, 0)) == plain(found)
    first = bfs_step.compiled_as(graph, np.array([0]))
    assert plain(bfs_step.compiled_as(graph, *first[1:])[1:]) == plain(bfs_step(graph, *first[1:])[1:])


@pytest.mark.parametrize(
    ("queue", "distance", "message"),
    [
        ([], None, "at least one node"),
        ([9], None, "from a node of the graph"),
        ([0, 9], None, "only nodes of the graph"),
        ([0], [0], "one value for each node"),
        ([0], [-1, 0, 0], "must be known"),
    ],
)
def test_compiled_callers_are_refused_too(queue, distance, message):
    graph = from_edges([(0, 1), (1, 2)])
    distance = None if distance is None else np.array(distance)
    with pytest.raises(ValueError, match=message):
        bfs_step.compiled_as(graph, np.array(queue, dtype=np.int64), distance, np.full(3, -1))


def test_one_compiled_version():
    bfs(Graph([0, 1, 1], np.array([1.0], dtype=np.float32)), 0)
    assert PLAIN or len([types for types in breadth_first._bfs.signatures if "int32" in str(types)]) == 1
