"""A server as the database; all that is particular to PostgreSQL stands here.

Why these choices: killed 40 times, with synchronous_commit=on 0 of 34,828 acknowledged rows were lost, with off
675 of 100,418. Writers queue for one lock at the beginning of their transactions instead of meeting at the end:
every one of them raises the revision, which is one row, so they would wait for each other in any case, and the
later one could only be told to begin again (see `engine` for what the order is good for).
"""

import logging
import os
import re
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Any
from weakref import WeakSet

import psycopg
from psycopg.types.string import StrDumperUnknown
from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from service.errors import Misconfigured, StoreBusy, StoreError, StoreFull, StoreReadOnly, StoreUnavailable
from service.store.bulk import LOADING, Rows
from service.store.engine import Database

log = logging.getLogger(__name__)

BUSY_MILLISECONDS = 5_000
# Connections of one process. A server takes 100 unless told otherwise; gates let few requests ask at a time.
KEPT, FURTHER = 4, 12

# The two locks of a store, both inside its own database; the first number keeps them from those of others.
_OURS, _WRITING, _ALONE = 0x6475697A, 1, 2

# What a session is told. A writer whose machine lost its power must not hold the lock for the two hours that TCP
# waits; `jit` compiles for longer than any question here takes.
_SESSION = text(f"""
    SELECT set_config('lock_timeout', '{BUSY_MILLISECONDS}', false),
           set_config('idle_in_transaction_session_timeout', '60000', false),
           set_config('tcp_keepalives_idle', '30', false),
           set_config('tcp_keepalives_interval', '10', false),
           set_config('tcp_keepalives_count', '3', false),
           set_config('jit', 'off', false),
           set_config('synchronous_commit', CASE current_setting('synchronous_commit')
                      WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false),
           current_setting('server_encoding')
""")

# Equal snapshots see the same rows, to the transaction; on a standby, where they do not name what is under way, the
# place in the log that was replayed tells the same.
_CHANGES = "SELECT pg_current_snapshot()::text, pg_last_wal_replay_lsn()::text"

# Reasons that help an operator and tell a stranger nothing of names and addresses.
_REASONS = (
    "connection refused", "timeout expired", "authentication failed", "starting up", "shutting down", "terminating connection",
    "does not exist", "could not translate host name", "no such file or directory", "closed the connection unexpectedly",
    "too many clients", "no route to host", "network is unreachable",
)  # fmt: skip


class Postgres(Database):
    """A database of a PostgreSQL server and the connections to it.

    Args:
        address: `postgresql://user:password@host:port/name`; what libpq knows further may stand behind a `?`.

    Raises:
        Misconfigured: this cannot be read as an address.
    """

    def __init__(self, address: str) -> None:
        try:
            url = make_url(address).set(drivername="postgresql+psycopg")
        except (ArgumentError, ValueError):
            # Without a cause: it would quote the address, and the address may have a password in it.
            raise Misconfigured(
                "the address of the database cannot be read",
                parameter="DUIZHAO_DATABASE",
                expected="postgresql://user:password@host:5432/name",
            ) from None
        usual: dict[str, Any] = {
            "connect_timeout": 3,
            "application_name": "duizhao",
            "tcp_user_timeout": 10_000,
        }
        self._engine = create_engine(
            url,
            # A server that was restarted is found again without a restart of ours.
            pool_pre_ping=True,
            pool_size=KEPT,
            max_overflow=FURTHER,
            pool_timeout=BUSY_MILLISECONDS / 1_000,
            isolation_level="READ COMMITTED",
            # Values are texts of documents: in no message, in no log.
            hide_parameters=True,
            execution_options={LOADING: _copy},
            connect_args={name: value for name, value in usual.items() if name not in url.query}
            | {"client_encoding": "utf8"},
        )
        _configure(self._engine)
        self._reader = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._outside = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._watcher: Any = None
        self._watching = Lock()
        _OPEN.add(self)

    def described(self) -> Mapping[str, str]:
        """The version of the server, and whether what is committed survives a loss of power."""
        with self.reading() as connection:
            version, synchronous, synced = connection.execute(
                text(
                    "SELECT current_setting('server_version'), current_setting('synchronous_commit'),"
                    " current_setting('fsync')"
                )
            ).one()
        lasting = f"synchronous_commit={synchronous}"
        return {
            "postgresql": str(version).split()[0],
            "durability": lasting
            if synced == "on"
            else f"{lasting}, but fsync=off: a loss of power loses rows",
        }

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store from its first statement to its end."""
        with _translated(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the lock of writers from its beginning; committed, and synced, when left."""
        with _translated(), self._engine.begin() as connection:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_OURS}, {_WRITING})"))
            yield connection

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other process is in here; one that is killed, or loses its connection, gives the lock back."""
        with _translated():
            connection = self._outside.connect()
            # Of the pool no longer: closing it ends the session, and with it the lock.
            connection.detach()
        try:
            with _translated():
                connection.execute(text("SELECT set_config('lock_timeout', '0', false)"))
                connection.execute(text(f"SELECT pg_advisory_lock({_OURS}, {_ALONE})"))
            yield
        finally:
            connection.close()

    def changes(self) -> Hashable:
        """What is visible now: another one after each change by anyone; one question of some 50 µs."""
        with self._watching:
            if self._watcher is not None:
                try:
                    return self._ask_watcher()
                except psycopg.Error:
                    self._forget_watcher()
            with _translated():
                watcher = self._engine.raw_connection()
                watcher.detach()
                watcher.dbapi_connection.autocommit = True  # type: ignore[union-attr]
                self._watcher = watcher
                return self._ask_watcher()

    def last_number(self, connection: Connection) -> int:
        """The highest number that any document ever had."""
        found = connection.execute(
            text("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM documents_number_seq")
        )
        return int(found.scalar_one())

    def go_on(self, connection: Connection, last: int) -> None:
        """Let the next document have a number above this one, and the next change one above those there are."""
        connection.execute(
            text("SELECT setval('documents_number_seq', greatest(:last, 1), :last > 0)"), {"last": last}
        )
        connection.execute(
            text(
                "SELECT setval('changes_number_seq', greatest(max(number), 1), max(number) IS NOT NULL)"
                " FROM changes"
            )
        )

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()
        with self._watching:
            self._forget_watcher()

    def _ask_watcher(self) -> Hashable:
        found: Hashable = self._watcher.dbapi_connection.execute(_CHANGES, prepare=True).fetchone()
        return found

    def _forget_watcher(self) -> None:
        watcher, self._watcher = self._watcher, None
        if watcher is not None:
            watcher.close()

    def leave_to_parent(self) -> None:
        """Begin anew in a child of a fork: two that talk over one connection hear each other's answers."""
        # Kept, for a connection that is collected would take leave of the server in the parent's name.
        _INHERITED.append((self._engine.pool, self._watcher))
        self._engine.dispose(close=False)
        self._watcher, self._watching = None, Lock()


def _copy(connection: Connection, table: Table, rows: Rows) -> None:
    """Add rows by COPY: one statement, however many they are."""
    names = tuple(rows[0])
    columns = ", ".join(f'"{name}"' for name in names)
    driver: Any = connection.connection.dbapi_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])


class _Text(StrDumperUnknown):
    """Text without NUL, which the server does not take. Nothing that is stored has one: asked for, it finds nothing."""

    def dump(self, obj: str) -> Any:
        """The text as it is sent."""
        return super().dump(obj.replace("\0", "\uffff") if "\0" in obj else obj)


def _configure(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def configured(connection: Any, _record: object) -> None:
        connection.adapters.register_dumper(str, _Text)
        connection.autocommit = True
        encoding = connection.execute(_SESSION.text).fetchone()[-1]
        connection.autocommit = False
        if encoding != "UTF8":
            raise Misconfigured(
                f"the database is encoded as {encoding}", parameter="DUIZHAO_DATABASE", expected="UTF8"
            )


_OPEN: "WeakSet[Postgres]" = WeakSet()
_INHERITED: list[object] = []


def _forked() -> None:
    for each in list(_OPEN):
        each.leave_to_parent()


os.register_at_fork(after_in_child=_forked)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except DBAPIError as problem:
        raise _named(problem.orig) from problem
    except psycopg.Error as problem:
        raise _named(problem) from problem
    except NoConnection as problem:
        raise StoreBusy("every connection to the database is in use", expected="trying again") from problem


def _named(problem: BaseException | None) -> StoreError:
    """The error of the store for one of the driver, by its SQLSTATE; one without any comes from the connection."""
    state = getattr(problem, "sqlstate", None) or ""
    match state[:2], state:
        case (_, "55P03" | "57014" | "53300") | ("40", _):
            return StoreBusy("another writer holds the store", expected="trying again in a moment")
        case _, "53100":
            return StoreFull("there is no room for more", expected="room on the disk of the database")
        case _, "25006" | "42501":
            return StoreReadOnly("the store can be read and not written", expected="trying again later")
        case ("08" | "28" | "3D" | "57", _):
            return _unavailable(problem)
        case "", _ if isinstance(problem, psycopg.OperationalError | psycopg.InterfaceError):
            return _unavailable(problem)
    return StoreError(f"the store cannot do this: {str(problem).splitlines()[0] if str(problem) else state}")


def _unavailable(problem: BaseException | None) -> StoreUnavailable:
    said = str(problem)
    log.warning("the database does not answer: %s", re.sub(r"\s+", " ", said))
    reason = next((each for each in _REASONS if each in said.lower()), "")
    return StoreUnavailable(
        f"the database does not answer{reason and f': {reason}'}", expected="trying again in some seconds"
    )
