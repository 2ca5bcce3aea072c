"""Options, None and counts, read by the compiled twins of public functions inside a user's ``@njit``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ._jit import adapter_part, types

__all__ = ["is_none", "option_reader", "whole_within"]


def is_none(kind: Any) -> bool:
    """Tell whether an argument is None, given its type or its default."""
    return kind is None or isinstance(kind, types.NoneType)


def option_reader(kind: Any, options: tuple[str, ...]) -> Callable[[str], int]:
    """Return a function from a text to its place among `options`, -1 for none of them, given the argument's type.

    A text written in the caller's source is looked up now: comparing texts in compiled code costs seconds of compiling.
    """
    value = kind if isinstance(kind, str) else getattr(kind, "literal_value", None)
    if value is not None:
        known = options.index(value) if value in options else -1

        @adapter_part
        def read(text):  # noqa: ARG001
            return known

        return read

    @adapter_part
    def search(text):
        for place in range(len(options)):
            if text == options[place]:
                return place
        return -1

    return search


@adapter_part
def whole_within(value, least, most):
    """Return a parameter as int64 if it is whole and from `least` to `most`, otherwise least - 1, even for NaN.

    Compiled callers may pass any number, of any width. Whatever will be an index, a size or the end of a loop goes
    through here before anything is added to it: the sum of two large ones overflows.
    """
    if not least <= value <= most:  # said so that NaN fails
        return np.int64(least - 1)
    whole = np.int64(value)
    return whole if whole == value else np.int64(least - 1)
