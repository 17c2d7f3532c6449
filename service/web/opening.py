"""The corpus of this process: opened at the first use, never before a fork and never shared across one."""

import os
import time
from collections.abc import Callable
from threading import Lock

from flask import current_app

from service.corpus import Corpus
from service.errors import StoreUnavailable
from service.settings import Settings

EXTENSION = "duizhao"


class Opening:
    """Opens the corpus once per process; a failed opening is tried again, at most once in a second."""

    def __init__(self, settings: Settings, analysed: Callable[[float, int], None]) -> None:
        self.settings = settings
        self._analysed = analysed
        self._lock = Lock()
        self._corpus: Corpus | None = None
        self._process = 0
        self._failed: tuple[float, StoreUnavailable] | None = None

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
                self._corpus, self._process = self._opened(), os.getpid()
            return self._corpus

    def _opened(self) -> Corpus:
        # Where a server does not even refuse, each try takes seconds, and every thread waits here for its turn.
        if self._failed is not None and time.monotonic() < self._failed[0] + 1:
            raise self._failed[1].with_traceback(None)
        try:
            opened = Corpus.open(self.settings)
        except StoreUnavailable as problem:
            self._failed = (time.monotonic(), problem)
            raise
        opened.watch(self._analysed)
        return opened


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
