"""What the mistakes of a card give on the inputs of one variant."""

from __future__ import annotations

from typing import Any

import numpy as np

from quiz.deck.calls import Mistake
from quiz.question import Key
from quiz.variant.evaluate import BrokenCard
from quiz.variant.separation import separated
from quiz.variant.substitution import Gives, run_mistake
from quiz.variant.wording import worded


def separated_mistakes(card: Any, key: Key, known: dict[str, Any]) -> list[tuple[Mistake, Gives, str]]:
    """Return the mistakes whose answers this variant keeps apart, each with its remark filled in.

    A mistake that fails on these inputs, gives another shape, or comes too close to the right answer or to a mistake
    before it is left out of the variant. Lint reports one that is left out of most variants.
    """
    kept: list[tuple[Mistake, Gives, str]] = []
    for mistake in card.mistakes:
        try:
            gives = run_mistake(card, mistake, known, key.expected)
            value = np.asarray(gives.value)
            if not _comparable(value, key) or not separated(value, key, [other.value for _, other, _ in kept]):
                continue
        except (BrokenCard, ValueError):  # ValueError: a ragged list is no array
            continue
        plain = gives._replace(value=value.item() if value.ndim == 0 else value)
        told = {**known, "answer": key.expected, "this": plain}
        kept.append((mistake, plain, worded(card, mistake.say, told) if mistake.say else _own_words(mistake)))
    return kept


def _own_words(mistake: Mistake) -> str:
    """Return what a twin's docstring says: what goes wrong, and what repairs it."""
    from quiz import mistakes

    assert mistake.twin is not None
    account = mistakes.account(mistake.twin)
    return " ".join(sentence[:1].upper() + sentence[1:] for sentence in (account.wrong, account.repair))


def _comparable(value: Any, key: Key) -> bool:
    """Return whether a learner could have typed this as an answer."""
    if value.dtype.kind not in "biufU":
        return False
    if value.shape != np.shape(key.expected) and not key.flags.get("shape_graded"):
        return False
    if value.dtype.kind != "f":
        return True
    nan_fits = not np.isnan(value).any() or bool(key.flags.get("nan"))
    infinity_fits = not np.isinf(value).any() or bool(key.flags.get("infinite"))
    return nan_fits and infinity_fits
