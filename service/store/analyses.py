"""Rows of the cache: what was computed from documents. Any of them may be dropped; it will be made again."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, delete, exists, insert, select

from service.model import Analysis, Mention, Observation
from service.store import backlog, corrections, editions, flat, latest, leases, state
from service.store.bulk import add_rows
from service.store.days import days
from service.store.documents import said_of
from service.store.records import (
    analysis_of,
    analysis_record,
    digest,
    finding_record,
    mention_of,
    observation_of,
)
from service.store.schema import analyses, documents, mentions, observations

_FINDING = ("document", "edition", "place", "measure", "region", "payload", "digest")


class CacheDamaged(Exception):
    """Rows of the cache are not as they were stored; `documents` says whose. The corpus makes them again."""

    def __init__(self, damaged: Iterable[str]) -> None:
        super().__init__()
        self.documents = tuple(sorted(set(damaged)))


def save(connection: Connection, analysis: Analysis) -> bool:
    """Keep an analysis instead of an earlier one of its edition; False when its document is gone."""
    found = said_of(connection, analysis.document)
    if found is None:
        return False
    save_all(connection, [(found[0], analysis)])
    return True


def save_all(connection: Connection, made: Sequence[tuple[int, Analysis]]) -> None:
    """Keep analyses of one edition; what they change in `latest` is made once for all of them.

    Args:
        made: the numbers of their documents, and the analyses.
    """
    if not made:
        return
    # Cells that lose figures are made of all there are, what the others add included.
    before = frozenset(key for number, analysis in made for key in _replace(connection, number, analysis))
    edition = made[0][1].edition
    new = (one for _, analysis in made for one in analysis.observations)
    latest.remake(connection, before, figures_of)
    latest.add(connection, edition, [one for one in new if (edition, one.measure, one.region) not in before])
    if state.value(connection, state.SHOWN) is None:
        state.put(connection, state.SHOWN, edition)


def _replace(connection: Connection, number: int, analysis: Analysis) -> frozenset[latest.Key]:
    """Keep an analysis but for `latest`; the cells that the earlier one of its edition had figures in."""
    earlier = _earlier(connection, number, analysis.edition)
    before = frozenset(key for key in latest.keys(connection, number) if key[0] == analysis.edition)
    _forget(connection, number, analysis.edition)
    record, masthead = analysis_record(analysis), analysis.masthead
    connection.execute(
        insert(analyses).values(
            document=number,
            edition=analysis.edition,
            title=masthead.title and masthead.title.value,
            region=analysis.region and analysis.region.adcode,
            published=masthead.published and masthead.published.value,
            observations=len(analysis.observations),
            payload=record,
            digest=digest(analysis.document, analysis.edition, record),
            made=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        )
    )
    _insert(connection, observations, number, analysis, analysis.observations)
    _insert(connection, mentions, number, analysis, analysis.mentions)
    said = corrections.follow(connection, number, analysis.observations)
    for one in analysis.observations:
        if one.id in said:
            flat.say(connection, number, said[one.id], one)
    leases.done(connection, number, analysis.edition)
    if earlier is not None:
        editions.note(connection, number, earlier, analysis)
    return before


def judged(connection: Connection, machine: Observation) -> None:
    """Let the views show what a reader said of a figure, or no longer says.

    Args:
        machine: the figure as it was found.
    """
    found = said_of(connection, machine.document)
    if found is None:
        return
    flat.say(connection, found[0], corrections.of(connection, [machine.id]).get(machine.id), machine)
    cells = [key for key in latest.keys(connection, found[0]) if key[1:] == (machine.measure, machine.region)]
    latest.remake(connection, cells, figures_of)


def load(connection: Connection, document_id: str, edition: str) -> Analysis | None:
    """The analysis of a document; None when there is none of this edition.

    Raises:
        CacheDamaged: there is one, but not as it was stored.
    """
    row = connection.execute(
        select(analyses, documents.c.id)
        .join_from(analyses, documents, analyses.c.document == documents.c.number)
        .where(documents.c.id == document_id, analyses.c.edition == edition)
    ).first()
    if row is None:
        return None
    stated = checked_observations(connection.execute(_of(observations, row)).all())
    spoken = checked_mentions(connection.execute(_of(mentions, row)).all())
    is_intact = isinstance(row.payload, bytes) and row.digest == digest(document_id, edition, row.payload)
    if not is_intact or row.observations != len(stated):
        raise CacheDamaged([document_id])
    return analysis_of(row.payload, stated, spoken)


def forget(connection: Connection, document_ids: Iterable[str]) -> None:
    """Drop the analyses of these documents, of every edition."""
    for document_id in document_ids:
        if found := said_of(connection, document_id):
            cells = latest.keys(connection, found[0])
            connection.execute(delete(analyses).where(analyses.c.document == found[0]))
            latest.remake(connection, cells, figures_of)


def forget_editions_but(connection: Connection, edition: str) -> int:
    """Drop the analyses of all other editions; how many there were."""
    latest.forget_editions_but(connection, edition)
    leases.forget_editions_but(connection, edition)
    return connection.execute(delete(analyses).where(analyses.c.edition != edition)).rowcount


def can_read(connection: Connection, edition: str) -> bool:
    """Whether there are analyses of an edition, and the first of them has the shape of today's model."""
    query = (
        select(documents.c.id)
        .join_from(documents, analyses, analyses.c.document == documents.c.number)
        .where(analyses.c.edition == edition)
    )
    first = connection.execute(query.limit(1)).scalar()
    try:
        return first is not None and load(connection, first, edition) is not None
    except CacheDamaged:
        return False


def has_others(connection: Connection, edition: str) -> bool:
    """Whether there are analyses of any other edition; two looks into an index."""
    before = select(analyses.c.document).where(analyses.c.edition < edition).limit(1)
    after = select(analyses.c.document).where(analyses.c.edition > edition).limit(1)
    return any(connection.execute(side).first() is not None for side in (before, after))


def missing(connection: Connection, edition: str) -> tuple[str, ...]:
    """Documents without an analysis of this edition, in the order in which they were received."""
    current = exists().where(analyses.c.document == documents.c.number, analyses.c.edition == edition)
    return tuple(
        connection.execute(select(documents.c.id).where(~current).order_by(documents.c.number)).scalars()
    )


def outdated(connection: Connection, edition: str, limit: int) -> tuple[str, ...]:
    """Documents that have an analysis, but none of this edition, and can have one; at most `limit` of them."""
    any_edition = exists().where(analyses.c.document == documents.c.number)
    current = exists().where(analyses.c.document == documents.c.number, analyses.c.edition == edition)
    open_ones = select(documents.c.id).where(any_edition, ~current, ~backlog.is_given_up(edition))
    wanted = open_ones.order_by(documents.c.number).limit(limit)
    return tuple(connection.execute(wanted).scalars())


def main_regions(
    connection: Connection, edition: str, among: Collection[str] | None = None
) -> tuple[str, ...]:
    """The adcodes that analysed documents are about, in their order; only those `among` these."""
    wanted = select(analyses.c.region).where(analyses.c.edition == edition, analyses.c.region.is_not(None))
    if among is not None:
        wanted = wanted.where(analyses.c.region.in_(sorted(among)))
    return tuple(connection.execute(wanted.distinct().order_by(analyses.c.region)).scalars())


def about(connection: Connection, edition: str, region: str) -> tuple[str, ...]:
    """Ids of the documents that are about a region, in the order in which they were received."""
    wanted = (
        select(documents.c.id)
        .join_from(documents, analyses, analyses.c.document == documents.c.number)
        .where(analyses.c.edition == edition, analyses.c.region == region)
    )
    return tuple(connection.execute(wanted.order_by(documents.c.number)).scalars())


def finding(table: Table) -> Select[Any]:
    """Rows of observations or mentions with the id of their document, to be narrowed."""
    needed = (table.c[name] for name in _FINDING)
    return select(*needed, documents.c.id.label("document_id")).join_from(
        table, documents, table.c.document == documents.c.number
    )


def figures_of(
    connection: Connection, cells: Sequence[latest.Key]
) -> dict[latest.Key, tuple[Observation, ...]]:
    """All observations of editions, measures and regions; those not as they were stored are left out."""
    query = finding(observations).where(latest.among(observations, cells))
    found = defaultdict[latest.Key, list[Observation]](list)
    for row in connection.execute(query.order_by(observations.c.document, observations.c.place)):
        if is_intact(row):
            found[row.edition, row.measure, row.region].append(observation_of(row.payload))
    return {key: tuple(figures) for key, figures in found.items()}


def checked_observations(rows: Iterable[Any]) -> tuple[Observation, ...]:
    """The observations of rows.

    Raises:
        CacheDamaged: when a row is not as it was stored.
    """
    return tuple(observation_of(record) for record in _checked(rows))


def checked_mentions(rows: Iterable[Any]) -> tuple[Mention, ...]:
    """The mentions of rows.

    Raises:
        CacheDamaged: when a row is not as it was stored.
    """
    return tuple(mention_of(record) for record in _checked(rows))


def _checked(rows: Iterable[Any]) -> list[bytes]:
    rows = list(rows)
    damaged = [row.document_id for row in rows if not is_intact(row)]
    if damaged:
        raise CacheDamaged(damaged)
    return [row.payload for row in rows]


def is_intact(row: Any) -> bool:
    """Whether a row of observations or mentions, as `finding` gives it, is as it was stored."""
    # SQLite gives text where another hand has put some.
    if not isinstance(row.payload, bytes):
        return False
    where = _where(row.edition, row.place, row.measure, row.region)
    return bool(row.digest == digest(row.document_id, where, row.payload))


def _where(edition: str, place: int, measure: str, region: str) -> str:
    """What the hash of a finding covers beside its record: the columns that it is found by."""
    return f"{edition} {place} {measure} {region}"


def _earlier(connection: Connection, number: int, edition: str) -> tuple[str, tuple[Observation, ...]] | None:
    """The analysis that the last other edition made of a document; None when this edition has one already."""
    rows = connection.execute(
        select(analyses.c.document, analyses.c.edition)
        .where(analyses.c.document == number)
        .order_by(analyses.c.made.desc(), analyses.c.edition)
    ).all()
    if not rows or edition in {row.edition for row in rows}:
        return None
    try:
        return rows[0].edition, checked_observations(connection.execute(_of(observations, rows[0])).all())
    except CacheDamaged:
        return None  # of a model that had another shape: what it said cannot be read


def _of(table: Table, row: Any) -> Select[Any]:
    wanted = and_(table.c.document == row.document, table.c.edition == row.edition)
    return finding(table).where(wanted).order_by(table.c.place)


def _forget(connection: Connection, number: int, edition: str) -> None:
    connection.execute(delete(analyses).where(analyses.c.document == number, analyses.c.edition == edition))


def _insert(
    connection: Connection,
    table: Table,
    number: int,
    analysis: Analysis,
    findings: Iterable[Observation | Mention],
) -> None:
    rows = []
    for place, found in enumerate(findings):
        record = finding_record(found)
        where = _where(analysis.edition, place, found.measure, found.region)
        row = {
            "document": number,
            "edition": analysis.edition,
            "place": place,
            "measure": found.measure,
            "region": found.region,
            "payload": record,
            "digest": digest(analysis.document, where, record),
        }
        if isinstance(found, Observation):
            begins, ends = days(found.time.start, found.time.end)
            row |= {"id": found.id, "nature": found.nature, "begins": begins, "ends": ends}
            row |= flat.columns_of(found)
        rows.append(row)
    add_rows(connection, table, rows)
