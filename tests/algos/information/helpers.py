"""Distributions for hypothesis to draw."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays


def distributions(shape, *, tiniest=0.0):
    """Draw weights over many orders of magnitude, some zero, and divide by their sum."""
    weights = arrays(
        np.float64, shape, elements=st.one_of(st.just(tiniest), st.floats(1e-12, 1.0), st.floats(0.1, 1.0))
    )
    return weights.filter(lambda w: w.sum() > 0.0).map(lambda w: w / w.sum())
