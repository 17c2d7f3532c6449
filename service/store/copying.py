"""A store carried from one database to another, whole: all of it and the same, or nothing.

Rows are read in one state of the source and written in one transaction of the target, which is read again before
it ends: as many rows with the same hash, or it never was. A copy that is broken off has left the target empty.
"""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Table, delete, func, select

from service.errors import Refused, StoreError
from service.store import migration
from service.store.bulk import add_rows
from service.store.engine import Database
from service.store.schema import METADATA, measure_names, region_names, state

# Documents may have megabytes.
_AT_ONCE = 200
# What a new store has by itself.
_OWN = (state, region_names, measure_names)


class Carried(NamedTuple):
    """Rows of a table that were copied, and the SHA-256 of what they hold."""

    table: str
    rows: int
    digest: str


def copy(source: Database, target: Database) -> tuple[Carried, ...]:
    """Copy a store into an empty one, which is made when there is none.

    Returns:
        What was copied, table by table.

    Raises:
        StoreOutdated: the source waits for `duizhao db upgrade`.
        Refused: the target is not empty.
        StoreError: what was written is not what was read; nothing is written then.
    """
    migration.prepare(source)
    migration.prepare(target)
    with target.alone(), target.writing() as writing:
        for table in METADATA.sorted_tables:
            if table not in _OWN and writing.execute(select(table).limit(1)).first() is not None:
                raise Refused(
                    f"the target has rows in {table.name}", parameter="to", expected="an empty database"
                )
        for table in _OWN:
            writing.execute(delete(table))
        with source.reading() as reading:
            read = tuple(_carry(reading, writing, table) for table in METADATA.sorted_tables)
            target.go_on(writing, source.last_number(reading))
        for each in read:
            table = METADATA.tables[each.table]
            digest = hashlib.sha256()
            for rows in _batches(writing, table):
                _add(digest, rows)
            count = writing.execute(select(func.count()).select_from(table)).scalar_one()
            if (count, digest.hexdigest()) != (each.rows, each.digest):
                raise StoreError(f"the rows of {each.table} are not those that were read")
    return read


def _carry(reading: Connection, writing: Connection, table: Table) -> Carried:
    digest, count = hashlib.sha256(), 0
    for rows in _batches(reading, table):
        add_rows(writing, table, [dict(row._mapping) for row in rows])
        _add(digest, rows)
        count += len(rows)
    return Carried(table.name, count, digest.hexdigest())


def _batches(connection: Connection, table: Table) -> Iterator[list[Row[Any]]]:
    """All rows in the order of their keys, some at a time."""
    query = select(table).order_by(*table.primary_key.columns)
    found = connection.execution_options(yield_per=_AT_ONCE).execute(query)
    yield from (list(part) for part in found.partitions(_AT_ONCE))


def _add(digest: Any, rows: list[Row[Any]]) -> None:
    for row in rows:
        values = (value.normalize() if isinstance(value, Decimal) else value for value in row)
        digest.update(repr(tuple(values)).encode("utf-8", "surrogatepass"))
