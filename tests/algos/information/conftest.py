"""Distributions at random."""

import pytest


@pytest.fixture
def draw(rng):
    """Give a function from a shape to a random distribution; a share of it is zero, the rest over ten orders."""

    def distribution(shape, zeros=0.2):
        weights = 10.0 ** rng.uniform(-10, 0, shape) * (rng.random(shape) >= zeros)
        weights.flat[0] = 1.0
        return weights / weights.sum()

    return distribution
