"""``python -m benchmarks``: the table of ratios, the gate against a stored baseline, and what first calls cost."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from benchmarks import runs
from benchmarks.judge import judge, spread
from benchmarks.machine import load, machine_class
from benchmarks.page import page as render
from benchmarks.table import summary, table


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-k", "expression", default="", help="Only cases that match, as pytest's -k: 'entropy and medium'.")
@click.option("--rounds", default=25, show_default=True, help="Pairs timed for each case.")
@click.pass_context
def main(context: click.Context, expression: str, rounds: int) -> None:
    """Race every algorithm against its peers, alternately in one process, and print the table of ratios.

    A ratio is the peer's time over ours: 8 is eight times faster, 0.5 takes twice the peer's time.
    """
    if context.invoked_subcommand is not None:
        return
    _warn_of_load()
    try:
        results, missing = runs.race(expression, rounds=rounds)
    except runs.RaceError as error:
        raise click.ClickException(str(error)) from None
    if not results:
        raise click.ClickException(f"no case matches {expression!r}")
    click.echo(table(results))
    click.echo()
    click.echo(summary(results, missing))
    click.echo(f"kept as {runs.keep(results)}")


@main.command()
@click.option("-k", "expression", default="", help="Only cases that match, as pytest's -k.")
@click.option(
    "--processes",
    type=click.IntRange(min=3),
    default=5,
    show_default=True,
    help="Fresh processes, whose spread becomes the noise band.",
)
def accept(expression: str, processes: int) -> None:
    """Store today's ratios as the baseline of this class of machine."""
    _warn_of_load()
    ratios: dict[str, list[float]] = {}
    for number in range(processes):
        results = _race(expression)
        click.echo(f"process {number + 1} of {processes}: {len(results)} cases, kept as {runs.keep(results)}")
        for result in results:
            ratios.setdefault(result["case"], []).append(result["ratio"])
    click.echo(f"\nthe last process:\n\n{table(results)}\n\n{summary(results, [])}\n")
    kept = runs.read_baseline() if expression and runs.baseline_file().is_file() else {}
    click.echo(f"{len(ratios)} cases stored in {runs.write_baseline(kept | ratios)}")


@main.command()
@click.option("-k", "expression", default="", help="Only cases that match, as pytest's -k.")
def gate(expression: str) -> None:
    """Compare with the baseline; exit with 1 and the names of the cases that became slower.

    A suspect is run again alone in three fresh processes, and only counts if it is slower in all of them by more than
    the noise that the baseline's processes showed.
    """
    _warn_of_load()
    try:
        baseline = runs.read_baseline()
    except runs.RaceError as error:
        raise click.ClickException(str(error)) from None
    floor = sorted(spread(ratios) for ratios in baseline.values())[len(baseline) // 2]
    now = {result["case"]: result["ratio"] for result in _race(expression)}
    if not expression and (gone := sorted(set(baseline) - set(now))):
        raise click.ClickException("in the baseline, but not raced: " + "; ".join(gone))
    suspects = [case for case in now if case in baseline and judge(case, baseline[case], [now[case]], floor).regressed]
    confirmed = []
    for case in suspects:
        again = [run["ratio"] for _ in range(3) for run in _race(ids=[case], rounds=50) if run["case"] == case]
        change = judge(case, baseline[case], again, floor)
        click.echo(
            f"{'REGRESSION' if change.regressed else 'noise     '} {case}: {change.slowdown:.2f} times slower against "
            f"the peer than in the baseline; detectable from {change.detectable:.2f}"
        )
        confirmed += [case] if change.regressed else []
    compared = len(set(now) & set(baseline))
    click.echo(f"{compared} cases compared on {machine_class()}, {len(set(now) - set(baseline))} without a baseline")
    click.echo(f"{len(confirmed)} regressions" + "".join(f"\n  {case}" for case in confirmed))
    sys.exit(1 if confirmed else 0)


@main.command()
@click.argument("run", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def page(run: Path | None) -> None:
    """Print a kept run, the newest if none is named, as the Markdown page that docs/races.md is."""
    kept = run or max(runs.RUNS.glob("*.json"), default=None)
    if kept is None:
        raise click.ClickException("no run was kept yet: call `python -m benchmarks` first")
    click.echo(render(json.loads(kept.read_text())), nl=False)


@main.command()
@click.option("-k", "expression", default="", help="Only names that contain this.")
def cold(expression: str) -> None:
    """Measure imports, first calls with an empty and with a filled cache, and compiled versions per kernel."""
    from benchmarks.cold import report

    for line in report(expression):
        click.echo(line)


def _race(expression: str = "", ids: Any = (), rounds: int = 25) -> list[runs.Result]:
    try:
        results, missing = runs.race(expression, ids, rounds)
    except runs.RaceError as error:
        raise click.ClickException(str(error)) from None
    if missing:
        click.echo(f"missing peers: {', '.join(missing)}")
    return results


def _warn_of_load() -> None:
    if (busy := load()) > 0.7:
        click.echo(f"load is {busy:.1f} per core: ratios hold on a busy machine, their spread grows", err=True)


main(prog_name="python -m benchmarks")
