"""What every sampler shares: sizes and bounds that may refer to earlier draws, caps, and decimal grids."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from quiz.deck.calls import NAME, Strict
from quiz.sampling.stream import Stream

MAX_ENTRIES = 400
"""Entries of one drawn value: a person has to read it, and a deck must not fill memory."""
MAX_NODES = 60
MAX_DIGITS = 6
MAX_MAGNITUDE = 10**9

_OFFSET = re.compile(rf"\$({NAME})([+-][0-9]{{1,6}})?\Z")
_OFFSET_SCHEMA = {"type": "string", "pattern": rf"^\${NAME}([+-][0-9]{{1,6}})?$"}


class CannotDrawError(ValueError):
    """The specification asks for something impossible or too large, as the earlier draws turned out."""


class Sampler(Strict):
    """One kind of `given`: draws a JSON value and turns such a value into what algos takes."""

    @abstractmethod
    def draw(self, stream: Stream, known: Mapping[str, Any]) -> Any:
        """Return a JSON value; `known` holds the earlier draws."""

    def build(self, drawn: Any) -> Any:
        """Return the drawn value as a scalar, a string or an array."""
        if isinstance(drawn, list):
            import numpy as np

            return np.array(drawn)
        return drawn

    def references(self) -> list[tuple[str, str]]:
        """Return (field, name) for each earlier draw that is referred to."""
        found = []
        for field in type(self).model_fields:
            value = getattr(self, field)
            for entry in value if isinstance(value, list) else [value]:
                match = _OFFSET.match(entry) if isinstance(entry, str) else None
                if match:
                    found.append((field, match[1]))
        return found


class ShortForm(Sampler):
    """A sampler with bounds that may also be written `[low, high]`."""

    @model_validator(mode="before")
    @classmethod
    def _pair(cls, data: Any) -> Any:
        if isinstance(data, list):
            if len(data) != 2:
                raise PydanticCustomError("pair", "write two bounds, [low, high]")
            return {"low": data[0], "high": data[1]}
        return data

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> Any:
        schema = handler(core_schema)
        pair = {"type": "array", "minItems": 2, "maxItems": 2, "items": {"anyOf": [{"type": "number"}, _OFFSET_SCHEMA]}}
        return {"anyOf": [schema, pair]}


def _bad(message: str) -> PydanticCustomError:
    return PydanticCustomError("given", "{message}", {"message": message})


def _check_size(value: Any) -> Any:
    if type(value) is int:
        if not 1 <= value <= MAX_ENTRIES:
            raise _bad(f"a size is from 1 to {MAX_ENTRIES}, not {value}")
    elif isinstance(value, list):
        if len(value) != 2:
            raise _bad("a range of sizes is [lowest, highest]")
        for end in value:
            if isinstance(end, list):
                raise _bad("a range of sizes is [lowest, highest]")
            _check_size(end)
        if all(type(end) is int for end in value) and value[0] > value[1]:
            raise _bad(f"the lowest size {value[0]} is above the highest {value[1]}")
    elif not (isinstance(value, str) and _OFFSET.match(value)):
        raise _bad("a size is an integer, a range [lowest, highest], or an earlier draw such as $n or $n-1")
    return value


def _check_bound(value: Any) -> Any:
    if type(value) in (int, float):
        if not abs(value) <= MAX_MAGNITUDE:
            raise _bad(f"bounds are finite and at most {MAX_MAGNITUDE:,} in magnitude")
    elif not (isinstance(value, str) and _OFFSET.match(value)):
        raise _bad("a bound is a number, or an earlier draw such as $n or $n-1")
    return value


def _check_whole(value: Any) -> Any:
    if isinstance(value, float):
        raise _bad("this bound is an integer, or an earlier draw such as $n or $n-1")
    return _check_bound(value)


def _check_draw(value: Any) -> Any:
    if not (isinstance(value, str) and re.fullmatch(rf"\${NAME}", value)):
        raise _bad("this names an earlier draw, such as $X")
    return value


_SIZE = {"anyOf": [{"type": "integer", "minimum": 1, "maximum": MAX_ENTRIES}, _OFFSET_SCHEMA]}
_RANGE = {"type": "array", "minItems": 2, "maxItems": 2, "items": _SIZE}

Size = Annotated[Any, BeforeValidator(_check_size), WithJsonSchema({"anyOf": [*_SIZE["anyOf"], _RANGE]})]
Bound = Annotated[Any, BeforeValidator(_check_bound), WithJsonSchema({"anyOf": [{"type": "number"}, _OFFSET_SCHEMA]})]
Whole = Annotated[Any, BeforeValidator(_check_whole), WithJsonSchema({"anyOf": [{"type": "integer"}, _OFFSET_SCHEMA]})]
Draw = Annotated[str, BeforeValidator(_check_draw), WithJsonSchema({"type": "string", "pattern": rf"^\${NAME}$"})]


def number(spec: Any, known: Mapping[str, Any]) -> Any:
    """Return a bound as a number."""
    if not isinstance(spec, str):
        return spec
    match = _OFFSET.match(spec)
    assert match
    value = known[match[1]]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise CannotDrawError(f"${match[1]} is not a number")
    return value + int(match[2] or 0)


def size(spec: Any, stream: Stream, known: Mapping[str, Any], cap: int = MAX_ENTRIES) -> int:
    """Return a size: given, drawn from its range, or taken from an earlier draw; never above the cap."""
    ends = spec if isinstance(spec, list) else [spec, spec]
    low, high = (number(end, known) for end in ends)
    if not isinstance(low, int) or not isinstance(high, int):
        raise CannotDrawError("a size is an integer")
    if not 1 <= low <= high <= cap:
        raise CannotDrawError(f"a size from {low} to {high} is wanted; here it can be 1 to {cap}")
    return stream.integer(low, high)


def decimals(low: Any, high: Any, digits: int) -> tuple[int, int]:
    """Return the ends of [low, high] in units of 10**-digits, rounded inwards."""
    scale = 10**digits
    first = ceil(Fraction(repr(low) if isinstance(low, float) else low) * scale)
    last = floor(Fraction(repr(high) if isinstance(high, float) else high) * scale)
    if first > last:
        raise CannotDrawError(f"no number with {digits} decimals lies between {low} and {high}")
    return first, last


def decimal(units: int, digits: int) -> float | int:
    """Return units / 10**digits, the float whose shortest text has at most that many decimals."""
    return units / 10**digits if digits else units


def in_rows(flat: list[Any], columns: int) -> list[list[Any]]:
    """Cut a flat list into rows."""
    return [flat[start : start + columns] for start in range(0, len(flat), columns)]
