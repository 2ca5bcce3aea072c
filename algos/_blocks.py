"""Fixed row blocks, and map-reduce over them on any executor.

The blocks depend on the data's size alone and their results are merged in order, so one thread, eight threads,
processes or a cluster give the same bits. Kernels run without the GIL, so plain Python threads use the cores;
``parallel=True`` would abort the interpreter when two threads enter one kernel, and threads die in a forked child.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial as bind
from typing import Any, TypeVar

from ._check import integer

__all__ = ["BLOCK_ROWS", "decomposes", "map_reduce", "row_blocks", "thread_count", "threads"]

BLOCK_ROWS = 65_536
"""Rows of a block where nothing speaks for another size: half a megabyte of doubles, which a core's cache holds."""

Item = TypeVar("Item")
Result = TypeVar("Result")
Function = TypeVar("Function", bound=Callable[..., Any])


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
        try:
            yield pool.map
        except BaseException:  # Ctrl-C too: what has not begun would be awaited otherwise, for minutes
            pool.shutdown(wait=False, cancel_futures=True)
            raise


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


def decomposes(
    partial: Callable[..., Any],
    merge: Callable[[Any, Any], Any],
    finalize: Callable[..., Any],
    block_rows: int = BLOCK_ROWS,
    cut: Callable[..., list[tuple[Any, ...]]] | None = None,
) -> Callable[[Function], Function]:
    """Say how a public function is computed block by block, on any executor.

    The function itself is `partial` over fixed blocks of `block_rows` rows, `merge` in block order, `finalize`; these
    three become its attributes, with two that use them:

    - ``function.blocks(*arrays)`` cuts arrays of equal length into those blocks, as views, and refuses others; where
      rows belong together, `cut` takes its place, and refuses what does not fit together.
    - ``function.over_blocks(blocks, map=executor.map, **arguments)`` computes the same bits as ``function(*arrays,
      **arguments)`` wherever the executor runs. A block is an array or a tuple of the array arguments; any further
      argument goes by name to whichever of `partial` and `finalize` takes it.

    All three are module-level functions, so that they travel by import path; a statistic is a NamedTuple of numbers and
    arrays. `partial` and `finalize` check what they are given, as public functions do.

    Examples
    --------
    >>> from algos.probability import moments
    >>> halves = [[1.0, 2.0], [3.0, 6.0]]
    >>> moments.over_blocks(halves, ddof=1).mean
    3.0
    """

    def register(function: Function) -> Function:
        names = [*inspect.signature(partial).parameters]
        wanted = [frozenset(names), frozenset(inspect.signature(finalize).parameters)]

        def blocks(array: Any, *arrays: Any) -> list[tuple[Any, ...]]:
            arrays = (array, *arrays)
            lengths = [len(array) for array in arrays]
            if min(lengths) < max(lengths):
                found = ", ".join(f"{name} has {length}" for name, length in zip(names, lengths, strict=False))
                raise ValueError(f"arrays must have equal lengths to be cut into blocks, got: {found}")
            return [tuple(array[start:stop] for array in arrays) for start, stop in row_blocks(lengths[0], block_rows)]

        def over_blocks(blocks: Iterable[Any], map: Callable[..., Iterable[Any]] = map, **arguments: Any) -> Any:  # noqa: A002
            unknown = set(arguments) - wanted[0] - wanted[1]
            if unknown:
                raise TypeError(f"{function.__name__} over blocks takes no argument {min(unknown)!r}")
            pieces = [block if isinstance(block, tuple) else (block,) for block in blocks]
            if not pieces:
                raise ValueError("blocks must hold at least one block; got none")
            for_partial, for_finalize = (
                {name: value for name, value in arguments.items() if name in names} for names in wanted
            )
            return finalize(map_reduce(bind(_unpacked, partial, for_partial), merge, pieces, map), **for_finalize)

        for name, value in (
            ("partial", partial),
            ("merge", merge),
            ("finalize", finalize),
            ("block_rows", block_rows),
            ("blocks", cut or blocks),
            ("over_blocks", over_blocks),
        ):
            setattr(function, name, value)
        return function

    return register


def _unpacked(partial: Callable[..., Any], arguments: dict[str, Any], block: tuple[Any, ...]) -> Any:
    """Call `partial` with one block; at module level, so that it can be sent to another process."""
    return partial(*block, **arguments)
