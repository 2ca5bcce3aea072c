"""The command line: parse, call, print.

Exit codes: 0 done; 1 findings (lint, doctor); 2 usage; 3 a deck or the history cannot be read; 130 interrupted.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
from contextlib import suppress
from typing import Any

import click

from quiz.app import App, Fault, shared
from quiz.commands import author, keep, learn, look


class Quiz(click.Group):
    """The group of commands; faults of decks and histories end it with file:line:column, not with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        from quiz.deck.index import DeckError, DeckErrors
        from quiz.history.database import HistoryError

        try:
            return super().invoke(ctx)
        except (DeckError, DeckErrors, HistoryError) as error:
            raise Fault(str(error)) from None
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read our output has had enough
                raise
            raise Fault(f"{error.filename or 'input and output'}: {error.strerror or error}") from None
        except KeyboardInterrupt:
            click.echo("\nInterrupted; everything answered is saved.", err=True)
            ctx.exit(130)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands in the order of use, not of the alphabet."""
        return list(self.commands)


@click.group(
    cls=Quiz,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "obj": None},
    epilog="Exit codes: 0 done, 1 findings, 2 usage, 3 a deck or the history cannot be read, 130 interrupted.",
)
@shared
@click.option("--minutes", type=click.IntRange(1, 1440), metavar="N", help="Length of today's session.")
@click.version_option(package_name="kernelcards", prog_name="quiz")
@click.pass_context
def cli(context: click.Context, minutes: int | None) -> None:
    """Today's session: the cards that are due, then new ones.

    Every question draws fresh numbers; every answer is graded by running the algorithm that it asks about.
    """
    context.ensure_object(App)
    if context.invoked_subcommand is None:
        context.exit(learn.today(context.obj, minutes))


for command in (
    learn.drill, learn.ask, learn.interview, look.list_cards, look.show, look.stats, keep.undo, keep.suspend,
    keep.resume, keep.setup, author.lint, keep.doctor, keep.log, author.cards, keep.tune, keep.completion,
):  # fmt: skip
    cli.add_command(command)


def main() -> None:
    """Run `quiz`; never wait at the end for a compilation in the background."""
    code: Any = 0
    try:
        cli.main(prog_name="quiz")
    except SystemExit as error:
        code = error.code
    if any(thread.name == "kernelcards" for thread in threading.enumerate()):
        # The thread may be inside LLVM, where the interpreter must not be torn down around it.
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError):
                stream.flush()
        os._exit(code if isinstance(code, int) else 1)
    sys.exit(code)
