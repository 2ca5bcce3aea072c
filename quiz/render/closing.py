"""The end of a session: what was right, what was mistaken, and what comes next."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from quiz.question import Outcome
from quiz.render import markup
from quiz.render.talk import heading, when
from quiz.session.replies import Closed, Result

if TYPE_CHECKING:
    from rich.text import Text

    from quiz.render.screen import Screen

_WHY = {"done": "Session finished", "time": "Time is up", "quit": "Stopped", "interrupt": "Interrupted"}


def closed(screen: Screen, reply: Closed, today: int | None = None) -> None:
    """Print the summary of a session."""
    results = reply.results
    if reply.mode == "ask":
        practice = "This was practice: no due date has moved." if results and not reply.counted else ""
        if practice:
            screen.blank()
            screen.print(screen.text(practice, "dim"))
        return
    heading(screen, screen.text(_WHY.get(reply.why, reply.why), "bold"), screen.text(_minutes(reply.spent_ms), "dim"))
    screen.blank()
    if not results:
        screen.print(screen.text("Nothing was answered, and nothing was changed."))
        return
    right = sum(result.right for result in results)
    screen.lines([screen.text(f"{right} of {len(results)} right", "bold"), _strip(screen, results)])
    missed = [result for result in results if not result.right]
    if missed:
        screen.blank()
        screen.lines(_missed(screen, missed))
    screen.blank()
    screen.lines(markup.render(screen, _next(reply, today), "dim"))


def _minutes(milliseconds: int) -> str:
    seconds = round(milliseconds / 1000)
    return f"{seconds} s" if seconds < 90 else f"{round(seconds / 60)} min"


def _strip(screen: Screen, results: tuple[Result, ...]) -> Text:
    """One sign an answer, in the order of the session."""
    from rich.text import Text

    out = Text()
    for result in results:
        if result.right:
            out.append(screen.sign("■", "+"), "green")
        elif result.verdict.outcome is Outcome.PARTIAL:
            out.append(screen.sign("◪", "~"), "yellow")
        else:
            out.append(screen.sign("□", "x"), "red")
        out.append(screen.sign(" ", ""))
    return out


def _missed(screen: Screen, missed: list[Result]) -> list[Text]:
    from quiz.mistakes import title

    counts = Counter(result.question.card for result in missed)
    rows = {result.question.card: result for result in missed}
    width = min(max(len(card) for card in rows), max(screen.room - 24, 16))
    out = []
    for card, result in rows.items():
        what = "gave up" if result.gave_up else title(result.verdict.mistake) if result.verdict.mistake else ""
        times = f"missed {counts[card]} times" if counts[card] > 1 else ""
        notes = ", ".join(note for note in (times, what) if note)
        line = screen.text(f"{card:<{width}}", "red").append_text(screen.text(f"  {notes}", "dim"))
        out.extend(markup.wrap(screen, line, screen.room))
    return out


def _next(reply: Closed, today: int | None) -> str:
    parts = ["Everything answered is saved."]
    if not reply.counted:
        parts.append("This was practice: no due date has moved.")
    due = {r.question.card: r.due_day for r in reply.results if r.due_day is not None}
    if due and today is not None:
        soon = Counter(when(max(day - today, 0)) for day in sorted(due.values()))
        parts.append("Back " + ", ".join(f"{name}: {count}" for name, count in list(soon.items())[:4]) + ".")
    if reply.left:
        parts.append(f"{reply.left} {'question' if reply.left == 1 else 'questions'} not reached.")
    for names, what in ((reply.known, "set aside as known"), (reply.flagged, "flagged"), (reply.broken, "broken")):
        if names:
            parts.append(f"{len(set(names))} {what}.")
    return " ".join(parts)
