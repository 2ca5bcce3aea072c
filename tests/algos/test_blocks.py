import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from algos._blocks import map_reduce, row_blocks, thread_count, threads
from algos.metrics import mean_squared_error
from algos.sequence import baum_welch_step


@given(st.integers(0, 200), st.integers(1, 50))
def test_blocks_tile_the_rows(n, size):
    rows = [row for start, stop in row_blocks(n, size) for row in range(start, stop)]
    assert rows == list(range(n))


def test_thread_count_reads_as_sklearn_does():
    assert thread_count(None) == 1
    assert thread_count(3) == 3
    assert thread_count(-1) >= 1
    assert thread_count(-10_000) == 1
    with pytest.raises(ValueError, match="n_jobs"):
        thread_count(0)
    with pytest.raises(TypeError, match="n_jobs"):
        thread_count("2")


def test_what_has_not_begun_is_not_awaited_after_an_interruption():
    done = []

    def work(block):
        time.sleep(0.005)
        done.append(block)

    def interrupted():
        yield from range(500)
        raise KeyboardInterrupt  # while blocks are still being handed out

    with pytest.raises(KeyboardInterrupt), threads(2) as run_map:
        list(run_map(work, interrupted()))
    assert len(done) < 100


def test_arrays_of_unequal_lengths_are_not_cut():
    """They were all cut where the first one ends: a number came out, and a wrong one."""
    x, y = np.arange(100.0), np.arange(250.0)
    for arrays in ((x, y), (y, x), (x, x, y)):
        with pytest.raises(ValueError, match=r"y_true has (100|250), y_pred has"):
            mean_squared_error.blocks(*arrays)
    with pytest.raises(ValueError, match="lengths"):
        baum_welch_step.blocks([0, 1, 0], [2])
    with pytest.raises(TypeError, match="array"):
        mean_squared_error.blocks()
    assert mean_squared_error.over_blocks(mean_squared_error.blocks(x, x)) == 0.0


def total(block):
    return 0.1 * block


def test_map_reduce_gives_the_same_bits_everywhere():
    """Floating-point sums depend on order; the order is the blocks'."""
    blocks = list(range(100))
    add = float.__add__
    serial = map_reduce(total, add, blocks)
    with ThreadPoolExecutor(3) as pool:
        assert map_reduce(total, add, blocks, map=pool.map) == serial
    with ProcessPoolExecutor(2) as pool:
        assert map_reduce(total, add, blocks, map=pool.map) == serial
    with threads(2) as run_map:
        assert map_reduce(total, add, blocks, map=run_map) == serial
    with threads(1) as run_map:
        assert run_map is map
