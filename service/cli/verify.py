"""The command that reads everything again: verify."""

import sys
from typing import TYPE_CHECKING

import click

from service.cli import rooms

if TYPE_CHECKING:
    from service.corpus import Damage


@click.command()
@click.option("--mend", is_flag=True, help="Make damaged analyses again.")
def verify(mend: bool) -> None:
    """Read all that is stored, and name each document that is no longer as it was received.

    Others may go on reading and writing. A damaged source comes back when the same document is sent or imported
    again; what was made of a source can be made again.
    """
    documents = 0
    damaged: list[Damage] = []
    for one in rooms.verify():
        documents += one.documents
        damaged += one.damages
    for damage in damaged:
        what = f"{damage.part} of {damage.document}" if damage.document else damage.part
        click.echo(f"damaged: {what}: {damage.problem}", err=True)
    click.echo(f"{documents} documents read, {len(damaged)} damages")
    again = [each.document for each in damaged if each.part == "analysis"] if mend else []
    if again:
        with rooms.corpus() as corpus:
            for document in again:
                corpus.analysis(document)
        click.echo(f"{len(again)} analyses made again")
    if len(damaged) > len(again):
        sys.exit(1)
