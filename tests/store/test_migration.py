"""The schema: made when new, refused when older, the same as the tables that the code asks."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from service.errors import StoreError, StoreOutdated
from service.store import Store, migration
from service.store.engine import DATABASE, Database
from service.store.schema import METADATA


def test_head_is_the_newest_step() -> None:
    """The constant that opening compares with is the newest migration there is."""
    config = Config()
    config.set_main_option("script_location", "service.store:migrations")
    script = ScriptDirectory.from_config(config)

    assert script.get_current_head() == migration.HEAD == migration.STEPS[-1]
    assert {step.revision for step in script.walk_revisions()} == set(migration.STEPS)


def test_migrated_is_what_is_asked(tmp_path: Path) -> None:
    """All migrations together make exactly the tables of `schema.py`."""
    Store.open(tmp_path).close()
    database = Database(tmp_path)
    with database.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    database.close()

    assert differences == []


def test_older_schema(tmp_path: Path) -> None:
    """A store with an older schema is refused with the command that helps, and nothing is changed."""
    Store.open(tmp_path).close()
    _stamp(tmp_path, "0000")

    with pytest.raises(StoreError) as caught:
        Store.open(tmp_path)

    assert "newer" in caught.value.message  # unknown to this program, so made by a later one


def test_known_older_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A known older schema is refused unless told to upgrade."""
    Store.open(tmp_path).close()
    monkeypatch.setattr(migration, "HEAD", "9999")
    monkeypatch.setattr(migration, "STEPS", (*migration.STEPS, "9999"))

    with pytest.raises(StoreOutdated) as caught:
        Store.open(tmp_path)

    assert caught.value.expected == "duizhao db upgrade"
    Store.open(tmp_path, older="upgrade").close()


def test_many_processes_make_one_store(tmp_path: Path) -> None:
    """Four processes that open a new store at once all get it."""
    command = [
        sys.executable,
        "-c",
        "import sys; from pathlib import Path; from service.store import Store;"
        "print(Store.open(Path(sys.argv[1])).check()['schema'])",
        str(tmp_path / "home"),
    ]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    answers = [process.communicate(timeout=60)[0].strip() for process in running]

    assert answers == [migration.HEAD] * 4


def test_folder_is_private(tmp_path: Path) -> None:
    """The folder that a store makes is for its owner alone."""
    Store.open(tmp_path / "a" / "home").close()

    assert (tmp_path / "a" / "home").stat().st_mode & 0o777 == 0o700


def _stamp(home: Path, version: str) -> None:
    with sqlite3.connect(home / DATABASE) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    connection.close()
