"""The embedded database, opened the way that loses nothing; all that is particular to SQLite stands here.

Why these choices: with synchronous=FULL every acknowledged row survived 600 simulated power losses, with
NORMAL 502; with a rollback journal FULL loses some too, and EXTRA none (`bench/power.py`); a transaction that reads before it writes met SQLITE_BUSY in 99 of 100 cases under contention, one
that begins IMMEDIATE in 1 of 8,880.
"""

import fcntl
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from service.errors import StoreBusy, StoreError, StoreFull, StoreReadOnly
from service.store.engine import Database

DATABASE = "duizhao.db"
LOCK = "duizhao.lock"
BUSY_MILLISECONDS = 5_000

# Below this version SQLite has a race of checkpoints in write-ahead mode that can corrupt a database.
_RACE_MENDED = (3, 51, 3)


def journal_for(version: tuple[int, ...]) -> str:
    """The journal mode to use with this version of SQLite: `wal`, or `delete` where write-ahead is unsafe."""
    return "wal" if version >= _RACE_MENDED else "delete"


class SQLite(Database):
    """One embedded database file and the connections to it.

    Args:
        home: the folder; made with mode 0700 when absent.
        min_free: bytes of the disk that stay free; see `room`.
        driver: a DB-API module for SQLite; another one only in tests.

    Raises:
        StoreError: when the folder cannot be made.
    """

    def __init__(self, home: Path, driver: ModuleType = pysqlite3.dbapi2, *, min_free: int = 0) -> None:
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as problem:
            raise StoreError(f"the folder {home} cannot be made: {problem.strerror}") from problem
        self.home = home
        self.sqlite_version: str = driver.sqlite_version
        self.journal = journal_for(driver.sqlite_version_info)
        self._engine = _engine(home / DATABASE, driver)
        self._writer = self._engine.execution_options(writing=True)
        self._min_free = min_free
        self._driver = driver
        self._watcher: Any = None
        self._watching = Lock()

    def described(self) -> Mapping[str, str]:
        """The version of SQLite and the journal mode, with the reason where it is not the usual one."""
        journal = self.journal
        if journal != "wal":
            journal += f": SQLite {self.sqlite_version} has the WAL-reset race, 3.51.3 has not"
        return {"sqlite": self.sqlite_version, "journal": journal}

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store from its first statement to its end."""
        with _translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its beginning; committed, and synced, when left."""
        with _translated(), self._writer.begin() as connection:
            yield connection

    def room(self) -> None:
        """See that there is room for a document; what is stored must stay readable and upgradable.

        Raises:
            StoreFull: less is free than is to stay free.
        """
        if self._min_free and shutil.disk_usage(self.home).free < self._min_free:
            raise StoreFull(
                "there is no room for more", expected=f"{self._min_free // 2**20} MiB free on the disk"
            )

    def changes(self) -> int:
        """A number that is another one after each change by anyone, this process too; costs microseconds."""
        with self._watching:
            # A connection that never writes: SQLite tells it of every commit of all the others.
            if self._watcher is None:
                self._watcher = self._driver.connect(
                    f"file:{self.home / DATABASE}?mode=rw", uri=True, check_same_thread=False
                )
            try:
                (found,) = self._watcher.execute("PRAGMA data_version").fetchone()
            except self._driver.Error as problem:
                raise _named(problem) from problem
            return int(found)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other process is in here; the lock is a file, for one that is killed gives it back.

        Raises:
            StoreError: when the folder cannot be written.
        """
        try:
            lock = (self.home / LOCK).open("w")
        except OSError as problem:
            raise StoreError(f"the folder {self.home} cannot be written: {problem.strerror}") from problem
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def settled(self) -> bool:
        """Whether the file is in the journal mode for this SQLite."""
        with self.reading() as connection:
            return bool(connection.execute(text("PRAGMA journal_mode")).scalar() == self.journal)

    def settle(self) -> None:
        """Put the file into the journal mode for this SQLite; call it alone.

        Raises:
            StoreBusy: when other connections hold the file in another mode.
        """
        with _translated():
            raw = self._engine.raw_connection()
            try:
                cursor = raw.cursor()
                (mode,) = cursor.execute(f"PRAGMA journal_mode={self.journal}").fetchone()
                cursor.close()
            finally:
                raw.close()
        if mode != self.journal:
            raise StoreError(f"the store stays in journal mode {mode}", expected=self.journal)

    def complaints(self) -> tuple[str, ...]:
        """What SQLite's own checks find: pages, indexes, references."""
        with self.reading() as connection:
            said = connection.execute(text("PRAGMA integrity_check")).scalars().all()
            foreign = connection.execute(text("PRAGMA foreign_key_check")).all()
        found = tuple(str(each) for each in said if each != "ok")
        return (*found, *(f"a row of {row[0]} belongs to none of {row[2]}" for row in foreign))

    def last_number(self, connection: Connection) -> int:
        """The highest number that any document ever had."""
        found = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = 'documents'")).scalar()
        return int(found or 0)

    def go_on(self, connection: Connection, last: int) -> None:
        """Let the next document have a number above this one."""
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = 'documents'"))
        connection.execute(text("INSERT INTO sqlite_sequence VALUES ('documents', :last)"), {"last": last})

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()
        with self._watching:
            if self._watcher is not None:
                self._watcher.close()
                self._watcher = None


def _engine(path: Path, driver: ModuleType) -> Engine:
    # Threads never wait for a connection: gthread bounds them, and a connection costs 0.3 ms.
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=driver,
        pool_size=8,
        max_overflow=-1,
        # Values are texts of documents: in no message, in no log.
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def configured(connection: Any, _record: object) -> None:
        # The driver's own BEGIN comes late and is never IMMEDIATE; `begun` sends ours.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={BUSY_MILLISECONDS}",
            # In write-ahead mode the same as FULL; else it keeps the removal of a journal, too.
            "synchronous=EXTRA",
            "foreign_keys=ON",
            "trusted_schema=OFF",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except DBAPIError as problem:
        raise _named(problem.orig) from problem


def _named(problem: BaseException | None) -> StoreError:
    said = str(problem)
    if "locked" in said or "busy" in said:
        return StoreBusy("another writer holds the store", expected="trying again in a moment")
    if "disk is full" in said:
        return StoreFull("there is no room for more", expected="room on the disk")
    if "readonly" in said:
        return StoreReadOnly("the store can be read and not written", expected="trying again later")
    return StoreError(f"the store cannot do this: {said}")
