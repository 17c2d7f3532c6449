"""Rows of documents: what was received, as it was received."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Select, and_, delete, func, insert, or_, select, update

from service.errors import NotFound, SourceDamaged
from service.model import Document, Entry, Said
from service.store.days import last_day
from service.store.paging import Page, dated_position, page, position
from service.store.schema import analyses, documents

Sort = Literal["received", "-received", "published", "-published"]


@dataclass(frozen=True, slots=True)
class Listing:
    """Which documents are listed, and in which order.

    Attributes:
        region: adcode of the main region.
        words: what the title or the name has in it, letters of either case.
        published_from, published_to: ISO 8601, both inclusive; undated documents are left out then.
        sort: by arrival or by date, with - the newest first; undated documents are older than all others.
    """

    region: str | None = None
    words: str | None = None
    published_from: str | None = None
    published_to: str | None = None
    sort: Sort = "received"


_published = func.coalesce(analyses.c.published, documents.c.published, "")
_SAID = (documents.c.title, documents.c.region, documents.c.published, documents.c.source, documents.c.url)


def store(connection: Connection, document: Document, characters: int) -> bool:
    """Keep a document; False when its content is known already: only where it is damaged it is put back then."""
    this = documents.c.id == document.id
    known = connection.execute(select(documents.c.content).where(this)).first()
    if known is not None:
        if not is_whole(known.content, document.id):
            connection.execute(update(documents).where(this).values(content=document.content))
        return False
    connection.execute(
        insert(documents).values(
            id=document.id,
            content=document.content,
            media_type=document.media_type,
            name=document.name,
            characters=characters,
            received=document.received,
            **_said_values(document.said),
        )
    )
    return True


def document(connection: Connection, document_id: str) -> Document:
    """A document with its content.

    Raises:
        NotFound: no document has this id.
        SourceDamaged: the content no longer has the hash that is its name.
    """
    row = connection.execute(select(documents).where(documents.c.id == document_id)).first()
    if row is None:
        raise no_document(document_id)
    if not is_whole(row.content, document_id):
        raise SourceDamaged(f"the stored bytes of document {document_id} no longer have this hash")
    return Document(row.id, row.content, row.media_type, row.name, _said(row), row.received)


def is_whole(content: Any, document_id: str) -> bool:
    """Whether a stored content is the one that has this id."""
    # SQLite gives text where another hand has put some.
    return isinstance(content, bytes) and hashlib.sha256(content).hexdigest() == document_id


def said_of(connection: Connection, document_id: str) -> tuple[int, Said] | None:
    """The number of a document and what was said of it; None when it is not (or no longer) there."""
    row = connection.execute(select(documents.c.number, *_SAID).where(documents.c.id == document_id)).first()
    return None if row is None else (row.number, _said(row))


def amend(connection: Connection, document_id: str, said: Said) -> None:
    """Replace all that was said of a document."""
    connection.execute(update(documents).where(documents.c.id == document_id).values(**_said_values(said)))


def remove(connection: Connection, document_id: str) -> None:
    """Remove a document and all that was computed from it.

    Raises:
        NotFound: no document has this id.
    """
    if connection.execute(delete(documents).where(documents.c.id == document_id)).rowcount == 0:
        raise no_document(document_id)


def entry(connection: Connection, document_id: str, edition: str) -> Entry:
    """What is known of a document without its content.

    Raises:
        NotFound: no document has this id.
    """
    row = connection.execute(_entries(edition).where(documents.c.id == document_id)).first()
    if row is None:
        raise no_document(document_id)
    return _entry(row)


def version(connection: Connection, document_id: str, edition: str) -> str:
    """A hash of what is said of a document and what its entry shows.

    Raises:
        NotFound: no document has this id.
    """
    known = said_of(connection, document_id)
    if known is None:
        raise no_document(document_id)
    shown = (*known, entry(connection, document_id, edition))
    return hashlib.sha256(repr(shown).encode("utf-8", "surrogatepass")).hexdigest()


def entries(
    connection: Connection, edition: str, listing: Listing, limit: int, cursor: str | None
) -> Page[Entry]:
    """A page of the documents that are listed, in the order that is asked for."""
    wanted = _listed(edition, listing)
    newest_first = listing.sort.startswith("-")
    number = documents.c.number
    if listing.sort.endswith("received"):
        keys: tuple[Any, ...] = (number,)
        if cursor is not None:
            (after,) = position(cursor, 1)
            wanted = wanted.where(number < after if newest_first else number > after)
    else:
        keys = (_published, number)
        if cursor is not None:
            date, after = dated_position(cursor)
            beyond = date > _published if newest_first else date < _published
            further = number < after if newest_first else number > after
            wanted = wanted.where(or_(beyond, and_(_published == date, further)))
    order = [key.desc() if newest_first else key for key in keys]
    rows = connection.execute(wanted.order_by(*order).limit(limit + 1)).all()
    by_number = listing.sort.endswith("received")
    return page(rows, limit, lambda row: (row.number,) if by_number else (row.day, row.number), _entry)


def _listed(edition: str, listing: Listing) -> Select[Any]:
    wanted = _entries(edition)
    if listing.region is not None:
        wanted = wanted.where(analyses.c.region == listing.region)
    if listing.words is not None:
        pattern = "%" + re.sub("[%_!]", lambda sign: f"!{sign[0]}", listing.words) + "%"
        named = (analyses.c.title, documents.c.title, documents.c.name)
        wanted = wanted.where(or_(*(column.ilike(pattern, escape="!") for column in named)))
    # A date of a year is a prefix of its days, so text compares as dates do; undated is before all of them.
    if listing.published_from is not None:
        wanted = wanted.where(_published >= listing.published_from)
    if listing.published_to is not None:
        wanted = wanted.where(_published != "", _published <= last_day(listing.published_to))
    return wanted


def no_document(document_id: str) -> NotFound:
    """The error for an id that no document has."""
    return NotFound(f"no document has the id {document_id!r}", parameter="document")


def _entries(edition: str) -> Select[Any]:
    return select(
        documents.c.number,
        documents.c.id,
        documents.c.name,
        documents.c.media_type,
        documents.c.received,
        documents.c.characters,
        *(column.label(f"said_{column.name}") for column in (documents.c.title, documents.c.region)),
        documents.c.published.label("said_published"),
        analyses.c.title,
        analyses.c.region,
        analyses.c.published,
        analyses.c.observations,
        _published.label("day"),
    ).outerjoin_from(
        documents,
        analyses,
        and_(analyses.c.document == documents.c.number, analyses.c.edition == edition),
    )


def _entry(row: Any) -> Entry:
    # Not analysed: a region said by its name is not known yet, since names are resolved above the store.
    said_region = row.said_region if (row.said_region or "").isdigit() else None
    return Entry(
        id=row.id,
        name=row.name,
        media_type=row.media_type,
        received=row.received,
        title=row.title or row.said_title,
        region=row.region or said_region,
        published=row.published or row.said_published,
        characters=row.characters,
        observations=row.observations or 0,
        analysed=row.observations is not None,
    )


def _said(row: Any) -> Said:
    return Said(row.title, row.region, row.published, row.source, row.url)


def _said_values(said: Said) -> dict[str, str | None]:
    return {
        "title": said.title,
        "region": said.region,
        "published": said.published,
        "source": said.source,
        "url": said.url,
    }
