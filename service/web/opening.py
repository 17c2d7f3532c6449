"""The corpus of this process: opened at the first use, never before a fork and never shared across one."""

import os
from collections.abc import Callable
from threading import Lock

from flask import current_app

from service.corpus import Corpus
from service.settings import Settings

EXTENSION = "duizhao"


class Opening:
    """Opens the corpus once per process; a failed opening is tried again by the next request."""

    def __init__(self, settings: Settings, analysed: Callable[[float, int], None]) -> None:
        self.settings = settings
        self._analysed = analysed
        self._lock = Lock()
        self._corpus: Corpus | None = None
        self._process = 0

    def corpus(self) -> Corpus:
        """The corpus of this process.

        Raises:
            StoreError: it cannot be opened now.
        """
        # A connection that was opened before a fork belongs to the parent: a child opens its own.
        corpus = self._corpus if self._process == os.getpid() else None
        if corpus is not None:
            return corpus
        with self._lock:
            if self._corpus is None or self._process != os.getpid():
                opened = Corpus.open(self.settings)
                opened.watch(self._analysed)
                self._corpus, self._process = opened, os.getpid()
            return self._corpus


def opening() -> Opening:
    """The opening of the current application."""
    held: Opening = current_app.extensions[EXTENSION]
    return held


def corpus() -> Corpus:
    """The corpus behind the current application."""
    return opening().corpus()


def settings() -> Settings:
    """The settings of the current application."""
    return opening().settings
