"""Vectors and tables: probabilities, counts, reals, labels, points on a grid, rows of another draw, series."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil
from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from quiz.sampling.base import (
    MAX_DIGITS,
    MAX_ENTRIES,
    Bound,
    CannotDrawError,
    Draw,
    Sampler,
    Size,
    Whole,
    decimal,
    decimals,
    in_rows,
    number,
    size,
)
from quiz.sampling.stream import Stream

Digits = Annotated[int, Field(ge=0, le=MAX_DIGITS, description="decimals after the point")]
ClassName = Annotated[str, StringConstraints(pattern=r"^[^\s$]{1,20}$")]


class Shaped(Sampler):
    """A vector of `size` entries (or as many as `like: $y` has), or a table of `rows` times `size`."""

    size: Size | None = None
    like: Draw | None = None
    rows: Size | None = None

    @model_validator(mode="after")
    def _one_size(self) -> Shaped:
        if (self.size is None) == (self.like is None):
            raise PydanticCustomError("given", "give `size:`, or `like:` with an earlier draw of that length")
        return self

    def _shape(self, stream: Stream, known: Mapping[str, Any]) -> tuple[int | None, int]:
        if self.like is not None:
            other = known[self.like[1:]]
            if not isinstance(other, list):
                raise CannotDrawError(f"{self.like} has no length")
            columns = len(other)
        else:
            columns = size(self.size, stream, known)
        rows = None if self.rows is None else size(self.rows, stream, known)
        if columns * (rows or 1) > MAX_ENTRIES:
            raise CannotDrawError(f"{rows} rows of {columns} are more than {MAX_ENTRIES} entries")
        return rows, columns


class Probabilities(Shaped):
    """`{probabilities: {size: [3, 5]}}`: decimals that sum to exactly one, as printed.

    `denominator: 16` gives sixteenths, `dyadic: true` powers of one half; `zeros: 1` puts in impossible outcomes; with
    `rows` the whole table sums to one, and with `each_row: true` each of its rows does.
    """

    digits: Annotated[int, Field(ge=1, le=4)] = 2
    denominator: Annotated[int, Field(ge=2, le=1024)] | None = None
    dyadic: bool = False
    zeros: Annotated[int, Field(ge=0, le=50)] = 0
    lowest: Annotated[float, Field(ge=0, lt=1, description="smallest probability that is not zero")] = 0.0
    each_row: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> Probabilities:
        if self.dyadic and (self.denominator is not None or self.lowest):
            raise PydanticCustomError("given", "`dyadic:` excludes `denominator:` and `lowest:`")
        if self.each_row and self.rows is None:
            raise PydanticCustomError("given", "`each_row:` needs `rows:`")
        return self

    def draw(self, stream: Stream, known: Mapping[str, Any]) -> list[Any]:
        """Return a distribution, or a table of joint or conditional probabilities."""
        rows, columns = self._shape(stream, known)
        if rows is None:
            return self._distribution(stream, columns)
        if self.each_row:
            return [self._distribution(stream, columns) for _ in range(rows)]
        return in_rows(self._distribution(stream, rows * columns), columns)

    def _distribution(self, stream: Stream, entries: int) -> list[float]:
        positive = entries - self.zeros
        if positive < 1:
            raise CannotDrawError(f"{self.zeros} zeros leave nothing of {entries} entries")
        total = self.denominator or 10**self.digits
        if self.dyadic:
            exponents = [0]
            while len(exponents) < positive:
                halved = exponents.pop(stream.integer(0, len(exponents) - 1)) + 1
                exponents += [halved, halved]
            values = [0.5**exponent for exponent in exponents]
        else:
            lowest = max(1, ceil(Fraction(repr(self.lowest)) * total))
            try:
                values = [units / total for units in stream.parts(total, positive, lowest)]
            except ValueError as error:
                raise CannotDrawError(str(error)) from None
        return stream.shuffled(values + [0.0] * self.zeros)


class Counts(Shaped):
    """`{counts: {size: 2, low: 0, high: 20}}`, or `total: 30` to share out; `rows` makes a table."""

    low: Whole = 0
    high: Whole | None = None
    total: Whole | None = None

    @model_validator(mode="after")
    def _one_limit(self) -> Counts:
        if (self.high is None) == (self.total is None):
            raise PydanticCustomError("given", "give `high:` for single counts or `total:` for their sum")
        return self

    def draw(self, stream: Stream, known: Mapping[str, Any]) -> list[Any]:
        """Return integers that are not negative."""
        rows, columns = self._shape(stream, known)
        entries, low = columns * (rows or 1), number(self.low, known)
        if low < 0:
            raise CannotDrawError("a count is not negative")
        try:
            if self.total is not None:
                flat = stream.parts(number(self.total, known), entries, low)
            else:
                flat = [stream.integer(low, number(self.high, known)) for _ in range(entries)]
        except ValueError as error:
            raise CannotDrawError(str(error)) from None
        return flat if rows is None else in_rows(flat, columns)


class Reals(Shaped):
    """`{reals: {size: 5, low: 0, high: 10, digits: 1}}`: a vector or table of decimals.

    `distinct: true` forbids ties, `ties: 2` makes two entries copies of others, `sorted: true` puts them in order.
    """

    low: Bound = 0
    high: Bound = 10
    digits: Digits = 1
    distinct: bool = False
    ties: Annotated[int, Field(ge=0, le=100)] = 0
    sorted: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> Reals:
        if self.rows is not None and (self.ties or self.sorted):
            raise PydanticCustomError("given", "`ties:` and `sorted:` are for vectors, not for tables with `rows:`")
        return self

    def draw(self, stream: Stream, known: Mapping[str, Any]) -> list[Any]:
        """Return decimals from a grid of the wanted digits."""
        rows, columns = self._shape(stream, known)
        entries = columns * (rows or 1)
        first, last = decimals(number(self.low, known), number(self.high, known), self.digits)
        if self.ties >= entries:
            raise CannotDrawError(f"{self.ties} of {entries} entries cannot all be copies of others")
        if self.distinct or self.ties:
            fresh = entries - self.ties
            try:
                units = stream.sample(first, last, fresh)
            except ValueError as error:
                raise CannotDrawError(str(error)) from None
            units = stream.shuffled(units + [stream.choose(units) for _ in range(self.ties)])
        else:
            units = [stream.integer(first, last) for _ in range(entries)]
        flat = [float(decimal(unit, self.digits)) for unit in (sorted(units) if self.sorted else units)]
        return flat if rows is None else in_rows(flat, columns)


class Labels(Shaped):
    """`{labels: {size: 8}}`: 0 and 1; `classes: 3`, `classes: [-1, 1]` or `classes: [spam, ham]`, each once or more."""

    classes: (
        Annotated[int, Field(ge=2, le=20)]
        | Annotated[list[int], Field(min_length=2, max_length=20)]
        | Annotated[list[ClassName], Field(min_length=2, max_length=20)]
    ) = 2
    least: Annotated[int, Field(ge=0, le=50, description="times that each class occurs at least")] = 1

    @model_validator(mode="after")
    def _vector(self) -> Labels:
        if self.rows is not None:
            raise PydanticCustomError("given", "labels are a vector; `rows:` is for tables")
        return self

    def draw(self, stream: Stream, known: Mapping[str, Any]) -> list[Any]:
        """Return the class of each example, in random order."""
        _, entries = self._shape(stream, known)
        classes: list[Any] = list(range(self.classes)) if isinstance(self.classes, int) else list(self.classes)
        sure = classes * self.least
        if len(sure) > entries:
            raise CannotDrawError(f"{entries} labels cannot hold {len(classes)} classes {self.least} times each")
        return stream.shuffled(sure + [stream.choose(classes) for _ in range(entries - len(sure))])


class Grid(Sampler):
    """`{grid: {rows: 6, columns: 2, low: 0, high: 9}}`: points with integer coordinates, all different.

    `around: $centers` with `spread: 1` scatters them about the rows of an earlier draw.
    """

    rows: Size
    columns: Size = 2
    low: Whole = 0
    high: Whole = 9
    step: Annotated[int, Field(ge=1, le=1000)] = 1
    distinct: bool = True
    around: Draw | None = None
    spread: Annotated[int, Field(ge=1, le=1000)] = 1

    def draw(self, stream: Stream, known: Mapping[str, Any]) -> list[list[int]]:
        """Return one row a point."""
        rows = size(self.rows, stream, known)
        centers = None if self.around is None else _table(self.around, known)
        columns = len(centers[0]) if centers else size(self.columns, stream, known)
        if rows * columns > MAX_ENTRIES:
            raise CannotDrawError(f"{rows} rows of {columns} are more than {MAX_ENTRIES} entries")
        low, high = number(self.low, known), number(self.high, known)
        if low > high:
            raise CannotDrawError(f"there is no integer from {low} to {high}")
        points: dict[tuple[int, ...], None] = {}
        listed: list[tuple[int, ...]] = []
        for _ in range(100 * rows):
            if centers:
                near = stream.choose(centers)
                point = tuple(int(c) + self.step * stream.integer(-self.spread, self.spread) for c in near)
            else:
                steps = (high - low) // self.step
                point = tuple(low + self.step * stream.integer(0, steps) for _ in range(columns))
            if not self.distinct or point not in points:
                points[point] = None
                listed.append(point)
            if len(listed) == rows:
                return [list(point) for point in listed]
        raise CannotDrawError(f"{rows} different points do not fit on this grid")


class RowsOf(Sampler):
    """`{rows_of: {of: $X, size: 2}}`: some rows (or entries) of an earlier draw, such as first centers."""

    of: Draw
    size: Size
    distinct: bool = True

    def draw(self, stream: Stream, known: Mapping[str, Any]) -> list[Any]:
        """Return rows in random order."""
        rows = known[self.of[1:]]
        if not isinstance(rows, list):
            raise CannotDrawError(f"{self.of} has no rows")
        wanted = size(self.size, stream, known)
        if not self.distinct:
            return [stream.choose(rows) for _ in range(wanted)]
        if wanted > len(rows):
            raise CannotDrawError(f"{wanted} different rows are wanted of {len(rows)}")
        return [rows[index] for index in stream.sample(0, len(rows) - 1, wanted)]


class Series(Sampler):
    """`{series: {size: [6, 10], start: 10, steps: [-3, 3]}}`: a random walk, in time order."""

    size: Size
    start: Bound = 0
    steps: Annotated[list[Bound], Field(min_length=2, max_length=2, description="lowest and highest step")]
    digits: Digits = 0

    def draw(self, stream: Stream, known: Mapping[str, Any]) -> list[Any]:
        """Return the start and what the steps lead to."""
        first, last = decimals(number(self.steps[0], known), number(self.steps[1], known), self.digits)
        here = decimals(number(self.start, known), number(self.start, known), self.digits)[0]
        units = [here]
        for _ in range(size(self.size, stream, known) - 1):
            units.append(units[-1] + stream.integer(first, last))
        return [decimal(unit, self.digits) for unit in units]


def _table(reference: str, known: Mapping[str, Any]) -> list[list[Any]]:
    rows = known[reference[1:]]
    if not (isinstance(rows, list) and rows and isinstance(rows[0], list)):
        raise CannotDrawError(f"{reference} is not a table")
    return rows
