"""Graphs that several tests search."""

import pytest


@pytest.fixture
def clrs_edges():
    """The directed graph of figure 20.5 in CLRS, 4th ed., with u, v, w, x, y, z as 0..5."""
    return [(0, 1), (0, 3), (1, 4), (2, 4), (2, 5), (3, 1), (4, 3), (5, 5)]
