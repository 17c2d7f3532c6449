"""Commands about the catalogue: measures check."""

import sys
from pathlib import Path

import click

from service.cli import rooms


@click.group()
def measures() -> None:
    """Look after the catalogue of measures."""


@measures.command()
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[FILE]")
def check(file: Path | None) -> None:
    """Say what is wrong with the catalogue, FILE of further measures included."""
    from service.corpus import Pipeline  # noqa: PLC0415

    found = rooms.settings()
    pipeline = Pipeline.load(file or found.measures)
    problems = pipeline.problems()
    for problem in problems:
        click.echo(problem)
    click.echo(f"{len(pipeline.catalogue.measures)} measures, {len(problems)} problems", err=bool(problems))
    if problems:
        sys.exit(1)
