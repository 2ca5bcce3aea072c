"""Wrong twins of algos.graphs: depth first."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from quiz.mistakes.graphs import Indices, _bfs, _neighbours


class DepthFirst(NamedTuple):
    """The fields of algos.graphs.dfs."""

    order: Indices
    postorder: Indices
    parent: Indices
    depth: Indices


def _dfs(near: list[list[int]], source: int) -> DepthFirst:
    """Search rightly: the start of the twins that spoil only the order of neighbours or the result."""
    depth, parent = [-1] * len(near), [-1] * len(near)
    depth[source] = 0
    order, postorder, waiting = [source], [], [(source, iter(near[source]))]
    while waiting:
        node, rest = waiting[-1]
        other = next((other for other in rest if depth[other] < 0), None)
        if other is None:
            waiting.pop()
            postorder.append(node)
            continue
        depth[other], parent[other] = depth[node] + 1, node
        order.append(other)
        waiting.append((other, iter(near[other])))
    return _result(order, postorder, parent, depth)


def _result(order: list[int], postorder: list[int], parent: list[int], depth: list[int]) -> DepthFirst:
    return DepthFirst(
        np.array(order, dtype=np.int64), np.array(postorder, dtype=np.int64), np.array(parent), np.array(depth)
    )


def dfs_never_marks(graph: Any, source: int) -> DepthFirst:
    """Twin of graphs.dfs: the set of visited nodes is never updated, so a cycle is walked round and round.

    Repair: mark a node before its neighbours are visited. (The recursion never ends; cut off here after V visits.)
    """
    near = _neighbours(graph)
    order: list[int] = []
    depth, parent = [-1] * len(near), [-1] * len(near)
    depth[source] = 0
    visited: set[int] = set()  # nothing is ever added
    waiting = [(source, iter(near[source]))]
    order.append(source)
    while waiting and len(order) < len(near):
        node, rest = waiting[-1]
        other = next((other for other in rest if other not in visited), None)
        if other is None:
            waiting.pop()
            continue
        depth[other], parent[other] = depth[node] + 1, node
        order.append(other)
        waiting.append((other, iter(near[other])))
    return _result(order, order[::-1], parent, depth)


def dfs_breadth_first(graph: Any, source: int) -> DepthFirst:
    """Twin of graphs.dfs: all neighbours are visited before any of theirs, which is breadth first.

    Repair: go on from the node just visited; turn back only when it has no unseen neighbour.
    """
    search = _bfs(_neighbours(graph), source)
    return DepthFirst(search.order, search.order[::-1], search.parent, search.distance)


def dfs_descending(graph: Any, source: int) -> DepthFirst:
    """Twin of graphs.dfs: the neighbours of a node are visited from the largest number to the smallest.

    Repair: visit them in the stored order; with a stack of your own, push them in reverse.
    """
    return _dfs([near[::-1] for near in _neighbours(graph)], source)


def dfs_marks_on_push(graph: Any, source: int) -> DepthFirst:
    """Twin of graphs.dfs: neighbours are marked when they are pushed, although they are visited much later.

    Repair: mark a node when it is visited; one that waits may still be reached along a deeper path.
    """
    near = _neighbours(graph)
    depth, parent = [-1] * len(near), [-1] * len(near)
    depth[source] = 0
    stack, order = [source], []
    while stack:
        node = stack.pop()
        order.append(node)
        for other in reversed(near[node]):
            if depth[other] < 0:
                depth[other], parent[other] = depth[node] + 1, node
                stack.append(other)
    return _result(order, order[::-1], parent, depth)


def dfs_postorder_for_preorder(graph: Any, source: int) -> DepthFirst:
    """Twin of graphs.dfs: nodes are written down when they are finished, not when they are first visited.

    Repair: preorder writes a node before its descendants, postorder after them.
    """
    right = _dfs(_neighbours(graph), source)
    return right._replace(order=right.postorder, postorder=right.order)


def dfs_reversed_postorder(graph: Any, source: int) -> DepthFirst:
    """Twin of graphs.dfs: the other order is read backwards: postorder for preorder, and preorder for postorder.

    Repair: preorder writes a node before its descendants, postorder after them; neither is the other reversed.
    """
    right = _dfs(_neighbours(graph), source)
    return right._replace(order=right.postorder[::-1], postorder=right.order[::-1])


def dfs_stops_at_first_leaf(graph: Any, source: int) -> DepthFirst:
    """Twin of graphs.dfs: the search ends at the first node without unseen neighbours.

    Repair: go back to the last node that still has an unseen neighbour and continue there.
    """
    near = _neighbours(graph)
    depth, parent = [-1] * len(near), [-1] * len(near)
    depth[source] = 0
    order = [source]
    for node in order:
        other = next((other for other in near[node] if depth[other] < 0), None)
        if other is not None:
            depth[other], parent[other] = depth[node] + 1, node
            order.append(other)
    return _result(order, order[::-1], parent, depth)


def dfs_depth_counts_nodes(graph: Any, source: int) -> DepthFirst:
    """Twin of graphs.dfs: a depth counts the nodes of the path instead of its edges.

    Repair: start with depth 0 at the source.
    """
    right = _dfs(_neighbours(graph), source)
    return right._replace(depth=np.where(right.depth < 0, -1, right.depth + 1))


def dfs_depth_is_distance(graph: Any, source: int) -> DepthFirst:
    """Twin of graphs.dfs: the shortest distance from the source is taken for the depth.

    Repair: the depth is that of the search's own tree, whose paths are often longer than the shortest.
    """
    near = _neighbours(graph)
    return _dfs(near, source)._replace(depth=_bfs(near, source).distance)


def dfs_parent_by_visit(graph: Any, source: int) -> DepthFirst:
    """Twin of graphs.dfs: the node visited just before is taken for the parent, even after turning back.

    Repair: the parent is the node from whose list a node was visited.
    """
    right = _dfs(_neighbours(graph), source)
    parent = np.full_like(right.parent, -1)
    parent[right.order[1:]] = right.order[:-1]
    return right._replace(parent=parent)


class DepthFirstStep(NamedTuple):
    """The fields of algos.graphs.dfs_step."""

    visited: int
    finished: int
    stack: Indices
    depth: Indices
    parent: Indices


def dfs_step_last_neighbour(graph: Any, stack: Any, depth: Any = None, parent: Any = None) -> DepthFirstStep:
    """Twin of graphs.dfs_step: the last unseen neighbour is visited instead of the first.

    Repair: neighbours are looked at in stored order; the first unseen one is next.
    """
    return _step(graph, stack, depth, parent, last=True)


def dfs_step_keeps_finished(graph: Any, stack: Any, depth: Any = None, parent: Any = None) -> DepthFirstStep:
    """Twin of graphs.dfs_step: a node without unseen neighbours stays on the stack.

    Repair: take it away, so that the search goes on from the node before it.
    """
    moved = _step(graph, stack, depth, parent, last=False)
    return moved if moved.finished < 0 else moved._replace(stack=np.asarray(stack))


def _step(graph: Any, stack: Any, depth: Any, parent: Any, *, last: bool) -> DepthFirstStep:
    near, path = _neighbours(graph), np.asarray(stack).tolist()
    deep = [-1] * len(near) if depth is None else np.asarray(depth).tolist()
    origin = [-1] * len(near) if parent is None else np.asarray(parent).tolist()
    node = path[-1]
    if depth is None:
        deep[node] = 0
    unseen = [other for other in near[node] if deep[other] < 0]
    if not unseen:
        return DepthFirstStep(-1, node, np.array(path[:-1], dtype=np.int64), np.array(deep), np.array(origin))
    other = unseen[-1 if last else 0]
    deep[other], origin[other] = deep[node] + 1, node
    return DepthFirstStep(other, -1, np.array([*path, other]), np.array(deep), np.array(origin))
