"""Corpus: documents come in, answers go out; pipeline and store together."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from service.corpus import questions
from service.corpus.access import Access
from service.corpus.analyst import Analyst
from service.corpus.comparisons import Asked, Comparisons
from service.corpus.currency import CurrentAnalyses
from service.corpus.extracts import Extracts
from service.corpus.labour import PATIENCE, Labour
from service.corpus.later import Later
from service.corpus.lexicons import lexicon
from service.corpus.limits import limits
from service.corpus.pipeline import Pipeline, identity
from service.corpus.receiving import received
from service.corpus.repeats import Repeats
from service.corpus.reviews import Reviews
from service.corpus.seeding import seed
from service.errors import DuizhaoError, NotFound, SourceDamaged, StoreBusy, StoreFull, StoreReadOnly
from service.model import (
    Analysis,
    Changes,
    Comparison,
    Document,
    Entry,
    Observation,
    Question,
    Region,
    Said,
)
from service.observations import Catalogue, Regions
from service.settings import Settings
from service.store import Brought, Listing, Page, Sort, Store, Wanted


@dataclass(frozen=True, slots=True)
class Added:
    """A document that came in; `created` is False when its content was known."""

    document: Document
    analysis: Analysis
    created: bool


class Corpus:
    """All documents of one installation, and what can be asked of them.

    Unless said otherwise methods raise StoreError, and NotFound for an id that nothing has.
    """

    def __init__(self, settings: Settings, store: Store, pipeline: Pipeline) -> None:
        self._settings = settings
        self._store = store
        self._pipeline = pipeline
        self._analyst = Analyst(pipeline, settings.budget)
        self._is_queued = settings.analyse == "queued"
        self._analyses = CurrentAnalyses(
            store, pipeline, self._analyst, renewal="later" if self._is_queued else "now"
        )
        # Longer than any text may take, so that only the dead lose what they hold.
        store.work.seconds = max(store.work.seconds, settings.budget * PATIENCE + 30)
        self.labour = Labour(store, pipeline, self._analyses, self._analyst)
        self.later = Later(store, pipeline)
        self.reviews = Reviews(store)
        self.comparisons = Comparisons(store, pipeline, self._analyses, self.reviews)
        self.extracts = Extracts(store, pipeline, self._analyses, self.comparisons)
        self.access = Access(store)
        self.repeats = Repeats(store)

    @classmethod
    def open(cls, settings: Settings, *, older: Literal["refuse", "upgrade"] = "refuse") -> "Corpus":
        """The corpus of these settings; a new store is made, and left empty (see `seed`).

        Raises:
            Misconfigured: the catalogue is wrong.
            StoreOutdated: the store has an older schema, and `older` says to refuse it.
        """
        store = Store.open(settings.home, settings.database, older=older, min_free=settings.min_free)
        words = lexicon(settings.dictionary, settings.stopwords)
        pipeline = Pipeline.load(settings.measures, limits(settings), words)
        # Only other programs ask for names in the database: a store that cannot be written does without new ones.
        with suppress(StoreBusy, StoreFull, StoreReadOnly):
            store.name(pipeline.edition, pipeline.regions.named(""), pipeline.catalogue.measures)
        return cls(settings, store, pipeline)

    def close(self) -> None:
        """Close the store."""
        self._store.close()

    @property
    def edition(self) -> str:
        """A hash of everything that shapes an analysis: that of the analyses which answers are of."""
        return self._analyses.edition

    @property
    def awaited(self) -> str | None:
        """The edition of this program, while answers are still of an older one; else None."""
        return None if self.edition == self._pipeline.edition else self._pipeline.edition

    @property
    def catalogue(self) -> Catalogue:
        """The measures."""
        return self._pipeline.catalogue

    @property
    def regions(self) -> Regions:
        """All regions of China, not only those of the corpus."""
        return self._pipeline.regions

    def revision(self) -> int:
        """How many writes there have been; with the edition, it tells whether any answer may have changed."""
        return self._store.revision()

    def mark(self) -> str:
        """A word for the state that the corpus is in; costs microseconds while nobody writes.

        Unlike the revision it is never the same again: not in a store made anew, not after a backup came back.
        """
        return self._store.mark()

    def watch(self, finished: Callable[[float, int], None]) -> None:
        """Have each analysis told: its seconds, and the characters of its text."""
        self._analyst.finished = finished

    def check(self) -> dict[str, str]:
        """What the corpus stands on, for people; raises StoreError when it is not ready."""
        return {
            **self._store.check(),
            "dictionary": self._pipeline.dictionary,
            "measures": str(len(self.catalogue.measures)),
            "edition": self.edition,
            **({"awaited": self.awaited} if self.awaited else {}),
            "work": ", ".join(f"{count} {name}" for name, count in self.labour.counts()._asdict().items()),
        }

    # Documents

    def seed(self) -> int:
        """Load the bundled corpus into a store that never held a document; how many documents that were.

        Safe when several processes start at once: one loads, the others wait for it.

        Raises:
            Misconfigured: the folder of the settings is not there.
        """
        if self._settings.seeds is None:
            return 0
        return seed(
            self._store,
            self._settings.seeds,
            lambda content, name: self.add(content, media_type=None, name=name),
        )

    def add(
        self,
        content: bytes,
        *,
        media_type: str | None,
        charset: str | None = None,
        name: str = "",
        said: Said = Said(),  # noqa: B008 - frozen
    ) -> Added:
        """Keep a document and analyse it; the same content again is the same document, as it was said first.

        The document is durable before its analysis begins, and the analysis appears whole.

        Raises:
            Malformed, Unsupported, TooLarge, Refused: it is not accepted, and nothing is kept.
        """
        document, source = received(
            self._pipeline, content, media_type=media_type, charset=charset, name=name, said=said
        )
        if not self._store.put(document, len(source.characters)):
            return Added(self.document(document.id), self.analysis(document.id), created=False)
        try:
            analysis = self._analyst.analyse(document.id, source, document.said)
            if not self._store.save(analysis, document.said):
                analysis = self.analysis(document.id)
        except DuizhaoError:
            # A text that cannot be analysed is refused like any other: nothing of it stays.
            self._store.remove(document.id)
            raise
        return Added(document, analysis, created=True)

    def read(self, content: bytes, name: str, said: Said, analysed: Literal["now", "later"]) -> Brought:
        """A document as `bring` takes it; raises what `add` raises of what is not accepted."""
        document, source = received(self._pipeline, content, media_type=None, name=name, said=said)
        analysis = None
        if analysed == "now":
            analysis = self._analyst.analyse(document.id, source, document.said)
        return Brought(document, len(source.characters), analysis)

    def bring(self, brought: Sequence[Brought]) -> tuple[bool, ...]:
        """Keep documents, all or none; durable when it returns. Which of them were not known.

        One that is known and not analysed is given the analysis it comes with.
        """
        return self._store.work.bring(brought)

    def analyse(
        self,
        content: bytes,
        *,
        media_type: str | None,
        charset: str | None = None,
        name: str = "",  # noqa: ARG002 - as in `add`
        said: Said = Said(),  # noqa: B008 - frozen
    ) -> Analysis:
        """The analysis that `add` would make; nothing is kept. Raises what `add` raises."""
        source, said = self._pipeline.read(content, media_type, charset), self._pipeline.checked(said)
        return self._analyst.analyse(identity(content), source, said)

    def document(self, document_id: str) -> Document:
        """A document with its content; raises SourceDamaged when that is no longer what was received."""
        return self._store.document(document_id)

    def said(self, document_id: str) -> Said:
        """What the caller said of a document, whatever became of its content."""
        return self._store.said(document_id)

    def entry(self, document_id: str) -> Entry:
        """What is known of a document without its content; analysed for it, unless workers do that."""
        entry = self._entry(document_id)
        if entry.analysed or self._is_queued:
            return entry
        self.analysis(document_id)
        return self._entry(document_id)

    def known(self, content: bytes, said: Said) -> Entry | None:
        """What is known of a document with this content; None when it never came in, is not analysed, or damaged.

        Raises:
            Refused: what is said of it cannot be.
        """
        self._pipeline.checked(said)
        try:
            entry = self._entry(identity(content))
            self._store.document(entry.id)
        except (NotFound, SourceDamaged):
            return None
        return entry if entry.analysed else None

    def documents(  # noqa: PLR0913 - the filters of the list, by name
        self,
        *,
        region: str | None = None,
        words: str | None = None,
        published_from: str | None = None,
        published_to: str | None = None,
        sort: Sort = "received",
        limit: int = 100,
        cursor: str | None = None,
    ) -> Page[Entry]:
        """Documents in the order of their arrival, or as `sort` says; see `Listing` for the rest.

        Args:
            region: adcode or name of what they are about.
        """
        listing = Listing(
            region=None if region is None else self.regions.resolve(region).adcode,
            words=words,
            published_from=questions.date_named(published_from, "published_from"),
            published_to=questions.date_named(published_to, "published_to"),
            sort=sort,
        )
        self._analyses.renew()
        return self._store.entries(self.edition, listing, questions.page_size(limit), cursor)

    def amend(self, document_id: str, said: Said, before: Said | None = None) -> Entry:
        """Replace all that was said of a document; its new analysis appears in the same moment.

        Args:
            before: what must be said of it until then; None for whatever it is.

        Raises:
            Changed: something else is said of it by now.
        """
        document, said = self.document(document_id), self._pipeline.checked(said)
        analysis = self._analyst.analyse(document_id, self._analyses.source(document), said)
        self._store.amend(analysis, said, before)
        return self._entry(document_id)

    def remove(self, document_id: str, before: Said | None = None) -> None:
        """Remove a document and all that was computed from it; `before` as in `amend`."""
        self._store.remove(document_id, before)

    def version(self, document_id: str) -> str:
        """A word for the state of one document: the same until it, or what is said of it, changes."""
        return " ".join(self._store.version(document_id, edition) for edition in self._editions())

    def source(self, document_id: str) -> str:
        """The text of a document that every span points into."""
        return self._analyses.source(self.document(document_id)).characters

    # Analyses

    def analysis(self, document_id: str) -> Analysis:
        """The analysis of a document: from the cache, or made now and kept."""
        return self._analyses.of(document_id)

    def mend(self, document_id: str) -> None:
        """Make the analysis of a document anew and drop what there is of any edition.

        Raises:
            SourceDamaged: it cannot be made; what there is stays.
        """
        self.document(document_id)
        self._store.forget([document_id])
        self.analysis(document_id)

    def reanalyse(self) -> Iterator[tuple[str, str | None]]:
        """Analyse each document that has no analysis of this edition, then drop those of other editions.

        Yields:
            The id and None, or what went wrong, as each document is done.
        """
        self.labour.again()
        is_done = False
        while not is_done:
            is_done = True
            for done in self.labour.batch():
                is_done = False
                yield done
        if self.labour.finish():
            self._analyses.drop_others()

    def stale(self) -> tuple[str, ...]:
        """Ids of the documents without an analysis of this edition."""
        return self._store.missing(self._pipeline.edition)

    # Figures

    def observations(  # noqa: PLR0913 - the filters of the list, by name
        self,
        *,
        measure: str | None = None,
        region: str | None = None,
        within: str | None = None,
        document: str | None = None,
        nature: str | None = None,
        review: str | None = None,
        confidence: Decimal | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> Page[Observation]:
        """Observations by the arrival of their documents and then in the order of the text.

        Args:
            region, within: adcode or name; `within` takes the region itself and all that belong to it.
            review: accepted, rejected, edited, or none: what a reader said of the figures.
            confidence: the least that they may have, 0 to 1.
            since, until: ISO 8601; figures of these days, both inclusive, and none without a date.
        """
        questions.page_size(limit)
        self._analyses.renew()
        wanted = Wanted(
            measures=None if measure is None else (self.catalogue.measure(measure).id,),
            regions=self._regions_wanted(region, within),
            document=None if document is None else self.entry(document).id,
            nature=questions.nature_named(nature),
            review=questions.review_named(review),
            confidence=questions.confidence_named(confidence),
            since=questions.date_named(since, "from"),
            until=questions.date_named(until, "to"),
        )
        return self._analyses.trusted(lambda: self._store.observations(self.edition, wanted, limit, cursor))

    def observation(self, observation_id: str) -> Observation:
        """The observation with this id."""
        self._analyses.renew()
        found = self._analyses.trusted(lambda: self._store.observation(self.edition, observation_id))
        if found is None:
            raise NotFound(f"no observation has the id {observation_id!r}", parameter="observation")
        return found

    def regions_of_corpus(self) -> tuple[Region, ...]:
        """The regions that analysed documents are about, by adcode."""
        self._analyses.renew()
        found = (self.regions.of(adcode) for adcode in self._store.main_regions(self.edition))
        return tuple(region for region in found if region is not None)

    def question(self, measures: Sequence[str] | None, regions: Sequence[str] | None) -> Question:
        """A question in ids and adcodes; None asks for all measures with a figure, all regions of the corpus.

        Raises:
            UnknownMeasure, UnknownRegion, AmbiguousRegion: a name leads nowhere, or to several.
            BadParameter: one twice, none, or more than 500.
        """
        return self.comparisons.question(Asked(measures, regions))

    def compare(self, question: Question) -> Comparison:
        """Measures x regions, as asked; see `comparisons` for parts of it, digests and more."""
        return self.comparisons.compare(question)

    def changes(self, document_id: str) -> tuple[Changes, ...]:
        """What became of a document's figures when another edition analysed it, the newest first."""
        self.entry(document_id)
        return self._store.changes(document_id)

    def _regions_wanted(self, region: str | None, within: str | None) -> frozenset[str] | None:
        one = None if region is None else frozenset({self.regions.resolve(region).adcode})
        if within is None:
            return one
        ancestor = self.regions.resolve(within).adcode
        stated = one or self._store.regions_stated(self.edition)
        return frozenset(each for each in stated if each == ancestor or self.regions.within(each, ancestor))

    def _editions(self) -> tuple[str, ...]:
        """The edition that answers are of, and that of this program where it is another one."""
        return tuple(dict.fromkeys((self.edition, self._pipeline.edition)))

    def _entry(self, document_id: str) -> Entry:
        # What came in while a corpus is analysed anew has no analysis of the older edition.
        entries = (self._store.entry(document_id, edition) for edition in self._editions())
        first = next(entries)
        return first if first.analysed else next(entries, first)
