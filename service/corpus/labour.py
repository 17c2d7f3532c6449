"""Labour: documents that wait are taken, analysed and saved, whoever does it: a worker, a task of a queue, the
command line.

What is to do is not in any queue: it is every document without an analysis of this edition, and the store says who
is at which. So nothing is lost with a process or a broker, and nothing is done twice but with the same result.
"""

import logging
import time
from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import suppress
from typing import NamedTuple
from uuid import uuid4

from service.corpus.analyst import Analyst
from service.corpus.currency import CurrentAnalyses
from service.corpus.pipeline import Pipeline
from service.errors import DuizhaoError, NotFound, SourceDamaged, StoreError
from service.model import Analysis, Document
from service.store import Counts, Store

log = logging.getLogger(__name__)

# Documents that one process takes at a time; a second or two of work, so that others find some too.
BATCH = 32
# A machine with too much to do gives a process some of its time only: this much longer than its time takes by
# the clock.
PATIENCE = 4
# Analyses are saved together, since each saving waits for the disk; seconds that one of them waits at most.
TOGETHER = 0.3


class Done(NamedTuple):
    """A document that is done with; `problem` says why it was given up, None when it was analysed."""

    document: str
    problem: str | None


class Labour:
    """What a process does that analyses what others brought in.

    Attributes:
        holder: the name of this process among those that take documents.
    """

    def __init__(
        self,
        store: Store,
        pipeline: Pipeline,
        analyses: CurrentAnalyses,
        analyst: Analyst,
    ) -> None:
        self._store = store
        self._pipeline = pipeline
        self._analyses = analyses
        self._analyst = analyst
        self._after = 0
        # Whether it holds what it does not work at: the store could not be told.
        self._owes = False
        self.holder = uuid4().hex

    def batch(
        self,
        begin: Callable[[str], None] = lambda _document: None,
        is_enough: Callable[[], bool] = lambda: False,
        *,
        among: Collection[str] | None = None,
        limit: int = BATCH,
    ) -> Generator[Done, None, None]:
        """Take some documents, analyse and save them; nothing comes when nobody needs any.

        Broken off, it leaves what is not done to others.

        Args:
            begin: told each document before it is begun.
            is_enough: asked before each document; when it is, the rest is left to others.
            among: ids; None for any.

        Yields:
            Each document as it is done with.
        """
        claimed = self._claimed(among, limit)
        if not claimed:
            return
        made: list[tuple[Analysis, Document]] = []
        left = set(claimed)
        saved = renewed = time.monotonic()
        try:
            for document_id in claimed:
                if is_enough():
                    break
                begin(document_id)
                try:
                    made.append(self._made(document_id))
                except NotFound:
                    left.discard(document_id)  # removed meanwhile
                except DuizhaoError as problem:
                    if isinstance(problem, StoreError) and not isinstance(problem, SourceDamaged):
                        raise
                    self._store.work.fail(self._pipeline.edition, document_id, problem.message)
                    log.warning("document %s cannot be analysed: %s", document_id, problem.message)
                    left.discard(document_id)
                    yield Done(document_id, problem.message)
                now = time.monotonic()
                if now - saved > TOGETHER:
                    left -= self._saved(made)
                    yield from _done(made, left)
                    made, saved = [], now
                if now - renewed > self._store.work.seconds / 3:
                    self._store.work.renew(self.holder)
                    renewed = now
            left -= self._saved(made)
            yield from _done(made, left)
            made = []
        finally:
            if left:
                # Broken off: what is made is kept all the same.
                self._owes = True
                with suppress(StoreError):
                    self._saved(made)
                    self._release()

    def confine(self) -> None:
        """Let this process be for analyses alone: the limits of a text are its own."""
        self._analyst.confine()

    def lost(self, holder: str, document_id: str, problem: str) -> None:
        """Tell that the process of a holder ended over a document."""
        if self._store.work.lost(self._pipeline.edition, holder, document_id, problem):
            log.error("document %s is given up: %s", document_id, problem)

    def is_left(self) -> bool:
        """Whether a document waits for its analysis, or is at it."""
        return self._store.work.left(self._pipeline.edition)

    def waiting(self, limit: int) -> tuple[str, ...]:
        """Ids of documents that are to be analysed and that nobody holds, in the order of arrival."""
        return self._store.work.waiting(self._pipeline.edition, limit)

    def again(self) -> None:
        """Let what was given up or called off be tried again."""
        self._store.work.again(self._pipeline.edition)

    def finish(self) -> bool:
        """Show what was made, where it is complete; see `CurrentAnalyses.change_over`."""
        return self._analyses.change_over()

    def counts(self) -> Counts:
        """How many documents wait, are at work, were given up or called off."""
        return self._store.work.counts(self._pipeline.edition)

    def mark(self) -> str:
        """Another word whenever something may have come in."""
        return self._store.mark()

    def _claimed(self, among: Collection[str] | None, limit: int) -> tuple[str, ...]:
        edition, work = self._pipeline.edition, self._store.work
        if self._owes:
            self._release()
        if among is not None:
            return tuple(name for _, name in work.claim(edition, self.holder, limit, among=among))
        # Above what was taken last first: looking from the beginning passes all that is analysed.
        claimed = work.claim(edition, self.holder, limit, after=self._after)
        if not claimed and self._after:
            claimed = work.claim(edition, self.holder, limit)
        self._after = claimed[-1][0] if claimed else 0
        return tuple(name for _, name in claimed)

    def _release(self) -> None:
        self._store.work.release(self.holder)
        self._owes = False

    def _made(self, document_id: str) -> tuple[Analysis, Document]:
        document = self._store.document(document_id)
        source = self._analyses.source(document)
        return self._analyst.analyse(document_id, source, document.said), document

    def _saved(self, made: list[tuple[Analysis, Document]]) -> set[str]:
        """Keep analyses; the ids of their documents, but for those that were amended meanwhile."""
        amended = self._store.work.save(made) if made else ()
        return {analysis.document for analysis, _ in made} - set(amended)


def _done(made: list[tuple[Analysis, Document]], left: set[str]) -> Iterator[Done]:
    for analysis, _ in made:
        if analysis.document not in left:
            yield Done(analysis.document, None)
