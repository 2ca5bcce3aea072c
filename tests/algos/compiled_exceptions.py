"""Public names that a user's own ``@njit`` cannot call, each with the reason; every other one it can."""

EXCEPTIONS = {
    "graphs.from_adjacency": "takes lists of lists or a dict of Python objects; compiled callers use graphs.from_edges",
    "graphs.from_networkx": "takes an object of another library",
    "graphs.from_scipy": "takes an object of another library",
}
