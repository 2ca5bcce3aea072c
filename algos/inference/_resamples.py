r"""Random draws for the bootstrap and for permutations: resample r takes its bits from stream r.

So the same resamples come whatever the number of threads. A word of 64 random bits, read as a fraction, gives two
draws: its first two digits in base n (or in bases n and n - 1). A digit's chance is off by less than n**2 / 2**64.
"""

from __future__ import annotations

import numpy as np

from .._blocks import row_blocks
from .._jit import REASSOCIATE, kernel
from .._random import _words

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_CHUNK = 1024  # words held at a time
_DRAWS = 2**16  # about how many a thread makes at a time: a tenth of a millisecond of work, or more
_FEWEST = 16  # resamples of a call, which takes memory once; 2 % faster than a quarter of it at 300 000 values
_MOST_DRAWS = 2**22  # unless they are too many for Ctrl-C to be heard soon
MOST = 2**32 - 1
"""Values from which two digits can be drawn."""


def resample_blocks(n_resamples, n):
    """Cut resamples of n values into blocks that are worth a call, and yet soon over, so that Ctrl-C is heard."""
    return row_blocks(n_resamples, max(1, _DRAWS // n, min(_FEWEST, _MOST_DRAWS // n)))


@kernel
def _digit(fraction, n):
    """Return the first digit of a fraction of 2**64 in base n < 2**32, and the fraction that is left."""
    low = (fraction & _LOW) * n
    high = (fraction >> _HALF) * n + (low >> _HALF)
    return high >> _HALF, (high << _HALF) | (low & _LOW)


@kernel
def _fill_words(seed, stream, first_block, words):
    """Fill a vector, whose length is a multiple of four, with the words of a stream."""
    for block in range(words.shape[0] // 4):
        c0, c1, c2, c3 = _words(seed, stream, first_block + block)
        words[4 * block] = c0
        words[4 * block + 1] = c1
        words[4 * block + 2] = c2
        words[4 * block + 3] = c3


@kernel
def _room(draws):
    """Return how many words to hold for that many draws."""
    return min(_CHUNK, 4 * ((draws + 7) // 8))


# -- drawing with replacement ----------------------------------------------------------------------


@kernel
def _fill_indices(seed, stream, indices):
    """Fill a vector with as many draws from 0..n-1 as it is long."""
    n = indices.shape[0]
    base, words = np.uint64(n), np.empty(_room(n), np.uint64)
    for start in range(0, n, 2 * words.shape[0]):
        _fill_words(seed, stream, start // 8, words)
        for k in range(min(2 * words.shape[0], n - start)):
            if k % 2 == 0:
                first, rest = _digit(words[k // 2], base)
                indices[start + k] = first
            else:
                indices[start + k] = _digit(rest, base)[0]


@kernel(fastmath=REASSOCIATE)
def _sums_of_pairs(values, words, pairs, center):
    """Return the sum of the values drawn, less the center, and that of their squares."""
    base = np.uint64(values.shape[0])
    total, squares = 0.0, 0.0
    for k in range(pairs):
        i, rest = _digit(words[k], base)
        j = _digit(rest, base)[0]
        a, b = values[i] - center, values[j] - center
        total += a + b
        squares += a * a + b * b
    return total, squares


@kernel
def _sums_drawn(values, center, seed, stream, words):
    """Return the same sums over a whole resample."""
    n = values.shape[0]
    total, squares = 0.0, 0.0
    for start in range(0, n, 2 * words.shape[0]):
        _fill_words(seed, stream, start // 8, words)
        draws = min(2 * words.shape[0], n - start)
        some, some_squares = _sums_of_pairs(values, words, draws // 2, center)
        total += some
        squares += some_squares
        if draws % 2 == 1:
            last = values[_digit(words[draws // 2], np.uint64(n))[0]] - center
            total += last
            squares += last * last
    return total, squares


@kernel
def _count_drawn(seed, stream, words, counts):
    """Count how often a resample holds each value."""
    n = counts.shape[0]
    base = np.uint64(n)
    for i in range(n):
        counts[i] = 0
    for start in range(0, n, 2 * words.shape[0]):
        _fill_words(seed, stream, start // 8, words)
        draws = min(2 * words.shape[0], n - start)
        for k in range(draws // 2):
            i, rest = _digit(words[k], base)
            counts[i] += 1
            counts[_digit(rest, base)[0]] += 1
        if draws % 2 == 1:
            counts[_digit(words[draws // 2], base)[0]] += 1


# -- drawing without replacement -------------------------------------------------------------------


@kernel
def _sum_of_some(values, m, seed, stream, words, pool):
    """Return the sum of m values chosen at random (the first m swaps of Fisher and Yates)."""
    n = values.shape[0]
    for i in range(n):
        pool[i] = values[i]
    total = 0.0
    for start in range(0, m, 2 * words.shape[0]):
        _fill_words(seed, stream, start // 8, words)
        for k in range(min(2 * words.shape[0], m - start)):
            taken = start + k
            if k % 2 == 0:
                place, rest = _digit(words[k // 2], np.uint64(n - taken))
            else:
                place = _digit(rest, np.uint64(n - taken))[0]
            chosen = taken + np.int64(place)
            total += pool[chosen]
            pool[chosen] = pool[taken]
    return total
