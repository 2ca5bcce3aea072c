import shutil
import sqlite3
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest

from quiz.history.doctor import examine, repair
from quiz.history.event import Kind
from quiz.history.exchange import import_reviews
from quiz.history.store import Store
from quiz.study.schedule import CardState
from tests.quiz.learner import START, Clock, attempt, event, study


@pytest.fixture(scope="module")
def studied(tmp_path_factory):
    path = tmp_path_factory.mktemp("studied") / "history.sqlite3"
    study(path, 80, cards=10)
    return path


@pytest.fixture
def path(studied, tmp_path):
    return Path(shutil.copy(studied, tmp_path / "history.sqlite3"))


def test_a_sound_history(path):
    with Store(path) as store:
        report = examine(store, cards=set(store.states()))
        assert report.ok
        assert report.problems == ()
        assert report.events == len(store.events())
        assert report.cards == len(store.states())
        assert report.orphans == ()


COLUMNS = ", ".join(item.name for item in fields(CardState) if item.name != "card")
GHOST = f"INSERT INTO card_state (card, {COLUMNS}) SELECT 'ghost', {COLUMNS} FROM card_state LIMIT 1"


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        ("UPDATE card_state SET due_day = due_day + 1 WHERE due_day IS NOT NULL", "due_day is"),
        ("UPDATE card_state SET stability = stability * 1.0001", "stability is"),
        ("UPDATE card_state SET suspended = 1 - suspended", "suspended is"),
        ("DELETE FROM card_state", "missing in"),
        (GHOST, "only in"),
    ],
)  # fmt: skip
def test_a_cache_that_lies_is_found_and_rebuilt(path, damage, word):
    with Store(path) as store:
        good = store.states()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(damage)
    with Store(path) as store:
        report = examine(store)
        assert not report.ok
        assert word in report.problems[0].what
        assert "--repair" in report.problems[0].remedy
        events = store.events()
        assert repair(store).ok
        assert store.states() == good
        assert store.events() == events


def test_a_dangling_reference_and_a_damaged_index(path):
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE card_state SET last_event_id = 'gone' WHERE card = (SELECT min(card) FROM card_state)")
    with Store(path) as store:
        report = examine(store)
        assert any("card_state" in problem.what and "event" in problem.what for problem in report.problems)
        assert repair(store).ok


def test_a_damaged_page_is_reported_not_raised(path):
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2 // 4096 * 4096)
        file.write(b"\x55" * 4096 * 3)
    with Store(path) as store:
        report = examine(store)
    assert not report.ok


def test_cards_that_no_deck_has(path):
    with Store(path) as store:
        report = examine(store, cards=set(store.states()) - {"card-3"})
        assert report.ok
        assert report.orphans == ("card-3",)
        assert "alias" in report.problems[0].remedy


def test_what_has_no_effect_is_said(path):
    with Store(path) as store:
        store.absorb(
            [
                event(1, Kind.VOID, "card-1", target="nothing"),
                event(2, Kind.ATTEMPT, "card-1", rating=3, config_id="lost"),
                event(3, "telepathy"),
            ]
        )
        report = examine(store)
    assert report.ok
    told = " ".join(problem.what for problem in report.problems)
    assert "1 undo" in told
    assert "lost" in told
    assert "telepathy" in told


def test_events_ahead_of_the_clock(tmp_path):
    with Store(tmp_path / "h.sqlite3", clock=Clock()) as store:
        import_reviews(store, [("a", int((START.timestamp() + 9 * 86_400) * 1000), 3)], "anki")
        assert "9 days ahead" in examine(store).problems[0].what


def test_the_backups_are_listed(path):
    with Store(path) as store:
        store.record(attempt())
        store.backup(path.with_name(path.name + ".v0.backup"))
        assert examine(store).backups == (str(path) + ".v0.backup",)
