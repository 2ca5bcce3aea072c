"""What only tests need; the lanes and their environment are in the root's conftest.py."""

import os
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

PLAIN = os.environ.get("NUMBA_DISABLE_JIT", "0") == "1"
"""Whether this is the plain-Python lane."""

# `derandomize` is not enough: Hypothesis also tries constants that it reads in whichever of our modules are imported,
# so that an example would depend on which tests a worker ran before.
if hasattr(providers, "is_local_module_file"):
    providers.is_local_module_file = lambda path: False
settings.register_profile(
    "kernelcards",
    deadline=None,  # the first example compiles
    derandomize=True,
    max_examples=10 if PLAIN or os.environ.get("NUMBA_BOUNDSCHECK", "0") == "1" else 40,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("kernelcards")


@pytest.fixture
def rng():
    return np.random.default_rng(20261122)


@pytest.fixture
def count_calls():
    """Give a function that counts the Python-level calls of ``function(*arguments)``, itself included, when warm."""
    if PLAIN:
        pytest.skip("counts the calls of compiled code")

    def count(function, *arguments, **keywords):
        calls = 0

        def profile(frame, event, argument):
            nonlocal calls
            calls += event == "call"

        function(*arguments, **keywords)
        before = sys.getprofile()
        sys.setprofile(profile)
        try:
            function(*arguments, **keywords)
        finally:
            sys.setprofile(before)
        return calls

    return count
