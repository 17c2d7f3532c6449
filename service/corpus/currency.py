"""Analyses that are current: out of the cache where it has them unharmed, else made now and kept."""

import logging
from collections.abc import Callable, Iterator
from threading import Lock
from typing import TypeVar

from service.corpus.analyst import Analyst
from service.corpus.pipeline import Pipeline
from service.errors import DuizhaoError, SourceDamaged, StoreError, StoreFull, StoreReadOnly
from service.model import Analysis, Document, Source
from service.store import CacheDamaged, Store

T = TypeVar("T")

log = logging.getLogger(__name__)

# How many analyses of an older edition one answer about the whole corpus waits for, some 50 ms each. What is
# left is for the next answer, or for `remake`.
_AT_ONCE = 20


class CurrentAnalyses:
    """The cache of analyses, seen so that nothing stale is ever shown."""

    def __init__(self, store: Store, pipeline: Pipeline, analyst: Analyst) -> None:
        self._store = store
        self._pipeline = pipeline
        self._analyst = analyst
        self._renewing = Lock()
        self._hopeless: set[str] = set()

    def of(self, document_id: str) -> Analysis:
        """The analysis of a document.

        Raises:
            NotFound: no document has this id.
            SourceDamaged: it must be made again, and the stored bytes are no longer those received.
        """
        try:
            cached = self._store.analysis(document_id, self._pipeline.edition)
        except CacheDamaged:
            cached = None
        if cached is not None:
            return cached
        try:
            return self.make(document_id)
        except (StoreFull, StoreReadOnly):
            # It may be read although nothing can be kept.
            document = self._store.document(document_id)
            return self._analyst.analyse(document_id, self.source(document), document.said)

    def make(self, document_id: str) -> Analysis:
        """The analysis of a document, made now and kept; raises what `of` raises."""
        while True:
            document = self._store.document(document_id)
            analysis = self._analyst.analyse(document_id, self.source(document), document.said)
            # False when the document was amended meanwhile: this analysis is then of what was said before.
            if self._store.save(analysis, document.said):
                return analysis

    def source(self, document: Document) -> Source:
        """The text of a stored document, read as it was when it came in."""
        _, _, charset = document.media_type.partition("; charset=")
        return self._pipeline.read(document.content, document.media_type, charset or None)

    def renew(self) -> None:
        """Make again what the cache has of another edition only, so that no answer overlooks a document."""
        edition, known = self._pipeline.edition, len(self._hopeless)
        if len(self._store.outdated(edition, known + 1)) <= known:
            return
        with self._renewing:
            for document_id in self._store.outdated(edition, known + _AT_ONCE):
                if document_id in self._hopeless:
                    continue
                try:
                    self.make(document_id)
                except DuizhaoError as problem:
                    if isinstance(problem, StoreError) and not isinstance(problem, SourceDamaged):
                        # Of this moment, not of this document.
                        raise
                    self._hopeless.add(document_id)
                    log.warning("document %s cannot be analysed again: %s", document_id, problem.message)

    def remake(self) -> Iterator[tuple[str, str | None]]:
        """Analyse every document that has no analysis of this edition, then drop those of other editions.

        Yields:
            The id and None, or what went wrong, as each document is done.
        """
        for document_id in self._store.missing(self._pipeline.edition):
            try:
                self.make(document_id)
                yield document_id, None
            except DuizhaoError as problem:
                yield document_id, problem.message
        self._store.forget_editions_but(self._pipeline.edition)

    def trusted(self, ask: Callable[[], T]) -> T:
        """The answer of the store; rows of the cache that are not as they were stored are made again."""
        try:
            return ask()
        except CacheDamaged as damage:
            for document_id in damage.documents:
                try:
                    self.make(document_id)
                except StoreError as problem:
                    self._store.forget([document_id])
                    log.warning("document %s cannot be analysed again: %s", document_id, problem.message)
            return ask()
