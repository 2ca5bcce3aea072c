"""Fixed row blocks, and map-reduce over them on any executor.

The blocks depend on the data's size alone and their results are merged in order, so one thread, eight threads,
processes or a cluster give the same bits. Kernels run without the GIL, so plain Python threads use the cores;
``parallel=True`` would abort the interpreter when two threads enter one kernel, and threads die in a forked child.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from ._check import integer

__all__ = ["map_reduce", "row_blocks", "thread_count", "threads"]

Item = TypeVar("Item")
Result = TypeVar("Result")


def row_blocks(n_rows: int, size: int) -> list[tuple[int, int]]:
    """Cut ``range(n_rows)`` into (start, stop) pairs of `size` rows, the last one shorter.

    >>> row_blocks(5, 2)
    [(0, 2), (2, 4), (4, 5)]
    """
    return [(start, min(start + size, n_rows)) for start in range(0, n_rows, size)]


def thread_count(n_jobs: int | None) -> int:
    """Read `n_jobs` as scikit-learn does: None is 1, -1 all cores, -2 all but one."""
    if n_jobs is None:
        return 1
    count = integer(n_jobs, "n_jobs")
    if count == 0:
        raise ValueError("n_jobs must be a positive number of threads, or negative to count from all cores; got 0")
    if count > 0:
        return count
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, cores + 1 + count)


@contextmanager
def threads(n_jobs: int | None) -> Iterator[Callable[..., Iterable[Any]]]:
    """Give a ``map``: the built-in one for a single thread, else that of a pool which lives as long as the block."""
    count = thread_count(n_jobs)
    if count == 1:
        yield map
        return
    with ThreadPoolExecutor(count) as pool:
        yield pool.map


def map_reduce(
    partial: Callable[[Item], Result],
    merge: Callable[[Result, Result], Result],
    blocks: Sequence[Item],
    map: Callable[..., Iterable[Result]] = map,  # noqa: A002  (an executor's `map` goes here)
) -> Result:
    """Apply `partial` to every block and fold the results with `merge`, in block order.

    Parameters
    ----------
    partial : callable
        From a block to its statistic. For processes or a cluster it must be importable there.
    merge : callable
        From two statistics, the earlier one first, to one.
    blocks : sequence
        At least one block.
    map : callable
        Anything with the signature of the built-in: ``ThreadPoolExecutor(4).map``, a process pool's, a Dask client's
        executor's, ``mpi4py``'s.

    Examples
    --------
    >>> map_reduce(sum, lambda a, b: a + b, [[1, 2], [3], [4, 5]])
    15
    """
    results = iter(map(partial, blocks))
    total = next(results)
    for result in results:
        total = merge(total, result)
    return total
