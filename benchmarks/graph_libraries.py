"""Searches by other graph libraries, each from its own native format."""

from collections import deque

import numpy as np


def as_scipy(g):
    from scipy.sparse import csr_array

    n = len(g.indptr) - 1
    return csr_array((np.ones(len(g.indices)), np.asarray(g.indices), np.asarray(g.indptr)), shape=(n, n))


def pairs(g):
    sources = np.repeat(np.arange(len(g.indptr) - 1), np.diff(g.indptr))
    return list(zip(sources.tolist(), np.asarray(g.indices).tolist(), strict=True))


def as_networkx(g):
    import networkx

    built = networkx.DiGraph()
    built.add_nodes_from(range(len(g.indptr) - 1))
    built.add_edges_from(pairs(g))
    return built


def csgraph(name):
    def peer(g):
        from scipy.sparse import csgraph as library

        matrix, function = as_scipy(g), getattr(library, name)
        return lambda: function(matrix, 0, directed=True)[0]

    return peer


def networkx_bfs(g):
    import networkx

    built = as_networkx(g)
    return lambda: [0, *(child for _, child in networkx.bfs_edges(built, 0))]


def networkx_dfs(g):
    import networkx

    built = as_networkx(g)
    return lambda: list(networkx.dfs_preorder_nodes(built, 0))


def igraph_bfs(g):
    import igraph

    built = igraph.Graph(n=len(g.indptr) - 1, edges=pairs(g), directed=True)
    return lambda: built.bfs(0)[0]


def igraph_dfs(g):
    import igraph

    built = igraph.Graph(n=len(g.indptr) - 1, edges=pairs(g), directed=True)
    return lambda: built.dfs(0)[0]


def rustworkx_graph(g):
    import rustworkx

    built = rustworkx.PyDiGraph()
    built.add_nodes_from(range(len(g.indptr) - 1))
    built.add_edges_from_no_data(pairs(g)[::-1])  # it visits the neighbour first that was added last
    return rustworkx, built


def rustworkx_bfs(g):
    rustworkx, built = rustworkx_graph(g)
    return lambda: [node for node, _ in rustworkx.bfs_successors(built, 0)]


def rustworkx_dfs(g):
    rustworkx, built = rustworkx_graph(g)
    return lambda: [0, *(child for _, child in rustworkx.dfs_edges(built, 0))]


def plain_bfs(g):
    lists = [g.indices[a:b].tolist() for a, b in zip(g.indptr[:-1], g.indptr[1:], strict=True)]

    def call():
        order, seen, queue = [], {0}, deque([0])
        while queue:
            node = queue.popleft()
            order.append(node)
            for other in lists[node]:
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        return order

    return call


def networkx_height(g):
    import networkx

    built = as_networkx(g)
    return lambda: max(networkx.single_source_shortest_path_length(built, 0).values())


def networkx_leaves(g):
    built = as_networkx(g)
    return lambda: [node for node, degree in built.out_degree() if degree == 0]
