"""What commands need of the house, imported in its functions: `--help` must not wait for numpy and SQL."""
# ruff: noqa: PLC0415

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from service.model import Said
from service.settings import Settings

if TYPE_CHECKING:
    from service.corpus import Corpus, Imported, Pipeline, Verified


def settings() -> Settings:
    """The settings of the environment that the command was given."""
    return Settings.from_environment(os.environ)


@contextmanager
def corpus(*, upgrade: bool = False) -> "Iterator[Corpus]":
    """The corpus of the settings, closed in the end."""
    found = settings()
    from service.corpus import Corpus

    opened = Corpus.open(found, older="upgrade" if upgrade else "refuse")
    try:
        yield opened
    finally:
        opened.close()


def backup(target: Path) -> int:
    """Write the store to a file; see `service.corpus`."""
    from service.corpus import backup as write

    return write(settings(), target)


def verify() -> "Iterator[Verified]":
    """Compare all that is stored with its hashes; see `service.corpus`."""
    from service.corpus import verify as compared

    return compared(settings())


def pipeline() -> "Pipeline":
    """The pipeline of the settings, for commands that keep nothing."""
    found = settings()
    from service.corpus import Pipeline, lexicon, limits

    words = lexicon(found.dictionary, found.stopwords)
    return Pipeline.load(found.measures, limits(found), words)


def import_here(
    corpus: "Corpus", files: Sequence[Path], said: Said, analysed: Literal["now", "later"]
) -> "Iterator[tuple[int, Imported]]":
    """Keep files in this process; see `service.corpus`."""
    from service.corpus import import_here as here

    return here(corpus, files, said, analysed)


def import_files(
    files: Sequence[Path], said: Said, analysed: Literal["now", "later"], processes: int
) -> "Iterator[tuple[int, Imported]]":
    """Keep files by several processes; see `service.corpus`."""
    from service.analysis import warm
    from service.corpus import import_files as several

    warm()
    return several(settings(), files, said, analysed, processes)


def in_order(
    done: "Iterator[tuple[int, Imported]]", tell: "Callable[[int, Imported], None]"
) -> Iterator[None]:
    """Tell of files in their order; see `service.corpus`."""
    from service.corpus import in_order as ordered

    return ordered(done, tell)
