"""Graphs in compressed sparse row form, and their traversal."""

from .building import from_adjacency, from_edges
from .csr import Graph

__all__ = ["Graph", "from_adjacency", "from_edges"]
