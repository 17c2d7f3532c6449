"""Commands that read files: import, analyse."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from service.cli import rooms, shapes
from service.cli.work import cores
from service.model import Said

if TYPE_CHECKING:
    from service.corpus import Imported
    from service.observations import Regions

# Fewer files than this are done before another process is ready.
_WORTH_A_PROCESS = 16

_said = (
    click.option("--region", metavar="REGION", help="Adcode or name of the region that it is about."),
    click.option("--published", metavar="DATE", help="2019, 2019-12 or 2019-12-31."),
)


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@_said[0]
@_said[1]
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=None,
    help="How many processes work side by side; as many as there are cores unless said.",
)
@click.option(
    "--later", is_flag=True, help="Only keep the files, and leave their analyses to `duizhao work`."
)
def import_(
    paths: tuple[Path, ...], region: str | None, published: str | None, jobs: int | None, later: bool
) -> None:
    """Keep and analyse files, and the files of folders.

    A file that cannot be read does not stop the others; the end says which failed, and why. What is known is
    passed over, so an import that was broken off is simply begun again.
    """
    said = Said(region=region, published=published)
    files = [file for path in paths for file in _files(path)]
    processes = min(jobs or cores(), len(files) // _WORTH_A_PROCESS)
    analysed: Literal["now", "later"] = "later" if later else "now"
    failed: list[str] = []
    counts = Counter[str]()
    # Closed before there are others: see `crew`.
    with rooms.corpus() as corpus:
        regions = corpus.regions
        if processes < 2:
            _import(files, rooms.import_here(corpus, files, said, analysed), regions, counts, failed)
    if processes >= 2:
        _import(files, rooms.import_files(files, said, analysed, processes), regions, counts, failed)
    for line in failed:
        click.echo(f"failed: {line}", err=True)
    click.echo(f"{counts['created']} imported, {counts['known']} known already, {counts['failed']} failed")
    if failed:
        sys.exit(1)


def _import(
    files: "Sequence[Path]",
    done: "Iterator[tuple[int, Imported]]",
    regions: "Regions",
    counts: "Counter[str]",
    failed: list[str],
) -> None:
    """Tell of files in their order, while they are done in any."""

    def tell(number: int, one: "Imported") -> None:
        counts[one.outcome] += 1
        if one.outcome == "failed":
            failed.append(f"{files[number]}: {one.problem}")
            return
        region = one.region and regions.of(one.region)
        click.echo(f"{files[number].stem}: {f'{region.name} {region.adcode}' if region else 'no region'}")

    with click.progressbar(
        rooms.in_order(done, tell),
        length=len(files),
        label="importing",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:
        for _ in bar:
            pass


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@_said[0]
@_said[1]
@click.option("--format", "form", type=click.Choice(["json", "ndjson"]), default="json", show_default=True)
@click.option(
    "--only",
    type=click.Choice(["observations", "summary", "keywords", "text", "refused"]),
    help="One part of the answer.",
)
def analyse(file: str, region: str | None, published: str | None, form: str, only: str | None) -> None:
    """Analyse FILE, or what comes in for -, and keep nothing.

    With `--only text` the clean text, a paragraph a line; with `--only refused` the figures that were not
    counted, and why. With `--format ndjson` a record a line:
    observations unless another part is asked for.
    """
    with click.open_file(file, "rb") as opened:
        content = opened.read()
    pipeline = rooms.pipeline()
    said = Said(region=region, published=published)
    analysis = pipeline.analysed(content, None, None, said)
    if only == "text":
        click.echo(analysis.text.characters.rstrip("\n"))
        return
    name = analysis.document if file == "-" else Path(file).stem
    if only == "refused":
        for piece in shapes.refused(pipeline.refused(analysis, said), form):
            click.echo(piece, nl=False)
        return
    for piece in shapes.analysis(analysis, pipeline.regions, name, form, only):
        click.echo(piece, nl=False)


def _files(path: Path) -> Iterator[Path]:
    """The file itself, or all files under a folder but hidden ones, in the order of their names."""
    if not path.is_dir():
        yield path
        return
    for each in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in each.relative_to(path).parts)
        if each.is_file() and not hidden:
            yield each
