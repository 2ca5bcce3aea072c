"""One typical input of an algorithm, with the right result."""

from __future__ import annotations

from typing import Any, NamedTuple


class Case(NamedTuple):
    """Arguments and what the algorithm rightly gives: a value, or a dictionary of fields."""

    arguments: dict[str, Any]
    right: Any
