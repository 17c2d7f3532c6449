"""What documents say in their own words: summaries, keywords, and what sets regions apart.

Of one document, of all about a region, or of any selection; several documents are read as one text.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from service.analysis import Budget, Contrast, Method, contrasted, counted
from service.analysis import keywords as ranked
from service.corpus import questions, together
from service.corpus.comparisons import Asked, Comparisons
from service.corpus.currency import CurrentAnalyses
from service.corpus.pipeline import Pipeline
from service.corpus.selections import Selection, check_number, listing, named, narrowed_by
from service.corpus.together import Extract, Extracted
from service.corpus.wordcounts import WordCounts
from service.errors import BadParameter, NotFound
from service.model import Analysis, Keyword, KeywordKind, Region, Sentence
from service.store import Store

# Of one answer: reading an analysis takes some 5 ms.
MOST_READ = 500
# Their words are counted once and kept, some 10 ms each.
MOST_COUNTED = 2_000


class Apart(NamedTuple):
    """What sets a region apart; `documents` is how many are about it."""

    region: Region
    documents: int
    words: tuple[Contrast, ...]


class Extracts:
    """What can be asked of documents in their own words."""

    def __init__(
        self, store: Store, pipeline: Pipeline, analyses: CurrentAnalyses, comparisons: Comparisons
    ) -> None:
        self._store = store
        self._pipeline = pipeline
        self._analyses = analyses
        self._comparisons = comparisons
        self._counts = WordCounts()

    def summary(self, document_id: str, budget: Budget) -> tuple[Sentence, ...]:
        """The sentences of a document that say most of it, in the order of the text."""
        return tuple(each for _, each in self.of_document(document_id, Extract(budget)).sentences)

    def of_document(self, document_id: str, wanted: Extract) -> Extracted:
        """Sentences of a document, chosen as is wanted."""
        return self.of_analysis(self._analyses.of(document_id), wanted)

    def of_analysis(self, analysis: Analysis, wanted: Extract) -> Extracted:
        """Sentences of an analysed text, whether it is kept or not, chosen as is wanted."""
        return self._extract([analysis], wanted)

    def of_region(self, adcode: str, wanted: Extract) -> Extracted:
        """Sentences out of all documents about a region, chosen as is wanted.

        Raises:
            NotFound: no region has this adcode.
            BadParameter: too many documents are about it.
        """
        return self._extract(self._read(self._about(adcode), "region"), wanted)

    def of_selection(self, selection: Selection, wanted: Extract) -> Extracted:
        """Sentences out of the documents selected, chosen as is wanted; raises what `selected` raises."""
        return self._extract(self._read(self.selected(selection), narrowed_by(selection)), wanted)

    def keywords(
        self, document_id: str, limit: int, method: Method = "default", kind: KeywordKind | None = None
    ) -> tuple[Keyword, ...]:
        """The best keywords of a document, best first; words or phrases alone when `kind` says so."""
        return self.keywords_of_analysis(self._analyses.of(document_id), limit, method, kind)

    def keywords_of_analysis(
        self, analysis: Analysis, limit: int, method: Method = "default", kind: KeywordKind | None = None
    ) -> tuple[Keyword, ...]:
        """The best keywords of an analysed text, as `keywords` of a kept one."""
        return ranked(analysis, method, kind, self._pipeline.lexicon)[: questions.page_size(limit)]

    def keywords_of_region(
        self, adcode: str, limit: int, method: Method = "default", kind: KeywordKind | None = None
    ) -> tuple[Keyword, ...]:
        """Keywords of all documents about a region, best first, without spans; () when there is none."""
        return self._keywords(self._read(self._about(adcode), "region"), limit, method, kind)

    def keywords_of_selection(
        self, selection: Selection, limit: int, method: Method = "default", kind: KeywordKind | None = None
    ) -> tuple[Keyword, ...]:
        """Keywords of the documents selected, best first, without spans; raises what `selected` raises."""
        return self._keywords(
            self._read(self.selected(selection), narrowed_by(selection)), limit, method, kind
        )

    def contrast(self, adcode: str, against: Sequence[str] | None, limit: int) -> tuple[Contrast, ...]:
        """What the documents about a region say more often than those about others, the surest first.

        Args:
            against: adcodes or names; None for all other documents that are about any region.

        Raises:
            UnknownRegion, AmbiguousRegion: a name leads nowhere, or to several.
            BadParameter: the region is set against itself, or too many documents are about them.
        """
        questions.page_size(limit)
        mine = self._about(adcode)
        if against is None:
            others = tuple(other for other in self._regions_of_corpus() if other != adcode)
        else:
            others = questions.adcodes(against, self._pipeline.regions)
        if adcode in others:
            raise BadParameter(
                f"{adcode} is set against itself", parameter="contrast", expected="other regions, or corpus"
            )
        theirs = [document for other in others for document in self._about(other)]
        check_number([*mine, *theirs], MOST_COUNTED, "contrast")
        return contrasted([self._counted(mine), self._counted(theirs)], limit)[0]

    def apart(self, asked: Asked, against: Literal["regions", "corpus"], limit: int) -> tuple[Apart, ...]:
        """What sets each region of a question apart: from the others of it, or from the whole corpus.

        Raises:
            UnknownRegion, AmbiguousRegion: a name leads nowhere, or to several.
            BadParameter: one region is set against none, or too many documents are about them.
        """
        questions.page_size(limit)
        regions = self._comparisons.columns(asked)
        if against == "regions" and len(regions) == 1:
            raise BadParameter(
                "one region has nothing that it is set against",
                parameter="regions",
                expected="two regions or more, or contrast=corpus",
            )
        rest = (
            [other for other in self._regions_of_corpus() if other not in set(regions)]
            if against == "corpus"
            else []
        )
        documents = [self._about(adcode) for adcode in regions]
        beside = [document for other in rest for document in self._about(other)]
        check_number([*(each for some in documents for each in some), *beside], MOST_COUNTED, "regions")
        found = contrasted([self._counted(some) for some in (*documents, beside)], limit)
        return tuple(
            Apart(self._pipeline.regions.resolve(adcode), len(some), words)
            for adcode, some, words in zip(regions, documents, found, strict=False)
        )

    def selected(self, selection: Selection) -> tuple[str, ...]:
        """Ids of the documents selected: as they were named, else by their arrival.

        Raises:
            NotFound: ids that no document has; it names them.
            UnknownRegion, AmbiguousRegion: a name leads nowhere, or to several.
            BadParameter: one is named twice, ids stand beside filters, or a filter cannot be.
        """
        if selection.documents is not None:
            return named(selection, self._is_known)
        wanted = listing(selection, self._pipeline.regions)
        self._analyses.renew()
        found = self._store.entries(self._analyses.edition, wanted, MOST_READ + 1, None).items
        return tuple(each.id for each in found)

    def _is_known(self, document_id: str) -> bool:
        try:
            self._store.entry(document_id, self._analyses.edition)
        except NotFound:
            return False
        return True

    def _about(self, adcode: str) -> tuple[str, ...]:
        if self._pipeline.regions.of(adcode) is None:
            raise NotFound(f"no region has the adcode {adcode!r}", parameter="region")
        self._analyses.renew()
        return self._store.about(self._analyses.edition, adcode)

    def _regions_of_corpus(self) -> tuple[str, ...]:
        self._analyses.renew()
        return self._store.main_regions(self._analyses.edition)

    def _read(self, ids: Sequence[str], parameter: str) -> list[Analysis]:
        check_number(ids, MOST_READ, parameter)
        return [self._analyses.of(each) for each in ids]

    def _extract(self, analyses: Sequence[Analysis], wanted: Extract) -> Extracted:
        return together.summary(analyses, wanted, self._pipeline.lexicon)

    def _keywords(
        self, analyses: Sequence[Analysis], limit: int, method: Method, kind: KeywordKind | None
    ) -> tuple[Keyword, ...]:
        return together.keywords(analyses, questions.page_size(limit), method, kind, self._pipeline.lexicon)

    def _counted(self, ids: Iterable[str]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for document_id in ids:
            counts.update(
                self._counts.of(
                    document_id,
                    lambda: counted(self._analyses.of(document_id).text.characters, self._pipeline.lexicon),  # noqa: B023
                )
            )
        return counts
