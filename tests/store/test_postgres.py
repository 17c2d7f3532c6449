"""What is particular to PostgreSQL: its sessions, its errors, and that it may come and go."""

import logging
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from service.errors import Misconfigured, StoreBusy, StoreError, StoreReadOnly, StoreUnavailable
from service.store import Listing, Store, Wanted
from service.store import postgres as module
from service.store.databases import database_of
from service.store.postgres import Postgres
from tests.postgres import Postgres as Server
from tests.store.conftest import EDITION, Shelf


@pytest.fixture
def database(postgres: Server, shelf: Shelf) -> Iterator[Postgres]:
    """A database with an empty store."""
    name = shelf.take()
    made = Postgres(postgres.address(name))
    yield made
    made.close()
    postgres.ask(f"ALTER DATABASE {name} RESET ALL")
    shelf.put(name)


def name_of(database: Postgres) -> str:
    with database.reading() as connection:
        return str(connection.execute(text("SELECT current_database()")).scalar())


def test_settings_of_a_session(postgres: Server, database: Postgres) -> None:
    """Commits are synced whatever the server does by itself, and nobody holds a lock for ever."""
    postgres.ask(f"ALTER DATABASE {name_of(database)} SET synchronous_commit = off")
    database.close()
    names = ("synchronous_commit", "lock_timeout", "idle_in_transaction_session_timeout", "client_encoding")
    with database.writing() as connection:
        found = [connection.execute(text(f"SHOW {name}")).scalar() for name in names]

    assert found == ["on", "5s", "1min", "UTF8"]


def test_text_is_compared_as_bytes(postgres: Server, database: Postgres) -> None:
    """Every column of text has one order, whatever language the server was set up in."""
    odd = postgres.ask(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND table_name NOT LIKE 'v_%' AND data_type IN ('text', 'character varying') AND collation_name IS DISTINCT FROM 'C'",
        name_of(database),
    )

    assert odd == []


def test_changes(database: Postgres) -> None:
    """The same until somebody changes something, however small."""
    before = database.changes()
    assert before == database.changes()
    with database.reading() as connection:
        connection.execute(text("SELECT count(*) FROM documents")).scalar()
    assert before == database.changes()
    with database.writing() as connection:
        connection.execute(text("INSERT INTO state VALUES ('a', 'b')"))
        during = database.changes()

    assert database.changes() not in {before, during}


def test_a_reader_sees_one_state(database: Postgres) -> None:
    """What is written meanwhile is not in a transaction that began before it."""
    count = text("SELECT count(*) FROM state")
    with database.reading() as reader:
        before = reader.execute(count).scalar()
        with database.writing() as writer:
            writer.execute(text("INSERT INTO state VALUES ('a', 'b')"))
        after = reader.execute(count).scalar()
        with pytest.raises(StoreReadOnly), database.reading() as other:
            other.execute(text("DELETE FROM state"))

    assert before == after


def test_a_second_writer_is_told_to_wait(
    postgres: Server, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock that is not given back in time is StoreBusy, and reading goes on meanwhile."""
    quick = module._SESSION.text.replace("'5000'", "'50'")
    monkeypatch.setattr(module, "_SESSION", text(quick))
    name = shelf.take()
    database = Postgres(postgres.address(name))
    with database.writing():
        with pytest.raises(StoreBusy), database.writing():
            pass
        with database.reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM documents")).scalar() == 0
        assert database.writable()
    database.close()
    shelf.put(name)


def test_read_only(postgres: Server, database: Postgres) -> None:
    """A server that only reads, such as a standby, is told from one that does not answer."""
    postgres.ask(f"ALTER DATABASE {name_of(database)} SET default_transaction_read_only = on")
    database.close()

    assert not database.writable()


def test_connections_of_a_parent_are_not_used(database: Postgres) -> None:
    """A child of a fork asks over connections of its own, and leaves those of its parent alone."""
    asked = text("SELECT pg_backend_pid()")
    before = database.changes()
    with database.reading() as connection:
        mine = connection.execute(asked).scalar()
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        try:
            with database.reading() as connection:
                os.write(
                    writing, f"{connection.execute(asked).scalar()} {database.changes() == before}".encode()
                )
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    told = os.read(reading, 99).decode().split()
    os.close(reading)
    with database.reading() as connection:
        assert connection.execute(asked).scalar() == mine
    assert database.changes() == before
    assert (told[0] != str(mine), told[1]) == (True, "True")


def test_broken_connections(postgres: Server, database: Postgres, caplog: pytest.LogCaptureFixture) -> None:
    """Connections that the server ended are made again, and the one that asked at that moment hears of it."""
    database.changes()
    with pytest.raises(StoreUnavailable), database.reading() as connection:  # noqa: PT012
        end_all(postgres, name_of(database))
        connection.execute(text("SELECT 1"))

    assert database.changes() is not None
    with database.reading() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1


def end_all(postgres: Server, name: str) -> None:
    ended = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608
    postgres.ask(ended)


@pytest.mark.parametrize(("address", "reason"), [
    ("postgresql://u:s3cret@127.0.0.1:{port}/d", "connection refused"),
    ("postgresql://u:s3cret@/d?host=/nowhere", "no such file or directory"),
    ("postgres://u:s3cret@127.0.0.1:{port}/d?connect_timeout=1", "connection refused"),
])  # fmt: skip
def test_gone(address: str, reason: str, caplog: pytest.LogCaptureFixture) -> None:
    """A server that does not answer is told with its reason, and never with the password."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    caplog.set_level(logging.DEBUG)
    with pytest.raises(StoreUnavailable) as caught:
        Store.open(Path("unused"), address.format(port=port))

    assert reason in caught.value.message
    assert "s3cret" not in f"{caught.value}{caught.value.expected}{caught.value.__cause__}{caplog.text}"


@pytest.mark.parametrize("address", [
    "mysql://u:s3cret@localhost/d",
    "postgresql://u:s3cret@localhost:port/d",
    "postgresql+asyncpg://u:s3cret@localhost/d",
])  # fmt: skip
def test_unknown_address(address: str) -> None:
    """What is no address of a server that is known stops the start; the password is not told."""
    with pytest.raises(Misconfigured) as caught:
        database_of(Path("unused"), address)

    assert caught.value.parameter == "DUIZHAO_DATABASE"
    assert "s3cret" not in f"{caught.value}{caught.value.expected}{caught.value.__cause__}"


def test_another_encoding(postgres: Server) -> None:
    """A database that cannot hold every character is refused at once."""
    postgres.ask("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(Misconfigured) as caught:
        Store.open(Path("unused"), postgres.address("latin"))

    assert "LATIN1" in caught.value.message


def test_other_tables(postgres: Server) -> None:
    """A database in which somebody else has tables of our names is left as it is."""
    name = postgres.database()
    postgres.ask("CREATE TABLE documents (mine int)", name)
    with pytest.raises(StoreError):
        Store.open(Path("unused"), postgres.address(name))

    assert postgres.ask("SELECT count(*) FROM documents", name) == [(0,)]


def test_strange_questions(database: Postgres, postgres: Server) -> None:
    """Characters and numbers that the server does not take find nothing, as in SQLite."""
    store = Store.open(Path("unused"), postgres.address(name_of(database)))
    assert store.entries(EDITION, Listing(words="\0"), 9, None).items == ()
    assert store.observation(EDITION, "\0") is None
    assert store.observations(EDITION, Wanted(document="\0", regions=["\0"]), 9, None).items == ()
    store.close()
