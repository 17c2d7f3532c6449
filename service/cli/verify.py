"""The command that reads everything again: verify."""

import sys

import click

from service.cli import rooms


@click.command()
def verify() -> None:
    """Read all that is stored, and name each document that is no longer as it was received.

    Others may go on reading and writing. A damaged source comes back when the same file is removed and imported
    again; what was made of a source is made again when it is asked for.
    """
    documents = damaged = 0
    for one in rooms.verify():
        documents += one.documents
        damaged += len(one.damages)
        for damage in one.damages:
            what = f"{damage.part} of {damage.document}" if damage.document else damage.part
            click.echo(f"damaged: {what}: {damage.problem}", err=True)
    click.echo(f"{documents} documents read, {damaged} damages")
    if damaged:
        sys.exit(1)
