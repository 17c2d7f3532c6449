"""What may be asked: the query parameters of each address, as one schema each."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, get_args

import marshmallow as ma
from flask import g

from service.analysis import Budget, Extent, Manner, Method
from service.corpus import Asked, Extract, Headline, Part
from service.model import Decision, KeywordKind, Level, Nature
from service.web.query import Choice, Count, Query, Ratio, Several, Share, Words

# An answer of 500 observations is about 500 kB; more are fetched page by page.
LARGEST_PAGE = 500
USUAL_PAGE = 100
USUAL_SENTENCES = 5
USUAL_CHARACTERS = 2_000


class SpansQuery(Query):
    """An answer with places in a source."""

    index = Choice(
        ("codepoint", "utf16"),
        "What spans count: Unicode code points, or units of UTF-16 as JavaScript has them.",
        load_default="codepoint",
    )


class SpokenQuery(Query):
    """A page in a language that its address may name."""

    lang = Choice(("zh", "en"), "The language of the page; without it that of Accept-Language.")

    @ma.post_load
    def speak(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Let this answer be in the language of the address."""
        if "lang" in data:
            g.language = data["lang"]
        return data


class PageQuery(Query):
    """A page of a list."""

    limit = Count(1, LARGEST_PAGE, "Items of a page at most.", load_default=USUAL_PAGE)
    cursor = Words("Where the page begins: `next` of the page before.", longest=200)


class DocumentsQuery(PageQuery):
    """Documents of the corpus."""

    region = Words("Adcode or name of the main region.")
    q = Words("Words that the title or the name has in it.")
    published_from = Words("2019, 2019-12 or 2019-12-31: published on that day or later.", longest=10)
    published_to = Words("Published on that day or earlier.", longest=10)
    sort = Choice(
        ("received", "-received", "published", "-published"),
        "By arrival or by date of publication; with - the newest first.",
        load_default="received",
    )


class TextQuery(Query):
    """A form of a document's text."""

    view = Choice(
        ("raw", "clean"),
        "`raw` is the source that spans point into, `clean` what is analysed.",
        load_default="raw",
    )


_OF_EXTRACT = frozenset(
    (
        *("sentences", "characters", "ratio", "order", "diversity", "focus", "cover", "method", "unit"),
        "headline",
    )
)


class SummaryQuery(SpansQuery):
    """A budget, exactly one; and how sentences are chosen."""

    sentences = Count(1, 50, f"Sentences at most; {USUAL_SENTENCES} when no budget is given.")
    characters = Count(1, 1_000_000, "Characters at most.")
    ratio = Ratio("Share of the sentences at most.")
    order = Choice(
        ("source", "rank"), "`source`: as in the text; `rank`: the best first.", load_default="source"
    )
    diversity = Share(
        "How much a sentence loses for being like one that is chosen; 0.5 when left out, 0 by `textrank`."
    )
    focus = Several("Words that the sentences should hold, separated by commas.", most=20)
    cover = Choice(("measures",), "`measures`: the sentences that state most figures; see `coverage`.")
    method = Choice(
        get_args(Method),
        "How sentences are ranked: `textrank` as textrank4zh does, `default` by position, title and centrality.",
        load_default="default",
    )
    unit = Choice(
        get_args(Extent),
        "`clause`: long sentences may be taken apart at commas, where the parts stand alone.",
        load_default="sentence",
    )

    headline = Choice(
        get_args(Headline),
        "`with`: the title may be one of the sentences, where the text states it.",
        load_default="without",
    )

    @ma.validates_schema
    def one_way(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse ways to choose that exclude one another."""
        for name in ("focus", "diversity"):
            if data.get("cover") and name in data:
                raise ma.ValidationError("cannot stand beside cover", name)
        if data["method"] == "textrank" and data["unit"] == "clause":
            raise ma.ValidationError("textrank ranks whole sentences", "unit")

    @ma.post_load
    def extract(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """What is wanted as one value under `extract`; what else is asked stays as it is."""
        names = ("sentences", "characters", "ratio")
        budget = Budget(
            **{name: data[name] for name in names if name in data} or {"sentences": USUAL_SENTENCES}
        )
        usual = 0.0 if data["method"] == "textrank" else Manner().diversity
        manner = Manner(data["order"], float(data.get("diversity", usual)), data.get("focus", ()))
        wanted = Extract(budget, manner, data["method"], data["unit"], data.get("cover"), data["headline"])
        others = {name: value for name, value in data.items() if name not in _OF_EXTRACT}
        return others | {"extract": wanted}


class KeywordsQuery(Query):
    """How many keywords, of which kind."""

    limit = Count(1, 100, "Keywords at most.", load_default=20)
    kind = Choice(get_args(KeywordKind), "Words alone, or phrases of several words alone.")
    method = Choice(
        get_args(Method),
        "How they are ranked: `textrank` gives words as textrank4zh does, `default` words and phrases.",
        load_default="default",
    )


class RegionKeywordsQuery(KeywordsQuery):
    """How many keywords, and what they are set against."""

    contrast = Several(
        "Adcodes or names separated by commas, or `corpus` for all other regions: what this region's documents say "
        "more often than theirs."
    )

    @ma.validates_schema
    def one_way(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse what a contrast does not know."""
        if "contrast" in data and ("kind" in data or data["method"] != "default"):
            raise ma.ValidationError("cannot stand beside kind or method", "contrast")


class DocumentKeywordsQuery(KeywordsQuery, SpansQuery):
    """How many keywords of a document."""


class RegionsQuery(Query):
    """A search in the divisions of China."""

    level = Choice(get_args(Level), "Only regions of this level.")
    parent = Words("Adcode or name of a region; only what belongs to it directly.")
    q = Words("An adcode or a name, full or short; several regions when it is ambiguous.")
    limit = Count(1, LARGEST_PAGE, "Regions at most.", load_default=USUAL_PAGE)


class ConfidentQuery(Query):
    """Figures that are surely meant so."""

    min_confidence = Share("Only figures with at least this confidence; what is below counts as not stated.")


class DocumentObservationsQuery(SpansQuery, ConfidentQuery):
    """Figures of a document."""


class ObservationsQuery(PageQuery, SpansQuery, ConfidentQuery):
    """Figures of the corpus."""

    limit = Count(
        1,
        LARGEST_PAGE,
        f"Items of a page at most; {USUAL_PAGE} when left out, and in CSV, NDJSON and XLSX all there are.",
    )
    since = Words(
        "2019, 2019-12 or 2019-12-31: figures that hold then or later.", longest=10, data_key="from"
    )
    until = Words("Figures that hold on that day or earlier.", longest=10, data_key="to")
    bom = Choice(("0", "1"), "Only for CSV: `1` begins with a byte order mark, for Excel.")

    measure = Words("Id of a measure.")
    region = Words("Adcode or name of a region.")
    within = Words("Adcode or name of a region; it and all that belongs to it.")
    document = Words("Id of a document.", longest=64)
    nature = Choice(get_args(Nature), "Only figures of this nature.")
    review = Choice(
        (*get_args(Decision), "none"), "Only figures of which a reader said this; `none`: not yet judged."
    )


class TableQuery(Query):
    """Which measures and which regions."""

    measures = Several(
        "Ids of measures, separated by commas; all that the corpus has figures of when left out."
    )
    regions = Several("Adcodes or names, separated by commas; all main regions of the corpus when left out.")
    within = Words("Adcode or name; instead of `regions`, the main regions of the corpus that belong to it.")
    level = Choice(get_args(Level), "Only with `within`: regions of this level.")


class TermsQuery(TableQuery, ConfidentQuery):
    """On which terms figures are compared."""

    align = Words(
        "`latest`: the newest figure of each region; `common`: the period that most regions have a figure of; "
        "`at:2018`, `at:2018-08`, `at:2016/2018`: this period.",
        longest=30,
    )
    tolerance = Words("How far a figure may be off, such as P2Y, P18M or P30D.", longest=20)
    derive = Several(
        "Derived measures (/v1/ratios lists them) and conversions: `per_year` turns figures per month, "
        "`per_village` divides totals by the villages of their sentence."
    )


class ComparisonQuery(TermsQuery):
    """Measures by regions."""

    sort = Words("Id of a row; the regions stand in the order of its values. - before it: the highest first.")
    limit = Count(
        1, LARGEST_PAGE, "Rows at most; fewer where there are many regions.", load_default=LARGEST_PAGE
    )
    cursor = Words("Where the rows begin: `next` of the answer before.")


class DigestQuery(TermsQuery):
    """A comparison in sentences."""

    characters = Count(
        1, 100_000, "Characters of the sentences together, at most.", load_default=USUAL_CHARACTERS
    )


class PairsQuery(TermsQuery):
    """A comparison two by two."""


class ComparisonFormsQuery(ComparisonQuery, SpansQuery):
    """Measures by regions, in a form that may be CSV."""

    bom = Choice(("0", "1"), "Only for CSV: `1` begins with a byte order mark, for Excel.")


class SaidQuery(SpansQuery):
    """What the caller says of a text that is sent as text/plain; other bodies say it themselves."""

    title = Words("Title of the document.", longest=300)
    region = Words("Adcode or name of the region that the document is about.")
    published = Words("2019, 2019-12 or 2019-12-31.", longest=10)
    source = Words("Who published it.", longest=300)
    url = Words("Where it was published; stored and shown, never fetched.", longest=2000)


def written(value: Any) -> str:
    """How a loaded parameter stands in a canonical query: the same for every way to ask the same."""
    match value:
        case Budget():
            chosen = {name: getattr(value, name) for name in ("sentences", "characters", "ratio")}
            return ",".join(
                f"{name}:{written(amount)}" for name, amount in chosen.items() if amount is not None
            )
        case Extract():
            parts = {
                "budget": value.budget,
                "order": value.manner.order,
                "diversity": Decimal(str(value.manner.diversity)),
                "focus": value.manner.focus,
                "method": value.method,
                "unit": value.extent,
                "cover": value.cover,
                "headline": value.headline,
            }
            return ";".join(f"{name}={written(part)}" for name, part in parts.items() if part)
        case Decimal():
            return format(value.normalize(), "f")
        case tuple():
            return ",".join(value)
        case _:
            return str(value)


def asked(query: Mapping[str, Any]) -> Asked:
    """A loaded query as the corpus is asked."""
    names = ("measures", "regions", "within", "level", "align", "tolerance")
    return Asked(
        **{name: query.get(name) for name in names},
        derive=tuple(query.get("derive") or ()),
        confidence=query.get("min_confidence"),
    )


def part(query: Mapping[str, Any]) -> Part:
    """Which rows of a comparison a loaded query asks for."""
    return Part(query.get("sort"), query.get("limit", LARGEST_PAGE), query.get("cursor"))
