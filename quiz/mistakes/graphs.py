"""Wrong twins of algos.graphs: breadth first."""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]


class BreadthFirst(NamedTuple):
    """The fields of algos.graphs.bfs."""

    order: Indices
    distance: Indices
    parent: Indices


class BreadthFirstStep(NamedTuple):
    """The fields of algos.graphs.bfs_step."""

    node: int
    queue: Indices
    distance: Indices
    parent: Indices


def _neighbours(graph: Any) -> list[list[int]]:
    starts, indices = np.asarray(graph.indptr).tolist(), np.asarray(graph.indices).tolist()
    return [indices[a:b] for a, b in pairwise(starts)]


def _result(order: list[int], distance: list[int], parent: list[int]) -> BreadthFirst:
    return BreadthFirst(np.array(order, dtype=np.int64), np.array(distance), np.array(parent))


def _bfs(near: list[list[int]], source: int) -> BreadthFirst:
    """Search rightly: the start of the twins that spoil only the result."""
    distance, parent = [-1] * len(near), [-1] * len(near)
    distance[source] = 0
    order = [source]
    for node in order:
        for other in near[node]:
            if distance[other] < 0:
                distance[other], parent[other] = distance[node] + 1, node
                order.append(other)
    return _result(order, distance, parent)


def bfs_wrong_end(graph: Any, source: int) -> BreadthFirst:
    """Twin of graphs.bfs: the next node is popped from the end at which nodes are appended.

    Repair: a list's pop() makes a stack, which goes deep; take from the front of a queue, with deque.popleft().
    """
    near = _neighbours(graph)
    distance, parent = [-1] * len(near), [-1] * len(near)
    distance[source] = 0
    stack, order = [source], []
    while stack:
        node = stack.pop()
        order.append(node)
        for other in near[node]:
            if distance[other] < 0:
                distance[other], parent[other] = distance[node] + 1, node
                stack.append(other)
    return _result(order, distance, parent)


def bfs_nothing_enqueued(graph: Any, source: int) -> BreadthFirst:
    """Twin of graphs.bfs: neither the source nor its neighbours are put into the queue, so the loop never runs.

    Repair: put the source into the queue before the loop, and every newly seen neighbour inside it.
    """
    near = _neighbours(graph)
    distance, parent = [-1] * len(near), [-1] * len(near)
    distance[source] = 0
    order = [source]
    queue: deque[int] = deque()  # where the source is missing
    while queue:
        order.append(queue.popleft())
    return _result(order, distance, parent)


def bfs_depth_first(graph: Any, source: int) -> BreadthFirst:
    """Twin of graphs.bfs: the search follows one path to its end before it turns back, which is depth first.

    Repair: visit all nodes of one distance before any of the next.
    """
    near = _neighbours(graph)
    distance, parent = [-1] * len(near), [-1] * len(near)
    distance[source] = 0
    order, waiting = [source], [(source, iter(near[source]))]
    while waiting:
        node, rest = waiting[-1]
        other = next((other for other in rest if distance[other] < 0), None)
        if other is None:
            waiting.pop()
            continue
        distance[other], parent[other] = distance[node] + 1, node
        order.append(other)
        waiting.append((other, iter(near[other])))
    return _result(order, distance, parent)


def bfs_descending(graph: Any, source: int) -> BreadthFirst:
    """Twin of graphs.bfs: the neighbours of a node are visited from the largest number to the smallest.

    Repair: visit them in the stored order, which is ascending here.
    """
    return _bfs([near[::-1] for near in _neighbours(graph)], source)


def bfs_sorted_levels(graph: Any, source: int) -> BreadthFirst:
    """Twin of graphs.bfs: the nodes of one distance are visited by number, not in the order in which they were found.

    Repair: the queue decides: children of the node visited first come first.
    """
    right = _bfs(_neighbours(graph), source)
    order = sorted(right.order.tolist(), key=lambda node: (right.distance[node], node))
    return BreadthFirst(np.array(order), right.distance, right.parent)


def bfs_marks_on_pop(graph: Any, source: int) -> BreadthFirst:
    """Twin of graphs.bfs: nodes are marked as seen when they leave the queue, so later finders overwrite parents.

    Repair: mark a node, and set its distance and parent, at the moment when it enters the queue.
    """
    near = _neighbours(graph)
    distance, parent = [-1] * len(near), [-1] * len(near)
    distance[source] = 0
    queue, done = deque([source]), set[int]()
    order: list[int] = []
    while queue:
        node = queue.popleft()
        if node in done:
            continue
        done.add(node)
        order.append(node)
        for other in near[node]:
            if other not in done:
                distance[other], parent[other] = distance[node] + 1, node
                queue.append(other)
    return _result(order, distance, parent)


def bfs_never_marks(graph: Any, source: int) -> BreadthFirst:
    """Twin of graphs.bfs: visited nodes are not remembered, so they come again and again.

    Repair: keep a set of nodes seen and put a node into the queue only once. (Cut off here after V visits.)
    """
    near = _neighbours(graph)
    distance, parent = [-1] * len(near), [-1] * len(near)
    distance[source] = 0
    queue, order = deque([source]), list[int]()
    while queue and len(order) < len(near):
        node = queue.popleft()
        order.append(node)
        for other in near[node]:
            distance[other], parent[other] = distance[node] + 1, node
            queue.append(other)
    return _result(order, distance, parent)


def bfs_counts_nodes(graph: Any, source: int) -> BreadthFirst:
    """Twin of graphs.bfs: a distance counts the nodes of the path instead of its edges.

    Repair: start with distance 0 at the source.
    """
    right = _bfs(_neighbours(graph), source)
    return right._replace(distance=np.where(right.distance < 0, -1, right.distance + 1))


def bfs_distance_by_visit(graph: Any, source: int) -> BreadthFirst:
    """Twin of graphs.bfs: the number of the visit is taken for the distance.

    Repair: a node is one edge further than its parent, however many nodes were visited in between.
    """
    right = _bfs(_neighbours(graph), source)
    distance = np.full_like(right.distance, -1)
    distance[right.order] = np.arange(len(right.order))
    return right._replace(distance=distance)


def bfs_parent_by_visit(graph: Any, source: int) -> BreadthFirst:
    """Twin of graphs.bfs: the node visited just before is taken for the parent.

    Repair: the parent is the node from whose list a node was first seen.
    """
    right = _bfs(_neighbours(graph), source)
    parent = np.full_like(right.parent, -1)
    parent[right.order[1:]] = right.order[:-1]
    return right._replace(parent=parent)


def bfs_step_wrong_end(graph: Any, queue: Any, distance: Any = None, parent: Any = None) -> BreadthFirstStep:
    """Twin of graphs.bfs_step: the last node of the queue is visited.

    Repair: visit the node that has waited longest, the first one.
    """
    turned = np.roll(np.asarray(queue), 1)
    return _step(graph, turned, distance, parent, front=False)


def bfs_step_front(graph: Any, queue: Any, distance: Any = None, parent: Any = None) -> BreadthFirstStep:
    """Twin of graphs.bfs_step: the neighbours just seen are put at the front of the queue.

    Repair: they wait behind all others: append them at the end.
    """
    return _step(graph, queue, distance, parent, front=True)


def bfs_step_seen_again(graph: Any, queue: Any, distance: Any = None, parent: Any = None) -> BreadthFirstStep:
    """Twin of graphs.bfs_step: neighbours enter the queue although they have been seen.

    Repair: append only neighbours that have no distance yet.
    """
    near = _neighbours(graph)
    right = _step(graph, queue, distance, parent, front=False)
    return right._replace(queue=np.array([*np.asarray(queue).tolist()[1:], *near[right.node]], dtype=np.int64))


def _step(graph: Any, queue: Any, distance: Any, parent: Any, *, front: bool) -> BreadthFirstStep:
    near = _neighbours(graph)
    node, *rest = np.asarray(queue).tolist()
    far = [-1] * len(near) if distance is None else np.asarray(distance).tolist()
    origin = [-1] * len(near) if parent is None else np.asarray(parent).tolist()
    if distance is None:
        far[node] = 0
    seen = []
    for other in near[node]:
        if far[other] < 0:
            far[other], origin[other] = far[node] + 1, node
            seen.append(other)
    waiting = seen + rest if front else rest + seen
    return BreadthFirstStep(node, np.array(waiting, dtype=np.int64), np.array(far), np.array(origin))
