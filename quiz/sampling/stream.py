"""Random numbers of a variant: the same on every machine, for any version of NumPy.

Each named parameter has a stream of its own, SHA-256(card | generator version | N | name | redraw) in counter mode, so
that adding a parameter or an option never changes what another one draws. NumPy promises the bits of its generators but
not the values made from them, and a replay token must give the same question next year.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from quiz.question import GENERATOR_VERSION

T = TypeVar("T")


class Stream:
    """A deterministic source of integers; everything else is made from those."""

    __slots__ = ("_words",)

    def __init__(self, card: str, seed: int, name: str, redraw: int = 0) -> None:
        key = "|".join((card, str(GENERATOR_VERSION), str(seed), name, str(redraw)))
        self._words = _words(key.encode())

    def integer(self, low: int, high: int) -> int:
        """Return an integer from low to high, both included, without bias."""
        span = high - low + 1
        if span <= 0:
            raise ValueError(f"there is no integer from {low} to {high}")
        limit = (1 << 64) - (1 << 64) % span
        word = next(self._words)
        while word >= limit:
            word = next(self._words)
        return low + word % span

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in random order (Fisher and Yates)."""
        result = list(items)
        for last in range(len(result) - 1, 0, -1):
            other = self.integer(0, last)
            result[last], result[other] = result[other], result[last]
        return result

    def choose(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[self.integer(0, len(items) - 1)]

    def sample(self, low: int, high: int, size: int) -> list[int]:
        """Return `size` different integers from low to high in random order (Floyd's algorithm, then shuffled)."""
        if size > high - low + 1:
            raise ValueError(f"{size} different values are wanted out of {max(high - low + 1, 0)}")
        chosen: dict[int, None] = {}
        for top in range(high - size + 1, high + 1):
            candidate = self.integer(low, top)
            chosen[top if candidate in chosen else candidate] = None
        return self.shuffled(list(chosen))

    def parts(self, total: int, size: int, lowest: int) -> list[int]:
        """Return `size` integers of at least `lowest` that sum to `total`, every such list equally likely."""
        spare = total - size * lowest
        if size < 1 or spare < 0:
            raise ValueError(f"{total} cannot be shared out into {size} parts of at least {lowest}")
        bars = sorted(self.sample(1, spare + size - 1, size - 1))
        edges = [0, *bars, spare + size]
        return [after - before - 1 + lowest for before, after in pairwise(edges)]


def _words(key: bytes) -> Iterator[int]:
    """Yield 64-bit words without end."""
    block = 0
    while True:
        digest = hashlib.sha256(key + b"|" + str(block).encode()).digest()
        for start in range(0, 32, 8):
            yield int.from_bytes(digest[start : start + 8], "big")
        block += 1
