"""Commands that keep the history: undo, suspend, resume, setup, doctor, log, tune, completion."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

import click

from quiz.app import FINDINGS, App, Fault, as_json, complete_cards, print_json, shared

cards_argument = click.argument("card_ids", metavar="ID...", nargs=-1, required=True, shell_complete=complete_cards)


@click.command()
@click.option("--redo", is_flag=True, help="Bring back what was last undone.")
@as_json
@shared
@click.pass_obj
def undo(app: App, redo: bool, as_json: bool) -> None:
    """Take back the last answer or key.

    It reaches into earlier sessions; --redo brings back what was last undone.
    """
    from quiz.session.showing import UNDONE

    with app.history() as store:
        event = store.redo() if redo else store.undo()
    if as_json:
        print_json(None if event is None else {"event": event.event_id, "kind": event.kind, "card": event.card})
        return
    if event is None:
        click.echo("There is nothing to " + ("redo." if redo else "undo."))
        return
    outcome = event.payload.get("outcome") if event.kind == "attempt" else None
    answer = f" ({outcome}: {event.payload.get('answer', '')})" if outcome else ""
    what = {"attempt": "the answer to", "override": "your rating of"}.get(event.kind) or UNDONE.get(
        event.kind, event.kind
    )
    click.echo(app.screen.show(f"{'Redone' if redo else 'Undone'}: {what} {event.card}{answer}"))


@click.command()
@cards_argument
@shared
@click.pass_obj
def suspend(app: App, card_ids: tuple[str, ...]) -> None:
    """Ask these cards no more until `quiz resume`."""
    found = [app.card(card).id for card in card_ids]
    with app.history() as store:
        for card in found:
            store.suspend(card)
            click.echo(f"Suspended {card}")


@click.command()
@cards_argument
@shared
@click.pass_obj
def resume(app: App, card_ids: tuple[str, ...]) -> None:
    """Ask suspended or known cards again."""
    found = [app.card(card).id for card in card_ids]
    with app.history() as store:
        for card in found:
            state = store.state(card)
            if state is None or not state.asleep(store.today()):
                click.echo(f"{card} was not set aside")
                continue
            store.resume(card)
            click.echo(f"Resumed {card}")


@click.command()
@click.option("--interview", "on", metavar="DATE", help="Date of the interview: 2027-01-15, '3 weeks', or none.")
@click.option("--topics", help="Topics, separated by commas; or all.")
@click.option("--minutes", type=click.IntRange(1, 1440), help="Minutes a day.")
@click.option("--new", "new_per_day", type=click.IntRange(0, 1000), help="New cards a day.")
@click.option("--retention", "desired_retention", type=click.FloatRange(0.7, 0.99), help="Share to be recalled.")
@click.option("--rollover", "rollover_hour", type=click.IntRange(0, 23), help="Hour at which a study day begins.")
@shared
@click.pass_obj
def setup(app: App, /, on: str | None, topics: str | None, **options: int | float | None) -> None:
    """Change date, topics or minutes a day."""
    from quiz.history.days import as_date, as_day
    from quiz.session.editor import reader
    from quiz.session.welcome import read_date, read_topics, welcome

    changes: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    with app.history() as store:
        today = as_date(store.today())
        try:
            if on is not None:
                day = read_date(on, today)
                changes["interview_day"] = as_day(day) if day else None
            if topics is not None:
                changes["topics"] = read_topics(topics, app.cards.topics())
            if not changes:
                lines = reader(app.screen)
                if lines.piped:
                    raise click.UsageError("say what to change, for example: quiz setup --minutes 15")
                changes = welcome(app.screen, lines, app.cards, today, store.settings().minutes)
            settings = store.set(**changes)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None
        except EOFError:
            click.echo("\nNothing was changed.")
            return
    topics_text = ", ".join(settings.topics) or "all topics"
    click.echo(f"Interview: {settings.interview_date or 'no date'}. {topics_text}. {settings.minutes} minutes a day.")


@click.command()
@click.option("--repair", is_flag=True, help="Rebuild the schedule from the events.")
@as_json
@shared
@click.pass_obj
def doctor(app: App, repair: bool, as_json: bool) -> None:
    """Rebuild the schedule and compare.

    The schedule is rebuilt from the event log; exit code 1 where it differs from the one in use.
    """
    from quiz.history import doctor as doctor_

    with app.history() as store:
        report = (doctor_.repair if repair else doctor_.examine)(store, set(app.cards))
    if as_json:
        print_json(asdict(report) | {"ok": report.ok})
    else:
        from quiz.render.tables import health

        health(app.screen, report)
    if not report.ok:
        click.get_current_context().exit(FINDINGS)


@click.command()
@click.option("--adopt", is_flag=True, help="Schedule by the fitted weights from the next answer on.")
@as_json
@shared
@click.pass_obj
def tune(app: App, adopt: bool, as_json: bool) -> None:
    """Fit the scheduler to your own log.

    Nothing changes without --adopt; the comparison is on reviews that the fit has not seen.
    """
    from quiz.study import tune as tune_

    with app.history() as store:
        try:
            found = tune_.tune(store)
        except (tune_.TuneMissing, tune_.TooFewReviews) as error:
            raise click.ClickException(str(error)) from None
        if adopt:
            tune_.adopt(store, found)
    if as_json:
        print_json(asdict(found) | {"better": found.better, "adopted": adopt})
        return
    click.echo(f"Fitted to {found.trained_on} reviews, tested on the {found.tested_on} after them.")
    click.echo(f"Log loss {found.loss_before:.4f} before, {found.loss_after:.4f} after; lower is better.")
    advice = (
        "Adopt them with `quiz tune --adopt`." if found.better else "The present weights predict no worse: keep them."
    )
    click.echo("Adopted; they hold from the next answer on." if adopt else advice)


@click.group()
@shared
def log() -> None:
    """Export the history, or merge another."""


@log.command()
@click.argument("file", type=click.File("w", encoding="utf-8", atomic=True), default="-")
@shared
@click.pass_obj
def export(app: App, file: TextIO) -> None:
    """Write every event as one line of JSON to FILE (or the screen)."""
    from quiz.history.exchange import export_log

    with app.history() as store:
        count = export_log(store, file)
    click.echo(f"{count} events", err=True)


@log.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
@shared
@click.pass_obj
def merge(app: App, path: Path, as_json: bool) -> None:
    """Add the events of another machine: a log written by `export`, or its history.sqlite3."""
    from quiz.history.exchange import MergeError
    from quiz.history.exchange import merge as merge_

    with app.history() as store:
        try:
            merged = merge_(store, path)
        except MergeError as error:
            raise Fault(str(error)) from None
    if as_json:
        print_json(asdict(merged))
    else:
        click.echo(f"{merged.added} events added, {merged.already} were there already")


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a shell completion script.

    For example: eval "$(quiz completion bash)"
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.ClickException(f"no completion for {shell}")
    click.echo(kind(context.find_root().command, {}, "quiz", "_QUIZ_COMPLETE").source())
