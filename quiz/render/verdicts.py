"""A verdict on the screen: right or not, the named mistake, the worked explanation, and when the card comes back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quiz.history.event import Rating
from quiz.question import Outcome
from quiz.render import markup
from quiz.render.talk import barred, keys, options, when
from quiz.session.replies import Judged, Overruled, Result

if TYPE_CHECKING:
    from rich.text import Text

    from quiz.render.screen import Screen


def verdict_line(screen: Screen, result: Result) -> Text:
    """Return the one-line verdict, with what was read."""
    outcome = result.verdict.outcome
    if result.gave_up:
        sign, word, style = screen.sign("○", "o"), "Given up", "bold"
    elif outcome is Outcome.RIGHT:
        sign, word, style = screen.sign("✓", "+"), "Right", "bold green"
    elif outcome is Outcome.PARTIAL:
        sign, word, style = screen.sign("◐", "~"), f"Partly right ({result.verdict.score:.0%})", "bold yellow"
    elif outcome is Outcome.UNDETERMINED:
        sign, word, style = "?", "Undecided", "bold yellow"
    else:
        sign, word, style = screen.sign("✗", "x"), "Not right", "bold red"
    line = screen.text(f"{sign} {word}", style)
    if result.verdict.echo and not result.gave_up:
        line.append_text(screen.text("   read as ", "dim"))
        line.append_text(screen.text(_echo(result)))
    return line


def _echo(result: Result) -> str:
    """Return what was read on one line; of options only their letters, since they stand above."""
    if result.question.kind == "choice":
        letters = re.findall(r"^(\w)\)", result.verdict.echo, re.MULTILINE)
        if letters:
            return ", ".join(letters)
    return " ".join(result.verdict.echo.split())


def judged(screen: Screen, reply: Judged, today: int | None) -> None:
    """Print a verdict, the explanation, when the card comes back, and the keys."""
    result = reply.result
    screen.lines(markup.wrap(screen, verdict_line(screen, result), screen.room))
    outcome = result.verdict.outcome
    if result.verdict.message:
        screen.blank()
        colour = "green" if outcome is Outcome.RIGHT else "yellow" if result.verdict.mistake else "red"
        barred(screen, result.verdict.message, colour, "A known mistake" if result.verdict.mistake else "")
    if reply.explain:
        explanation(screen, result)
    after = _after(reply, today)
    if after:
        screen.blank()
        screen.lines(markup.render(screen, after, "dim"))
    if outcome is Outcome.UNDETERMINED and not result.overridden:
        screen.print(screen.text("The grader cannot tell. Was your answer right? y or n."))
        return
    screen.blank()
    keys(screen, reply.keys)


def explanation(screen: Screen, result: Result) -> None:
    """Print the right answer and the worked explanation of this very question."""
    question = result.question
    if question.kind == "recall":
        if result.gave_up:  # otherwise they were shown to be graded by
            screen.blank()
            screen.lines(options(screen, "order", tuple(map(str, result.key.expected))))
    elif question.kind == "order":
        if result.verdict.outcome is not Outcome.RIGHT:
            screen.blank()
            screen.print(screen.text("Answer", "bold"))
            screen.blank()
            screen.lines(options(screen, "order", question.options, result.key.expected))
    elif result.verdict.outcome is not Outcome.RIGHT or result.expected not in (
        result.answer.strip(),
        result.verdict.echo,
    ):
        screen.blank()
        screen.lines(markup.answer_lines(screen, "Answer", result.expected))
    if result.key.explain:
        screen.blank()
        screen.lines(markup.render(screen, result.key.explain))


def overruled(screen: Screen, reply: Overruled, today: int | None) -> None:
    """Say what the learner's own rating did."""
    result = reply.result
    word = "easy" if result.rating is Rating.EASY else "right" if result.right else "wrong"
    told = f"Counted as {word}{', on your word' if result.overridden else ''}."
    if result.rating is None:
        told = "Not counted."
    screen.lines(markup.render(screen, " ".join([told, *_consequences(reply, today)])))
    screen.blank()


def _after(reply: Judged, today: int | None) -> str:
    retyped = ["Entered anew; the log keeps both."] if reply.result.retyped else []
    return " ".join(retyped + _consequences(reply, today))


def _consequences(reply: Judged | Overruled, today: int | None) -> list[str]:
    """Say when the card comes back."""
    result, parts = reply.result, []
    if result.due_day is not None and today is not None and result.rating is not None:
        parts.append(f"Due again {when(result.due_day - today)}.")
    if reply.comes_back:
        parts.append("A new variant comes back in this session.")
    return parts
