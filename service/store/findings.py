"""Asking for observations and mentions of the whole corpus, by index."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Select, Table, exists, func, select

from service.model import Mention, Nature, Observation
from service.store.analyses import checked_mentions, checked_observations, finding
from service.store.days import first_day, last_day
from service.store.paging import Page, page, position
from service.store.schema import corrections, documents, mentions, observations

Counts = dict[tuple[str, str], int]  # by measure and adcode


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are asked for; None asks for all.

    Attributes:
        measures: ids.
        regions: adcodes.
        document: the id of one document.
        since, until: ISO 8601 at year, month or day precision; figures that hold at some day between these
            days, both inclusive. Figures without a date are left out when either is asked for.
        review: a decision, or `none` for figures that no reader has judged.
        confidence: the least that figures may have, 0 to 1.
        within: the first and the last of the days of which figures must count for one; a figure counts by the end
            of its period, and by none when that is left open or unknown.
    """

    measures: Collection[str] | None = None
    regions: Collection[str] | None = None
    document: str | None = None
    nature: Nature | None = None
    since: str | None = None
    until: str | None = None
    review: str | None = None
    confidence: Decimal | None = None
    within: tuple[date, date] | None = None


def stated(
    connection: Connection, edition: str, wanted: Wanted, limit: int, cursor: str | None
) -> Page[Observation]:
    """A page of observations, by the arrival of their documents and then in the order of the text."""
    number, place = position(cursor, 2)
    key = observations.c.document, observations.c.place
    query = (
        _narrowed(observations, edition, wanted)
        .where((key[0] > number) | ((key[0] == number) & (key[1] > place)))
        .order_by(*key)
        .limit(limit + 1)
    )
    rows = connection.execute(query).all()
    found = page(rows, limit, lambda row: (row.document, row.place), lambda row: row)
    return Page(checked_observations(found.items), found.next)


def all_stated(connection: Connection, edition: str, wanted: Wanted) -> tuple[Observation, ...]:
    """Every observation wanted, in the same order."""
    return checked_observations(_in_order(connection, _narrowed(observations, edition, wanted)))


def all_spoken(connection: Connection, edition: str, wanted: Wanted) -> tuple[Mention, ...]:
    """Every mention wanted, in the same order; `nature` does not narrow them."""
    return checked_mentions(_in_order(connection, _narrowed(mentions, edition, wanted)))


def _in_order(connection: Connection, query: Select[Any]) -> list[Any]:
    # Not by SQL: asked for this order SQLite reads all rows of the edition in it, instead of the few by their index.
    return sorted(connection.execute(query).all(), key=lambda row: (row.document, row.place))


def observation(connection: Connection, edition: str, observation_id: str) -> Observation | None:
    """The observation with this id; None when no analysis of the edition has it."""
    query = finding(observations).where(
        observations.c.edition == edition, observations.c.id == observation_id
    )
    return next(iter(checked_observations(connection.execute(query.limit(1)).all())), None)


def regions_stated(connection: Connection, edition: str) -> tuple[str, ...]:
    """The adcodes that observations have, in their order."""
    query = select(observations.c.region).where(observations.c.edition == edition)
    return tuple(connection.execute(query.distinct().order_by(observations.c.region)).scalars())


def measures_stated(connection: Connection, edition: str) -> tuple[str, ...]:
    """The measures that observations have, in the order of their ids."""
    query = select(observations.c.measure).where(observations.c.edition == edition)
    return tuple(connection.execute(query.distinct().order_by(observations.c.measure)).scalars())


def _narrowed(table: Table, edition: str, wanted: Wanted) -> Select[Any]:
    query = finding(table).where(table.c.edition == edition)
    if wanted.measures is not None:
        query = query.where(table.c.measure.in_(sorted(wanted.measures)))
    if wanted.regions is not None:
        query = query.where(table.c.region.in_(sorted(wanted.regions)))
    if wanted.document is not None:
        query = query.where(documents.c.id == wanted.document)
    if wanted.nature is not None and table is observations:
        query = query.where(table.c.nature == wanted.nature)
    if wanted.since is not None and table is observations:
        query = query.where(table.c.ends >= first_day(wanted.since))
    if wanted.until is not None and table is observations:
        query = query.where(table.c.begins <= last_day(wanted.until))
    if wanted.confidence is not None and table is observations:
        query = query.where(table.c.confidence >= float(wanted.confidence))
    if wanted.within is not None and table is observations:
        first, last = (day.isoformat() for day in wanted.within)
        # As text a year is before its days; what is longer than each of them is after them.
        query = query.where(table.c.stops <= last, table.c.stops.concat("-99") >= first)
    if wanted.review is not None and table is observations:
        said = (
            corrections.c.document == observations.c.document,
            corrections.c.observation == observations.c.id,
        )
        if wanted.review == "none":
            query = query.where(~exists().where(*said))
        else:
            query = query.where(exists().where(*said, corrections.c.decision == wanted.review))
    return query


def counted(connection: Connection, edition: str, wanted: Wanted) -> tuple[Counts, Counts]:
    """How many observations and how many mentions each measure has in each region, by an index alone."""
    return (
        _counted(connection, observations, edition, wanted),
        _counted(connection, mentions, edition, wanted),
    )


def _counted(connection: Connection, table: Table, edition: str, wanted: Wanted) -> Counts:
    columns = table.c.measure, table.c.region
    query = select(*columns, func.count()).where(table.c.edition == edition).group_by(*columns)
    if wanted.measures is not None:
        query = query.where(table.c.measure.in_(sorted(wanted.measures)))
    if wanted.regions is not None:
        query = query.where(table.c.region.in_(sorted(wanted.regions)))
    return {(measure, region): count for measure, region, count in connection.execute(query).all()}
