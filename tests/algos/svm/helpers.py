"""Data that several tests separate."""

import numpy as np


def blobs(rng, n, d, k=2):
    """Draw overlapping classes."""
    y = rng.integers(0, k, n)
    y[:k] = np.arange(k)
    return rng.normal(size=(n, d)) + 1.5 * rng.normal(size=(k, d))[y], y
