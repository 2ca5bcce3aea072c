r"""Counter-based random streams: the same bits for any number of threads.

Philox 4x64-10 turns (key, counter) into four 64-bit words by ten rounds of multiply, swap and xor, so the i-th number
of a stream is a pure function of (seed, stream, i). Rows, trees and blocks take a stream each; none waits for another.
The words are those of ``numpy.random.Philox(key=[seed, stream])``, which is the oracle.

Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 4.3.
"""

from __future__ import annotations

import numpy as np

from ._jit import kernel

__all__ = ["_bounded", "_fill_uniform", "_shuffle", "_uniform", "_words"]

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_MULTIPLIER_0 = np.uint64(0xD2E7470EE14C6C93)
_MULTIPLIER_1 = np.uint64(0xCA5A826395121157)
_WEYL_0 = np.uint64(0x9E3779B97F4A7C15)
_WEYL_1 = np.uint64(0xBB67AE8584CAA73B)
_ONE = np.uint64(1)
_ZERO = np.uint64(0)
_TOP_53 = np.uint64(11)


@kernel
def _multiply_high(a, b):
    """Return the upper 64 bits of a product, from four products of halves."""
    a_low, a_high = a & _LOW, a >> _HALF
    b_low, b_high = b & _LOW, b >> _HALF
    cross = a_high * b_low + ((a_low * b_low) >> _HALF)
    middle = a_low * b_high + (cross & _LOW)
    return a_high * b_high + (cross >> _HALF) + (middle >> _HALF)


@kernel
def _words(seed, stream, block):
    """Return the four words of one block of a stream; NumPy counts its blocks from one."""
    key_0, key_1 = np.uint64(seed), np.uint64(stream)
    c0, c1, c2, c3 = np.uint64(block) + _ONE, _ZERO, _ZERO, _ZERO
    for _ in range(10):
        high_0, low_0 = _multiply_high(_MULTIPLIER_0, c0), _MULTIPLIER_0 * c0
        high_1, low_1 = _multiply_high(_MULTIPLIER_1, c2), _MULTIPLIER_1 * c2
        c0, c1, c2, c3 = high_1 ^ c1 ^ key_0, low_1, high_0 ^ c3 ^ key_1, low_0
        key_0 = key_0 + _WEYL_0
        key_1 = key_1 + _WEYL_1
    return c0, c1, c2, c3


@kernel
def _word(seed, stream, i):
    """Return the i-th word of a stream."""
    c0, c1, c2, c3 = _words(seed, stream, i // 4)
    lane = i % 4
    return c0 if lane == 0 else c1 if lane == 1 else c2 if lane == 2 else c3


@kernel
def _uniform(seed, stream, i):
    """Return the i-th number of a stream, uniform on [0, 1) with 53 random bits."""
    return np.float64(_word(seed, stream, i) >> _TOP_53) * 2.0**-53


@kernel
def _bounded(seed, stream, i, n):
    """Return an integer uniform on 0..n-1: the upper half of word times n, whose bias is below n / 2**64."""
    return np.int64(_multiply_high(_word(seed, stream, i), np.uint64(n)))


@kernel
def _fill_uniform(seed, stream, out):
    """Fill a vector with the first numbers of a stream, four to a block."""
    n = out.shape[0]
    for i in range(0, n, 4):
        c0, c1, c2, c3 = _words(seed, stream, i // 4)
        out[i] = np.float64(c0 >> _TOP_53) * 2.0**-53
        if i + 1 < n:
            out[i + 1] = np.float64(c1 >> _TOP_53) * 2.0**-53
        if i + 2 < n:
            out[i + 2] = np.float64(c2 >> _TOP_53) * 2.0**-53
        if i + 3 < n:
            out[i + 3] = np.float64(c3 >> _TOP_53) * 2.0**-53


@kernel
def _shuffle(seed, stream, order):
    """Permute `order` in place (Fisher and Yates), every permutation equally likely.

    Element i is swapped with element ``_bounded(seed, stream, i, i + 1)``. A block's four words are drawn once, which
    takes a third of the time.
    """
    last = order.shape[0] - 1
    for block in range(last // 4, -1, -1):
        c0, c1, c2, c3 = _words(seed, stream, block)
        for i in range(min(4 * block + 3, last), max(4 * block, 1) - 1, -1):
            lane = i - 4 * block
            word = c0 if lane == 0 else c1 if lane == 1 else c2 if lane == 2 else c3
            j = np.int64(_multiply_high(word, np.uint64(i + 1)))
            order[i], order[j] = order[j], order[i]
