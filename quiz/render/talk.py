"""A session on the screen: each reply of `quiz.session.machine` becomes some lines of text."""

from __future__ import annotations

import string
from collections.abc import Sequence
from typing import TYPE_CHECKING

from quiz.render import markup
from quiz.session.replies import (
    Asked,
    Closed,
    Guessed,
    Helped,
    Hinted,
    Judged,
    Keys,
    Note,
    Noted,
    Overruled,
    Points,
    Reply,
    Sourced,
    Tone,
    Unreadable,
)

if TYPE_CHECKING:
    from rich.text import Text

    from quiz.render.screen import Screen

_REASONS = {
    "due": "", "changed": "the card has changed", "final": "before the interview", "new": "new card",
    "again": "once more", "placement": "placement", "drill": "",
}  # fmt: skip
POINTER = "▲"


def show(screen: Screen, reply: Reply, today: int | None = None) -> None:
    """Print one reply."""
    match reply:
        case Asked():
            _asked(screen, reply)
        case Judged():
            from quiz.render.verdicts import judged

            judged(screen, reply, today)
        case Unreadable():
            _unreadable(screen, reply)
        case Guessed():
            _guessed(screen, reply)
        case Hinted():
            barred(screen, reply.text, "cyan", f"Hint {reply.number} of {reply.total}")
            screen.blank()
        case Points():
            _points(screen, reply)
        case Sourced():
            for name, code in reply.listings:
                screen.blank()
                screen.print(screen.text(name, "bold"))
                screen.lines(markup.render(screen, f"```python\n{code}\n```"))
            screen.blank()
        case Overruled():
            from quiz.render.verdicts import overruled

            overruled(screen, reply, today)
        case Noted():
            screen.print(screen.text("Noted.", "dim"))
        case Note():
            style = {Tone.QUIET: "dim", Tone.PLAIN: "", Tone.WARN: "yellow"}[reply.tone]
            screen.lines(markup.render(screen, reply.text, style))
            screen.blank()
        case Helped():
            _helped(screen, reply)
        case Closed():
            from quiz.render.closing import closed

            closed(screen, reply, today)


def heading(screen: Screen, left: Text, right: Text | None = None) -> None:
    """Print a title with a thin rule under it."""
    line = left.copy()
    if right is not None:
        gap = screen.room - left.cell_len - right.cell_len
        line.append(" " * gap if gap >= 2 else "  ")
        line.append_text(right)
    screen.blank()
    screen.lines(markup.wrap(screen, line, screen.room) if line.cell_len > screen.room else [line])
    screen.lines([screen.text(screen.sign("─", "-") * screen.room, "dim")])


def _asked(screen: Screen, reply: Asked) -> None:
    question = reply.question
    left = screen.text(question.topic.replace("_", " "), "bold")
    notes = [question.level, _REASONS.get(reply.reason, reply.reason)]
    left.append_text(screen.text("".join(f"{screen.sign(' · ', ', ')}{note}" for note in notes if note), "dim"))
    where = f"{reply.number} of {reply.total}" if reply.total > 1 else ""
    if reply.minutes_left is not None:
        where += f"{screen.sign(' · ', ', ')}{reply.minutes_left} min left"
    heading(screen, left, screen.text(where, "dim"))
    screen.blank()
    screen.lines(markup.render(screen, question.prompt))
    if question.options:
        screen.blank()
        screen.lines(options(screen, question.kind, question.options))
    if question.form:
        screen.blank()
        screen.lines(markup.render(screen, question.form, "dim"))
    screen.blank()
    keys(screen, reply.keys)


def options(screen: Screen, kind: str, rows: Sequence[str], order: Sequence[int] | None = None) -> list[Text]:
    """Return the options of a choice with letters, the steps to be ordered with numbers."""
    out = []
    for i in range(len(rows)) if order is None else order:
        row = rows[i]
        mark = f"{string.ascii_lowercase[i]})" if kind == "choice" else f"{i + 1}."
        hang = len(mark) + 1 + (kind != "choice" and len(rows) > 9 and i < 9)
        lines = markup.render(screen, row, width=screen.room - hang - 2, display=False)
        for number, line in enumerate(lines):
            head = screen.text(f"  {mark:>{hang - 1}} " if number == 0 else " " * (hang + 2), "bold cyan")
            out.append(head.append_text(line))
    return out


def keys(screen: Screen, rows: Keys) -> None:
    """Print the line of keys, as many to a line as fit."""
    from rich.text import Text

    lines, line = [], Text()
    for key, what in rows:
        part = screen.text(key, "bold").append_text(screen.text(f" {what}", "dim"))
        if line.cell_len and line.cell_len + 2 + part.cell_len > screen.room:
            lines.append(line)
            line = Text()
        if line.cell_len:
            line.append("  ")
        line.append_text(part)
    screen.lines([*lines, line])


def barred(screen: Screen, text: str, style: str, title: str = "") -> None:
    """Print text with a coloured bar at its left."""
    bar = screen.text(screen.sign("▌ ", "| "), style)
    lines = markup.render(screen, text, width=screen.room - 2)
    if title:
        lines.insert(0, screen.text(title, f"bold {style}"))
    screen.lines([bar.copy().append_text(line) if line.plain.strip() else bar.copy() for line in lines])


def _unreadable(screen: Screen, reply: Unreadable) -> None:
    """Say what could not be read, with the pointer under its place; nothing is counted."""
    mark = screen.text(screen.sign("⚠ ", "? "), "yellow").append_text(screen.text("I cannot read that", "bold yellow"))
    mark.append_text(screen.text("  (not counted)", "dim"))
    screen.lines([mark])
    screen.lines(markup.render(screen, reply.verdict.message))
    typed, _, pointer = reply.verdict.echo.partition("\n")
    if pointer.strip() == POINTER:
        shown = pointer.replace(POINTER, screen.sign(POINTER, "^"))
        screen.lines([screen.text(typed), screen.text(shown, "bold yellow")], indent=6)
    screen.blank()


def _guessed(screen: Screen, reply: Guessed) -> None:
    line = screen.text("I read that as ", "yellow").append_text(
        screen.text(" ".join(reply.verdict.echo.split()), "bold")
    )
    screen.print(line.append_text(screen.text(f", guessing {reply.verdict.guessed}.", "yellow")))
    screen.print(screen.text("Enter counts it as read; or type it another way.", "dim"))
    screen.blank()


def when(days: int) -> str:
    """Return a number of days in words.

    >>> when(0), when(1), when(12), when(45), when(800)
    ('today', 'tomorrow', 'in 12 days', 'in 6 weeks', 'in 2 years')
    """
    if days <= 1:
        return "tomorrow" if days == 1 else "today"
    for limit, unit, name in ((28, 1, "days"), (120, 7, "weeks"), (700, 30, "months")):
        if days < limit:
            return f"in {round(days / unit)} {name}"
    return f"in {round(days / 365)} years"


def _points(screen: Screen, reply: Points) -> None:
    screen.print(screen.text("Which of these did you name?", "bold"))
    screen.blank()
    screen.lines(options(screen, "order", tuple(map(str, reply.key.expected))))
    screen.blank()
    screen.print(screen.text("Their numbers, such as 1 3; 0 for none, all for all.", "dim"))


def _helped(screen: Screen, reply: Helped) -> None:
    from quiz.session.keys import HELP

    if reply.unknown:
        screen.print(screen.text(f":{reply.unknown} is no key.", "yellow"))
    width = max(len(key) for key, _ in HELP)
    for key, what in HELP:
        lines = markup.render(screen, what, width=screen.room - width - 2)
        head = screen.text(f"{key:<{width}}  ", "bold")
        screen.lines(
            [(head if i == 0 else screen.text(" " * (width + 2))).append_text(row) for i, row in enumerate(lines)]
        )
    screen.blank()
