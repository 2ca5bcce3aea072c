"""Reference machine-learning algorithms, compiled by Numba and callable from your own ``@njit``.

Topics load when they are first touched: ``from algos.information import entropy``. Importing this package alone
imports neither Numba nor NumPy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import (
        cluster,
        estimation,
        graphs,
        inference,
        information,
        linalg,
        metrics,
        optim,
        probability,
        sequence,
        svm,
        timeseries,
        trees,
    )

__all__ = [
    "cluster",
    "estimation",
    "graphs",
    "inference",
    "information",
    "linalg",
    "metrics",
    "optim",
    "probability",
    "sequence",
    "svm",
    "timeseries",
    "trees",
]

if TYPE_CHECKING:
    __version__: str


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version  # 20 ms, which few callers need

        try:
            return version("kernelcards")
        except PackageNotFoundError:  # run from a source tree that was never installed
            return "0+unknown"
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
