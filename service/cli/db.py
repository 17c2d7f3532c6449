"""Commands that look after the store: db upgrade, db copy, db backup."""

import logging
from pathlib import Path

import click

from service.cli import rooms


@click.group()
def db() -> None:
    """Look after the store."""
    # What goes wrong is said once, in one line, by the command itself.
    logging.getLogger("service.store").setLevel(logging.ERROR)


@db.command()
def upgrade() -> None:
    """Bring the store to the schema of this program."""
    with rooms.corpus(upgrade=True) as corpus:
        click.echo(f"the store has schema {corpus.check()['schema']}")


@db.command()
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def backup(path: Path) -> None:
    """Write the whole embedded store to the new file PATH; others may go on reading and writing it."""
    click.echo(f"{rooms.backup(path)} documents in {path}")


@db.command()
@click.option("--from", "source", help="Folder or address of the store.  [default: DUIZHAO_HOME]")
@click.option("--to", "target", help="Folder or address of an empty one.  [default: DUIZHAO_DATABASE]")
def copy(source: str | None, target: str | None) -> None:
    """Copy the whole store into another database, compare what arrived, and say how much it was.

    An address is postgresql://user@host/name; its password is better left to DUIZHAO_DATABASE or ~/.pgpass than
    written where others see it. Stop whatever writes to the store: what is written meanwhile is not copied.
    """
    settings = rooms.settings()
    target = target or settings.database
    if not target:
        raise click.UsageError("--to is missing, and DUIZHAO_DATABASE is empty")
    from service.store import copy as carry  # noqa: PLC0415
    from service.store import database_of  # noqa: PLC0415

    opened = []
    try:
        for place in (source or str(settings.home), target):
            is_address = "://" in place
            opened.append(database_of(Path() if is_address else Path(place), place if is_address else ""))
        for each in carry(*opened):
            click.echo(f"{each.rows:>12,}  {each.table:<16}  sha256 {each.digest}")
    finally:
        for database in opened:
            database.close()
    click.echo("copied; every row was read again and is the same")
