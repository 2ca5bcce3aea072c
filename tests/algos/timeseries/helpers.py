"""Series of the kinds that the tests of this folder draw on."""

import numpy as np


def series(kind, n, seed=0):
    """Return noise, a random walk far from zero, a line with noise, an autoregression or a smooth wave."""
    e = np.random.default_rng(seed).normal(size=n)
    if kind == "noise":
        return e
    if kind == "walk":
        return e.cumsum() + 1e3
    if kind == "line":
        return e + 0.05 * np.arange(n)
    if kind == "wave":
        return np.sin(np.arange(n) / 20.0) + 1e-3 * e
    x = e.copy()
    for t in range(2, n):
        x[t] += 0.6 * x[t - 1] - 0.3 * x[t - 2]
    return x


KINDS = ("noise", "walk", "line", "wave", "ar")
