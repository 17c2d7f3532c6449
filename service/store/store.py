"""Store: what the other rooms ask of it, each method one transaction."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from service.errors import StoreError
from service.model import Analysis, Document, Entry, Mention, Observation, Said
from service.store import analyses, documents, findings, migration, state
from service.store.engine import Database
from service.store.findings import Wanted
from service.store.paging import Page


class Store:
    """Documents, the cache of analyses, and the revision that every write raises.

    Every method may raise StoreError; StoreBusy where another writer held the lock for five seconds.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, home: Path, *, older: Literal["refuse", "upgrade"] = "refuse") -> "Store":
        """The store in this folder, made when it is new; safe when several processes do so at once.

        Raises:
            StoreOutdated: an existing store has an older schema, and `older` says to refuse it.
        """
        database = Database(home)
        migration.prepare(database, older=older)
        return cls(database)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    def revision(self) -> int:
        """How many writes there have been."""
        with self._database.reading() as connection:
            return state.revision(connection)

    def check(self) -> dict[str, str]:
        """What the store is and how it is held, for people.

        Raises:
            StoreError: when it cannot be read or written.
        """
        with self._database.reading() as connection:
            version = migration.schema_version(connection)
        if not self._database.writable():
            raise StoreError("the store can be read and not written")
        return {
            "store": "ok",
            "schema": version or "none",
            "sqlite": self._database.sqlite_version,
            "journal": self._database.journal_note,
        }

    # Documents

    def put(self, document: Document, characters: int) -> bool:
        """Keep a document; False when its content is known, and then nothing changes.

        Args:
            characters: length of its source text in code points.
        """
        with self._database.writing() as connection:
            created = documents.store(connection, document, characters)
            if created:
                state.put(connection, state.HELD, "1")
                state.raise_revision(connection)
            return created

    def document(self, document_id: str) -> Document:
        """A document with its content; NotFound, SourceDamaged."""
        with self._database.reading() as connection:
            return documents.document(connection, document_id)

    def entry(self, document_id: str, edition: str) -> Entry:
        """A document without its content; NotFound."""
        with self._database.reading() as connection:
            return documents.entry(connection, document_id, edition)

    def entries(self, edition: str, region: str | None, limit: int, cursor: str | None) -> Page[Entry]:
        """Documents in the order of arrival; with `region`, those that are about it."""
        with self._database.reading() as connection:
            return documents.entries(connection, edition, region, limit, cursor)

    def amend(self, analysis: Analysis, said: Said) -> None:
        """Replace what was said of a document together with its analysis; NotFound."""
        with self._database.writing() as connection:
            documents.amend(connection, analysis.document, said)
            analyses.forget(connection, [analysis.document])
            if not analyses.save(connection, analysis):
                raise documents.no_document(analysis.document)
            state.raise_revision(connection)

    def remove(self, document_id: str) -> None:
        """Remove a document and all that was computed from it; NotFound."""
        with self._database.writing() as connection:
            documents.remove(connection, document_id)
            state.raise_revision(connection)

    # Analyses

    def save(self, analysis: Analysis, said: Said) -> bool:
        """Keep an analysis; False, and nothing is kept, when its document is gone or no longer has `said`."""
        with self._database.writing() as connection:
            known = documents.said_of(connection, analysis.document)
            if known is None or known[1] != said:
                return False
            analyses.save(connection, analysis)
            state.raise_revision(connection)
            return True

    def analysis(self, document_id: str, edition: str) -> Analysis | None:
        """The analysis of a document; None when there is none of this edition; CacheDamaged."""
        with self._database.reading() as connection:
            return analyses.load(connection, document_id, edition)

    def forget(self, document_ids: Iterable[str]) -> None:
        """Drop the analyses of these documents."""
        with self._database.writing() as connection:
            analyses.forget(connection, document_ids)
            state.raise_revision(connection)

    def forget_editions_but(self, edition: str) -> int:
        """Drop the analyses of all other editions; how many there were."""
        with self._database.writing() as connection:
            return analyses.forget_editions_but(connection, edition)

    def missing(self, edition: str) -> tuple[str, ...]:
        """Documents without an analysis of this edition, in the order of arrival."""
        with self._database.reading() as connection:
            return analyses.missing(connection, edition)

    def outdated(self, edition: str, limit: int) -> tuple[str, ...]:
        """Documents with an analysis of another edition only, at most `limit`."""
        with self._database.reading() as connection:
            return analyses.outdated(connection, edition, limit)

    # Asking the corpus

    def main_regions(self, edition: str) -> tuple[str, ...]:
        """Adcodes that analysed documents are about."""
        with self._database.reading() as connection:
            return analyses.main_regions(connection, edition)

    def about(self, edition: str, region: str) -> tuple[str, ...]:
        """Ids of the documents that are about a region, in the order of arrival."""
        with self._database.reading() as connection:
            return analyses.about(connection, edition, region)

    def observations(self, edition: str, wanted: Wanted, limit: int, cursor: str | None) -> Page[Observation]:
        """A page of observations by arrival and place in the text; CacheDamaged."""
        with self._database.reading() as connection:
            return findings.stated(connection, edition, wanted, limit, cursor)

    def observation(self, edition: str, observation_id: str) -> Observation | None:
        """The observation with this id, or None; CacheDamaged."""
        with self._database.reading() as connection:
            return findings.observation(connection, edition, observation_id)

    def findings(
        self, edition: str, wanted: Wanted
    ) -> tuple[tuple[Observation, ...], tuple[Mention, ...], Collection[str]]:
        """Observations and mentions, and the main regions of the corpus, at one moment."""
        with self._database.reading() as connection:
            return (
                findings.all_stated(connection, edition, wanted),
                findings.all_spoken(connection, edition, wanted),
                analyses.main_regions(connection, edition),
            )

    def regions_stated(self, edition: str) -> tuple[str, ...]:
        """Adcodes that observations have."""
        with self._database.reading() as connection:
            return findings.regions_stated(connection, edition)

    def measures_stated(self, edition: str) -> tuple[str, ...]:
        """Ids of the measures that observations have."""
        with self._database.reading() as connection:
            return findings.measures_stated(connection, edition)

    # The first loading

    @contextmanager
    def first_loading(self) -> Iterator[bool]:
        """Whether the bundled corpus is to be loaded; no other process loads while one is in here.

        True for a store that never held a document, and again when a loading was broken off half way.
        """
        with self._database.alone():
            with self._database.writing() as connection:
                fresh = state.value(connection, state.HELD) is None
                wanted = fresh or state.value(connection, state.SEEDING) is not None
                if wanted:
                    state.put(connection, state.SEEDING, "1")
            yield wanted
            if wanted:
                with self._database.writing() as connection:
                    state.drop(connection, state.SEEDING)
