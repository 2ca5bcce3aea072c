"""Rows of the acceptance matrix for graphs."""

import numpy as np
import scipy.sparse as sp

from algos.graphs import Graph, bfs, bfs_step, dfs, dfs_recursive, from_adjacency, from_edges, from_scipy, leaves

from . import Raises, Row, Same, Value

SQUARE = [(0, 1), (1, 2), (2, 3), (3, 0)]


def _square():
    return from_edges(SQUARE)


def _chain(n_nodes):
    return from_edges(np.stack([np.arange(n_nodes - 1), np.arange(1, n_nodes)], axis=1))


def _read_only(values):
    values = np.array(values)
    values.flags.writeable = False
    return values


def _kept():
    """Search a graph whose arrays could be written to; return them."""
    graph = Graph(np.array([0, 1, 2]), np.array([1, 0]))
    bfs(graph, 0), dfs(graph, 0), bfs_step(graph, [0])
    return graph


ROWS: list[Row] = [
    Row(5, "graphs.bfs: a number for a graph", lambda: bfs(3, 0), Raises(TypeError, "graph must be a Graph, got int")),
    Row(
        11,
        "graphs.from_edges: tuples, lists, array",
        lambda: from_edges(tuple(SQUARE)),
        Same(lambda: from_edges(np.array(SQUARE))),
    ),
    Row(10, "graphs.from_edges: np.matrix", lambda: from_edges(np.matrix(SQUARE)), Raises(TypeError, "np.matrix")),
    Row(
        13,
        "graphs.from_edges: uint64 above 2^63",
        lambda: from_edges(np.array([[2**63, 0]], np.uint64)),
        Raises(ValueError, "64-bit"),
    ),
    Row(14, "graphs.from_edges: float32", lambda: from_edges(np.array(SQUARE, np.float32)), Same(_square)),
    Row(17, "graphs.from_edges: big-endian", lambda: from_edges(np.array(SQUARE, ">i8")), Same(_square)),
    Row(19, "graphs.from_edges: objects", lambda: from_edges(np.array(SQUARE, object)), Same(_square)),
    Row(
        20,
        "graphs.from_edges: dicts",
        lambda: from_edges(np.array([[{}, {}]])),
        Raises(TypeError, "a number, got dict"),
    ),
    Row(22, "graphs.from_adjacency: text", lambda: from_adjacency([["a"]]), Raises(ValueError, r"lists\[0\].*text")),
    Row(23, "graphs.from_edges: dates", lambda: from_edges(np.zeros((1, 2), "M8[s]")), Raises(TypeError, "dates")),
    Row(
        25,
        "graphs.from_edges: reversed Fortran view",
        lambda: from_edges(np.asfortranarray(SQUARE)[::-1]),
        Same(_square),
    ),
    Row(26, "graphs.from_edges: read-only", lambda: from_edges(_read_only(SQUARE)), Same(_square)),
    Row(29, "graphs.from_edges: masked", lambda: from_edges(np.ma.array(SQUARE)), Raises(TypeError, "masked")),
    Row(
        31,
        "graphs.bfs: a sparse matrix for a graph",
        lambda: bfs(sp.eye_array(3).tocsr(), 0),
        Raises(TypeError, "must be a Graph"),
    ),
    Row(
        32,
        "graphs.from_scipy: unsorted, duplicate indices",
        lambda: from_scipy(sp.csr_array((np.ones(3), np.array([1, 0, 1]), np.array([0, 3, 3])), shape=(2, 2))),
        Value(([0, 2, 2], [0, 1])),
    ),
    Row(43, "graphs.from_edges: infinity", lambda: from_edges([(0, np.inf)]), Raises(ValueError, "integers, got inf")),
    Row(58, "graphs.from_edges: -0.0", lambda: from_edges([(-0.0, 1.0)]), Same(lambda: from_edges([(0, 1)]))),
    Row(83, "graphs.bfs: NumPy scalar as source", lambda: bfs(_square(), np.int8(2)), Same(lambda: bfs(_square(), 2))),
    Row(83, "graphs.bfs: 0-d array as source", lambda: bfs(_square(), np.array(2)), Same(lambda: bfs(_square(), 2))),
    Row(
        100,
        "graphs.from_scipy: not square",
        lambda: from_scipy(sp.csr_array((2, 3))),
        Raises(ValueError, "m must be square"),
    ),
    Row(115, "graphs.bfs: no nodes", lambda: bfs(from_edges([]), 0), Raises(ValueError, "which has none")),
    Row(115, "graphs.bfs: no edges", lambda: bfs(from_edges([], 2), 1), Value(([1], [-1, 0], [-1, -1]))),
    Row(
        115,
        "graphs.dfs: disconnected",
        lambda: dfs(from_edges([(0, 1)], 3), 0),
        Value(([0, 1], [1, 0], [-1, 0, -1], [0, 1, -1])),
    ),
    Row(115, "graphs.bfs: loop", lambda: bfs(from_edges([(0, 0), (0, 1)]), 0), Value(([0, 1], [0, 1], [-1, 0]))),
    Row(115, "graphs.leaves: loop", lambda: leaves(from_edges([(0, 0), (0, 1)]), 0), Raises(ValueError, "two ways")),
    Row(
        115,
        "graphs.from_edges: parallel edges",
        lambda: from_edges([(0, 1), (1, 0), (0, 1)]),
        Same(lambda: from_edges([(0, 1)])),
    ),
    Row(115, "graphs.dfs: parallel edges by hand", lambda: dfs(Graph([0, 2, 2], [1, 1]), 0).order, Value([0, 1])),
    Row(
        0,
        "graphs.bfs: negative neighbour",
        lambda: bfs(Graph([0, 1], [-1]), 0),
        Raises(ValueError, "got -1 at position 0"),
    ),
    Row(
        0,
        "graphs.dfs: neighbour beyond the last",
        lambda: dfs(Graph([0, 1], [10**6]), 0),
        Raises(ValueError, "got 1000000"),
    ),
    Row(
        0,
        "graphs.bfs: row starts that fall",
        lambda: bfs(Graph([0, 2, 0, 2], [0, 1]), 0),
        Raises(ValueError, "must not decrease"),
    ),
    Row(
        0,
        "graphs.dfs_recursive: 100 000 deep",
        lambda: dfs_recursive(_chain(100_000), 0),
        Raises(RecursionError, "use dfs"),
    ),
    Row(0, "graphs.bfs: input unchanged", _kept, Value(([0, 1, 2], [1, 0]))),
]
