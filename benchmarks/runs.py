"""Running the races in fresh processes, and keeping what they gave."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.machine import describe, load, machine_class, pin_threads

HERE = Path(__file__).parent
RUNS = HERE / "runs"  # ignored by git: raw results of every run
BASELINES = HERE / "baselines"

Result = dict[str, Any]


class RaceError(Exception):
    """A race could not be run, or its two sides disagree."""


def race(expression: str = "", ids: Sequence[str] = (), rounds: int = 25) -> tuple[list[Result], list[str]]:
    """Run races once, in a fresh process; return the results and the peers that are missing.

    `expression` is what pytest takes after ``-k``; `ids` are identifiers of cases.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pytest", str(HERE / "test_races.py"), "-q", "-rs", "-p", "no:cacheprovider"]
        command += ["--benchmark-enable", "--benchmark-quiet", f"--benchmark-json={report}", f"--race-rounds={rounds}"]
        command += ["-k", expression] if expression else []
        command += [f"--case={case}" for case in ids]
        pin_threads()  # the child inherits it, so that it holds whatever pytest's plugins import first
        finished = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=False)
        if finished.returncode != 0:
            reasons = [line for line in finished.stdout.splitlines() if line.startswith(("E  ", "FAILED", "ERROR"))]
            raise RaceError("\n".join(reasons) or finished.stdout + finished.stderr)
        data = json.loads(report.read_text())
    results = [entry["extra_info"] for entry in data["benchmarks"] if "ratio" in entry["extra_info"]]
    missing = sorted(
        {line.split("peer missing:")[1].strip() for line in finished.stdout.splitlines() if "peer missing:" in line}
    )
    return results, missing


def keep(results: Sequence[Result]) -> Path:
    """Write the raw results of a run to a file of its own."""
    RUNS.mkdir(exist_ok=True)
    path = RUNS / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    path.write_text(json.dumps({"machine": describe(), "load": load(), "results": list(results)}, indent=1))
    return path


def baseline_file() -> Path:
    """Return where this class of machine keeps its baseline."""
    return BASELINES / f"{machine_class()}.json"


def read_baseline() -> dict[str, list[float]]:
    """Return the ratios of the baseline's processes by case."""
    path = baseline_file()
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in BASELINES.glob("*.json"))) or "none"
        raise RaceError(
            f"no baseline for this class of machine ({machine_class()}; there are: {known}).\n"
            "Ratios do not carry over between processors: check out the old revision here, run "
            "`python -m benchmarks accept`, and come back."
        )
    ratios: dict[str, list[float]] = json.loads(path.read_text())["ratios"]
    return ratios


def write_baseline(ratios: dict[str, list[float]]) -> Path:
    """Store the baseline of this class of machine."""
    BASELINES.mkdir(exist_ok=True)
    path = baseline_file()
    rounded = {case: [float(f"{ratio:.4g}") for ratio in values] for case, values in sorted(ratios.items())}
    path.write_text(json.dumps({"machine": describe(), "ratios": rounded}, indent=1) + "\n")
    return path
