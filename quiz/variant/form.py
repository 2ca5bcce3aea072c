"""The sentence under a question: how to write the answer, and how exact it has to be. Derived from what grades it."""

from __future__ import annotations

from typing import Any

import numpy as np

from quiz.deck.reading import ArrayCard, Card, ChoiceCard, NumberCard, OrderCard
from quiz.variant.views import significant


def form_of(card: Card, expected: Any, settings: dict[str, Any]) -> str:
    """Return the form sentence of a card that has none of its own."""
    if isinstance(card, OrderCard):
        return "Type the numbers of the lines in the right order, for example 2 1 3."
    if isinstance(card, ChoiceCard):
        if card.several_right:
            return "Several may be right: type the letters of all of them, for example a c."
        return "Type the letter of one option."
    if isinstance(card, NumberCard):
        return _number(card, expected, settings)
    if isinstance(card, ArrayCard):
        return _array(card, expected, settings)
    return "Answer in your own words; then compare with the points."


def _number(card: NumberCard, expected: Any, settings: dict[str, Any]) -> str:
    labels = settings["flags"].get("labels")
    if labels:
        return f"One label, such as {labels[0]}."
    if settings["compare"] == "exact":
        return "A whole number." if isinstance(expected, int) else "The exact number; a fraction is fine."
    if settings["compare"] == "any_valid":
        return "A number; several are right, one is enough."
    what = "A probability from 0 to 1" if card.probability else "A number"
    ways = "fractions and expressions such as ln(2)/3 count"
    if "percent" in card.allow:
        ways += ", and so does 12.5%"
    return f"{what}, {_precision(settings)}; {ways}{_infinite(card)}."


def _infinite(card: NumberCard | ArrayCard) -> str:
    return "; write inf where it is infinite" if "infinite" in card.allow else ""


def _precision(settings: dict[str, Any]) -> str:
    digits, rtol, atol = settings["digits"], settings["rtol"], settings["atol"]
    allowed = [f"{significant(100 * rtol, 2)} %"] if rtol else []
    allowed += [significant(atol, 2)] if atol else []
    told = f" (off by {' or '.join(allowed)} is accepted)" if allowed else ""
    return f"to {digits} significant digits{told}"


def _array(card: ArrayCard, expected: Any, settings: dict[str, Any]) -> str:
    array = np.asarray(expected)
    labels = settings["flags"].get("labels")
    unit = "labels" if labels else {"U": "words", "i": "whole numbers"}.get(array.dtype.kind, "numbers")
    if card.probability:
        unit = "probabilities from 0 to 1"
    if array.ndim == 2:
        rows, columns = array.shape
        size = "A matrix" if card.shape == "graded" else f"A matrix of {rows} rows and {columns} columns"
        entries = unit if card.probability else "entries"
        what = f"{size}: {entries} separated by blanks or commas, rows by ; or on lines of their own"
    else:
        what = f"{'' if card.shape == 'graded' else f'{array.size} '}{unit} separated by blanks or commas"
        what = what[:1].upper() + what[1:]
    tail = {
        "close": f"; each {_precision(settings)}",
        "exact": ", in order" if array.ndim == 1 else "",
        "set": ", in any order",
        "ranking": ", first in rank first",
        "up_to_permutation": "; which group has which number does not matter",
        "up_to_sign": f"; each {_precision(settings)}, and the sign of the whole does not matter",
        "any_valid": "; several answers are right, one is enough",
    }[settings["compare"]]
    percent = "; percentages such as 12.5% count too" if "percent" in card.allow else ""
    return what + tail + percent + _infinite(card) + "."
