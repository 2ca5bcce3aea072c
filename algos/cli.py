"""The command `algos`: the catalogue, one algorithm with its source, and compiling ahead."""

from __future__ import annotations

import doctest
import importlib
import json
import sys
import time
from collections.abc import Sequence
from typing import Any

import click

from ._catalogue import Entry, entries, find, listings, topics


class _Topic(click.ParamType[str]):
    """A topic; the shell completes it."""

    name = "topic"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in topics():
            self.fail(f"no topic is called {value!r}; there are {', '.join(topics())}", param, ctx)
        return value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:  # noqa: ARG002
        from click.shell_completion import CompletionItem

        return [CompletionItem(topic) for topic in topics() if topic.startswith(incomplete)]


def _complete_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    return [entry.name for entry in entries() if entry.name.startswith(incomplete)]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kernelcards", prog_name="algos")
def main() -> None:
    """List the reference algorithms, show how each works, or compile them ahead."""


@main.command("list")
@click.argument("topic", type=_Topic(), required=False)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array instead.")
def list_(topic: str | None, as_json: bool) -> None:
    """List the public names, of one TOPIC or of all."""
    found = [entry for entry in entries(topic) if entry.kind != "result"]
    if as_json:
        click.echo(json.dumps([_as_json(entry) for entry in found], indent=2))
        return
    width = max(len(entry.name) for entry in found)
    for entry in found:
        click.echo(f"{entry.name:{width}}  {entry.summary}")


@main.command()
@click.argument("name", shell_complete=_complete_names)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object instead.")
@click.option("--color/--no-color", default=None, help="Colour the source; by default where the output is a terminal.")
def show(name: str, as_json: bool, color: bool | None) -> None:
    """Show one algorithm: formula, arguments, cost, and the source of it and of the kernels it runs.

    NAME is dotted, as in `algos show cluster.KMeans`.
    """
    try:
        entry = find(name)
    except KeyError as error:
        raise click.ClickException(str(error.args[0])) from None
    pieces = listings(entry)
    if as_json:
        code = [{"file": str(piece.file), "line": piece.line, "code": piece.code} for piece in pieces]
        click.echo(json.dumps(_as_json(entry) | {"doc": entry.doc, "source": code}, indent=2))
        return
    click.echo(f"algos.{entry.topic}.{entry.signature}\n")
    click.echo(entry.doc + "\n")
    for piece in pieces:
        click.echo(click.style(f"# {piece.file}:{piece.line}", dim=True), color=color)
        click.echo(_highlighted(piece.code) if color or (color is None and sys.stdout.isatty()) else piece.code)
        click.echo()


def _highlighted(code: str) -> str:
    """Colour Python source for a terminal, with the highlighter that rich brings along."""
    from pygments import highlight
    from pygments.formatters import TerminalFormatter
    from pygments.lexers import PythonLexer

    return str(highlight(code, PythonLexer(), TerminalFormatter())).rstrip("\n")


def _as_json(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "kind": entry.kind,
        "signature": entry.signature,
        "summary": entry.summary,
        "formula": entry.formula,
        "cost": entry.cost,
        "file": str(entry.file),
        "line": entry.line,
    }


@main.command()
@click.argument("topic", type=_Topic(), required=False)
def warmup(topic: str | None) -> None:
    """Compile the kernels of one TOPIC, or of all, and store them, so that no first call has to wait.

    Runs the examples of the docstrings, which call every public name the way a user does.
    """
    found = [entry for entry in entries(topic) if entry.kind != "result"]
    started = time.perf_counter()
    with click.progressbar(found, label="Compiling", item_show_func=lambda entry: entry.name if entry else "") as bar:
        for entry in bar:
            _run_examples(entry)
    click.echo(f"{len(found)} algorithms are ready, after {time.perf_counter() - started:.1f} s")


def _run_examples(entry: Entry) -> None:
    module = importlib.import_module(f"algos.{entry.topic}")
    public = getattr(module, entry.name.partition(".")[2])
    names = vars(sys.modules[public.__module__])
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    for example in doctest.DocTestFinder(recurse=False).find(public, entry.name, globs=dict(names)):
        failures: list[str] = []
        runner.run(example, out=failures.append)
        if failures:
            raise click.ClickException(f"the example of {entry.name} fails:\n{''.join(failures)}")


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line, for ``python -m algos``."""
    main(args=arguments, prog_name="algos")
