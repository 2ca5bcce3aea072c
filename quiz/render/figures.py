"""The statistics: retention, a heat map of days, what falls due, the weakest topics, the mistakes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from quiz.history.days import as_date
from quiz.render import markup
from quiz.render.talk import heading
from quiz.study.stats import Stats

if TYPE_CHECKING:
    from rich.text import Text

    from quiz.render.screen import Screen

_EIGHTHS = " ▏▎▍▌▋▊▉█"


def figures(screen: Screen, stats: Stats, today: int) -> None:
    """Print everything that `quiz stats` knows."""
    heading(screen, screen.text("Statistics", "bold"), screen.text(as_date(today).isoformat(), "dim"))
    screen.blank()
    if not stats.answers:
        screen.lines(markup.render(screen, "Nothing was answered yet. The command `quiz` starts a session."))
        return
    days = "day" if stats.streak.current == 1 else "days"
    answers, met = (
        f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((stats.answers, "answer"), (stats.cards_met, "card"))
    )
    minutes = f"{stats.minutes:.0f} min" if stats.minutes >= 1 else "less than a minute"
    screen.lines(
        markup.wrap(
            screen,
            screen.text(
                f"{answers} in {minutes}; {met} met; "
                f"{stats.streak.current} {days} in a row (longest {stats.streak.longest})."
            ),
            screen.room,
        )
    )
    screen.blank()
    _retention(screen, stats)
    _title(screen, "Days")
    screen.lines(heat_map(screen, {row.day: row.count for row in stats.heat}, as_date(today)))
    _title(screen, "Falling due")
    screen.lines(forecast(screen, [(row.day, row.count) for row in stats.forecast[:14]]))
    if stats.topics:
        _title(screen, "Topics, weakest first")
        _topics(screen, stats)
    if stats.mistakes:
        _title(screen, "Mistakes")
        _mistakes(screen, stats)
    if stats.calibration:
        _title(screen, "Predicted recall against what happened")
        screen.print(screen.text(" said   was", "dim"))
        for row in stats.calibration:
            text = f"{row.predicted:>5.0%}  {row.observed:>5.0%}  "
            line = (
                screen.text(text)
                .append_text(bar(screen, row.observed, 20))
                .append_text(screen.text(f"  {row.reviews}", "dim"))
            )
            screen.lines([line])
        if stats.log_loss is not None:
            screen.print(screen.text(f"log loss {stats.log_loss:.3f}; lower is better", "dim"))


def _title(screen: Screen, text: str) -> None:
    screen.blank()
    screen.print(screen.text(text, "bold"))
    screen.blank()


def _retention(screen: Screen, stats: Stats) -> None:
    width = max(4, min(20, screen.room - 36))
    for row in stats.retention:
        name = "always" if row.days is None else f"{row.days} days"
        line = screen.text(f"recalled, {name:<8} ", "dim")
        if row.rate is None:
            line.append_text(screen.text("no reviews yet", "dim"))
        else:
            line.append_text(bar(screen, row.rate, width))
            line.append_text(screen.text(f" {row.rate:4.0%}", "bold")).append_text(
                screen.text(f"  of {row.reviews}", "dim")
            )
        screen.lines([line])


def bar(screen: Screen, share: float, width: int, style: str = "green") -> Text:
    """Return a horizontal bar for a share of one."""
    share = min(max(share, 0.0), 1.0)
    if not screen.unicode:
        full = round(share * width)
        return screen.text("#" * full, style).append_text(screen.text("." * (width - full), "dim"))
    eighths = round(share * width * 8)
    text = "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")
    return screen.text(text, style).append_text(screen.text("░" * (width - len(text)), "dim"))


def heat_map(screen: Screen, counts: dict[str, int], today: date) -> list[Text]:
    """Return weeks as columns and weekdays as rows, like a wall calendar; the newest week is at the right."""
    weeks = max(4, min((screen.room - 5) // 2, 26))
    monday = today - timedelta(days=today.weekday() + 7 * (weeks - 1))
    most = max(counts.values(), default=0)
    signs = "·░▒▓█" if screen.unicode else ".-+*#"
    colours = ("dim", "green", "green", "green", "green")
    months = ""
    for week in range(weeks):
        first = monday + timedelta(days=7 * week)
        begins = week == 0 or first.month != (first - timedelta(days=7)).month
        if begins and len(months) <= 2 * week and week < weeks - 1:
            months = f"{months:<{2 * week}}{first:%b} "
    rows = [screen.text("     " + months.rstrip(), "dim")]
    for weekday in range(7):
        name = ("Mon", "", "Wed", "", "Fri", "", "Sun")[weekday]
        row = screen.text(f"{name:<5}", "dim")
        for week in range(weeks):
            day = monday + timedelta(days=7 * week + weekday)
            if day > today:
                continue
            count = counts.get(day.isoformat(), 0)
            level = 0 if not count else 1 + min(3, (4 * count - 1) // most)
            row.append_text(screen.text(signs[level], colours[level])).append(" ")
        rows.append(row)
    return rows


def forecast(screen: Screen, days: list[tuple[str, int]]) -> list[Text]:
    """Return one bar a day."""
    most = max((count for _, count in days), default=0) or 1
    rows = []
    for number, (day, count) in enumerate(days):
        name = "today" if number == 0 else date.fromisoformat(day).strftime("%a %d %b")
        row = screen.text(f"{name:<11}", "dim").append_text(screen.text(f"{count:>4}  "))
        if count:
            width = max(1, round(count / most * min(30, screen.room - 18)))
            row.append_text(screen.text(screen.sign("█", "#") * width, "cyan"))
        rows.append(row)
    return rows


def _mistakes(screen: Screen, stats: Stats) -> None:
    from quiz.mistakes import title

    for mistake in stats.mistakes[:6]:
        text = screen.text(title(mistake.name))
        text.append_text(screen.text(f"  {', '.join(mistake.cards[:2])}", "dim"))
        for number, row in enumerate(markup.wrap(screen, text, screen.room - 5)):
            head = screen.text(f"{mistake.count:>3}  ", "yellow") if number == 0 else screen.text(" " * 5)
            screen.lines([head.append_text(row)])


def _topics(screen: Screen, stats: Stats) -> None:
    width = max(len(topic.topic) for topic in stats.topics)
    for topic in stats.topics[:10]:
        line = screen.text(f"{topic.topic.replace('_', ' '):<{width}}  ")
        if not topic.answers:
            line.append_text(screen.text(f"{'':12}  not asked yet, {topic.cards} cards", "dim"))
            screen.lines([line])
            continue
        style = "red" if topic.strength < 0.6 else "yellow" if topic.strength < 0.8 else "green"
        line.append_text(bar(screen, topic.strength, 12, style))
        line.append_text(
            screen.text(f"  {topic.right} of {topic.answers} right, {topic.met} of {topic.cards} met", "dim")
        )
        screen.lines([line] if line.cell_len <= screen.room else markup.wrap(screen, line, screen.room))
