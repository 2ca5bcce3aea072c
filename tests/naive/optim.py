"""Newton's method as the textbooks print it, in plain Python and exact fractions where the data are."""

import numpy as np


def newton_iterates(f, df, x, steps):
    """The start and the iterates after it."""
    iterates = [x]
    for _ in range(steps):
        iterates.append(iterates[-1] - f(iterates[-1]) / df(iterates[-1]))
    return iterates


def shifted(H):
    """Nocedal and Wright, algorithm 3.3, with beta relative to the largest entry, on the eigenvalues."""
    H = np.asarray(H, dtype=float)
    beta = 1e-3 * np.abs(H).max() or 1.0
    H = (H + H.T) / 2
    if np.linalg.eigvalsh(H).min() > 0:
        return 0.0
    shift = max(beta - np.diag(H).min(), beta)
    while np.linalg.eigvalsh(H + shift * np.eye(len(H))).min() <= 0:
        shift *= 2
    return shift


def newton_minimum(f, grad, hess, x, steps):
    """The start and the iterates of the modified, backtracking method after it."""
    iterates = [np.asarray(x, dtype=float)]
    for _ in range(steps):
        x, g, H = iterates[-1], np.asarray(grad(iterates[-1])), np.asarray(hess(iterates[-1]), dtype=float)
        p = np.linalg.solve((H + H.T) / 2 + shifted(H) * np.eye(len(x)), -g)
        s = 1.0
        while f(x + s * p) > f(x) + 1e-4 * s * (g @ p):
            s /= 2
        iterates.append(x + s * p)
    return iterates
