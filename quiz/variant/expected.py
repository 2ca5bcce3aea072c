"""The right answer of a variant, and how it will be compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from quiz.deck.reading import ArrayCard, Card, ChoiceCard, FromMistakes, NumberCard, OrderCard, RecallCard
from quiz.variant.evaluate import BrokenCard, evaluate
from quiz.variant.wording import labels_of


class Unsuitable(Exception):  # noqa: N818 - not an error: the draw is repeated
    """The draw does not make a good question; the message says why."""


def expected_of(card: Card, known: Mapping[str, Any]) -> Any:
    """Run the reference; None for kinds without a computed answer."""
    if isinstance(card, OrderCard | RecallCard) or getattr(card, "answer", None) is None:
        return None
    value = evaluate(card.answer, known)
    try:
        array = np.asarray(value)
    except ValueError:  # fields of different lengths, or a ragged list
        array = np.asarray(None)
    if array.dtype.kind not in "biufU" or hasattr(type(value), "_fields"):
        raise BrokenCard(f"the answer of {card.id} is a {type(value).__name__}, not numbers; name one of its fields")
    if isinstance(card, NumberCard):
        if array.ndim != 0 or array.dtype.kind == "U":
            raise BrokenCard(f"the answer of {card.id} is not one number but has shape {array.shape}")
        result: Any = array.item()
        result = int(result) if isinstance(result, bool) else result
    elif array.ndim == 0 and isinstance(card, ChoiceCard):
        result = array.item()
    else:
        if array.ndim == 0 or array.ndim > 2 or array.size == 0:
            raise BrokenCard(
                f"the answer of {card.id} has shape {array.shape}; an array card asks for 1 or 2 dimensions"
            )
        kinds = {"b": np.int64, "i": np.int64, "u": np.int64, "f": np.float64}
        result = array.astype(kinds[array.dtype.kind]) if array.dtype.kind != "U" else array
    _suitable(card, result)
    return result


def _suitable(card: Card, expected: Any) -> None:
    if isinstance(expected, str) or np.asarray(expected).dtype.kind == "U":
        return
    allowed = getattr(card, "allow", ())
    array = np.asarray(expected, dtype=np.float64)
    if (np.isnan(array).any() and "nan" not in allowed) or (np.isinf(array).any() and "infinite" not in allowed):
        raise Unsuitable("the answer is not finite")
    labels = labels_of(card)
    if labels and array.size and (array.min() < 0 or array.max() >= len(labels)):
        raise BrokenCard(f"the answer of {card.id} has values without a label")


def key_settings(card: Card, expected: Any) -> dict[str, Any]:
    """Return compare, rtol, atol, digits and flags of the key."""
    settings: dict[str, Any] = {"flags": {}}
    if not isinstance(card, NumberCard | ArrayCard):
        sig = card.options.sig if isinstance(card, ChoiceCard) and isinstance(card.options, FromMistakes) else 4
        exact = expected is None or np.asarray(expected).dtype.kind != "f"
        return settings | {"compare": "exact" if exact else "close", "rtol": 5 * 10.0**-sig, "digits": sig}
    whole = np.asarray(expected).dtype.kind in "iU"
    settings["compare"] = card.compare or ("exact" if whole else "close")
    close = card.close
    settings["digits"] = close.sig if close else 3
    settings["rtol"] = close.rtol if close and close.rtol is not None else 5 * 10.0 ** -settings["digits"]
    settings["atol"] = close.atol if close else 0.0
    flags: dict[str, Any] = dict.fromkeys(card.allow, True)
    if card.probability:
        flags["probability"] = True
        settings["atol"] = settings["atol"] if close else 5e-3
    if isinstance(card, ArrayCard):
        flags |= {
            name: True for name, on in (("shape_graded", card.shape == "graded"), ("partial", card.partial)) if on
        }
    labels = labels_of(card)
    settings["flags"] = flags | ({"labels": labels} if labels else {})
    return settings
