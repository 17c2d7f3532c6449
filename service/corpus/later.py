"""Documents that are kept now and analysed later, by whoever works; a job tells how far that is."""

from collections.abc import Sequence
from typing import NamedTuple

from service.corpus.pipeline import Pipeline
from service.corpus.receiving import received
from service.model import Document, Said
from service.store import Job, JobError, Store


class Waiting(NamedTuple):
    """A document that is to be kept, and the length of its text."""

    document: Document
    characters: int


class Later:
    """The jobs of a corpus. A job is forgotten after a week; its documents are not."""

    def __init__(self, store: Store, pipeline: Pipeline) -> None:
        self._store = store
        self._pipeline = pipeline

    def read(
        self,
        content: bytes,
        *,
        media_type: str | None,
        charset: str | None = None,
        name: str = "",
        said: Said = Said(),  # noqa: B008 - frozen
    ) -> Waiting:
        """A document, not kept yet; raises what `Corpus.add` raises of what is not accepted."""
        document, source = received(
            self._pipeline, content, media_type=media_type, charset=charset, name=name, said=said
        )
        return Waiting(document, len(source.characters))

    def keep(self, waiting: Sequence[Waiting], refused: Sequence[JobError] = ()) -> Job:
        """Keep documents, all or none, and the job of their analyses; durable when it returns.

        What is known stays as it was said first; what was called off before is to be done again.
        """
        work = self._store.work
        return self.job(work.keep(waiting, refused, self._pipeline.edition))

    def job(self, job_id: str) -> Job:
        """A job as it stands; NotFound."""
        return self._store.work.job(job_id, self._pipeline.edition)

    def cancel(self, job_id: str) -> Job:
        """Call off what of a job nobody has begun; NotFound.

        Documents stay: they were acknowledged. They are not analysed until somebody asks for what they say, sends
        them again, or analyses everything anew.
        """
        return self._store.work.cancel(job_id, self._pipeline.edition)
