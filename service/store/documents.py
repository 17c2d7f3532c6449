"""Rows of documents: what was received, as it was received."""

import hashlib
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, insert, select, update

from service.errors import NotFound, SourceDamaged
from service.model import Document, Entry, Said
from service.store.paging import Page, page, position
from service.store.schema import analyses, documents

_SAID = (documents.c.title, documents.c.region, documents.c.published, documents.c.source, documents.c.url)


def store(connection: Connection, document: Document, characters: int) -> bool:
    """Keep a document; False when its content is known already, and nothing is changed then."""
    if connection.execute(select(documents.c.id).where(documents.c.id == document.id)).first():
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
    if hashlib.sha256(row.content).hexdigest() != document_id:
        raise SourceDamaged(f"the stored bytes of document {document_id} no longer have this hash")
    return Document(row.id, row.content, row.media_type, row.name, _said(row), row.received)


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


def entries(
    connection: Connection, edition: str, region: str | None, limit: int, cursor: str | None
) -> Page[Entry]:
    """Documents in the order in which they were received; with `region`, those that are about it."""
    (after,) = position(cursor, 1)
    wanted = _entries(edition).where(documents.c.number > after)
    if region is not None:
        wanted = wanted.where(analyses.c.region == region)
    rows = connection.execute(wanted.order_by(documents.c.number).limit(limit + 1)).all()
    return page(rows, limit, lambda row: (row.number,), _entry)


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
