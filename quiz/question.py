"""What passes between the parts of the trainer: a question, its key, and a verdict.

A `Question` is what the learner sees; it holds the realised parameters but nothing that tells the answer, and it
survives JSON, so that it can be prepared today and shown tomorrow. A `Key` is what running the reference on those
parameters gave; it is made when an answer arrives and never stored as truth. A `Verdict` is what the grader says.

This module imports the standard library only: a prepared question must reach the screen before NumPy does.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

GENERATOR_VERSION = 1
"""Part of every seed. Raised when the same card and seed would give another question."""


class Outcome(StrEnum):
    """The six ends of an attempt; only wrong, partial and right touch the schedule."""

    INVALID = "invalid"  # could not be read, or has the wrong shape
    WRONG = "wrong"
    PARTIAL = "partial"
    RIGHT = "right"
    UNDETERMINED = "undetermined"  # the grader ran out of time or evidence
    BROKEN = "broken"  # the card, its generator or the reference failed

    @property
    def graded(self) -> bool:
        """Whether the attempt counts."""
        return self in (Outcome.WRONG, Outcome.PARTIAL, Outcome.RIGHT)


@dataclass(frozen=True, slots=True)
class Question:
    """One variant of a card, as shown."""

    card: str  # permanent id of the card
    topic: str
    level: str  # easy, medium, hard
    kind: str  # number, array, choice, order, recall
    seed: int  # the variant's number N; card, generator and N reproduce it anywhere
    fingerprint: str  # of what the card means, stored with each attempt
    params: dict[str, Any]  # realised `given`, as JSON values
    prompt: str
    form: str  # one sentence: how to write the answer, and what tolerance it gets
    options: tuple[str, ...] = ()  # choice and order: the lines in the order shown
    hints: tuple[str, ...] = ()
    reveals: tuple[bool, ...] = ()  # for each hint: it shows the formula or a value, so the answer counts as Again
    generator: int = GENERATOR_VERSION

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return asdict(self) | {name: list(getattr(self, name)) for name in ("options", "hints", "reveals")}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Question:
        """Rebuild a question from `to_json`."""
        return cls(**(data | {name: tuple(data.get(name, ())) for name in ("options", "hints", "reveals")}))


@dataclass(frozen=True, slots=True)
class MistakeResult:
    """What one named mistake gives on the very inputs of a question."""

    name: str
    value: Any
    say: str  # with this question's numbers already filled in


@dataclass(frozen=True, slots=True)
class Key:
    """What running the reference gave for one question."""

    expected: Any  # number, array, tuple of option indices, tuple of step indices, or points to recall
    compare: str = "close"  # exact, close, set, ranking, up_to_permutation, up_to_sign, any_valid
    rtol: float = 5e-3
    atol: float = 0.0
    digits: int = 3  # significant digits asked for; enables "as precise as you wrote"
    envelope: tuple[Any, Any] | None = None  # lowest and highest result over inputs inside what was displayed
    accept: Any = None  # any_valid: a callable(answer) -> bool made from a whitelisted checker
    mistakes: tuple[MistakeResult, ...] = ()
    says: tuple[str, ...] = ()  # choice: what to say about each option, in the order shown; "" where nothing
    explain: str = ""
    flags: dict[str, Any] = field(default_factory=dict)  # percent, probability, labels: what the card allows


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the grader says about one answer."""

    outcome: Outcome
    score: float  # 0 to 1
    echo: str = ""  # what was read, so that a misreading shows
    message: str = ""  # one or two sentences for the learner
    mistake: str | None = None  # name of the mistake that matched
    parsed: Any = None  # the answer as JSON values
    parts: tuple[bool, ...] = ()  # which entries are right, once the attempt is spent
    guessed: str | None = None  # what the reader had to guess (log, implicit product): worth asking "was that meant?"
