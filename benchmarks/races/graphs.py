"""Building graphs, and searching them, from each library's native format."""

import numpy as np

from algos import graphs
from benchmarks.graph_libraries import (
    csgraph,
    igraph_bfs,
    igraph_dfs,
    networkx_bfs,
    networkx_dfs,
    networkx_height,
    networkx_leaves,
    plain_bfs,
    rustworkx_bfs,
    rustworkx_dfs,
)
from benchmarks.race import Race, equal

SIZES = {"small": (10, 2), "thousand": (1000, 5), "medium": (100_000, 5)}
CSGRAPH = "scipy.sparse.csgraph"


def random_edges(n, degree):
    """A path through all nodes, so that everything is reached, and random edges beside it."""
    rng = np.random.default_rng(0)
    order = rng.permutation(n)
    order[order.argmin()], order[0] = order[0], 0
    path = np.column_stack([order[:-1], order[1:]])
    return np.vstack([path, rng.integers(0, n, size=(n * (degree - 1), 2))])


def edges(size):
    return (random_edges(*size),)


def graph(size):
    return (graphs.from_edges(random_edges(*size), n_nodes=size[0]),)


def random_tree(size):
    """Every node hangs below an earlier one."""
    n = size[0]
    parents = (np.random.default_rng(0).random(n - 1) * np.arange(1, n)).astype(int)
    return (graphs.from_edges(np.column_stack([parents, np.arange(1, n)]), directed=True),)


def adjacency(size):
    (built,) = graph(size)
    return ([built.indices[a:b].tolist() for a, b in zip(built.indptr[:-1], built.indptr[1:], strict=True)],)


def scipy_from_edges(array):
    from scipy.sparse import coo_array

    n = int(array.max()) + 1
    both = np.vstack([array, array[:, ::-1]])
    ones = np.ones(len(both))
    return lambda: coo_array((ones, (both[:, 0], both[:, 1])), shape=(n, n)).tocsr()


def networkx_from_edges(array):
    import networkx

    listed = list(map(tuple, array.tolist()))
    return lambda: networkx.Graph(listed)


def networkx_from_adjacency(lists):
    import networkx

    table = dict(enumerate(lists))
    return lambda: networkx.DiGraph(table)


def same_number_of_edges(ours, theirs):
    """Neighbours differ in their order and container; how many there are does not."""
    if hasattr(theirs, "tocsr"):
        counted = theirs.nnz
    elif theirs.is_directed():
        counted = theirs.number_of_edges()
    else:
        counted = 2 * theirs.number_of_edges() - sum(1 for a, b in theirs.edges if a == b)
    assert len(ours.indices) == counted


def same_nodes(ours, theirs):
    """igraph and rustworkx take neighbours in an order of their own, so only what is reached can be compared."""
    equal(np.sort(ours), np.sort(theirs))


def shallow(size):
    """A tree that recursion can walk: few levels."""
    n = size[0]
    return (graphs.from_edges([((i - 1) // 2, i) for i in range(1, n)], directed=True),)


def our_bfs_steps(g):
    def call():
        state, order = ([0],), []
        while len(state[0]):
            step = graphs.bfs_step(g, *state)
            order.append(step.node)
            state = step[1:]
        return order

    return call


def our_dfs_steps(g):
    def call():
        state, order = ([0],), [0]
        while len(state[0]):
            step = graphs.dfs_step(g, *state)
            if step.visited >= 0:
                order.append(step.visited)
            state = step[2:]
        return order

    return call


LEVEL = {(CSGRAPH, "medium"): 1.0, ("networkx", "medium"): 50.0}
STEPS = "a step copies its state so that it can be kept; the peer is one whole search, in plain Python or networkx"

RACES = [
    Race(
        name="graphs.bfs",
        data=graph,
        ours=lambda g: lambda: graphs.bfs(g, 0).order,
        peers={
            CSGRAPH: csgraph("breadth_first_order"),
            "networkx": networkx_bfs,
            "igraph": igraph_bfs,
            "rustworkx": rustworkx_bfs,
        },
        sizes=SIZES,
        targets=LEVEL,
        agree=equal,
        note="ours also gives distances, the peers do not; conversion to each native format is not timed",
    ),
    Race(
        name="graphs.dfs",
        data=graph,
        ours=lambda g: lambda: graphs.dfs(g, 0).order,
        peers={
            CSGRAPH: csgraph("depth_first_order"),
            "networkx": networkx_dfs,
        },
        sizes=SIZES,
        targets=LEVEL,
        agree=equal,
        note="ours also gives postorder and depths, the peers do not; conversion to each native format is not timed",
    ),
    Race(
        name="graphs.dfs",
        variant="other order",
        data=graph,
        ours=lambda g: lambda: graphs.dfs(g, 0).order,
        peers={"igraph": igraph_dfs, "rustworkx": rustworkx_dfs},
        sizes=SIZES,
        agree=same_nodes,
        note="these take neighbours in an order of their own",
    ),
    Race(
        name="graphs.bfs_recursive",
        data=shallow,
        ours=lambda g: lambda: graphs.bfs_recursive(g, 0).order,
        peers={"networkx": networkx_bfs},
        sizes=SIZES,
        agree=equal,
    ),
    Race(
        name="graphs.dfs_recursive",
        data=shallow,
        ours=lambda g: lambda: graphs.dfs_recursive(g, 0).order,
        peers={"networkx": networkx_dfs},
        sizes=SIZES,
        agree=equal,
    ),
    Race(
        name="graphs.bfs_step",
        data=graph,
        ours=our_bfs_steps,
        peers={"plain Python": plain_bfs},
        sizes={"small": (10, 2), "hundred": (100, 3)},
        agree=equal,
        note=STEPS,
    ),
    Race(
        name="graphs.dfs_step",
        data=graph,
        ours=our_dfs_steps,
        peers={"networkx": networkx_dfs},
        sizes={"small": (10, 2), "hundred": (100, 3)},
        agree=equal,
        note=STEPS,
    ),
    Race(
        name="graphs.height",
        data=random_tree,
        ours=lambda g: lambda: graphs.height(g, 0),
        peers={"networkx": networkx_height},
        sizes=SIZES,
        agree=equal,
    ),
    Race(
        name="graphs.leaves",
        data=random_tree,
        ours=lambda g: lambda: graphs.leaves(g, 0),
        peers={"networkx": networkx_leaves},
        sizes=SIZES,
        agree=equal,
        note="ours proves that the graph is a tree, the peer looks at degrees only",
    ),
    Race(
        name="graphs.from_edges",
        data=edges,
        ours=lambda array: lambda: graphs.from_edges(array),
        peers={"scipy.sparse.coo_array": scipy_from_edges, "networkx": networkx_from_edges},
        sizes=SIZES,
        agree=same_number_of_edges,
        note="both sort and merge repeated edges; SciPy's radix pass over both index arrays is faster at large sizes",
    ),
    Race(
        name="graphs.from_adjacency",
        data=adjacency,
        ours=lambda lists: lambda: graphs.from_adjacency(lists),
        peers={"networkx": networkx_from_adjacency},
        sizes=SIZES,
        agree=same_number_of_edges,
    ),
]
