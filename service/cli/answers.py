"""Commands that ask the corpus: compare, export."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from service.cli import rooms, shapes

if TYPE_CHECKING:
    from service.corpus import Corpus
    from service.presentation import Record

_PAGE = 500


def _names(_context: click.Context, _parameter: click.Parameter, said: str | None) -> tuple[str, ...] | None:
    return None if said is None else tuple(name.strip() for name in said.split(","))


@click.command()
@click.option(
    "--measures", callback=_names, metavar="A,B", help="Ids of measures; all that have a figure if not said."
)
@click.option(
    "--regions", callback=_names, metavar="X,Y", help="Adcodes or names; all of the corpus if not said."
)
@click.option(
    "--within", metavar="REGION", help="Instead of --regions: those of the corpus that belong to it."
)
@click.option("--align", metavar="TIME", help="latest, common, at:2018 or at:2016/2018.")
@click.option("--tolerance", metavar="DURATION", help="How far a figure may be off: P2Y, P18M, P30D.")
@click.option(
    "--derive",
    callback=_names,
    metavar="A,B",
    help="Derived measures (households_per_paired_cadre, …) and conversions (per_year, per_village).",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "statements"]),
    default="table",
    show_default=True,
)
def compare(form: str, derive: tuple[str, ...] | None, **asked: Any) -> None:
    """Compare measures across regions.

    With `--format statements` each row in a plain sentence.
    """
    from service.corpus import Asked  # noqa: PLC0415
    from service.presentation import comparison_csv, comparison_table, statements  # noqa: PLC0415

    with rooms.corpus() as corpus:
        ask = corpus.comparisons
        comparison = ask.compare(ask.question(Asked(**asked, derive=derive or ())))
        match form:
            case "table":
                click.echo(comparison_table(comparison), nl=False)
            case "csv":
                click.echo(comparison_csv(comparison, bom=False), nl=False)
            case "statements":
                click.echo("\n".join(statements(comparison, "zh")))
            case _:
                click.echo(shapes.comparison(comparison))


@click.group()
def export() -> None:
    """Write what the corpus holds to stdout."""


@export.command()
@click.option("--format", "form", type=click.Choice(["ndjson", "csv"]), default="ndjson", show_default=True)
def observations(form: str) -> None:
    """Write every observation, a flat record each."""
    from service.presentation import observations_csv, observations_ndjson  # noqa: PLC0415

    with rooms.corpus() as corpus:
        records = _records(corpus)
        for line in observations_csv(records) if form == "csv" else observations_ndjson(records):
            click.echo(line, nl=False)


@export.command()
def gold() -> None:
    """Write the figures that readers accepted or edited, as a reference to score an extraction against."""
    from service.presentation import observation_record, observations_ndjson  # noqa: PLC0415

    with rooms.corpus() as corpus:
        names: dict[str, str] = {}
        for _, said in sorted(
            corpus.reviews.about().items(), key=lambda each: (each[1].machine.document, each[0])
        ):
            figure = said.edited or said.machine
            if said.decision == "rejected":
                continue
            document = figure.document
            if document not in names:
                names[document] = corpus.entry(document).name or document
            region = corpus.regions.of(figure.region)
            record = observation_record(figure, region.name if region else "", names[document])
            for line in observations_ndjson([record]):
                click.echo(line, nl=False)


def _records(corpus: "Corpus") -> "Iterator[Record]":
    from service.presentation import observation_record  # noqa: PLC0415

    names: dict[str, str] = {}
    cursor: str | None = None
    while True:
        page = corpus.observations(limit=_PAGE, cursor=cursor)
        for observation in page.items:
            document = observation.document
            if document not in names:
                names[document] = corpus.entry(document).name or document
            region = corpus.regions.of(observation.region)
            yield observation_record(observation, region.name if region else "", names[document])
        cursor = page.next
        if cursor is None:
            return
