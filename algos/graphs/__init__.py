"""Graphs in compressed sparse row form, and their traversal."""

from .breadth_first import BreadthFirst, BreadthFirstStep, bfs, bfs_step
from .building import from_adjacency, from_edges
from .csr import Graph
from .depth_first import DepthFirst, DepthFirstStep, dfs, dfs_step
from .foreign import from_networkx, from_scipy
from .recursion import bfs_recursive, dfs_recursive
from .rooted import height, leaves

__all__ = [
    "BreadthFirst",
    "BreadthFirstStep",
    "DepthFirst",
    "DepthFirstStep",
    "Graph",
    "bfs",
    "bfs_recursive",
    "bfs_step",
    "dfs",
    "dfs_recursive",
    "dfs_step",
    "from_adjacency",
    "from_edges",
    "from_networkx",
    "from_scipy",
    "height",
    "leaves",
]
