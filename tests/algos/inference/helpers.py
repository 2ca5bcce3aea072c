"""Comparisons that several tests of this topic make."""

import numpy as np

ALTERNATIVES = ["two-sided", "less", "greater"]


def assert_close(found, expected, rtol=1e-12):
    """Compare tuples of numbers; a NaN equals a NaN, and infinities each other."""
    np.testing.assert_allclose(np.array(found, float), np.array(expected, float), rtol=rtol, atol=0.0)


def layouts(x):
    """Yield the same values in every layout and type that holds them exactly."""
    locked = x.copy()
    locked.flags.writeable = False
    yield from (x.tolist(), tuple(x), x.astype(np.float32), x.astype(">f8"), np.repeat(x, 3)[::3], locked)


def signatures(kernels):
    return [set(getattr(kernel, "signatures", ())) for kernel in kernels]


def assert_compiled_once(kernels, before):
    for after, seen in zip(signatures(kernels), before, strict=True):
        assert len(after - seen) <= 1
