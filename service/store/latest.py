"""Rows of `latest`: for each measure and region the figures that decide its cell, kept as documents come and go.

A comparison of 50 regions and 40 measures out of a million figures is then 2,000 seeks for a handful of figures
each, instead of reading all that was ever said of them. Made from `observations` alone, in the same transaction.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, and_, delete, insert, select

from service.comparison import leading_of, listed_of
from service.model import Observation
from service.store.records import digest, observations_of, observations_record
from service.store.schema import latest, listed, observations

Key = tuple[str, str, str]  # edition, measure, adcode


class Latest(NamedTuple):
    """What `latest` says of some cells.

    Attributes:
        figures: those that decide the cells.
        listed: ids of the first ten figures of each cell, by measure and adcode.
        unread: measures and adcodes of rows that are not as they were stored.
    """

    figures: tuple[Observation, ...]
    listed: dict[tuple[str, str], tuple[str, ...]]
    unread: tuple[tuple[str, str], ...]


def read(connection: Connection, edition: str, measures: Collection[str], regions: Collection[str]) -> Latest:
    """The rows of these measures and regions."""
    query = select(latest.c.measure, latest.c.region, latest.c.payload, latest.c.ids, latest.c.digest).where(
        latest.c.edition == edition,
        latest.c.measure.in_(sorted(measures)),
        latest.c.region.in_(sorted(regions)),
    )
    figures: list[Observation] = []
    ids_of: dict[tuple[str, str], tuple[str, ...]] = {}
    unread = []
    for measure, region, payload, ids, stored in connection.execute(
        query.order_by(latest.c.measure, latest.c.region)
    ):
        if not isinstance(payload, bytes) or stored != _digest(edition, measure, region, ids, payload):
            unread.append((measure, region))
            continue
        figures += observations_of(payload)
        ids_of[measure, region] = tuple(ids.split(" "))
    return Latest(tuple(figures), ids_of, tuple(unread))


def add(connection: Connection, edition: str, found: Iterable[Observation]) -> None:
    """Let the figures of one new analysis take their place among the others."""
    new = defaultdict[Key, list[Observation]](list)
    for one in found:
        new[edition, one.measure, one.region].append(one)
    for key, figures in new.items():
        payloads = [
            payload
            for table in (latest, listed)
            for payload in connection.execute(select(table.c.payload).where(_is(table, key))).scalars()
        ]
        before = [one for payload in payloads for one in observations_of(payload)]
        _put(connection, key, {(one.document, one.id): one for one in (*before, *figures)}.values())


def keys(connection: Connection, number: int) -> frozenset[Key]:
    """The cells that a document has figures of, in every edition."""
    query = select(observations.c.edition, observations.c.measure, observations.c.region)
    rows = connection.execute(query.where(observations.c.document == number).distinct()).all()
    return frozenset((row.edition, row.measure, row.region) for row in rows)


def remake(
    connection: Connection,
    cells: Iterable[Key],
    figures: Callable[[Connection, Key], Collection[Observation]],
) -> None:
    """Make rows again out of all figures there are, after some went away.

    Args:
        figures: all figures of a cell that are as they were stored.
    """
    for key in sorted(cells):
        _put(connection, key, figures(connection, key))


def forget_editions_but(connection: Connection, edition: str) -> None:
    """Drop the rows of all other editions."""
    for table in (latest, listed):
        connection.execute(delete(table).where(table.c.edition != edition))


def _put(connection: Connection, key: Key, figures: Collection[Observation]) -> None:
    for table in (latest, listed):
        connection.execute(delete(table).where(_is(table, key)))
    if not figures:
        return
    edition, measure, region = key
    place = {"edition": edition, "measure": measure, "region": region}
    first = listed_of(figures)
    payload, ids = observations_record(leading_of(figures)), " ".join(one.id for one in first)
    digested = _digest(edition, measure, region, ids, payload)
    connection.execute(insert(latest).values(**place, payload=payload, ids=ids, digest=digested))
    connection.execute(insert(listed).values(**place, payload=observations_record(first)))


def _is(table: Table, key: Key) -> Any:
    edition, measure, region = key
    return and_(table.c.edition == edition, table.c.measure == measure, table.c.region == region)


def _digest(edition: str, measure: str, region: str, ids: str, payload: bytes) -> str:
    return digest(f"{measure} {region} {ids}", edition, payload)
