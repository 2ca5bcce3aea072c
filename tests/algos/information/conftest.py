import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays


def distributions(shape, *, tiniest=0.0):
    """Draw weights over many orders of magnitude, some zero, and divide by their sum."""
    weights = arrays(
        np.float64, shape, elements=st.one_of(st.just(tiniest), st.floats(1e-12, 1.0), st.floats(0.1, 1.0))
    )
    return weights.filter(lambda w: w.sum() > 0.0).map(lambda w: w / w.sum())


@pytest.fixture
def draw(rng):
    """Give a function from a shape to a random distribution; a share of it is zero, the rest over ten orders."""

    def distribution(shape, zeros=0.2):
        weights = 10.0 ** rng.uniform(-10, 0, shape) * (rng.random(shape) >= zeros)
        weights.flat[0] = 1.0
        return weights / weights.sum()

    return distribution
