"""What a race is: data of a stated size, our call, the peers' calls, and what it means that they agree.

A topic's races stand in ``benchmarks/races/<topic>.py`` as a list ``RACES``; nothing registers.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from benchmarks import races

Call = Callable[[], Any]


@dataclass(frozen=True)
class Race:
    """One public name against its peers.

    Parameters
    ----------
    name : str
        Dotted public name; `variant` tells apart several races of one name.
    data : callable
        From a size to a tuple of arguments. Seeded, so that every process sees the same.
    ours : callable
        From the data to the call that is timed. What it does before it returns that call is not timed.
    peers : mapping
        Name of the peer to a callable like `ours`, which converts to the peer's native format. It imports the peer;
        an ImportError means that the peer is missing here, which is printed and counted.
    sizes : mapping
        Name of a size to the argument of `data`. "small" is also checked, untimed, by an ordinary test run.
    agree : callable
        Takes both results and raises AssertionError unless they are equal; nothing is timed before.
    targets : mapping
        (peer, size) to the ratio that is promised.
    note : str
        What limits the ratio, or what the two sides do not share.
    """

    name: str
    data: Callable[[Any], tuple[Any, ...]]
    ours: Callable[..., Call]
    peers: Mapping[str, Callable[..., Call]]
    sizes: Mapping[str, Any]
    agree: Callable[[Any, Any], None]
    targets: Mapping[tuple[str, str], float] = field(default_factory=dict)
    variant: str = ""
    note: str = ""


@dataclass(frozen=True)
class Case:
    """One race, one peer, one size."""

    race: Race
    peer: str
    size: str

    @property
    def id(self) -> str:
        """Return the permanent identifier under which baselines are filed."""
        variant = f"[{self.race.variant}]" if self.race.variant else ""
        return f"{self.race.name}{variant} / {self.peer} / {self.size}"

    @property
    def target(self) -> float | None:
        """Return the ratio that is promised, if any."""
        return self.race.targets.get((self.peer, self.size))


@cache
def all_races() -> tuple[Race, ...]:
    """Find the races of every topic by looking."""
    topics = sorted(module.name for module in pkgutil.iter_modules(races.__path__))
    return tuple(race for topic in topics for race in importlib.import_module(f"benchmarks.races.{topic}").RACES)


def cases() -> Iterator[Case]:
    """Yield every race at every size against every peer."""
    for race in all_races():
        for size in race.sizes:
            for peer in race.peers:
                yield Case(race, peer, size)


def close(rtol: float = 1e-9, atol: float = 0.0) -> Callable[[Any, Any], None]:
    """Agree when all numbers do, within a tolerance."""

    def agree(ours: Any, theirs: Any) -> None:
        np.testing.assert_allclose(np.asarray(ours, float), np.asarray(theirs, float), rtol=rtol, atol=atol)

    return agree


def equal(ours: Any, theirs: Any) -> None:
    """Agree when all entries are the same."""
    np.testing.assert_array_equal(np.asarray(ours), np.asarray(theirs))
