"""Programs that are killed at the worst moment of an upgrade of the store."""

import hashlib
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command as alembic
from alembic.config import Config
from sqlalchemy import text as sql

from service.corpus import Corpus
from service.settings import Settings
from service.store import database_of
from service.store.migration import HEAD
from tests.postgres import Postgres
from tests.running import ROOT, text

OLD = "0003"
# `duizhao db upgrade` that is killed at the n-th statement; it prints how many there were.
UPGRADE = """
import os, signal, sys
from sqlalchemy import Engine, event
left = int(sys.argv.pop())
number = 0
@event.listens_for(Engine, "before_cursor_execute")
def before(*_):
    global number
    number += 1
    if number == left:
        os.kill(os.getpid(), signal.SIGKILL)
from service.cli import main
main(["db", "upgrade"], standalone_mode=False)
print(number)
"""


def an_old_store(settings: Settings) -> list[str]:
    """A store as it was four steps ago, with documents; their ids."""
    database = database_of(settings.home, settings.database)
    config = Config()
    config.set_main_option("script_location", "service.store:migrations")
    ids = []
    with database.writing() as connection:
        config.attributes["connection"] = connection
        alembic.upgrade(config, OLD)
        for number in range(20):
            content = text(number).encode()
            ids.append(hashlib.sha256(content).hexdigest())
            connection.execute(
                sql(
                    "INSERT INTO documents (id, content, media_type, name, characters, received)"
                    " VALUES (:id, :content, 'text/plain; charset=utf-8', 'n', 40, '2020-01-01T00:00:00Z')"
                ),
                {"id": ids[-1], "content": content},
            )
    database.close()
    return ids


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_killed_while_upgrading(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """An upgrade that is killed at any statement has changed nothing, and the next one finishes."""
    address = ""
    if database == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        address = server.address(server.database())
    settings = Settings(home=tmp_path / "home", database=address, seeds=None)
    ids = an_old_store(settings)

    def upgrade(left: int) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-W", "ignore", "-c", UPGRADE, str(left)],
            cwd=ROOT,
            env={
                "DUIZHAO_HOME": str(settings.home),
                "DUIZHAO_DATABASE": address,
                "DUIZHAO_SEEDS": "",
                "PATH": "/usr/bin:/bin",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    for left in (4, 12, 25, 40):
        assert upgrade(left).returncode == -signal.SIGKILL
        assert version(settings) == OLD
    done = upgrade(0)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) > 40
    assert version(settings) == HEAD
    corpus = Corpus.open(settings)
    assert [entry.id for entry in corpus.documents().items] == ids
    assert [corpus.document(each).content.decode() for each in ids] == [text(number) for number in range(20)]
    corpus.close()


def version(settings: Settings) -> str:
    """The schema that a store has."""
    database = database_of(settings.home, settings.database)
    with database.reading() as connection:
        found = connection.execute(sql("SELECT version_num FROM alembic_version")).scalar_one()
    database.close()
    return str(found)
