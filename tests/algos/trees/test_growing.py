"""The parts of growth: stable partition, the heap, the transposition, the tables."""

import heapq
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from algos.trees import _growing, _presorting, _scans

pytestmark = pytest.mark.kernels


@given(st.lists(st.booleans(), min_size=1, max_size=60), st.integers(0, 3))
def test_partition_is_stable_and_leaves_the_rest_alone(sides, margin):
    n = len(sides) + 2 * margin
    rows = np.random.default_rng(n).permutation(n)
    goes_left = np.zeros(n, np.uint8)
    inside = rows[margin : n - margin]
    goes_left[inside] = sides
    row = (rows << 2 | rows % 3).astype(np.int32)
    expected = [*row[:margin], *(e for e in row[margin : n - margin] if goes_left[e >> 2])]
    expected += [*(e for e in row[margin : n - margin] if not goes_left[e >> 2]), *row[n - margin :]]
    _growing._part(row, margin, margin + sum(sides), n - margin, 2, goes_left, np.empty(n + 1, np.int32))
    assert row.tolist() == expected


@given(st.lists(st.one_of(st.none(), st.integers(0, 5)), max_size=40))
def test_frontier_is_a_heap_or_a_stack(moves):
    """A number pushes a node that gains so much; None pops."""
    for best_first in (True, False):
        frontier, gained, size = np.empty(50, np.int64), np.array([float(move or 0) for move in moves] + [0.0]), 0
        heap, stack = [], []
        for node, move in enumerate(moves):
            if move is not None:
                size = _growing._push(frontier, size, node, gained, best_first)
                heapq.heappush(heap, -gained[node])
                stack.append(node)
            elif size:
                popped = _growing._pop(frontier, size, gained, best_first)
                size -= 1
                if best_first:
                    assert gained[popped] == -heapq.heappop(heap)
                else:
                    assert popped == stack.pop()


@pytest.mark.parametrize("shape", [(1, 1), (31, 3), (32, 2), (100, 5)])
def test_transposition(shape):
    X = np.arange(float(np.prod(shape))).reshape(shape)
    columns = np.zeros(shape[::-1])
    _presorting._transpose(X, columns)
    np.testing.assert_array_equal(columns, X.T)


@pytest.mark.parametrize("n", [1, 2, 50, 3000])
def test_tables(n):
    """Sums of steps are c log2 c to the last unit of the fixed point, and the largest stays far from overflow."""
    steps = np.zeros(n, np.int64)
    scale = _presorting._fill_steps(steps)
    sums = np.cumsum(steps)
    for c in range(1, n + 1):
        assert abs(int(sums[c - 1]) - scale * c * math.log2(c)) <= max(1.0, 4e-16 * float(sums[c - 1]))
    assert n == 1 or 2**59 <= sums[-1] < 2**62
    table = np.zeros(n + 1)
    _presorting._fill_inverses(table)
    assert table.tolist() == [0.0] + [1 / c for c in range(1, n + 1)]


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_middle_is_never_the_higher_value(a, b):
    low, high = min(a, b), max(a, b)
    if low < high:
        assert low <= _scans._middle(low, high) < high


@pytest.mark.parametrize("criterion", [0, 1])
def test_weighted_and_whole_scans_agree(criterion):
    """Weights of one take the floating-point path here, as the estimator never would."""
    rng = np.random.default_rng(3)
    X = np.round(rng.normal(size=(90, 3)) * 4)
    codes = rng.integers(0, 3, 90)
    results = []
    for weight in (np.empty(0), np.ones(90)):
        data = _presorting.presort(X, codes, 3, weight, criterion)
        scratch = _presorting.scratch(90, 3, weight.size > 0)
        _scans._count(data, 0, 0, 90, scratch)
        results.append(_scans._best_cut(data, np.arange(3), 0, 90, scratch, 5, 0.0))
    assert results[0][:2] == results[1][:2]
    assert results[0][2] == pytest.approx(results[1][2], rel=1e-10)
