"""What today's session holds, in a line or two; and what to do when nothing is due."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from quiz.render import markup
from quiz.render.talk import when
from quiz.study.plan import Plan, next_due

if TYPE_CHECKING:
    from quiz.history.settings import Settings
    from quiz.render.screen import Screen
    from quiz.study.schedule import CardState


def agenda(screen: Screen, plan: Plan) -> None:
    """Print what today holds."""
    parts = []
    if plan.due:
        parts.append(f"{plan.due} due")
    if plan.new:
        parts.append(f"{plan.new} new")
    text = f"Today: {' and '.join(parts)}, about {max(round(plan.minutes), 1)} min."
    if plan.show_backlog:
        text += f" {plan.backlog} more than fit today; the weakest come first, and the rest can wait."
    if plan.edited:
        text += f" {plan.edited} {_cards(plan.edited)} changed since you learnt them."
    coverage = plan.coverage
    if coverage is not None:
        text += f" Interview in {coverage.days_left} days"
        if coverage.reachable < coverage.unseen:
            text += (
                f": {coverage.unseen} cards are still unseen, {coverage.per_day} new ones a day would reach all "
                f"(`quiz setup --new {coverage.per_day}`)"
            )
        text += "."
    screen.blank()
    screen.lines(markup.render(screen, text, "dim"))


def nothing_due(screen: Screen, states: Mapping[str, CardState], settings: Settings, today: int, cards: int) -> None:
    """Say that today is done, when the next card is due, and what can be done instead."""
    if not cards:
        screen.print(screen.text("There are no cards. Put a deck into the decks folder of your home, or use --deck."))
        return
    ahead = next_due(states, settings.interview_day, today)
    text = "**Nothing is due today.**"
    if ahead is not None:
        text += f" Next: {when(ahead[0] - today)}, {ahead[1]} {_cards(ahead[1])}."
    text += " `quiz drill` practises your weakest cards, `quiz interview` is a timed test; neither moves a due date."
    screen.blank()
    screen.lines(markup.render(screen, text))


def _cards(count: int) -> str:
    return "card" if count == 1 else "cards"
