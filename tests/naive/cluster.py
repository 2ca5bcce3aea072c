"""Textbook k-means in plain Python, on lists."""


def squared_distance(a, b):
    return sum((p - q) ** 2 for p, q in zip(a, b, strict=True))


def lloyd_step(X, centers, weight=None):
    weight = [1.0] * len(X) if weight is None else weight
    labels, squared = [], []
    for x in X:
        distances = [squared_distance(x, c) for c in centers]
        labels.append(distances.index(min(distances)))
        squared.append(min(distances))
    inertia = sum(w * s for w, s in zip(weight, squared, strict=True))
    groups = [[i for i in range(len(X)) if labels[i] == j and weight[i] > 0] for j in range(len(centers))]
    for group in groups:
        if not group:
            far = max(range(len(X)), key=lambda i: (squared[i] if weight[i] > 0 else -1.0, -i))
            if squared[far] == 0.0:
                continue
            squared[far] = 0.0
            next(other for other in groups if far in other).remove(far)
            group.append(far)
    moved = []
    for group, center in zip(groups, centers, strict=True):
        mass = sum(weight[i] for i in group)
        moved.append(
            [sum(weight[i] * X[i][f] for i in group) / mass for f in range(len(X[0]))] if mass else list(center)
        )
    return labels, moved, inertia


def kmeans_plusplus(X, k, uniforms, weight=None):
    """Greedy seeding; `uniforms[c][t]` decides trial t of center c."""
    weight = [1.0] * len(X) if weight is None else weight

    def draw(mass, u):
        target, reached = u * sum(mass), 0.0
        for i, m in enumerate(mass):
            reached += m
            if m > 0 and reached > target:
                return i
        return max((i for i, m in enumerate(mass) if m > 0), default=0)

    chosen = [draw(weight, uniforms[0][0])]
    while len(chosen) < k:
        closest = [min(squared_distance(x, X[c]) for c in chosen) for x in X]
        best = None
        for u in uniforms[len(chosen)]:
            candidate = draw([w * s for w, s in zip(weight, closest, strict=True)], u)
            potential = sum(
                w * min(s, squared_distance(x, X[candidate])) for x, w, s in zip(X, weight, closest, strict=True)
            )
            if best is None or potential < best[0]:
                best = (potential, candidate)
        chosen.append(best[1])
    return chosen
