"""How values are written in prompts, remarks and explanations.

Blocks (matrix, table, tree, ...) come out as fenced text with plain ASCII inside; quiz.render draws them for the
terminal at hand. Draws are printed exactly; computed values to four significant digits unless the card says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import floor, isfinite, isnan, log10
from typing import Any

from quiz.deck.placeholders import precision

COMPUTED_DIGITS = 4


class CannotShowError(ValueError):
    """A view does not fit the value."""


def number(value: Any, view: str | None = None, *, exact: bool = False) -> str:
    """Return one number (or word) as text.

    >>> number(0.99679163, None), number(0.99679163, "sig3"), number(0.1, exact=True), number(1e-7), number(3)
    ('0.9968', '0.997', '0.1', '1e-7', '3')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or type(value).__name__ in ("bool_", "bool"):
        return "true" if value else "false"
    if not isfinite(value):
        return "nan" if isnan(value) else "inf" if value > 0 else "-inf"
    asked = precision(view)
    if asked and asked[0] == "decimals":
        return _unsigned_zero(f"{float(value):.{asked[1]}f}")
    if float(value).is_integer() and abs(value) < 1e15 and (asked is None or abs(value) < 10 ** asked[1]):
        return str(int(value))
    if asked:
        return significant(float(value), asked[1])
    return _shortest(float(value)) if exact else significant(float(value), COMPUTED_DIGITS)


def significant(value: float, digits: int) -> str:
    """Return a number to so many significant digits, without trailing zeros; the integer part is never cut."""
    if value == 0:
        return "0"
    exponent = floor(log10(abs(value)))
    if -5 <= exponent < 9:
        text = f"{value:.{max(digits - 1 - exponent, 0)}f}"
        return _unsigned_zero(text.rstrip("0").rstrip(".") if "." in text else text)
    mantissa, _, power = f"{value:.{digits - 1}e}".partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}e{int(power)}"


def _shortest(value: float) -> str:
    mantissa, e, power = repr(value).partition("e")
    return f"{mantissa}e{int(power)}" if e else mantissa


def _unsigned_zero(text: str) -> str:
    return text.lstrip("-") if not text.strip("-0.") else text


def rounds(value: Any, view: str | None, *, exact: bool) -> float | None:
    """Return the half unit of the last printed digit when printing loses digits, else None."""
    if isinstance(value, bool | str) or not isfinite(value):
        return None
    text = number(value, view, exact=exact)
    if float(text) == float(value):
        return None
    mantissa, _, power = text.partition("e")
    places = len(mantissa.partition(".")[2]) - int(power or 0)
    asked = precision(view)
    if asked is None or asked[0] == "sig":  # trailing zeros were trimmed, the digits behind them still count
        wanted = (asked[1] if asked else COMPUTED_DIGITS) - 1 - floor(log10(abs(value)))
        places = max(places, max(wanted, 0) if "e" not in text else wanted)
    return 0.5 * 10.0**-places


def plain(value: Any, view: str | None = None, *, exact: bool = False, labels: Sequence[str] | None = None) -> str:
    """Return a value inside a sentence: a number, a word, [1, 2] or [[1, 2], [3, 4]]."""
    if view == "labels":
        return _labelled(value, labels)
    if _is_graph(value):
        return "; ".join(f"{line}" for line in _adjacency(value, labels))
    rows = _listed(value)
    if isinstance(rows, list):
        return "[" + ", ".join(plain(entry, view, exact=exact) for entry in rows) + "]"
    if rows is None:
        return "nothing"
    if not isinstance(rows, int | float | str):
        fields = getattr(type(rows), "_fields", None)
        told = f"; name one of its fields {', '.join(fields)}" if fields else ""
        raise CannotShowError(f"a {type(rows).__name__} cannot be written in a sentence{told}")
    return number(rows, view, exact=exact)


def block(
    view: str,
    values: Sequence[Any],
    names: Sequence[str],
    *,
    exact: Sequence[bool],
    labels: Sequence[str] | None = None,
) -> str:
    """Return a block view as a fenced block."""
    if view == "adjacency":
        lines = _adjacency(_graph(values[0], view), labels)
    elif view == "tree":
        lines = _tree(_graph(values[0], view), labels)
    elif view == "matrix":
        lines = ["  ".join(row) for row in _cells(values[0], exact[0], view)]
    elif view == "vector":
        flat = _listed(values[0])
        if not isinstance(flat, list) or any(isinstance(entry, list) for entry in flat):
            raise CannotShowError("the view vector is for a list of numbers")
        lines = ["  ".join(number(entry, exact=exact[0]) for entry in flat)]
    elif view == "table":
        lines = _table(values, names, exact)
    else:
        lines = _plot(values, names, exact)
    return "\n".join([f"```{view}", *lines, "```"])


def _listed(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else list(value) if type(value) in (tuple, list) else value


def _is_graph(value: Any) -> bool:
    return getattr(type(value), "_fields", ())[:2] == ("indptr", "indices")


def _graph(value: Any, view: str) -> Any:
    if not _is_graph(value):
        raise CannotShowError(f"the view {view} is for a graph")
    return value


def _neighbours(graph: Any) -> list[list[int]]:
    pointers, indices = graph.indptr.tolist(), graph.indices.tolist()
    return [indices[start:end] for start, end in pairwise(pointers)]


def _name(node: int, labels: Sequence[str] | None) -> str:
    return labels[node] if labels and 0 <= node < len(labels) else str(node)


def _labelled(value: Any, labels: Sequence[str] | None) -> str:
    rows = _listed(value)
    if isinstance(rows, list):
        return " ".join(_labelled(entry, labels) for entry in rows)
    if not float(rows).is_integer():
        raise CannotShowError("the view labels is for integers")
    return _name(int(rows), labels)


def _adjacency(graph: Any, labels: Sequence[str] | None) -> list[str]:
    lists = _neighbours(graph)
    return [
        f"{_name(node, labels)}: {' '.join(_name(other, labels) for other in others) or '-'}"
        for node, others in enumerate(lists)
    ]


def _tree(graph: Any, labels: Sequence[str] | None) -> list[str]:
    """Two blanks of indentation a level, from root 0; a node that is met again ends its branch."""
    lists, lines, seen, stack = _neighbours(graph), [], {0}, [(0, 0)]
    while stack:
        node, depth = stack.pop()
        lines.append("  " * depth + _name(node, labels))
        children = [other for other in lists[node] if other not in seen]
        seen.update(children)
        stack += [(child, depth + 1) for child in reversed(children)]
    return lines


def _cells(value: Any, exact: bool, view: str) -> list[list[str]]:
    rows = _listed(value)
    if not isinstance(rows, list) or not rows:
        raise CannotShowError(f"the view {view} is for an array")
    if not isinstance(rows[0], list):
        rows = [[entry] for entry in rows] if view == "table" else [rows]
    return [[number(entry, exact=exact) for entry in row] for row in rows]


def _table(values: Sequence[Any], names: Sequence[str], exact: Sequence[bool]) -> list[str]:
    """Write a header and numbered rows: each name is one column, or as many as its array has."""
    header, columns = ["#"], []
    for value, name, is_exact in zip(values, names, exact, strict=True):
        cells = _cells(value, is_exact, "table")
        width = len(cells[0])
        header += [name] if width == 1 else [f"{name}[{column}]" for column in range(width)]
        columns.append(cells)
    if len({len(cells) for cells in columns}) > 1:
        raise CannotShowError("the columns of this table have different lengths")
    rows = [[str(index)] + [cell for cells in columns for cell in cells[index]] for index in range(len(columns[0]))]
    return [" | ".join(row) for row in [header, *rows]]


def _plot(values: Sequence[Any], names: Sequence[str], exact: Sequence[bool]) -> list[str]:
    """Points as x and y a line: two vectors, an array of two columns, or one vector over 0, 1, 2, ..."""
    if len(values) == 2:
        columns = [_listed(value) for value in values]
        label, pairs = f"# {names[0]}, {names[1]}", list(zip(*columns, strict=True))
    else:
        rows = _listed(values[0])
        if not isinstance(rows, list) or not rows:
            raise CannotShowError("the view plot is for arrays")
        if isinstance(rows[0], list):
            label, pairs = f"# {names[0]}[0], {names[0]}[1]", [(row[0], row[1]) for row in rows]
        else:
            label, pairs = f"# index, {names[0]}", list(enumerate(rows))
    return [label] + [f"{number(x, exact=exact[0])} {number(y, exact=exact[-1])}" for x, y in pairs]
