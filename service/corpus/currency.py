"""Analyses that are current: out of the cache where it has them unharmed, else made now and kept.

Two editions may stand side by side while a corpus is analysed anew. Answers are all of one of them, the last that
was complete, until the other is: then the store changes over in one transaction, and the older one is dropped.
"""

import logging
from collections.abc import Callable
from threading import Lock
from typing import Literal, TypeVar

from service.corpus.analyst import Analyst
from service.corpus.pipeline import Pipeline
from service.errors import DuizhaoError, SourceDamaged, StoreError, StoreFull, StoreReadOnly
from service.model import Analysis, Document, Source
from service.store import CacheDamaged, Store

T = TypeVar("T")

log = logging.getLogger(__name__)

# How many analyses of an older edition one answer about the whole corpus waits for, some 50 ms each. Where there
# are more, the older edition is shown until `reanalyse` or a worker has made them.
_AT_ONCE = 20


class CurrentAnalyses:
    """The cache of analyses, seen so that no answer mixes editions and none is of damaged rows.

    Args:
        renewal: whether a few analyses of an older edition are made for the answer that needs them, or all of
            them left to workers.
    """

    def __init__(
        self,
        store: Store,
        pipeline: Pipeline,
        analyst: Analyst,
        *,
        renewal: Literal["now", "later"] = "now",
    ) -> None:
        self._store = store
        self._pipeline = pipeline
        self._analyst = analyst
        self._renewal = renewal
        self._renewing = Lock()
        self._first_seen = store.shown()
        self._readable: dict[str, bool] = {}

    @property
    def edition(self) -> str:
        """The edition that answers are of: that of this program, or an older one while analyses are made anew."""
        shown = self._store.shown()
        if shown is None or shown == self._pipeline.edition or not self._can_read(shown):
            return self._pipeline.edition
        return shown

    def of(self, document_id: str) -> Analysis:
        """The analysis of a document.

        Raises:
            NotFound: no document has this id.
            SourceDamaged: it must be made again, and the stored bytes are no longer those received.
        """
        for edition in dict.fromkeys((self.edition, self._pipeline.edition)):
            try:
                cached = self._store.analysis(document_id, edition)
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
        """Make again what the cache has of another edition only, where it is little enough to wait for."""
        if self._renewal == "later" or self._is_settled() or self._is_superseded():
            return
        with self._renewing:
            waiting = self._store.outdated(self._pipeline.edition, _AT_ONCE + 1)
            if len(waiting) > _AT_ONCE and self.edition != self._pipeline.edition:
                return
            for document_id in waiting[:_AT_ONCE]:
                try:
                    self.make(document_id)
                except DuizhaoError as problem:
                    if isinstance(problem, StoreError) and not isinstance(problem, SourceDamaged):
                        # Of this moment, not of this document.
                        raise
                    self._store.work.fail(self._pipeline.edition, document_id, problem.message)
                    log.warning("document %s cannot be analysed again: %s", document_id, problem.message)
            self.change_over()

    def change_over(self) -> bool:
        """Show the edition of this program, if it has analysed all that another one had; whether it is shown."""
        if self._is_settled():
            return True
        if self._is_superseded() or self._store.outdated(self._pipeline.edition, 1):
            return False
        # What stands beside the edition that is shown is what a later program is just making, for all we know.
        if self._store.shown() != self._pipeline.edition:
            self._store.show(self._pipeline.edition)
        return True

    def drop_others(self) -> None:
        """Drop the analyses of other editions, if that of this program is shown."""
        if self._store.shown() == self._pipeline.edition and self._store.has_others(self._pipeline.edition):
            self._store.show(self._pipeline.edition)

    def trusted(self, ask: Callable[[], T]) -> T:
        """The answer of the store; rows of the cache that are not as they were stored are made again."""
        try:
            return ask()
        except CacheDamaged as damage:
            older = self.edition != self._pipeline.edition
            for document_id in damage.documents:
                try:
                    if older:
                        # What is damaged is of an edition that nobody can make any more.
                        self._store.forget([document_id])
                    self.make(document_id)
                except StoreError as problem:
                    self._store.forget([document_id])
                    log.warning("document %s cannot be analysed again: %s", document_id, problem.message)
            return ask()

    def _is_settled(self) -> bool:
        edition = self._pipeline.edition
        return self._store.shown() in {None, edition} and not self._store.has_others(edition)

    def _is_superseded(self) -> bool:
        """Whether a later program has changed over since this one began: it is not to be changed back."""
        shown = self._store.shown()
        return shown not in {None, self._pipeline.edition, self._first_seen}

    def _can_read(self, edition: str) -> bool:
        """Whether analyses of an edition have the shape that this program reads."""
        if edition not in self._readable:
            self._readable[edition] = self._store.can_read(edition)
        return self._readable[edition]
