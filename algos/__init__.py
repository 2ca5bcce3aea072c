"""Reference machine-learning algorithms, compiled by Numba and callable from your own ``@njit``.

Topics load when they are first touched: ``from algos.information import entropy``. Importing this package alone
imports neither Numba nor NumPy.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import cluster, graphs, information, metrics, optim, svm, trees

__all__ = ["cluster", "graphs", "information", "metrics", "optim", "svm", "trees"]

try:
    __version__ = version("kernelcards")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0+unknown"


def __getattr__(name: str) -> ModuleType:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
