"""What the rooms hand to one another: frozen, without behaviour beyond reading itself.

The words are those of the product: a document is read into an analysis, an analysis holds observations, observations of
several regions make a comparison. Figures are exact decimals, places are spans in code points of the source text.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from service.text import Span, Text

Level = Literal["province", "prefecture", "county"]
Bound = Literal["eq", "ge", "le", "gt", "approx"]
Nature = Literal["level", "increment", "cumulative", "target", "share"]
Basis = Literal["stated", "relative", "none"]
RegionBasis = Literal["stated", "title", "masthead", "frequency", "only"]
KeywordKind = Literal["word", "phrase"]
GapReason = Literal["not_mentioned", "no_number", "conflict", "not_comparable", "not_analysed"]
Decision = Literal["accepted", "rejected", "edited"]
VerdictWord = Literal["comparable", "with_care", "not_comparable"]
ReasonCode = Literal[
    "different_level",
    "dates_differ",
    "scope_differs",
    "definition_differs",
    "per_differs",
    "nature_differs",
    "bounds_overlap",
    "single_source",
    "conflict",
]


# Documents ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """What the caller said of a document; it outranks what is found in the text.

    Attributes:
        region: adcode or name, as given.
        published: ISO 8601, with the precision known: 2019, 2019-12 or 2019-12-31.
    """

    title: str | None = None
    region: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One text as received.

    Attributes:
        id: SHA-256 of the content, 64 hexadecimal digits.
        name: a label for people, such as a file's stem; may be empty; never a path that is opened.
        received: UTC, ISO 8601 with seconds and a final Z.
    """

    id: str
    content: bytes
    media_type: str
    name: str
    said: Said
    received: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document's content as one string, the text that every span points into.

    Attributes:
        media_type: found from the bytes, such as text/plain.
        charset: the encoding that was used, as Python names it (utf-8, gb18030); None where a format has none.
    """

    characters: str
    media_type: str
    charset: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in a list: what is known of it without its content.

    Attributes:
        title, region (adcode), published: as the caller said, else as found in the text; None when neither.
        characters: length of the source text.
        observations: how many figures were found; 0 while it is not analysed.
        analysed: whether an analysis of the current edition is stored.
    """

    id: str
    name: str
    media_type: str
    received: str
    title: str | None
    region: str | None
    published: str | None
    characters: int
    observations: int
    analysed: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """A piece of the masthead and where it stands in the source; no spans when the caller said it."""

    value: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands around an article. Absent pieces are None; `published` is ISO 8601 with the precision found.

    Attributes:
        subtitle: the lines that stand with the title on lines of their own, above it (引题); what follows a dash
            below it is a part of the title.
        dateline: the place that an article was sent from, 兴仁 of 本报兴仁讯; what it is about only perhaps.
    """

    title: Stated | None = None
    source: Stated | None = None
    author: Stated | None = None
    published: Stated | None = None
    subtitle: Stated | None = None
    dateline: Stated | None = None


# Regions and time --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Region:
    """An administrative division of China of county level or above.

    Attributes:
        adcode: six digits, GB/T 2260.
        name: the full name, 吉安县.
        parent: adcode of the division that it belongs to; None for provinces.
    """

    adcode: str
    name: str
    level: Level
    parent: str | None


@dataclass(frozen=True, slots=True)
class MainRegion:
    """The region that a document is about, and how that was decided."""

    adcode: str
    basis: RegionBasis


@dataclass(frozen=True, slots=True)
class Period:
    """When a figure holds, as precisely as stated and no more.

    Attributes:
        text: the words that say so, simplified (2016年底, 2014年以来); None when nothing does.
        start, end: ISO 8601 at year, month or day precision, both inclusive and equal for a point in time;
            `end` is None for a span left open (2013年以来 in a document without a date).
        basis: `stated`, `relative` to the document's date, or `none` (all other fields None).
    """

    text: str | None = None
    start: str | None = None
    end: str | None = None
    basis: Basis = "none"

    @property
    def notation(self) -> str | None:
        """2016, 2018-08, a span 2014/2018, or left open 2013/..; None when no time is known."""
        if self.start is None:
            return None
        return self.start if self.start == self.end else f"{self.start}/{self.end or '..'}"


# Measures and observations -----------------------------------------------------------------------------------------


class Wording(NamedTuple):
    """The same thing said in both languages."""

    zh: str
    en: str

    def told(self, language: Literal["zh", "en"]) -> str:
        """What is said in one of them."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted, as the catalogue defines it for people. How it is found stays inside `observations`."""

    id: str
    group: str
    label_zh: str
    label_en: str
    unit: str
    counts: Wording
    does_not_count: Wording


@dataclass(frozen=True, slots=True)
class Quantity:
    """A stated number with its unit.

    Attributes:
        value: in the base unit (7.23亿元 is 723000000), digits as stated.
        lower, upper: what the bound allows: 余 is [n, next step of the last stated digit), 不低于 is [n, None].
        per: the denominator as stated (村, 村/年, 人/年, 人/月, 户/年, 年, 月, 周) or None.
        span: the range of the quantity in the clean text, bound words and unit included.
    """

    value: Decimal
    unit: str
    per: str | None
    bound: Bound
    lower: Decimal | None
    upper: Decimal | None
    span: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """The characters that a figure came from.

    Attributes:
        quote: verbatim characters of the source, `source[start:end]` joined over the spans.
        spans: where the quote stands in the source, in the order of the text.
        sentence: the sentence around it, verbatim.
        display: the sentence simplified, for reading.
    """

    quote: str
    spans: tuple[Span, ...]
    sentence: str
    display: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What picks out the units that a figure holds for: 集体经济收入5万元以下."""

    text: str
    bound: Bound
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Observation:
    """One stated figure.

    Attributes:
        id: 16 hexadecimal digits, the same for the same figure of the same document.
        document: id of the document.
        region: adcode.
        scope: the words that tell this figure from its siblings (贫困村, 专项经费), simplified, or None for the whole.
        condition: see Condition; such a figure is never the region's own total.
        confidence: 0 to 1.
        evidence: every place that states the figure, the fullest first; at least one.
        why: the cue, unit and pattern that decided, for people.
        region_named: the region's whole name in the document where that is a former one (兴仁县, today 兴仁市).
    """

    id: str
    document: str
    region: str
    measure: str
    value: Decimal
    unit: str
    per: str | None
    bound: Bound
    lower: Decimal | None
    upper: Decimal | None
    nature: Nature
    time: Period
    scope: str | None
    condition: Condition | None
    confidence: float
    evidence: tuple[Evidence, ...]
    why: str
    region_named: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence that speaks of a measure without a number of its own: 实现第一书记驻村全覆盖."""

    document: str
    region: str
    measure: str
    evidence: Evidence


# Analyses ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the clean text.

    Attributes:
        quote: verbatim characters of the source; `display`: the same simplified and without stray spaces.
        spans: where it stands in the source, in the order of the text.
        place: its range in the clean text.
        score: how well it stands for the document, 0 to 1.
        lead: characters at its start that are no part of what it says (a dateline, 据悉，); summaries leave them out.
    """

    quote: str
    display: str
    spans: tuple[Span, ...]
    place: Span
    score: float
    lead: int = 0


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word or phrase of the clean text, simplified, with its score, how often it stands there and where in the source."""

    word: str
    score: float
    count: int
    spans: tuple[tuple[Span, ...], ...]
    kind: KeywordKind = "word"


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that is computed from one document; made stage by stage, whole when it leaves the corpus.

    Attributes:
        document: id of the document.
        edition: hash of everything that shapes an analysis.
        source: the source text that every span points into.
        text: the clean text; paragraphs end with a newline.
        sentences: in the order of the text.
        keywords: best first; equal scores by first place.
        region: None when no region could be told.
        regions: adcodes of all regions the text speaks of, the main one first.
        observations: in the order of the text.
        mentions: in the order of the text.
    """

    document: str
    edition: str
    source: str
    text: Text
    masthead: Masthead
    sentences: tuple[Sentence, ...]
    keywords: tuple[Keyword, ...]
    region: MainRegion | None = None
    regions: tuple[str, ...] = ()
    observations: tuple[Observation, ...] = ()
    mentions: tuple[Mention, ...] = ()


# Comparison --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Alignment:
    """At what time the figures of a row are taken.

    Attributes:
        kind: `latest`, each region's newest figure; `common`, the period that most regions have a figure of;
            `at`, the period asked for.
        at: ISO 8601 at year, month or day precision, or a span 2016/2018; None unless `at`.
        tolerance: how far a figure may be off, ISO 8601 (P2Y, P18M, P30D); None: the period itself, and for
            `latest` without a limit.
    """

    kind: Literal["latest", "common", "at"] = "latest"
    at: str | None = None
    tolerance: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be compared.

    Attributes:
        measures: ids, in the order asked; no id twice.
        regions: adcodes, in the order asked; no code twice.
        derive: names of derived measures and conversions, in the order asked; the measures get a row each.
        confidence: figures below it count as not stated, 0 to 1; None takes all.
    """

    measures: tuple[str, ...]
    regions: tuple[str, ...]
    alignment: Alignment = Alignment()
    derive: tuple[str, ...] = ()
    confidence: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a figure was computed from stated ones.

    Attributes:
        name: of the derived measure or of the conversion.
        operands: the stated figures, the numerator first, all of one document.
    """

    name: str
    operands: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A value or a gap.

    Attributes:
        observation: the figure shown; None for a gap. A derived one stands in no document as it is: its evidence
            is that of the figures it was made of.
        others: further figures of the same measure and region that are not shown in the cell; out of a large store
            only those that could have been, and the ids of the first of the rest in `further`.
        gap: why there is none; None for a value.
        mentions: for the gap `no_number`, what was said without a number.
        derivation: how the figure was computed; None for a stated one.
        review: what a reader said of the figure; an edited one is shown as edited.
    """

    region: str
    observation: Observation | None = None
    others: tuple[Observation, ...] = ()
    gap: GapReason | None = None
    mentions: tuple[Mention, ...] = ()
    derivation: Derivation | None = None
    review: Decision | None = None
    further: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row must be read with care: a code, and what it rests on.

    Attributes:
        values: what stands in the regions, one for one; may be undated, whole, none.
        observations: ids of the figures, one or more for a region, in the order of the regions.
    """

    code: ReasonCode
    regions: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    observations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Whether two regions of a row may be set side by side, and what to mind; `verdict` as of a row."""

    regions: tuple[str, str]
    verdict: VerdictWord
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """The dates that the figures of a row really have.

    Attributes:
        first, last: the earliest and the latest end of a dated figure, as stated; None when none is dated.
        undated: how many figures have no date.
    """

    first: str | None = None
    last: str | None = None
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One measure over the regions.

    Attributes:
        unit, per: what the row's figures have in common; `per` is None where they have none.
        ranks: groups of adcodes, highest first; regions whose intervals overlap share a group. Only regions of one
            level are ranked; empty when fewer than two can be.
        nature: of the row's figures; None when there are none.
        aligned: the period that the row was taken at; None for the newest of each region.
        spread: the dates really used.
    """

    measure: Measure
    unit: str
    per: str | None
    cells: tuple[Cell, ...]
    verdict: VerdictWord
    reasons: tuple[Reason, ...]
    ranks: tuple[tuple[str, ...], ...]
    nature: Nature | None = None
    aligned: str | None = None
    spread: Spread = Spread()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Measures x regions, in the order asked.

    Attributes:
        next: where the rows after these begin; None when these are the last.
    """

    regions: tuple[Region, ...]
    rows: tuple[Row, ...]
    alignment: Alignment = Alignment()
    next: str | None = None


# Across documents --------------------------------------------------------------------------------------------------

FindingKind = Literal["part", "share", "change", "documents"]


@dataclass(frozen=True, slots=True)
class Extract:
    """A sentence of a digest, verbatim, with its place.

    Attributes:
        region: adcode of the region that it is told of.
        measures: ids of what it states or speaks of, in the order of the comparison.
    """

    region: str
    document: str
    sentence: Sentence
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """One group of measures in a digest.

    Attributes:
        group: as in the catalogue.
        common: what several regions tell of, by region in the order of the comparison.
        apart: what sets a region apart: it alone tells of it, or it alone stands highest.
    """

    group: str
    common: tuple[Extract, ...]
    apart: tuple[Extract, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """The comparative summary: verbatim sentences only.

    Attributes:
        characters: of the quotes together; at most the budget.
        covered, of: how many of the cells that documents tell of are told of here.
    """

    themes: tuple[Theme, ...]
    characters: int
    budget: int
    covered: int
    of: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Figures that can be checked against one another, and whether they agree; nothing is corrected.

    Attributes:
        kind: `part`, a part is not more than its whole; `share`, a stated percentage of two stated numbers;
            `change`, a stated difference of two stated figures; `documents`, what several documents say of one
            thing.
        stated: what was said, in digits; `computed`: what follows from the other figures.
        observations: the figures checked; those that exclude each other first.
        sentence: where it is said; None when it is said in several places.
    """

    kind: FindingKind
    region: str
    agrees: bool
    stated: str
    computed: str
    observations: tuple[Observation, ...]
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that one edition finds and another does not, or finds otherwise.

    Attributes:
        before: as the earlier edition had it; None when it is gained.
        after: as the later edition has it; None when it is lost.
    """

    before: Observation | None
    after: Observation | None

    @property
    def kind(self) -> Literal["gained", "lost", "changed"]:
        """What happened to the figure."""
        if self.before is None:
            return "gained"
        return "lost" if self.after is None else "changed"


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of a document's figures when it was analysed again; editions as in `Analysis`."""

    document: str
    earlier: str
    later: str
    made: str
    changes: tuple[Change, ...]


# What readers say of figures ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reader says of a figure; it stands beside what was found and outlives every analysis.

    Attributes:
        machine: the figure as it was found when the reader looked.
        edited: the figure as it ought to be; None unless the decision is `edited`.
        author: as the caller names them, such as initials; may be empty.
        made: UTC, ISO 8601 with seconds and a final Z.
    """

    machine: Observation
    decision: Decision
    edited: Observation | None
    note: str
    author: str
    made: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which cells of a table there are at all.

    Attributes:
        figures, mentions: how many, a row for each measure and in it a number for each region.
        analysed: whether some analysed document is about the region, for each region.
    """

    regions: tuple[Region, ...]
    measures: tuple[Measure, ...]
    figures: tuple[tuple[int, ...], ...]
    mentions: tuple[tuple[int, ...], ...]
    analysed: tuple[bool, ...]
