"""Rows of `latest`: for each measure and region the figures that decide its cell, kept as documents come and go.

A comparison of 50 regions and 40 measures out of a million figures is then 2,000 seeks for a handful of figures
each, instead of reading all that was ever said of them. Made from `observations` alone, in the same transaction.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, or_, select

from service.comparison import leading_of, listed_of, standing_alone
from service.model import Observation
from service.store import corrections
from service.store.bulk import add_rows
from service.store.records import digest, observations_of, observations_record
from service.store.schema import latest, listed, observations

Key = tuple[str, str, str]  # edition, measure, adcode
# All figures of some cells that are as they were stored.
Figures = Callable[[Connection, Sequence[Key]], Mapping[Key, Collection[Observation]]]


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
    for cells in _portions(new):
        before = defaultdict[Key, list[Observation]](list)
        for table in (latest, listed):
            query = select(table.c.edition, table.c.measure, table.c.region, table.c.payload)
            for row in connection.execute(query.where(among(table, cells))):
                before[row.edition, row.measure, row.region] += observations_of(row.payload)
        _put(
            connection,
            {
                key: tuple({(one.document, one.id): one for one in (*before[key], *new[key])}.values())
                for key in cells
            },
        )


def keys(connection: Connection, number: int) -> frozenset[Key]:
    """The cells that a document has figures of, in every edition."""
    query = select(observations.c.edition, observations.c.measure, observations.c.region)
    rows = connection.execute(query.where(observations.c.document == number).distinct()).all()
    return frozenset((row.edition, row.measure, row.region) for row in rows)


def remake(connection: Connection, cells: Iterable[Key], figures: Figures) -> None:
    """Make rows again out of all figures there are, after some went away.

    Args:
        figures: all figures of these cells that are as they were stored.
    """
    for portion in _portions(cells):
        known = figures(connection, portion)
        _put(connection, {key: known.get(key, ()) for key in portion})


def forget_editions_but(connection: Connection, edition: str) -> None:
    """Drop the rows of all other editions."""
    for table in (latest, listed):
        connection.execute(delete(table).where(table.c.edition != edition))


def _put(connection: Connection, figures_of: Mapping[Key, Collection[Observation]]) -> None:
    for table in (latest, listed):
        connection.execute(delete(table).where(among(table, figures_of)))
    said = corrections.about(connection, {key[1] for key in figures_of}, {key[2] for key in figures_of})
    judged = {(each.machine.measure, each.machine.region) for each in said.values()}
    first_rows, rows = [], []
    for key, figures in figures_of.items():
        if not figures:
            continue
        edition, measure, region = key
        place = {"edition": edition, "measure": measure, "region": region}
        first, leading = listed_of(figures), leading_of(figures)
        payload, ids = observations_record(leading), " ".join(one.id for one in first)
        # Of a cell that a reader judged the figure may be one that does not lead.
        candidates = leading if key[1:] not in judged else corrections.corrected(figures, said)
        shown, gap = standing_alone(candidates)
        rows.append(
            place
            | {"payload": payload, "ids": ids, "digest": _digest(edition, measure, region, ids, payload)}
            | {"document": shown and shown.document, "observation": shown and shown.id, "gap": gap}
        )
        first_rows.append(place | {"payload": observations_record(first)})
    add_rows(connection, latest, rows)
    add_rows(connection, listed, first_rows)


def _portions(cells: Iterable[Key]) -> Iterator[tuple[Key, ...]]:
    """The cells, so many at a time as one statement may name."""
    ordered = sorted(cells)
    for start in range(0, len(ordered), 200):
        yield tuple(ordered[start : start + 200])


def among(table: Table, cells: Iterable[Key]) -> ColumnElement[bool]:
    """Rows of these cells, of a table with their three columns."""
    by_region, by_measure = defaultdict[Key, list[str]](list), defaultdict[Key, list[str]](list)
    for edition, measure, region in cells:
        by_region[edition, "", region].append(measure)
        by_measure[edition, measure, ""].append(region)
    # A document speaks of one region or two, and a list of pairs costs PostgreSQL more to plan than to read.
    if len(by_region) < len(by_measure):
        return or_(*(_of(table, key) & table.c.measure.in_(measures) for key, measures in by_region.items()))
    return or_(*(_of(table, key) & table.c.region.in_(regions) for key, regions in by_measure.items()))


def _of(table: Table, key: Key) -> ColumnElement[bool]:
    edition, measure, region = key
    return and_(
        table.c.edition == edition, table.c.region == region if region else table.c.measure == measure
    )


def _digest(edition: str, measure: str, region: str, ids: str, payload: bytes) -> str:
    return digest(f"{measure} {region} {ids}", edition, payload)
