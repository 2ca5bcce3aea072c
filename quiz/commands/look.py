"""Commands that show: the cards, one card, the statistics."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from quiz.app import App, as_json, complete_cards, complete_topics, print_json, shared


@click.command("list")
@click.argument("topic", required=False, shell_complete=complete_topics)
@click.option("--kind", type=click.Choice(["number", "array", "choice", "order", "recall"]), help="Only this kind.")
@click.option("--level", type=click.Choice(["easy", "medium", "hard"]), help="Only this level.")
@click.option("--due", is_flag=True, help="Only what is due today.")
@as_json
@shared
@click.pass_obj
def list_cards(app: App, topic: str | None, kind: str | None, level: str | None, due: bool, as_json: bool) -> None:
    """List the cards and how they stand."""
    from quiz.history.days import as_date
    from quiz.study.schedule import due_day

    chosen = app.topic(topic) if topic else None
    with app.history() as store:
        states, today, interview = store.states(), store.today(), store.settings().interview_day
        rows = []
        for card, summary in app.cards.items():
            state = states.get(card)
            on = due_day(state, interview, today) if state else None
            asleep = state is not None and state.asleep(today)
            wanted = (not chosen or summary.topic == chosen) and (not kind or summary.kind == kind)
            if not wanted or (level and summary.level != level) or (due and (on is None or on > today or asleep)):
                continue
            rows.append(
                {
                    "id": card, "topic": summary.topic, "kind": summary.kind, "level": summary.level,
                    "title": summary.title, "state": _word(state), "due": as_date(on).isoformat() if on else None,
                    "recall": state.recall(today) if state else None, "reviews": state.reps if state else 0,
                    "file": summary.file, "line": summary.line,
                }
            )  # fmt: skip
    if as_json:
        print_json(rows)
        return
    from quiz.render.tables import card_table

    card_table(app.screen, rows)


def _seconds(duration_ms: Any) -> float:
    return duration_ms / 1000 if isinstance(duration_ms, int) else 0.0  # an old log may hold anything


def _word(state: Any) -> str:
    if state is None:
        return "new"
    for name in ("suspended", "known"):
        if getattr(state, name):
            return name
    return "new" if state.is_new else "learning"


@click.command()
@click.argument("card_id", metavar="ID", shell_complete=complete_cards)
@as_json
@shared
@click.pass_obj
def show(app: App, card_id: str, as_json: bool) -> None:
    """Show one card and what was answered."""
    from quiz.history.days import as_date
    from quiz.history.event import Kind
    from quiz.study.schedule import due_day

    summary = app.card(card_id)
    with app.history() as store:
        state, today = store.state(summary.id), store.today()
        on = due_day(state, store.settings().interview_day, today) if state else None
        attempts = [
            {
                "at": as_date(event.study_day).isoformat(), "answer": event.payload.get("answer"),
                "outcome": event.payload.get("outcome"), "mistake": event.payload.get("mistake"),
                "seed": event.payload.get("seed"), "mode": event.payload.get("mode"),
                "seconds": _seconds(event.payload.get("duration_ms")),
            }
            for event in store.events(card=summary.id, kinds=[Kind.ATTEMPT])
        ]  # fmt: skip
    data = {
        "card": asdict(summary), "state": _word(state), "due": as_date(on).isoformat() if on else None,
        "recall": state.recall(today) if state else None, "stability_days": state.stability if state else None,
        "difficulty": state.difficulty if state else None, "reviews": state.reps if state else 0,
        "lapses": state.lapses if state else 0, "flagged": bool(state and state.flagged), "attempts": attempts,
    }  # fmt: skip
    if as_json:
        print_json(data)
        return
    from quiz.render.tables import card_page

    card_page(app.screen, data)


@click.command()
@as_json
@shared
@click.pass_obj
def stats(app: App, as_json: bool) -> None:
    """Show retention, what is due, weak topics."""
    from quiz.study.stats import stats as compute

    with app.history() as store:
        found = compute(
            store.events(), store.states(), store.today(),
            interview_day=store.settings().interview_day, summaries=app.cards,
        )  # fmt: skip
        today = store.today()
    if as_json:
        print_json(asdict(found))
        return
    from quiz.render.figures import figures

    figures(app.screen, found, today)
