"""The hinge loss and its subgradient descent, as a textbook has them."""


def hinge_losses(y, decision):
    return [max(0.0, 1.0 - label * value) for label, value in zip(y, decision, strict=True)]


def decide(w, b, x):
    return sum(weight * value for weight, value in zip(w, x, strict=True)) + b


def hinge_step(w, b, x, y, lam, lr):
    """Step down lam/2 ‖w‖² + max(0, 1 - y (w·x + b)) for one sample."""
    inside = y * decide(w, b, x) < 1.0
    gradient = [lam * weight - (y * value if inside else 0.0) for weight, value in zip(w, x, strict=True)]
    return [weight - lr * slope for weight, slope in zip(w, gradient, strict=True)], b + (lr * y if inside else 0.0)


def objective(w, b, X, y, alpha):
    losses = hinge_losses(y, [decide(w, b, x) for x in X])
    return alpha / 2.0 * sum(weight * weight for weight in w) + sum(losses) / len(losses)


def pegasos(X, y, orders, alpha, offset):
    """Return the last iterate and the mean of all, weighted by offset + t."""
    w, b = [0.0] * len(X[0]), 0.0
    mean_w, mean_b, weights, t = [0.0] * len(X[0]), 0.0, 0.0, 0
    for order in orders:
        for i in order:
            t += 1
            w, b = hinge_step(w, b, X[i], y[i], alpha, 1.0 / (alpha * (offset + t)))
            mean_w = [total + (offset + t) * weight for total, weight in zip(mean_w, w, strict=True)]
            mean_b += (offset + t) * b
            weights += offset + t
    return (w, b), ([total / weights for total in mean_w], mean_b / weights)
