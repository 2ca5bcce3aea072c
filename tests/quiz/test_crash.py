"""kill -9 at any moment, and several processes at one history: nothing that was acknowledged is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quiz.history.doctor import examine
from quiz.history.event import Kind
from quiz.history.store import Store

ROOT = Path(__file__).parents[2]

LEARNER = """
import sys
from tests.quiz.learner import attempt
from quiz.history.store import Store

name, path, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Store(path) as store:
    for number in range(count):
        card = f"card-{number % 7}"
        done = store.record(attempt(card, 1 + number % 4, answer=f"{name}-{number}"))
        print(done.event_id, flush=True)
        if number % 11 == 10:
            store.undo()
        if number % 13 == 12:
            store.set(minutes=1 + number % 60)
"""


def learner(name, path, count=1_000_000):
    return subprocess.Popen(
        [sys.executable, "-c", LEARNER, name, str(path), str(count)],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_kill_9_loses_nothing_that_was_acknowledged(tmp_path):
    path, rng, acknowledged = tmp_path / "history.sqlite3", random.Random(5), []
    for number in range(5):
        process = learner(f"life-{number}", path)
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(rng.uniform(0.0, 0.25))
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL
        lines = (first + rest).split("\n")
        acknowledged += [line for line in lines[:-1] if line]  # a line without its end was not said
        with Store(path) as store:
            kept = {event.event_id for event in store.events(kinds=[Kind.ATTEMPT])}
            assert kept >= set(acknowledged)
            assert len(kept) <= len(acknowledged) + number + 1  # committed, but killed before it could say so
            report = examine(store)
            assert report.ok, report.problems
    assert len(acknowledged) >= 5


def test_several_processes_at_one_history(tmp_path):
    path = tmp_path / "history.sqlite3"
    processes = [learner(f"terminal-{number}", path, 40) for number in range(4)]
    said = []
    for process in processes:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        said += out.split()
    with Store(path) as store:
        kept = [event.event_id for event in store.events(kinds=[Kind.ATTEMPT])]
        assert sorted(kept) == sorted(said)
        assert len(kept) == 4 * 40
        assert len(store.events(kinds=[Kind.DEVICE])) == 1
        report = examine(store)
        assert report.ok, report.problems
        assert report.problems == ()
