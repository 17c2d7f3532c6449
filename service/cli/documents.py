"""Commands that read files: import, analyse."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli import rooms, shapes
from service.errors import DuizhaoError
from service.model import Said

if TYPE_CHECKING:
    from service.corpus import Corpus

_said = (
    click.option("--region", metavar="REGION", help="Adcode or name of the region that it is about."),
    click.option("--published", metavar="DATE", help="2019, 2019-12 or 2019-12-31."),
)


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@_said[0]
@_said[1]
def import_(paths: tuple[Path, ...], region: str | None, published: str | None) -> None:
    """Keep and analyse files, and the files of folders.

    A file that cannot be read does not stop the others; the end says which failed, and why.
    """
    said = Said(region=region, published=published)
    imported: list[str] = []
    failed: list[str] = []
    known = 0
    with rooms.corpus() as corpus:
        files = [file for path in paths for file in _files(path)]
        with click.progressbar(
            files, label="importing", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:
            for file in bar:
                try:
                    line, created = _imported(corpus, file, said)
                except (DuizhaoError, OSError) as problem:
                    failed.append(f"{file}: {_reason(problem)}")
                except Exception as problem:  # noqa: BLE001 - one bad file never stops the rest
                    failed.append(
                        f"{file}: {type(problem).__name__} inside duizhao, please report it: {problem}"
                    )
                else:
                    imported.append(line)
                    known += not created
    for line in imported:
        click.echo(line)
    for line in failed:
        click.echo(f"failed: {line}", err=True)
    click.echo(f"{len(imported) - known} imported, {known} known already, {len(failed)} failed")
    if failed:
        sys.exit(1)


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


def _imported(corpus: "Corpus", file: Path, said: Said) -> tuple[str, bool]:
    added = corpus.add(file.read_bytes(), media_type=None, name=file.stem, said=said)
    main = added.analysis.region
    region = main and corpus.regions.of(main.adcode)
    return f"{file.stem}: {f'{region.name} {region.adcode}' if region else 'no region'}", added.created


def _reason(problem: Exception) -> str:
    if isinstance(problem, OSError):
        return problem.strerror or str(problem)
    return str(problem)
