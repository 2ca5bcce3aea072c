"""A history of ten thousand events: the cache is the replay in any order of arrival, and a start stays light."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quiz.history.doctor import examine
from quiz.history.event import Event, Kind
from quiz.history.replay import replay
from quiz.history.store import Store
from quiz.study.plan import plan
from tests.quiz.learner import attempt, summary

ROOT = Path(__file__).parents[2]
EVENTS, CARDS = 10_000, 300


def made_up_log():
    rng = random.Random(11)
    events: list[Event] = []
    for number in range(EVENTS):
        day = 18_000 + number // 12
        card = f"card-{rng.randrange(CARDS)}"
        kind, target = Kind.ATTEMPT, None
        shown = number // 2 if rng.random() < 0.1 else number
        payload = {
            "presentation": f"p{shown}", "rating": rng.choice([None, 1, 2, 3, 3, 4]), "outcome": "right",
            "topic": "graphs", "params": {"p": [0.25] * 4}, "due_day": day + rng.randrange(40),
            "counted": rng.random() < 0.9, "duration_ms": 20_000,
        }  # fmt: skip
        if number > 10 and rng.random() < 0.08:
            other = events[rng.randrange(len(events))]
            kind, card, target, payload = Kind.VOID, other.card, other.event_id, {}
        elif rng.random() < 0.05:
            kind, payload = rng.choice([(Kind.SUSPEND, {}), (Kind.RESUME, {}), (Kind.RESET, {}), (Kind.FLAG, {})])
        at_ms = 1_600_000_000_000 + 7_200_000 * number // 12
        events.append(
            Event(f"{rng.getrandbits(128):032x}", "made-up", kind, card, None, at_ms, "+00:00", day, target, payload)
        )
    return events


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("big") / "history.sqlite3"
    with Store(path) as store:
        store.absorb(made_up_log())
    return path


def test_the_replay_equals_the_cache_twice_and_in_any_import_order(filled, tmp_path):
    shuffled = made_up_log()
    random.Random(12).shuffle(shuffled)
    half = len(shuffled) // 3
    with Store(filled) as store, Store(tmp_path / "other.sqlite3") as other:
        other.absorb(shuffled[half:])
        other.absorb(shuffled[: half + 500])
        assert other.states() == store.states() == replay(shuffled)
        assert len(store.states()) == CARDS
        assert examine(store).ok
        store.rebuild()
        assert store.states() == other.states()


def test_a_start_reads_the_cache_and_not_the_log(filled):
    cards = {f"card-{n}": summary(f"card-{n}", f"topic-{n % 5}", needs=("graphs.bfs",)) for n in range(2 * CARDS)}

    def start():
        with Store(filled) as store:
            day = store.today()
            store.adopt_aliases({"old": "card-1"}, live=cards)
            return plan(
                cards, store.states(), store.settings(), day,
                seconds_per_card=store.seconds_per_card(), sessions_today=store.sessions_on(day),
            )  # fmt: skip

    def whole_replay():
        with Store(filled) as store:
            replay(store.events())

    assert start().due > 100
    times = []
    for work in (start, whole_replay, start, whole_replay, start):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    assert min(times[::2]) < 0.2 * min(times[1::2])  # measured: 0.02 s against 0.5 s


def test_an_answer_does_not_read_the_whole_log_either(filled, tmp_path):
    path = tmp_path / "copy.sqlite3"
    with Store(filled) as store:
        store.backup(path)
    with Store(path) as store:
        store._db.execute("PRAGMA synchronous=OFF")
        store.record(attempt("card-1"))
        began = time.perf_counter()
        for _ in range(10):
            store.record(attempt("card-1"))
        ten = time.perf_counter() - began
        began = time.perf_counter()
        replay(store.events())
        assert ten < time.perf_counter() - began


def test_a_start_imports_no_fsrs_and_no_numpy(filled):
    script = (
        "import sys; from quiz.history.store import Store; from quiz.study.plan import plan\n"
        "with Store(sys.argv[1]) as store:\n"
        "    plan({}, store.states(), store.settings(), store.today())\n"
        "print(sorted({'fsrs', 'numpy', 'numba', 'pydantic', 'yaml', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(filled)], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    assert done.stdout.strip() == "[]"
