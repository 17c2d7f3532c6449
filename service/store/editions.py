"""Rows of changes: what became of a document's figures when another edition analysed it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from service.comparison import differences
from service.model import Analysis, Change, Changes, Observation
from service.store.named import named, named_record
from service.store.schema import changes, documents


@dataclass(frozen=True, slots=True)
class _List:
    changes: tuple[Change, ...]


def note(
    connection: Connection, number: int, earlier: tuple[str, tuple[Observation, ...]], later: Analysis
) -> None:
    """Keep what a new analysis of a document changed; nothing is kept when it changed nothing.

    Args:
        earlier: the edition before and its observations.
    """
    edition, before = earlier
    found = differences(before, later.observations)
    if not found:
        return
    connection.execute(
        insert(changes).values(
            document=number,
            earlier=edition,
            later=later.edition,
            made=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            payload=named_record(_List(found)),
        )
    )


def of(connection: Connection, document_id: str) -> tuple[Changes, ...]:
    """What became of a document's figures, the newest first."""
    query = (
        select(changes)
        .join_from(changes, documents, changes.c.document == documents.c.number)
        .where(documents.c.id == document_id)
        .order_by(changes.c.number.desc())
    )
    return tuple(
        Changes(document_id, row.earlier, row.later, row.made, named(_List, row.payload).changes)
        for row in connection.execute(query).all()
    )
