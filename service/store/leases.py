"""Rows of work: who analyses which document now, and which are not to be analysed.

What is to do is every document without an analysis of the edition; a row here only keeps the others away from it.
A lease ends by itself, so nothing that is killed takes its documents along.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, update

from service.store.backlog import (
    CANCELLED,
    FAILED,
    LEASED,
    Term,
    free,
    is_free,
    row_of,
    without_analysis,
)
from service.store.schema import documents, work

# Processes that may end over one document.
TRIES = 3


def claim(  # noqa: PLR0913 - whose, and which, by name
    connection: Connection,
    edition: str,
    holder: str,
    term: Term,
    limit: int,
    *,
    among: Collection[str] | None = None,
    after: int = 0,
) -> tuple[tuple[int, str], ...]:
    """Take documents that are to be analysed and that nobody holds.

    A document that a process ended over is taken alone, so that it can take no others along, and after all
    others, so that a process that was killed for other reasons is not soon killed over the same one again.

    Args:
        limit: documents at most.
        among: ids; None for any.
        after: the number that all have to be above; those that a process ended over are only taken from 0 on.

    Returns:
        Numbers and ids in the order of arrival, which is that in which they are to be analysed.
    """
    # Writers come one after another on every database: no two look at the same moment and take the same.
    _bury(connection, edition, term)
    unheld = free(edition, term)
    if among is not None:
        unheld = unheld.where(documents.c.id.in_(sorted(among)))
    untried = unheld.where(~row_of(edition, work.c.tries > 0), documents.c.number > after)
    taken = connection.execute(untried.order_by(documents.c.number).limit(limit)).all()
    if not taken and not after:
        tried = select(work).where(work.c.edition == edition, work.c.tries > 0).subquery()
        suspects = unheld.join(tried, tried.c.document == documents.c.number)
        taken = connection.execute(suspects.order_by(tried.c.tries, documents.c.number).limit(1)).all()
    tries = _tries(connection, edition, [row.number for row in taken])
    numbers = [row.number for row in taken]
    if numbers:
        connection.execute(delete(work).where(work.c.edition == edition, work.c.document.in_(numbers)))
        leases = [
            {
                "document": number,
                "edition": edition,
                "state": LEASED,
                "holder": holder,
                "until": term.end,
                "tries": tries.get(number, 0),
            }
            for number in numbers
        ]
        connection.execute(insert(work), leases)
    return tuple((row.number, row.id) for row in taken)


def renew(connection: Connection, holder: str, term: Term) -> None:
    """Let all leases of a holder end as late as if they were made now."""
    connection.execute(
        update(work).where(work.c.holder == holder, work.c.state == LEASED).values(until=term.end)
    )


def release(connection: Connection, holder: str) -> None:
    """Let others take what this holder has."""
    mine = and_(work.c.holder == holder, work.c.state == LEASED)
    connection.execute(delete(work).where(mine, work.c.tries == 0))
    connection.execute(update(work).where(mine).values(until="", holder=""))


def blame(connection: Connection, edition: str, document_id: str, problem: str) -> bool:
    """Count that a process ended over a document; True when that was once too often, and it is given up."""
    number = connection.execute(select(documents.c.number).where(documents.c.id == document_id)).scalar()
    if number is None:
        return False
    tries = _tries(connection, edition, [number]).get(number, 0) + 1
    return _count(connection, edition, number, tries, problem)


def fail(connection: Connection, edition: str, document_id: str, problem: str) -> None:
    """Give a document up: it cannot be analysed, and why."""
    number = connection.execute(select(documents.c.number).where(documents.c.id == document_id)).scalar()
    if number is not None:
        tries = _tries(connection, edition, [number]).get(number, 0)
        _give_up(connection, edition, number, tries, problem)


def call_off(connection: Connection, edition: str, numbers: Sequence[int], term: Term) -> int:
    """Let nobody take these documents, of those that nobody holds or gave up; how many that were."""
    unheld = or_(work.c.document.is_(None), is_free(term))
    query = (
        without_analysis(edition)
        .outerjoin_from(
            documents, work, and_(work.c.document == documents.c.number, work.c.edition == edition)
        )
        .where(documents.c.number.in_(numbers), unheld)
    )
    rows = connection.execute(query).all()
    for row in rows:
        _put(connection, edition, row.number, state=CANCELLED, tries=0, problem="cancelled")
    return len(rows)


def again(connection: Connection, edition: str, numbers: Sequence[int] | None = None) -> None:
    """Let documents be tried again: those that were called off, and without `numbers` those given up too."""
    if numbers is None:
        given_up: ColumnElement[bool] = work.c.state.in_((FAILED, CANCELLED))
    else:
        given_up = and_(work.c.state == CANCELLED, work.c.document.in_(numbers))
    connection.execute(delete(work).where(work.c.edition == edition, given_up))


def done(connection: Connection, number: int, edition: str) -> None:
    """Forget what was to be done: there is an analysis."""
    connection.execute(delete(work).where(work.c.edition == edition, work.c.document == number))


def forget_editions_but(connection: Connection, edition: str) -> None:
    """Forget what was to be done for other editions."""
    connection.execute(delete(work).where(work.c.edition != edition))


def _tries(connection: Connection, edition: str, numbers: Collection[int]) -> dict[int, int]:
    query = select(work.c.document, work.c.tries).where(
        work.c.edition == edition, work.c.document.in_(numbers)
    )
    return {row.document: row.tries for row in connection.execute(query)}


def _bury(connection: Connection, edition: str, term: Term) -> None:
    """Free what dead holders had, and count one try for the document that each of them ended over."""
    # A holder works in the order of arrival: it ended over the first that is not done.
    query = (
        select(work.c.holder, func.min(work.c.document).label("first"))
        .where(work.c.edition == edition, work.c.holder != "", is_free(term))
        .group_by(work.c.holder)
        .order_by(work.c.holder)
    )
    for row in connection.execute(query).all():
        tries = _tries(connection, edition, [row.first]).get(row.first, 0) + 1
        release(connection, row.holder)
        _count(connection, edition, row.first, tries, "its process ended each time")


def _count(connection: Connection, edition: str, number: int, tries: int, problem: str) -> bool:
    """Let a document have been tried so often; True when that is once too often, and it is given up."""
    if tries >= TRIES:
        _give_up(connection, edition, number, tries, problem)
        return True
    _put(connection, edition, number, state=LEASED, tries=tries, problem=problem)
    return False


def _give_up(connection: Connection, edition: str, number: int, tries: int, problem: str) -> None:
    _put(connection, edition, number, state=FAILED, tries=tries, problem=problem)


def _put(connection: Connection, edition: str, number: int, **values: Any) -> None:
    connection.execute(delete(work).where(work.c.edition == edition, work.c.document == number))
    connection.execute(insert(work).values(document=number, edition=edition, holder="", until="", **values))
