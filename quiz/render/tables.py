"""Tables and pages: the list of cards, one card, the health of the history, a preview."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from quiz.maths.box import pad, width_of
from quiz.render import markup
from quiz.render.talk import heading, options

if TYPE_CHECKING:
    from quiz.history.doctor import Report
    from quiz.question import Key, Question
    from quiz.render.screen import Screen

_STATE = {"new": "dim", "learning": "green", "suspended": "yellow", "known": "cyan"}


def card_table(screen: Screen, rows: Sequence[dict[str, Any]]) -> None:
    """Print cards by topic; the title is left out where there is no room for it."""
    if not rows:
        screen.print(screen.text("No card fits."))
        return
    width = max(len(row["id"]) for row in rows)
    for topic, group in groupby(rows, key=lambda row: row["topic"]):
        cards = list(group)
        heading(screen, screen.text(topic.replace("_", " "), "bold"), screen.text(f"{len(cards)} cards", "dim"))
        for row in cards:
            due = row["due"] or row["state"]
            line = screen.text(f"{row['id']:<{width}}")
            line.append_text(screen.text(f"  {row['kind']:<6} {row['level']:<6} ", "dim"))
            line.append_text(screen.text(f"{due:<10}", _STATE.get(row["state"], "")))
            room = screen.room - line.cell_len - 2
            if room >= 16:
                line.append_text(screen.text("  " + shorten(markup.flat(screen, row["title"]), room, screen), "dim"))
            screen.lines([line] if line.cell_len <= screen.room else markup.wrap(screen, line, screen.room))


def shorten(text: str, width: int, screen: Screen) -> str:
    """Cut a title to `width` columns, at a word where there is one."""
    dots = screen.sign("…", "...")
    text = screen.show(text)
    if width_of(text) <= width:
        return text
    cut = text[: width - len(dots)]
    return (cut.rsplit(" ", 1)[0] if " " in cut[width // 2 :] else cut) + dots


def facts(screen: Screen, rows: Sequence[tuple[str, str]]) -> None:
    """Print names and values in two columns."""
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        lines = markup.wrap(screen, screen.text(value), screen.room - width - 2)
        for number, line in enumerate(lines):
            head = screen.text(pad(name if number == 0 else "", width) + "  ", "dim")
            screen.lines([head.append_text(line)])


def card_page(screen: Screen, data: dict[str, Any]) -> None:
    """Print one card: where it stands and what was answered."""
    card = data["card"]
    heading(
        screen, screen.text(card["id"], "bold"), screen.text(f"{card['topic']}, {card['kind']}, {card['level']}", "dim")
    )
    screen.blank()
    screen.lines(markup.render(screen, card["title"]))
    screen.blank()
    rows = [("state", data["state"] + (", flagged" if data["flagged"] else ""))]
    if data["due"]:
        rows.append(("due", data["due"]))
    if data["recall"] is not None:
        rows.append(("recall today", f"{data['recall']:.0%}"))
    if data["stability_days"]:
        rows.append(
            ("memory", f"falls to 90 % in {data['stability_days']:.1f} days; difficulty {data['difficulty']:.1f} of 10")
        )
    if data["reviews"]:
        rows.append(("reviews", f"{data['reviews']}, of which {data['lapses']} forgotten"))
    rows += [("runs", ", ".join(card["needs"])), ("source", f"{card['file']}:{card['line']}")]
    facts(screen, [row for row in rows if row[1]])
    if data["attempts"]:
        screen.blank()
        for attempt in data["attempts"][-10:]:
            sign = {"right": screen.sign("✓", "+"), "wrong": screen.sign("✗", "x")}.get(attempt["outcome"], "~")
            style = {"right": "green", "wrong": "red"}.get(attempt["outcome"], "yellow")
            line = screen.text(f"{sign} ", style).append_text(screen.text(f"{attempt['at']}  ", "dim"))
            line.append_text(screen.text(shorten(" ".join((attempt["answer"] or "gave up").split()), 30, screen)))
            if attempt["mistake"]:
                from quiz.mistakes import title

                line.append_text(screen.text(f"  {title(attempt['mistake'])}", "yellow"))
            screen.lines(markup.wrap(screen, line, screen.room))


def health(screen: Screen, report: Report) -> None:
    """Print what the doctor found."""
    word = screen.text(
        "The history is sound." if report.ok else "The history has faults.", "bold green" if report.ok else "bold red"
    )
    screen.lines([word])
    facts(screen, [("file", report.path), ("events", str(report.events)), ("cards", str(report.cards))])
    for problem in report.problems:
        style = {"error": "red", "warning": "yellow"}.get(problem.severity, "dim")
        screen.blank()
        text = screen.text(f"{problem.severity}: ", style).append_text(screen.text(problem.what))
        screen.lines(markup.wrap(screen, text, screen.room))
        if problem.remedy:
            screen.lines(markup.render(screen, problem.remedy, "dim"))
    if report.orphans:
        screen.blank()
        names = ", ".join(report.orphans[:10]) + (" ..." if len(report.orphans) > 10 else "")
        screen.lines(
            markup.render(screen, f"{len(report.orphans)} cards with a history are in no deck now: {names}", "dim")
        )


def preview_page(screen: Screen, question: Question, key: Key | None, expected: str) -> None:
    """Print a card as a learner sees it, and with `key` what he does not see."""
    notes = f"{question.kind}, {question.level}, seed {question.seed}"
    heading(screen, screen.text(question.card, "bold"), screen.text(notes, "dim"))
    screen.blank()
    screen.lines(markup.render(screen, question.prompt))
    if question.options:
        screen.blank()
        screen.lines(options(screen, question.kind, question.options))
    if question.form:
        screen.blank()
        screen.lines(markup.render(screen, question.form, "dim"))
    if key is None:
        return
    for number, hint in enumerate(question.hints, 1):
        screen.blank()
        screen.lines(markup.render(screen, f"**Hint {number}.** {hint}"))
    screen.blank()
    screen.lines(markup.answer_lines(screen, "Answer", expected))
    for mistake in key.mistakes:
        screen.blank()
        screen.lines(markup.render(screen, f"**{mistake.name}**: {mistake.say}", "yellow"))
    if key.explain:
        screen.blank()
        screen.lines(markup.render(screen, key.explain))
