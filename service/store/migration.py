"""Schema versions: what a database has, and how it comes to what the code needs."""

from typing import Literal

from sqlalchemy import Connection, inspect, text

from service.errors import StoreError, StoreOutdated
from service.store import views
from service.store.engine import Database

# The newest step in migrations/versions; a constant, so that opening a store does not import Alembic (0.2 s).
HEAD = "0007"
STEPS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")


def schema_version(connection: Connection) -> str | None:
    """The step that the database stands at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None


def prepare(database: Database, *, older: Literal["refuse", "upgrade"] = "refuse") -> None:
    """Bring a new database to the newest schema; see that an existing one has it.

    Args:
        older: what to do with an older schema.

    Raises:
        StoreOutdated: when the schema is older and to be refused.
        StoreError: when the database was made by a newer edition of the code.
    """
    with database.reading() as connection:
        version = schema_version(connection)
    if version == HEAD and database.settled():
        return
    with database.alone():
        database.settle()
        # Asked again: another process may have done it while this one waited.
        with database.reading() as connection:
            version = schema_version(connection)
        if version not in {*STEPS, None}:
            raise StoreError(f"the store has schema {version}, newer than this program", expected=HEAD)
        if version not in {HEAD, None} and older == "refuse":
            raise StoreOutdated(
                f"the store has schema {version}, this program needs {HEAD}", expected="duizhao db upgrade"
            )
        if version != HEAD:
            _upgrade(database)


def _upgrade(database: Database) -> None:
    """Take the steps that are missing, in one transaction: a process killed half way has changed nothing."""
    from alembic import command  # noqa: PLC0415 - 0.2 s that an existing store need not wait for
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "service.store:migrations")
    with database.writing() as connection:
        config.attributes["connection"] = connection
        # PostgreSQL changes no column that a view reads.
        views.drop(connection)
        command.upgrade(config, "head")
        views.create(connection)
