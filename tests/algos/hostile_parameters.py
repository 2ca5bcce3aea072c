"""Calls of public functions from compiled code whose whole numbers are attacked one by one; runs as a child process.

Compiled callers skip the checks of the public functions, so that an adapter alone stands between a wild number and an
array's memory. Every int and every array of ints among the arguments of a good call is replaced in turn.
The parent, ``test_hostile_parameters.py``, sets NUMBA_BOUNDSCHECK, under which an index that leaves its array raises
IndexError, and reads what this prints: one line before and one after every call, so that a hang names its call.
"""

from __future__ import annotations

import faulthandler
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numba.core.errors import NumbaError

from tests.algos.hostile_calls import CASES, Case

LARGE = 2**63 - 1
NUMBERS = (-(2**63), -1, 0, 2**62, LARGE)
ENTRIES = (-(2**63), -1, 2**31, 2**62, LARGE)
FRACTIONS = (float("nan"), 2.5)
COMPILE, CALL = 200.0, 20.0  # seconds; a call takes milliseconds, on a loaded machine too
REFUSALS = (ValueError, TypeError, OverflowError, MemoryError)
GOOD = "a good call"


class Attack(NamedTuple):
    """A text, the time that the call may take, what it may raise, and its arguments."""

    what: str
    seconds: float
    allowed: tuple[type[Exception], ...]
    arguments: tuple[Any, ...]


def attacked(case: Case) -> list[str]:
    """Name the arguments that are whole numbers or arrays of them."""
    return [name for name, value in zip(case.names, case.good, strict=True) if _whole(value)]


def _whole(value: Any) -> bool:
    return isinstance(value, int) or (isinstance(value, np.ndarray) and value.dtype.kind == "i")


def attacks(case: Case) -> Iterator[Attack]:
    """Yield every attack on a case."""
    for place, (name, value) in enumerate(zip(case.names, case.good, strict=True)):
        if name not in attacked(case):
            continue
        for number in (*(NUMBERS if isinstance(value, int) else ENTRIES), *FRACTIONS):
            fraction = isinstance(number, float)  # another type, so compiled anew; or refused by Numba for its type
            seconds, allowed = (COMPILE, (*REFUSALS, NumbaError)) if fraction else (CALL, REFUSALS)
            for what in [number] if isinstance(value, int) else _with_entry(value, number):
                text = f"{name}={what.tolist() if isinstance(what, np.ndarray) else what}"
                yield Attack(text, seconds, allowed, (*case.good[:place], what, *case.good[place + 1 :]))


def _with_entry(good: np.ndarray, entry: float) -> Iterator[np.ndarray]:
    """Yield copies whose first or last entry is another."""
    for at in (0, -1):
        copy = good.astype(np.result_type(good, type(entry)))
        copy.flat[at] = entry
        yield copy


def outcome(call: Callable[..., Any], arguments: tuple[Any, ...], allowed: tuple[type[Exception], ...]) -> str:
    """Make a call; tell how it ended unless it returned or raised what it may."""
    try:
        call(*arguments)
    except allowed:
        pass
    except Exception as error:  # noqa: BLE001  (IndexError above all)
        return f"{type(error).__name__}: {error}"
    return ""


def say(*words: str) -> None:
    print(json.dumps(words), flush=True)  # noqa: T201


def main(names: list[str]) -> None:
    """Attack the functions named, in the order of `CASES`; the watchdog needs no GIL, unlike a signal's handler."""
    for case in CASES:
        if case.function not in names:
            continue
        compiled = njit(case.call)
        for what, seconds, allowed, arguments in [(GOOD, COMPILE, (), case.good), *attacks(case)]:
            say("begin", case.function, what)
            faulthandler.dump_traceback_later(seconds, exit=True)
            say("end", case.function, what, outcome(compiled, arguments, allowed))
    faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    main(sys.argv[1:])
