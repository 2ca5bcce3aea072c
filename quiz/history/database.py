"""The SQLite file under the learner's history: opening, migrating, backing up, and saying what is wrong with it.

WAL with `synchronous=FULL`: a commit has reached the disk when it returns. A killed process loses nothing that was
committed, and a power cut loses nothing either unless the drive lies about its cache. One commit an answer makes that
cost invisible. Nothing here ever deletes or replaces a file.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

APPLICATION_ID = 0x6B636864  # "kchd": tells a history from any other SQLite file
BUSY_SECONDS = 10.0
"""How long a second process waits for the first; a transaction takes milliseconds."""
MIGRATIONS: tuple[Path, ...] = (Path(__file__).with_name("schema.sql"),)
"""Step n takes a file from version n to n + 1."""


class HistoryError(Exception):
    """The history cannot be used; the message names the file and the remedy."""


def connect(path: Path) -> sqlite3.Connection:
    """Open a history, making or migrating it where needed."""
    with explained(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise HistoryError(
                f"{path.parent} cannot be made ({error.strerror}). Choose a folder with --home."
            ) from None
        _check_file(path)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into a HistoryError that a person can act on."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise HistoryError(_explain(path, error)) from error


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """One write transaction: all of it or nothing, and no other process in between."""
    with explained(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def backup(connection: sqlite3.Connection, target: Path, path: Path) -> None:
    """Write a consistent copy of an open history; refuses to replace a file."""
    if target.exists():
        raise HistoryError(f"{target} exists and was left alone. Give another name for the copy of {path}.")
    part = target.with_name(target.name + ".part")
    with explained(target):
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without companions
    os.replace(part, target)


def read_copy(path: Path) -> sqlite3.Connection:
    """Return a copy in memory of another history, brought to this version; the file itself is not touched."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    with explained(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source:
        source.backup(copy)
    if _version(copy, path) < len(MIGRATIONS):
        _migrate(copy, path)
    return copy


def backups(path: Path) -> list[Path]:
    """Return the backups beside a history, newest first."""
    found = path.parent.glob(f"{path.name}.*.backup") if path.parent.is_dir() else ()
    return sorted(found, key=lambda item: item.stat().st_mtime, reverse=True)


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise HistoryError(f"{path} is a folder, not a history. Choose another folder with --home.")
    for item in (path, path.parent):
        if item.exists() and not os.access(item, os.W_OK):
            raise HistoryError(_read_only(path))


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    version = _version(connection, path)
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")
    if version < len(MIGRATIONS):
        if version > 0:
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
            backup(connection, path.with_name(f"{path.name}.v{version}-{stamp}.backup"), path)
        _write_ahead(connection)
        _migrate(connection, path)


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """Return the file's version, 0 for an empty one, refusing what is not ours to touch."""
    # One statement, so that a file in the making in another process is seen before or after, never half.
    application, version, tables = connection.execute(
        "SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version),"
        " (SELECT count(*) FROM sqlite_schema)"
    ).fetchone()
    if tables and application != APPLICATION_ID:
        raise HistoryError(
            f"{path} is an SQLite database of another program and was left alone. "
            "Move it away, or choose another folder with --home."
        )
    if version > len(MIGRATIONS):
        raise HistoryError(
            f"{path} was written by a newer kernelcards (history version {version}, this one reads up to "
            f"{len(MIGRATIONS)}) and was left alone. Upgrade with: pip install --upgrade kernelcards"
        )
    return int(version)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to WAL. SQLite does not wait for its lock here, so that two first starts at once need a few tries."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if _name(error) != "SQLITE_BUSY" or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    with transaction(connection, path):
        version = _version(connection, path)  # again: another process may have been first
        for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
            for statement in _statements(script.read_text(encoding="utf-8")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={number}")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")


def _statements(script: str) -> Iterator[str]:
    # executescript would commit before it starts, and a migration must be one transaction.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _name(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", None) or ""
    return "_".join(name.split("_")[:2])  # SQLITE_READONLY_DBMOVED and its kin are SQLITE_READONLY


def _read_only(path: Path) -> str:
    return (
        f"{path} cannot be written, so that no answer could be kept. "
        "Make the file and its folder writable, or choose another folder with --home."
    )


def _explain(path: Path, error: sqlite3.DatabaseError) -> str:
    newest = next(iter(backups(path)), None)
    copy = (
        f"a backup lies in {newest}" if newest else "if you have a copy or an export (`quiz log export`), start from it"
    )
    damaged = (
        f"{path} is damaged ({error}) and was left alone. Move it away (keep it); {copy}; "
        f'or save what is readable with: sqlite3 "{path}" .recover'
    )
    return {
        "SQLITE_NOTADB": f"{path} is not a history: it is no SQLite file, or its start is damaged. It was left alone. "
        f"Move it away (keep it), or choose another folder with --home; {copy}.",
        "SQLITE_CORRUPT": damaged,
        "SQLITE_READONLY": _read_only(path),
        "SQLITE_CANTOPEN": f"{path} cannot be opened. Check that the folder exists and may be written, "
        "or choose another with --home.",
        "SQLITE_BUSY": f"{path} is held by another program ({error}). Close the other quiz, then try again.",
        "SQLITE_FULL": f"The disk that holds {path} is full. Nothing of the last answer was kept; free some space.",
    }.get(_name(error), f"{path}: {error}. Nothing was deleted; quiz doctor says more.")  # fmt: skip
