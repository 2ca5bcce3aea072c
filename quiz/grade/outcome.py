"""Build verdicts: the same fields filled in the same way by every grader."""

from __future__ import annotations

import math
from typing import Any, Protocol

from quiz.expression import ReadError
from quiz.question import MistakeResult, Outcome, Verdict


class Echoed(Protocol):
    """Anything that was read: what it was read as, and what had to be guessed."""

    @property
    def echo(self) -> str:
        """What was read."""

    @property
    def guessed(self) -> str | None:
        """What had to be guessed."""


def invalid(text: str, error: ReadError | str, shift: int = 0) -> Verdict:
    """Return the verdict on text that cannot be read; the echo points at the fault."""
    if isinstance(error, str):
        return Verdict(Outcome.INVALID, 0.0, message=_sentence(error))
    moved = ReadError(error.message, error.column + shift)
    echo = moved.caret(text) if text.strip() and "\n" not in text.strip() else ""
    return Verdict(Outcome.INVALID, 0.0, echo=echo, message=_sentence(error.message))


def broken(message: str, echo: str = "") -> Verdict:
    """Return the verdict when the card or the reference failed; it never touches the schedule."""
    return Verdict(Outcome.BROKEN, 0.0, echo=echo, message=_sentence(message))


def scored(
    right: bool,
    read: Echoed,
    parsed: Any,
    *,
    mistake: MistakeResult | None = None,
    remark: str = "",
    parts: tuple[bool, ...] = (),
    score: float | None = None,
) -> Verdict:
    """Return right, wrong or, with a score between 0 and 1, partial."""
    score = float(right) if score is None else score
    outcome = Outcome.RIGHT if right else Outcome.PARTIAL if 0 < score < 1 else Outcome.WRONG
    return Verdict(
        outcome,
        score,
        echo=read.echo,
        message=mistake.say if mistake else remark,
        mistake=mistake.name if mistake else None,
        parsed=parsed,
        parts=parts,
        guessed=read.guessed,
    )


def as_json(value: Any) -> Any:
    """Return JSON values; infinities and NaN become strings."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    return value


def _sentence(message: str) -> str:
    """Return the message as a sentence."""
    message = message.strip()
    return message[:1].upper() + message[1:] + ("" if message.endswith((".", "!", "?", ":")) else ".")
