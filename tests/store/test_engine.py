"""The database is held the way that loses nothing."""

import sqlite3
from pathlib import Path

import pysqlite3.dbapi2
import pytest
from sqlalchemy import text

from service.errors import StoreBusy, StoreError
from service.store import migration, sqlite
from service.store.sqlite import SQLite, journal_for


@pytest.mark.parametrize(
    ("version", "journal"),
    [
        ((3, 40, 1), "delete"),  # Debian's Python
        ((3, 51, 2), "delete"),  # the last with the race
        ((3, 51, 3), "wal"),
        ((3, 53, 4), "wal"),
    ],
)
def test_journal(version: tuple[int, ...], journal: str) -> None:
    """Write-ahead only where SQLite is free of the reset race."""
    assert journal_for(version) == journal


def test_the_shipped_sqlite_is_mended() -> None:
    """The driver that is installed brings a SQLite that may use write-ahead."""
    assert journal_for(pysqlite3.dbapi2.sqlite_version_info) == "wal"


def test_settings_of_a_connection(tmp_path: Path) -> None:
    """Every connection syncs fully (EXTRA is 3), checks foreign keys and waits for locks."""
    database = SQLite(tmp_path)
    migration.prepare(database)
    with database.reading() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in asked]
    database.close()

    assert found == ["wal", 3, 1, 5000]


@pytest.mark.skipif(
    journal_for(sqlite3.sqlite_version_info) == "wal", reason="the SQLite of this Python has no race"
)
def test_an_older_sqlite_keeps_a_rollback_journal(tmp_path: Path) -> None:
    """With a SQLite that has the race a store leaves write-ahead, and says so."""
    newer = SQLite(tmp_path)
    migration.prepare(newer)
    newer.close()
    older = SQLite(tmp_path, sqlite3)
    migration.prepare(older)
    with older.reading() as connection:
        mode = connection.execute(text("PRAGMA journal_mode")).scalar()
    older.close()

    assert mode == "delete"
    assert "WAL-reset race" in older.described()["journal"]


def test_a_second_writer_is_told_to_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that is not given back in time is StoreBusy, and reading goes on meanwhile."""
    monkeypatch.setattr(sqlite, "BUSY_MILLISECONDS", 50)
    database = SQLite(tmp_path)
    migration.prepare(database)
    with database.writing():
        with pytest.raises(StoreBusy), database.writing():
            pass
        with database.reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM documents")).scalar() == 0
        assert database.writable()
    database.close()


def test_a_failed_transaction_changes_nothing(tmp_path: Path) -> None:
    """What was written before an error is taken back."""
    database = SQLite(tmp_path)
    migration.prepare(database)
    row = text("INSERT INTO state (key, value) VALUES ('a', 'b')")
    with pytest.raises(StoreError), database.writing() as connection:  # noqa: PT012
        connection.execute(row)
        connection.execute(row)
    with database.reading() as connection:
        left = connection.execute(text("SELECT count(*) FROM state WHERE key = 'a'")).scalar()
    database.close()

    assert left == 0
