"""Lanes: compiled (default), plain Python (NUMBA_DISABLE_JIT=1) and bounds-checked (NUMBA_BOUNDSCHECK=1).

One cache folder a lane, shared by its workers; kernels are filed under a fingerprint of their sources, so a stale one
cannot be met. Threads of BLAS are pinned before NumPy loads.
"""

import os
import sys
from pathlib import Path

PLAIN = os.environ.get("NUMBA_DISABLE_JIT", "0") == "1"
BOUNDS = os.environ.get("NUMBA_BOUNDSCHECK", "0") == "1"
LANE = "plain" if PLAIN else "bounds" if BOUNDS else "compiled"
os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(__file__).parents[1] / ".pytest_cache" / f"numba-{LANE}"))
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import numpy as np  # noqa: E402
import pytest  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

settings.register_profile(
    "kernelcards",
    deadline=None,  # the first example compiles
    derandomize=True,
    max_examples=40 if LANE == "compiled" else 10,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("kernelcards")


def pytest_collection_modifyitems(items):
    """Leave to each lane what it is for."""
    for item in items:
        if PLAIN and item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="slow test, left out of the plain-Python lane"))


@pytest.fixture(autouse=PLAIN)
def _numpy_error_model():
    """Kernels are compiled with NumPy's error model; plain Python needs the same silence on 0/0 and overflow."""
    with np.errstate(all="ignore"):
        yield


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
