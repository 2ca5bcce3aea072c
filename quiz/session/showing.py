"""The question on the screen: its hints and their price."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from quiz.history.event import Kind
from quiz.question import Key, Question
from quiz.session.keys import Command
from quiz.session.replies import Hinted, Note, Reply, Tone
from quiz.study.plan import Item
from quiz.study.schedule import Hint

IDLE_MS = 10 * 60_000
"""A question left on the screen longer than this counts as so long: the learner went away."""


class Phase(Enum):
    """What the next line is for."""

    ASKING = auto()
    JUDGED = auto()
    RETYPING = auto()
    POINTS = auto()  # recall: which of the points were named
    VERDICT = auto()  # the grader could not tell: the learner says
    CLOSED = auto()


EMPTY = {
    Phase.ASKING: "Type an answer; ? gives a hint, ! shows the answer, ?? lists the keys.",
    Phase.RETYPING: "Type the answer again.",
    Phase.POINTS: "Type the numbers of the points that you named, or 0 for none.",
}
"""What to say to an empty line."""


@dataclass(slots=True)
class Showing:
    """One showing of one variant."""

    item: Item
    question: Question
    presentation: str
    since: int
    hints: int = 0
    hint: Hint = Hint.NONE
    asked_twice: Command | None = None  # a key whose price was said
    key: Key | None = None
    text: str = ""  # recall: what was answered before the points were shown
    guessed: str = ""  # an answer that was read by a guess and awaits Enter

    def elapsed(self, now: int) -> int:
        """Return the milliseconds that it has been shown."""
        return min(max(now - self.since, 0), IDLE_MS)

    def next_hint(self) -> Reply:
        """Return the next hint; one that shows the formula or a value is announced with its price first."""
        question = self.question
        if self.hints >= len(question.hints):
            return Note("No more hints; ! shows the answer.", Tone.QUIET)
        reveals = self.hints < len(question.reveals) and question.reveals[self.hints]
        if reveals and not self._pays(Command.HINT):
            return Note(
                "The next hint shows the formula or a value; the card will count as not recalled. ? again shows it."
            )
        if self.hint is Hint.NONE:
            self.hint = Hint.NUDGE
        self.hints += 1
        return Hinted(question.hints[self.hints - 1], self.hints, len(question.hints))

    def may_see_source(self) -> Reply | None:
        """Return None once the price is paid, before that the price."""
        if self._pays(Command.SOURCE):
            return None
        return Note("The source shows the method; the card will count as not recalled. s again shows it.")

    def _pays(self, command: Command) -> bool:
        if self.hint is not Hint.REVEALS and self.asked_twice is not command:
            self.asked_twice = command
            return False
        self.hint = Hint.REVEALS
        return True


UNDONE: dict[str, str] = {
    Kind.ATTEMPT: "an earlier answer to", Kind.KNOWN: "setting aside", Kind.FLAG: "the flag on",
    Kind.SUSPEND: "suspending", Kind.RESUME: "resuming", Kind.BURY: "burying",
}  # fmt: skip
"""How to say what was undone."""
