"""Store: what the other rooms ask of it, each method one transaction."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection

from service.errors import Changed, StoreReadOnly
from service.model import (
    Analysis,
    Changes,
    Correction,
    Document,
    Entry,
    Measure,
    Mention,
    Observation,
    Region,
    Said,
)
from service.store import (
    analyses,
    corrections,
    documents,
    editions,
    findings,
    flat,
    latest,
    migration,
    requests,
    state,
    tokens,
    verifying,
)
from service.store.databases import database_of
from service.store.documents import Listing
from service.store.engine import Database
from service.store.findings import Counts, Wanted
from service.store.paging import Page
from service.store.requests import Remembered
from service.store.tokens import Token
from service.store.verifying import Verified
from service.store.work import Work

T = TypeVar("T")


class Store:
    """Documents, the cache of analyses, and the revision that every write raises.

    Every method may raise StoreError; StoreBusy where another writer held the lock for five seconds.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.work = Work(database)
        self._watched: dict[str, tuple[Hashable, Any]] = {}

    @classmethod
    def open(
        cls,
        home: Path,
        address: str = "",
        *,
        older: Literal["refuse", "upgrade"] = "refuse",
        min_free: int = 0,
    ) -> "Store":
        """The store in this folder, made when it is new; safe when several processes do so at once.

        Args:
            address: of a database server, which then has the store instead of the folder.
            min_free: bytes of the disk that stay free: below, no document is taken.

        Raises:
            Misconfigured: the address is none that is known.
            StoreOutdated: an existing store has an older schema, and `older` says to refuse it.
        """
        database = database_of(home, address, min_free=min_free)
        try:
            migration.prepare(database, older=older)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    def revision(self) -> int:
        """How many writes there have been."""
        return self._seen("revision", state.revision)

    def mark(self) -> str:
        """A word for the state that the store is in; no other state of any store has the same."""
        return self._seen("mark", state.mark)

    def check(self) -> dict[str, str]:
        """What the store is and how it is held, for people.

        Raises:
            StoreError: when it cannot be read or written.
        """
        with self._database.reading() as connection:
            version = migration.schema_version(connection)
        if not self._database.writable():
            raise StoreReadOnly("the store can be read and not written")
        return {
            "store": "ok",
            "schema": version or "none",
            **self._database.described(),
        }

    def verify(self) -> Iterator[Verified]:
        """All that is stored, compared with its hashes; see `verifying`."""
        return verifying.verify(self._database)

    def _seen(self, name: str, ask: Callable[[Connection], T]) -> T:
        """What `ask` says, asked again only after the database changed."""
        # The number comes first: what a writer does in between is then only asked for once more.
        changes = self._database.changes()
        known = self._watched.get(name)
        if known is not None and known[0] == changes:
            found: T = known[1]
            return found
        with self._database.reading() as connection:
            found = ask(connection)
        self._watched[name] = (changes, found)
        return found

    # Documents

    def put(self, document: Document, characters: int) -> bool:
        """Keep a document; False when its content is known, and then nothing changes.

        Args:
            characters: length of its source text in code points.
        """
        self._database.room()
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

    def said(self, document_id: str) -> Said:
        """What the caller said of a document, whatever became of its content; NotFound."""
        with self._database.reading() as connection:
            found = documents.said_of(connection, document_id)
        if found is None:
            raise documents.no_document(document_id)
        return found[1]

    def entry(self, document_id: str, edition: str) -> Entry:
        """A document without its content; NotFound."""
        with self._database.reading() as connection:
            return documents.entry(connection, document_id, edition)

    def version(self, document_id: str, edition: str) -> str:
        """A word for the state of a document, as `entry` and its analysis show it; NotFound."""
        with self._database.reading() as connection:
            return documents.version(connection, document_id, edition)

    def entries(self, edition: str, listing: Listing, limit: int, cursor: str | None) -> Page[Entry]:
        """A page of documents."""
        with self._database.reading() as connection:
            return documents.entries(connection, edition, listing, limit, cursor)

    def amend(self, analysis: Analysis, said: Said, before: Said | None = None) -> None:
        """Replace what was said of a document together with its analysis.

        Args:
            before: what must be said of it until then; None for whatever it is.

        Raises:
            NotFound: no document has this id.
            Changed: something else is said of it by now.
        """
        self._database.room()
        with self._database.writing() as connection:
            _check(connection, analysis.document, before)
            documents.amend(connection, analysis.document, said)
            analyses.forget(connection, [analysis.document])
            if not analyses.save(connection, analysis):
                raise documents.no_document(analysis.document)
            state.raise_revision(connection)

    def remove(self, document_id: str, before: Said | None = None) -> None:
        """Remove a document and all that was computed from it; raises what `amend` raises."""
        with self._database.writing() as connection:
            _check(connection, document_id, before)
            analyses.forget(connection, [document_id])
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

    def shown(self) -> str | None:
        """The edition that answers are of; None before the first analysis."""
        return self._seen("shown", lambda connection: state.value(connection, state.SHOWN))

    def show(self, edition: str) -> None:
        """Let answers be of this edition from now on, and drop the analyses of all others."""
        with self._database.writing() as connection:
            state.put(connection, state.SHOWN, edition)
            analyses.forget_editions_but(connection, edition)
            state.raise_revision(connection)

    def can_read(self, edition: str) -> bool:
        """Whether there are analyses of an edition, in the shape that this program reads."""
        with self._database.reading() as connection:
            return analyses.can_read(connection, edition)

    def has_others(self, edition: str) -> bool:
        """Whether there are analyses of any other edition."""
        return self._seen(
            f"others than {edition}", lambda connection: analyses.has_others(connection, edition)
        )

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
        return self._seen(
            f"main_regions {edition}", lambda connection: analyses.main_regions(connection, edition)
        )

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
        return self._seen(
            f"measures_stated {edition}", lambda connection: findings.measures_stated(connection, edition)
        )

    def leading(
        self, edition: str, wanted: Wanted
    ) -> tuple[latest.Latest, tuple[Mention, ...], Collection[str]]:
        """The figures that decide the cells asked for, mentions, and the main regions, at one moment."""
        with self._database.reading() as connection:
            return (
                latest.read(connection, edition, wanted.measures or (), wanted.regions or ()),
                findings.all_spoken(connection, edition, wanted),
                analyses.main_regions(connection, edition, wanted.regions),
            )

    def counts(self, edition: str, wanted: Wanted) -> tuple[Counts, Counts, Collection[str]]:
        """Observations and mentions by measure and adcode, and the main regions of the corpus, at one moment."""
        with self._database.reading() as connection:
            stated, spoken = findings.counted(connection, edition, wanted)
            return stated, spoken, analyses.main_regions(connection, edition)

    # What readers say, and what editions changed

    def correct(self, correction: Correction) -> None:
        """Keep what a reader says of a figure, in place of what was said before; NotFound."""
        self._database.room()
        with self._database.writing() as connection:
            if not corrections.put(connection, correction):
                raise documents.no_document(correction.machine.document)
            analyses.judged(connection, correction.machine)
            state.raise_revision(connection)

    def uncorrect(self, observation: Observation) -> None:
        """Take back what a reader said of a figure."""
        with self._database.writing() as connection:
            corrections.drop(connection, observation)
            analyses.judged(connection, observation)
            state.raise_revision(connection)

    def corrections(self, observation_ids: Collection[str]) -> dict[str, Correction]:
        """What was said of these figures, by their ids."""
        with self._database.reading() as connection:
            return corrections.of(connection, observation_ids)

    def corrections_about(
        self, measures: Collection[str] | None, regions: Collection[str] | None
    ) -> dict[str, Correction]:
        """What was said of figures of these measures and regions, by their ids; None for all."""
        with self._database.reading() as connection:
            return corrections.about(connection, measures, regions)

    def changes(self, document_id: str) -> tuple[Changes, ...]:
        """What became of a document's figures between editions, the newest first."""
        with self._database.reading() as connection:
            return editions.of(connection, document_id)

    def name(self, edition: str, regions: Iterable[Region], measures: Iterable[Measure]) -> None:
        """Let views call regions and measures by these names, unless they have those of the edition."""
        if self._seen("named", lambda connection: state.value(connection, state.NAMED)) == edition:
            return
        with self._database.writing() as connection:
            flat.name(connection, edition, regions, measures)

    # Access

    def tokens(self) -> tuple[Token, ...]:
        """Every token there ever was, by the time they were made."""
        return self._seen("tokens", tokens.all_of_them)

    def add_token(self, token: Token) -> None:
        """Keep a token."""
        with self._database.writing() as connection:
            tokens.add(connection, token)

    def revoke_token(self, token_id: str, now: str) -> None:
        """Let a token be worth nothing from now on; NotFound."""
        with self._database.writing() as connection:
            tokens.revoke(connection, token_id, now)

    def begin_request(self, key: str, digest: str, now: str, stale: tuple[str, str]) -> Remembered | None:
        """Remember that a request begins, or what is remembered of an earlier one; see `requests.begin`."""
        with self._database.writing() as connection:
            return requests.begin(connection, key, digest, now, stale)

    def finish_request(self, key: str, answer: bytes) -> None:
        """Remember what was answered to a request."""
        with self._database.writing() as connection:
            requests.finish(connection, key, answer)

    def forget_request(self, key: str) -> None:
        """Let an unanswered request be as if it never came."""
        with self._database.writing() as connection:
            requests.forget(connection, key)

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


def _check(connection: Connection, document_id: str, before: Said | None) -> None:
    if before is None:
        return
    known = documents.said_of(connection, document_id)
    if known is not None and known[1] != before:
        raise Changed("somebody else has changed the document meanwhile", expected="reading it again")
