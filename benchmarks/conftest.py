"""The fixture `versus`: ours and the peer alternately in one process, and the ratio with its spread.

Threads are pinned to one before NumPy loads, and the pin is confirmed before anything is timed.
"""

from benchmarks.machine import pin_threads

pin_threads()

import math  # noqa: E402
from time import perf_counter  # noqa: E402

import pytest  # noqa: E402

from benchmarks.judge import summarize  # noqa: E402
from benchmarks.machine import confirm_one_thread  # noqa: E402
from benchmarks.race import Case  # noqa: E402

BATCH = 0.010  # seconds: below 0.1 ms the timer shows, above 50 ms the two halves of a pair drift apart


def pytest_addoption(parser):
    parser.addoption("--race-rounds", type=int, default=25, help="pairs timed for each case")
    parser.addoption("--case", action="append", default=None, help="time only the case with this identifier")


def pytest_collection_modifyitems(config, items):
    """An ordinary test run checks each small contest once, untimed."""
    wanted = config.getoption("--case")
    untimed = config.getoption("benchmark_disable") and not config.getoption("benchmark_enable")
    for item in list(items):
        case = getattr(item, "callspec", None) and item.callspec.params.get("case")
        if isinstance(case, Case) and (case.id not in wanted if wanted else untimed and case.size != "small"):
            items.remove(item)


def loops(call):
    """Return how often a batch repeats a call, and its seconds; a first call, which may compile, is not timed."""
    call()
    repeats = 1
    while True:
        started = perf_counter()
        for _ in range(repeats):
            call()
        elapsed = perf_counter() - started
        if elapsed > BATCH / 10 or repeats >= 1 << 20:
            return max(1, round(repeats * BATCH / max(elapsed, 1e-9))), elapsed / repeats
        repeats *= 4


@pytest.fixture
def versus(benchmark, request):
    """Time two calls alternately; even rounds start with the peer, odd ones with ours."""

    def run(ours, theirs, record):
        if benchmark.disabled:
            benchmark(ours)
            return
        confirm_one_thread()
        (our_loops, our_guess), (their_loops, their_guess) = loops(ours), loops(theirs)
        rounds = request.config.getoption("--race-rounds")
        if max(our_guess, their_guess) > 0.5:
            rounds = max(5, rounds // 4)
        turn, their_seconds = [0], []

        def time_peer():
            started = perf_counter()
            for _ in range(their_loops):
                theirs()
            their_seconds.append((perf_counter() - started) / their_loops)

        def setup():
            if turn[0] % 2 == 0:
                time_peer()

        def teardown():
            if turn[0] % 2:
                time_peer()
            turn[0] += 1

        def target():
            for _ in range(our_loops):
                ours()

        benchmark.pedantic(target, setup=setup, teardown=teardown, rounds=rounds)
        our_seconds = [seconds / our_loops for seconds in benchmark.stats.stats.data]
        logs = [math.log(b / a) for a, b in zip(our_seconds, their_seconds, strict=True)]
        benchmark.extra_info.update(record | summarize(logs, our_seconds, their_seconds))

    return run
