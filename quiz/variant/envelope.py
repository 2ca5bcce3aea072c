"""The range of right answers when a question shows fewer digits than are used.

A draw is rounded before it is used, so mostly there is no such range. Where `ask` prints a value with a view such as
`.2f`, or a computed value, the reference runs again on inputs moved inside the printed half-units: whoever computes
correctly from the screen must not be marked wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from quiz.deck.placeholders import scan
from quiz.deck.reading import Card
from quiz.sampling import Stream
from quiz.variant import views
from quiz.variant.evaluate import BrokenCard, evaluate
from quiz.variant.substitution import compute

MAX_CORNERS = 48


def around(card: Any, known: dict[str, Any], expected: Any) -> tuple[Any, Any] | None:
    """Return the lowest and highest answer over inputs inside what was displayed, or None if nothing was rounded."""
    shown = displayed_halves(card, known)
    if not shown or np.asarray(expected).dtype.kind != "f":
        return None
    lowest = highest = np.asarray(expected, dtype=np.float64)
    for moved in _moves(card.id, shown, known):
        given = {name: moved.get(name, known[name]) for name in card.given}
        try:
            values = compute(card, given, without={name: value for name, value in moved.items() if name in card.let})
            result = np.asarray(evaluate(card.answer, values), dtype=np.float64)
        except (BrokenCard, ValueError):
            continue  # moved outside of what the reference takes, such as probabilities that no longer sum to one
        if result.shape == lowest.shape and np.isfinite(result).all():
            lowest, highest = np.minimum(lowest, result), np.maximum(highest, result)
    if np.array_equal(lowest, highest):
        return None
    return (lowest.item(), highest.item()) if lowest.ndim == 0 else (lowest, highest)


def displayed_halves(card: Card, known: dict[str, Any]) -> dict[tuple[str, str | None], Any]:
    """Return half a unit of the last printed digit for each value (and field) that the prompt rounds."""
    halves: dict[tuple[str, str | None], Any] = {}
    exact_too: set[tuple[str, str | None]] = set()
    for placeholder in scan(card.ask):
        if placeholder.view in ("adjacency", "tree", "labels"):
            continue
        view = placeholder.view if placeholder.view and placeholder.view[0] in ".s" else None
        for name, field in placeholder.terms:
            value = evaluate(f"${name}.{field}", known) if field else known[name]
            array = np.asarray(value)
            if array.dtype.kind != "f":
                continue
            found = [views.rounds(entry, view, exact=name in card.given) or 0.0 for entry in array.ravel().tolist()]
            if any(found):
                halves[(name, field)] = np.reshape(found, array.shape)
            else:
                exact_too.add((name, field))
    return {place: half for place, half in halves.items() if place not in exact_too}


def as_displayed(card: Any, known: dict[str, Any]) -> dict[str, Any] | None:
    """Return the values as a learner reads them off the prompt, and what follows; None if nothing is rounded."""
    halves = displayed_halves(card, known)
    if not halves:
        return None
    moved: dict[str, Any] = {}
    for placeholder in scan(card.ask):
        view = placeholder.view if placeholder.view and placeholder.view[0] in ".s" else None
        for name, field in placeholder.terms:
            if ((name, field) in halves and name not in card.given) or ((name, field) in halves and view):
                base = moved.get(name, known[name])
                value = np.asarray(getattr(base, field) if field else base)
                printed = [
                    float(views.number(entry, view, exact=name in card.given)) for entry in value.ravel().tolist()
                ]
                seen = np.reshape(printed, value.shape)
                moved[name] = base._replace(**{field: seen}) if field else seen if seen.ndim else seen.item()
    given = {name: moved.get(name, known[name]) for name in card.given}
    return compute(card, given, without={name: value for name, value in moved.items() if name in card.let})


def _moves(card_id: str, halves: dict[tuple[str, str | None], Any], known: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield corners of the box of inputs: all up, all down, each value alone, and some in random directions."""
    sizes = {place: int(np.size(half)) for place, half in halves.items()}
    total = sum(sizes.values())
    stream = Stream(card_id, 0, "envelope")
    corners = [[1] * total, [-1] * total]
    for position in range(min(total, MAX_CORNERS // 4)):
        for sign in (1, -1):
            corners.append([sign if index == position else 0 for index in range(total)])
    while total > 1 and len(corners) < MAX_CORNERS:
        corners.append([2 * stream.integer(0, 1) - 1 for _ in range(total)])
    for corner in corners:
        moved: dict[str, Any] = {}
        start = 0
        for (name, field), half in halves.items():
            signs = np.reshape(corner[start : start + sizes[(name, field)]], np.shape(half))
            start += sizes[(name, field)]
            base = moved.get(name, known[name])
            value = (getattr(base, field) if field else base) + signs * half
            moved[name] = base._replace(**{field: value}) if field else value if np.ndim(value) else float(value)
        yield moved
