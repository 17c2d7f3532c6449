"""Corpus: documents come in, answers go out; pipeline and store together."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from service.analysis import Budget, Contrast, Method, contrasted, counted
from service.analysis import keywords as ranked
from service.corpus import questions, together
from service.corpus.access import Access
from service.corpus.analyst import Analyst
from service.corpus.comparisons import Asked, Comparisons
from service.corpus.currency import CurrentAnalyses
from service.corpus.lexicons import lexicon
from service.corpus.pipeline import Pipeline, identity
from service.corpus.repeats import Repeats
from service.corpus.reviews import Reviews
from service.corpus.said import label
from service.corpus.seeding import seed
from service.corpus.together import Extract, Extracted
from service.errors import BadParameter, DuizhaoError, NotFound
from service.model import (
    Analysis,
    Changes,
    Comparison,
    Document,
    Entry,
    Keyword,
    KeywordKind,
    Observation,
    Question,
    Region,
    Said,
    Sentence,
    Source,
)
from service.observations import Catalogue, Regions
from service.settings import Settings
from service.store import Listing, Page, Sort, Store, Wanted


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
        self._analyses = CurrentAnalyses(store, pipeline, self._analyst)
        self.reviews = Reviews(store)
        self.comparisons = Comparisons(store, pipeline, self._analyses, self.reviews)
        self.access = Access(store)
        self.repeats = Repeats(store)

    @classmethod
    def open(cls, settings: Settings, *, older: Literal["refuse", "upgrade"] = "refuse") -> "Corpus":
        """The corpus of these settings; a new store is made, and left empty (see `seed`).

        Raises:
            Misconfigured: the catalogue is wrong.
            StoreOutdated: the store has an older schema, and `older` says to refuse it.
        """
        store = Store.open(settings.home, older=older, min_free=settings.min_free)
        words = lexicon(settings.dictionary, settings.stopwords)
        return cls(settings, store, Pipeline.load(settings.measures, settings.max_characters, words))

    def close(self) -> None:
        """Close the store."""
        self._store.close()

    @property
    def edition(self) -> str:
        """A hash of everything that shapes an analysis."""
        return self._pipeline.edition

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
        source, said = self._pipeline.read(content, media_type, charset), self._pipeline.checked(said)
        document = Document(identity(content), content, _media_type(source), label(name), said, _now())
        if not self._store.put(document, len(source.characters)):
            return Added(self.document(document.id), self.analysis(document.id), created=False)
        try:
            analysis = self._analyst.analyse(document.id, source, said)
            if not self._store.save(analysis, said):
                analysis = self.analysis(document.id)
        except DuizhaoError:
            # A text that cannot be analysed is refused like any other: nothing of it stays.
            self._store.remove(document.id)
            raise
        return Added(document, analysis, created=True)

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

    def entry(self, document_id: str) -> Entry:
        """What is known of a document without its content."""
        entry = self._store.entry(document_id, self.edition)
        if entry.analysed:
            return entry
        self.analysis(document_id)
        return self._store.entry(document_id, self.edition)

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
        return self._store.entry(document_id, self.edition)

    def remove(self, document_id: str, before: Said | None = None) -> None:
        """Remove a document and all that was computed from it; `before` as in `amend`."""
        self._store.remove(document_id, before)

    def version(self, document_id: str) -> str:
        """A word for the state of one document: the same until it, or what is said of it, changes."""
        return self._store.version(document_id, self.edition)

    def source(self, document_id: str) -> str:
        """The text of a document that every span points into."""
        return self._analyses.source(self.document(document_id)).characters

    # Analyses

    def analysis(self, document_id: str) -> Analysis:
        """The analysis of a document: from the cache, or made now and kept."""
        return self._analyses.of(document_id)

    def reanalyse(self) -> Iterator[tuple[str, str | None]]:
        """Analyse each document that has no analysis of this edition, then drop those of other editions.

        Yields:
            The id and None, or what went wrong, as each document is done.
        """
        return self._analyses.remake()

    def stale(self) -> tuple[str, ...]:
        """Ids of the documents without an analysis of this edition."""
        return self._store.missing(self.edition)

    def summary(self, document_id: str, budget: Budget) -> tuple[Sentence, ...]:
        """The sentences of a document that say most of it, in the order of the text."""
        return tuple(each for _, each in self.extract(document_id, Extract(budget)).sentences)

    def extract(self, document_id: str, wanted: Extract) -> Extracted:
        """Sentences of a document, chosen as is wanted."""
        return together.summary((self.analysis(document_id),), wanted, self._pipeline.lexicon)

    def keywords(
        self,
        document_id: str,
        limit: int,
        method: Method = "default",
        kind: KeywordKind | None = None,
    ) -> tuple[Keyword, ...]:
        """The best keywords of a document, best first; words or phrases alone when `kind` says so."""
        found = self.analysis(document_id)
        return ranked(found, method, kind, self._pipeline.lexicon)[: questions.page_size(limit)]

    def region_summary(self, adcode: str, budget: Budget) -> tuple[tuple[str, Sentence], ...]:
        """Sentences with the ids of their documents, out of all that are about a region; () when none is."""
        return self.region_extract(adcode, Extract(budget)).sentences

    def region_extract(self, adcode: str, wanted: Extract) -> Extracted:
        """Sentences out of all documents about a region, chosen as is wanted."""
        return together.summary(self._about(adcode), wanted, self._pipeline.lexicon)

    def region_keywords(
        self, adcode: str, limit: int, method: Method = "default", kind: KeywordKind | None = None
    ) -> tuple[Keyword, ...]:
        """Keywords of all documents about a region, best first, without spans; () when there is none."""
        limit = questions.page_size(limit)
        return together.keywords(self._about(adcode), limit, method, kind, self._pipeline.lexicon)

    def region_contrast(self, adcode: str, against: Sequence[str] | None, limit: int) -> tuple[Contrast, ...]:
        """What the documents about a region say more often than those about others, the surest first.

        Args:
            against: adcodes or names; None for all other documents that are about any region.

        Raises:
            UnknownRegion, AmbiguousRegion: a name leads nowhere, or to several.
            BadParameter: the region is set against itself.
        """
        limit = questions.page_size(limit)
        mine = self._about(adcode)
        if against is None:
            others = tuple(region.adcode for region in self.regions_of_corpus() if region.adcode != adcode)
        else:
            others = questions.adcodes(against, self.regions)
        if adcode in others:
            raise BadParameter(
                f"{adcode} is set against itself", parameter="contrast", expected="other regions, or corpus"
            )
        theirs = [each for other in others for each in self._about(other)]
        part, rest = (
            counted((each.text.characters for each in side), self._pipeline.lexicon)
            for side in (mine, theirs)
        )
        return contrasted(part, rest, limit)

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
        since: str | None = None,
        until: str | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> Page[Observation]:
        """Observations by the arrival of their documents and then in the order of the text.

        Args:
            region, within: adcode or name; `within` takes the region itself and all that belong to it.
            review: accepted, rejected, edited, or none: what a reader said of the figures.
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

    def _about(self, adcode: str) -> tuple[Analysis, ...]:
        if self.regions.of(adcode) is None:
            raise NotFound(f"no region has the adcode {adcode!r}", parameter="region")
        self._analyses.renew()
        return tuple(self.analysis(each) for each in self._store.about(self.edition, adcode))


def _media_type(source: Source) -> str:
    # With the encoding, since the bytes must be read the same way when they are analysed again.
    return f"{source.media_type}; charset={source.charset}" if source.charset else source.media_type


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
