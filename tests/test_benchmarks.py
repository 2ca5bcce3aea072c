"""The gate must see a slowdown, and must not see one where there is none."""

import json
import math
import subprocess
import sys

import numpy as np
import pytest

from benchmarks import judge, table
from benchmarks.page import page
from benchmarks.race import close, equal


def result(ratio, *, case="a.b / p / small", target=None, low=None, high=None, drift=0.0, note=""):
    return {
        "case": case, "ratio": ratio, "low": low or ratio * 0.95, "high": high or ratio * 1.05, "drift": drift,
        "ours": 1e-6, "theirs": ratio * 1e-6, "rounds": 25, "target": target, "note": note, "peer_version": "1.0",
    }  # fmt: skip


def test_summary_of_a_run(rng):
    ours = rng.uniform(1.0, 1.1, 25)
    found = judge.summarize(np.log(8.0) + rng.normal(0, 0.05, 25), ours, 8 * ours)
    assert found["low"] < found["ratio"] < found["high"]
    assert found["low"] < 8.0 < found["high"]
    assert judge.summarize([0.5] * 5, ours, ours)["low"] == math.exp(0.5)


@pytest.mark.parametrize(
    ("slowdown", "regressed"), [(1.0, False), (1.05, False), (1.5, True), (3.0, True), (0.5, False)]
)
def test_the_gate_sees_what_exceeds_the_noise(slowdown, regressed):
    baseline = [7.7, 8.0, 8.1, 8.2, 7.9]
    change = judge.judge("case", baseline, [8.0 / slowdown * f for f in (0.98, 1.0, 1.01)], floor=0.03)
    assert change.regressed is regressed
    assert change.slowdown == pytest.approx(slowdown, rel=0.02)
    assert change.detectable >= 1.1


def test_false_alarms_are_rare(rng):
    """1000 unchanged cases with 8 % between processes, screened once and confirmed in three."""
    alarms = 0
    for _ in range(1000):
        baseline = np.exp(rng.normal(0, 0.08, 5))
        first = judge.judge("c", baseline, np.exp(rng.normal(0, 0.08, 1)), floor=0.08)
        alarms += first.regressed and judge.judge("c", baseline, np.exp(rng.normal(0, 0.08, 3)), floor=0.08).regressed
    assert alarms <= 2


def test_losses_are_printed_as_large_as_wins():
    rows = [result(0.5), result(4.0, case="c.d / p / small", target=5.0), result(1.0, case="e.f / p / small")]
    text = table.table(rows)
    assert "SLOWER, takes 2.00 times the peer's time" in text
    assert "MISSES the target of 5" in text
    assert "| level" in text
    assert "drifted" in table.verdict(result(2.0, drift=0.9))
    totals = table.summary(rows, ["faiss"])
    assert "geometric mean 1.26; faster 1, level 1, slower 1" in totals
    assert "missing peers: faiss" in totals
    assert "worst 0.5  a.b" in totals
    assert "best  4  c.d" in totals


def test_a_weak_peer_cannot_flatter():
    rows = [result(9.0, case="a.b / weak / small"), result(0.9, case="a.b / strong / small", low=0.8, high=0.95)]
    assert [row["ratio"] for row in table.best_peers(rows)] == [0.9]


def test_the_page_has_every_case_its_losses_and_missed_targets():
    machine = {"cpu": "A", "simd": "avx2", "numba": "1", "numpy": "2", "scipy": "3"}
    rows = [
        result(0.5), result(2000.0, case="a.c / p / small", note="of note"),
        result(4.0, case="c.d / weak / small"), result(3.0, case="c.d / p / small", target=5.0),
    ]  # fmt: skip
    text = page({"machine": machine, "results": rows})
    assert "| `a.b` | small | p 1.0 | 1 µs | 500 ns | **0.5 (slower)** |" in text
    assert "| `a.c` | small | p 1.0 | 1 µs | 2 ms | 2000 |" in text
    assert "weak" not in text
    assert "| a | 2 | 1 | 0 | 1 | 31.6 | 2000 `a.c`, small | 0.5 `a.b`, small |" in text
    assert "| **all** | 3 | 2 | 0 | 1 |" in text
    assert "- c.d / p / small: 3, wants 5" in text
    assert "- `a.c`: of note" in text


def test_agreement_is_proved():
    close()([1.0, 2.0], [1.0, 2.0 + 1e-12])
    with pytest.raises(AssertionError):
        close()([1.0], [1.001])
    with pytest.raises(AssertionError):
        equal([1, 2], [1, 3])


SLOW = """
import sys, time
from benchmarks import runs
slow = {slow}
def race(expression="", ids=(), rounds=25):
    return [{{"case": "a.b / p / small", "ratio": 8.0 / slow}}, {{"case": "c.d / p / small", "ratio": 3.0}}], []
runs.race = race
runs.read_baseline = lambda: {{"a.b / p / small": [8.0] * 5, "c.d / p / small": [3.0] * 5}}
sys.argv = ["benchmarks", "gate"]
import benchmarks.__main__
"""


@pytest.mark.slow
@pytest.mark.parametrize("slow", [1.0, 2.0])
def test_the_gate_exits_with_the_name_of_the_case(slow):
    finished = subprocess.run(
        [sys.executable, "-c", SLOW.format(slow=slow)], capture_output=True, text=True, check=False
    )
    assert finished.returncode == (slow > 1.0), finished.stderr
    assert ("REGRESSION a.b / p / small: 2.00 times slower" in finished.stdout) == (slow > 1.0)
    assert "REGRESSION c.d" not in finished.stdout


def test_baselines_are_kept_by_class_of_machine(tmp_path, monkeypatch):
    from benchmarks import runs

    monkeypatch.setattr(runs, "BASELINES", tmp_path)
    with pytest.raises(runs.RaceError, match="no baseline for this class of machine"):
        runs.read_baseline()
    runs.write_baseline({"a.b / p / small": [1.23456, 2.0]})
    assert runs.read_baseline() == {"a.b / p / small": [1.235, 2.0]}
    assert "cpu" in json.loads(runs.baseline_file().read_text())["machine"]


def test_help_needs_no_numba():
    code = (
        "import sys; sys.argv = ['b', '--help']\n"
        "try: import benchmarks.__main__\n"
        "except SystemExit: print('numba' in sys.modules)"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.splitlines()[-1] == "False"


def test_seconds_have_units():
    assert [table.seconds(s) for s in (2.5, 0.00123, 4.2e-6, 3e-8, 1e-12)] == [
        "2.5 s",
        "1.23 ms",
        "4.2 µs",
        "30 ns",
        "0.001 ns",
    ]
