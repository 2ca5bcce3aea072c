"""Graphs and rooted trees. Their JSON form is the list of edges; algos.graphs.from_edges builds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from quiz.sampling.base import MAX_NODES, CannotDrawError, Sampler, Size, Whole, number, size
from quiz.sampling.stream import Stream


class _Network(Sampler):
    def build(self, drawn: Any) -> Any:
        """Return an `algos.graphs.Graph`."""
        import numpy as np

        from algos import graphs

        edges = np.array(drawn["edges"], dtype=np.int64).reshape(-1, 2)
        return graphs.from_edges(edges, n_nodes=drawn["nodes"], directed=drawn["directed"])


class Graph(_Network):
    """`{graph: {nodes: $n, extra_edges: 3}}`: a random tree on the nodes, and some edges more.

    `connected: false` leaves out the tree, so that only the extra edges stand; `directed: true` gives each edge one
    direction, `acyclic: true` one that never leads back.
    """

    nodes: Size
    extra_edges: Whole = 0
    connected: bool = True
    directed: bool = False
    acyclic: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> Graph:
        if self.acyclic and not self.directed:
            raise PydanticCustomError("given", "`acyclic:` is for `directed: true`; a tree has `extra_edges: 0`")
        return self

    def draw(self, stream: Stream, known: Mapping[str, Any]) -> dict[str, Any]:
        """Return nodes, edges and whether they are directed. Node 0 reaches every node of a connected graph."""
        nodes, extra = size(self.nodes, stream, known, MAX_NODES), number(self.extra_edges, known)
        if extra < 0:
            raise CannotDrawError("the number of extra edges is negative")
        rank = [0, *stream.shuffled(range(1, nodes))]
        edges: dict[tuple[int, int], None] = {}
        if self.connected:
            for position in range(1, nodes):
                edges[(rank[stream.integer(0, position - 1)], rank[position])] = None
        place = {node: position for position, node in enumerate(rank)}
        free = []
        for a in range(nodes):
            for b in range(a + 1, nodes):
                if self.acyclic or not self.directed:
                    pairs = [(a, b) if place[a] < place[b] else (b, a)]
                else:
                    pairs = [(a, b), (b, a)]
                free += [pair for pair in pairs if pair not in edges]
        if extra > len(free):
            raise CannotDrawError(f"{extra} more edges do not fit into {nodes} nodes")
        chosen = [free[index] for index in stream.sample(0, len(free) - 1, extra)]
        every = [*edges, *chosen]
        listed = sorted(every if self.directed else [(min(edge), max(edge)) for edge in every])
        return {"nodes": nodes, "edges": [list(edge) for edge in listed], "directed": self.directed}


class Tree(_Network):
    """`{tree: {nodes: [6, 9], max_children: 3}}`: a rooted tree with root 0, edges from parent to child."""

    nodes: Size
    max_children: Annotated[int, Field(ge=1, le=10)] = 3
    directed: Annotated[bool, Field(description="false: edges go both ways, as in an undirected graph")] = True

    def draw(self, stream: Stream, known: Mapping[str, Any]) -> dict[str, Any]:
        """Return nodes, edges and whether they are directed; the numbers say nothing about the depth."""
        nodes = size(self.nodes, stream, known, MAX_NODES)
        names = [0, *stream.shuffled(range(1, nodes))]
        room = {names[0]: self.max_children}
        edges = []
        for child in names[1:]:
            parent = stream.choose([node for node, left in room.items() if left])
            room[parent] -= 1
            room[child] = self.max_children
            edges.append([parent, child])
        return {"nodes": nodes, "edges": sorted(edges), "directed": self.directed}
