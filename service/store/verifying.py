"""Everything that is stored, read again and compared with its hash.

A database sees that its pages and indexes fit together. It does not see a flipped bit in a text: of 143 of those
SQLite's own check found 4. What carries a hash here is the source of every document and every row made from it.
"""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, select

from service.store.analyses import finding, is_intact
from service.store.documents import is_whole
from service.store.engine import Database
from service.store.records import digest
from service.store.schema import analyses, documents, mentions, observations

# Documents that are read in one transaction: none of them lasts long.
_AT_ONCE = 20

Part = Literal["source", "analysis", "database"]


class Damage(NamedTuple):
    """What is not as it was stored.

    Attributes:
        document: its id; empty where the database itself is damaged.
        part: the source, which nobody can make again; an analysis, which is made again when it is asked for.
        problem: what is wrong with it, for people.
    """

    document: str
    part: Part
    problem: str


class Verified(NamedTuple):
    """Documents that were read, and what of them is damaged."""

    documents: int
    damages: tuple[Damage, ...]


def verify(database: Database) -> Iterator[Verified]:
    """Read all there is, some documents at a time, while others read and write.

    Raises:
        StoreError: the database cannot be read.
    """
    yield Verified(0, tuple(Damage("", "database", each) for each in database.complaints()))
    after = 0
    while True:
        with database.reading() as connection:
            query = select(documents.c.number, documents.c.id, documents.c.content)
            above = query.where(documents.c.number > after).order_by(documents.c.number).limit(_AT_ONCE)
            rows = connection.execute(above).all()
            damages = tuple(damage for row in rows for damage in _damages(connection, row))
        if not rows:
            return
        after = rows[-1].number
        yield Verified(len(rows), damages)


def _damages(connection: Connection, document: Any) -> Iterator[Damage]:
    if not is_whole(document.content, document.id):
        yield Damage(document.id, "source", "the stored bytes no longer have this hash")
    found = {table: _rows(connection, table, document.number) for table in (observations, mentions)}
    columns = (analyses.c.edition, analyses.c.payload, analyses.c.digest, analyses.c.observations)
    for row in connection.execute(select(*columns).where(analyses.c.document == document.number)):
        payload = row.payload
        is_same = isinstance(payload, bytes) and row.digest == digest(document.id, row.edition, payload)
        figures = [each for each in found[observations] if each.edition == row.edition]
        spoken = [each for each in found[mentions] if each.edition == row.edition]
        is_same = is_same and len(figures) == row.observations
        if not is_same or not all(is_intact(each) for each in (*figures, *spoken)):
            yield Damage(document.id, "analysis", "rows made from it are not as they were stored")
            return


def _rows(connection: Connection, table: Any, number: int) -> list[Any]:
    return list(connection.execute(finding(table).where(table.c.document == number)))
