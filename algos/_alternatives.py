"""The alternative hypothesis of a test: its names, and the codes that kernels take for them."""

from __future__ import annotations

from typing import Any

from ._check import one_of

__all__ = ["ALTERNATIVES", "GREATER", "LESS", "TWO_SIDED", "alternative_code"]

ALTERNATIVES = ("less", "two-sided", "greater")
LESS, TWO_SIDED, GREATER = range(3)
_CODES = {name: code for code, name in enumerate(ALTERNATIVES)}


def alternative_code(alternative: Any) -> int:
    """Return the place of an alternative among `ALTERNATIVES`."""
    code = _CODES.get(alternative) if isinstance(alternative, str) else None
    return _CODES[one_of(alternative, "alternative", ALTERNATIVES)] if code is None else code
