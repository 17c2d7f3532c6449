"""Rows of jobs: requests whose documents are analysed later. How far a job came is asked of the documents themselves."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import orjson
from sqlalchemy import Connection, and_, delete, exists, insert, select, update

from service.store import leases
from service.store.backlog import CANCELLED, FAILED, LEASED, Term
from service.store.schema import analyses, documents, job_documents, jobs, work

JobState = Literal["queued", "running", "succeeded", "failed", "cancelled"]
MOST_ERRORS = 20


@dataclass(frozen=True, slots=True)
class JobError:
    """What of a job went wrong.

    Attributes:
        line: its number in the batch, from 1; None when its document was stored.
        document: the id; None when it was refused before there was one.
        type: the last part of a problem's type.
    """

    line: int | None
    document: str | None
    type: str
    detail: str


@dataclass(frozen=True, slots=True)
class Job:
    """A request whose documents are analysed later.

    Attributes:
        created: UTC.
        total: documents and refused lines together.
        done: of these, how many are analysed, refused, given up, called off or removed.
        documents: ids in the order of arrival; without those that were removed.
        errors: the first 20.
    """

    id: str
    created: str
    state: JobState
    total: int
    done: int
    documents: tuple[str, ...]
    errors: tuple[JobError, ...]


def add(
    connection: Connection,
    numbers: Collection[int],
    refused: Sequence[JobError],
    created: str,
    forgotten: str,
) -> str:
    """Keep a job; its id.

    Args:
        numbers: of its documents.
        refused: what there is no document of.
        forgotten: jobs made before this time are dropped.
    """
    connection.execute(delete(jobs).where(jobs.c.created < forgotten))
    job = secrets.token_hex(16)
    problems = [[each.line, each.document, each.type, each.detail] for each in refused[:MOST_ERRORS]]
    connection.execute(
        insert(jobs).values(
            id=job,
            created=created,
            total=len(numbers) + len(refused),
            refused=len(refused),
            problems=orjson.dumps(problems),
        )
    )
    rows = [{"job": job, "document": number} for number in sorted(numbers)]
    if rows:
        connection.execute(insert(job_documents), rows)
    return job


def of(connection: Connection, job_id: str, edition: str, term: Term) -> Job | None:
    """A job as it stands; None when there is none with this id."""
    row = connection.execute(select(jobs).where(jobs.c.id == job_id)).first()
    if row is None:
        return None
    # Of any edition: a job that was done stays so when a new edition analyses everything again.
    is_analysed = exists().where(analyses.c.document == documents.c.number)
    query = (
        select(documents.c.id, is_analysed.label("analysed"), work.c.state, work.c.until, work.c.problem)
        .join_from(job_documents, documents, job_documents.c.document == documents.c.number)
        .outerjoin(work, and_(work.c.document == documents.c.number, work.c.edition == edition))
        .where(job_documents.c.job == job_id)
        .order_by(documents.c.number)
    )
    found = connection.execute(query).all()
    waiting = [each for each in found if not each.analysed and each.state not in {FAILED, CANCELLED}]
    begun = [each for each in waiting if each.state == LEASED and term.now < each.until <= term.end]
    open_ones = begun if row.cancelled else waiting
    given_up = [each for each in found if not each.analysed and each.state == FAILED]
    errors = [JobError(*problem) for problem in orjson.loads(row.problems)]
    errors += [JobError(None, each.id, "analysis-failed", each.problem or "") for each in given_up]
    done = row.total - len(open_ones)
    state: JobState
    if begun or (open_ones and done > row.refused):
        state = "running"
    elif open_ones:
        state = "queued"
    elif row.cancelled:
        state = "cancelled"
    elif row.refused or given_up:
        state = "failed"
    else:
        state = "succeeded"
    ids = tuple(each.id for each in found)
    return Job(row.id, row.created, state, row.total, done, ids, tuple(errors[:MOST_ERRORS]))


def cancel(connection: Connection, job_id: str, edition: str, term: Term) -> bool:
    """Call off what of a job has not begun; False when there is no such job."""
    this = jobs.c.id == job_id
    if connection.execute(select(jobs.c.id).where(this)).first() is None:
        return False
    query = select(job_documents.c.document).where(job_documents.c.job == job_id)
    # What another request asked for as well, and did not call off, stays to be done.
    others = (
        select(job_documents.c.document)
        .join_from(job_documents, jobs, job_documents.c.job == jobs.c.id)
        .where(jobs.c.id != job_id, jobs.c.cancelled.is_(None))
    )
    numbers = connection.execute(query.where(job_documents.c.document.not_in(others))).scalars().all()
    if leases.call_off(connection, edition, numbers, term):
        connection.execute(update(jobs).where(this).values(cancelled=term.now))
    return True
