"""What commands need of the house, imported in its functions: `--help` must not wait for numpy and SQL."""
# ruff: noqa: PLC0415

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from service.settings import Settings

if TYPE_CHECKING:
    from service.corpus import Corpus, Pipeline


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


def pipeline() -> "Pipeline":
    """The pipeline of the settings, for commands that keep nothing."""
    found = settings()
    from service.corpus import Pipeline, lexicon

    words = lexicon(found.dictionary, found.stopwords)
    return Pipeline.load(found.measures, found.max_characters, words)
