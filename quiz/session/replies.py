"""What a session answers to a line: data, which `quiz.render` turns into text."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from quiz.history.event import Rating
from quiz.question import Key, Outcome, Question, Verdict
from quiz.study.plan import Item

Keys = tuple[tuple[str, str], ...]
"""The keys that work now, as typed, with what they do."""


@dataclass(slots=True)
class Result:
    """One answered question."""

    item: Item
    question: Question
    key: Key
    expected: str  # the right answer, as one would type it
    verdict: Verdict
    answer: str
    rating: Rating | None
    event_id: str
    duration_ms: int
    hints: int = 0
    gave_up: bool = False
    overridden: bool = False
    retyped: bool = False
    due_day: int | None = None
    _before: list[tuple[Rating | None, bool, int | None]] = field(default_factory=list, init=False, repr=False)

    def overrule(self, rating: Rating, due_day: int | None) -> None:
        """Put the learner's own rating in the place of the grader's."""
        self._before.append((self.rating, self.overridden, self.due_day))
        self.rating, self.overridden, self.due_day = rating, True, due_day

    def restore(self) -> None:
        """Take the last `overrule` back."""
        if self._before:
            self.rating, self.overridden, self.due_day = self._before.pop()

    @property
    def may_be_easy(self) -> bool:
        """Whether the learner may say that it was easy: right without a hint, and not said yet."""
        return self.right and self.rating is Rating.GOOD

    @property
    def recalled(self) -> bool:
        """Whether the answer counts as known."""
        return self.rating is not None and self.rating > Rating.AGAIN

    @property
    def right(self) -> bool:
        """Whether the grader, or the learner over it, found the answer right."""
        return self.recalled if self.overridden else self.verdict.outcome is Outcome.RIGHT


@dataclass(frozen=True, slots=True)
class Asked:
    """A question is put."""

    question: Question
    number: int
    total: int
    minutes_left: int | None
    reason: str  # due, changed, final, new, again, placement, drill
    keys: Keys


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The answer could not be read; nothing was counted."""

    text: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Guessed:
    """The answer was read by a guess and would be wrong: the learner confirms it or writes it another way."""

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, with the worked explanation."""

    result: Result
    comes_back: bool
    keys: Keys
    explain: bool = True  # False after a typo was put right: the explanation stands a few lines above


@dataclass(frozen=True, slots=True)
class Overruled:
    """The learner's own rating stands now."""

    result: Result
    comes_back: bool


@dataclass(frozen=True, slots=True)
class Noted:
    """An interview answer is taken without a verdict."""

    number: int


@dataclass(frozen=True, slots=True)
class Hinted:
    """A hint."""

    text: str
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Points:
    """The points of a recall card; the learner says which of them were named."""

    question: Question
    key: Key


@dataclass(frozen=True, slots=True)
class Sourced:
    """The source code of the algorithms that a card runs."""

    listings: tuple[tuple[str, str], ...]  # dotted name, code


class Tone(StrEnum):
    """How a note is meant."""

    QUIET = "quiet"
    PLAIN = "plain"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Helped:
    """The list of keys."""

    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    """The session is over."""

    mode: str
    counted: bool
    results: tuple[Result, ...]
    left: int  # questions not reached
    spent_ms: int
    why: str  # done, time, quit
    known: tuple[str, ...] = ()
    flagged: tuple[str, ...] = ()
    broken: tuple[str, ...] = field(default=())


Reply = Asked | Unreadable | Guessed | Judged | Overruled | Noted | Hinted | Points | Sourced | Note | Helped | Closed
