"""The acceptance matrix: what each kind of bad, odd or extreme input must do, one row a case.

A topic's rows stand in ``tests/algos/acceptance/<topic>.py`` as a list ``ROWS``; ``tests/algos/test_acceptance.py``
runs the rows of every module in this folder. The rules behind them:

R1  the exact answer; or a documented special value with one `UndefinedWarning`; or a ValueError or TypeError that names
    the argument, the value and the remedy; never a silently wrong number
R2  inputs are never modified
R3  never a crash, an abort or a hang
R4  refusal comes before compilation: no error of Numba's reaches the caller
R5  layout and dtype of the input do not change the answer
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple


class Raises(NamedTuple):
    """The call raises `type`, and the message matches the regular expression `match`, ignoring case."""

    type: type[Exception] | tuple[type[Exception], ...]
    match: str


class Value(NamedTuple):
    """The call returns `value`, silently; NaN equals NaN, and tuples, lists and arrays compare element by element."""

    value: Any
    rtol: float = 0.0


class Same(NamedTuple):
    """The call returns what `other` returns, silently."""

    other: Callable[[], Any]
    rtol: float = 0.0


class Warns(NamedTuple):
    """The call returns `value`, or what a `Same` returns, with exactly one warning, of class `type`."""

    type: type[Warning]
    match: str
    value: Any
    rtol: float = 0.0


@dataclass(frozen=True)
class Row:
    """One case.

    Parameters
    ----------
    number : int
        The row of the matrix that it belongs to; 0 for a case of rules R1 to R5 that has no row of its own.
    what : str
        The dotted name called, a colon, and the input in words: ``"metrics.roc_auc_score: one class"``. The text of a
        row is unique together with its number.
    call : callable
        Takes nothing, makes the call. Data are built inside, so that collecting tests costs nothing.
    expect : Raises, Value, Same or Warns
        What must come out.
    """

    number: int
    what: str
    call: Callable[[], Any]
    expect: Raises | Value | Same | Warns

    @property
    def id(self) -> str:
        return f"{self.number:03d} {self.what}"


class Argument(NamedTuple):
    """One argument: `call` passes it, everything else being right.

    `kind` is "vector", "matrix", "labels" or "elementwise" (any shape); float32 holds the numbers of `good` exactly.
    """

    function: str
    argument: str
    kind: str
    call: Callable[[Any], Any]
    good: list[Any]
    finite: bool = True
    number: bool = False  # a number is welcome too
