"""Work: what the other rooms ask of leases and jobs, each method one transaction."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from service.errors import NotFound
from service.model import Analysis, Document
from service.store import analyses, backlog, documents, jobs, leases, state
from service.store.backlog import Counts
from service.store.engine import Database
from service.store.jobs import Job, JobError
from service.store.schema import documents as documents_table

# After that nobody asks for a job any more.
REMEMBERED = timedelta(days=7)


class Brought(NamedTuple):
    """A document, the length of its text, and its analysis where it has one already."""

    document: Document
    characters: int
    analysis: Analysis | None


class Work:
    """Documents that wait for their analysis, who is at them, and the requests that they came by.

    Args:
        seconds: how long a lease holds that is not renewed.
    """

    def __init__(self, database: Database, seconds: int = 60) -> None:
        self._database = database
        self.seconds = seconds

    def claim(
        self,
        edition: str,
        holder: str,
        limit: int,
        *,
        among: Collection[str] | None = None,
        after: int = 0,
    ) -> tuple[tuple[int, str], ...]:
        """Take documents that are to be analysed and that nobody holds; see `leases.claim`."""
        with self._database.writing() as connection:
            term = backlog.term(self.seconds)
            return leases.claim(connection, edition, holder, term, limit, among=among, after=after)

    def waiting(self, edition: str, limit: int) -> tuple[str, ...]:
        """Ids of documents that could be claimed now, in the order of arrival."""
        with self._database.reading() as connection:
            return backlog.waiting(connection, edition, backlog.term(self.seconds), limit)

    def renew(self, holder: str) -> None:
        """Let all that a holder has be its for longer."""
        with self._database.writing() as connection:
            leases.renew(connection, holder, backlog.term(self.seconds))

    def release(self, holder: str) -> None:
        """Let others take what a holder has and did not finish."""
        with self._database.writing() as connection:
            leases.release(connection, holder)

    def lost(self, edition: str, holder: str, document_id: str, problem: str) -> bool:
        """Count that a holder's process ended over a document, and free the others; True when it is given up."""
        with self._database.writing() as connection:
            leases.release(connection, holder)
            return leases.blame(connection, edition, document_id, problem)

    def fail(self, edition: str, document_id: str, problem: str) -> None:
        """Give a document up."""
        with self._database.writing() as connection:
            leases.fail(connection, edition, document_id, problem)

    def again(self, edition: str) -> None:
        """Let what was given up or called off be tried again."""
        with self._database.writing() as connection:
            leases.again(connection, edition)

    def counts(self, edition: str) -> Counts:
        """How many documents stand how."""
        with self._database.reading() as connection:
            return backlog.counts(connection, edition, backlog.term(self.seconds))

    def left(self, edition: str) -> bool:
        """Whether a document waits for its analysis, or is at it."""
        with self._database.reading() as connection:
            return backlog.left(connection, edition)

    def save(self, made: Sequence[tuple[Analysis, Document]]) -> tuple[str, ...]:
        """Keep analyses in one transaction.

        Args:
            made: each with the document that it was made of.

        Returns:
            Ids of the documents that something else is said of by now: their analyses are not kept.
        """
        amended = []
        with self._database.writing() as connection:
            kept = []
            for analysis, document in made:
                known = documents.said_of(connection, analysis.document)
                if known is None:
                    continue
                if known[1] == document.said:
                    kept.append((known[0], analysis))
                else:
                    amended.append(analysis.document)
            analyses.save_all(connection, kept)
            state.raise_revision(connection)
        return tuple(amended)

    def bring(self, brought: Sequence[Brought]) -> tuple[bool, ...]:
        """Keep documents with their analyses, all in one transaction; which of them were not known."""
        self._database.room()
        with self._database.writing() as connection:
            created, made = [], {}
            for one in brought:
                created.append(documents.store(connection, one.document, one.characters))
                known = documents.said_of(connection, one.document.id)
                if one.analysis is not None and known is not None and known[1] == one.document.said:
                    made[known[0]] = one.analysis
            analyses.save_all(connection, tuple(made.items()))
            if brought:
                state.put(connection, state.HELD, "1")
                state.raise_revision(connection)
        return tuple(created)

    # Jobs

    def keep(
        self, received: Sequence[tuple[Document, int]], refused: Sequence[JobError], edition: str
    ) -> str:
        """Keep documents that are analysed later, and the job that tells of them, at once; the job's id.

        Args:
            received: documents and the lengths of their texts; those whose content is known stay as they are.
            refused: what else was sent.
        """
        self._database.room()
        now = datetime.now(UTC)
        with self._database.writing() as connection:
            created = [documents.store(connection, document, length) for document, length in received]
            if any(created):
                state.put(connection, state.HELD, "1")
                state.raise_revision(connection)
            ids = {document.id for document, _ in received}
            wanted = select(documents_table.c.number).where(documents_table.c.id.in_(sorted(ids)))
            numbers = connection.execute(wanted).scalars().all()
            leases.again(connection, edition, numbers)
            moments = backlog.written(now), backlog.written(now - REMEMBERED)
            return jobs.add(connection, numbers, refused, *moments)

    def job(self, job_id: str, edition: str) -> Job:
        """A job as it stands; NotFound."""
        with self._database.reading() as connection:
            found = jobs.of(connection, job_id, edition, backlog.term(self.seconds))
        if found is None:
            raise _no_job(job_id)
        return found

    def cancel(self, job_id: str, edition: str) -> Job:
        """Call off what of a job nobody has begun; the job as it stands then; NotFound."""
        with self._database.writing() as connection:
            term = backlog.term(self.seconds)
            if not jobs.cancel(connection, job_id, edition, term):
                raise _no_job(job_id)
            found = jobs.of(connection, job_id, edition, term)
        if found is None:
            raise _no_job(job_id)
        return found


def _no_job(job_id: str) -> NotFound:
    return NotFound(f"no job has the id {job_id!r}", parameter="job", expected="the id of a job of this week")
