"""What every command needs: where things lie, the cards, the history, the screen."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quiz.deck.index import Catalogue, Summary
    from quiz.history.store import Store
    from quiz.render.screen import Screen

FINDINGS, FAULT = 1, 3


class Fault(click.ClickException):
    """A deck or a history that cannot be used: the message names the place."""

    exit_code = FAULT

    def show(self, file: Any = None) -> None:
        """Print the message as it is: it begins with file:line:column."""
        click.echo(self.format_message(), file=file or sys.stderr, err=file is None)


@dataclass
class App:
    """The options that every command takes, and what follows from them."""

    home_option: Path | None = None
    decks: list[Path] = field(default_factory=list)
    width: int | None = None
    plain: bool = False
    ascii: bool | None = None

    @cached_property
    def home(self) -> Path:
        """The learner's folder."""
        from quiz.deck.index import home_folder

        return home_folder(self.home_option)

    @cached_property
    def screen(self) -> Screen:
        """The terminal."""
        from quiz.render.screen import Screen, Wishes

        return Screen(wishes=Wishes(self.width, self.plain, self.ascii))

    def catalogue(self) -> Catalogue:
        """Return all cards, with the faults of the decks that were left out."""
        from quiz.deck.index import catalogue, deck_files

        return catalogue(deck_files(self.home, self.decks), self.home / "cache" / "index.json")

    @cached_property
    def cards(self) -> Catalogue:
        """All cards. A deck with faults is left out; one that was named on the command line must be sound."""
        found = self.catalogue()
        named = set(self.decks)
        asked = [fault for fault in found.faults if named & {Path(fault.file), *Path(fault.file).parents}]
        if asked:
            raise Fault("\n".join(map(str, asked)))
        for fault in found.faults:
            click.echo(f"{fault} (this deck is left out)", err=True)
        return found

    def card(self, card_id: str, among: Catalogue | None = None) -> Summary:
        """Return one card by its id or a former id; a usage error names the nearest ids."""
        cards = among if among is not None else self.cards
        try:
            return cards[card_id]
        except KeyError:
            raise click.BadParameter(f"there is no card {card_id!r}{nearest(card_id, list(cards))}") from None

    def topic(self, name: str) -> str:
        """Return a topic by its name; a usage error names the topics."""
        topics = self.cards.topics()
        if name not in topics:
            raise click.BadParameter(f"there is no topic {name!r}{nearest(name, topics)}")
        return name

    @contextmanager
    def history(self) -> Iterator[Store]:
        """Open the learner's history; that of cards renamed, or renamed back, goes to their present ids."""
        from quiz.history.database import HistoryError
        from quiz.history.store import Store, history_path

        try:
            with Store(history_path(self.home)) as store:
                store.adopt_aliases(self.cards.aliases, live=self.cards)
                yield store
        except HistoryError as error:
            raise Fault(str(error)) from None


def nearest(name: str, names: Sequence[str]) -> str:
    """Return a hint at what may have been meant."""
    import difflib

    close = [other for other in names if name.lower() in other][:3] or difflib.get_close_matches(name, names, 1, 0.5)
    if close:
        return f"; did you mean {' or '.join(close)}?"
    return f"; there are {', '.join(names[:8])}{', ...' if len(names) > 8 else ''}" if names else ""


def milliseconds() -> int:
    """Return a clock that only goes forward."""
    return time.monotonic_ns() // 1_000_000


def remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep an option that may stand before or after the command."""
    app = context.ensure_object(App)
    if parameter.name == "decks":
        app.decks.extend(path for path in value or () if path not in app.decks)
    elif value is not None:
        setattr(app, str(parameter.name), value)


def shared(command: Any) -> Any:
    """Add the options that every command takes."""
    path = click.Path(path_type=Path)
    options = [
        click.option("--home", "home_option", type=path, help="Your folder; else KERNELCARDS_HOME."),
        click.option("--deck", "decks", type=path, multiple=True, help="A further deck or folder of decks."),
        click.option("--width", type=click.IntRange(20, 400), metavar="N", help="Columns to use."),
        click.option("--plain", is_flag=True, default=None, help="No colour, drawing or cursor movement."),
        click.option(
            "--ascii/--unicode", "ascii", default=None, help="What the terminal can show; found out if not said."
        ),
    ]
    for option in reversed(options):
        command = _remembered(option)(command)
    return command


def _remembered(option: Any) -> Any:
    def wrap(command: Any) -> Any:
        command = option(command)
        parameters = command.params if isinstance(command, click.Command) else command.__click_params__
        parameters[-1].expose_value, parameters[-1].callback = False, remember
        return command

    return wrap


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program.")


def print_json(value: Any) -> None:
    """Print one JSON value; numbers that JSON lacks become their names."""
    import json

    from quiz.history.event import plain

    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))


def complete_cards(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Complete card ids from the light catalogue."""
    return [card for card in _app(context).cards if card.startswith(incomplete)]


def complete_topics(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Complete topics from the light catalogue."""
    return [topic for topic in _app(context).cards.topics() if topic.startswith(incomplete)]


def _app(context: click.Context) -> App:
    return context.find_root().ensure_object(App)
