"""Doctests of the packages run in the lanes of tests/conftest.py too; see there."""

import os

import numpy as np
import pytest


@pytest.fixture(autouse=os.environ.get("NUMBA_DISABLE_JIT", "0") == "1")
def _numpy_error_model():
    """Kernels are compiled with NumPy's error model; plain Python needs the same silence on 0/0 and overflow."""
    with np.errstate(all="ignore"):
        yield
