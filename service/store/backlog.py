"""What waits: documents without an analysis of an edition, and what rows of work say of them.

Clocks: a lease that ends later than any lease can was made before the clock was set back, and counts for nothing;
one that a clock set forward ends too early makes an analysis twice, with the same result.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, or_, select

from service.store.schema import analyses, documents, work

LEASED, FAILED, CANCELLED = "leased", "failed", "cancelled"


class Term(NamedTuple):
    """When leases are made, and when those made now end: UTC, as in the rows."""

    now: str
    end: str


class Counts(NamedTuple):
    """Documents of an edition: to be analysed and held by nobody, held by somebody, given up, called off, analysed."""

    pending: int
    leased: int
    failed: int
    cancelled: int
    analysed: int


def term(seconds: int) -> Term:
    """The term of a lease that begins now."""
    now = datetime.now(UTC)
    return Term(written(now), written(now + timedelta(seconds=seconds)))


def written(moment: datetime) -> str:
    """A moment as the rows have it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def counts(connection: Connection, edition: str, term: Term) -> Counts:
    """How many documents stand how."""
    there = connection.execute(select(func.count()).select_from(documents)).scalar() or 0
    analysed = select(func.count()).select_from(analyses).where(analyses.c.edition == edition)
    made = connection.execute(analysed).scalar() or 0
    expired = func.sum(case((is_over(term), 1), else_=0))
    rows = connection.execute(
        select(work.c.state, func.count().label("n"), expired.label("over"))
        .where(work.c.edition == edition)
        .group_by(work.c.state)
    ).all()
    known = {row.state: (row.n, row.over or 0) for row in rows}
    leased, over = known.get(LEASED, (0, 0))
    failed, called_off = known.get(FAILED, (0, 0))[0], known.get(CANCELLED, (0, 0))[0]
    held = leased - over
    return Counts(max(0, there - made - held - failed - called_off), held, failed, called_off, made)


def left(connection: Connection, edition: str) -> bool:
    """Whether a document still waits for its analysis or is at it now."""
    waiting = without_analysis(edition).where(~is_given_up(edition)).limit(1)
    return connection.execute(waiting).first() is not None


def waiting(connection: Connection, edition: str, term: Term, limit: int) -> tuple[str, ...]:
    """Ids of documents that could be claimed now, in the order of arrival."""
    rows = connection.execute(free(edition, term).order_by(documents.c.number).limit(limit)).all()
    return tuple(row.id for row in rows)


def is_given_up(edition: str) -> ColumnElement[bool]:
    """Whether a document, of the query around this, was given up or called off."""
    return exists().where(
        work.c.document == documents.c.number,
        work.c.edition == edition,
        work.c.state.in_((FAILED, CANCELLED)),
    )


def without_analysis(edition: str) -> Select[Any]:
    """Numbers and ids of the documents that are to be analysed."""
    current = exists().where(analyses.c.document == documents.c.number, analyses.c.edition == edition)
    return select(documents.c.number, documents.c.id).where(~current)


def free(edition: str, term: Term) -> Select[Any]:
    """Documents that are to be analysed and that nobody holds."""
    return without_analysis(edition).where(~row_of(edition, ~is_free(term)))


def row_of(edition: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a document, of the query around this, has a row of work that is so."""
    return exists().where(work.c.document == documents.c.number, work.c.edition == edition, condition)


def is_over(term: Term) -> ColumnElement[bool]:
    """Whether the lease of a row has ended, or cannot be one."""
    return or_(work.c.until <= term.now, work.c.until > term.end)


def is_free(term: Term) -> ColumnElement[bool]:
    """Whether a row keeps nobody away."""
    return and_(work.c.state == LEASED, is_over(term))
