"""Commands for those who write cards: lint, schema, preview, anki."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from quiz.app import FINDINGS, App, as_json, complete_cards, complete_topics, print_json, shared


@click.command()
@click.argument("names", metavar="[ID|TOPIC]...", nargs=-1, shell_complete=complete_cards)
@click.option("--seeds", type=click.IntRange(1), default=25, show_default=True, help="Variants of each card to check.")
@click.option("--write", is_flag=True, help="Then write the index and the prepared questions of the packaged decks.")
@as_json
@shared
@click.pass_obj
def lint(app: App, names: tuple[str, ...], seeds: int, write: bool, as_json: bool) -> None:
    """Check cards, exit code 1 on findings.

    Format, keys, mistakes told apart, variants, and whether the prompt fits a narrow terminal.
    """
    from quiz import lint as lint_

    found = app.catalogue()
    chosen: list[str] = []
    for name in names:
        of_topic = [card for card in found if found[card].topic == name]
        if of_topic or not found.faults or name in found:  # where a deck is faulty, the name may be in that one
            chosen += of_topic or [app.card(name, found).id]
    with app.screen.waiting("checking") as status:
        progress = (lambda card: status.update(app.screen.text(card, "dim"))) if status else (lambda card: None)  # noqa: ARG005
        problems = lint_.lint(found, seeds, chosen if names else None, progress=progress)
    if names:
        faults = [lint_.Problem("deck", f.message, file=f.file, line=f.line, column=f.column) for f in found.faults]
        problems = faults + problems
    written = lint_.write(found) if write and not problems else []
    if as_json:
        print_json([asdict(problem) for problem in problems])
    else:
        for problem in problems:
            click.echo(app.screen.show(str(problem)))
        cards_checked = len(chosen if names else found)
        click.echo(f"{cards_checked} cards, {seeds} variants each: {len(problems)} findings", err=True)
        for path in written:
            click.echo(f"wrote {path}", err=True)
    if problems:
        click.get_current_context().exit(FINDINGS)


@click.group()
@shared
def cards() -> None:
    """Format, preview and export of cards."""


@cards.command()
@shared
def schema() -> None:
    """Print the JSON Schema of a deck."""
    from quiz.deck.reading import schema as schema_

    print_json(schema_())


@cards.command()
@click.argument("card_id", metavar="ID", shell_complete=complete_cards)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="The number of the variant.")
@click.option("--answer", is_flag=True, help="Show the answer, the mistakes and the explanation too.")
@as_json
@shared
@click.pass_obj
def preview(app: App, card_id: str, seed: int, answer: bool, as_json: bool) -> None:
    """Show a card as a learner sees it."""
    from quiz.render.tables import preview_page
    from quiz.session.desk import Desk
    from quiz.session.roles import Unfit

    summary = app.card(card_id)
    desk = Desk(app.cards, None, lambda card, ahead: seed, seed=seed)  # noqa: ARG005
    try:
        question = desk.draw(summary.id)
        key = desk.answer(question)
        expected = desk.expected(question, key)
    except Unfit as error:
        raise click.ClickException(f"{summary.file}:{summary.line}:1: {summary.id}: {error}") from None
    if as_json:
        data: dict[str, Any] = {"question": question.to_json()}
        if answer:
            mistakes = [{"name": m.name, "value": m.value, "say": m.say} for m in key.mistakes]
            data |= {"expected": expected, "explain": key.explain, "mistakes": mistakes}
        print_json(data)
        return
    preview_page(app.screen, question, key if answer else None, expected)


@cards.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--topic", help="Only this topic.", shell_complete=complete_topics)
@click.option("--variants", type=click.IntRange(1, 50), default=3, show_default=True, help="Notes for each card.")
@shared
@click.pass_obj
def anki(app: App, path: Path, topic: str | None, variants: int) -> None:
    """Write cards as an Anki package (.apkg); needs the extra `anki`."""
    from quiz.anki import AnkiMissing, export_deck
    from quiz.generate import generate

    chosen = [card for card in app.cards if not topic or app.cards[card].topic == app.topic(topic)]
    notes = (generate(app.cards.card(card), seed) for card in chosen for seed in range(1, variants + 1))
    try:
        count = export_deck(notes, path)
    except AnkiMissing as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{count} notes in {path}")
