"""Textbook graph searches on adjacency lists, in plain Python."""

from collections import deque


def adjacency(n_nodes, edges, directed=False):
    """Sets of neighbours, ascending."""
    found = [set() for _ in range(n_nodes)]
    for source, target in edges:
        found[source].add(target)
        if not directed:
            found[target].add(source)
    return [sorted(neighbours) for neighbours in found]


def bfs(lists, source):
    """CLRS, section 20.2, with a deque."""
    distance, parent, order = [-1] * len(lists), [-1] * len(lists), []
    distance[source] = 0
    queue = deque([source])
    while queue:
        node = queue.popleft()
        order.append(node)
        for neighbour in lists[node]:
            if distance[neighbour] == -1:
                distance[neighbour], parent[neighbour] = distance[node] + 1, node
                queue.append(neighbour)
    return order, distance, parent


def dfs(lists, source):
    """CLRS, section 20.3, as a recursion."""
    order, postorder, parent, depth = [], [], [-1] * len(lists), [-1] * len(lists)

    def visit(node, level):
        order.append(node)
        depth[node] = level
        for neighbour in lists[node]:
            if depth[neighbour] == -1:
                parent[neighbour] = node
                visit(neighbour, level + 1)
        postorder.append(node)

    visit(source, 0)
    return order, postorder, parent, depth


def children(lists, node, above=None):
    return [neighbour for neighbour in lists[node] if neighbour != above]


def leaves(lists, node, above=None):
    below = children(lists, node, above)
    return sorted(leaf for child in below for leaf in leaves(lists, child, node)) if below else [node]


def height(lists, node, above=None):
    return max((1 + height(lists, child, node) for child in children(lists, node, above)), default=0)
