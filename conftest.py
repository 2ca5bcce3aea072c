"""Lanes: compiled (default), plain Python (NUMBA_DISABLE_JIT=1) and bounds-checked (NUMBA_BOUNDSCHECK=1).

Here and not in tests/, so that doctests run in them too, also by ``pytest algos`` alone. One cache folder a lane,
shared by its workers; kernels are filed under a fingerprint of their sources, so a stale one cannot be met. Threads of
BLAS are pinned before NumPy loads.
"""

import os
from pathlib import Path

PLAIN = os.environ.get("NUMBA_DISABLE_JIT", "0") == "1"
BOUNDS = os.environ.get("NUMBA_BOUNDSCHECK", "0") == "1"
LANE = "plain" if PLAIN else "bounds" if BOUNDS else "compiled"
os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(__file__).parent / ".pytest_cache" / f"numba-{LANE}"))
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import numpy as np  # noqa: E402
import pytest  # noqa: E402


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
