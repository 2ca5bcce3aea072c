"""A graph that was built by hand is checked before it is walked."""

import numpy as np
import pytest
from numba import njit

from algos.graphs import Graph, bfs, csr, dfs, from_edges
from tests.conftest import PLAIN

pytestmark = pytest.mark.kernels

WRONG = [
    ([], [], "one number more than there are nodes"),
    ([1, 2], [0, 0], "must start with 0 and end with the number of stored edges 2, got 1 and 2"),
    ([0, 3], [0, 0], "got 0 and 3"),
    ([0, 2, 1, 2], [0, 1], "must not decrease, got 2 then 1 at node 1"),
    ([0, 10**9, 1], [0], "must not decrease, got 1000000000 then 1"),
    ([0, -5, 1], [0], "must not decrease, got 0 then -5"),
    ([0, 1, 2], [1, 2], "must name nodes 0 to 1, got 2 at position 1"),
    ([0, 1, 2], [-1, 0], "must name nodes 0 to 1, got -1 at position 0"),
    ([0, 1], [2**40], "must name nodes 0 to 0, got 1099511627776"),
    ([0, 1], [-(2**40)], "got -1099511627776"),
    ([0, 1], [2**31], "got 2147483648"),
    ([0], [0], "end with the number of stored edges 1, got 0 and 0"),
]


@pytest.mark.parametrize(("indptr", "indices", "message"), WRONG)
def test_rubbish_is_refused(indptr, indices, message):
    for kind in (list, np.array):
        with pytest.raises(ValueError, match=message):
            bfs(Graph(kind(indptr), kind(indices)), 0)
    with pytest.raises(ValueError, match=r"non-decreasing indptr|node of the graph"):
        bfs.compiled_as(Graph(np.array(indptr, dtype=np.int64), np.array(indices, dtype=np.int64)), 0)


@pytest.mark.parametrize(
    ("graph", "error", "message"),
    [
        ([[1], [0]], TypeError, "must be a Graph, got list; build one with graphs.from_edges"),
        (([0, 1], [0]), TypeError, "must be a Graph, got tuple"),
        (None, TypeError, "must be a Graph, got NoneType"),
        (Graph(None, [0]), TypeError, "graph.indptr must be an array of numbers, got NoneType"),
        (Graph([0, 1], [0.5]), ValueError, "graph.indices must hold integers, got 0.5"),
        (Graph([[0, 1]], [0]), ValueError, "graph.indptr must have 1 dimension, got shape"),
        (Graph([0, 1], ["a"]), ValueError, "graph.indices must hold numbers, got text"),
    ],
)
def test_other_things_are_refused(graph, error, message):
    with pytest.raises(error, match=message):
        dfs(graph, 0)


@pytest.mark.parametrize(
    ("source", "error", "message"),
    [
        (3, ValueError, r"source must be an integer in \[0, 2\], got 3"),
        (-1, ValueError, r"source must be an integer in \[0, 2\], got -1"),
        (0.0, TypeError, "source must be an integer, got 0.0"),
        ("a", TypeError, "source must be an integer, got 'a'"),
        (True, TypeError, "source must be an integer, got True"),
    ],
)
def test_sources_that_are_refused(source, error, message):
    with pytest.raises(error, match=message):
        bfs(from_edges([(0, 1), (1, 2)]), source)


def test_a_graph_without_nodes_has_no_source():
    for graph in (from_edges([]), Graph([0], [])):
        with pytest.raises(ValueError, match="source must be a node of the graph, which has none; got 0"):
            bfs(graph, 0)


@pytest.mark.parametrize("kind", [np.int8, np.int32, np.int64, np.uint64, np.float32, ">i4", object])
def test_arrays_of_any_kind_and_layout_give_the_same(kind):
    indptr, indices = np.array([0, 2, 3, 5], dtype=kind), np.array([1, 2, 0, 0, 1], dtype=kind)
    for graph in (
        Graph(indptr, indices),
        Graph(np.repeat(indptr, 2)[::2], np.repeat(indices, 3)[::3]),
        Graph(indptr.tolist(), tuple(indices.tolist())),
    ):
        found = bfs(graph, 2)
        assert found.order.tolist() == [2, 0, 1]
        assert found.order.dtype == np.int32
    assert indptr.flags.writeable
    assert PLAIN or len(csr._fault.signatures) == 1 + sum("int64" in str(types) for types in csr._fault.signatures)


def test_more_than_32_bits_stay_64():
    """Arrays that large cannot be built here; the conversion can be looked at."""
    packed = csr.pack(np.array([0, 2**31]), np.array([0]))
    assert packed.indptr.dtype == packed.indices.dtype == np.int64
    assert not packed.indptr.flags.writeable
    assert packed.indptr.tolist() == [0, 2**31]


def test_a_compiled_caller_is_stopped_at_the_border():
    @njit
    def reach(indptr, indices, source):
        return bfs(Graph(indptr, indices), source).order

    indptr, indices = np.array([0, 1, 2]), np.array([1, 0])
    assert reach(indptr, indices, 1).tolist() == [1, 0]
    for source in (-1, 2, 10**12):
        with pytest.raises(ValueError, match=r"node of the graph|source must be"):
            reach(indptr, indices, source)
    with pytest.raises(ValueError, match=r"indptr from 0 to E|indices must name"):
        reach(indptr, np.array([1, 10**9]), 0)
