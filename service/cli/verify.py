"""The command that reads everything again: verify."""

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from service.cli import rooms
from service.errors import SourceDamaged

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
    mended = _mended([each.document for each in damaged if each.part == "analysis"]) if mend else 0
    if mended:
        click.echo(f"{mended} analyses made again")
    if len(damaged) > mended:
        sys.exit(1)


def _mended(documents: list[str]) -> int:
    """Make analyses again; how many could be."""
    mended = 0
    with rooms.corpus() as corpus:
        for document in documents:
            with suppress(SourceDamaged):
                corpus.mend(document)
                mended += 1
    return mended
