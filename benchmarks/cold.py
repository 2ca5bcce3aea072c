"""What a first call costs: import, compiling, loading from the cache, and how many versions of a kernel there are.

Each name is measured in fresh processes: one with an empty cache folder, one with the folder that the first has filled.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.race import Race, all_races
from benchmarks.table import seconds

_CHILD = """
import json, sys, time
from benchmarks.machine import pin_threads
pin_threads()
started = time.perf_counter()
import numba
numba_seconds = time.perf_counter() - started
started = time.perf_counter()
__import__("algos." + sys.argv[2])
topic_seconds = time.perf_counter() - started
from benchmarks.race import all_races
race = all_races()[int(sys.argv[1])]
call = race.ours(*race.data(race.sizes["small"]))
def clock():
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
first = clock()
warm = min(clock() for _ in range(20))
kernels = {id(f): f for m in list(sys.modules.values()) if getattr(m, "__name__", "").startswith("algos")
           for f in vars(m).values() if hasattr(f, "signatures") and f.signatures}
print(json.dumps({"numba": numba_seconds, "topic": topic_seconds, "first": first, "warm": warm,
                  "kernels": len(kernels), "versions": max((len(f.signatures) for f in kernels.values()), default=0)}))
"""


def _child(index: int, topic: str, cache: str) -> dict[str, Any]:
    environment = os.environ | {"NUMBA_CACHE_DIR": cache}
    output = subprocess.run(
        [sys.executable, "-c", _CHILD, str(index), topic],
        cwd=Path(__file__).parents[1],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found: dict[str, Any] = json.loads(output)
    return found


def measure(expression: str = "") -> Iterator[tuple[Race, dict[str, Any], dict[str, Any]]]:
    """Yield each race that `expression` is part of, with its cold and its warm process."""
    for index, race in enumerate(all_races()):
        if expression in race.name:
            with tempfile.TemporaryDirectory() as cache:
                topic = race.name.partition(".")[0]
                yield race, _child(index, topic, cache), _child(index, topic, cache)


def import_seconds(statement: str, repeats: int = 5) -> float:
    """Return the least time that a statement takes in a fresh interpreter, over that of an empty one."""
    code = f"import time; started = time.perf_counter(); {statement}; print(time.perf_counter() - started)"
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(repeats)
    ]
    return min(float(run.stdout) for run in runs)


def report(expression: str = "") -> Iterator[str]:
    """Yield the lines of the table of first calls."""
    bare, numba = import_seconds("import algos"), import_seconds("import numba")
    yield f"import algos: {seconds(bare)}; import numba: {seconds(numba)}\n"
    columns = [
        "algorithm",
        "import topic, after Numba",
        "first call, empty cache",
        "first call, filled cache",
        "warm call",
    ]
    yield f"| {' | '.join(columns)} | kernels | versions of one |"
    yield "|---|---|---|---|---|---|---|"
    for race, cold, warm in measure(expression):
        cells = [
            race.name,
            *(seconds(warm["topic"]), seconds(cold["first"]), seconds(warm["first"]), seconds(warm["warm"])),
        ]
        yield f"| {' | '.join(cells)} | {cold['kernels']} | {cold['versions']} |"
