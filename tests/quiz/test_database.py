import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quiz.history import database
from quiz.history.database import HistoryError, backups
from quiz.history.store import Store
from tests.quiz.learner import attempt


@pytest.fixture
def path(tmp_path):
    return tmp_path / "history.sqlite3"


@pytest.fixture
def filled(path):
    with Store(path) as store:
        store.record(attempt())
    return path


def refuses(path, *words):
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(HistoryError) as caught:
        Store(path)
    message = str(caught.value)
    for word in (str(path), *words):
        assert word in message
    assert before is None or path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"these are notes, not a database\n" * 100, b"SQLite format 3\x00" + b"\x07" * 5000]
)
def test_another_file_is_left_alone(path, content):
    path.write_bytes(content)
    refuses(path, "left alone", "Move it away")


def test_a_database_of_another_program_is_left_alone(path):
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE books (title TEXT)")
    refuses(path, "another program", "--home")


def test_a_newer_version_is_left_alone(filled):
    with closing(sqlite3.connect(filled)) as db:
        db.execute("PRAGMA user_version=99")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    refuses(filled, "newer", "99", "pip install --upgrade")


def test_a_folder_is_no_history(path):
    path.mkdir()
    refuses(path, "folder", "--home")


def test_a_home_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(HistoryError, match="cannot be made"):
        Store(tmp_path / "file" / "home" / "history.sqlite3")


def test_an_empty_file_becomes_a_history(path):
    path.touch()
    with Store(path) as store:
        assert store.first_run


def test_damage_is_reported_and_nothing_is_deleted(filled):
    with Store(filled) as store:
        for number in range(60):
            store.record(attempt(f"card-{number}", params={"x": [0.1] * 40}))
        store.backup(filled.with_name(f"{filled.name}.by-hand.backup"))
    with filled.open("r+b") as file:
        file.seek(4096 * 2)
        file.write(b"\xff" * 4096 * 8)
    with pytest.raises(HistoryError) as caught:
        _read_all(filled)
    message = str(caught.value)
    assert str(filled) in message
    assert "damaged" in message
    assert "by-hand.backup" in message
    assert filled.exists()


def _read_all(path):
    with Store(path) as store:
        store.events()
        store.states()


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_cannot_be_written_is_refused_before_the_first_question(filled, monkeypatch, what):
    locked = filled if what == "file" else filled.parent
    locked.chmod(0o555)
    if os.geteuid() == 0:  # to whom everything is writable
        monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != locked or not mode & os.W_OK)
    try:
        refuses(filled, "writable", "--home")
    finally:
        locked.chmod(0o755)


def test_a_disk_that_turns_read_only_is_explained(filled):
    with Store(filled) as store:
        store._db.execute("PRAGMA query_only=ON")
        with pytest.raises(HistoryError, match="writable"):
            store.record(attempt())


def test_a_migration_is_preceded_by_a_backup(filled, monkeypatch, tmp_path):
    step = tmp_path / "two.sql"
    step.write_text(
        "ALTER TABLE meta ADD COLUMN extra TEXT;\n"
        "CREATE TRIGGER t AFTER INSERT ON meta BEGIN\n  SELECT 1; SELECT 2;\nEND;\n"
    )
    monkeypatch.setattr(database, "MIGRATIONS", (*database.MIGRATIONS, step))
    with Store(filled) as store:
        assert len(store.events(card="a")) == 1
    (copy,) = backups(filled)
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert db.execute("SELECT count(*) FROM event WHERE kind = 'attempt'").fetchone() == (1,)
    with closing(sqlite3.connect(filled)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
        assert "extra" in [row[1] for row in db.execute("PRAGMA table_info(meta)")]
    with Store(filled):
        pass
    assert backups(filled) == [copy]


def test_a_migration_that_fails_changes_nothing(filled, monkeypatch, tmp_path):
    step = tmp_path / "two.sql"
    step.write_text("CREATE TABLE half (x);\nALTER TABLE nothing ADD COLUMN y;\n")
    monkeypatch.setattr(database, "MIGRATIONS", (*database.MIGRATIONS, step))
    with pytest.raises(HistoryError, match="nothing"):
        Store(filled)
    monkeypatch.undo()
    with Store(filled) as store:
        assert len(store.events(card="a")) == 1
        assert not store._db.execute("SELECT * FROM sqlite_schema WHERE name = 'half'").fetchall()


def test_a_backup_replaces_nothing(filled, tmp_path):
    target = tmp_path / "copy.sqlite3"
    with Store(filled) as store:
        store.backup(target)
        with pytest.raises(HistoryError, match="exists"):
            store.backup(target)
    with Store(target) as copy:
        assert len(copy.events(card="a")) == 1


def test_settings_of_the_connection(filled):
    with Store(filled) as store:
        pragma = {name: store._db.execute(f"PRAGMA {name}").fetchone()[0] for name in
                  ("journal_mode", "synchronous", "foreign_keys", "application_id")}  # fmt: skip
        strict = store._db.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
    assert pragma == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "application_id": database.APPLICATION_ID,
    }  # fmt: skip
    assert {name for name, is_strict in strict if is_strict} == {"meta", "event", "card_state"}


def test_a_lock_that_is_never_let_go_is_explained(filled, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(filled, isolation_level=None)) as other, Store(filled) as store:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryError, match="another program"):
            store.record(attempt())
        other.execute("ROLLBACK")
        store.record(attempt())
