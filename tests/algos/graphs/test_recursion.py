"""The recursive searches: equal to the others, and a deep graph ends in an error that says what to use."""

import threading

import numpy as np
import pytest
from hypothesis import given
from numba import njit

from algos.graphs import bfs, bfs_recursive, dfs, dfs_recursive, from_edges, recursion
from tests.algos.graphs.helpers import listed_graphs
from tests.conftest import PLAIN
from tests.naive import graphs as naive

pytestmark = pytest.mark.kernels

SEARCHES = [(bfs, bfs_recursive), (dfs, dfs_recursive)]


def plain(found):
    return tuple(part.tolist() for part in found)


def chain(n_nodes):
    return from_edges(np.stack([np.arange(n_nodes - 1), np.arange(1, n_nodes)], axis=1))


def test_worked_example(clrs_edges):
    """CLRS, figure 20.5, from u; see test_depth_first."""
    graph = from_edges(clrs_edges, directed=True)
    assert dfs_recursive(graph, 0).postorder.tolist() == [3, 4, 1, 0]
    assert bfs_recursive(graph, 0).order.tolist() == [0, 1, 3, 4]


@given(listed_graphs())
def test_equal_to_the_naive_versions(listed):
    n_nodes, edges, directed, lists = listed
    graph = from_edges(edges, n_nodes, directed)
    for source in range(min(n_nodes, 3)):
        assert plain(dfs_recursive(graph, source)) == naive.dfs(lists, source)
        assert plain(bfs_recursive(graph, source)) == naive.bfs(lists, source)


@pytest.mark.parametrize(("search", "recursive"), SEARCHES)
def test_a_chain_of_100_000_nodes_is_refused_and_the_message_names_the_way_out(search, recursive):
    graph = chain(100_000)
    with pytest.raises(RecursionError, match=f"{recursive.__name__} goes at most 1000 .* use {search.__name__}$"):
        recursive(graph, 0)
    middle = 50_000
    with pytest.raises(RecursionError, match=f"use {search.__name__}$"):
        recursive(graph, middle)


@pytest.mark.parametrize(("search", "recursive"), SEARCHES)
def test_the_limit_counts_edges(search, recursive, monkeypatch):
    limit = 1000
    if PLAIN:  # where the interpreter's own limit would be met before
        limit = 50
        monkeypatch.setattr(recursion, "RECURSION_LIMIT", limit)
    assert plain(recursive(chain(limit), 0)) == plain(search(chain(limit), 0))
    for version in (recursive, recursive.compiled_as):
        assert plain(version(chain(limit), 0)) == plain(search(chain(limit), 0))
        with pytest.raises(RecursionError, match=f"use {search.__name__}$"):
            version(chain(limit + 1), 0)


@pytest.mark.skipif(PLAIN, reason="compiled frames are what this is about")
def test_the_limit_fits_a_small_stack():
    """A thread has a megabyte on Windows."""
    graph, outcomes = chain(100_000), []

    def run():
        for _, recursive in SEARCHES:
            try:
                recursive(graph, 0)
            except RecursionError as error:
                outcomes.append(str(error))

    for _, recursive in SEARCHES:
        recursive(chain(5), 0)  # compile outside, the compiler itself needs more
    before = threading.stack_size(768 * 1024)
    try:
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
    assert len(outcomes) == 2


def test_wide_graphs_need_no_depth():
    star = from_edges(np.stack([np.zeros(3000), np.arange(1, 3001)], axis=1))
    for search, recursive in SEARCHES:
        assert plain(recursive(star, 1)) == plain(search(star, 1))


@pytest.mark.parametrize("recursive", [bfs_recursive, dfs_recursive])
def test_refusals(recursive):
    with pytest.raises(ValueError, match="source must be an integer"):
        recursive(chain(3), 3)
    with pytest.raises(TypeError, match="must be a Graph, got list"):
        recursive([[1], [0]], 0)
    with pytest.raises(ValueError, match="node of the graph"):
        recursive.compiled_as(chain(3), 3)


def test_from_a_users_own_compiled_function():
    @njit
    def both(graph, source):
        return dfs_recursive(graph, source), bfs_recursive(graph, source)

    graph = from_edges([(0, 1), (0, 2), (1, 3)], n_nodes=5)
    deep, wide = both(graph, 0)
    assert plain(deep) == plain(dfs(graph, 0))
    assert plain(wide) == plain(bfs(graph, 0))
    if not PLAIN:
        with pytest.raises(RecursionError, match="use dfs"):
            both(chain(100_000), 0)
