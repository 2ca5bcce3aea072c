"""Which machine this is, and that each side uses one thread. Imports nothing heavy before threads are pinned."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import platform
import sys
from pathlib import Path
from typing import Any

_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "RAYON_NUM_THREADS")
_DISTRIBUTIONS = {"sklearn": "scikit-learn", "faiss": "faiss-cpu"}


def pin_threads() -> None:
    """Ask every library for one thread; only works before they are loaded."""
    for variable in _VARIABLES:
        os.environ[variable] = "1"


def confirm_one_thread() -> None:
    """Limit pools that were loaded before the variables were set, and fail unless every one has a single thread."""
    import numba
    from threadpoolctl import threadpool_info, threadpool_limits

    threadpool_limits(1)
    numba.set_num_threads(1)
    counts = {f"{pool['prefix']} {pool['filepath']}": pool["num_threads"] for pool in threadpool_info()}
    counts["numba"] = numba.get_num_threads()
    several = {pool: count for pool, count in counts.items() if count != 1}
    if several:
        raise RuntimeError(f"a race needs one thread on each side, but {several}")


def peer_version(peer: str) -> str:
    """Return the version of the distribution behind a peer's dotted name; empty for plain Python."""
    package = peer.split(" ")[0].split(".")[0]
    try:
        return importlib.metadata.version(_DISTRIBUTIONS.get(package, package))
    except importlib.metadata.PackageNotFoundError:
        return ""


def describe() -> dict[str, Any]:
    """Return what a ratio depends on: processor, vector width, system, and the versions that compile our code."""
    cpu, flags = platform.processor(), ""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name":
                cpu = value.strip()
            elif key.strip() == "flags":
                flags = value
    except OSError:
        pass
    simd = next((width for width in ("avx512f", "avx2", "avx") if width in flags.split()), platform.machine())
    return {
        "cpu": cpu,
        "simd": simd,
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": ".".join(map(str, sys.version_info[:2])),
        **{name: importlib.metadata.version(name) for name in ("numba", "llvmlite", "numpy", "scipy")},
    }


def machine_class() -> str:
    """Return a file name for `describe`; ratios are only compared within one class."""
    details = describe()
    digest = hashlib.sha256(repr(sorted(details.items())).encode()).hexdigest()[:8]
    return f"{details['system']}-{details['simd']}-py{details['python']}-{digest}".lower()


def load() -> float:
    """Return the number of processes that wanted a core in the last minute, per core; 0 where nobody counts."""
    return os.getloadavg()[0] / (os.cpu_count() or 1) if hasattr(os, "getloadavg") else 0.0
