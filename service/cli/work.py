"""Commands that analyse what waits: work, sweep."""

import os
from importlib import import_module

import click

from service.cli import rooms


@click.command()
@click.option(
    "--processes",
    type=click.IntRange(1, 256),
    default=None,
    help="How many analyse side by side; as many as there are cores unless said.",
)
@click.option("--until-empty", is_flag=True, help="End when nothing waits, instead of waiting for more.")
def work(processes: int | None, until_empty: bool) -> None:
    """Analyse what waits: documents that came in while DUIZHAO_ANALYSE is queued, or of an older edition.

    Any number of these may run, on one machine or on many that share a database.
    """
    # By name: the command line stands beside the workers and knows nothing of them but this.
    analysed = import_module("service.worker").work(
        rooms.settings(), processes or cores(), until_empty=until_empty
    )
    click.echo(f"{analysed} analysed")


@click.command()
@click.option(
    "--every",
    type=click.FloatRange(0.1, 86_400),
    default=None,
    help="Seconds between two sweeps; once unless said.",
)
def sweep(every: float | None) -> None:
    """Hand what waits to the workers of the queue that DUIZHAO_BROKER names."""
    click.echo(f"{import_module('service.worker').sweep(rooms.settings(), every)} handed out")


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))
