"""Run a card with a mistake in the place of what the mistake gets wrong.

A twin (or another run) inherits the arguments and the field of the computation that it stands in for: the answer's
own run, or the `let` from which the answer follows. Everything that depends on it is then computed again, so a mistake
early in a chain gives the wrong answer that a learner would really arrive at.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from quiz.deck import names
from quiz.deck.calls import REFERENCE, Expr, Fit, Mistake, Run
from quiz.variant.evaluate import (
    BrokenCard,
    Values,
    arguments,
    call,
    called,
    evaluate,
    expression,
    failing_in,
    field_of,
    read_expression,
)
from quiz.variant.quiet import quiet


class NothingToReplaceError(ValueError):
    """The card does not tell which computation the mistake gets wrong."""


class Slot(NamedTuple):
    """The computation that a mistake stands in for; `let` is None when it is the answer itself."""

    let: str | None
    original: Run | Fit


class Gives(NamedTuple):
    """What a mistake gives: the whole result of the twin, and the wrong answer that follows."""

    this: Any
    value: Any


def replaced(card: Any, mistake: Mistake) -> Slot:
    """Return what a mistake with `twin:`, `run:` or `fit:` stands in for."""
    if mistake.replaces is not None:
        return _slot(card, mistake.replaces)
    if isinstance(card.answer, Run | Fit):
        return Slot(None, card.answer)
    if isinstance(card.answer, str) and (match := REFERENCE.match(card.answer)) and match[1] in card.let:
        reached = [match[1]] if isinstance(card.let[match[1]], Run | Fit) else _reached(card, card.let[match[1]])
    else:
        reached = _reached(card, card.answer)
    if len(reached) != 1:
        told = f"it uses {', '.join(reached)}" if reached else "it runs nothing"
        raise NothingToReplaceError(f"say with `replaces:` which `let` goes wrong; the answer does not tell: {told}")
    return _slot(card, reached[0])


def _slot(card: Any, name: str) -> Slot:
    computed = card.let.get(name)
    if not isinstance(computed, Run | Fit):
        raise NothingToReplaceError(f"`replaces:` names a `let` with run or fit, and {name!r} is none")
    return Slot(name, computed)


def _reached(card: Any, value: Any) -> list[str]:
    """Return the runs among the lets that a value follows from, in their order."""
    found: set[str] = set()
    waiting = list(_names_in(value, card))
    while waiting:
        name = waiting.pop()
        computed = card.let.get(name)
        if computed is None or name in found:
            continue
        found.add(name)
        if not isinstance(computed, Run | Fit):
            waiting += _names_in(computed, card)
    return [name for name, computed in card.let.items() if name in found and isinstance(computed, Run | Fit)]


def _names_in(value: Any, card: Any) -> set[str]:
    if isinstance(value, str) and (match := REFERENCE.match(value)):
        return {match[1]}
    if isinstance(value, list):
        return set().union(*(_names_in(entry, card) for entry in value)) if value else set()
    if isinstance(value, Expr):
        try:
            return set(read_expression(value.expr, [*card.given, *card.let]).names)
        except ValueError:
            return set()  # reported as a fault of the expression
    return set()


def compute(card: Any, known: Values, *, without: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return `known` with every `let` computed; those in `without` keep the value given there."""
    result = dict(known)
    for name, computed in card.let.items():
        result[name] = without[name] if without and name in without else evaluate(computed, result)
    return result


def run_mistake(card: Any, mistake: Mistake, known: Values, answer: Any) -> Gives:
    """Return what a mistake gives on the inputs in `known`; raises BrokenCard where it gives nothing."""
    if mistake.expr is not None:
        value = expression(mistake.expr, {**known, "answer": answer})
        return Gives(value, value)
    slot = replaced(card, mistake)
    result = _result(mistake, slot.original, known)
    field = mistake.get or slot.original.get
    inner = _field(result, field, mistake.label) if field else result
    if slot.let is None:
        return Gives(result, inner)
    direct = REFERENCE.match(card.answer) if isinstance(card.answer, str) else None
    if direct and direct[1] == slot.let:
        return Gives(result, _field(inner, direct[2], mistake.label) if direct[2] else inner)
    given = {name: known[name] for name in card.given}
    return Gives(result, evaluate(card.answer, compute(card, given, without={slot.let: inner})))


def _result(mistake: Mistake, original: Run | Fit, known: Values) -> Any:
    params = dict(original.params) if isinstance(original, Fit) else {}
    inherited = arguments({**original.with_, **params}, known)
    own = arguments({**mistake.with_, **mistake.params}, known)
    if mistake.fit is not None:
        named = {**arguments(original.with_, known), **arguments(mistake.with_, known)}
        settings = {**arguments(params, known), **arguments(mistake.params, known)}
        with failing_in(mistake.fit), quiet():
            estimator = names.resolve(mistake.fit)(**settings)
            estimator.fit(**named)
        return called(estimator, original, known) if isinstance(original, Fit) and not mistake.get else estimator
    find, name = (names.resolve, mistake.run) if mistake.run is not None else (_twin, mistake.twin)
    assert name is not None
    with failing_in(name):
        taken = _parameters(find(name))
    if taken is not None:
        inherited = {key: value for key, value in inherited.items() if key in taken}
    return call(find, name, {**inherited, **own})


def _twin(name: str) -> Callable[..., Any]:
    from quiz import mistakes

    found: Callable[..., Any] = mistakes.get(name)
    return found


def _parameters(function: Callable[..., Any]) -> set[str] | None:
    """Return the names of a function's arguments; None when it takes any."""
    parameters = inspect.signature(function).parameters
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values()):
        return None
    return set(parameters)


def _field(result: Any, field: str, owner: str) -> Any:
    """Return a field of a mistake's result; a twin of one field may return that field bare."""
    if getattr(type(result), "_fields", None) is None and not hasattr(result, "fit"):
        return result
    return field_of(result, field, owner)


__all__ = ["BrokenCard", "Gives", "NothingToReplaceError", "Slot", "compute", "replaced", "run_mistake"]
