"""Checks of one variant: the key grades right, mistakes and near misses grade wrong, nonsense is never graded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from quiz.deck.reading import Card
from quiz.generate import solve, values
from quiz.grade import grade, tolerance, write
from quiz.question import Key, Outcome, Question
from quiz.variant import envelope
from quiz.variant.evaluate import BrokenCard, evaluate

Finding = tuple[str, str]

SMALLEST, LARGEST = 1e-9, 1e9
"""Limits of magnitude for an answer that a person types."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One variant of a card, as drawn."""

    card: Card
    question: Question
    key: Key


def findings(variant: Variant) -> Iterator[Finding]:
    """Yield the name of a check and what it found."""
    yield from _again(variant)
    yield from _right(variant)
    yield from _magnitude(variant)
    yield from _displayed(variant)
    yield from _mistakes(variant)
    yield from _near_misses(variant)
    yield from _malformed(variant)
    yield from _told(variant)


def _outcome(variant: Variant, text: str) -> tuple[Outcome | None, str | None, str]:
    """Return outcome, named mistake and message of an answer; None when the grader raised."""
    try:
        verdict = grade(variant.question, variant.key, text)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not reach a learner
        return None, None, f"{type(error).__name__}: {error}"
    return verdict.outcome, verdict.mistake, verdict.message


def _again(variant: Variant) -> Iterator[Finding]:
    """Check that the key follows from the question's JSON alone."""
    again = solve(variant.card, Question.from_json(variant.question.to_json()))
    same = np.array_equal(np.asarray(again.expected), np.asarray(variant.key.expected))
    if not same or [m.name for m in again.mistakes] != [m.name for m in variant.key.mistakes]:
        yield "replay", "solving the question again gives another key"


def _right(variant: Variant) -> Iterator[Finding]:
    text = write(variant.question, variant.key, variant.key.expected)
    outcome, _, message = _outcome(variant, text)
    if outcome is not Outcome.RIGHT:
        yield "reference", f"the right answer, printed as {text!r}, grades {outcome}: {message}"


def _numeric(variant: Variant) -> bool:
    return variant.question.kind in ("number", "array") and np.asarray(variant.key.expected).dtype.kind in "if"


def _magnitude(variant: Variant) -> Iterator[Finding]:
    if not _numeric(variant):
        return
    sizes = np.abs(np.asarray(variant.key.expected, dtype=np.float64))
    sizes = sizes[np.isfinite(sizes) & (sizes > 1e-14)]
    if sizes.size and (sizes.max() > LARGEST or sizes.min() < SMALLEST):
        yield "magnitude", f"the answer has entries from {sizes.min():.3g} to {sizes.max():.3g}; that is hard to type"


def _displayed(variant: Variant) -> Iterator[Finding]:
    """Whoever computes from what is on the screen must be right."""
    if not _numeric(variant) or variant.key.compare != "close":
        return
    known = values(variant.card, variant.question.params)
    try:
        seen = envelope.as_displayed(variant.card, known)
        result = None if seen is None else evaluate(variant.card.answer, seen)  # type: ignore[union-attr]  # _numeric
    except BrokenCard:
        return  # rounded inputs that the reference refuses, such as probabilities that no longer sum to one
    if result is None:
        return
    text = write(variant.question, replace(variant.key, digits=12, rtol=1e-11), result)
    outcome, _, _ = _outcome(variant, text)
    if outcome is not Outcome.RIGHT:
        yield "displayed", f"computing with the displayed values gives {text}, which grades {outcome}"


def _mistakes(variant: Variant) -> Iterator[Finding]:
    for mistake in variant.key.mistakes:
        text = write(variant.question, variant.key, mistake.value)
        outcome, named, _ = _outcome(variant, text)
        if outcome not in (Outcome.WRONG, Outcome.PARTIAL):
            yield "mistake", f"the answer {text!r} of the mistake {mistake.name!r} grades {outcome}"
        elif named != mistake.name:
            yield "mistake", f"the answer {text!r} of the mistake {mistake.name!r} is taken for {named!r}"


def _near_misses(variant: Variant) -> Iterator[Finding]:
    """Ten tolerances off is wrong."""
    if not _numeric(variant) or variant.key.compare not in ("close", "exact", "up_to_sign"):
        return
    array = np.asarray(variant.key.expected)
    labels = variant.key.flags.get("labels")
    if labels or array.size == 0:
        return
    ends = variant.key.envelope or (variant.key.expected, variant.key.expected)
    sharp = replace(variant.key, digits=12, rtol=min(variant.key.rtol, 1e-11))
    for sign, end in zip((-1, 1), ends, strict=True):
        moved = np.array(end, dtype=array.dtype)
        position = (0,) * array.ndim
        reference = moved[position].item()
        step = 1 if array.dtype.kind == "i" else 10 * tolerance(float(reference), variant.key) or 1e-6
        moved[position] = reference + sign * step
        text = write(variant.question, sharp, moved.item() if array.ndim == 0 else moved)
        outcome, _, _ = _outcome(variant, text)
        if outcome not in (Outcome.WRONG, Outcome.PARTIAL):
            yield "near miss", f"the answer {text!r}, ten tolerances off, grades {outcome}"


_ALWAYS = ("", "   ", "???", "import os", "__import__('os')", "((((", "[1, [2", "x" * 5000, "1" + "+1" * 400, "\x00")
_NONSENSE: dict[str, tuple[str, ...]] = {
    "number": (*_ALWAYS, "0,5", "1 2 3", "1/0", "2 +", "9^9^9^9", "--", "e.real", "lambda: 1"),
    "array": (*_ALWAYS, "[1, 2; 3]", "1, , 2", "1/0, 1", "9^9^9^9, 1", "[1, 2]]"),
    "choice": ("", "   ", "???", "import os", "x" * 5000, "\x00", "1.5", "#", "zz", "99"),
    "order": (*_ALWAYS, "0", "1 1 1", "1 2 99", "a-b"),
    "recall": (),
}


def _malformed(variant: Variant) -> Iterator[Finding]:
    """Text that cannot be read is invalid: it never counts and never raises."""
    for text in _NONSENSE[variant.question.kind]:
        outcome, _, message = _outcome(variant, text)
        if outcome is not Outcome.INVALID:
            shown = text if len(text) < 30 else text[:27] + "..."
            yield "malformed", f"the text {shown!r} grades {outcome} {message}"


def _told(variant: Variant) -> Iterator[Finding]:
    """Check that the answer does not stand in the prompt or in the first hint."""
    for where, text in (("prompt", variant.question.prompt), ("first hint", "".join(variant.question.hints[:1]))):
        if _gives_away(variant, text):
            yield "told", f"the {where} contains the answer"


def _gives_away(variant: Variant, text: str) -> bool:
    """Return whether a text holds the answer: a number with at least three digits, or a whole sequence."""
    expected: Any = variant.key.expected
    if variant.question.kind == "choice" and len(expected) == 1:
        line = variant.question.options[expected[0]]
        return len(line) > 3 and line in text
    if variant.question.kind not in ("number", "array"):
        return False
    answer = re.findall(r"[\w.]+", write(variant.question, variant.key, expected))
    if len(answer) == 1 and len(re.sub(r"\D", "", answer[0]).strip("0")) < 3:
        return False
    if 1 < len(answer) < 3:
        return False
    for line in text.splitlines():
        words = re.findall(r"[\w.]+", line)
        if any(words[start : start + len(answer)] == answer for start in range(len(words))):
            return True
    return False
