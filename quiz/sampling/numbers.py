"""Single values: an integer, a decimal, one of a list, a piece of text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from quiz.sampling.base import (
    MAX_DIGITS,
    MAX_MAGNITUDE,
    Bound,
    CannotDrawError,
    Sampler,
    ShortForm,
    Size,
    Whole,
    decimal,
    decimals,
    number,
    size,
)
from quiz.sampling.stream import Stream

MAX_WORDS = 120


class Integer(ShortForm):
    """`{integer: [5, 8]}` or `{integer: {low: 10, high: 100, step: 10}}`."""

    low: Whole
    high: Whole
    step: Annotated[int, Field(ge=1, le=MAX_MAGNITUDE)] = 1

    def draw(self, stream: Stream, known: Mapping[str, Any]) -> int:
        """Return low, low + step, ... up to high."""
        low, high = number(self.low, known), number(self.high, known)
        if low > high:
            raise CannotDrawError(f"there is no integer from {low} to {high}")
        return int(low + self.step * stream.integer(0, (high - low) // self.step))


class Uniform(ShortForm):
    """`{uniform: [0.1, 0.9]}` with two decimals, or `{uniform: {low: 0, high: 1, digits: 3}}`."""

    low: Bound
    high: Bound
    digits: Annotated[int, Field(ge=0, le=MAX_DIGITS, description="decimals after the point")] = 2

    def draw(self, stream: Stream, known: Mapping[str, Any]) -> float:
        """Return a decimal; every one in the range is equally likely."""
        first, last = decimals(number(self.low, known), number(self.high, known), self.digits)
        return float(decimal(stream.integer(first, last), self.digits))


def _check_literal(value: Any, depth: int = 0) -> Any:
    if isinstance(value, list) and depth < 2:
        for entry in value:
            _check_literal(entry, depth + 1)
    elif isinstance(value, str):
        if value.startswith("$"):
            raise PydanticCustomError("given", "a choice is between written values, not between earlier draws")
    elif type(value) not in (bool, int, float):
        raise PydanticCustomError("given", "a choice is between numbers, words or lists of them")
    return value


_SCALAR = {"type": ["boolean", "integer", "number", "string"]}
_ROW = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}
Literal = Annotated[
    Any, BeforeValidator(_check_literal), WithJsonSchema({"anyOf": [_SCALAR, {"type": "array", "items": _ROW}]})
]


class Choice(Sampler):
    """`{choice: [2, 10]}`: one of the written values."""

    of: Annotated[list[Literal], Field(min_length=1, max_length=100)]

    @model_validator(mode="before")
    @classmethod
    def _listed(cls, data: Any) -> Any:
        return {"of": data} if isinstance(data, list) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> Any:
        schema = handler(core_schema)
        return {"anyOf": [schema, schema["properties"]["of"]]}

    def draw(self, stream: Stream, known: Mapping[str, Any]) -> Any:  # noqa: ARG002 - every sampler takes both
        """Return one of the values."""
        return stream.choose(self.of)


class Text(Sampler):
    """`{text: {words: [the, cat, sat], size: [4, 8]}}` or `{text: {letters: ACGT, size: 8}}`."""

    words: Annotated[list[Annotated[str, StringConstraints(pattern=r"^\S{1,30}$")]], Field(min_length=1)] | None = None
    letters: Annotated[str, StringConstraints(pattern=r"^\S{1,40}$")] | None = None
    size: Size

    @model_validator(mode="after")
    def _one_source(self) -> Text:
        if (self.words is None) == (self.letters is None):
            raise PydanticCustomError("given", "a text is made of `words:` or of `letters:`")
        return self

    def draw(self, stream: Stream, known: Mapping[str, Any]) -> str:
        """Return words with single blanks between them, or letters without."""
        length = size(self.size, stream, known, MAX_WORDS)
        pieces = [stream.choose(self.words or list(self.letters or "")) for _ in range(length)]
        return (" " if self.words else "").join(pieces)

    def references(self) -> list[tuple[str, str]]:
        """Return references of the size only; words may start with a dollar."""
        return [found for found in super().references() if found[0] == "size"]
