import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from algos._random import _bounded, _fill_uniform, _shuffle, _uniform, _words
from tests.conftest import PLAIN

pytestmark = pytest.mark.kernels

seeds = st.integers(0, 2**63 - 1)


@given(seeds, seeds, st.integers(0, 13))
def test_equals_numpys_philox(seed, stream, n):
    """The oracle is another implementation of the same paper."""
    numbers = np.empty(n)
    _fill_uniform(seed, stream, numbers)
    expected = np.random.Generator(np.random.Philox(key=[seed, stream])).random(n)
    assert numbers.tolist() == expected.tolist()
    assert [_uniform(seed, stream, i) for i in range(n)] == expected.tolist()


def test_words_of_a_far_block():
    expected = np.random.Philox(key=[5, 9]).advance(10**6).random_raw(4)
    assert [int(word) for word in _words(5, 9, 10**6)] == expected.tolist()


def test_shuffles_are_equally_likely():
    """24 orders of four, 2400 draws: chi-square with 23 degrees of freedom exceeds 58 once in 10,000 times."""
    draws = 240 if PLAIN else 2400
    counts = dict.fromkeys(itertools.permutations(range(4)), 0)
    for stream in range(draws):
        order = np.arange(4)
        _shuffle(2026, stream, order)
        counts[tuple(order.tolist())] += 1
    expected = draws / 24
    assert sum((count - expected) ** 2 / expected for count in counts.values()) < 58.0


@given(seeds, st.integers(1, 1000), st.integers(0, 50))
def test_bounded_stays_in_range(seed, n, i):
    assert 0 <= _bounded(seed, 3, i, n) < n


def test_bounded_reaches_everything():
    assert {int(_bounded(1, 0, i, 5)) for i in range(100)} == set(range(5))
