"""Commands that look after the store: db upgrade."""

import click

from service.cli import rooms


@click.group()
def db() -> None:
    """Look after the store."""


@db.command()
def upgrade() -> None:
    """Bring the store to the schema of this program."""
    with rooms.corpus(upgrade=True) as corpus:
        click.echo(f"the store has schema {corpus.check()['schema']}")
