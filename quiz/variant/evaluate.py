"""Evaluate what a card computes: references, runs, fits, expressions and functions, over named values.

Only public names of algos are called, with data as arguments. Whatever goes wrong becomes `BrokenCard`, so a faulty
card is set aside and never counts against the learner.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf, prod
from time import monotonic
from typing import Any

from quiz.deck import names
from quiz.deck.calls import REFERENCE, Expr, Fit, Function, Run
from quiz.expression import Expression, ReadError, read
from quiz.expression.walk import has_field
from quiz.variant.quiet import quiet

Values = Mapping[str, Any]

MAX_ARGUMENT = 10_000
"""Largest integer that a deck may pass by itself: it may be a size or a number of repetitions."""
MAX_REPEATS = 100_000
"""Largest product of the numbers that multiply the work of a fit: each may be harmless by itself."""
_REPEATS = ("n_clusters", "n_init", "max_iter")
MAX_ENTRY = 1_000_000
"""Largest integer inside an array that a deck passes: it may be a node or a class."""
MAX_ENTRIES = 10_000
"""Largest array that a deck passes."""


MAX_SECONDS = 60.0
"""Time for all computations of one question; compiling for the first time is the longest of them."""

_deadline: ContextVar[float] = ContextVar("deadline", default=inf)


class BrokenCard(Exception):  # noqa: N818 - the outcome is called broken
    """The card, its generator or the reference failed; the message says where."""


def evaluate(value: Any, known: Values) -> Any:
    """Return the value of a literal, `$reference`, list, run, fit, function or expression."""
    if isinstance(value, str) and value.startswith("$"):
        match = REFERENCE.match(value)
        if not match or match[1] not in known:
            raise BrokenCard(f"there is no value {value}")
        found = known[match[1]]
        return field_of(found, match[2], value) if match[2] else found
    if isinstance(value, list):
        return [evaluate(entry, known) for entry in value]
    if isinstance(value, Run):
        result = call(names.resolve, value.run, arguments(value.with_, known))
        return field_of(result, value.get, value.run) if value.get else result
    if isinstance(value, Fit):
        return fitted(value, arguments(value.params, known), arguments(value.with_, known), known)
    if isinstance(value, Expr):
        return expression(value.expr, known)
    if isinstance(value, Function):
        return _function(value, known)
    return value


def arguments(written: Mapping[str, Any], known: Values) -> dict[str, Any]:
    """Return arguments by name, evaluated and small: a downloaded deck must not fill memory or run for hours."""
    named = {name: evaluate(value, known) for name, value in written.items()}
    for name, value in named.items():
        if excess := _excess(value):
            raise BrokenCard(f"the argument {name!r} {excess}")
    return named


def _excess(value: Any) -> str:
    """Say what is too large about an argument, or nothing."""
    if isinstance(value, bool | float | str) or value is None or callable(value):
        return ""
    if isinstance(value, int):
        return f"is {value}; integers go up to {MAX_ARGUMENT:,} here" if abs(value) > MAX_ARGUMENT else ""
    if hasattr(type(value), "_fields"):
        return next(filter(None, map(_excess, value)), "")
    import numpy as np

    try:
        array = np.asarray(value)
    except ValueError:  # a ragged list, such as the children of a split
        return next(filter(None, map(_excess, value)), "")
    if array.size > MAX_ENTRIES:
        return f"has {array.size:,} entries; here it can have {MAX_ENTRIES:,}"
    if array.dtype.kind in "iu" and array.size and max(int(array.max()), -int(array.min())) > MAX_ENTRY:
        return f"has entries above {MAX_ENTRY:,}"
    return ""


def call(find: Callable[[str], Callable[..., Any]], name: str, named: Mapping[str, Any]) -> Any:
    """Find a function by name and call it; a failure says which function failed and how."""
    with failing_in(name), quiet():
        function, rest = find(name), dict(named)
        several = [value for key in named if _is_spread(function, key) for value in rest.pop(key)]
        return function(*several, **rest)


def _is_spread(function: Callable[..., Any], name: str) -> bool:
    """Return whether an argument is one like `*groups`, for which a deck writes a list."""
    parameter = inspect.signature(function).parameters.get(name)
    return parameter is not None and parameter.kind is parameter.VAR_POSITIONAL


def fitted(fit: Fit, params: Mapping[str, Any], named: Mapping[str, Any], known: Values) -> Any:
    """Fit an estimator and return it, one of its attributes, or what one of its methods gives."""
    repeated = {name: abs(n) for name, n in params.items() if name in _REPEATS and isinstance(n, int) and n}
    if prod(repeated.values()) > MAX_REPEATS:
        raise BrokenCard(
            f"{' x '.join(repeated)} is {prod(repeated.values()):,}; together they go up to {MAX_REPEATS:,} here"
        )
    with failing_in(fit.fit), quiet():
        estimator = names.resolve(fit.fit)(**params)
        estimator.fit(**named)
    result = called(estimator, fit, known)
    return field_of(result, fit.get, fit.fit) if fit.get else result


def called(estimator: Any, fit: Fit, known: Values) -> Any:
    """Return what the method under `call:` gives, or the fitted estimator itself."""
    if fit.call is None:
        return estimator
    ((method, value),) = fit.call.items()
    argument = evaluate(value, known)
    if isinstance(argument, int) and abs(argument) > MAX_ENTRIES:
        raise BrokenCard(f"{method} of {argument:,}; here it goes up to {MAX_ENTRIES:,}")
    if not hasattr(estimator, method):
        raise BrokenCard(f"{fit.fit} has no method {method}")
    with failing_in(fit.fit), quiet():
        return getattr(estimator, method)(argument)


def expression(text: str, known: Values) -> Any:
    """Return the value of an expression of the answer reader's language."""
    try:
        return read_expression(text, known).evaluate(known)
    except ReadError as error:
        raise BrokenCard(f"in {text!r}: {error}") from None


def read_expression(text: str, names: Collection[str]) -> Expression:
    """Read an expression of a deck, which may use more than a learner's answer."""
    return read(text, names=names, fields=True, comparisons=True, infinite=True)


def holds(condition: str, known: Values) -> bool:
    """Return whether a condition is true."""
    value = expression(condition, known)
    if not isinstance(value, bool):
        raise BrokenCard(f"the condition {condition!r} is neither true nor false")
    return value


def field_of(value: Any, field: str, owner: str) -> Any:
    """Return a field that a deck may read."""
    if has_field(value, field):
        with failing_in(f"{owner}.{field}"):
            return getattr(value, field)
    fields = getattr(type(value), "_fields", ())
    told = f"; it has {', '.join(fields)}" if fields else ""
    raise BrokenCard(f"{owner} has no field {field!r}{told}")


@contextmanager
def failing_in(what: str) -> Iterator[None]:
    """Turn whatever a reference or a twin raises into BrokenCard."""
    if monotonic() > _deadline.get():
        raise BrokenCard(f"the computations of the card take more than {MAX_SECONDS:g} s")
    try:
        yield
    except BrokenCard:
        raise
    except Exception as error:
        lines = str(error).strip().splitlines() or [""]
        raise BrokenCard(f"{what} failed: {type(error).__name__}: {names.shorten(lines[0], 200)}") from error


@contextmanager
def limited() -> Iterator[None]:
    """Let the computations inside begin for MAX_SECONDS only; one that has begun is not interrupted."""
    token = _deadline.set(min(_deadline.get(), monotonic() + MAX_SECONDS))
    try:
        yield
    finally:
        _deadline.reset(token)


def _function(value: Function, known: Values) -> Callable[..., Any]:
    """Return a Python function of the arguments in `of`."""
    body = read_expression(value.function, [*known, *value.of])

    def function(*args: Any) -> Any:
        if len(args) != len(value.of):
            raise TypeError(f"the function of the card takes {len(value.of)} arguments, not {len(args)}")
        return body.evaluate({**known, **dict(zip(value.of, args, strict=True))})

    return function
