"""Commands of an operator: serve, reanalyse, settings, openapi."""

import os
import sys
from importlib import import_module

import click

from service.cli import rooms
from service.errors import StoreUnavailable
from service.settings import settings_table

# At a start at most this many stale documents are analysed before the first answer: some seconds.
_AT_START = 200


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, envvar="PORT", type=click.IntRange(0, 65535))
def serve(host: str, port: int) -> None:
    """Serve over HTTP; a new store begins with the bundled corpus."""
    try:
        _prepare()
    except StoreUnavailable as problem:
        # It comes back: until then /readyz says why, and a supervisor need not start us again and again.
        click.echo(f"duizhao: {problem.message}", err=True)
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    # Replaces this process: signals of a supervisor reach gunicorn itself.
    os.execv(  # noqa: S606 - fixed program, no shell
        sys.executable,
        [
            *(sys.executable, "-m", "gunicorn", "--config", "python:service.web.serving"),
            *("--bind", bind, "service.web:create_app()"),
        ],
    )


def _prepare() -> None:
    """Load the bundled corpus into a new store, and renew what an older edition left."""
    with rooms.corpus() as corpus:
        seeded = corpus.seed()
        if seeded:
            click.echo(f"{seeded} documents of the bundled corpus loaded", err=True)
        is_queued = rooms.settings().analyse == "queued"
        stale = 0 if is_queued else len(corpus.stale())
        if stale > _AT_START:
            click.echo(f"{stale} documents await `duizhao reanalyse`", err=True)
        elif stale:
            failed = sum(problem is not None for _, problem in corpus.reanalyse())
            click.echo(f"{stale - failed} documents analysed again, {failed} failed", err=True)


@click.command()
def reanalyse() -> None:
    """Analyse every document that has no analysis of the current edition."""
    failed = []
    with rooms.corpus() as corpus:
        stale = len(corpus.stale())
        with click.progressbar(
            corpus.reanalyse(),
            length=stale,
            label="analysing",
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
        ) as bar:
            for document, problem in bar:
                if problem is not None:
                    failed.append(f"{document}: {problem}")
    for line in failed:
        click.echo(f"failed: {line}", err=True)
    click.echo(f"{stale - len(failed)} analysed, {len(failed)} failed")
    if failed:
        sys.exit(1)


@click.command()
def settings() -> None:
    """Show the settings, as README has them."""
    click.echo(settings_table())


@click.command()
def openapi() -> None:
    """Write the OpenAPI document of the HTTP interface."""
    # By name: the command line stands beside the web and knows nothing of it but this.
    click.echo(import_module("service.web").openapi_yaml(), nl=False)
