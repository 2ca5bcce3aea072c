"""Checks of a card that need more than one field: names in scope, expressions, placeholders, mistakes.

Each check yields a path inside the card and a message; quiz/deck/reading.py turns the path into line and column.
"""

from __future__ import annotations

import keyword
from collections.abc import Collection, Iterator
from typing import Any

from quiz.deck.calls import REFERENCE, Check, Expr, Fit, Function, Mistake, Run
from quiz.deck.models import ArrayCard, Base, ChoiceCard, FromMistakes, NumberCard, OrderCard, RecallCard
from quiz.deck.names import did_you_mean, shorten
from quiz.deck.placeholders import PlaceholderError, scan
from quiz.expression import ReadError
from quiz.expression.functions import DECK_FUNCTIONS, FUNCTIONS
from quiz.variant import substitution
from quiz.variant.evaluate import read_expression

Path = tuple[str | int, ...]
Fault = tuple[Path, str]

RESULTS = ("this", "answer")
"""Names that the trainer fills in: what a mistake (or a reply) gives, and the right answer."""


def faults(card: Base) -> Iterator[Fault]:
    """Yield what is wrong with a card whose fields are well formed by themselves."""
    known: list[str] = []
    for name, given in card.given.items():
        yield from _fresh(("given", name), name, known)
        for field, other in given.sampler.references():
            if other not in known:
                yield ("given", name, given.kind, field), _unknown(f"${other}", known, "no earlier draw is called")
        known.append(name)
    for name, computed in card.let.items():
        yield from _fresh(("let", name), name, known)
        yield from _value(("let", name), computed, known)
        known.append(name)
    for index, condition in enumerate(card.where):
        yield from _expression(("where", index), condition, known)
    yield from _text(("ask",), card.ask, known)
    if card.form:
        yield from _text(("form",), card.form, known)
    answer = getattr(card, "answer", None)
    told = [*known, "answer"] if answer is not None else known
    for index, hint in enumerate(card.hints):
        yield from _text(("hints", index, "text"), hint.text, told)
    yield from _text(("explain",), card.explain, told)
    if isinstance(card, NumberCard | ArrayCard | ChoiceCard):
        yield from _value(("answer",), answer, known)
        yield from _mistakes(card, card.mistakes, known)
    if isinstance(card, NumberCard | ArrayCard):
        for index, check in enumerate(card.check):
            yield from _check(("check", index), check, [*known, "this"])
    elif isinstance(card, ChoiceCard) and not isinstance(card.options, FromMistakes):
        for index, option in enumerate(card.options):
            yield from _text(("options", index, "text"), option.text, known)
            yield from _text(("options", index, "say"), option.say or "", known)
            if isinstance(option.right, Expr):
                yield from _expression(("options", index, "right", "expr"), option.right.expr, known)
    elif isinstance(card, OrderCard):
        for index, group in enumerate(card.steps):
            for inner, step in enumerate(group):
                yield from _text(("steps", index, inner), step, known)
    elif isinstance(card, RecallCard):
        for index, point in enumerate(card.points):
            yield from _text(("points", index), point, known)


def needs(card: Base) -> list[str]:
    """Return the public names of algos that a card runs, each once."""
    found: list[str] = []

    def visit(value: Any) -> None:
        if isinstance(value, Run | Fit | Mistake | Check):
            for dotted in (getattr(value, "run", None), getattr(value, "fit", None)):
                if dotted:
                    found.append(dotted)
            for arguments in (getattr(value, "with_", {}), getattr(value, "params", {})):
                for inner in arguments.values():
                    visit(inner)
            visit([*(getattr(value, "call", None) or {}).values()])
        elif isinstance(value, list):
            for inner in value:
                visit(inner)

    visit([*card.let.values(), getattr(card, "answer", None)])
    visit([*getattr(card, "check", []), *getattr(card, "mistakes", [])])
    return list(dict.fromkeys(found))


def _fresh(path: Path, name: str, known: Collection[str]) -> Iterator[Fault]:
    if name in RESULTS or keyword.iskeyword(name):
        yield path, f"{name!r} means something of its own; choose another name"
    elif name in FUNCTIONS or name in DECK_FUNCTIONS:
        yield path, f"{name!r} is a function in expressions; choose another name"
    elif name in known:
        yield path, f"{name!r} is already the name of a draw"


def _unknown(text: str, known: Collection[str], told: str) -> str:
    hint = did_you_mean(text.lstrip("$"), known) or (f"; known here: {', '.join(known)}" if known else "")
    return f"{told} {shorten(text)!r}{hint}"


def _value(path: Path, value: Any, known: Collection[str]) -> Iterator[Fault]:
    """Check references and expressions inside a value of any depth."""
    if isinstance(value, str) and value.startswith("$"):
        match = REFERENCE.match(value)
        if match and match[1] not in known:
            yield path, _unknown(value, known, "nothing earlier is called")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _value((*path, index), inner, known)
    elif isinstance(value, Run | Fit):
        for field in ("with", "params", "call"):
            for name, inner in (getattr(value, "with_" if field == "with" else field, None) or {}).items():
                yield from _value((*path, field, name), inner, known)
    elif isinstance(value, Function):
        yield from _expression((*path, "function"), value.function, [*known, *value.of])
    elif isinstance(value, Expr):
        yield from _expression((*path, "expr"), value.expr, known)


def _expression(path: Path, text: str, known: Collection[str]) -> Iterator[Fault]:
    try:
        read_expression(text, known)
    except ReadError as error:
        yield path, f"at character {error.column + 1} of {shorten(text)!r}: {error}"


def _text(path: Path, text: str, known: Collection[str]) -> Iterator[Fault]:
    try:
        found = scan(text)
    except PlaceholderError as error:
        yield path, str(error)
        return
    for placeholder in found:
        for name, _ in placeholder.terms:
            if name not in known:
                yield path, _unknown(name, known, f"in {{{{{placeholder.text}}}}}: nothing is called")


def _check(path: Path, check: Check, known: Collection[str]) -> Iterator[Fault]:
    if check.expr is not None:
        yield from _expression((*path, "expr"), check.expr, known)
    for name, inner in check.with_.items():
        yield from _value((*path, "with", name), inner, known)
    yield from _value((*path, "equals"), check.equals, [name for name in known if name != "this"])


def _twins() -> Collection[str]:
    from quiz import mistakes

    return list(mistakes.twins())


def _mistakes(card: Any, mistakes: list[Mistake], known: Collection[str]) -> Iterator[Fault]:
    labels: dict[str, int] = {}
    twins = _twins() if any(mistake.twin for mistake in mistakes) else ()
    for index, mistake in enumerate(mistakes):
        path: Path = ("mistakes", index)
        if mistake.label in labels:
            yield path, f"two mistakes are called {mistake.label!r}; give this one a `name:`"
        labels[mistake.label] = index
        if mistake.twin is not None and mistake.twin not in twins:
            hint = did_you_mean(mistake.twin, twins)
            yield (*path, "twin"), f"the mistake bank has no twin {mistake.twin!r}{hint}"
        for field, arguments in (("with", mistake.with_), ("params", mistake.params)):
            for name, inner in arguments.items():
                yield from _value((*path, field, name), inner, known)
        if mistake.expr is not None:
            yield from _expression((*path, "expr"), mistake.expr, [*known, "answer"])
        else:
            try:
                substitution.replaced(card, mistake)
            except substitution.NothingToReplaceError as error:
                yield (*path, "replaces") if mistake.replaces else path, str(error)
        yield from _text((*path, "say"), mistake.say or "", [*known, *RESULTS])
