"""The first run: a date, topics, minutes a day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from quiz.history.days import as_day
from quiz.session.editor import Reader

if TYPE_CHECKING:
    from quiz.deck.index import Summary
    from quiz.render.screen import Screen

Value = TypeVar("Value")
_UNITS = {"day": 1, "week": 7, "month": 30}


def read_date(text: str, today: date) -> date | None:
    """Return a date to come: ISO, or a time from now; None where nothing was typed.

    >>> read_date("3 weeks", date(2026, 11, 22)), read_date("2027-01-15", date(2026, 11, 22))
    (datetime.date(2026, 12, 13), datetime.date(2027, 1, 15))
    """
    text = text.strip().lower()
    if text in ("", "none", "no"):
        return None
    span = re.fullmatch(r"(?:in )?(\d{1,3}) (day|week|month)s?", text)
    try:
        found = today + timedelta(days=int(span[1]) * _UNITS[span[2]]) if span else date.fromisoformat(text)
    except ValueError:
        raise ValueError("write the date as 2027-01-15, or as 3 weeks") from None
    if found <= today:
        raise ValueError(f"{found} is not in the future")
    return found


def read_topics(text: str, topics: list[str]) -> tuple[str, ...]:
    """Return the topics named or numbered; all of them is the empty tuple.

    >>> read_topics("2 graphs", ["graphs", "information", "trees"])
    ('graphs', 'information')
    """
    words = [word for word in re.split(r"[\s,]+", text.strip().lower()) if word]
    chosen = []
    for word in words:
        if word == "all":
            return ()
        found = [t for t in topics if t == word] or [t for t in topics if t.startswith(word)]
        if word.isdigit() and 1 <= int(word) <= len(topics):
            found = [topics[int(word) - 1]]
        if len(found) != 1:
            raise ValueError(f"there is no topic {word}" if not found else f"{word} could be {' or '.join(found)}")
        chosen += found
    kept = tuple(topic for topic in topics if topic in chosen)
    return () if len(kept) == len(topics) else kept


def read_minutes(text: str, default: int) -> int:
    """Return minutes a day."""
    found = re.fullmatch(r"(\d{1,4})\s*(min|minutes?)?", text.strip().lower() or str(default))
    if not found or not 1 <= int(found[1]) <= 1440:
        raise ValueError("write a number of minutes, such as 20")
    return int(found[1])


def welcome(
    screen: Screen, reader: Reader, summaries: Mapping[str, Summary], today: date, minutes: int
) -> dict[str, Any]:
    """Ask what the plan needs, and return it as settings."""
    from quiz.render import markup
    from quiz.render.talk import heading

    topics = Counter(summary.topic for summary in summaries.values())
    heading(screen, screen.text("kernelcards", "bold"), screen.text(f"{len(summaries)} cards", "dim"))
    screen.blank()
    screen.lines(markup.render(screen, _WELCOME))

    def ask(question: str, read: Callable[[str], Value]) -> Value:
        screen.blank()
        screen.lines(markup.render(screen, question))
        while True:
            try:
                return read(reader.read())
            except ValueError as error:
                screen.print(screen.text(_sentence(error), "yellow"))

    on = ask(
        "**When is the interview?** A date such as 2027-01-15, or 3 weeks. Enter: no date.",
        lambda t: read_date(t, today),
    )
    listed = "   ".join(
        f"{i} {name} ({count})".replace("_", " ").replace(" ", markup.HELD)
        for i, (name, count) in enumerate(topics.items(), 1)
    )
    chosen = ask(f"**Which topics?** Names or numbers. Enter: all.\n\n{listed}", lambda t: read_topics(t, list(topics)))
    daily = ask(f"**How many minutes a day?** Enter: {minutes}.", lambda t: read_minutes(t, minutes))
    return {"interview_day": as_day(on) if on else None, "topics": chosen, "minutes": daily}


def wants_placement(screen: Screen, reader: Reader, count: int) -> bool:
    """Offer the placement questions."""
    from quiz.render import markup

    screen.blank()
    screen.lines(
        markup.render(
            screen,
            f"**Begin with {count} placement questions?** They find what you know already, so that "
            "the plan starts where you are. y or n; Enter: yes.",
        )
    )
    return reader.read().strip().lower() not in ("n", "no")


_WELCOME = (
    "Every question here draws fresh numbers, and every answer is graded by running the algorithm itself. "
    "Three questions set up your plan; `quiz setup` changes it later."
)


def _sentence(error: ValueError) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."
