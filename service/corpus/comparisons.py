"""Questions across documents: the table, its digest, what there is at all, and what can be checked.

A question is ids and adcodes; names become these in `questions.py`. Figures that readers rejected are left out
here, edited ones are taken as edited.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, NamedTuple

from service.comparison import (
    compare,
    derived_measures,
    digest_of,
    findings,
    needed,
    ordered,
    read_alignment,
    read_derivations,
    told,
    window,
)
from service.corpus import questions
from service.corpus.currency import CurrentAnalyses
from service.corpus.pipeline import Pipeline
from service.corpus.reviews import Reviews
from service.errors import BadParameter
from service.model import (
    Alignment,
    Analysis,
    Cell,
    Comparison,
    Correction,
    Coverage,
    Digest,
    Finding,
    Level,
    Mention,
    Observation,
    Question,
    Region,
    Row,
)
from service.store import Store, Wanted, corrected

# Of one answer. A cell is about a kilobyte of JSON.
MOST_CELLS = 20_000
# For a digest the sentences of all documents about the regions are read, some 5 ms each.
MOST_DIGESTED = 400
MOST_CHECKED = 50


class Known(NamedTuple):
    """What a table is made of; `listed` has ids of further figures by measure and adcode."""

    figures: tuple[Observation, ...]
    spoken: tuple[Mention, ...]
    analysed: Collection[str]
    listed: Mapping[tuple[str, str], tuple[str, ...]]


Found = tuple[tuple[Observation, ...], tuple[Mention, ...], Collection[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a caller asks for, in names.

    Attributes:
        measures, regions: ids; adcodes or names. None for all that have figures, all regions of the corpus.
        within: adcode or name of a region; it and what belongs to it, instead of `regions`.
        level: with `within`, only regions of this level.
        align, tolerance: as in `read_alignment`.
        derive: names of derived measures and conversions.
        confidence: figures below it count as not stated.
    """

    measures: Sequence[str] | None = None
    regions: Sequence[str] | None = None
    within: str | None = None
    level: Level | None = None
    align: str | None = None
    tolerance: str | None = None
    derive: tuple[str, ...] = ()
    confidence: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Which rows of a comparison, and in which order its regions.

    Attributes:
        sort: id of a row; - before it puts the highest first.
        limit: rows at most.
        cursor: `next` of the part before.
    """

    sort: str | None = None
    limit: int = 500
    cursor: str | None = None


class Comparisons:
    """What can be asked of all documents together."""

    def __init__(self, store: Store, pipeline: Pipeline, analyses: CurrentAnalyses, reviews: Reviews) -> None:
        self._store = store
        self._pipeline = pipeline
        self._analyses = analyses
        self._reviews = reviews

    def question(self, asked: Asked) -> Question:
        """A question in ids and adcodes.

        Raises:
            UnknownMeasure, UnknownRegion, AmbiguousRegion: a name leads nowhere, or to several.
            BadParameter: one twice, none, or too many; no alignment, no duration, nothing that can be derived.
        """
        alignment = read_alignment(asked.align, asked.tolerance)
        derive = read_derivations(asked.derive)
        columns = self.columns(asked)
        if asked.measures is not None:
            measures = questions.measure_ids(asked.measures, self._pipeline.catalogue)
        elif set(derive) & set(derived_measures()):
            measures = ()  # who names derived measures and no others wants these
        else:
            self._analyses.renew()
            stated = set(self._store.measures_stated(self._edition))
            measures = tuple(each.id for each in self._pipeline.catalogue.measures if each.id in stated)
        return Question(measures, columns, alignment, derive, questions.confidence_named(asked.confidence))

    def compare(self, question: Question, part: Part = Part()) -> Comparison:
        """Measures x regions, as asked, and where the rows after these begin.

        Raises:
            BadParameter: no such cursor; the limit is none.
            UnknownMeasure: no row is called as `sort` says.
        """
        rows, following = _rows(question, part)
        name = part.sort.removeprefix("-") if part.sort else None
        every = {*question.measures, *question.derive}
        # Regions have one order on all pages, so the row that they are sorted by is made for each of them.
        extra = (name,) if name is not None and name in every and name not in rows else ()
        found = self._table(question, (*rows, *extra))
        if name is not None:
            direction: Literal["ascending", "descending"] = (
                "descending" if part.sort and part.sort.startswith("-") else "ascending"
            )
            found = ordered(found, name, direction)
        kept = tuple(row for row in found.rows if row.measure.id in rows)
        return replace(found, rows=kept, next=following)

    def digest(self, question: Question, budget: int) -> tuple[Comparison, Digest]:
        """The comparison, and the sentences that cover most of it within so many characters.

        Raises:
            BadParameter: more documents are about the regions than can be read at once.
        """
        compared = self.compare(question)
        measures, regions = frozenset(question.measures), frozenset(question.regions)
        documents = [
            document for adcode in question.regions for document in self._store.about(self._edition, adcode)
        ]
        if len(documents) > MOST_DIGESTED:
            raise BadParameter(
                f"{len(documents)} documents are about these regions",
                parameter="regions",
                expected=f"regions with at most {MOST_DIGESTED} documents together",
            )
        sentences = (each for one in documents for each in told(self._sure(one, question), measures, regions))
        return compared, digest_of(compared, sentences, budget)

    def coverage(self, question: Question) -> Coverage:
        """How many figures and mentions there are for each measure and region, whatever they say."""
        self._analyses.renew()
        wanted = Wanted(measures=question.measures, regions=question.regions)
        stated, spoken, analysed = self._store.counts(self._edition, wanted)

        def table(counts: dict[tuple[str, str], int]) -> tuple[tuple[int, ...], ...]:
            return tuple(
                tuple(counts.get((measure, adcode), 0) for adcode in question.regions)
                for measure in question.measures
            )

        return Coverage(
            regions=self._regions(question),
            measures=tuple(self._pipeline.catalogue.measure(name) for name in question.measures),
            figures=table(stated),
            mentions=table(spoken),
            analysed=tuple(adcode in set(analysed) for adcode in question.regions),
        )

    def findings(self, question: Question) -> tuple[Finding, ...]:
        """What can be checked in the figures of the regions, region by region.

        Raises:
            BadParameter: more than 50 regions.
        """
        if len(question.regions) > MOST_CHECKED:
            raise BadParameter(
                f"{len(question.regions)} regions are asked for",
                parameter="regions",
                expected=f"at most {MOST_CHECKED}",
            )
        self._analyses.renew()
        stated, _, _ = self._known(Wanted(regions=question.regions))
        figures = defaultdict[str, list[Observation]](list)
        for one in corrected(stated, self._reviews.about(None, question.regions)):
            figures[one.region].append(one)
        measures = set(question.measures)
        return tuple(
            each
            for adcode in question.regions
            for each in findings(figures[adcode])
            if not measures or measures & {one.measure for one in each.observations}
        )

    @property
    def _edition(self) -> str:
        return self._analyses.edition

    def _table(self, question: Question, names: tuple[str, ...]) -> Comparison:
        self._analyses.renew()
        conversions = tuple(each for each in question.derive if each not in derived_measures())
        asked = replace(
            question,
            measures=tuple(name for name in names if name not in derived_measures()),
            derive=(*(name for name in names if name in derived_measures()), *conversions),
        )
        wanted = Wanted(
            measures=needed(asked.derive, asked.measures),
            regions=asked.regions,
            confidence=asked.confidence,
        )
        said = self._reviews.about(wanted.measures, asked.regions)
        is_plain = asked.alignment == Alignment() and not asked.derive and asked.confidence is None
        near = None if asked.derive or asked.confidence is not None else window(asked.alignment)
        if is_plain:
            known = self._leading(wanted, said)
        else:
            known = self._all(wanted) if near is None else self._near(replace(wanted, within=near), said)
        measures = tuple(self._pipeline.catalogue.measure(name) for name in asked.measures)
        found = compare(
            asked,
            self._regions(asked),
            measures,
            corrected(known.figures, said),
            known.spoken,
            frozenset(known.analysed),
        )
        return _told_more(found, said, known.listed)

    def _sure(self, document: str, question: Question) -> Analysis:
        """The analysis of a document, with the figures that are sure enough."""
        analysis = self._analyses.of(document)
        if question.confidence is None:
            return analysis
        least = float(question.confidence)
        sure = tuple(one for one in analysis.observations if one.confidence >= least)
        return replace(analysis, observations=sure)

    def _all(self, wanted: Wanted) -> Known:
        stated, spoken, analysed = self._known(wanted)
        return Known(stated, spoken, analysed, {})

    def _leading(self, wanted: Wanted, said: Mapping[str, Correction]) -> Known:
        """Only the figures that decide the cells; all of them where a reader said something, or a row is damaged."""
        latest, spoken, analysed = self._analyses.trusted(lambda: self._store.leading(self._edition, wanted))
        whole = {(each.machine.measure, each.machine.region) for each in said.values()} | set(latest.unread)
        if not whole:
            return Known(latest.figures, spoken, analysed, latest.listed)
        some = replace(wanted, measures={name for name, _ in whole}, regions={code for _, code in whole})
        stated, _, _ = self._known(some)
        return Known(
            (
                *(one for one in latest.figures if (one.measure, one.region) not in whole),
                *(one for one in stated if (one.measure, one.region) in whole),
            ),
            spoken,
            analysed,
            {place: ids for place, ids in latest.listed.items() if place not in whole},
        )

    def _near(self, wanted: Wanted, said: Mapping[str, Correction]) -> Known:
        """Only the figures near the days asked for, and of each cell those that say that there are others."""
        leading = self._leading(replace(wanted, within=None), said)
        near, _, _ = self._known(wanted)
        figures = {(one.document, one.id): one for one in (*leading.figures, *near)}
        return leading._replace(figures=tuple(figures.values()))

    def _known(self, wanted: Wanted) -> Found:
        return self._analyses.trusted(lambda: self._store.findings(self._edition, wanted))

    def _regions(self, question: Question) -> tuple[Region, ...]:
        return tuple(self._pipeline.regions.resolve(adcode) for adcode in question.regions)

    def columns(self, asked: Asked) -> tuple[str, ...]:
        """The adcodes of the regions that are asked for; raises what `question` raises of them."""
        if asked.within is not None and asked.regions is not None:
            raise BadParameter(
                "regions are either named or those within another",
                parameter="within",
                expected="only one of both",
            )
        if asked.level is not None and asked.within is None:
            raise BadParameter("level narrows within", parameter="level", expected="within as well")
        if asked.regions is not None:
            return questions.adcodes(asked.regions, self._pipeline.regions)
        self._analyses.renew()
        known = self._pipeline.regions
        of_corpus = (known.of(adcode) for adcode in self._store.main_regions(self._edition))
        regions = tuple(region for region in of_corpus if region is not None)
        if asked.within is None:
            return questions.every_adcode(regions)
        ancestor = known.resolve(asked.within).adcode
        return tuple(
            region.adcode
            for region in regions
            if (region.adcode == ancestor or known.within(region.adcode, ancestor))
            and asked.level in {None, region.level}
        )


def _rows(question: Question, part: Part) -> tuple[tuple[str, ...], str | None]:
    """The names of the rows of a part, and the name that the next part begins with."""
    names = (*question.measures, *(name for name in question.derive if name in derived_measures()))
    questions.page_size(part.limit)
    if part.cursor is not None and part.cursor not in names:
        raise BadParameter(
            "the cursor is none that was given out", parameter="cursor", expected="`next` of a comparison"
        )
    start = 0 if part.cursor is None else names.index(part.cursor)
    end = start + min(part.limit, max(1, MOST_CELLS // max(1, len(question.regions))))
    return names[start:end], names[end] if end < len(names) else None


def _told_more(
    found: Comparison, said: Mapping[str, Correction], listed: Mapping[tuple[str, str], tuple[str, ...]]
) -> Comparison:
    """The comparison with what readers said of its figures, and the ids of figures that were not read for it."""

    def cell(one: Cell, measure: str) -> Cell:
        shown = one.observation
        correction = said.get(shown.id) if shown else None
        known = {each.id for each in one.others} | ({shown.id} if shown else set())
        further = tuple(each for each in listed.get((measure, one.region), ()) if each not in known)
        if correction is None and not further:
            return one
        return replace(one, review=correction.decision if correction else None, further=further)

    def row(one: Row) -> Row:
        return replace(one, cells=tuple(cell(each, one.measure.id) for each in one.cells))

    return replace(found, rows=tuple(row(one) for one in found.rows))
