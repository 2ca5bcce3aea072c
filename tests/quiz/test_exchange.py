import io
import json
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from quiz.history.doctor import examine
from quiz.history.event import Kind
from quiz.history.exchange import Merged, MergeError, export_log, import_reviews, merge
from quiz.history.replay import replay
from quiz.history.store import Store
from tests.quiz.learner import START, Clock, attempt, study


@pytest.fixture(scope="module")
def logs(tmp_path_factory):
    """Return the logs of two machines that studied on their own, as files of lines beside their histories."""
    tmp_path = tmp_path_factory.mktemp("machines")
    files = []
    for number in range(2):
        history = tmp_path / f"{number}.sqlite3"
        study(history, 120, cards=12, seed=number, start=START + timedelta(hours=7 * number))
        with Store(history) as store, (tmp_path / f"{number}.jsonl").open("w") as stream:
            export_log(store, stream)
        files.append(tmp_path / f"{number}.jsonl")
    return files


def exported(store):
    stream = io.StringIO()
    export_log(store, stream)
    return {line for line in stream.getvalue().splitlines() if '"kind":"device"' not in line}


def test_a_merge_is_a_union_in_any_order_and_twice(tmp_path, logs):
    results = []
    for order in (logs, logs[::-1], [*logs, *logs]):
        with Store(tmp_path / f"{len(results)}-merged.sqlite3") as store:
            counts = [merge(store, path) for path in order]
            lines = [path.read_text().splitlines() for path in order]
            assert [count.added + count.already for count in counts] == [len(text) for text in lines]
            assert store.states() == replay(store.events())
            assert examine(store).ok
            results.append((exported(store), store.states(), store.settings()))
        assert all(count == Merged(0, len(text)) for count, text in list(zip(counts, lines, strict=True))[2:])
    assert results[0] == results[1] == results[2]
    assert results[0][1]


def test_another_history_file_can_be_merged_as_it_is(tmp_path, logs):
    with Store(tmp_path / "here.sqlite3") as store:
        merge(store, logs[0])
        other = logs[1].with_suffix(".sqlite3")
        before = other.read_bytes()
        assert merge(store, other).added == len(logs[1].read_text().splitlines())
        assert other.read_bytes() == before
        assert merge(store, logs[1]).added == 0


def test_answers_of_two_machines_to_one_card_are_one_history(tmp_path):
    paths = [tmp_path / "desk.sqlite3", tmp_path / "lap.sqlite3"]
    clock = Clock()
    for path, days in zip(paths, (0, 4), strict=True):
        clock.move(days=days)
        with Store(path, clock=clock) as store:
            store.record(attempt("a", 3))
    with Store(paths[0], clock=clock) as store:
        merge(store, paths[1])
        state = store.state("a")
        assert (state.reps, state.last_day) == (2, store.today())
        assert store.undo() is not None  # also what was done on the other machine
        assert store.state("a").reps == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda line: line[:40], "control character"),
        (lambda line: "[1]", "JSON object"),
        (lambda line: '{"a": ' * 100_000, "deeply"),
        (lambda line: json.dumps(json.loads(line) | {"study_day": 10**9}), "out of range"),
        (lambda line: json.dumps(json.loads(line) | {"card": "\ud800"}), "utf-8"),
        (lambda line: json.dumps(json.loads(line) | {"payload": {"x": float("nan")}}), "JSON"),
        (lambda line: json.dumps(json.loads(line) | {"kind": "config", "payload": {"weights": [9]}}), "FSRS"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_merged(tmp_path, logs, change, message):
    lines = logs[0].read_text().splitlines()
    lines[3] = change(lines[3])
    bad = tmp_path / "bad.jsonl"
    bad.write_text("\n".join(lines))
    with Store(tmp_path / "here.sqlite3") as store:
        before = exported(store)
        with pytest.raises(MergeError, match=message) as caught:
            merge(store, bad)
        assert str(caught.value).startswith(f"{bad}:4: ")
        assert exported(store) == before
        store.record(attempt())


FORGED = [
    ("payload", [1], "payload has the wrong type"),
    ("study_day", 10**9, "out of range"),
    ("payload", {"seed": "abc"}, "seed"),
    ("payload", {"duration_ms": "x"}, "duration_ms"),
    ("payload", {"duration_ms": True}, "duration_ms"),
    ("payload", {"config_id": ["x"]}, "config_id"),
    ("payload", {"recall": "0.5"}, "recall"),
]


@pytest.mark.parametrize(("name", "value", "message"), FORGED)
def test_an_answer_that_no_reader_could_use_is_refused_from_a_file_and_from_a_history(tmp_path, name, value, message):
    forged = {
        "event_id": "f" * 32, "device_id": "d", "kind": "attempt", "card": "c", "session": None, "at_ms": 5,
        "tz": "+00:00", "study_day": 20_000, "target": None, "payload": {"rating": 3},
    } | {name: value}  # fmt: skip
    line, other = tmp_path / "forged.jsonl", tmp_path / "forged.sqlite3"
    line.write_text(json.dumps(forged) + "\n")
    Store(other).close()
    with closing(sqlite3.connect(other)) as db, db:
        row = [json.dumps(item) if key == "payload" else item for key, item in forged.items()]
        db.execute(f"INSERT INTO event ({', '.join(forged)}) VALUES ({', '.join('?' * len(row))})", row)
    with Store(tmp_path / "here.sqlite3") as store:
        before = exported(store)
        for path in (line, other):
            with pytest.raises(MergeError, match=message):
                merge(store, path)
        assert exported(store) == before


def test_weights_that_fsrs_refuses_come_with_a_merge_and_stop_no_answer(tmp_path):
    event = {
        "event_id": "f" * 32, "device_id": "d", "kind": "setting", "card": None, "session": None, "at_ms": 5,
        "tz": "+00:00", "study_day": 20_000, "target": None, "payload": {"name": "weights", "value": [1e9] * 21},
    }  # fmt: skip
    path = tmp_path / "weights.jsonl"
    path.write_text(json.dumps(event) + "\n")
    with Store(tmp_path / "here.sqlite3") as store:
        assert merge(store, path) == Merged(1, 0)
        assert store.settings().weights is None
        assert store.record(attempt()).after.reps == 1


def test_two_truths_are_a_conflict(tmp_path, logs):
    forged = tmp_path / "forged.jsonl"
    lines = logs[0].read_text().splitlines()
    forged.write_text("\n".join([*lines[:-1], lines[-1].replace('"tz":"+00:00"', '"tz":"+01:00"')]))
    with Store(tmp_path / "here.sqlite3") as store:
        merge(store, logs[0])
        with pytest.raises(MergeError, match="another content"):
            merge(store, forged)


def test_bytes_that_are_no_text_and_a_missing_file(tmp_path):
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(b'{"event_id": "\xff"}\n')
    with Store(tmp_path / "here.sqlite3") as store:
        with pytest.raises(MergeError, match=r"bad\.jsonl:1"):
            merge(store, bad)
        with pytest.raises(MergeError, match="cannot be read"):
            merge(store, tmp_path / "none")


def test_events_of_a_newer_version_are_kept_and_do_nothing(tmp_path, logs):
    line = json.loads(logs[0].read_text().splitlines()[-1])
    line |= {"kind": "telepathy", "card": "card-0", "event_id": "f" * 32, "at_ms": line["at_ms"] + 9}
    later = tmp_path / "later.jsonl"
    later.write_text(json.dumps(line) + "\n\n")
    with Store(tmp_path / "here.sqlite3") as store:
        merge(store, logs[0])
        before = store.states()
        assert merge(store, later) == Merged(1, 0)
        assert store.states() == before
        assert any("telepathy" in row for row in exported(store))
        report = examine(store)
        assert report.ok
        assert any("telepathy" in problem.what for problem in report.problems)


def test_reviews_of_another_program(tmp_path):
    rows = [("a", 1_770_000_000_000, 3), ("a", 1_770_400_000_000, 1), ("b", 1_770_400_000_000, 4)]
    with Store(tmp_path / "one.sqlite3") as one, Store(tmp_path / "two.sqlite3") as two:
        assert import_reviews(one, rows, "anki") == Merged(3, 0)
        assert import_reviews(one, rows, "anki") == Merged(0, 3)
        import_reviews(two, rows[::-1], "anki")
        assert one.states() == two.states()
        assert (one.state("a").reps, one.state("a").lapses) == (2, 1)
        assert [event.kind for event in one.events(card="b")] == [Kind.IMPORT]
        with pytest.raises(ValueError, match="5"):
            import_reviews(one, [("c", 1, 5)], "anki")
        assert one.state("c") is None
