"""The schema: made when new, refused when older, the same as the tables that the code asks."""

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
from service.store.schema import METADATA
from tests.store.conftest import Place


def test_head_is_the_newest_step() -> None:
    """The constant that opening compares with is the newest migration there is."""
    config = Config()
    config.set_main_option("script_location", "service.store:migrations")
    script = ScriptDirectory.from_config(config)

    assert script.get_current_head() == migration.HEAD == migration.STEPS[-1]
    assert {step.revision for step in script.walk_revisions()} == set(migration.STEPS)


def test_migrated_is_what_is_asked(place: Place) -> None:
    """All migrations together make exactly the tables of `schema.py`."""
    place.open()
    with place.database().reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)

    assert differences == []


def test_newer_schema(place: Place) -> None:
    """A store with a schema that is unknown, so made by a later program, is refused."""
    place.open()
    place.harm("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(StoreError) as caught:
        place.open()

    assert "newer" in caught.value.message


def test_known_older_schema(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A known older schema is refused with the command that helps, unless told to upgrade."""
    place.open()
    monkeypatch.setattr(migration, "HEAD", "9999")
    monkeypatch.setattr(migration, "STEPS", (*migration.STEPS, "9999"))

    with pytest.raises(StoreOutdated) as caught:
        place.open()

    assert caught.value.expected == "duizhao db upgrade"
    place.open(older="upgrade")


def test_many_processes_make_one_store(fresh_place: Place) -> None:
    """Four processes that open a new store at once all get it."""
    command = [
        sys.executable,
        "-c",
        "import sys; from pathlib import Path; from service.store import Store;"
        "store = Store.open(Path(sys.argv[1]), sys.argv[2]); print(store.check()['schema']); store.close()",
        str(fresh_place.home),
        fresh_place.address,
    ]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    answers = [process.communicate(timeout=60)[0].strip() for process in running]

    assert answers == [migration.HEAD] * 4


def test_folder_is_private(tmp_path: Path) -> None:
    """The folder that a store makes is for its owner alone."""
    Store.open(tmp_path / "a" / "home").close()

    assert (tmp_path / "a" / "home").stat().st_mode & 0o777 == 0o700
